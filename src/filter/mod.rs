//! Which events: conditions that are joined by "and", tested at three gates.
//!
//! 1. [`Filter::admits`]: by the object's key, before it is read;
//! 2. [`Filter::may_match`]: by the text of a record, or of many at once, before it is parsed;
//! 3. [`Filter::matches`]: by the event itself.
//!
//! Each gate is cheaper than the next, and none says no where the last would say yes: a property
//! test holds them to it. Knows nothing of flags, files or output.

pub mod condition;
pub mod expression;
pub mod flags;
pub mod glob;
pub mod lookup;
pub mod needle;
pub mod pattern;
pub mod scope_flags;
pub mod survey;
pub mod values;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::event::Event;
use crate::event::column::Column;
use crate::event::decode::Intent;
use crate::event::json::Probe;
use crate::event::key::{Folder, Key};
use crate::event::time::Range;
use crate::geo::Geo;
use condition::Condition;
use needle::{AnyOf, Needle};
use pattern::Pattern;

/// How long before its object's delivery stamp an event can happen and still match by the time
/// it happened: an object's stamp was never before an event inside it, but clocks differ.
const EARLY: SignedDuration = SignedDuration::from_mins(5);

/// After this day events of IAM, STS and `CloudFront` are recorded in one region only
/// ("Amazon S3 … global service events", AWS CloudTrail User Guide: 2021-11-22, and two days' grace).
const GLOBAL_EVENTS_ELSEWHERE_UNTIL: Timestamp = Timestamp::constant(1_637_712_000, 0);

/// The regions in which each partition records the events of global services.
const GLOBAL_REGIONS: [&str; 3] = ["us-east-1", "us-gov-west-1", "cn-northwest-1"];

/// A conjunction of conditions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
    gates: Vec<AnyOf>,
    probe: Option<Probe>,
    /// The gate that tests for nothing but the literal of the probe.
    probed: Option<usize>,
    accounts: Vec<Vec<Pattern>>,
    regions: Vec<Vec<Pattern>>,
    organizations: Vec<Pattern>,
    delivered: Range,
    geo: Option<Arc<Geo>>,
}

impl Filter {
    /// `late`: how long after it happened an event may still be delivered and be found by a
    /// filter on time.
    pub fn new(conditions: Vec<Condition>, late: SignedDuration) -> Self {
        let mut filter = Self::default();
        let mut alone: Vec<(Needle, Option<usize>)> = Vec::new();
        for condition in &conditions {
            for needles in condition.needles() {
                let Some(gate) = AnyOf::new(&needles) else { continue };
                if let [needle] = needles.as_slice() {
                    alone.push((needle.clone(), Some(filter.gates.len())));
                }
                filter.gates.push(gate);
            }
            alone.extend(condition.literal().map(|text| (Needle::as_written(text), None)));
            match condition {
                Condition::Account(patterns) => filter.accounts.push(patterns.clone()),
                Condition::Region(patterns) => filter.regions.push(patterns.clone()),
                Condition::Time(range) => filter.delivered = delivered(*range, late),
                _ => {}
            }
        }
        if let Some((needle, gate)) = alone.iter().max_by_key(|(needle, _)| needle.length()) {
            (filter.probe, filter.probed) = (needle.probe(), *gate);
        }
        filter.conditions = conditions;
        filter
    }

    /// The same, limited to objects of these organizations. Only object keys name the organization;
    /// events do not.
    pub fn with_organizations(mut self, organizations: Vec<Pattern>) -> Self {
        self.organizations = organizations;
        self
    }

    /// The same with databases that say where the events' addresses are.
    pub fn with_geo(mut self, geo: Option<Arc<Geo>>) -> Self {
        self.geo = geo;
        self
    }

    /// The databases that say where the events' addresses are.
    pub fn geo(&self) -> Option<&Geo> {
        self.geo.as_deref()
    }

    /// The columns that its expressions test.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.conditions.iter().flat_map(Condition::columns)
    }

    /// The same accounts, Regions, times and organizations, and no other condition.
    pub fn scope(&self) -> Self {
        let is_scope = |condition: &&Condition| {
            matches!(condition, Condition::Account(_) | Condition::Region(_) | Condition::Time(_))
        };
        Self {
            conditions: self.conditions.iter().filter(is_scope).cloned().collect(),
            accounts: self.accounts.clone(),
            regions: self.regions.clone(),
            organizations: self.organizations.clone(),
            delivered: self.delivered,
            geo: self.geo.clone(),
            ..Self::default()
        }
    }

    /// Whether keys alone can rule objects out.
    pub fn has_scope(&self) -> bool {
        !self.organizations.is_empty()
            || !self.accounts.is_empty()
            || !self.regions.is_empty()
            || !self.delivered.is_open()
    }

    /// Whether only events of a time window match.
    pub fn has_window(&self) -> bool {
        self.conditions.iter().any(|condition| matches!(condition, Condition::Time(_)))
    }

    /// Whether an object with this key may hold a matching event.
    pub fn admits(&self, key: &Key<'_>) -> bool {
        let folder = key.folder.unwrap_or_default();
        self.admits_organization(Folder { account: Some(key.account), ..folder })
            && self.admits_account(key.account)
            && self.admits_region(key.region, key.stamp)
            && self.delivered.contains(key.stamp)
    }

    /// Whether an object somewhere below this folder may hold a matching event.
    pub fn admits_folder(&self, folder: &Folder<'_>) -> bool {
        let days = folder.days().and_then(|(first, last)| {
            let start = |date: jiff::civil::Date| {
                jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()))
            };
            Some((start(first).ok()?, start(last.tomorrow().ok()?).ok()?))
        });
        let (first, end) = days.unwrap_or((Timestamp::MIN, Timestamp::MAX));
        self.admits_organization(*folder)
            && folder.account.is_none_or(|account| self.admits_account(account))
            && folder.region.is_none_or(|region| self.admits_region(region, first))
            && self.delivered.since.is_none_or(|since| since < end)
            && self.delivered.until.is_none_or(|until| first <= until)
    }

    /// An account's folder that is not below an organization's belongs to no organization.
    fn admits_organization(&self, folder: Folder<'_>) -> bool {
        let is_wanted = |id| self.organizations.iter().any(|pattern| pattern.matches(id));
        let is_above = folder.organization.is_none() && folder.account.is_none();
        self.organizations.is_empty() || is_above || folder.organization.is_some_and(is_wanted)
    }

    fn admits_account(&self, account: &str) -> bool {
        self.accounts.iter().all(|any| any.iter().any(|pattern| pattern.matches(account)))
    }

    /// Global services' events used to be delivered in other regions than they name.
    fn admits_region(&self, region: &str, delivered: Timestamp) -> bool {
        let global = delivered < GLOBAL_EVENTS_ELSEWHERE_UNTIL;
        let is_admitted = |pattern: &Pattern| {
            pattern.matches(region) || (global && GLOBAL_REGIONS.iter().any(|r| pattern.matches(r)))
        };
        self.regions.iter().all(|any| any.iter().any(is_admitted))
    }

    /// What the records of an object are for: to be read all, or only if they hold a literal that
    /// every match must hold, or as the gates decide.
    pub fn intent(&self) -> Intent<'_> {
        match &self.probe {
            Some(probe) => Intent::Find(probe),
            None if self.gates.is_empty() && !self.conditions.iter().any(Condition::is_text) => {
                Intent::ReadAll
            }
            None => Intent::Divide,
        }
    }

    /// Whether a record in `text`, which may hold many, may match.
    pub fn may_match_any(&self, text: &[u8]) -> bool {
        self.gates.iter().all(|gate| gate.may_occur(text))
            && self.conditions.iter().all(|condition| condition.may_match_text(text))
    }

    /// Whether the record may match, going by its text alone.
    pub fn may_match(&self, record: &[u8]) -> bool {
        self.gates.iter().all(|gate| gate.may_occur(record))
            && self.conditions.iter().all(|condition| condition.matches_text(record))
    }

    /// The same for a record that holds what the probe looks for.
    pub fn may_match_sighted(&self, record: &[u8]) -> bool {
        let mut gates = self.gates.iter().enumerate();
        gates.all(|(at, gate)| self.probed == Some(at) || gate.may_occur(record))
            && self.conditions.iter().all(|condition| condition.matches_text(record))
    }

    /// Whether a condition takes one value for a member of the caller's identity.
    pub fn reads_identity(&self) -> bool {
        self.conditions.iter().any(Condition::reads_identity)
    }

    /// Whether the event matches.
    pub fn matches(&self, event: &Event<'_>) -> bool {
        self.conditions.iter().all(|condition| condition.matches(event))
    }
}

/// When the objects with events of this range were delivered.
fn delivered(range: Range, late: SignedDuration) -> Range {
    Range {
        since: range.since.map(|since| since.saturating_sub(EARLY).unwrap_or(since)),
        until: range.until.map(|until| until.saturating_add(late).unwrap_or(until)),
    }
}

#[cfg(test)]
mod tests;
