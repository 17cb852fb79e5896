//! `ct validate report`: one report as text.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::output_args::{OutputArgs, failed, stdout};
use crate::commands::{Context, Outcome, UserError};
use crate::verify::show::Output;
use crate::verify::{ReportReader, Subject};

/// Show a report as text.
///
///   ct validate report evidence.jsonl
///   ct validate report evidence.jsonl --verbose
///
/// Prints who validated what and when, the public keys, every object that is not valid (all with
/// --verbose), and what each chain covers. Exits as the validation did.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Show {
    /// A file that ct validate --report wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Show {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let mut report = ReportReader::open(&self.file).map_err(UserError::from)?;
        let preamble = report.preamble().map_err(UserError::from)?;
        let chains = preamble.chains.clone();
        let subject = Subject::reported(&report.header.scope, chains, report.shard);
        let has_flag = |flag: &str| report.header.arguments.iter().any(|given| given == flag);
        let flags = OutputArgs {
            strict: has_flag("--strict"),
            allow_empty: has_flag("--allow-empty"),
            ..OutputArgs::default()
        };
        let output = Output::new(flags.format(context), subject, None, stdout());
        let answer = output.replay(&mut report, preamble, start).map_err(failed)?;
        Ok(flags.conclude(&answer, start, context))
    }
}
