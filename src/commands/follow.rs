//! `ct follow`: its flags, its help, and what it prints beside events. The engine is [`crate::follow`].

mod config;
mod report;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::report::{Messages, finish, into_error};
use super::args::{self, How};
use super::history::Asked;
use super::sources::{self, Source};
use super::trail::{every, find};
use super::which::Which;
use super::{Context, Outcome, UserError, tell, user_error};
use crate::aws::{History, Queue, Session};
use crate::filter::Filter;
use crate::follow::{
    self, BucketOptions, ConfiguredSenders, Destination, HistoryOptions, QueueOptions, Reader,
    ReaderOptions, Senders,
};
use crate::pipeline::Settings;
use crate::sink::printer::{Format, Order, What};

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
    which: Which,
    #[command(flatten)]
    how: How,

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
        let summary = match &self.source {
            Some(source) => self.follow_source(source, context)?,
            None => self.follow_queue(context)?,
        };
        Ok(finish(&summary, context))
    }

    fn follow_queue(&self, context: &Context) -> anyhow::Result<follow::Summary> {
        let filter = self.which.filter(Timestamp::now())?;
        let (name, region) = self.queue_name(context)?;
        let session = context.aws(None)?;
        context.warn_if_cleartext(&name);
        let queue = Queue::open(session, &name, region.as_deref()).map_err(UserError::from)?;
        let messages = Messages::new(context);
        let configured = ConfiguredSenders {
            trails: &|| every(session).map(|(trails, _)| trails).unwrap_or_default(),
            ..self.senders(session)?
        };
        let senders = Senders::find(configured, session, &queue, &messages).map_err(into_error)?;
        if self.no_delete && !context.globals.quiet {
            tell("peeking: messages stay in the queue");
        }
        let bucket = self.to.as_ref().map_or(Ok(None), |_| senders.only_bucket());
        let bucket = bucket.map_err(into_error)?;
        let mut reader = self.reader(context, session, &filter, &messages)?;
        if let Some(bucket) = bucket {
            reader.open_mirror(bucket).map_err(into_error)?;
        }
        let options = QueueOptions { max_messages: self.max_messages, no_delete: self.no_delete };
        follow::follow_queue(reader, &queue, &senders, options).map_err(into_error)
    }

    /// The queue's name, and its Region if --config names one.
    fn queue_name(&self, context: &Context) -> anyhow::Result<(String, Option<String>)> {
        if let Some(path) = &self.config {
            return config::read(path, context.aws(None)?, context.interrupt()?);
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

    /// The senders that the flags name.
    fn senders(&self, session: &Session) -> anyhow::Result<ConfiguredSenders<'_>> {
        let mut buckets: BTreeSet<String> = self.bucket.iter().cloned().collect();
        let mut accounts: BTreeSet<String> = self.which.scope.accounts().into_iter().collect();
        if let Some(name) = &self.trail {
            let trail = find(session, name)?;
            accounts.insert(trail.account().to_owned());
            buckets.insert(trail.bucket);
        }
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let mirror = self.to.as_deref();
        Ok(ConfiguredSenders { buckets, accounts, mirror, trails: &Vec::new, today })
    }

    fn follow_source(&self, source: &Path, context: &Context) -> anyhow::Result<follow::Summary> {
        let filter = self.which.filter(Timestamp::now())?;
        let region = self.which.scope.one_region();
        let messages = Messages::new(context);
        match sources::scheme(source) {
            None => Err(user_error(
                format!("{}: not a bucket, a trail or Event History", source.display()),
                "ct grep reads local files; to follow, name s3://BUCKET, trail: or history:",
            )),
            Some(("history", which)) => {
                let history = self.open_history(which, context, &filter)?;
                let session = context.aws(region)?;
                let reader = self.reader(context, session, &filter, &messages)?;
                let options = HistoryOptions {
                    every: self.every,
                    lookback: self.lookback,
                    has_session_token: session.has_session_token(),
                };
                follow::follow_history(reader, &history, options).map_err(into_error)
            }
            Some(_) => {
                let Source::Bucket(bucket) = sources::open(source, context, region)? else {
                    return Err(user_error(format!("{}: not a bucket", source.display()), ""));
                };
                let reader = self.reader(context, context.aws(region)?, &filter, &messages)?;
                let options = BucketOptions {
                    every: self.every,
                    lookback: self.lookback,
                    ledger: self.ledger.as_deref(),
                    with_digests: self.to.is_some(),
                };
                follow::follow_bucket(reader, &bucket, options).map_err(into_error)
            }
        }
    }

    fn open_history(
        &self,
        which: &str,
        context: &Context,
        filter: &Filter,
    ) -> anyhow::Result<History> {
        if self.to.is_some() {
            return Err(user_error(
                "--to is not for history:, which has no objects",
                "leave it out, or follow trail: or s3://BUCKET",
            ));
        }
        if self.ledger.is_some() {
            return Err(user_error(
                "--ledger is not for history:",
                "leave it out; --since reads what was missed in the last 90 days",
            ));
        }
        let asked = Asked { context, filter, now: Timestamp::now(), oldest_first: true };
        let history = asked.open(which, self.which.scope.one_region())?;
        match (&*history.query().places, history.lacks()) {
            ([], lacks) => Err(user_error(lacks.join("; "), "nothing would ever be found")),
            (_, lacks) => {
                for lack in lacks {
                    tell(&format!("history: {lack}"));
                }
                Ok(history)
            }
        }
    }

    fn reader<'r>(
        &'r self,
        context: &'r Context,
        session: &'r Arc<Session>,
        filter: &'r Filter,
        messages: &'r Messages<'r>,
    ) -> anyhow::Result<Reader<'r>> {
        let terminal = io::stdout().is_terminal() && self.exec.is_none();
        let (format, destination) = match &self.exec {
            Some(line) => (Format::JsonLines(None), Destination::command(line)),
            None => (self.how.format(context, terminal)?, Destination::stdout()),
        };
        let order = Order {
            what: What::Events(format),
            unique: self.unique,
            count_duplicates: false,
            sorting: None,
            limit: None,
            terminal,
            is_live: false,
        };
        let settings = Settings {
            threads: context.threads(),
            limit: self.max_object_size,
            memory: context.memory(),
            count_untimed: false,
        };
        let options = ReaderOptions {
            session,
            filter,
            settings,
            order,
            destination,
            mirror: self.to.as_deref(),
            until_idle: self.until_idle,
            interrupt: context.interrupt()?,
            reporter: messages,
            now: Timestamp::now,
        };
        Reader::start(options).map_err(into_error)
    }
}
