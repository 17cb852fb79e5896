//! The format of reports and of `-o jsonl`: one JSON value a line.
//!
//! Names and values of members are published: reports of earlier versions must still be merged, and
//! scripts read them. Tests pin them. Knows nothing of how lines are found out or printed.

mod coverage;
mod header;
mod lines;
mod text;

pub use coverage::{ChainCoverage, ChainEnd, CoverageGap};
pub use header::{Header, RecordedSums, ReportScope, Sums};
pub use lines::{
    ChainLine, ErrorLine, GapLine, KeyLine, ObjectLine, SealLine, Tag, TimeRange, trail_name,
};
pub use text::{coverage_lines, gap_lines, gap_text};

/// The version of all lines.
pub const VERSION: u32 = 1;
/// The version of reports. Version 1 had no keys, no stored hashes and no hash of the report itself;
/// version 2 did not record where keys come from.
pub const REPORT_VERSION: u32 = 3;
