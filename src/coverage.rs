//! What was listed, read, skipped and not readable: how far an answer can be trusted.
//!
//! `listed = read + skipped + unreadable` and `events = matched + not matched + malformed` hold
//! by construction: the sums are computed, never counted apart.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use crate::event::key::Key;

/// Why an object was not read although it was listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A digest file, or what belongs to one.
    Digest,
    /// Another service's file, or a document that is no log.
    Foreign,
    /// An archive, or compressed in a way that is not read.
    Archive,
    /// Its name is not that of a log file.
    NotALog,
    /// Its key says that it holds nothing that was asked for.
    OutOfScope,
    /// A region that does not know the keys that others know: the account has not enabled it.
    NotEnabled,
    /// A region that does not know the session token that others know: the account has not enabled it,
    /// or the token is not valid there.
    NotEnabledOrToken,
}

impl Skip {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Digest => "digests",
            Self::Foreign => "not CloudTrail",
            Self::Archive => "archives",
            Self::NotALog => "not log files",
            Self::OutOfScope => "out of scope",
            Self::NotEnabled => "regions not enabled",
            Self::NotEnabledOrToken => "regions not enabled, or closed to the session token",
        }
    }
}

/// Something that keeps the answer from being whole, or that a reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The object.
    pub object: String,
    /// Where in the inflated object, for a record that is malformed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// What happened.
    pub message: String,
}

/// Counts of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// What the filter asked for.
    pub matched: u64,
    /// What it did not.
    pub not_matched: u64,
    /// What could not be taken for a record.
    pub malformed: u64,
}

impl Events {
    /// All of them.
    pub fn total(self) -> u64 {
        self.matched + self.not_matched + self.malformed
    }
}

/// What became of one object, or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Objects that were read to their end.
    pub read: u64,
    /// Objects that were left out, and why.
    pub skipped: BTreeMap<Skip, u64>,
    /// Objects, or folders of objects, that could not be read, or not to their end.
    pub unreadable: u64,
    /// The records of all objects, those of unreadable ones included as far as they were read.
    pub events: Events,
    /// The first unreadable objects.
    pub errors: Vec<Note>,
    /// The first malformed records.
    pub malformed: Vec<Note>,
    /// What is odd but cost no record.
    pub warnings: Vec<Note>,
    /// Entries among the records that other services wrote: they are no events.
    pub not_cloudtrail: u64,
    /// Matching events whose time is missing or cannot be read.
    pub untimed: u64,
    /// The first of them, if the search is for a time window.
    pub without_time: Vec<Note>,
    /// Accounts and regions of the objects read, by their keys.
    pub accounts: BTreeSet<String>,
    /// Regions of the objects read.
    pub regions: BTreeSet<String>,
    /// The latest delivery among the objects read.
    pub newest: Option<Timestamp>,
    /// The user asked to stop early, so not everything was looked at.
    pub stopped_early: bool,
}

/// How many notes of a kind are kept: memory must not grow with what is broken.
const NOTES: usize = 10_000;

impl Coverage {
    /// All objects that were listed.
    pub fn listed(&self) -> u64 {
        self.read + self.skipped() + self.unreadable
    }

    /// All objects that were left out.
    pub fn skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Whether everything that was asked for was read. An event without a time may or may not lie in
    /// the time window.
    pub fn is_complete(&self) -> bool {
        self.unreadable == 0 && self.events.malformed == 0 && self.without_time.is_empty()
    }

    /// Counts an object that was read to its end.
    pub fn object_read(&mut self, key: Option<&Key<'_>>) {
        self.read += 1;
        self.place(key);
    }

    /// Counts an object that could not be read, or not to its end.
    pub fn object_unreadable(&mut self, object: &str, why: &dyn std::fmt::Display) {
        self.unreadable += 1;
        self.errors.push(Note {
            object: object.to_owned(),
            offset: None,
            message: why.to_string(),
        });
    }

    /// Counts an object that was left out.
    pub fn object_skipped(&mut self, why: Skip) {
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Counts a record that is none.
    pub fn record_malformed(&mut self, object: &str, offset: usize, why: &str) {
        self.events.malformed += 1;
        let note =
            Note { object: object.to_owned(), offset: Some(offset), message: why.to_owned() };
        push(&mut self.malformed, note);
    }

    /// Counts a matching event without a time that can be read. It is named if that matters: in a
    /// search for a time window.
    pub fn event_untimed(&mut self, note: Option<Note>) {
        self.untimed += 1;
        if let Some(note) = note {
            push(&mut self.without_time, note);
        }
    }

    /// Forgets all records: they were told apart wrongly, and will be counted again.
    pub fn forget_events(&mut self) {
        self.events = Events::default();
        self.malformed.clear();
        (self.not_cloudtrail, self.untimed) = (0, 0);
        self.without_time.clear();
    }

    /// Notes something odd.
    pub fn warn(&mut self, object: &str, message: impl Into<String>) {
        self.warnings.push(Note {
            object: object.to_owned(),
            offset: None,
            message: message.into(),
        });
    }

    fn place(&mut self, key: Option<&Key<'_>>) {
        let Some(key) = key else { return };
        if !self.accounts.contains(key.account) {
            self.accounts.insert(key.account.to_owned());
        }
        if !self.regions.contains(key.region) {
            self.regions.insert(key.region.to_owned());
        }
        self.newest = self.newest.max(Some(key.stamp));
    }

    /// Adds what became of another object.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.unreadable += other.unreadable;
        self.events.matched += other.events.matched;
        self.events.not_matched += other.events.not_matched;
        self.events.malformed += other.events.malformed;
        for (why, count) in other.skipped {
            *self.skipped.entry(why).or_default() += count;
        }
        other.errors.into_iter().for_each(|note| push(&mut self.errors, note));
        other.malformed.into_iter().for_each(|note| push(&mut self.malformed, note));
        other.warnings.into_iter().for_each(|note| push(&mut self.warnings, note));
        other.without_time.into_iter().for_each(|note| push(&mut self.without_time, note));
        self.not_cloudtrail += other.not_cloudtrail;
        self.untimed += other.untimed;
        self.accounts.extend(other.accounts);
        self.regions.extend(other.regions);
        self.newest = self.newest.max(other.newest);
        self.stopped_early |= other.stopped_early;
    }
}

fn push(notes: &mut Vec<Note>, note: Note) {
    if notes.len() < NOTES {
        notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_hold_whatever_is_added() {
        let mut all = Coverage::default();
        let mut one = Coverage::default();
        let key = Key::parse("111122223333_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD.json.gz")
            .unwrap();
        one.object_read(Some(&key));
        one.object_skipped(Skip::Digest);
        one.object_unreadable("x", &"gone");
        one.record_malformed("y", 7, "null");
        one.event_untimed(None);
        one.events.matched = 2;
        one.events.not_matched = 3;
        all.add(one.clone());
        all.add(one);
        assert_eq!((all.listed(), all.read, all.skipped(), all.unreadable), (6, 2, 2, 2));
        assert_eq!((all.events.total(), all.events.malformed, all.untimed), (12, 2, 2));
        assert!(!all.is_complete() && all.accounts.len() == 1 && all.newest == Some(key.stamp));
    }

    #[test]
    fn an_event_without_a_time_matters_only_in_a_time_window() {
        let mut coverage = Coverage::default();
        coverage.event_untimed(None);
        assert!(coverage.is_complete());
        let note = Note { object: "x".to_owned(), offset: Some(7), message: String::new() };
        coverage.event_untimed(Some(note));
        assert!(!coverage.is_complete() && coverage.untimed == 2);
    }
}
