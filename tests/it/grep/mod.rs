//! `ct grep`, run as a user runs it.

// What is printed, in each format.
mod output;
// Derived fields, in output and in conditions.
mod fields;
// Where addresses are.
mod geo;
// Filters, compared with counts of plain code.
mod filters;
// Values anywhere in a record.
mod values;
// Hints after a search without a match.
mod hints;
// Sorted by time.
mod sorting;
// Every object of fixtures/objects.
mod objects;
// Sources other than files in a folder, and what the environment says.
mod sources;
// Which folders and objects are never opened.
mod pruning;
// The coverage of an answer.
mod coverage;
// Usage errors.
mod bad_input;
// Sources that cannot be read, outputs that cannot be written.
mod trouble;
// Envelopes and packings of other tools: in a file, on stdin, in a folder.
mod packings;
// Event times that another tool reformatted, or that are missing.
mod times;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::fixtures;
use crate::harness::files_below;

/// A record, found without any of the program's own code.
struct Record {
    raw: String,
    value: Value,
    /// The log that it stands in.
    log: PathBuf,
}

impl Record {
    fn new(raw: &str, log: &Path) -> Self {
        let value = serde_json::from_str(raw).unwrap();
        Self { raw: raw.to_owned(), value, log: log.to_owned() }
    }

    /// The text at a path such as `/userIdentity/type`; nothing if there is none.
    fn text(&self, path: &str) -> &str {
        self.value.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    fn has(&self, path: &str) -> bool {
        self.value.pointer(path).is_some_and(|value| !value.is_null())
    }
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow, rename = "Records")]
    records: Vec<&'a RawValue>,
}

/// Every record of the logs of `fixtures/trail`, in their order.
fn trail() -> Vec<Record> {
    let logs = files_below(&fixtures::folder().join("trail/AWSLogs/111122223333/CloudTrail"));
    let mut records = Vec::new();
    for log in logs {
        let text = inflated(&log);
        let Log { records: found } = serde_json::from_str(&text).unwrap();
        records.extend(found.into_iter().map(|raw| Record::new(raw.get(), &log)));
    }
    records
}

/// Every record of `fixtures/events`.
fn events() -> Vec<Record> {
    let files = files_below(&fixtures::folder().join("events"));
    files.iter().map(|file| Record::new(fs::read_to_string(file).unwrap().trim(), file)).collect()
}

/// Every record of `fixtures/objects/records.json`, which the other objects are made of.
fn five() -> Vec<Record> {
    let file = fixtures::folder().join("objects/records.json");
    let text = fs::read_to_string(&file).unwrap();
    let Log { records } = serde_json::from_str(&text).unwrap();
    records.into_iter().map(|raw| Record::new(raw.get(), &file)).collect()
}

/// What all members of a gzip file inflate to.
fn inflated(path: &Path) -> String {
    let mut text = String::new();
    MultiGzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// Records as lines.
fn lines<'r>(records: impl IntoIterator<Item = &'r Record>) -> String {
    records.into_iter().map(|record| record.raw.clone() + "\n").collect()
}

/// The path of a file of `fixtures/objects`, as users would write it.
fn object(name: &str) -> String {
    format!("fixtures/objects/{name}")
}
