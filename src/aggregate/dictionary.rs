//! Distinct values of a field as small numbers: a value is hashed and compared once for each event,
//! whatever number of questions groups by it.
//!
//! Numbers are those of one dictionary: each thread has its own, and merging translates them.

use std::hash::BuildHasher as _;

use foldhash::quality::RandomState;
use hashbrown::HashTable;

use super::cell::{self, Tag};

/// A field of a plan, which has a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(pub(super) usize);

/// The number of a value.
pub(super) type Id = u32;

/// No value: missing or `null`.
pub(super) const NULL: Id = 0;
/// Empty text. The same group as no value, but a value for conditions.
pub(super) const EMPTY: Id = 1;
/// No number.
const NONE: Id = Id::MAX;

/// Bytes that a value takes beside its own.
const OVERHEAD: usize = 24;

/// The distinct values of one field.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    ids: HashTable<Id>,
    /// All values, each its tag and its bytes.
    bytes: Vec<u8>,
    /// Where each value ends.
    ends: Vec<usize>,
    hasher: RandomState,
    /// The numbers of the whole numbers from 0 on.
    integers: [Id; 32],
    /// The day that was asked for last.
    last_day: Option<(i64, Id)>,
}

impl Dictionary {
    pub(super) fn new(hasher: &RandomState) -> Self {
        let mut new = Self {
            ids: HashTable::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
            hasher: hasher.clone(),
            integers: [NONE; 32],
            last_day: None,
        };
        new.push(Tag::Null, &[]);
        new.push(Tag::Text, &[]);
        new
    }

    fn push(&mut self, tag: Tag, bytes: &[u8]) -> Id {
        let id = Id::try_from(self.ends.len()).unwrap_or(NONE);
        self.bytes.push(tag as u8);
        self.bytes.extend_from_slice(bytes);
        self.ends.push(self.bytes.len());
        id
    }

    /// The number of a value, a new one if it is new.
    pub(super) fn id(&mut self, tag: Tag, value: &[u8]) -> Id {
        if value.is_empty() {
            return if tag == Tag::Text { EMPTY } else { NULL };
        }
        let hash = self.hasher.hash_one((tag as u8, value));
        let (bytes, ends) = (&self.bytes, &self.ends);
        let found = self.ids.find(hash, |id| {
            let cell = slice(bytes, ends, *id);
            cell[0] == tag as u8 && cell[1..] == *value
        });
        if let Some(id) = found {
            return *id;
        }
        let id = self.push(tag, value);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        self.ids.insert_unique(hash, id, |id| {
            let cell = slice(bytes, ends, *id);
            hasher.hash_one((cell[0], &cell[1..]))
        });
        id
    }

    /// The number of a cell of another dictionary.
    fn id_of_cell(&mut self, cell: &[u8]) -> Id {
        self.id(cell::tag(cell), cell.get(1..).unwrap_or_default())
    }

    /// The number of a small whole number.
    pub(super) fn integer(&mut self, number: i8) -> Id {
        let place = usize::try_from(number).ok().filter(|at| *at < self.integers.len());
        if let Some(known) = place.map(|at| self.integers[at]).filter(|id| *id != NONE) {
            return known;
        }
        let id = self.id(Tag::Json, number.to_string().as_bytes());
        if let Some(at) = place {
            self.integers[at] = id;
        }
        id
    }

    /// The number of a day, counted from the epoch. `text` is called unless it is that of the last call.
    pub(super) fn day(&mut self, day: i64, text: impl FnOnce() -> String) -> Id {
        if let Some((_, id)) = self.last_day.filter(|(last, _)| *last == day) {
            return id;
        }
        let id = self.id(Tag::Text, text().as_bytes());
        self.last_day = Some((day, id));
        id
    }

    /// The value with this number, as a cell.
    pub(super) fn cell(&self, id: Id) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that the values take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len() + self.ends.len() * OVERHEAD
    }
}

fn slice<'b>(bytes: &'b [u8], ends: &[usize], id: Id) -> &'b [u8] {
    let at = id as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..ends[at]]
}

/// From the numbers of one dictionary to those of another, as far as they were needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Translation(Vec<Id>);

impl Translation {
    /// The number in `to` of the value that has the number `id` in `from`.
    pub(super) fn id(&mut self, id: Id, from: &Dictionary, to: &mut Dictionary) -> Id {
        if id <= EMPTY {
            return id;
        }
        let at = id as usize;
        if at >= self.0.len() {
            self.0.resize(from.len().max(at + 1), NONE);
        }
        if self.0[at] == NONE {
            self.0[at] = to.id_of_cell(from.cell(id));
        }
        self.0[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_number_and_text_is_not_a_number_that_looks_like_it() {
        let mut dictionary = Dictionary::new(&RandomState::default());
        let one = dictionary.id(Tag::Text, b"1");
        assert_eq!(dictionary.id(Tag::Text, b"1"), one);
        assert_ne!(dictionary.id(Tag::Json, b"1"), one);
        assert_eq!(dictionary.id(Tag::Text, b""), EMPTY);
        assert_eq!(dictionary.id(Tag::Null, b""), NULL);
        assert_eq!(dictionary.integer(1), dictionary.id(Tag::Json, b"1"));
        assert_eq!(cell::text(dictionary.cell(one)), "1");
        for number in 0..1000_u32 {
            dictionary.id(Tag::Text, number.to_string().as_bytes());
        }
        assert_eq!(dictionary.id(Tag::Text, b"1"), one);
    }

    #[test]
    fn numbers_are_translated_to_those_of_another_dictionary() {
        let state = RandomState::default();
        let (mut from, mut to) = (Dictionary::new(&state), Dictionary::new(&state));
        to.id(Tag::Text, b"b");
        let ids = [from.id(Tag::Text, b"a"), from.id(Tag::Text, b"b")];
        let mut translation = Translation::default();
        let translated = ids.map(|id| translation.id(id, &from, &mut to));
        assert_eq!(translated.map(|id| cell::text(to.cell(id)).to_owned()), ["a", "b"]);
        assert_eq!(translation.id(EMPTY, &from, &mut to), EMPTY);
    }
}
