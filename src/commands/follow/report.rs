//! What became of the messages of a queue: what is told of them as it happens, and the sums.

use std::collections::HashSet;

use jiff::Timestamp;

use super::batch::{Batch, Fate};
use super::tally::{Lack, Tally, since};
use crate::aws::{Depth, Message, Queue};
use crate::commands::{Outcome, counted, grouped, tell};
use crate::sink::safe::shown;

/// Messages of which it is remembered that they were told of.
const TOLD: usize = 100_000;
/// Reasons why messages are foreign that are reported: a forger can make up any number.
const REASONS: usize = 20;

/// The messages of a run.
pub(super) struct Report<'r> {
    queue: &'r Queue,
    pub(super) messages: u64,
    pub(super) deleted: u64,
    gone: u64,
    /// Messages that were left in the queue, by their ids.
    left: HashSet<String>,
    /// Messages that do not come from where they may come from, by their ids.
    foreign: HashSet<String>,
    /// Why they do not; each reason is reported once.
    reasons: HashSet<String>,
    /// Deletions that failed: their messages will be delivered again.
    undeleted: u64,
    /// When the oldest message of the last batch was sent.
    oldest: Option<Timestamp>,
}

impl<'r> Report<'r> {
    pub(super) fn new(queue: &'r Queue) -> Self {
        Self {
            queue,
            messages: 0,
            deleted: 0,
            gone: 0,
            left: HashSet::new(),
            foreign: HashSet::new(),
            reasons: HashSet::new(),
            undeleted: 0,
            oldest: None,
        }
    }

    /// Whether one of these was not left in the queue before, and so is news.
    pub(super) fn is_news(&self, messages: &[Message]) -> bool {
        let is_known = |id: &String| self.left.contains(id) || self.foreign.contains(id);
        messages.iter().any(|message| !is_known(&message.id))
    }

    /// Counts a batch, and tells of each message that is left, once.
    pub(super) fn add(&mut self, batch: &Batch) {
        self.messages += batch.messages.len() as u64;
        self.oldest = batch.messages.iter().filter_map(|message| message.sent).min();
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
                Fate::Foreign(why) => self.foreign(message, why),
            }
        }
    }

    /// Counts a message that is foreign, and reports each reason once.
    fn foreign(&mut self, message: &Message, why: &str) {
        if self.foreign.len() < TOLD {
            self.foreign.insert(message.id.clone());
        }
        if self.reasons.len() < REASONS && self.reasons.insert(why.to_owned()) {
            let id = shown(&message.id);
            tell(&format!("message {id} is foreign and stays in the queue: {}", shown(why)));
        }
    }

    /// Tells of messages that were processed and not deleted.
    pub(super) fn undeleted(&mut self, what: &str) {
        self.undeleted += 1;
        Tally::trouble(what);
    }

    /// How it goes: what was done, what is left, and how old the oldest message of the last batch was.
    pub(super) fn health(&self, tally: &Tally<'_>) -> Vec<String> {
        let depth = self.queue.depth().map_err(|error| error.message);
        let age = self.oldest.map(|sent| format!("last messages up to {} old", since(sent)));
        self.sums(tally).into_iter().chain([waiting(depth)]).chain(age).collect()
    }

    fn sums(&self, tally: &Tally<'_>) -> Vec<String> {
        [counted(self.messages, "message")].into_iter().chain(tally.sums()).collect()
    }

    /// Tells what was done; gives the answer.
    pub(super) fn tell(&self, tally: &Tally<'_>, no_delete: bool) -> Outcome {
        let mut parts = self.sums(tally);
        if !no_delete {
            parts.push(format!("{} deleted", grouped(self.deleted)));
        }
        let lacks: [Lack; 4] = [
            (self.left.len() as u64, "message", "left in the queue"),
            (self.foreign.len() as u64, "message", "foreign (left in the queue)"),
            (self.gone, "object", "gone"),
            (self.undeleted, "deletion", "failed"),
        ];
        tally.tell(parts, &lacks);
        tally.outcome(&lacks)
    }
}

/// What is left in a queue, for people.
fn waiting(depth: Result<Depth, String>) -> String {
    match depth {
        Ok(Depth { waiting, in_flight }) => {
            format!("{} waiting, {} in flight", grouped(waiting), grouped(in_flight))
        }
        Err(why) => format!("depth unknown: {}", shown(&why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_in_a_queue_is_told() {
        let depth = Depth { waiting: 12_000, in_flight: 7 };
        assert_eq!(waiting(Ok(depth)), "12,000 waiting, 7 in flight");
        assert_eq!(waiting(Err("access denied".to_owned())), "depth unknown: access denied");
    }
}
