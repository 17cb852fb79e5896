//! Moments and ranges of time: as records write them, and as people do.
//!
//! The clock is never read here: "now" is an argument.

use std::time::Duration;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, SpanRelativeTo, Timestamp};

use crate::error::UserError;

/// The time of a record: `2026-11-20T09:14:07Z` in all records seen; the basic form
/// `20131102T010628Z` of old documentation and fractions of a second are taken too.
pub fn event_time(text: &str) -> Option<Timestamp> {
    canonical(text.as_bytes()).or_else(|| text.parse().ok())
}

/// The time of a record that another tool wrote anew: with a blank in place of the `T`, without a
/// zone (UTC), with `UTC` or `GMT` after it, or as a number of seconds, milliseconds, microseconds or
/// nanoseconds since 1970. A date alone is no time.
pub fn rewritten_event_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(time) = epoch(text) {
        return Some(time);
    }
    let text = ["UTC", "GMT", "Z"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text);
    let text = text.trim_end();
    // The offset may stand apart after the time: 2026-11-20 10:00:00 +0000.
    let joined = text.replacen(" +", "+", 1).replacen(" -", "-", 1);
    if let Ok(time) = joined.parse() {
        return Some(time);
    }
    let has_time = text.contains(':') || text.contains('T');
    let time: DateTime = text.parse().ok().filter(|_| has_time)?;
    Offset::UTC.to_timestamp(time).ok()
}

/// A number since 1970, in the unit that gives a year between 1973 and 5138.
fn epoch(text: &str) -> Option<Timestamp> {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if let Ok(number) = text.parse::<i64>() {
        return match number {
            100_000_000..100_000_000_000 => Timestamp::from_second(number).ok(),
            100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number).ok(),
            100_000_000_000_000..100_000_000_000_000_000 => {
                Timestamp::from_microsecond(number).ok()
            }
            100_000_000_000_000_000.. => Timestamp::from_nanosecond(number.into()).ok(),
            _ => None,
        };
    }
    let number: f64 = text.parse().ok()?;
    let seconds = match number {
        1e8..1e11 => number,
        1e11..1e14 => number / 1e3,
        1e14..1e17 => number / 1e6,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "at most 10^17")]
    Timestamp::from_microsecond((seconds * 1e6).round() as i64).ok()
}

/// Whether a text is a time of the form `YYYY-MM-DDThh:mm:ssZ`, which CloudTrail writes.
pub fn is_canonical(text: &[u8]) -> bool {
    let Some((year, [month, day, hour, minute, second])) = numbers(text) else { return false };
    // Every month has these days; other dates take the full check.
    let is_usual = (1..9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=28).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    is_usual || canonical(text).is_some()
}

/// `YYYY-MM-DDThh:mm:ssZ`, read without a general parser: a time filter reads that of every record.
pub(super) fn canonical(text: &[u8]) -> Option<Timestamp> {
    let (year, [month, day, hour, minute, second]) = numbers(text)?;
    let time = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

/// The year of a text of the form `YYYY-MM-DDThh:mm:ssZ`, and its month, day, hour, minute and second.
fn numbers(text: &[u8]) -> Option<(i16, [i8; 5])> {
    let text: &[u8; 20] = text.try_into().ok()?;
    let two = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| (10 * tens + ones).cast_signed())
    };
    if [text[4], text[7], text[10], text[13], text[16], text[19]] != *b"--T::Z" {
        return None;
    }
    let year = i16::from(two(0)?) * 100 + i16::from(two(2)?);
    Some((year, [two(5)?, two(8)?, two(11)?, two(14)?, two(17)?]))
}

/// Why a text is no moment.
#[derive(Debug, thiserror::Error)]
#[error("not a time: {0}")]
pub struct TimeError(String);

impl TimeError {
    /// What to do next.
    pub fn help(&self) -> &'static str {
        "a time is 2026-11-20T09:00:00Z (any offset; none means UTC), a date such as 2026-11-20, \
         today, yesterday, now, or an age: 90s, 15m, 2h, 7d, 4w"
    }
}

impl From<TimeError> for UserError {
    fn from(error: TimeError) -> Self {
        Self::new(&error, error.help())
    }
}

/// A start time as people write it: RFC 3339 with any offset, a date and time without a zone (UTC),
/// `now`, an age (`2h`, how long before `now`), or a day in UTC: a date, `today`, `yesterday`. A day
/// means its first moment.
///
/// # Errors
/// The text is none of these.
pub fn moment(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    read(text, now, midnight)
}

/// An end time, written as for [`moment`]. A day means its last nanosecond, so that a range up to
/// the end time, both ends included, includes that day.
///
/// # Errors
/// The text is no time.
pub fn end_moment(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    read(text, now, last_moment)
}

fn read(
    text: &str,
    now: Timestamp,
    of_day: fn(Date) -> Option<Timestamp>,
) -> Result<Timestamp, TimeError> {
    let trimmed = text.trim();
    let found = match day(trimmed, now) {
        Some(day) => of_day(day),
        None if trimmed == "now" => Some(now),
        None => absolute(trimmed).or_else(|| ago(trimmed, now)),
    };
    found.ok_or_else(|| TimeError(text.to_owned()))
}

/// The day that a text means as a whole.
fn day(text: &str, now: Timestamp) -> Option<Date> {
    let today = Offset::UTC.to_datetime(now).date();
    match text {
        "today" => Some(today),
        "yesterday" => today.yesterday().ok(),
        date if date.len() == "2026-11-20".len() && is_dated(date) => date.parse().ok(),
        _ => None,
    }
}

fn is_dated(text: &str) -> bool {
    text.as_bytes().get(4) == Some(&b'-')
}

fn absolute(text: &str) -> Option<Timestamp> {
    if let Some(time) = event_time(text) {
        return Some(time);
    }
    let time: DateTime = is_dated(text).then(|| text.parse().ok())??;
    Offset::UTC.to_timestamp(time).ok()
}

fn midnight(date: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(date.to_datetime(Time::midnight())).ok()
}

fn last_moment(date: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(date.to_datetime(Time::MAX)).ok()
}

fn ago(text: &str, now: Timestamp) -> Option<Timestamp> {
    let span: Span = text.trim_start_matches('-').parse().ok()?;
    let then = now.to_zoned(TimeZone::UTC).checked_sub(span).ok()?.timestamp();
    (then <= now).then_some(then)
}

/// From one moment to another, both included; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first moment.
    pub since: Option<Timestamp>,
    /// The last moment.
    pub until: Option<Timestamp>,
}

impl Range {
    /// Whether the moment lies in the range.
    pub fn contains(&self, time: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= time) && self.until.is_none_or(|until| time <= until)
    }

    /// Whether the range has neither beginning nor end.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether no moment lies in it.
    pub fn is_empty(&self) -> bool {
        matches!((self.since, self.until), (Some(since), Some(until)) if since > until)
    }
}

/// A duration: `30s`, `5m`, `1h`, `1d` of 24 hours.
///
/// # Errors
/// It is something else.
pub fn duration(text: &str) -> Result<Duration, String> {
    let span = text.parse::<Span>().ok();
    let exact = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    let duration = exact.and_then(|exact| Duration::try_from(exact).ok());
    duration.ok_or_else(|| "a duration is 30s, 5m, 1h, 1d".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let now = "2026-11-21T10:30:00Z".parse().unwrap();
        moment(text, now).ok().map(|time| time.to_string())
    }

    #[test]
    fn people_write_times_in_many_ways() {
        let table = [
            ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"),
            ("2026-11-20T09:00:00+02:00", "2026-11-20T07:00:00Z"),
            ("2026-11-20T09:00:00-0530", "2026-11-20T14:30:00Z"),
            ("2026-11-20T09:00:00.5Z", "2026-11-20T09:00:00.5Z"),
            ("2026-11-20T09:00:00", "2026-11-20T09:00:00Z"),
            ("2026-11-20 09:00", "2026-11-20T09:00:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("20131102T010628Z", "2013-11-02T01:06:28Z"),
            ("now", "2026-11-21T10:30:00Z"),
            ("today", "2026-11-21T00:00:00Z"),
            ("yesterday", "2026-11-20T00:00:00Z"),
            ("2h", "2026-11-21T08:30:00Z"),
            ("-2h", "2026-11-21T08:30:00Z"),
            ("7d", "2026-11-14T10:30:00Z"),
            ("1d 2h", "2026-11-20T08:30:00Z"),
            ("4w", "2026-10-24T10:30:00Z"),
        ];
        for (text, expected) in table {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-30",
            "2026-11-20T25:00:00Z",
            "2x",
            "h",
            "11/20/2026",
            "9999999999w",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn times_that_other_tools_wrote_anew_are_read() {
        let table = [
            ("2026-11-20 10:00:00.000", "2026-11-20T10:00:00Z"),
            ("2026-11-20 10:00:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20T10:00:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20T10:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20 10:00:00.5 UTC", "2026-11-20T10:00:00.5Z"),
            ("2026-11-20 10:00:00Z", "2026-11-20T10:00:00Z"),
            ("2026-11-20 12:00:00+02:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20 12:00:00 +0200", "2026-11-20T10:00:00Z"),
            ("2026-11-20 08:30:00 -01:30", "2026-11-20T10:00:00Z"),
            ("2026-11-20 10:00:00 +0000 UTC", "2026-11-20T10:00:00Z"),
            ("1795168800", "2026-11-20T10:00:00Z"),
            ("1795168800.25", "2026-11-20T10:00:00.25Z"),
            ("1.7951688E9", "2026-11-20T10:00:00Z"),
            ("1795168800123", "2026-11-20T10:00:00.123Z"),
            ("1795168800123.0", "2026-11-20T10:00:00.123Z"),
            ("1795168800123456", "2026-11-20T10:00:00.123456Z"),
            ("1795168800123456789", "2026-11-20T10:00:00.123456789Z"),
        ];
        for (text, expected) in table {
            let read = rewritten_event_time(text).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "2026-11-20", "20261120", "2026", "-1795168800", "1e300", "NaN"] {
            assert_eq!(rewritten_event_time(text), None, "{text}");
        }
    }

    #[test]
    fn an_end_time_includes_the_day_that_it_names() {
        let now = "2026-11-21T10:30:00Z".parse().unwrap();
        let end = |text: &str| end_moment(text, now).ok().map(|time| time.to_string());
        for (text, expected) in [
            ("2026-11-20", "2026-11-20T23:59:59.999999999Z"),
            (" 2024-02-29 ", "2024-02-29T23:59:59.999999999Z"),
            ("today", "2026-11-21T23:59:59.999999999Z"),
            ("yesterday", "2026-11-20T23:59:59.999999999Z"),
        ] {
            assert_eq!(end(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "2026-11-20T00:00:00Z",
            "2026-11-20T00:00:00+02:00",
            "2026-11-20 00:00",
            "2026-11-20T00:00:00.5Z",
            "20261120T000000Z",
            "now",
            "2h",
            "-1d",
            "7d",
        ] {
            assert!(end(text).is_some(), "{text}");
            assert_eq!(end(text), at(text), "{text}");
        }
        for text in ["2026-11-31", "tomorrow", "2026-1-1", ""] {
            assert_eq!((end(text), at(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn the_quick_reader_agrees_with_the_general_one() {
        for text in [
            "2021-07-30T15:19:34Z",
            "2000-02-29T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2026-12-31T23:59:59Z",
        ] {
            assert_eq!(canonical(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in [
            "2021-02-29T00:00:00Z",
            "2021-07-30T24:00:00Z",
            "2021-07-30 15:19:34Z",
            "+021-07-30T15:19:34Z",
            "",
        ] {
            assert_eq!(canonical(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_range_includes_both_ends() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let range = Range {
            since: Some(time("2026-01-01T00:00:00Z")),
            until: Some(time("2026-01-02T00:00:00Z")),
        };
        assert!(
            range.contains(time("2026-01-01T00:00:00Z"))
                && range.contains(time("2026-01-02T00:00:00Z"))
        );
        assert!(
            !range.contains(time("2025-12-31T23:59:59Z"))
                && !range.contains(time("2026-01-02T00:00:01Z"))
        );
        assert!(!range.is_empty() && Range { since: range.until, until: range.since }.is_empty());
    }
}
