//! Prints the names of the objects that hold a matching event.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::output::Output;
use crate::event::Event;
use crate::sink::safe::shown;
use crate::sink::{ItemSink, Sink};
use crate::source::ObjectId;

/// Prints an object's name, once for all of its events.
pub struct ObjectPrinter<W> {
    /// The line of the object in hand; empty as long as nothing in it matches.
    line: String,
    printed: u64,
    out: Output<W>,
    is_live: bool,
}

impl<W: Write + Send> ObjectPrinter<W> {
    /// A printer to `out`, which flushes each name at once if `is_live`.
    pub fn new(out: W, is_live: bool) -> Self {
        Self { line: String::new(), printed: 0, out: Output::new(out), is_live }
    }
}

impl<W: Write + Send> Sink for ObjectPrinter<W> {
    fn fork(&self) -> Self {
        Self { line: String::new(), printed: 0, out: Output::none(), is_live: self.is_live }
    }

    fn event(&mut self, _: &Event<'_>, object: &ObjectId) {
        if self.line.is_empty() {
            self.line.push_str(&shown(&object.name));
            self.line.push('\n');
        }
    }

    fn held(&self) -> usize {
        self.line.len()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.merge_where(fork, &mut |_| true)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write + Send> ItemSink for ObjectPrinter<W> {
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>> {
        if !fork.line.is_empty() && keep(0) {
            self.printed += 1;
            self.out.write(fork.line.as_bytes())?;
            if self.is_live {
                self.out.flush()?;
            }
        }
        fork.line.clear();
        let is_closed = self.out.is_closed();
        Ok(if is_closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn items(&self) -> u64 {
        self.printed
    }
}
