//! A folder that mirrors a bucket key by key, so written that a process killed or a machine
//! without power at any moment leaves no partial file and loses nothing that was said to be there.
//!
//! ```text
//! DEST/<key>                      the object, byte by byte
//! DEST/<key>.metadata.json        beside a digest: its signature
//! DEST/.ct/mirror.json            which bucket this is
//! DEST/.ct/lock                   locked as long as a process writes here
//! DEST/.ct/tmp/                   files that are not whole yet
//! DEST/.ct/ledger/<month>.jsonl   which objects are there, as they were listed
//! ```
//! Objects are put in memory and written in batches. Each file is synced before it gets its name,
//! the folders are synced before the ledger has the line: a line in a ledger means a file that
//! lasts. Nothing is ever deleted but what is temporary.
//! Knows nothing of networks, nor of what is in an object; a bucket is a name.

mod case;
mod disk;
pub mod files;
mod ledger;
pub mod lines;
mod note;
mod refusal;
mod unstored;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use self::disk::at;
use self::ledger::{Ledgers, Line};
use self::note::{Note, note_of, noted, read_note};
pub use self::note::{bucket_of, completed};
pub use self::refusal::Refusal;
pub use self::unstored::Unstored;
use crate::event::key::{Key, Kind};
use crate::source::local::{self, STATE};
use crate::source::{Arrived, Listed};

/// A batch is written when it has so many objects,
const BATCH_OBJECTS: usize = 512;
/// so many bytes,
const BATCH_BYTES: usize = 32 << 20;
/// or when its first object has waited so long.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// How large a document of public keys may be.
pub const MOST_KEYS: u64 = 16 << 20;

/// Why a folder cannot be the mirror of a bucket.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// Somebody else has the lock.
    #[error("{0}: another process is fetching into this folder")]
    Locked(String),
    /// The folder holds another bucket.
    #[error("{folder}: this folder mirrors the bucket {held}, not {asked}")]
    Bucket {
        /// The mirror.
        folder: String,
        /// The bucket that it holds.
        held: String,
        /// The bucket that was to come here.
        asked: String,
    },
    /// The note on what the folder holds says nothing, or is of another version.
    #[error("{0}: not the note of a mirror that this version of ct can read")]
    Note(String),
    /// The system refuses something.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl MirrorError {
    /// What to do next.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Locked(_) => Some("wait until it has ended, or choose another folder"),
            Self::Bucket { .. } => Some("choose a folder for each bucket: keys of two would mix"),
            Self::Note(_) => Some("use the ct that made it, or choose another folder"),
            Self::Io(_) => None,
        }
    }
}

/// An object that waits to be written.
struct Pending {
    line: Line,
    path: PathBuf,
    temporary: PathBuf,
    bytes: Vec<u8>,
    /// What goes beside it.
    sidecar: Option<Vec<u8>>,
}

/// A mirror, open for one run.
pub struct Mirror {
    root: PathBuf,
    /// Held until the end of the run; a mirror that is only looked at has none.
    lock: Option<File>,
    ledgers: Ledgers,
    /// By key, so that an object put twice is written once.
    batch: BTreeMap<String, Pending>,
    batch_bytes: usize,
    /// When the batch got its first object.
    batch_since: Instant,
    /// How many temporaries had a name.
    temporaries: u64,
    /// The file system takes names for one that differ only in case.
    is_folded: bool,
}

impl Mirror {
    /// Opens the mirror of a bucket to write to it; creates the folder, and removes what an
    /// earlier run left unfinished.
    ///
    /// # Errors
    /// Another process has it open, it holds another bucket, or the system refuses to read or
    /// write.
    pub fn open(root: &Path, bucket: &str) -> Result<Self, MirrorError> {
        let mut mirror = Self::new(root);
        let state = root.join(STATE);
        let made: Vec<_> = state.ancestors().take_while(|folder| !folder.exists()).collect();
        files::create_private_folder(&state).map_err(at(&state))?;
        for folder in made.into_iter().filter_map(Path::parent) {
            disk::sync_folder(folder)?;
        }
        mirror.lock = Some(lock(root)?);
        let known = noted(root, bucket)?;
        let temporaries = state.join("tmp");
        match fs::remove_dir_all(&temporaries) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir(&temporaries),
        }
        .map_err(at(&temporaries))?;
        mirror.is_folded = case::is_folded(&temporaries).map_err(at(&temporaries))?;
        if !known {
            mirror.note(&Note::new(bucket))?;
        }
        Ok(mirror)
    }

    /// Opens the mirror of a bucket to ask what it holds. Writes nothing and takes no lock; the
    /// folder need not exist.
    ///
    /// # Errors
    /// It holds another bucket, or the system refuses to read.
    pub fn look(root: &Path, bucket: &str) -> Result<Self, MirrorError> {
        noted(root, bucket)?;
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
            is_folded: false,
        }
    }

    /// Whether this very object is there and lasts: noted with the same size and `ETag`, its file
    /// still of that size, and a digest's metadata beside it. Objects of an open batch are not, nor
    /// those without an `ETag`, which may be of any version.
    ///
    /// Quick if keys come in their order: then each ledger is read once.
    ///
    /// # Errors
    /// The ledger or the file cannot be asked.
    pub fn holds(&mut self, listed: &Listed) -> io::Result<bool> {
        if Self::refuses(&listed.key).is_some() {
            return Ok(false);
        }
        let path = local::path_below(&self.root, &listed.key);
        let same = |line: &&Line| {
            line.size == listed.size && line.etag == listed.etag && !line.etag.is_empty()
        };
        let Some(line) = self.ledgers.find(&listed.key)?.filter(same) else { return Ok(false) };
        Ok(size(&path)? == Some(listed.size)
            && (!line.sidecar || size(&local::sidecar(&path))?.is_some()))
    }

    /// Why a key cannot be a file here, if it cannot. A [`Refusal::Marker`] is nothing to keep
    /// (if it has no bytes); anything else would be an object that the mirror lacks.
    pub fn refuses(key: &str) -> Option<Refusal> {
        let is_among_keys = key.starts_with("public-keys/");
        if is_among_keys { Some(Refusal::Keys) } else { refusal::refusal(key, cfg!(windows)) }
    }

    /// Takes an object as it was listed and as it came. It is there after the next
    /// [`Mirror::commit`], which happens here whenever the batch is full.
    ///
    /// # Errors
    /// This object, or others put before, could not be stored; each is named once, and all others
    /// are as well as they would be without it.
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

    /// Writes another file of the mirror, whole or not at all, unless it is there with the same
    /// bytes.
    ///
    /// # Errors
    /// The path is none that [`Mirror::refuses`] lets pass, or the system refuses to write.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if let Some(refusal) = refusal::refusal(path, cfg!(windows)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path}: {refusal}")));
        }
        let path = self.root.join(path);
        let same = files::read(&path, bytes.len() as u64).is_ok_and(|held| held == bytes);
        if same { Ok(()) } else { self.replace(&path, bytes) }
    }

    /// Makes all that was put durable and visible, and notes it in the ledgers.
    ///
    /// # Errors
    /// Some objects could not be stored; each is named. The batch is empty then, too: a disk that
    /// failed to sync may claim success when asked again.
    pub fn commit(&mut self) -> Result<(), Vec<Unstored>> {
        self.batch_bytes = 0;
        let batch: Vec<_> = mem::take(&mut self.batch).into_values().collect();
        let mut lost = Vec::new();

        // Of a key and one below it, the first is the file.
        let keys: HashSet<_> = batch.iter().map(|object| object.line.key.clone()).collect();
        let is_below = |object: &Pending| parents(&object.line.key).any(|up| keys.contains(up));
        let (below, mut batch): (Vec<_>, Vec<_>) = batch.into_iter().partition(is_below);
        let mut placed = disk::spread(&batch, Pending::place);
        placed.extend(disk::spread(&below, Pending::place));
        batch.extend(below);
        let mut placed = placed.into_iter();
        let batch = sift(batch, &mut lost, |_| placed.next().and_then(Result::err));

        let unsynced = self.sync_folders(&batch);
        let batch = sift(batch, &mut lost, |object| {
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

    /// Makes the names of objects durable, those of their folders included: an earlier run may
    /// have been killed between making one and syncing it. Returns the folders that failed.
    fn sync_folders(&self, batch: &[Pending]) -> Vec<(PathBuf, io::Error)> {
        let folders = batch.iter().flat_map(|object| disk::folders(&self.root, &object.path));
        let folders: Vec<_> = folders.collect::<BTreeSet<_>>().into_iter().collect();
        let synced = disk::spread(&folders, |folder| disk::sync_folder(folder));
        let failed =
            |(folder, done): (&Path, io::Result<()>)| Some((folder.to_owned(), done.err()?));
        folders.into_iter().zip(synced).filter_map(failed).collect()
    }

    /// An object that may wait to be written.
    fn pending(&mut self, listed: &Listed, arrived: Arrived) -> io::Result<Pending> {
        let wrong = |why: String| Err(io::Error::new(io::ErrorKind::InvalidData, why));
        if let Some(refusal) = Self::refuses(&listed.key) {
            return wrong(refusal.to_string());
        }
        let length = arrived.bytes.len() as u64;
        if length != listed.size {
            return wrong(format!("{length} bytes came, {} were listed", listed.size));
        }
        let is_digest = Key::parse(&listed.key).is_some_and(|key| key.kind == Kind::Digest);
        let sidecar = (is_digest && !arrived.metadata.is_empty())
            .then(|| serde_json::to_vec(&arrived.metadata))
            .transpose()?;
        let Listed { key, size, etag, .. } = listed.clone();
        let path = local::path_below(&self.root, &key);
        files::expect_inside(&self.root, &path)?;
        if self.is_folded && self.is_taken(&key, &path)? {
            return wrong(
                "another key differs from it only in case, and is the same file here".into(),
            );
        }
        Ok(Pending {
            path,
            temporary: self.temporary()?,
            bytes: arrived.bytes,
            line: Line { key, size, etag, sidecar: sidecar.is_some() },
            sidecar,
        })
    }

    /// Whether the file of a key is that of another one, which differs from it only in case.
    fn is_taken(&mut self, key: &str, path: &Path) -> io::Result<bool> {
        let is_other = |held: &String| held != key && case::is_same(held, key);
        if self.batch.keys().any(is_other) {
            return Ok(true);
        }
        let is_there = size(path)?.is_some();
        let is_new = is_there && self.ledgers.find(key)?.is_none();
        Ok(is_new && !case::is_spelled_so(&self.root, path)?)
    }

    /// A name for a file that is not whole yet.
    fn temporary(&mut self) -> io::Result<PathBuf> {
        if self.lock.is_none() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "the mirror is only looked at"));
        }
        self.temporaries += 1;
        Ok(self.root.join(STATE).join("tmp").join(self.temporaries.to_string()))
    }

    /// Writes a file that lasts.
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        files::expect_inside(&self.root, path)?;
        disk::place(&self.temporary()?, path, bytes)?;
        disk::folders(&self.root, path).try_for_each(disk::sync_folder)
    }

    /// Records that everything that the bucket held at that time is here. `scope` names the
    /// accounts and Regions if only some were fetched; a narrower fetch says nothing of the rest.
    ///
    /// # Errors
    /// The system refuses to write.
    pub fn complete(&mut self, bucket: &str, scope: &str, at: Timestamp) -> io::Result<()> {
        let held = read_note(&self.root)?.filter(|note| note.completed.is_some());
        if held.is_some_and(|note| !scope.is_empty() && note.scope != scope) {
            return Ok(());
        }
        let scope = scope.to_owned();
        let mut note = Note::new(bucket);
        (note.completed, note.scope) = (Some(at), scope);
        self.note(&note)
    }

    /// Records which bucket this is, and through when it is here.
    fn note(&mut self, note: &Note) -> io::Result<()> {
        let text = serde_json::to_string(note)? + "\n";
        self.replace(&note_of(&self.root), text.as_bytes())
    }
}

impl Drop for Mirror {
    /// What was put and not committed is better kept; whoever wants to know calls `commit`.
    fn drop(&mut self) {
        self.commit().ok();
    }
}

impl Pending {
    /// Gives the object its name; a digest never stands without its signature.
    fn place(&self) -> io::Result<()> {
        if let Some(sidecar) = &self.sidecar {
            disk::place(&self.temporary, &local::sidecar(&self.path), sidecar)?;
        }
        disk::place(&self.temporary, &self.path, &self.bytes)
    }
}

/// The keys that would be folders of a key.
fn parents(key: &str) -> impl Iterator<Item = &str> {
    key.match_indices('/').map(|(end, _)| &key[..end])
}

/// Takes out the objects that a fault befell.
fn sift(
    batch: Vec<Pending>,
    lost: &mut Vec<Unstored>,
    mut fault: impl FnMut(&Pending) -> Option<io::Error>,
) -> Vec<Pending> {
    let mut whole = Vec::with_capacity(batch.len());
    for object in batch {
        match fault(&object) {
            Some(error) => lost.push(Unstored::new(object.line.key, error)),
            None => whole.push(object),
        }
    }
    whole
}

/// Keys of digests that a mirror recorded when it fetched them, whether or not they are still
/// there: those of the latest month of each account and Region.
///
/// # Errors
/// A ledger is there and cannot be read.
pub fn recorded_digests(root: &Path) -> io::Result<Vec<String>> {
    ledger::digests(&root.join(STATE).join("ledger"))
}

/// Locks a mirror against other processes, until the file is closed.
fn lock(root: &Path) -> Result<File, MirrorError> {
    let lock = lines::lock(&root.join(STATE).join("lock"))?;
    lock.ok_or_else(|| MirrorError::Locked(root.display().to_string()))
}

/// The size of a file, if it is there.
fn size(path: &Path) -> io::Result<Option<u64>> {
    match fs::symlink_metadata(path) {
        Ok(data) => Ok(data.is_file().then_some(data.len())),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ => Err(at(path)(error)),
        },
    }
}

#[cfg(test)]
mod tests;
