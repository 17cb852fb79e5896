//! How far a run has come, for the code that shows it.

use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The progress of a run. All threads of the run change it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Objects that were begun.
    pub objects: AtomicU64,
    /// Their bytes as they are stored.
    pub bytes: AtomicU64,
    /// The names of objects that readers wait for, the longest wait first.
    awaited: Mutex<Vec<String>>,
}

impl Progress {
    /// Notes that a reader waits for an object, until the returned value is dropped.
    pub fn wait_for(&self, name: &str) -> Waiting<'_> {
        self.awaited().push(name.to_owned());
        Waiting { progress: self, name: name.to_owned() }
    }

    /// The name of the object that a reader has waited for longest.
    pub fn awaited_object(&self) -> Option<String> {
        self.awaited().first().cloned()
    }

    fn awaited(&self) -> MutexGuard<'_, Vec<String>> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader that waits for an object.
#[derive(Debug)]
pub struct Waiting<'p> {
    progress: &'p Progress,
    name: String,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut awaited = self.progress.awaited();
        if let Some(at) = awaited.iter().position(|name| *name == self.name) {
            awaited.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_is_named_until_it_ends() {
        let progress = Progress::default();
        let first = progress.wait_for("s3://b/1");
        let second = progress.wait_for("s3://b/2");
        assert_eq!(progress.awaited_object().as_deref(), Some("s3://b/1"));
        drop(first);
        assert_eq!(progress.awaited_object().as_deref(), Some("s3://b/2"));
        drop(second);
        assert_eq!(progress.awaited_object(), None);
    }
}
