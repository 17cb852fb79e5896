//! Which hours must have had a digest, and have none.
//!
//! Works on times alone: knows nothing of what a digest says.

use jiff::{SignedDuration, Timestamp};

use crate::digest::window::HOUR;

/// Digests end a whole number of hours apart, to the second.
const EXACT: SignedDuration = SignedDuration::from_mins(1);
/// Where a chain was restarted they do not; what is left over counts as an hour from here on.
const HALF: SignedDuration = SignedDuration::from_mins(30);
/// How many objects that cannot be trusted are told apart, one after another.
const MOST: usize = 4096;

/// Whether two digests of one chain can end then: whole hours apart, to the minute.
pub(super) fn is_whole_hours(one: Timestamp, other: Timestamp) -> bool {
    let over = one.duration_until(other).as_secs().rem_euclid(HOUR.as_secs());
    over <= EXACT.as_secs() || over >= (HOUR - EXACT).as_secs()
}

/// When the objects end, by their names, that were met since the last trusted digest: each takes
/// the place of one digest, if it stands where one must be, and proves nothing.
#[derive(Debug, Default)]
pub(super) struct Doubtful {
    /// The newest first.
    ends: Vec<Timestamp>,
    /// All from here on were too many to be kept, and count as if there were no hour between.
    forgotten: Option<Timestamp>,
}

/// Hours in a row without a digest: when the newest ends, and how many there are.
pub(super) type Run = (Timestamp, u64);

impl Doubtful {
    /// Takes note of one more.
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

    /// The newest that ends a whole number of hours after a digest, up to some time.
    pub(super) fn newest_after(&self, end: Timestamp, last: Timestamp) -> Option<Timestamp> {
        let fits = |at: Timestamp| end < at && at <= last && is_whole_hours(end, at);
        self.ends.iter().copied().find(|at| fits(*at))
    }

    /// The hours between the end of one digest and that of another, the newer always included,
    /// that nothing takes.
    pub(super) fn free(&self, newest: Timestamp, end: Timestamp) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let (mut at, mut open) = (newest, false);
        while end.duration_until(at) >= HALF || at == newest && at > end {
            let taken = self.takes(at);
            match runs.last_mut() {
                _ if taken => {}
                Some((_, length)) if open => *length += 1,
                _ => runs.push((at, 1)),
            }
            open = !taken;
            at -= HOUR;
        }
        runs
    }

    /// Whether one of them ends then.
    fn takes(&self, at: Timestamp) -> bool {
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

    fn doubtful(ends: &[&str]) -> Doubtful {
        let mut doubtful = Doubtful::default();
        for end in ends {
            doubtful.push(time(end));
        }
        doubtful
    }

    #[test]
    fn hours_that_something_takes_are_not_free() {
        let between = |ends: &[&str]| doubtful(ends).free(time("06:12"), time("01:12"));
        assert_eq!(between(&[]), [(time("06:12"), 5)]);
        assert_eq!(between(&["06:12", "03:12"]), [(time("05:12"), 2), (time("02:12"), 1)]);
        assert_eq!(between(&["05:40", "02:42"]), [(time("06:12"), 5)]);
        let all = ["06:12", "05:12", "04:12", "03:12", "02:12"];
        assert_eq!(between(&all), []);
    }

    #[test]
    fn what_is_left_over_counts_from_half_an_hour() {
        let free = |end| doubtful(&[]).free(time("03:12"), time(end));
        assert_eq!(free("01:50"), [(time("03:12"), 1)]);
        assert_eq!(free("01:40"), [(time("03:12"), 2)]);
        assert_eq!(free("03:00"), [(time("03:12"), 1)]);
        assert_eq!(free("03:12"), []);
    }

    #[test]
    fn a_decoy_between_the_hours_stands_for_no_digest() {
        let doubtful = doubtful(&["06:40", "05:12", "02:12"]);
        let newest = doubtful.newest_after(time("01:12"), time("06:00"));
        assert_eq!(newest, Some(time("05:12")));
        assert_eq!(doubtful.newest_after(time("01:12"), time("04:00")), Some(time("02:12")));
        assert_eq!(doubtful.newest_after(time("05:12"), time("07:00")), None);
        assert_eq!(doubtful.oldest(), Some(time("02:12")));
    }

    #[test]
    fn very_many_are_one() {
        let mut doubtful = Doubtful::default();
        let newest = time("06:12");
        for n in 0..5_000 {
            doubtful.push(newest - HOUR * n);
        }
        assert!(doubtful.ends.len() < 1_000 && doubtful.forgotten.is_some());
        let oldest = doubtful.oldest().unwrap();
        assert_eq!(doubtful.free(newest, oldest - HOUR), []);
    }
}
