//! A folder that mirrors a bucket key by key. A killed process or a loss of power leaves no partial
//! file, and loses no object that was reported as stored.
//!
//! ```text
//! DEST/<key>                      the object, byte by byte
//! DEST/<key>.metadata.json        beside a digest: its signature
//! DEST/.ct/mirror.json            the metadata of the mirror: its bucket
//! DEST/.ct/lock                   locked while a process writes to the mirror
//! DEST/.ct/tmp/                   files that are not complete yet
//! DEST/.ct/ledger/<month>.jsonl   the stored objects, as they were listed
//! ```
//! Objects are collected in memory and written in batches. A file is synced before it gets its name,
//! and folders are synced before the ledger gets the line: a line in a ledger means a durable file.
//! Only temporary files are deleted. Knows nothing of networks, nor of the content of objects; a
//! bucket is a name.

mod disk;
pub mod files;
mod ledger;
mod letter_case;
pub mod lines;
mod metadata;
pub mod new_file;
mod refusal;
mod unstored;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use self::disk::with_path;
use self::ledger::{LedgerLine, Ledgers};
use self::metadata::Metadata;
pub use self::metadata::{bucket_of, completed};
pub use self::refusal::Refusal;
pub use self::unstored::Unstored;
use crate::error::UserError;
use crate::event::key::{Key, Kind};
use crate::source::local::{self, STATE};
use crate::source::{Arrived, Listed};

/// A batch is written when it has this many objects,
const BATCH_OBJECTS: usize = 512;
/// this many bytes,
const BATCH_BYTES: usize = 32 << 20;
/// or when its first object has waited this long.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// The largest file of public keys, in bytes.
pub const MOST_KEYS: u64 = 16 << 20;

/// Why a folder cannot be the mirror of a bucket.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// Another process has the lock.
    #[error("{0}: another process is fetching into this folder")]
    Locked(String),
    /// The folder holds another bucket.
    #[error("{folder}: this folder mirrors the bucket {held}, not {asked}")]
    Bucket {
        /// The mirror.
        folder: String,
        /// The bucket that it mirrors.
        held: String,
        /// The bucket that was to be mirrored.
        asked: String,
    },
    /// The metadata is malformed, or of another version.
    #[error("{0}: unsupported mirror metadata")]
    Metadata(String),
    /// The system refuses something.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<MirrorError> for UserError {
    fn from(error: MirrorError) -> Self {
        Self::new(&error, error.help().unwrap_or("choose a folder that you may write to"))
    }
}

impl MirrorError {
    /// What to do next.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Locked(_) => Some("wait until it ends, or choose another folder"),
            Self::Bucket { .. } => Some("choose another folder: each bucket needs its own"),
            Self::Metadata(_) => {
                Some("use the version of ct that wrote it, or choose another folder")
            }
            Self::Io(_) => None,
        }
    }
}

/// An object in the batch.
struct Pending {
    line: LedgerLine,
    path: PathBuf,
    temporary: PathBuf,
    bytes: Vec<u8>,
    /// The file beside it.
    sidecar: Option<Vec<u8>>,
}

/// A mirror, open for one run.
pub struct Mirror {
    root: PathBuf,
    /// Held until the end of the run; `None` if the mirror is open to be read only.
    lock: Option<File>,
    ledgers: Ledgers,
    /// By key, so that an object that is put twice is written once.
    batch: BTreeMap<String, Pending>,
    batch_bytes: usize,
    /// When the first object was added.
    batch_since: Instant,
    /// The number of temporary files so far.
    temporaries: u64,
    /// The file system is case-insensitive.
    is_case_insensitive: bool,
}

impl Mirror {
    /// Opens the mirror of a bucket to write to it. Creates the folder if there is none, and removes
    /// temporary files of earlier runs.
    ///
    /// # Errors
    /// Another process has it open, it mirrors another bucket, or the system refuses to read or
    /// write.
    pub fn open(root: &Path, bucket: &str) -> Result<Self, MirrorError> {
        let mut mirror = Self::new(root);
        let state = root.join(STATE);
        let made: Vec<_> = state.ancestors().take_while(|folder| !folder.exists()).collect();
        files::create_private_folder(&state).map_err(with_path(&state))?;
        for folder in made.into_iter().filter_map(Path::parent) {
            disk::sync_folder(folder)?;
        }
        mirror.lock = Some(lock(root)?);
        let has_metadata = metadata::check(root, bucket)?;
        let temporaries = state.join("tmp");
        match fs::remove_dir_all(&temporaries) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir(&temporaries),
        }
        .map_err(with_path(&temporaries))?;
        mirror.is_case_insensitive =
            letter_case::is_case_insensitive(&temporaries).map_err(with_path(&temporaries))?;
        if !has_metadata {
            mirror.write_metadata(&Metadata::new(bucket))?;
        }
        Ok(mirror)
    }

    /// Opens the mirror of a bucket to read it. Writes nothing and takes no lock; the folder need
    /// not exist.
    ///
    /// # Errors
    /// It mirrors another bucket, or the system refuses to read.
    pub fn open_read_only(root: &Path, bucket: &str) -> Result<Self, MirrorError> {
        metadata::check(root, bucket)?;
        Ok(Self::new(root))
    }

    fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            lock: None,
            ledgers: Ledgers::new(root.join(STATE)),
            batch: BTreeMap::new(),
            batch_bytes: 0,
            batch_since: Instant::now(),
            temporaries: 0,
            is_case_insensitive: false,
        }
    }

    /// Whether this version of an object is stored: the ledger has it with the same size and `ETag`,
    /// its file has that size, and a digest file's metadata is beside it. Objects of an open batch
    /// are not stored yet. An object without an `ETag` may be of any version and never counts.
    ///
    /// Fast if keys are in order: then each ledger is read once.
    ///
    /// # Errors
    /// The ledger or the file cannot be read.
    pub fn contains(&mut self, listed: &Listed) -> io::Result<bool> {
        if Self::refuses(&listed.key).is_some() {
            return Ok(false);
        }
        let path = local::path_below(&self.root, &listed.key);
        let same = |line: &&LedgerLine| {
            line.size == listed.size && line.etag == listed.etag && !line.etag.is_empty()
        };
        let Some(line) = self.ledgers.find(&listed.key)?.filter(same) else { return Ok(false) };
        Ok(size(&path)? == Some(listed.size)
            && (!line.sidecar || size(&local::sidecar(&path))?.is_some()))
    }

    /// Why a key cannot be a file of the mirror, if it cannot. An empty object with
    /// [`Refusal::Marker`] need not be stored; with any other refusal the mirror is incomplete.
    pub fn refuses(key: &str) -> Option<Refusal> {
        let is_among_keys = key.starts_with("public-keys/");
        if is_among_keys { Some(Refusal::Keys) } else { refusal::refusal(key, cfg!(windows)) }
    }

    /// Adds an object to the batch. It is stored by the next [`Mirror::commit`], which this calls
    /// when the batch is full.
    ///
    /// # Errors
    /// This object, or others of the batch, could not be stored; each is named once. All others are
    /// not affected.
    pub fn put(&mut self, listed: &Listed, arrived: Arrived) -> Result<(), Vec<Unstored>> {
        let pending = match self.pending(listed, arrived) {
            Ok(pending) => pending,
            Err(error) => {
                let is_of_its_key = unstored::is_of_its_key(&mut self.ledgers, &listed.key, &error);
                return Err(vec![Unstored { key: listed.key.clone(), error, is_of_its_key }]);
            }
        };
        if self.batch.is_empty() {
            self.batch_since = Instant::now();
        }
        self.batch_bytes += pending.bytes.len();
        self.batch.insert(listed.key.clone(), pending);
        let full = self.batch.len() >= BATCH_OBJECTS
            || self.batch_bytes >= BATCH_BYTES
            || self.batch_since.elapsed() >= BATCH_AGE;
        if full { self.commit() } else { Ok(()) }
    }

    /// Writes another file of the mirror atomically, unless it exists with the same bytes.
    ///
    /// # Errors
    /// The path cannot be a file of the mirror, or the system refuses to write.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if let Some(refusal) = refusal::refusal(path, cfg!(windows)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path}: {refusal}")));
        }
        let path = self.root.join(path);
        let same = files::read(&path, bytes.len() as u64).is_ok_and(|held| held == bytes);
        if same { Ok(()) } else { self.replace(&path, bytes) }
    }

    /// Makes the objects of the batch durable and visible, and adds them to the ledgers.
    ///
    /// # Errors
    /// Some objects could not be stored; each is named. The batch is empty then, too: a disk that
    /// failed to sync may report success at the next attempt.
    pub fn commit(&mut self) -> Result<(), Vec<Unstored>> {
        self.batch_bytes = 0;
        let batch: Vec<_> = mem::take(&mut self.batch).into_values().collect();
        let mut lost = Vec::new();

        // Of a key and a key below it, the first one becomes the file.
        let keys: HashSet<_> = batch.iter().map(|object| object.line.key.clone()).collect();
        let is_below = |object: &Pending| parents(&object.line.key).any(|up| keys.contains(up));
        let (below, mut batch): (Vec<_>, Vec<_>) = batch.into_iter().partition(is_below);
        let mut placed = disk::parallel_map(&batch, Pending::write);
        placed.extend(disk::parallel_map(&below, Pending::write));
        batch.extend(below);
        let mut placed = placed.into_iter();
        let batch = without_failed(batch, &mut lost, |_| placed.next().and_then(Result::err));

        let unsynced = self.sync_folders(&batch);
        let batch = without_failed(batch, &mut lost, |object| {
            let (_, error) = unsynced.iter().find(|(folder, _)| object.path.starts_with(folder))?;
            Some(io::Error::new(error.kind(), error.to_string()))
        });

        let unnoted = self.ledgers.append(batch.into_iter().map(|object| object.line).collect());
        lost.extend(unnoted.into_iter().map(|(line, error)| Unstored::new(line.key, error)));
        for object in &mut lost {
            object.is_of_its_key =
                unstored::is_of_its_key(&mut self.ledgers, &object.key, &object.error);
        }
        if lost.is_empty() { Ok(()) } else { Err(lost) }
    }

    /// Syncs the folders of objects, up to the root: an earlier run may have been killed between
    /// creating a folder and syncing it. Returns the folders that failed.
    fn sync_folders(&self, batch: &[Pending]) -> Vec<(PathBuf, io::Error)> {
        let folders = batch.iter().flat_map(|object| disk::folders(&self.root, &object.path));
        let folders: Vec<_> = folders.collect::<BTreeSet<_>>().into_iter().collect();
        let synced = disk::parallel_map(&folders, |folder| disk::sync_folder(folder));
        let failed =
            |(folder, done): (&Path, io::Result<()>)| Some((folder.to_owned(), done.err()?));
        folders.into_iter().zip(synced).filter_map(failed).collect()
    }

    /// Prepares an object for the batch.
    fn pending(&mut self, listed: &Listed, arrived: Arrived) -> io::Result<Pending> {
        let wrong = |why: String| Err(io::Error::new(io::ErrorKind::InvalidData, why));
        if let Some(refusal) = Self::refuses(&listed.key) {
            return wrong(refusal.to_string());
        }
        let length = arrived.bytes.len() as u64;
        if length != listed.size {
            return wrong(format!("received {length} bytes, listed {}", listed.size));
        }
        let is_digest = Key::parse(&listed.key).is_some_and(|key| key.kind == Kind::Digest);
        let sidecar = (is_digest && !arrived.metadata.is_empty())
            .then(|| serde_json::to_vec(&arrived.metadata))
            .transpose()?;
        let Listed { key, size, etag, .. } = listed.clone();
        let path = local::path_below(&self.root, &key);
        files::expect_inside(&self.root, &path)?;
        if self.is_case_insensitive && self.is_taken(&key, &path)? {
            return wrong("another key that differs only in case is the same file here".into());
        }
        Ok(Pending {
            path,
            temporary: self.temporary()?,
            bytes: arrived.bytes,
            line: LedgerLine { key, size, etag, sidecar: sidecar.is_some() },
            sidecar,
        })
    }

    /// Whether another key, which differs only in case, has the file of this key.
    fn is_taken(&mut self, key: &str, path: &Path) -> io::Result<bool> {
        let is_other = |held: &String| held != key && letter_case::is_same_file(held, key);
        if self.batch.keys().any(is_other) {
            return Ok(true);
        }
        let is_there = size(path)?.is_some();
        let is_new = is_there && self.ledgers.find(key)?.is_none();
        Ok(is_new && !letter_case::has_exact_spelling(&self.root, path)?)
    }

    /// The path of a new temporary file.
    fn temporary(&mut self) -> io::Result<PathBuf> {
        if self.lock.is_none() {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "the mirror is open to be read only",
            ));
        }
        self.temporaries += 1;
        Ok(self.root.join(STATE).join("tmp").join(self.temporaries.to_string()))
    }

    /// Writes a file atomically and makes it durable.
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        files::expect_inside(&self.root, path)?;
        disk::write_atomically(&self.temporary()?, path, bytes)?;
        disk::folders(&self.root, path).try_for_each(disk::sync_folder)
    }

    /// Records that all objects that the bucket had at a time are in the mirror. `scope` names the
    /// accounts and Regions if only some were fetched. A fetch with another scope does not replace a
    /// record, unless it is of everything.
    ///
    /// # Errors
    /// The system refuses to write.
    pub fn complete(&mut self, bucket: &str, scope: &str, at: Timestamp) -> io::Result<()> {
        let recorded = metadata::read(&self.root)?.filter(|it| it.completed.is_some());
        if recorded.is_some_and(|it| !scope.is_empty() && it.scope != scope) {
            return Ok(());
        }
        let mut metadata = Metadata::new(bucket);
        metadata.completed = Some(at);
        scope.clone_into(&mut metadata.scope);
        self.write_metadata(&metadata)
    }

    fn write_metadata(&mut self, metadata: &Metadata) -> io::Result<()> {
        let text = serde_json::to_string(metadata)? + "\n";
        self.replace(&metadata::path_of(&self.root), text.as_bytes())
    }
}

impl Drop for Mirror {
    /// Stores an open batch as far as it can. Call `commit` to learn about errors.
    fn drop(&mut self) {
        self.commit().ok();
    }
}

impl Pending {
    /// Writes the object, and before it the metadata of a digest file: a digest file never exists
    /// without its signature.
    fn write(&self) -> io::Result<()> {
        if let Some(sidecar) = &self.sidecar {
            disk::write_atomically(&self.temporary, &local::sidecar(&self.path), sidecar)?;
        }
        disk::write_atomically(&self.temporary, &self.path, &self.bytes)
    }
}

/// The keys that are folders above a key.
fn parents(key: &str) -> impl Iterator<Item = &str> {
    key.match_indices('/').map(|(end, _)| &key[..end])
}

/// Moves the objects for which `fault` gives an error to `lost`, and returns the others.
fn without_failed(
    batch: Vec<Pending>,
    lost: &mut Vec<Unstored>,
    mut fault: impl FnMut(&Pending) -> Option<io::Error>,
) -> Vec<Pending> {
    let mut others = Vec::with_capacity(batch.len());
    for object in batch {
        match fault(&object) {
            Some(error) => lost.push(Unstored::new(object.line.key, error)),
            None => others.push(object),
        }
    }
    others
}

/// The keys of digest files in the ledgers of a mirror, whether or not the files still exist: those
/// of the latest month of each account and Region.
///
/// # Errors
/// A ledger exists and cannot be read.
pub fn recorded_digests(root: &Path) -> io::Result<Vec<String>> {
    ledger::digests(&root.join(STATE).join("ledger"))
}

/// Locks a mirror until the file is closed.
fn lock(root: &Path) -> Result<File, MirrorError> {
    let lock = lines::lock(&root.join(STATE).join("lock"))?;
    lock.ok_or_else(|| MirrorError::Locked(root.display().to_string()))
}

/// The size of a regular file in bytes; `None` if there is none.
fn size(path: &Path) -> io::Result<Option<u64>> {
    match fs::symlink_metadata(path) {
        Ok(data) => Ok(data.is_file().then_some(data.len())),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ => Err(with_path(path)(error)),
        },
    }
}

#[cfg(test)]
mod tests;
