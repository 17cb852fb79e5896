//! What was read of one event, and what is kept from one event to the next.

use std::collections::HashSet;

use foldhash::quality::RandomState;
use jiff::Timestamp;

use super::cell;
use super::condition::Memo;
use super::dictionary::{Dictionary, FieldId, Id};
use super::fields::Fields;
use crate::event::derived::Cell;

/// What is kept from one event to the next: the numbers of values, and what tests say of them.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    pub(super) dictionaries: Vec<Dictionary>,
    pub(super) memo: Memo,
}

impl Cache {
    pub(super) fn new(fields: &Fields, hasher: &RandomState) -> Self {
        let dictionaries = (0..fields.len()).map(|_| Dictionary::new(hasher)).collect();
        Self { dictionaries, memo: Memo::default() }
    }

    /// Bytes that the values take.
    pub(super) fn bytes(&self) -> usize {
        self.dictionaries.iter().map(Dictionary::bytes).sum()
    }
}

/// The values of a field, if it was read of the event at hand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    /// The number of the event.
    pub(super) event: u32,
    pub(super) first: u32,
    pub(super) end: u32,
    /// A list was taken apart.
    pub(super) is_list: bool,
}

/// The time of an event.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Moment {
    #[default]
    Unread,
    /// `None` if the event has none that can be read.
    Read(Option<Timestamp>),
}

/// What was read of one event. Its buffers are kept from one event to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// The number of the event, from 1 on.
    pub(super) event: u32,
    pub(super) ids: Vec<Id>,
    pub(super) id_slots: Vec<Slot>,
    /// All cells, one after the other.
    pub(super) bytes: Vec<u8>,
    /// Where each cell ends; it begins where the one before ends.
    pub(super) ends: Vec<u32>,
    pub(super) cell_slots: Vec<Slot>,
    pub(super) conditions: Vec<(u32, bool)>,
    pub(super) atoms: Vec<(u32, bool)>,
    /// When the event happened, once that was read.
    pub(super) time: Moment,
    pub(super) is_error: Option<bool>,
}

impl Values {
    /// Begins with the next event.
    pub(super) fn clear(&mut self, fields: &Fields) {
        self.event = self.event.wrapping_add(1);
        if self.event == 0 || self.id_slots.len() != fields.entries.len() {
            *self = Self { event: 1, ..Self::default() };
            self.id_slots.resize(fields.entries.len(), Slot::default());
            self.cell_slots.resize(fields.entries.len(), Slot::default());
            self.conditions.resize(fields.conditions.len(), (0, false));
            self.atoms.resize(fields.atoms.len(), (0, false));
        }
        self.ids.clear();
        self.bytes.clear();
        self.ends.clear();
        (self.time, self.is_error) = (Moment::Unread, None);
    }

    /// The cell at this place.
    pub(super) fn cell(&self, at: u32) -> &[u8] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    pub(super) fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            cell::write(&Cell::Text(text.into()), None, None, &mut self.bytes);
            self.ends.push(count(self.bytes.len()));
        }
    }

    /// Bytes that it holds.
    pub(super) fn held(&self) -> usize {
        self.bytes.len()
            + size_of_val(&*self.ends)
            + size_of_val(&*self.ids)
            + 2 * size_of_val(&*self.id_slots)
            + size_of::<Self>()
    }

    /// Replaces the numbers of a field.
    pub(super) fn translate(&mut self, field: FieldId, mut translated: impl FnMut(Id) -> Id) {
        let slot = self.id_slots[field.0];
        if slot.event == self.event {
            for id in &mut self.ids[slot.first as usize..slot.end as usize] {
                *id = translated(*id);
            }
        }
    }
}

/// Cells of one field that are compared one by one before a set is made.
const FEW: usize = 16;

/// Numbers of one field that came before.
#[derive(Default)]
pub(super) struct Seen(Option<HashSet<Id>>);

impl Seen {
    /// Adds a number to those from `first` on, unless it is there.
    pub(super) fn push(&mut self, id: Id, first: usize, ids: &mut Vec<Id>) {
        let is_new = if ids.len() - first < FEW {
            !ids[first..].contains(&id)
        } else {
            self.0.get_or_insert_with(|| ids[first..].iter().copied().collect()).insert(id)
        };
        if is_new {
            ids.push(id);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "an object has at most 4 GiB")]
pub(super) fn count(number: usize) -> u32 {
    number as u32
}
