//! `ct validate merge`: the reports of several runs as one, with one verdict.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::output_args::{OutputArgs, failed, stdout, this_run};
use crate::commands::{Context, Outcome, UserError};
use crate::verify::show::Output;
use crate::verify::{self, Subject};

/// Merge the reports of several runs into one verdict.
///
///   ct validate merge shard-*.jsonl
///   ct validate merge --report all.jsonl -o junit shard-*.jsonl > junit.xml
///
/// Needs the report of each shard of a validation, once. Complete reports are merged if they are of
/// different chains, or of the same chains in windows that do not overlap.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Merge {
    /// Files that ct validate --report wrote.
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    #[command(flatten)]
    shown: OutputArgs,
}

impl Merge {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let Some(merge) = verify::Merge::open(&self.reports).map_err(UserError::from)? else {
            return Ok(Outcome::Unsure);
        };
        verify::check_output(self.shown.report.as_deref(), &self.reports)?;
        let mut report = self.shown.create_report()?;
        if let Some(report) = &mut report {
            let (keys, chains) = (merge.keys.iter().cloned(), merge.chains.iter().cloned());
            report.begin(merge.scope.clone(), &this_run(None), keys, chains)?;
        }
        let subject = Subject::reported(&merge.scope, merge.chains.clone(), None);
        let output = Output::new(self.shown.format(context), subject, report, stdout());
        let answer = output.merge(merge, start).map_err(failed)?;
        Ok(self.shown.conclude(&answer, start, context))
    }
}
