//! What a measure remembers of a group's events, and its value in the end.
//!
//! Adding events one by one, or merging accumulators of parts in any order, gives the same value.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::cell::{self, Number};
use super::dictionary::FieldId;
use super::dictionary::{Dictionary, EMPTY, Id};
use super::fields::Fields;
use super::ids::{Hashes, Set};
use super::measure::{Measure, What};
use super::read::Record;
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
    /// The numbers of distinct values.
    Distinct(Set<Id>),
    Sum(Box<Sum>),
    Extreme(Option<Number>),
    /// Days with an event.
    Days(BTreeSet<Date>),
    /// Events with an id, and the ids.
    Ids(Box<(u64, Set<u128>)>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Latest {
    time: Timestamp,
    id: Vec<u8>,
    cell: Vec<u8>,
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
            What::Distinct(_) | What::Values(_) => Self::Distinct(Set::default()),
            What::Sum(_) | What::Avg(_) => Self::Sum(Box::default()),
            What::Min(_) | What::Max(_) => Self::Extreme(None),
            What::Duplicates => Self::Ids(Box::default()),
            What::EmptyDays => Self::Days(BTreeSet::new()),
        }
    }

    /// Takes an event; gives the bytes by which it grew.
    pub(super) fn add(
        &mut self,
        what: What,
        record: &mut Record<'_, '_>,
        hashes: &Hashes,
    ) -> usize {
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
                return add_field(kept, what, field, record);
            }
            (Self::Distinct(set), What::Distinct(field) | What::Values(field)) => {
                return record.keys(field).iter().map(|id| insert(set, *id)).sum();
            }
            (Self::Sum(sum), What::Sum(field) | What::Avg(field)) => {
                numbers(record, field).for_each(|number| sum.add(number));
            }
            (Self::Extreme(kept), What::Min(field) | What::Max(field)) => {
                numbers(record, field).for_each(|number| keep_number(kept, number, order(what)));
            }
            (Self::Days(days), _) => {
                if let Some(time) = record.time() {
                    let is_new = days.insert(Offset::UTC.to_datetime(time).date());
                    return if is_new { NODE } else { 0 };
                }
            }
            (Self::Ids(ids), _) => {
                if let Some(id) = record.id() {
                    ids.0 += 1;
                    return ids.1.insert(hashes.hash(id));
                }
            }
            _ => {}
        }
        0
    }

    /// Takes what another one remembers, and `translated` gives the number here of a number there; gives
    /// the bytes by which it grew.
    pub(super) fn merge(
        &mut self,
        what: What,
        other: Self,
        translated: &mut dyn FnMut(FieldId, Id) -> Id,
    ) -> usize {
        match (self, other) {
            (Self::Count(count), Self::Count(more)) => *count += more,
            (Self::Rate(errors, events), Self::Rate(more_errors, more_events)) => {
                *errors += more_errors;
                *events += more_events;
            }
            (Self::Moment(moment), Self::Moment(Some(time))) => keep(moment, time, order(what)),
            (Self::Field(kept), Self::Field(Some(other))) => {
                let before = kept.as_ref().map_or(0, |kept| kept.bytes());
                keep(kept, other, order(what));
                return kept.as_ref().map_or(0, |kept| kept.bytes()).saturating_sub(before);
            }
            (Self::Distinct(set), Self::Distinct(other)) => {
                if let What::Distinct(field) | What::Values(field) = what {
                    return other.iter().map(|id| insert(set, translated(field, id))).sum();
                }
            }
            (Self::Sum(sum), Self::Sum(other)) => sum.merge(&other),
            (Self::Extreme(kept), Self::Extreme(Some(number))) => {
                keep_number(kept, number, order(what));
            }
            (Self::Days(days), Self::Days(other)) => {
                let before = days.len();
                days.extend(other);
                return (days.len() - before) * NODE;
            }
            (Self::Ids(ids), Self::Ids(other)) => {
                ids.0 += other.0;
                return other.1.iter().map(|id| ids.1.insert(id)).sum();
            }
            _ => {}
        }
        0
    }

    /// The value; `matched`: all events that match, in any group.
    pub(super) fn value(&self, measure: &Measure, matched: u64, context: Context<'_>) -> Value {
        match (self, measure.what) {
            (Self::Rate(errors, events), _) => percent(*errors, *events),
            (Self::Count(count), What::Share) => percent(*count, matched),
            (Self::Count(count), _) => whole(*count),
            (Self::Moment(moment), _) => moment.map_or(Value::Null, Value::Time),
            (Self::Field(kept), What::FirstOf(field) | What::LastOf(field)) => {
                let kind = context.fields.kind(field);
                kept.as_ref().map_or(Value::Null, |latest| cell::value(&latest.cell, kind))
            }
            (Self::Distinct(set), What::Values(field)) => first_values(set, field, context),
            (Self::Distinct(set), _) => whole(set.len() as u64),
            (Self::Sum(sum), What::Avg(_)) => sum.mean(),
            (Self::Sum(sum), _) => sum.value(),
            (Self::Extreme(kept), _) => kept.map_or(Value::Null, Value::from),
            (Self::Days(days), _) => empty_days(days),
            (Self::Ids(ids), _) => whole(ids.0 - ids.1.len() as u64),
            _ => Value::Null,
        }
    }
}

/// What gives numbers of values their meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    pub(super) fields: &'c Fields,
    pub(super) dictionaries: &'c [Dictionary],
}

fn insert(set: &mut Set<Id>, id: Id) -> usize {
    if id <= EMPTY { 0 } else { set.insert(id) }
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
) -> usize {
    let Some(time) = record.time() else { return 0 };
    // Most events are neither the first nor the last.
    if kept.as_ref().is_some_and(|kept| time.cmp(&kept.time) == order(what).reverse()) {
        return 0;
    }
    let before = kept.as_ref().map_or(0, |kept| kept.bytes());
    let id = record.id().unwrap_or_default().to_vec();
    let cell = record.first_cell(field).to_vec();
    keep(kept, Box::new(Latest { time, id, cell }), order(what));
    kept.as_ref().map_or(0, |kept| kept.bytes()).saturating_sub(before)
}

impl Latest {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.id.len() + self.cell.len()
    }
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

/// The first values of a set in their order, and how many more there are.
fn first_values(set: &Set<Id>, field: FieldId, context: Context<'_>) -> Value {
    let dictionary = &context.dictionaries[field.0];
    let mut cells: Vec<&[u8]> = set.iter().map(|id| dictionary.cell(id)).collect();
    cells.sort_unstable();
    let kind = context.fields.kind(field);
    let values: Vec<Value> = cells.iter().take(SHOWN).map(|cell| cell::value(cell, kind)).collect();
    Value::List { more: (cells.len() - values.len()) as u64, values }
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
