//! Axes: round ticks for numbers and for times.
//!
//! Knows no drawing.

use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

use crate::table::Kind;
use crate::table::cell::{grouped_number, percent};

/// An axis from zero.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// The last tick.
    pub(super) top: f64,
    /// The ticks above zero.
    pub(super) ticks: Vec<f64>,
}

impl Scale {
    /// An axis with up to five round ticks for numbers up to the largest.
    pub(super) fn new(largest: f64, kind: Kind) -> Self {
        let largest = if largest > 0.0 { largest } else { 1.0 };
        let power = 10_f64.powf((largest / 4.0).log10().floor());
        let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
        let mut step = steps.into_iter().find(|step| step * 4.0 >= largest).unwrap_or(10.0 * power);
        if kind == Kind::Integer {
            step = step.max(1.0).ceil();
        }
        let count = (largest / step).ceil().max(1.0);
        let mut ticks = Vec::new();
        let mut tick = 1.0;
        while tick <= count {
            ticks.push(step * tick);
            tick += 1.0;
        }
        Self { top: step * count, ticks }
    }

    /// The share of the axis that a number takes.
    pub(super) fn share(&self, number: f64) -> f64 {
        (number / self.top).clamp(0.0, 1.0)
    }
}

/// A tick as people read it.
pub(super) fn label(tick: f64, kind: Kind) -> String {
    match kind {
        Kind::Percent => percent(tick).trim_end_matches('0').trim_end_matches('.').to_owned() + "%",
        _ => grouped_number(tick),
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Ticks of times that are at most drawn.
const TIME_TICKS: i64 = 6;
/// Seconds between ticks. Weeks start on Monday, which the first day of 1970 was not.
const SECONDS: [i64; 12] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
];
const MONTHS: [i64; 5] = [1, 3, 6, 12, 60];

/// Round times between two others, and how they are written.
pub(super) fn time_ticks(
    from: Timestamp,
    to: Timestamp,
    zone: &TimeZone,
) -> Vec<(Timestamp, String)> {
    let length = to.as_second() - from.as_second();
    let step = SECONDS.into_iter().find(|step| length / step < TIME_TICKS);
    step.map_or_else(|| month_ticks(from, to), |step| second_ticks(from, to, step, zone))
}

fn second_ticks(
    from: Timestamp,
    to: Timestamp,
    step: i64,
    zone: &TimeZone,
) -> Vec<(Timestamp, String)> {
    let monday = if step >= 7 * DAY { 4 * DAY } else { 0 };
    let offset = i64::from(zone.to_offset(from).seconds());
    let round = (from.as_second() + offset - monday).div_euclid(step) * step + monday;
    let mut second = round - offset;
    let mut ticks = Vec::new();
    while second <= to.as_second() {
        if let Ok(time) = Timestamp::from_second(second)
            && time >= from
        {
            let local = time.to_zoned(zone.clone());
            let is_day = local.time() == Time::midnight();
            let text = local.strftime(if is_day { "%b %-d" } else { "%H:%M" }).to_string();
            ticks.push((time, text));
        }
        second += step;
    }
    ticks
}

fn month_ticks(from: Timestamp, to: Timestamp) -> Vec<(Timestamp, String)> {
    let length = (to.as_second() - from.as_second()) / (30 * DAY);
    let months = MONTHS.into_iter().find(|months| length / months < TIME_TICKS);
    let months = months.unwrap_or(length / TIME_TICKS / 12 * 12 + 12);
    let mut month = Offset::UTC.to_datetime(from).date().first_of_month();
    let mut ticks = Vec::new();
    while let Ok(time) = Offset::UTC.to_timestamp(month.to_datetime(Time::midnight()))
        && time <= to
    {
        let is_round = (i64::from(month.month()) - 1) % months.min(12) == 0;
        if time >= from && is_round {
            ticks.push((time, time.strftime("%b %Y").to_string()));
        }
        let step = if is_round { months } else { 1 };
        let Ok(next) = month.checked_add(Span::new().months(step)) else { break };
        month = next;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_largest_number() {
        let ticks = |largest, kind| Scale::new(largest, kind).ticks;
        assert_eq!(ticks(64_450.0, Kind::Integer), [20_000.0, 40_000.0, 60_000.0, 80_000.0]);
        assert_eq!(ticks(1.0, Kind::Integer), [1.0]);
        assert_eq!(ticks(3.0, Kind::Integer), [1.0, 2.0, 3.0]);
        assert_eq!(ticks(0.0, Kind::Integer), [1.0]);
        assert_eq!(ticks(100.0, Kind::Percent), [25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(0.02, Kind::Number), [0.005, 0.01, 0.015, 0.02]);
        for largest in [1.0, 7.0, 9.0, 11.0, 99.0, 101.0, 12_345_678.0, 1e18] {
            let scale = Scale::new(largest, Kind::Integer);
            assert!(scale.top >= largest && scale.ticks.len() <= 5, "{largest}: {scale:?}");
        }
    }

    #[test]
    fn labels_of_ticks_are_short() {
        assert_eq!(label(20_000.0, Kind::Integer), "20,000");
        assert_eq!(label(12.5, Kind::Percent), "12.5%");
        assert_eq!(label(100.0, Kind::Percent), "100%");
    }

    fn texts(from: &str, to: &str) -> Vec<String> {
        let ticks = time_ticks(from.parse().unwrap(), to.parse().unwrap(), &TimeZone::UTC);
        ticks.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_in_the_zone_of_the_reader() {
        let (from, to) = ("2026-11-19T15:00:00Z", "2026-11-20T09:00:00Z");
        let zone = TimeZone::posix("IST-5:30").unwrap();
        let ticks = time_ticks(from.parse().unwrap(), to.parse().unwrap(), &zone);
        let texts: Vec<&str> = ticks.iter().map(|(_, text)| &**text).collect();
        assert_eq!(texts, ["Nov 20", "06:00", "12:00"]);
        assert_eq!(ticks[0].0, "2026-11-19T18:30:00Z".parse().unwrap());
    }

    #[test]
    fn times_have_round_ticks() {
        let two_days = texts("2026-11-18T09:00:00Z", "2026-11-20T09:00:00Z");
        assert_eq!(two_days, ["12:00", "Nov 19", "12:00", "Nov 20"]);
        let month = texts("2026-10-22T00:00:00Z", "2026-11-20T00:00:00Z");
        assert_eq!(month, ["Oct 26", "Nov 2", "Nov 9", "Nov 16"]);
        let year = texts("2025-11-20T00:00:00Z", "2026-11-20T00:00:00Z");
        assert_eq!(year, ["Jan 2026", "Apr 2026", "Jul 2026", "Oct 2026"]);
        let decades = texts("1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        assert!((2..=8).contains(&decades.len()), "{decades:?}");
        assert_eq!(texts("2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z"), ["09:00"]);
    }

    #[test]
    fn no_span_of_time_has_too_many_ticks() {
        let from: Timestamp = "2026-11-18T09:13:00Z".parse().unwrap();
        for minutes in (0..24).map(|power| 2_i64.pow(power)) {
            let to = from + Span::new().minutes(minutes);
            assert!(time_ticks(from, to, &TimeZone::UTC).len() <= 8, "{minutes}");
        }
    }
}
