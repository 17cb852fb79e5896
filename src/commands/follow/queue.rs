//! Follows a queue: takes messages, has read what they name, and deletes them.
//!
//! What is taken is given back or deleted in one order only: all objects of a message are read, what
//! matched is written and flushed, then the message is deleted.

use std::time::Instant;

use super::Kit;
use super::batch::{Batch, Fate};
use super::kit::TICK;
use super::report::Report;
use super::senders::Senders;
use super::tally::Tally;
use crate::aws::{self, Message, Queue, Receiving};
use crate::commands::{Outcome, UserError, user_error};
use crate::source::FaultKind;

/// Polls at a time: one may wait while others deliver.
const HANDS: usize = 4;
/// Messages that are processed together, so that the output is flushed once for all of them.
const TOGETHER: usize = 100;

/// Follows a queue until it is told to stop, or there is nothing more to do.
pub(super) fn run(
    mut kit: Kit<'_>,
    queue: &Queue,
    senders: &Senders,
    order: Order,
) -> anyhow::Result<Outcome> {
    let receiving = queue.receive(HANDS, kit.until_idle, order.most);
    let mut report = Report::new(queue);
    let mut run = Run { kit: &mut kit, senders, order, receiving, report: &mut report };
    let followed = run.follow();
    // Whatever happened, others may go on with what is left.
    run.receiving.release();
    Kit::ended(followed)?;
    let tally = kit.finish()?;
    Ok(report.tell(&tally, order.no_delete))
}

/// What is done with messages.
#[derive(Clone, Copy)]
pub(super) struct Order {
    /// To stop behind so many.
    pub(super) most: Option<u64>,
    /// To give them back.
    pub(super) no_delete: bool,
}

/// One run under way.
struct Run<'r, 'k, 'q> {
    kit: &'r mut Kit<'k>,
    senders: &'r Senders,
    order: Order,
    receiving: Receiving,
    report: &'r mut Report<'q>,
}

impl Run<'_, '_, '_> {
    /// Processes messages until it is told to stop, or there is nothing more to do.
    fn follow(&mut self) -> anyhow::Result<()> {
        let (mut taken, mut last, mut is_quiet) = (0, Instant::now(), false);
        let mut trouble: Option<aws::Error> = None;
        while !self.is_over(taken) {
            match self.receiving.next(TICK) {
                Ok(Some(messages)) => {
                    trouble = None;
                    let messages = self.and_ready(messages, taken);
                    let is_news = self.report.is_news(&messages);
                    taken += self.take(messages, taken)?;
                    is_quiet = !is_news;
                    last = if is_news { Instant::now() } else { last };
                }
                Ok(None) => {}
                Err(error) => self.poll_failed(error, &mut trouble)?,
            }
            self.deleted(false)?;
            let report = &*self.report;
            self.kit.tally.now_and_then(|tally| report.health(tally));
            // A queue that does not answer is not empty.
            let is_known = is_quiet || trouble.is_some();
            if is_known && self.kit.until_idle.is_some_and(|idle| last.elapsed() >= idle) {
                trouble.map_or(Ok(()), |error| Err(UserError::from(error)))?;
                break;
            }
        }
        self.deleted(true)
    }

    fn is_over(&self, taken: u64) -> bool {
        self.order.most.is_some_and(|most| taken >= most) || self.kit.is_interrupted()
    }

    /// Tells of a poll that failed, once for each kind of failure. Who was never let in should know
    /// at once.
    fn poll_failed(
        &mut self,
        error: aws::Error,
        before: &mut Option<aws::Error>,
    ) -> anyhow::Result<()> {
        let is_final = matches!(error.kind, FaultKind::Denied | FaultKind::Missing);
        if is_final && self.report.messages == 0 {
            return Err(UserError::from(error).into());
        }
        if before.as_ref() != Some(&error) {
            let told = [&*format!("cannot receive: {error}"), &error.help, "trying again"];
            let told: Vec<_> = told.into_iter().filter(|part| !part.is_empty()).collect();
            Tally::trouble(&told.join("; "));
        }
        *before = Some(error);
        Ok(())
    }

    /// These messages and those that came meanwhile, as far as they are wanted.
    fn and_ready(&mut self, mut messages: Vec<Message>, taken: u64) -> Vec<Message> {
        while messages.len() < TOGETHER
            && let Some(more) = self.receiving.ready()
        {
            messages.extend(more);
        }
        if let Some(most) = self.order.most {
            // The others are given back at the end.
            messages.truncate(usize::try_from(most - taken).unwrap_or(usize::MAX));
        }
        messages
    }

    /// Processes messages; gives how many.
    fn take(&mut self, mut messages: Vec<Message>, taken: u64) -> anyhow::Result<u64> {
        // Which message a command failed for is known only if there is one.
        let together = if self.kit.has_command { 1 } else { TOGETHER };
        let mut done = 0;
        while !messages.is_empty() && (done == 0 || !self.is_over(taken + done)) {
            let rest = messages.split_off(together.min(messages.len()));
            done += messages.len() as u64;
            self.process(std::mem::replace(&mut messages, rest))?;
        }
        Ok(done)
    }

    fn process(&mut self, messages: Vec<Message>) -> anyhow::Result<()> {
        let mut batch = Batch::new(messages);
        let mut read = self.kit.read(batch.work(self.senders))?;
        batch.settle(&mut read);
        // What ends the run is told once, not for each message.
        let stuck = self.kit.is_stuck();
        if stuck.is_ok() {
            self.report.add(&batch);
        }
        self.kit.count(read.coverage);
        let (done, failed): (Vec<_>, Vec<_>) = batch
            .messages
            .into_iter()
            .zip(batch.fates)
            .partition(|(_, fate)| matches!(fate, Fate::Done));
        if !self.order.no_delete {
            let messages = |all: Vec<(Message, Fate)>| all.into_iter().map(|(message, _)| message);
            self.receiving.delete(&messages(done).collect::<Vec<_>>());
            self.receiving.leave(&messages(failed).collect::<Vec<_>>());
        }
        stuck
    }

    /// Looks what came of deletions. Who may not delete would print the same events for ever.
    fn deleted(&mut self, wait: bool) -> anyhow::Result<()> {
        for outcome in self.receiving.deleted(wait) {
            match outcome {
                Ok(number) => self.report.deleted += number,
                Err(error) if error.kind == FaultKind::Denied => {
                    let help = format!("{}, or look without consuming: --no-delete", error.help);
                    return Err(user_error(format!("cannot delete messages: {error}"), help));
                }
                Err(error) => self.report.undeleted(&format!("{}: {}", error.message, error.help)),
            }
        }
        Ok(())
    }
}
