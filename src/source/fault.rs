//! Why something could not be read.

use std::io;
use std::path::Path;

use crate::event::decode::DecodeError;

/// An object, or a folder of objects, that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {fault}")]
pub struct SourceError {
    /// What could not be read, as messages show it.
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
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// It does not exist, or no longer.
    #[error("no such file or folder")]
    Missing,
    /// It exists, and access is denied.
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
    /// It is larger than the memory budget allows.
    #[error("larger than memory allows ({0} bytes): raise --max-memory")]
    OverBudget(usize),
    /// Its bytes were read, and are corrupt or incomplete.
    #[error(transparent)]
    Corrupt(#[from] DecodeError),
    /// The user ended the run before it was read.
    #[error("interrupted")]
    Interrupted,
    /// The service that keeps it says why, in one line.
    #[error("{message}")]
    Refused {
        /// Which kind of refusal it is.
        kind: FaultKind,
        /// The service's message.
        message: String,
    },
    /// Another error of the system.
    #[error("{0}")]
    Other(String),
}

/// Kinds of faults that callers handle differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It does not exist, or no longer.
    Missing,
    /// It exists, and access is denied.
    Denied,
    /// It must be restored from an archive first.
    Archived,
    /// Everything else.
    Other,
}

impl Fault {
    /// Which kind of fault it is.
    pub fn kind(&self) -> FaultKind {
        match self {
            Self::Missing => FaultKind::Missing,
            Self::Denied => FaultKind::Denied,
            Self::Refused { kind, .. } => *kind,
            _ => FaultKind::Other,
        }
    }

    /// Whether the fault lies in the object's bytes: only another version of it can be read.
    pub fn is_of_content(&self) -> bool {
        matches!(self, Self::TooLarge(_) | Self::OverBudget(_) | Self::Corrupt(_))
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
