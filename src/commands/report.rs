//! `ct report`: runs reports. Its flags, which arguments are reports, and the choice of output.

mod output;

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use self::output::ReportOutput;
use super::filter_args::Reads;
use super::scan::{ScanArgs, unwritten};
use super::{Context, Outcome, args, print_message, stdout};
use crate::aggregate::Aggregates;
use crate::coverage::Printed;
use crate::geo::Fact;
use crate::report::repeat::Repeat;
use crate::report::result::{CoverageNote, Document};
use crate::report::run::Run;
use crate::report::select::{self, is_report};
use crate::report::settings::{RunSettings, Selected};
use crate::sink::budget::Budget;
use crate::sink::inputs::Inputs;
use crate::sink::safe::shown;
use crate::sink::unique::{Repeats, Unique};

/// Run reports: overview, errors, sign-ins, changes, or your own.
///
///   ct report
///   ct report overview ./logs
///   ct report errors sign-ins -o html ./logs > report.html
///
/// Without arguments it lists the reports; otherwise it runs them in one pass over the logs. Leading
/// arguments that name a report, all, or end in .toml are reports; the first that is none starts the
/// sources (./errors is a folder). ct report show NAME prints a definition.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES, after_long_help = include_str!("report/help.txt"))]
pub(super) struct ReportArgs {
    #[command(flatten)]
    scan: ScanArgs,

    /// Run only this tile: REPORT.ID, or ID with one report.
    #[arg(long, value_name = "ID", help_heading = "Report options")]
    tile: Option<String>,
    /// Of the report new: how long before --since something must not have occurred.
    #[arg(long, value_name = "DURATION", default_value = "30d", help_heading = "Report options")]
    #[arg(value_parser = args::duration)]
    baseline: std::time::Duration,
    /// Count an event once, however often it was delivered (same eventID and account).
    #[arg(short, long, help_heading = "Report options")]
    unique: bool,
    /// Exit 1 if a tile has rows, 0 if none has: for CI.
    #[arg(long, help_heading = "Report options")]
    fail_if_rows: bool,
    #[command(flatten)]
    output: ReportOutput,
}

const EXAMPLES: &str = "\
Examples:
  ct report
  ct report overview ./logs
  ct report all -o html ./logs > report.html";

impl ReportArgs {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let mut scan = self.scan.clone();
        let names = scan.take_leading(is_report);
        match names.first().map(String::as_str) {
            None => match self.scan.first_argument() {
                None => stdout::print(&select::list())?,
                Some(first) => return Err(select::unknown(first).into()),
            },
            Some("show") => {
                let names = self.scan.clone().take_leading(|_| true);
                stdout::print(&select::definitions(&names[1..])?)?;
            }
            Some(_) => {
                let reports = select::reports(&names)?;
                let is_of_one_tile = self.output.is_of_one_tile();
                let selected = select::select(&reports, self.tile.as_deref(), is_of_one_tile)?;
                return self.run_reports(scan, &selected, context);
            }
        }
        Ok(Outcome::Yes)
    }

    fn run_reports(
        &self,
        mut scan: ScanArgs,
        selected: &[Selected<'_>],
        context: &Context,
    ) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let (range, databases) = (scan.range(now)?, scan.databases()?);
        let baseline = SignedDuration::try_from(self.baseline).unwrap_or(SignedDuration::MAX);
        let mut settings = RunSettings::new(now, range, scan.is_live(), baseline);
        settings.has_geoip = databases.has(Fact::Country);
        let since = settings.reads_since(selected);
        if let Some(since) = since.filter(|since| Some(*since) != range.since) {
            scan.set_since(since);
        }
        let run = Run::new(selected.to_vec(), settings)?;
        let mut plan = run.plan();
        plan.is_by_event = self.unique;
        let columns = plan.fields.columns();
        let mut opened =
            scan.open(context, Reads { columns: &columns, databases: Some(databases) })?;
        let budget = Budget::new(opened.take_memory());
        let repeats = if self.unique { Repeats::LeaveOut } else { Repeats::Pass };
        let scanned = opened.run(&[], |_| {
            let aggregates = Aggregates::new(plan, budget.clone());
            Inputs::new(Unique::new(aggregates, repeats).with_budget(budget))
        })?;
        let (sink, scanned) = scanned.split();
        let (unique, inputs_sha256, inputs) = sink.into_parts();
        let (duplicates, aggregates) = (unique.duplicates(), unique.into_inner());
        let coverage = &scanned.coverage;
        let count = coverage.events().matched;
        let printed = Printed { count, duplicates, are_left_out: self.unique, has_fields: false };
        let repeat = Repeat::new(std::env::args_os(), settings);
        let reports = run.results(aggregates.answers(), coverage, &|report, tile, span| {
            repeat.commands(report.name(), tile, span)
        });
        let note = CoverageNote::new(coverage, printed, context.globals.verbose);
        let coverage = CoverageNote { inputs_sha256, inputs, ..note };
        let document =
            Document { coverage, made: settings.now, command: repeat.command(), reports };
        self.output.print(&document, context).map_err(unwritten)?;
        let outcome = opened.finish(scanned, printed)?;
        Ok(self.outcome(&document, outcome))
    }

    /// Says what the document lacks; gives the exit code. `outcome`: that of the scan.
    fn outcome(&self, document: &Document, outcome: Outcome) -> Outcome {
        let gaps = document.gaps();
        for gap in &gaps {
            print_message(&shown(gap));
        }
        if outcome == Outcome::Unsure || !gaps.is_empty() {
            return Outcome::Unsure;
        }
        match (self.fail_if_rows, document.has_rows()) {
            (true, true) => Outcome::No,
            (true, false) => Outcome::Yes,
            (false, _) => outcome,
        }
    }
}

/// Leading arguments may be reports, so the environment names no source instead of them.
pub(super) fn with_report_names(command: clap::Command) -> clap::Command {
    command.mut_subcommand("report", |report| {
        report.mut_arg("sources", |sources| sources.env(None::<&str>).value_name("REPORT|SOURCE"))
    })
}
