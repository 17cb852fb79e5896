//! Standard output, for as long as it has a reader.
//!
//! A closed pipe ends the printing and nothing else: commands finish and exit with their answer.
//! Other write errors are errors. Knows no format.

use std::io::{self, Write};

use anyhow::Context as _;

use crate::sink::safe::shown_lines;

/// Prints text; control characters in it never reach a terminal.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = UntilClosed::new(io::stdout().lock());
    out.write_all(shown_lines(text).as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write to the standard output")
}

/// Writes until the pipe is closed; later output is dropped.
pub(super) struct UntilClosed<W> {
    out: W,
    is_closed: bool,
}

impl<W: Write> UntilClosed<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, is_closed: false }
    }

    fn unless_closed<T>(
        &mut self,
        dropped: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_closed {
            return Ok(dropped);
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(dropped)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), Write::flush)
    }
}
