//! `mirror.json`, the metadata of a mirror: its bucket, and the time through which it is complete.
//!
//! Anyone who can write to a mirror can write this file: anything but a small regular file is an
//! error. Knows nothing of objects.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::with_path;
use super::{MirrorError, files};
use crate::source::local::STATE;

/// The layout of the files in [`STATE`].
const VERSION: u32 = 1;
/// The most bytes of `mirror.json`: a scope may name many accounts.
const MOST_BYTES: u64 = 1 << 20;

/// The content of `mirror.json`.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Metadata {
    version: u32,
    bucket: String,
    /// All objects that the bucket had at this time are in the mirror.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) completed: Option<Timestamp>,
    /// The accounts and Regions for which that holds; all if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) scope: String,
}

impl Metadata {
    /// The metadata of a bucket's mirror that is not known to be complete.
    pub(super) fn new(bucket: &str) -> Self {
        Self { version: VERSION, bucket: bucket.to_owned(), ..Self::default() }
    }
}

/// The bucket that a folder mirrors; `None` if the folder is not a mirror.
///
/// # Errors
/// The metadata exists and cannot be read.
pub fn bucket_of(root: &Path) -> io::Result<Option<String>> {
    Ok(read(root)?.map(|metadata| metadata.bucket))
}

/// The time through which a mirror is complete, if it is known.
///
/// # Errors
/// The metadata exists and cannot be read.
pub fn completed(root: &Path) -> io::Result<Option<Timestamp>> {
    Ok(read(root)?.and_then(|metadata| metadata.completed))
}

/// The metadata of a mirror; `None` if it is missing or malformed.
pub(super) fn read(root: &Path) -> io::Result<Option<Metadata>> {
    Ok(read_text(root)?.and_then(|text| serde_json::from_slice(&text).ok()))
}

/// The text of a mirror's metadata, if it exists.
fn read_text(root: &Path) -> io::Result<Option<Vec<u8>>> {
    let path = path_of(root);
    match files::read(&path, MOST_BYTES) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some).map_err(with_path(&path)),
    }
}

pub(super) fn path_of(root: &Path) -> PathBuf {
    root.join(STATE).join("mirror.json")
}

/// Whether a folder is a mirror of this bucket already.
///
/// # Errors
/// It mirrors another bucket, or its metadata is not supported.
pub(super) fn check(root: &Path, bucket: &str) -> Result<bool, MirrorError> {
    let Some(text) = read_text(root)? else { return Ok(false) };
    match serde_json::from_slice(&text) {
        Ok(Metadata { version: VERSION, bucket: held, .. }) if held == bucket => Ok(true),
        Ok(Metadata { version: VERSION, bucket: held, .. }) => {
            let (folder, asked) = (root.display().to_string(), bucket.to_owned());
            Err(MirrorError::Bucket { folder, held, asked })
        }
        _ => Err(MirrorError::Metadata(path_of(root).display().to_string())),
    }
}
