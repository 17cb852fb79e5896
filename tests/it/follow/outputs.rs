//! Outputs: the standard output in each format, a mirror, a command.

use std::fs;

use super::Feed;
use super::going::Going;
use crate::harness::files_below;
use crate::moto::MOTO;

#[test]
fn filters_and_formats_work_as_in_grep() {
    let mut feed = Feed::new("700000000040", 30);
    for _ in 0..5 {
        feed.log();
    }
    let ran = feed.follow("--errors --no-delete -q");
    assert_eq!((ran.code, ran.lines().len(), &*ran.stderr), (0, 5, ""), "{ran}");
    assert!(ran.lines().iter().all(|line| line.contains("AccessDenied")));
    let ran = feed.follow("--errors --no-delete -q -o csv --fields eventID,errorCode");
    assert_eq!((ran.lines().len(), ran.lines()[0]), (6, "eventID,errorCode"), "{ran}");
    let ran = feed.follow("--account 999999999999 --no-delete -v");
    assert!(ran.stderr.contains("5 objects skipped (out of scope: 5)"), "{ran}");
    let ran = feed.follow("-o json --event-name Nothing");
    assert_eq!((ran.text(), feed.depth()), ("{\"Records\":[]}\n", (0, 0)), "{ran}");
}

#[test]
fn unique_prints_an_event_once() {
    let mut feed = Feed::silent(&MOTO, "700000000041", 30);
    let key = feed.log();
    let notification =
        serde_json::json!({ "s3Bucket": feed.bucket, "s3ObjectKey": key }).to_string();
    feed.send(&notification);
    let twice = Going::start(feed.ct("follow --queue new-logs --unique -q"));
    feed.wait_for(|depth| depth == (0, 0));
    feed.send(&notification);
    feed.wait_for(|depth| depth == (0, 0));
    feed.expect_all(&twice.stop("-INT"));
}

#[test]
fn objects_are_mirrored_as_fetch_does() {
    let mut feed = Feed::new("700000000042", 30);
    for _ in 0..5 {
        feed.log();
    }
    let folder = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20";
    let name = "111122223333_CloudTrail-Digest_eu-west-1_main_us-east-1_20261120T100000Z.json.gz";
    let digest = format!("{folder}/{name}");
    feed.moto.put_with(&feed.bucket, &digest, b"digest", &[("signature", "00ff")]);
    let dest = tempfile::tempdir().unwrap();
    let to = format!("--to '{}'", dest.path().display());
    feed.expect_all(&feed.follow(&to));
    let keys: Vec<&String> = feed.records.keys().chain([&digest]).collect();
    for key in keys {
        assert!(dest.path().join(key).exists(), "{key}");
    }
    assert!(dest.path().join(format!("{digest}.metadata.json")).exists());
    let local = crate::harness::Ct::new("grep -q").arg(dest.path()).run();
    assert_eq!(super::sorted(local.lines()), feed.all());
    // Fetch finds nothing new.
    let before = files_below(dest.path()).len();
    let line = format!("fetch s3://{} '{}' --dry-run -v", feed.bucket, dest.path().display());
    let ran = feed.ct(&line).run();
    assert!(ran.stderr.contains("to fetch 0 + already there 6"), "{ran}");
    assert_eq!(files_below(dest.path()).len(), before);
}

#[test]
fn a_mirror_of_another_bucket_and_a_folder_that_is_a_file_are_refused() {
    let mut feed = Feed::new("700000000043", 30);
    feed.log();
    let dest = tempfile::tempdir().unwrap();
    fs::create_dir_all(dest.path().join(".ct")).unwrap();
    fs::write(dest.path().join(".ct/mirror.json"), "{\"version\":1,\"bucket\":\"other\"}").unwrap();
    let to = format!("--to '{}'", dest.path().display());
    let ran = feed.follow(&to);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("mirrors the bucket other, not follow-700000000043"), "{ran}");
    // The test message of S3, and the notification.
    assert_eq!((ran.text(), feed.depth()), ("", (2, 0)), "{ran}");

    let mut feed = Feed::new("700000000044", 30);
    feed.log();
    let dest = tempfile::tempdir().unwrap();
    fs::write(dest.path().join("file"), "").unwrap();
    let ran = feed.follow(&format!("--to '{}'", dest.path().join("file").display()));
    assert!(ran.code == 2 && ran.stderr.contains("a folder that you may write to"), "{ran}");
    assert_eq!((ran.text(), feed.depth()), ("", (2, 0)), "{ran}");
}

#[cfg(unix)]
#[test]
fn a_command_receives_each_record() {
    let mut feed = Feed::new("700000000045", 30);
    for _ in 0..3 {
        feed.log();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records");
    let exec = format!("--exec 'cat >> {}; echo handed'", path.display());
    let ran = feed.follow(&exec);
    assert_eq!((ran.code, ran.text(), feed.depth()), (0, "handed\n".repeat(6).as_str(), (0, 0)));
    let found = fs::read_to_string(&path).unwrap();
    assert_eq!(super::sorted(found.lines().collect()), feed.all());
}
