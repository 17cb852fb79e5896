//! The time that is validated. Works only on times.

use jiff::{SignedDuration, Timestamp};

/// A digest period ("CloudTrail log file integrity validation", AWS CloudTrail User Guide).
pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A window of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first moment.
    pub since: Timestamp,
    /// The last moment.
    pub until: Timestamp,
}

/// A window, or a part of one, and the digests that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestWindow {
    /// The first moment.
    pub since: Timestamp,
    /// The last moment.
    pub until: Timestamp,
    /// The stamp of the last digest of it.
    pub last: Timestamp,
}

impl DigestWindow {
    /// The digests whose stamps lie from `since` to one hour after `until`, both included, as
    /// aws-cli takes them.
    pub fn new(since: Timestamp, until: Timestamp) -> Self {
        Self { since, until, last: until.saturating_add(HOUR).unwrap_or(until) }
    }

    /// The part of the window that has the digests from one stamp to another, both included.
    ///
    /// All parts of a range together give the verdicts of the range, if each part also gets the
    /// digests just before and after it.
    pub fn part(&self, first: Timestamp, last: Timestamp) -> Self {
        let (since, last) = (first.max(self.since), last.min(self.last));
        let until = if last == self.last { self.until } else { last };
        Self { since, until, last }
    }

    /// The time of the part.
    pub fn window(&self) -> Window {
        Window { since: self.since, until: self.until }
    }
}
