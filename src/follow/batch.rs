//! SQS messages that are processed together: which objects they name, and the outcome of each message.
//!
//! Does not read objects and does not delete messages.

use std::collections::{BTreeSet, HashMap};

use super::fetcher::{Fetched, ObjectOutcome, Work, object_id};
use super::senders::Senders;
use crate::aws::Message;
use crate::source::notification::{self, Notification};

/// The outcome of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MessageOutcome {
    /// All objects that it names were read, or do not exist any more.
    Done,
    /// It could not be processed, and why.
    Failed(String),
    /// It comes from a sender, or names a bucket, that the queue is not for, and which.
    Foreign(String),
}

/// Messages and their outcomes.
pub(super) struct Batch {
    pub(super) messages: Vec<Message>,
    /// One for each message, in the same order.
    pub(super) outcomes: Vec<MessageOutcome>,
    /// The names of objects that a notification names and that do not exist any more.
    pub(super) gone: BTreeSet<String>,
    /// The indexes of the messages that name an object, by its name.
    named_by: HashMap<String, Vec<usize>>,
}

impl Batch {
    pub(super) fn new(messages: Vec<Message>) -> Self {
        let outcomes = messages.iter().map(|_| MessageOutcome::Done).collect();
        Self { messages, outcomes, gone: BTreeSet::new(), named_by: HashMap::new() }
    }

    /// What to read for all messages. An object that two messages name is read once.
    pub(super) fn work(&mut self, senders: &Senders) -> Vec<Work> {
        let mut work = Vec::new();
        for (index, message) in self.messages.iter().enumerate() {
            let (notification, sender) = match notification::parse(&message.body) {
                Ok(parsed) => parsed,
                Err(error) => {
                    self.outcomes[index] = MessageOutcome::Failed(error.to_string());
                    continue;
                }
            };
            if let Err(why) = senders.check(&notification, &sender) {
                self.outcomes[index] = MessageOutcome::Foreign(why);
                continue;
            }
            match notification {
                Notification::Ignored(_) => {}
                Notification::Record(record) => {
                    let name = format!("message {}", message.id);
                    self.named_by.entry(name.clone()).or_default().push(index);
                    work.push(Work::Record { name, record });
                }
                Notification::Objects(objects) => {
                    for object in objects {
                        let by = self.named_by.entry(object_id(&object).name).or_default();
                        if by.is_empty() {
                            work.push(Work::Object(object));
                        }
                        by.push(index);
                    }
                }
            }
        }
        work
    }

    /// Decides the outcome of each message once all objects were read.
    pub(super) fn settle(&mut self, fetched: &Fetched) {
        for (name, outcome) in &fetched.outcomes {
            match outcome {
                ObjectOutcome::Gone => drop(self.gone.insert(name.clone())),
                ObjectOutcome::Unreadable(why) | ObjectOutcome::Unavailable(why) => {
                    self.fail(name, why);
                }
            }
        }
        if let Some(why) = &fetched.command_failure {
            for outcome in self.outcomes.iter_mut().filter(|it| **it == MessageOutcome::Done) {
                *outcome = MessageOutcome::Failed(why.clone());
            }
        }
    }

    /// The messages that name this object failed.
    fn fail(&mut self, name: &str, why: &str) {
        for index in self.named_by.get(name).into_iter().flatten() {
            if self.outcomes[*index] == MessageOutcome::Done {
                self.outcomes[*index] = MessageOutcome::Failed(format!("{name}: {why}"));
            }
        }
    }
}
