//! Finished answers: a table of named, typed columns.
//!
//! Counts and reports end in tables. Knows nothing of events or flags: a table is the same whatever
//! computed it, and each renderer below prints any of them.

use jiff::Timestamp;
use jiff::civil::Date;

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
