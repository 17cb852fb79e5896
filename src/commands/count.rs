//! `ct count`: groups events and measures the groups. Its flags, and the question that they make.

use clap::Args;

use super::args::{self, FIELD_NAMES, MEASURES};
use super::filter_args::Reads;
use super::scan::{ScanArgs, unwritten};
use super::table::TableArgs;
use super::{Context, Outcome, marked_error, print_message, user_error};
use crate::aggregate::{
    Aggregates, Answered, Having, Interval, Key, Measure, NoTable, Order, Plan, Query, Question,
};
use crate::coverage::Printed;
use crate::event::column::Column;
use crate::event::field::Path;
use crate::sink::budget::Budget;
use crate::sink::unique::{Repeats, Unique};

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
        let plan = self.plan(self.output.is_for_terminal())?;
        let query = plan.questions[0].clone();
        let columns = plan.fields.columns();
        let mut scan = self.scan.open(context, Reads { columns: &columns, ..Reads::default() })?;
        let budget = Budget::new(scan.take_memory());
        let repeats = match self.unique {
            true => Repeats::LeaveOut,
            false if self.scan.has_summary() || context.shows_coverage() => Repeats::Count,
            false => Repeats::Pass,
        };
        let scanned = scan.run(&self.paths(), |_| {
            Unique::new(Aggregates::new(plan.clone(), budget.clone()), repeats).with_budget(budget)
        })?;
        let (unique, scanned) = scanned.split();
        let duplicates = unique.duplicates();
        let answered = unique.into_inner().answers().remove(0);
        let is_whole = report(&answered, &query, context.globals.quiet);
        let count = answered.matched;
        let table = answered.table.map_err(|error| no_table(&error))?;
        self.output.print(&table, context).map_err(unwritten)?;
        let printed =
            Printed { count, duplicates, are_left_out: self.unique, has_fields: self.is_grouped() };
        let outcome = scan.finish(scanned, printed)?;
        Ok(if is_whole { outcome } else { Outcome::Unsure })
    }

    fn is_grouped(&self) -> bool {
        !self.by.is_empty()
    }

    /// The question that the flags ask.
    fn plan(&self, is_for_terminal: bool) -> anyhow::Result<Plan> {
        let mut plan = Plan { is_by_event: self.unique, is_strict: true, ..Plan::default() };
        let key = |name: &str| Key::parse(name, &mut plan.fields);
        let keys: Result<_, _> = names(&self.by).map(key).collect();
        let keys: Vec<Key> = keys.map_err(|error| user_error(&error, error.help()))?;
        let mut measures = vec![Measure::events()];
        for text in names(&self.measure).filter(|text| *text != "events") {
            let measure = Measure::parse(text, &mut plan.fields);
            measures.push(measure.map_err(|error| user_error(&error, error.help()))?);
        }
        let limit = self.top.map(|top| usize::try_from(top).unwrap_or(usize::MAX));
        let limit = limit.or(is_for_terminal.then_some(SHOWN));
        let time_name = "time".to_owned();
        let interval = self.every;
        let mut question =
            Question { interval, time_name, keys, measures, limit, ..Question::default() };
        if let Some(name) = question.repeated_name() {
            let help = "name each field and measure once; NAME=MEASURE renames a measure";
            return Err(user_error(format!("two columns are named {name}"), help));
        }
        let names: Vec<String> = question.columns().map(|(name, _)| name.to_owned()).collect();
        for text in self::names(&self.sort) {
            let order = Order::parse(text, &names, question.key_count());
            question.sort.push(order.map_err(|error| user_error(&error, error.help()))?);
        }
        let having =
            self.having.as_deref().map(|text| Having::parse(text, &question.group_names()));
        let having = having.transpose();
        question.having =
            having.map_err(|error| marked_error(error.message(), error.marked(), error.help()))?;
        plan.questions.push(Query::Groups(Box::new(question)));
        Ok(plan)
    }

    /// The paths among the fields that can be misspelt.
    fn paths(&self) -> Vec<Path> {
        let fields = names(&self.by).map(str::to_owned);
        let measured =
            names(&self.measure).filter_map(|text| Some(text.split_once(':')?.1.to_owned()));
        let columns = fields.chain(measured).filter_map(|text| text.parse().ok());
        let paths = columns.filter_map(|column| match column {
            Column::Path(path) => Some(path),
            Column::Derived(_) => None,
        });
        paths.filter(|path| path.written() != path.first_name()).collect()
    }
}

/// The names in lists with commas.
fn names(lists: &[String]) -> impl Iterator<Item = &str> {
    lists.iter().flat_map(|list| list.split(',')).map(str::trim)
}

/// Says what the table does not show. `false` if it lacks something.
fn report(answered: &Answered, query: &Query, is_quiet: bool) -> bool {
    let remarks = answered.remarks(query);
    for remark in remarks.iter().filter(|remark| remark.is_gap || !is_quiet) {
        print_message(&remark.text);
    }
    remarks.iter().all(|remark| !remark.is_gap)
}

/// Why there is no answer.
fn no_table(error: &NoTable) -> anyhow::Error {
    match error {
        NoTable::OverBudget(over) => super::scan::over_budget(over),
        NoTable::TooManyRows(rows) => {
            user_error(rows, "use a longer --every, --top N, or a shorter --since to --until")
        }
    }
}
