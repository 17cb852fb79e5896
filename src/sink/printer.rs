//! Prints what a search found: records in some format, how many there are, or which objects
//! hold them.

use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::csv::{self, Column, Separator};
use super::safe::shown;
use super::text::{self, Look};
use super::{Sink, json};
use crate::event::Event;

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
    /// Stop behind this many events, or objects.
    pub limit: Option<u64>,
    /// The output is a terminal.
    pub terminal: bool,
    /// Whoever reads the output wants each object's events as soon as they are there.
    pub is_live: bool,
}

/// Gathers lines, or prints those that its twins gathered.
pub struct Printer<W> {
    order: Arc<Order>,
    lines: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// For `unique`: the id of each event and the account that received it.
    ids: Vec<String>,
    count: u64,
    out: Option<W>,
    seen: HashSet<String>,
    /// Ids from the time before [`Printer::remember`] began a new set.
    before: HashSet<String>,
    /// How many ids a set may have.
    most: usize,
    printed: u64,
}

impl<W: Write + Send> Printer<W> {
    /// A printer to `out`.
    pub fn new(order: Order, out: W) -> Self {
        let mut printer = Self::twin(Arc::new(order));
        printer.out = Some(out);
        printer
    }

    fn twin(order: Arc<Order>) -> Self {
        let (lines, ends, ids, seen, before) = Default::default();
        let (count, out, printed) = (0, None, 0);
        Self { order, lines, ends, ids, count, out, seen, before, most: usize::MAX, printed }
    }

    /// Remembers no more than twice so many ids, the latest, for a run without an end.
    pub fn remember(&mut self, ids: usize) {
        self.most = ids;
    }

    /// Forgets which events were printed: they were not taken.
    pub fn forget(&mut self) {
        self.seen.clear();
        self.before.clear();
    }

    /// Hands everything that was printed so far to whoever reads it.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }

    /// Whether no event with this id was printed; notes it.
    fn is_new(&mut self, id: String) -> bool {
        // An event without an id is like no other.
        if id.is_empty() {
            return true;
        }
        if self.seen.len() >= self.most {
            self.before = std::mem::take(&mut self.seen);
        }
        !self.before.contains(&id) && self.seen.insert(id)
    }

    /// What comes before the first event.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn begin(&mut self) -> io::Result<()> {
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

    /// What comes behind the last event; gives how many events, or objects, were printed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> io::Result<u64> {
        match self.order.what {
            What::Events(Format::Json(_)) => self.write(b"]}\n")?,
            What::Count => self.write(format!("{}\n", self.printed).as_bytes())?,
            _ => {}
        }
        if let Some(out) = &mut self.out {
            out.flush()?;
        }
        Ok(self.printed)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes))
    }

    /// Prints lines, all that the twin holds.
    fn print_all(&mut self, twin: &Self) -> io::Result<()> {
        self.printed += twin.count;
        self.write(&twin.lines)
    }

    /// Prints lines one by one, as far as they are wanted.
    fn print_each(&mut self, twin: &mut Self) -> io::Result<()> {
        let mut start = 0;
        let mut ids = std::mem::take(&mut twin.ids).into_iter();
        for end in twin.ends.drain(..) {
            let line = &twin.lines[start..end];
            start = end;
            let is_new = ids.next().is_none_or(|id| self.is_new(id));
            if !is_new || self.is_full() {
                continue;
            }
            if self.printed > 0 && matches!(self.order.what, What::Events(Format::Json(_))) {
                self.write(b",")?;
            }
            self.write(line)?;
            self.printed += 1;
        }
        Ok(())
    }

    fn print_object(&mut self, object: &str) -> io::Result<()> {
        self.printed += 1;
        self.write(format!("{}\n", shown(object)).as_bytes())
    }

    fn is_full(&self) -> bool {
        self.order.limit.is_some_and(|limit| self.printed >= limit)
    }

    fn one_by_one(&self) -> bool {
        self.order.unique
            || self.order.limit.is_some()
            || matches!(self.order.what, What::Events(Format::Json(_)))
    }
}

impl<W: Write + Send> Sink for Printer<W> {
    fn fork(&self) -> Self {
        Self::twin(Arc::clone(&self.order))
    }

    fn event(&mut self, event: &Event<'_>, object: &str) {
        self.count += 1;
        if let What::Events(format) = &self.order.what {
            format.print(event, object, self.order.terminal, &mut self.lines);
        }
        if self.one_by_one() {
            self.ends.push(self.lines.len());
        }
        if self.order.unique {
            let (id, account) = (event.id(), event.account());
            self.ids.push(if id.is_empty() { String::new() } else { format!("{id} {account}") });
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
        self.lines.len() + self.ends.len() * size_of::<usize>() + self.ids.len() * 80
    }

    fn merge(&mut self, object: &str, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        match self.order.what {
            What::Objects if twin.count > 0 => self.print_object(object)?,
            What::Objects => {}
            _ if self.one_by_one() => self.print_each(twin)?,
            _ => self.print_all(twin)?,
        }
        if self.order.is_live && twin.count > 0 {
            self.out.as_mut().map_or(Ok(()), Write::flush)?;
        }
        twin.lines.clear();
        twin.ends.clear();
        twin.ids.clear();
        twin.count = 0;
        Ok(if self.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

impl Format {
    fn print(&self, event: &Event<'_>, object: &str, terminal: bool, out: &mut Vec<u8>) {
        match self {
            Self::Text(look) => text::line(event, look, out),
            Self::Fields(columns) => {
                let cells =
                    columns.iter().map(|column| shown(&column.text(event, object)).into_owned());
                out.extend_from_slice(cells.collect::<Vec<_>>().join("  ").as_bytes());
                out.push(b'\n');
            }
            Self::JsonLines(columns) => {
                json_record(columns.as_deref(), event, object, terminal, out);
                out.push(b'\n');
            }
            Self::Json(columns) => json_record(columns.as_deref(), event, object, terminal, out),
            Self::Table { columns, separator, .. } => {
                csv::row(event, columns, *separator, object, out);
            }
        }
    }
}

fn json_record(
    columns: Option<&[Column]>,
    event: &Event<'_>,
    object: &str,
    terminal: bool,
    out: &mut Vec<u8>,
) {
    match columns {
        Some(columns) => json::fields(event, columns, object, out),
        None => json::record(event, true, terminal, out),
    }
}
