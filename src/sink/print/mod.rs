//! Sinks that print: events in some format, how many there are, or the objects that hold them.

mod count;
mod events;
mod format;
mod objects;
mod output;

pub use count::CountPrinter;
pub use events::{EventPrinter, EventStyle};
pub use format::Format;
pub use objects::ObjectPrinter;
