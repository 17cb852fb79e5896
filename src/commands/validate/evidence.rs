//! What the whole run shows beside its single verdicts: logs that no digest lists, and what
//! explains the time that no digest covers.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use memchr::memmem;

use super::ByPlace;
use super::plan::Plan;
use super::report::Report;
use crate::digest::{ChainId, Finding, Gap, Judgement, Kind, Place, Switch};
use crate::event::Event;
use crate::event::decode::{Decoder, Intent};
use crate::event::json::Index;
use crate::event::key::{Folder, Key};

/// A log is stamped by the minute, and one of the first or last minutes of the range may be listed
/// by a digest outside of it.
const EDGE: SignedDuration = SignedDuration::from_mins(10);
/// Every event that switches a trail has it.
const SOURCE: &[u8] = b"\"cloudtrail.amazonaws.com\"";

/// What was gathered on the way.
#[derive(Default)]
pub(super) struct Evidence {
    places: ByPlace<Covered>,
    gaps: Vec<(Arc<ChainId>, Gap)>,
    records: Vec<Vec<u8>>,
    hasher: RandomState,
}

/// What digests say of an account and region.
#[derive(Default)]
struct Covered {
    /// Stretches of time, each from its start to its end.
    times: BTreeMap<Timestamp, Timestamp>,
    /// Of the keys of logs, by which they take little room.
    listed: HashSet<u64>,
}

impl Covered {
    /// Adds a stretch of time, and joins it with the one that it touches.
    fn add(&mut self, [start, mut end]: [Timestamp; 2]) {
        if let Some(later) = self.times.remove(&end) {
            end = later;
        }
        match self.times.range_mut(..=start).next_back() {
            Some((_, before)) if *before >= start => *before = end.max(*before),
            _ => drop(self.times.insert(start, end)),
        }
    }

    /// Whether a log with this stamp must be listed.
    fn covers(&self, stamp: Timestamp) -> bool {
        let stretch = self.times.range(..=stamp).next_back();
        stretch.is_some_and(|(start, end)| {
            *start + EDGE <= stamp && stamp <= end.saturating_sub(EDGE).unwrap_or(*end)
        })
    }
}

impl Evidence {
    /// A digest that is valid covers this time and lists these logs.
    pub(super) fn cover(&mut self, chain: &ChainId, times: [Timestamp; 2], logs: &[String]) {
        let place = (chain.account.clone(), chain.region.clone());
        let covered = self.places.entry(place).or_default();
        covered.add(times);
        covered.listed.extend(logs.iter().map(|key| self.hasher.hash_one(key.as_str())));
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
        unlisted: bool,
        report: &mut Report<W>,
    ) -> io::Result<()> {
        // What was delivered in a gap tells what is missing from it.
        let is_wanted = unlisted || !self.gaps.is_empty();
        let delivered =
            if is_wanted { self.unlisted(plan, unlisted, report)? } else { ByPlace::new() };
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
            report.gap(&chain, &gap)?;
        }
        Ok(())
    }

    /// Names the logs that a digest ought to list and none does, if that is asked for; gives when
    /// the others that none lists were delivered.
    fn unlisted<W: io::Write + Send>(
        &self,
        plan: &Plan,
        is_asked: bool,
        report: &mut Report<W>,
    ) -> io::Result<ByPlace<Vec<Timestamp>>> {
        let mut delivered: ByPlace<Vec<Timestamp>> = ByPlace::new();
        let mut uncovered: ByPlace<u64> = ByPlace::new();
        let chains: BTreeSet<(&str, &str)> =
            plan.chains.keys().map(|id| (&*id.account, &*id.region)).collect();
        let folder = |folder: &Folder<'_>| plan.wants_logs(folder);
        for found in plan.logs(&folder) {
            let listed = match found {
                Ok(listed) => listed,
                Err(error) => {
                    report.error(error.to_string());
                    continue;
                }
            };
            let key = plan.key(&listed.key);
            let Some(parsed) = Key::parse(&key) else { continue };
            let place = (parsed.account.to_owned(), parsed.region.to_owned());
            let asked = plan.asked.since <= parsed.stamp && parsed.stamp <= plan.asked.until;
            if plan.shared.contains(&place) {
                continue;
            }
            let Some(covered) = self.places.get(&place) else {
                if asked && !chains.contains(&(parsed.account, parsed.region)) {
                    *uncovered.entry(place.clone()).or_default() += 1;
                }
                delivered.entry(place).or_default().push(parsed.stamp);
                continue;
            };
            if covered.listed.contains(&self.hasher.hash_one(key.as_str())) {
                continue;
            }
            if covered.covers(parsed.stamp) {
                if !is_asked {
                    continue;
                }
                let chain = ChainId {
                    account: place.0,
                    region: place.1,
                    trail: String::new(),
                    home: String::new(),
                    backfill: false,
                };
                report.finding(&chain, &unlisted_log(plan.place(&key)))?;
            } else {
                delivered.entry(place).or_default().push(parsed.stamp);
            }
        }
        for ((account, region), logs) in uncovered {
            report.error(format!("{account} {region}: no digest for {logs} logs of the range"));
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
