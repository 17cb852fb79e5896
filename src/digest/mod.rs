//! Are the logs whole? Digests and logs held against what CloudTrail signed, as verdicts.
//!
//! Knows no AWS SDK, no command line, no files, no threads and no clock: it is given what was
//! listed and fetched, and gives values. The format is that of "CloudTrail log file integrity
//! validation" in the AWS CloudTrail User Guide.
//!
//! # How to drive it
//!
//! 1. **List** the digest folders and give every key to [`Candidate::parse`], which says to which
//!    [`ChainId`] it belongs; keys that it does not know are no digests. All stamps from
//!    [`DigestWindow::since`] to one hour after [`DigestWindow::until`] are wanted; a few hours more at the end
//!    cost little and give a witness for the newest digest of the range. A name tells the time, so
//!    days can be listed one after another, the newest first.
//! 2. **Keys**: [`Keys::add`] what `ListPublicKeys` answers for each region, for a day before the
//!    range to a day after. A backfill digest is signed when it is made: after it was fetched,
//!    [`generated`] gives the time around which its region's keys are needed.
//! 3. **Fetch** the digests, and let any thread [`Examiner::examine`] them.
//! 4. **Push** what came out to the [`Chain`], the newest stamp first, each object once. Whenever
//!    [`Chain::expected`] names a bucket or prefix that was not listed yet, list it and merge what
//!    it holds before the next push. If it may not be listed, that one object can be fetched.
//! 5. **ListedLogs**: fetch each entry of [`Step::logs`] from [`ListedLogs::place`] and let any thread
//!    [`LogJudge::judge`] it; of a digest that is not proven,
//!    [`Judgement::by_unproven_digest`] is what that is worth.
//! 6. **Gaps** come out of [`Step::gaps`] and [`Chain::finish`]. Keep them until the logs were
//!    read and listed, [`Gap::resolve`] them, and only then take their findings.
//! 7. Count everything in a [`Summary`].
//!
//! A log in the bucket is unlisted if the digests of its period and of the next are there and
//! neither lists it; one whose stamp lies in a gap is evidence for [`Gap::resolve`].

mod chain;
mod covered;
mod document;
mod examine;
mod gap;
mod keys;
mod log;
mod signature;
mod summary;
mod switch;
mod unpack;
mod verdict;
mod window;

pub use chain::{Chain, ListedLogs, Step};
pub use covered::CoveredTime;
pub use document::{DigestDocument, LogEntry, PreviousDigest};
pub use examine::{Candidate, ChainId, ExaminedDigest, Examiner, Location, Rules, generated};
pub use gap::{Gap, GapCause, GapEvidence, GapState};
pub use keys::{KeySource, Keys, KeysError, KnownKey, RefusedKey};
pub use log::LogJudge;
pub use summary::{Overall, Summary, VerdictCounts};
pub use switch::LoggingSwitch;
pub use verdict::{Finding, Hash, Judgement, ObjectKind, Reason, S3Uri, Verdict};
pub use window::{DigestWindow, Window};

/// An answer of `ListPublicKeys` with one key, for tests.
#[cfg(test)]
pub(crate) fn test_keys() -> serde_json::Value {
    keys::tests::answer()
}
