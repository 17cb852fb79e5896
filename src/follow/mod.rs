//! The tailing engine of `ct follow`: reads log files as they are delivered.
//!
//! Three feeds say what is new: an SQS queue receives notifications ([`follow_queue`]), a bucket is
//! listed again and again ([`follow_bucket`]), and Event History is looked up again and again
//! ([`follow_history`]). All of them read objects with one [`Reader`], and keep one order: matching
//! events are written and flushed, then the message is deleted or the object is recorded.
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
mod stats;
mod unlisted_folders;

pub use self::bucket::{BucketOptions, follow_bucket};
pub use self::config::configured_queue;
pub use self::error::{FollowError, Result};
pub use self::history::{HistoryOptions, follow_history};
pub use self::output::Destination;
pub use self::queue::{QueueOptions, follow_queue};
pub use self::reader::{Reader, ReaderOptions};
pub use self::reporter::Reporter;
pub use self::senders::{ConfiguredSenders, Senders};
pub use self::stats::Summary;
