//! A search of open sources: their events go through the filter into a sink.
//!
//! Knows no terminal: the caller shows progress, coverage and hints.

use std::io;

use super::{NamedSources, Source, account, entries, listing};
use crate::coverage::Coverage;
use crate::error::UserError;
use crate::event::field::Path;
use crate::filter::Filter;
use crate::filter::survey::Survey;
use crate::scan::hints::Hints;
use crate::scan::{self, Progress, Settings};
use crate::sink::Sink;
use crate::source::interrupt::Interrupt;
use crate::source::own_files::OwnFiles;
use crate::source::{Entries, Listing, Scope};

/// A search that is ready to run.
pub struct Search<'s> {
    /// The sources as the user named them.
    pub named: NamedSources<'s>,
    /// The open sources.
    pub sources: Vec<Source>,
    /// Which events.
    pub filter: Filter,
    /// Threads and memory.
    pub settings: Settings,
    /// The files that this run writes, in case they lie in a folder that it reads.
    pub own_files: OwnFiles,
    /// Ends every source early.
    pub interrupt: &'s Interrupt,
}

/// The result of a search.
pub struct Searched<S> {
    /// The command's own sink.
    pub sink: S,
    /// What was read.
    pub coverage: Coverage,
    /// What only verbose output shows, a line each.
    pub details: Vec<String>,
    hints: Hints,
    /// A sample of all records.
    sample: Survey,
    /// The records that match.
    matching: Survey,
}

impl<S> Searched<S> {
    /// The command's own sink, and the rest.
    pub fn split(self) -> (S, Searched<()>) {
        let Self { sink, coverage, details, hints, sample, matching } = self;
        (sink, Searched { sink: (), coverage, details, hints, sample, matching })
    }
}

impl Search<'_> {
    /// What of the sources is read.
    pub fn scope(&self) -> Scope<'_> {
        Scope::new(&self.filter, false)
    }

    /// The names of all objects, for a progress bar.
    pub fn names<'a>(&'a self, scope: &'a Scope<'a>) -> Listing<'a> {
        listing(&self.sources, scope, self.interrupt)
    }

    /// All entries, but not the files that this run writes.
    fn entries<'a>(&'a self, scope: &'a Scope<'a>) -> Entries<'a> {
        self.own_files.without(entries(&self.sources, scope, self.interrupt))
    }

    /// Reads all sources into a sink. `fields`: the paths of the fields to print.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn run<S: Sink>(
        &self,
        fields: &[Path],
        progress: &Progress,
        sink: S,
    ) -> io::Result<Searched<S>> {
        let hints = Hints::new(&self.filter, fields, self.named.is_local());
        let (scope, mut watched) = (self.scope(), hints.watch(sink));
        let entries = self.entries(&scope);
        let mut coverage = scan::run(entries, &self.filter, &mut watched, self.settings, progress)?;
        let histories = self.sources.iter().filter_map(Source::history);
        let details = histories.filter_map(|history| account(history, &mut coverage)).collect();
        let (sink, sample, matching) = watched.into_parts();
        Ok(Searched { sink, coverage, details, hints, sample, matching })
    }

    /// What may be misspelt: of the search, if nothing matched, or else of the printed fields, if
    /// there are any. A line each.
    pub fn hints<S>(
        &self,
        searched: Searched<S>,
        has_match: bool,
        has_fields: bool,
    ) -> Vec<String> {
        let Searched { coverage, hints, sample, matching, .. } = searched;
        if has_match {
            return if has_fields { Hints::of_columns(&matching) } else { Vec::new() };
        }
        let scope = self.scope();
        let (total, entries) = (coverage.events().total(), self.entries(&scope));
        hints.of_search(sample, total, entries, self.settings)
    }

    /// The error of a search that read nothing: "no match" would be no answer.
    pub fn nothing_read(&self) -> UserError {
        let names = self.named.text();
        let none = format_args!("no CloudTrail logs in {names}");
        if self.filter.has_scope() {
            return UserError::new(
                format_args!("no log of this account, region and time in {names}"),
                "this does not show that nothing happened: widen --account, --region, --since or \
                 --until",
            );
        }
        if self.named.is_remote() {
            return UserError::new(none, "ct ls shows which logs there are");
        }
        UserError::new(
            none,
            "logs are files named .json, .json.gz, .jsonl or .ndjson; a file that you name is read \
             whatever it is called",
        )
    }
}
