//! Output files that a flag names: a summary, a report.
//!
//! A file is written under a temporary name and renamed at the end, so that it never exists in part,
//! no link is followed and no file is truncated. A file that ct did not write, such as a log, is not
//! replaced. A device or a pipe is written in place. Knows nothing of formats but how the files of ct
//! begin.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::files::{self, Access};
use crate::error::UserError;
use crate::source::{Fault, SourceError};

/// The ending of the temporary name.
const UNFINISHED: &str = ".unfinished";

/// A file that is being written.
pub struct NewFile {
    path: PathBuf,
    /// The temporary path; `None` if the file is written in place.
    unfinished: Option<PathBuf>,
    file: File,
}

impl NewFile {
    /// Creates the temporary file.
    ///
    /// # Errors
    /// A file exists that ct did not write, or the file cannot be created.
    pub fn create(path: &Path, access: Access) -> io::Result<Self> {
        let found = fs::metadata(path);
        let is_in_place = path.starts_with("/dev") || path.starts_with("/proc");
        let (unfinished, file) = if is_in_place || found.as_ref().is_ok_and(|it| !it.is_file()) {
            (None, OpenOptions::new().append(true).open(path)?)
        } else {
            if found.is_ok() && !is_own(path)? {
                let message = "it is there, and ct did not write it";
                return Err(io::Error::new(ErrorKind::AlreadyExists, message));
            }
            let (unfinished, file) = files::create_beside(path, UNFINISHED, access)?;
            (Some(unfinished), file)
        };
        Ok(Self { path: path.to_owned(), unfinished, file })
    }

    /// Creates a file that the user named.
    ///
    /// # Errors
    /// It cannot be written, or another program wrote the file of that name.
    pub fn named(path: &Path) -> Result<Self, UserError> {
        Self::create(path, Access::Usual).map_err(|error| not_created(path, error))
    }

    /// Writes all of the file, and finishes it.
    ///
    /// # Errors
    /// The file cannot be written; the error names it.
    pub fn write(mut self, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        let written = write(&self.file).and_then(|()| self.finish());
        let name = self.path.display();
        written.map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
    }

    /// The file to write to.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Renames the file to its final name.
    ///
    /// # Errors
    /// The file cannot be synced or renamed.
    pub fn finish(&mut self) -> io::Result<()> {
        if let Some(unfinished) = &self.unfinished {
            self.file.sync_all()?;
            fs::rename(unfinished, &self.path)?;
            self.unfinished = None;
        }
        Ok(())
    }
}

impl Drop for NewFile {
    /// Removes an unfinished file.
    fn drop(&mut self) {
        if let Some(unfinished) = &self.unfinished {
            // If it cannot be removed, its name still says that it is unfinished.
            fs::remove_file(unfinished).ok();
        }
    }
}

/// The error for a file or folder that the user named and that cannot be created.
pub fn not_created(path: &Path, error: io::Error) -> UserError {
    let message = SourceError::new(path, Fault::from(error));
    UserError::new(
        format_args!("cannot write {message}"),
        "name a file in a folder that exists and that you may write to; a file that ct did not \
         write is not replaced",
    )
}

/// Whether a file is empty, or begins with a version as summaries and reports do.
fn is_own(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(64).read_to_end(&mut start)?;
    let member = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    Ok(start.is_empty() || member.is_some_and(|it| it.starts_with(b"\"version\"")))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::symlink;

    use super::*;

    fn write(path: &Path, text: &str) -> io::Result<()> {
        let mut new = NewFile::create(path, Access::Usual)?;
        new.file().write_all(text.as_bytes())?;
        new.finish()
    }

    #[test]
    fn only_files_that_ct_wrote_are_replaced() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("out.json");
        write(&path, "{\n  \"version\": 1\n}").unwrap();
        write(&path, "").unwrap();
        write(&path, "{\"version\":1}\n").unwrap();
        write(&path, "{\"Records\":[]}").unwrap();
        let error = write(&path, "{\"version\":1}").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"{\"Records\":[]}");
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    }

    #[test]
    fn links_are_replaced_and_their_targets_stay() {
        let temp = tempfile::tempdir().unwrap();
        let [path, victim] = ["out", "victim"].map(|name| temp.path().join(name));
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, temp.path().join("out.unfinished")).unwrap();
        write(&path, "1").unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), fs::read(&victim).unwrap()),
            (b"1".into(), b"precious".into())
        );
        let nothing = temp.path().join("nothing");
        fs::remove_file(&path).unwrap();
        symlink(&nothing, &path).unwrap();
        write(&path, "2").unwrap();
        assert!(!nothing.exists() && fs::read(&path).unwrap() == b"2");
    }

    #[test]
    fn an_unfinished_file_is_removed() {
        let temp = tempfile::tempdir().unwrap();
        drop(NewFile::create(&temp.path().join("out"), Access::Usual).unwrap());
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_device_is_written_in_place() {
        write(Path::new("/dev/null"), "1").unwrap();
    }
}
