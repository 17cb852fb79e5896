//! Which objects of a bucket were seen: a few bytes for each, since an organization has a million of
//! them in two days.
//!
//! An object is its key and its `ETag`, so that a replaced object is new.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::event::key::Folder;

/// Objects that were read, or need not be.
#[derive(Default)]
pub(super) struct SeenObjects {
    /// By a hash of their keys.
    objects: HashMap<[u8; 16], Seen>,
    /// The Regions' folders that ever listed an object.
    folders: BTreeSet<String>,
    /// Counts the poll cycles.
    cycle: u32,
}

struct Seen {
    /// A hash of the `ETag`.
    etag: [u8; 8],
    /// The day of its folder.
    day: Option<Date>,
    /// The last cycle that listed it.
    cycle: u32,
}

impl SeenObjects {
    /// How many objects there are.
    pub(super) fn len(&self) -> u64 {
        self.objects.len() as u64
    }

    /// Begins a poll cycle.
    pub(super) fn begin_cycle(&mut self) {
        self.cycle = self.cycle.wrapping_add(1);
    }

    /// Notes that an object is listed; gives whether this version of it was seen.
    pub(super) fn note_listed(&mut self, key: &str, etag: &str) -> bool {
        let Some(seen) = self.objects.get_mut(&hash::<16>(key)) else {
            self.folders.extend(region_folder(key));
            return false;
        };
        seen.cycle = self.cycle;
        seen.etag == hash::<8>(etag)
    }

    /// Whether this version of an object was seen.
    pub(super) fn contains(&self, key: &str, etag: &str) -> bool {
        self.objects.get(&hash::<16>(key)).is_some_and(|seen| seen.etag == hash::<8>(etag))
    }

    /// Adds an object.
    pub(super) fn insert(&mut self, key: &str, etag: &str) {
        let seen = Seen { etag: hash(etag), day: day_of(key), cycle: self.cycle };
        self.objects.insert(hash(key), seen);
        self.folders.extend(region_folder(key));
    }

    /// Whether a folder ever listed an object, so that it could be listed.
    pub(super) fn knows_folder(&self, folder: &str) -> bool {
        let folder = region_folder(folder).unwrap_or_else(|| folder.to_owned());
        let next = self.folders.range(folder.clone()..).next();
        next.is_some_and(|known| known.starts_with(&folder))
    }

    /// Ends a poll cycle that listed the days from `first` on. Removes what it did not list: everything
    /// if the listing `is_complete`, otherwise only objects of earlier days.
    pub(super) fn end_cycle(&mut self, first: Date, is_complete: bool) {
        let cycle = self.cycle;
        self.objects.retain(|_, seen| {
            seen.cycle == cycle || !is_complete && seen.day.is_none_or(|day| first <= day)
        });
    }
}

/// The day of delivery in a key's folders.
pub(super) fn day_of(key: &str) -> Option<Date> {
    let (path, _) = key.rsplit_once('/')?;
    Folder::parse(path)?.days().map(|(first, _)| first)
}

/// The folder of a key or a path down to its Region, with a slash at the end.
fn region_folder(key: &str) -> Option<String> {
    let (path, _) = key.rsplit_once('/')?;
    let folder = Folder { date: (None, None, None), ..Folder::parse(path)? };
    Some(format!("{folder}/"))
}

/// Enough of a hash that no two texts have the same.
fn hash<const N: usize>(text: &str) -> [u8; N] {
    let hash = Sha256::digest(text);
    std::array::from_fn(|at| hash[at])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn key(day: &str) -> String {
        format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/{day}/x.json.gz")
    }

    #[test]
    fn a_replaced_object_is_new() {
        let mut seen = SeenObjects::default();
        assert!(!seen.note_listed(&key("20"), "a"));
        seen.insert(&key("20"), "a");
        assert!(seen.note_listed(&key("20"), "a"));
        assert!(!seen.note_listed(&key("20"), "b"));
        seen.insert(&key("20"), "b");
        assert!(seen.contains(&key("20"), "b"));
        assert!(!seen.contains(&key("20"), "a"));
    }

    #[test]
    fn a_folder_stays_known_once_it_listed_an_object() {
        let mut seen = SeenObjects::default();
        assert!(!seen.knows_folder("") && !seen.knows_folder("AWSLogs/"));
        seen.note_listed(&key("20"), "a");
        seen.begin_cycle();
        seen.end_cycle(date(2026, 11, 20), true);
        for folder in [
            "",
            "AWSLogs/",
            "AWSLogs/111122223333/",
            "AWSLogs/111122223333/CloudTrail/",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/",
        ] {
            assert!(seen.knows_folder(folder), "{folder}");
        }
        for folder in ["AWSLogs/999988887777/", "AWSLogs/111122223333/CloudTrail/eu-west-10/"] {
            assert!(!seen.knows_folder(folder), "{folder}");
        }
    }

    #[test]
    fn objects_that_are_no_longer_listed_are_removed() {
        let listed = |is_complete: bool| {
            let mut seen = SeenObjects::default();
            for key in [&key("18"), &key("20"), &key("21"), "elsewhere"] {
                seen.insert(key, "a");
            }
            seen.begin_cycle();
            assert!(seen.note_listed(&key("20"), "a"));
            seen.end_cycle(date(2026, 11, 20), is_complete);
            [&key("18"), &key("20"), &key("21"), "elsewhere"].map(|key| seen.contains(key, "a"))
        };
        assert_eq!(listed(true), [false, true, false, false]);
        // An incomplete listing does not prove that an object is gone.
        assert_eq!(listed(false), [false, true, true, true]);
    }
}
