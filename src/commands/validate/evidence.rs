//! What the whole run shows beside its single verdicts: logs that no digest lists, and what
//! explains the time that no digest covers.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use memchr::memmem;

use super::ByPlace;
use super::covered::Covered;
use super::lines::{GapLine, ObjectLine};
use super::output::Output;
use super::plan::Plan;
use crate::digest::{ChainId, Finding, Gap, Judgement, Kind, Place, Switch};
use crate::event::Event;
use crate::event::decode::{Decoder, Intent};
use crate::event::json::Index;
use crate::event::key::Key;
use crate::source::{Listed, SourceError};

/// A log is stamped by the minute, and one of the first or last minutes of what is covered may be
/// listed by a digest outside of it.
const EDGE: SignedDuration = SignedDuration::from_mins(10);
/// Every event that switches a trail has it.
const SOURCE: &[u8] = b"\"cloudtrail.amazonaws.com\"";

/// What was gathered on the way.
#[derive(Default)]
pub(super) struct Evidence {
    places: ByPlace<Digested>,
    gaps: Vec<(Arc<ChainId>, Gap)>,
    records: Vec<Vec<u8>>,
    hasher: RandomState,
}

/// What digests say of an account and region.
#[derive(Default)]
struct Digested {
    covered: Covered,
    /// Of the keys of logs, by which they take little room.
    listed: HashSet<u64>,
}

impl Evidence {
    /// A digest that is valid covers this time and lists these logs.
    pub(super) fn cover(&mut self, chain: &ChainId, times: [Timestamp; 2], logs: &[String]) {
        let place = (chain.account.clone(), chain.region.clone());
        let digested = self.places.entry(place).or_default();
        digested.covered.add(times);
        digested.listed.extend(logs.iter().map(|key| self.hasher.hash_one(key.as_str())));
    }

    pub(super) fn gap(&mut self, chain: Arc<ChainId>, gap: Gap) {
        self.gaps.push((chain, gap));
    }

    pub(super) fn switches(&mut self, records: Vec<Vec<u8>>) {
        self.records.extend(records);
    }

    /// Looks for logs that no digest lists, and explains the gaps.
    pub(super) fn finish<W: io::Write + Send>(
        mut self,
        plan: &Plan,
        (unlisted, logs): (bool, impl Iterator<Item = Result<Listed, SourceError>>),
        output: &mut Output<W>,
    ) -> io::Result<()> {
        // What was delivered in a gap tells what is missing from it.
        let is_wanted = unlisted || !self.gaps.is_empty();
        let delivered =
            if is_wanted { self.unlisted(plan, (unlisted, logs), output)? } else { ByPlace::new() };
        let mut index = Index::default();
        for (chain, mut gap) in std::mem::take(&mut self.gaps) {
            let switches: Vec<Switch> = self
                .records
                .iter()
                .filter_map(|record| Switch::of(&Event::parse(record, &mut index).ok()?, &chain))
                .collect();
            let place = (chain.account.clone(), chain.region.clone());
            let logs = delivered.get(&place).map(Vec::as_slice).unwrap_or_default();
            gap.explain(&switches, logs);
            let place = [&*chain.account, &*chain.region];
            gap.findings()
                .try_for_each(|missing| output.object(ObjectLine::new(place, &missing)))?;
            output.gap(GapLine::new(&chain, &gap))?;
        }
        Ok(())
    }

    /// Names the logs that a digest ought to list and none does, if that is asked for; gives when
    /// the others that none lists were delivered.
    fn unlisted<W: io::Write + Send>(
        &self,
        plan: &Plan,
        (is_asked, logs): (bool, impl Iterator<Item = Result<Listed, SourceError>>),
        output: &mut Output<W>,
    ) -> io::Result<ByPlace<Vec<Timestamp>>> {
        let mut delivered: ByPlace<Vec<Timestamp>> = ByPlace::new();
        let mut uncovered: ByPlace<u64> = ByPlace::new();
        let chains: BTreeSet<(&str, &str)> =
            plan.chains.keys().map(|id| (&*id.account, &*id.region)).collect();
        for found in logs {
            let listed = match found {
                Ok(listed) => listed,
                Err(error) => {
                    output.error(error.to_string());
                    continue;
                }
            };
            let key = plan.key(&listed.key);
            let Some(parsed) = Key::parse(&key).filter(|key| plan.owns(key)) else { continue };
            let place = (parsed.account.to_owned(), parsed.region.to_owned());
            if plan.shared.contains(&place) {
                continue;
            }
            let Some(digested) = self.places.get(&place) else {
                if parsed.stamp <= plan.asked.until
                    && !chains.contains(&(parsed.account, parsed.region))
                {
                    *uncovered.entry(place.clone()).or_default() += 1;
                }
                delivered.entry(place).or_default().push(parsed.stamp);
                continue;
            };
            if digested.listed.contains(&self.hasher.hash_one(key.as_str())) {
                continue;
            }
            if !digested.covered.contains(parsed.stamp, EDGE) {
                delivered.entry(place).or_default().push(parsed.stamp);
            } else if is_asked {
                let place = [&*place.0, &*place.1];
                output.object(ObjectLine::new(place, &unlisted_log(plan.place(&key))))?;
            }
        }
        for ((account, region), logs) in uncovered {
            output.error(format!("{account} {region}: no digest for {logs} logs of the range"));
        }
        Ok(delivered)
    }
}

fn unlisted_log(place: Place) -> Finding {
    Finding { kind: Kind::Log, backfill: false, place, judgement: Judgement::UNLISTED, hash: None }
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
