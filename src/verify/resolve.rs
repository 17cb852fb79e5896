//! What the gaps of each chain mean, once everything else is known.
//!
//! A gap is judged by the log files delivered in it, by events that switched the trail off, by the
//! other chains of the trail, and by whether anything older is left. The rules are those of
//! [`crate::digest::Gap::resolve`]; this gathers what they need.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::facts::{ChainFacts, Facts, account_region, object};
use super::nearby::has_older_logs;
use super::plan::Plan;
use super::prefetch::switches;
use super::report::{ChainCoverage, GapLine};
use super::unlisted::Unaccounted;
use super::verdicts::Verdicts;
use crate::digest::{
    ChainId, CoveredTime, Finding, Gap, GapCause, GapEvidence, GapState, Judgement, LogJudge,
    LoggingSwitch, Reason, Verdict,
};
use crate::event::Event;
use crate::event::json::Index;
use crate::event::key::Key;

/// Resolves the gaps of all chains.
pub(super) struct Resolver<'a> {
    plan: &'a Plan,
    facts: &'a mut Facts,
    unaccounted: &'a Unaccounted,
    /// Of which chains log files from before the window are left, as far as it was looked up.
    older_logs: BTreeMap<Arc<ChainId>, bool>,
    /// What could not be listed. It proves nothing: it leaves the answer incomplete and makes no
    /// object missing.
    errors: BTreeSet<String>,
}

/// Whether something that may have expired, or a gap, makes it necessary to list the log files.
pub(super) fn needs_listing(facts: &Facts) -> bool {
    facts
        .chains
        .values()
        .any(|chain| !chain.gaps.is_empty() || chain.oldest_logs.iter().any(is_missing))
}

impl<'a> Resolver<'a> {
    pub(super) fn new(plan: &'a Plan, facts: &'a mut Facts, unaccounted: &'a Unaccounted) -> Self {
        let (older_logs, errors) = (BTreeMap::new(), BTreeSet::new());
        Self { plan, facts, unaccounted, older_logs, errors }
    }

    /// Resolves all gaps, and hands in verdicts on the log files of the oldest digests.
    pub(super) fn run(mut self, verdicts: &mut impl Verdicts) -> io::Result<()> {
        self.expect_logged_chains(verdicts);
        let unresolved: Vec<Vec<Gap>> =
            self.facts.chains.values().map(|chain| chain.gaps.clone()).collect();
        self.resolve();
        if self.has_unexplained() && self.read_nearby() {
            let chains = self.facts.chains.values_mut();
            chains.zip(unresolved).for_each(|(chain, gaps)| chain.gaps = gaps);
            self.resolve();
        }
        self.report_stopped(verdicts);
        self.release_oldest_logs(verdicts)?;
        for error in self.errors {
            verdicts.error(error);
        }
        Ok(())
    }

    /// An account and Region with log files and no digest belongs to the one trail of the bucket;
    /// with several trails it is unknown to which.
    fn expect_logged_chains(&mut self, verdicts: &mut impl Verdicts) {
        let plan = self.plan;
        let mut trails: BTreeSet<(String, String)> =
            self.facts.chains.keys().map(|id| (id.trail.clone(), id.home.clone())).collect();
        let named = plan.scope.trail.as_ref();
        trails.extend(named.map(|trail| (trail.name.clone(), trail.home.clone())));
        for (at, logs) in &self.unaccounted.times {
            if self.facts.chains_at(at).next().is_some() {
                continue;
            }
            let (account, region) = at.clone();
            let mut trails = trails.iter();
            let (Some((trail, home)), None) = (trails.next().cloned(), trails.next()) else {
                let (count, s) = (logs.len(), if logs.len() == 1 { "" } else { "s" });
                verdicts
                    .error(format!("{account} {region}: no digest file for {count} log file{s}"));
                continue;
            };
            let id = Arc::new(ChainId { account, region, trail, home, backfill: false });
            if plan.scope.leaves_out(&id) || !plan.chains.records_account(&id.account, &plan.scope)
            {
                continue;
            }
            for part in plan.scope.parts(&id) {
                self.facts.chain(Arc::clone(&id)).gaps.push(Gap::nothing(part));
            }
        }
    }

    /// Whether digests are missing at an end of a chain, where a trail may have been switched off.
    fn has_unexplained(&self) -> bool {
        let is_open = |gap: &Gap| {
            matches!(gap.cause, GapCause::Tail | GapCause::Restart)
                && matches!(gap.state, GapState::Gap | GapState::Missing)
        };
        self.facts.chains.values().any(|chain| chain.gaps.iter().any(is_open))
    }

    /// Reads the log files next to the window; whether they have events that switch a trail.
    fn read_nearby(&mut self) -> bool {
        let limit = self.plan.memory.share();
        let mut judge = LogJudge::new(limit);
        let before = self.facts.records.len();
        for (entry, uri) in std::mem::take(&mut self.facts.nearby) {
            // One that cannot be read explains nothing.
            let Ok(arrived) = self.plan.origin.read(&uri, limit) else { continue };
            if judge.judge(&entry, Ok(&arrived.bytes)).verdict == Verdict::Valid {
                let records = judge.text().and_then(switches).into_iter().flatten();
                self.facts.records.extend(records);
            }
        }
        self.facts.records.len() > before
    }

    /// Reports where digest delivery stopped, if a chain is not covered there.
    fn report_stopped(&self, verdicts: &mut impl Verdicts) {
        let is_open = |gap: &Gap| gap.state != GapState::Explained && gap.cause == GapCause::Tail;
        for (id, chain) in &self.facts.chains {
            if let Some(why) = self.plan.stopped.get(&id.region)
                && chain.gaps.iter().any(is_open)
            {
                verdicts.error(format!("{} {}: {why}", id.account, id.region));
            }
        }
    }

    /// Resolves the gaps.
    fn resolve(&mut self) {
        let chains: Vec<Arc<ChainId>> = self.facts.chains.keys().cloned().collect();
        for id in chains {
            let Some(chain) = self.facts.chains.get_mut(&id) else { continue };
            let gaps = std::mem::take(&mut chain.gaps);
            if gaps.is_empty() {
                continue;
            }
            let has_older = self.has_older(&id, &gaps);
            let mut resolved = self.resolved(&id, gaps, has_older);
            resolved.sort_by_key(|gap| (gap.from, gap.to));
            if let Some(chain) = self.facts.chains.get_mut(&id) {
                chain.gaps = resolved;
            }
        }
    }

    /// The gaps of a chain, resolved.
    fn resolved(&self, id: &ChainId, gaps: Vec<Gap>, has_older: bool) -> Vec<Gap> {
        let (plan, at) = (self.plan, account_region(id));
        let others = self.covered_by_others(id);
        let switches = self.switches_of(id);
        let no_region = "the trail records its home Region only";
        let is_multi_region =
            plan.scope.trail.as_ref().is_some_and(|trail| trail.is_multi_region == Some(true));
        let delivered = self.unaccounted.times.get(&at).map(Vec::as_slice);
        let evidence = GapEvidence {
            switches: &switches,
            delivered: delivered.unwrap_or_default(),
            due: plan.scope.due,
            window: plan.scope.window.window(),
            others: &others,
            has_older,
            is_known: plan.chains.known.contains(id)
                || self.known_regions(id) > 1
                || is_multi_region,
            ended: plan
                .scope
                .ended_at(id)
                .or(plan.scope.leaves_out(id).then_some((Timestamp::MIN, no_region))),
        };
        gaps.into_iter().flat_map(|gap| gap.resolve(&evidence)).collect()
    }

    /// Whether anything of a chain is left from before the window, as far as its gaps need it.
    fn has_older(&mut self, id: &Arc<ChainId>, gaps: &[Gap]) -> bool {
        let at = account_region(id);
        let is_at_head = |gap: &Gap| matches!(gap.cause, GapCause::Head | GapCause::Beginning);
        if self.plan.is_shared_at(&at) || !gaps.iter().any(is_at_head) {
            return false;
        }
        self.unaccounted.older.contains(&at) || self.has_older_logs(id)
    }

    /// Whether log files of a chain are left from before the window. Looked up once.
    fn has_older_logs(&mut self, id: &Arc<ChainId>) -> bool {
        if let Some(known) = self.older_logs.get(id) {
            return *known;
        }
        let plan = self.plan;
        let parts = plan.chains.parts.get(&**id).map(Vec::as_slice).unwrap_or_default();
        let has_older =
            has_older_logs(&plan.origin, parts, plan.scope.window).unwrap_or_else(|error| {
                self.errors.insert(error.to_string());
                false
            });
        self.older_logs.insert(Arc::clone(id), has_older);
        has_older
    }

    /// What the other chains of the trail cover.
    fn covered_by_others(&self, id: &ChainId) -> CoveredTime {
        let mut others = CoveredTime::default();
        let is_other = |other: &ChainId| {
            !other.backfill && other != id && other.trail == id.trail && other.home == id.home
        };
        for (_, chain) in self.facts.chains.iter().filter(|(other, _)| is_other(other)) {
            chain.covered.spans().for_each(|span| others.add(span));
        }
        others
    }

    /// In how many Regions the trail is known to have had digests.
    fn known_regions(&self, id: &ChainId) -> usize {
        let known = self.plan.chains.known.iter();
        let same = known.filter(|other| other.trail == id.trail && other.home == id.home);
        same.map(|other| &*other.region).collect::<BTreeSet<&str>>().len()
    }

    /// The events in valid log files that switched the trail of a chain.
    fn switches_of(&self, id: &ChainId) -> Vec<LoggingSwitch> {
        let mut index = Index::default();
        let switch = |record: &Vec<u8>| {
            LoggingSwitch::from_event(&Event::parse(record, &mut index).ok()?, id)
        };
        let is_own = |switch: &LoggingSwitch| {
            switch.account == id.account
                || switch.account.is_empty()
                || self.plan.chains.is_of_organization(id)
        };
        self.facts.records.iter().filter_map(switch).filter(is_own).collect()
    }

    /// Hands in the verdicts on the log files of the oldest digests. If a chain had older digests
    /// and nothing older is left, the oldest log files expired with them.
    fn release_oldest_logs(&mut self, verdicts: &mut impl Verdicts) -> io::Result<()> {
        let chains: Vec<Arc<ChainId>> = self.facts.chains.keys().cloned().collect();
        for id in chains {
            let Some(chain) = self.facts.chains.get_mut(&id) else { continue };
            let findings = std::mem::take(&mut chain.oldest_logs);
            let is_continued = chain.is_continued == Some(true);
            let at = account_region(&id);
            let can_expire = is_continued
                && findings.iter().any(is_missing)
                && !self.plan.is_shared_at(&at)
                && !self.unaccounted.older.contains(&at)
                && !self.has_older_logs(&id);
            let since = self.plan.scope.window.since;
            release(&id, findings, can_expire.then_some(since), verdicts)?;
        }
        Ok(())
    }
}

/// Hands in the verdicts on the log files of the oldest digest of a chain. `expired`: when the
/// window begins, if the oldest of them may have expired.
fn release(
    id: &ChainId,
    findings: Vec<Finding>,
    expired: Option<Timestamp>,
    verdicts: &mut impl Verdicts,
) -> io::Result<()> {
    let stamp = |finding: &Finding| Key::parse(&finding.uri.key).map(|key| key.stamp);
    let present = findings.iter().filter(|f| !is_missing(f)).filter_map(stamp).min();
    for mut finding in findings {
        let time = stamp(&finding);
        let is_oldest = time.is_some_and(|at| present.is_none_or(|present| at < present));
        if let Some(since) = expired
            && is_missing(&finding)
            && is_oldest
        {
            if time.is_some_and(|time| time < since) {
                verdicts.expired_log();
                continue;
            }
            finding.judgement = Judgement::EXPIRED;
        }
        object(verdicts, id, &finding)?;
    }
    Ok(())
}

/// Hands in the gaps of all chains, and what each chain covers.
pub(super) fn hand_in(facts: Facts, plan: &Plan, verdicts: &mut impl Verdicts) -> io::Result<()> {
    for (id, ChainFacts { covered, gaps, .. }) in facts.chains {
        let mut lines = Vec::with_capacity(gaps.len());
        for gap in &gaps {
            gap.findings().try_for_each(|missing| object(verdicts, &id, &missing))?;
            lines.push(GapLine::new(&id, gap));
        }
        if !id.backfill {
            let window = plan.scope.requested();
            verdicts.chain(ChainCoverage::new(&id, &covered, &lines, window));
        }
        lines.into_iter().try_for_each(|line| verdicts.gap(line))?;
    }
    Ok(())
}

/// Ends an interrupted run. Digests that are gone although valid ones link to them stay INVALID; to
/// judge other gaps and unlisted log files, the rest would have to be read.
pub(super) fn hand_in_interrupted(
    facts: Facts,
    plan: &Plan,
    verdicts: &mut impl Verdicts,
) -> io::Result<()> {
    let others = CoveredTime::default();
    let evidence = GapEvidence {
        switches: &[],
        delivered: &[],
        due: plan.scope.due,
        window: plan.scope.window.window(),
        others: &others,
        has_older: false,
        is_known: false,
        ended: None,
    };
    for (id, chain) in facts.chains {
        // Whether anything older is left was not looked up.
        let can_expire = chain.is_continued != Some(false);
        let since = plan.scope.window.since;
        release(&id, chain.oldest_logs, can_expire.then_some(since), verdicts)?;
        let linked = chain.gaps.into_iter().filter(|gap| gap.cause == GapCause::Deleted);
        let missing = linked.flat_map(|gap| gap.resolve(&evidence));
        for gap in missing.filter(|gap| gap.state == GapState::Missing) {
            gap.findings().try_for_each(|missing| object(verdicts, &id, &missing))?;
            verdicts.gap(GapLine::new(&id, &gap))?;
        }
    }
    Ok(())
}

fn is_missing(finding: &Finding) -> bool {
    finding.judgement.reason == Some(Reason::Missing)
}
