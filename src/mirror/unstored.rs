//! Objects that could not be stored, and whether that is due to their keys.

use std::io::{self, ErrorKind};

use super::ledger::Ledgers;
use super::parents;

/// An object that could not be stored. The next run fetches it again.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {error}")]
pub struct Unstored {
    /// The object's key.
    pub key: String,
    /// Why; an error of the system has the path.
    pub error: io::Error,
    /// The key is the reason, and other objects can be stored: its name is too long for the file
    /// system, or needs a folder in the place of another object.
    pub is_of_its_key: bool,
}

impl Unstored {
    /// An object that could not be stored for a reason other than its key.
    pub fn new(key: String, error: io::Error) -> Self {
        Self { key, error, is_of_its_key: false }
    }
}

/// Whether an object could not be stored because of its key, and not because of the disk.
pub(super) fn is_of_its_key(ledgers: &mut Ledgers, key: &str, error: &io::Error) -> bool {
    use ErrorKind::{
        AlreadyExists, DirectoryNotEmpty, InvalidData, InvalidFilename, InvalidInput, IsADirectory,
        NotADirectory,
    };

    match error.kind() {
        InvalidData | InvalidInput | InvalidFilename | IsADirectory | DirectoryNotEmpty => true,
        // A file in the place of a folder may be another object, or the user's.
        NotADirectory | AlreadyExists => {
            parents(key).any(|up| ledgers.find(up).is_ok_and(|found| found.is_some()))
        }
        _ => false,
    }
}
