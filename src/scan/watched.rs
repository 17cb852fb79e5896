//! What occurs in the records of a scan: a sink with surveys beside it, and a scan for a survey alone.
//!
//! Knows nothing of what is said about it.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Progress, SAMPLE, Settings, run};
use crate::event::Event;
use crate::filter::survey::{Named, Survey};
use crate::sink::{Sink, pass_on};
use crate::source::{Entries, ObjectId};

/// Surveys all records in the scope of `search`; `empty` is a survey of it. `None` if an object could
/// not be read: it may have what no other has.
pub fn survey(
    empty: &Survey,
    search: &Named,
    entries: Entries<'_>,
    settings: Settings,
) -> Option<Survey> {
    let mut sink = SurveySink(empty.fork());
    let coverage = run(entries, search.scope(), &mut sink, settings, &Progress::default());
    coverage.is_ok_and(|coverage| coverage.unreadable() == 0).then_some(sink.0)
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
pub struct Watched<S> {
    inner: S,
    sample: Watch,
    columns: Watch,
}

impl<S> Watched<S> {
    /// Watches for `search` in the first records, if they are to be sampled, and for `columns` in
    /// those that match.
    pub fn new(inner: S, search: &Arc<Named>, is_sampled: bool, columns: &Arc<Named>) -> Self {
        Self { inner, sample: Watch::new(search, is_sampled), columns: Watch::new(columns, true) }
    }

    /// The sink, what was seen of all records, and of those that match.
    pub fn into_parts(self) -> (S, Survey, Survey) {
        (self.inner, self.sample.survey, self.columns.survey)
    }
}

impl<S: Sink> Sink for Watched<S> {
    pass_on!(inner: begin, reads_identity, end_object, held, finish);

    fn fork(&self) -> Self {
        let (sample, columns) = (self.sample.fork(), self.columns.fork());
        Self { inner: self.inner.fork(), sample, columns }
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.columns.look(event);
        self.inner.event(event, object);
    }

    fn wants_sample(&self) -> bool {
        !self.sample.is_over() || self.inner.wants_sample()
    }

    fn sample(&mut self, event: &Event<'_>) {
        self.sample.look(event);
        self.inner.sample(event);
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.sample.merge(&mut fork.sample);
        self.columns.merge(&mut fork.columns);
        self.inner.merge(&mut fork.inner)
    }
}

/// A sink that does nothing but survey.
struct SurveySink(Survey);

impl Sink for SurveySink {
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
