//! `ct follow`: its flags, its help, and what it prints beside events. The engine is [`crate::follow`].

mod messages;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use self::messages::{Messages, finish, into_error};
use super::args::{self, OutputArgs};
use super::filter_args::{FilterArgs, Reads};
use super::{Context, Outcome, UserError, user_error};
use crate::aws::Session;
use crate::filter::Filter;
use crate::follow::{
    self, Destination, QueueOptions, QueueRequest, ReaderOptions, SourceRequest, Summary,
};
use crate::scan::Settings;
use crate::sink::print::{EventStyle, Format};
use crate::sink::unique::Repeats;

/// Print events as their log files are delivered.
///
///   ct follow trail: --errors
///   ct follow --queue new-logs --to ./logs -o jsonl
///   ct follow --queue new-logs --user root --exec ./alert.sh
///
/// Receives notifications of new log files from an SQS queue: sent by S3, by S3 or CloudTrail through
/// SNS, or by EventBridge. Without a queue it lists a bucket, or looks up Event History, every minute.
/// Reads new log files and prints matching events, as ct grep does. At least once, nothing lost: a
/// message is deleted only after all its objects were read and the matching events were written. A
/// message that cannot be processed, or names another bucket, is left in the queue and reported. The
/// first ctrl-C (or SIGTERM, SIGHUP) finishes the messages in hand; the second ends at once.
///
/// With -v, or on a terminal, a status line is printed every minute. If no events arrive, run
/// `ct queue check`.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Follow {
    /// Source to poll: trail:, trail:NAME, s3://BUCKET[/PREFIX], history: or history:insight.
    #[arg(value_name = "SOURCE", conflicts_with_all = ["queue", "config"])]
    source: Option<PathBuf>,
    /// Queue name, URL or ARN; $CT_QUEUE if neither this nor a source is given.
    #[arg(long, value_name = "QUEUE")]
    queue: Option<String>,
    /// JSON file, local or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}.
    #[arg(long, value_name = "FILE", conflicts_with = "queue")]
    config: Option<PathBuf>,
    /// Bucket that notifications may name; repeat for more. If not given, the bucket of --trail, or
    /// those in the queue's policy and the buckets' notification settings. A message for another
    /// bucket is foreign: its objects are not read, and it is left in the queue.
    #[arg(long, value_name = "NAME", conflicts_with = "source", value_parser = follow::bucket_name)]
    bucket: Vec<String>,
    /// Trail whose bucket notifications may name, by name or ARN.
    #[arg(long, value_name = "TRAIL", conflicts_with = "source")]
    trail: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,

    /// Print each event once (same eventID and account), as far as the last million events show.
    #[arg(short, long, help_heading = "Output options")]
    unique: bool,
    /// Also mirror the objects to this folder, as ct fetch does.
    #[arg(long, value_name = "DIR", help_heading = "Output options")]
    to: Option<PathBuf>,
    /// Run this shell command for each matching event, with the record on its standard input,
    /// instead of printing. If it fails, the message is left in the queue, or the object is read
    /// again; with history:, all records of the poll cycle are repeated.
    #[arg(long, value_name = "CMD", help_heading = "Output options")]
    #[arg(conflicts_with_all = ["output", "fields"], value_parser = follow::command)]
    exec: Option<String>,

    /// Pause between two poll cycles: 30s, 5m.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", requires = "source")]
    #[arg(value_parser = follow::interval, default_value = "1m", conflicts_with_all = ["queue", "config"])]
    every: Duration,
    /// How far each cycle looks back for late deliveries: 1d for a bucket, 30m for history: and 6h for
    /// history:insight if not given.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", requires = "source")]
    #[arg(value_parser = follow::lookback, conflicts_with_all = ["queue", "config"])]
    lookback: Option<Duration>,
    /// Record in this file which objects of a bucket were read, so that the next run resumes there.
    #[arg(long, value_name = "FILE", help_heading = "Reading options", requires = "source")]
    #[arg(conflicts_with_all = ["queue", "config"])]
    ledger: Option<PathBuf>,
    /// Stop when nothing new came for this long: 30s, 5m.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", value_parser = args::duration)]
    until_idle: Option<Duration>,
    /// Stop after N messages.
    #[arg(long, value_name = "N", help_heading = "Reading options")]
    #[arg(value_parser = args::number, conflicts_with = "source")]
    max_messages: Option<u64>,
    /// Peek: do not delete messages. Each receive counts for the queue's redrive policy.
    #[arg(long, help_heading = "Reading options", conflicts_with = "source")]
    no_delete: bool,
    /// Largest object to read, inflated (K, M, G: powers of 1,024).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Reading options", env = "CT_MAX_OBJECT_SIZE")]
    max_object_size: usize,
}

const EXAMPLES: &str = "\
Exit codes: 0 everything was processed; 2 something was not

Examples:
  ct follow trail: --until-idle 2s --errors
  ct follow s3://my-logs --until-idle 2s --ledger ./read.jsonl
  ct follow history: --until-idle 2s --region us-east-1 --write-only
  ct follow --queue new-logs --until-idle 2s --no-delete -o csv
  ct follow --queue new-logs --max-messages 100 --until-idle 2s --to ./logs";

impl Follow {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        context.interrupt()?;
        let reads = Reads { columns: &self.output.columns()?, databases: None };
        let filter = self.filter.filter(Timestamp::now(), reads)?;
        let messages = Messages(context);
        let summary = match &self.source {
            Some(source) => self.follow_source(source, &filter, &messages)?,
            None => self.follow_queue(&filter, &messages)?,
        };
        Ok(finish(&summary, context))
    }

    fn follow_source(
        &self,
        source: &Path,
        filter: &Filter,
        messages: &Messages<'_>,
    ) -> anyhow::Result<Summary> {
        let request = SourceRequest {
            source,
            every: self.every,
            lookback: self.lookback,
            ledger: self.ledger.as_deref(),
            mirror: self.to.as_deref(),
        };
        request.check()?;
        let session = messages.0.aws(self.filter.scope.flags().one_region())?;
        let options = self.reader(session, filter, messages)?;
        follow::follow_source(options, request).map_err(into_error)
    }

    fn follow_queue(&self, filter: &Filter, messages: &Messages<'_>) -> anyhow::Result<Summary> {
        let (name, region) = self.queue_name(messages.0)?;
        messages.0.warn_if_cleartext(&name);
        let request = QueueRequest {
            name: &name,
            region: region.as_deref(),
            buckets: self.bucket.iter().cloned().collect(),
            accounts: self.filter.scope.flags().accounts().into_iter().collect(),
            trail: self.trail.as_deref(),
            options: QueueOptions { max_messages: self.max_messages, no_delete: self.no_delete },
        };
        let options = self.reader(messages.0.aws(None)?, filter, messages)?;
        follow::follow_queue(options, request).map_err(into_error)
    }

    /// The queue's name, and its Region if --config names one.
    fn queue_name(&self, context: &Context) -> anyhow::Result<(String, Option<String>)> {
        if let Some(path) = &self.config {
            let configured =
                follow::configured_queue(path, context.aws(None)?, context.interrupt()?);
            return configured.map_err(into_error);
        }
        // CT_QUEUE does not count if --config or a source is given.
        let usual = || std::env::var("CT_QUEUE").ok().filter(|name| !name.is_empty());
        let named = self.queue.clone().or_else(usual).map(|name| (name, None));
        named.ok_or_else(|| {
            user_error(
                "nothing to follow: no SOURCE, --queue or --config",
                "ct follow trail: lists the trail's bucket every minute; ct follow --queue NAME \
                 receives notifications of new logs",
            )
        })
    }

    fn reader<'r>(
        &'r self,
        session: &'r Arc<Session>,
        filter: &'r Filter,
        messages: &'r Messages<'r>,
    ) -> Result<ReaderOptions<'r>, UserError> {
        let context = messages.0;
        let for_terminal = io::stdout().is_terminal() && self.exec.is_none();
        let (format, destination) = match &self.exec {
            Some(line) => (Format::JsonLines(None), Destination::command(line)),
            None => (self.output.format(context, for_terminal)?, Destination::stdout()),
        };
        Ok(ReaderOptions {
            session,
            filter,
            settings: Settings {
                threads: context.threads(),
                limit: self.max_object_size,
                memory: context.memory(),
                count_untimed: false,
            },
            style: EventStyle { format, for_terminal, is_live: false, sorting: None },
            repeats: if self.unique { Repeats::LeaveOut } else { Repeats::Pass },
            destination,
            mirror: self.to.as_deref(),
            until_idle: self.until_idle,
            interrupt: context.interrupt()?,
            reporter: messages,
            now: Timestamp::now,
        })
    }
}
