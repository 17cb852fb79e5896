//! What was processed: a line a minute, what went wrong as it happens, and the sums.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::batch::{Batch, Fate};
use crate::aws::{Depth, Message, Queue};
use crate::commands::{
    Context, Outcome, counted, grouped, stderr_is_terminal, summary, tell, yellow,
};
use crate::coverage::Coverage;
use crate::sink::safe::shown;

/// How often a line is told.
const EVERY: Duration = Duration::from_mins(1);
/// Malformed records, and oddities, that are named for a batch.
const NAMED: usize = 3;
/// Messages of which it is remembered that they were told of.
const TOLD: usize = 100_000;

/// The sums of a run.
pub(super) struct Report<'r> {
    context: &'r Context,
    queue: &'r Queue,
    pub(super) messages: u64,
    pub(super) deleted: u64,
    pub(super) interrupted: bool,
    coverage: Coverage,
    gone: u64,
    /// Messages that were left in the queue, by their ids.
    left: HashSet<String>,
    /// Some messages will be delivered again.
    are_undeleted: bool,
    /// When the oldest message of the last batch was sent.
    oldest: Option<Timestamp>,
    /// The time of the latest event that matched.
    newest: Option<Timestamp>,
    told: Instant,
}

impl<'r> Report<'r> {
    pub(super) fn new(context: &'r Context, queue: &'r Queue) -> Self {
        Self {
            context,
            queue,
            messages: 0,
            deleted: 0,
            interrupted: false,
            coverage: Coverage::default(),
            gone: 0,
            left: HashSet::new(),
            are_undeleted: false,
            oldest: None,
            newest: None,
            told: Instant::now(),
        }
    }

    /// Whether one of these was not left in the queue before, and so is news.
    pub(super) fn is_news(&self, messages: &[Message]) -> bool {
        messages.iter().any(|message| !self.left.contains(&message.id))
    }

    /// Counts a batch, and tells of each message that is left, once.
    pub(super) fn add(&mut self, batch: &Batch, mut coverage: Coverage, newest: Option<Timestamp>) {
        self.messages += batch.messages.len() as u64;
        self.oldest = batch.messages.iter().filter_map(|message| message.sent).min();
        self.newest = self.newest.max(newest);
        for name in &batch.gone {
            self.gone += 1;
            tell(&format!("{}: announced, but no longer there", shown(name)));
        }
        for (message, fate) in batch.messages.iter().zip(&batch.fates) {
            match fate {
                Fate::Done => drop(self.left.remove(&message.id)),
                Fate::Left(why) => {
                    if self.left.len() < TOLD && self.left.insert(message.id.clone()) {
                        let id = shown(&message.id);
                        tell(&format!("message {id} stays in the queue: {}", shown(why)));
                    }
                }
            }
        }
        if !coverage.errors.is_empty() {
            // What is broken in an object that could not be read is told with its message.
            let broken: HashSet<_> = coverage.errors.iter().map(|note| &*note.object).collect();
            coverage.malformed.retain(|note| !broken.contains(&*note.object));
            coverage.events.malformed = coverage.malformed.len() as u64;
        }
        for note in coverage.malformed.drain(..).take(NAMED) {
            let (object, why) = (shown(&note.object), shown(&note.message));
            tell(&format!("{object}: a record is malformed: {why}"));
        }
        for note in coverage.warnings.drain(..).take(NAMED) {
            tell(&format!("{}: {}", shown(&note.object), shown(&note.message)));
        }
        // Their messages stay, and were told of.
        coverage.errors.clear();
        self.coverage.add(coverage);
    }

    /// Tells of messages that were processed and not deleted.
    pub(super) fn undeleted(&mut self, what: &str) {
        self.are_undeleted = true;
        Self::trouble(what);
    }

    /// Tells of something that went wrong with the queue.
    pub(super) fn trouble(what: &str) {
        tell(&format!("{} {}", yellow("ct:"), shown(what)));
    }

    /// Tells how it goes, once a minute.
    pub(super) fn now_and_then(&mut self) {
        let wanted = self.context.globals.verbose || stderr_is_terminal();
        if wanted && !self.context.globals.quiet && is_time(&mut self.told, Instant::now()) {
            let ages = (self.oldest, self.newest);
            let depth = self.queue.depth().map_err(|error| error.message);
            tell(&health(self.sums(), depth, ages, Timestamp::now()));
        }
    }

    fn sums(&self) -> Vec<String> {
        let events = self.coverage.events;
        vec![
            counted(self.messages, "message"),
            counted(self.coverage.read, "object"),
            format!("{} of {}", grouped(events.matched), counted(events.total(), "event")),
        ]
    }

    /// Tells what was done.
    pub(super) fn tell(&self, context: &Context, no_delete: bool) {
        let wanted = context.globals.verbose || stderr_is_terminal() || self.interrupted;
        if !self.is_complete() || wanted && !context.globals.quiet {
            let mut parts = self.sums();
            if !no_delete {
                parts.push(format!("{} deleted", grouped(self.deleted)));
            }
            let skipped = self.coverage.skipped();
            if skipped > 0 {
                let reasons = summary::reasons(&self.coverage);
                parts.push(format!("{} skipped{reasons}", counted(skipped, "object")));
            }
            let lost = [
                (self.left.len() as u64, "message", "left in the queue"),
                (self.gone, "object", "gone"),
                (self.coverage.events.malformed, "record", "malformed"),
            ];
            let lost: Vec<String> = lost
                .into_iter()
                .filter(|(count, ..)| *count > 0)
                .map(|(count, noun, how)| format!("{} {how}", counted(count, noun)))
                .collect();
            if !lost.is_empty() {
                parts.push(format!("{} {}", yellow("INCOMPLETE:"), lost.join(", ")));
            }
            tell(&parts.join(" · "));
        }
    }

    fn is_complete(&self) -> bool {
        let lost = self.gone + self.coverage.events.malformed;
        self.left.is_empty() && lost == 0 && !self.are_undeleted
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.is_complete() { Outcome::Yes } else { Outcome::Unsure }
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

/// The line of a minute: what was done, what is left, and how old what was last seen was: the oldest
/// message of the last batch (a queue does not tell how old its oldest message is), and the latest
/// event that matched.
fn health(
    sums: Vec<String>,
    depth: Result<Depth, String>,
    (oldest, newest): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
) -> String {
    let depth = match depth {
        Ok(Depth { waiting, in_flight }) => {
            format!("{} waiting, {} in flight", grouped(waiting), grouped(in_flight))
        }
        Err(why) => format!("depth unknown: {}", shown(&why)),
    };
    let since = |then: Timestamp| rounded(now.duration_since(then));
    let oldest = oldest.map(|sent| format!("last messages up to {:#} old", since(sent)));
    let newest = newest.map(|time| format!("latest event {:#} ago", since(time)));
    let parts = sums.into_iter().chain([depth]).chain(oldest).chain(newest);
    parts.collect::<Vec<_>>().join(" · ")
}

/// Whole seconds.
fn rounded(duration: jiff::SignedDuration) -> jiff::SignedDuration {
    jiff::SignedDuration::from_secs(duration.as_secs())
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

    #[test]
    fn the_line_says_what_is_left_and_how_old_it_is() {
        let time = |text: &str| text.parse::<Timestamp>().ok();
        let now = time("2026-11-20T10:05:00.5Z").unwrap_or_default();
        let sums = || vec!["1,200 messages".to_owned(), "3 of 4 events".to_owned()];
        let depth = Ok(Depth { waiting: 12_000, in_flight: 7 });
        let ages = (time("2026-11-20T10:03:30Z"), time("2026-11-20T09:55:00Z"));
        assert_eq!(
            health(sums(), depth, ages, now),
            "1,200 messages · 3 of 4 events · 12,000 waiting, 7 in flight · \
             last messages up to 1m 30s old · latest event 10m ago"
        );
        let depth = Err("access denied".to_owned());
        assert_eq!(
            health(sums(), depth, (None, None), now),
            "1,200 messages · 3 of 4 events · depth unknown: access denied"
        );
    }
}
