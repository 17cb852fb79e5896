//! `ct follow`: prints events as their logs are delivered.
//!
//! What is taken from a queue is given back or deleted in one order only: all objects of a message
//! are read, what matched is written and flushed, then the message is deleted.

mod batch;
mod config;
mod out;
mod report;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use self::batch::{Batch, Desk, Fate};
use self::out::{Out, Watched};
use self::report::Report;
use super::args::{self, How};
use super::which::Which;
use super::{Context, Outcome, UserError, tell, user_error};
use crate::aws::{self, Message, Queue, Receiving, Session};
use crate::pipeline::Settings;
use crate::sink::printer::{Format, Order, Printer, What};
use crate::source::FaultKind;

/// Print events as their logs are delivered.
///
///   ct follow --queue new-logs --errors
///   ct follow --queue new-logs --to ./logs -o jsonl
///   ct follow --queue new-logs --user root --exec ./alert.sh
///
/// Takes the messages that tell of new logs from a queue of SQS: of S3 itself, of S3 or CloudTrail by
/// way of SNS, or of EventBridge. Reads the objects that they name and prints the records that match,
/// as ct grep does. At least once, nothing lost: a message is deleted only after all its objects were
/// read and what matched was written; one that cannot be processed stays in the queue and is told of.
/// The first ctrl-C (or SIGTERM) finishes what is in hand; the second ends at once.
/// With -v, or on a terminal, a line a minute says how it goes. The age of messages in it is that of
/// the oldest of those last received: a queue does not tell how old its oldest message is.
/// If nothing arrives: ct queue check QUEUE.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Follow {
    /// The queue: its name, its URL or its ARN.
    #[arg(long, value_name = "QUEUE", env = "CT_QUEUE", required_unless_present = "config")]
    queue: Option<String>,
    /// A JSON file, or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}.
    #[arg(long, value_name = "FILE", conflicts_with = "queue")]
    config: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    how: How,

    /// Print an event once, however often it is delivered (same eventID and account), as far as the
    /// last million events tell.
    #[arg(short, long, help_heading = "Output options")]
    unique: bool,
    /// Also mirror the objects below this folder, as ct fetch does.
    #[arg(long, value_name = "DIR", help_heading = "Output options")]
    to: Option<PathBuf>,
    /// Run this in the shell for each record that matches, with the record on its standard input,
    /// instead of printing it. If it fails, the message stays in the queue.
    #[arg(long, value_name = "CMD", help_heading = "Output options")]
    #[arg(conflicts_with_all = ["output", "fields"])]
    exec: Option<String>,

    /// Stop when no message came for so long: 30s, 5m.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", value_parser = duration)]
    until_idle: Option<Duration>,
    /// Stop behind this many messages.
    #[arg(long, value_name = "N", help_heading = "Reading options")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    max_messages: Option<u64>,
    /// Look without consuming: messages are given back at the end. Each look counts for the queue's
    /// dead-letter policy.
    #[arg(long, help_heading = "Reading options")]
    no_delete: bool,
    /// Refuse an object that inflates to more than this (K, M, G: powers of 1,024).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Reading options", env = "CT_MAX_OBJECT_SIZE")]
    max_object_size: usize,
}

const EXAMPLES: &str = "\
Exit codes: 0 it was stopped, or it is done, and everything was processed; 2 something was not

Examples:
  ct follow --queue new-logs --until-idle 2s --errors
  ct follow --queue new-logs --until-idle 2s --no-delete -o csv
  ct follow --queue new-logs --max-messages 100 --until-idle 2s --to ./logs";

/// Polls at a time: one may wait while others deliver.
const HANDS: usize = 4;
/// Messages that are processed together, so that the output is flushed once for all of them.
const TOGETHER: usize = 100;
/// How often it is looked whether to stop.
const TICK: Duration = Duration::from_millis(100);
/// Ids that --unique keeps, twice.
const IDS: usize = 500_000;

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().ok().and_then(|it| Duration::try_from(it).ok());
    parsed.ok_or_else(|| "a duration is 30s, 5m, 1h".to_owned())
}

impl Follow {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let filter = self.which.filter(Timestamp::now())?;
        let session = context.aws(None)?;
        let queue = self.queue(session)?;
        let order = self.order(context)?;
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        session.on_interrupt(move || flag.store(true, Ordering::Release));
        if self.no_delete && !context.globals.quiet {
            tell("looking only: messages stay in the queue");
        }
        let (out, failed) = match &self.exec {
            Some(command) => Out::exec(command),
            None => Out::stdout(),
        };
        let mut sink = Watched::new(Printer::new(order, out));
        sink.printer.remember(IDS);
        sink.printer.begin().map_err(unwritten)?;
        let settings = Settings { threads: context.threads(), limit: self.max_object_size };
        let desk = Desk::new(session, &filter, settings, self.to.as_deref());
        let receiving = queue.receive(HANDS, self.until_idle);
        let report = Report::new(context, &queue);
        let mut run =
            Run { follow: self, receiving, desk, sink, failed, report, interrupted: &interrupted };
        let followed = run.follow();
        // Whatever happened, others may go on with what is left.
        run.receiving.release();
        followed?;
        let Run { sink, report, .. } = run;
        sink.printer.finish().map_err(unwritten)?;
        report.tell(context, self.no_delete);
        Ok(report.outcome())
    }

    fn queue(&self, session: &Arc<Session>) -> anyhow::Result<Queue> {
        let (given, region) = match (&self.queue, &self.config) {
            (Some(queue), _) => (queue.clone(), None),
            (None, Some(path)) => config::read(path, session)?,
            (None, None) => return Err(user_error("no queue given", "ct follow --queue NAME")),
        };
        Ok(Queue::open(session, &given, region.as_deref()).map_err(UserError::from)?)
    }

    fn order(&self, context: &Context) -> anyhow::Result<Order> {
        let terminal = io::stdout().is_terminal() && self.exec.is_none();
        let format = match self.exec {
            Some(_) => Format::JsonLines(None),
            None => self.how.format(context, terminal)?,
        };
        Ok(Order {
            what: What::Events(format),
            unique: self.unique,
            limit: None,
            terminal,
            is_live: false,
        })
    }
}

fn unwritten(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("cannot write")
}

/// One run under way.
struct Run<'r> {
    follow: &'r Follow,
    receiving: Receiving,
    desk: Desk<'r>,
    sink: Watched<Out>,
    /// What went wrong with a command.
    failed: out::Failure,
    report: Report<'r>,
    interrupted: &'r AtomicBool,
}

impl Run<'_> {
    /// Processes messages until it is told to stop, or there is nothing more to do.
    fn follow(&mut self) -> anyhow::Result<()> {
        let (mut taken, mut last) = (0, Instant::now());
        let mut trouble: Option<aws::Error> = None;
        while !self.is_over(taken) {
            match self.receiving.next(TICK) {
                Ok(Some(messages)) => {
                    trouble = None;
                    let is_news = self.report.is_news(&messages);
                    taken += self.take(messages, taken)?;
                    last = if is_news { Instant::now() } else { last };
                }
                Ok(None) => {}
                Err(error) => self.poll_failed(error, &mut trouble)?,
            }
            self.deleted(false)?;
            self.report.now_and_then();
            if self.follow.until_idle.is_some_and(|idle| last.elapsed() >= idle) {
                trouble.map_or(Ok(()), |error| Err(UserError::from(error)))?;
                break;
            }
        }
        self.report.interrupted = self.interrupted.load(Ordering::Acquire);
        self.deleted(true)
    }

    fn is_over(&self, taken: u64) -> bool {
        let all = self.follow.max_messages.is_some_and(|most| taken >= most);
        all || self.interrupted.load(Ordering::Acquire)
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
            Report::trouble(&told.join("; "));
        }
        *before = Some(error);
        Ok(())
    }

    /// Processes these messages and those that came meanwhile; gives how many.
    fn take(&mut self, mut messages: Vec<Message>, taken: u64) -> anyhow::Result<u64> {
        while messages.len() < TOGETHER
            && let Some(more) = self.receiving.ready()
        {
            messages.extend(more);
        }
        if let Some(most) = self.follow.max_messages {
            // The others are given back at the end.
            messages.truncate(usize::try_from(most - taken).unwrap_or(usize::MAX));
        }
        // Which message a command failed for is known only if there is one.
        let together = if self.follow.exec.is_some() { 1 } else { TOGETHER };
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
        let coverage = batch.read(&mut self.desk, &mut self.sink).map_err(unwritten)?;
        self.sink.printer.flush().map_err(unwritten)?;
        batch.store(&mut self.desk);
        if let Some(why) = self.failed.take() {
            batch.fail_all(&why);
            self.sink.printer.forget();
        }
        self.report.add(&batch, coverage, self.sink.newest);
        let (done, failed): (Vec<_>, Vec<_>) = batch
            .messages
            .into_iter()
            .zip(batch.fates)
            .partition(|(_, fate)| matches!(fate, Fate::Done));
        if !self.follow.no_delete {
            let messages = |all: Vec<(Message, Fate)>| all.into_iter().map(|(message, _)| message);
            self.receiving.delete(&messages(done).collect::<Vec<_>>());
            self.receiving.leave(&messages(failed).collect::<Vec<_>>());
        }
        let help = "free the folder or the disk, and run the command again: nothing is lost";
        self.desk.stuck.take().map_or(Ok(()), |why| Err(user_error(why, help)))
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
