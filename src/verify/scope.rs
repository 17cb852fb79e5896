//! What is to be validated: the window, the trail, and which accounts, Regions and days.
//!
//! Rules on names and times alone. Lists and reads nothing.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::report::TimeRange;
use super::shard::{Shard, day_of};
use crate::digest::{ChainId, DigestWindow};
use crate::event::key::{Folder, Key, Kind};
use crate::policy::arn::ArnParts;

/// Digests are listed up to this long after the window: those of its last hour, and later ones that
/// link to them.
const LISTED_AFTER: SignedDuration = SignedDuration::from_hours(4);
/// A digest period ("CloudTrail log file integrity validation", AWS CloudTrail User Guide).
pub(super) const PERIOD: SignedDuration = SignedDuration::from_hours(1);

/// The trail whose digests are validated, and what it is known to record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailScope {
    /// Its name.
    pub name: String,
    /// Its home Region.
    pub home: String,
    /// The account that owns it; empty if unknown.
    pub account: String,
    /// The ARN.
    pub arn: String,
    /// Whether it is an organization trail.
    pub is_organization: Option<bool>,
    /// Whether it records all Regions.
    pub is_multi_region: Option<bool>,
}

/// A chain that is required only up to a time, because the user says that it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedChain {
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// When the chain ended.
    pub time: Timestamp,
    /// How the user said it, for the gap that it explains.
    pub words: String,
}

impl TrailScope {
    /// The trail of `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`; none for another ARN.
    pub fn from_arn(arn: &str) -> Option<Self> {
        let ArnParts { service, region, account, resource, .. } = ArnParts::parse(arn)?;
        let name = resource.strip_prefix("trail/").filter(|name| !name.is_empty())?;
        (service == "cloudtrail" && account.len() == 12).then(|| Self {
            name: name.to_owned(),
            home: region.to_owned(),
            account: account.to_owned(),
            arn: arn.to_owned(),
            ..Self::default()
        })
    }
}

/// What is to be validated.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The trail, if one is named.
    pub trail: Option<TrailScope>,
    /// The window.
    pub window: DigestWindow,
    /// The present; of a mirror, when it was last complete.
    pub now: Timestamp,
    /// A digest is due if its period ended by then.
    pub due: Timestamp,
    /// All accounts if empty.
    pub accounts: Vec<String>,
    /// All Regions if empty.
    pub regions: Vec<String>,
    /// The one organization, if one is named.
    pub organization: Option<String>,
    /// The part of the work that this run does.
    pub shard: Shard,
    /// Chains that ended.
    pub ended: Vec<EndedChain>,
    /// Whether log files that no digest lists are looked for.
    pub unlisted: bool,
}

impl Scope {
    /// The requested time.
    pub fn requested(&self) -> TimeRange {
        TimeRange { from: self.window.since, to: self.window.until }
    }

    /// The days of the folders in which digests of the window lie.
    pub(super) fn digest_days(&self) -> (Date, Date) {
        days(self.window.since, later(self.window.until, LISTED_AFTER))
    }

    /// Whether a folder may hold objects of this kind and these days that are in scope.
    pub(super) fn wants(
        &self,
        folder: &Folder<'_>,
        kind: Kind,
        (first, last): (Date, Date),
    ) -> bool {
        let organization = self.organization.as_deref();
        let is_above = folder.account.is_none() && folder.organization.is_none();
        (is_above || organization.is_none() || folder.organization == organization)
            && folder.account.is_none_or(|account| is_in(&self.accounts, account))
            && (folder.service.is_none() || folder.kind() == Some(kind))
            && folder.region.is_none_or(|region| is_in(&self.regions, region))
            && folder.days().is_none_or(|(start, end)| start <= last && first <= end)
    }

    /// Whether a folder may hold log files of the window that this run validates.
    pub(super) fn wants_logs(&self, folder: &Folder<'_>) -> bool {
        let is_own = match (folder.account, folder.region, folder.days()) {
            (Some(account), Some(region), Some((day, last))) if day == last => {
                let next = day.tomorrow().unwrap_or(day);
                [day, next].iter().any(|day| self.shard.owns(account, region, *day))
            }
            _ => true,
        };
        is_own && self.wants(folder, Kind::Events, self.digest_days())
    }

    /// Whether an object with this key was delivered in the part of the window that this run
    /// validates.
    pub(super) fn owns(&self, key: &Key<'_>) -> bool {
        self.is_in_window(key) && self.shard.owns(key.account, key.region, day_of(key.stamp))
    }

    /// Whether a log file may belong to a digest that this run validates: a period that ends on a
    /// day may have begun the day before.
    pub(super) fn is_near(&self, key: &Key<'_>) -> bool {
        let owns = |time| self.shard.owns(key.account, key.region, day_of(time));
        self.is_in_window(key) && (owns(key.stamp) || owns(later(key.stamp, PERIOD)))
    }

    fn is_in_window(&self, key: &Key<'_>) -> bool {
        self.window.since <= key.stamp && key.stamp <= self.window.last
    }

    /// Whether a chain is of an account and a Region in scope.
    pub(super) fn has_chain(&self, id: &ChainId) -> bool {
        is_in(&self.accounts, &id.account) && is_in(&self.regions, &id.region)
    }

    /// Whether a digest is one of the named trail, if one is named.
    pub(super) fn is_of_trail(&self, id: &ChainId) -> bool {
        self.trail.as_ref().is_none_or(|trail| trail.name == id.trail && trail.home == id.home)
    }

    /// Whether the named trail is known not to record the chain's Region.
    pub(super) fn leaves_out(&self, id: &ChainId) -> bool {
        let trail = self.trail.as_ref();
        trail.is_some_and(|t| t.is_multi_region == Some(false) && t.home != id.region)
    }

    /// Whether the named trail records the account of a folder: its own, those of its organization,
    /// and those that the user names.
    pub(super) fn records(&self, folder: &Folder<'_>) -> bool {
        let Some(trail) = &self.trail else { return true };
        let is_named = |account| self.accounts.iter().any(|named| named == account);
        let is_own = |account: &str| trail.account.is_empty() || trail.account == account;
        trail.is_organization == Some(true)
            || folder.organization.is_some()
            || folder.account.is_none_or(|account| is_own(account) || is_named(account))
    }

    /// When a chain ended according to the user, and how that was said.
    pub(super) fn ended_at(&self, id: &ChainId) -> Option<(Timestamp, &str)> {
        let is_it = |ended: &&EndedChain| ended.account == id.account && ended.region == id.region;
        self.ended.iter().find(is_it).map(|ended| (ended.time, &*ended.words))
    }

    /// The parts of the window that this run validates of a chain without any digest.
    pub(super) fn parts(&self, id: &ChainId) -> Vec<DigestWindow> {
        self.shard.parts(id, self.window)
    }
}

/// An empty list names all.
fn is_in(all: &[String], name: &str) -> bool {
    all.is_empty() || all.iter().any(|other| other == name)
}

/// A time that much later, or the last time that there is.
pub(super) fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The UTC days of two times.
pub(super) fn days(first: Timestamp, last: Timestamp) -> (Date, Date) {
    (day_of(first), day_of(last))
}
