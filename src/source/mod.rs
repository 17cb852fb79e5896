//! Where log objects come from.
//!
//! A listing is an iterator of [`Entry`]: an object to read, or one that is skipped and why. What is
//! a log is judged here, once, by the object's key. Knows nothing of what is in an object, nor of
//! threads: a file is named here and read by the worker that takes it.

pub mod download;
mod fault;
pub mod interrupt;
pub mod inventory;
pub mod local;
pub mod machine;
pub mod memory;
pub mod notification;
mod object;
pub mod own_files;
pub mod regular;
mod s3_uri;
mod scope;
pub mod small;
pub mod stream;
mod walk;

use crate::event::key::Folder;

pub use download::{Download, Prefetched};
pub use fault::{Fault, FaultKind, SourceError};
pub use object::{Arrived, Body, Object, ObjectId};
pub use s3_uri::S3Uri;
pub use scope::{Scope, Skip, skip};

/// What a listing says of an object.
#[derive(Debug)]
pub enum Entry {
    /// To be read.
    Object(Object),
    /// Not to be read, and why.
    Skipped(ObjectId, Skip),
}

/// Entries in an order that is the same every time; what cannot be listed is an error among them.
pub type Entries<'a> = Box<dyn Iterator<Item = Result<Entry, SourceError>> + Send + 'a>;

/// Whether a folder is entered: whether anything below it may be wanted.
pub type FolderTest<'a> = &'a (dyn Fn(&Folder<'_>) -> bool + Send + Sync);

/// The metadata of an object in a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key, or the path that serves as one.
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
    /// What lies directly in a folder; empty if there is no such folder.
    ///
    /// # Errors
    /// The folder cannot be listed.
    fn level(&self, folder: &str) -> Result<Level, SourceError>;

    /// The objects in the folders that pass the test, in the order of the keys.
    fn list<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a>;

    /// The objects in the folders of the scope, in the order of their keys, each judged.
    fn entries<'a>(&'a self, scope: &'a Scope<'a>) -> Entries<'a>;

    /// One object.
    ///
    /// # Errors
    /// The object is missing, or access is denied.
    fn get(&self, key: &str) -> Result<Object, SourceError>;
}
