//! Corrupt, missing and denied objects and queues: each is reported once, and nothing else waits for it.

use std::process::Command;

use serde_json::json;

use super::Feed;
use crate::bucket::expect_help;
use crate::harness::Ran;
use crate::moto::MOTO;
use crate::relay::{Answer, Relay};

#[test]
fn a_deleted_object_is_reported_and_its_message_deleted() {
    let mut feed = Feed::new("700000000021", 30);
    let key = feed.log();
    feed.log();
    let line = format!("DELETE /{}/{key}", feed.bucket);
    feed.moto.send(&line, "us-east-1/s3", &[], b"").unwrap();
    feed.records.remove(&key);
    let ran = feed.follow("");
    assert_eq!((ran.code, feed.depth()), (2, (0, 0)), "{ran}");
    assert_eq!(ran.lines(), feed.all());
    assert!(
        ran.stderr.contains(&format!("{key}: in a notification, but no longer in the bucket")),
        "{ran}"
    );
    assert!(ran.stderr.contains("INCOMPLETE: 1 object gone"), "{ran}");
}

#[test]
fn no_delete_leaves_all_messages_in_the_queue() {
    let mut feed = Feed::new("700000000022", 30);
    for _ in 0..3 {
        feed.log();
    }
    for _ in 0..2 {
        let ran = feed.follow("--no-delete");
        assert_eq!(ran.stderr, "peeking: messages stay in the queue\n");
        assert_eq!(ran.lines().len(), 6, "{ran}");
        assert_eq!(feed.depth(), (4, 0));
    }
    feed.expect_all(&feed.follow(""));
}

#[test]
fn max_messages_receives_no_more() {
    let mut feed = Feed::silent(&MOTO, "700000000023", 30);
    let keys: Vec<String> = (0..30).map(|_| feed.log()).collect();
    for key in keys {
        feed.send(&json!({ "s3Bucket": feed.bucket, "s3ObjectKey": key }).to_string());
    }
    let ran = feed.ct("follow --queue new-logs --max-messages 7").run();
    assert_eq!((ran.code, ran.lines().len()), (0, 14), "{ran}");
    // The others are visible at once.
    assert_eq!(feed.depth(), (23, 0));
}

#[test]
fn a_wrong_queue_is_an_error_with_help() {
    let feed = Feed::new("700000000024", 30);
    let ran = feed.ct("follow --queue no-such").run();
    expect_help(&ran, "no such queue in us-east-1: no-such", "AWS_REGION");
    let ran = feed.ct("follow --queue new-logs").env("AWS_REGION", "eu-west-3").run();
    expect_help(&ran, "no such queue in eu-west-3: new-logs", "AWS_REGION");
    let ran = feed.ct(&format!("follow --queue {}x", feed.url)).run();
    expect_help(&ran, "no such queue in us-east-1", "AWS_REGION");
    let ran = feed.ct("follow --queue 'a queue'").run();
    expect_help(&ran, "not a queue name: a queue", "URL");
    let ran = feed.ct("follow --queue arn:aws:sns:us-east-1:1:x").run();
    expect_help(&ran, "not a queue ARN", "URL");
    let ran = feed.ct("follow --config fixtures/objects/single.json").run();
    expect_help(&ran, "missing field `sqsUrl`", "sqsRegion");
    let ran = feed.ct("follow --queue new-logs --until-idle soon").run();
    assert!(ran.code == 2 && ran.stderr.contains("a duration is 30s"), "{ran}");
    let ran = feed.ct("follow").run();
    assert!(ran.code == 2 && ran.stderr.contains("--queue"), "{ran}");
}

#[test]
fn a_missing_permission_is_named() {
    let mut feed = Feed::new("700000000025", 30);
    feed.log();
    let relay = Relay::before(&feed.moto);
    let ct = |line: &str| {
        let ct = feed.ct(line);
        relay.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value)).run()
    };
    let denied = |operation: &str| Answer::error(operation, 400, "AccessDeniedException", "no");
    relay.answer(denied("DeleteMessageBatch"));
    let ran = ct("follow --queue new-logs --until-idle 1s");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("ct: cannot delete messages: access denied"), "{ran}");
    assert!(ran.stderr.contains("needs sqs:DeleteMessage on new-logs"), "{ran}");
    relay.answer(denied("ReceiveMessage"));
    let ran = ct("follow --queue new-logs --until-idle 1s");
    expect_help(&ran, "access denied", "needs sqs:ReceiveMessage on new-logs");
    relay.answer(denied("GetQueueUrl"));
    let ran = ct("follow --queue new-logs --until-idle 1s");
    expect_help(&ran, "access denied", "needs sqs:GetQueueUrl on new-logs");
}

#[cfg(unix)]
#[test]
fn a_signal_finishes_the_messages_in_hand() {
    let signals = [("700000000026", "-INT"), ("700000000027", "-TERM"), ("700000000029", "-HUP")];
    for (account, signal) in signals {
        let mut feed = Feed::new(account, 30);
        for _ in 0..10 {
            feed.log();
        }
        let child = feed.ct("follow --queue new-logs").start();
        feed.wait_for(|depth| depth == (0, 0));
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.code, 0, "{ran}");
        let numbers: Vec<usize> =
            ran.stderr.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        // With the test message of S3.
        assert!(numbers.starts_with(&[11, 10, 20, 20, 11]), "{ran}");
        assert_eq!(super::sorted(ran.lines()), feed.all());
    }
}

#[test]
fn a_closed_pipe_returns_unprinted_messages_to_the_queue() {
    let mut feed = Feed::new("700000000028", 30);
    feed.log();
    // More than are processed together.
    for _ in 0..120 {
        feed.log();
    }
    let (line, ran) = feed.ct("follow --queue new-logs --until-idle 1s").run_for_one_line();
    assert!(line.starts_with('{') && ran.code == 0 && ran.stderr.is_empty(), "{line}{ran}");
    // The next run receives the rest at once.
    let (waiting, in_flight) = feed.depth();
    assert_eq!(in_flight, 0);
    let ran = feed.follow("");
    assert!(ran.code == 0 && ran.lines().len() as u64 >= waiting.saturating_sub(1) * 2, "{ran}");
}
