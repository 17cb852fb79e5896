//! Flags of all validations: the format, the report, and what counts as a pass.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::commands::Outcome;
use crate::digest::Overall;
use crate::verify::Answer;

/// How the answer is printed and judged.
#[derive(Debug, Default, Args)]
pub(super) struct OutputArgs {
    /// Exit with 1 if the bucket has a log file that no digest lists.
    #[arg(long)]
    pub(super) strict: bool,
    /// Succeed when no digest files are found.
    #[arg(long)]
    pub(super) allow_empty: bool,
    /// Write the evidence to a file, as JSON Lines: public keys, every object with its hashes and
    /// verdict, gaps, and the coverage of each chain.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_VALIDATE_FORMAT")]
    pub(super) output: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The lines of aws cloudtrail validate-logs.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// A line for each object, then gaps, coverage and a summary.
    Jsonl,
    /// A suite for each account and Region, for CI.
    Junit,
}

impl OutputArgs {
    /// The exit code of a verdict.
    pub(super) fn outcome(&self, verdict: Overall, answer: &Answer) -> Outcome {
        match verdict {
            Overall::Invalid => Outcome::No,
            _ if self.strict && answer.summary.unlisted() > 0 => Outcome::No,
            Overall::Valid if answer.is_complete() => Outcome::Yes,
            _ if answer.is_empty() && self.allow_empty && answer.is_complete() => Outcome::Yes,
            _ => Outcome::Unsure,
        }
    }
}
