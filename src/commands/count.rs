//! `ct count`: groups events and measures the groups. The question is made in [`crate::aggregate`].

use clap::Args;

use super::args::{self, FIELD_NAMES, MEASURES};
use super::filter_args::Reads;
use super::scan::{ScanArgs, unwritten};
use super::table::TableArgs;
use super::{Context, Outcome, UserError, print_message};
use crate::aggregate::{Aggregates, CountRequest, Interval};
use crate::coverage::Printed;
use crate::sink::budget::Budget;
use crate::sink::unique::Unique;

/// Count events: the top of anything, over time, with sums and distinct values.
///
///   ct count --by eventName ./logs
///   ct count --by principal,eventName --errors --since 7d trail:
///   ct count --every 1h --by errorCode ./logs
///
/// Groups the events that match by the fields of --by and prints one row for each group. Filters and
/// sources are those of ct grep. Counts are exact.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES, after_long_help = include_str!("count/help.txt"))]
pub(super) struct Count {
    #[command(flatten)]
    scan: ScanArgs,

    /// Group by these fields: eventName, principal, sourceIPAddress, requestParameters.bucketName, …
    #[arg(long, value_name = "FIELDS", help_heading = "Count options")]
    #[arg(value_parser = FIELD_NAMES, hide_possible_values = true)]
    by: Vec<String>,
    /// Measures beside the number of events: errors, first, last, distinct:FIELD, sum:FIELD, …
    #[arg(short, long, value_name = "MEASURES", help_heading = "Count options")]
    #[arg(value_parser = MEASURES, hide_possible_values = true)]
    measure: Vec<String>,
    /// Count in buckets of this length (UTC): 1m to 12h, 1d, 1w.
    #[arg(long, value_name = "INTERVAL", help_heading = "Count options")]
    every: Option<Interval>,
    /// Sort rows by a measure or a key: events:asc, last, eventName.
    #[arg(long, value_name = "COLUMNS", help_heading = "Count options")]
    sort: Vec<String>,
    /// Only groups for which this holds: 'events > 10'.
    #[arg(long, value_name = "EXPR", help_heading = "Count options")]
    having: Option<String>,
    /// Print only the first N groups; default: 20 on a terminal, else all.
    #[arg(long, value_name = "N", help_heading = "Count options")]
    #[arg(value_parser = args::number)]
    top: Option<u64>,
    /// Count an event once, however often it was delivered (same eventID and account).
    #[arg(short, long, help_heading = "Count options")]
    unique: bool,

    #[command(flatten)]
    output: TableArgs,
}

const EXAMPLES: &str = "\
Examples:
  ct count --by eventName ./logs
  ct count --by principal,eventName --errors --top 20 ./logs
  ct count --every 1h --by errorCode -o csv ./logs";

/// Groups that a terminal shows without `--top`.
const SHOWN: usize = 20;

impl Count {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let request = self.request();
        let plan = request.plan()?;
        let query = plan.questions[0].clone();
        let columns = plan.fields.columns();
        let mut scan = self.scan.open(context, Reads { columns: &columns, databases: None })?;
        let budget = Budget::new(scan.take_memory());
        let repeats = self.scan.repeats(self.unique, false, context);
        let scanned = scan.run(&request.paths(), |_| {
            Unique::new(Aggregates::new(plan.clone(), budget.clone()), repeats).with_budget(budget)
        })?;
        let (unique, scanned) = scanned.split();
        let duplicates = unique.duplicates();
        let answered = unique.into_inner().answers().remove(0);
        let remarks = answered.remarks(&query);
        for remark in remarks.iter().filter(|it| it.is_gap || !context.globals.quiet) {
            print_message(&remark.text);
        }
        let table = answered.table.map_err(UserError::from)?;
        self.output.print(&table, context).map_err(unwritten)?;
        let (count, has_fields) = (answered.matched, !self.by.is_empty());
        let printed = Printed { count, duplicates, are_left_out: self.unique, has_fields };
        let outcome = scan.finish(scanned, printed)?;
        let is_whole = remarks.iter().all(|remark| !remark.is_gap);
        Ok(if is_whole { outcome } else { Outcome::Unsure })
    }

    fn request(&self) -> CountRequest<'_> {
        let limit = self.top.map(|top| usize::try_from(top).unwrap_or(usize::MAX));
        CountRequest {
            by: &self.by,
            measures: &self.measure,
            interval: self.every,
            sort: &self.sort,
            having: self.having.as_deref(),
            limit: limit.or(self.output.is_for_terminal().then_some(SHOWN)),
            is_unique: self.unique,
        }
    }
}
