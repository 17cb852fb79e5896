//! The counts of a run: objects, events, and when the latest of them happened.
//!
//! Does not print: messages go to the [`Reporter`], the summary to the caller.

use std::time::{Duration, Instant};

use indicatif::HumanCount;
use jiff::{SignedDuration, Timestamp};

use super::Reporter;
use crate::coverage::Coverage;
use crate::sink::colour::yellow;
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// The time between two status lines.
const STATUS_EVERY: Duration = Duration::from_mins(1);
/// Malformed records, and warnings, that are reported for one batch.
const REPORTED: usize = 3;

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Counts for people: `3 messages`, `2 objects`, `4 of 4 events`.
    pub parts: Vec<String>,
    /// What is missing, for people: `1 object not read`. Empty if everything was processed.
    pub shortfalls: Vec<String>,
    /// The objects that were skipped.
    pub coverage: Coverage,
    /// The run was interrupted.
    pub is_interrupted: bool,
}

impl Summary {
    /// Whether everything was processed.
    pub fn is_complete(&self) -> bool {
        self.shortfalls.is_empty()
    }

    /// The summary in one line.
    pub fn line(&self) -> String {
        let mut parts = self.parts.clone();
        let skipped = self.coverage.skipped();
        if skipped > 0 {
            let reasons = self.coverage.skip_reasons();
            parts.push(format!("{} skipped{reasons}", counted(skipped, "object")));
        }
        if !self.is_complete() {
            parts.push(format!("{} {}", yellow("INCOMPLETE:"), self.shortfalls.join(", ")));
        }
        parts.join(" · ")
    }
}

/// A count of what keeps a run from being complete: `2`, `object`, `gone`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortfall {
    pub(super) count: u64,
    pub(super) noun: &'static str,
    pub(super) what: &'static str,
}

impl Shortfall {
    pub(super) fn new(count: u64, noun: &'static str, what: &'static str) -> Self {
        Self { count, noun, what }
    }
}

/// The counts of a run so far.
pub(super) struct Stats {
    coverage: Coverage,
    /// The time of the latest matching event.
    latest_event: Option<Timestamp>,
    last_status: Instant,
}

impl Stats {
    pub(super) fn new() -> Self {
        Self { coverage: Coverage::default(), latest_event: None, last_status: Instant::now() }
    }

    /// Counts what was read, and reports malformed records and warnings. Objects that could not be
    /// read are reported by the feed.
    pub(super) fn add(
        &mut self,
        mut coverage: Coverage,
        latest_event: Option<Timestamp>,
        reporter: &dyn Reporter,
    ) {
        self.latest_event = self.latest_event.max(latest_event);
        // An unreadable object is counted once, not with its malformed records.
        coverage.forget_malformed_of_unreadable();
        let [malformed, warnings] = coverage.take_notes();
        for note in malformed.into_iter().take(REPORTED) {
            let (object, why) = (shown(&note.object), shown(&note.message));
            reporter.problem(&format!("{object}: a record is malformed: {why}"));
        }
        for note in warnings.into_iter().take(REPORTED) {
            reporter.problem(&format!("{}: {}", shown(&note.object), shown(&note.message)));
        }
        self.coverage.add(coverage);
    }

    /// Whether a status line is due; if so, the next one is due a minute later.
    pub(super) fn is_status_due(&self, now: Instant) -> bool {
        now.duration_since(self.last_status) >= STATUS_EVERY
    }

    /// A status line was sent.
    pub(super) fn status_sent(&mut self, now: Instant) {
        self.last_status = now;
    }

    /// How many objects were read: `2 objects`.
    pub(super) fn objects(&self) -> String {
        counted(self.coverage.read(), "object")
    }

    /// How many of their events match: `4 of 10 events`.
    pub(super) fn events(&self) -> String {
        let events = self.coverage.events();
        format!("{} of {}", HumanCount(events.matched), counted(events.total(), "event"))
    }

    /// How long ago the latest log file was delivered, if any was read.
    pub(super) fn delivery_age(&self, now: Timestamp) -> Option<String> {
        self.coverage.newest().map(|time| format!("latest log delivered {} ago", age(time, now)))
    }

    /// How long ago the latest matching event happened, if there was one.
    pub(super) fn event_age(&self, now: Timestamp) -> Option<String> {
        self.latest_event.map(|time| format!("latest event {} ago", age(time, now)))
    }

    pub(super) fn into_summary(
        self,
        parts: Vec<String>,
        shortfalls: impl IntoIterator<Item = Shortfall>,
        is_interrupted: bool,
    ) -> Summary {
        let malformed = Shortfall::new(self.coverage.events().malformed, "record", "malformed");
        // Such an event may or may not lie in the time window.
        let without_time = self.coverage.without_time().len() as u64;
        let without_time = Shortfall::new(without_time, "event", "without a readable time");
        let lookups = Shortfall::new(self.coverage.failed_lookups(), "address lookup", "failed");
        let own = [malformed, without_time, lookups];
        let all = shortfalls.into_iter().chain(own).filter(|it| it.count > 0);
        let shortfalls = all.map(|it| format!("{} {}", counted(it.count, it.noun), it.what));
        Summary { parts, shortfalls: shortfalls.collect(), coverage: self.coverage, is_interrupted }
    }
}

/// How long ago a moment was, in whole seconds: `5m 3s`.
pub(super) fn age(then: Timestamp, now: Timestamp) -> String {
    let age = now.duration_since(then);
    format!("{:#}", SignedDuration::from_secs(age.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_line_is_due_once_a_minute() {
        let start = Instant::now();
        let mut stats = Stats::new();
        stats.status_sent(start);
        let mut is_due = |second| {
            let now = start + Duration::from_secs(second);
            let is_due = stats.is_status_due(now);
            if is_due {
                stats.status_sent(now);
            }
            is_due
        };
        let due = [0, 59, 60, 61, 119, 120, 300, 301].map(&mut is_due);
        assert_eq!(due, [false, false, true, false, false, true, true, false]);
    }
}
