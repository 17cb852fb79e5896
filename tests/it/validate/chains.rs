//! Chains of digests that the fixture does not have: below a prefix, of an organization, of several
//! trails in one bucket, signed with a new key, interrupted.

use std::sync::LazyLock;

use serde_json::json;

use super::online::{ARN, Online, trails};
use super::{counts, documents, object_verdicts};
use crate::fixtures::gzip::deflated;
use crate::harness::Ran;
use crate::sign::{Digest, Document, Log, Signer, Trail, sha256};

/// The bucket of the trails in this file.
const BUCKET: &str = "other-bucket";

/// The keys of the fixture's two regions, both of which `ListPublicKeys` knows.
static KEYS: LazyLock<[Signer; 2]> = LazyLock::new(|| [1, 2].map(Signer::from_seed));
/// A key that is not CloudTrail's.
static FORGER: LazyLock<Signer> = LazyLock::new(|| Signer::from_seed(7));

/// Delivers the digests of one account in us-east-1.
struct Sender {
    trail: Trail,
    /// The part of a key before the account.
    above: &'static str,
    signer: &'static Signer,
    /// The key's fingerprint that a digest names; the signer's if empty.
    fingerprint: String,
    previous: Option<Digest>,
}

impl Sender {
    fn new(account: &'static str, name: &'static str) -> Self {
        let trail = Trail { account, name, home: "us-east-1", bucket: BUCKET };
        let fingerprint = String::new();
        Self { trail, above: "AWSLogs/", signer: &KEYS[0], fingerprint, previous: None }
    }

    fn above(self, above: &'static str) -> Self {
        Self { above, ..self }
    }

    fn place(&self, key: &str) -> String {
        key.replacen("AWSLogs/", self.above, 1)
    }

    /// Delivers a log and the digest of the hour that lists it.
    fn send(&mut self, online: &Online, hour: u8) {
        let record = json!({ "eventVersion": "1.11", "trail": self.trail.name, "hour": hour });
        self.send_with(online, hour, &record.to_string());
    }

    fn send_with(&mut self, online: &Online, hour: u8, record: &str) {
        let log = self.log(hour, record);
        let [start, end] = [hour, hour + 1].map(|hour| format!("2026-11-20T{hour:02}:00:00Z"));
        let mut document = Document::new(&self.trail, "us-east-1", &start, &end);
        document.digest_s3_object = self.place(&document.digest_s3_object);
        document.digest_public_key_fingerprint.clone_from(&self.fingerprint);
        document = document.with_logs(std::slice::from_ref(&log));
        if let Some(previous) = &self.previous {
            document = document.after(previous);
        }
        let digest = self.signer.sign(document);
        let metadata = digest.metadata().to_string();
        online.put(BUCKET, &digest.key, &deflated(&digest.bytes), Some(metadata.as_bytes()));
        online.put(BUCKET, &log.key, &deflated(&log.bytes), None);
        self.previous = Some(digest);
    }

    fn log(&self, hour: u8, record: &str) -> Log {
        let bytes = format!(r#"{{"Records":[{record}]}}"#).into_bytes();
        let (account, unique) = (self.trail.account, &sha256(&bytes)[..16]);
        let folder = format!("AWSLogs/{account}/CloudTrail/us-east-1/2026/11/20");
        let name = format!("{account}_CloudTrail_us-east-1_20261120T{hour:02}30Z_{unique}.json.gz");
        let times = ["10", "50"].map(|minute| format!("2026-11-20T{hour:02}:{minute}:00Z"));
        Log {
            bucket: BUCKET.to_owned(),
            key: self.place(&format!("{folder}/{name}")),
            bytes,
            times,
        }
    }

    fn send_all(mut self, online: &Online) {
        (8..12).for_each(|hour| self.send(online, hour));
    }
}

fn expect_valid(ran: &Ran, number: u64) {
    assert_eq!((ran.code, counts(ran)), (0, [[number, 0, 0, 0]; 2]), "{ran}");
}

fn validate(online: &Online) -> Ran {
    online.ct(&format!("-o jsonl s3://{BUCKET}")).run()
}

#[test]
fn a_trail_may_deliver_below_a_prefix() {
    let online = Online::empty(BUCKET);
    let sender = Sender::new("111122223333", "management-events");
    sender.above("audit/AWSLogs/").send_all(&online);
    online.stub.answer("DescribeTrails", vec![trails(BUCKET, Some("audit"))]);
    let by_hand = format!("--trail-arn {ARN} --s3-bucket {BUCKET} --s3-prefix");
    for line in [
        "s3://other-bucket",
        "s3://other-bucket/audit",
        "trail:",
        &format!("{by_hand} audit"),
        &format!("{by_hand} audit/"),
    ] {
        expect_valid(&online.ct(&format!("-o jsonl {line}")).run(), 4);
    }
    let ran = online.ct(&format!("-o jsonl {by_hand} elsewhere")).run();
    assert_eq!((ran.code, counts(&ran)), (2, [[0; 4]; 2]), "{ran}");
}

#[test]
fn all_accounts_of_an_organization_are_validated() {
    let online = Online::empty(BUCKET);
    for account in ["111122223333", "222233334444", "333344445555"] {
        Sender::new(account, "everyone").above("AWSLogs/o-a1b2c3d4e5/").send_all(&online);
    }
    expect_valid(&validate(&online), 12);
    let two = "--account-id 222233334444,333344445555";
    expect_valid(&online.ct(&format!("-o jsonl {two} s3://{BUCKET}")).run(), 8);
    expect_valid(&online.ct(&format!("-o jsonl --org-id o-a1b2c3d4e5 s3://{BUCKET}")).run(), 12);
    let other = online.ct(&format!("-o jsonl --org-id o-zzzzzzzzzz s3://{BUCKET}")).run();
    assert_eq!(other.code, 2, "{other}");
}

#[test]
fn trails_whose_names_contain_each_other_are_different_chains() {
    let online = Online::empty(BUCKET);
    for name in ["management", "management-events", "events", "my_events", "events_us-east-1"] {
        Sender::new("111122223333", name).send_all(&online);
    }
    expect_valid(&validate(&online), 20);
    online.stub.answer("DescribeTrails", vec![trails(BUCKET, None)]);
    expect_valid(&online.ct("-o jsonl trail:").run(), 4);
}

#[test]
fn a_chain_may_change_its_public_key() {
    let online = Online::empty(BUCKET);
    let mut sender = Sender::new("111122223333", "management-events");
    sender.send(&online, 8);
    sender.send(&online, 9);
    sender.signer = &KEYS[1];
    sender.send(&online, 10);
    sender.send(&online, 11);
    expect_valid(&validate(&online), 4);
}

#[test]
fn a_digest_signed_with_another_key_is_invalid() {
    let online = Online::empty(BUCKET);
    let mut sender = Sender::new("111122223333", "management-events");
    sender.signer = &FORGER;
    (8..12).for_each(|hour| sender.send(&online, hour));
    let ran = validate(&online);
    assert_eq!(ran.code, 1, "{ran}");
    let unknown =
        object_verdicts(&ran).into_iter().filter(|line| line.ends_with(" invalid unknown_key"));
    assert_eq!(unknown.count(), 4, "{ran}");
    // Nor with the fingerprint of CloudTrail's key.
    sender.fingerprint.clone_from(&KEYS[0].fingerprint);
    sender.previous = None;
    (8..12).for_each(|hour| sender.send(&online, hour));
    let ran = validate(&online);
    let refused =
        object_verdicts(&ran).into_iter().filter(|line| line.ends_with(" invalid signature"));
    assert_eq!((ran.code, refused.count()), (1, 4), "{ran}");
}

/// A chain that ends after its first hour, and restarts in the last one.
fn interrupted(name: &str) -> Online {
    let online = Online::empty(BUCKET);
    let mut sender = Sender::new("111122223333", "management-events");
    let record = json!({
        "eventVersion": "1.11", "eventTime": "2026-11-20T08:50:00Z", "awsRegion": "us-east-1",
        "eventSource": "cloudtrail.amazonaws.com", "eventName": "StopLogging",
        "requestParameters": { "name": name },
    });
    sender.send_with(&online, 8, &record.to_string());
    sender.previous = None;
    sender.send(&online, 11);
    online
}

fn gaps(ran: &Ran) -> Vec<serde_json::Value> {
    documents(ran).into_iter().filter(|line| line["kind"] == "gap").collect()
}

#[test]
fn stop_logging_explains_a_gap() {
    for name in ["management-events", ARN] {
        let ran = validate(&interrupted(name));
        let gaps = gaps(&ran);
        assert_eq!((ran.code, gaps.len(), counts(&ran)), (0, 1, [[2, 0, 0, 0]; 2]), "{ran}");
        assert_eq!(gaps[0]["from"], "2026-11-20T09:00:00Z");
        assert_eq!(gaps[0]["to"], "2026-11-20T11:00:00Z");
        let explained = gaps[0]["explained_by"].as_str().unwrap();
        assert!(explained.starts_with("StopLogging") && explained.contains("2026-11-20T08:50:00Z"));
    }
}

#[test]
fn stopping_another_trail_explains_nothing() {
    let ran = validate(&interrupted("another"));
    let gaps = gaps(&ran);
    assert_eq!(gaps.len(), 1, "{ran}");
    assert!(gaps[0]["explained_by"].is_null(), "{ran}");
}

#[test]
fn logs_delivered_in_a_gap_prove_missing_digests() {
    let online = interrupted("another");
    let sender = Sender::new("111122223333", "management-events");
    let log = sender.log(10, r#"{"eventVersion":"1.11"}"#);
    online.put(BUCKET, &log.key, &deflated(&log.bytes), None);
    let ran = validate(&online);
    assert_eq!((ran.code, counts(&ran)[0]), (1, [2, 2, 0, 0]), "{ran}");
}

/// A bucket with a chain whose first digest lists the same log `times` times.
fn listed(times: usize) -> (Online, Log) {
    let online = Online::empty(BUCKET);
    let mut sender = Sender::new("111122223333", "management-events");
    let log = sender.log(8, "{}");
    let (start, end) = ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z");
    let document = Document::new(&sender.trail, "us-east-1", start, end);
    let digest = sender.signer.sign(document.with_logs(&vec![log.clone(); times]));
    let metadata = digest.metadata().to_string();
    online.put(BUCKET, &digest.key, &deflated(&digest.bytes), Some(metadata.as_bytes()));
    online.put(BUCKET, &log.key, &deflated(&log.bytes), None);
    sender.previous = Some(digest);
    (9..12).for_each(|hour| sender.send(&online, hour));
    (online, log)
}

/// Thousands of lines are more than a pipe holds.
#[test]
fn a_closed_pipe_does_not_change_the_verdict() {
    let (online, log) = listed(3_000);
    for (code, flags) in
        [(0, "--threads 1 --concurrency 1"), (0, "--threads 8"), (1, "--threads 8")]
    {
        if code == 1 {
            online.stub.remove(BUCKET, &log.key);
        }
        let ct = online.ct(&format!("-o jsonl -v {flags} s3://{BUCKET}"));
        let (line, ran) = ct.run_for_one_line();
        assert!(line.starts_with(r#"{"version":1,"kind":"digest""#), "{line}");
        assert_eq!(ran.code, code, "{flags}: {ran}");
    }
}

#[test]
fn a_log_listed_twice_is_judged_twice() {
    let (online, log) = listed(2);
    assert_eq!(validate(&online).code, 0);
    online.stub.remove(BUCKET, &log.key);
    let ran = validate(&online);
    assert_eq!(
        (ran.code, object_verdicts(&ran)[0].as_str()),
        (1, "log us-east-1 20261120T0830Z invalid missing")
    );
}

/// The chain of one account moved to a prefix that another account always used.
#[test]
fn each_object_is_requested_once_where_a_chain_continues_below_another_prefix() {
    let online = Online::empty(BUCKET);
    let mut moved = Sender::new("111122223333", "management-events");
    moved.send(&online, 8);
    moved.send(&online, 9);
    let mut moved = moved.above("b/AWSLogs/");
    moved.send(&online, 10);
    moved.send(&online, 11);
    Sender::new("222233334444", "management-events").above("b/AWSLogs/").send_all(&online);
    let ran = online.ct(&format!("-o jsonl s3://{BUCKET}/b")).run();
    expect_valid(&ran, 8);
    assert_eq!(online.stub.requests().gets, 16, "{ran}");
}
