//! A new trail with a queue, then its events as they are delivered.

use serde_json::json;

use super::{QueueAccount, unlock};
use crate::bucket::events_of;
use crate::fixtures::gzip::deflated;
use crate::trail::Account;

/// A record, and the key and bytes of a log file with it.
fn log(account: &str, number: usize) -> (String, String, Vec<u8>) {
    let record = format!(
        r#"{{"eventVersion":"1.11","eventTime":"2026-11-20T10:00:00Z","eventName":"PutObject","eventID":"{number:08}","recipientAccountId":"{account}"}}"#
    );
    let folder = events_of(account, "eu-west-1");
    let key = format!(
        "{folder}/2026/11/20/{account}_CloudTrail_eu-west-1_20261120T1005Z_{number:016}.json.gz"
    );
    let bytes = deflated(format!(r#"{{"Records":[{record}]}}"#).as_bytes());
    (record, key, bytes)
}

/// Creates a trail, checks its queue, puts logs into the bucket, and reads their events with `ct follow`.
fn expect_events(number: &str, flags: &str) {
    let (account, bucket) = (Account::new(number), format!("first-{number}"));
    let made = format!("create acme --multi-region --create-bucket --bucket {bucket}");
    account.done(&format!("{made} --queue q {flags} --yes"));
    let check = account.ct("queue check q");
    assert_eq!(check.code, 0, "{check}");
    unlock(&account, &bucket);
    let mut records = Vec::new();
    for at in 0..3 {
        let (record, key, bytes) = log(number, at);
        account.moto.put(&bucket, &key, &bytes);
        records.push(record);
        if !flags.is_empty() {
            // moto's CloudTrail delivers nothing, and so publishes nothing.
            let message = json!({ "s3Bucket": bucket, "s3ObjectKey": [key] }).to_string();
            publish(&account, number, &message);
        }
    }
    let ran = account.ct("follow --queue q --until-idle 2s -o jsonl");
    let mut lines = ran.lines();
    lines.sort_unstable();
    assert_eq!((ran.code, lines), (0, records.iter().map(String::as_str).collect()), "{ran}");
    let again = account.ct("follow --queue q --until-idle 1s -o jsonl");
    assert_eq!((again.code, again.text()), (0, ""), "{again}");
    let check = account.ct("queue check q -v");
    assert!(check.code == 0 && check.text().contains("no message waits"), "{check}");
}

fn publish(account: &Account, number: &str, message: &str) {
    let message: Vec<String> = message.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let message = message.concat();
    let topic = format!("arn:aws:sns:us-east-1:{number}:deliveries");
    let form = format!("Action=Publish&Version=2010-03-31&TopicArn={topic}&Message={message}");
    account.moto.form("sns", "us-east-1", &form).unwrap();
}

#[test]
fn follow_reads_events_of_a_new_trail() {
    expect_events("820000000081", "");
}

#[test]
fn follow_reads_events_of_a_new_trail_with_a_topic() {
    expect_events("820000000082", "--sns-topic deliveries --create-topic --queue-from topic");
}

#[test]
fn without_notifications_nothing_arrives() {
    let place = QueueAccount::notified_by_s3("820000000083");
    place.notify("");
    unlock(&place.account, &place.bucket);
    let (_, key, bytes) = log("820000000083", 1);
    place.account.moto.put(&place.bucket, &key, &bytes);
    let ran = place.account.ct("follow --queue new-logs --until-idle 1s -o jsonl");
    assert_eq!(ran.text(), "", "{ran}");
    let check = place.account.ct("queue check new-logs");
    assert!(check.code == 1 && check.text().contains("sends no notifications"), "{check}");
}
