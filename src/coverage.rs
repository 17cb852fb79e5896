//! What was listed, read, skipped and unreadable: how far an answer can be trusted.
//!
//! `listed = read + skipped + unreadable` and `events = matched + not matched + malformed` hold
//! by construction: the sums are computed, never counted apart.

mod document;
mod lines;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

pub use self::lines::Printed;
use crate::event::key::Key;
use crate::source::Skip;

/// Something that makes the answer incomplete, or that a reader should know.
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
    /// Those that match the filter.
    pub matched: u64,
    /// Those that do not.
    pub not_matched: u64,
    /// What should have been a record and is none.
    pub malformed: u64,
}

impl Events {
    /// All of them.
    pub fn total(self) -> u64 {
        self.matched + self.not_matched + self.malformed
    }
}

/// The outcome of one object, or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    read: u64,
    skipped: BTreeMap<Skip, u64>,
    unreadable: u64,
    events: Events,
    errors: Vec<Note>,
    malformed: Vec<Note>,
    warnings: Vec<Note>,
    not_cloudtrail: u64,
    untimed: u64,
    without_time: Vec<Note>,
    failed_lookups: u64,
    lookup_errors: Vec<Note>,
    accounts: BTreeSet<String>,
    regions: BTreeSet<String>,
    newest: Option<Timestamp>,
    is_stopped_early: bool,
}

/// How many notes of a kind are kept: memory must not grow with what is broken.
const NOTES: usize = 10_000;

impl Coverage {
    /// All objects that were listed.
    pub fn listed(&self) -> u64 {
        self.read + self.skipped() + self.unreadable
    }

    /// Objects that were read to their end.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// Objects that were skipped.
    pub fn skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Objects that were skipped, by the reason.
    pub fn skipped_because(&self) -> &BTreeMap<Skip, u64> {
        &self.skipped
    }

    /// Objects, or folders of objects, that could not be read, or not to their end.
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// The records of all objects, those of unreadable ones included as far as they were read.
    pub fn events(&self) -> Events {
        self.events
    }

    /// The first unreadable objects.
    pub fn errors(&self) -> &[Note] {
        &self.errors
    }

    /// The first malformed records.
    pub fn malformed(&self) -> &[Note] {
        &self.malformed
    }

    /// What is odd but cost no record.
    pub fn warnings(&self) -> &[Note] {
        &self.warnings
    }

    /// Entries among the records that other services wrote: they are no events.
    pub fn not_cloudtrail(&self) -> u64 {
        self.not_cloudtrail
    }

    /// Matching events whose time is missing or cannot be read.
    pub fn untimed(&self) -> u64 {
        self.untimed
    }

    /// The first of them, if the search is for a time window.
    pub fn without_time(&self) -> &[Note] {
        &self.without_time
    }

    /// Lookups of addresses that failed because a database is corrupt.
    pub fn failed_lookups(&self) -> u64 {
        self.failed_lookups
    }

    /// The first of them.
    pub fn lookup_errors(&self) -> &[Note] {
        &self.lookup_errors
    }

    /// Accounts of the objects read, by their keys.
    pub fn accounts(&self) -> &BTreeSet<String> {
        &self.accounts
    }

    /// Regions of the objects read, by their keys, and of Event History.
    pub fn regions(&self) -> &BTreeSet<String> {
        &self.regions
    }

    /// The latest delivery among the objects read.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    /// The user asked to stop early, so not everything was read.
    pub fn is_stopped_early(&self) -> bool {
        self.is_stopped_early
    }

    /// Whether everything in scope was read. An event without a time may or may not lie in the time
    /// window.
    pub fn is_complete(&self) -> bool {
        self.unreadable == 0
            && self.events.malformed == 0
            && self.without_time.is_empty()
            && self.failed_lookups == 0
    }

    /// Counts an object that was read to its end.
    pub fn add_read(&mut self, key: Option<&Key<'_>>) {
        self.read += 1;
        self.place(key);
    }

    /// Counts an object that could not be read, or not to its end.
    pub fn add_unreadable(&mut self, object: &str, why: &dyn fmt::Display) {
        self.unreadable += 1;
        let (object, message) = (object.to_owned(), why.to_string());
        push(&mut self.errors, Note { object, offset: None, message });
    }

    /// Counts an object that was skipped.
    pub fn add_skipped(&mut self, why: Skip) {
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Counts a record by whether it matches.
    pub fn add_event(&mut self, is_match: bool) {
        let events = &mut self.events;
        *if is_match { &mut events.matched } else { &mut events.not_matched } += 1;
    }

    /// Counts records that do not match.
    pub fn add_not_matched(&mut self, number: u64) {
        self.events.not_matched += number;
    }

    /// Counts something that should have been a record.
    pub fn add_malformed(&mut self, object: &str, offset: usize, why: &str) {
        self.events.malformed += 1;
        let (object, message) = (object.to_owned(), why.to_owned());
        push(&mut self.malformed, Note { object, offset: Some(offset), message });
    }

    /// Counts entries that other services wrote.
    pub fn add_not_cloudtrail(&mut self, number: u64) {
        self.not_cloudtrail += number;
    }

    /// Counts a matching event without a readable time. It is named if that matters: in a search for
    /// a time window.
    pub fn add_untimed(&mut self, note: Option<Note>) {
        self.untimed += 1;
        if let Some(note) = note {
            push(&mut self.without_time, note);
        }
    }

    /// Counts lookups of addresses that failed, the first of them for this reason.
    pub fn add_failed_lookups(&mut self, count: u64, database: &str, why: &str) {
        self.failed_lookups += count;
        let (object, message) = (database.to_owned(), why.to_owned());
        if self.lookup_errors.is_empty() {
            self.lookup_errors.push(Note { object, offset: None, message });
        }
    }

    /// Notes something odd.
    pub fn add_warning(&mut self, object: &str, message: impl Into<String>) {
        let (object, message) = (object.to_owned(), message.into());
        push(&mut self.warnings, Note { object, offset: None, message });
    }

    /// Adds Regions that were read without objects that name them.
    pub fn add_regions(&mut self, regions: impl IntoIterator<Item = String>) {
        self.regions.extend(regions);
    }

    /// Notes that not everything was read because no more was wanted.
    pub fn stop_early(&mut self) {
        self.is_stopped_early = true;
    }

    /// Forgets all records: the text was divided wrongly, and they will be counted again.
    pub fn forget_events(&mut self) {
        self.events = Events::default();
        self.malformed.clear();
        (self.not_cloudtrail, self.untimed) = (0, 0);
        self.without_time.clear();
    }

    /// Forgets the malformed records of objects that could not be read: the object counts as one
    /// failure.
    pub fn forget_malformed_of_unreadable(&mut self) {
        let unreadable: HashSet<&str> = self.errors.iter().map(|note| &*note.object).collect();
        let before = self.malformed.len();
        self.malformed.retain(|note| !unreadable.contains(&*note.object));
        self.events.malformed -= (before - self.malformed.len()) as u64;
    }

    /// Takes out the unreadable objects: they are no longer counted.
    pub fn take_unreadable(&mut self) -> Vec<Note> {
        self.unreadable = 0;
        std::mem::take(&mut self.errors)
    }

    /// Takes out all notes, of malformed records first, then warnings; the counts stay.
    pub fn take_notes(&mut self) -> [Vec<Note>; 2] {
        self.errors.clear();
        [std::mem::take(&mut self.malformed), std::mem::take(&mut self.warnings)]
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

    /// Adds the outcome of other objects.
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
        other.lookup_errors.into_iter().for_each(|note| push(&mut self.lookup_errors, note));
        self.failed_lookups += other.failed_lookups;
        self.not_cloudtrail += other.not_cloudtrail;
        self.untimed += other.untimed;
        self.accounts.extend(other.accounts);
        self.regions.extend(other.regions);
        self.newest = self.newest.max(other.newest);
        self.is_stopped_early |= other.is_stopped_early;
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

    /// One object of each outcome, and a record of each.
    fn one_of_each() -> Coverage {
        let mut coverage = Coverage::default();
        let key = Key::parse("111122223333_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD.json.gz");
        coverage.add_read(Some(&key.unwrap()));
        coverage.add_skipped(Skip::Digest);
        coverage.add_unreadable("x", &"gone");
        coverage.add_malformed("y", 7, "null");
        coverage.add_untimed(None);
        coverage.add_event(true);
        coverage.add_not_matched(3);
        coverage
    }

    #[test]
    fn sums_hold_after_adding() {
        let mut all = one_of_each();
        all.add(one_of_each());
        assert_eq!((all.read(), all.skipped(), all.unreadable()), (2, 2, 2));
        assert_eq!(all.listed(), 6);
        assert_eq!(all.events(), Events { matched: 2, not_matched: 6, malformed: 2 });
        assert_eq!(all.events().total(), 10);
        assert_eq!(all.untimed(), 2);
        assert_eq!(all.accounts().len(), 1);
        assert_eq!(all.newest().unwrap().to_string(), "2026-11-20T09:15:00Z");
        assert!(!all.is_complete());
    }

    #[test]
    fn an_event_without_time_matters_only_in_a_time_window() {
        let mut coverage = Coverage::default();
        coverage.add_untimed(None);
        assert!(coverage.is_complete());
        let note = Note { object: "x".to_owned(), offset: Some(7), message: String::new() };
        coverage.add_untimed(Some(note));
        assert!(!coverage.is_complete());
        assert_eq!(coverage.untimed(), 2);
    }

    #[test]
    fn malformed_records_of_unreadable_objects_can_be_left_out() {
        let mut coverage = one_of_each();
        coverage.add_malformed("x", 1, "null");
        coverage.forget_malformed_of_unreadable();
        assert_eq!(coverage.events().malformed, 1);
        assert_eq!(coverage.malformed()[0].object, "y");
    }
}
