//! `ct ls` of a bucket, compared with a walk of the folder that was put into it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::{ACME, ct, names, trail};
use crate::harness::Ct;
use crate::moto::MOTO;

/// Objects and bytes by account, kind and region, from the paths of the files alone.
fn walked() -> BTreeMap<[String; 3], (u64, u64)> {
    let mut found = BTreeMap::new();
    for name in names(&trail()).iter().filter(|name| name.ends_with(".json.gz")) {
        let parts: Vec<&str> = name.split('/').collect();
        assert_eq!(parts[4..7], ["2026", "11", "20"], "{name}");
        let place = [parts[1], parts[2], parts[3]].map(str::to_owned);
        let (objects, bytes) = found.entry(place).or_insert((0, 0));
        *objects += 1;
        *bytes += fs::metadata(trail().join(name)).unwrap().len();
    }
    assert_eq!(found.len(), 4);
    found
}

#[test]
fn json_has_the_counts_of_the_folder() {
    let row = |([account, kind, region], (objects, bytes)): ([String; 3], (u64, u64))| {
        json!({
            "account": account, "kind": kind, "region": region,
            "first": "2026-11-20", "last": "2026-11-20",
            "objects": objects, "bytes": bytes, "archived": 0,
        })
    };
    let rows: Vec<Value> = walked().into_iter().map(row).collect();
    let expected = json!({
        "version": 1, "complete": true, "folders": rows, "others": 0, "errors": [],
    });
    for source in ["", "trail:management-events", "s3://acme-trail"] {
        let ran = ACME.ct(&format!("ls -o json {source}")).run().expect_silent_yes();
        let found: Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(found, expected, "{source}");
    }
    let ran = Ct::new("ls -o json fixtures/trail").run().expect_silent_yes();
    let here: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(here["folders"], expected["folders"]);
}

#[test]
fn the_table_has_the_same_counts() {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let kibibytes = |bytes: u64| format!("{:.2} KiB", bytes as f64 / 1024.0);
    let mut expected = vec!["ACCOUNT KIND REGION FIRST LAST OBJECTS BYTES".to_owned()];
    for ([account, kind, region], (objects, bytes)) in walked() {
        let bytes = kibibytes(bytes);
        expected.push(format!("{account} {kind} {region} 2026-11-20 2026-11-20 {objects} {bytes}"));
    }
    let ran = ACME.ct("ls").run().expect_silent_yes();
    let words = |line: &&str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(ran.lines().iter().map(words).collect::<Vec<_>>(), expected);
    insta::assert_snapshot!(ACME.ct("ls -v s3://acme-trail").run(), @"
    code 0
    --- stdout
    ACCOUNT       KIND               REGION     FIRST       LAST        OBJECTS      BYTES
    111122223333  CloudTrail         eu-west-1  2026-11-20  2026-11-20        6  11.04 KiB
    111122223333  CloudTrail         us-east-1  2026-11-20  2026-11-20       15  28.86 KiB
    111122223333  CloudTrail-Digest  eu-west-1  2026-11-20  2026-11-20        4   2.93 KiB
    111122223333  CloudTrail-Digest  us-east-1  2026-11-20  2026-11-20        4   3.57 KiB
    --- stderr
    29 objects · 46.40 KiB · 21 logs
    ");
}

#[test]
fn filters_limit_the_listing() {
    let rows = |flags: &str| {
        let ran = ACME.ct(&format!("ls {flags}")).run().expect_silent_yes();
        let row =
            |line: &&str| line.split_whitespace().skip(1).take(2).collect::<Vec<_>>().join(" ");
        ran.lines()[1..].iter().map(row).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(rows("--region eu-west-1"), "CloudTrail eu-west-1, CloudTrail-Digest eu-west-1");
    assert_eq!(
        rows("s3://acme-trail/AWSLogs/111122223333/CloudTrail-Digest/us-east-1"),
        "CloudTrail-Digest us-east-1"
    );
    assert_eq!(
        rows("--since 2026-11-20 --until 2026-11-20T23:00:00Z --region us-east-1"),
        "CloudTrail us-east-1, CloudTrail-Digest us-east-1"
    );
    insta::assert_snapshot!(ACME.ct("ls --since 2026-11-01 --until 2026-11-02").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no CloudTrail logs in trail:
    help: check the prefix, --account, --region, --since and --until
    ");
    // That there are other logs in the bucket is no trouble.
    insta::assert_snapshot!(ACME.ct("ls --account 444455556666 s3://acme-trail").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no CloudTrail logs in s3://acme-trail
    help: check the prefix, --account, --region, --since and --until
    ");
}

#[test]
fn first_and_last_are_days_of_delivery() {
    MOTO.bucket("aws-days");
    let days = ["2024/02/29", "2025/12/31", "2026/01/01", "2026/11/20"];
    for day in days {
        let stamp = day.replace('/', "");
        let file = format!("111122223333_CloudTrail_sa-east-1_{stamp}T0000Z_0123456789abcdef.json");
        let key = format!("AWSLogs/111122223333/CloudTrail/sa-east-1/{day}/{file}");
        MOTO.put("aws-days", &key, b"0123456789");
    }
    MOTO.put("aws-days", "AWSLogs/111122223333/elasticloadbalancing/sa-east-1/2026/x.log", b"x");
    let span = |flags: &str| {
        let ran = ct(&MOTO, &format!("ls -o json s3://aws-days {flags}")).run().expect_silent_yes();
        let found: Value = serde_json::from_slice(&ran.stdout).unwrap();
        let [row] = found["folders"].as_array().unwrap().as_slice() else { panic!("{ran}") };
        (["first", "last"].map(|name| row[name].as_str().unwrap().to_owned()), row["bytes"].clone())
    };
    let is = |found: ([String; 2], Value), first: &str, last: &str, bytes: u64| {
        assert_eq!(found, ([first.to_owned(), last.to_owned()], json!(bytes)));
    };
    is(span(""), "2024-02-29", "2026-11-20", 40);
    is(span("--since 2025-12-31"), "2025-12-31", "2026-11-20", 30);
    is(span("--since 2024-03-01 --until 2026-01-01"), "2025-12-31", "2026-01-01", 20);
    is(span("--until 2025-01-01"), "2024-02-29", "2024-02-29", 10);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_in_the_place_of_a_log_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let day = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20";
    let name = |n| format!("111122223333_CloudTrail_us-east-1_20261120T1{n}00Z_0123456789abcdef");
    let path = |n| folder.path().join(day).join(format!("{}.json.gz", name(n)));
    fs::create_dir_all(path(0).parent().unwrap()).unwrap();
    fs::write(path(0), "x").unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path(1)).status().unwrap().success());
    let ran = Ct::new("ls -o json").arg(folder.path()).run();
    let found: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!((ran.code, &found["complete"]), (2, &json!(false)), "{ran}");
    assert_eq!(found["folders"][0]["objects"], 1, "{ran}");
    assert!(found["errors"][0].as_str().unwrap().contains(&name(1)), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}
