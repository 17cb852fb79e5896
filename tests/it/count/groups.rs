//! Keys of groups, their order and their choice.

use serde_json::{Value, json};

use super::{count, logs, record, rows, values};

/// As many events of each name as the number says.
fn named(counts: &[(&str, usize)]) -> Vec<Value> {
    let all = counts.iter().flat_map(|(name, count)| std::iter::repeat_n(*name, *count));
    let numbered = all.enumerate();
    numbered
        .map(|(at, name)| {
            let others = json!({"eventID": at.to_string(), "userAgent": name.to_lowercase()});
            record("09:00:00", name, &others)
        })
        .collect()
}

#[test]
fn missing_null_and_empty_are_one_group_and_the_last() {
    let agent = |agent: Value| json!({ "userAgent": agent });
    let folder = logs(&[&[
        record("09:00:00", "A", &json!({})),
        record("09:00:01", "A", &agent(Value::Null)),
        record("09:00:02", "A", &agent(json!(""))),
        record("09:00:03", "A", &agent(json!("x"))),
        record("09:00:04", "A", &agent(json!("y"))),
        record("09:00:05", "A", &agent(json!("y"))),
        record("09:00:06", "A", &agent(json!("y"))),
    ]]);
    assert_eq!(rows(folder.path(), "--by userAgent"), json!([["y", 3], [null, 3], ["x", 1]]));
    for order in ["asc", "desc"] {
        let rows = rows(folder.path(), &format!("--by userAgent --sort userAgent:{order}"));
        assert_eq!(rows[2], json!([null, 3]), "{order}");
    }
    let csv = count(folder.path(), "--by userAgent -o csv").expect_silent_yes();
    assert_eq!(csv.text(), "userAgent,events\ny,3\n,3\nx,1\n");
    let text = count(folder.path(), "--by userAgent").expect_silent_yes();
    assert_eq!(text.text(), "y\t3\n\t3\nx\t1\n");
}

#[test]
fn a_list_counts_once_for_each_of_its_values() {
    let names = |names: Value| json!({"requestParameters": {"names": names}});
    let folder = logs(&[&[
        record("09:00:00", "A", &names(json!(["x", "y", "x"]))),
        record("09:00:01", "A", &names(json!("x"))),
        record("09:00:02", "A", &names(json!([]))),
    ]]);
    let ran = count(folder.path(), "--by requestParameters.names -o json");
    assert_eq!((ran.code, values(&ran)), (0, json!([["x", 2], ["y", 1], [null, 1]])), "{ran}");
    assert!(ran.stderr.starts_with("an event may be in several groups"), "{ran}");
    let ran = count(folder.path(), "--by requestParameters.names -q");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
    // Two lists are all pairs.
    let ran =
        count(folder.path(), "--by requestParameters.names,eventName,requestParameters.names[0]");
    assert_eq!(ran.lines().len(), 4, "{ran}");
}

#[test]
fn keys_keep_their_types_and_numbers_their_value() {
    let number = |number: Value| json!({"requestParameters": {"n": number}});
    let all =
        [json!(10), json!(9), json!(9.0), json!("9"), json!(true), json!({"a": 1}), json!(0.5)];
    let records: Vec<Value> =
        all.map(|n| record("09:00:00", "A", &number(n))).into_iter().collect();
    let folder = logs(&[&records]);
    let expected = json!([
        [9, 2],
        [0.5, 1],
        [10, 1],
        [true, 1],
        ["9", 1],
        [{"a": 1}, 1],
    ]);
    assert_eq!(rows(folder.path(), "--by requestParameters.n"), expected);
    let sorted = rows(folder.path(), "--by requestParameters.n --sort requestParameters.n:desc");
    let firsts: Vec<&Value> = sorted.as_array().unwrap().iter().map(|row| &row[0]).collect();
    assert_eq!(json!(firsts), json!([{"a": 1}, "9", true, 10, 9, 0.5]));
    // As text in one record and as a truth value in another, a truth value is one value.
    let read = |read: Value| json!({ "readOnly": read });
    let records = [json!(true), json!("true"), json!("FALSE")];
    let records: Vec<Value> =
        records.map(|r| record("09:00:00", "A", &read(r))).into_iter().collect();
    let folder = logs(&[&records]);
    assert_eq!(rows(folder.path(), "--by readOnly"), json!([[true, 2], [false, 1]]));
}

#[test]
fn derived_fields_are_keys() {
    let login = json!({"eventSource": "signin.amazonaws.com", "sourceIPAddress": "198.51.100.7",
        "responseElements": {"ConsoleLogin": "Success"}, "userIdentity": {"type": "Root"}});
    let folder = logs(&[&[record("09:00:00", "ConsoleLogin", &login)]]);
    let line = "--by principal,service,outcome,is_error,date,hour,weekday,network,account";
    let row = json!([[
        "root",
        "signin",
        "Success",
        false,
        "2026-11-20",
        9,
        5,
        "198.51.100.0/24",
        "111122223333",
        1
    ]]);
    assert_eq!(rows(folder.path(), line), row);
}

#[test]
fn groups_are_sorted_by_events_then_by_keys_or_as_named() {
    let folder = logs(&[&named(&[("B", 2), ("A", 2), ("C", 3), ("D", 1)])]);
    let names = |flags: &str| {
        let rows = rows(folder.path(), &format!("--by eventName {flags}"));
        rows.as_array().unwrap().iter().map(|row| row[0].as_str().unwrap()).collect::<String>()
    };
    assert_eq!(names(""), "CABD");
    assert_eq!(names("--sort events:asc"), "DABC");
    assert_eq!(names("--sort eventName"), "ABCD");
    assert_eq!(names("--sort eventName:desc"), "DCBA");
    assert_eq!(names("--sort events:desc,eventName:desc"), "CBAD");
    assert_eq!(names("--sort errors --sort eventName:desc -m errors"), "DCBA");
    assert_eq!(names("--top 2"), "CA");
    assert_eq!(names("--top 2 --sort events:asc"), "DA");
    assert_eq!(names("--having 'events > 1'"), "CAB");
    assert_eq!(names("--having 'events > 1 and eventName != C' --top 1"), "A");
    assert_eq!(names("--having 'last-name ~ ^[ab]' -m last-name=last:userAgent"), "AB");
    assert_eq!(names("--having 'events > 9'"), "");
}

#[test]
fn a_terminal_shows_twenty_groups_and_says_how_many_more() {
    let counts: Vec<(String, usize)> = (0..23).map(|at| (format!("N{at:02}"), 1)).collect();
    let counts: Vec<(&str, usize)> =
        counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    let folder = logs(&[&named(&counts)]);
    assert_eq!(count(folder.path(), "--by eventName").lines().len(), 23);
    #[cfg(unix)]
    {
        let ct = crate::harness::Ct::new("count --by eventName .").at(folder.path());
        let ran = ct.run_on_a_terminal();
        assert!(ran.text().contains("N19") && !ran.text().contains("N20"), "{ran}");
        assert!(ran.text().contains("and 3 more groups, 3 events"), "{ran}");
    }
}

#[test]
fn an_event_delivered_again_counts_once_with_unique() {
    let one = record("09:00:00", "A", &json!({}));
    let elsewhere = record("09:00:00", "A", &json!({"recipientAccountId": "444455556666"}));
    let no_id = record("09:00:00", "A", &json!({"eventID": ""}));
    let folder = logs(&[&[one.clone(), elsewhere, no_id.clone()], &[one, no_id]]);
    assert_eq!(rows(folder.path(), ""), json!([[5]]));
    for threads in [1, 4] {
        assert_eq!(rows(folder.path(), &format!("-u --threads {threads}")), json!([[4]]));
    }
    let by = "--by account -m first-id,distinct:eventName --unique";
    let expected = json!([["111122223333", 3, null, 1], ["444455556666", 1, "09:00:00 A", 1],]);
    assert_eq!(rows(folder.path(), by), expected);
}
