//! Walks a folder of log files in the order of their keys.
//!
//! A link to a regular file is read, except one that leaves a mirror: `ct` writes every object of a
//! mirror as a regular file. A linked folder is entered once, and not at all if the walk reaches it
//! by its own name. Knows nothing of what is in a file.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::regular::NOT_REGULAR;
use super::{Fault, FolderTest, SourceError};
use crate::event::key::{Folder, Key, is_log_name};

/// The folder in which a mirror keeps files that are not objects.
pub const STATE: &str = ".ct";

/// The name of a mirror's folder for an empty part of a key: no file system has a folder without a
/// name.
pub const EMPTY_PART: &str = "%2F";

/// The path with slashes, which [`crate::event::key`] can parse.
pub(super) fn key_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text =
        if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") };
    if !text.contains(EMPTY_PART) {
        return text;
    }
    let part = |part| if part == EMPTY_PART { "" } else { part };
    text.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The mirror that a folder is, or lies in, with all links resolved.
pub(super) fn mirror_around(folder: &Path) -> Option<PathBuf> {
    let resolved = fs::canonicalize(folder).ok()?;
    let is_mirror =
        |folder: &&Path| folder.join(STATE).join("mirror.json").symlink_metadata().is_ok();
    resolved.ancestors().find(is_mirror).map(Path::to_owned)
}

/// Why a path must not be read as part of a mirror: it leads out of it, or nowhere.
pub(super) fn leaves(path: &Path, mirror: &Path) -> Option<Fault> {
    match fs::canonicalize(path) {
        Ok(resolved) if resolved.starts_with(mirror) => None,
        Ok(_) => Some(Fault::Other("a link that leaves the mirror".to_owned())),
        Err(error) => Some(error.into()),
    }
}

/// A file, or something else in the place of a file.
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Why it is not to be read.
    pub(super) fault: Option<Fault>,
}

/// Walks a tree depth first, in the order of the keys.
pub(super) struct Walk<'a> {
    folders: FolderTest<'a>,
    root: &'a Path,
    /// The root with all links resolved, once it was entered.
    resolved_root: Option<PathBuf>,
    mirror: Option<&'a Path>,
    /// Paths to visit, the next one last, with their types as far as the folder has them.
    waiting: Vec<(PathBuf, Option<FileType>)>,
    /// Folders that were entered through a link, with all links resolved.
    linked: HashSet<PathBuf>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, mirror: Option<&'a Path>, folders: FolderTest<'a>) -> Self {
        let waiting = vec![(root.to_owned(), None)];
        Self { folders, root, resolved_root: None, mirror, waiting, linked: HashSet::new() }
    }

    /// Puts a folder's entries on the stack, unless the folder is out of scope or was entered before.
    /// A folder with the name of a log is an entry itself.
    fn enter(&mut self, folder: PathBuf) -> Result<Option<Found>, SourceError> {
        let error = |error: std::io::Error| SourceError::new(&folder, error);
        let resolved = fs::canonicalize(&folder).map_err(error)?;
        if !self.admits(&folder) || !self.is_first_visit(&folder, resolved) {
            return Ok(None);
        }
        if let Some(fault) = self.mirror.and_then(|mirror| leaves(&folder, mirror)) {
            return Err(SourceError::new(&folder, fault));
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(&folder).map_err(error)? {
            let entry = entry.map_err(error)?;
            if entry.file_name() != STATE {
                entries.push((name_in_key(&entry), entry.path(), entry.file_type().ok()));
            }
        }
        let key = key_of(&folder);
        let is_root = folder == self.root;
        let is_named_as_log = Key::parse(&key).is_some() || entries.is_empty() && is_log_name(&key);
        // The top of the stack is the end of the vector.
        entries.sort_unstable_by(|(a, ..), (b, ..)| b.cmp(a));
        self.waiting.extend(entries.into_iter().map(|(_, path, kind)| (path, kind)));
        let fault = Fault::Other(NOT_REGULAR.to_owned());
        Ok((is_named_as_log && !is_root).then_some(Found { path: folder, fault: Some(fault) }))
    }

    fn admits(&self, folder: &Path) -> bool {
        Folder::parse(&key_of(folder)).is_none_or(|parsed| (self.folders)(&parsed))
    }

    /// Whether to enter a folder; `resolved` is its path with all links resolved.
    fn is_first_visit(&mut self, folder: &Path, resolved: PathBuf) -> bool {
        let root = self.resolved_root.get_or_insert_with(|| resolved.clone());
        if let Ok(inside) = resolved.strip_prefix(root) {
            let own = self.root.join(inside);
            let mut above = own.ancestors().take_while(|path| *path != self.root);
            let is_hidden = inside.components().any(|part| part.as_os_str() == STATE);
            if own == folder {
                return true;
            }
            if !is_hidden && above.all(|path| self.admits(path)) {
                return false;
            }
        }
        self.linked.insert(resolved)
    }

    /// Visits a path: gives a file, or `None` for a folder, which is entered unless it is out of scope.
    ///
    /// Most systems list an entry's type with its name, so that a plain file costs no system call.
    fn visit(
        &mut self,
        path: PathBuf,
        kind: Option<FileType>,
    ) -> Result<Option<Found>, SourceError> {
        let error = |error: std::io::Error| SourceError::new(&path, error);
        let look = || fs::symlink_metadata(&path).map(|data| data.file_type());
        let mut kind = kind.map_or_else(look, Ok).map_err(error)?;
        let is_link = kind.is_symlink();
        if is_link {
            kind = fs::metadata(&path).map_err(error)?.file_type();
        }
        if kind.is_dir() {
            return self.enter(path);
        }
        let fault = if kind.is_file() {
            self.mirror.filter(|_| is_link).and_then(|mirror| leaves(&path, mirror))
        } else {
            Some(Fault::Other(NOT_REGULAR.to_owned()))
        };
        Ok(Some(Found { path, fault }))
    }
}

/// An entry's name as in a key: a folder's name ends with a slash. Sorting by these names gives the
/// order of the keys.
fn name_in_key(entry: &fs::DirEntry) -> OsString {
    let mut name = entry.file_name();
    if entry
        .file_type()
        .is_ok_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir())
    {
        name.push("/");
    }
    name
}

impl Iterator for Walk<'_> {
    type Item = Result<Found, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, kind) = self.waiting.pop()?;
            if let Some(found) = self.visit(path, kind).transpose() {
                return Some(found);
            }
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    /// What a walk finds, below its root, and why something is not to be read.
    fn walked(root: &Path) -> Vec<String> {
        let (mirror, every) = (mirror_around(root), |_: &Folder<'_>| true);
        let walk = Walk::new(root, mirror.as_deref(), &every);
        let name = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
        walk.map(|found| match found {
            Ok(Found { path, fault: None }) => name(&path),
            Ok(Found { path, fault: Some(fault) }) => format!("{}: {fault}", name(&path)),
            Err(error) => format!("! {}", error.fault),
        })
        .collect()
    }

    fn put(path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }

    #[test]
    fn a_linked_folder_outside_the_root_is_entered_once() {
        let base = tempfile::tempdir().unwrap();
        for level in 0..30 {
            let folder = base.path().join(format!("d{level}"));
            fs::create_dir(&folder).unwrap();
            for name in ["a", "b", "c"] {
                symlink(format!("../d{}", level + 1), folder.join(name)).unwrap();
            }
        }
        put(&base.path().join("d30/x.json"));
        let found = walked(&base.path().join("d0"));
        assert_eq!(found, [format!("{}x.json", "a/".repeat(30))]);
        symlink("..", base.path().join("d30/up")).unwrap();
        assert_eq!(walked(&base.path().join("d0")).len(), 1);
        symlink("../elsewhere", base.path().join("d0/y")).unwrap();
        fs::create_dir(base.path().join("elsewhere")).unwrap();
        put(&base.path().join("elsewhere/z.json"));
        assert_eq!(walked(&base.path().join("d0")).len(), 2);
    }

    #[test]
    fn a_linked_folder_inside_the_root_is_read_under_its_own_name() {
        let base = tempfile::tempdir().unwrap();
        put(&base.path().join("real/deep/a.json"));
        symlink("real", base.path().join("before")).unwrap();
        symlink("real/deep", base.path().join("zlink")).unwrap();
        symlink("..", base.path().join("real/deep/up")).unwrap();
        assert_eq!(walked(base.path()), ["real/deep/a.json"]);
    }

    #[test]
    fn anything_but_a_regular_file_in_a_logs_place_is_a_fault() {
        let base = tempfile::tempdir().unwrap();
        let log = "1_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD.json.gz".replacen(
            '1',
            "111122223333",
            1,
        );
        let path = |name: &str| base.path().join(name);
        put(&path("target/real.json"));
        symlink("target/real.json", path("a.json")).unwrap();
        symlink("/dev/null", path("b.json")).unwrap();
        assert!(Command::new("mkfifo").arg(path("c.json")).status().unwrap().success());
        fs::create_dir(path("d.json")).unwrap();
        put(&path("e.json/kept.json"));
        put(&path(&format!("{log}/inside.json")));
        let bad = |name: &str| format!("{name}: {NOT_REGULAR}");
        let expected = [
            bad(&log),
            format!("{log}/inside.json"),
            "a.json".to_owned(),
            bad("b.json"),
            bad("c.json"),
            bad("d.json"),
            "e.json/kept.json".to_owned(),
            "target/real.json".to_owned(),
        ];
        assert_eq!(walked(base.path()), expected);
    }

    #[test]
    fn links_may_not_leave_a_mirror_but_its_root_may_be_a_link() {
        let base = tempfile::tempdir().unwrap();
        let path = |name: &str| base.path().join(name);
        put(&path("outside/logs/o.json"));
        put(&path("real/.ct/mirror.json"));
        put(&path("real/l/a.json"));
        symlink("a.json", path("real/l/b.json")).unwrap();
        symlink(path("outside/logs/o.json"), path("real/l/c.json")).unwrap();
        symlink(path("outside/logs"), path("real/l/d")).unwrap();
        symlink("real", path("mirror")).unwrap();
        let why = "a link that leaves the mirror";
        let below = ["a.json".to_owned(), "b.json".to_owned(), format!("c.json: {why}")];
        let all: Vec<_> =
            below.iter().map(|found| format!("l/{found}")).chain([format!("! {why}")]).collect();
        assert_eq!(walked(&path("mirror")), all);
        assert_eq!(walked(&path("mirror/l"))[..3], below);
    }
}
