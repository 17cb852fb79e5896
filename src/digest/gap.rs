//! Time that no digest covers, and the digests that must have been deleted from it.
//!
//! A trail that is stopped leaves a gap, and so does whoever deletes the digests before a stop: the
//! newest of a chain is linked from nowhere. What tells the two apart is what else is in the
//! bucket: logs that were delivered in the gap, and the events that switched the trail.
//! Reads neither; it is told.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::switch::Switch;
use super::verdict::{Finding, Judgement, Kind, Place};
use crate::event::key::{Folder, Key};

/// What a digest covers ("CloudTrail log file integrity validation", AWS CloudTrail User Guide).
pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An event is delivered within about 15 minutes ("CloudTrail log files", AWS CloudTrail User
/// Guide), so that the digest after which nothing comes may lack that much of the end.
const DELIVERY: SignedDuration = SignedDuration::from_mins(15);

/// Why nothing covers the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The newest digest ends before the time until which some were due.
    Tail,
    /// Digests that were linked to, or that must lie between two others, are gone.
    Deleted,
    /// A digest that was linked to is gone, and nothing older is there.
    Head,
    /// The digest behind it is signed as the first of a chain, and there are older ones.
    Restart,
    /// Two digests link to each other and leave time between them.
    Pause,
    /// The digest behind it is signed as the first of a chain, and nothing older is there.
    Beginning,
    /// The oldest digest there cannot be trusted, so that nobody knows what came before.
    Unknown,
    /// There is not one digest.
    Nothing,
}

/// Time that no digest covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub cause: Cause,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// What switched the trail off, after [`Gap::explain`].
    pub explained_by: Option<String>,
    /// Digests that are proven to have been there.
    pub(super) missing: u64,
    /// When the newest of them ends.
    pub(super) newest: Timestamp,
    /// A digest's place from which theirs is made.
    pub(super) like: Place,
    pub(super) backfill: bool,
}

impl Gap {
    pub(super) fn new(cause: Cause, [from, to]: [Timestamp; 2], like: Place) -> Self {
        let (missing, newest) = (0, to);
        Self { cause, from, to, explained_by: None, missing, newest, like, backfill: false }
    }

    /// So many are missing from the beginning of the gap on.
    pub(super) fn miss_from_start(&mut self, missing: u64) {
        self.missing = missing;
        self.newest = self.from + span_of(missing);
    }

    /// How many digests are missing: those that are proven to have been there, or, where there is
    /// not one digest, as many as the hours.
    pub fn missing_digests(&self) -> u64 {
        if self.cause == Cause::Nothing { hours(self.from, self.to) } else { self.missing }
    }

    /// One finding for each digest that is proven to have been there, the newest first.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        (0..self.missing).map(|n| Finding {
            kind: Kind::Digest,
            backfill: self.backfill,
            place: at(&self.like, before(self.newest, n)),
            judgement: Judgement::missing(),
            hash: None,
        })
    }

    /// Takes evidence into account: `switches` of this chain's trail, in any order, and when logs
    /// of its account and region were `delivered` (the stamps of their keys) that no digest lists.
    /// All that lie outside of the gap are passed over.
    ///
    /// A trail that was off delivers no logs. If some came, digests covered them, and these are
    /// missing; if none came, and the trail was switched off when the gap begins, that explains it.
    /// Logs that came while log file validation was off look just the same as those of a deleted
    /// digest, unless the switch is known.
    pub fn explain(&mut self, switches: &[Switch], delivered: &[Timestamp]) {
        let delivered = delivered.iter().copied().filter(|at| self.from < *at && *at <= self.to);
        match self.cause {
            Cause::Tail | Cause::Restart => {
                let off = switches.iter().filter(|switch| switch.off);
                let close =
                    |at| -(HOUR + DELIVERY) <= self.from.duration_until(at) && at <= self.to;
                let off = off.filter(|off| close(off.time)).max_by_key(|off| off.time);
                let logged = delivered.chain(off.map(|off| off.time - DELIVERY)).max();
                let missing = logged.map_or(0, |last| hours_up(self.from, last));
                if self.cause == Cause::Restart {
                    self.miss_from_start(missing);
                } else if self.missing == 0 || off.is_some() {
                    // The digest of an hour that is not over is not due.
                    self.miss_from_start(missing.min(hours(self.from, self.to)));
                }
                self.explained_by = off.map(|off| format!("{} {}", off.name, off.time));
            }
            Cause::Head | Cause::Unknown => {
                let oldest = delivered.filter(|at| *at <= self.newest).min();
                let reach = oldest.map_or(0, |at| hours(at, self.newest) + 1);
                self.missing = self.missing.max(reach);
            }
            Cause::Deleted | Cause::Pause | Cause::Beginning | Cause::Nothing => {}
        }
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(from.duration_until(to).as_secs()).unwrap_or(0)
}

/// Whole hours from one time to another.
pub(super) fn hours(from: Timestamp, to: Timestamp) -> u64 {
    seconds(from, to) / 3600
}

/// The same, where an hour that has begun counts.
pub(super) fn hours_up(from: Timestamp, to: Timestamp) -> u64 {
    seconds(from, to).div_ceil(3600)
}

/// So many hours; a range of time never has more than fit.
pub(super) fn span_of(hours: u64) -> SignedDuration {
    SignedDuration::from_hours(i64::try_from(hours).unwrap_or(0))
}

/// So many hours before a time.
fn before(time: Timestamp, hours: u64) -> Timestamp {
    time.checked_sub(span_of(hours)).unwrap_or(time)
}

/// Where the digest of the same chain is that ends at another time.
fn at(like: &Place, end: Timestamp) -> Place {
    let Some(key) = Key::parse(&like.key) else { return like.clone() };
    if key.stamp == end {
        return like.clone();
    }
    let date = Offset::UTC.to_datetime(end).date();
    let date = (Some(date.year()), Some(date.month()), Some(date.day()));
    let folder = key.folder.map(|folder| match folder.date {
        (Some(_), _, _) => Folder { date, ..folder },
        _ => folder,
    });
    let other = Key { folder, stamp: end, ..key }.to_string();
    match like.key.rsplit_once('/') {
        Some((path, _)) if folder.is_none() => Place::new(&*like.bucket, format!("{path}/{other}")),
        _ => Place::new(&*like.bucket, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIKE: &str = "p/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/111122223333_\
                        CloudTrail-Digest_us-east-1_main_us-east-1_20261120T001234Z.json.gz";

    fn time(text: &str) -> Timestamp {
        format!("2026-11-{text}:00Z").parse().unwrap()
    }

    fn gap(cause: Cause, missing: u64) -> Gap {
        let (from, to) = ("2026-11-19T22:12:34Z", "2026-11-20T03:12:34Z");
        let span = [from.parse().unwrap(), to.parse().unwrap()];
        let mut gap = Gap::new(cause, span, Place::new("b", LIKE));
        gap.missing = missing;
        gap
    }

    fn stamps(gap: &Gap) -> Vec<String> {
        let stamp = |finding: Finding| finding.place.key[LIKE.len() - 24..].to_owned();
        gap.findings().map(stamp).collect()
    }

    fn stop(at: &str) -> Switch {
        Switch { time: time(at), name: "StopLogging".to_owned(), off: true }
    }

    #[test]
    fn missing_digests_are_named_as_they_were() {
        let mut gap = gap(Cause::Deleted, 3);
        gap.newest = "2026-11-20T01:12:34Z".parse().unwrap();
        let places: Vec<_> = gap.findings().map(|finding| finding.place).collect();
        assert_eq!(places[0].key, LIKE.replace("T00", "T01"));
        assert_eq!(places[1], Place::new("b", LIKE));
        let day_before = LIKE.replace("2026/11/20", "2026/11/19");
        assert_eq!(places[2].key, day_before.replace("20261120T00", "20261119T23"));
        let bare = at(&Place::new("b", "copy/x.json.gz"), gap.newest);
        assert_eq!(bare.key, "copy/x.json.gz");
        let file = LIKE.rsplit_once('/').unwrap().1;
        let flat = at(&Place::new("b", format!("copy/{file}")), gap.newest);
        assert_eq!(flat.key, format!("copy/{}", file.replace("T00", "T01")));
    }

    #[test]
    fn a_restart_after_a_stop_is_explained() {
        let mut gap = gap(Cause::Restart, 0);
        gap.explain(&[], &[time("19T22:12"), time("20T03:13")]);
        assert_eq!((gap.missing_digests(), gap.explained_by.as_deref()), (0, None));
        gap.explain(&[stop("19T12:00"), stop("19T22:05")], &[]);
        assert_eq!(gap.missing_digests(), 0);
        assert_eq!(gap.explained_by.as_deref(), Some("StopLogging 2026-11-19T22:05:00Z"));
    }

    #[test]
    fn logs_in_a_gap_had_digests() {
        let mut restart = gap(Cause::Restart, 0);
        restart.explain(&[], &[time("19T22:22"), time("19T23:42")]);
        assert_eq!(stamps(&restart), ["20261120T001234Z.json.gz", "20261119T231234Z.json.gz"]);
        let mut late = gap(Cause::Restart, 0);
        late.explain(&[stop("19T23:40")], &[]);
        assert_eq!(late.missing_digests(), 2);
        assert!(late.explained_by.is_some());
    }

    #[test]
    fn a_stop_explains_the_tail_and_nothing_else_does() {
        let mut tail = gap(Cause::Tail, 5);
        tail.explain(&[], &[]);
        assert_eq!(tail.missing_digests(), 5);
        assert_eq!(stamps(&tail)[0], "20261120T031234Z.json.gz");
        tail.explain(&[stop("19T22:20")], &[]);
        assert_eq!(tail.missing_digests(), 0);
        tail.explain(&[stop("19T22:20")], &[time("19T22:40")]);
        assert_eq!(stamps(&tail), ["20261119T231234Z.json.gz"]);
    }

    #[test]
    fn logs_after_the_newest_digest_had_digests_once_the_hour_was_over() {
        let mut tail = gap(Cause::Tail, 0);
        tail.explain(&[], &[]);
        assert_eq!(tail.missing_digests(), 0);
        tail.explain(&[], &[time("19T23:40")]);
        assert_eq!(stamps(&tail), ["20261120T001234Z.json.gz", "20261119T231234Z.json.gz"]);
        let mut short = gap(Cause::Tail, 0);
        short.to = time("19T23:50");
        short.explain(&[], &[time("19T23:40")]);
        assert_eq!(stamps(&short), ["20261119T231234Z.json.gz"]);
    }

    #[test]
    fn logs_before_a_head_had_digests_too() {
        let mut head = gap(Cause::Head, 1);
        head.explain(&[], &[]);
        assert_eq!(head.missing_digests(), 1);
        head.explain(&[], &[time("20T01:30"), time("20T02:30")]);
        assert_eq!(stamps(&head), ["20261120T031234Z.json.gz", "20261120T021234Z.json.gz"]);
        assert_eq!(gap(Cause::Nothing, 0).missing_digests(), 5);
        assert_eq!(gap(Cause::Nothing, 0).findings().count(), 0);
    }
}
