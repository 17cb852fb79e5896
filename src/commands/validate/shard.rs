//! `--shard I/N`: which part of the work falls to one of several runs.
//!
//! Accounts, regions and days are dealt out by a hash of their names, so that every run knows its
//! own without asking another, and each day falls to exactly one of them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::digest::{Asked, Candidate, ChainId};

/// Witnesses on either side of a part: one that a chain passes by bears no witness.
const WITNESSES: usize = 2;
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// One of so many runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// From 1 on.
    pub(super) index: u32,
    pub(super) count: u32,
}

/// Everything falls to the only run.
pub(super) const WHOLE: Shard = Shard { index: 1, count: 1 };

/// Digests of a chain that are validated together.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The part of the range.
    pub(super) asked: Asked,
    /// The oldest first, with those before and behind it.
    pub(super) digests: Vec<Candidate>,
}

impl Shard {
    pub(super) fn is_whole(self) -> bool {
        self.count == 1
    }

    /// Whether what was delivered on a day falls to this run.
    pub(super) fn owns(self, account: &str, region: &str, day: Date) -> bool {
        if self.is_whole() {
            return true;
        }
        let hash = Sha256::digest(format!("{account}/{region}/{day}"));
        let (number, _) = hash.split_at(size_of::<u64>());
        let number = number.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        number % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// What of a chain falls to this run: its digests are given with the oldest first.
    pub(super) fn pieces(self, id: &ChainId, asked: Asked, digests: &[Candidate]) -> Vec<Piece> {
        let parts = self.parts(id, asked).into_iter();
        parts.map(|part| Piece { digests: around(part, asked, digests), asked: part }).collect()
    }

    /// The days that fall to this run, those in a row as one.
    fn parts(self, id: &ChainId, asked: Asked) -> Vec<Asked> {
        if self.is_whole() {
            return vec![asked];
        }
        let last = day_of(asked.last);
        let days = day_of(asked.since).series(jiff::Span::new().days(1));
        let days = days.take_while(|day| *day <= last);
        let mut parts: Vec<Asked> = Vec::new();
        for day in days.filter(|day| self.owns(&id.account, &id.region, *day)) {
            let Some((first, end)) = bounds(day) else { continue };
            let part = asked.part(first, end);
            match parts.last_mut() {
                Some(before) if before.last + SECOND == part.since => {
                    *before = asked.part(before.since, end);
                }
                _ => parts.push(part),
            }
        }
        parts
    }
}

/// The digests of a part of the range, and those that bear witness of it.
pub(super) fn around(part: Asked, whole: Asked, digests: &[Candidate]) -> Vec<Candidate> {
    let first = digests.partition_point(|digest| digest.stamp < part.since);
    let behind = digests.partition_point(|digest| digest.stamp <= part.last);
    let is_last = part.last == whole.last;
    let end = if is_last { digests.len() } else { (behind + WITNESSES).min(digests.len()) };
    digests[first.saturating_sub(WITNESSES)..end].to_vec()
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

    fn id() -> ChainId {
        let [account, region, trail, home] =
            ["111122223333", "eu-west-1", "t", "eu-west-1"].map(str::to_owned);
        ChainId { account, region, trail, home, backfill: false }
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn asked() -> Asked {
        let (since, until) = (time("2026-11-01T10:00:00Z"), time("2026-11-20T22:30:00Z"));
        Asked::new(since, until)
    }

    #[test]
    fn every_moment_falls_to_exactly_one() {
        for count in [1, 2, 3, 7] {
            let shards = (1..=count).map(|index| Shard { index, count });
            let mut parts: Vec<Asked> =
                shards.flat_map(|shard| shard.parts(&id(), asked())).collect();
            parts.sort_by_key(|part| part.since);
            assert_eq!(parts[0].since, asked().since);
            assert_eq!(parts.last().unwrap().last, asked().last);
            for pair in parts.windows(2) {
                assert_eq!(pair[0].last + SECOND, pair[1].since);
            }
            assert!(count == 1 || parts.len() > 1, "{count}");
        }
    }

    #[test]
    fn a_day_always_falls_to_the_same() {
        // Other releases must deal out the same: reports of several machines are merged.
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
    fn a_piece_has_its_witnesses() {
        let digest = |hour: i64| {
            let stamp = time("2026-11-01T00:30:00Z") + SignedDuration::from_hours(hour);
            Candidate { place: crate::digest::Place::default(), stamp }
        };
        let digests: Vec<Candidate> = (0..72).map(digest).collect();
        let whole = Asked::new(digests[0].stamp, digests[71].stamp);
        let part = whole.part(time("2026-11-02T00:00:00Z"), time("2026-11-02T23:59:59Z"));
        let piece = around(part, whole, &digests);
        let ends = [&piece[0], &piece[piece.len() - 1]].map(|digest| digest.stamp);
        assert_eq!((piece.len(), ends), (28, [digests[22].stamp, digests[49].stamp]));
    }

    #[test]
    fn a_shard_is_one_of_some() {
        assert_eq!("2/3".parse(), Ok(Shard { index: 2, count: 3 }));
        for wrong in ["", "0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
