//! What was read, however it was found: the sums, a line a minute, and what is odd as it happens.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::commands::{
    Context, Outcome, counted, grouped, stderr_is_terminal, summary, tell, yellow,
};
use crate::coverage::Coverage;
use crate::sink::safe::shown;

/// How often a line is told.
const EVERY: Duration = Duration::from_mins(1);
/// Malformed records, and oddities, that are named for a batch.
const NAMED: usize = 3;

/// The sums of a run.
pub(super) struct Tally<'r> {
    context: &'r Context,
    pub(super) interrupted: bool,
    coverage: Coverage,
    /// The time of the latest event that matched.
    newest: Option<Timestamp>,
    told: Instant,
}

/// A number of things that keep the answer from being whole: `2`, `object`, `gone`.
pub(super) type Lack = (u64, &'static str, &'static str);

impl<'r> Tally<'r> {
    pub(super) fn new(context: &'r Context) -> Self {
        let coverage = Coverage::default();
        Self { context, interrupted: false, coverage, newest: None, told: Instant::now() }
    }

    /// Counts what was read, and tells what is odd of it. What could not be read is for others to
    /// tell.
    pub(super) fn add(&mut self, mut coverage: Coverage, newest: Option<Timestamp>) {
        self.newest = self.newest.max(newest);
        coverage.forget_malformed_of_unreadable();
        let [malformed, warnings] = coverage.take_notes();
        for note in malformed.into_iter().take(NAMED) {
            let (object, why) = (shown(&note.object), shown(&note.message));
            tell(&format!("{object}: a record is malformed: {why}"));
        }
        for note in warnings.into_iter().take(NAMED) {
            tell(&format!("{}: {}", shown(&note.object), shown(&note.message)));
        }
        self.coverage.add(coverage);
    }

    /// Tells of something that went wrong on the way.
    pub(super) fn trouble(what: &str) {
        tell(&format!("{} {}", yellow("ct:"), shown(what)));
    }

    /// Tells how it goes, once a minute.
    pub(super) fn now_and_then(&mut self, parts: impl FnOnce(&Self) -> Vec<String>) {
        let wanted = self.context.globals.verbose || stderr_is_terminal();
        if wanted && !self.context.globals.quiet && is_time(&mut self.told, Instant::now()) {
            let age = self.newest.map(|time| format!("latest event {} ago", since(time)));
            tell(&parts(self).into_iter().chain(age).collect::<Vec<_>>().join(" · "));
        }
    }

    /// How many objects were read, and how many of their events match.
    pub(super) fn sums(&self) -> [String; 2] {
        let events = self.coverage.events();
        [
            counted(self.coverage.read(), "object"),
            format!("{} of {}", grouped(events.matched), counted(events.total(), "event")),
        ]
    }

    /// When the latest of the objects was delivered, for people.
    pub(super) fn lag(&self) -> Option<String> {
        self.coverage.newest().map(|stamp| format!("latest log delivered {} ago", since(stamp)))
    }

    /// Tells what was done, and what was not; `parts` come before that.
    pub(super) fn tell(&self, mut parts: Vec<String>, lacks: &[Lack]) {
        let wanted = self.context.globals.verbose || stderr_is_terminal() || self.interrupted;
        let lacks = self.lacks(lacks);
        if lacks.is_empty() && (!wanted || self.context.globals.quiet) {
            return;
        }
        let skipped = self.coverage.skipped();
        if skipped > 0 {
            let reasons = summary::reasons(&self.coverage);
            parts.push(format!("{} skipped{reasons}", counted(skipped, "object")));
        }
        if !lacks.is_empty() {
            parts.push(format!("{} {}", yellow("INCOMPLETE:"), lacks.join(", ")));
        }
        tell(&parts.join(" · "));
    }

    fn lacks(&self, lacks: &[Lack]) -> Vec<String> {
        let malformed = (self.coverage.events().malformed, "record", "malformed");
        let all = lacks.iter().copied().chain([malformed]);
        let all = all.filter(|(count, ..)| *count > 0);
        all.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect()
    }

    pub(super) fn outcome(&self, lacks: &[Lack]) -> Outcome {
        if self.lacks(lacks).is_empty() { Outcome::Yes } else { Outcome::Unsure }
    }
}

/// Whether a minute is over since it was last told how it goes; it is told now then.
fn is_time(told: &mut Instant, now: Instant) -> bool {
    let is_time = now.duration_since(*told) >= EVERY;
    if is_time {
        *told = now;
    }
    is_time
}

/// How long ago it was, in whole seconds.
pub(super) fn since(then: Timestamp) -> String {
    let ago = Timestamp::now().duration_since(then);
    format!("{:#}", SignedDuration::from_secs(ago.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_a_minute() {
        let start = Instant::now();
        let mut told = start;
        let seconds = [0, 59, 60, 61, 119, 120, 300, 301];
        let is_told = seconds.map(|second| is_time(&mut told, start + Duration::from_secs(second)));
        assert_eq!(is_told, [false, false, true, false, false, true, true, false]);
    }
}
