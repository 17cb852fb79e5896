//! Walks the chains: one thread holds digests against each other and says which logs to read, all
//! others examine digests and read logs.
//!
//! What they find comes out in the order of the chains and digests, whatever the threads do.

use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::ahead::Ahead;
use super::evidence::{Evidence, switches as switches_in};
use super::lines::ObjectLine;
use super::output::Output;
use super::plan::{Plan, prefix_of};
use super::shard::{Piece, around};
use crate::commands::Context;
use crate::digest::{
    Candidate, Chain, ChainId, Entry, Examined, Examiner, Finding, Gap, Hash, Kind, Location,
    LogJudge, Place, Rules, Step, Verdict,
};
use crate::event::inflate::told_length;
use crate::event::key::Folder;
use crate::scan::Progress;
use crate::sink::ordered::Ordered;
use crate::source::interrupt::Interrupt;
use crate::source::memory::Memory;
use crate::source::{Arrived, Fault, Object, SourceError};

/// Bytes that a finding takes while it waits for its turn, more or less.
const HELD: usize = 512;

/// What any thread can do.
pub(super) enum Job {
    /// Examine a digest, and give what came of it back.
    Digest { chain: Arc<ChainId>, digest: Candidate, object: Coming, reply: SyncSender<Examined> },
    /// Read a log that a digest lists.
    Log {
        number: u64,
        chain: Arc<ChainId>,
        entry: Entry,
        object: Coming,
        proven: bool,
        /// The oldest digest there is lists it, so that it may have expired.
        is_oldest: bool,
    },
}

/// An object that is downloaded or read when a thread takes it up.
pub(super) struct Coming {
    pub(super) place: Place,
    pub(super) object: Result<Object, SourceError>,
}

/// An object that a thread has.
struct Arrival<'m> {
    object: Result<Arrived, Fault>,
    /// Held while the object is larger than a thread's share.
    alone: Option<MutexGuard<'m, ()>>,
}

impl Coming {
    /// Waits for the object, and until no other large object is held if this one is large.
    fn arrive(self, memory: &Memory) -> Arrival<'_> {
        let is_large = |object: &Object| object.size() > Some(memory.share() as u64);
        let mut alone = self.object.as_ref().is_ok_and(is_large).then(|| memory.alone());
        let object = self.object.and_then(|object| object.arrive(memory.most()));
        let size = |it: &Arrived| told_length(&it.bytes).max(it.bytes.len());
        if alone.is_none() && object.as_ref().is_ok_and(|it| size(it) > memory.share()) {
            alone = Some(memory.alone());
        }
        Arrival { object: object.map_err(|error| error.fault), alone }
    }
}

/// What came of a digest or a log.
pub(super) enum Found {
    /// A judgement.
    Finding(Arc<ChainId>, Finding),
    /// A verdict on a log of the oldest digest there is.
    Oldest(Arc<ChainId>, Finding),
    /// Logs that a valid digest next to the window lists: they may show why a trail stopped.
    Beside(Vec<(Entry, Place)>),
    /// The oldest valid digest links to an older one.
    Continued(Arc<ChainId>),
    /// A digest whose own signature is lost is proven by the next one.
    ProvenByNext,
    /// A valid digest that covers this time, the logs that it lists, and whether it is of the range.
    Cover(Arc<ChainId>, [jiff::Timestamp; 2], Vec<String>, bool),
    /// Time without digests.
    Gap(Arc<ChainId>, Gap),
    /// Records that may switch a trail.
    Switches(Vec<Vec<u8>>),
    /// Something that could not be listed.
    Error(String),
}

/// Validates everything, and tells `output` of it.
pub(super) fn run<W: io::Write + Send>(
    plan: &Plan,
    context: &Context,
    (unlisted, progress): (bool, &Progress),
    output: &mut Output<W>,
) -> io::Result<()> {
    let interrupt = &context.interrupt.get().cloned().unwrap_or_default();
    let mut evidence = Evidence::default();
    let results = Ordered::new(|found: Vec<Found>| {
        found.into_iter().try_for_each(|found| take(found, plan, &mut evidence, output))?;
        Ok(ControlFlow::Continue(()))
    });
    let (jobs, waiting) = sync_channel::<Job>(context.concurrency());
    // Once no reader is left nobody waits for a place in the queue.
    let waiting = Arc::new(Mutex::new(waiting));
    // The logs that are there are listed meanwhile: the first page is asked for now.
    let folder = |folder: &Folder<'_>| plan.wants_logs(folder);
    let mut logs = plan.logs(&folder).peekable();
    let first = &mut logs;
    thread::scope(|scope| {
        if unlisted {
            scope.spawn(move || first.peek().is_some());
        }
        let results = &results;
        for waiting in vec![waiting; context.threads()] {
            scope.spawn(move || {
                let _wake_others = results.abandon_on_panic();
                work(plan, &waiting, |number, found| submit(results, number, found), progress);
            });
        }
        scope.spawn(move || {
            let _wake_others = results.abandon_on_panic();
            let submit = |number, found| submit(results, number, found);
            Walker { plan, ahead: Ahead::new(plan, jobs), submit, number: 0, interrupt }.walk();
        });
    });
    results.finish()?;
    if interrupt.is_set() {
        output.error("interrupted: the rest was not checked".to_owned());
        return evidence.stop(plan, output);
    }
    let again = || -> Box<dyn Iterator<Item = _> + Send> { Box::new(plan.logs(&folder)) };
    evidence.finish(plan, (unlisted, logs, &again), output)
}

/// Hands in what has this number; `Break` if nobody wants it any more.
fn submit<F: FnMut(Vec<Found>) -> io::Result<ControlFlow<()>>>(
    results: &Ordered<Vec<Found>, F>,
    number: u64,
    found: Vec<Found>,
) -> ControlFlow<()> {
    results.submit(number, found.len() * HELD, found)
}

fn take<W: io::Write + Send>(
    found: Found,
    plan: &Plan,
    evidence: &mut Evidence,
    output: &mut Output<W>,
) -> io::Result<()> {
    match found {
        Found::Finding(chain, finding) => {
            let finding = plan.with_advice(finding);
            output.object(ObjectLine::new([&*chain.account, &*chain.region], &finding))
        }
        Found::Cover(chain, times, logs, is_own) => {
            if is_own {
                output.cover(times);
            }
            evidence.cover(&chain, times, &logs);
            Ok(())
        }
        Found::Oldest(chain, finding) => {
            evidence.oldest(chain, plan.with_advice(finding));
            Ok(())
        }
        Found::Continued(chain) => {
            evidence.is_continued(chain);
            Ok(())
        }
        Found::Beside(logs) => {
            evidence.beside(logs);
            Ok(())
        }
        Found::ProvenByNext => {
            output.proven_by_next();
            Ok(())
        }
        Found::Gap(chain, gap) => {
            evidence.gap(chain, gap);
            Ok(())
        }
        Found::Switches(records) => {
            evidence.switches(records);
            Ok(())
        }
        Found::Error(error) => {
            output.error(error);
            Ok(())
        }
    }
}

/// Works as long as there is something to do.
fn work(
    plan: &Plan,
    jobs: &Mutex<Receiver<Job>>,
    submit: impl Fn(u64, Vec<Found>) -> ControlFlow<()>,
    progress: &Progress,
) {
    let memory = &plan.memory;
    let roomy = Rules { limit: memory.most(), ..plan.rules() };
    let mut examiner = Examiner::new(Arc::clone(&plan.keys), plan.rules());
    let mut judge = LogJudge::new(memory.share());
    let arrive = |object: Coming| {
        let arrival = object.arrive(memory);
        progress.objects.fetch_add(1, Ordering::Relaxed);
        if let Ok(arrived) = &arrival.object {
            progress.bytes.fetch_add(arrived.bytes.len() as u64, Ordering::Relaxed);
        }
        arrival
    };
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(Job::Digest { chain, digest, object, reply }) => {
                // Whoever asked is gone once nobody wants to know any more.
                let arrival = arrive(object);
                let answer = match arrival.alone {
                    None => examiner.examine(&chain, digest, arrival.object),
                    Some(_) => Examiner::new(Arc::clone(&plan.keys), roomy).examine(
                        &chain,
                        digest,
                        arrival.object,
                    ),
                };
                let _ = reply.send(answer);
            }
            Ok(Job::Log { number, chain, entry, object, proven, is_oldest }) => {
                let place = object.place.clone();
                let arrival = arrive(object);
                let mut large = arrival.alone.is_some().then(|| LogJudge::new(memory.most()));
                let judge = large.as_mut().unwrap_or(&mut judge);
                let object = arrival.object.as_ref().map(|arrived| &*arrived.bytes);
                let judgement = judge.judge(&entry, object);
                let judgement = if proven { judgement } else { judgement.by_unproven_digest() };
                let switches = judge
                    .text()
                    .filter(|_| judgement.verdict == Verdict::Valid && chain.region == chain.home);
                let switches = switches.and_then(switches_in).map(Found::Switches);
                let (kind, backfill, hash) = (Kind::Log, chain.backfill, judge.hash());
                let stored = object.ok().filter(|_| plan.hash_stored).map(Hash::of);
                let finding = Finding { kind, backfill, place, judgement, hash, stored };
                let finding = if is_oldest {
                    Found::Oldest(chain, finding)
                } else {
                    Found::Finding(chain, finding)
                };
                let found = switches.into_iter().chain([finding]);
                drop((large, arrival));
                if submit(number, found.collect()).is_break() {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}

/// Holds digests against each other.
struct Walker<'p, S> {
    plan: &'p Plan,
    ahead: Ahead<'p>,
    submit: S,
    /// Of what comes next.
    number: u64,
    interrupt: &'p Interrupt,
}

impl<S: Fn(u64, Vec<Found>) -> ControlFlow<()>> Walker<'_, S> {
    fn walk(mut self) {
        for (index, (id, piece)) in self.plan.pieces().enumerate() {
            if self.piece(index, &Arc::new(id.clone()), piece).is_break() {
                return;
            }
        }
    }

    fn send(&mut self, found: Vec<Found>) -> ControlFlow<()> {
        self.number += 1;
        (self.submit)(self.number - 1, found)
    }

    /// Walks a piece of a chain.
    fn piece(&mut self, index: usize, id: &Arc<ChainId>, piece: &Piece) -> ControlFlow<()> {
        let mut chain = Chain::new(ChainId::clone(id), piece.asked, self.plan.location);
        let mut listed: BTreeSet<(String, String)> =
            piece.digests.iter().map(|digest| where_is(&digest.place)).collect();
        // Only if nothing older is there can the logs of the oldest digest have expired.
        let oldest = piece.digests.first().filter(|digest| digest.stamp >= piece.asked.since);
        let oldest = oldest.filter(|_| !id.backfill).map(|digest| &digest.place);
        while let Some((stamp, examined)) = self.ahead.next_of(index)? {
            let is_oldest = oldest.is_some_and(|place| examined.place() == place);
            if self.interrupt.is_set() {
                return ControlFlow::Break(());
            }
            let step = chain.push(examined);
            self.step(id, step, is_oldest)?;
            let Some(expected) = chain.expected().cloned() else { continue };
            if self.plan.location == Location::Exact && listed.insert(where_is(&expected)) {
                // The chain goes on in another bucket, or under another prefix.
                let mut digests = self.ahead.take_of(index);
                match self.plan.digests_at((id, piece.asked), &expected, stamp) {
                    Ok(found) => digests.extend(found),
                    Err(error) => self.send(vec![Found::Error(error.to_string())])?,
                }
                digests.sort_by(|a, b| (a.stamp, &a.place).cmp(&(b.stamp, &b.place)));
                digests.dedup_by(|a, b| a.place == b.place);
                self.ahead.put_back(index, around(piece.asked, self.plan.asked, &digests));
            }
        }
        let step = chain.finish();
        if step.is_continued {
            self.send(vec![Found::Continued(Arc::clone(id))])?;
        }
        self.step(id, step, false)
    }

    fn step(&mut self, id: &Arc<ChainId>, step: Step, is_oldest: bool) -> ControlFlow<()> {
        let is_own = step.finding.is_some();
        let gaps = step.gaps.into_iter().map(|gap| Found::Gap(Arc::clone(id), gap));
        let findings = step.released.into_iter().chain(step.finding);
        let findings = findings.map(|finding| Found::Finding(Arc::clone(id), finding));
        let lost = (step.is_proven_by_next && is_own).then_some(Found::ProvenByNext);
        self.send(gaps.chain(findings).chain(lost).collect())?;
        let Some(logs) = step.logs else { return ControlFlow::Continue(()) };
        let places: Vec<Place> = logs.entries.iter().map(|entry| logs.place(entry)).collect();
        if logs.proven {
            let keys = places.iter().map(|place| place.key.clone()).collect();
            let times = [logs.start, logs.end];
            self.send(vec![Found::Cover(Arc::clone(id), times, keys, is_own)])?;
        }
        let logs_to_read = logs.entries.into_iter().zip(places);
        if !is_own {
            let is_home = logs.proven && !id.backfill && id.region == id.home;
            let logs = if is_home { logs_to_read.collect() } else { Vec::new() };
            return self.send(vec![Found::Beside(logs)]);
        }
        for (entry, place) in logs_to_read {
            let (chain, proven) = (Arc::clone(id), logs.proven);
            let object = self.ahead.request(&place);
            let number = self.number;
            let job = Job::Log { number, chain, entry, object, proven, is_oldest };
            self.number += 1;
            self.ahead.send(job)?;
            if self.interrupt.is_set() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

/// The bucket and the prefix of a key.
fn where_is(place: &Place) -> (String, String) {
    (place.bucket.clone(), prefix_of(&place.key).unwrap_or_default().to_owned())
}
