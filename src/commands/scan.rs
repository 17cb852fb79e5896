//! What commands that read events share: sources, filter, threads, progress, ctrl-C, and the files
//! that the command writes itself.
//!
//! A command adds its flags and a [`Sink`]: [`ScanArgs::open`], [`Scan::run`], [`Scan::finish`].
//! Knows nothing of what the sink makes of the events.

mod answer;

use std::io::{self, BufWriter};
use std::path::PathBuf;

use clap::Args;
use indicatif::HumanBytes;
use jiff::Timestamp;

use super::filter_args::{FilterArgs, Reads};
use super::history::{self, HistoryLookup};
use super::progress::{self, Above};
use super::sources::SourceArgs;
use super::{Context, UserError, args, user_error};
use crate::coverage::Coverage;
use crate::event::field::Path;
use crate::event::time::Range;
use crate::filter::Filter;
use crate::filter::survey::Survey;
use crate::mirror::new_file::NewFile;
use crate::scan::hints::Hints;
use crate::scan::{self, Progress, Settings};
use crate::sink::Sink;
use crate::sink::budget::OverBudget;
use crate::sink::sorter::TooMuchToSort;
use crate::source::interrupt::Interrupt;
use crate::source::own_files::OwnFiles;
use crate::source::{Entries, Scope};
use crate::sources::{self, Source};

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
    args: &'c ScanArgs,
    context: &'c Context,
    interrupt: &'c Interrupt,
    filter: Filter,
    sources: Vec<Source>,
    settings: Settings,
    summary: Option<NewFile>,
    /// The files that this run writes, in case they lie in a folder that it reads.
    own_files: OwnFiles,
}

/// The result of a scan.
pub(super) struct Scanned<S> {
    /// The command's own sink.
    pub(super) sink: S,
    coverage: Coverage,
    hints: Hints,
    /// A sample of all records.
    sample: Survey,
    /// The records that match.
    matching: Survey,
}

impl ScanArgs {
    /// Whether a summary is written.
    pub(super) fn has_summary(&self) -> bool {
        self.summary.is_some()
    }

    /// The arguments before the first that is no name of something else, taken out of the sources.
    pub(super) fn take_leading(&mut self, is_name: impl Fn(&str) -> bool) -> Vec<String> {
        self.sources.take_leading(is_name)
    }

    /// The first of the positional arguments.
    pub(super) fn first_argument(&self) -> Option<&std::path::Path> {
        self.sources.first()
    }

    /// Whether the user has a database of countries.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn has_countries(&self) -> anyhow::Result<bool> {
        self.filter.has_countries()
    }

    /// Whether new events may come to a source: trails, buckets, Event History.
    pub(super) fn is_live(&self) -> bool {
        !self.sources.is_local() && self.sources.has_remote()
    }

    /// The start and the end that the user gave.
    ///
    /// # Errors
    /// They are no times.
    pub(super) fn range(&self, now: Timestamp) -> anyhow::Result<Range> {
        Ok(self.filter.scope.flags().range(now).map_err(UserError::from)?)
    }

    /// Searches from this time on, whatever the user gave.
    pub(super) fn set_since(&mut self, since: Timestamp) {
        self.filter.scope.set_since(since);
    }

    /// Whether Event History is one of the sources, which brings the newest events first.
    pub(super) fn has_history(&self) -> bool {
        self.sources.has_history()
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
    ) -> anyhow::Result<Scan<'c>> {
        let now = Timestamp::now();
        let filter = self.filter.filter(now, reads)?;
        let interrupt = context.interrupt()?;
        let lookup = HistoryLookup { context, filter: &filter, now, oldest_first: false };
        let sources = self.sources.open_for(&lookup, self.filter.scope.flags().one_region())?;
        let summary = self.summary.as_deref().map(super::create).transpose()?;
        let settings = Settings {
            // Event History comes so slowly that a second thread would only wait.
            threads: if self.sources.is_history() { 1 } else { context.threads() },
            limit: self.max_object_size,
            memory: context.memory(),
            count_untimed: context.globals.verbose || self.has_summary(),
        };
        let own_files = OwnFiles::new(self.summary.as_deref());
        let args = self;
        Ok(Scan { args, context, interrupt, filter, sources, settings, summary, own_files })
    }
}

impl<S> Scanned<S> {
    /// What was read.
    pub(super) fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The command's own sink, and the rest.
    pub(super) fn split(self) -> (S, Scanned<()>) {
        let Self { sink, coverage, hints, sample, matching } = self;
        (sink, Scanned { sink: (), coverage, hints, sample, matching })
    }
}

impl Scan<'_> {
    /// Takes half of the memory for what the command itself remembers; gives its bytes.
    pub(super) fn take_memory(&mut self) -> usize {
        self.settings.memory /= 2;
        self.settings.memory
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
    ) -> anyhow::Result<Scanned<S>> {
        let (scope, progress) = (Scope::new(&self.filter, false), Progress::default());
        let hints = Hints::new(&self.filter, fields, self.args.sources.is_local());
        let (sources, interrupt) = (&self.sources, self.interrupt);
        let names = || sources::listing(sources, &scope, interrupt);
        let (mut coverage, watched) = progress::watch(&progress, self.context, names, |bar| {
            let out = BufWriter::with_capacity(64 << 10, Above(io::stdout(), bar.clone()));
            let mut sink = hints.watch(sink(out));
            let entries = self.entries(&scope);
            let coverage = scan::run(entries, &self.filter, &mut sink, self.settings, &progress)?;
            Ok((coverage, sink))
        })
        .map_err(unwritten)?;
        let histories = self.sources.iter().filter_map(Source::history);
        history::account(histories, self.context, &mut coverage);
        let (sink, sample, matching) = watched.into_parts();
        Ok(Scanned { sink, coverage, hints, sample, matching })
    }

    /// All entries, but not the files that this run writes.
    fn entries<'a>(&'a self, scope: &'a Scope<'a>) -> Entries<'a> {
        self.own_files.without(sources::entries(&self.sources, scope, self.interrupt))
    }
}

/// Why the output is incomplete.
pub(super) fn unwritten(error: io::Error) -> anyhow::Error {
    let too_much = error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuchToSort>());
    if let Some(TooMuchToSort(most)) = too_much {
        let most = HumanBytes(*most as u64);
        return user_error(
            format!("--sort time: the events that match take more than {most}"),
            "narrow the search, add --limit, raise --sort-memory, or leave out --sort",
        );
    }
    let over = error.get_ref().and_then(|inner| inner.downcast_ref::<OverBudget>());
    if let Some(over) = over {
        return over_budget(over);
    }
    anyhow::Error::new(error).context("cannot write to the standard output")
}

/// Which part of an answer needed too much memory.
pub(super) fn over_budget(over: &OverBudget) -> anyhow::Error {
    let most = HumanBytes(over.most as u64);
    let reached = match over.ids {
        0 => super::counted(over.groups, "group"),
        ids => format!("{} (--unique)", super::counted(ids, "event ID")),
    };
    user_error(
        format!(
            "the answer needs more than {most} of memory: {reached} reached, nothing is printed"
        ),
        "narrow the search, use fewer or coarser fields in --by, or raise --max-memory (half of it is \
         for the answer)",
    )
}
