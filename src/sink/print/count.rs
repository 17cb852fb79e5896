//! Prints how many events match.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::output::Output;
use crate::event::Event;
use crate::sink::{ItemSink, Sink};
use crate::source::ObjectId;

/// Counts events, and prints the count once all are read.
pub struct CountPrinter<W> {
    count: u64,
    out: Output<W>,
}

impl<W: Write + Send> CountPrinter<W> {
    /// A printer to `out`.
    pub fn new(out: W) -> Self {
        Self { count: 0, out: Output::new(out) }
    }
}

impl<W: Write + Send> Sink for CountPrinter<W> {
    fn fork(&self) -> Self {
        Self { count: 0, out: Output::none() }
    }

    fn event(&mut self, _: &Event<'_>, _: &ObjectId) {
        self.count += 1;
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.count += std::mem::take(&mut fork.count);
        Ok(ControlFlow::Continue(()))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write(format!("{}\n", self.count).as_bytes())?;
        self.out.flush()
    }
}

impl<W: Write + Send> ItemSink for CountPrinter<W> {
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>> {
        let gathered = usize::try_from(std::mem::take(&mut fork.count)).unwrap_or(usize::MAX);
        self.count += (0..gathered).filter(|number| keep(*number)).count() as u64;
        Ok(ControlFlow::Continue(()))
    }

    fn items(&self) -> u64 {
        self.count
    }
}
