//! Which time is covered, as stretches that touch no other.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

/// Stretches of time, each from its start to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Covered(BTreeMap<Timestamp, Timestamp>);

impl Covered {
    /// Adds a stretch, in any order, and joins it with those that it touches.
    pub(super) fn add(&mut self, [mut start, mut end]: [Timestamp; 2]) {
        while let Some((&other, &until)) = self.0.range(..=end).next_back()
            && until >= start
        {
            self.0.remove(&other);
            (start, end) = (start.min(other), end.max(until));
        }
        self.0.insert(start, end);
    }

    /// Whether a time lies in a stretch, and so far from its ends.
    pub(super) fn contains(&self, time: Timestamp, edge: SignedDuration) -> bool {
        let stretch = self.0.range(..=time).next_back();
        stretch.is_some_and(|(start, end)| {
            start.duration_until(time) >= edge && time.duration_until(*end) >= edge
        })
    }

    /// The stretches, the oldest first.
    pub(super) fn stretches(&self) -> impl Iterator<Item = [Timestamp; 2]> {
        self.0.iter().map(|(start, end)| [*start, *end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn covered(stretches: &[[i64; 2]]) -> Vec<[Timestamp; 2]> {
        let mut covered = Covered::default();
        for stretch in stretches {
            covered.add(stretch.map(at));
        }
        covered.stretches().collect()
    }

    #[test]
    fn what_touches_is_one() {
        let expected = vec![[0, 3].map(at), [5, 6].map(at)];
        assert_eq!(covered(&[[0, 1], [1, 2], [2, 3], [5, 6]]), expected);
        assert_eq!(covered(&[[5, 6], [2, 3], [0, 1], [1, 2]]), expected);
        assert_eq!(covered(&[[0, 1], [5, 6], [2, 3], [0, 3], [1, 1]]), expected);
    }

    #[test]
    fn what_is_close_to_an_end_is_not_told() {
        let mut covered = Covered::default();
        covered.add([at(0), at(2)]);
        let edge = SignedDuration::from_mins(10);
        let minutes = |minutes| at(0) + SignedDuration::from_mins(minutes);
        let inside = [9, 10, 110, 111].map(|at| covered.contains(minutes(at), edge));
        assert_eq!(inside, [false, true, true, false]);
    }
}
