//! What is measured of a group.

use serde_json::{Value, json};

use super::{count, logs, record, rows, values};

fn none() -> Value {
    json!({})
}

#[test]
fn without_flags_all_matching_events_are_counted() {
    let folder = logs(&[&[record("09:00:00", "A", &none()), record("09:00:01", "B", &none())]]);
    assert_eq!(rows(folder.path(), ""), json!([[2]]));
    assert_eq!(rows(folder.path(), "--event-name B"), json!([[1]]));
    // Asked for or not, the number of events comes first, once.
    assert_eq!(rows(folder.path(), "-m events,errors"), json!([[2, 0]]));
}

#[test]
fn errors_are_codes_messages_and_failed_sign_ins() {
    let failed = json!({"eventSource": "signin.amazonaws.com", "responseElements": {"ConsoleLogin": "Failure"}});
    let folder = logs(&[&[
        record("09:00:00", "A", &json!({"errorCode": "AccessDenied"})),
        record("09:00:01", "A", &json!({"errorMessage": "no"})),
        record("09:00:02", "A", &json!({"errorCode": "", "errorMessage": null})),
        record("09:00:03", "ConsoleLogin", &failed),
        record("09:00:04", "B", &none()),
    ]]);
    let line = "--by eventName -m errors,error-rate,share";
    let expected = json!([
        ["A", 3, 2, 66.67, 60.0],
        ["B", 1, 0, 0.0, 20.0],
        ["ConsoleLogin", 1, 1, 100.0, 20.0]
    ]);
    assert_eq!(rows(folder.path(), line), expected);
}

#[test]
fn first_and_last_are_of_the_earliest_and_latest_event() {
    let agent = |name: &str| json!({ "userAgent": name });
    let folder = logs(&[
        &[record("09:00:02", "A", &agent("middle")), record("09:00:03", "A", &agent("late"))],
        &[record("09:00:01", "A", &agent("early")), record("09:00:03", "B", &none())],
    ]);
    let line = "--by eventName -m first,last,first-id,last-id,first:userAgent,last:userAgent";
    let at = |second: u32| format!("2026-11-20T09:00:0{second}Z");
    let expected = json!([
        ["A", 3, at(1), at(3), "09:00:01 A", "09:00:03 A", "early", "late"],
        ["B", 1, at(3), at(3), "09:00:03 B", "09:00:03 B", null, null],
    ]);
    assert_eq!(rows(folder.path(), line), expected);
}

#[test]
fn ids_of_aggregated_events_are_spelt_their_way() {
    let mut aggregated = record("09:00:00", "A", &json!({"eventId": "aggregated"}));
    aggregated.as_object_mut().unwrap().remove("eventID");
    let folder = logs(&[&[aggregated]]);
    assert_eq!(rows(folder.path(), "-m first-id"), json!([[1, "aggregated"]]));
}

#[test]
fn distinct_and_values_leave_missing_values_out() {
    let address = |address: Value| json!({ "sourceIPAddress": address });
    let folder = logs(&[&[
        record("09:00:00", "A", &address(json!("b"))),
        record("09:00:01", "A", &address(json!("a"))),
        record("09:00:02", "A", &address(json!("b"))),
        record("09:00:03", "A", &address(json!(""))),
        record("09:00:04", "A", &address(Value::Null)),
        record("09:00:05", "B", &none()),
    ]]);
    let line = "--by eventName -m addresses=distinct:sourceIPAddress,values:sourceIPAddress";
    let expected = json!([["A", 5, 2, ["a", "b"]], ["B", 1, 0, []]]);
    assert_eq!(rows(folder.path(), line), expected);
}

#[test]
fn ten_values_are_shown_and_the_others_counted() {
    let records: Vec<Value> = (0..14)
        .map(|at| record(&format!("09:00:{at:02}"), &format!("N{at:02}"), &none()))
        .collect();
    let folder = logs(&[&records[..7], &records[4..]]);
    let ran = count(folder.path(), "-m values:eventName -o jsonl").expect_silent_yes();
    let row: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(row["values:eventName"].as_array().unwrap().len(), 10);
    assert_eq!(
        (&row["values:eventName"][9], &row["values:eventName_more"]),
        (&json!("N09"), &json!(4))
    );
    let ran = count(folder.path(), "-m values:eventName -o csv").expect_silent_yes();
    assert!(ran.text().ends_with("N08, N09 and 4 more\"\n"), "{ran}");
}

#[test]
fn numbers_are_whole_or_not_in_any_spelling() {
    let sent = |sent: Value| json!({"additionalEventData": {"n": sent}});
    let whole = [json!(243.0), json!("243"), json!(9_007_199_254_740_993_u64), json!(-1)];
    let others = [json!(0.1), json!("0.2"), json!(1)];
    let mut records: Vec<Value> =
        whole.map(|n| record("09:00:00", "A", &sent(n))).into_iter().collect();
    records.extend(others.map(|n| record("09:00:00", "B", &sent(n))));
    let folder = logs(&[&records]);
    let line = "--by eventName -m sum:additionalEventData.n,min:additionalEventData.n,\
                max:additionalEventData.n";
    let ran = count(folder.path(), &format!("{line} -o csv")).expect_silent_yes();
    let rows = "A,4,9007199254741478,-1,9007199254740993\nB,3,1.3,0.1,1\n";
    assert!(ran.text().ends_with(rows), "{ran}");
    let averages = self::rows(folder.path(), "--by eventName -m avg:additionalEventData.n");
    assert!((averages[1][2].as_f64().unwrap() - 1.3 / 3.0).abs() < 1e-9, "{averages}");
}

#[test]
fn values_that_are_no_number_are_counted_on_stderr() {
    let sent = |sent: Value| json!({"additionalEventData": {"n": sent}});
    let folder = logs(&[&[
        record("09:00:00", "A", &sent(json!("n/a"))),
        record("09:00:01", "A", &sent(json!("n/a"))),
        record("09:00:02", "A", &sent(json!(5))),
        record("09:00:03", "A", &sent(Value::Null)),
    ]]);
    let ran = count(folder.path(), "-m total=sum:additionalEventData.n -o json");
    assert_eq!((ran.code, values(&ran)), (0, json!([[4, 5]])), "{ran}");
    assert_eq!(ran.stderr, "total: 2 values left out that are no number\n");
    let ran = count(folder.path(), "-m sum:additionalEventData.n -o json -q");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
}

#[test]
fn a_sum_of_no_number_is_no_answer() {
    let folder = logs(&[&[record("09:00:00", "A", &json!({"userAgent": "x"}))]]);
    for measure in ["sum", "min", "max", "avg"] {
        let ran = count(folder.path(), &format!("-m {measure}:userAgent"));
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.contains(": no matching event has a number there\n"), "{ran}");
    }
}

#[test]
fn duplicates_and_empty_days_are_measures() {
    let on = |day: u32| {
        let mut one = record("09:00:00", "A", &none());
        one["eventTime"] = json!(format!("2026-11-{day}T09:00:00Z"));
        one["eventID"] = json!(day.to_string());
        one
    };
    let folder = logs(&[&[on(10), on(12), on(12)], &[on(15), on(10)]]);
    let line = "--by eventName -m duplicates,empty-days";
    assert_eq!(rows(folder.path(), line), json!([["A", 5, 2, 3]]));
    assert_eq!(rows(folder.path(), &format!("{line} --unique")), json!([["A", 3, 0, 3]]));
}
