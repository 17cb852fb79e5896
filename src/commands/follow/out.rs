//! Where records go: to the standard output, or each to a command of the user's.

use std::io::{self, BufWriter, Stdout, Write};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::event::Event;
use crate::sink::print::EventPrinter;
use crate::sink::unique::Unique;
use crate::sink::{Outcome, Sink};
use crate::source::ObjectId;

/// What went wrong with a command, for whoever decides on the message.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure(Arc<Mutex<Option<String>>>);

impl Failure {
    pub(super) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, why: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }
}

/// Takes lines.
pub(super) enum Out {
    Stdout(BufWriter<Stdout>),
    Exec(String, Failure),
}

impl Out {
    pub(super) fn stdout() -> (Self, Failure) {
        (Self::Stdout(BufWriter::with_capacity(64 << 10, io::stdout())), Failure::default())
    }

    /// A process of the shell for each line.
    pub(super) fn exec(command: &str) -> (Self, Failure) {
        let failure = Failure::default();
        (Self::Exec(command.to_owned(), failure.clone()), failure)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Exec(command, failure) => {
                // The printer writes whole lines.
                for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                    if let Err(why) = execute(command, line) {
                        failure.note(format!("--exec: {why}"));
                    }
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Exec(..) => Ok(()),
        }
    }
}

/// Hands a record to a process, and waits for its end.
fn execute(command: &str, record: &[u8]) -> Result<(), String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let child = Command::new(shell).args([flag, command]).stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{shell}: {error}"))?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(record));
    let status = child.wait().map_err(|error| error.to_string())?;
    match written {
        _ if !status.success() => Err(format!("{status}")),
        // Not to read its input is a command's right.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// A printer, and the time of the latest event that it was handed.
pub(super) struct Watched<W> {
    pub(super) printer: Unique<EventPrinter<W>>,
    pub(super) newest: Option<Timestamp>,
}

impl<W: Write + Send> Watched<W> {
    pub(super) fn new(printer: Unique<EventPrinter<W>>) -> Self {
        Self { printer, newest: None }
    }
}

impl<W: Write + Send> Sink for Watched<W> {
    fn fork(&self) -> Self {
        Self::new(self.printer.fork())
    }

    fn event(&mut self, event: &Event<'_>, object: &ObjectId) {
        self.newest = self.newest.max(event.time());
        self.printer.event(event, object);
    }

    fn reads_identity(&self) -> bool {
        self.printer.reads_identity()
    }

    fn held(&self) -> usize {
        self.printer.held()
    }

    fn end_object(&mut self, object: &ObjectId, outcome: &Outcome) {
        self.printer.end_object(object, outcome);
    }

    fn merge(&mut self, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        self.newest = self.newest.max(twin.newest.take());
        self.printer.merge(&mut twin.printer)
    }
}
