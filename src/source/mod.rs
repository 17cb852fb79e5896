//! Where log objects come from: an iterator of [`Object`]s is the whole abstraction.
//!
//! Knows nothing of what is in an object, nor of threads: a file is named here and read by the
//! worker that wants it.

pub mod local;

use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::event::key::Folder;

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
    /// In a stream that is read once.
    Stream(Box<dyn io::Read + Send>),
    /// Nowhere: a pipe, a socket or a device that stands in a folder.
    Special,
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "File({})", path.display()),
            Self::Stream(_) => formatter.write_str("Stream"),
            Self::Special => formatter.write_str("Special"),
        }
    }
}

impl Object {
    /// Reads the object into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// The object cannot be opened or read, or is larger than `limit` bytes as it is stored.
    pub fn read(self, limit: usize, buffer: &mut Vec<u8>) -> Result<(), SourceError> {
        buffer.clear();
        let read = match self.body {
            Body::File(path) => std::fs::File::open(path).and_then(|file| {
                let length = file.metadata().map_or(0, |data| data.len());
                let expected = usize::try_from(length).unwrap_or(limit).min(limit);
                buffer.reserve(expected.saturating_add(1));
                file.take(limit as u64 + 1).read_to_end(buffer)
            }),
            Body::Stream(stream) => stream.take(limit as u64 + 1).read_to_end(buffer),
            Body::Special => Err(io::ErrorKind::Unsupported.into()),
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

/// Objects in an order that is the same every time; what cannot be listed is an error among them.
pub type Objects<'a> = Box<dyn Iterator<Item = Result<Object, SourceError>> + Send + 'a>;

/// Whether anything below a folder is wanted.
pub type Admits<'a> = &'a (dyn Fn(&Folder<'_>) -> bool + Send + Sync);

/// A place that holds objects by key: a folder that mirrors a bucket, later a bucket.
pub trait Store: Send + Sync {
    /// The objects whose keys begin with `prefix`, in the order of their keys; folders that
    /// `admits` refuses are not entered.
    fn objects<'a>(&'a self, prefix: &str, admits: Admits<'a>) -> Objects<'a>;

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
    /// The system says something else.
    #[error("{0}")]
    Other(String),
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
