//! Files in folders that others may write to: never opened through a link, never truncated.
//!
//! Knows nothing of their content.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// Files beside a file that killed runs may have left.
const MOST_LEFT: u32 = 1_000;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only its owner.
    Private,
    /// As the umask says.
    Usual,
}

/// Options that follow no link and do not wait for a pipe.
fn options(access: Access) -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;

        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        options.mode(if access == Access::Private { 0o600 } else { 0o666 });
    }
    let _ = access;
    options
}

/// Opens a file to read and write it. Creates a private one if there is none.
///
/// # Errors
/// It is a link or no regular file, or the system refuses.
pub fn open_or_create(path: &Path) -> io::Result<File> {
    let mut options = options(Access::Private);
    regular(options.read(true).write(true).create(true).truncate(false).open(path))
}

/// Opens a file to read it.
///
/// # Errors
/// It is a link or no regular file, or the system refuses.
pub fn open(path: &Path) -> io::Result<File> {
    regular(options(Access::Private).read(true).open(path))
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// As for [`open`], or it is larger.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let message = format!("larger than {most} bytes");
        return Err(io::Error::new(ErrorKind::InvalidData, message));
    }
    Ok(bytes)
}

/// Creates a new file.
///
/// # Errors
/// The name is taken, if only by a link; or the system refuses.
pub fn create_new(path: &Path, access: Access) -> io::Result<File> {
    options(access).write(true).create_new(true).open(path)
}

/// Creates a file whose name is that of another one with an ending, and a number if that is taken.
///
/// # Errors
/// The system refuses.
pub fn create_beside(path: &Path, ending: &str, access: Access) -> io::Result<(PathBuf, File)> {
    let mut taken = ErrorKind::AlreadyExists.into();
    for number in 0..MOST_LEFT {
        let number = if number == 0 { String::new() } else { format!(".{number}") };
        let mut name = path.as_os_str().to_owned();
        name.push(format!("{ending}{number}"));
        match create_new(Path::new(&name), access) {
            Ok(file) => return Ok((name.into(), file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

/// Creates a folder that only its owner may enter, and the folders above it. An existing folder of
/// the user becomes private.
///
/// # Errors
/// It is a link or no folder, or the system refuses.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;

        builder.mode(0o700);
    }
    match builder.create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        made => return made,
    }
    if !fs::symlink_metadata(path)?.is_dir() {
        return Err(io::Error::new(ErrorKind::NotADirectory, "not a folder"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        // Another user's folder cannot be changed.
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).ok();
    }
    Ok(())
}

/// Makes sure that a file is inside a folder, even if folders between them are links.
///
/// # Errors
/// It is not inside; or the system refuses.
pub fn expect_inside(root: &Path, path: &Path) -> io::Result<()> {
    let there = path.ancestors().skip(1).find(|folder| fs::symlink_metadata(folder).is_ok());
    let Some(there) = there.filter(|folder| folder.starts_with(root)) else { return Ok(()) };
    if fs::canonicalize(there)?.starts_with(fs::canonicalize(root)?) {
        return Ok(());
    }
    let message = format!("{}: a link out of the folder", there.display());
    Err(io::Error::new(ErrorKind::InvalidData, message))
}

fn regular(file: io::Result<File>) -> io::Result<File> {
    let file = file.map_err(|error| match error.raw_os_error() {
        #[cfg(unix)]
        Some(libc::ELOOP) => io::Error::new(ErrorKind::InvalidInput, "a link: not followed"),
        _ => error,
    })?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
    }
    Ok(file)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_link_is_never_followed() {
        let temp = tempfile::tempdir().unwrap();
        let (victim, link) = (temp.path().join("victim"), temp.path().join("link"));
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, &link).unwrap();
        assert!(open(&link).is_err() && open_or_create(&link).is_err());
        assert!(create_new(&link, Access::Usual).is_err());
        let (beside, _) = create_beside(&temp.path().join("li"), "nk", Access::Private).unwrap();
        assert_eq!(beside, temp.path().join("link.1"));
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
        assert_eq!(mode(&beside), 0o600);
        // Nor a dangling link.
        fs::remove_file(&victim).unwrap();
        assert!(open_or_create(&link).is_err() && create_new(&link, Access::Usual).is_err());
        assert!(!victim.exists());
    }

    #[test]
    fn existing_files_keep_their_content_and_new_files_are_private() {
        let temp = tempfile::tempdir().unwrap();
        let (old, new) = (temp.path().join("old"), temp.path().join("new"));
        fs::write(&old, "precious").unwrap();
        drop((open_or_create(&old).unwrap(), open_or_create(&new).unwrap()));
        assert_eq!((fs::read(&old).unwrap(), mode(&new)), (b"precious".to_vec(), 0o600));
        assert_eq!(read(&old, 8).unwrap(), b"precious");
        assert!(read(&old, 7).is_err() && open(temp.path()).is_err());
    }

    #[test]
    fn a_private_folder_is_not_a_link() {
        let temp = tempfile::tempdir().unwrap();
        let (folder, link) = (temp.path().join("a/b"), temp.path().join("link"));
        create_private_folder(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        create_private_folder(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        symlink(&folder, &link).unwrap();
        assert!(create_private_folder(&link).is_err());
    }

    #[test]
    fn a_link_out_of_a_folder_is_an_error_and_one_within_is_not() {
        let temp = tempfile::tempdir().unwrap();
        let (root, other) = (temp.path().join("root"), temp.path().join("other"));
        fs::create_dir_all(root.join("real")).unwrap();
        fs::create_dir(&other).unwrap();
        symlink(&other, root.join("out")).unwrap();
        symlink(root.join("real"), root.join("within")).unwrap();
        for path in ["new/a", "a", "real/a", "within/deep/a"] {
            expect_inside(&root, &root.join(path)).unwrap();
        }
        for path in ["out/a", "out/deep/a"] {
            assert!(expect_inside(&root, &root.join(path)).is_err(), "{path}");
        }
    }
}
