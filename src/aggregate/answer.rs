//! From groups to a finished table: fill, choose, sort, cut.

use std::collections::HashMap;

use super::accumulator::Accumulator;
use super::cell;
use super::groups::{self, Group, Groups};
use super::interval::Interval;
use super::measure::What;
use super::question::{MOST_ROWS, Newness, Order, Question, compare};
use super::read::Fields;
use crate::event::schema::FieldType;
use crate::table::{Column, Kind, More, Table, Value};

/// Filling all buckets would make more rows than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{buckets} buckets for each of {groups} groups are more than 10,000,000 rows")]
pub struct TooManyRows {
    /// Buckets from the first to the last event.
    pub buckets: usize,
    /// Groups to print.
    pub groups: usize,
}

/// A group to print, with all of its buckets.
struct Candidate {
    key: Box<[u8]>,
    /// The start of each bucket; one that does not matter without buckets.
    buckets: HashMap<i64, Group>,
    total: Group,
    /// The row of the total.
    row: Vec<Value>,
}

struct Answer<'q> {
    question: &'q Question,
    fields: &'q Fields,
    names: Vec<String>,
    matched: u64,
    /// The first and the last bucket with an event.
    span: Option<(i64, i64)>,
}

/// Makes the table of a question.
///
/// # Errors
/// It would have too many rows.
pub(super) fn table(
    question: &Question,
    fields: &Fields,
    groups: Groups,
) -> Result<Table, TooManyRows> {
    let names = question.columns().map(|(name, _)| name.to_owned()).collect();
    let span = question.interval.and_then(|_| groups.bucket_span());
    let answer = Answer { question, fields, names, matched: groups.matched, span };
    let new_since = question.newness.and_then(|newness| match newness {
        Newness::Since(time) => Some(time),
        Newness::BeforeLast(age) => groups.latest?.checked_sub(age).ok(),
    });
    let mut candidates = answer.candidates(groups.into_groups());
    if let Some(since) = new_since {
        let first = question.measures.iter().position(|measure| measure.what == What::First);
        let first = first.map_or(0, |at| question.key_count() + at);
        candidates.retain(|one| matches!(one.row[first], Value::Time(time) if time >= since));
    }
    if let Some(having) = &question.having {
        candidates.retain(|candidate| having.holds(&answer.names, &candidate.row));
    }
    let more = answer.cut(&mut candidates);
    let mut rows = match question.interval {
        Some(interval) => answer.filled(interval, candidates)?,
        None => candidates.into_iter().map(|candidate| candidate.row).collect(),
    };
    let orders = answer.orders();
    rows.sort_by(|one, two| compare(&orders, one, two));
    let columns = answer.columns(&rows);
    let sorted_by = orders.first().map(|order| order.column);
    let sorted_by = sorted_by.filter(|column| *column >= question.key_count());
    Ok(Table { columns, rows, more, sorted_by })
}

impl Answer<'_> {
    /// All groups, their buckets together.
    fn candidates(&self, groups: HashMap<Box<[u8]>, Group>) -> Vec<Candidate> {
        let start_length = if self.question.interval.is_some() { size_of::<i64>() } else { 0 };
        let mut buckets: HashMap<Box<[u8]>, HashMap<i64, Group>> = HashMap::new();
        for (key, group) in groups {
            let (start, key) = key.split_at(start_length);
            let start = start.try_into().map_or(0, i64::from_be_bytes);
            match buckets.get_mut(key) {
                Some(group_buckets) => _ = group_buckets.insert(start, group),
                None => _ = buckets.insert(key.into(), HashMap::from([(start, group)])),
            }
        }
        for key in self.missing_keys(&buckets) {
            buckets.insert(key, HashMap::new());
        }
        let candidates = buckets.into_iter().map(|(key, buckets)| {
            let mut total = self.empty_group();
            if self.needs_totals() {
                buckets.values().cloned().for_each(|group| total.merge(self.question, group));
            }
            let row = self.row(None, &key, &total);
            Candidate { key, buckets, total, row }
        });
        candidates.collect()
    }

    /// With buckets, totals choose groups and are not printed.
    fn needs_totals(&self) -> bool {
        let question = self.question;
        question.interval.is_none()
            || question.limit.is_some()
            || question.having.is_some()
            || question.newness.is_some()
    }

    /// The keys without events that have a row all the same.
    fn missing_keys(&self, found: &HashMap<Box<[u8]>, HashMap<i64, Group>>) -> Vec<Box<[u8]>> {
        let question = self.question;
        if question.keys.is_empty() && question.interval.is_none() && found.is_empty() {
            return vec![Box::default()];
        }
        if !question.is_filled {
            return Vec::new();
        }
        let mut keys = vec![Vec::new()];
        for key in &question.keys {
            let Some(FieldType::Integer(least, most)) = key.kind else { return Vec::new() };
            let longer = |key: &Vec<u8>, number: u32| {
                let mut longer = key.clone();
                groups::push(&cell::integer(number), &mut longer);
                longer
            };
            keys =
                keys.iter().flat_map(|key| (least..=most).map(move |n| longer(key, n))).collect();
        }
        let missing = keys.into_iter().map(Vec::into_boxed_slice);
        missing.filter(|key| !found.contains_key(key)).collect()
    }

    /// Leaves out groups beyond the limit, the last by their totals.
    fn cut(&self, candidates: &mut Vec<Candidate>) -> More {
        let Some(limit) = self.question.limit.filter(|limit| *limit < candidates.len()) else {
            return More::default();
        };
        let mut orders = self.orders();
        if self.question.interval.is_some() {
            // All totals have the same time; the greatest groups are those with the most events.
            orders.retain(|order| order.column > 0);
            let is_by_measure =
                orders.first().is_some_and(|order| order.column >= self.question.key_count());
            if !is_by_measure {
                candidates.sort_by(|one, two| {
                    let by_events = two.total.events.cmp(&one.total.events);
                    by_events.then_with(|| compare(&orders, &one.row, &two.row))
                });
                return rest(candidates, limit);
            }
        }
        candidates.sort_by(|one, two| compare(&orders, &one.row, &two.row));
        rest(candidates, limit)
    }

    /// A row for each group and bucket.
    fn filled(
        &self,
        interval: Interval,
        candidates: Vec<Candidate>,
    ) -> Result<Vec<Vec<Value>>, TooManyRows> {
        let Some((first, last)) = self.span else { return Ok(Vec::new()) };
        let starts = interval.starts(first, last);
        let (buckets, groups) = (starts.len(), candidates.len());
        if buckets.saturating_mul(groups) > MOST_ROWS {
            return Err(TooManyRows { buckets, groups });
        }
        let empty = self.empty_group();
        let mut rows = Vec::with_capacity(buckets * groups);
        for candidate in candidates {
            for start in starts.clone() {
                let group = candidate.buckets.get(&start).unwrap_or(&empty);
                rows.push(self.row(Some(interval.value(start)), &candidate.key, group));
            }
        }
        Ok(rows)
    }

    fn row(&self, time: Option<Value>, key: &[u8], group: &Group) -> Vec<Value> {
        let question = self.question;
        let time = question.interval.map(|_| time.unwrap_or(Value::Null));
        let cells = groups::cells(key).zip(&question.keys);
        let keys = cells.map(|(cell, key)| cell::value(cell, key.kind));
        let measures = group.measures.iter().zip(&question.measures);
        let measures = measures
            .map(|(accumulator, measure)| accumulator.value(measure, self.matched, self.fields));
        time.into_iter().chain(keys).chain(measures).collect()
    }

    fn empty_group(&self) -> Group {
        let measures = self.question.measures.iter();
        let measures = measures.map(|measure| Accumulator::new(measure.what)).collect();
        Group { events: 0, measures }
    }

    /// The order of rows, to the last key: no two rows are equal.
    fn orders(&self) -> Vec<Order> {
        let question = self.question;
        let mut orders = question.sort.clone();
        if orders.is_empty() {
            orders = question.default_sort();
        }
        let keys = 0..question.key_count();
        orders.extend(keys.map(|column| Order { column, is_descending: false }));
        orders
    }

    fn columns(&self, rows: &[Vec<Value>]) -> Vec<Column> {
        let columns = self.question.columns().enumerate();
        let columns = columns.map(|(at, (name, kind))| Column {
            name: name.to_owned(),
            kind: precise(kind, rows.iter().map(|row| &row[at])),
            is_key: at < self.question.key_count(),
        });
        columns.collect()
    }
}

/// Leaves out what is beyond the limit.
fn rest(candidates: &mut Vec<Candidate>, limit: usize) -> More {
    let rest = candidates.split_off(limit);
    More {
        groups: rest.len() as u64,
        events: rest.iter().map(|candidate| candidate.total.events).sum(),
    }
}

/// The type of a column whose values are of any type, from its values.
pub(super) fn precise<'v>(kind: Kind, values: impl Iterator<Item = &'v Value> + Clone) -> Kind {
    let is_loose = matches!(kind, Kind::Json | Kind::Number | Kind::Text);
    let mut kinds = values.filter_map(|value| match value {
        Value::Null => None,
        Value::Text(_) => Some(Kind::Text),
        Value::Integer(_) => Some(Kind::Integer),
        Value::Number(_) => Some(Kind::Number),
        Value::Boolean(_) => Some(Kind::Boolean),
        Value::Time(_) => Some(Kind::Time),
        Value::Date(_) => Some(Kind::Date),
        Value::Json(_) => Some(Kind::Json),
        Value::List { .. } => Some(Kind::List),
    });
    let Some(first) = kinds.next().filter(|_| is_loose) else { return kind };
    kinds.fold(first, |all, next| match (all, next) {
        _ if all == next => all,
        (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number) => Kind::Number,
        _ => kind,
    })
}
