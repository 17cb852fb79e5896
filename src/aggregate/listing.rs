//! Single events: the first of them in an order, with chosen fields.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::answer::precise;
use super::cell;
use super::dictionary::FieldId;
use super::fields::ConditionId;
use super::question::{Key, Order, compare, kind};
use super::read::Record;
use crate::table::{Column, More, Table, Value};

/// A question about single events.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Only events for which this holds.
    pub condition: Option<ConditionId>,
    /// Only events from the first moment to before the second.
    pub span: Option<(Timestamp, Timestamp)>,
    /// The columns.
    pub fields: Vec<Key>,
    /// The order of rows.
    pub sort: Vec<Order>,
    /// The most rows.
    pub limit: usize,
    /// Only events with a value that others have too.
    pub known: Option<Known>,
}

impl Listing {
    /// The fields that it reads.
    pub(super) fn read_fields(&self) -> impl Iterator<Item = FieldId> {
        let known = self.known.iter();
        let known =
            known.flat_map(|known| known.seen.iter().map(|(_, field)| *field).chain([known.field]));
        self.fields.iter().map(|key| key.field).chain(known)
    }
}

/// Only events whose field has a value that was seen elsewhere.
#[derive(Clone, Debug)]
pub struct Known {
    /// Events for which this holds are listed whatever they have.
    pub unless: Option<ConditionId>,
    /// The field.
    pub field: FieldId,
    /// Where it was seen: in these fields, of events for which the condition holds.
    pub seen: Vec<(ConditionId, FieldId)>,
}

/// The events of a listing as far as they were seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    /// Rows by the value that must be known; without one, those that are listed in any case.
    rows: BTreeMap<Option<Vec<u8>>, Rows>,
    /// Values that are known.
    seen: BTreeSet<Vec<u8>>,
    bytes: usize,
}

/// The first rows in the listing's order.
#[derive(Clone, Debug, Default)]
struct Rows {
    events: u64,
    /// Events outside of the span.
    outside: u64,
    first: Vec<Vec<Value>>,
}

/// Bytes that a value takes beside its text.
const OVERHEAD: usize = 48;

impl Listed {
    pub(super) fn len(&self) -> usize {
        self.rows.values().map(|rows| rows.first.len()).sum()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes an event.
    pub(super) fn add(&mut self, listing: &Listing, record: &mut Record<'_, '_>) {
        let mut needs = None;
        if let Some(known) = &listing.known {
            for (condition, field) in &known.seen {
                if record.holds(*condition) {
                    for cell in record.cells(*field).filter(|cell| cell::is_value(cell)) {
                        if !self.seen.contains(cell) {
                            self.bytes += cell.len() + OVERHEAD;
                            self.seen.insert(cell.to_vec());
                        }
                    }
                }
            }
            if known.unless.is_none_or(|condition| !record.holds(condition)) {
                needs = Some(record.first_cell(known.field).to_vec());
            }
        }
        if listing.condition.is_some_and(|condition| !record.holds(condition)) {
            return;
        }
        if let Some((from, end)) = listing.span
            && record.time().is_some_and(|time| time < from || time >= end)
        {
            self.rows.entry(needs).or_default().outside += 1;
            return;
        }
        let row: Vec<Value> = listing.fields.iter().map(|key| value(record, key)).collect();
        let rows = self.rows.entry(needs).or_default();
        rows.events += 1;
        self.bytes += bytes(&row);
        rows.push(listing, row, &mut self.bytes);
    }

    /// Takes over, and empties, the events of another one.
    pub(super) fn merge(&mut self, listing: &Listing, other: &mut Self) {
        self.bytes += std::mem::take(&mut other.bytes);
        for value in std::mem::take(&mut other.seen) {
            let bytes = value.len() + OVERHEAD;
            if !self.seen.insert(value) {
                self.bytes -= bytes;
            }
        }
        for (needs, more) in std::mem::take(&mut other.rows) {
            let rows = self.rows.entry(needs).or_default();
            rows.events += more.events;
            rows.outside += more.outside;
            more.first.into_iter().for_each(|row| rows.push(listing, row, &mut self.bytes));
        }
    }

    /// The table, how many events it is of, and how many are outside of the span.
    pub(super) fn table(self, listing: &Listing) -> (Table, u64, u64) {
        let Self { rows, seen, .. } = self;
        let is_known = |needs: &Option<Vec<u8>>| needs.as_ref().is_none_or(|id| seen.contains(id));
        let mut all = Rows::default();
        for (_, rows) in rows.into_iter().filter(|(needs, _)| is_known(needs)) {
            all.events += rows.events;
            all.outside += rows.outside;
            all.first.extend(rows.first);
        }
        all.cut(listing, &mut 0);
        let Rows { events, outside, first: rows } = all;
        let columns = listing.fields.iter().enumerate().map(|(at, key)| Column {
            name: key.name.clone(),
            kind: precise(kind(key.kind), rows.iter().map(|row| &row[at])),
            is_key: true,
        });
        let more = events - rows.len() as u64;
        let more = More { groups: more, events: more };
        (Table { columns: columns.collect(), rows, more, sorted_by: None }, events, outside)
    }
}

impl Rows {
    fn push(&mut self, listing: &Listing, row: Vec<Value>, held: &mut usize) {
        self.first.push(row);
        // Sorting pays once there are as many again.
        if self.first.len() >= listing.limit.saturating_mul(2).max(2) {
            self.cut(listing, held);
        }
    }

    fn cut(&mut self, listing: &Listing, held: &mut usize) {
        self.first.sort_by(|one, two| compare(&listing.sort, one, two));
        for row in self.first.drain(listing.limit.min(self.first.len())..) {
            *held = held.saturating_sub(bytes(&row));
        }
    }
}

fn value(record: &mut Record<'_, '_>, key: &Key) -> Value {
    let mut values: Vec<Value> =
        record.cells(key.field).map(|cell| cell::value(cell, key.kind)).collect();
    match values.len() {
        0 => Value::Null,
        1 => values.remove(0),
        _ => Value::List { values, more: 0 },
    }
}

fn bytes(row: &[Value]) -> usize {
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Json(text) => text.len(),
        Value::List { values, .. } => values.len() * OVERHEAD,
        _ => 0,
    };
    row.iter().map(|value| text(value) + OVERHEAD).sum()
}
