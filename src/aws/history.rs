//! Event History: what `LookupEvents` tells of the last 90 days, as objects of original records.
//!
//! Each region is asked by a task of its own ([`ask`]), as fast as the service allows; what they bring
//! is put into one order ([`merge`]). Knows nothing of what is in a record, and does not decide which
//! question loses no events: who asks does.
//!
//! Limits are from "`LookupEvents`" in the AWS CloudTrail API Reference: one region and account a
//! call, one attribute, 50 events a page, two calls a second, 90 days.

mod ask;
mod known;
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
use ask::Question;
pub use known::Known;
use merge::{Lane, Merge};

/// How far back Event History reaches.
pub const REACH: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Pages of a region that wait for newer ones of other regions: two minutes of asking, 13,000 events.
/// Without a bound memory would grow with the history; with a small one a region that has only older
/// events than another would be asked after it rather than at the same time.
const AHEAD: usize = 256;

/// A region to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub region: String,
    /// What it means if it does not know the credentials.
    pub standing: Standing,
    /// When, if not as everywhere else.
    pub range: Range,
}

/// What it means if a region does not know the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every account has it: they are wrong.
    Always,
    /// The account may not have enabled it; but it is asked for, so that this is an error.
    Wanted,
    /// The account may not have enabled it.
    OptIn,
}

/// What is asked, the same from the first page to the last.
#[derive(Clone, Debug)]
pub struct Query {
    /// Insight events instead of management events.
    pub is_insight: bool,
    /// The one attribute that the service filters by, and its value.
    pub attribute: Option<(&'static str, String)>,
    /// From then on; as far as there is anything if not given.
    pub since: Option<Timestamp>,
    /// Up to then.
    pub until: Timestamp,
    /// The oldest events first, which takes room for all of them.
    pub oldest_first: bool,
    /// Where.
    pub places: Vec<Place>,
}

/// Event History, asked one question.
pub struct History {
    session: Arc<Session>,
    query: Query,
    /// What the question asks for and will not be told.
    lacks: Vec<String>,
    /// What is left out, since it was told before.
    known: Option<Known>,
    shared: Arc<Shared>,
}

/// What is known of a reading, also while it goes on.
struct Shared {
    ending: Ending,
    tasks: Mutex<Vec<AbortHandle>>,
    report: Mutex<Report>,
}

/// What became of the regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Those that told something.
    pub read: BTreeSet<String>,
    /// Pages that were told.
    pub pages: usize,
    /// Those that told everything.
    pub ended: BTreeSet<String>,
    /// Those that do not know credentials that others know: not enabled, or, if there is a session
    /// token, closed to it.
    pub off: BTreeSet<String>,
    /// Those that told no more, and why.
    pub failed: BTreeMap<String, Error>,
}

impl Session {
    /// The partition of the configured region.
    pub fn partition(&self) -> &'static str {
        partition(self.region().unwrap_or(ANY_REGION))
    }

    /// The regions that there may be events of: those of the partition that are known, and the
    /// configured one.
    pub fn places(&self) -> Vec<Place> {
        let known: Vec<region::KnownRegion> = region::in_partition(self.partition()).collect();
        let standing = |is_opt_in| if is_opt_in { Standing::OptIn } else { Standing::Always };
        let home = self.region().unwrap_or(ANY_REGION);
        let is_always = known.iter().any(|known| known.name == home && !known.is_opt_in);
        let first = if is_always { Standing::Always } else { Standing::Wanted };
        let others = known.iter().filter(|known| known.name != home);
        let others = others.map(|known| Place::new(known.name, standing(known.is_opt_in)));
        [Place::new(home, first)].into_iter().chain(others).collect()
    }
}

impl Place {
    /// A region, asked as all others.
    pub fn new(region: &str, standing: Standing) -> Self {
        Self { region: region.to_owned(), standing, range: Range::default() }
    }
}

impl History {
    /// Event History, asked `query`, which lacks what it is said to lack.
    pub fn new(session: &Arc<Session>, query: Query, lacks: Vec<String>) -> Self {
        let session = Arc::clone(session);
        let (ending, (tasks, report)) = (session.ending.clone(), Default::default());
        let shared = Arc::new(Shared { ending, tasks, report });
        Self { session, query, lacks, known: None, shared }
    }

    /// The same question of these places, without what is known; and without what it lacks.
    pub fn again(&self, places: Vec<Place>, known: &Known) -> Self {
        let query = Query { places, ..self.query.clone() };
        let known = Some(known.clone());
        Self { known, ..Self::new(&self.session, query, Vec::new()) }
    }

    /// What the question asks for and will not be told.
    pub fn lacks(&self) -> &[String] {
        &self.lacks
    }

    /// What is asked.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Begins to ask. The records of all regions come in one order of time, several in an object;
    /// what is lacking is an error among them.
    pub fn entries(&self) -> Entries<'_> {
        let refused = |message: &str| SourceError {
            name: "history".to_owned(),
            fault: Fault::Refused { kind: FaultKind::Other, message: message.to_owned() },
        };
        let lacks = self.lacks.iter().map(|lack| refused(lack));
        let mut notes: VecDeque<SourceError> = lacks.collect();
        let mut lanes = Vec::new();
        if self.shared.ending.is_set() {
            notes.push_back(refused("interrupted: nothing was read"));
        } else {
            lanes.extend(self.query.places.iter().map(|place| self.begin(place)));
        }
        let oldest_first = self.query.oldest_first;
        let shared = Arc::clone(&self.shared);
        Box::new(Merge::new(lanes, notes, shared, oldest_first, self.known.clone()))
    }

    fn begin(&self, place: &Place) -> Lane {
        // Who wants the oldest first has room for all.
        let ahead = if self.query.oldest_first { Semaphore::MAX_PERMITS } else { AHEAD };
        let (out, pages) = channel(ahead);
        let config = self.session.at(&place.region);
        let question = Question::new(&config, self.session.settings.limits, place, &self.query);
        let task = self.shared.ending.clone().unless(question.ask(out));
        let task = self.session.runtime.spawn(task);
        lock(&self.shared.tasks).push(task.abort_handle());
        Lane::new(place, pages)
    }

    /// What became of the regions so far.
    pub fn report(&self) -> Report {
        lock(&self.shared.report).clone()
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

/// What a task tells of its region.
enum Told {
    Page(Page),
    /// All pages were told.
    End,
    /// The region does not know the credentials.
    Unknown(Error),
    Failed(Error),
}

/// What one answer holds.
#[derive(Default)]
struct Page {
    events: VecDeque<Found>,
    /// Events that came without their record, which is empty.
    lost: Vec<Found>,
}

/// One event.
struct Found {
    time: Timestamp,
    /// The original record.
    record: String,
    /// The event's id.
    id: Option<String>,
}
