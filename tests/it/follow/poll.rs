//! A bucket without a queue: each new object is read once and unchanged, however late it is delivered.

use std::fs;
use std::thread;

use super::going::{Going, stamp};
use super::sorted;
use crate::bucket::{Logs, digests_of, events_of, expect_help};
use crate::harness::Ct;
use crate::moto::MOTO;

const YESTERDAY: i64 = 24 * 60;

fn region() -> String {
    events_of("111122223333", "eu-west-1")
}

/// The records of a bucket, sorted.
fn all(logs: &Logs) -> Vec<String> {
    let mut lines: Vec<String> = logs.lines(|_| true).lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

fn follow(logs: &Logs, flags: &str) -> Ct {
    logs.ct(&format!("follow s3://logs --every 1s {flags}"))
}

#[test]
fn new_objects_are_printed_once_and_unchanged() {
    let mut logs = Logs::new();
    let moto = MOTO.in_account("810000000001");
    moto.bucket("poll-810000000001");
    let mut put = |minutes_ago: i64| {
        let key = logs.log(&region(), &stamp(minutes_ago));
        moto.put("poll-810000000001", &key, &logs.tree[&key]);
        key
    };
    let existing = [put(0), put(YESTERDAY)];
    let ct = Ct::new("follow s3://poll-810000000001 --every 1s").env("AWS_REGION", "us-east-1");
    let ct = moto.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value));
    let going = Going::begun(ct);
    assert_eq!(
        going.messages(),
        "s3://poll-810000000001: 2 existing objects skipped; --since reads them\n"
    );
    for number in 1..=30 {
        put(0);
        if number % 10 == 0 {
            going.wait_for(2 * number);
        }
    }
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
    let wanted = logs.lines(|key| !existing.contains(&key.to_owned()));
    assert_eq!(sorted(ran.lines()), sorted(wanted.lines().collect()));
    assert!(ran.stderr.ends_with("\n30 objects · 60 of 60 events\n"), "{ran}");
}

#[test]
fn late_deliveries_are_found_although_their_keys_sort_first() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let going = Going::begun(follow(&logs, ""));
    // Keys before the existing one: of yesterday, of the same minute, of another Region and account.
    let minute = stamp(0);
    let late = [
        logs.log(&region(), &stamp(YESTERDAY)),
        logs.log(&region(), &minute),
        logs.log(&region(), &minute),
        logs.log(&events_of("000011112222", "ap-south-1"), &stamp(YESTERDAY)),
        logs.log(&region(), &stamp(YESTERDAY)),
    ];
    going.wait_for(10);
    let ran = going.stop("-TERM");
    let wanted = logs.lines(|key| late.contains(&key.to_owned()));
    assert_eq!((ran.code, sorted(ran.lines())), (0, sorted(wanted.lines().collect())), "{ran}");
}

#[test]
fn a_replaced_object_is_read_again() {
    let mut logs = Logs::new();
    let key = logs.log(&region(), &stamp(0));
    let going = Going::begun(follow(&logs, "--since 2d"));
    going.wait_for(2);
    let other = logs.log(&region(), &stamp(YESTERDAY));
    going.wait_for(4);
    let bytes = logs.tree[&other].clone();
    logs.put(&key, &bytes);
    going.wait_for(6);
    let ran = going.stop("-INT");
    assert!(ran.code == 0 && ran.lines().len() == 6, "{ran}");
    assert_eq!(ran.lines()[4..], ran.lines()[2..4]);
}

#[test]
fn since_reads_existing_objects_from_that_time() {
    let mut logs = Logs::new();
    let old = logs.log(&region(), &stamp(10 * YESTERDAY));
    for days in [4, 2, 0] {
        logs.log(&region(), &stamp(days * YESTERDAY));
    }
    let ran = follow(&logs, "--since 6d --until-idle 2s").run();
    assert_eq!(sorted(ran.lines()), sorted(logs.lines(|key| key != old).lines().collect()));
    assert!(ran.code == 0 && ran.stderr.starts_with("s3://logs: starting with events from "));
    assert_eq!(ran.stderr.lines().count(), 1, "{ran}");
    let ran = follow(&logs, "--since 6d --until-idle 2s -q --event-name Nothing").run();
    assert_eq!((ran.code, ran.text(), &*ran.stderr), (0, "", ""), "{ran}");
}

#[test]
fn only_requested_days_and_regions_are_listed() {
    let mut logs = Logs::of_regions(&["eu-west-1", "us-east-1", "ap-south-1"]);
    let key = logs.log(&region(), &stamp(0));
    logs.digest(&digests_of("111122223333", "eu-west-1"), &(stamp(0).replace('Z', "00Z")));
    logs.put(&key.replace("111122223333/CloudTrail/", "111122223333/Config/"), b"{}");
    let line = "--account 111122223333 --region eu-west-1 --since 1d --until-idle 1s -v";
    let ran = follow(&logs, line).run();
    assert_eq!((ran.code, ran.lines().len()), (0, 2), "{ran}");
    assert!(ran.stderr.ends_with("\n1 object · 2 of 2 events\n"), "{ran}");
    let prefixes = logs.stub.requests().prefixes;
    let spans = prefixes.iter().filter(|prefix| prefix.contains("eu-west-1"));
    assert!(spans.count() >= 1 && !prefixes.iter().any(|it| it.contains("us-east-1")));
    assert!(!prefixes.iter().any(|it| it.contains("Digest/eu") || it.contains("Config")));
}

#[test]
fn a_cycle_takes_one_list_request_for_each_region_and_four_more() {
    let mut logs = Logs::new();
    for number in 0..17 {
        logs.log(&events_of("111122223333", &format!("eu-west-{number}")), &stamp(0));
    }
    let line = "follow s3://logs --until-idle 1s -q";
    logs.ct(line).run().expect_silent_yes();
    assert_eq!(logs.stub.requests().lists, 17 + 4);
}

#[test]
fn an_archived_object_is_reported_once_and_read_when_it_is_restored() {
    let mut logs = Logs::new();
    let key = logs.log(&region(), &stamp(0));
    let bytes = logs.tree[&key].clone();
    let name = format!("s3://logs/{key}");
    logs.stub.archive("logs", &key);
    let going = Going::start(follow(&logs, "--since 1d"));
    going.wait_until(|_, messages| messages.contains(&name));
    logs.log(&region(), &stamp(0));
    going.wait_for(2);
    // It is tried again, and not reported again.
    let gets = logs.stub.requests().gets;
    going.wait_until(|_, _| logs.stub.requests().gets > gets);
    going.wait_for_cycles(&logs, 1);
    let messages = going.messages();
    assert_eq!(messages.matches(&name).count(), 1, "{messages}");
    assert!(messages.contains("archived (Glacier); restore it first"), "{messages}");
    assert!(messages.contains("; will retry\n"), "{messages}");
    logs.stub.put("logs", &key, &bytes);
    going.wait_for(4);
    let ran = going.stop("-INT");
    assert_eq!(
        (ran.code, sorted(ran.lines())),
        (0, all(&logs).iter().map(String::as_str).collect()),
        "{ran}"
    );
}

#[test]
fn objects_that_were_never_read_are_counted_at_the_end() {
    let mut logs = Logs::new();
    for number in 0..6 {
        let key = logs.log(&region(), &stamp(0));
        if number < 5 {
            logs.stub.archive("logs", &key);
        }
    }
    // Truncated.
    let broken = logs.log(&region(), &stamp(0));
    let bytes = logs.tree[&broken].clone();
    logs.stub.put("logs", &broken, &bytes[..bytes.len() / 2]);
    let ran = follow(&logs, "--since 1d --until-idle 4s").run();
    assert_eq!((ran.code, ran.lines().len()), (2, 2), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 6 objects not read"), "{ran}");
    assert_eq!(ran.stderr.matches("will retry").count(), 4, "{ran}");
    assert!(ran.stderr.contains("… and 2 more: archived (Glacier)"), "{ran}");
    assert_eq!(ran.stderr.matches(&broken).count(), 1, "{ran}");
}

#[test]
fn a_source_without_logs_is_reported_and_counted() {
    let mut logs = Logs::of_regions(&["eu-west-1"]);
    logs.log(&region(), &stamp(0));
    logs.put("other/notes.txt", b"x");
    let expect_no_logs = |source: &str, flags: &str| {
        let ran = logs.ct(&format!("follow {source} --every 1s --until-idle 2s {flags}")).run();
        let message = format!("{source}: no log files found yet: check the prefix");
        assert_eq!((ran.code, ran.stderr.matches(&message).count()), (2, 1), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE: 1 source without a log"), "{ran}");
    };
    let without_logs = [
        ("s3://logs/other", ""),
        ("s3://logs/other", "--since 1d"),
        ("s3://logs/AWS", "--since 1d"),
        ("s3://logs", "--since 1d --region nosuch-1"),
        ("s3://logs", "--account 999999999999"),
        ("s3://logs/AWSLogs/111122223333/CloudTrail/nosuch-1", ""),
        ("s3://logs/AWSLogs/111122223333/CloudTrail/nosuch-1", "--since 1d"),
    ];
    thread::scope(|scope| {
        for (source, flags) in without_logs {
            scope.spawn(move || expect_no_logs(source, flags));
        }
    });
    // A source with only old logs is right, and quiet.
    logs.log(&events_of("111122223333", "ap-south-1"), &stamp(10 * YESTERDAY));
    let ran = follow(&logs, "--region ap-south-1 --until-idle 1s -q").run().expect_silent_yes();
    assert_eq!(ran.text(), "");
    let line = "follow s3://logs/AWSLogs/111122223333/CloudTrail/ap-south-1 --until-idle 1s -q";
    assert_eq!(logs.ct(line).run().expect_silent_yes().text(), "");
}

#[test]
fn the_first_log_of_a_source_makes_the_run_complete() {
    let mut logs = Logs::new();
    let going = Going::start(logs.ct("follow s3://logs/late --every 1s"));
    going.wait_until(|_, messages| messages.contains("no log files found yet"));
    let today = stamp(0);
    let day = [&today[..4], &today[4..6], &today[6..8]].join("/");
    logs.log_in(&format!("late/{}/{day}", region()), &region(), &today);
    going.wait_for(2);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn a_run_ends_when_until_has_passed() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(5 * YESTERDAY));
    let ran = follow(&logs, "--since 6d --until 4d").run();
    assert_eq!((ran.code, ran.lines().len()), (0, 2), "{ran}");
    assert!(
        ran.stderr.ends_with("--until has passed, and no later objects are expected\n"),
        "{ran}"
    );
}

#[test]
fn denied_access_to_a_bucket_ends_the_run_at_once() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    logs.stub.deny("logs", "");
    let ran = follow(&logs, "").run();
    expect_help(&ran, "access denied; needs s3:ListBucket on arn:aws:s3:::logs", "ct ls");
    // A source wins over CT_QUEUE.
    let ran = logs.ct("follow s3://no-such-bucket").env("CT_QUEUE", "new-logs").run();
    expect_help(&ran, "no such bucket: no-such-bucket", "check the name");
}

#[test]
fn a_denied_folder_is_reported_once_and_the_others_are_followed() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    logs.log(&events_of("999988887777", "eu-west-1"), &stamp(0));
    logs.stub.deny("logs", "AWSLogs/999988887777/");
    let going = Going::begun(follow(&logs, ""));
    going.wait_until(|_, messages| messages.lines().count() == 2);
    logs.log(&region(), &stamp(0));
    going.wait_for(2);
    logs.log(&region(), &stamp(0));
    going.wait_for(4);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(ran.stderr.matches("AWSLogs/999988887777/: access denied").count(), 1, "{ran}");
    assert!(ran.stderr.contains("1 existing object skipped"), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 folder not listed"), "{ran}");
}

#[test]
fn a_failed_cycle_loses_nothing() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let going = Going::begun(follow(&logs, ""));
    logs.log(&region(), &stamp(0));
    going.wait_for(2);
    logs.stub.fail_with(403, "AccessDenied", "no");
    going.wait_until(|_, messages| messages.contains("; will retry"));
    logs.log(&region(), &stamp(YESTERDAY));
    let lists = logs.stub.requests().lists;
    going.wait_until(|_, _| logs.stub.requests().lists > lists + 1);
    logs.stub.recover();
    going.wait_for(4);
    let ran = going.stop("-INT");
    assert_eq!((ran.code, ran.lines().len()), (0, 4), "{ran}");
    assert_eq!(ran.stderr.matches("access denied").count(), 1, "{ran}");
}

#[test]
fn an_empty_bucket_is_followed_until_its_first_log() {
    let mut logs = Logs::new();
    let going = Going::start(follow(&logs, ""));
    going.wait_until(|_, messages| messages.contains("no AWSLogs folder found"));
    logs.log(&region(), &stamp(0));
    going.wait_for(2);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("0 existing objects skipped"), "{ran}");
}

#[test]
fn objects_are_mirrored_and_records_are_passed_to_a_command() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    logs.log(&region(), &stamp(0));
    let digest =
        logs.digest(&digests_of("111122223333", "eu-west-1"), &(stamp(0).replace('Z', "00Z")));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("mirror");
    let flags = format!("--since 1d --until-idle 1s -q --to '{}'", to.display());
    let ran = follow(&logs, &flags).run().expect_silent_yes();
    assert_eq!(sorted(ran.lines()), all(&logs));
    for key in logs.tree.keys() {
        assert!(to.join(key).exists(), "{key} is not mirrored");
    }
    assert!(to.join(digest).exists());

    fs::write(to.join(".ct/mirror.json"), "{\"version\":1,\"bucket\":\"other\"}").unwrap();
    let ran = follow(&logs, &format!("--to '{}'", to.display())).run();
    expect_help(&ran, "this folder mirrors the bucket other, not logs", "choose another folder");

    let path = folder.path().join("records");
    let flags = format!("--since 1d --until-idle 1s -q --exec 'cat >> {}'", path.display());
    follow(&logs, &flags).run().expect_silent_yes();
    let found = fs::read_to_string(&path).unwrap();
    assert_eq!(sorted(found.lines().collect()), all(&logs));
}

#[test]
fn the_object_of_a_failed_command_is_read_again() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    logs.log(&region(), &stamp(0));
    let folder = tempfile::tempdir().unwrap();
    let (flag, out) = (folder.path().join("flag"), folder.path().join("out"));
    let script = folder.path().join("script");
    let text = format!(
        "read record\nif [ ! -e {flag} ]; then touch {flag}; exit 3; fi\necho \"$record\" >> {out}\n",
        flag = flag.display(),
        out = out.display()
    );
    fs::write(&script, text).unwrap();
    let flags = format!("--since 1d --until-idle 4s --exec 'sh {}'", script.display());
    let ran = follow(&logs, &flags).run();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("--exec: exit status: 3; will retry"), "{ran}");
    let found = fs::read_to_string(&out).unwrap();
    let mut found = sorted(found.lines().collect());
    found.dedup();
    assert_eq!(found, all(&logs));
}

#[test]
fn sources_that_cannot_be_followed_and_bad_flags_are_usage_errors() {
    let ct = |line: &str| Ct::new(line).env("AWS_REGION", "us-east-1").run();
    let ran = ct("follow ./fixtures/trail");
    expect_help(&ran, "./fixtures/trail: not a bucket, a trail or Event History", "ct grep");
    let ran = ct("follow");
    expect_help(&ran, "nothing to follow: no SOURCE, --queue or --config", "ct follow trail:");
    for line in [
        "follow s3://logs --queue q",
        "follow s3://logs --config q",
        "follow s3://logs --max-messages 1",
        "follow s3://logs --no-delete",
        "follow s3://logs trail:",
    ] {
        let ran = ct(line);
        let lines: Vec<&str> = ran.stderr.lines().collect();
        assert!(ran.code == 2 && lines.len() == 2 && lines[1].starts_with("help:"), "{line} {ran}");
    }
    for source in ["--queue q", "--config q"] {
        for flag in ["--ledger l", "--every 5s", "--lookback 1d"] {
            let ran = ct(&format!("follow {source} {flag}"));
            let is_refused = ran.code == 2 && ran.stderr.contains("cannot be used with");
            assert!(is_refused, "{source} {flag} {ran}");
        }
    }
    for (line, why) in [
        ("follow s3://logs --exec ' '", "there is no command"),
        ("follow s3://logs --every 10ms", "at least 1s"),
        ("follow s3://logs --every soon", "a duration is 30s"),
        ("follow s3://logs --lookback 1m", "at least 15m"),
    ] {
        let ran = ct(line);
        assert!(ran.code == 2 && ran.stderr.contains(why), "{line} {ran}");
    }
}
