//! Walks the chains: one thread reads digests and says which logs to read, all others read logs.
//!
//! What they find comes out in the order of the chains and digests, whatever the threads do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
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
use crate::source::{Object, SourceError};

/// Digests that are fetched ahead.
const AHEAD: usize = 32;
/// Findings that may wait for their turn.
const WAITING: usize = 4_096;

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
    let (jobs, waiting) = sync_channel::<Job>(context.concurrency());
    let (results, found) = sync_channel(WAITING);
    let waiting = Mutex::new(waiting);
    let mut evidence = Evidence::default();
    thread::scope(|scope| {
        for _ in 0..context.threads() {
            let (waiting, results) = (&waiting, results.clone());
            scope.spawn(move || read_logs(plan, waiting, &results, progress));
        }
        scope.spawn(move || Walker { plan, jobs, results, number: 0 }.walk());
        let mut turn = BTreeMap::new();
        let mut next = 0;
        for (number, result) in found {
            turn.insert(number, result);
            while let Some(results) = turn.remove(&next) {
                next += 1;
                for result in results {
                    take(result, &mut evidence, report)?;
                }
            }
        }
        io::Result::Ok(())
    })?;
    evidence.finish(plan, unlisted, report)
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
    results: &SyncSender<(u64, Vec<Found>)>,
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
        if results.send((number, found)).is_err() {
            return;
        }
    }
}

/// Reads digests.
struct Walker<'p> {
    plan: &'p Plan,
    jobs: SyncSender<Job>,
    results: SyncSender<(u64, Vec<Found>)>,
    number: u64,
}

/// The results are wanted by nobody any more.
struct Closed;

impl Walker<'_> {
    fn walk(mut self) {
        for (id, digests) in &self.plan.chains {
            if self.chain(&Arc::new(id.clone()), digests.clone()).is_err() {
                return;
            }
        }
    }

    fn send(&mut self, found: Vec<Found>) -> Result<(), Closed> {
        self.number += 1;
        self.results.send((self.number - 1, found)).map_err(|_| Closed)
    }

    /// Walks a chain, whose digests are given with the newest last.
    fn chain(&mut self, id: &Arc<ChainId>, mut digests: Vec<Candidate>) -> Result<(), Closed> {
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

    fn step(&mut self, id: &Arc<ChainId>, step: Step) -> Result<(), Closed> {
        let gaps = step.gaps.into_iter().map(|gap| Found::Gap(Arc::clone(id), gap));
        let finding = step.finding.map(|finding| Found::Finding(Arc::clone(id), finding));
        self.send(gaps.chain(finding).collect())?;
        let Some(logs) = step.logs else { return Ok(()) };
        let keys = logs.entries.iter().map(|entry| logs.place(entry).key).collect();
        if logs.proven {
            self.send(vec![Found::Cover(Arc::clone(id), [logs.start, logs.end], keys)])?;
        }
        for entry in &logs.entries {
            let place = logs.place(entry);
            let job = Job {
                number: self.number,
                chain: Arc::clone(id),
                entry: entry.clone(),
                object: self.plan.object(&place),
                place,
                proven: logs.proven,
            };
            self.number += 1;
            self.jobs.send(job).map_err(|_| Closed)?;
        }
        Ok(())
    }
}

/// The bucket and the prefix of a key.
fn where_is(place: &Place) -> (String, String) {
    (place.bucket.clone(), prefix_of(&place.key).unwrap_or_default().to_owned())
}
