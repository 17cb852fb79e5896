//! The tailing engine of `ct follow`: reads log files as they are delivered.
//!
//! Three feeds say what is new: an SQS queue receives notifications (`queue`), a bucket is listed again
//! and again (`bucket`), and Event History is looked up again and again (`history`). All of them
//! read objects with one `Reader`, and keep one order: matching events are written and
//! flushed, then the message is deleted or the object is recorded.
//!
//! Knows no flags and no terminal: options come as values, messages go to a [`Reporter`].

mod batch;
mod bucket;
mod budget;
mod config;
mod error;
mod fetcher;
mod history;
mod known_buckets;
mod ledger;
mod message_stats;
mod output;
mod pending;
mod poll_cycle;
mod queue;
mod reader;
mod reporter;
mod seen_objects;
mod senders;
mod start;
mod stats;
mod unlisted_folders;
mod values;

pub use self::config::configured_queue;
pub use self::error::{FollowError, Result};
pub use self::output::Destination;
pub use self::queue::QueueOptions;
pub use self::reader::ReaderOptions;
pub use self::reporter::Reporter;
pub use self::start::{QueueRequest, SourceRequest, follow_queue, follow_source};
pub use self::stats::Summary;
pub use self::values::{bucket_name, command, interval, lookback};
