//! Walks the chains: one thread reads digests and says which logs to read, all others read logs.
//!
//! What they find comes out in the order of the chains and digests, whatever the threads do.

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::evidence::{Evidence, switches};
use super::plan::{Plan, prefix_of};
use super::report::Report;
use crate::commands::Context;
use crate::digest::{
    Candidate, Chain, ChainId, Entry, Examiner, Finding, Gap, Kind, Location, LogJudge, Place,
    Step, Verdict,
};
use crate::pipeline::Progress;
use crate::sink::ordered::Ordered;
use crate::source::{Object, SourceError};

/// Digests that are fetched ahead.
const AHEAD: usize = 32;
/// Bytes that a finding takes while it waits for its turn, more or less.
const HELD: usize = 512;

/// A log that is to be read.
struct Job {
    number: u64,
    chain: Arc<ChainId>,
    entry: Entry,
    place: Place,
    object: Result<Object, SourceError>,
    proven: bool,
}

/// What came of a digest or a log.
pub(super) enum Found {
    /// A judgement.
    Finding(Arc<ChainId>, Finding),
    /// A digest that covers this time, and the logs that it lists.
    Cover(Arc<ChainId>, [jiff::Timestamp; 2], Vec<String>),
    /// Time without digests.
    Gap(Arc<ChainId>, Gap),
    /// Records that may switch a trail.
    Switches(Vec<Vec<u8>>),
    /// Something that could not be listed.
    Error(String),
}

/// Validates everything, and tells `report` of it.
pub(super) fn run<W: io::Write + Send>(
    plan: &Plan,
    context: &Context,
    (unlisted, progress): (bool, &Progress),
    report: &mut Report<W>,
) -> io::Result<()> {
    let mut evidence = Evidence::default();
    let results = Ordered::new(|found: Vec<Found>| {
        found.into_iter().try_for_each(|found| take(found, &mut evidence, report))?;
        Ok(ControlFlow::Continue(()))
    });
    let (jobs, waiting) = sync_channel::<Job>(context.concurrency());
    // Once no reader is left nobody waits for a place in the queue.
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        let results = &results;
        for waiting in vec![waiting; context.threads()] {
            scope.spawn(move || {
                let _wake_others = results.abandon_on_panic();
                read_logs(plan, &waiting, |number, found| submit(results, number, found), progress);
            });
        }
        scope.spawn(move || {
            let _wake_others = results.abandon_on_panic();
            let submit = |number, found| submit(results, number, found);
            Walker { plan, jobs, submit, number: 0 }.walk();
        });
    });
    results.finish()?;
    evidence.finish(plan, unlisted, report)
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
    evidence: &mut Evidence,
    report: &mut Report<W>,
) -> io::Result<()> {
    match found {
        Found::Finding(chain, finding) => report.finding(&chain, &finding),
        Found::Cover(chain, [start, end], logs) => {
            report.cover(start, end);
            evidence.cover(&chain, [start, end], &logs);
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
            report.error(error);
            Ok(())
        }
    }
}

/// Reads logs as long as there are some.
fn read_logs(
    plan: &Plan,
    jobs: &Mutex<Receiver<Job>>,
    submit: impl Fn(u64, Vec<Found>) -> ControlFlow<()>,
    progress: &Progress,
) {
    let limit = plan.rules().limit;
    let mut judge = LogJudge::new(limit);
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { number, chain, entry, place, object, proven }) = job else { return };
        let arrived = object.and_then(|object| object.arrive(limit));
        progress.objects.fetch_add(1, Ordering::Relaxed);
        if let Ok(arrived) = &arrived {
            progress.bytes.fetch_add(arrived.bytes.len() as u64, Ordering::Relaxed);
        }
        let judgement = match &arrived {
            Ok(arrived) => judge.judge(&entry, Ok(&arrived.bytes)),
            Err(error) => judge.judge(&entry, Err(&error.fault)),
        };
        let judgement = if proven { judgement } else { judgement.by_unproven_digest() };
        let (backfill, hash) = (chain.backfill, judge.hash());
        let mut found = Vec::new();
        if judgement.verdict == Verdict::Valid
            && chain.region == chain.home
            && let Some(text) = judge.text()
            && let Some(records) = switches(text)
        {
            found.push(Found::Switches(records));
        }
        let finding = Finding { kind: Kind::Log, backfill, place, judgement, hash };
        found.push(Found::Finding(chain, finding));
        if submit(number, found).is_break() {
            return;
        }
    }
}

/// Reads digests.
struct Walker<'p, S> {
    plan: &'p Plan,
    jobs: SyncSender<Job>,
    submit: S,
    /// Of what comes next.
    number: u64,
}

impl<S: Fn(u64, Vec<Found>) -> ControlFlow<()>> Walker<'_, S> {
    fn walk(mut self) {
        for (id, digests) in &self.plan.chains {
            if self.chain(&Arc::new(id.clone()), digests.clone()).is_break() {
                return;
            }
        }
    }

    fn send(&mut self, found: Vec<Found>) -> ControlFlow<()> {
        self.number += 1;
        (self.submit)(self.number - 1, found)
    }

    /// Walks a chain, whose digests are given with the newest last.
    fn chain(&mut self, id: &Arc<ChainId>, mut digests: Vec<Candidate>) -> ControlFlow<()> {
        let mut examiner = Examiner::new(Arc::clone(&self.plan.keys), self.plan.rules());
        let mut chain = Chain::new(ChainId::clone(id), self.plan.asked, self.plan.location);
        let mut listed: BTreeSet<(String, String)> =
            digests.iter().map(|d| where_is(&d.place)).collect();
        let mut ahead: VecDeque<(Candidate, Result<Object, SourceError>)> = VecDeque::new();
        loop {
            while ahead.len() < AHEAD
                && let Some(digest) = digests.pop()
            {
                let object = self.plan.object(&digest.place);
                ahead.push_back((digest, object));
            }
            let Some((digest, object)) = ahead.pop_front() else { break };
            let stamp = digest.stamp;
            let arrived = object.and_then(|object| object.arrive(self.plan.rules().limit));
            let digest = examiner.examine(id, digest, arrived.map_err(|error| error.fault));
            let step = chain.push(digest);
            self.step(id, step)?;
            let Some(expected) = chain.expected().cloned() else { continue };
            if self.plan.location == Location::Exact && listed.insert(where_is(&expected)) {
                // The chain goes on in another bucket, or under another prefix.
                digests.extend(ahead.drain(..).map(|(digest, _)| digest));
                match self.plan.digests_at(id, &expected, stamp) {
                    Ok(found) => digests.extend(found),
                    Err(error) => self.send(vec![Found::Error(error.to_string())])?,
                }
                digests.sort_by(|a, b| (a.stamp, &a.place).cmp(&(b.stamp, &b.place)));
                digests.dedup_by(|a, b| a.place == b.place);
            }
        }
        let gaps = chain.finish().into_iter();
        self.send(gaps.map(|gap| Found::Gap(Arc::clone(id), gap)).collect())
    }

    fn step(&mut self, id: &Arc<ChainId>, step: Step) -> ControlFlow<()> {
        let gaps = step.gaps.into_iter().map(|gap| Found::Gap(Arc::clone(id), gap));
        let finding = step.finding.map(|finding| Found::Finding(Arc::clone(id), finding));
        self.send(gaps.chain(finding).collect())?;
        let Some(logs) = step.logs else { return ControlFlow::Continue(()) };
        let places: Vec<Place> = logs.entries.iter().map(|entry| logs.place(entry)).collect();
        if logs.proven {
            let keys = places.iter().map(|place| place.key.clone()).collect();
            self.send(vec![Found::Cover(Arc::clone(id), [logs.start, logs.end], keys)])?;
        }
        for (entry, place) in logs.entries.into_iter().zip(places) {
            let (chain, proven) = (Arc::clone(id), logs.proven);
            let object = self.plan.object(&place);
            let job = Job { number: self.number, chain, entry, place, object, proven };
            self.number += 1;
            if self.jobs.send(job).is_err() {
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
