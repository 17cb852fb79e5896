//! A mirror of a bucket is entered only where account, region and day can match.
//!
//! Folders out of scope hold a corrupt object: if it is opened, coverage is incomplete.

use std::path::Path;

use crate::harness::{Ct, Ran, document, put};

/// One event.
fn log(account: &str, region: &str, time: &str) -> String {
    format!(
        r#"{{"Records":[{{"eventVersion":"1.08","eventTime":"{time}","eventName":"X","awsRegion":"{region}","recipientAccountId":"{account}","eventID":"{time}"}}]}}"#
    )
}

/// The key of a log that was delivered at a time such as `2026-11-20T09:00`.
fn key(account: &str, region: &str, delivered: &str) -> String {
    let (day, stamp) = (delivered[..10].replace('-', "/"), delivered.replace(['-', ':'], ""));
    format!(
        "AWSLogs/{account}/CloudTrail/{region}/{day}/{account}_CloudTrail_{region}_{stamp}Z_abcdefgh12345678.json"
    )
}

fn run(folder: &Path, flags: &str) -> Ran {
    Ct::new(&format!("grep --count {flags} .")).at(folder).run()
}

/// A good log in one place, and a broken one in another.
fn good_and_broken(prefix: &str, broken: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let good = key("111122223333", "us-east-1", "2026-11-20T09:10");
    put(
        temp.path(),
        &format!("{prefix}{good}"),
        log("111122223333", "us-east-1", "2026-11-20T09:00:00Z"),
    );
    put(temp.path(), &format!("{prefix}{broken}"), "broken");
    temp
}

#[test]
fn objects_out_of_scope_are_never_opened() {
    let table = [
        (key("444455556666", "us-east-1", "2026-11-20T09:10"), "--account 111122223333"),
        (key("111122223333", "eu-west-1", "2026-11-20T09:10"), "--region 'us-*'"),
        (key("111122223333", "us-east-1", "2026-11-19T23:10"), "--since 2026-11-20"),
        (key("111122223333", "us-east-1", "2026-11-20T08:54"), "--since 2026-11-20T09:00:00Z"),
        (key("111122223333", "us-east-1", "2025-01-01T00:00"), "--since 2026-01-01"),
        (key("111122223333", "us-east-1", "2026-11-21T09:10"), "--until 2026-11-20T12:00:00Z"),
        (
            key("111122223333", "us-east-1", "2026-11-20T10:31"),
            "--until 2026-11-20T09:30:00Z --late 1h",
        ),
    ];
    for prefix in ["", "security/trail/", "old/AWSLogs/x/"] {
        for (broken, flags) in &table {
            let temp = good_and_broken(prefix, broken);
            let ran = run(temp.path(), flags);
            assert_eq!(ran.to_string(), "code 0\n--- stdout\n1\n--- stderr\n", "{broken} {flags}");
            let all = run(temp.path(), "");
            assert_eq!((all.code, all.number()), (2, 1), "{broken}\n{all}");
        }
    }
}

#[test]
fn organization_trails_are_pruned_too() {
    let broken =
        key("444455556666", "us-east-1", "2026-11-20T09:10").replacen('/', "/o-exampleorgid/", 1);
    let temp = good_and_broken("", &broken);
    assert_eq!(run(temp.path(), "--account 111122223333").code, 0);
    assert_eq!(run(temp.path(), "--account 444455556666").code, 2);
}

#[test]
fn other_services_and_digests_are_not_opened() {
    let others = [
        "AWSLogs/111122223333/Config/us-east-1/2026/11/20/ConfigHistory/x.json.gz",
        "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20261120T090000Z.json.gz",
        "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/x.json.gz.metadata.json",
    ];
    for broken in others {
        let temp = good_and_broken("", broken);
        assert_eq!(run(temp.path(), "").expect_silent_yes().number(), 1, "{broken}");
    }
}

#[test]
fn an_event_that_was_delivered_late_is_found() {
    let temp = tempfile::tempdir().unwrap();
    let (account, region) = ("111122223333", "us-east-1");
    let late = log(account, region, "2026-11-19T23:59:00Z");
    put(temp.path(), &key(account, region, "2026-11-20T05:50"), late);
    let range = "--since 2026-11-19T23:00:00Z --until 2026-11-19T23:59:59Z";
    assert_eq!(run(temp.path(), range).expect_silent_yes().number(), 1);
    assert_eq!(run(temp.path(), &format!("{range} --late 7h")).number(), 1);
    // Nothing was read then, so nothing is proven.
    assert_eq!(run(temp.path(), &format!("{range} --late 1h")).code, 2);
    let early = log(account, region, "2026-11-20T12:04:00Z");
    put(temp.path(), &key(account, region, "2026-11-20T12:00"), early);
    assert_eq!(run(temp.path(), "--since 2026-11-20T12:04:00Z").number(), 1);
}

#[test]
fn global_events_are_found_where_they_used_to_be_delivered() {
    let temp = tempfile::tempdir().unwrap();
    let put_log = |region: &str, delivered: &str, time: &str| {
        put(
            temp.path(),
            &key("111122223333", region, delivered),
            log("111122223333", "us-east-1", time),
        );
    };
    put_log("us-west-1", "2021-07-01T10:00", "2021-07-01T09:50:00Z");
    assert_eq!(run(temp.path(), "--region us-east-1").expect_silent_yes().number(), 1);
    put_log("us-west-1", "2022-07-01T10:00", "2022-07-01T09:50:00Z");
    put_log("us-east-1", "2022-07-01T10:00", "2022-07-01T09:51:00Z");
    assert_eq!(run(temp.path(), "--region us-east-1").expect_silent_yes().number(), 2);
    assert_eq!(run(temp.path(), "").number(), 3);
}

#[test]
fn a_summary_counts_what_was_out_of_scope() {
    let temp = tempfile::tempdir().unwrap();
    let keys = ["09:10", "09:20", "09:30"]
        .map(|t| key("111122223333", "us-east-1", &format!("2026-11-20T{t}")));
    for key in &keys {
        put(
            temp.path(),
            &format!("logs/{key}"),
            log("111122223333", "us-east-1", "2026-11-20T09:25:00Z"),
        );
    }
    let ran = Ct::new("grep --count logs --since 2026-11-20T09:24:00Z --summary s.json")
        .at(temp.path())
        .run();
    assert_eq!(ran.expect_silent_yes().number(), 2);
    let objects = &document(&temp.path().join("s.json"))["objects"];
    assert_eq!((&objects["listed"], &objects["read"]), (&3.into(), &2.into()));
    assert_eq!(objects["skipped_because"], serde_json::json!({ "out_of_scope": 1 }));
}

#[test]
fn a_scope_without_logs_is_an_error() {
    let temp = good_and_broken("", "AWSLogs/111122223333/Config/x.json");
    let message = "no log of this account, region and time in .";
    let flags = [
        "--account 999988887777",
        "--region ap-south-1",
        "--since 2026-12-01",
        "--since 2026-11-20T22:00:00Z",
        "--until 2020-01-01",
    ];
    for flags in flags {
        let ran = run(temp.path(), flags);
        assert_eq!((ran.code, ran.stderr.lines().count()), (2, 2), "{flags}\n{ran}");
        assert!(ran.stderr.starts_with(&format!("ct: {message}\nhelp: ")), "{flags}\n{ran}");
    }
}
