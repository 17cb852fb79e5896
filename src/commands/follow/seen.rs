//! Which objects of a bucket were met: a few bytes for each, since an organisation has a million of
//! them in two days.
//!
//! An object is its key and its ETag, so that one that is replaced is met again.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::event::key::Folder;

/// Objects that were met.
#[derive(Default)]
pub(super) struct Seen {
    /// By what is left of their keys.
    objects: HashMap<[u8; 16], Met>,
    /// The regions' folders that anything was ever met in.
    folders: BTreeSet<String>,
    /// Counts the rounds.
    round: u32,
}

struct Met {
    /// What is left of the `ETag`.
    etag: [u8; 8],
    /// The day of its folder.
    day: Option<Date>,
    /// The last round that listed it.
    round: u32,
}

impl Seen {
    /// How many there are.
    pub(super) fn number(&self) -> u64 {
        self.objects.len() as u64
    }

    /// A round begins.
    pub(super) fn begin(&mut self) {
        self.round = self.round.wrapping_add(1);
    }

    /// Whether an object that is listed now was met before, and is still the same.
    pub(super) fn meets(&mut self, key: &str, etag: &str) -> bool {
        let Some(met) = self.objects.get_mut(&short::<16>(key)) else {
            self.folders.extend(folder_of(key));
            return false;
        };
        met.round = self.round;
        met.etag == short::<8>(etag)
    }

    /// Whether this very object was met.
    pub(super) fn holds(&self, key: &str, etag: &str) -> bool {
        self.objects.get(&short::<16>(key)).is_some_and(|met| met.etag == short::<8>(etag))
    }

    /// An object need not be met again.
    pub(super) fn note(&mut self, key: &str, etag: &str) {
        let met = Met { etag: short(etag), day: day_of(key), round: self.round };
        self.objects.insert(short(key), met);
        self.folders.extend(folder_of(key));
    }

    /// Whether anything was ever met in a folder, which so could be listed.
    pub(super) fn knows(&self, folder: &str) -> bool {
        let folder = folder_of(folder).unwrap_or_else(|| folder.to_owned());
        let next = self.folders.range(folder.clone()..).next();
        next.is_some_and(|known| known.starts_with(&folder))
    }

    /// A round ends, which has listed the days from `first` on. What was not listed is forgotten if
    /// the listing `is_whole`, and else what is of an earlier day.
    pub(super) fn end(&mut self, first: Date, is_whole: bool) {
        let round = self.round;
        self.objects.retain(|_, met| {
            met.round == round || !is_whole && met.day.is_none_or(|day| first <= day)
        });
    }
}

/// The day of delivery, as the folders say it.
pub(super) fn day_of(key: &str) -> Option<Date> {
    let (path, _) = key.rsplit_once('/')?;
    Folder::parse(path)?.days().map(|(first, _)| first)
}

/// The folder of a key or a path, as deep as its region, and with its last slash.
fn folder_of(key: &str) -> Option<String> {
    let (path, _) = key.rsplit_once('/')?;
    let folder = Folder { date: (None, None, None), ..Folder::parse(path)? };
    Some(format!("{folder}/"))
}

/// Enough of a hash that no two are the same.
fn short<const N: usize>(text: &str) -> [u8; N] {
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
    fn an_object_that_is_replaced_is_met_again() {
        let mut seen = Seen::default();
        assert!(!seen.meets(&key("20"), "a"));
        seen.note(&key("20"), "a");
        assert!(seen.meets(&key("20"), "a") && !seen.meets(&key("20"), "b"));
        seen.note(&key("20"), "b");
        assert!(seen.holds(&key("20"), "b") && !seen.holds(&key("20"), "a"));
    }

    #[test]
    fn a_folder_is_known_for_good_once_anything_was_met_in_it() {
        let mut seen = Seen::default();
        assert!(!seen.knows("") && !seen.knows("AWSLogs/"));
        assert!(!seen.meets(&key("20"), "a"));
        seen.begin();
        seen.end(date(2026, 11, 20), true);
        let known = ["", "AWSLogs/", "AWSLogs/111122223333/", "AWSLogs/111122223333/CloudTrail/"];
        assert!(known.iter().all(|folder| seen.knows(folder)));
        assert!(seen.knows("AWSLogs/111122223333/CloudTrail/eu-west-1/"));
        assert!(seen.knows("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/"));
        for folder in ["AWSLogs/999988887777/", "AWSLogs/111122223333/CloudTrail/eu-west-10/"] {
            assert!(!seen.knows(folder), "{folder}");
        }
    }

    #[test]
    fn what_is_no_longer_listed_is_forgotten() {
        let listed = |is_whole: bool| {
            let mut seen = Seen::default();
            for key in [&key("18"), &key("20"), &key("21"), "elsewhere"] {
                seen.note(key, "a");
            }
            seen.begin();
            assert!(seen.meets(&key("20"), "a"));
            seen.end(date(2026, 11, 20), is_whole);
            [&key("18"), &key("20"), &key("21"), "elsewhere"].map(|key| seen.holds(key, "a"))
        };
        assert_eq!(listed(true), [false, true, false, false]);
        // What a listing lacks may be there.
        assert_eq!(listed(false), [false, true, true, true]);
    }
}
