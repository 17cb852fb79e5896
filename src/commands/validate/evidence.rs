//! What the whole run shows beside its single verdicts: logs that no digest lists, and what the time
//! that no digest covers means for each chain.
//!
//! Gathers while the chains are walked, then lists the logs that are there, resolves the gaps, and
//! names the logs of the time that stays without a digest.

mod delivered;

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use memchr::memmem;

use self::delivered::Delivered;
use super::ByPlace;
use super::coverage::ChainCoverage;
use super::lines::{GapLine, ObjectLine};
use super::output::Output;
use super::plan::Plan;
use crate::commands::counted;
use crate::digest::{
    self, Cause, ChainId, Covered, Entry, Finding, Gap, Judgement, Kind, LogJudge, Place, Reason,
    State, Switch, Verdict,
};
use crate::event::Event;
use crate::event::decode::{Decoder, Intent};
use crate::event::json::Index;
use crate::event::key::Key;
use crate::source::{Listed, SourceError};

/// A digest period.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Every event that switches a trail has it.
const SOURCE: &[u8] = b"\"cloudtrail.amazonaws.com\"";

/// What was gathered on the way.
#[derive(Default)]
pub(super) struct Evidence {
    /// Of the keys of logs that valid digests list, by which they take little room.
    listed: ByPlace<HashSet<u64>>,
    chains: BTreeMap<Arc<ChainId>, ChainEvidence>,
    /// Records that may switch a trail.
    records: Vec<Vec<u8>>,
    /// Logs of digests next to the window, which are read only if something is to be explained.
    beside: Vec<(Entry, Place)>,
    hasher: RandomState,
}

/// What was gathered of a chain.
#[derive(Default)]
struct ChainEvidence {
    /// By standard digests that are valid.
    covered: Covered,
    gaps: Vec<Gap>,
    /// Verdicts on the logs of the oldest digest there is, which may have expired.
    oldest: Vec<Finding>,
    /// Whether the oldest valid digest continues one that is gone.
    is_continued: bool,
}

/// The logs that are in the bucket, as often as they are wanted.
pub(super) type Logs<'l> =
    &'l dyn Fn() -> Box<dyn Iterator<Item = Result<Listed, SourceError>> + Send + 'l>;

impl Evidence {
    /// A digest that is valid covers this time and lists these logs.
    pub(super) fn cover(&mut self, chain: &Arc<ChainId>, times: [Timestamp; 2], logs: &[String]) {
        let listed = self.listed.entry(place_of(chain)).or_default();
        listed.extend(logs.iter().map(|key| self.hasher.hash_one(key.as_str())));
        if !chain.backfill {
            self.chains.entry(Arc::clone(chain)).or_default().covered.add(times);
        }
    }

    pub(super) fn gap(&mut self, chain: Arc<ChainId>, gap: Gap) {
        self.chains.entry(chain).or_default().gaps.push(gap);
    }

    /// The oldest valid digest of a chain links to an older one.
    pub(super) fn is_continued(&mut self, chain: Arc<ChainId>) {
        self.chains.entry(chain).or_default().is_continued = true;
    }

    /// Keeps the verdict on a log of the oldest digest there is.
    pub(super) fn oldest(&mut self, chain: Arc<ChainId>, finding: Finding) {
        self.chains.entry(chain).or_default().oldest.push(finding);
    }

    pub(super) fn beside(&mut self, logs: Vec<(Entry, Place)>) {
        self.beside.extend(logs);
    }

    pub(super) fn switches(&mut self, records: Vec<Vec<u8>>) {
        self.records.extend(records);
    }

    /// Looks for logs that no digest lists, resolves the gaps, and hands in what each chain covers.
    pub(super) fn finish<W: io::Write + Send>(
        mut self,
        plan: &Plan,
        (unlisted, first, logs): (
            bool,
            impl Iterator<Item = Result<Listed, SourceError>>,
            Logs<'_>,
        ),
        output: &mut Output<W>,
    ) -> io::Result<()> {
        for id in plan.chains.keys().filter(|id| !id.backfill) {
            self.chains.entry(Arc::new(id.clone())).or_default();
        }
        // What was delivered in a gap shows what is missing from it.
        let has_doubts = self.chains.values().any(|chain| {
            !chain.gaps.is_empty()
                || chain.oldest.iter().any(|f| f.judgement.reason == Some(Reason::Missing))
        });
        let delivered = if unlisted || has_doubts {
            self.unlisted(plan, (unlisted, first), output)?
        } else {
            Delivered::default()
        };
        self.expect_logged_chains(plan, &delivered, output);
        let unresolved: Vec<Vec<Gap>> = self.chains.values().map(|c| c.gaps.clone()).collect();
        let mut errors = self.resolve(plan, &delivered);
        if self.has_unexplained() && self.read_beside(plan) {
            self.chains.values_mut().zip(unresolved).for_each(|(chain, gaps)| chain.gaps = gaps);
            errors = self.resolve(plan, &delivered);
        }
        for error in errors {
            output.error(error);
        }
        self.report_stopped(plan, output);
        self.release_oldest(plan, &delivered, output)?;
        if !delivered.times.is_empty() {
            self.name_logs(plan, logs(), output)?;
        }
        for (chain, evidence) in std::mem::take(&mut self.chains) {
            let place = [&*chain.account, &*chain.region];
            let mut lines = Vec::with_capacity(evidence.gaps.len());
            for gap in &evidence.gaps {
                gap.findings()
                    .try_for_each(|missing| output.object(ObjectLine::new(place, &missing)))?;
                lines.push(GapLine::new(&chain, gap));
            }
            if !chain.backfill {
                let window = plan.requested();
                output.chain(ChainCoverage::new(&chain, &evidence.covered, &lines, window));
            }
            lines.into_iter().try_for_each(|line| output.gap(line))?;
        }
        Ok(())
    }

    /// Ends an interrupted run. What was found counts, and so do digests that are gone although
    /// valid ones link to them. Other gaps and unlisted logs would need what was not read.
    pub(super) fn stop<W: io::Write + Send>(
        self,
        plan: &Plan,
        output: &mut Output<W>,
    ) -> io::Result<()> {
        let others = Covered::default();
        let evidence = digest::Evidence {
            switches: &[],
            delivered: &[],
            due: plan.due,
            window: plan.asked.window(),
            others: &others,
            has_older: false,
            is_known: false,
            ended: None,
        };
        for (id, chain) in self.chains {
            let place = [&*id.account, &*id.region];
            let mut findings = chain.oldest.iter();
            findings.try_for_each(|finding| output.object(ObjectLine::new(place, finding)))?;
            let linked = chain.gaps.into_iter().filter(|gap| gap.cause == Cause::Deleted);
            let missing = linked.flat_map(|gap| gap.resolve(&evidence));
            for gap in missing.filter(|gap| gap.state == State::Missing) {
                gap.findings()
                    .try_for_each(|missing| output.object(ObjectLine::new(place, &missing)))?;
                output.gap(GapLine::new(&id, &gap))?;
            }
        }
        Ok(())
    }

    /// Logs of an account and Region without any digest belong to the one trail that there is; with
    /// several trails it is unknown to which.
    fn expect_logged_chains<W: io::Write + Send>(
        &mut self,
        plan: &Plan,
        delivered: &Delivered,
        output: &mut Output<W>,
    ) {
        let mut trails: BTreeSet<(String, String)> =
            self.chains.keys().map(|id| (id.trail.clone(), id.home.clone())).collect();
        trails.extend(plan.trail.as_ref().map(|trail| (trail.name.clone(), trail.home.clone())));
        for (place, logs) in &delivered.times {
            if self.chains_at(place).next().is_some() {
                continue;
            }
            let (account, region) = place.clone();
            let backfill = false;
            let mut trails = trails.iter();
            let (Some((trail, home)), None) = (trails.next().cloned(), trails.next()) else {
                let logs = counted(logs.len() as u64, "log file");
                output.error(format!("{account} {region}: no digest file for {logs}"));
                continue;
            };
            let id = Arc::new(ChainId { account, region, trail, home, backfill });
            if plan.leaves_out(&id) || !plan.records_account(&id.account) {
                continue;
            }
            for part in plan.parts(&id) {
                self.gap(Arc::clone(&id), Gap::nothing(part));
            }
        }
    }

    /// Whether digests are missing at an end of a chain, where a trail may have been switched off.
    fn has_unexplained(&self) -> bool {
        let is_open = |gap: &Gap| {
            matches!(gap.cause, Cause::Tail | Cause::Restart)
                && matches!(gap.state, State::Gap | State::Missing)
        };
        self.chains.values().any(|chain| chain.gaps.iter().any(is_open))
    }

    /// Looks for events that switch a trail in the logs next to the window; whether there are some.
    fn read_beside(&mut self, plan: &Plan) -> bool {
        let mut judge = LogJudge::new(plan.rules().limit);
        let before = self.records.len();
        for (entry, place) in std::mem::take(&mut self.beside) {
            let arrived = plan.read(&place, plan.rules().limit);
            // One that cannot be read explains nothing.
            let Ok(arrived) = arrived else { continue };
            if judge.judge(&entry, Ok(&arrived.bytes)).verdict == Verdict::Valid {
                self.records.extend(judge.text().and_then(switches).into_iter().flatten());
            }
        }
        self.records.len() > before
    }

    /// Reports where digest delivery stopped, if a chain is not covered there.
    fn report_stopped<W: io::Write + Send>(&self, plan: &Plan, output: &mut Output<W>) {
        let is_open = |gap: &Gap| gap.state != State::Explained && gap.cause == Cause::Tail;
        for (id, chain) in &self.chains {
            if let Some(why) = plan.stopped.get(&id.region)
                && chain.gaps.iter().any(is_open)
            {
                output.error(format!("{} {}: {why}", id.account, id.region));
            }
        }
    }

    /// Says what each gap means; gives the folders that could not be listed for it. What cannot be
    /// listed proves nothing: it leaves the answer incomplete and makes no digest missing.
    fn resolve(&mut self, plan: &Plan, delivered: &Delivered) -> BTreeSet<String> {
        let mut errors = BTreeSet::new();
        let chains: Vec<Arc<ChainId>> = self.chains.keys().cloned().collect();
        let regions = |id: &ChainId| {
            let same = plan.known.iter().filter(|o| o.trail == id.trail && o.home == id.home);
            same.map(|other| &*other.region).collect::<BTreeSet<&str>>().len()
        };
        for id in chains {
            let Some(chain) = self.chains.get_mut(&id) else { continue };
            let gaps = std::mem::take(&mut chain.gaps);
            if gaps.is_empty() {
                continue;
            }
            let place = place_of(&id);
            let at_head = |gap: &Gap| matches!(gap.cause, Cause::Head | Cause::Beginning);
            let mut has_older = false;
            if !plan.shared.contains(&place) && gaps.iter().any(at_head) {
                has_older = delivered.older.contains(&place)
                    || plan.has_older_logs(&id).unwrap_or_else(|error| {
                        errors.insert(error.to_string());
                        false
                    });
            }
            let mut others = Covered::default();
            let is_other = |other: &&Arc<ChainId>| {
                !other.backfill && **other != id && other.trail == id.trail && other.home == id.home
            };
            for other in self.chains.keys().filter(is_other) {
                self.chains[other].covered.stretches().for_each(|span| others.add(span));
            }
            let switches = self.switches_of(plan, &id);
            let no_region = "the trail records its home Region only";
            let evidence = digest::Evidence {
                switches: &switches,
                delivered: delivered.times.get(&place).map(Vec::as_slice).unwrap_or_default(),
                due: plan.due,
                window: plan.asked.window(),
                others: &others,
                has_older,
                is_known: plan.known.contains(&*id)
                    || regions(&id) > 1
                    || plan.trail.as_ref().is_some_and(|t| t.is_multi_region == Some(true)),
                ended: plan
                    .ended_at(&id)
                    .or(plan.leaves_out(&id).then_some((Timestamp::MIN, no_region))),
            };
            let resolved: Vec<Gap> =
                gaps.into_iter().flat_map(|gap| gap.resolve(&evidence)).collect();
            if let Some(chain) = self.chains.get_mut(&id) {
                chain.gaps = resolved;
                chain.gaps.sort_by_key(|gap| (gap.from, gap.to));
            }
        }
        errors
    }

    /// The events in valid logs that switched the trail of a chain.
    fn switches_of(&self, plan: &Plan, id: &ChainId) -> Vec<Switch> {
        let mut index = Index::default();
        let switch = |record: &Vec<u8>| Switch::of(&Event::parse(record, &mut index).ok()?, id);
        let is_own = |switch: &Switch| {
            switch.account == id.account || switch.account.is_empty() || plan.is_of_organization(id)
        };
        self.records.iter().filter_map(switch).filter(is_own).collect()
    }

    /// Hands in the verdicts on the logs of the oldest digests. Where nothing older is left of a
    /// chain that had older digests, the oldest logs are gone because they expired.
    fn release_oldest<W: io::Write + Send>(
        &mut self,
        plan: &Plan,
        delivered: &Delivered,
        output: &mut Output<W>,
    ) -> io::Result<()> {
        for (id, chain) in &mut self.chains {
            let findings = std::mem::take(&mut chain.oldest);
            let stamp = |finding: &Finding| Key::parse(&finding.place.key).map(|key| key.stamp);
            let is_missing = |f: &Finding| f.judgement.reason == Some(Reason::Missing);
            let present = findings.iter().filter(|f| !is_missing(f)).filter_map(stamp).min();
            let place = place_of(id);
            let can_expire = chain.is_continued
                && findings.iter().any(is_missing)
                && !plan.shared.contains(&place)
                && !delivered.older.contains(&place)
                && !plan.has_older_logs(id).unwrap_or(true);
            for mut finding in findings {
                let at = stamp(&finding);
                let is_oldest = at.is_some_and(|at| present.is_none_or(|present| at < present));
                if can_expire && is_missing(&finding) && is_oldest {
                    if at.is_some_and(|at| at < plan.asked.since) {
                        output.expired_before();
                        continue;
                    }
                    finding.judgement = Judgement::EXPIRED;
                }
                output.object(ObjectLine::new([&*id.account, &*id.region], &finding))?;
            }
        }
        Ok(())
    }
}

fn place_of(chain: &ChainId) -> (String, String) {
    (chain.account.clone(), chain.region.clone())
}

fn log_finding(place: Place, judgement: Judgement) -> Finding {
    Finding { kind: Kind::Log, backfill: false, place, judgement, hash: None, stored: None }
}

/// The records of a log that may switch a trail on or off; none of most.
pub(super) fn switches(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    memmem::find(text, SOURCE)?;
    Switch::NAMES.iter().find_map(|name| memmem::find(text, name.as_bytes()))?;
    let mut decoder = Decoder::new(text.len());
    let records = decoder.decode(text, Intent::Divide);
    let may_switch = |record: &[u8]| {
        Switch::NAMES.iter().any(|name| memmem::find(record, name.as_bytes()).is_some())
    };
    let records = records.ranges().iter().map(|range| &records.text()[range.clone()]);
    Some(records.filter(|record| may_switch(record)).map(<[u8]>::to_vec).collect())
}
