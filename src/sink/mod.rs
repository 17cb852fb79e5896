//! Where events go: gathered by each thread, put together in the order of the objects.
//!
//! Knows nothing of threads, files or filters.

pub mod csv;
pub mod ids;
pub mod json;
pub mod ordered;
pub mod printer;
pub mod safe;
pub mod sorter;
pub mod text;

use std::io;
use std::ops::ControlFlow;

use crate::event::Event;

/// What becomes of matching events. One command differs from another in this alone.
///
/// Each thread has a twin that gathers the events of one object at a time; the first sink takes
/// over what the twins gathered, object after object in their order, so that the result does not
/// depend on the number of threads.
pub trait Sink: Send {
    /// An empty twin for another thread.
    fn fork(&self) -> Self
    where
        Self: Sized;

    /// Takes a matching event of the object with this name.
    fn event(&mut self, event: &Event<'_>, object: &str);

    /// Whether some records are wanted even if they do not match: see [`Sink::sample`].
    fn wants_sample(&self) -> bool {
        false
    }

    /// Takes a record of the object, whether it matches or not.
    fn sample(&mut self, _event: &Event<'_>) {}

    /// Whether it shows one value for a member of the caller's identity: then an event that has two
    /// is malformed.
    fn reads_identity(&self) -> bool {
        false
    }

    /// How many bytes the twin holds that were not yet taken over.
    fn held(&self) -> usize;

    /// Takes over, and empties, what a twin gathered from one object. `Break` if no more is wanted.
    ///
    /// # Errors
    /// The output cannot be written.
    fn merge(&mut self, object: &str, twin: &mut Self) -> io::Result<ControlFlow<()>>
    where
        Self: Sized;
}
