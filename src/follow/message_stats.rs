//! The counts of a queue's messages, and what is reported of each.

use std::collections::HashSet;

use indicatif::HumanCount;
use jiff::Timestamp;

use super::Reporter;
use super::batch::{Batch, MessageOutcome};
use super::stats::{Shortfall, Stats, age};
use crate::aws::{Depth, Message, Queue};
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// Messages, and objects, that are remembered as reported.
const REMEMBERED: usize = 100_000;
/// Reasons for foreign messages that are reported: a forger can make up any number.
const REASONS: usize = 20;

/// The messages of a run.
pub(super) struct MessageStats<'q> {
    queue: &'q Queue,
    /// Messages that were received.
    pub(super) received: u64,
    pub(super) deleted: u64,
    /// Delete requests that failed: their messages are received again.
    pub(super) failed_deletions: u64,
    /// The names of objects that notifications name and that do not exist any more.
    gone: HashSet<String>,
    /// The ids of messages that failed.
    failed: HashSet<String>,
    /// The ids of messages from other senders or for other buckets,
    foreign: HashSet<String>,
    /// and why they are; each reason is reported once.
    reasons: HashSet<String>,
    /// When the oldest message of the last batch was sent.
    oldest: Option<Timestamp>,
}

impl<'q> MessageStats<'q> {
    pub(super) fn new(queue: &'q Queue) -> Self {
        Self {
            queue,
            received: 0,
            deleted: 0,
            failed_deletions: 0,
            gone: HashSet::new(),
            failed: HashSet::new(),
            foreign: HashSet::new(),
            reasons: HashSet::new(),
            oldest: None,
        }
    }

    /// Whether one of these messages was not left in the queue before.
    pub(super) fn has_new(&self, messages: &[Message]) -> bool {
        let is_known = |id: &String| self.failed.contains(id) || self.foreign.contains(id);
        messages.iter().any(|message| !is_known(&message.id))
    }

    /// Counts a batch, and reports each message that is left in the queue, once.
    pub(super) fn add(&mut self, batch: &Batch, reporter: &dyn Reporter) {
        self.received += batch.messages.len() as u64;
        self.oldest = batch.messages.iter().filter_map(|message| message.sent).min();
        for name in &batch.gone {
            if self.gone.len() < REMEMBERED && self.gone.insert(name.clone()) {
                let name = shown(name);
                reporter
                    .problem(&format!("{name}: in a notification, but no longer in the bucket"));
            }
        }
        for (message, outcome) in batch.messages.iter().zip(&batch.outcomes) {
            match outcome {
                MessageOutcome::Done => drop(self.failed.remove(&message.id)),
                MessageOutcome::Failed(why) => {
                    if self.failed.len() < REMEMBERED && self.failed.insert(message.id.clone()) {
                        let (id, why) = (shown(&message.id), shown(why));
                        reporter.problem(&format!("message {id} left in the queue: {why}"));
                    }
                }
                MessageOutcome::Foreign(why) => self.add_foreign(message, why, reporter),
            }
        }
    }

    fn add_foreign(&mut self, message: &Message, why: &str, reporter: &dyn Reporter) {
        if self.foreign.len() < REMEMBERED {
            self.foreign.insert(message.id.clone());
        }
        if self.reasons.len() < REASONS && self.reasons.insert(why.to_owned()) {
            let (id, why) = (shown(&message.id), shown(why));
            reporter.problem(&format!("message {id} is foreign and left in the queue: {why}"));
        }
    }

    /// The parts of a status line. Requests how many messages are in the queue.
    pub(super) fn status(&self, stats: &Stats, now: Timestamp) -> Vec<String> {
        let depth = self.queue.depth().map_err(|error| error.message);
        let age =
            self.oldest.map(|sent| format!("last messages sent up to {} ago", age(sent, now)));
        self.counts(stats).into_iter().chain([in_queue(depth)]).chain(age).collect()
    }

    fn counts(&self, stats: &Stats) -> [String; 3] {
        [counted(self.received, "message"), stats.objects(), stats.events()]
    }

    /// The parts of the summary.
    pub(super) fn parts(&self, stats: &Stats, no_delete: bool) -> Vec<String> {
        let deleted = (!no_delete).then(|| format!("{} deleted", HumanCount(self.deleted)));
        self.counts(stats).into_iter().chain(deleted).collect()
    }

    pub(super) fn shortfalls(&self) -> [Shortfall; 4] {
        [
            Shortfall::new(self.failed.len() as u64, "message", "left in the queue"),
            Shortfall::new(self.foreign.len() as u64, "message", "foreign (left in the queue)"),
            Shortfall::new(self.gone.len() as u64, "object", "gone"),
            Shortfall::new(self.failed_deletions, "deletion", "failed"),
        ]
    }
}

/// How many messages are in a queue, for people.
fn in_queue(depth: Result<Depth, String>) -> String {
    match depth {
        Ok(Depth { waiting, in_flight }) => {
            format!("{} waiting, {} in flight", HumanCount(waiting), HumanCount(in_flight))
        }
        Err(why) => format!("queue depth unknown: {}", shown(&why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queue_depth_is_shown_or_why_it_is_unknown() {
        let depth = Depth { waiting: 12_000, in_flight: 7 };
        assert_eq!(in_queue(Ok(depth)), "12,000 waiting, 7 in flight");
        let why = "access denied".to_owned();
        assert_eq!(in_queue(Err(why)), "queue depth unknown: access denied");
    }
}
