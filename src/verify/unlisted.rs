//! Log files in the bucket that no digest lists: unlisted, pending, or not verifiable.
//!
//! Lists keys, and reads no log file.

use std::collections::BTreeSet;
use std::io;

use jiff::Timestamp;

use super::facts::{ChainFacts, Facts};
use super::plan::Plan;
use super::report::ObjectLine;
use super::scope::{PERIOD, later};
use super::verdicts::Verdicts;
use super::{AccountRegion, ByRegion};
use crate::digest::{Finding, Gap, GapState, Judgement, ObjectKind, S3Uri};
use crate::event::key::Key;
use crate::source::{Listed, SourceError};

/// Log files that no digest accounts for.
#[derive(Default)]
pub(super) struct Unaccounted {
    /// When those were delivered whose digest may be missing.
    pub(super) times: ByRegion<Vec<Timestamp>>,
    /// Where some were delivered before the window.
    pub(super) older: BTreeSet<AccountRegion>,
}

impl Unaccounted {
    /// Goes through the log files of the bucket. Hands in those that a digest would list and none
    /// does, if the scope includes them.
    pub(super) fn find(
        facts: &Facts,
        plan: &Plan,
        logs: impl Iterator<Item = Result<Listed, SourceError>>,
        verdicts: &mut impl Verdicts,
    ) -> io::Result<Self> {
        let mut found = Self::default();
        for listed in logs {
            let listed = match listed {
                Ok(listed) => listed,
                Err(error) => {
                    verdicts.error(error.to_string());
                    continue;
                }
            };
            let key = plan.origin.key(&listed.key);
            let Some(parsed) = Key::parse(&key) else { continue };
            let at = (parsed.account.to_owned(), parsed.region.to_owned());
            if plan.is_shared_at(&at) || facts.is_listed(&at, &key) {
                continue;
            }
            if parsed.stamp < plan.scope.window.since {
                found.older.insert(at);
            } else if facts.would_be_listed(&at, parsed.stamp) {
                if plan.scope.unlisted && plan.scope.owns(&parsed) {
                    log(verdicts, &at, plan.origin.uri(&key), Judgement::UNLISTED)?;
                }
            } else if plan.scope.is_near(&parsed) {
                found.times.entry(at).or_default().push(parsed.stamp);
            }
        }
        Ok(found)
    }
}

/// Hands in the log files of time without a valid digest, and counts those whose digest is not due.
pub(super) fn name_unverifiable(
    facts: &Facts,
    plan: &Plan,
    logs: impl Iterator<Item = Result<Listed, SourceError>>,
    verdicts: &mut impl Verdicts,
) -> io::Result<()> {
    // What cannot be listed was reported when the log files were listed first.
    for listed in logs.flatten() {
        let key = plan.origin.key(&listed.key);
        let Some(parsed) = Key::parse(&key).filter(|key| plan.scope.is_near(key)) else { continue };
        let at = (parsed.account.to_owned(), parsed.region.to_owned());
        if plan.is_shared_at(&at)
            || facts.is_listed(&at, &key)
            || facts.would_be_listed(&at, parsed.stamp)
        {
            continue;
        }
        let states = facts.chains_at(&at).filter_map(|(_, chain)| {
            let gap = gap_of(parsed.stamp, &chain.gaps).map(|gap| gap.state);
            let is_own = plan.scope.owns(&parsed);
            gap.or_else(|| state_after_window(parsed.stamp, chain, plan).filter(|_| is_own))
        });
        let judgement = match states.min() {
            None => continue,
            Some(GapState::Pending) => {
                verdicts.pending_logs(1);
                continue;
            }
            Some(GapState::Explained | GapState::BeforeStart) => Judgement::NOT_VALIDATED,
            Some(GapState::Missing | GapState::Gap | GapState::Expired | GapState::Partial) => {
                Judgement::NOT_VERIFIABLE
            }
        };
        log(verdicts, &at, plan.origin.uri(&key), judgement)?;
    }
    Ok(())
}

/// The gap that a log file was delivered in.
fn gap_of(stamp: Timestamp, gaps: &[Gap]) -> Option<&Gap> {
    let is_in = |gap: &&Gap| gap.from <= stamp && stamp < gap.to;
    // A log file at the very end of what is covered belongs to the next digest.
    let is_next = |gap: &&Gap| gap.from <= stamp + PERIOD && stamp < gap.from;
    gaps.iter().find(is_in).or_else(|| gaps.iter().find(is_next))
}

/// Whether a log file is pending that the digest of a period after the requested time would list,
/// which makes no gap.
fn state_after_window(stamp: Timestamp, chain: &ChainFacts, plan: &Plan) -> Option<GapState> {
    let start = chain.covered.end_at(stamp).or_else(|| {
        let [_, end] = chain.covered.spans().last().filter(|[_, end]| *end <= stamp)?;
        let periods = end.duration_until(stamp).as_hours();
        end.checked_add(PERIOD * i32::try_from(periods).ok()?).ok()
    })?;
    if start < plan.scope.window.until {
        return None;
    }
    let is_due = later(start, PERIOD) <= plan.scope.due;
    Some(if is_due { GapState::Gap } else { GapState::Pending })
}

/// Hands in a verdict on a log file that no digest lists.
fn log(
    verdicts: &mut impl Verdicts,
    (account, region): &AccountRegion,
    uri: S3Uri,
    judgement: Judgement,
) -> io::Result<()> {
    let kind = ObjectKind::Log;
    let finding = Finding { kind, backfill: false, uri, judgement, hash: None, stored: None };
    verdicts.object(ObjectLine::new([account, region], &finding))
}
