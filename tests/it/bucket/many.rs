//! Many keys: the counts are exact, and memory does not grow with them.

use std::fs;
use std::io::Read as _;
use std::process::Child;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{ACCOUNTS, Logs};

/// What a listing says of so many keys, and the most memory that it held, in KiB.
fn listed(keys: u64) -> (u64, u64) {
    let logs = Logs::new();
    for at in 0..keys {
        let (region, month, day) = (at % 4, at / 4 % 12 + 1, at / 48 % 25 + 1);
        let account = ACCOUNTS[0];
        let key = format!(
            "AWSLogs/{account}/CloudTrail/eu-west-{region}/2025/{month:02}/{day:02}/\
             {account}_CloudTrail_eu-west-{region}_2025{month:02}{day:02}T1000Z_{at:016}.json.gz"
        );
        logs.stub.put("logs", &key, b"1");
    }
    let mut child = logs.ct("ls -o json s3://logs").start();
    let most = most_memory(&mut child);
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    let document: Value = serde_json::from_str(&text).unwrap();
    let folders = document["folders"].as_array().unwrap().iter();
    (folders.map(|folder| folder["objects"].as_u64().unwrap()).sum(), most)
}

/// The most memory that a process held until it ended.
pub(crate) fn most_memory(child: &mut Child) -> u64 {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        most = most.max(number.unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
    }
    most
}

#[test]
fn memory_does_not_grow_with_the_number_of_keys() {
    let (few, less) = listed(10_000);
    let (many, more) = listed(100_000);
    assert_eq!((few, many), (10_000, 100_000));
    assert!(more < 120 << 10, "{more} KiB");
    assert!(more * 10 < less * 13, "{more} KiB for 100,000 keys, {less} KiB for 10,000");
}
