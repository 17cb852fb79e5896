//! What a measure remembers of a group's events, and its value in the end.
//!
//! Adding events one by one, or merging accumulators of parts in any order, gives the same value.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::cell::{self, Number};
use super::ids::{Hashes, Set};
use super::measure::{Measure, What};
use super::read::{FieldId, Fields, Record};
use super::sum::Sum;
use crate::table::Value;

/// How many values `values:FIELD` shows.
const SHOWN: usize = 10;
/// Bytes that an entry of a tree takes beside its own.
const NODE: usize = 32;

/// What is remembered.
#[derive(Clone, Debug)]
pub(super) enum Accumulator {
    Count(u64),
    /// Errors, and all events.
    Rate(u64, u64),
    Moment(Option<Timestamp>),
    /// The field of the first or last event, with its time and id, which decides between events of the
    /// same time.
    Field(Option<Box<Latest>>),
    Distinct(Set),
    Values(Box<Distinct>),
    Sum(Box<Sum>),
    Extreme(Option<Number>),
    /// Days with an event.
    Days(BTreeSet<Date>),
    /// Events with an id, and the ids.
    Ids(u64, Set),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Latest {
    time: Timestamp,
    id: Vec<u8>,
    cell: Vec<u8>,
}

/// Distinct values, and the first of them in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Distinct {
    all: Set,
    first: BTreeMap<Vec<u8>, u128>,
}

/// Values that are numbers, and those that are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Numbers.
    pub numbers: u64,
    /// Other values, which are not measured.
    pub others: u64,
}

impl Accumulator {
    pub(super) fn new(what: What) -> Self {
        match what {
            What::Events | What::Errors | What::Share => Self::Count(0),
            What::ErrorRate => Self::Rate(0, 0),
            What::First | What::Last => Self::Moment(None),
            What::FirstOf(_) | What::LastOf(_) => Self::Field(None),
            What::Distinct(_) => Self::Distinct(Set::default()),
            What::Values(_) => Self::Values(Box::default()),
            What::Sum(_) | What::Avg(_) => Self::Sum(Box::default()),
            What::Min(_) | What::Max(_) => Self::Extreme(None),
            What::Duplicates => Self::Ids(0, Set::default()),
            What::EmptyDays => Self::Days(BTreeSet::new()),
        }
    }

    /// Takes an event.
    pub(super) fn add(&mut self, what: What, record: &mut Record<'_, '_>, hashes: &Hashes) {
        match (self, what) {
            (Self::Count(count), What::Errors) => *count += u64::from(record.is_error()),
            (Self::Rate(errors, events), _) => {
                *errors += u64::from(record.is_error());
                *events += 1;
            }
            (Self::Count(count), _) => *count += 1,
            (Self::Moment(moment), what) => {
                if let Some(time) = record.time() {
                    keep(moment, time, order(what));
                }
            }
            (Self::Field(kept), What::FirstOf(field) | What::LastOf(field)) => {
                add_field(kept, what, field, record);
            }
            (Self::Distinct(set), What::Distinct(field)) => {
                for cell in record.cells(field).filter(|cell| cell::is_value(cell)) {
                    set.insert(hashes.hash(cell));
                }
            }
            (Self::Values(values), What::Values(field)) => {
                for cell in record.cells(field).filter(|cell| cell::is_value(cell)) {
                    values.insert(cell, hashes.hash(cell));
                }
            }
            (Self::Sum(sum), What::Sum(field) | What::Avg(field)) => {
                numbers(record, field).for_each(|number| sum.add(number));
            }
            (Self::Extreme(kept), What::Min(field) | What::Max(field)) => {
                numbers(record, field).for_each(|number| keep_number(kept, number, order(what)));
            }
            (Self::Days(days), _) => {
                days.extend(record.time().map(|time| Offset::UTC.to_datetime(time).date()));
            }
            (Self::Ids(count, ids), _) => {
                let id = record.id().map(|id| hashes.hash(id));
                *count += u64::from(id.is_some());
                id.into_iter().for_each(|id| _ = ids.insert(id));
            }
            _ => {}
        }
    }

    /// Takes what another one remembers.
    pub(super) fn merge(&mut self, what: What, other: Self) {
        match (self, other) {
            (Self::Count(count), Self::Count(more)) => *count += more,
            (Self::Rate(errors, events), Self::Rate(more_errors, more_events)) => {
                *errors += more_errors;
                *events += more_events;
            }
            (Self::Moment(moment), Self::Moment(Some(time))) => keep(moment, time, order(what)),
            (Self::Field(kept), Self::Field(Some(other))) => keep(kept, other, order(what)),
            (Self::Distinct(set), Self::Distinct(other)) => set.merge(other),
            (Self::Values(values), Self::Values(other)) => values.merge(*other),
            (Self::Sum(sum), Self::Sum(other)) => sum.merge(&other),
            (Self::Extreme(kept), Self::Extreme(Some(number))) => {
                keep_number(kept, number, order(what));
            }
            (Self::Days(days), Self::Days(other)) => days.extend(other),
            (Self::Ids(count, ids), Self::Ids(more, other)) => {
                *count += more;
                ids.merge(other);
            }
            _ => {}
        }
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Count(_)
            | Self::Rate(..)
            | Self::Moment(_)
            | Self::Extreme(_)
            | Self::Field(None) => 0,
            Self::Field(Some(latest)) => size_of::<Latest>() + latest.id.len() + latest.cell.len(),
            Self::Distinct(set) | Self::Ids(_, set) => set.bytes(),
            Self::Values(values) => values.bytes(),
            Self::Sum(_) => size_of::<Sum>(),
            Self::Days(days) => days.len() * NODE,
        }
    }

    /// The value; `matched`: all events that match, in any group.
    pub(super) fn value(&self, measure: &Measure, matched: u64, fields: &Fields) -> Value {
        match (self, measure.what) {
            (Self::Rate(errors, events), _) => percent(*errors, *events),
            (Self::Count(count), What::Share) => percent(*count, matched),
            (Self::Count(count), _) => whole(*count),
            (Self::Moment(moment), _) => moment.map_or(Value::Null, Value::Time),
            (Self::Field(kept), What::FirstOf(field) | What::LastOf(field)) => {
                let kind = fields.kind(field);
                kept.as_ref().map_or(Value::Null, |latest| cell::value(&latest.cell, kind))
            }
            (Self::Distinct(set), _) => whole(set.len() as u64),
            (Self::Values(values), What::Values(field)) => values.value(field, fields),
            (Self::Sum(sum), What::Avg(_)) => sum.mean(),
            (Self::Sum(sum), _) => sum.value(),
            (Self::Extreme(kept), _) => kept.map_or(Value::Null, Value::from),
            (Self::Days(days), _) => empty_days(days),
            (Self::Ids(count, ids), _) => whole(count - ids.len() as u64),
            _ => Value::Null,
        }
    }
}

/// The side on which a measure keeps values.
fn order(what: What) -> Ordering {
    match what {
        What::Last | What::LastOf(_) | What::Max(_) => Ordering::Greater,
        _ => Ordering::Less,
    }
}

fn keep<T: Ord>(kept: &mut Option<T>, new: T, order: Ordering) {
    if kept.as_ref().is_none_or(|old| new.cmp(old) == order) {
        *kept = Some(new);
    }
}

fn keep_number(kept: &mut Option<Number>, new: Number, order: Ordering) {
    if kept.is_none_or(|old| new.compare(old) == order) {
        *kept = Some(new);
    }
}

fn add_field(
    kept: &mut Option<Box<Latest>>,
    what: What,
    field: FieldId,
    record: &mut Record<'_, '_>,
) {
    let Some(time) = record.time() else { return };
    // Most events are neither the first nor the last.
    if kept.as_ref().is_some_and(|kept| time.cmp(&kept.time) == order(what).reverse()) {
        return;
    }
    let id = record.id().unwrap_or_default().to_vec();
    let cell = record.first_cell(field).to_vec();
    keep(kept, Box::new(Latest { time, id, cell }), order(what));
}

/// The numbers of a field.
fn numbers(record: &mut Record<'_, '_>, field: FieldId) -> impl Iterator<Item = Number> {
    record.cells(field).filter_map(|cell| cell::number(cell::text(cell)))
}

/// How many values of a field are numbers.
pub(super) fn count_numbers(record: &mut Record<'_, '_>, field: FieldId) -> Numbers {
    let (mut all, mut numbers) = (0, 0);
    for cell in record.cells(field).filter(|cell| cell::is_value(cell)) {
        all += 1;
        numbers += u64::from(cell::number(cell::text(cell)).is_some());
    }
    Numbers { numbers, others: all - numbers }
}

impl Distinct {
    fn insert(&mut self, cell: &[u8], id: u128) {
        if self.all.insert(id) {
            self.keep(cell.to_vec(), id);
        }
    }

    /// Keeps a value if it is one of the first.
    fn keep(&mut self, cell: Vec<u8>, id: u128) {
        self.first.insert(cell, id);
        if self.first.len() > SHOWN {
            self.first.pop_last();
        }
    }

    fn merge(&mut self, other: Self) {
        self.all.merge(other.all);
        for (cell, id) in other.first {
            self.keep(cell, id);
        }
    }

    fn bytes(&self) -> usize {
        let first: usize = self.first.keys().map(|cell| cell.len() + NODE).sum();
        self.all.bytes() + first + size_of::<Self>()
    }

    fn value(&self, field: FieldId, fields: &Fields) -> Value {
        let kind = fields.kind(field);
        let values: Vec<Value> = self.first.keys().map(|cell| cell::value(cell, kind)).collect();
        Value::List { more: (self.all.len() - values.len()) as u64, values }
    }
}

fn whole(number: u64) -> Value {
    Value::Integer(number.into())
}

/// The percentage to two places, half away from zero; nothing of nothing.
#[expect(clippy::cast_precision_loss, reason = "at most 10,000 where it is a percentage")]
fn percent(part: u64, all: u64) -> Value {
    if all == 0 {
        return Value::Null;
    }
    let (part, all) = (u128::from(part), u128::from(all));
    let hundredths = (part * 20_000 + all) / (2 * all);
    Value::Number(hundredths as f64 / 100.0)
}

fn empty_days(days: &BTreeSet<Date>) -> Value {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Value::Null };
    let span = i64::from(first.until(*last).map_or(0, |span| span.get_days())) + 1;
    Value::Integer(i128::from(span) - days.len() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_two_places_half_away_from_zero() {
        assert_eq!(percent(1, 3), Value::Number(33.33));
        assert_eq!(percent(2, 3), Value::Number(66.67));
        assert_eq!(percent(1, 800), Value::Number(0.13));
        assert_eq!(percent(7, 7), Value::Number(100.0));
        assert_eq!(percent(0, 0), Value::Null);
    }

    #[test]
    fn empty_days_are_those_between_the_first_and_the_last() {
        let days = |days: &[&str]| days.iter().map(|day| day.parse().unwrap()).collect();
        assert_eq!(empty_days(&days(&["2026-02-27", "2026-03-02"])), Value::Integer(2));
        assert_eq!(empty_days(&days(&["2026-02-27"])), Value::Integer(0));
        assert_eq!(empty_days(&BTreeSet::new()), Value::Null);
    }
}
