//! Digest files: verdicts on digests and log files, compared with what CloudTrail signed.
//!
//! Knows no AWS SDK, no command line, no files, no threads and no clock: it takes what was listed and
//! fetched, and returns values. The format is that of "CloudTrail log file integrity validation" in
//! the AWS CloudTrail User Guide.
//!
//! # How to use it
//!
//! 1. **List** the digest folders and pass every key to [`Candidate::parse`], which returns the
//!    [`ChainId`] of a digest and nothing for other keys. Stamps from [`DigestWindow::since`] to one
//!    hour after [`DigestWindow::until`] are needed; a few more hours at the end cost little, and
//!    their digests link to the newest one of the window. A name has the time, so days can be
//!    listed one by one, the newest first.
//! 2. **Keys**: [`Keys::add`] the answer of `ListPublicKeys` for each Region, from a day before the
//!    window to a day after it. A backfill digest is signed when it is generated: once it is
//!    fetched, [`generated`] returns the time around which its Region's keys are needed.
//! 3. **Fetch** the digests, and have any thread [`Examiner::examine`] them.
//! 4. **Push** the results to the [`Chain`], the newest stamp first, each object once. When
//!    [`Chain::expected`] names a bucket or prefix that was not listed yet, list it and merge its
//!    digests before the next push. If listing is denied, that one object can be fetched.
//! 5. **Logs**: fetch each entry of [`Step::logs`] from [`ListedLogs::uri`] and have any thread
//!    [`LogJudge::judge`] it. If the digest is not proven, apply
//!    [`Judgement::by_unproven_digest`].
//! 6. **Gaps** are in [`Step::gaps`] and [`Chain::finish`]. Keep them until the log files are read
//!    and listed, [`Gap::resolve`] them, and only then take their findings.
//! 7. Count everything in a [`Summary`].
//!
//! A log file in the bucket is unlisted if the digests of its period and of the next one exist and
//! neither lists it. One whose stamp lies in a gap is evidence for [`Gap::resolve`].

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

pub use crate::source::S3Uri;
pub use chain::{Chain, ListedLogs, Step};
pub use covered::CoveredTime;
pub use document::{DigestDocument, LogEntry, PreviousDigest};
pub use examine::{Candidate, ChainId, ExaminedDigest, Examiner, Location, Rules, generated};
pub use gap::{Gap, GapCause, GapEvidence, GapState};
pub use keys::{KeySource, Keys, KeysError, KnownKey, RefusedKey};
pub use log::LogJudge;
pub use summary::{Overall, Summary, VerdictCounts};
pub use switch::LoggingSwitch;
pub use verdict::{Finding, Hash, Judgement, ObjectKind, Reason, Verdict};
pub use window::{DigestWindow, Window};

/// An answer of `ListPublicKeys` with one key, for tests.
#[cfg(test)]
pub(crate) fn test_keys() -> serde_json::Value {
    keys::tests::answer()
}
