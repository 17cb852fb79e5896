//! One value as text: for people, or as data.
//!
//! Knows no layout. What it returns for people is safe for a terminal; escaping for HTML or Markdown
//! is up to those formats.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Column, Kind, More, Value};
use crate::sink::numbers::counted;
use crate::sink::safe::shown;
use crate::sink::text::clock;

/// What stands for a missing value where people read.
pub const MISSING: &str = "-";

/// A value for people: thousands separators in measures, `-` for a missing value, steering characters
/// spelled out.
pub fn text(value: &Value, column: &Column, zone: &TimeZone) -> String {
    if value.is_null() {
        return MISSING.to_owned();
    }
    match value {
        // A number that is a key is an identifier, such as that of a network.
        Value::Integer(number) if !column.is_key => grouped(*number),
        Value::Number(number) if column.kind == Kind::Percent => percent(*number) + "%",
        Value::Number(number) if !column.is_key => grouped_number(*number),
        Value::Time(time) => clock(*time, zone),
        Value::List { values, more } => {
            let one = Column { is_key: true, ..column.clone() };
            list(values.iter().map(|value| text(value, &one, zone)), *more)
        }
        value => shown(&plain(value, column.kind, zone)).into_owned(),
    }
}

/// A value as data: no separators, RFC 3339 times, nothing for a missing value. Texts are as the log
/// has them.
pub fn plain<'v>(value: &'v Value, kind: Kind, zone: &TimeZone) -> Cow<'v, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Text(text) | Value::Json(text) => Cow::Borrowed(text),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Number(value) if kind == Kind::Percent => Cow::Owned(percent(*value)),
        Value::Number(value) => Cow::Owned(number(*value)),
        Value::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Time(time) => Cow::Owned(rfc3339(*time, zone)),
        Value::Date(date) => Cow::Owned(date.to_string()),
        Value::List { values, more } => Cow::Owned(list(
            values.iter().map(|value| plain(value, kind, zone).into_owned()),
            *more,
        )),
    }
}

fn list(values: impl Iterator<Item = String>, more: u64) -> String {
    let mut parts = vec![values.collect::<Vec<_>>().join(", ")];
    if more > 0 {
        parts.push(format!("and {} more", grouped(i128::from(more))));
    }
    parts.join(" ")
}

/// Which zone the times for people are in.
pub fn zone_of_times(zone: &TimeZone) -> String {
    if *zone == TimeZone::UTC {
        return "Times are in UTC.".to_owned();
    }
    let zone = zone.iana_name().map_or("local".to_owned(), |name| format!("in {name}"));
    format!("Times are {zone}; days, weekdays and hours are in UTC.")
}

/// A time without needless fraction, in UTC with `Z`.
fn rfc3339(time: Timestamp, zone: &TimeZone) -> String {
    if *zone == TimeZone::UTC {
        return time.to_string();
    }
    time.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
}

/// The shortest text that is this number, also in JSON.
pub fn number(value: f64) -> String {
    // Not `-0`.
    let value = if value == 0.0 { 0.0 } else { value };
    let is_usual = value == 0.0 || (1e-7..1e21).contains(&value.abs());
    if is_usual { value.to_string() } else { format!("{value:e}") }
}

/// Two places, half away from zero.
pub fn percent(value: f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0)
}

/// `1,204,118`.
pub fn grouped(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    sign.to_owned() + &grouped_digits(&number.unsigned_abs().to_string())
}

/// "and 312 more groups, 4,201 events", if anything is left out.
pub fn left_out(more: More, noun: &str) -> Option<String> {
    let groups = counted(more.groups, &format!("more {noun}"));
    let events = match more.events {
        0 => String::new(),
        events => format!(", {}", counted(events, "event")),
    };
    (more.groups > 0).then(|| format!("and {groups}{events}"))
}

/// `1,204,118.25`; at most three places for people.
pub fn grouped_number(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    let is_exact_enough = value.abs() < 1e15 && (rounded != 0.0 || value == 0.0);
    let text = number(if is_exact_enough { rounded } else { value });
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => ("-", text),
        None => ("", &*text),
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    [sign, &grouped_digits(&text[..digits]), &text[digits..]].concat()
}

fn grouped_digits(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(value: &Value, kind: Kind) -> String {
        text(value, &Column::measure("m", kind), &TimeZone::UTC)
    }

    fn plain_of(value: &Value, kind: Kind) -> String {
        plain(value, kind, &TimeZone::UTC).into_owned()
    }

    #[test]
    fn measures_have_thousands_separators_and_keys_have_none() {
        assert_eq!(text_of(&Value::Integer(1_204_118), Kind::Integer), "1,204,118");
        assert_eq!(text_of(&Value::Integer(-999), Kind::Integer), "-999");
        assert_eq!(text_of(&Value::Integer(-1000), Kind::Integer), "-1,000");
        assert_eq!(text_of(&Value::Integer(i128::MIN), Kind::Integer).len(), 1 + 39 + 12);
        let key = Column::key("geo.asn", Kind::Integer);
        assert_eq!(text(&Value::Integer(14_618), &key, &TimeZone::UTC), "14618");
    }

    #[test]
    fn data_has_no_separators() {
        assert_eq!(plain_of(&Value::Integer(1_204_118), Kind::Integer), "1204118");
        assert_eq!(plain_of(&Value::Number(1234.5), Kind::Number), "1234.5");
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let texts = [243.0, 0.1, -0.0, 1e21, 1e-9, 1234.5].map(number);
        assert_eq!(texts, ["243", "0.1", "0", "1e21", "1e-9", "1234.5"]);
        let texts = [1_234_567.891_23, -1234.0, 1e-9, 0.0, 1e21].map(grouped_number);
        assert_eq!(texts, ["1,234,567.891", "-1,234", "1e-9", "0", "1e21"]);
    }

    #[test]
    fn percentages_have_two_places_rounded_half_away_from_zero() {
        let texts = [0.125, 12.5, 100.0, 0.0, 33.333_333].map(percent);
        assert_eq!(texts, ["0.13", "12.50", "100.00", "0.00", "33.33"]);
        assert_eq!(text_of(&Value::Number(12.5), Kind::Percent), "12.50%");
    }

    #[test]
    fn times_are_utc_or_local_when_requested() {
        let time = Value::Time("2026-11-20T09:14:07Z".parse().unwrap());
        assert_eq!(text_of(&time, Kind::Time), "2026-11-20 09:14:07Z");
        assert_eq!(plain_of(&time, Kind::Time), "2026-11-20T09:14:07Z");
        let fraction = Value::Time("2026-11-20T09:14:07.250Z".parse().unwrap());
        assert_eq!(plain_of(&fraction, Kind::Time), "2026-11-20T09:14:07.25Z");
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(plain(&time, Kind::Time, &zone), "2026-11-20T11:14:07+02:00");
        let column = Column::key("time", Kind::Time);
        assert_eq!(text(&time, &column, &zone), "2026-11-20 11:14:07+02:00");
    }

    #[test]
    fn the_zone_of_times_is_named() {
        assert_eq!(zone_of_times(&TimeZone::UTC), "Times are in UTC.");
        let zone = TimeZone::posix("IST-5:30").unwrap();
        let local = "Times are local; days, weekdays and hours are in UTC.";
        assert_eq!(zone_of_times(&zone), local);
    }

    #[test]
    fn missing_values_are_a_dash_for_people_and_nothing_in_data() {
        let none = Value::List { values: Vec::new(), more: 0 };
        for value in [Value::Null, Value::Text(String::new()), none] {
            assert_eq!(plain_of(&value, Kind::Text), "");
            assert_eq!(text_of(&value, Kind::Text), "-");
        }
    }

    #[test]
    fn lists_say_how_many_values_are_left_out() {
        let values = vec![Value::Text("a".into()), Value::Integer(1000)];
        let list = Value::List { values, more: 1200 };
        assert_eq!(text_of(&list, Kind::List), "a, 1000 and 1,200 more");
        assert_eq!(plain_of(&list, Kind::List), "a, 1000 and 1,200 more");
    }

    #[test]
    fn what_is_left_out_is_said_in_the_singular_or_plural() {
        let text = |groups, events| left_out(More { groups, events }, "group");
        assert_eq!(text(312, 4_201).unwrap(), "and 312 more groups, 4,201 events");
        assert_eq!(text(1, 1).unwrap(), "and 1 more group, 1 event");
        assert_eq!(text(2, 0).unwrap(), "and 2 more groups");
        assert_eq!(text(0, 0), None);
    }

    #[test]
    fn steering_characters_are_spelled_out_for_people() {
        let value = Value::Text("a\u{1b}[31m\u{202e}\n".into());
        assert_eq!(text_of(&value, Kind::Text), r"a\u{1b}[31m\u{202e}\n");
        let value = Value::Json("{\"a\":\"\u{202e}\"}".into());
        assert_eq!(text_of(&value, Kind::Json), r#"{"a":"\u{202e}"}"#);
    }
}
