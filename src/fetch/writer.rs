//! Stores objects on a thread of its own, so that downloads continue while the disk is busy.

use std::io::ErrorKind;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use crate::mirror::{Mirror, Unstored};
use crate::source::{Arrived, Listed};

/// Objects of a chunk, and its bytes.
const CHUNK_OBJECTS: usize = 64;
const CHUNK_BYTES: usize = 4 << 20;
/// Chunks that may wait for the thread.
const CHUNKS: usize = 4;

type Chunk = Vec<(Listed, Arrived)>;

/// What the thread is to do next.
enum Task {
    Put(Chunk),
    /// Commit everything, then drop the sender.
    Commit(SyncSender<()>),
}

/// The thread, and the chunk that it gets next.
pub(super) struct Writer<'s> {
    next: Chunk,
    bytes: usize,
    tasks: SyncSender<Task>,
    thread: ScopedJoinHandle<'s, (Mirror, Vec<Unstored>)>,
}

impl<'s> Writer<'s> {
    /// Starts the thread. It sets `is_full` when the disk is full, and then stores nothing more.
    pub(super) fn start<'e>(
        scope: &'s Scope<'s, 'e>,
        mirror: Mirror,
        is_full: &'e AtomicBool,
    ) -> Self {
        let (tasks, receiver) = sync_channel(CHUNKS);
        let thread = scope.spawn(move || write(mirror, &receiver, is_full));
        Self { next: Chunk::new(), bytes: 0, tasks, thread }
    }

    /// Takes an object.
    pub(super) fn put(&mut self, listed: Listed, arrived: Arrived) {
        self.bytes += arrived.bytes.len();
        self.next.push((listed, arrived));
        if self.next.len() >= CHUNK_OBJECTS || self.bytes >= CHUNK_BYTES {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        self.bytes = 0;
        // If the thread is gone, it panicked: `finish` resumes the panic.
        let _ = self.tasks.send(Task::Put(std::mem::take(&mut self.next)));
    }

    /// Waits until everything is on the disk and no object is held in memory.
    pub(super) fn settle(&mut self) {
        self.hand_over();
        let (sender, committed) = sync_channel(0);
        if self.tasks.send(Task::Commit(sender)).is_ok() {
            // Nothing is sent: the thread drops the sender.
            let _ = committed.recv();
        }
    }

    /// Waits until everything is on the disk. Returns the mirror, and the objects that could not be
    /// stored.
    pub(super) fn finish(mut self) -> (Mirror, Vec<Unstored>) {
        self.hand_over();
        drop(self.tasks);
        self.thread.join().unwrap_or_else(|fault| resume_unwind(fault))
    }
}

fn write(
    mut mirror: Mirror,
    tasks: &Receiver<Task>,
    is_full: &AtomicBool,
) -> (Mirror, Vec<Unstored>) {
    let mut lost = Lost { objects: Vec::new(), is_full };
    for task in tasks {
        let chunk = match task {
            Task::Put(chunk) => chunk,
            Task::Commit(_sender) => {
                lost.add(mirror.commit());
                continue;
            }
        };
        for (listed, arrived) in chunk {
            if is_full.load(Ordering::Relaxed) {
                lost.add(Err(vec![Unstored::new(listed.key, ErrorKind::StorageFull.into())]));
            } else {
                lost.add(mirror.put(&listed, arrived));
            }
        }
    }
    lost.add(mirror.commit());
    (mirror, lost.objects)
}

/// The objects that could not be stored.
struct Lost<'f> {
    objects: Vec<Unstored>,
    /// One of them could not because the disk is full.
    is_full: &'f AtomicBool,
}

impl Lost<'_> {
    fn add(&mut self, stored: Result<(), Vec<Unstored>>) {
        let unstored = stored.err().unwrap_or_default();
        self.is_full.fetch_or(unstored.iter().any(is_of_full_disk), Ordering::Relaxed);
        self.objects.extend(unstored);
    }
}

/// Whether every following object would be lost for the same reason.
fn is_of_full_disk(object: &Unstored) -> bool {
    let kind = object.error.kind();
    matches!(
        kind,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_object_lost_to_a_full_disk_says_that_it_is_full() {
        let full = ErrorKind::StorageFull;
        let other = ErrorKind::NotADirectory;
        let is_full = |kinds: &[ErrorKind]| {
            let is_full = AtomicBool::new(false);
            let objects = kinds.iter().map(|kind| Unstored::new("a".to_owned(), (*kind).into()));
            Lost { objects: Vec::new(), is_full: &is_full }.add(Err(objects.collect()));
            is_full.into_inner()
        };
        assert!(is_full(&[full, other]));
        assert!(is_full(&[other, full]));
        assert!(!is_full(&[other]));
    }
}
