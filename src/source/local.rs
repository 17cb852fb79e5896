//! Objects on this machine: a folder that mirrors a bucket, a file, standard input.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::interrupt::Interrupt;
use super::regular::NOT_REGULAR;
use super::small;
use super::stream::Stream;
use super::walk::{self, Found, Walk, key_of};
use super::{
    Body, Entries, Entry, Fault, FolderTest, Level, Listed, Listing, Object, ObjectId, Scope,
    SourceError, Store,
};
use crate::event::key::Key;

pub use super::walk::{EMPTY_PART, STATE};

/// The ending of the file that holds an object's metadata, after the name of the object's file.
pub const SIDECAR: &str = ".metadata.json";

/// The most bytes of a sidecar: S3 keeps 2 KiB of metadata with an object.
const MOST_METADATA: u64 = 64 << 10;

/// A folder of log files, at best a mirror of a bucket.
pub struct Directory {
    root: PathBuf,
    /// The mirror that the folder is, or lies in, with all links resolved.
    mirror: OnceLock<Option<PathBuf>>,
}

impl Directory {
    /// Its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder at `root`, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), mirror: OnceLock::new() }
    }

    fn entry(found: Found, scope: &Scope<'_>) -> Result<Entry, SourceError> {
        let Found { path, fault } = found;
        let id = id_of(&path);
        match (scope.skip(&id.key, false), fault) {
            (Some(why), _) => Ok(Entry::Skipped(id, why)),
            (None, Some(fault)) => Err(SourceError { name: id.name, fault }),
            (None, None) => {
                Ok(Entry::Object(Object { id, explicit: false, body: Body::File(path) }))
            }
        }
    }

    fn mirror(&self) -> Option<&Path> {
        self.mirror.get_or_init(|| walk::mirror_around(&self.root)).as_deref()
    }

    fn walk<'a>(&'a self, folders: FolderTest<'a>) -> Walk<'a> {
        Walk::new(&self.root, self.mirror(), folders)
    }
}

impl Directory {
    /// The objects in the folders that pass the test, as [`Store::list`] has them; one that is not
    /// to be read, such as a named pipe, is an error.
    pub fn list_readable<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        let found = self.walk(folders);
        Box::new(found.map(|found| {
            let Found { path, fault } = found?;
            match fault.filter(|_| Key::parse(&key_of(&path)).is_some()) {
                Some(fault) => Err(SourceError::new(&path, fault)),
                None => listed(&path),
            }
        }))
    }
}

impl Store for Directory {
    fn level(&self, folder: &str) -> Result<Level, SourceError> {
        let path = self.root.join(folder);
        let error = |error: io::Error| SourceError::new(&path, error);
        let mut level = Level::default();
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(level),
            entries => entries.map_err(error)?,
        };
        for entry in entries {
            let entry = entry.map_err(error)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.path().is_dir();
            if is_folder { level.folders.push(name) } else { level.objects.push(name) }
        }
        level.folders.sort_unstable();
        level.objects.sort_unstable();
        Ok(level)
    }

    fn list<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        let found = self.walk(folders);
        Box::new(found.map(|found| found.and_then(|found| listed(&found.path))))
    }

    fn entries<'a>(&'a self, scope: &'a Scope<'a>) -> Entries<'a> {
        let found = self.walk(scope.local_folders());
        Box::new(found.map(|found| found.and_then(|found| Self::entry(found, scope))))
    }

    fn get(&self, key: &str) -> Result<Object, SourceError> {
        let path = path_below(&self.root, key);
        match fs::metadata(&path) {
            Ok(data) if data.is_file() => {
                if let Some(fault) = self.mirror().and_then(|it| walk::leaves(&path, it)) {
                    return Err(SourceError::new(&path, fault));
                }
                Ok(Object { id: id_of(&path), explicit: false, body: Body::File(path) })
            }
            Ok(_) => Err(SourceError::new(&path, Fault::Other(NOT_REGULAR.to_owned()))),
            Err(error) => Err(SourceError::new(&path, error)),
        }
    }
}

/// The file beside another one that holds its object's metadata.
pub fn sidecar(path: &Path) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(SIDECAR);
    name.into()
}

/// The object's metadata, if a mirror has kept it.
///
/// # Errors
/// The sidecar exists and cannot be read.
pub(super) fn metadata(path: &Path) -> Result<BTreeMap<String, String>, SourceError> {
    let path = sidecar(path);
    match small::read(&path, MOST_METADATA) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        read => {
            let text = read.map_err(|error| SourceError::new(&path, error))?;
            serde_json::from_slice(&text)
                .map_err(|error| SourceError::new(&path, Fault::Other(error.to_string())))
        }
    }
}

/// One file that the user named; it may be a named pipe or a device.
pub fn file(path: &Path, interrupt: &Interrupt) -> Object {
    let is_stream = fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir());
    let body = if is_stream {
        Body::Stream(Stream::file(path.to_owned(), interrupt))
    } else {
        Body::File(path.to_owned())
    };
    Object { id: id_of(path), explicit: true, body }
}

fn id_of(path: &Path) -> ObjectId {
    ObjectId { name: path.display().to_string(), key: key_of(path) }
}

/// A file as a listing shows it.
///
/// # Errors
/// It is missing, or access is denied.
pub fn listed(path: &Path) -> Result<Listed, SourceError> {
    let data = fs::metadata(path).map_err(|error| SourceError::new(path, error))?;
    let size = if data.is_file() { data.len() } else { 0 };
    Ok(Listed { key: key_of(path), size, etag: String::new(), archived: false })
}

/// Standard input, as one object.
pub fn stdin(interrupt: &Interrupt) -> Object {
    let body = Body::Stream(Stream::stdin(interrupt));
    Object { id: ObjectId::named("-"), explicit: true, body }
}

/// The path of the object with this key in a mirror.
pub fn path_below(root: &Path, key: &str) -> PathBuf {
    if !key.starts_with('/') && !key.contains("//") {
        return root.join(key);
    }
    let parts = key.split('/').map(|part| if part.is_empty() { EMPTY_PART } else { part });
    root.join(parts.collect::<PathBuf>())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::filter::Filter;

    fn names(root: &Path, folders: FolderTest<'_>) -> Vec<String> {
        let below = root.display().to_string();
        let name = |listed: Result<Listed, SourceError>| match listed {
            Ok(listed) => listed.key.strip_prefix(&below).unwrap()[1..].to_owned(),
            Err(error) => format!("! {}", error.fault),
        };
        Directory::new(root).list(folders).map(name).collect()
    }

    fn put(root: &Path, name: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }

    #[test]
    fn a_tree_is_walked_in_order_and_pruned() {
        let folder = tempfile::tempdir().unwrap();
        let day = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11";
        for name in ["b.json", "a/c.json", "a.json", ".ct/ledger/x.jsonl"] {
            put(folder.path(), name);
        }
        put(folder.path(), &format!("{day}/20/x.json"));
        put(folder.path(), &format!("{day}/21/y.json"));
        let all = names(folder.path(), &|_| true);
        let expected = [format!("{day}/20/x.json"), format!("{day}/21/y.json")];
        assert_eq!(all, [expected[0].as_str(), &expected[1], "a.json", "a/c.json", "b.json"]);
        let pruned = names(folder.path(), &|folder| folder.date.2 != Some(21));
        assert_eq!(pruned, [expected[0].as_str(), "a.json", "a/c.json", "b.json"]);
    }

    #[test]
    fn a_level_lists_the_folders_and_objects_directly_in_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a/b/x.json", "a/c/y.json", "a/z.json"] {
            put(folder.path(), name);
        }
        let directory = Directory::new(folder.path());
        let level = directory.level("a").unwrap();
        assert_eq!(level.folders, ["b", "c"]);
        assert_eq!(level.objects, ["z.json"]);
        assert_eq!(directory.level("none").unwrap(), Level::default());
    }

    #[test]
    fn keys_with_empty_parts_have_paths_of_their_own() {
        for key in ["/AWSLogs/a.json", "x//AWSLogs/a.json", "//a", "a//b///c", "a/b", "a"] {
            let path = path_below(Path::new("root"), key);
            assert_eq!(key_of(&path), format!("root/{key}"));
            assert!(!path.to_str().unwrap().contains("//") && path.starts_with("root"));
        }
    }

    #[test]
    fn a_missing_file_or_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(names(&folder.path().join("none"), &|_| true), ["! no such file or folder"]);
        assert!(Directory::new(folder.path()).get("none").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_became_a_pipe_after_it_was_listed_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "a.json");
        let directory = Directory::new(folder.path());
        let filter = Filter::new(Vec::new(), SignedDuration::ZERO);
        let scope = Scope::new(&filter, false);
        let entry = directory.entries(&scope).next().unwrap().unwrap();
        let Entry::Object(object) = entry else { panic!("{entry:?}") };
        let path = folder.path().join("a.json");
        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let error = object.read(1 << 10, &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), NOT_REGULAR);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_below_the_root_is_not_entered_through_links() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "real/a.json");
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("real/up")).unwrap();
        std::os::unix::fs::symlink("gone", folder.path().join("zz")).unwrap();
        let found = names(folder.path(), &|_| true);
        assert_eq!(found, ["real/a.json", "! no such file or folder"]);
    }
}
