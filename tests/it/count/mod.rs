//! `ct count`, run as a user runs it.

// Every measure.
mod measures;
// Groups, their order and their choice.
mod groups;
// Lists in lists, ties, shares.
mod odd;
// Buckets of time.
mod buckets;
// Formats and types.
mod formats;
// What a terminal shows.
#[cfg(unix)]
mod terminal;
// Usage errors, and answers that cannot be given.
mod trouble;

use std::fmt;
use std::path::Path;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Ct, Ran, put};

/// A folder with one log for each list of records.
fn logs(lists: &[&[Value]]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, records) in lists.iter().enumerate() {
        let log = json!({ "Records": records }).to_string();
        put(folder.path(), &format!("{number}.json"), log);
    }
    folder
}

/// A record: its time of 2026-11-20, its name, and other members.
fn record(time: &str, name: &str, others: &Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11",
        "eventTime": format!("2026-11-20T{time}Z"),
        "eventName": name,
        "eventID": format!("{time} {name}"),
        "recipientAccountId": "111122223333",
    });
    for (name, value) in others.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

/// A small log of three events with 120,000 pairs of `requestParameters.a` and `b`, which need more memory
/// than `--max-memory 512M` leaves for an answer if each keeps its user agent.
pub(crate) fn many_groups() -> String {
    let one = |at: usize| {
        let a: Vec<String> = (0..200).map(|number| format!("{at}-{number}")).collect();
        let b: Vec<usize> = (0..200).collect();
        let others = json!({"userAgent": "x".repeat(4_096), "requestParameters": {"a": a, "b": b}});
        record(&format!("09:00:0{at}"), "A", &others)
    };
    json!({ "Records": [one(0), one(1), one(2)] }).to_string()
}

/// Runs `ct count` over a folder.
fn count(at: &Path, line: &str) -> Ran {
    Ct::new(&format!("count {line} .")).at(at).run()
}

/// The rows of a count that says nothing else, as JSON arrays.
#[track_caller]
fn rows(at: &Path, line: &str) -> Value {
    let ran = count(at, &format!("{line} -o json")).expect_silent_yes();
    values(&ran)
}

/// The values of a row in the order of its members.
struct Row(Value);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Row;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Row, A::Error> {
                let mut values = Vec::new();
                while let Some((_, value)) = members.next_entry::<String, Value>()? {
                    values.push(value);
                }
                Ok(Row(values.into()))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The rows of JSON output.
fn values(ran: &Ran) -> Value {
    let rows: Vec<Row> = serde_json::from_slice(&ran.stdout).unwrap();
    rows.into_iter().map(|row| row.0).collect()
}
