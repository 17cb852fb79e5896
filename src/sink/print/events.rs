//! Prints each matching event.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use super::Format;
use super::output::Output;
use crate::event::Event;
use crate::sink::sorter::{Sorter, Sorting};
use crate::sink::{ItemSink, Sink};
use crate::source::ObjectId;

/// How events are printed.
#[derive(Clone, Debug)]
pub struct EventStyle {
    /// The format of each.
    pub format: Format,
    /// The output is a terminal.
    pub for_terminal: bool,
    /// Each object's events are flushed as soon as they are merged.
    pub is_live: bool,
    /// Events are printed by their times, once all are read.
    pub sorting: Option<Sorting>,
}

/// Gathers the lines of events, or prints those that its forks gathered.
pub struct EventPrinter<W> {
    style: Arc<EventStyle>,
    lines: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// When each event happened, if they are sorted.
    times: Vec<Option<Timestamp>>,
    out: Output<W>,
    sorter: Option<Sorter>,
    printed: u64,
}

impl<W: Write + Send> EventPrinter<W> {
    /// A printer to `out`.
    pub fn new(style: EventStyle, out: W) -> Self {
        let sorter = style.sorting.map(Sorter::new);
        Self { sorter, ..Self::with_output(Arc::new(style), Output::new(out)) }
    }

    fn with_output(style: Arc<EventStyle>, out: Output<W>) -> Self {
        let (lines, ends, times) = (Vec::new(), Vec::new(), Vec::new());
        Self { style, lines, ends, times, out, sorter: None, printed: 0 }
    }

    /// Flushes everything that was printed so far.
    ///
    /// # Errors
    /// The output cannot be written, or its reader is gone.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        if self.out.is_closed() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }

    fn print_head(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        self.style.format.head(&mut head);
        self.out.write(&head)
    }

    fn print_line(&mut self, line: &[u8]) -> io::Result<()> {
        if self.printed > 0 {
            self.out.write(self.style.format.separator())?;
        }
        self.printed += 1;
        self.out.write(line)
    }

    /// Ends the merge of a fork, which had events or not.
    fn end_merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        if self.style.is_live && !fork.ends.is_empty() {
            self.out.flush()?;
        }
        fork.lines.clear();
        fork.ends.clear();
        fork.times.clear();
        let is_closed = self.out.is_closed();
        Ok(if is_closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

impl<W: Write + Send> Sink for EventPrinter<W> {
    fn fork(&self) -> Self {
        Self::with_output(Arc::clone(&self.style), Output::none())
    }

    fn begin(&mut self) -> io::Result<()> {
        // Sorting may fail for lack of memory; then nothing is printed.
        if self.sorter.is_some() { Ok(()) } else { self.print_head() }
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.style.format.event(event, self.style.for_terminal, &mut self.lines);
        self.ends.push(self.lines.len());
        if self.style.sorting.is_some() {
            self.times.push(event.time());
        }
    }

    fn reads_identity(&self) -> bool {
        !self.style.format.is_whole_record()
    }

    fn held(&self) -> usize {
        self.lines.len() + size_of_val(&*self.ends) + size_of_val(&*self.times)
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        if self.sorter.is_some() || !self.style.format.separator().is_empty() {
            return self.merge_where(fork, &mut |_| true);
        }
        self.printed += fork.ends.len() as u64;
        self.out.write(&fork.lines)?;
        self.end_merge(fork)
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(mut sorter) = self.sorter.take() {
            self.print_head()?;
            sorter.lines().try_for_each(|line| self.print_line(line))?;
        }
        self.out.write(self.style.format.tail())?;
        self.out.flush()
    }
}

impl<W: Write + Send> ItemSink for EventPrinter<W> {
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>> {
        let mut start = 0;
        for (number, end) in fork.ends.iter().copied().enumerate() {
            let line = &fork.lines[std::mem::replace(&mut start, end)..end];
            if !keep(number) {
                continue;
            }
            match &mut self.sorter {
                Some(sorter) => {
                    let time = fork.times.get(number).copied().flatten();
                    sorter.add(time, line).map_err(io::Error::other)?;
                }
                None => self.print_line(line)?,
            }
        }
        self.end_merge(fork)
    }

    fn items(&self) -> u64 {
        self.printed
    }
}
