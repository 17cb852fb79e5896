//! Covered time, as spans that do not touch each other. Works only on times.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Spans of time, each from its start to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoveredTime(BTreeMap<Timestamp, Timestamp>);

impl CoveredTime {
    /// Adds a span, in any order, and joins it with those that it touches.
    pub fn add(&mut self, [mut start, mut end]: [Timestamp; 2]) {
        while let Some((&other, &until)) = self.0.range(..=end).next_back()
            && until >= start
        {
            self.0.remove(&other);
            (start, end) = (start.min(other), end.max(until));
        }
        self.0.insert(start, end);
    }

    /// Whether all of a span is covered.
    pub fn covers(&self, [from, to]: [Timestamp; 2]) -> bool {
        let before = self.0.range(..=from).next_back();
        before.is_some_and(|(_, end)| to <= *end)
    }

    /// The end of the span that a moment is in; the end itself belongs to the next span.
    pub fn end_at(&self, time: Timestamp) -> Option<Timestamp> {
        let (_, end) = self.0.range(..=time).next_back()?;
        (time < *end).then_some(*end)
    }

    /// The spans, the oldest first.
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

    fn covered(spans: &[[i64; 2]]) -> Vec<[Timestamp; 2]> {
        let mut covered = CoveredTime::default();
        for span in spans {
            covered.add(span.map(at));
        }
        covered.spans().collect()
    }

    #[test]
    fn spans_that_touch_are_joined() {
        let expected = vec![[0, 3].map(at), [5, 6].map(at)];
        assert_eq!(covered(&[[0, 1], [1, 2], [2, 3], [5, 6]]), expected);
        assert_eq!(covered(&[[5, 6], [2, 3], [0, 1], [1, 2]]), expected);
        assert_eq!(covered(&[[0, 1], [5, 6], [2, 3], [0, 3], [1, 1]]), expected);
    }

    #[test]
    fn time_between_two_spans_is_not_covered() {
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
