//! Opens regular files, and nothing else.
//!
//! Anyone who can write to a folder may put a pipe or a device in the place of a file, even between
//! listing it and opening it. Opening a pipe waits for its writer, so files are opened without
//! waiting and checked once they are open. Knows nothing of what is in them.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// The error for a pipe, a device, a socket or a folder in the place of a file.
pub(super) const NOT_REGULAR: &str = "not a regular file";

/// Opens a regular file, or the one that a link leads to, for reading; gives its size too.
///
/// # Errors
/// The file is missing or access is denied, or it is not a regular file.
pub fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        // For regular files these flags change nothing.
        libc::O_NONBLOCK | libc::O_NOCTTY,
    );
    let file = options.open(path)?;
    let data = file.metadata()?;
    if !data.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, NOT_REGULAR));
    }
    Ok((file, data.len()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_pipe_or_device_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [&pipe, Path::new("/dev/zero"), folder.path()] {
            assert_eq!(open(path).unwrap_err().to_string(), NOT_REGULAR, "{}", path.display());
        }
    }

    #[test]
    fn a_file_is_opened_through_links_and_its_size_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "12345").unwrap();
        std::os::unix::fs::symlink("file", path("link")).unwrap();
        assert_eq!(open(&path("link")).unwrap().1, 5);
        assert_eq!(open(&path("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
