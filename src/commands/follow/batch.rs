//! Messages that are processed together: which objects they name, and what became of each message.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;

use super::desk::{Read, Work, name_of};
use super::senders::Senders;
use crate::aws::Message;
use crate::source::notice::{self, Notice};

/// What became of a message.
#[derive(Debug)]
pub(super) enum Fate {
    /// All that it names was read, or is no longer there.
    Done,
    /// It cannot be processed, and why.
    Left(String),
    /// It does not come from where the queue's messages may come from, and why not.
    Foreign(String),
}

/// Messages, and what became of each.
pub(super) struct Batch {
    pub(super) messages: Vec<Message>,
    pub(super) fates: Vec<Fate>,
    /// Objects that were announced, and are not there any more.
    pub(super) gone: BTreeSet<String>,
    /// Which messages an object was named by, as messages about errors call it.
    named_by: HashMap<String, Vec<usize>>,
}

impl Batch {
    pub(super) fn new(messages: Vec<Message>) -> Self {
        let fates = messages.iter().map(|_| Fate::Done).collect();
        Self { messages, fates, gone: BTreeSet::new(), named_by: HashMap::new() }
    }

    /// Decides on the messages once all that they name was read.
    pub(super) fn settle(&mut self, read: &mut Read) {
        self.gone = std::mem::take(&mut read.absent.gone);
        for note in read.coverage.errors() {
            if !self.gone.contains(&note.object) {
                self.fail(&note.object, &note.message);
            }
        }
        if read.coverage.unreadable() > read.coverage.errors().len() as u64 {
            // Which others could not be read is not known.
            self.fail_all("not everything could be read");
        }
        for (object, why) in &read.absent.why {
            if !self.gone.contains(object) {
                self.fail(object, why);
            }
        }
        if let Some(why) = &read.refused {
            self.fail_all(why);
        }
    }

    /// What there is to do for all messages.
    pub(super) fn work(&mut self, senders: &Senders) -> Vec<Work> {
        let mut work = Vec::new();
        for (number, message) in self.messages.iter().enumerate() {
            let read = notice::read_with_sender(&message.body);
            if let Ok((notice, sender)) = &read
                && let Err(why) = senders.check(notice, sender)
            {
                self.fates[number] = Fate::Foreign(why);
                continue;
            }
            match read.map(|(notice, _)| notice) {
                Ok(Notice::Nothing(_)) => {}
                Ok(Notice::Event(record)) => {
                    let name = format!("message {}", message.id);
                    self.named_by.entry(name.clone()).or_default().push(number);
                    work.push(Work::Event(name, record));
                }
                Ok(Notice::Objects(objects)) => {
                    for named in objects {
                        let by = self.named_by.entry(name_of(&named)).or_default();
                        // What two messages name is read once for both.
                        if by.is_empty() {
                            work.push(Work::Object(named));
                        }
                        by.push(number);
                    }
                }
                Err(error) => self.fates[number] = Fate::Left(error.to_string()),
            }
        }
        work
    }

    /// The messages that name this object cannot be processed.
    fn fail(&mut self, object: &str, why: &dyn Display) {
        for number in self.named_by.get(object).into_iter().flatten() {
            if matches!(self.fates[*number], Fate::Done) {
                self.fates[*number] = Fate::Left(format!("{object}: {why}"));
            }
        }
    }

    /// No message was processed.
    fn fail_all(&mut self, why: &str) {
        for fate in self.fates.iter_mut().filter(|fate| matches!(fate, Fate::Done)) {
            *fate = Fate::Left(why.to_owned());
        }
    }
}
