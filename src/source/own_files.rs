//! The files that a run writes, in case they lie in a folder that it reads.

use std::path::Path;

use same_file::Handle;

use super::{Body, Entries, Entry, Object, SourceError};

/// Standard output, if it is a file, and others.
#[derive(Debug)]
pub struct OwnFiles(Vec<Handle>);

impl OwnFiles {
    /// Standard output, and `other`, which exists.
    pub fn new(other: Option<&Path>) -> Self {
        let stdout = Handle::stdout().ok();
        // A device or a pipe is no file of a folder.
        let stdout = stdout.filter(|out| out.as_file().metadata().is_ok_and(|data| data.is_file()));
        let other = other.and_then(|path| Handle::from_path(path).ok());
        Self(stdout.into_iter().chain(other).collect())
    }

    /// The entries without these files; one that the user named stays.
    pub fn without<'a>(&'a self, entries: Entries<'a>) -> Entries<'a> {
        if self.0.is_empty() {
            return entries;
        }
        Box::new(entries.filter(|entry| !self.contains(entry)))
    }

    fn contains(&self, entry: &Result<Entry, SourceError>) -> bool {
        match entry {
            Ok(Entry::Object(Object { body: Body::File(path), explicit: false, .. })) => {
                Handle::from_path(path).is_ok_and(|handle| self.0.contains(&handle))
            }
            _ => false,
        }
    }
}
