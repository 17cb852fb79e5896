//! A table over time as series: what sparklines, lines and stacked columns draw.
//!
//! Knows nothing of how they are drawn.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::cell::plain;
use super::{Kind, Table, Value};

/// Series over the same buckets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The starts of the buckets, in order.
    pub times: Vec<Timestamp>,
    /// Whether buckets are days.
    pub is_daily: bool,
    /// The series.
    pub series: Vec<Series>,
}

/// One value for each bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The keys beside time, or the name of the measure.
    pub keys: Vec<Value>,
    /// The values; `None` where the table has none.
    pub values: Vec<Option<f64>>,
    /// Their sum.
    pub total: Value,
}

impl Timeline {
    /// A series for each combination of the keys beside time, the largest first. The table
    /// is over time.
    pub fn by_keys(table: &Table, measure: usize) -> Self {
        let keys: Vec<usize> =
            (1..table.columns.len()).filter(|at| table.columns[*at].is_key).collect();
        let mut timeline = Self::new(table);
        let buckets = timeline.buckets();
        let mut known: HashMap<String, usize> = HashMap::new();
        for row in &table.rows {
            let Some(bucket) = row[0].moment().and_then(|time| buckets.get(&time)) else {
                continue;
            };
            let name = keys.iter().map(|at| name(&row[*at])).collect();
            let at = *known.entry(name).or_insert_with(|| {
                let keys = keys.iter().map(|at| row[*at].clone()).collect();
                timeline.series.push(Series::new(keys, buckets.len()));
                timeline.series.len() - 1
            });
            timeline.series[at].add(*bucket, &row[measure]);
        }
        let size = |series: &Series| series.total.number().unwrap_or(0.0);
        timeline.series.sort_by(|a, b| size(b).total_cmp(&size(a)));
        timeline
    }

    /// A series for each measure of these columns. The table is over time and has no other key.
    pub fn by_measures(table: &Table, measures: &[usize]) -> Self {
        let mut timeline = Self::new(table);
        let buckets = timeline.buckets();
        for at in measures {
            let keys = vec![Value::Text(table.columns[*at].name.clone())];
            let mut series = Series::new(keys, buckets.len());
            for row in &table.rows {
                if let Some(bucket) = row[0].moment().and_then(|time| buckets.get(&time)) {
                    series.add(*bucket, &row[*at]);
                }
            }
            timeline.series.push(series);
        }
        timeline
    }

    fn new(table: &Table) -> Self {
        let mut times: Vec<Timestamp> =
            table.rows.iter().filter_map(|row| row[0].moment()).collect();
        times.sort_unstable();
        times.dedup();
        let is_daily = table.columns[0].kind == Kind::Date;
        Self { times, is_daily, series: Vec::new() }
    }

    fn buckets(&self) -> BTreeMap<Timestamp, usize> {
        self.times.iter().enumerate().map(|(at, time)| (*time, at)).collect()
    }

    /// The largest value of all.
    pub fn largest(&self) -> f64 {
        let values = self.series.iter().flat_map(|series| series.values.iter().flatten());
        values.copied().fold(0.0, f64::max)
    }

    /// The first `most` series, and one that adds up all others.
    pub fn with_others(mut self, most: usize) -> (Self, Option<Series>) {
        if self.series.len() <= most {
            return (self, None);
        }
        let rest = self.series.split_off(most);
        let mut others = Series::new(Vec::new(), self.times.len());
        for series in rest {
            for (at, value) in series.values.iter().enumerate() {
                others.values[at] = match (others.values[at], *value) {
                    (Some(sum), Some(value)) => Some(sum + value),
                    (sum, value) => sum.or(value),
                };
            }
            others.total = sum(&others.total, &series.total);
        }
        (self, Some(others))
    }
}

impl Series {
    fn new(keys: Vec<Value>, buckets: usize) -> Self {
        Self { keys, values: vec![None; buckets], total: Value::Integer(0) }
    }

    fn add(&mut self, bucket: usize, value: &Value) {
        if let Some(number) = value.number() {
            self.values[bucket] = Some(self.values[bucket].unwrap_or(0.0) + number);
            self.total = sum(&self.total, value);
        }
    }

    /// Its name: the keys, for people.
    pub fn name(&self) -> String {
        let keys = self.keys.iter().map(|key| match plain(key, Kind::Text, &TimeZone::UTC) {
            text if text.is_empty() => super::cell::MISSING.to_owned(),
            text => text.into_owned(),
        });
        keys.collect::<Vec<_>>().join(" · ")
    }

    /// The largest value.
    pub fn highest(&self) -> Value {
        let highest = self.values.iter().flatten().copied().reduce(f64::max);
        highest.map_or(Value::Null, Value::Number)
    }

    /// The values, zero where there is none.
    pub fn filled(&self) -> Vec<f64> {
        self.values.iter().map(|value| value.unwrap_or(0.0)).collect()
    }
}

/// Distinct values have distinct names.
fn name(value: &Value) -> String {
    format!("{value:?}\u{1f}")
}

fn sum(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Value::Integer(a.saturating_add(*b)),
        (a, b) => Value::Number(a.number().unwrap_or(0.0) + b.number().unwrap_or(0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    fn table() -> Table {
        let columns = vec![
            Column::key("time", Kind::Date),
            Column::key("awsRegion", Kind::Text),
            Column::measure("events", Kind::Integer),
            Column::measure("rate", Kind::Percent),
        ];
        let row = |day: &str, region: Value, events, rate| {
            vec![Value::Date(day.parse().unwrap()), region, Value::Integer(events), rate]
        };
        let us = Value::Text("us-east-1".into());
        let rows = vec![
            row("2026-11-21", us.clone(), 5, Value::Number(2.0)),
            row("2026-11-20", us, 1, Value::Null),
            row("2026-11-20", Value::Null, 3, Value::Number(1.0)),
        ];
        Table { columns, rows, ..Table::default() }
    }

    #[test]
    fn a_series_a_key_has_a_value_a_bucket() {
        let timeline = Timeline::by_keys(&table(), 2);
        assert_eq!(timeline.times.len(), 2);
        assert!(timeline.is_daily);
        let series = |at: usize| &timeline.series[at];
        assert_eq!((series(0).name(), series(1).name()), ("us-east-1".into(), "-".into()));
        assert_eq!(series(0).values, [Some(1.0), Some(5.0)]);
        assert_eq!(series(1).values, [Some(3.0), None]);
        assert_eq!(series(0).total, Value::Integer(6));
        assert!((timeline.largest() - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_series_a_measure_keeps_what_is_missing() {
        let timeline = Timeline::by_measures(&table(), &[3]);
        assert_eq!(timeline.series[0].name(), "rate");
        assert_eq!(timeline.series[0].values, [Some(1.0), Some(2.0)]);
    }

    #[test]
    fn series_beyond_the_most_are_added_up() {
        let (timeline, others) = Timeline::by_keys(&table(), 2).with_others(0);
        assert!(timeline.series.is_empty());
        let others = others.unwrap();
        assert_eq!(others.values, [Some(4.0), Some(5.0)]);
        assert_eq!(others.total, Value::Integer(9));
        let (timeline, others) = Timeline::by_keys(&table(), 2).with_others(1);
        assert_eq!((timeline.series.len(), others.unwrap().total), (1, Value::Integer(3)));
        assert_eq!(Timeline::by_keys(&table(), 2).with_others(2).1, None);
    }
}
