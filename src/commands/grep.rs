//! `ct grep`: finds events.

use std::io::{self, BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use indicatif::HumanBytes;
use jiff::Timestamp;
use same_file::Handle;

use super::args::{self, OutputArgs};
use super::filter_args::FilterArgs;
use super::hints::Hints;
use super::history::{self, Asked};
use super::progress::{self, Above};
use super::sources::{self, Source, SourceArgs};
use super::summary::Again;
use super::{Context, Outcome, summary, tell, user_error};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::scan::{self, Progress, Settings};
use crate::sink::printer::{Order, Printed, Printer, What};
use crate::sink::sorter::{Sorting, TooMuchToSort};
use crate::source::{Body, Entry, Object, Scope, SourceError};

/// Find events in CloudTrail logs.
///
///   ct grep --event-name PutObject ./logs
///   ct grep --user alice --errors --since 7d ./logs
///   ct grep --access-key AKIAIOSFODNN7EXAMPLE -o csv ./logs
///
/// Reads buckets, files, folders, the standard input and Event History, and prints the records that
/// match, byte for byte as CloudTrail wrote them and in the order of their objects. Logs may be gzipped or plain, as
/// delivered ({"Records":[…]}), JSON Lines, or wrapped by LookupEvents, EventBridge or CloudWatch
/// Logs (subscription, filter-log-events, Insights results, export). A folder that mirrors a bucket
/// (AWSLogs/…) is entered only where account, region and time can match.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES, after_long_help = LONG)]
pub(super) struct Grep {
    #[command(flatten)]
    from: SourceArgs,
    #[command(flatten)]
    which: FilterArgs,
    #[command(flatten)]
    how: OutputArgs,

    /// Refuse an object that inflates to more than this (K, M, G: powers of 1,024).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Reading options", env = "CT_MAX_OBJECT_SIZE")]
    max_object_size: usize,

    /// Print only how many events match.
    #[arg(short, long, help_heading = "Output options", conflicts_with = "files_with_matches")]
    count: bool,
    /// Print only the names of the objects that hold a match.
    #[arg(short = 'l', long, help_heading = "Output options")]
    files_with_matches: bool,
    /// Stop behind this many events (with -l: objects).
    #[arg(short = 'n', long, value_name = "N", help_heading = "Output options")]
    #[arg(value_parser = args::number)]
    limit: Option<u64>,
    /// Sort events by time, oldest first. Nothing is printed before all was read, and all lines are
    /// held in memory until then (with -n: only so many).
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
    /// Write what was covered as a JSON document to this file.
    #[arg(long, value_name = "FILE", help_heading = "Output options", env = "CT_SUMMARY")]
    summary: Option<PathBuf>,
}

/// An order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By the time of the event, the oldest first.
    Time,
}

const EXAMPLES: &str = "\
Examples:
  ct grep --event-name PutObject ./logs
  ct grep --user alice --errors --since 7d ./logs
  ct grep -e AKIAIOSFODNN7EXAMPLE -o jsonl ./logs | jq .eventName";

const LONG: &str = "\
Expressions (--where, --exclude):
  FIELD = VALUE      a glob, plain text, or a number     FIELD != VALUE
  FIELD ~ REGEX      a regular expression                FIELD !~ REGEX
  FIELD > NUMBER     also < <= >=; text if not numbers
  FIELD in (A, B)    networks, addresses, globs          FIELD not in (A, B)
  FIELD exists       neither missing nor null            FIELD not exists, FIELD = null
  joined by and, or, not and ( ). FIELD is a path in CloudTrail's own names:
  eventName, userIdentity.type, resources[].ARN, requestParameters.\"x-amz-acl\"
  Names that AWS defines match in any case: eventName = s3:putobject, eventSource = IAM

When nothing matched, fields, event names, services and error codes of the search that occur in no
record are named, with what is spelled much like them.

Escapes: in filter flags and in expressions a backslash makes the next character plain: \\* \\? \\, \\[ \\{
\\' \\\\. Before a letter, a digit or _ it stands for itself: CORP\\alice. -e, -E and ~ have no such escape.

Exit codes: 0 something matched, 1 nothing did, 2 could not tell: wrong usage, nothing to read,
not everything could be read, or an event without a readable time may lie outside the time window.

Examples:
  Who wrote objects, as text:
    ct grep --event-name PutObject ./logs
  What a user was refused in the last week:
    ct grep --user alice --error-code 'AccessDenied,*Unauthorized*' --since 7d ./logs
  Everything a leaked key did, as a table:
    ct grep --access-key AKIAIOSFODNN7EXAMPLE -o csv ./logs > key.csv
  Writes from outside the office:
    ct grep --write-only --where 'sourceIPAddress not in (10.0.0.0/8, *.amazonaws.com)' ./logs
  Is there any root activity? (the exit code tells)
    ct grep --user root --count ./logs
  Without a trail, from the last 90 days of Event History in all regions (newest first):
    ct grep --user alice --since 7d history:
    ct grep --event-name CreateUser --region us-east-1 --sort time history:
  From another program:
    aws cloudtrail lookup-events --max-items 50 | ct grep --errors -";

impl Grep {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.which.filter(now)?;
        let terminal = io::stdout().is_terminal();
        let order = self.order(context, terminal)?;
        let interrupt = context.interrupt()?;
        let sources = self.sources(context, &filter, now)?;
        let summary = self.summary.as_deref().map(super::create).transpose()?;

        let scope = Scope::new(&filter, false);
        let own = own_output(self.summary.as_deref());
        let list = || {
            sources::entries(&sources, &scope, interrupt).filter(|entry| !is_one_of(entry, &own))
        };
        let names = || sources::listing(&sources, &scope, interrupt);
        // Event History comes so slowly that a second thread would only wait.
        let threads = if self.from.history().1 { 1 } else { context.threads() };
        let count_untimed = context.globals.verbose || self.summary.is_some();
        let (limit, memory) = (self.max_object_size, context.memory());
        let settings = Settings { threads, limit, memory, count_untimed };
        let progress = Progress::default();
        let hints = Hints::new(&filter, &self.how.paths(), self.from.is_local());
        let (mut coverage, printed, surveys) = progress::watch(&progress, context, names, |bar| {
            let out = BufWriter::with_capacity(64 << 10, Above(io::stdout(), bar.clone()));
            let printer = Printer::new(order, out);
            let mut sink = hints.watch(printer);
            let coverage = scan::run(Box::new(list()), &filter, &mut sink, settings, &progress)?;
            let (printer, sample, columns) = sink.into_parts();
            Ok((coverage, printer.finish()?, (sample, columns)))
        })
        .map_err(unfinished)?;
        history::account(&sources, context, &mut coverage);

        if let (Some(mut file), Some(path)) = (summary, &self.summary) {
            let written = summary::write(file.file(), &coverage, printed);
            written.and_then(|()| file.finish()).with_context(|| path.display().to_string())?;
        }
        self.tell(context, &coverage, printed);
        let outcome = self.outcome(&coverage, &filter)?;
        if !context.globals.quiet {
            let (sample, columns) = surveys;
            match outcome {
                Outcome::No => {
                    hints.report_search(
                        sample,
                        coverage.events().total(),
                        Box::new(list()),
                        settings,
                    );
                }
                _ if self.prints_fields() => Hints::report_columns(&columns),
                _ => {}
            }
        }
        Ok(outcome)
    }

    /// Whether fields of the events are printed.
    fn prints_fields(&self) -> bool {
        !self.count && !self.files_with_matches
    }

    fn sources(
        &self,
        context: &Context,
        filter: &Filter,
        now: Timestamp,
    ) -> anyhow::Result<Vec<Source>> {
        let asked = Asked { context, filter, now, oldest_first: false };
        self.from.open_for(&asked, self.which.scope.one_region())
    }

    fn order(&self, context: &Context, terminal: bool) -> anyhow::Result<Order> {
        let format = self.how.format(context, terminal)?;
        let what = match (self.count, self.files_with_matches) {
            (true, _) => What::Count,
            (_, true) => What::Objects,
            _ => What::Events(format),
        };
        let (history, is_newest_first) = self.from.history();
        let sorting = Sorting { most: self.sort_memory, is_newest_first };
        Ok(Order {
            what,
            unique: self.unique,
            count_duplicates: self.summary.is_some() || covers(context),
            sorting: self.sort.filter(|_| self.prints_fields()).map(|_| sorting),
            limit: self.limit,
            terminal,
            is_live: terminal || history,
        })
    }

    fn tell(&self, context: &Context, coverage: &Coverage, printed: Printed) {
        let wanted = covers(context) || (!coverage.warnings().is_empty() && !context.globals.quiet);
        if wanted || !coverage.is_complete() {
            let are_left_out = self.unique && !self.files_with_matches;
            let again = printed.duplicates.map(|duplicates| Again { duplicates, are_left_out });
            for line in summary::lines(coverage, again, context) {
                tell(&line);
            }
        }
    }

    /// Nothing found is an answer only if everything was read, and there was something to read.
    fn outcome(&self, coverage: &Coverage, filter: &Filter) -> anyhow::Result<Outcome> {
        if coverage.is_stopped_early() && coverage.is_complete() {
            return Ok(Outcome::Yes);
        }
        if !coverage.is_complete() {
            return Ok(Outcome::Unsure);
        }
        if coverage.read() == 0 {
            return Err(self.nothing_read(filter));
        }
        Ok(if coverage.events().matched > 0 { Outcome::Yes } else { Outcome::No })
    }

    fn nothing_read(&self, filter: &Filter) -> anyhow::Error {
        let names = self.from.names();
        if filter.has_scope() {
            return user_error(
                format!("no log of this account, region and time in {names}"),
                "that nothing happened is not shown: widen --account, --region, --since or --until",
            );
        }
        if self.from.is_remote() {
            return user_error(
                format!("no CloudTrail logs in {names}"),
                "ct ls shows what there is",
            );
        }
        user_error(
            format!("no CloudTrail logs in {names}"),
            "logs are files named .json, .json.gz, .jsonl or .ndjson; name a file to read it whatever it is called",
        )
    }
}

/// Whether the line of the coverage is shown in any case.
fn covers(context: &Context) -> bool {
    (context.globals.verbose || super::stderr_is_terminal()) && !context.globals.quiet
}

/// Why the output did not come to its end.
fn unfinished(error: io::Error) -> anyhow::Error {
    let too_much = error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuchToSort>());
    if let Some(TooMuchToSort(most)) = too_much {
        return user_error(
            format!(
                "--sort time: the events that match take more than {}",
                HumanBytes(*most as u64)
            ),
            "narrow the search, add --limit, raise --sort-memory, or do without --sort",
        );
    }
    anyhow::Error::new(error).context("cannot write to the standard output")
}

/// The files that this run writes, in case they stand in a folder that it reads.
fn own_output(summary: Option<&Path>) -> Vec<Handle> {
    let stdout = Handle::stdout().ok();
    // A device or a pipe is no file of a folder.
    let stdout = stdout.filter(|out| out.as_file().metadata().is_ok_and(|data| data.is_file()));
    let summary = summary.and_then(|path| Handle::from_path(path).ok());
    stdout.into_iter().chain(summary).collect()
}

fn is_one_of(entry: &Result<Entry, SourceError>, own: &[Handle]) -> bool {
    match entry {
        Ok(Entry::Object(Object { body: Body::File(path), explicit: false, .. }))
            if !own.is_empty() =>
        {
            Handle::from_path(path).is_ok_and(|handle| own.contains(&handle))
        }
        _ => false,
    }
}
