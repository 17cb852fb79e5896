//! The value of a key or a measure as bytes: what distinguishes groups.
//!
//! Missing, `null` and empty text are one value; `243` and `243.0` are one number. A text and a number
//! that look alike are two values.

use std::cmp::Ordering;
use std::fmt;

use crate::event::Event;
use crate::event::Value as Json;
use crate::event::derived::Cell;
use crate::event::schema::FieldType;
use crate::event::time;
use crate::table::Value;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Tag {
    /// No value.
    Null,
    /// Text.
    Text,
    /// A JSON value that is no string, on one line.
    Json,
}

/// Gives the tag and the bytes of a cell to `take`. Those of no value are empty.
pub(super) fn with<T>(
    cell: &Cell<'_>,
    kind: Option<FieldType>,
    event: Option<&Event<'_>>,
    take: impl FnOnce(Tag, &[u8]) -> T,
) -> T {
    let truth = |truth: bool| if truth { b"true".as_slice() } else { b"false" };
    match cell {
        Cell::Json(value) => {
            // CloudTrail and LookupEvents write truth values as both.
            let boolean = (kind == Some(FieldType::Boolean)).then(|| value.truth()).flatten();
            if let Some(boolean) = boolean {
                take(Tag::Json, truth(boolean))
            } else if let Some(plain) = value.plain() {
                take(Tag::Text, plain)
            } else if value.is_null() {
                take(Tag::Null, &[])
            } else if value.is_string() {
                take(Tag::Text, value.text().as_bytes())
            } else if let Some(number) = fraction(value.written()) {
                take(Tag::Json, number.to_string().as_bytes())
            } else if event.is_some_and(Event::is_compact) {
                take(Tag::Json, value.written())
            } else {
                // A record in several lines has objects in several lines.
                take(Tag::Json, &value.compact())
            }
        }
        Cell::Text(text) => take(Tag::Text, text.as_bytes()),
        Cell::Integer(number) => take(Tag::Json, number.to_string().as_bytes()),
        Cell::Boolean(boolean) => take(Tag::Json, truth(*boolean)),
    }
}

/// Appends a cell: its tag, then its bytes. Appends a null for empty text.
pub(super) fn write(
    cell: &Cell<'_>,
    kind: Option<FieldType>,
    event: Option<&Event<'_>>,
    out: &mut Vec<u8>,
) {
    with(cell, kind, event, |tag, bytes| push(tag, bytes, out));
}

/// A number that can be written in several ways: with a fraction or an exponent.
fn fraction(written: &[u8]) -> Option<Number> {
    let is_number = written.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
    let has_fraction = || written.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    (is_number && has_fraction()).then(|| number(std::str::from_utf8(written).ok()?)).flatten()
}

fn push(tag: Tag, bytes: &[u8], out: &mut Vec<u8>) {
    let tag = if bytes.is_empty() { Tag::Null } else { tag };
    out.push(tag as u8);
    out.extend_from_slice(bytes);
}

/// The tag of a written cell.
pub(super) fn tag(cell: &[u8]) -> Tag {
    match cell.first() {
        Some(&tag) if tag == Tag::Text as u8 => Tag::Text,
        Some(&tag) if tag == Tag::Json as u8 => Tag::Json,
        _ => Tag::Null,
    }
}

/// A written cell, for a test.
pub(super) fn read(cell: &[u8]) -> Cell<'_> {
    match tag(cell) {
        Tag::Json => Cell::Json(Json::new(&cell[1..])),
        _ => Cell::Text(text(cell).into()),
    }
}

/// Whether a written cell is a value.
pub(super) fn is_value(cell: &[u8]) -> bool {
    cell.first().is_some_and(|tag| *tag != Tag::Null as u8)
}

/// The text of a written cell.
pub(super) fn text(cell: &[u8]) -> &str {
    // Cells are written from text; those that were not UTF-8 were replaced.
    cell.get(1..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A written cell as a value of a table.
pub(super) fn value(cell: &[u8], kind: Option<FieldType>) -> Value {
    let text = text(cell);
    match cell.first() {
        Some(&tag) if tag == Tag::Text as u8 => {
            let time = (kind == Some(FieldType::Timestamp)).then(|| time::event_time(text));
            let date = || (kind == Some(FieldType::Date)).then(|| text.parse().ok());
            if let Some(time) = time.flatten() {
                return Value::Time(time);
            }
            date().flatten().map_or_else(|| Value::Text(text.to_owned()), Value::Date)
        }
        Some(&tag) if tag == Tag::Json as u8 => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ if text.starts_with(['{', '[']) => Value::Json(text.to_owned()),
            _ => number(text).map_or_else(|| Value::Text(text.to_owned()), Value::from),
        },
        _ => Value::Null,
    }
}

/// A number that a text holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// A whole number, also one written as `243.0`.
    Whole(i128),
    /// Any other; finite.
    Real(f64),
}

/// From here on `f64` does not hold every whole number.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

#[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough to be exact")]
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let starts_as_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    if !starts_as_number {
        return None;
    }
    if let Ok(whole) = text.parse() {
        return Some(Number::Whole(whole));
    }
    let whole = text.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|digit| digit == b'0'));
    if let Some(whole) = whole.and_then(|(whole, _)| whole.parse().ok()) {
        return Some(Number::Whole(whole));
    }
    let real: f64 = text.parse().ok().filter(|real: &f64| real.is_finite())?;
    let is_exact = real.fract() == 0.0 && real.abs() < MOST_EXACT;
    Some(if is_exact { Number::Whole(real as i128) } else { Number::Real(real) })
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(formatter),
            Self::Real(real) => real.fmt(formatter),
        }
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Whole(whole) => Self::Integer(whole),
            Number::Real(real) => Self::Number(real),
        }
    }
}

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "an order needs no more")]
    pub(super) fn real(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Real(real) => real,
        }
    }

    fn is_whole(self) -> bool {
        matches!(self, Self::Whole(_))
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(one), Self::Whole(two)) => one.cmp(&two),
            // Of a whole number and another one that are the same as far as `f64` knows, either could be
            // kept: the order says which.
            _ => self.real().total_cmp(&other.real()).then(self.is_whole().cmp(&other.is_whole())),
        }
    }
}

/// The order of values: numbers by value, then truth values, times, text by its bytes; no value comes
/// last.
pub(super) fn compare(one: &Value, two: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Integer(_) | Value::Number(_) => 0,
        Value::Boolean(_) => 1,
        Value::Time(_) => 2,
        Value::Date(_) => 3,
        Value::Text(_) | Value::Json(_) => 4,
        Value::List { .. } => 5,
        Value::Null => 6,
    };
    match (one, two) {
        (Value::Integer(one), Value::Integer(two)) => one.cmp(two),
        (Value::Boolean(one), Value::Boolean(two)) => one.cmp(two),
        (Value::Time(one), Value::Time(two)) => one.cmp(two),
        (Value::Date(one), Value::Date(two)) => one.cmp(two),
        (Value::Text(one) | Value::Json(one), Value::Text(two) | Value::Json(two)) => one.cmp(two),
        (Value::List { values: one, .. }, Value::List { values: two, .. }) => {
            let pairs = one.iter().zip(two).map(|(one, two)| compare(one, two));
            pairs.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&two.len()))
        }
        _ => match (as_number(one), as_number(two)) {
            (Some(one), Some(two)) => one.compare(two),
            _ => rank(one).cmp(&rank(two)),
        },
    }
}

pub(super) fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Integer(whole) => Some(Number::Whole(*whole)),
        Value::Number(real) => Some(Number::Real(*real)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_however_they_are_written() {
        for text in ["243", "243.0", "243.000", "2.43e2", " 243 "] {
            assert_eq!(number(text), Some(Number::Whole(243)), "{text}");
        }
        assert_eq!(number("9007199254740993"), Some(Number::Whole(9_007_199_254_740_993)));
        assert_eq!(number("0.5"), Some(Number::Real(0.5)));
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["", "-", "NaN", "inf", "infinity", "1e999", "0x10", "12 34", "1,000", "true"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_compare_by_value_and_nothing_comes_last() {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut values =
            [Value::Null, text("10"), text("B"), Value::Integer(10), Value::Number(9.5), text("a")];
        values.sort_by(compare);
        let sorted =
            [Value::Number(9.5), Value::Integer(10), text("10"), text("B"), text("a"), Value::Null];
        assert_eq!(values, sorted);
    }
}
