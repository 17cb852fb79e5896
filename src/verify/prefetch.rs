//! Objects ahead of their turn: requested, downloaded and examined before the walk needs them.
//!
//! A chain is walked digest by digest, and a short one ends before its first digest has arrived, so
//! the digests of the next chains are requested too. Downloads ahead share the session's memory.
//! Decides nothing about chains.

use std::collections::{BTreeMap, VecDeque};
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use memchr::memmem;

use super::facts::Fact;
use super::plan::Plan;
use super::shard::ChainPart;
use crate::digest::{
    Candidate, ChainId, ExaminedDigest, Examiner, Finding, Hash, LogEntry, LogJudge, LoggingSwitch,
    ObjectKind, Reason, S3Uri, Verdict,
};
use crate::event::decode::{Decoder, Intent};
use crate::event::inflate::recorded_length;
use crate::source::memory::Memory;
use crate::source::{Arrived, Fault, Object, SourceError};

/// Digests that are under way at once.
const DIGESTS: usize = 64;
/// Every event of CloudTrail itself has it, those that switch a trail on or off among them.
const EVENT_SOURCE: &[u8] = b"\"cloudtrail.amazonaws.com\"";

/// An object that was requested.
pub(super) struct Requested {
    uri: S3Uri,
    object: Result<Object, SourceError>,
}

/// A log file to judge.
pub(super) struct LogJob {
    /// Its verdict's place in the output.
    pub(super) number: u64,
    pub(super) chain: Arc<ChainId>,
    /// What its digest says of it.
    pub(super) entry: LogEntry,
    pub(super) object: Requested,
    /// Whether its digest is valid.
    pub(super) is_proven: bool,
    /// Whether the oldest digest lists it, so that it may have expired.
    pub(super) is_oldest: bool,
}

/// A digest to examine.
pub(super) struct DigestJob {
    chain: Arc<ChainId>,
    digest: Candidate,
    object: Requested,
    reply: SyncSender<ExaminedDigest>,
}

/// What any thread can do.
pub(super) enum Job {
    Digest(Box<DigestJob>),
    Log(Box<LogJob>),
}

/// The digests of all parts, one part after another, each with the newest first.
pub(super) struct Prefetch<'p> {
    plan: &'p Plan,
    jobs: SyncSender<Job>,
    chains: Vec<Arc<ChainId>>,
    /// Under way, the next one first.
    under_way: VecDeque<(usize, Candidate, Receiver<ExaminedDigest>)>,
    /// Put back: they come before `rest`.
    put_back: VecDeque<(usize, Candidate)>,
    /// Requested before they were put back.
    requested: BTreeMap<(usize, S3Uri), Receiver<ExaminedDigest>>,
    rest: Peekable<Box<dyn Iterator<Item = (usize, &'p Candidate)> + Send + 'p>>,
}

impl<'p> Prefetch<'p> {
    /// `jobs`: takes what threads are to do.
    pub(super) fn new(plan: &'p Plan, jobs: SyncSender<Job>) -> Self {
        let newest_first = |(index, (_, part)): (usize, (_, &'p ChainPart))| {
            part.digests.iter().rev().map(move |digest| (index, digest))
        };
        let rest: Box<dyn Iterator<Item = _> + Send> =
            Box::new(plan.parts().enumerate().flat_map(newest_first));
        Self {
            plan,
            jobs,
            chains: plan.parts().map(|(id, _)| Arc::new(id.clone())).collect(),
            under_way: VecDeque::new(),
            put_back: VecDeque::new(),
            requested: BTreeMap::new(),
            rest: rest.peekable(),
        }
    }

    /// Requests an object.
    pub(super) fn request(&self, uri: &S3Uri) -> Requested {
        Requested { uri: uri.clone(), object: self.plan.origin.fetch(uri) }
    }

    /// Hands a job to the next free thread; `Break` if no thread is left.
    pub(super) fn send(&self, job: Job) -> ControlFlow<()> {
        self.jobs.send(job).map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    /// The next digest of a part, if there is one, and its stamp; `Break` if no thread is left.
    pub(super) fn next_of(
        &mut self,
        part: usize,
    ) -> ControlFlow<(), Option<(Timestamp, ExaminedDigest)>> {
        while self.under_way.len() < DIGESTS
            && let Some((index, digest)) = self.next()
        {
            let examined = match self.requested.remove(&(index, digest.uri.clone())) {
                Some(examined) => examined,
                None => self.examine(index, &digest)?,
            };
            self.under_way.push_back((index, digest, examined));
        }
        if self.under_way.front().is_none_or(|(index, ..)| *index != part) {
            return ControlFlow::Continue(None);
        }
        let next = self.under_way.pop_front().and_then(|(_, digest, examined)| {
            examined.recv().ok().map(|examined| (digest.stamp, examined))
        });
        next.map_or(ControlFlow::Break(()), |next| ControlFlow::Continue(Some(next)))
    }

    /// Requests a digest and has it examined.
    fn examine(
        &self,
        part: usize,
        digest: &Candidate,
    ) -> ControlFlow<(), Receiver<ExaminedDigest>> {
        let (reply, examined) = sync_channel(1);
        let (chain, object) = (Arc::clone(&self.chains[part]), self.request(&digest.uri));
        let job = DigestJob { chain, digest: digest.clone(), object, reply };
        self.send(Job::Digest(Box::new(job)))?;
        ControlFlow::Continue(examined)
    }

    fn next(&mut self) -> Option<(usize, Candidate)> {
        let rest = &mut self.rest;
        self.put_back
            .pop_front()
            .or_else(|| rest.next().map(|(index, digest)| (index, digest.clone())))
    }

    /// Removes the remaining digests of a part, those under way among them. What was requested is
    /// not requested again, if it is put back.
    pub(super) fn take_of(&mut self, part: usize) -> Vec<Candidate> {
        let mut all = VecDeque::new();
        for (index, digest, examined) in self.under_way.drain(..) {
            self.requested.insert((index, digest.uri.clone()), examined);
            all.push_back((index, digest));
        }
        all.extend(self.put_back.drain(..));
        while let Some((index, digest)) = self.rest.next_if(|(index, _)| *index == part) {
            all.push_back((index, digest.clone()));
        }
        let (own, others): (VecDeque<_>, _) =
            all.into_iter().partition(|(index, _)| *index == part);
        self.put_back = others;
        own.into_iter().map(|(_, digest)| digest).collect()
    }

    /// Puts digests of a part before all others. `digests`: the oldest first.
    pub(super) fn put_back(&mut self, part: usize, digests: Vec<Candidate>) {
        for digest in digests {
            self.put_back.push_front((part, digest));
        }
    }
}

/// An object that arrived, or why it did not.
struct Arrival<'m> {
    object: Result<Arrived, Fault>,
    /// Held while the object is larger than a thread's share of the memory.
    alone: Option<MutexGuard<'m, ()>>,
}

impl Requested {
    /// Waits for the object, and until no other large object is held if this one is large.
    fn arrive(self, memory: &Memory) -> Arrival<'_> {
        let is_large = |object: &Object| object.size() > Some(memory.share() as u64);
        let mut alone = self.object.as_ref().is_ok_and(is_large).then(|| memory.alone());
        let object = self.object.and_then(|object| object.arrive(memory.most()));
        let size = |it: &Arrived| recorded_length(&it.bytes).max(it.bytes.len());
        if alone.is_none() && object.as_ref().is_ok_and(|it| size(it) > memory.share()) {
            alone = Some(memory.alone());
        }
        Arrival { object: object.map_err(|error| error.fault), alone }
    }
}

/// One thread's work: examines digests and judges log files.
pub(super) struct Worker<'p> {
    plan: &'p Plan,
    examiner: Examiner,
    judge: LogJudge,
    /// Is called with the bytes of each object.
    on_object: &'p (dyn Fn(Option<usize>) + Sync),
}

impl<'p> Worker<'p> {
    pub(super) fn new(plan: &'p Plan, on_object: &'p (dyn Fn(Option<usize>) + Sync)) -> Self {
        let share = plan.memory.share();
        let examiner = Examiner::new(plan.verifying_keys(), plan.rules(share));
        Self { plan, examiner, judge: LogJudge::new(share), on_object }
    }

    /// Works until no job is left, or until `submit` wants no more.
    pub(super) fn run(
        mut self,
        jobs: &Mutex<Receiver<Job>>,
        submit: impl Fn(u64, Vec<Fact>) -> ControlFlow<()>,
    ) {
        loop {
            let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            match job {
                Ok(Job::Digest(job)) => self.examine(*job),
                Ok(Job::Log(job)) => {
                    let number = job.number;
                    if submit(number, self.judge(*job)).is_break() {
                        return;
                    }
                }
                Err(_) => return,
            }
        }
    }

    fn arrive(&self, object: Requested) -> Arrival<'p> {
        let arrival = object.arrive(&self.plan.memory);
        (self.on_object)(arrival.object.as_ref().ok().map(|arrived| arrived.bytes.len()));
        arrival
    }

    fn examine(&mut self, job: DigestJob) {
        let DigestJob { chain, digest, object, reply } = job;
        let Arrival { alone, object } = self.arrive(object);
        let examined = if alone.is_none() {
            self.examiner.examine(&chain, digest, object)
        } else {
            let rules = self.plan.rules(self.plan.memory.most());
            Examiner::new(self.plan.verifying_keys(), rules).examine(&chain, digest, object)
        };
        // The walk may be over.
        let _ = reply.send(examined);
    }

    fn judge(&mut self, job: LogJob) -> Vec<Fact> {
        let LogJob { chain, entry, object, is_proven, is_oldest, .. } = job;
        let uri = object.uri.clone();
        // Dropped in the reverse order: other threads continue once the object is gone.
        let Arrival { alone, object } = self.arrive(object);
        let object = object.as_ref().map(|arrived| &*arrived.bytes);
        let memory = &self.plan.memory;
        let mut large = alone.is_some().then(|| LogJudge::new(memory.most()));
        let mut judgement = large.as_mut().unwrap_or(&mut self.judge).judge(&entry, object);
        // Its trailer says that it is smaller.
        let is_larger = alone.is_none() && judgement.reason == Some(Reason::TooLarge);
        let _alone = is_larger.then(|| memory.alone());
        if is_larger {
            judgement = large.insert(LogJudge::new(memory.most())).judge(&entry, object);
        }
        let judge = large.as_ref().unwrap_or(&self.judge);
        let judgement = if is_proven { judgement } else { judgement.by_unproven_digest() };
        let is_home = chain.region == chain.home;
        let text = judge.text().filter(|_| judgement.verdict == Verdict::Valid && is_home);
        let switches = text.and_then(switches).map(Fact::Switches);
        let (kind, backfill, hash) = (ObjectKind::Log, chain.backfill, judge.hash());
        let stored = object.ok().filter(|_| self.plan.settings.hash_stored).map(Hash::compute);
        let finding = Finding { kind, backfill, uri, judgement, hash, stored };
        let finding =
            if is_oldest { Fact::OldestLog(chain, finding) } else { Fact::Object(chain, finding) };
        switches.into_iter().chain([finding]).collect()
    }
}

/// The records of a log file that may show that a trail was switched on or off; most have none.
pub(super) fn switches(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    memmem::find(text, EVENT_SOURCE)?;
    LoggingSwitch::NAMES.iter().find_map(|name| memmem::find(text, name.as_bytes()))?;
    let mut decoder = Decoder::new(text.len());
    let records = decoder.decode(text, Intent::Divide);
    let may_switch = |record: &[u8]| {
        LoggingSwitch::NAMES.iter().any(|name| memmem::find(record, name.as_bytes()).is_some())
    };
    let records = records.ranges().iter().map(|range| &records.text()[range.clone()]);
    Some(records.filter(|record| may_switch(record)).map(<[u8]>::to_vec).collect())
}
