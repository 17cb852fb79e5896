//! File systems that take two names for one if they differ only in the case of letters.
//!
//! Knows nothing of objects.

use std::fs;
use std::io;
use std::path::Path;

/// Whether a folder, which is empty, is on such a file system.
///
/// # Errors
/// The system refuses to write.
pub(super) fn is_folded(folder: &Path) -> io::Result<bool> {
    let probe = folder.join("case");
    fs::write(&probe, "")?;
    let is_folded = fs::symlink_metadata(folder.join("CASE")).is_ok();
    fs::remove_file(&probe)?;
    Ok(is_folded)
}

/// Whether two keys would be one file there.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether a path that is there is spelled as it is on the disk.
///
/// # Errors
/// A folder cannot be read.
pub(super) fn is_spelled_so(root: &Path, path: &Path) -> io::Result<bool> {
    for part in path.ancestors().take_while(|part| *part != root && part.starts_with(root)) {
        let (Some(folder), Some(name)) = (part.parent(), part.file_name()) else { continue };
        let mut entries = fs::read_dir(folder)?;
        if !entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() == name)) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_in_case_are_the_same_file() {
        assert!(is_same("a/ÜX.json", "A/üx.json"));
        assert!(!is_same("a/x", "a/y"));
    }

    #[test]
    fn a_spelling_is_that_of_each_folder() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("Folder")).unwrap();
        fs::write(temp.path().join("Folder/file"), "").unwrap();
        let is = |path: &str| is_spelled_so(temp.path(), &temp.path().join(path));
        assert!(is("Folder/file").unwrap());
        assert!(!is("Folder/File").unwrap());
        assert!(!is("folder/file").unwrap_or_default());
    }
}
