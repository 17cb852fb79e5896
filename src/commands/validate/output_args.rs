//! Flags of all validations: the format, the report, and what counts as a pass.

use std::io::{self, BufWriter, Stdout};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::commands::stdout::UntilClosed;
use crate::commands::{Context, Outcome, UserError, print_message, stderr_is_terminal, yellow};
use crate::digest::Overall;
use crate::sink::safe::shown;
use crate::verify::show::{self, ReportFile, ReportedRun};
use crate::verify::{Answer, ReportError, Shard};

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
    /// The format, and whether output is verbose.
    pub(super) fn format(&self, context: &Context) -> (show::Format, bool) {
        let format = match self.output {
            Format::Text => show::Format::Text,
            Format::Json => show::Format::Json,
            Format::Jsonl => show::Format::Jsonl,
            Format::Junit => show::Format::Junit,
        };
        (format, context.globals.verbose)
    }

    /// Creates the report, if one is wanted.
    pub(super) fn create_report(&self) -> Result<Option<ReportFile>, UserError> {
        self.report.as_deref().map(ReportFile::create).transpose()
    }

    /// Prints one line on stderr, and what could not be listed or looked up; gives the exit code.
    pub(super) fn conclude(&self, answer: &Answer, start: Instant, context: &Context) -> Outcome {
        let Answer { subject, errors, trust, .. } = answer;
        let (verdict, is_terminal) = (answer.verdict(), stderr_is_terminal());
        // Something that was not looked for is always mentioned.
        let is_narrower = subject.is_shared || !subject.out_of_scope.is_empty();
        let is_wanted = context.shows_summary() || is_narrower && !context.globals.quiet;
        if is_wanted || verdict != Overall::Valid {
            let took = is_terminal.then(|| start.elapsed());
            print_message(&show::status(answer, verdict, took, yellow));
        }
        let errors = errors.iter().map(|error| format!("  {error}"));
        for line in errors.chain(show::notes(trust)) {
            print_message(&shown(&line));
        }
        match answer.verdict_by(self.strict, self.allow_empty) {
            Overall::Invalid => Outcome::No,
            Overall::Valid => Outcome::Yes,
            Overall::Incomplete => Outcome::Unsure,
        }
    }
}

/// Standard output, for as long as it has a reader.
pub(super) fn stdout() -> UntilClosed<BufWriter<Stdout>> {
    UntilClosed::new(BufWriter::with_capacity(64 << 10, io::stdout()))
}

/// Why reports could not be read or written.
pub(super) fn failed(error: ReportError) -> anyhow::Error {
    match error {
        ReportError::Output(error) => anyhow::Error::new(error).context("cannot write"),
        error => UserError::from(error).into(),
    }
}

/// This run, for a report.
pub(super) fn this_run(shard: Option<Shard>) -> ReportedRun {
    let arguments = std::env::args_os().skip(1);
    let arguments = arguments.map(|text| text.to_string_lossy().into_owned()).collect();
    ReportedRun { arguments, time: Timestamp::now(), shard }
}
