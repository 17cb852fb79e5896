//! `mirror.json`: which bucket a folder mirrors, and through when it is complete.
//!
//! Knows nothing of objects.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::at;
use super::{MirrorError, files};
use crate::source::local::STATE;

/// The layout of the files in [`STATE`].
const VERSION: u32 = 1;
/// The most bytes that `mirror.json` has: a scope may name many accounts.
const NOTE: u64 = 1 << 20;

/// What stands in `mirror.json`.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Note {
    version: u32,
    bucket: String,
    /// Through when everything of the bucket is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) completed: Option<Timestamp>,
    /// The accounts and Regions that this is true of; everything if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) scope: String,
}

impl Note {
    /// That of a bucket of which nothing is known to be complete.
    pub(super) fn new(bucket: &str) -> Self {
        Self { version: VERSION, bucket: bucket.to_owned(), ..Self::default() }
    }
}

/// The bucket that a folder mirrors, if it is a mirror.
pub fn bucket_of(root: &Path) -> Option<String> {
    Some(read_note(root)?.bucket)
}

/// Through when a mirror holds everything of its bucket, if that is known.
pub fn completed(root: &Path) -> Option<Timestamp> {
    read_note(root)?.completed
}

pub(super) fn read_note(root: &Path) -> Option<Note> {
    serde_json::from_slice(&files::read(&note_of(root), NOTE).ok()?).ok()
}

pub(super) fn note_of(root: &Path) -> PathBuf {
    root.join(STATE).join("mirror.json")
}

/// Whether a folder is noted as the mirror of this bucket; an error if of another one.
pub(super) fn noted(root: &Path, bucket: &str) -> Result<bool, MirrorError> {
    let path = note_of(root);
    let text = match files::read(&path, NOTE) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        text => text.map_err(at(&path))?,
    };
    match serde_json::from_slice(&text) {
        Ok(Note { version: VERSION, bucket: held, .. }) if held == bucket => Ok(true),
        Ok(Note { version: VERSION, bucket: held, .. }) => {
            let (folder, asked) = (root.display().to_string(), bucket.to_owned());
            Err(MirrorError::Bucket { folder, held, asked })
        }
        _ => Err(MirrorError::Note(path.display().to_string())),
    }
}
