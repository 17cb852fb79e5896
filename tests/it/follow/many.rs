//! A thousand objects put meanwhile; killed at any moment; and how fast it goes.

use std::fs::File;
use std::io::{Write as _, stderr};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::json;

use super::{Feed, sorted};
use crate::harness::Ran;
use crate::moto::Moto;

#[test]
fn a_thousand_objects_put_meanwhile_come_out_as_they_are() {
    let mut feed = Feed::new("700000000060", 60);
    let child = feed.ct("follow --queue new-logs --errors --until-idle 5s").start();
    for _ in 0..1_000 {
        feed.log();
    }
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, &*ran.stderr, feed.depth()), (0, "", (0, 0)), "{ran}");
    let wanted = feed.all().into_iter().filter(|record| record.contains("AccessDenied"));
    assert_eq!(sorted(ran.lines()), wanted.collect::<Vec<_>>());
}

/// How often to kill; `CT_TEST_KILLS` says if there is time.
fn kills() -> usize {
    env::var("CT_TEST_KILLS").map_or(3, |kills| kills.parse().unwrap())
}

#[test]
fn whoever_is_killed_loses_no_record() {
    // The shortest time that messages stay hidden once their reader is dead.
    let mut feed = Feed::new("700000000061", 10);
    let folder = tempfile::tempdir().unwrap();
    let dest = folder.path().join("mirror");
    let line = format!("follow --queue new-logs --to '{}'", dest.display());
    let mut outputs = Vec::new();
    for number in 0..kills() {
        let out = folder.path().join(number.to_string());
        // Polls of three seconds: those of the dead are answered too, and hide what they are given.
        let killed = format!("{line} --until-idle 3s");
        let mut child = feed.ct(&killed).stdout(File::create(&out).unwrap()).start();
        for _ in 0..50 {
            feed.log();
        }
        thread::sleep(Duration::from_millis((number as u64 * 137) % 500));
        child.kill().unwrap();
        child.wait().unwrap();
        outputs.push(out);
    }
    let out = folder.path().join("last");
    let ran = feed.ct(&line).args("--until-idle 16s").stdout(File::create(&out).unwrap()).run();
    assert_eq!((ran.code, feed.depth()), (0, (0, 0)), "{ran}");
    outputs.push(out);
    let mut printed: Vec<String> = Vec::new();
    for path in outputs {
        let text = fs::read_to_string(path).unwrap();
        // The last line of one that was killed may be torn.
        printed.extend(
            text.split_inclusive('\n').filter_map(|it| it.strip_suffix('\n')).map(str::to_owned),
        );
    }
    printed.sort_unstable();
    printed.dedup();
    assert_eq!(printed.iter().map(String::as_str).collect::<Vec<_>>(), feed.all());
    for key in feed.records.keys() {
        assert!(dest.join(key).exists(), "{key} is not mirrored");
    }
}

/// Takes and deletes everything as fast as the server can hand it out: messages in a second.
fn server_alone(feed: &Feed, messages: u32) -> f64 {
    let begun = Instant::now();
    let mut taken = 0;
    while taken < messages {
        let input = json!({ "QueueUrl": feed.url, "MaxNumberOfMessages": 10 });
        let answer = feed.sqs("ReceiveMessage", &input);
        let found = answer["Messages"].as_array().unwrap();
        let entries: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(at, it)| json!({ "Id": at.to_string(), "ReceiptHandle": it["ReceiptHandle"] }))
            .collect();
        feed.sqs("DeleteMessageBatch", &json!({ "QueueUrl": feed.url, "Entries": entries }));
        taken += u32::try_from(found.len()).unwrap();
    }
    f64::from(taken) / begun.elapsed().as_secs_f64()
}

/// Sends so many messages that name one object.
fn fill(feed: &Feed, key: &str, messages: u32) {
    let body = json!({ "s3Bucket": feed.bucket, "s3ObjectKey": [key] }).to_string();
    for _ in 0..messages / 10 {
        let entries: Vec<_> =
            (0..10).map(|at| json!({ "Id": at.to_string(), "MessageBody": body })).collect();
        feed.sqs("SendMessageBatch", &json!({ "QueueUrl": feed.url, "Entries": entries }));
    }
}

/// Run by itself, for figures: `cargo test --test it -- --ignored follow::many --nocapture`.
#[test]
#[ignore = "measures, so it wants the machine for itself"]
fn messages_a_second() {
    const MESSAGES: u32 = 600;
    let moto = Moto::start();
    let mut feed = Feed::silent(&moto, "700000000062", 60);
    let key = feed.log();
    fill(&feed, &key, MESSAGES);
    let alone = server_alone(&feed, MESSAGES);
    fill(&feed, &key, MESSAGES);
    let begun = Instant::now();
    let ran = feed.ct("follow --queue new-logs").args(&format!("--max-messages {MESSAGES}")).run();
    let rate = f64::from(MESSAGES) / begun.elapsed().as_secs_f64();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(rate >= 200.0_f64.min(0.9 * alone), "{rate:.0}/s; the server alone: {alone:.0}/s");
    let told = writeln!(stderr(), "{rate:.0} messages/s; the server alone: {alone:.0}/s");
    told.unwrap();
}
