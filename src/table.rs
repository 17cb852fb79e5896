//! Finished answers: a table of named, typed columns.
//!
//! Counts and reports end in tables. Knows nothing of events or flags: a table is the same whatever
//! computed it, and each renderer below prints any of them.

pub mod blocks;
pub mod cell;
pub mod csv;
pub mod html;
pub mod json;
mod layout;
pub mod markdown;
pub mod text;
pub mod timeline;
pub mod tsv;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Missing, `null` or empty text.
    Null,
    /// Text. Log values are written by attackers: every renderer escapes it.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// Any other number; never NaN or infinite.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A time, UTC.
    Time(Timestamp),
    /// A day, UTC.
    Date(Date),
    /// A JSON object or array, on one line.
    Json(String),
    /// Several values: the distinct ones of a group, in order. `more`: how many are left out.
    List {
        /// The first values.
        values: Vec<Value>,
        /// How many distinct values follow.
        more: u64,
    },
}

impl Value {
    /// Whether it shows as a missing value.
    pub fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List { values, more } => values.is_empty() && *more == 0,
            _ => false,
        }
    }

    /// The number, for the length of a bar or the height of a point.
    pub fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "charts need no more than 53 bits")]
            Self::Integer(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The moment, or the begin of the day.
    pub fn moment(&self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(*time),
            Self::Date(date) => Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp()),
            _ => None,
        }
    }
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Percentages to two places.
    Percent,
    /// Truth values.
    Boolean,
    /// Times in UTC.
    Time,
    /// Days in UTC.
    Date,
    /// JSON objects and arrays, or values of any type.
    Json,
    /// Lists of values.
    List,
}

impl Kind {
    /// The kind as JSON output names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Boolean => "boolean",
            Self::Time => "timestamp",
            Self::Date => "date",
            Self::Json => "json",
            Self::List => "list",
        }
    }

    /// Whether its values are numbers, which tables align on the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Percent)
    }

    /// Whether its values are times or days.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Time | Self::Date)
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name, as the user or the definition wrote it.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether it is a part of the group's key (`time` of a bucket included), and no measure.
    pub is_key: bool,
}

impl Column {
    /// A part of the group's key.
    pub fn key(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind, is_key: true }
    }

    /// A measure.
    pub fn measure(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind, is_key: false }
    }
}

/// Groups that are not among the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Groups, or single events.
    pub groups: u64,
    /// Events in them.
    pub events: u64,
}

/// A finished table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns: keys first, then measures.
    pub columns: Vec<Column>,
    /// Rows in their order; as many values as there are columns.
    pub rows: Vec<Vec<Value>>,
    /// What a limit left out.
    pub more: More,
    /// The column that the rows are sorted by first, if it is a measure.
    pub sorted_by: Option<usize>,
}

impl Table {
    /// Whether its rows are buckets of time: the first key is a time or a day.
    pub fn is_over_time(&self) -> bool {
        self.columns.first().is_some_and(|column| column.is_key && column.kind.is_time())
    }

    /// The measure that charts show: the one the rows are sorted by, or else the first number.
    pub fn charted(&self) -> Option<usize> {
        let is_charted =
            |at: &usize| !self.columns[*at].is_key && self.columns[*at].kind.is_number();
        self.sorted_by.filter(is_charted).or_else(|| (0..self.columns.len()).find(is_charted))
    }
}
