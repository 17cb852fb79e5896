//! Where a printer writes, for as long as it has a reader.

use std::io::{self, Write};

/// Writes until the reader is gone; what comes after that is dropped, because the answer does not
/// depend on it.
#[derive(Debug)]
pub(super) struct Output<W> {
    /// `None` in a fork, which gathers and never writes.
    out: Option<W>,
    is_closed: bool,
}

impl<W: Write> Output<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out: Some(out), is_closed: false }
    }

    /// The output of a fork.
    pub(super) fn none() -> Self {
        Self { out: None, is_closed: false }
    }

    /// Whether the reader is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.unless_closed(|out| out.write_all(bytes))
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.unless_closed(Write::flush)
    }

    fn unless_closed(&mut self, write: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
        let Some(out) = self.out.as_mut().filter(|_| !self.is_closed) else { return Ok(()) };
        match write(out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            result => result,
        }
    }
}
