//! Durable files of JSON lines. A killed process leaves at most a torn last line, which is ignored
//! and cut off.
//!
//! Knows nothing of the content of lines.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::disk::{sync_folder, with_path};
use super::files::{self, Access};

/// The longest line, in bytes.
const MOST_LINE: u64 = 1 << 20;

/// Calls `take` with each complete line. A missing file has no lines.
///
/// # Errors
/// The file exists and cannot be read, or a line is too long.
pub fn each(path: &Path, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let file = match files::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(with_path(path))?,
    };
    let (mut reader, mut line) = (BufReader::new(file), Vec::new());
    loop {
        line.clear();
        let read = reader.by_ref().take(MOST_LINE).read_until(b'\n', &mut line);
        if read.map_err(with_path(path))? as u64 == MOST_LINE {
            let why = format!("a line is longer than {MOST_LINE} bytes");
            return Err(with_path(path)(io::Error::new(io::ErrorKind::InvalidData, why)));
        }
        let Some(whole) = line.strip_suffix(b"\n") else { return Ok(()) };
        take(whole);
    }
}

/// Appends lines and syncs the file.
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
        // Not opened to append: Windows does not truncate such a file.
        let mut file = files::open_or_create(path)?;
        cut_torn_line(&mut file)?;
        file.write_all(&text)?;
        file.sync_all()
    };
    append().map_err(with_path(path))
}

/// Cuts off a torn last line, and seeks to the end.
fn cut_torn_line(file: &mut File) -> io::Result<()> {
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

/// Replaces a file completely or not at all.
///
/// # Errors
/// The system refuses to write.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (temporary, file) =
        files::create_beside(path, ".tmp", Access::Private).map_err(with_path(path))?;
    let write_and_rename = || {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, path)
    };
    write_and_rename().map_err(|error| {
        fs::remove_file(&temporary).ok();
        with_path(path)(error)
    })?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Locks a file until the returned handle is dropped; creates it if there is none. `None` if another
/// process holds the lock.
///
/// # Errors
/// The file cannot be created, or is not a regular file.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    hold(files::open_or_create(path), path)
}

/// Locks an existing file in the same way.
///
/// # Errors
/// The file cannot be opened.
pub fn lock_itself(path: &Path) -> io::Result<Option<File>> {
    hold(OpenOptions::new().read(true).write(true).open(path), path)
}

fn hold(file: io::Result<File>, path: &Path) -> io::Result<Option<File>> {
    let file = file.map_err(with_path(path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(with_path(path)(error)),
    }
}

/// The path with an ending added to the file name.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
