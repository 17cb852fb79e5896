//! Event History: the last 90 days of events from `LookupEvents`, as objects of original records.
//!
//! A task for each Region sends requests as fast as the service allows ([`lookup`]); their events are
//! merged into one order ([`merge`]). Knows nothing of the content of records, and does not decide
//! which lookup attribute loses no events: the caller does.
//!
//! Limits are from "`LookupEvents`" in the AWS CloudTrail API Reference: one Region and account and
//! one attribute a call, 50 events a page, two calls a second, 90 days.

mod known;
mod lookup;
mod merge;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::channel;
use tokio::task::AbortHandle;

use super::error::Error;
use super::interrupt::Ending;
use super::{ANY_REGION, Session};
use crate::event::time::Range;
use crate::policy::name::partition;
use crate::policy::region;
use crate::source::{Entries, Fault, FaultKind, SourceError};
pub use known::Known;
use lookup::Lookup;
use merge::{Merge, RegionFeed};

/// How far back Event History reaches.
pub const REACH: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Pages of a Region that wait for newer pages of other Regions: two minutes of requests, 13,000
/// events. Without a bound memory would grow with the history. With a small bound a Region whose
/// events are all older than those of another would be read after it rather than at the same time.
const AHEAD: usize = 256;

/// A Region to look up events in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupRegion {
    /// Its name.
    pub region: String,
    /// What it means if the Region rejects the credentials.
    pub standing: Standing,
    /// Its time range, if it differs from that of the query.
    pub range: Range,
}

/// What it means if a Region rejects the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every account has this Region enabled: the credentials are wrong.
    Always,
    /// The account may not have enabled it, but the user named it: an error.
    Wanted,
    /// The account may not have enabled it: no error.
    OptIn,
}

/// A query, the same for all pages.
#[derive(Clone, Debug)]
pub struct Query {
    /// Insight events instead of management events.
    pub is_insight: bool,
    /// The lookup attribute and its value: the service filters by at most one.
    pub attribute: Option<(&'static str, String)>,
    /// Start time (inclusive); the oldest event if not given.
    pub since: Option<Timestamp>,
    /// End time (inclusive).
    pub until: Timestamp,
    /// Oldest events first, which takes memory for all of them.
    pub oldest_first: bool,
    /// The Regions.
    pub places: Vec<LookupRegion>,
}

/// Event History with one query.
pub struct History {
    session: Arc<Session>,
    query: Query,
    /// Wanted events that Event History does not have, a message each.
    lacks: Vec<String>,
    /// Events to leave out.
    known: Option<Known>,
    shared: Arc<Shared>,
}

/// The state of a lookup in progress.
struct Shared {
    ending: Ending,
    tasks: Mutex<Vec<AbortHandle>>,
    report: Mutex<Report>,
}

/// The outcome of each Region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Regions that returned a page.
    pub read: BTreeSet<String>,
    /// The number of pages.
    pub pages: usize,
    /// Regions that returned all pages.
    pub ended: BTreeSet<String>,
    /// Regions that reject credentials that others accept: they are not enabled, or the session token
    /// is not valid there.
    pub off: BTreeSet<String>,
    /// Regions whose events are incomplete, and why.
    pub failed: BTreeMap<String, Error>,
}

impl Session {
    /// The partition of the configured Region.
    pub fn partition(&self) -> &'static str {
        partition(self.region().unwrap_or(ANY_REGION))
    }

    /// The Regions that may have events: the known ones of the partition, and the configured one.
    pub fn places(&self) -> Vec<LookupRegion> {
        let known: Vec<region::KnownRegion> = region::in_partition(self.partition()).collect();
        let standing = |is_opt_in| if is_opt_in { Standing::OptIn } else { Standing::Always };
        let home = self.region().unwrap_or(ANY_REGION);
        let is_always = known.iter().any(|known| known.name == home && !known.is_opt_in);
        let first = if is_always { Standing::Always } else { Standing::Wanted };
        let others = known.iter().filter(|known| known.name != home);
        let others = others.map(|known| LookupRegion::new(known.name, standing(known.is_opt_in)));
        [LookupRegion::new(home, first)].into_iter().chain(others).collect()
    }
}

impl LookupRegion {
    /// A Region with the time range of the query.
    pub fn new(region: &str, standing: Standing) -> Self {
        Self { region: region.to_owned(), standing, range: Range::default() }
    }
}

impl History {
    /// Event History with a query. `lacks`: wanted events that it does not have.
    pub fn new(session: &Arc<Session>, query: Query, lacks: Vec<String>) -> Self {
        let session = Arc::clone(session);
        let (ending, (tasks, report)) = (session.ending.clone(), Default::default());
        let shared = Arc::new(Shared { ending, tasks, report });
        Self { session, query, lacks, known: None, shared }
    }

    /// The same query for other Regions, without events that are known.
    pub fn again(&self, places: Vec<LookupRegion>, known: &Known) -> Self {
        let query = Query { places, ..self.query.clone() };
        let known = Some(known.clone());
        Self { known, ..Self::new(&self.session, query, Vec::new()) }
    }

    /// Wanted events that Event History does not have, a message each.
    pub fn lacks(&self) -> &[String] {
        &self.lacks
    }

    /// Whether the credentials have a session token, which not every Region may accept.
    pub fn has_session_token(&self) -> bool {
        self.session.has_session_token()
    }

    /// The query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Starts the lookups. Gives the records of all Regions in one order of time, several in an
    /// object. Missing events are errors among them.
    pub fn entries(&self) -> Entries<'_> {
        let refused = |message: &str| SourceError {
            name: "history".to_owned(),
            fault: Fault::Refused { kind: FaultKind::Other, message: message.to_owned() },
        };
        let lacks = self.lacks.iter().map(|lack| refused(lack));
        let mut notes: VecDeque<SourceError> = lacks.collect();
        let mut feeds = Vec::new();
        if self.shared.ending.is_set() {
            notes.push_back(refused("interrupted: nothing was read"));
        } else {
            feeds.extend(self.query.places.iter().map(|place| self.begin(place)));
        }
        let oldest_first = self.query.oldest_first;
        let shared = Arc::clone(&self.shared);
        Box::new(Merge::new(feeds, notes, shared, oldest_first, self.known.clone()))
    }

    fn begin(&self, place: &LookupRegion) -> RegionFeed {
        // Oldest first needs all pages in memory anyway.
        let ahead = if self.query.oldest_first { Semaphore::MAX_PERMITS } else { AHEAD };
        let (out, pages) = channel(ahead);
        let config = self.session.at(&place.region);
        let lookup = Lookup::new(&config, self.session.settings.limits, place, &self.query);
        let task = self.shared.ending.clone().unless(lookup.run(out));
        let task = self.session.runtime.spawn(task);
        lock(&self.shared.tasks).push(task.abort_handle());
        RegionFeed::new(place, pages)
    }

    /// The outcome of each Region so far.
    pub fn report(&self) -> Report {
        lock(&self.shared.report).clone()
    }
}

/// Why Regions reject credentials that others accept. A Region that is not enabled and one where the
/// session token is not valid answer alike.
pub fn why_regions_are_off(has_session_token: bool) -> &'static str {
    if has_session_token {
        "not enabled, or the session token is not valid there (one from the global STS endpoint is \
         not)"
    } else {
        "not enabled"
    }
}

impl Shared {
    fn abort(&self) {
        lock(&self.tasks).iter().for_each(AbortHandle::abort);
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a task sends of its Region.
enum Update {
    Page(Page),
    /// There are no more pages.
    End,
    /// The Region rejects the credentials.
    Rejected(Error),
    Failed(Error),
}

/// The events of one response.
#[derive(Default)]
struct Page {
    events: VecDeque<FoundEvent>,
    /// Events without a record; theirs is empty.
    lost: Vec<FoundEvent>,
}

/// One event.
struct FoundEvent {
    time: Timestamp,
    /// The original record.
    record: String,
    /// The event's id.
    id: Option<String>,
}
