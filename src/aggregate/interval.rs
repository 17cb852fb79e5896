//! Buckets of time in UTC: `1m` to `12h`, `1d`, `1w`. Knows only times.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::table::Value;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// Monday, 1969-12-29, in seconds of the epoch: the epoch began on a Thursday.
const A_MONDAY: i64 = -3 * DAY;

/// The length of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    seconds: i64,
}

/// A text is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an interval is 1m to 12h and divides a day, or 1d or 1w: 5m, 30m, 1h, 6h")]
pub struct IntervalError;

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let unit = text.chars().last().ok_or(IntervalError)?;
        let digits = &text[..text.len() - unit.len_utf8()];
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = digits.parse().ok().filter(|_| is_number).ok_or(IntervalError)?;
        let unit = match unit {
            'm' => MINUTE,
            'h' => HOUR,
            'd' => DAY,
            'w' => WEEK,
            _ => return Err(IntervalError),
        };
        let seconds = number.checked_mul(unit).ok_or(IntervalError)?;
        let is_part_of_day = (MINUTE..=12 * HOUR).contains(&seconds) && DAY % seconds == 0;
        if !is_part_of_day && seconds != DAY && seconds != WEEK {
            return Err(IntervalError);
        }
        Ok(Self { seconds })
    }
}

impl Interval {
    /// The start of the bucket that holds this time, in seconds of the epoch.
    pub fn start(self, time: Timestamp) -> i64 {
        let seconds = time.as_second() - i64::from(time.subsec_nanosecond() < 0);
        let origin = if self.seconds == WEEK { A_MONDAY } else { 0 };
        (seconds - origin).div_euclid(self.seconds) * self.seconds + origin
    }

    /// The starts of all buckets from `first` to `last`, both of which are starts.
    pub fn starts(self, first: i64, last: i64) -> impl ExactSizeIterator<Item = i64> + Clone {
        let count = usize::try_from((last - first) / self.seconds + 1).unwrap_or(0);
        (0..count).map(move |at| first + i64::try_from(at).unwrap_or(0) * self.seconds)
    }

    /// A start as it is printed: of days and weeks, the date.
    pub fn value(self, start: i64) -> Value {
        let Ok(time) = Timestamp::from_second(start) else { return Value::Null };
        if self.is_of_days() {
            return Value::Date(Offset::UTC.to_datetime(time).date());
        }
        Value::Time(time)
    }

    /// Whether its buckets start at midnight, and are printed as dates.
    pub fn is_of_days(self) -> bool {
        self.seconds >= DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(interval: &str, time: &str) -> String {
        let interval: Interval = interval.parse().unwrap();
        let start = interval.start(time.parse().unwrap());
        Timestamp::from_second(start).unwrap().to_string()
    }

    #[test]
    fn a_bucket_starts_at_a_multiple_of_its_length_in_the_day() {
        assert_eq!(start("1m", "2026-11-20T09:14:59.9Z"), "2026-11-20T09:14:00Z");
        assert_eq!(start("30m", "2026-11-20T09:14:59Z"), "2026-11-20T09:00:00Z");
        assert_eq!(start("12h", "2026-11-20T12:00:00Z"), "2026-11-20T12:00:00Z");
        assert_eq!(start("1d", "2026-11-20T23:59:59Z"), "2026-11-20T00:00:00Z");
        assert_eq!(start("1h", "1969-12-31T23:59:59.5Z"), "1969-12-31T23:00:00Z");
    }

    #[test]
    fn a_week_starts_on_monday() {
        assert_eq!(start("1w", "2026-11-22T23:59:59Z"), "2026-11-16T00:00:00Z");
        assert_eq!(start("1w", "2026-11-23T00:00:00Z"), "2026-11-23T00:00:00Z");
        assert_eq!(start("1w", "1970-01-01T00:00:00Z"), "1969-12-29T00:00:00Z");
    }

    #[test]
    fn an_interval_divides_a_day_or_is_a_day_or_a_week() {
        for text in ["1m", "5m", "48m", "90m", "720m", "1h", "8h", "12h", "24h", "1d", "1w", "7d"] {
            assert!(text.parse::<Interval>().is_ok(), "{text}");
        }
        for text in
            ["", "m", "0m", "7m", "5h", "13h", "2d", "2w", "1s", "+1h", "-1h", "1 h", "1H", "é"]
        {
            assert_eq!(text.parse::<Interval>(), Err(IntervalError), "{text}");
        }
    }

    #[test]
    fn starts_include_both_ends() {
        let day: Interval = "1d".parse().unwrap();
        assert_eq!(day.starts(0, 2 * DAY).collect::<Vec<_>>(), [0, DAY, 2 * DAY]);
        assert_eq!(day.starts(0, 0).len(), 1);
    }
}
