//! Case-insensitive file systems, where two keys can be the same file.
//!
//! Knows nothing of objects.

use std::fs;
use std::io;
use std::path::Path;

/// Whether an empty folder is on a case-insensitive file system.
///
/// # Errors
/// The system refuses to write.
pub(super) fn is_case_insensitive(folder: &Path) -> io::Result<bool> {
    let probe = folder.join("case");
    fs::write(&probe, "")?;
    let is_case_insensitive = fs::symlink_metadata(folder.join("CASE")).is_ok();
    fs::remove_file(&probe)?;
    Ok(is_case_insensitive)
}

/// Whether two keys are the same file there.
pub(super) fn is_same_file(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether an existing path is spelled as on the disk.
///
/// # Errors
/// A folder cannot be read.
pub(super) fn has_exact_spelling(root: &Path, path: &Path) -> io::Result<bool> {
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
        assert!(is_same_file("a/ÜX.json", "A/üx.json"));
        assert!(!is_same_file("a/x", "a/y"));
    }

    #[test]
    fn the_spelling_of_every_folder_counts() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("Folder")).unwrap();
        fs::write(temp.path().join("Folder/file"), "").unwrap();
        let is = |path: &str| has_exact_spelling(temp.path(), &temp.path().join(path));
        assert!(is("Folder/file").unwrap());
        assert!(!is("Folder/File").unwrap());
        assert!(!is("folder/file").unwrap_or_default());
    }
}
