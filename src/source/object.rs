//! One object: its names, and its bytes on demand.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::path::PathBuf;

use super::stream::Stream;
use super::{Download, Fault, SourceError, local, regular};

/// The names of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// As messages show it: a path as the user would write it, or `s3://bucket/key`.
    pub name: String,
    /// Its key, or what serves as one: a path below the source with slashes.
    pub key: String,
}

impl ObjectId {
    /// An object in a bucket.
    pub fn s3(bucket: &str, key: impl Into<String>) -> Self {
        let key = key.into();
        Self { name: format!("s3://{bucket}/{key}"), key }
    }

    /// An object without a key, or a folder of objects.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), key: String::new() }
    }
}

/// An object before it is read.
#[derive(Debug)]
pub struct Object {
    /// Its names.
    pub id: ObjectId,
    /// Named by the user, not found in a folder: then its name is no reason to skip it.
    pub explicit: bool,
    /// Where its bytes are.
    pub body: Body,
}

/// Where an object's bytes are.
pub enum Body {
    /// In a regular file.
    File(PathBuf),
    /// In a stream, which may keep its reader waiting.
    Stream(Stream),
    /// In memory.
    Here(Vec<u8>),
    /// Being downloaded.
    Coming(Download),
}

/// An object that was downloaded or read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// The object, as it is stored.
    pub bytes: Vec<u8>,
    /// The object's metadata, by names in lower case: a digest's signature is here.
    pub metadata: BTreeMap<String, String>,
    /// As [`super::Listed::etag`]: empty if it came from no bucket.
    pub etag: String,
    /// The bytes match a checksum that came with them.
    pub is_proven: bool,
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "File({})", path.display()),
            Self::Stream(_) => formatter.write_str("Stream"),
            Self::Here(bytes) => write!(formatter, "Here({} bytes)", bytes.len()),
            Self::Coming(_) => formatter.write_str("Coming"),
        }
    }
}

impl Object {
    /// How many bytes it has as it is stored, if that is known before it is read. Waits for a
    /// download that was started.
    pub fn size(&self) -> Option<u64> {
        match &self.body {
            Body::File(path) => std::fs::metadata(path).ok().map(|data| data.len()),
            Body::Here(bytes) => Some(bytes.len() as u64),
            Body::Coming(download) => download.size(),
            Body::Stream(_) => None,
        }
    }

    /// Reads the object into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// The object cannot be opened or read, or is larger than `limit` bytes as it is stored.
    pub fn read(self, limit: usize, buffer: &mut Vec<u8>) -> Result<(), Fault> {
        buffer.clear();
        match self.body {
            Body::File(path) => {
                let (file, length) = regular::open(&path)?;
                let expected = usize::try_from(length).unwrap_or(limit).min(limit);
                buffer.reserve(expected.saturating_add(1));
                file.take(limit as u64 + 1).read_to_end(buffer)?;
            }
            Body::Here(bytes) => *buffer = bytes,
            Body::Stream(stream) => *buffer = stream.read(limit)?,
            Body::Coming(download) => *buffer = download.wait(limit)?.bytes,
        }
        if buffer.len() > limit { Err(Fault::TooLarge(limit)) } else { Ok(()) }
    }

    /// Reads the object and its metadata.
    ///
    /// # Errors
    /// As for [`Object::read`].
    pub fn arrive(self, limit: usize) -> Result<Arrived, SourceError> {
        let name = self.id.name.clone();
        let error = |fault| SourceError { name, fault };
        if let Body::Coming(download) = self.body {
            return download.wait(limit).map_err(error);
        }
        let metadata = match &self.body {
            Body::File(path) => local::metadata(path)?,
            _ => BTreeMap::new(),
        };
        let mut bytes = Vec::new();
        self.read(limit, &mut bytes).map_err(error)?;
        Ok(Arrived { bytes, metadata, ..Arrived::default() })
    }
}
