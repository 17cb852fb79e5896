//! Reads objects by bucket and key, several at a time, and mirrors them if wanted.
//!
//! Downloads run ahead of the search in the room that the session has for them; objects that are here
//! and not yet searched have a part of `--max-memory` ([`Budget`]). An object that is larger than a
//! share of this part is downloaded last, and searched before the next one. Does not know where the
//! names of objects come from, nor what happens after they were read.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::budget::Budget;
use super::output::Output;
use crate::aws::{Bucket, Session};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::mirror::{Mirror, MirrorError, Unstored};
use crate::scan::{self, Progress, Settings};
use crate::source::{
    self, Arrived, Body, Entries, Entry, Fault, FaultKind, Listed, Object, ObjectId, S3Uri, Skip,
    SourceError, Store as _,
};

/// Objects that are downloaded at once.
const AHEAD: usize = 32;

/// What to read.
pub(super) enum Work {
    /// An object of a bucket.
    Object(S3Uri),
    /// A record from a notification: the name that messages use for it, and its JSON text.
    Record { name: String, record: String },
}

/// How reading an object ended, unless it was read or skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ObjectOutcome {
    /// It does not exist any more.
    Gone,
    /// It is corrupt, too large, or its key cannot be a file name: only another version can be read.
    Unreadable(String),
    /// It could not be downloaded or stored; a later attempt may succeed.
    Unavailable(String),
}

impl ObjectOutcome {
    /// The outcome of an object that was not read to its end.
    fn from_fault(fault: &Fault) -> Self {
        let why = fault.to_string();
        if fault.is_of_content() { Self::Unreadable(why) } else { Self::Unavailable(why) }
    }
}

/// Objects that were read together.
pub(super) struct Fetched {
    pub(super) coverage: Coverage,
    /// The outcomes of all objects that were neither read nor skipped, by name.
    pub(super) outcomes: BTreeMap<String, ObjectOutcome>,
    /// Why the command of `--exec` failed for one of the records.
    pub(super) command_failure: Option<String>,
}

/// The names of an object.
pub(super) fn object_id(object: &S3Uri) -> ObjectId {
    ObjectId::s3(&object.bucket, &*object.key)
}

/// Downloads objects, mirrors them, and runs the search over them.
pub(super) struct Fetcher<'f> {
    session: &'f Arc<Session>,
    filter: &'f Filter,
    settings: Settings,
    budget: Budget,
    buckets: HashMap<String, Bucket>,
    /// The folder to mirror to,
    folder: Option<&'f Path>,
    /// and its mirror once the bucket is known.
    mirror: Option<(String, Mirror)>,
    /// Why no object can be mirrored any more.
    mirror_failure: Option<String>,
}

impl<'f> Fetcher<'f> {
    pub(super) fn new(
        session: &'f Arc<Session>,
        filter: &'f Filter,
        settings: Settings,
        folder: Option<&'f Path>,
    ) -> Self {
        let budget = Budget::new(settings);
        let settings = Settings { memory: budget.search, ..settings };
        let buckets = HashMap::new();
        Self {
            session,
            filter,
            settings,
            budget,
            buckets,
            folder,
            mirror: None,
            mirror_failure: None,
        }
    }

    /// Opens the mirror of a bucket, if objects are to be mirrored.
    ///
    /// # Errors
    /// The folder mirrors another bucket, or cannot be used.
    pub(super) fn open_mirror(&mut self, bucket: &str) -> Result<Option<&mut Mirror>, MirrorError> {
        let Some(folder) = self.folder else { return Ok(None) };
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

    /// Why no object can be mirrored any more, once.
    pub(super) fn take_mirror_failure(&mut self) -> Option<String> {
        self.mirror_failure.take()
    }

    /// Whether an object with this key is to be read or mirrored.
    pub(super) fn is_wanted(&self, key: &str) -> bool {
        match source::skip(key, false, self.filter) {
            None => true,
            Some(Skip::Digest) => self.folder.is_some(),
            Some(_) => false,
        }
    }

    /// Reads objects, several at a time, and prints their matching events in the order of the objects.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn read(&mut self, work: Vec<Work>, output: &mut Output) -> io::Result<Fetched> {
        let mut coverage = Coverage::default();
        let (filter, settings) = (self.filter, self.settings);
        let mut coming = Coming {
            work: work.into_iter(),
            started: VecDeque::new(),
            ready: VecDeque::new(),
            ready_bytes: 0,
            has_large: false,
            fetcher: self,
            outcomes: BTreeMap::new(),
        };
        loop {
            let progress = Progress::default();
            let entries = Box::new(&mut coming);
            coverage.add(scan::run(entries, filter, output, settings, &progress)?);
            // A large object ends a run of the search, so that no two of them are in memory.
            if !std::mem::take(&mut coming.has_large) {
                break;
            }
        }
        let mut outcomes = coming.outcomes;
        for (name, fault) in output.take_unreadable() {
            outcomes.entry(name).or_insert_with(|| ObjectOutcome::from_fault(&fault));
        }
        Ok(Fetched { coverage, outcomes, command_failure: None })
    }

    /// Reads entries that need no download.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn read_entries(
        &self,
        entries: Entries<'_>,
        output: &mut Output,
    ) -> io::Result<Coverage> {
        let progress = Progress::default();
        let coverage = scan::run(entries, self.filter, output, self.settings, &progress)?;
        // The coverage names them.
        output.take_unreadable();
        Ok(coverage)
    }

    fn bucket(&mut self, name: &str) -> Result<&Bucket, Fault> {
        if !self.buckets.contains_key(name) {
            let bucket = Bucket::below(self.session, name, "").map_err(Fault::from)?;
            // After an interrupt, downloads in flight are finished.
            self.buckets.insert(name.to_owned(), bucket.finishing_downloads());
        }
        self.buckets.get(name).ok_or(Fault::Missing)
    }
}

/// The objects to read as the search takes them, the next ones downloading.
struct Coming<'c, 'f> {
    work: std::vec::IntoIter<Work>,
    started: VecDeque<Started>,
    /// Objects that are here, and on the disk if they are mirrored.
    ready: VecDeque<Result<Entry, SourceError>>,
    /// The bytes of all that were gathered together.
    ready_bytes: usize,
    /// The last object of `ready`, or the last one that was taken, is larger than a share.
    has_large: bool,
    fetcher: &'c mut Fetcher<'f>,
    /// Objects that do not exist any more or could not be stored.
    outcomes: BTreeMap<String, ObjectOutcome>,
}

/// An object that is downloading, or needs no download.
enum Started {
    Record(Object),
    /// Not to be read, and why.
    Skipped(ObjectId, Skip),
    Object(S3Uri, Result<Object, Fault>),
}

impl Coming<'_, '_> {
    fn start(&mut self, work: Work) -> Started {
        let object = match work {
            Work::Record { name, record } => {
                let body = Body::Here(record.into_bytes());
                let id = ObjectId { name, key: "event.json".to_owned() };
                return Started::Record(Object { id, explicit: true, body });
            }
            Work::Object(object) => object,
        };
        if !self.fetcher.is_wanted(&object.key)
            && let Some(why) = source::skip(&object.key, false, self.fetcher.filter)
        {
            return Started::Skipped(object_id(&object), why);
        }
        let bucket = self.fetcher.bucket(&object.bucket);
        let started =
            bucket.and_then(|bucket| bucket.get(&object.key).map_err(|error| error.fault));
        Started::Object(object, started)
    }

    /// Waits for an object, and puts it into the mirror if there is one.
    fn finish(
        &mut self,
        object: &S3Uri,
        started: Result<Object, Fault>,
    ) -> Result<Entry, SourceError> {
        let id = object_id(object);
        if let Some(why) = self.fetcher.mirror_failure.clone() {
            return Err(SourceError { name: id.name, fault: Fault::Other(why) });
        }
        let is_in_bucket = started.is_ok();
        let arrived = match started.and_then(|started| self.wait(started)) {
            Ok(arrived) => arrived,
            Err(fault) => {
                // A missing bucket may be a mistake; a missing object is not.
                if is_in_bucket && fault.kind() == FaultKind::Missing {
                    self.outcomes.insert(id.name.clone(), ObjectOutcome::Gone);
                }
                return Err(SourceError { name: id.name, fault });
            }
        };
        if let Err(fault) = self.mirror(object, &arrived) {
            return Err(SourceError { name: id.name, fault });
        }
        if let Some(why) = source::skip(&object.key, false, self.fetcher.filter) {
            return Ok(Entry::Skipped(id, why));
        }
        let body = Body::Here(arrived.bytes);
        Ok(Entry::Object(Object { id, explicit: false, body }))
    }

    /// Waits for a download. A large object is downloaded only now, if it was left to its reader.
    fn wait(&mut self, started: Object) -> Result<Arrived, Fault> {
        let Budget { share, largest, .. } = self.fetcher.budget;
        self.has_large = started.size().is_some_and(|size| size > share as u64);
        let arrived = started.arrive(largest).map_err(|error| match error.fault {
            Fault::TooLarge(limit) if limit < self.fetcher.settings.limit => {
                Fault::OverBudget(limit)
            }
            fault => fault,
        })?;
        self.ready_bytes += arrived.bytes.len();
        Ok(arrived)
    }

    /// Waits for the next objects. Mirrored objects are on the disk before any of them is printed:
    /// otherwise a full disk would have each run print the same events.
    fn gather(&mut self) {
        let together = if self.fetcher.folder.is_some() { AHEAD } else { 1 };
        self.ready_bytes = 0;
        while self.ready.len() < together
            && self.ready_bytes < self.fetcher.budget.share
            && !self.has_large
            && let Some(started) = self.next_started()
        {
            let arrived = match started {
                Started::Record(object) => Ok(Entry::Object(object)),
                Started::Skipped(id, why) => Ok(Entry::Skipped(id, why)),
                Started::Object(object, started) => self.finish(&object, started),
            };
            self.ready.push_back(arrived);
        }
        self.commit_mirror();
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

    fn mirror(&mut self, object: &S3Uri, arrived: &Arrived) -> Result<(), Fault> {
        let mirror = match self.fetcher.open_mirror(&object.bucket) {
            Ok(None) => return Ok(()),
            Ok(Some(mirror)) => mirror,
            Err(error) => {
                let fault = Fault::Other(error.to_string());
                if !matches!(error, MirrorError::Bucket { .. }) {
                    self.fetcher.mirror_failure = Some(error.to_string());
                }
                return Err(fault);
            }
        };
        let (key, etag) = (object.key.clone(), arrived.etag.clone());
        let listed = Listed { key, size: arrived.bytes.len() as u64, etag, archived: false };
        let unstored = mirror.put(&listed, arrived.clone()).err().unwrap_or_default();
        self.note_unstored(&object.bucket, unstored);
        Ok(())
    }

    /// Writes all mirrored objects to the disk. Those that cannot be stored are not printed.
    fn commit_mirror(&mut self) {
        if let Some((bucket, mirror)) = &mut self.fetcher.mirror {
            let bucket = bucket.clone();
            let unstored = mirror.commit().err().unwrap_or_default();
            self.note_unstored(&bucket, unstored);
        }
        for arrived in &mut self.ready {
            if let Ok(Entry::Object(Object { id, .. }) | Entry::Skipped(id, _)) = arrived
                && let Some(ObjectOutcome::Unreadable(why) | ObjectOutcome::Unavailable(why)) =
                    self.outcomes.get(&id.name)
            {
                let fault = Fault::Other(why.clone());
                *arrived = Err(SourceError { name: id.name.clone(), fault });
            }
        }
    }

    fn note_unstored(&mut self, bucket: &str, unstored: Vec<Unstored>) {
        for Unstored { key, error, is_of_its_key } in unstored {
            let why = error.to_string();
            let name = ObjectId::s3(bucket, key).name;
            let outcome = if is_of_its_key {
                ObjectOutcome::Unreadable(why)
            } else {
                self.fetcher.mirror_failure.get_or_insert_with(|| why.clone());
                ObjectOutcome::Unavailable(why)
            };
            self.outcomes.entry(name).or_insert(outcome);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_faults_of_the_content_are_final() {
        let is_final = |fault| matches!(ObjectOutcome::from_fault(&fault), ObjectOutcome::Unreadable(why) if why == fault.to_string());
        assert!(is_final(Fault::TooLarge(1)));
        assert!(is_final(Fault::OverBudget(1)));
        assert!(!is_final(Fault::Denied));
        assert!(!is_final(Fault::Missing));
        assert!(!is_final(Fault::Grown(1)));
        assert!(!is_final(Fault::Interrupted));
    }
}
