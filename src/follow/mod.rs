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
mod seen_objects;
mod senders;
mod stats;
mod unlisted_folders;

use std::fmt::Display;
use std::io;

pub use self::bucket::{BucketOptions, follow_bucket};
pub use self::history::{HistoryOptions, follow_history};
pub use self::output::Destination;
pub use self::queue::{QueueOptions, follow_queue};
pub use self::reader::{Reader, ReaderOptions};
pub use self::senders::{ConfiguredSenders, Senders};
pub use self::stats::Summary;
use crate::aws;

/// Receives the messages of a run. The caller decides how they look and which are suppressed.
pub trait Reporter {
    /// What the run does: suppressed by `--quiet`.
    fn info(&self, text: &str);
    /// What was not read, or is odd. `text` may hold several words of outside text, made harmless.
    fn problem(&self, text: &str);
    /// A failed request or command that the run survives.
    fn failure(&self, text: &str);
    /// Whether a status line a minute is wanted,
    fn wants_status(&self) -> bool;
    /// and the line.
    fn status(&self, text: &str);
    /// Regions that Event History skipped, by name: they are not enabled, or, if `has_token`, may
    /// not accept the session token.
    fn regions_skipped(&self, names: &[&str], has_token: bool);
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The reader of the standard output closed the pipe.
    #[error("the reader of the standard output is gone")]
    ReaderGone,
    /// The standard output cannot be written.
    #[error("cannot write to the standard output")]
    Output(#[source] io::Error),
    /// Something that the user can change.
    #[error("{message}")]
    User {
        /// What failed and why.
        message: String,
        /// What to do.
        help: String,
    },
}

/// What an engine function returns.
pub type Result<T> = std::result::Result<T, FollowError>;

impl FollowError {
    fn user(message: impl Display, help: impl Display) -> Self {
        Self::User { message: message.to_string(), help: help.to_string() }
    }
}

impl From<io::Error> for FollowError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Output(error),
        }
    }
}

impl From<aws::Error> for FollowError {
    fn from(error: aws::Error) -> Self {
        Self::User { message: error.message, help: error.help }
    }
}
