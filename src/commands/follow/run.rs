//! Turns the flags of `ct follow` into the options of the engine, and runs it.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Follow;
use super::report::{Messages, into_error};
use crate::aws::{History, Queue, Session, TrailList};
use crate::commands::history::HistoryLookup;
use crate::commands::sources;
use crate::commands::{Context, UserError, print_message, user_error};
use crate::filter::Filter;
use crate::follow::{
    self, BucketOptions, ConfiguredSenders, Destination, HistoryOptions, QueueOptions, Reader,
    ReaderOptions, Senders,
};
use crate::scan::Settings;
use crate::sink::print::{EventStyle, Format};
use crate::sink::unique::Repeats;
use crate::sources::{Source, scheme};

impl Follow {
    /// Follows the queue.
    pub(super) fn follow_queue(
        &self,
        filter: &Filter,
        context: &Context,
    ) -> anyhow::Result<follow::Summary> {
        let (name, region) = self.queue_name(context)?;
        let session = context.aws(None)?;
        context.warn_if_cleartext(&name);
        let queue = Queue::open(session, &name, region.as_deref()).map_err(UserError::from)?;
        let messages = Messages::new(context);
        let configured =
            ConfiguredSenders { trails: &|| session.known_trails(), ..self.senders(session)? };
        let senders = Senders::find(configured, session, &queue, &messages).map_err(into_error)?;
        if self.no_delete && !context.globals.quiet {
            print_message("peeking: messages stay in the queue");
        }
        let bucket = self.to.as_ref().map_or(Ok(None), |_| senders.only_bucket());
        let bucket = bucket.map_err(into_error)?;
        let mut reader = self.reader(context, session, filter, &messages)?;
        if let Some(bucket) = bucket {
            reader.open_mirror(bucket).map_err(into_error)?;
        }
        let options = QueueOptions { max_messages: self.max_messages, no_delete: self.no_delete };
        follow::follow_queue(reader, &queue, &senders, options).map_err(into_error)
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

    /// The senders that the flags name.
    fn senders(&self, session: &Session) -> anyhow::Result<ConfiguredSenders<'_>> {
        let mut buckets: BTreeSet<String> = self.bucket.iter().cloned().collect();
        let mut accounts: BTreeSet<String> =
            self.filter.scope.flags().accounts().into_iter().collect();
        if let Some(name) = &self.trail {
            let trail = session.find_trail(name)?;
            accounts.insert(trail.account().to_owned());
            buckets.insert(trail.bucket);
        }
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let mirror = self.to.as_deref();
        Ok(ConfiguredSenders { buckets, accounts, mirror, trails: &TrailList::default, today })
    }

    /// Follows a bucket, a trail or Event History.
    pub(super) fn follow_source(
        &self,
        source: &Path,
        filter: &Filter,
        context: &Context,
    ) -> anyhow::Result<follow::Summary> {
        let region = self.filter.scope.flags().one_region();
        let messages = Messages::new(context);
        match scheme(source) {
            None => Err(user_error(
                format!("{}: not a bucket, a trail or Event History", source.display()),
                "ct grep reads local files; to follow, name s3://BUCKET, trail: or history:",
            )),
            Some(("history", which)) => {
                let history = self.open_history(which, context, filter)?;
                let session = context.aws(region)?;
                let reader = self.reader(context, session, filter, &messages)?;
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
                let reader = self.reader(context, context.aws(region)?, filter, &messages)?;
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
        let lookup = HistoryLookup { context, filter, now: Timestamp::now(), oldest_first: true };
        let history = lookup.open(which, self.filter.scope.flags().one_region())?;
        match (&*history.query().places, history.lacks()) {
            ([], lacks) => Err(user_error(lacks.join("; "), "nothing would ever be found")),
            (_, lacks) => {
                for lack in lacks {
                    print_message(&format!("history: {lack}"));
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
            None => (self.output.format(context, terminal)?, Destination::stdout()),
        };
        let style = EventStyle { format, for_terminal: terminal, is_live: false, sorting: None };
        let repeats = if self.unique { Repeats::LeaveOut } else { Repeats::Pass };
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
            style,
            repeats,
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
