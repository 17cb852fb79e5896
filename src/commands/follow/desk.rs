//! Reads objects by bucket and key, several at a time, and mirrors them if that is wanted.
//!
//! Downloads run ahead of the search within a share of `--max-memory` ([`Budget`]). An object that
//! is larger than this share is downloaded alone, and the search reads it before the next one
//! starts. Knows nothing of who names the objects, a message or a listing, nor of what is done once
//! they were read.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::budget::Budget;
use crate::aws::{Bucket, Session};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::mirror::{Mirror, MirrorError, Unstored};
use crate::scan::{self, Progress, Settings};
use crate::sink::Sink;
use crate::source::notice::Named;
use crate::source::{
    self, Arrived, Body, Entries, Entry, Fault, FaultKind, Listed, Object, ObjectId, Skip,
    SourceError, Store as _,
};

/// Objects that are on their way at once.
const AHEAD: usize = 32;

/// What there is to read.
pub(super) enum Work {
    /// An object.
    Object(Named),
    /// A record that came by itself, behind how messages call it.
    Event(String, String),
}

/// What objects are read with.
pub(super) struct Desk<'d> {
    session: &'d Arc<Session>,
    pub(super) filter: &'d Filter,
    settings: Settings,
    budget: Budget,
    buckets: HashMap<String, Bucket>,
    /// The folder to mirror to, and its mirror once a bucket is known.
    to: Option<&'d Path>,
    mirror: Option<(String, Mirror)>,
    /// Why no object can be mirrored: to go on would put all messages aside.
    pub(super) stuck: Option<String>,
}

impl<'d> Desk<'d> {
    pub(super) fn new(
        session: &'d Arc<Session>,
        filter: &'d Filter,
        settings: Settings,
        to: Option<&'d Path>,
    ) -> Self {
        let budget = Budget::new(settings, AHEAD);
        let settings = Settings { memory: budget.search, ..settings };
        let (buckets, mirror, stuck) = (HashMap::new(), None, None);
        Self { session, filter, settings, budget, buckets, to, mirror, stuck }
    }

    fn bucket(&mut self, name: &str) -> Result<&Bucket, Fault> {
        if !self.buckets.contains_key(name) {
            let bucket = Bucket::below(self.session, name, "").map_err(Fault::from)?;
            // What is in hand is finished.
            self.buckets.insert(name.to_owned(), bucket.finishing_downloads());
        }
        self.buckets.get(name).ok_or(Fault::Missing)
    }

    /// The mirror of a bucket, if there is to be one.
    pub(super) fn mirror(&mut self, bucket: &str) -> Result<Option<&mut Mirror>, MirrorError> {
        let Some(folder) = self.to else { return Ok(None) };
        match &self.mirror {
            Some((held, _)) if held != bucket => {
                return Err(MirrorError::Bucket {
                    folder: folder.display().to_string(),
                    held: held.clone(),
                    asked: bucket.to_owned(),
                });
            }
            Some(_) => {}
            None => self.mirror = Some((bucket.to_owned(), Mirror::open(folder, bucket)?)),
        }
        Ok(self.mirror.as_mut().map(|(_, mirror)| mirror))
    }

    /// Whether an object is one to be read or mirrored.
    pub(super) fn is_wanted(&self, key: &str) -> bool {
        match source::skip(key, false, self.filter) {
            None => true,
            Some(Skip::Digest) => self.to.is_some(),
            Some(_) => false,
        }
    }

    /// Reads everything into the sink, several objects at a time and in their order.
    ///
    /// # Errors
    /// The sink cannot write.
    pub(super) fn read<S: Sink>(&mut self, work: Vec<Work>, sink: &mut S) -> io::Result<Read> {
        let mut absent = Absent::default();
        let mut coverage = Coverage::default();
        let (filter, settings) = (self.filter, self.settings);
        let mut coming = Coming {
            work: work.into_iter(),
            started: VecDeque::new(),
            ready: VecDeque::new(),
            has_large: false,
            desk: self,
            absent: &mut absent,
        };
        loop {
            let progress = Progress::default();
            let entries = Box::new(&mut coming);
            coverage.add(scan::run(entries, filter, sink, settings, &progress)?);
            // A large object ends a run of the search, so that no two of them are in memory.
            if !std::mem::take(&mut coming.has_large) {
                break;
            }
        }
        Ok(Read { coverage, absent, refused: None })
    }

    /// Reads objects that are there, or come by themselves.
    ///
    /// # Errors
    /// The sink cannot write.
    pub(super) fn print<S: Sink>(
        &self,
        entries: Entries<'_>,
        sink: &mut S,
    ) -> io::Result<Coverage> {
        scan::run(entries, self.filter, sink, self.settings, &Progress::default())
    }

    /// Makes all that was mirrored last.
    fn store(&mut self, absent: &mut Absent) {
        if let Some((bucket, mirror)) = &mut self.mirror {
            let bucket = bucket.clone();
            let lost = mirror.commit().err().unwrap_or_default();
            absent.unstored(self, &bucket, lost);
        }
    }
}

/// What became of objects that were read together.
pub(super) struct Read {
    pub(super) coverage: Coverage,
    pub(super) absent: Absent,
    /// What was printed was not taken, and why.
    pub(super) refused: Option<String>,
}

/// Objects that did not come, or could not be stored, by their names.
#[derive(Default)]
pub(super) struct Absent {
    /// Why each of them did not.
    pub(super) why: BTreeMap<String, String>,
    /// Those of them that are not there any more.
    pub(super) gone: BTreeSet<String>,
    /// Those of them whose keys can be no files: to try again cannot help.
    pub(super) refused: BTreeSet<String>,
}

impl Absent {
    fn unstored(&mut self, desk: &mut Desk<'_>, bucket: &str, lost: Vec<Unstored>) {
        for Unstored { key, error, is_of_its_key } in lost {
            let name = name_of(&Named { bucket: bucket.to_owned(), key });
            if is_of_its_key {
                self.refused.insert(name.clone());
            } else {
                desk.stuck.get_or_insert_with(|| error.to_string());
            }
            self.why.entry(name).or_insert_with(|| error.to_string());
        }
    }
}

/// How messages call an object.
pub(super) fn name_of(named: &Named) -> String {
    format!("s3://{}/{}", named.bucket, named.key)
}

/// What is to be read, the first in line on its way.
struct Coming<'b, 'd> {
    work: std::vec::IntoIter<Work>,
    started: VecDeque<Started>,
    /// What came, and lasts if it is to be mirrored.
    ready: VecDeque<Result<Entry, SourceError>>,
    /// The last object of `ready`, or the one before that was taken, is larger than a share.
    has_large: bool,
    desk: &'b mut Desk<'d>,
    absent: &'b mut Absent,
}

/// What is on its way.
enum Started {
    Event(Object),
    /// Not to be read, and why.
    Skipped(ObjectId, Skip),
    Object(Named, Result<Object, Fault>),
}

impl Coming<'_, '_> {
    fn start(&mut self, work: Work) -> Started {
        let named = match work {
            Work::Event(name, record) => {
                let body = Body::Here(record.into_bytes());
                let id = ObjectId { name, key: "event.json".to_owned() };
                return Started::Event(Object { id, explicit: true, body });
            }
            Work::Object(named) => named,
        };
        if !self.desk.is_wanted(&named.key)
            && let Some(why) = source::skip(&named.key, false, self.desk.filter)
        {
            return Started::Skipped(id_of(&named), why);
        }
        let object = self.get(&named);
        Started::Object(named, object)
    }

    /// Waits for an object; puts it into the mirror, if there is one.
    fn arrive(
        &mut self,
        named: &Named,
        object: Result<Object, Fault>,
    ) -> Result<Entry, SourceError> {
        let name = name_of(named);
        if let Some(why) = &self.desk.stuck {
            let fault = Fault::Other(why.clone());
            return Err(self.absent(name, fault));
        }
        let is_known = object.is_ok();
        let arrived = match self.wait(named, object) {
            Ok(arrived) => arrived,
            // To try again cannot help.
            Err(Fault::TooLarge(limit)) => {
                return Err(SourceError { name, fault: self.too_large(limit) });
            }
            Err(fault) => {
                // That there is no such bucket may be a mistake; that there is no such object is not.
                if is_known && fault.kind() == FaultKind::Missing {
                    self.absent.gone.insert(name.clone());
                }
                return Err(self.absent(name, fault));
            }
        };
        if let Err(fault) = self.mirror(named, &arrived) {
            return Err(self.absent(name, fault));
        }
        let id = id_of(named);
        if let Some(why) = source::skip(&named.key, false, self.desk.filter) {
            return Ok(Entry::Skipped(id, why));
        }
        let body = Body::Here(arrived.bytes);
        Ok(Entry::Object(Object { id, explicit: false, body }))
    }

    /// Starts the download of an object.
    fn get(&mut self, named: &Named) -> Result<Object, Fault> {
        self.desk.bucket(&named.bucket)?.get(&named.key).map_err(|error| error.fault)
    }

    /// Waits for a download. If the object is larger than a share, it is downloaded again alone: all
    /// others are downloaded, or need no more than their shares.
    fn wait(&mut self, named: &Named, object: Result<Object, Fault>) -> Result<Arrived, Fault> {
        let Budget { share, largest, .. } = self.desk.budget;
        match object?.arrive(share).map_err(|error| error.fault) {
            Err(Fault::TooLarge(limit)) if limit == share && share < largest => {
                self.has_large = true;
                self.get(named)?.arrive(largest).map_err(|error| error.fault)
            }
            arrived => arrived,
        }
    }

    fn too_large(&self, limit: usize) -> Fault {
        if limit < self.desk.settings.limit {
            return Fault::OverBudget(limit);
        }
        Fault::TooLarge(limit)
    }

    /// Waits for what comes next. What is to be mirrored lasts before any of it is printed: else a
    /// disk that is full would have the same objects printed by each run.
    fn gather(&mut self) {
        let together = if self.desk.to.is_some() { AHEAD } else { 1 };
        while self.ready.len() < together
            && !self.has_large
            && let Some(started) = self.next_started()
        {
            let arrived = match started {
                Started::Event(object) => Ok(Entry::Object(object)),
                Started::Skipped(id, why) => Ok(Entry::Skipped(id, why)),
                Started::Object(named, object) => self.arrive(&named, object),
            };
            self.ready.push_back(arrived);
        }
        self.desk.store(self.absent);
        for arrived in &mut self.ready {
            if let Ok(Entry::Object(Object { id, .. }) | Entry::Skipped(id, _)) = arrived
                && let Some(why) = self.absent.why.get(&id.name)
            {
                let fault = Fault::Other(why.clone());
                *arrived = Err(SourceError { name: id.name.clone(), fault });
            }
        }
    }

    fn next_started(&mut self) -> Option<Started> {
        while self.started.len() < AHEAD
            && let Some(work) = self.work.next()
        {
            let started = self.start(work);
            self.started.push_back(started);
        }
        self.started.pop_front()
    }

    fn absent(&mut self, name: String, fault: Fault) -> SourceError {
        self.absent.why.insert(name.clone(), fault.to_string());
        SourceError { name, fault }
    }

    fn mirror(&mut self, named: &Named, arrived: &Arrived) -> Result<(), Fault> {
        let mirror = match self.desk.mirror(&named.bucket) {
            Ok(None) => return Ok(()),
            Ok(Some(mirror)) => mirror,
            Err(error) => {
                let fault = Fault::Other(error.to_string());
                if !matches!(error, MirrorError::Bucket { .. }) {
                    self.desk.stuck = Some(error.to_string());
                }
                return Err(fault);
            }
        };
        let (key, etag) = (named.key.clone(), arrived.etag.clone());
        let listed = Listed { key, size: arrived.bytes.len() as u64, etag, archived: false };
        let lost = mirror.put(&listed, arrived.clone()).err().unwrap_or_default();
        self.absent.unstored(self.desk, &named.bucket, lost);
        Ok(())
    }
}

fn id_of(named: &Named) -> ObjectId {
    ObjectId::s3(&named.bucket, &*named.key)
}

impl Iterator for Coming<'_, '_> {
    type Item = Result<Entry, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() && !self.has_large {
            self.gather();
        }
        self.ready.pop_front()
    }
}
