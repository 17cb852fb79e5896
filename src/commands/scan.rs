//! What commands that read events share: sources, filter, progress, the coverage line, `--summary`, and
//! the exit code. [`crate::sources::Search`] reads.
//!
//! A command adds its flags and a [`Sink`]: [`ScanArgs::open`], [`Scan::run`], [`Scan::finish`].
//! Knows nothing of what the sink makes of the events.

use std::io::{self, BufWriter};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::filter_args::{FilterArgs, Reads};
use super::progress::{self, Above};
use super::sources::SourceArgs;
use super::{Context, Outcome, UserError, args, print_lines};
use crate::coverage::{Coverage, Printed};
use crate::event::field::Path;
use crate::event::time::Range;
use crate::mirror::new_file::NewFile;
use crate::scan::{Progress, Settings};
use crate::sink::Sink;
use crate::sink::unique::Repeats;
use crate::source::own_files::OwnFiles;
use crate::sources::{Databases, Search, Searched};

/// Flags of every command that reads events.
#[derive(Debug, Clone, Args)]
pub(super) struct ScanArgs {
    #[command(flatten)]
    sources: SourceArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// Largest object to read, inflated (K, M, G: powers of 1,024).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Reading options", env = "CT_MAX_OBJECT_SIZE")]
    max_object_size: usize,
    /// Write the coverage as a JSON document to this file.
    #[arg(long, value_name = "FILE", help_heading = "Output options", env = "CT_SUMMARY")]
    summary: Option<PathBuf>,
}

/// Standard output, on which the progress bar gives way to what is written.
pub(super) type Stdout = BufWriter<Above<io::Stdout>>;

/// A scan that is ready to run.
pub(super) struct Scan<'c> {
    context: &'c Context,
    search: Search<'c>,
    summary: Option<NewFile>,
}

impl ScanArgs {
    /// Whether a summary is written.
    fn has_summary(&self) -> bool {
        self.summary.is_some()
    }

    /// What to do about events that come again: leave them out, or count them if that is shown.
    pub(super) fn repeats(&self, are_left_out: bool, counts: bool, context: &Context) -> Repeats {
        match are_left_out {
            true => Repeats::LeaveOut,
            false if counts || self.has_summary() || context.shows_summary() => Repeats::Count,
            false => Repeats::Pass,
        }
    }

    /// The arguments before the first that is no name of something else, taken out of the sources.
    pub(super) fn take_leading(&mut self, is_name: impl Fn(&str) -> bool) -> Vec<String> {
        self.sources.take_leading(is_name)
    }

    /// The first of the positional arguments.
    pub(super) fn first_argument(&self) -> Option<&std::path::Path> {
        self.sources.first()
    }

    /// All databases of addresses that the user has.
    ///
    /// # Errors
    /// One cannot be read.
    pub(super) fn databases(&self) -> Result<Databases, UserError> {
        self.filter.databases()
    }

    /// Whether new events may come to a source: trails, buckets, Event History.
    pub(super) fn is_live(&self) -> bool {
        self.sources.named().has_remote()
    }

    /// The start and the end that the user gave.
    ///
    /// # Errors
    /// They are no times.
    pub(super) fn range(&self, now: Timestamp) -> Result<Range, UserError> {
        self.filter.scope.flags().range(now)
    }

    /// Searches from this time on, whatever the user gave.
    pub(super) fn set_since(&mut self, since: Timestamp) {
        self.filter.scope.set_since(since);
    }

    /// Whether Event History is one of the sources, which brings the newest events first.
    pub(super) fn has_history(&self) -> bool {
        self.sources.named().has_history()
    }

    /// Opens the sources, the databases of addresses, and the files to write. `reads`: what the
    /// command reads of events beside the filter.
    ///
    /// # Errors
    /// A value is not what its flag takes, a source or database cannot be opened, or the summary not
    /// be written.
    pub(super) fn open<'c>(
        &'c self,
        context: &'c Context,
        reads: Reads<'_>,
    ) -> Result<Scan<'c>, UserError> {
        let now = Timestamp::now();
        let filter = self.filter.filter(now, reads)?;
        let (interrupt, named) = (context.interrupt()?, self.sources.named());
        let region = self.filter.scope.flags().one_region();
        let sources = self.sources.open_events(context, region, &filter, now)?;
        let summary = self.summary.as_deref().map(NewFile::named).transpose()?;
        let settings = Settings {
            // Event History comes so slowly that a second thread would only wait.
            threads: if named.is_history() { 1 } else { context.threads() },
            limit: self.max_object_size,
            memory: context.memory(),
            count_untimed: context.globals.verbose || self.has_summary(),
        };
        let own_files = OwnFiles::new(self.summary.as_deref());
        let search = Search { named, sources, filter, settings, own_files, interrupt };
        Ok(Scan { context, search, summary })
    }
}

impl Scan<'_> {
    /// Takes half of the memory for what the command itself remembers; gives its bytes.
    pub(super) fn take_memory(&mut self) -> usize {
        self.search.settings.memory /= 2;
        self.search.settings.memory
    }

    /// Reads all sources into the sink that `sink` makes for standard output. `fields`: the paths of
    /// the fields to print.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn run<S: Sink>(
        &self,
        fields: &[Path],
        sink: impl FnOnce(Stdout) -> S,
    ) -> anyhow::Result<Searched<S>> {
        let (search, progress) = (&self.search, Progress::default());
        let scope = search.scope();
        let names = || search.names(&scope);
        let searched = progress::watch(&progress, self.context, names, |bar| {
            let out = BufWriter::with_capacity(64 << 10, Above(io::stdout(), bar.clone()));
            search.run(fields, &progress, sink(out))
        });
        let searched = searched.map_err(unwritten)?;
        searched.details.iter().for_each(|detail| self.context.print_detail(detail));
        Ok(searched)
    }

    /// Writes the summary, the coverage line, and hints; gives the exit code.
    ///
    /// # Errors
    /// The summary cannot be written, or there was nothing to read.
    pub(super) fn finish<S>(
        self,
        searched: Searched<S>,
        printed: Printed,
    ) -> anyhow::Result<Outcome> {
        let (coverage, globals) = (&searched.coverage, &self.context.globals);
        if let Some(file) = self.summary {
            file.write(|file| coverage.write(file, printed))?;
        }
        let has_warnings = !coverage.warnings().is_empty() && !globals.quiet;
        if self.context.shows_summary() || has_warnings || !coverage.is_complete() {
            print_lines(&coverage.lines(printed, globals.verbose));
        }
        let outcome = outcome(coverage, &self.search)?;
        if !globals.quiet {
            let has_match = outcome != Outcome::No;
            print_lines(&self.search.hints(searched, has_match, printed.has_fields));
        }
        Ok(outcome)
    }
}

/// Nothing found is an answer only if everything was read, and there was something to read.
fn outcome(coverage: &Coverage, search: &Search<'_>) -> Result<Outcome, UserError> {
    match coverage.events().matched {
        _ if !coverage.is_complete() => Ok(Outcome::Unsure),
        _ if coverage.is_stopped_early() => Ok(Outcome::Yes),
        _ if coverage.read() == 0 => Err(search.nothing_read()),
        0 => Ok(Outcome::No),
        _ => Ok(Outcome::Yes),
    }
}

/// Why the output is incomplete.
pub(super) fn unwritten(error: io::Error) -> anyhow::Error {
    match error.downcast::<UserError>() {
        Ok(error) => error.into(),
        Err(error) => anyhow::Error::new(error).context("cannot write to the standard output"),
    }
}
