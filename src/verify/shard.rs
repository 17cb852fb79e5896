//! `--shard I/N`: which part of the work one of several runs does.
//!
//! Accounts, Regions and days are assigned by a hash of their names, so that each run knows its own
//! part without talking to the others, and each day belongs to exactly one run.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::digest::{Candidate, ChainId, DigestWindow};

/// Digests next to a part that are read with it. Two, because the nearest may be one that the chain
/// does not link to.
const NEIGHBORS: usize = 2;
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// One of several runs that share the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `count`.
    pub index: u32,
    /// How many runs there are.
    pub count: u32,
}

/// A part of a chain that one run validates.
#[derive(Clone, Debug)]
pub(super) struct ChainPart {
    /// The part of the window.
    pub(super) window: DigestWindow,
    /// Its digests and their neighbors, the oldest first.
    pub(super) digests: Vec<Candidate>,
}

impl Shard {
    /// The only run, which does all of the work.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Whether this run does all of the work.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }

    /// Whether this run validates what was delivered on a day.
    pub(super) fn owns(self, account: &str, region: &str, day: Date) -> bool {
        if self.is_whole() {
            return true;
        }
        let hash = Sha256::digest(format!("{account}/{region}/{day}"));
        let (number, _) = hash.split_at(size_of::<u64>());
        let number = number.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        number % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// The parts of a chain that this run validates. `digests`: the oldest first.
    pub(super) fn chain_parts(
        self,
        id: &ChainId,
        window: DigestWindow,
        digests: &[Candidate],
    ) -> Vec<ChainPart> {
        let parts = self.parts(id, window).into_iter();
        parts
            .map(|part| ChainPart { digests: around(part, window, digests), window: part })
            .collect()
    }

    /// The days that this run validates, consecutive ones as one part.
    pub(super) fn parts(self, id: &ChainId, window: DigestWindow) -> Vec<DigestWindow> {
        if self.is_whole() {
            return vec![window];
        }
        let last = day_of(window.last);
        let days = day_of(window.since).series(jiff::Span::new().days(1));
        let days = days.take_while(|day| *day <= last);
        let mut parts: Vec<DigestWindow> = Vec::new();
        for day in days.filter(|day| self.owns(&id.account, &id.region, *day)) {
            let Some((first, end)) = bounds(day) else { continue };
            let part = window.part(first, end);
            match parts.last_mut() {
                Some(before) if before.last + SECOND == part.since => {
                    *before = window.part(before.since, end);
                }
                _ => parts.push(part),
            }
        }
        parts
    }
}

/// The digests of a part of the window, and the neighbors that link to them.
pub(super) fn around(
    part: DigestWindow,
    whole: DigestWindow,
    digests: &[Candidate],
) -> Vec<Candidate> {
    let first = digests.partition_point(|digest| digest.stamp < part.since);
    let after = digests.partition_point(|digest| digest.stamp <= part.last);
    let is_last = part.last == whole.last;
    let end = if is_last { digests.len() } else { (after + NEIGHBORS).min(digests.len()) };
    digests[first.saturating_sub(NEIGHBORS)..end].to_vec()
}

/// The UTC day of a time.
pub(super) fn day_of(time: Timestamp) -> Date {
    Offset::UTC.to_datetime(time).date()
}

/// The first and the last second of a day.
fn bounds(day: Date) -> Option<(Timestamp, Timestamp)> {
    let start = |day: Date| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok();
    let end = day.tomorrow().ok().and_then(start)?;
    Some((start(day)?, end - SECOND))
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
        let parts = text.split_once('/').and_then(|(i, n)| parse(i).zip(parse(n)));
        let shard = parts.map(|(index, count)| Self { index, count });
        shard.filter(|shard| shard.index <= shard.count).ok_or("not I/N, from 1/N to N/N")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::S3Uri;

    fn id() -> ChainId {
        let [account, region, trail, home] =
            ["111122223333", "eu-west-1", "t", "eu-west-1"].map(str::to_owned);
        ChainId { account, region, trail, home, backfill: false }
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn window() -> DigestWindow {
        let (since, until) = (time("2026-11-01T10:00:00Z"), time("2026-11-20T22:30:00Z"));
        DigestWindow::new(since, until)
    }

    #[test]
    fn each_moment_belongs_to_exactly_one_shard() {
        for count in [1, 2, 3, 7] {
            let shards = (1..=count).map(|index| Shard { index, count });
            let mut parts: Vec<DigestWindow> =
                shards.flat_map(|shard| shard.parts(&id(), window())).collect();
            parts.sort_by_key(|part| part.since);
            assert_eq!(parts[0].since, window().since);
            assert_eq!(parts.last().unwrap().last, window().last);
            for pair in parts.windows(2) {
                assert_eq!(pair[0].last + SECOND, pair[1].since);
            }
            assert!(count == 1 || parts.len() > 1, "{count}");
        }
    }

    #[test]
    fn the_owner_of_a_day_never_changes() {
        // Other releases must assign the same: reports of several machines are merged.
        let day = |day| jiff::civil::date(2026, 11, day);
        let owners = (1..=8).map(|d| {
            let owns = |index: &u32| {
                let shard = Shard { index: *index, count: 4 };
                shard.owns("111122223333", "us-east-1", day(d))
            };
            (1..=4).find(owns).unwrap()
        });
        assert_eq!(owners.collect::<Vec<_>>(), [3, 1, 4, 3, 4, 2, 1, 4]);
    }

    #[test]
    fn a_part_has_two_neighbors_on_each_side() {
        let digest = |hour: i64| {
            let stamp = time("2026-11-01T00:30:00Z") + SignedDuration::from_hours(hour);
            Candidate { uri: S3Uri::default(), stamp }
        };
        let digests: Vec<Candidate> = (0..72).map(digest).collect();
        let whole = DigestWindow::new(digests[0].stamp, digests[71].stamp);
        let part = whole.part(time("2026-11-02T00:00:00Z"), time("2026-11-02T23:59:59Z"));
        let found = around(part, whole, &digests);
        let ends = [&found[0], &found[found.len() - 1]].map(|digest| digest.stamp);
        assert_eq!((found.len(), ends), (28, [digests[22].stamp, digests[49].stamp]));
    }

    #[test]
    fn a_shard_is_parsed_from_its_number_and_their_count() {
        assert_eq!("2/3".parse(), Ok(Shard { index: 2, count: 3 }));
        for wrong in ["", "0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
