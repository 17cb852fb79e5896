//! Streams that may block their reader: pipes, terminals, devices.
//!
//! Each is read by a thread of its own, so that an interrupt ends the wait at once. Knows nothing of
//! what is in a stream.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;

use super::Fault;
use super::interrupt::Interrupt;

/// A stream that is opened when it is read, and read once.
pub struct Stream {
    source: StreamSource,
    interrupt: Interrupt,
}

enum StreamSource {
    Stdin,
    File(PathBuf),
}

impl Stream {
    /// Standard input.
    pub fn stdin(interrupt: &Interrupt) -> Self {
        Self { source: StreamSource::Stdin, interrupt: interrupt.clone() }
    }

    /// A named pipe or a device. Opening a pipe waits for its writer.
    pub fn file(path: PathBuf, interrupt: &Interrupt) -> Self {
        Self { source: StreamSource::File(path), interrupt: interrupt.clone() }
    }

    /// Reads it to its end, or to one byte more than `limit`.
    ///
    /// # Errors
    /// It cannot be opened or read, or the run is interrupted.
    pub fn read(self, limit: usize) -> Result<Vec<u8>, Fault> {
        let (outcome, arrived) = channel();
        let interrupted = outcome.clone();
        self.interrupt.wakes(move || {
            // After the read, the receiver is gone.
            let _ = interrupted.send(None);
        });
        let source = self.source;
        let reader = move || {
            let _ = outcome.send(Some(source.read(limit)));
        };
        // A thread that is still blocked ends with the process.
        thread::Builder::new().spawn(reader)?;
        match arrived.recv() {
            Ok(Some(read)) => Ok(read?),
            _ => Err(Fault::Interrupted),
        }
    }
}

impl StreamSource {
    fn read(self, limit: usize) -> io::Result<Vec<u8>> {
        let most = limit as u64 + 1;
        let mut bytes = Vec::new();
        match self {
            Self::Stdin => io::stdin().lock().take(most).read_to_end(&mut bytes),
            Self::File(path) => File::open(path)?.take(most).read_to_end(&mut bytes),
        }?;
        Ok(bytes)
    }
}
