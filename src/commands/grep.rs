//! `ct grep`: finds events. Its flags, and the sinks that they choose.

use std::io::{self, IsTerminal as _};

use clap::{Args, ValueEnum};

use super::args::{self, OutputArgs};
use super::filter_args::Reads;
use super::scan::{Scan, ScanArgs, Stdout};
use super::{Context, Outcome};
use crate::coverage::Printed;
use crate::sink::ItemSink;
use crate::sink::limit::Limit;
use crate::sink::print::{CountPrinter, EventPrinter, EventStyle, ObjectPrinter};
use crate::sink::sorter::Sorting;
use crate::sink::unique::Unique;

/// Find events in CloudTrail logs.
///
///   ct grep --event-name PutObject ./logs
///   ct grep --user alice --errors --since 7d ./logs
///   ct grep --access-key AKIAIOSFODNN7EXAMPLE -o csv ./logs
///
/// Reads buckets, files, folders, stdin and Event History. Prints matching records byte for byte as
/// CloudTrail wrote them, in the order of their objects. Logs may be gzipped or plain, as delivered
/// ({"Records":[…]}), JSON Lines, or wrapped by LookupEvents, EventBridge or CloudWatch Logs
/// (subscription, filter-log-events, Insights results, export). In a folder that mirrors a bucket
/// (AWSLogs/…), only folders whose account, Region and day can match are read.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES, after_long_help = include_str!("grep/help.txt"))]
pub(super) struct Grep {
    #[command(flatten)]
    scan: ScanArgs,
    #[command(flatten)]
    output: OutputArgs,

    /// Print only the number of matching events.
    #[arg(short, long, help_heading = "Output options", conflicts_with = "files_with_matches")]
    count: bool,
    /// Print only the names of objects with a matching event.
    #[arg(short = 'l', long, help_heading = "Output options")]
    files_with_matches: bool,
    /// Stop after N events (with -l: objects).
    #[arg(short = 'n', long, value_name = "N", help_heading = "Output options")]
    #[arg(value_parser = args::number)]
    limit: Option<u64>,
    /// Sort events by time, oldest first. Nothing is printed before all is read; until then all
    /// lines are held in memory (with -n: only N).
    #[arg(long, value_name = "ORDER", help_heading = "Output options")]
    #[arg(conflicts_with = "files_with_matches")]
    sort: Option<Sort>,
    /// Memory for --sort (K, M, G); if the matching events need more, nothing is printed: exit 2.
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Output options", hide_short_help = true, env = "CT_SORT_MEMORY")]
    sort_memory: usize,
    /// Print an event once, however often it was delivered (same eventID and account).
    #[arg(short, long, help_heading = "Output options")]
    unique: bool,
}

/// An order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By event time, oldest first.
    Time,
}

const EXAMPLES: &str = "\
Examples:
  ct grep --event-name PutObject ./logs
  ct grep --user alice --errors --since 7d ./logs
  ct grep -e AKIAIOSFODNN7EXAMPLE -o jsonl ./logs | jq .eventName";

impl Grep {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let is_terminal = io::stdout().is_terminal();
        let is_live = is_terminal || self.scan.has_history();
        let format = self.output.format(context, is_terminal)?;
        let reads = Reads { columns: &self.output.columns()?, databases: None };
        let scan = self.scan.open(context, reads)?;
        if self.count {
            return self.print(scan, context, CountPrinter::new);
        }
        if self.files_with_matches {
            return self.print(scan, context, |out| ObjectPrinter::new(out, is_live));
        }
        let sorting = self.sort.map(|Sort::Time| Sorting {
            most: self.sort_memory,
            limit: self.limit,
            is_newest_first: self.scan.has_history(),
        });
        let style = EventStyle { format, for_terminal: is_terminal, is_live, sorting };
        self.print(scan, context, |out| EventPrinter::new(style, out))
    }

    fn print<S: ItemSink>(
        &self,
        scan: Scan<'_>,
        context: &Context,
        printer: impl FnOnce(Stdout) -> S,
    ) -> anyhow::Result<Outcome> {
        let is_by_event = !self.files_with_matches;
        let has_fields = is_by_event && !self.count;
        let are_left_out = self.unique && is_by_event;
        let repeats = self.scan.repeats(are_left_out, self.unique, context);
        let limit = self.limit.filter(|_| self.sort.is_none() || !has_fields);
        let scanned = scan.run(&self.output.paths(), |out| {
            Limit::new(Unique::new(printer(out), repeats), limit)
        })?;
        let sink = scanned.sink.inner();
        let (count, duplicates) = (sink.items(), sink.duplicates());
        scan.finish(scanned, Printed { count, duplicates, are_left_out, has_fields })
    }
}
