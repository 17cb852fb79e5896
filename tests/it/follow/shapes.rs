//! Every format of notifications, from the sender to the printed event.

use std::fs;

use serde_json::{Value, json};

use super::{Feed, REGION};
use crate::fixtures;
use crate::moto::MOTO;

impl Feed {
    /// Creates a topic with the queue as a subscription; gives its ARN.
    fn topic(&self, raw: bool) -> String {
        let arn = format!("arn:aws:sns:{REGION}:{}:notifications", self.account);
        let sns = |body: &str| self.moto.form("sns", REGION, body).unwrap();
        sns("Action=CreateTopic&Version=2010-03-31&Name=notifications");
        sns(&format!(
            "Action=Subscribe&Version=2010-03-31&Protocol=sqs&TopicArn={arn}&Endpoint={}\
             &Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value={raw}",
            self.arn()
        ));
        let bucket = format!("arn:aws:s3:::{}", self.bucket);
        self.allow(&[("s3", &bucket), ("sns", &arn)]);
        arn
    }

    fn publish(&self, topic: &str, message: &str) {
        let message: String = message
            .bytes()
            .map(|byte| {
                let byte_is_plain = byte.is_ascii_alphanumeric();
                if byte_is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            })
            .collect();
        let body = format!("Action=Publish&Version=2010-03-31&TopicArn={topic}&Message={message}");
        self.moto.form("sns", REGION, &body).unwrap();
    }
}

#[test]
fn s3_notifies_the_queue() {
    let mut feed = Feed::new("700000000001", 30);
    // The test message of S3 is in the queue.
    assert!(feed.depth().0 > 0);
    for _ in 0..25 {
        feed.log();
    }
    feed.expect_all(&feed.follow(""));
    // Objects that are not log files.
    feed.moto.put(&feed.bucket, "AWSLogs/111122223333/Config/eu-west-1/2026/11/20/x.json.gz", b"x");
    let digests = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20";
    let digest = "111122223333_CloudTrail-Digest_eu-west-1_main_us-east-1_20261120T090000Z.json.gz";
    feed.moto.put(&feed.bucket, &format!("{digests}/{digest}"), b"x");
    feed.moto.put(&feed.bucket, "holiday.jpg", b"x");
    let ran = feed.follow("-v");
    assert_eq!((ran.code, ran.text(), feed.depth()), (0, "", (0, 0)), "{ran}");
    let summary = "3 messages · 0 objects · 0 of 0 events · 3 deleted · 3 objects skipped";
    assert!(ran.stderr.starts_with(summary), "{ran}");
}

#[test]
fn a_key_with_special_characters_is_found() {
    let feed = Feed::new("700000000002", 30);
    let bytes = fs::read(fixtures::folder().join("objects/single.json")).unwrap();
    feed.moto.put(&feed.bucket, "a b+c%2F=d/ü \u{1f980}.json", &bytes);
    let ran = feed.follow("");
    assert_eq!((ran.code, ran.stdout.trim_ascii()), (0, bytes.trim_ascii()), "{ran}");
}

#[test]
fn s3_notifies_a_topic() {
    let mut feed = Feed::silent(&MOTO, "700000000003", 30);
    let topic = feed.topic(false);
    feed.notify(&format!(
        "<TopicConfiguration><Topic>{topic}</Topic><Event>s3:ObjectCreated:*</Event>\
         </TopicConfiguration>"
    ));
    for _ in 0..5 {
        feed.log();
    }
    assert!(feed.depth().0 >= 5, "moto does not publish");
    feed.expect_all(&feed.follow(""));
}

#[test]
fn cloudtrail_notifies_a_topic() {
    for (account, raw) in [("700000000004", false), ("700000000005", true)] {
        let mut feed = Feed::silent(&MOTO, account, 30);
        let topic = feed.topic(raw);
        let keys: Vec<String> = (0..3).map(|_| feed.log()).collect();
        feed.publish(&topic, "CloudTrail validation message.");
        let notification = json!({ "s3Bucket": feed.bucket, "s3ObjectKey": keys });
        feed.publish(&topic, &notification.to_string());
        assert_eq!(feed.depth().0, 2);
        feed.expect_all(&feed.follow(""));
    }
}

#[test]
fn eventbridge_sends_object_events_and_records() {
    let mut feed = Feed::silent(&MOTO, "700000000006", 30);
    let bucket = format!("arn:aws:s3:::{}", feed.bucket);
    let rule = format!("arn:aws:events:{REGION}:111122223333:rule/logs");
    feed.allow(&[("s3", &bucket), ("events", &rule)]);
    let key = feed.log();
    let notification = json!({ "version": "0", "detail-type": "Object Created", "source": "aws.s3",
        "detail": { "bucket": { "name": feed.bucket }, "object": { "key": key } } });
    feed.send(&notification.to_string());
    feed.expect_all(&feed.follow(""));

    let lines = fs::read_to_string(fixtures::folder().join("objects/eventbridge.jsonl")).unwrap();
    let mut records = Vec::new();
    for line in lines.lines() {
        feed.send(line);
        let whole: Value = serde_json::from_str(line).unwrap();
        records.push(whole["detail"]["eventID"].clone());
    }
    let ran = feed.follow("");
    assert_eq!((ran.code, &*ran.stderr, feed.depth()), (0, "", (0, 0)), "{ran}");
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["eventID"].clone();
    let mut ids: Vec<String> = ran.lines().into_iter().map(|line| id(line).to_string()).collect();
    let mut wanted: Vec<String> = records.iter().map(Value::to_string).collect();
    ids.sort();
    wanted.sort();
    assert_eq!(ids, wanted);
    // Byte for byte as in the messages.
    assert!(ran.lines().iter().all(|record| lines.contains(record)));
}

#[test]
fn a_queue_is_named_by_arn_url_config_or_environment() {
    let mut feed = Feed::new("700000000007", 30);
    let folder = tempfile::tempdir().unwrap();
    let config = json!({ "s3Region": REGION, "sqsRegion": REGION, "sqsUrl": feed.url }).to_string();
    let path = folder.path().join("queue.json");
    fs::write(&path, &config).unwrap();
    let other = feed.bucket.clone() + "-config";
    feed.moto.bucket(&other);
    feed.moto.put(&other, "queue.json", config.as_bytes());
    let flags = [
        format!("--queue {}", feed.arn()),
        format!("--queue {}", feed.url),
        format!("--config '{}'", path.display()),
        format!("--config s3://{other}/queue.json"),
    ];
    for flag in flags {
        let key = feed.log();
        let ran = feed.ct(&format!("follow {flag} --until-idle 1s")).run();
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{flag}: {ran}");
        assert_eq!(ran.lines(), feed.records[&key], "{flag}");
    }
    let key = feed.log();
    let ran = feed.ct("follow --until-idle 1s").env("CT_QUEUE", "new-logs").run();
    assert_eq!(ran.lines(), feed.records[&key], "{ran}");
}
