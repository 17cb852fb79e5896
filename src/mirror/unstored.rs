//! Objects that could not be stored: whether other objects can be, all the same.
//!
//! Stores nothing.

use std::io::{self, ErrorKind};

use super::ledger::Ledgers;
use super::parents;

/// An object that was put and is not in the mirror. The next run will miss it.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {error}")]
pub struct Unstored {
    /// The object.
    pub key: String,
    /// Why, with the path if it was the system.
    pub error: io::Error,
    /// The key is at fault, so that other objects can be stored all the same: its name is too long
    /// here, or needs a folder where another object is.
    pub is_of_its_key: bool,
}

impl Unstored {
    /// An object that could not be stored for a reason that is not its own.
    pub fn new(key: String, error: io::Error) -> Self {
        Self { key, error, is_of_its_key: false }
    }
}

/// Whether the key is why an object could not be stored, and not the disk or the folder.
pub(super) fn is_of_its_key(ledgers: &mut Ledgers, key: &str, error: &io::Error) -> bool {
    use ErrorKind::{
        AlreadyExists, DirectoryNotEmpty, InvalidData, InvalidFilename, InvalidInput, IsADirectory,
        NotADirectory,
    };

    match error.kind() {
        InvalidData | InvalidInput | InvalidFilename | IsADirectory | DirectoryNotEmpty => true,
        // A file in the way may be another object, or the user's.
        NotADirectory | AlreadyExists => {
            parents(key).any(|up| ledgers.find(up).is_ok_and(|found| found.is_some()))
        }
        _ => false,
    }
}
