//! What a run of reports depends on beside the definitions: its time, what is new, the databases.

use jiff::{SignedDuration, Timestamp};

use super::Report;
use crate::aggregate::Newness;
use crate::event::time::Range;

/// The time within which something is new by default.
const NEW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A report, or one tile of it.
#[derive(Clone, Copy, Debug)]
pub struct Selected<'r> {
    /// The report.
    pub report: &'r Report,
    /// Only this tile.
    pub tile: Option<&'r str>,
}

/// What depends on the command line.
#[derive(Clone, Copy, Debug)]
pub struct RunSettings {
    /// When the run began.
    pub now: Timestamp,
    /// Tiles cover their default time up to the end of the search: the source goes on and the user gave
    /// no start.
    pub has_default_spans: bool,
    /// The start that the user gave.
    pub since: Option<Timestamp>,
    /// The end that the user gave.
    pub until: Option<Timestamp>,
    /// Since when something is new.
    pub newness: Newness,
    /// How long before that it must not have occurred.
    pub baseline: SignedDuration,
    /// There is a database of places.
    pub has_geoip: bool,
}

impl RunSettings {
    /// The settings of a run in the time that the user gave. `is_live`: new events may come to the
    /// source.
    pub fn new(now: Timestamp, given: Range, is_live: bool, baseline: SignedDuration) -> Self {
        let newness = match given.since {
            Some(since) => Newness::Since(since),
            None if is_live => Newness::Since(before(given.until.unwrap_or(now), NEW)),
            None => Newness::BeforeLast(NEW),
        };
        Self {
            now,
            has_default_spans: is_live && given.since.is_none(),
            since: given.since,
            until: given.until,
            newness,
            baseline,
            has_geoip: false,
        }
    }

    /// Where reading starts, so that these reports get all that they need; `None`: at the first event.
    pub fn reads_since(&self, selected: &[Selected<'_>]) -> Option<Timestamp> {
        let mut since = self.since;
        if self.has_default_spans {
            let mut spans = selected.iter().map(|one| one.report.longest_span());
            let longest =
                spans.try_fold(SignedDuration::ZERO, |longest, span| Some(longest.max(span?)));
            since = longest.map(|longest| before(self.until.unwrap_or(self.now), longest));
        }
        match self.newness {
            Newness::Since(new) if selected.iter().any(|one| one.report.is_about_new()) => {
                since.map(|since| since.min(before(new, self.baseline)))
            }
            _ => since,
        }
    }
}

fn before(time: Timestamp, age: SignedDuration) -> Timestamp {
    time.checked_sub(age).unwrap_or(Timestamp::MIN)
}
