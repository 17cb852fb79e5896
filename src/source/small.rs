//! Small files that stand beside logs: settings, metadata, public keys.
//!
//! Anyone who can write to a mirror may put a pipe, a device or a huge file in their place; all of
//! these are errors here. Knows nothing of the files' contents.

use std::io::{self, Read as _};
use std::path::Path;

use super::regular;

/// The bytes of a regular file of at most `most` bytes.
///
/// # Errors
/// As for [`regular::open`], or the file is larger than `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    regular::open(path)?.0.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let why = format!("larger than {most} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    Ok(bytes)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::source::regular::NOT_REGULAR;

    #[test]
    fn only_regular_files_of_the_stated_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "12345").unwrap();
        std::os::unix::fs::symlink("file", path("link")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", path("zero")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
        File::create(path("sparse")).unwrap().set_len(3 << 30).unwrap();
        assert_eq!(read(&path("file"), 5).unwrap(), b"12345");
        assert_eq!(read(&path("link"), 5).unwrap(), b"12345");
        let why = |name: &str, most| read(&path(name), most).unwrap_err().to_string();
        assert_eq!(why("file", 4), "larger than 4 bytes");
        assert_eq!(why("sparse", 1000), "larger than 1000 bytes");
        for name in ["zero", "pipe", "."] {
            assert_eq!(why(name, 5), NOT_REGULAR, "{name}");
        }
        assert_eq!(read(&path("none"), 5).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
