//! Buckets of time: where they start, that none is left out, which groups are printed.

use serde_json::{Value, json};

use super::{count, logs, record, rows};

fn at(time: &str, name: &str) -> Value {
    record(time, name, &json!({}))
}

/// A record of another day.
fn on(time: &str, name: &str) -> Value {
    let mut one = record("00:00:00", name, &json!({}));
    one["eventTime"] = json!(time);
    one["eventID"] = json!(time);
    one
}

#[test]
fn every_bucket_from_the_first_to_the_last_event_is_a_row() {
    let folder = logs(&[&[at("09:14:59", "A"), at("09:20:00", "A")], &[at("09:06:00", "B")]]);
    let minute = |minute: u32| format!("2026-11-20T09:{minute:02}:00Z");
    let expected = json!([[minute(5), 1], [minute(10), 1], [minute(15), 0], [minute(20), 1]]);
    assert_eq!(rows(folder.path(), "--every 5m"), expected);
    let expected = json!([
        [minute(0), "A", 1, 0.0, 33.33],
        [minute(0), "B", 1, 0.0, 33.33],
        [minute(15), "A", 1, 0.0, 33.33],
        [minute(15), "B", 0, null, 0.0],
    ]);
    assert_eq!(rows(folder.path(), "--every 15m --by eventName -m error-rate,share"), expected);
}

#[test]
fn days_and_weeks_are_dates_and_weeks_start_on_monday() {
    let folder = logs(&[&[
        on("2026-11-20T23:59:59Z", "A"),
        on("2026-11-22T00:00:00Z", "A"),
        on("2026-11-23T00:00:00Z", "A"),
    ]]);
    let days = [("20", 1), ("21", 0), ("22", 1), ("23", 1)];
    let days = days.map(|(day, events)| json!([format!("2026-11-{day}"), events]));
    assert_eq!(rows(folder.path(), "--every 1d"), json!(days));
    assert_eq!(rows(folder.path(), "--every 1w"), json!([["2026-11-16", 2], ["2026-11-23", 1]]));
    assert_eq!(rows(folder.path(), "--every 12h").as_array().unwrap().len(), 6);
    let csv = count(folder.path(), "--every 1w -o csv").expect_silent_yes();
    assert_eq!(csv.text(), "time,events\n2026-11-16,2\n2026-11-23,1\n");
}

#[test]
fn groups_are_chosen_by_their_totals() {
    let folder = logs(&[&[
        at("09:00:00", "A"),
        at("09:00:01", "A"),
        at("10:00:00", "B"),
        at("10:00:01", "B"),
        at("11:00:00", "B"),
        at("12:00:00", "C"),
    ]]);
    let hour = |hour: u32| format!("2026-11-20T{hour:02}:00:00Z");
    // No hour has more than two; the hours of all events stay.
    let expected =
        json!([[hour(9), "B", 0], [hour(10), "B", 2], [hour(11), "B", 1], [hour(12), "B", 0],]);
    assert_eq!(rows(folder.path(), "--every 1h --by eventName --top 1"), expected);
    assert_eq!(rows(folder.path(), "--every 1h --by eventName --having 'events >= 3'"), expected);
    let rarest = rows(folder.path(), "--every 1h --by eventName --top 1 --sort events:asc");
    assert!(rarest.as_array().unwrap().iter().all(|row| row[1] == "C"), "{rarest}");
}

#[test]
fn an_event_far_away_makes_too_many_rows_or_many() {
    let folder = logs(&[&[on("2026-11-20T00:00:00Z", "A"), on("2099-01-01T00:00:00Z", "A")]]);
    let ran = count(folder.path(), "--every 1m");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(
        ran.stderr.contains(" buckets for each of 1 groups are more than 10,000,000 rows"),
        "{ran}"
    );
    assert!(ran.stderr.contains("use a longer --every"), "{ran}");
    assert_eq!(rows(folder.path(), "--every 1d").as_array().unwrap().len(), 26_341);
    let until = "--every 1m --until 2026-11-21";
    assert_eq!(rows(folder.path(), until), json!([["2026-11-20T00:00:00Z", 1]]));
}

#[test]
fn an_event_without_a_time_is_in_no_bucket() {
    let mut untimed = at("09:00:00", "A");
    untimed["eventTime"] = json!("soon");
    let folder = logs(&[&[at("09:00:00", "A"), untimed]]);
    let ran = count(folder.path(), "--every 1h");
    assert_eq!((ran.code, ran.text()), (2, "2026-11-20T09:00:00Z\t1\n"), "{ran}");
    assert!(ran.stderr.contains("1 event without a readable time in no bucket"), "{ran}");
}

#[test]
fn intervals_divide_a_day() {
    let folder = logs(&[&[at("09:00:00", "A")]]);
    for every in ["1m", "90m", "12h", "24h", "1d", "7d", "1w"] {
        assert_eq!(count(folder.path(), &format!("--every {every}")).code, 0, "{every}");
    }
    for every in ["7m", "5h", "2d", "30s", "0m", "1", "m"] {
        let ran = count(folder.path(), &format!("--every {every}"));
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.contains("an interval is 1m to 12h and divides a day"), "{ran}");
    }
}
