//! What every feed of a run uses: reads objects, prints matching events, flushes, and counts.
//!
//! Does not know where the names of objects come from.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::fetcher::{Fetched, Fetcher, Work};
use super::output::{CommandFailure, Destination, Output};
use super::stats::Stats;
use super::{FollowError, Reporter, Result};
use crate::aws::Session;
use crate::coverage::Coverage;
use crate::error::UserError;
use crate::filter::Filter;
use crate::scan::Settings;
use crate::sink::Sink as _;
use crate::sink::print::{EventPrinter, EventStyle};
use crate::sink::unique::{Repeats, Unique};
use crate::source::Entries;
use crate::source::interrupt::Interrupt;

/// Event ids that `--unique` keeps, twice.
const IDS: usize = 500_000;
/// The time between two checks whether to stop.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// How a run reads and prints.
pub struct ReaderOptions<'r> {
    /// The connection to AWS.
    pub session: &'r Arc<Session>,
    /// Which events to print.
    pub filter: &'r Filter,
    /// Threads and memory of the search; downloads ahead are within the memory too.
    pub settings: Settings,
    /// What to print, and in which format.
    pub style: EventStyle,
    /// What to do about an event whose ID came before.
    pub repeats: Repeats,
    /// Where to print.
    pub destination: Destination,
    /// The folder to mirror objects to.
    pub mirror: Option<&'r Path>,
    /// Stop when nothing new came for this long.
    pub until_idle: Option<Duration>,
    /// Stop when it is set.
    pub interrupt: &'r Interrupt,
    /// Receives messages.
    pub reporter: &'r dyn Reporter,
    /// The clock.
    pub now: fn() -> Timestamp,
}

/// Reads objects, prints matching events, and counts.
pub(super) struct Reader<'r> {
    pub(super) filter: &'r Filter,
    pub(super) reporter: &'r dyn Reporter,
    pub(super) until_idle: Option<Duration>,
    pub(super) now: fn() -> Timestamp,
    pub(super) stats: Stats,
    fetcher: Fetcher<'r>,
    output: Output,
    /// The failures of the command that events are handed to, if there is one.
    command_failure: Option<CommandFailure>,
    interrupt: &'r Interrupt,
}

impl<'r> Reader<'r> {
    /// Begins to print.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn start(options: ReaderOptions<'r>) -> Result<Self> {
        let ReaderOptions {
            session, filter, settings, style, repeats, destination, mirror, ..
        } = options;
        let command_failure = destination.command_failure();
        let mut output = Output::new(Unique::new(EventPrinter::new(style, destination), repeats));
        output.printer.limit_memory(IDS);
        output.printer.begin()?;
        Ok(Self {
            filter,
            reporter: options.reporter,
            until_idle: options.until_idle,
            now: options.now,
            stats: Stats::new(),
            fetcher: Fetcher::new(session, filter, settings, mirror),
            output,
            command_failure,
            interrupt: options.interrupt,
        })
    }

    /// Opens the mirror of a bucket, if objects are to be mirrored.
    ///
    /// # Errors
    /// The folder mirrors another bucket, or cannot be used.
    pub(super) fn open_mirror(&mut self, bucket: &str) -> Result<()> {
        self.fetcher.open_mirror(bucket).map_err(UserError::from)?;
        Ok(())
    }

    /// Whether the run was interrupted.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.is_set()
    }

    /// Whether events are handed to a command, one by one.
    pub(super) fn has_command(&self) -> bool {
        self.command_failure.is_some()
    }

    /// Whether an object with this key is to be read or mirrored.
    pub(super) fn is_wanted(&self, key: &str) -> bool {
        self.fetcher.is_wanted(key)
    }

    /// Reads objects. When this returns, they are mirrored on the disk if wanted, and matching events
    /// were written and flushed.
    pub(super) fn read(&mut self, work: Vec<Work>) -> Result<Fetched> {
        let mut fetched = self.fetcher.read(work, &mut self.output)?;
        self.output.printer.inner_mut().flush()?;
        fetched.command_failure = self.take_command_failure();
        Ok(fetched)
    }

    /// The same for entries that need no download. Gives also why the command failed for one of the
    /// events.
    pub(super) fn read_entries(
        &mut self,
        entries: Entries<'_>,
    ) -> Result<(Coverage, Option<String>)> {
        let coverage = self.fetcher.read_entries(entries, &mut self.output)?;
        self.output.printer.inner_mut().flush()?;
        Ok((coverage, self.take_command_failure()))
    }

    /// Events that a command failed for count as not printed, so that `--unique` prints them again.
    fn take_command_failure(&mut self) -> Option<String> {
        let why = self.command_failure.as_ref()?.take()?;
        self.output.printer.forget();
        Some(why)
    }

    /// Counts what was read.
    pub(super) fn count(&mut self, coverage: Coverage) {
        self.stats.add(coverage, self.output.latest, self.reporter);
    }

    /// Fails if no object can be mirrored any more: every following one would fail too.
    pub(super) fn check_mirror(&mut self) -> Result<()> {
        let help = "free the folder or the disk, and run the command again: nothing is lost";
        self.fetcher.take_mirror_failure().map_or(Ok(()), |why| Err(FollowError::user(why, help)))
    }

    /// Sends a status line if one is due.
    pub(super) fn send_status(&mut self, parts: impl FnOnce(&Stats, Timestamp) -> Vec<String>) {
        if self.reporter.wants_status() && self.stats.is_status_due(Instant::now()) {
            self.stats.status_sent(Instant::now());
            let now = (self.now)();
            let mut parts = parts(&self.stats, now);
            parts.extend(self.stats.event_age(now));
            self.reporter.status(&parts.join(" · "));
        }
    }

    /// Waits for `pause`, or until it is time to stop: the run was interrupted, or nothing new came
    /// since `last`. `status` gives the parts of a status line.
    pub(super) fn wait(
        &mut self,
        pause: Duration,
        last: Instant,
        status: impl Fn(&Stats, Timestamp) -> Vec<String>,
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
            self.send_status(&status);
            thread::sleep(TICK.min(rest));
        }
    }

    /// Prints what follows the last event; gives the counts, and whether the run was interrupted.
    pub(super) fn finish(mut self) -> Result<(Stats, bool)> {
        let is_interrupted = self.is_interrupted();
        self.output.printer.finish()?;
        Ok((self.stats, is_interrupted))
    }
}

/// A closed pipe ends a run as an interrupt does: what was not printed comes again.
pub(super) fn unless_reader_gone(followed: Result<()>) -> Result<()> {
    match followed {
        Err(FollowError::ReaderGone) => Ok(()),
        followed => followed,
    }
}
