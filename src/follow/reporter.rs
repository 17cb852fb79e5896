//! The messages of a run.
//!
//! Does not know where they go.

/// Receives the messages of a run. The caller decides how they look and which are suppressed.
pub trait Reporter {
    /// Reports what the run does, which `--quiet` suppresses.
    fn info(&self, text: &str);
    /// Reports what was not read, or is odd.
    fn problem(&self, text: &str);
    /// Reports a failed request or command that does not end the run.
    fn failure(&self, text: &str);
    /// Whether a status line every minute is wanted.
    fn wants_status(&self) -> bool;
    /// Reports a status line.
    fn status(&self, text: &str);
    /// Reports what only verbose output has.
    fn detail(&self, text: &str);
}
