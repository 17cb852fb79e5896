//! Walks a folder of log files in the order of their keys, and judges what stands where a log should.
//!
//! A link to a regular file is read, except one that leaves a mirror: `ct` wrote every object of a
//! mirror as a regular file. A linked folder is entered once, and not at all if the walk comes to it
//! by its own name. Knows nothing of what is in a file.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::regular::NOT_REGULAR;
use super::{Fault, FolderTest, SourceError};
use crate::event::key::{Folder, Key, is_log_name};

/// The folder in which a mirror keeps what is no copy of an object.
pub const STATE: &str = ".ct";

/// How a mirror names the folder for a part of a key between two slashes, or before the first one: no
/// file system has a folder without a name.
pub const EMPTY_PART: &str = "%2F";

/// The path with slashes, from which [`crate::event::key`] reads what it can.
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

/// Something in a folder that is not a folder to enter.
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
    /// What is still to be visited, the next one last, and what its folder says it is.
    waiting: Vec<(PathBuf, Option<FileType>)>,
    /// Folders that were entered through a link, resolved.
    linked: HashSet<PathBuf>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, mirror: Option<&'a Path>, folders: FolderTest<'a>) -> Self {
        let waiting = vec![(root.to_owned(), None)];
        Self { folders, root, resolved_root: None, mirror, waiting, linked: HashSet::new() }
    }

    /// Puts what is in a folder on the stack, unless nothing below it is wanted or it was entered
    /// before. A folder in the place of a log is found itself.
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
        let stands_for_log = Key::parse(&key).is_some() || entries.is_empty() && is_log_name(&key);
        // The top of the stack is the end of the vector.
        entries.sort_unstable_by(|(a, ..), (b, ..)| b.cmp(a));
        self.waiting.extend(entries.into_iter().map(|(_, path, kind)| (path, kind)));
        let fault = Fault::Other(NOT_REGULAR.to_owned());
        Ok((stands_for_log && !is_root).then_some(Found { path: folder, fault: Some(fault) }))
    }

    fn admits(&self, folder: &Path) -> bool {
        Folder::parse(&key_of(folder)).is_none_or(|parsed| (self.folders)(&parsed))
    }

    /// Whether to enter a folder, which is `resolved` with all links resolved.
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

    /// What a path in a folder is to the walk: something found, or `None` for a folder that was
    /// entered or passed over.
    ///
    /// Most systems tell what an entry is with its name, so that a plain file costs no call here.
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

/// An entry's name as it stands in keys: behind a folder's name comes a slash, and before the
/// slash come other characters. Folders are in the order of their keys only by these names.
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
    fn linked_folders_outside_are_entered_once_however_many_links_lead_there() {
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
    fn a_folder_inside_counts_under_its_own_name() {
        let base = tempfile::tempdir().unwrap();
        put(&base.path().join("real/deep/a.json"));
        symlink("real", base.path().join("before")).unwrap();
        symlink("real/deep", base.path().join("zlink")).unwrap();
        symlink("..", base.path().join("real/deep/up")).unwrap();
        assert_eq!(walked(base.path()), ["real/deep/a.json"]);
    }

    #[test]
    fn what_stands_where_a_log_should_is_found_and_not_to_be_read() {
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
    fn links_may_not_leave_a_mirror_but_its_root_may_be_one() {
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
