//! Messages that are forged, or about other buckets: their objects are not read, and they are not deleted.

use serde_json::json;

use super::{Feed, REGION};
use crate::bucket::expect_help;
use crate::harness::files_below;
use crate::moto::MOTO;
use crate::relay::{Answer, Relay};

/// The notification that CloudTrail publishes for an object.
fn notification(bucket: &str, key: &str) -> String {
    json!({ "s3Bucket": bucket, "s3ObjectKey": [key] }).to_string()
}

impl Feed {
    /// Puts a log into another bucket that the caller may read, and sends a notification; the bucket.
    fn forge(&mut self) -> String {
        let bucket = format!("{}-evil", self.bucket);
        self.moto.bucket(&bucket);
        let (key, bytes) = self.next();
        self.records.remove(&key);
        self.moto.put(&bucket, &key, &bytes);
        self.send(&notification(&bucket, &key));
        bucket
    }
}

#[test]
fn a_message_for_another_bucket_is_foreign_and_the_others_are_read() {
    let mut feed = Feed::new("700000000090", 30);
    let evil = feed.forge();
    feed.send(&notification(&evil, "AWSLogs/no/such.json.gz"));
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
    // The folder is bound to the configured bucket, whatever the first message named.
    let note = std::fs::read_to_string(to.join(".ct/mirror.json")).unwrap();
    assert!(note.contains(&format!("\"{}\"", feed.bucket)), "{note}");
    assert!(!files_below(&to).is_empty());
}

#[test]
fn buckets_of_a_flag_are_stored_for_later_runs() {
    let mut feed = Feed::silent(&MOTO, "700000000091", 30);
    feed.allow(&[]);
    let key = feed.log();
    feed.send(&notification(&feed.bucket, &key));
    let ran = feed.follow("");
    expect_help(&ran, "cannot find out which buckets send to this queue", "--bucket NAME");
    assert_eq!((ran.text(), feed.depth()), ("", (1, 0)), "{ran}");
    let state = tempfile::tempdir().unwrap();
    let with = |flags: &str| {
        let line = format!("follow --queue new-logs --until-idle 1s {flags}");
        feed.ct(&line).env("XDG_STATE_HOME", state.path().to_str().unwrap()).run()
    };
    let named = format!("--bucket other --bucket {}", feed.bucket);
    feed.expect_all(&with(&named));
    feed.send(&notification(&feed.bucket, &key));
    feed.expect_all(&with(""));
    let ran = feed.ct("follow s3://logs --bucket logs").run();
    assert!(ran.code == 2 && ran.stderr.contains("cannot be used with"), "{ran}");
    let to = format!("{named} --to '{}'", state.path().join("to").display());
    expect_help(&with(&to), "--to mirrors one bucket", "--bucket NAME");
}

#[test]
fn buckets_that_notify_a_topic_of_the_queue_are_read() {
    let mut feed = Feed::silent(&MOTO, "700000000092", 30);
    let topic = format!("arn:aws:sns:{REGION}:{}:notifications", feed.account);
    let form = "Action=CreateTopic&Version=2010-03-31&Name=notifications";
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
        let message = notification(&feed.bucket, &key);
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
fn trails_that_cannot_be_listed_are_reported() {
    let mut feed = Feed::silent(&MOTO, "700000000094", 30);
    let topic = format!("arn:aws:sns:{REGION}:{}:notifications", feed.account);
    let form = "Action=CreateTopic&Version=2010-03-31&Name=notifications";
    feed.moto.form("sns", REGION, form).unwrap();
    let relay = Relay::before(&feed.moto);
    relay.answer(Answer::error("cloudtrail:ListTrails", 400, "AccessDeniedException", "no"));
    let follow = || {
        let ct = feed.ct("follow --queue new-logs --until-idle 1s");
        relay.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value)).run()
    };
    // The policy names the topic alone: which buckets publish to it is unknown.
    feed.allow(&[("sns", &topic)]);
    let ran = follow();
    let why = "its policy names none, and ct cannot read all trails: access denied; needs \
               cloudtrail:ListTrails";
    expect_help(&ran, why, "--bucket NAME");
    // A bucket that the policy names is read, and any other is foreign.
    let bucket = format!("arn:aws:s3:::{}", feed.bucket);
    feed.allow(&[("sns", &topic), ("s3", &bucket)]);
    let key = feed.log();
    feed.send(&notification(&feed.bucket, &key));
    let follow = || {
        let ct = feed.ct("follow --queue new-logs --until-idle 1s");
        relay.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value)).run()
    };
    let ran = follow();
    let message = "cannot list all trails: access denied; needs cloudtrail:ListTrails on *; \
                   messages about buckets that are therefore unknown are foreign; name the \
                   buckets: --bucket NAME\n";
    assert_eq!((ran.code, &*ran.stderr), (0, message), "{ran}");
    assert_eq!(super::sorted(ran.lines()), feed.all());
    feed.send(&notification("another", &key));
    let ran = follow();
    assert!(ran.code == 2 && ran.stderr.contains("names the bucket another"), "{ran}");
}

#[test]
fn a_queue_without_a_dead_letter_queue_is_reported() {
    let mut feed = Feed::new("700000000093", 30);
    let queue = json!({ "QueueName": "plain" });
    let url = feed.sqs("CreateQueue", &queue)["QueueUrl"].as_str().unwrap().to_owned();
    let key = feed.log();
    let body = notification(&feed.bucket, &key);
    feed.sqs("SendMessage", &json!({ "QueueUrl": url, "MessageBody": body }));
    let line = format!("follow --queue plain --until-idle 1s --bucket {}", feed.bucket);
    let ran = feed.ct(&line).run();
    assert_eq!((ran.code, super::sorted(ran.lines())), (0, feed.all()), "{ran}");
    assert!(ran.stderr.contains("has no dead-letter queue"), "{ran}");
}
