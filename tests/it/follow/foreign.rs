//! Messages that are forged, or meant for another reader: never read, and never deleted.

use serde_json::json;

use super::{Feed, REGION};
use crate::bucket::expect_help;
use crate::harness::files_below;
use crate::moto::MOTO;

/// What CloudTrail would publish of an object.
fn news(bucket: &str, key: &str) -> String {
    json!({ "s3Bucket": bucket, "s3ObjectKey": [key] }).to_string()
}

impl Feed {
    /// Puts a log into a bucket that the caller may read, and sends a message of it.
    fn forge(&mut self) -> String {
        let bucket = format!("{}-evil", self.bucket);
        self.moto.bucket(&bucket);
        let (key, bytes) = self.next();
        self.records.remove(&key);
        self.moto.put(&bucket, &key, &bytes);
        self.send(&news(&bucket, &key));
        bucket
    }
}

#[test]
fn a_message_for_another_bucket_is_foreign_and_the_others_are_read() {
    let mut feed = Feed::new("700000000090", 30);
    let evil = feed.forge();
    feed.send(&news(&evil, "AWSLogs/no/such.json.gz"));
    for _ in 0..3 {
        feed.log();
    }
    let dest = tempfile::tempdir().unwrap();
    let to = dest.path().join("mirror");
    let ran = feed.follow(&format!("--to '{}'", to.display()));
    assert_eq!((ran.code, super::sorted(ran.lines())), (2, feed.all()), "{ran}");
    let why = format!("is foreign and left in the queue: it names the bucket {evil}, not");
    assert_eq!(ran.stderr.matches(&why).count(), 1, "{ran}");
    assert!(ran.stderr.contains("2 messages foreign (left in the queue)"), "{ran}");
    feed.wait_for(|(waiting, flying)| waiting + flying == 2);
    // The folder is that of the bucket which is configured, whatever came first.
    let note = std::fs::read_to_string(to.join(".ct/mirror.json")).unwrap();
    assert!(note.contains(&format!("\"{}\"", feed.bucket)), "{note}");
    assert!(!files_below(&to).is_empty());
}

#[test]
fn buckets_are_named_with_a_flag_and_the_first_run_is_remembered() {
    let mut feed = Feed::silent(&MOTO, "700000000091", 30);
    feed.allow(&[]);
    let key = feed.log();
    feed.send(&news(&feed.bucket, &key));
    let ran = feed.follow("");
    expect_help(&ran, "cannot find out which buckets send to this queue", "--bucket NAME");
    assert_eq!((ran.text(), feed.depth()), ("", (1, 0)), "{ran}");
    let state = tempfile::tempdir().unwrap();
    let with = |flags: &str| {
        let line = format!("follow --queue new-logs --until-idle 2s {flags}");
        feed.ct(&line).env("XDG_STATE_HOME", state.path().to_str().unwrap()).run()
    };
    let named = format!("--bucket other --bucket {}", feed.bucket);
    feed.expect_all(&with(&named));
    feed.send(&news(&feed.bucket, &key));
    feed.expect_all(&with(""));
    let ran = feed.ct("follow s3://logs --bucket logs").run();
    assert!(ran.code == 2 && ran.stderr.contains("cannot be used with"), "{ran}");
    let to = format!("{named} --to '{}'", state.path().join("to").display());
    expect_help(&with(&to), "--to mirrors one bucket", "--bucket NAME");
}

#[test]
fn the_buckets_own_settings_name_the_queue_of_a_topic() {
    let mut feed = Feed::silent(&MOTO, "700000000092", 30);
    let topic = format!("arn:aws:sns:{REGION}:{}:news", feed.account);
    let form = "Action=CreateTopic&Version=2010-03-31&Name=news";
    feed.moto.form("sns", REGION, form).unwrap();
    feed.allow(&[("sns", &topic)]);
    let trail = json!({ "Name": "main", "S3BucketName": feed.bucket });
    let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.CreateTrail";
    feed.moto.call("cloudtrail", REGION, target, &trail).unwrap();
    feed.notify(&format!(
        "<TopicConfiguration><Topic>{topic}</Topic><Event>s3:ObjectCreated:*</Event>\
         </TopicConfiguration>"
    ));
    let key = feed.log();
    let by = |topic: &str| {
        let message = news(&feed.bucket, &key);
        json!({ "Type": "Notification", "TopicArn": topic, "Message": message }).to_string()
    };
    feed.send(&by(&topic));
    feed.expect_all(&feed.follow("--trail main"));
    feed.send(&by(&topic));
    feed.expect_all(&feed.follow(""));
    feed.send(&by(&topic.replace(&feed.account, "999999999999")));
    let ran = feed.follow("");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("it names the topic arn:aws:sns:"), "{ran}");
}

#[test]
fn a_queue_without_a_dead_letter_queue_is_pointed_out() {
    let mut feed = Feed::new("700000000093", 30);
    let queue = json!({ "QueueName": "plain" });
    let url = feed.sqs("CreateQueue", &queue)["QueueUrl"].as_str().unwrap().to_owned();
    let key = feed.log();
    let body = news(&feed.bucket, &key);
    feed.sqs("SendMessage", &json!({ "QueueUrl": url, "MessageBody": body }));
    let line = format!("follow --queue plain --until-idle 2s --bucket {}", feed.bucket);
    let ran = feed.ct(&line).run();
    assert_eq!((ran.code, super::sorted(ran.lines())), (0, feed.all()), "{ran}");
    assert!(ran.stderr.contains("has no dead-letter queue"), "{ran}");
}
