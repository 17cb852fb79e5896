//! Follows an SQS queue: receives messages, reads the objects that they name, and deletes them.
//!
//! A message is deleted only after all its objects were read and matching events were written and
//! flushed. A message that failed, or is foreign, is left in the queue.

use std::time::Instant;

use super::batch::{Batch, MessageOutcome};
use super::message_stats::MessageStats;
use super::reader::{Reader, TICK, unless_reader_gone};
use super::senders::Senders;
use super::stats::Summary;
use super::{FollowError, Result};
use crate::aws::{self, Message, Queue, Receiving};
use crate::source::FaultKind;

/// Receive requests at a time: one may wait while others deliver.
const RECEIVERS: usize = 4;
/// Messages that are processed together, so that the output is flushed once for all of them.
const TOGETHER: usize = 100;

/// How to follow a queue.
#[derive(Clone, Copy, Debug)]
pub struct QueueOptions {
    /// Stop after this many messages.
    pub max_messages: Option<u64>,
    /// Return messages to the queue instead of deleting them.
    pub no_delete: bool,
}

/// Follows a queue until the run is interrupted, the queue is idle, or enough messages were
/// processed.
///
/// # Errors
/// The queue cannot be received from or deleted from, or the output or the mirror cannot be written.
pub(super) fn follow(
    mut reader: Reader<'_>,
    queue: &Queue,
    senders: &Senders,
    options: QueueOptions,
) -> Result<Summary> {
    let receiving = queue.receive(RECEIVERS, reader.until_idle, options.max_messages);
    let mut messages = MessageStats::new(queue);
    let mut run = Run { reader: &mut reader, senders, options, receiving, messages: &mut messages };
    let followed = run.follow();
    // Whatever happened, other consumers may go on with the rest.
    run.receiving.release();
    unless_reader_gone(followed)?;
    let (stats, is_interrupted) = reader.finish()?;
    let parts = messages.parts(&stats, options.no_delete);
    Ok(stats.into_summary(parts, messages.shortfalls(), is_interrupted))
}

/// One run.
struct Run<'a, 'r, 'q> {
    reader: &'a mut Reader<'r>,
    senders: &'a Senders,
    options: QueueOptions,
    receiving: Receiving,
    messages: &'a mut MessageStats<'q>,
}

impl Run<'_, '_, '_> {
    fn follow(&mut self) -> Result<()> {
        let (mut processed, mut last, mut is_quiet) = (0, Instant::now(), false);
        let mut failure: Option<aws::Error> = None;
        while !self.is_over(processed) {
            match self.receiving.next(TICK) {
                Ok(Some(messages)) => {
                    failure = None;
                    let messages = self.with_ready(messages, processed);
                    let has_new = self.messages.has_new(&messages);
                    processed += self.process_all(messages, processed)?;
                    is_quiet = !has_new;
                    last = if has_new { Instant::now() } else { last };
                }
                Ok(None) => {}
                Err(error) => self.receive_failed(error, &mut failure)?,
            }
            self.check_deletions(false)?;
            let messages = &*self.messages;
            self.reader.send_status(|stats, now| messages.status(stats, now));
            // A queue that does not answer is not empty.
            let is_known = is_quiet || failure.is_some();
            if is_known && self.reader.until_idle.is_some_and(|idle| last.elapsed() >= idle) {
                break;
            }
        }
        self.check_deletions(true)?;
        // The queue was not received from up to the end.
        failure.map_or(Ok(()), |error| Err(FollowError::from(error)))
    }

    fn is_over(&self, processed: u64) -> bool {
        let is_enough = self.options.max_messages.is_some_and(|most| processed >= most);
        is_enough || self.reader.is_interrupted()
    }

    /// Reports a failed receive request once for each kind of failure. A missing permission or queue
    /// ends the run before the first message.
    fn receive_failed(&mut self, error: aws::Error, before: &mut Option<aws::Error>) -> Result<()> {
        let is_final = matches!(error.kind, FaultKind::Denied | FaultKind::Missing);
        if is_final && self.messages.received == 0 {
            return Err(error.into());
        }
        if before.as_ref() != Some(&error) {
            let message = format!("cannot receive messages: {error}");
            let parts = [&*message, &error.help, "will retry"];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            self.reader.reporter.failure(&parts.join("; "));
        }
        *before = Some(error);
        Ok(())
    }

    /// These messages and those that are received already, as far as they are wanted.
    fn with_ready(&mut self, mut messages: Vec<Message>, processed: u64) -> Vec<Message> {
        while messages.len() < TOGETHER
            && let Some(more) = self.receiving.ready()
        {
            messages.extend(more);
        }
        if let Some(most) = self.options.max_messages {
            // The others are returned to the queue at the end.
            messages.truncate(usize::try_from(most - processed).unwrap_or(usize::MAX));
        }
        messages
    }

    /// Processes messages; gives how many.
    fn process_all(&mut self, mut messages: Vec<Message>, processed: u64) -> Result<u64> {
        // One at a time for a command, so that its failure belongs to one message.
        let together = if self.reader.has_command() { 1 } else { TOGETHER };
        let mut done = 0;
        while !messages.is_empty() && (done == 0 || !self.is_over(processed + done)) {
            let rest = messages.split_off(together.min(messages.len()));
            done += messages.len() as u64;
            self.process(std::mem::replace(&mut messages, rest))?;
        }
        Ok(done)
    }

    fn process(&mut self, messages: Vec<Message>) -> Result<()> {
        let mut batch = Batch::new(messages);
        let fetched = self.reader.read(batch.work(self.senders))?;
        batch.settle(&fetched);
        // A failure that ends the run is reported once, not for each message.
        let mirror = self.reader.check_mirror();
        if mirror.is_ok() {
            self.messages.add(&batch, self.reader.reporter);
        }
        self.reader.count(fetched.coverage);
        let Batch { messages, outcomes, .. } = batch;
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for (message, outcome) in messages.into_iter().zip(outcomes) {
            if outcome == MessageOutcome::Done { done.push(message) } else { failed.push(message) }
        }
        if !self.options.no_delete {
            self.receiving.delete(&done);
            self.receiving.leave(&failed);
        }
        mirror
    }

    /// Counts finished deletions; `wait`: waits for all others. Without the permission to delete, the
    /// same events would be printed for ever.
    fn check_deletions(&mut self, wait: bool) -> Result<()> {
        for outcome in self.receiving.deleted(wait) {
            match outcome {
                Ok(number) => self.messages.deleted += number,
                Err(error) if error.kind == FaultKind::Denied => {
                    let message = format!("cannot delete messages: {error}");
                    let help = format!("{}, or peek with --no-delete", error.help);
                    return Err(FollowError::user(message, help));
                }
                Err(error) => {
                    self.messages.failed_deletions += 1;
                    let failure = format!("{}: {}", error.message, error.help);
                    self.reader.reporter.failure(&failure);
                }
            }
        }
        Ok(())
    }
}
