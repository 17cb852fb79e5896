//! Questions where an answer is easily wrong: lists in lists, ties, the turn of a year, shares and
//! conditions of what is left.

use serde_json::{Value, json};

use super::{count, logs, record, rows, values};

/// A record of any time.
fn at(time: &str, name: &str, id: &str, others: &Value) -> Value {
    let mut one = record("00:00:00", name, others);
    (one["eventTime"], one["eventID"]) = (json!(time), json!(id));
    one
}

#[test]
fn lists_below_lists_are_all_pairs_of_an_event() {
    let items = |items: Value| json!({"requestParameters": {"items": items}});
    let folder = logs(&[&[
        record(
            "09:00:00",
            "A",
            &items(json!([{"id": "a", "tags": ["x", "y"]}, {"id": "b", "tags": []}])),
        ),
        record(
            "09:00:01",
            "A",
            &items(json!([{"id": "a", "tags": ["x"]}, {"id": "a", "tags": ["x"]}])),
        ),
        record("09:00:02", "A", &items(json!([]))),
        record("09:00:03", "A", &json!({"requestParameters": null})),
    ]]);
    let pairs =
        json!([["a", "x", 2], [null, null, 2], ["a", "y", 1], ["b", "x", 1], ["b", "y", 1],]);
    for paths in [
        "requestParameters.items[].id,requestParameters.items[].tags",
        "requestParameters.items.id,requestParameters.items[].tags[]",
    ] {
        let ran = count(folder.path(), &format!("--by {paths} -o json -q"));
        assert_eq!((ran.code, values(&ran)), (0, pairs.clone()), "{ran}");
    }
    // A list in a list is one of its elements.
    let folder = logs(&[&[record("09:00:00", "A", &items(json!([["c", "d"], "c", ["c", "d"]])))]]);
    let ran = count(folder.path(), "--by requestParameters.items -o json -q");
    assert_eq!(values(&ran), json!([[["c", "d"], 1], ["c", 1]]), "{ran}");
    let line = "-m distinct:requestParameters.items,values:requestParameters.items -o json -q";
    let ran = count(folder.path(), line);
    assert_eq!(values(&ran), json!([[1, 2, ["c", ["c", "d"]]]]), "{ran}");
}

#[test]
fn a_week_over_the_turn_of_a_year_is_one_bucket() {
    let none = json!({});
    let folder = logs(&[&[
        at("2025-12-28T23:59:59Z", "A", "1", &none),
        at("2025-12-29T00:00:00Z", "A", "2", &none),
        at("2026-01-05T00:30:00+01:00", "B", "3", &none),
        at("2026-01-12T00:00:00Z", "B", "4", &none),
    ]]);
    let week = |start: &str, name: &str, events: u64| json!([start, name, events]);
    let expected = json!([
        week("2025-12-22", "A", 1),
        week("2025-12-22", "B", 0),
        week("2025-12-29", "A", 1),
        week("2025-12-29", "B", 1),
        week("2026-01-05", "A", 0),
        week("2026-01-05", "B", 0),
        week("2026-01-12", "A", 0),
        week("2026-01-12", "B", 1),
    ]);
    assert_eq!(rows(folder.path(), "--every 1w --by eventName"), expected);
    let keys = rows(folder.path(), "--by date,hour,weekday --sort date");
    assert_eq!(keys[2], json!(["2026-01-04", 23, 7, 1]));
}

#[test]
fn ties_are_broken_by_keys_and_ids_whatever_the_threads() {
    let none = json!({});
    let time = "2026-11-20T09:00:00Z";
    let log = |names: [&str; 4], ids: [&str; 4]| -> Vec<Value> {
        names.iter().zip(ids).map(|(name, id)| at(time, name, id, &none)).collect()
    };
    let first = log(["D", "B", "A", "C"], ["4", "9", "30", "7"]);
    let second = log(["A", "D", "C", "B"], ["3", "8", "6", "5"]);
    let folder = logs(&[&first, &second]);
    for threads in [1, 4] {
        let line = format!("--by eventName -m first-id,last-id --top 3 --threads {threads}");
        let expected = json!([["A", 2, "3", "30"], ["B", 2, "5", "9"], ["C", 2, "6", "7"]]);
        assert_eq!(rows(folder.path(), &line), expected);
    }
}

#[test]
fn shares_are_of_all_matching_events_and_conditions_see_their_names() {
    let none = json!({});
    let mut all = Vec::new();
    for (name, events) in [("A", 3_usize), ("B", 2), ("C", 1)] {
        let ids = (0..events).map(|number| format!("{name}{number}"));
        all.extend(ids.map(|id| at("2026-11-20T09:00:00Z", name, &id, &none)));
    }
    let again: Vec<Value> = all[3..].to_vec();
    let folder = logs(&[&all, &again]);
    let line = "--by eventName -m part=share";
    let every = json!([["B", 4, 44.44], ["A", 3, 33.33], ["C", 2, 22.22]]);
    assert_eq!(rows(folder.path(), line), every);
    let unique = json!([["A", 3, 50.0], ["B", 2, 33.33]]);
    assert_eq!(rows(folder.path(), &format!("{line} --unique --having 'part > 30'")), unique);
    let chosen =
        rows(folder.path(), &format!("{line} --having 'eventName in (A, C) and part < 30'"));
    assert_eq!(chosen, json!([["C", 2, 22.22]]));
    let line = "--by errorCode --having 'errorCode not exists'";
    assert_eq!(rows(folder.path(), line), json!([[null, 9]]));
    let ran = count(folder.path(), "--by errorCode --having 'errorCode exists'");
    assert_eq!((ran.code, ran.text()), (0, ""), "{ran}");
}

#[test]
fn times_have_no_least_value_but_a_first_event() {
    let folder = logs(&[&[record("09:00:00", "A", &json!({}))]]);
    let ran = count(folder.path(), "-m min:eventTime,first");
    assert_eq!((ran.code, ran.text()), (2, "1\t\t2026-11-20T09:00:00Z\n"), "{ran}");
    assert!(ran.stderr.contains("min:eventTime: no matching event has a number there"), "{ran}");
}
