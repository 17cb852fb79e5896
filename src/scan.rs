//! Runs objects through decoder, filter and sink on all cores.
//!
//! Memory is one budget: each thread holds one object of at most its share, inflated, and what
//! matched in it; larger objects are read one at a time. Knows nothing of where objects come from,
//! nor of what a sink does with events.

pub mod hints;
mod progress;
mod search;
pub mod watched;

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use crate::coverage::Coverage;
use crate::event::archive::Archive;
use crate::event::decode::{DecodeError, Decoder};
use crate::event::inflate::Damage;
use crate::event::key::Key;
use crate::filter::Filter;
use crate::sink::ordered::Ordered;
use crate::sink::{Outcome, Sink};
use crate::source::memory::Memory;
use crate::source::{Body, Entries, Entry, Fault, Object, ObjectId, Skip, SourceError};
pub use progress::{Progress, Waiting};
use search::Search;

/// Records of an object that a sink receives if it wants a sample.
pub const SAMPLE: usize = 10_000;

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Threads that inflate and search.
    pub threads: usize,
    /// Bytes that an object may inflate to.
    pub limit: usize,
    /// Bytes that all threads together may hold.
    pub memory: usize,
    /// Count matching events without a readable time even if no time window is set.
    pub count_untimed: bool,
}

/// Reads every object, hands the events that match to `sink`, and returns the coverage.
///
/// The sink merges objects in their order, and the result is the same for any number of threads.
///
/// # Errors
/// The sink cannot write. What cannot be read is no error here but part of the coverage.
pub fn run<S: Sink>(
    entries: Entries<'_>,
    filter: &Filter,
    sink: &mut S,
    settings: Settings,
    progress: &Progress,
) -> io::Result<Coverage> {
    sink.begin()?;
    let mut coverage = Coverage::default();
    let memory = Memory::new(settings.memory, settings.threads, settings.limit);
    let forks = Forks { idle: Mutex::new(vec![sink.fork()]), most: settings.threads };
    let ordered = Ordered::new(|part: Part<S>| {
        let Part { mut fork, coverage: own, .. } = part;
        coverage.add(own);
        let flow = sink.merge(&mut fork)?;
        if flow.is_break() {
            coverage.stop_early();
        }
        forks.put_back(fork);
        Ok(flow)
    });
    let numbered = Mutex::new(entries.enumerate());
    std::thread::scope(|scope| {
        for _ in 0..settings.threads.max(1) {
            scope.spawn(|| {
                let _wake_others = ordered.abandon_on_panic();
                let mut worker = Worker::new(filter, settings, &memory, progress);
                while let Some((number, entry)) = next(&numbered) {
                    let part = worker.part(entry, forks.take());
                    if ordered.submit(number as u64, part.fork.held(), part).is_break() {
                        return;
                    }
                }
            });
        }
    });
    ordered.finish()?;
    sink.finish()?;
    if let Some((count, fault)) = filter.geo().and_then(|geo| geo.take_faults()) {
        coverage.add_failed_lookups(count, &fault.database, &fault.message);
    }
    Ok(coverage)
}

fn next<T>(entries: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    entries.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Empty forks of a sink, kept because their buffers have room.
struct Forks<S> {
    /// Never empty: the first one is only forked.
    idle: Mutex<Vec<S>>,
    /// How many are kept.
    most: usize,
}

impl<S: Sink> Forks<S> {
    fn take(&self) -> S {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() > 1 { idle.swap_remove(1) } else { idle[0].fork() }
    }

    fn put_back(&self, fork: S) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() <= self.most {
            idle.push(fork);
        }
    }
}

/// The result of one object.
struct Part<S> {
    id: ObjectId,
    fork: S,
    coverage: Coverage,
}

impl<S: Sink> Part<S> {
    /// Counts the object by its outcome.
    fn end(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Read | Outcome::Malformed(_) => {
                self.coverage.add_read(Key::parse(&self.id.key).as_ref());
            }
            Outcome::Unreadable(fault) => self.coverage.add_unreadable(&self.id.name, fault),
            Outcome::Skipped(why) => self.coverage.add_skipped(*why),
        }
        self.fork.end_object(&self.id, outcome);
    }
}

/// One thread's buffers.
struct Worker<'r> {
    search: Search<'r>,
    memory: &'r Memory,
    /// Bytes that an object may inflate to if memory allows.
    limit: usize,
    progress: &'r Progress,
    decoder: Decoder,
    stored: Vec<u8>,
}

impl<'r> Worker<'r> {
    fn new(
        filter: &'r Filter,
        settings: Settings,
        memory: &'r Memory,
        progress: &'r Progress,
    ) -> Self {
        let decoder = Decoder::new(memory.share());
        let search = Search::new(filter, settings.count_untimed);
        Self { search, memory, limit: settings.limit, progress, decoder, stored: Vec::new() }
    }

    fn part<S: Sink>(&mut self, entry: Result<Entry, SourceError>, fork: S) -> Part<S> {
        self.progress.objects.fetch_add(1, Ordering::Relaxed);
        let mut part = Part { id: ObjectId::default(), fork, coverage: Coverage::default() };
        let outcome = match entry {
            Ok(Entry::Object(mut object)) => {
                part.id = std::mem::take(&mut object.id);
                self.object(object, &mut part)
            }
            Ok(Entry::Skipped(id, why)) => {
                if why == Skip::Archive
                    && let Some(archive) = Archive::of_name(&id.key)
                {
                    part.coverage.add_warning(&id.name, archive.to_string());
                }
                part.id = id;
                Outcome::Skipped(why)
            }
            Err(SourceError { name, fault }) => {
                part.id = ObjectId::named(name);
                Outcome::Unreadable(fault)
            }
        };
        part.end(&outcome);
        part
    }

    fn object<S: Sink>(&mut self, object: Object, part: &mut Part<S>) -> Outcome {
        let explicit = object.explicit;
        let share = self.memory.share();
        let is_download = matches!(object.body, Body::Coming(_));
        let waiting = is_download.then(|| self.progress.wait_for(&part.id.name));
        let is_large = object.size().is_some_and(|size| size > share as u64);
        let mut alone = is_large.then(|| self.memory.alone());
        if let Err(fault) = object.read(self.memory.most(), &mut self.stored) {
            return Outcome::Unreadable(self.within_budget(fault));
        }
        drop(waiting);
        self.progress.bytes.fetch_add(self.stored.len() as u64, Ordering::Relaxed);
        if alone.is_none() && self.stored.len() <= share {
            let outcome = self.search.object(&mut self.decoder, &self.stored, explicit, part);
            if let Some(outcome) = outcome {
                return outcome;
            }
        }
        alone.get_or_insert_with(|| self.memory.alone());
        // Both buffers are freed again: they would stay as large.
        let stored = std::mem::take(&mut self.stored);
        let most = self.memory.most();
        let outcome = self.search.object(&mut Decoder::new(most), &stored, explicit, part);
        outcome.unwrap_or_else(|| {
            let fault = if most < self.limit {
                Fault::OverBudget(most)
            } else {
                Fault::Corrupt(DecodeError::Packing(Damage::TooLarge(most)))
            };
            Outcome::Unreadable(fault)
        })
    }

    /// Names the budget where it is the reason that an object is too large.
    fn within_budget(&self, fault: Fault) -> Fault {
        match fault {
            Fault::TooLarge(most) if most < self.limit => Fault::OverBudget(most),
            fault => fault,
        }
    }
}

#[cfg(test)]
mod tests;
