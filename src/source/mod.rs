//! Where log objects come from: an iterator of [`Object`]s is the whole abstraction.
//!
//! Knows nothing of what is in an object, nor of threads: a file is named here and read by the
//! worker that wants it.

pub mod download;
pub mod interrupt;
pub mod local;
pub mod memory;
pub mod notice;
pub mod regular;
pub mod small;
pub mod stream;
mod walk;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::event::key::Folder;
pub use download::{Download, Prefetched};
use stream::Stream;

/// An object before it was read.
#[derive(Debug)]
pub struct Object {
    /// How messages call it: a path as the user would write it, or `s3://bucket/key`.
    pub name: String,
    /// Its key, or what serves as one: a path below the source with slashes.
    pub key: String,
    /// Asked for by name, not found in a folder: then its name is no reason to leave it out.
    pub explicit: bool,
    /// Where its bytes are.
    pub body: Body,
}

/// Where an object's bytes are.
pub enum Body {
    /// In a file.
    File(PathBuf),
    /// In a stream, which may let its reader wait.
    Stream(Stream),
    /// At hand.
    Here(Vec<u8>),
    /// On their way here.
    Coming(Download),
    /// Left where they are: nobody wants an object with this key.
    Left,
    /// Not to be read, and why: a pipe, a device or a folder that stands where a log should, or a
    /// link out of a mirror.
    Unreadable(Fault),
}

/// An object that has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// The object, as it is stored.
    pub bytes: Vec<u8>,
    /// What its owner wrote beside it, by names in lower case: a digest's signature is here.
    pub metadata: BTreeMap<String, String>,
    /// As [`Listed::etag`]: empty if it came from no bucket.
    pub etag: String,
    /// The bytes make a checksum that came with them.
    pub is_proven: bool,
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "File({})", path.display()),
            Self::Stream(_) => formatter.write_str("Stream"),
            Self::Here(bytes) => write!(formatter, "Here({} bytes)", bytes.len()),
            Self::Coming(_) => formatter.write_str("Coming"),
            Self::Left => formatter.write_str("Left"),
            Self::Unreadable(fault) => write!(formatter, "Unreadable({fault})"),
        }
    }
}

impl Object {
    /// How many bytes it has as it is stored, if that can be known before it is read. Waits for a
    /// download that was started.
    pub fn size(&self) -> Option<u64> {
        match &self.body {
            Body::Coming(download) => download.size(),
            Body::File(path) => std::fs::metadata(path).ok().map(|data| data.len()),
            Body::Here(bytes) => Some(bytes.len() as u64),
            _ => None,
        }
    }

    /// Reads the object into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// The object cannot be opened or read, or is larger than `limit` bytes as it is stored.
    pub fn read(self, limit: usize, buffer: &mut Vec<u8>) -> Result<(), SourceError> {
        buffer.clear();
        let read = match self.body {
            Body::File(path) => regular::open(&path).and_then(|(file, length)| {
                let expected = usize::try_from(length).unwrap_or(limit).min(limit);
                buffer.reserve(expected.saturating_add(1));
                file.take(limit as u64 + 1).read_to_end(buffer)
            }),
            Body::Here(bytes) => {
                *buffer = bytes;
                Ok(buffer.len())
            }
            Body::Stream(stream) => match stream.read(limit) {
                Ok(bytes) => {
                    *buffer = bytes;
                    Ok(buffer.len())
                }
                Err(fault) => return Err(SourceError { name: self.name, fault }),
            },
            Body::Coming(download) => match download.wait(limit) {
                Ok(arrived) => {
                    *buffer = arrived.bytes;
                    Ok(buffer.len())
                }
                Err(fault) => return Err(SourceError { name: self.name, fault }),
            },
            Body::Unreadable(fault) => return Err(SourceError { name: self.name, fault }),
            Body::Left => Err(io::ErrorKind::Unsupported.into()),
        };
        match read {
            Ok(length) if length > limit => {
                Err(SourceError { name: self.name, fault: Fault::TooLarge(limit) })
            }
            Ok(_) => Ok(()),
            Err(error) => Err(SourceError { name: self.name, fault: error.into() }),
        }
    }
}

impl Object {
    /// Reads the object, and what its owner wrote beside it.
    ///
    /// # Errors
    /// As for [`Object::read`].
    pub fn arrive(self, limit: usize) -> Result<Arrived, SourceError> {
        if let Body::Coming(download) = self.body {
            return download.wait(limit).map_err(|fault| SourceError { name: self.name, fault });
        }
        let metadata = match &self.body {
            Body::File(path) => local::metadata(path)?,
            _ => BTreeMap::new(),
        };
        let mut bytes = Vec::new();
        self.read(limit, &mut bytes)?;
        Ok(Arrived { bytes, metadata, ..Arrived::default() })
    }
}

/// Objects in an order that is the same every time; what cannot be listed is an error among them.
pub type Objects<'a> = Box<dyn Iterator<Item = Result<Object, SourceError>> + Send + 'a>;

/// What is wanted of a store, told by names alone.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Whether anything below a folder is wanted: then the folder is entered.
    pub folder: &'a (dyn Fn(&Folder<'_>) -> bool + Send + Sync),
    /// Whether the object with this key is wanted: then it is brought here.
    pub object: &'a (dyn Fn(&str) -> bool + Send + Sync),
}

/// What a listing says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key, or what serves as one.
    pub key: String,
    /// Bytes, as it is stored.
    pub size: u64,
    /// Changes when the object does; without quotes, empty where there is none.
    pub etag: String,
    /// Must be restored from an archive before it can be read.
    pub archived: bool,
}

/// Objects by name, in an order that is the same every time; what cannot be listed is an error
/// among them.
pub type Listing<'a> = Box<dyn Iterator<Item = Result<Listed, SourceError>> + Send + 'a>;

/// What lies directly in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// The names of the folders in it, in order.
    pub folders: Vec<String>,
    /// The names of the objects in it, in order.
    pub objects: Vec<String>,
}

/// A place that holds objects by key: a bucket, or a folder that mirrors one.
pub trait Store: Send + Sync {
    /// What lies directly in a folder; nothing if there is no such folder.
    ///
    /// # Errors
    /// The folder cannot be listed.
    fn level(&self, folder: &str) -> Result<Level, SourceError>;

    /// What there is in the folders that are wanted, in the order of the keys.
    fn list<'a>(&'a self, wanted: Wanted<'a>) -> Listing<'a>;

    /// The objects in the folders that are wanted, in the order of their keys. Those that are not
    /// wanted themselves are named, but not brought here.
    fn objects<'a>(&'a self, wanted: Wanted<'a>) -> Objects<'a>;

    /// One object.
    ///
    /// # Errors
    /// The object is not there, or may not be read.
    fn get(&self, key: &str) -> Result<Object, SourceError>;
}

/// An object, or a folder of objects, that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {fault}")]
pub struct SourceError {
    /// What could not be read.
    pub name: String,
    /// Why.
    pub fault: Fault,
}

impl SourceError {
    /// The error of a file or folder.
    pub fn new(path: &Path, fault: impl Into<Fault>) -> Self {
        Self { name: path.display().to_string(), fault: fault.into() }
    }
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is not there, or no longer.
    #[error("no such file or folder")]
    Missing,
    /// It is there, and may not be read.
    #[error("permission denied")]
    Denied,
    /// It is larger as it is stored than it may be once inflated.
    #[error("larger than the limit of {0} bytes")]
    TooLarge(usize),
    /// It was replaced by a larger one after its size in bytes was known.
    #[error(
        "replaced by an object of more than {0} bytes while it was read; run the command again"
    )]
    Grown(usize),
    /// The user ended the run before it was read.
    #[error("interrupted")]
    Interrupted,
    /// Whoever keeps it says why, in one line.
    #[error("{message}")]
    Refused {
        /// Of which kind it is.
        kind: FaultKind,
        /// What was said.
        message: String,
    },
    /// The system says something else.
    #[error("{0}")]
    Other(String),
}

/// What a caller may want to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It is not there, or no longer.
    Missing,
    /// It is there, and may not be read.
    Denied,
    /// It must be restored from an archive first.
    Archived,
    /// Everything else.
    Other,
}

impl Fault {
    /// Of which kind it is.
    pub fn kind(&self) -> FaultKind {
        match self {
            Self::Missing => FaultKind::Missing,
            Self::Denied => FaultKind::Denied,
            Self::Refused { kind, .. } => *kind,
            Self::TooLarge(_) | Self::Grown(_) | Self::Interrupted | Self::Other(_) => {
                FaultKind::Other
            }
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Other(error.to_string()),
        }
    }
}
