//! Walks the chains: one thread pushes digests to their chain, and has the log files judged that
//! they list.
//!
//! Numbers what comes out, so that the output has the order of the chains and digests.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::facts::{CoveredPeriod, Fact};
use super::origin::prefix_of;
use super::plan::Plan;
use super::prefetch::{Job, LogJob, Prefetch};
use super::shard::{ChainPart, around};
use crate::digest::{Chain, ChainId, Location, S3Uri, Step};
use crate::source::interrupt::Interrupt;

/// The thread that walks. `S` takes numbered facts; it says `Break` when no more are wanted.
pub(super) struct Walker<'p, S> {
    plan: &'p Plan,
    prefetch: Prefetch<'p>,
    submit: S,
    /// The next number.
    number: u64,
    interrupt: &'p Interrupt,
}

impl<'p, S: Fn(u64, Vec<Fact>) -> ControlFlow<()>> Walker<'p, S> {
    pub(super) fn new(plan: &'p Plan, prefetch: Prefetch<'p>, submit: S) -> Self {
        Self { plan, prefetch, submit, number: 0, interrupt: &plan.settings.interrupt }
    }

    /// Walks all chains, or until the run is interrupted.
    pub(super) fn run(mut self) {
        for (index, (id, part)) in self.plan.parts().enumerate() {
            if self.part(index, &Arc::new(id.clone()), part).is_break() {
                return;
            }
        }
    }

    fn send(&mut self, facts: Vec<Fact>) -> ControlFlow<()> {
        self.number += 1;
        (self.submit)(self.number - 1, facts)
    }

    fn part(&mut self, index: usize, id: &Arc<ChainId>, part: &ChainPart) -> ControlFlow<()> {
        let location = self.plan.origin.location();
        let mut chain = Chain::new(ChainId::clone(id), part.window, location);
        let mut listed: BTreeSet<(String, String)> =
            part.digests.iter().map(|digest| bucket_and_prefix(&digest.uri)).collect();
        // Log files of the oldest digest may have expired, but only if no digest is older than the
        // window.
        let oldest = part.digests.first().filter(|digest| digest.stamp >= part.window.since);
        let oldest = oldest.filter(|_| !id.backfill).map(|digest| &digest.uri);
        while let Some((stamp, examined)) = self.prefetch.next_of(index)? {
            let is_oldest = oldest.is_some_and(|uri| examined.uri() == uri);
            if self.interrupt.is_set() {
                return ControlFlow::Break(());
            }
            let step = chain.push(examined);
            self.step(id, step, is_oldest)?;
            let Some(expected) = chain.expected().cloned() else { continue };
            if location == Location::Exact && listed.insert(bucket_and_prefix(&expected)) {
                // The chain continues in another bucket, or under another prefix.
                let mut digests = self.prefetch.take_of(index);
                let origin = &self.plan.origin;
                match origin.digests_beside(&expected, (id, part.window), stamp, &self.plan.scope) {
                    Ok(found) => digests.extend(found),
                    Err(error) => self.send(vec![Fact::Error(error.to_string())])?,
                }
                digests.sort_by(|a, b| (a.stamp, &a.uri).cmp(&(b.stamp, &b.uri)));
                digests.dedup_by(|a, b| a.uri == b.uri);
                let digests = around(part.window, self.plan.scope.window, &digests);
                self.prefetch.put_back(index, digests);
            }
        }
        let step = chain.finish();
        self.send(vec![Fact::Walked(Arc::clone(id), step.is_continued)])?;
        self.step(id, step, false)
    }

    /// Hands in what a digest showed, and has its log files judged.
    fn step(&mut self, id: &Arc<ChainId>, step: Step, is_oldest: bool) -> ControlFlow<()> {
        let is_in_window = step.finding.is_some();
        let gaps = step.gaps.into_iter().map(|gap| Fact::Gap(Arc::clone(id), gap));
        let findings = step.released.into_iter().chain(step.finding);
        let findings = findings.map(|finding| Fact::Object(Arc::clone(id), finding));
        let lost = (step.is_proven_by_next && is_in_window).then_some(Fact::ProvenByNext);
        self.send(gaps.chain(findings).chain(lost).collect())?;
        let Some(logs) = step.logs else { return ControlFlow::Continue(()) };
        let uris: Vec<S3Uri> = logs.entries.iter().map(|entry| logs.uri(entry)).collect();
        if logs.proven {
            let keys = uris.iter().map(|uri| uri.key.clone()).collect();
            let period = CoveredPeriod { span: [logs.start, logs.end], logs: keys, is_in_window };
            self.send(vec![Fact::Covered(Arc::clone(id), period)])?;
        }
        let entries = logs.entries.into_iter().zip(uris);
        if !is_in_window {
            let is_home = logs.proven && !id.backfill && id.region == id.home;
            let nearby = if is_home { entries.collect() } else { Vec::new() };
            return self.send(vec![Fact::NearbyLogs(nearby)]);
        }
        for (entry, uri) in entries {
            let (chain, is_proven) = (Arc::clone(id), logs.proven);
            let (number, object) = (self.number, self.prefetch.request(&uri));
            let job = LogJob { number, chain, entry, object, is_proven, is_oldest };
            self.number += 1;
            self.prefetch.send(Job::Log(Box::new(job)))?;
            if self.interrupt.is_set() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

fn bucket_and_prefix(uri: &S3Uri) -> (String, String) {
    (uri.bucket.clone(), prefix_of(&uri.key).unwrap_or_default().to_owned())
}
