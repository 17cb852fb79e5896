//! What every feed of `ct follow` works with: it reads, prints, flushes, and counts.
//!
//! Knows nothing of where the names of objects come from.

use std::fmt;
use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::Follow;
use super::desk::{Desk, Read, Work};
use super::out::{Failure, Out, Watched};
use super::tally::Tally;
use crate::aws::Session;
use crate::commands::{Context, user_error};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::mirror::MirrorError;
use crate::scan::Settings;
use crate::sink::Sink as _;
use crate::sink::print::{EventPrinter, EventStyle, Format};
use crate::sink::unique::{Repeats, Unique};
use crate::source::Entries;
use crate::source::interrupt::Interrupt;

/// Ids that --unique keeps, twice.
const IDS: usize = 500_000;

/// How often it is looked whether to stop.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// All that a run has beside its feed.
pub(super) struct Kit<'r> {
    pub(super) context: &'r Context,
    pub(super) filter: &'r Filter,
    pub(super) tally: Tally<'r>,
    /// To stop when nothing came for so long.
    pub(super) until_idle: Option<Duration>,
    /// Records go to a command, one by one.
    pub(super) has_command: bool,
    desk: Desk<'r>,
    sink: Watched<Out>,
    /// What went wrong with a command.
    failed: Failure,
    interrupt: &'r Interrupt,
}

impl<'r> Kit<'r> {
    /// Begins to print.
    pub(super) fn begin(
        follow: &'r Follow,
        context: &'r Context,
        session: &'r Arc<Session>,
        filter: &'r Filter,
    ) -> anyhow::Result<Self> {
        let style = style(follow, context)?;
        let repeats = if follow.unique { Repeats::LeaveOut } else { Repeats::Pass };
        let interrupt = context.interrupt()?;
        let (out, failed) = match &follow.exec {
            Some(command) => Out::exec(command),
            None => Out::stdout(),
        };
        let mut sink = Watched::new(Unique::new(EventPrinter::new(style, out), repeats));
        sink.printer.limit_memory(IDS);
        sink.printer.begin().map_err(unwritten)?;
        let settings = Settings {
            threads: context.threads(),
            limit: follow.max_object_size,
            memory: context.memory(),
            count_untimed: false,
        };
        let desk = Desk::new(session, filter, settings, follow.to.as_deref());
        Ok(Self {
            context,
            filter,
            tally: Tally::new(context),
            until_idle: follow.until_idle,
            has_command: follow.exec.is_some(),
            desk,
            sink,
            failed,
            interrupt,
        })
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.is_set()
    }

    /// Whether an object is one to be read or mirrored.
    pub(super) fn is_wanted(&self, key: &str) -> bool {
        self.desk.is_wanted(key)
    }

    /// Waits for the next round, or until it is time to stop: told to, or nothing came since `last`.
    /// `health` is told now and then.
    pub(super) fn wait(
        &mut self,
        pause: Duration,
        last: Instant,
        health: impl Fn(&Tally<'_>) -> Vec<String>,
    ) -> ControlFlow<()> {
        let begun = Instant::now();
        loop {
            let is_idle = self.until_idle.is_some_and(|idle| last.elapsed() >= idle);
            if is_idle || self.is_interrupted() {
                return ControlFlow::Break(());
            }
            let rest = pause.saturating_sub(begun.elapsed());
            if rest.is_zero() {
                return ControlFlow::Continue(());
            }
            self.tally.now_and_then(&health);
            thread::sleep(TICK.min(rest));
        }
    }

    /// Reads all that is named; what is to be mirrored lasts, and then what matched was written and
    /// flushed when this returns.
    pub(super) fn read(&mut self, work: Vec<Work>) -> anyhow::Result<Read> {
        let mut read = self.desk.read(work, &mut self.sink).map_err(unwritten)?;
        self.flush()?;
        read.refused = self.refused();
        Ok(read)
    }

    /// The same for records that come by themselves; and whether a command did not take them.
    pub(super) fn print(
        &mut self,
        entries: Entries<'_>,
    ) -> anyhow::Result<(Coverage, Option<String>)> {
        let coverage = self.desk.print(entries, &mut self.sink).map_err(unwritten)?;
        self.flush()?;
        Ok((coverage, self.refused()))
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        self.sink.printer.inner_mut().flush().map_err(unwritten)
    }

    /// Why a command did not take what was printed, which then counts as not printed.
    fn refused(&mut self) -> Option<String> {
        let why = self.failed.take()?;
        self.sink.printer.forget();
        Some(why)
    }

    /// Counts what was read.
    pub(super) fn count(&mut self, coverage: Coverage) {
        self.tally.add(coverage, self.sink.newest);
    }

    /// Opens the mirror of a bucket, if there is to be one.
    pub(super) fn open_mirror(&mut self, bucket: &str) -> anyhow::Result<()> {
        let refused = |error: MirrorError| {
            user_error(&error, error.help().unwrap_or("choose a folder that you may write to"))
        };
        self.desk.mirror(bucket).map(drop).map_err(refused)
    }

    /// Whether nothing more can be mirrored, so that to go on is in vain.
    pub(super) fn is_stuck(&mut self) -> anyhow::Result<()> {
        let help = "free the folder or the disk, and run the command again: nothing is lost";
        self.desk.stuck.take().map_or(Ok(()), |why| Err(user_error(why, help)))
    }

    /// A reader that is gone ends a run as if it had been interrupted: what was not printed comes again.
    pub(super) fn ended(followed: anyhow::Result<()>) -> anyhow::Result<()> {
        match followed {
            Err(error) if error.is::<ReaderGone>() => Ok(()),
            followed => followed,
        }
    }

    /// Prints what comes behind the last event; what remains are the sums.
    pub(super) fn finish(mut self) -> anyhow::Result<Tally<'r>> {
        self.tally.interrupted = self.is_interrupted();
        self.sink.printer.finish().map_err(unwritten)?;
        Ok(self.tally)
    }
}

fn style(follow: &Follow, context: &Context) -> anyhow::Result<EventStyle> {
    let is_terminal = io::stdout().is_terminal() && follow.exec.is_none();
    let format = match follow.exec {
        Some(_) => Format::JsonLines(None),
        None => follow.how.format(context, is_terminal)?,
    };
    Ok(EventStyle { format, is_terminal, is_live: false, sorting: None })
}

fn unwritten(error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ReaderGone.into();
    }
    anyhow::Error::new(error).context("cannot write to the standard output")
}

/// The reader of the standard output is gone.
#[derive(Debug)]
struct ReaderGone;

impl std::error::Error for ReaderGone {}

impl fmt::Display for ReaderGone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the reader of the standard output is gone")
    }
}
