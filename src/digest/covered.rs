//! Which time is covered, as stretches that do not touch each other. Works on times alone.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Stretches of time, each from its start to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoveredTime(BTreeMap<Timestamp, Timestamp>);

impl CoveredTime {
    /// Adds a stretch, in any order, and joins it with those that it touches.
    pub fn add(&mut self, [mut start, mut end]: [Timestamp; 2]) {
        while let Some((&other, &until)) = self.0.range(..=end).next_back()
            && until >= start
        {
            self.0.remove(&other);
            (start, end) = (start.min(other), end.max(until));
        }
        self.0.insert(start, end);
    }

    /// Whether one stretch holds all of a span.
    pub fn covers(&self, [from, to]: [Timestamp; 2]) -> bool {
        let stretch = self.0.range(..=from).next_back();
        stretch.is_some_and(|(_, end)| to <= *end)
    }

    /// The end of the stretch that holds a moment; the end itself belongs to the next stretch.
    pub fn end_at(&self, time: Timestamp) -> Option<Timestamp> {
        let (_, end) = self.0.range(..=time).next_back()?;
        (time < *end).then_some(*end)
    }

    /// The stretches, the oldest first.
    pub fn spans(&self) -> impl Iterator<Item = [Timestamp; 2]> {
        self.0.iter().map(|(start, end)| [*start, *end])
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn covered(stretches: &[[i64; 2]]) -> Vec<[Timestamp; 2]> {
        let mut covered = CoveredTime::default();
        for stretch in stretches {
            covered.add(stretch.map(at));
        }
        covered.spans().collect()
    }

    #[test]
    fn what_touches_is_one() {
        let expected = vec![[0, 3].map(at), [5, 6].map(at)];
        assert_eq!(covered(&[[0, 1], [1, 2], [2, 3], [5, 6]]), expected);
        assert_eq!(covered(&[[5, 6], [2, 3], [0, 1], [1, 2]]), expected);
        assert_eq!(covered(&[[0, 1], [5, 6], [2, 3], [0, 3], [1, 1]]), expected);
    }

    #[test]
    fn a_span_is_covered_by_one_stretch() {
        let mut covered = CoveredTime::default();
        covered.add([at(0), at(2)]);
        covered.add([at(3), at(4)]);
        assert!(covered.covers([at(0), at(2)]));
        assert!(!covered.covers([at(1), at(4)]));
        assert_eq!(
            [0, 1, 2, 3].map(|hour| covered.end_at(at(hour))),
            [Some(at(2)), Some(at(2)), None, Some(at(4))]
        );
    }
}
