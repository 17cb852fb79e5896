//! Where events go: gathered by each thread, merged in the order of the objects.
//!
//! A command that reads events is a [`Sink`] and its flags. Knows nothing of threads or filters.

pub mod budget;
pub mod colour;
pub mod csv;
pub mod ids;
pub mod inputs;
pub mod inventory;
pub mod json;
pub mod junit;
pub mod limit;
pub mod numbers;
pub mod ordered;
mod pass_on;
pub mod print;
pub mod safe;
pub mod sorter;
pub mod text;
pub mod unique;
pub mod until_closed;

pub(crate) use pass_on::pass_on;
use std::io;
use std::ops::ControlFlow;

use crate::event::Event;
use crate::source::{Fault, ObjectId, Skip};

/// How an object ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was read to its end, and every record is sound.
    Read,
    /// It was read to its end, and so many of its records are malformed.
    Malformed(u64),
    /// It was not read, or not to its end.
    Unreadable(Fault),
    /// It was skipped, by its key or by its content.
    Skipped(Skip),
}

/// What becomes of matching events. One command differs from another in this alone.
///
/// Each thread has a fork that gathers the events of one object at a time: `event` for each that
/// matches, then `end_object`. The first sink then merges what the forks gathered, object after
/// object in their order, so that the result does not depend on the number of threads.
pub trait Sink: Send {
    /// An empty sink for another thread.
    fn fork(&self) -> Self
    where
        Self: Sized;

    /// Called on the first sink before anything is read.
    ///
    /// # Errors
    /// The output cannot be written.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Takes a matching event of the object.
    fn event(&mut self, event: &Event<'_>, object: &ObjectId);

    /// Whether a sample of all records is wanted, whether they match or not: see [`Sink::sample`].
    fn wants_sample(&self) -> bool {
        false
    }

    /// Takes a record of the object, whether it matches or not.
    fn sample(&mut self, _event: &Event<'_>) {}

    /// Whether the sink takes one value for a member of `userIdentity`: then an event that has the
    /// member twice is malformed.
    fn reads_identity(&self) -> bool {
        false
    }

    /// Takes how an object ended, after all of its events. A folder that cannot be listed, or an
    /// object that cannot be opened, ends with [`Outcome::Unreadable`] and has no events.
    fn end_object(&mut self, _object: &ObjectId, _outcome: &Outcome) {}

    /// Bytes that a fork holds until it is merged.
    fn held(&self) -> usize {
        0
    }

    /// Takes over, and empties, what a fork gathered from one object. `Break` if no more is wanted.
    ///
    /// # Errors
    /// The output cannot be written.
    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>>
    where
        Self: Sized;

    /// Called on the first sink after everything was merged.
    ///
    /// # Errors
    /// The output cannot be written.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A sink that takes its items one by one: what can be around [`limit::Limit`] and
/// [`unique::Unique`].
pub trait ItemSink: Sink {
    /// As [`Sink::merge`], for those items of the fork that `keep` lets pass. It is called once for
    /// each item in order, with its number: for sinks of events, that of the event in the object.
    ///
    /// # Errors
    /// The output cannot be written.
    fn merge_where(
        &mut self,
        fork: &mut Self,
        keep: &mut dyn FnMut(usize) -> bool,
    ) -> io::Result<ControlFlow<()>>
    where
        Self: Sized;

    /// Items taken so far: events, or objects.
    fn items(&self) -> u64;
}
