//! The engine of `ct fetch`: mirrors a bucket, so that the copy can be validated without AWS.
//!
//! [`Fetcher`] lists the bucket, downloads what the mirror lacks, checks that each object is the
//! version that was listed (`version`), and hands it to the thread that stores it (`writer`).
//! Then it saves the public keys for the digest files (`public_keys`). All counts are in a
//! [`Report`]. Knows nothing of flags and prints nothing.

mod destination;
mod engine;
mod public_keys;
mod report;
mod summary;
mod version;
mod writer;

pub use destination::Destination;
pub use engine::Fetcher;
pub use report::Report;
pub use summary::SummaryStyle;
