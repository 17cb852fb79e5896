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
    let mut lost = Vec::new();
    for task in tasks {
        let chunk = match task {
            Task::Put(chunk) => chunk,
            Task::Commit(_sender) => {
                lost.extend(mirror.commit().err().unwrap_or_default());
                continue;
            }
        };
        for (listed, arrived) in chunk {
            if is_full.load(Ordering::Relaxed) {
                lost.push(Unstored::new(listed.key, ErrorKind::StorageFull.into()));
                continue;
            }
            lost.extend(mirror.put(&listed, arrived).err().unwrap_or_default());
            let is_of_full_disk = |object: &Unstored| {
                matches!(
                    object.error.kind(),
                    ErrorKind::StorageFull
                        | ErrorKind::QuotaExceeded
                        | ErrorKind::ReadOnlyFilesystem
                )
            };
            is_full.fetch_or(lost.last().is_some_and(is_of_full_disk), Ordering::Relaxed);
        }
    }
    lost.extend(mirror.commit().err().unwrap_or_default());
    (mirror, lost)
}
