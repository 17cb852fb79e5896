//! The groups of one question: keys and what is remembered of each.

use std::collections::HashMap;

use jiff::Timestamp;

use super::accumulator::{Accumulator, Numbers, count_numbers};
use super::cell;
use super::ids::{Hashes, Set};
use super::measure::What;
use super::question::{Question, Unless};
use super::read::Record;

/// Bytes that a group takes beside its key and its measures.
const OVERHEAD: usize = 48;

/// A group: its events, and what its measures remember.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) events: u64,
    pub(super) measures: Box<[Accumulator]>,
}

/// The groups of one question.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    groups: HashMap<Box<[u8]>, Group>,
    /// Groups of events that do not count if others stand for them, by the value that both have.
    waiting: HashMap<u128, Groups>,
    /// The values of events that stand for others.
    stand_ins: Set,
    /// Events that are in a group.
    pub(super) matched: u64,
    /// Events outside of the span.
    pub(super) outside: u64,
    /// Events without a readable time, which are in no bucket.
    pub(super) untimed: u64,
    /// The time of the latest event of all, where the question is about new groups.
    pub(super) latest: Option<Timestamp>,
    /// An event was in several groups.
    pub(super) is_multiple: bool,
    /// Of each measure, how many values were numbers.
    pub(super) numbers: Vec<Numbers>,
    /// Bytes of keys and measures.
    bytes: usize,
    /// The key of the event at hand.
    key: Vec<u8>,
}

impl Groups {
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.stand_ins.bytes()
    }

    /// The starts of the first and of the last bucket, where keys begin with them.
    pub(super) fn bucket_span(&self) -> Option<(i64, i64)> {
        let starts = || self.groups.keys().filter_map(|key| key.first_chunk());
        let starts = || starts().map(|start| i64::from_be_bytes(*start));
        Some((starts().min()?, starts().max()?))
    }

    pub(super) fn into_groups(self) -> HashMap<Box<[u8]>, Group> {
        self.groups
    }

    /// Takes an event.
    pub(super) fn add(
        &mut self,
        question: &Question,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) {
        if question.newness.is_some() {
            self.latest = self.latest.max(record.time());
        }
        let waits_for = question.unless.and_then(|unless| self.waits_for(unless, record, hashes));
        if question.condition.is_some_and(|condition| !record.holds(condition)) {
            return;
        }
        if let Some((from, end)) = question.span
            && record.time().is_some_and(|time| time < from || time >= end)
        {
            self.outside += 1;
            return;
        }
        let Some(id) = waits_for else { return self.add_matching(question, record, hashes) };
        let new = if self.waiting.contains_key(&id) { 0 } else { size_of::<Self>() + OVERHEAD };
        let waiting = self.waiting.entry(id).or_default();
        let before = waiting.bytes;
        waiting.add_matching(question, record, hashes);
        self.bytes = self.bytes + new + waiting.bytes - before;
    }

    /// The value of the events that stand for this one, if there may be such events. Notes that of an
    /// event that stands for others.
    fn waits_for(
        &mut self,
        unless: Unless,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) -> Option<u128> {
        let is_stand_in = record.holds(unless.seen);
        if !is_stand_in && !record.holds(unless.condition) {
            return None;
        }
        let value = record.first_cell(unless.field);
        let id = cell::is_value(value).then(|| hashes.hash(value))?;
        if is_stand_in {
            self.stand_ins.insert(id);
        }
        (!is_stand_in).then_some(id)
    }

    /// Counts the events for which no others stand.
    pub(super) fn settle(&mut self, question: &Question) {
        for (id, mut groups) in std::mem::take(&mut self.waiting) {
            if !self.stand_ins.contains(id) {
                self.merge(question, &mut groups);
            }
        }
    }

    fn add_matching(&mut self, question: &Question, record: &mut Record<'_, '_>, hashes: &Hashes) {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        if let Some(interval) = question.interval {
            let Some(time) = record.time() else {
                self.untimed += 1;
                self.key = key;
                return;
            };
            key.extend_from_slice(&interval.start(time).to_be_bytes());
        }
        self.matched += 1;
        let groups = self.add_keys(question, 0, &mut key, record, hashes);
        self.is_multiple |= groups > 1;
        self.key = key;
        self.count_numbers(question, record);
    }

    /// Adds the event to the groups of all values of the keys from this one on; gives how many.
    fn add_keys(
        &mut self,
        question: &Question,
        at: usize,
        key: &mut Vec<u8>,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) -> usize {
        let Some(next) = question.keys.get(at) else {
            self.add_to(question, key, record, hashes);
            return 1;
        };
        let start = key.len();
        let count = record.cells(next.field).len();
        if count <= 1 {
            push(record.first_cell(next.field), key);
            return self.add_keys(question, at + 1, key, record, hashes);
        }
        let mut groups = 0;
        for number in 0..count {
            key.truncate(start);
            push(record.cells(next.field).nth(number).unwrap_or(&[0]), key);
            groups += self.add_keys(question, at + 1, key, record, hashes);
        }
        groups
    }

    fn add_to(
        &mut self,
        question: &Question,
        key: &[u8],
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) {
        let group = match self.groups.get_mut(key) {
            Some(group) => group,
            None => {
                let new = || question.measures.iter().map(|m| Accumulator::new(m.what)).collect();
                let group = Group { events: 0, measures: new() };
                self.bytes += key.len() + OVERHEAD + size_of_val(&*group.measures);
                self.groups.entry(key.into()).or_insert(group)
            }
        };
        group.events += 1;
        for (accumulator, measure) in group.measures.iter_mut().zip(&question.measures) {
            if measure.condition.is_none_or(|condition| record.holds(condition)) {
                let before = accumulator.bytes();
                accumulator.add(measure.what, record, hashes);
                self.bytes = self.bytes + accumulator.bytes() - before;
            }
        }
    }

    /// Counts the values that a measure cannot add up.
    fn count_numbers(&mut self, question: &Question, record: &mut Record<'_, '_>) {
        for (at, measure) in question.measures.iter().enumerate() {
            if measure.condition.is_some_and(|condition| !record.holds(condition)) {
                continue;
            }
            if let What::Sum(field) | What::Min(field) | What::Max(field) | What::Avg(field) =
                measure.what
            {
                self.numbers.resize(question.measures.len(), Numbers::default());
                self.numbers[at].add(count_numbers(record, field));
            }
        }
    }

    /// Takes over, and empties, the groups of other events.
    pub(super) fn merge(&mut self, question: &Question, other: &mut Self) {
        self.matched += std::mem::take(&mut other.matched);
        self.outside += std::mem::take(&mut other.outside);
        self.untimed += std::mem::take(&mut other.untimed);
        self.is_multiple |= other.is_multiple;
        self.latest = self.latest.max(other.latest);
        self.numbers.resize(question.measures.len(), Numbers::default());
        for (all, numbers) in self.numbers.iter_mut().zip(other.numbers.drain(..)) {
            all.add(numbers);
        }
        self.stand_ins.merge(std::mem::take(&mut other.stand_ins));
        for (id, mut groups) in other.waiting.drain() {
            let new = if self.waiting.contains_key(&id) { 0 } else { size_of::<Self>() + OVERHEAD };
            let waiting = self.waiting.entry(id).or_default();
            let before = waiting.bytes;
            waiting.merge(question, &mut groups);
            self.bytes = self.bytes + new + waiting.bytes - before;
        }
        other.bytes = 0;
        for (key, group) in other.groups.drain() {
            self.merge_group(question, key, group);
        }
    }

    fn merge_group(&mut self, question: &Question, key: Box<[u8]>, other: Group) {
        let Some(group) = self.groups.get_mut(&key) else {
            let held: usize = other.measures.iter().map(Accumulator::bytes).sum();
            self.bytes += key.len() + OVERHEAD + size_of_val(&*other.measures) + held;
            self.groups.insert(key, other);
            return;
        };
        let before = group.bytes();
        group.merge(question, other);
        self.bytes = self.bytes + group.bytes() - before;
    }

    /// Frees the groups; only the counts of events stay.
    pub(super) fn give_up(&mut self) {
        self.groups = HashMap::new();
        self.waiting = HashMap::new();
        self.stand_ins = Set::default();
        self.bytes = 0;
    }
}

impl Group {
    fn bytes(&self) -> usize {
        self.measures.iter().map(Accumulator::bytes).sum()
    }

    pub(super) fn merge(&mut self, question: &Question, other: Self) {
        self.events += other.events;
        let measures = self.measures.iter_mut().zip(&question.measures).zip(other.measures);
        measures.for_each(|((own, measure), other)| own.merge(measure.what, other));
    }
}

impl Numbers {
    fn add(&mut self, other: Self) {
        self.numbers += other.numbers;
        self.others += other.others;
    }
}

/// Appends a cell of a key, with its length.
pub(super) fn push(cell: &[u8], key: &mut Vec<u8>) {
    let length = u32::try_from(cell.len()).unwrap_or(u32::MAX);
    key.extend_from_slice(&length.to_le_bytes());
    key.extend_from_slice(cell);
}

/// The cells of a key; `key` without the start of its bucket.
pub(super) fn cells(key: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = key;
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk()?;
        let (cell, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = after;
        Some(cell)
    })
}
