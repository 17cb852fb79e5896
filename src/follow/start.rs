//! Starts a run from what the user names: a queue, a bucket, a trail or Event History.
//!
//! Knows flags by their names only.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::bucket::{self, BucketOptions};
use super::history::{self, HistoryOptions};
use super::queue::{self, QueueOptions};
use super::reader::{Reader, ReaderOptions};
use super::senders::{ConfiguredSenders, Senders};
use super::stats::Summary;
use super::{FollowError, Result};
use crate::aws::{History, Queue};
use crate::error::UserError;
use crate::sources::{self, HistoryRequest, Source, scheme};

/// A queue to follow.
pub struct QueueRequest<'q> {
    /// Its name, URL or ARN.
    pub name: &'q str,
    /// Its Region, if a configuration names it.
    pub region: Option<&'q str>,
    /// The buckets that notifications may name, if the user names them.
    pub buckets: BTreeSet<String>,
    /// The accounts that the user names.
    pub accounts: BTreeSet<String>,
    /// The trail whose bucket notifications may name.
    pub trail: Option<&'q str>,
    /// How to follow it.
    pub options: QueueOptions,
}

/// A source to poll.
#[derive(Clone, Copy)]
pub struct SourceRequest<'q> {
    /// As the user names it.
    pub source: &'q Path,
    /// The pause between two cycles.
    pub every: Duration,
    /// How far each cycle looks back, if the user says so.
    pub lookback: Option<Duration>,
    /// The file that records which objects of a bucket were read.
    pub ledger: Option<&'q Path>,
    /// The folder to mirror objects to.
    pub mirror: Option<&'q Path>,
}

impl SourceRequest<'_> {
    /// Checks what can be checked without a call.
    ///
    /// # Errors
    /// The source cannot be polled, or an option is not for it.
    pub fn check(&self) -> std::result::Result<(), UserError> {
        match scheme(self.source) {
            None => Err(UserError::new(
                format_args!("{}: not a bucket, a trail or Event History", self.source.display()),
                "ct grep reads local files; to follow, name s3://BUCKET, trail: or history:",
            )),
            Some(("history", _)) if self.mirror.is_some() => Err(UserError::new(
                "--to is not for history:, which has no objects",
                "leave it out, or follow trail: or s3://BUCKET",
            )),
            Some(("history", _)) if self.ledger.is_some() => Err(UserError::new(
                "--ledger is not for history:",
                "leave it out; --since reads what was missed in the last 90 days",
            )),
            Some(_) => Ok(()),
        }
    }
}

/// Follows a queue until the run is interrupted, the queue is idle, or enough messages were
/// processed.
///
/// # Errors
/// The queue cannot be opened, received from or deleted from, its senders are unknown, or the output
/// or the mirror cannot be written.
pub fn follow_queue(options: ReaderOptions<'_>, request: QueueRequest<'_>) -> Result<Summary> {
    let QueueRequest { name, region, mut buckets, mut accounts, trail, options: how } = request;
    let ReaderOptions { session, reporter, mirror, .. } = options;
    let queue = Queue::open(session, name, region)?;
    if let Some(name) = trail {
        let trail = session.find_trail(name)?;
        accounts.insert(trail.account().to_owned());
        buckets.insert(trail.bucket);
    }
    let today = (options.now)().to_zoned(TimeZone::UTC).date();
    let trails = &|| session.known_trails();
    let configured = ConfiguredSenders { buckets, accounts, mirror, trails, today };
    let senders = Senders::find(configured, session, &queue, reporter)?;
    if how.no_delete {
        reporter.info("peeking: messages stay in the queue");
    }
    let bucket = mirror.map_or(Ok(None), |_| senders.only_bucket())?;
    let mut reader = Reader::start(options)?;
    if let Some(bucket) = bucket {
        reader.open_mirror(bucket)?;
    }
    queue::follow(reader, &queue, &senders, how)
}

/// Follows a bucket, a trail or Event History until the run is interrupted, nothing new comes, or the
/// end time has passed.
///
/// # Errors
/// The source cannot be opened or listed at all, or the ledger, the mirror or the output cannot be
/// written.
pub fn follow_source(options: ReaderOptions<'_>, request: SourceRequest<'_>) -> Result<Summary> {
    request.check()?;
    let (SourceRequest { source, every, lookback, ledger, mirror }, session) =
        (request, options.session);
    if let Some(("history", which)) = scheme(source) {
        let history = open_history(which, &options)?;
        let has_session_token = session.has_session_token();
        let how = HistoryOptions { every, lookback, has_session_token };
        return history::follow(Reader::start(options)?, &history, how);
    }
    let detail = |text: &str| options.reporter.detail(text);
    let Source::Bucket(bucket) = sources::open(source, || Ok(session), detail)? else {
        return Err(FollowError::user(format_args!("{}: not a bucket", source.display()), ""));
    };
    let how = BucketOptions { every, lookback, ledger, with_digests: mirror.is_some() };
    bucket::follow(Reader::start(options)?, &bucket, how)
}

/// Opens Event History, which must have something that the filter wants.
fn open_history(which: &str, options: &ReaderOptions<'_>) -> Result<History> {
    let ReaderOptions { session, filter, reporter, now, .. } = options;
    let request = HistoryRequest { session, filter, now: now(), oldest_first: true };
    let history = request.open(which, |text| reporter.detail(text))?;
    if history.query().places.is_empty() {
        return Err(FollowError::user(history.lacks().join("; "), "nothing would ever be found"));
    }
    for lack in history.lacks() {
        reporter.problem(&format!("history: {lack}"));
    }
    Ok(history)
}
