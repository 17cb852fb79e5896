//! What takes the verdicts of a run, or of a report that is read again.

use std::io;

use jiff::Timestamp;

use super::report::{ChainCoverage, GapLine, ObjectLine};
use super::trust::KeyTrust;

/// Takes verdicts, one after another, in the order of the chains.
pub trait Verdicts {
    /// A verdict on an object.
    ///
    /// # Errors
    /// The verdict cannot be written. The run ends.
    fn object(&mut self, line: ObjectLine<'_>) -> io::Result<()>;

    /// Time without valid digests. Missing digests are also objects of their own.
    ///
    /// # Errors
    /// The gap cannot be written. The run ends.
    fn gap(&mut self, line: GapLine<'_>) -> io::Result<()>;

    /// What a chain covers.
    fn chain(&mut self, chain: ChainCoverage);

    /// A valid digest of the window covers this time.
    fn cover(&mut self, span: [Timestamp; 2]);

    /// Log files whose digest is not due yet.
    fn pending_logs(&mut self, count: u64);

    /// A log file from before the window that expired with everything older.
    fn expired_log(&mut self);

    /// A digest whose own signature is lost, and that the next digest proves.
    fn proven_by_next(&mut self);

    /// Something could not be listed or looked up, so that the answer is incomplete.
    fn error(&mut self, error: String);

    /// The public keys that the verdicts rest on.
    fn trust(&mut self, trust: KeyTrust);
}
