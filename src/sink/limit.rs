//! A sink around another that stops after so many items.

use std::io;
use std::ops::ControlFlow;

use super::{ItemSink, Outcome, Sink};
use crate::event::Event;
use crate::source::ObjectId;

/// Lets the first items pass to another sink, then wants no more.
pub struct Limit<S> {
    inner: S,
    /// `None` lets everything pass.
    limit: Option<u64>,
}

impl<S: ItemSink> Limit<S> {
    /// Stops after `limit` items of `inner`.
    pub fn new(inner: S, limit: Option<u64>) -> Self {
        Self { inner, limit }
    }

    /// The sink around which this one is.
    pub fn inner(&self) -> &S {
        &self.inner
    }
}

impl<S: ItemSink> Sink for Limit<S> {
    fn fork(&self) -> Self {
        Self { inner: self.inner.fork(), limit: self.limit }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.inner.begin()
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.inner.event(event, object);
    }

    fn wants_sample(&self) -> bool {
        self.inner.wants_sample()
    }

    fn sample(&mut self, event: &Event<'_>) {
        self.inner.sample(event);
    }

    fn reads_identity(&self) -> bool {
        self.inner.reads_identity()
    }

    fn end_object(&mut self, object: &ObjectId, outcome: &Outcome) {
        self.inner.end_object(object, outcome);
    }

    fn held(&self) -> usize {
        self.inner.held()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        let Some(limit) = self.limit else { return self.inner.merge(&mut fork.inner) };
        let mut count = self.inner.items();
        let flow = self.inner.merge_where(&mut fork.inner, &mut |_| {
            let passes = count < limit;
            count += u64::from(passes);
            passes
        })?;
        Ok(if count >= limit { ControlFlow::Break(()) } else { flow })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }
}
