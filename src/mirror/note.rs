//! `mirror.json`: which bucket a folder mirrors, and through when it is complete.
//!
//! Anyone who can write to a mirror may write this: it is a small regular file, or an error. Knows
//! nothing of objects.

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
///
/// # Errors
/// The note is there and cannot be read.
pub fn bucket_of(root: &Path) -> io::Result<Option<String>> {
    Ok(read_note(root)?.map(|note| note.bucket))
}

/// Through when a mirror holds everything of its bucket, if that is known.
///
/// # Errors
/// The note is there and cannot be read.
pub fn completed(root: &Path) -> io::Result<Option<Timestamp>> {
    Ok(read_note(root)?.and_then(|note| note.completed))
}

/// The note of a mirror; none if it is missing or says nothing.
pub(super) fn read_note(root: &Path) -> io::Result<Option<Note>> {
    Ok(note_text(root)?.and_then(|text| serde_json::from_slice(&text).ok()))
}

/// What stands in the note of a mirror, if it is there.
fn note_text(root: &Path) -> io::Result<Option<Vec<u8>>> {
    let path = note_of(root);
    match files::read(&path, NOTE) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some).map_err(at(&path)),
    }
}

pub(super) fn note_of(root: &Path) -> PathBuf {
    root.join(STATE).join("mirror.json")
}

/// Whether a folder is noted as the mirror of this bucket; an error if of another one.
pub(super) fn noted(root: &Path, bucket: &str) -> Result<bool, MirrorError> {
    let Some(text) = note_text(root)? else { return Ok(false) };
    match serde_json::from_slice(&text) {
        Ok(Note { version: VERSION, bucket: held, .. }) if held == bucket => Ok(true),
        Ok(Note { version: VERSION, bucket: held, .. }) => {
            let (folder, asked) = (root.display().to_string(), bucket.to_owned());
            Err(MirrorError::Bucket { folder, held, asked })
        }
        _ => Err(MirrorError::Note(note_of(root).display().to_string())),
    }
}
