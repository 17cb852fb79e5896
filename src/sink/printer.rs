//! Prints what a search found: records in some format, how many there are, or which objects
//! hold them.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use super::csv::{self, Separator};
use super::ids::{Counter, Duplicates, Keys, Seen};
use super::safe::shown;
use super::sorter::{Sorter, Sorting};
use super::text::{self, Look};
use super::{Sink, json};
use crate::event::Event;
use crate::event::column::Column;
use crate::source::ObjectId;

/// How a record is printed.
#[derive(Clone, Debug)]
pub enum Format {
    /// A line for people.
    Text(Look),
    /// Chosen fields with two spaces between them.
    Fields(Vec<Column>),
    /// Records as written, one a line; or chosen fields of them.
    JsonLines(Option<Vec<Column>>),
    /// The same in one document, `{"Records":[…]}`.
    Json(Option<Vec<Column>>),
    /// A table.
    Table {
        /// What each line shows.
        columns: Vec<Column>,
        /// What stands between cells.
        separator: Separator,
        /// Whether a line of headings comes first.
        has_header: bool,
    },
}

/// What is printed.
#[derive(Clone, Debug)]
pub enum What {
    /// Each matching event.
    Events(Format),
    /// How many events match.
    Count,
    /// The objects that hold a matching event.
    Objects,
}

/// What to print and when to stop.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is printed.
    pub what: What,
    /// Events with an id that was printed already are left out.
    pub unique: bool,
    /// Count events that come again.
    pub count_duplicates: bool,
    /// Events come by their times, once all are there.
    pub sorting: Option<Sorting>,
    /// Stop behind this many events, or objects.
    pub limit: Option<u64>,
    /// The output is a terminal.
    pub terminal: bool,
    /// Whoever reads the output wants each object's events as soon as they are there.
    pub is_live: bool,
}

/// What was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Events, or objects.
    pub count: u64,
    /// Matching events that came again, if they were counted.
    pub duplicates: Option<Duplicates>,
}

/// Gathers lines, or prints those that its twins gathered.
pub struct Printer<W> {
    order: Arc<Order>,
    lines: Vec<u8>,
    /// The object of the lines.
    object: String,
    /// Where each line ends.
    ends: Vec<usize>,
    /// For [`Sorting`]: when each event happened.
    times: Vec<Option<Timestamp>>,
    /// What each event is remembered by.
    ids: Vec<Option<u128>>,
    keys: Keys,
    count: u64,
    out: Option<W>,
    /// The reader of `out` is gone: nothing more is written, and no more events are wanted.
    is_closed: bool,
    /// For `unique`.
    seen: Seen,
    counter: Counter,
    sorter: Option<Sorter>,
    printed: u64,
}

impl<W: Write + Send> Printer<W> {
    /// A printer to `out`.
    pub fn new(order: Order, out: W) -> Self {
        let mut printer = Self::twin(Arc::new(order), Keys::default());
        printer.out = Some(out);
        let Order { sorting, limit, .. } = *printer.order;
        printer.sorter = sorting.map(|sorting| Sorter::new(sorting, limit));
        printer
    }

    fn twin(order: Arc<Order>, keys: Keys) -> Self {
        Self {
            order,
            lines: Vec::new(),
            object: String::new(),
            ends: Vec::new(),
            times: Vec::new(),
            ids: Vec::new(),
            keys,
            count: 0,
            out: None,
            is_closed: false,
            seen: Seen::new(),
            counter: Counter::default(),
            sorter: None,
            printed: 0,
        }
    }

    /// Remembers no more than twice so many ids, the latest, for a run without an end.
    pub fn remember(&mut self, ids: usize) {
        self.seen.limit(ids);
    }

    /// Forgets which events were printed: they were not taken.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// Hands everything that was printed so far to its reader.
    ///
    /// # Errors
    /// The output cannot be written, or its reader is gone.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }

    /// What comes before the first event.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn begin(&mut self) -> io::Result<()> {
        // Where too much may come to be sorted, nothing is printed before that is known.
        if self.sorter.is_some() { Ok(()) } else { self.print_head() }
    }

    fn print_head(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        match &self.order.what {
            What::Events(Format::Json(_)) => head.extend_from_slice(b"{\"Records\":["),
            What::Events(Format::Table { columns, separator, has_header: true }) => {
                csv::header(columns, *separator, &mut head);
            }
            _ => {}
        }
        self.write(&head)
    }

    /// What comes behind the last event.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> io::Result<Printed> {
        if let Some(mut sorter) = self.sorter.take() {
            self.print_head()?;
            sorter.lines().try_for_each(|line| self.print_line(line))?;
        }
        match self.order.what {
            What::Events(Format::Json(_)) => self.write(b"]}\n")?,
            What::Count => self.write(format!("{}\n", self.printed).as_bytes())?,
            _ => {}
        }
        self.out(Write::flush)?;
        let duplicates = self.order.remembers().then_some(self.counter.duplicates);
        Ok(Printed { count: self.printed, duplicates })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out(|out| out.write_all(bytes))
    }

    /// Writes something. That the reader is gone is no error: the answer does not depend on it.
    fn out(&mut self, write: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
        let Some(out) = self.out.as_mut().filter(|_| !self.is_closed) else { return Ok(()) };
        match write(out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            result => result,
        }
    }

    /// Prints lines, all that the twin holds.
    fn print_all(&mut self, twin: &Self) -> io::Result<()> {
        self.printed += twin.count;
        self.write(&twin.lines)
    }

    /// Prints lines one by one, as far as they are wanted, or keeps them to be sorted.
    fn print_each(&mut self, twin: &mut Self) -> io::Result<()> {
        let mut start = 0;
        let mut times = twin.times.drain(..);
        let mut ids = twin.ids.drain(..);
        for end in twin.ends.drain(..) {
            let line = &twin.lines[start..end];
            start = end;
            let (id, time) = (ids.next().flatten(), times.next().flatten());
            if self.order.unique && !self.seen.insert(id) {
                self.counter.duplicates.count += 1;
            } else if let Some(sorter) = &mut self.sorter {
                sorter.add(time, line).map_err(io::Error::other)?;
            } else if !self.is_full() {
                self.print_line(line)?;
            }
        }
        Ok(())
    }

    fn print_line(&mut self, line: &[u8]) -> io::Result<()> {
        if self.printed > 0 && matches!(self.order.what, What::Events(Format::Json(_))) {
            self.write(b",")?;
        }
        self.printed += 1;
        self.write(line)
    }

    fn print_object(&mut self, object: &str) -> io::Result<()> {
        self.printed += 1;
        self.write(format!("{}\n", shown(object)).as_bytes())
    }

    fn is_full(&self) -> bool {
        self.order.limit.is_some_and(|limit| self.printed >= limit)
    }
}

impl Order {
    fn one_by_one(&self) -> bool {
        self.unique
            || self.limit.is_some()
            || self.sorting.is_some()
            || matches!(self.what, What::Events(Format::Json(_)))
    }

    /// Whether events are remembered by their ids.
    fn remembers(&self) -> bool {
        self.unique || self.count_duplicates
    }
}

impl<W: Write + Send> Sink for Printer<W> {
    fn fork(&self) -> Self {
        Self::twin(Arc::clone(&self.order), self.keys.clone())
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.count += 1;
        if self.count == 1 && matches!(self.order.what, What::Objects) {
            self.object.clone_from(&object.name);
        }
        if let What::Events(format) = &self.order.what {
            format.print(event, self.order.terminal, &mut self.lines);
        }
        if self.order.one_by_one() {
            self.ends.push(self.lines.len());
        }
        if self.order.sorting.is_some() {
            self.times.push(event.time());
        }
        if self.order.remembers() {
            self.ids.push(self.keys.id(event));
        }
    }

    fn reads_identity(&self) -> bool {
        let is_whole = |what: &What| {
            use Format::{Json, JsonLines};
            matches!(what, What::Count | What::Objects | What::Events(Json(None) | JsonLines(None)))
        };
        self.order.unique || !is_whole(&self.order.what)
    }

    fn held(&self) -> usize {
        let (times, ids) = (size_of::<Option<Timestamp>>(), size_of::<Option<u128>>());
        let ends = self.ends.len() * size_of::<usize>();
        self.lines.len() + ends + self.times.len() * times + self.ids.len() * ids
    }

    fn merge(&mut self, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        let is_of_objects = matches!(self.order.what, What::Objects);
        if !self.order.unique || is_of_objects {
            twin.ids.iter().for_each(|id| self.counter.count(*id));
        }
        match self.order.what {
            What::Objects if twin.count > 0 => self.print_object(&twin.object)?,
            What::Objects => {}
            _ if self.order.one_by_one() => self.print_each(twin)?,
            _ => self.print_all(twin)?,
        }
        if self.order.is_live && twin.count > 0 {
            self.out(Write::flush)?;
        }
        twin.lines.clear();
        twin.ends.clear();
        twin.times.clear();
        twin.ids.clear();
        twin.count = 0;
        let is_over = self.is_full() || self.is_closed;
        Ok(if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

impl Format {
    fn print(&self, event: &Event<'_>, terminal: bool, out: &mut Vec<u8>) {
        match self {
            Self::Text(look) => text::line(event, look, out),
            Self::Fields(columns) => {
                let cells = columns.iter().map(|column| shown(&column.text(event)).into_owned());
                out.extend_from_slice(cells.collect::<Vec<_>>().join("  ").as_bytes());
                out.push(b'\n');
            }
            Self::JsonLines(columns) => {
                json_record(columns.as_deref(), event, terminal, out);
                out.push(b'\n');
            }
            Self::Json(columns) => json_record(columns.as_deref(), event, terminal, out),
            Self::Table { columns, separator, .. } => {
                csv::row(event, columns, *separator, out);
            }
        }
    }
}

fn json_record(columns: Option<&[Column]>, event: &Event<'_>, terminal: bool, out: &mut Vec<u8>) {
    match columns {
        Some(columns) => json::fields(event, columns, terminal, out),
        None => json::record(event, true, terminal, out),
    }
}
