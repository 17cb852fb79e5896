//! The verdicts of a validation as text, JSON, JSON Lines or `JUnit`, and as a report.
//!
//! [`Output`] takes the verdicts and writes to what it is given. Knows no flags and no terminal, and
//! decides nothing.

mod junit;
mod key_text;
mod output;
mod report_file;
mod text;
mod whole;

pub use key_text::notes;
pub use output::{Format, Output};
pub use report_file::{ReportFile, ReportedRun};
pub use text::status;
