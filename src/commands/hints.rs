//! Hints after a search without a match: which of its fields and names occur in no record, and which
//! similar ones do.
//!
//! Files and folders are read a second time for it. From other sources, the first records are
//! sampled during the search.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{counted, grouped, print_message};
use crate::event::Event;
use crate::event::field::Path;
use crate::filter::Filter;
use crate::filter::survey::{Absent, Named, Survey};
use crate::scan::{self, Progress, SAMPLE, Settings};
use crate::sink::safe::shown;
use crate::sink::{self, Sink};
use crate::source::{Entries, ObjectId};

/// The fields and names of a search.
pub(super) struct Hints {
    search: Arc<Named>,
    columns: Arc<Named>,
    /// All sources can be read again.
    is_local: bool,
}

impl Hints {
    /// `columns`: the paths of the fields to print.
    pub(super) fn new(filter: &Filter, columns: &[Path], is_local: bool) -> Self {
        let search = Arc::new(Named::new(filter, columns));
        Self { search, columns: Arc::new(Named::of_paths(columns)), is_local }
    }

    /// The sink, and beside it the surveys of what it receives.
    pub(super) fn watch<S: Sink>(&self, inner: S) -> Watched<S> {
        let sample = Watch::new(&self.search, !self.is_local);
        Watched { inner, sample, columns: Watch::new(&self.columns, true) }
    }

    /// Reports the fields that no matching record has.
    pub(super) fn report_columns(columns: &Survey) {
        if columns.events > 0 {
            for absent in columns.absent() {
                print_message(&line("no matching record", &absent));
            }
        }
    }

    /// Reports what no record has, after a search without a match in `total` records. `entries` are
    /// those of the search, which are read again if all sources are local.
    pub(super) fn report_search(
        &self,
        sample: Survey,
        total: u64,
        entries: Entries<'_>,
        settings: Settings,
    ) {
        let mut survey = sample;
        if self.is_local && !self.search.is_empty() {
            let mut again = Again(survey.fork());
            let (scope, progress) = (self.search.scope(), Progress::default());
            let coverage = scan::run(entries, scope, &mut again, settings, &progress);
            // An object that could not be read may have the missing field.
            if !coverage.is_ok_and(|coverage| coverage.unreadable() == 0) {
                return;
            }
            survey = again.0;
        }
        let is_part = !self.is_local && survey.events < total;
        let who = if is_part {
            format!("none of the first {}", counted(survey.events, "record"))
        } else {
            "no record".to_owned()
        };
        if survey.events > 0 {
            for absent in survey.absent() {
                print_message(&line(&who, &absent));
            }
        }
    }
}

/// `no record has eventName PutObjct; 12 have PutObject`.
fn line(who: &str, absent: &Absent) -> String {
    let near = absent.near.iter().map(|(text, number)| {
        let have = if *number == 1 { "has" } else { "have" };
        format!("{} {have} {}", grouped(*number), shown(text))
    });
    let near: Vec<String> = near.collect();
    let near = if near.is_empty() { String::new() } else { format!("; {}", near.join(", ")) };
    format!("{who} has {}{near}", shown(&absent.what))
}

/// A survey of the first records.
struct Watch {
    survey: Survey,
    /// Enough records were seen; shared by all threads.
    is_over: Arc<AtomicBool>,
}

impl Watch {
    fn new(named: &Arc<Named>, is_on: bool) -> Self {
        let is_over = Arc::new(AtomicBool::new(!is_on || named.is_empty()));
        Self { survey: Survey::new(named), is_over }
    }

    fn fork(&self) -> Self {
        Self { survey: self.survey.fork(), is_over: Arc::clone(&self.is_over) }
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    fn look(&mut self, event: &Event<'_>) {
        if !self.is_over() {
            self.survey.look(event);
        }
    }

    fn merge(&mut self, twin: &mut Self) {
        if self.is_over() {
            return;
        }
        let empty = self.survey.fork();
        self.survey.add(std::mem::replace(&mut twin.survey, empty));
        if self.survey.events >= SAMPLE as u64 {
            self.is_over.store(true, Ordering::Relaxed);
        }
    }
}

/// A sink, and beside it what was seen of the records.
pub(super) struct Watched<S> {
    inner: S,
    sample: Watch,
    columns: Watch,
}

impl<S> Watched<S> {
    /// The sink, what was seen of all records, and of those that match.
    pub(super) fn into_parts(self) -> (S, Survey, Survey) {
        (self.inner, self.sample.survey, self.columns.survey)
    }
}

impl<S: Sink> Sink for Watched<S> {
    fn fork(&self) -> Self {
        let (sample, columns) = (self.sample.fork(), self.columns.fork());
        Self { inner: self.inner.fork(), sample, columns }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.inner.begin()
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.columns.look(event);
        self.inner.event(event, object);
    }

    fn reads_identity(&self) -> bool {
        self.inner.reads_identity()
    }

    fn wants_sample(&self) -> bool {
        !self.sample.is_over() || self.inner.wants_sample()
    }

    fn sample(&mut self, event: &Event<'_>) {
        self.sample.look(event);
        self.inner.sample(event);
    }

    fn end_object(&mut self, object: &ObjectId, outcome: &sink::Outcome) {
        self.inner.end_object(object, outcome);
    }

    fn held(&self) -> usize {
        self.inner.held()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.sample.merge(&mut fork.sample);
        self.columns.merge(&mut fork.columns);
        self.inner.merge(&mut fork.inner)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }
}

/// The sink of the second reading.
struct Again(Survey);

impl Sink for Again {
    fn fork(&self) -> Self {
        Self(self.0.fork())
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.0.look(event);
    }

    fn merge(&mut self, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        let empty = self.0.fork();
        self.0.add(std::mem::replace(&mut twin.0, empty));
        Ok(ControlFlow::Continue(()))
    }
}
