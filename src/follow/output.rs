//! Where matching events go: to a writer, or each to a command of the user's.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Stdout, Write};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::event::Event;
use crate::sink::print::EventPrinter;
use crate::sink::unique::Unique;
use crate::sink::{Outcome, Sink, pass_on};
use crate::source::{Fault, ObjectId};

/// The first failure of a command since it was last taken; shared by its clones.
#[derive(Clone, Debug, Default)]
pub(super) struct CommandFailure(Arc<Mutex<Option<String>>>);

impl CommandFailure {
    pub(super) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, why: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }
}

/// Takes printed lines.
#[derive(Debug)]
pub struct Destination(Kind);

#[derive(Debug)]
enum Kind {
    Stdout(BufWriter<Stdout>),
    Command { line: String, failure: CommandFailure },
}

impl Destination {
    /// The standard output.
    pub fn stdout() -> Self {
        Self(Kind::Stdout(BufWriter::with_capacity(64 << 10, io::stdout())))
    }

    /// A command line of the shell, which is run once for each printed line, with the line as its
    /// standard input.
    pub fn command(line: &str) -> Self {
        Self(Kind::Command { line: line.to_owned(), failure: CommandFailure::default() })
    }

    /// The failures of the command, if it is one.
    pub(super) fn command_failure(&self) -> Option<CommandFailure> {
        match &self.0 {
            Kind::Stdout(_) => None,
            Kind::Command { failure, .. } => Some(failure.clone()),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kind::Stdout(out) => out.write(bytes),
            Kind::Command { line, failure } => {
                // The printer writes whole lines.
                for record in bytes.split_inclusive(|byte| *byte == b'\n') {
                    if let Err(why) = execute(line, record) {
                        failure.note(format!("--exec: {why}"));
                    }
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Kind::Stdout(out) => out.flush(),
            Kind::Command { .. } => Ok(()),
        }
    }
}

/// Runs a command line with a record as its standard input, and waits for its end.
fn execute(line: &str, record: &[u8]) -> Result<(), String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let child = Command::new(shell).args([flag, line]).stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{shell}: {error}"))?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(record));
    let status = child.wait().map_err(|error| error.to_string())?;
    match written {
        _ if !status.success() => Err(format!("{status}")),
        // A command need not read its input.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// A printer that also keeps the time of the latest event, and which objects were not read.
pub(super) struct Output {
    pub(super) printer: Unique<EventPrinter<Destination>>,
    /// The time of the latest matching event so far.
    pub(super) latest: Option<Timestamp>,
    /// The objects that were not read to their end, by name.
    unreadable: BTreeMap<String, Fault>,
}

impl Output {
    pub(super) fn new(printer: Unique<EventPrinter<Destination>>) -> Self {
        Self { printer, latest: None, unreadable: BTreeMap::new() }
    }

    /// Takes out the objects that were not read to their end since the last call, by name.
    pub(super) fn take_unreadable(&mut self) -> BTreeMap<String, Fault> {
        std::mem::take(&mut self.unreadable)
    }
}

impl Sink for Output {
    pass_on!(printer: reads_identity, held);

    fn fork(&self) -> Self {
        Self::new(self.printer.fork())
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.latest = self.latest.max(event.time());
        self.printer.event(event, object);
    }

    fn end_object(&mut self, object: &ObjectId, outcome: &Outcome) {
        if let Outcome::Unreadable(fault) = outcome {
            self.unreadable.insert(object.name.clone(), fault.clone());
        }
        self.printer.end_object(object, outcome);
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.latest = self.latest.max(fork.latest.take());
        self.unreadable.append(&mut fork.unreadable);
        self.printer.merge(&mut fork.printer)
    }
}
