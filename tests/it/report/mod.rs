//! `ct report`, run as a user runs it.

// Which arguments are reports, and what is printed of definitions.
mod arguments;
// A user's own definition, and what is wrong with one.
mod own;
// Each built-in report on logs written for it.
mod tiles;
// Whole reports as a reader sees them.
mod printed;
// What a report cannot answer, and all reports at once.
mod limits;
// Which time a report covers.
mod spans;
// Every tile and many counts, compared with DuckDB.
mod engine;
// Countries and networks, compared with another reader of the databases.
mod places;

// Logs with odd values.
mod corpus;

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Ct, Ran, put};

/// Writes these records as one log below a folder.
fn log(folder: &Path, name: &str, records: &[Value]) {
    put(folder, name, json!({ "Records": records }).to_string());
}

/// A record with the members that most tests need, and others instead or besides.
fn record(time: &str, source: &str, name: &str, others: &Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11",
        "eventTime": time,
        "eventSource": format!("{source}.amazonaws.com"),
        "eventName": name,
        "eventID": format!("{time} {source} {name}"),
        "awsRegion": "us-east-1",
        "recipientAccountId": "111122223333",
        "sourceIPAddress": "198.51.100.20",
        "userAgent": "aws-cli/2.31.6",
        "userIdentity": {"type": "IAMUser", "userName": "alice", "accessKeyId": "AKIAALICE"},
    });
    for (name, value) in others.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

/// Runs `ct report` in a folder with JSON output.
fn report(at: &Path, line: &str) -> Ran {
    Ct::new(&format!("report {line} -o json")).at(at).run()
}

/// The tiles of the only report of a run, without the commands that repeat them.
fn tiles(ran: &Ran) -> Vec<Value> {
    let mut document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let tiles = document["tiles"].as_array_mut().unwrap();
    for tile in tiles.iter_mut() {
        assert!(tile.as_object_mut().unwrap().remove("commands").is_some(), "{ran}");
    }
    tiles.clone()
}

/// The rows of a tile of the only report of a run.
#[track_caller]
fn rows(ran: &Ran, tile: &str) -> Value {
    let tiles = tiles(ran);
    let found = tiles.iter().find(|found| found["id"] == tile);
    found.unwrap_or_else(|| panic!("no tile {tile}: {ran}"))["rows"].clone()
}
