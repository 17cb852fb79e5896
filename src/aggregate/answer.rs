//! From groups to a finished table: fill, choose, sort, cut.

use std::collections::{HashMap, HashSet};

use super::accumulator::{Accumulator, Context};
use super::cell;
use super::dictionary::Id;
use super::groups::{self, Group, Groups};
use super::interval::Interval;
use super::measure::What;
use super::question::{Key, MOST_ROWS, Newness, Order, Question, compare};
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
struct Candidate<'g> {
    key: Vec<Value>,
    /// The start of each bucket; none without buckets.
    buckets: HashMap<i64, Group<'g>>,
    events: u64,
    /// The row of the total.
    row: Vec<Value>,
}

struct Answer<'q> {
    question: &'q Question,
    context: Context<'q>,
    names: Vec<String>,
    matched: u64,
    /// Measures of no events.
    empty: Vec<Accumulator>,
}

/// Makes the table of a question.
///
/// # Errors
/// It would have too many rows.
pub(super) fn table(
    question: &Question,
    context: Context<'_>,
    groups: &Groups,
) -> Result<Table, TooManyRows> {
    let names = question.columns().map(|(name, _)| name.to_owned()).collect();
    let empty = question.measures.iter().map(|measure| Accumulator::new(measure.what)).collect();
    let answer = Answer { question, context, names, matched: groups.counts.matched, empty };
    let new_since = question.newness.and_then(|newness| match newness {
        Newness::Since(time) => Some(time),
        Newness::BeforeLast(age) => groups.counts.latest?.checked_sub(age).ok(),
    });
    let mut candidates = match question.interval {
        Some(_) => answer.over_time(groups),
        None => answer.plain(groups),
    };
    answer.fill_keys(&mut candidates);
    let span = span(&candidates);
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
        Some(interval) => answer.filled(interval, span, candidates)?,
        None => candidates.into_iter().map(|candidate| candidate.row).collect(),
    };
    let orders = answer.orders();
    rows.sort_by(|one, two| compare(&orders, one, two));
    let columns = answer.columns(&rows);
    let sorted_by = orders.first().map(|order| order.column);
    let sorted_by = sorted_by.filter(|column| *column >= question.key_count());
    Ok(Table { columns, rows, more, sorted_by })
}

/// The first and the last bucket with an event.
fn span(candidates: &[Candidate<'_>]) -> Option<(i64, i64)> {
    let starts = || candidates.iter().flat_map(|candidate| candidate.buckets.keys().copied());
    Some((starts().min()?, starts().max()?))
}

impl Answer<'_> {
    /// All groups of a question without buckets.
    fn plain<'g>(&self, groups: &'g Groups) -> Vec<Candidate<'g>> {
        let candidates = groups.iter(self.question).map(|group| {
            let key = self.key(group.key);
            let row = self.row(None, &key, group.measures);
            Candidate { key, buckets: HashMap::new(), events: group.events, row }
        });
        candidates.collect()
    }

    /// All groups of a question with buckets, those of each group together.
    fn over_time<'g>(&self, groups: &'g Groups) -> Vec<Candidate<'g>> {
        let mut buckets: HashMap<&[Id], HashMap<i64, Group<'g>>> = HashMap::new();
        for group in groups.iter(self.question) {
            let (start, key) = groups::split(self.question, group.key);
            buckets.entry(key).or_default().insert(start, group);
        }
        let candidates = buckets.into_iter().map(|(key, buckets)| {
            let key = self.key(key);
            let events = buckets.values().map(|group| group.events).sum();
            let total = self.total(&buckets);
            let row = self.row(None, &key, &total);
            Candidate { key, buckets, events, row }
        });
        candidates.collect()
    }

    /// The measures of all buckets together. Totals choose groups and are not printed.
    fn total(&self, buckets: &HashMap<i64, Group<'_>>) -> Vec<Accumulator> {
        let question = self.question;
        let mut total = self.empty.clone();
        if question.limit.is_some() || question.having.is_some() || question.newness.is_some() {
            for group in buckets.values() {
                let pairs = total.iter_mut().zip(group.measures).zip(&question.measures);
                for ((own, other), measure) in pairs {
                    own.merge(measure.what, other.clone(), &mut |_, id| id);
                }
            }
        }
        total
    }

    fn key(&self, ids: &[Id]) -> Vec<Value> {
        let keys = ids.iter().zip(&self.question.keys);
        let value = |(id, key): (&Id, &Key)| {
            cell::value(self.context.dictionaries[key.field.0].cell(*id), key.kind)
        };
        keys.map(value).collect()
    }

    /// Adds the groups without events that have a row all the same.
    fn fill_keys(&self, candidates: &mut Vec<Candidate<'_>>) {
        let question = self.question;
        let mut keys = Vec::new();
        if question.keys.is_empty() && question.interval.is_none() && candidates.is_empty() {
            keys.push(Vec::new());
        } else if question.is_filled {
            keys.push(Vec::new());
            for key in &question.keys {
                let Some(FieldType::Integer(least, most)) = key.kind else { return };
                let longer = |key: &Vec<i128>| {
                    let key = key.clone();
                    let numbers = i128::from(least)..=i128::from(most);
                    numbers.map(move |number| [key.clone(), vec![number]].concat())
                };
                keys = keys.iter().flat_map(longer).collect();
            }
        }
        let number = |value: &Value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        };
        let found: HashSet<Vec<i128>> = candidates
            .iter()
            .filter_map(|candidate| candidate.key.iter().map(number).collect())
            .collect();
        let is_filler = !question.keys.is_empty() || candidates.is_empty();
        for key in keys.into_iter().filter(|key| is_filler && !found.contains(key)) {
            let key: Vec<Value> = key.into_iter().map(Value::Integer).collect();
            let row = self.row(None, &key, &self.empty);
            candidates.push(Candidate { key, buckets: HashMap::new(), events: 0, row });
        }
    }

    /// Leaves out groups beyond the limit, the last by their totals.
    fn cut(&self, candidates: &mut Vec<Candidate<'_>>) -> More {
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
                    let by_events = two.events.cmp(&one.events);
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
        span: Option<(i64, i64)>,
        candidates: Vec<Candidate<'_>>,
    ) -> Result<Vec<Vec<Value>>, TooManyRows> {
        let Some((first, last)) = span else { return Ok(Vec::new()) };
        let starts = interval.starts(first, last);
        let (buckets, groups) = (starts.len(), candidates.len());
        if buckets.saturating_mul(groups) > MOST_ROWS {
            return Err(TooManyRows { buckets, groups });
        }
        let mut rows = Vec::with_capacity(buckets * groups);
        for candidate in candidates {
            for start in starts.clone() {
                let group = candidate.buckets.get(&start);
                let measures = group.map_or(&*self.empty, |group| group.measures);
                rows.push(self.row(Some(interval.value(start)), &candidate.key, measures));
            }
        }
        Ok(rows)
    }

    fn row(&self, time: Option<Value>, key: &[Value], measures: &[Accumulator]) -> Vec<Value> {
        let question = self.question;
        let time = question.interval.map(|_| time.unwrap_or(Value::Null));
        let measures = measures.iter().zip(&question.measures);
        let measures = measures
            .map(|(accumulator, measure)| accumulator.value(measure, self.matched, self.context));
        time.into_iter().chain(key.iter().cloned()).chain(measures).collect()
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
fn rest(candidates: &mut Vec<Candidate<'_>>, limit: usize) -> More {
    let rest = candidates.split_off(limit);
    More { groups: rest.len() as u64, events: rest.iter().map(|candidate| candidate.events).sum() }
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
