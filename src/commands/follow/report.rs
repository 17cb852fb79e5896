//! What was processed: a line a minute, what went wrong as it happens, and the sums.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::batch::{Batch, Fate};
use crate::aws::{Message, Queue};
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
        if !wanted || self.context.globals.quiet || self.told.elapsed() < EVERY {
            return;
        }
        self.told = Instant::now();
        let mut parts = self.sums();
        parts.push(match self.queue.depth() {
            Ok(depth) => format!(
                "{} waiting, {} in flight",
                grouped(depth.waiting),
                grouped(depth.in_flight)
            ),
            Err(error) => format!("depth unknown: {}", shown(&error.message)),
        });
        let since = |then: Timestamp| Timestamp::now().duration_since(then);
        parts.extend(self.oldest.map(|sent| format!("oldest message {:#}", rounded(since(sent)))));
        parts
            .extend(self.newest.map(|time| format!("latest event {:#} ago", rounded(since(time)))));
        tell(&parts.join(" · "));
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

/// Whole seconds.
fn rounded(duration: jiff::SignedDuration) -> jiff::SignedDuration {
    jiff::SignedDuration::from_secs(duration.as_secs())
}
