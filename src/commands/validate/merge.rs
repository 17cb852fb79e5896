//! `ct validate merge`: the reports of several runs as one, with one verdict.

use std::collections::BTreeSet;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;

use super::output::Output;
use super::output_args::OutputArgs;
use super::report::Report;
use crate::commands::{Context, Outcome, UserError, user_error};
use crate::verify::{self, ReportError, Subject, is_same_file};

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
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let Some(merge) = verify::Merge::open(&self.reports).map_err(UserError::from)? else {
            return Ok(Outcome::Unsure);
        };
        if let Some(report) = &self.shown.report
            && let Some(same) = self.reports.iter().find(|path| is_same_file(path, report))
        {
            let message = format!("{} is one of the merged reports", same.display());
            return Err(user_error(message, "name another file with --report"));
        }
        let mut report = self.shown.report.as_deref().map(Report::create).transpose()?;
        if let Some(report) = &mut report {
            report.header(merge.scope.clone(), None)?;
            merge.keys.iter().try_for_each(|key| report.line(key))?;
            merge.chains.iter().try_for_each(|chain| report.line(chain))?;
        }
        let subject = Subject {
            requested: merge.scope.requested,
            chains: merge.chains.clone(),
            is_relocated: merge.scope.relocated,
            is_shared: false,
            out_of_scope: BTreeSet::new(),
            shard: None,
            is_online: false,
        };
        let out = BufWriter::with_capacity(64 << 10, io::stdout());
        let format = (self.shown.output, context.globals.verbose);
        let mut output = Output::new(format, subject, report, out);
        output.begin().context("cannot write")?;
        merge.run(&mut output).map_err(UserError::from)?;
        let verdict = output.finish(start.elapsed()).context("cannot write")?;
        output.print_status(verdict, start.elapsed(), context);
        Ok(self.shown.outcome(verdict, output.answer()))
    }
}

impl From<ReportError> for UserError {
    fn from(error: ReportError) -> Self {
        let help = match &error {
            ReportError::Refused { help, .. } => *help,
            ReportError::Unreadable { .. } | ReportError::Output(_) => "",
        };
        Self { message: error.to_string(), marked: None, help: help.to_owned() }
    }
}
