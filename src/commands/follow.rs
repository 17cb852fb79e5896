//! `ct follow`: prints events as their logs are delivered, or as Event History learns of them.
//!
//! Whatever names the objects, a queue or a listing, it is told that they are done with only after
//! what matched was written and flushed.

mod batch;
mod budget;
mod config;
mod desk;
mod gaps;
mod history;
mod kit;
mod ledger;
mod out;
mod poll;
mod queue;
mod report;
mod round;
mod seen;
mod senders;
mod stored;
mod tally;
mod unread;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use self::kit::Kit;
use self::senders::Senders;
use super::args::{self, OutputArgs};
use super::filter_args::FilterArgs;
use super::sources::{self, Source};
use super::{Context, Outcome, UserError, tell, user_error};
use crate::aws::Queue;

/// Print events as their logs are delivered.
///
///   ct follow trail: --errors
///   ct follow --queue new-logs --to ./logs -o jsonl
///   ct follow --queue new-logs --user root --exec ./alert.sh
///
/// From a queue of SQS it takes the messages that tell of new logs: of S3 itself, of S3 or CloudTrail
/// by way of SNS, or of EventBridge. Without a queue it looks into a bucket, or asks Event History,
/// every minute. Reads what is new and prints the records that match, as ct grep does. At least once,
/// nothing lost: a message is deleted only after all its objects were read and what matched was
/// written; one that cannot be processed, or names a bucket that the queue is not for, stays in the
/// queue and is told of. The first ctrl-C (or SIGTERM, SIGHUP) finishes what is in hand; the second
/// ends at once.
///
/// With -v, or on a terminal, a line a minute says how it goes. The age of messages in it is that of
/// the oldest of those last received: a queue does not tell how old its oldest message is.
/// If nothing arrives: ct queue check QUEUE.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Follow {
    /// What to look into again and again: trail:, trail:NAME, s3://BUCKET[/PREFIX], history: or
    /// history:insight.
    #[arg(value_name = "SOURCE", conflicts_with_all = ["queue", "config"])]
    source: Option<PathBuf>,
    /// The queue: its name, its URL or its ARN; $CT_QUEUE if nothing else is named.
    #[arg(long, value_name = "QUEUE")]
    queue: Option<String>,
    /// A JSON file, or s3://BUCKET/KEY, that names the queue: {"s3Region","sqsRegion","sqsUrl"}.
    #[arg(long, value_name = "FILE", conflicts_with = "queue")]
    config: Option<PathBuf>,
    /// A bucket that messages of the queue may name; repeat for more. Without it, the bucket of
    /// --trail, or those that the queue's policy and the buckets' notification settings name. A
    /// message for another bucket is foreign: it is never read, and stays in the queue.
    #[arg(long, value_name = "NAME", conflicts_with = "source", value_parser = bucket)]
    bucket: Vec<String>,
    /// The trail whose bucket messages of the queue may name, by its name or ARN.
    #[arg(long, value_name = "TRAIL", conflicts_with = "source")]
    trail: Option<String>,
    #[command(flatten)]
    which: FilterArgs,
    #[command(flatten)]
    how: OutputArgs,

    /// Print an event once, however often it is delivered (same eventID and account), as far as the
    /// last million events tell.
    #[arg(short, long, help_heading = "Output options")]
    unique: bool,
    /// Also mirror the objects below this folder, as ct fetch does.
    #[arg(long, value_name = "DIR", help_heading = "Output options")]
    to: Option<PathBuf>,
    /// Run this in the shell for each record that matches, with the record on its standard input,
    /// instead of printing it. If it fails, the message stays in the queue, or the object is read
    /// again; of history:, all records of that look are handed on again.
    #[arg(long, value_name = "CMD", help_heading = "Output options")]
    #[arg(conflicts_with_all = ["output", "fields"], value_parser = command)]
    exec: Option<String>,

    /// How long to wait from one look into a source to the next: 30s, 5m.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", requires = "source")]
    #[arg(value_parser = interval, default_value = "1m", conflicts_with_all = ["queue", "config"])]
    every: Duration,
    /// How far back each look reaches, so that what comes late is found: 1d of a bucket if not given,
    /// 30m of history: and 6h of history:insight.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", requires = "source")]
    #[arg(value_parser = lookback, conflicts_with_all = ["queue", "config"])]
    lookback: Option<Duration>,
    /// Keep which objects of a bucket were read in this file, so that the next run goes on there.
    #[arg(long, value_name = "FILE", help_heading = "Reading options", requires = "source")]
    #[arg(conflicts_with_all = ["queue", "config"])]
    ledger: Option<PathBuf>,
    /// Stop when nothing new came for so long: 30s, 5m.
    #[arg(long, value_name = "DURATION", help_heading = "Reading options", value_parser = args::duration)]
    until_idle: Option<Duration>,
    /// Stop behind this many messages.
    #[arg(long, value_name = "N", help_heading = "Reading options")]
    #[arg(value_parser = args::number, conflicts_with = "source")]
    max_messages: Option<u64>,
    /// Look without consuming: messages are given back at the end. Each look counts for the queue's
    /// dead-letter policy.
    #[arg(long, help_heading = "Reading options", conflicts_with = "source")]
    no_delete: bool,
    /// Refuse an object that inflates to more than this (K, M, G: powers of 1,024).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = args::size)]
    #[arg(help_heading = "Reading options", env = "CT_MAX_OBJECT_SIZE")]
    max_object_size: usize,
}

const EXAMPLES: &str = "\
Exit codes: 0 it was stopped, or it is done, and everything was processed; 2 something was not

Examples:
  ct follow trail: --until-idle 2s --errors
  ct follow s3://my-logs --until-idle 2s --ledger ./read.jsonl
  ct follow history: --until-idle 2s --region us-east-1 --write-only
  ct follow --queue new-logs --until-idle 2s --no-delete -o csv
  ct follow --queue new-logs --max-messages 100 --until-idle 2s --to ./logs";

/// Less would be asked too often,
const LEAST_INTERVAL: Duration = Duration::from_secs(1);
/// and what is delivered within so long is not even late.
const LEAST_LOOKBACK: Duration = Duration::from_mins(15);

fn interval(text: &str) -> Result<Duration, String> {
    args::duration(text)
        .and_then(|it| if it < LEAST_INTERVAL { Err("at least 1s".into()) } else { Ok(it) })
}

fn lookback(text: &str) -> Result<Duration, String> {
    args::duration(text)
        .and_then(|it| if it < LEAST_LOOKBACK { Err("at least 15m".into()) } else { Ok(it) })
}

fn bucket(text: &str) -> Result<String, &'static str> {
    let name = text.strip_prefix("s3://").unwrap_or(text).trim_end_matches('/');
    if name.is_empty() || name.contains(['/', ':']) {
        Err("not the name of a bucket")
    } else {
        Ok(name.to_owned())
    }
}

fn command(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("there is no command") } else { Ok(text.to_owned()) }
}

impl Follow {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        context.interrupt()?;
        match &self.source {
            Some(source) => self.poll(source, context),
            None => self.consume(context),
        }
    }

    /// Follows a queue.
    fn consume(&self, context: &Context) -> anyhow::Result<Outcome> {
        let filter = self.which.filter(Timestamp::now())?;
        let (name, region) = self.queue_named(context)?;
        let session = context.aws(None)?;
        context.warn_if_cleartext(&name);
        let queue = Queue::open(session, &name, region.as_deref()).map_err(UserError::from)?;
        let senders = Senders::find(self, context, session, &queue)?;
        if self.no_delete && !context.globals.quiet {
            tell("looking only: messages stay in the queue");
        }
        let bucket = self.to.as_ref().map_or(Ok(None), |_| senders.only_bucket())?;
        let mut kit = Kit::begin(self, context, session, &filter)?;
        if let Some(bucket) = bucket {
            kit.open_mirror(bucket)?;
        }
        let order = queue::Order { most: self.max_messages, no_delete: self.no_delete };
        queue::run(kit, &queue, &senders, order)
    }

    /// The queue's name, and its region if that is told.
    fn queue_named(&self, context: &Context) -> anyhow::Result<(String, Option<String>)> {
        if let Some(path) = &self.config {
            return config::read(path, context.aws(None)?, context.interrupt()?);
        }
        // For --config and a source there is no queue, whatever the environment says.
        let usual = || std::env::var("CT_QUEUE").ok().filter(|name| !name.is_empty());
        let named = self.queue.clone().or_else(usual).map(|name| (name, None));
        named.ok_or_else(|| {
            user_error(
                "nothing to follow: no SOURCE, --queue or --config",
                "ct follow trail: looks every minute; ct follow --queue NAME is told of new logs",
            )
        })
    }

    /// Looks into a source again and again.
    fn poll(&self, source: &Path, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.which.filter(now)?;
        let region = self.which.scope.one_region();
        match sources::scheme(source) {
            None => Err(user_error(
                format!("{}: not a bucket, a trail or Event History", source.display()),
                "ct grep reads what is there; to follow, name s3://BUCKET, trail: or history:",
            )),
            Some(("history", which)) => {
                let history = history::open(self, which, context, &filter, now)?;
                let kit = Kit::begin(self, context, context.aws(region)?, &filter)?;
                history::run(kit, &history, self, now)
            }
            Some(_) => {
                let Source::Bucket(bucket) = sources::open(source, context, region)? else {
                    return Err(user_error(format!("{}: not a bucket", source.display()), ""));
                };
                let kit = Kit::begin(self, context, context.aws(region)?, &filter)?;
                poll::run(kit, &bucket, self, now)
            }
        }
    }
}
