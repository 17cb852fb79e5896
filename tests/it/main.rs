//! All integration tests, in one crate so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod fixtures;
mod sign;
