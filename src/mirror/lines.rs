//! Files of JSON lines that last: a process killed at any moment tears at most the last line, which
//! nobody takes for one.
//!
//! Knows nothing of what the lines say.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::disk::{at, sync_folder};
use super::files::{self, Access};

/// How long a line may be.
const MOST_LINE: u64 = 1 << 20;

/// Hands on each whole line; of a file that is not there, none.
///
/// # Errors
/// The file is there and cannot be read.
pub fn each(path: &Path, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let file = match files::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(at(path))?,
    };
    let (mut reader, mut line) = (BufReader::new(file), Vec::new());
    loop {
        line.clear();
        let read = reader.by_ref().take(MOST_LINE).read_until(b'\n', &mut line);
        if read.map_err(at(path))? as u64 == MOST_LINE {
            let why = format!("a line is longer than {MOST_LINE} bytes");
            return Err(at(path)(io::Error::new(io::ErrorKind::InvalidData, why)));
        }
        let Some(whole) = line.strip_suffix(b"\n") else { return Ok(()) };
        take(whole);
    }
}

/// Appends lines, and waits until the disk has them.
///
/// # Errors
/// The system refuses to write.
pub fn append<T: Serialize>(path: &Path, lines: &[T]) -> io::Result<()> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
    }
    let append = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        // Not opened for appending: Windows would not let that be cut.
        let mut file = files::open_or_create(path)?;
        cut(&mut file)?;
        file.write_all(&text)?;
        file.sync_all()
    };
    append().map_err(at(path))
}

/// Cuts off a last line that was torn when a process was killed, and goes to the end.
fn cut(file: &mut File) -> io::Result<()> {
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last != [b'\n'] {
        let mut text = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut text)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
    }
    Ok(())
}

/// Writes a file anew, which is there whole or as it was before.
///
/// # Errors
/// The system refuses to write.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (temporary, file) =
        files::create_beside(path, ".tmp", Access::Private).map_err(at(path))?;
    let place = || {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, path)
    };
    place().map_err(|error| {
        fs::remove_file(&temporary).ok();
        at(path)(error)
    })?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Locks a file against other processes until what is returned is dropped; `None` if another one
/// has it.
///
/// # Errors
/// The file cannot be made, or is a link or no regular file.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    hold(files::open_or_create(path), path)
}

/// The same for a file that is there, and stays as it is.
///
/// # Errors
/// The file cannot be opened.
pub fn lock_itself(path: &Path) -> io::Result<Option<File>> {
    hold(OpenOptions::new().read(true).write(true).open(path), path)
}

fn hold(file: io::Result<File>, path: &Path) -> io::Result<Option<File>> {
    let file = file.map_err(at(path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(at(path)(error)),
    }
}

/// A file of the same name with an ending.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
