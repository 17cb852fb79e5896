//! Derived fields in `--fields`, `--where` and `--exclude`, against values computed here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Record, trail};
use crate::harness::{Ct, Ran};

/// Computes a field of a record.
type Compute = fn(&Record) -> Value;

/// The derived fields that a record of `fixtures/trail` can have, with how to compute each without
/// the program's own code.
const DERIVED: [(&str, Compute); 14] = [
    ("caller", caller),
    ("role", |r| text(r.text("/userIdentity/sessionContext/sessionIssuer/userName"))),
    ("account", account),
    ("service", |r| text(r.text("/eventSource").trim_end_matches(".amazonaws.com"))),
    ("resource", resources),
    ("outcome", outcome),
    ("is_error", |r| json!(is_error(r))),
    ("is_read_only", |r| r.value["readOnly"].clone()),
    ("mfa", mfa),
    ("date", |r| text(&r.text("/eventTime")[..10])),
    ("hour", |r| json!(r.text("/eventTime")[11..13].parse::<u8>().unwrap())),
    ("weekday", weekday),
    ("network", network),
    ("object", |r| json!(name_of_log(r))),
];

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn caller(record: &Record) -> Value {
    let principal = record.value["principal"].as_str().unwrap_or_default();
    match record.text("/userIdentity/type") {
        "AssumedRole" => text(principal.split('/').next().unwrap()),
        _ => text(principal),
    }
}

fn account(record: &Record) -> Value {
    let received = record.text("/recipientAccountId");
    text(if received.is_empty() { record.text("/userIdentity/accountId") } else { received })
}

fn resources(record: &Record) -> Value {
    let entries = record.value["resources"].as_array().cloned().unwrap_or_default();
    entries.iter().filter_map(|entry| entry.get("ARN").cloned()).collect()
}

fn outcome(record: &Record) -> Value {
    let name = record.text("/eventName").to_owned();
    match record.text("/eventSource") {
        "signin.amazonaws.com" => text(record.text(&format!("/responseElements/{name}"))),
        _ => Value::Null,
    }
}

fn is_error(record: &Record) -> bool {
    ["/errorCode", "/errorMessage"].iter().any(|path| !record.text(path).is_empty())
        || outcome(record) == "Failure"
}

fn mfa(record: &Record) -> Value {
    match record.text("/userIdentity/sessionContext/attributes/mfaAuthenticated") {
        "" => Value::Null,
        text => json!(text == "true"),
    }
}

fn weekday(record: &Record) -> Value {
    let date: jiff::civil::Date = record.text("/eventTime")[..10].parse().unwrap();
    let day = date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days();
    // 1970-01-01 was a Thursday.
    json!((day + 3) % 7 + 1)
}

fn network(record: &Record) -> Value {
    let parts: Vec<_> = record.text("/sourceIPAddress").split('.').collect();
    match parts[..] {
        [a, b, c, d] if d.parse::<u8>().is_ok() => json!(format!("{a}.{b}.{c}.0/24")),
        _ => Value::Null,
    }
}

fn name_of_log(record: &Record) -> String {
    let log = record.log.strip_prefix(crate::harness::root()).unwrap();
    log.display().to_string().replace('\\', "/")
}

/// The records of `fixtures/trail`, each with its principal as the program prints it.
fn records() -> Vec<Record> {
    let principals = grep("-o jsonl --fields principal fixtures/trail").expect_silent_yes();
    let with = |(mut record, line): (Record, &str)| {
        let line: Value = serde_json::from_str(line).unwrap();
        record.value["principal"] = line["principal"].clone();
        record
    };
    trail().into_iter().zip(principals.lines()).map(with).collect()
}

fn grep(line: &str) -> Ran {
    Ct::new(&format!("grep {line}")).run()
}

#[test]
fn each_derived_field_is_printed_with_its_type() {
    let names: Vec<_> = DERIVED.iter().map(|(name, _)| *name).collect();
    let ran = grep(&format!("--fields {} -o jsonl fixtures/trail", names.join(",")));
    let records = records();
    assert_eq!(ran.lines().len(), records.len());
    for (line, record) in ran.lines().into_iter().zip(&records) {
        let found: Value = serde_json::from_str(line).unwrap();
        for (name, compute) in DERIVED {
            assert_eq!(found[name], compute(record), "{name} of {}", record.raw);
        }
    }
}

#[test]
fn where_finds_the_events_whose_derived_field_has_the_value() {
    let records = records();
    for (name, compute) in DERIVED {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for record in &records {
            let value = compute(record);
            let mut values = value.as_array().cloned().unwrap_or_else(|| vec![value]);
            values.dedup();
            for value in values.iter().filter(|value| !value.is_null()) {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                *counts.entry(text).or_default() += 1;
            }
        }
        assert!(!counts.is_empty(), "no record of the fixtures has {name}");
        for (value, count) in counts.iter().take(3) {
            let ran = Ct::new("grep --count fixtures/trail --where")
                .arg(format!("{name} = '{value}'"))
                .run();
            assert_eq!(ran.number(), *count, "{name} = {value}");
        }
    }
}

#[test]
fn exclude_leaves_out_what_where_finds() {
    for condition in
        ["is_error = true", "hour >= 12", "service in (s3, iam)", "mfa exists", "caller ~ ^d"]
    {
        let count = |flag: &str| {
            Ct::new(&format!("grep --count fixtures/trail {flag}")).arg(condition).run().number()
        };
        assert_eq!(count("--where") + count("--exclude"), trail().len(), "{condition}");
    }
}

#[test]
fn is_error_and_errors_are_one_rule() {
    for source in ["fixtures/trail", "fixtures/events"] {
        let by_flag = grep(&format!("--errors {source}"));
        let by_field = Ct::new(&format!("grep {source} --where")).arg("is_error = true").run();
        assert_eq!(by_field.text(), by_flag.text());
    }
}

#[test]
fn principal_and_target_are_conditions_too() {
    let records = records();
    let name = records[0].value["principal"].as_str().unwrap();
    let count = records.iter().filter(|record| record.value["principal"] == name).count();
    let ran = Ct::new("grep --count fixtures/trail --where").arg(format!("principal = '{name}'"));
    assert_eq!(ran.run().number(), count);
    let targets = grep("-o jsonl --fields target fixtures/trail").expect_silent_yes();
    let count = targets.lines().iter().filter(|line| **line != r#"{"target":""}"#).count();
    let ran = Ct::new("grep --count fixtures/trail --where").arg("target exists").run();
    assert_eq!(ran.number(), count);
}

#[test]
fn derived_fields_are_columns_of_a_table() {
    let input = r#"{"eventVersion":"1.08","eventTime":"2026-11-20T09:14:07Z","eventName":"A",
        "resources":[{"ARN":"arn:aws:s3:::a"},{"ARN":"arn:aws:s3:::b"}],"readOnly":false}"#;
    let line = "grep -o csv --fields hour,is_read_only,resource,role,date -";
    let ran = Ct::new(line).input(input).run();
    insta::assert_snapshot!(ran.text(), @r#"
    hour,is_read_only,resource,role,date
    9,false,"arn:aws:s3:::a, arn:aws:s3:::b",,2026-11-20
    "#);
}

#[test]
fn an_event_with_two_values_in_its_identity_has_no_principal() {
    let input = r#"{"eventVersion":"1.08","eventName":"A","userIdentity":{"type":"IAMUser","userName":"a","userName":"b"}}"#;
    for line in ["--where principal=a", "--exclude caller=b", "-o csv --fields role"] {
        let ran = Ct::new(&format!("grep {line} -")).input(input).run();
        assert_eq!(ran.code, 2, "{line}: {ran}");
        assert!(
            ran.stderr.contains("in userIdentity, duplicate member \"userName\""),
            "{line}: {ran}"
        );
    }
}

#[test]
fn a_derived_field_that_no_record_has_is_named() {
    let input = r#"{"eventVersion":"1.08","eventName":"A"}"#;
    let ran = Ct::new("grep --where").arg("mfa = true").arg("-").input(input).run();
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.contains("no record has mfa"), "{ran}");
}
