//! Times of events: in every form in which other tools write them anew, and missing.

use serde_json::{Value, json};

use crate::harness::{Ct, Ran, document};

const WINDOW: &str = "--since 2026-11-20T09:30:00Z --until 2026-11-20T10:30:00Z";

/// A log of events with these times.
fn log(times: &[Value]) -> String {
    let records: Vec<Value> = times
        .iter()
        .enumerate()
        .map(|(at, time)| json!({"eventVersion": "1.11", "eventID": at.to_string(), "eventName": "N", "eventTime": time}))
        .collect();
    json!({ "Records": records }).to_string()
}

fn grep(log: &str, flags: &str) -> Ran {
    Ct::new(&format!("grep --count - {flags}")).input(log).run()
}

#[test]
fn a_time_is_read_in_every_form() {
    // Ten o'clock, nine o'clock, and eleven o'clock.
    let forms = [
        ["2026-11-20 10:00:00.000", "2026-11-20 09:00:00.000", "2026-11-20 11:00:00.000"],
        ["2026-11-20T12:00:00+02:00", "2026-11-20T11:00:00+02:00", "2026-11-20T04:00:00-07:00"],
        ["2026-11-20 10:00:00 UTC", "2026-11-20 09:00:00 UTC", "2026-11-20 11:00:00.1 UTC"],
        ["2026-11-20T10:00:00.000+0000", "2026-11-20T09:00:00.000+0000", "2026-11-20T11:00:00"],
        ["1795168800", "1795165200", "1795172400"],
    ];
    for form in forms {
        let ran = grep(&log(&form.map(Value::from)), WINDOW);
        assert_eq!(ran.expect_silent_yes().number(), 1, "{form:?}");
    }
    for unit in [1, 1_000, 1_000_000] {
        let form = [1_795_168_800_u64, 1_795_165_200, 1_795_172_400].map(|time| json!(time * unit));
        assert_eq!(grep(&log(&form), WINDOW).expect_silent_yes().number(), 1, "{form:?}");
    }
    let form = [json!(1_795_168_800.5), json!(1_795_165_200.5), json!(1_795_172_400.5)];
    assert_eq!(grep(&log(&form), WINDOW).expect_silent_yes().number(), 1);
}

#[test]
fn an_event_without_a_time_makes_a_time_window_inconclusive() {
    let temp = tempfile::tempdir().unwrap();
    let summary = temp.path().join("s.json");
    let log =
        log(&[json!("2026-11-20T10:00:00Z"), Value::Null, json!("soon"), json!("2026-11-20")]);
    let ran = Ct::new(&format!("grep --count - {WINDOW} --summary"))
        .arg(&summary)
        .input(log.clone())
        .run();
    // Nothing rules them out, so they are printed.
    assert_eq!((ran.number(), ran.code), (4, 2), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 3 events without a readable time"), "{ran}");
    assert!(ran.stderr.contains(": no eventTime: it may lie outside the time window\n"), "{ran}");
    assert!(ran.stderr.contains(": eventTime cannot be read: soon\n"), "{ran}");
    let written = document(&summary);
    let events = &written["events"];
    assert_eq!((&events["without_time"], &events["malformed"]), (&json!(3), &json!(0)));
    assert_eq!((&events["total"], &written["complete"]), (&json!(4), &json!(false)));
    let offsets: Vec<u64> = written["without_time"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["offset"].as_u64().unwrap())
        .collect();
    let places: Vec<u64> = log.match_indices("{\"eventID\"").map(|(at, _)| at as u64).collect();
    assert_eq!(offsets, places[1..]);
    // Those that do not match anyway do not matter.
    let ran = Ct::new(&format!("grep --count - {WINDOW} --where 'eventID = 0'")).input(log).run();
    assert_eq!(ran.expect_silent_yes().number(), 1);
}

#[test]
fn without_a_time_window_a_missing_time_is_only_counted() {
    let log = log(&[json!("2026-11-20T10:00:00Z"), Value::Null]);
    assert_eq!(grep(&log, "").expect_silent_yes().number(), 2);
    let ran = grep(&log, "-v");
    assert_eq!((ran.number(), ran.code), (2, 0));
    assert_eq!(ran.stderr, "2 of 2 events in 1 object · 1 event without a readable time\n");
}
