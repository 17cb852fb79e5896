//! One question: which events, in which groups, what of each, in which order.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::cell;
use super::dictionary::FieldId;
use super::fields::{ConditionId, Fields};
use super::interval::Interval;
use super::measure::{Measure, What};
use crate::error::UserError;
use crate::event::Value as Json;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::field::PathError;
use crate::event::schema::FieldType;
use crate::filter::expression::{Expression, ExpressionError};
use crate::table::{Kind, Value};

/// The most rows that filling may make.
pub const MOST_ROWS: usize = 10_000_000;

/// A key of a group and the name of its column.
#[derive(Clone, Debug)]
pub struct Key {
    /// The name of its column.
    pub name: String,
    /// The field.
    pub field: FieldId,
    /// The type of its values, where the vocabulary knows it.
    pub kind: Option<FieldType>,
}

impl Key {
    /// A field of the vocabulary, or a path, under the name that it was asked by.
    ///
    /// # Errors
    /// It is neither.
    pub fn parse(text: &str, fields: &mut Fields) -> Result<Self, PathError> {
        let column: Column = text.parse()?;
        let field = fields.add(&column);
        Ok(Self { name: text.to_owned(), field, kind: fields.kind(field) })
    }
}

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The number of the column among all of the table.
    pub column: usize,
    /// From the greatest to the least.
    pub is_descending: bool,
}

/// A table has no such column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot sort by {name}: no such column")]
pub struct OrderError {
    name: String,
    names: Vec<String>,
}

impl From<OrderError> for UserError {
    fn from(error: OrderError) -> Self {
        Self::new(&error, error.help())
    }
}

impl OrderError {
    /// What to do next.
    pub fn help(&self) -> String {
        format!("columns are {}", self.names.join(", "))
    }
}

impl Order {
    /// Reads `COLUMN`, `COLUMN:asc` or `COLUMN:desc`. Without a direction keys ascend and measures
    /// descend; the first `keys` of the columns are keys.
    ///
    /// # Errors
    /// There is no such column.
    pub fn parse(text: &str, names: &[String], keys: usize) -> Result<Self, OrderError> {
        let (name, direction) = match text.rsplit_once(':') {
            Some((name, "asc")) => (name, Some(false)),
            Some((name, "desc")) => (name, Some(true)),
            _ => (text, None),
        };
        let column = names.iter().position(|known| known == name);
        let error = || OrderError { name: name.to_owned(), names: names.to_vec() };
        let column = column.ok_or_else(error)?;
        Ok(Self { column, is_descending: direction.unwrap_or(column >= keys) })
    }

    /// Compares two rows; no value comes last either way.
    pub(super) fn compare(self, one: &[Value], two: &[Value]) -> Ordering {
        let (one, two) = (&one[self.column], &two[self.column]);
        match (one, two) {
            (Value::Null, _) | (_, Value::Null) => cell::compare(one, two),
            _ if self.is_descending => cell::compare(two, one),
            _ => cell::compare(one, two),
        }
    }
}

/// Compares two rows by several columns.
pub(super) fn compare(orders: &[Order], one: &[Value], two: &[Value]) -> Ordering {
    orders.iter().fold(Ordering::Equal, |found, order| found.then_with(|| order.compare(one, two)))
}

/// A question about groups of events.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Only of events for which this holds.
    pub condition: Option<ConditionId>,
    /// Only of events from the first moment to before the second.
    pub span: Option<(Timestamp, Timestamp)>,
    /// One group for each bucket of time. The table's first column is then `time`.
    pub interval: Option<Interval>,
    /// The name of the column of `interval`.
    pub time_name: String,
    /// One group for each combination of their values.
    pub keys: Vec<Key>,
    /// The measures of each group.
    pub measures: Vec<Measure>,
    /// Only groups for which this holds.
    pub having: Option<Having>,
    /// The order of rows.
    pub sort: Vec<Order>,
    /// The most groups.
    pub limit: Option<usize>,
    /// Also rows of keys without events, where all keys have few values, as hours and weekdays.
    pub is_filled: bool,
    /// Only groups that are new. One of the measures is then `first`.
    pub newness: Option<Newness>,
    /// Events that do not count if others stand for them.
    pub unless: Option<Unless>,
}

/// Events that do not count if others stand for them: a call whose parts are events of their own.
#[derive(Clone, Copy, Debug)]
pub struct Unless {
    /// Which events.
    pub condition: ConditionId,
    /// Which events stand for them.
    pub seen: ConditionId,
    /// The field whose value both have.
    pub field: FieldId,
}

/// Since when a group is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newness {
    /// Its first event is not before this time.
    Since(Timestamp),
    /// Its first event is at most so long before the last event of all.
    BeforeLast(SignedDuration),
}

/// A condition on finished rows.
#[derive(Clone, Debug)]
pub struct Having(Expression);

impl Having {
    /// Reads an expression of the names of columns.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn parse(text: &str, names: &[String]) -> Result<Self, ExpressionError> {
        let column = |name: &str| {
            if names.iter().any(|known| known == name) {
                return quoted(name).parse();
            }
            let similar = names.iter().min_by_key(|known| strsim::levenshtein(known, name));
            let similar = similar.filter(|known| strsim::levenshtein(known, name) <= 2);
            Err(PathError::NoColumn { name: name.to_owned(), similar: similar.cloned() })
        };
        Expression::parse_with(text, &column).map(Self)
    }

    /// Whether it holds for a row. `names`: those of its columns.
    pub(super) fn holds(&self, names: &[String], row: &[Value]) -> bool {
        self.0.holds_for(&mut |column, test| {
            let at = names.iter().position(|name| quoted(name) == column.written());
            at.is_some_and(|at| any(&row[at], test))
        })
    }
}

/// The name of a column as a path.
fn quoted(name: &str) -> String {
    format!(".\"{name}\"")
}

fn any(value: &Value, test: &mut dyn FnMut(&Cell<'_>) -> bool) -> bool {
    let mut json = |text: String| test(&Cell::Json(Json::new(text.as_bytes())));
    match value {
        Value::Null => false,
        Value::Integer(whole) => json(whole.to_string()),
        Value::Number(real) => json(real.to_string()),
        Value::Boolean(truth) => json(truth.to_string()),
        Value::Json(json_text) => json(json_text.clone()),
        Value::Text(string) => test(&Cell::Text(string.into())),
        Value::Time(time) => test(&Cell::Text(time.to_string().into())),
        Value::Date(date) => test(&Cell::Text(date.to_string().into())),
        Value::List { values, .. } => values.iter().any(|value| any(value, test)),
    }
}

impl Question {
    /// The names that a condition on groups may have: not that of the time, since a group is of all
    /// buckets.
    pub fn group_names(&self) -> Vec<String> {
        let time = usize::from(self.interval.is_some());
        self.columns().skip(time).map(|(name, _)| name.to_owned()).collect()
    }

    /// The name and type of each column, keys first.
    pub fn columns(&self) -> impl Iterator<Item = (&str, Kind)> {
        let time = self.interval.map(|interval| {
            let kind = if interval.is_of_days() { Kind::Date } else { Kind::Time };
            (self.time_name.as_str(), kind)
        });
        let keys = self.keys.iter().map(|key| (key.name.as_str(), kind(key.kind)));
        let measures = self.measures.iter().map(|m| (m.name.as_str(), m.what.kind()));
        time.into_iter().chain(keys).chain(measures)
    }

    /// The name that two columns have, if there is one.
    pub fn repeated_name(&self) -> Option<&str> {
        let names: Vec<&str> = self.columns().map(|(name, _)| name).collect();
        let mut later = names.iter().enumerate();
        later.find(|(at, name)| names[..*at].contains(name)).map(|(_, name)| *name)
    }

    /// The number of columns before the first measure.
    pub fn key_count(&self) -> usize {
        usize::from(self.interval.is_some()) + self.keys.len()
    }

    /// The order where none is asked for: time, then events from the most to the least, then keys.
    pub fn default_sort(&self) -> Vec<Order> {
        let ascending = |column| Order { column, is_descending: false };
        let keys = (0..self.key_count()).map(ascending);
        let events = self.measures.iter().position(|measure| measure.what == What::Events);
        let events = events.filter(|_| self.interval.is_none());
        let events = events.map(|at| Order { column: self.key_count() + at, is_descending: true });
        events.into_iter().chain(keys).collect()
    }
}

/// The type of a column with values of this type.
pub(super) fn kind(kind: Option<FieldType>) -> Kind {
    match kind {
        Some(FieldType::Boolean) => Kind::Boolean,
        Some(FieldType::Integer(..)) => Kind::Integer,
        Some(FieldType::Timestamp) => Kind::Time,
        Some(FieldType::Date) => Kind::Date,
        Some(FieldType::Json) | None => Kind::Json,
        Some(_) => Kind::Text,
    }
}
