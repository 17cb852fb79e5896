//! A sink around another that stops after so many items.

use std::io;
use std::ops::ControlFlow;

use super::{ItemSink, Sink, pass_on};

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
    pass_on!(inner: begin, event, wants_sample, sample, reads_identity, end_object, held, finish);

    fn fork(&self) -> Self {
        Self { inner: self.inner.fork(), limit: self.limit }
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
}
