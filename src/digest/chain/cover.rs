//! The hours that must have had a digest, and have none.
//!
//! Works only on times: knows nothing of the documents.

use jiff::{SignedDuration, Timestamp};

use crate::digest::window::HOUR;

/// Digests end a whole number of hours apart, to the second.
const EXACT: SignedDuration = SignedDuration::from_mins(1);
/// Where a chain was restarted they do not; a remainder from this length on counts as an hour.
const HALF: SignedDuration = SignedDuration::from_mins(30);
/// How many untrusted objects in a row are kept one by one.
const MOST: usize = 4096;

/// Whether two digests of one chain can end at these times: whole hours apart, to the minute.
pub(super) fn is_whole_hours(one: Timestamp, other: Timestamp) -> bool {
    let over = one.duration_until(other).as_secs().rem_euclid(HOUR.as_secs());
    over <= EXACT.as_secs() || over >= (HOUR - EXACT).as_secs()
}

/// When the untrusted objects since the last trusted digest end, by their names. Each fills one hour,
/// if it has the time of a digest, and proves nothing.
#[derive(Debug, Default)]
pub(super) struct UntrustedEnds {
    /// The newest first.
    ends: Vec<Timestamp>,
    /// From here on objects were too many to be kept: all hours count as filled.
    forgotten: Option<Timestamp>,
}

/// Consecutive hours without a digest: when the newest ends, and how many there are.
pub(super) type Run = (Timestamp, u64);

impl UntrustedEnds {
    /// Adds an object.
    pub(super) fn push(&mut self, end: Timestamp) {
        if self.ends.len() == MOST {
            self.forgotten = self.oldest();
            self.ends.clear();
        }
        self.ends.push(end);
    }

    /// When the oldest ends.
    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.ends.last().copied()
    }

    /// The newest one that ends whole hours after a digest, up to a time.
    pub(super) fn newest_after(&self, end: Timestamp, last: Timestamp) -> Option<Timestamp> {
        let fits = |at: Timestamp| end < at && at <= last && is_whole_hours(end, at);
        self.ends.iter().copied().find(|at| fits(*at))
    }

    /// The unfilled hours between the end of one digest and that of a newer one, including the
    /// latter.
    pub(super) fn free(&self, newest: Timestamp, end: Timestamp) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let (mut at, mut open) = (newest, false);
        while end.duration_until(at) >= HALF || at == newest && at > end {
            let is_filled = self.is_filled(at);
            match runs.last_mut() {
                _ if is_filled => {}
                Some((_, length)) if open => *length += 1,
                _ => runs.push((at, 1)),
            }
            open = !is_filled;
            at -= HOUR;
        }
        runs
    }

    /// Whether one of them ends at this time.
    fn is_filled(&self, at: Timestamp) -> bool {
        let close = self.ends.partition_point(|end| at.duration_until(*end) > EXACT);
        let found = self.ends.get(close).is_some_and(|end| end.duration_until(at) <= EXACT);
        found || self.forgotten.is_some_and(|forgotten| forgotten <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        format!("2026-11-20T{text}:34Z").parse().unwrap()
    }

    fn untrusted(ends: &[&str]) -> UntrustedEnds {
        let mut untrusted = UntrustedEnds::default();
        for end in ends {
            untrusted.push(time(end));
        }
        untrusted
    }

    #[test]
    fn hours_with_an_object_are_filled() {
        let between = |ends: &[&str]| untrusted(ends).free(time("06:12"), time("01:12"));
        assert_eq!(between(&[]), [(time("06:12"), 5)]);
        assert_eq!(between(&["06:12", "03:12"]), [(time("05:12"), 2), (time("02:12"), 1)]);
        assert_eq!(between(&["05:40", "02:42"]), [(time("06:12"), 5)]);
        let all = ["06:12", "05:12", "04:12", "03:12", "02:12"];
        assert_eq!(between(&all), []);
    }

    #[test]
    fn a_remainder_of_half_an_hour_counts_as_an_hour() {
        let free = |end| untrusted(&[]).free(time("03:12"), time(end));
        assert_eq!(free("01:50"), [(time("03:12"), 1)]);
        assert_eq!(free("01:40"), [(time("03:12"), 2)]);
        assert_eq!(free("03:00"), [(time("03:12"), 1)]);
        assert_eq!(free("03:12"), []);
    }

    #[test]
    fn an_object_between_whole_hours_fills_no_hour() {
        let untrusted = untrusted(&["06:40", "05:12", "02:12"]);
        let newest = untrusted.newest_after(time("01:12"), time("06:00"));
        assert_eq!(newest, Some(time("05:12")));
        assert_eq!(untrusted.newest_after(time("01:12"), time("04:00")), Some(time("02:12")));
        assert_eq!(untrusted.newest_after(time("05:12"), time("07:00")), None);
        assert_eq!(untrusted.oldest(), Some(time("02:12")));
    }

    #[test]
    fn too_many_objects_fill_all_hours() {
        let mut untrusted = UntrustedEnds::default();
        let newest = time("06:12");
        for n in 0..5_000 {
            untrusted.push(newest - HOUR * n);
        }
        assert!(untrusted.ends.len() < 1_000 && untrusted.forgotten.is_some());
        let oldest = untrusted.oldest().unwrap();
        assert_eq!(untrusted.free(newest, oldest - HOUR), []);
    }
}
