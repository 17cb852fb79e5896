//! The groups of one question: keys and what is remembered of each.
//!
//! A key is the numbers of its values; with buckets of time, the bucket before them.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use jiff::Timestamp;

use super::accumulator::{Accumulator, Numbers, count_numbers};
use super::cell;
use super::dictionary::FieldId;
use super::dictionary::{EMPTY, Id, NULL};
use super::ids::{Hashes, Set};
use super::measure::What;
use super::question::{Question, Unless};
use super::read::Record;

/// Bytes that a group takes beside its key and its measures.
const OVERHEAD: usize = 24;
/// Numbers that the bucket of a key takes.
const BUCKET: usize = 2;

/// The groups of one question.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    table: HashTable<u32>,
    /// The keys of all groups, one after the other.
    keys: Vec<Id>,
    /// The events of each group.
    events: Vec<u64>,
    /// The measures of all groups, one after the other.
    measures: Vec<Accumulator>,
    seed: u64,
    /// Groups of events that do not count if others stand for them, by the value that both have.
    waiting: HashMap<u128, Groups>,
    /// The values of events that stand for others.
    stand_ins: Set<u128>,
    /// What is counted beside the groups.
    pub(super) counts: Counts,
    /// Bytes that measures hold on the heap.
    held: usize,
    /// The key of the event at hand.
    key: Vec<Id>,
}

/// What is counted beside the groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
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
}

/// A group of [`Groups`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'g> {
    pub(super) key: &'g [Id],
    pub(super) events: u64,
    pub(super) measures: &'g [Accumulator],
}

impl Groups {
    pub(super) fn new(seed: &RandomState) -> Self {
        Self::with_seed(seed.hash_one(0))
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.keys) + self.len() * OVERHEAD + size_of_val(&*self.measures) + self.held
    }

    /// All groups.
    pub(super) fn iter(&self, question: &Question) -> impl Iterator<Item = Group<'_>> {
        let (keys, measures) = (key_length(question), question.measures.len());
        self.events.iter().enumerate().map(move |(at, events)| Group {
            key: &self.keys[at * keys..(at + 1) * keys],
            events: *events,
            measures: &self.measures[at * measures..(at + 1) * measures],
        })
    }

    /// Takes an event.
    pub(super) fn add(
        &mut self,
        question: &Question,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) {
        if question.newness.is_some() {
            self.counts.latest = self.counts.latest.max(record.time());
        }
        let waits_for = question.unless.and_then(|unless| self.waits_for(unless, record, hashes));
        if question.condition.is_some_and(|condition| !record.holds(condition)) {
            return;
        }
        if let Some((from, end)) = question.span
            && record.time().is_some_and(|time| time < from || time >= end)
        {
            self.counts.outside += 1;
            return;
        }
        let Some(id) = waits_for else { return self.add_matching(question, record, hashes) };
        let waiting = self.waiting_for(id);
        let before = waiting.bytes();
        waiting.add_matching(question, record, hashes);
        let grown = waiting.bytes() - before;
        self.held += grown;
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
            self.held += self.stand_ins.insert(id);
        }
        (!is_stand_in).then_some(id)
    }

    /// The groups of the events that wait for this value.
    fn waiting_for(&mut self, id: u128) -> &mut Self {
        if !self.waiting.contains_key(&id) {
            self.held += size_of::<Self>() + OVERHEAD;
        }
        let seed = self.seed;
        self.waiting.entry(id).or_insert_with(|| Self::with_seed(seed))
    }

    /// Counts the events for which no others stand.
    pub(super) fn settle(&mut self, question: &Question) {
        for (id, mut groups) in std::mem::take(&mut self.waiting) {
            if !self.stand_ins.contains(id) {
                self.merge(question, &mut groups, &mut |_, id| id);
            }
        }
    }

    fn add_matching(&mut self, question: &Question, record: &mut Record<'_, '_>, hashes: &Hashes) {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        if let Some(interval) = question.interval {
            let Some(time) = record.time() else {
                self.counts.untimed += 1;
                self.key = key;
                return;
            };
            key.extend(bucket(interval.start(time)));
        } else if question.newness.is_some() && record.time().is_none() {
            self.counts.untimed += 1;
        }
        self.counts.matched += 1;
        let groups = self.add_keys(question, 0, &mut key, record, hashes);
        self.counts.is_multiple |= groups > 1;
        self.key = key;
        if question.measures.iter().any(|measure| measure.what.is_of_numbers()) {
            self.counts.add_numbers(question, record);
        }
    }

    /// Adds the event to the groups of all values of the keys from this one on; gives how many.
    fn add_keys(
        &mut self,
        question: &Question,
        at: usize,
        key: &mut Vec<Id>,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) -> usize {
        let Some(next) = question.keys.get(at) else {
            self.add_to(question, key, record, hashes);
            return 1;
        };
        let (start, mut groups, mut has_null) = (key.len(), 0, false);
        let ids = record.keys(next.field);
        if let &[id] = ids {
            key.push(if id == EMPTY { NULL } else { id });
            return self.add_keys(question, at + 1, key, record, hashes);
        }
        let count = ids.len();
        for number in 0..count.max(1) {
            let id = record.keys(next.field).get(number).copied().unwrap_or(NULL);
            let id = if id == EMPTY { NULL } else { id };
            // Empty text and null in a list are one value.
            if id == NULL && std::mem::replace(&mut has_null, true) {
                continue;
            }
            key.truncate(start);
            key.push(id);
            groups += self.add_keys(question, at + 1, key, record, hashes);
        }
        groups
    }

    fn add_to(
        &mut self,
        question: &Question,
        key: &[Id],
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) {
        let at = self.group(question, key);
        self.events[at] += 1;
        let count = question.measures.len();
        let accumulators = &mut self.measures[at * count..(at + 1) * count];
        for (accumulator, measure) in accumulators.iter_mut().zip(&question.measures) {
            if measure.condition.is_none_or(|condition| record.holds(condition)) {
                self.held += accumulator.add(measure.what, record, hashes);
            }
        }
    }

    /// The place of the group with this key, a new one if it is new.
    fn group(&mut self, question: &Question, key: &[Id]) -> usize {
        let (length, seed) = (key.len(), self.seed);
        let hash = hash(seed, key);
        let keys = &self.keys;
        let key_at = |at: u32| &keys[at as usize * length..(at as usize + 1) * length];
        if let Some(found) = self.table.find(hash, |at| key_at(*at) == key) {
            return *found as usize;
        }
        let at = self.len();
        // More groups than 32 bits can count need more memory than any budget has.
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        self.table.insert_unique(hash, place, |at| self::hash(seed, key_at(*at)));
        self.keys.extend_from_slice(key);
        self.events.push(0);
        self.measures.extend(question.measures.iter().map(|m| Accumulator::new(m.what)));
        at
    }

    /// Takes over, and empties, the groups of other events. `translated` gives the number here of a
    /// number there.
    pub(super) fn merge(
        &mut self,
        question: &Question,
        other: &mut Self,
        translated: &mut dyn FnMut(FieldId, Id) -> Id,
    ) {
        self.counts.merge(std::mem::take(&mut other.counts));
        for id in std::mem::take(&mut other.stand_ins).iter() {
            self.held += self.stand_ins.insert(id);
        }
        for (id, mut groups) in other.waiting.drain() {
            let waiting = self.waiting_for(id);
            let before = waiting.bytes();
            waiting.merge(question, &mut groups, translated);
            let grown = waiting.bytes() - before;
            self.held += grown;
        }
        let start = if question.interval.is_some() { BUCKET } else { 0 };
        let (length, count) = (key_length(question), question.measures.len());
        let mut key = std::mem::take(&mut self.key);
        let mut measures = other.measures.drain(..);
        for (number, events) in other.events.drain(..).enumerate() {
            key.clear();
            key.extend_from_slice(&other.keys[number * length..(number + 1) * length]);
            for (id, field) in key[start..].iter_mut().zip(&question.keys) {
                *id = translated(field.field, *id);
            }
            let at = self.group(question, &key);
            self.events[at] += events;
            let own = &mut self.measures[at * count..(at + 1) * count];
            for (own, measure) in own.iter_mut().zip(&question.measures) {
                let Some(other) = measures.next() else { break };
                self.held += own.merge(measure.what, other, translated);
            }
        }
        drop(measures);
        self.key = key;
        other.clear();
    }

    /// Forgets all groups; their buffers stay.
    fn clear(&mut self) {
        self.table.clear();
        self.keys.clear();
        self.events.clear();
        self.measures.clear();
        self.waiting.clear();
        self.stand_ins = Set::default();
        self.held = 0;
    }

    /// Frees the groups; only the counts of events stay.
    pub(super) fn give_up(&mut self) {
        self.clear();
        self.table = HashTable::new();
        (self.keys, self.events, self.measures) = (Vec::new(), Vec::new(), Vec::new());
    }

    /// Replaces the numbers of all values.
    pub(super) fn renumber(
        &mut self,
        question: &Question,
        renumbered: &mut dyn FnMut(FieldId, Id) -> Id,
    ) {
        let mut old = std::mem::replace(self, Self::with_seed(self.seed));
        self.merge(question, &mut old, renumbered);
    }

    fn with_seed(seed: u64) -> Self {
        Self {
            table: HashTable::new(),
            keys: Vec::new(),
            events: Vec::new(),
            measures: Vec::new(),
            seed,
            waiting: HashMap::new(),
            stand_ins: Set::default(),
            counts: Counts::default(),
            held: 0,
            key: Vec::new(),
        }
    }
}

impl Counts {
    /// Counts the values that a measure cannot add up.
    fn add_numbers(&mut self, question: &Question, record: &mut Record<'_, '_>) {
        self.numbers.resize(question.measures.len(), Numbers::default());
        for (numbers, measure) in self.numbers.iter_mut().zip(&question.measures) {
            if let What::Sum(field) | What::Min(field) | What::Max(field) | What::Avg(field) =
                measure.what
                && measure.condition.is_none_or(|condition| record.holds(condition))
            {
                numbers.add(count_numbers(record, field));
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.matched += other.matched;
        self.outside += other.outside;
        self.untimed += other.untimed;
        self.latest = self.latest.max(other.latest);
        self.is_multiple |= other.is_multiple;
        self.numbers.resize(self.numbers.len().max(other.numbers.len()), Numbers::default());
        for (all, numbers) in self.numbers.iter_mut().zip(other.numbers) {
            all.add(numbers);
        }
    }
}

impl Numbers {
    fn add(&mut self, other: Self) {
        self.numbers += other.numbers;
        self.others += other.others;
    }
}

/// Numbers of a key.
fn key_length(question: &Question) -> usize {
    question.keys.len() + if question.interval.is_some() { BUCKET } else { 0 }
}

/// The start of a bucket as a part of a key.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both halves are kept")]
fn bucket(start: i64) -> [Id; BUCKET] {
    [(start >> 32) as u32, start as u32]
}

/// The start of the bucket, and the rest of a key.
pub(super) fn split<'k>(question: &Question, key: &'k [Id]) -> (i64, &'k [Id]) {
    match key.split_first_chunk() {
        Some(([high, low], rest)) if question.interval.is_some() => {
            ((u64::from(*high) << 32 | u64::from(*low)).cast_signed(), rest)
        }
        _ => (0, key),
    }
}

/// Numbers come in the order of the log and times from its events, so the seed is random.
fn hash(seed: u64, key: &[Id]) -> u64 {
    key.iter()
        .fold(seed, |hash, id| fold(u128::from(hash ^ u64::from(*id)) * 0x9E37_79B9_7F4A_7C15))
}

#[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
fn fold(mixed: u128) -> u64 {
    (mixed >> 64) as u64 ^ mixed as u64
}
