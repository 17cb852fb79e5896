//! What several formats say in the same words, or draw from the same columns.
//!
//! Knows no format.

use jiff::tz::TimeZone;

use crate::report::result::{ReportResult, TileResult};
use crate::sink::numbers::counted;
use crate::sink::text::clock;
use crate::table::cell::left_out;
use crate::table::timeline::{Series, Timeline};
use crate::table::{Kind, More, Table, Value};

/// The accounts, and the events of each.
pub(super) fn accounts(report: &ReportResult) -> String {
    let account =
        |(account, events): &(String, u64)| format!("{account} ({})", counted(*events, "event"));
    let accounts: Vec<String> = report.accounts.iter().map(account).collect();
    format!("{} accounts: {}", accounts.len(), accounts.join(", "))
}

/// Whether a table over time has a series for each key, and not for each measure.
pub(super) fn is_by_key(table: &Table) -> bool {
    table.columns.iter().filter(|column| column.is_key).count() > 1
}

/// The measures that are numbers, in groups that share a scale: counts, and percentages.
pub(super) fn by_unit(table: &Table) -> Vec<Vec<usize>> {
    let of = |is_percent: bool| {
        let is_one = |at: &usize| {
            let column = &table.columns[*at];
            !column.is_key
                && column.kind.is_number()
                && (column.kind == Kind::Percent) == is_percent
        };
        (0..table.columns.len()).filter(is_one).collect::<Vec<_>>()
    };
    [of(false), of(true)].into_iter().filter(|measures| !measures.is_empty()).collect()
}

/// The time that a tile covers, and what lies outside of it.
pub(super) fn span(tile: &TileResult, zone: &TimeZone) -> String {
    let span = tile.span.map(|(from, to)| format!("{} .. {}", clock(from, zone), clock(to, zone)));
    let outside =
        (tile.outside > 0).then(|| format!("{} outside", counted(tile.outside, "matching event")));
    span.into_iter().chain(outside).collect::<Vec<_>>().join(", ")
}

/// "and 312 more groups, 4,201 events" behind the first rows, if there are more.
pub(super) fn more(table: &Table, shown: usize, noun: &str) -> Option<String> {
    let rest = table.rows.get(shown..).unwrap_or_default();
    let groups = table.more.groups + rest.len() as u64;
    let events = table.columns.iter().position(|column| column.name == "events");
    let count = |row: &Vec<Value>| match row[events?] {
        Value::Integer(count) => u64::try_from(count).ok(),
        _ => None,
    };
    let events: Option<u64> = rest.iter().map(count).sum();
    let events = events.map_or(0, |events| events + table.more.events);
    left_out(More { groups, events }, noun)
}

/// Removes a series that is the sum of all others: stacked on them, it would count twice.
pub(super) fn without_total(timeline: &mut Timeline) {
    if timeline.series.len() < 3 {
        return;
    }
    let is_total = |at: usize| {
        (0..timeline.times.len()).all(|bucket| {
            let value = |series: &Series| series.values[bucket].unwrap_or(0.0);
            let sum: f64 = timeline.series.iter().map(value).sum();
            (sum - 2.0 * value(&timeline.series[at])).abs() <= 1e-9 * sum.abs()
        })
    };
    if let Some(at) = (0..timeline.series.len()).rev().find(|at| is_total(*at)) {
        timeline.series.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::tests::{by_region, events, over_time, report, text, time, top};

    #[test]
    fn counts_and_percentages_have_scales_of_their_own() {
        assert_eq!(by_unit(&over_time(1)), [vec![1, 2], vec![3]]);
        assert_eq!(by_unit(&by_region(1, &["us-east-1"])), [vec![2]]);
    }

    #[test]
    fn accounts_have_their_events() {
        let text = "2 accounts: 111122223333 (1,200,000 events), 444455556666 (4,118 events)";
        assert_eq!(accounts(&report()), text);
    }

    #[test]
    fn rows_that_are_not_shown_count_as_groups_and_events() {
        let table = top(&["PutObject", "GetObject", "Decrypt"]);
        assert_eq!(more(&table, 3, "group").unwrap(), "and 312 more groups, 4,201 events");
        assert_eq!(more(&table, 2, "group").unwrap(), "and 313 more groups, 5,701 events");
        let list = events("RunInstances", 3);
        assert_eq!(more(&list, 2, "event").unwrap(), "and 1 more event");
        assert_eq!(more(&list, 3, "event"), None);
    }

    #[test]
    fn a_total_is_not_stacked_on_its_parts() {
        let series = |name: &str, values: [f64; 2]| Series {
            keys: vec![text(name)],
            values: values.map(Some).to_vec(),
            total: Value::Integer(0),
        };
        let times = vec![time("2026-11-20T00:00:00Z"), time("2026-11-21T00:00:00Z")];
        let logins = [series("ok", [1.0, 0.0]), series("failed", [2.0, 3.0])];
        let mut timeline = Timeline { times, is_daily: true, series: logins.to_vec() };
        timeline.series.push(series("logins", [3.0, 3.0]));
        without_total(&mut timeline);
        assert_eq!(timeline.series, logins);
        without_total(&mut timeline);
        assert_eq!(timeline.series, logins);
    }
}
