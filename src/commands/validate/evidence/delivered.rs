//! Logs that are in the bucket and that no digest lists: unlisted, pending, or not verifiable.
//!
//! Lists keys and reads no log.

use std::collections::BTreeSet;
use std::hash::BuildHasher as _;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::{ByPlace, ChainEvidence, Evidence, HOUR, log_finding};
use crate::commands::validate::lines::ObjectLine;
use crate::commands::validate::output::Output;
use crate::commands::validate::plan::Plan;
use crate::digest::{ChainId, Gap, Judgement, State};
use crate::event::key::Key;
use crate::source::{Listed, SourceError};

/// Logs in the bucket that no digest lists.
#[derive(Default)]
pub(super) struct Delivered {
    /// When those were delivered that the digests of their time do not account for.
    pub(super) times: ByPlace<Vec<Timestamp>>,
    /// Where some were delivered before the window.
    pub(super) older: BTreeSet<(String, String)>,
}

impl Evidence {
    /// Names the logs that a digest ought to list and none does, if that is asked for; gives when
    /// the others that none lists were delivered.
    pub(super) fn unlisted<W: io::Write + Send>(
        &self,
        plan: &Plan,
        (is_asked, logs): (bool, impl Iterator<Item = Result<Listed, SourceError>>),
        output: &mut Output<W>,
    ) -> io::Result<Delivered> {
        let mut delivered = Delivered::default();
        for found in logs {
            let listed = match found {
                Ok(listed) => listed,
                Err(error) => {
                    output.error(error.to_string());
                    continue;
                }
            };
            let key = plan.key(&listed.key);
            let Some(parsed) = Key::parse(&key) else { continue };
            let place = (parsed.account.to_owned(), parsed.region.to_owned());
            if plan.shared.contains(&place) || self.is_listed(&place, &key) {
                continue;
            }
            if parsed.stamp < plan.asked.since {
                delivered.older.insert(place);
            } else if self.is_unlisted(&place, parsed.stamp) {
                if is_asked && plan.owns(&parsed) {
                    let place = [&*place.0, &*place.1];
                    let finding = log_finding(plan.place(&key), Judgement::UNLISTED);
                    output.object(ObjectLine::new(place, &finding))?;
                }
            } else if plan.is_near(&parsed) {
                delivered.times.entry(place).or_default().push(parsed.stamp);
            }
        }
        Ok(delivered)
    }

    fn is_listed(&self, place: &(String, String), key: &str) -> bool {
        let listed = self.listed.get(place);
        listed.is_some_and(|listed| listed.contains(&self.hasher.hash_one(key)))
    }

    /// Whether the digest of the time and the next one are there in each chain, so that one of them
    /// would list a log that was delivered then.
    fn is_unlisted(&self, place: &(String, String), time: Timestamp) -> bool {
        let mut chains = self.chains_at(place).peekable();
        chains.peek().is_some()
            && chains
                .all(|(_, chain)| chain.covered.end_at(time).is_some_and(|end| end >= time + HOUR))
    }

    /// The standard chains of an account and Region.
    pub(super) fn chains_at<'e>(
        &'e self,
        place: &'e (String, String),
    ) -> impl Iterator<Item = (&'e Arc<ChainId>, &'e ChainEvidence)> {
        self.chains
            .iter()
            .filter(move |(id, _)| !id.backfill && id.account == place.0 && id.region == place.1)
    }

    /// Names the logs of the time that has no digest, and counts those whose digest is not due.
    pub(super) fn name_logs<W: io::Write + Send>(
        &self,
        plan: &Plan,
        logs: impl Iterator<Item = Result<Listed, SourceError>>,
        output: &mut Output<W>,
    ) -> io::Result<()> {
        // What cannot be listed was reported when the logs were listed first.
        for listed in logs.flatten() {
            let key = plan.key(&listed.key);
            let Some(parsed) = Key::parse(&key).filter(|key| plan.is_near(key)) else { continue };
            let place = (parsed.account.to_owned(), parsed.region.to_owned());
            if plan.shared.contains(&place)
                || self.is_listed(&place, &key)
                || self.is_unlisted(&place, parsed.stamp)
            {
                continue;
            }
            let states = self.chains_at(&place).filter_map(|(_, chain)| {
                let is_in = |gap: &&Gap| gap.from <= parsed.stamp && parsed.stamp < gap.to;
                // A log at the very end of what is covered belongs to the next digest.
                let next = parsed.stamp + HOUR;
                let is_next = move |gap: &&Gap| gap.from <= next && parsed.stamp < gap.from;
                let inside = chain.gaps.iter().find(is_in);
                inside.or_else(|| chain.gaps.iter().find(is_next)).map(|gap| gap.state)
            });
            let judgement = match states.min() {
                None | Some(State::Partial) => continue,
                Some(State::Pending) => {
                    output.pending_log();
                    continue;
                }
                Some(State::Explained | State::BeforeStart) => Judgement::NOT_VALIDATED,
                Some(State::Missing | State::Gap | State::Expired) => Judgement::NOT_VERIFIABLE,
            };
            let finding = log_finding(plan.place(&key), judgement);
            output.object(ObjectLine::new([&*place.0, &*place.1], &finding))?;
        }
        Ok(())
    }
}
