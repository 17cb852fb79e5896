//! Which accounts, Regions and days have logs: the objects of a listing, counted for each folder.
//!
//! Reads keys only; knows nothing of what is in an object, nor of output.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use super::{Listed, SourceError};
use crate::event::key::{Folder, Key, Kind};
use crate::filter::Filter;

/// The objects in one Region's folder. Its members are those of `ct ls -o json`.
#[derive(Debug, Default, Serialize)]
pub struct FolderCount {
    /// The organization, for an organization trail.
    #[serde(rename = "organisation", skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The account that received the events.
    pub account: String,
    /// As the folder is named: `CloudTrail`, `CloudTrail-Digest`, …
    pub kind: &'static str,
    /// The Region.
    pub region: String,
    /// The first day of delivery.
    pub first: Option<Date>,
    /// The last day of delivery.
    pub last: Option<Date>,
    /// Objects.
    pub objects: u64,
    /// Bytes, as they are stored.
    pub bytes: u64,
    /// Objects that must be restored from an archive before they can be read.
    pub archived: u64,
}

impl FolderCount {
    /// Log objects: all but digest files.
    pub fn logs(&self) -> u64 {
        if self.kind == Kind::Digest.name() { 0 } else { self.objects }
    }
}

/// Organization, account, kind and Region.
type FolderKey = (String, String, &'static str, String);

/// The counts of a listing.
#[derive(Debug, Default)]
pub struct Inventory {
    folders: BTreeMap<FolderKey, FolderCount>,
    /// Objects whose keys are not CloudTrail's.
    pub others: u64,
    /// What could not be listed, and objects that could not be read.
    pub errors: Vec<String>,
    /// How many of the errors are of objects.
    pub unreadable: u64,
}

impl Inventory {
    /// Counts what a listing returned, unless the filter excludes its key.
    pub fn add(&mut self, found: Result<Listed, SourceError>, filter: &Filter) {
        let listed = match found {
            Ok(listed) => listed,
            Err(error) => {
                self.unreadable += u64::from(Key::parse(&error.name).is_some());
                return self.errors.push(error.to_string());
            }
        };
        let Some(key) = Key::parse(&listed.key) else {
            self.others += u64::from(!listed.key.ends_with('/'));
            return;
        };
        // A day is listed as a whole, and a folder may have no days.
        if !filter.admits(&key) {
            return;
        }
        let folder = key.folder.unwrap_or_default();
        let organization = folder.organization.map(str::to_owned);
        let place = (
            organization.clone().unwrap_or_default(),
            key.account.to_owned(),
            key.kind.name(),
            key.region.to_owned(),
        );
        let count = self.folders.entry(place).or_insert_with(|| FolderCount {
            organization,
            account: key.account.to_owned(),
            kind: key.kind.name(),
            region: key.region.to_owned(),
            ..FolderCount::default()
        });
        let day = day(&folder, &key);
        count.first = Some(count.first.map_or(day, |first| first.min(day)));
        count.last = Some(count.last.map_or(day, |last| last.max(day)));
        count.objects += 1;
        count.bytes += listed.size;
        count.archived += u64::from(listed.archived);
    }

    /// The folders with logs, by organization, account, kind and Region.
    pub fn folders(&self) -> impl Iterator<Item = &FolderCount> {
        self.folders.values()
    }

    /// Whether no folder has logs.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// Whether everything could be listed.
    pub fn is_complete(&self) -> bool {
        self.errors.is_empty()
    }

    /// The sum of a number over all folders.
    pub fn sum(&self, number: fn(&FolderCount) -> u64) -> u64 {
        self.folders().map(number).sum()
    }
}

/// The day of the key's folder, else of its timestamp.
fn day(folder: &Folder<'_>, key: &Key<'_>) -> Date {
    let days = folder.days().filter(|(first, last)| first == last);
    days.map_or_else(|| Offset::UTC.to_datetime(key.stamp).date(), |(day, _)| day)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn listed(key: &str, size: u64) -> Listed {
        Listed { key: key.to_owned(), size, etag: String::new(), archived: false }
    }

    #[test]
    fn objects_are_counted_by_account_kind_and_region() {
        let mut inventory = Inventory::default();
        let filter = Filter::new(Vec::new(), SignedDuration::ZERO);
        let log = |day: &str| {
            format!(
                "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/{day}/\
                 111122223333_CloudTrail_eu-west-1_202611{day}T0000Z_0123456789abcdef.json.gz"
            )
        };
        inventory.add(Ok(listed(&log("21"), 2)), &filter);
        inventory.add(Ok(listed(&log("20"), 3)), &filter);
        inventory.add(Ok(listed("notes.txt", 9)), &filter);
        inventory.add(Ok(listed("AWSLogs/", 0)), &filter);
        let [folder] = inventory.folders().collect::<Vec<_>>()[..] else {
            panic!("{inventory:?}");
        };
        assert_eq!((folder.objects, folder.bytes, folder.logs()), (2, 5, 2));
        let days = [folder.first, folder.last].map(|day| day.unwrap().to_string());
        assert_eq!(days, ["2026-11-20", "2026-11-21"]);
        assert_eq!(inventory.others, 1);
    }
}
