//! Messages that are processed together: which objects they name, and what became of each message.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::fmt::Display;
use std::io::{self, Cursor, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use crate::aws::{Bucket, Message, Session};
use crate::coverage::{Coverage, Skip};
use crate::filter::Filter;
use crate::mirror::{Mirror, MirrorError, Unstored};
use crate::pipeline::{self, Progress, Settings};
use crate::sink::Sink;
use crate::source::notice::{self, Named, Notice};
use crate::source::{Arrived, Body, Fault, FaultKind, Listed, Object, SourceError, Store as _};

/// Objects that are on their way at once.
const AHEAD: usize = 32;

/// What became of a message.
#[derive(Debug)]
pub(super) enum Fate {
    /// All that it names was read, or is no longer there.
    Done,
    /// It cannot be processed, and why.
    Left(String),
}

/// What messages are worked on with.
pub(super) struct Desk<'d> {
    session: &'d Arc<Session>,
    filter: &'d Filter,
    settings: Settings,
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
        Self { session, filter, settings, buckets: HashMap::new(), to, mirror: None, stuck: None }
    }

    fn bucket(&mut self, name: &str) -> Result<&Bucket, Fault> {
        if !self.buckets.contains_key(name) {
            let bucket = Bucket::below(self.session, name, "").map_err(Fault::from)?;
            self.buckets.insert(name.to_owned(), bucket);
        }
        self.buckets.get(name).ok_or(Fault::Missing)
    }

    /// The mirror of a bucket, if there is to be one.
    fn mirror(&mut self, bucket: &str) -> Result<Option<&mut Mirror>, MirrorError> {
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
}

/// Messages, and what became of each.
pub(super) struct Batch {
    pub(super) messages: Vec<Message>,
    pub(super) fates: Vec<Fate>,
    /// Objects that were announced, and are not there any more.
    pub(super) gone: BTreeSet<String>,
    /// Which messages an object was named by, as messages about errors call it.
    named_by: HashMap<String, Vec<usize>>,
}

/// What a message asks to be read.
enum Work {
    Object(Named),
    Event(String, String),
}

impl Batch {
    pub(super) fn new(messages: Vec<Message>) -> Self {
        let fates = messages.iter().map(|_| Fate::Done).collect();
        Self { messages, fates, gone: BTreeSet::new(), named_by: HashMap::new() }
    }

    /// Reads all that the messages name into the sink.
    ///
    /// # Errors
    /// The sink cannot write.
    pub(super) fn read<S: Sink>(
        &mut self,
        desk: &mut Desk<'_>,
        sink: &mut S,
    ) -> io::Result<Coverage> {
        let work = self.work();
        let (filter, settings) = (desk.filter, desk.settings);
        let coming = Coming { work: work.into_iter(), started: VecDeque::new(), desk, batch: self };
        let progress = Progress::default();
        let coverage = pipeline::run(Box::new(coming), filter, sink, settings, &progress)?;
        for note in &coverage.errors {
            if !self.gone.contains(&note.object) {
                self.fail(&note.object, &note.message);
            }
        }
        if coverage.unreadable > coverage.errors.len() as u64 {
            // Which others could not be read is not known.
            self.fail_all("not everything could be read");
        }
        Ok(coverage)
    }

    /// What there is to do for all messages.
    fn work(&mut self) -> Vec<Work> {
        let mut work = Vec::new();
        for (number, message) in self.messages.iter().enumerate() {
            match notice::read(&message.body) {
                Ok(Notice::Nothing(_)) => {}
                Ok(Notice::Event(record)) => {
                    let name = format!("message {}", message.id);
                    self.named_by.entry(name.clone()).or_default().push(number);
                    work.push(Work::Event(name, record));
                }
                Ok(Notice::Objects(objects)) => {
                    for named in objects {
                        let by = self.named_by.entry(name_of(&named)).or_default();
                        // What two messages name is read once for both.
                        if by.is_empty() {
                            work.push(Work::Object(named));
                        }
                        by.push(number);
                    }
                }
                Err(error) => self.fates[number] = Fate::Left(error.to_string()),
            }
        }
        work
    }

    /// The messages that name this object cannot be processed.
    fn fail(&mut self, object: &str, why: &dyn Display) {
        for number in self.named_by.get(object).into_iter().flatten() {
            if matches!(self.fates[*number], Fate::Done) {
                self.fates[*number] = Fate::Left(format!("{object}: {why}"));
            }
        }
    }

    /// No message was processed.
    pub(super) fn fail_all(&mut self, why: &str) {
        for fate in self.fates.iter_mut().filter(|fate| matches!(fate, Fate::Done)) {
            *fate = Fate::Left(why.to_owned());
        }
    }

    /// Makes all that was mirrored last.
    pub(super) fn store(&mut self, desk: &mut Desk<'_>) {
        if let Some((bucket, mirror)) = &mut desk.mirror {
            let bucket = bucket.clone();
            let lost = mirror.commit().err().unwrap_or_default();
            self.unstored(desk, &bucket, lost);
        }
    }

    fn unstored(&mut self, desk: &mut Desk<'_>, bucket: &str, lost: Vec<Unstored>) {
        for Unstored { key, error } in lost {
            // What a key says is that object's trouble alone.
            if error.kind() != ErrorKind::InvalidData {
                desk.stuck.get_or_insert_with(|| error.to_string());
            }
            self.fail(&name_of(&Named { bucket: bucket.to_owned(), key }), &error);
        }
    }
}

fn name_of(named: &Named) -> String {
    format!("s3://{}/{}", named.bucket, named.key)
}

/// The objects of a batch, the first in line on their way.
struct Coming<'b, 'd> {
    work: std::vec::IntoIter<Work>,
    started: VecDeque<Started>,
    desk: &'b mut Desk<'d>,
    batch: &'b mut Batch,
}

/// What is on its way.
enum Started {
    Event(Object),
    /// Not to be read, which the pipeline counts.
    Left(Object),
    Object(Named, Result<Object, Fault>),
}

impl Coming<'_, '_> {
    fn start(&mut self, work: Work) -> Started {
        let named = match work {
            Work::Event(name, record) => {
                let body = Body::Stream(Box::new(Cursor::new(record.into_bytes())));
                let key = "event.json".to_owned();
                return Started::Event(Object { name, key, explicit: true, body });
            }
            Work::Object(named) => named,
        };
        let is_wanted = match pipeline::skip(&named.key, false, self.desk.filter) {
            None => true,
            Some(Skip::Digest) => self.desk.to.is_some(),
            Some(_) => false,
        };
        if !is_wanted {
            return Started::Left(left(&named));
        }
        let bucket = self.desk.bucket(&named.bucket);
        let object = bucket.and_then(|bucket| bucket.get(&named.key).map_err(|error| error.fault));
        Started::Object(named, object)
    }

    /// Waits for an object; puts it into the mirror, if there is one.
    fn arrive(
        &mut self,
        named: &Named,
        object: Result<Object, Fault>,
    ) -> Result<Object, SourceError> {
        let name = name_of(named);
        let is_known = object.is_ok();
        let arrived = object
            .and_then(|object| object.arrive(self.desk.settings.limit).map_err(|it| it.fault));
        let arrived = match arrived {
            Ok(arrived) => arrived,
            Err(fault) => {
                // That there is no such bucket may be a mistake; that there is no such object is not.
                if is_known && fault.kind() == FaultKind::Missing {
                    self.batch.gone.insert(name.clone());
                }
                return Err(SourceError { name, fault });
            }
        };
        self.mirror(named, &arrived).map_err(|fault| SourceError { name, fault })?;
        if pipeline::skip(&named.key, false, self.desk.filter).is_some() {
            return Ok(left(named));
        }
        let body = Body::Stream(Box::new(Cursor::new(arrived.bytes)));
        Ok(Object { body, ..left(named) })
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
        self.batch.unstored(self.desk, &named.bucket, lost);
        Ok(())
    }
}

/// An object without its bytes.
fn left(named: &Named) -> Object {
    Object { name: name_of(named), key: named.key.clone(), explicit: false, body: Body::Left }
}

impl Iterator for Coming<'_, '_> {
    type Item = Result<Object, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.started.len() < AHEAD
            && let Some(work) = self.work.next()
        {
            let started = self.start(work);
            self.started.push_back(started);
        }
        Some(match self.started.pop_front()? {
            Started::Event(object) | Started::Left(object) => Ok(object),
            Started::Object(named, object) => self.arrive(&named, object),
        })
    }
}
