//! Faults on the way, and what may not or cannot be read: everything else is there.

use std::time::Duration;

use super::{expect_all, expect_nothing_wrong, expect_sums, fetch, tree};
use crate::bucket::faults::{BAD, expect_all_kinds};
use crate::bucket::{ACCOUNTS, Logs, digests_of, events_of};
use crate::stub::Faults;

#[test]
fn faults_do_not_change_the_mirror() {
    let (mut logs, temp) = (Logs::with(400), tempfile::tempdir().unwrap());
    for hour in 10..20 {
        logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), &format!("20251120T{hour}0000Z"));
    }
    logs.stub.set_faults(BAD);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all_kinds(&logs);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, logs.objects(), 0, 0]);
    // And what comes out of the mirror.
    let ran = crate::harness::Ct::new("grep").arg(temp.path()).run().expect_silent_yes();
    assert!(ran.text() == logs.lines(|_| true));
}

#[test]
fn one_request_at_a_time_gives_the_same_mirror() {
    let logs = Logs::with(60);
    for (threads, concurrency) in [(1, 1), (8, 1), (1, 64)] {
        let temp = tempfile::tempdir().unwrap();
        logs.stub.set_faults(Faults { latency: Duration::ZERO, ..BAD });
        let line = format!("--threads {threads} --concurrency {concurrency}");
        expect_sums(&fetch(&logs, &line, temp.path()), 0, [logs.objects(), 0, 0, 0]);
        expect_all(&logs, temp.path());
    }
}

#[test]
fn a_deleted_or_archived_object_is_named() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let keys: Vec<String> = logs.tree.keys().cloned().collect();
    logs.stub.vanish("logs", &keys[2]);
    logs.stub.archive("logs", &keys[5]);
    for there in [0, 7] {
        let ran = fetch(&logs, "", temp.path());
        expect_sums(&ran, 2, [7 - there, there, 0, 2]);
        let lines: Vec<&str> = ran.stderr.lines().collect();
        assert!(lines[0].ends_with(" · INCOMPLETE: 2 objects not fetched"), "{ran}");
        assert_eq!(lines[1], format!("  s3://logs/{}: listed, but no longer exists", keys[2]));
        let archived = format!("  s3://logs/{}: archived (Glacier); restore it first", keys[5]);
        assert!(lines[2].starts_with(&archived) && lines.len() == 3, "{ran}");
        assert_eq!(expect_nothing_wrong(&logs, temp.path()), 7);
    }
    // Restored, and put there again.
    for at in [2, 5] {
        logs.stub.put("logs", &keys[at], &logs.tree[&keys[at]]);
    }
    expect_sums(&fetch(&logs, "", temp.path()), 0, [2, 7, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn access_denied_to_one_account_does_not_affect_others() {
    let logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    let temp = tempfile::tempdir().unwrap();
    let denied = format!("AWSLogs/{}/", ACCOUNTS[1]);
    logs.stub.deny("logs", &denied);
    let message =
        format!("  s3://logs/{denied}: access denied; needs s3:ListBucket on arn:aws:s3:::logs");
    for flags in ["", "--dry-run"] {
        let ran = fetch(&logs, flags, temp.path());
        assert!(ran.code == 2 && ran.stderr.contains(&message), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE: 1 folder not listed"), "{ran}");
        assert_eq!(expect_nothing_wrong(&logs, temp.path()), 12);
    }
    assert!(!tree(temp.path()).keys().any(|key| key.starts_with(&denied)));
}

#[test]
fn objects_that_can_be_listed_but_not_read_fail() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let folder = format!("{}/2025/11/20/", events_of(ACCOUNTS[0], "eu-west-1"));
    logs.stub.deny("logs", &format!("{folder}{}", ACCOUNTS[0]));
    let ran = fetch(&logs, "", temp.path());
    expect_sums(&ran, 2, [7, 0, 0, 2]);
    let message = format!("needs s3:GetObject on arn:aws:s3:::logs/{folder}");
    assert_eq!(ran.stderr.matches(&message).count(), 2, "{ran}");
    assert_eq!(expect_nothing_wrong(&logs, temp.path()), 7);
}

#[test]
fn credentials_that_expire_keep_fetched_objects() {
    let (logs, temp) = (Logs::with(600), tempfile::tempdir().unwrap());
    logs.stub.set_faults(Faults { latency: Duration::from_millis(20), ..Faults::default() });
    let child = logs.ct("fetch --concurrency 8 s3://logs").arg(temp.path()).start();
    while logs.stub.requests().gets < 100 {
        std::thread::sleep(Duration::from_millis(5));
    }
    logs.stub.fail_with(400, "ExpiredToken", "The provided token has expired.");
    let ran = crate::harness::Ran::of(child.wait_with_output().unwrap());
    assert!(ran.code == 2 && ran.stderr.contains("the AWS credentials have expired"), "{ran}");
    let kept = expect_nothing_wrong(&logs, temp.path());
    assert!((90..600).contains(&kept), "{kept} are kept\n{ran}");
    logs.stub.recover();
    expect_sums(&fetch(&logs, "", temp.path()), 0, [600 - kept, kept, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn a_read_only_folder_is_an_error() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let file = crate::harness::put(temp.path(), "file", b"in the way");
    let ran = fetch(&logs, "", &file.join("below"));
    assert!(
        ran.code == 2 && ran.stderr.starts_with("ct: ") && ran.stderr.contains("file"),
        "{ran}"
    );
    // A file stands where a folder has to be.
    crate::harness::put(temp.path(), &format!("dest/AWSLogs/{}", ACCOUNTS[0]), b"in the way");
    let ran = fetch(&logs, "", &temp.path().join("dest"));
    expect_sums(&ran, 2, [6, 0, 0, 3]);
    assert!(ran.stderr.contains("INCOMPLETE: 3 objects not fetched"), "{ran}");
}
