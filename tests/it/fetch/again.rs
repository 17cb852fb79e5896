//! What the next run fetches: what is missing, what was replaced, what came late; nothing else.

use std::fs;

use super::{expect_all, expect_sums, fetch};
use crate::bucket::{ACCOUNTS, Logs, digests_of, events_of, expect_help};

#[test]
fn a_replaced_object_is_fetched_again() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    fetch(&logs, "", temp.path());
    let keys: Vec<String> = logs.tree.keys().cloned().collect();
    // Of another size, and of the same size with other bytes.
    logs.put(&keys[1], b"replaced");
    let mut other = logs.tree[&keys[4]].clone();
    other[5] ^= 1;
    logs.put(&keys[4], &other);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [2, keys.len() - 2, 0, 0]);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, keys.len(), 0, 0]);
}

#[test]
fn an_object_replaced_during_a_fetch_is_fetched_again() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let (number, key) = (logs.objects(), logs.tree.keys().nth(2).unwrap().clone());
    // Of the same length, and of another one.
    let other: Vec<u8> = logs.tree[&key].iter().rev().copied().collect();
    for other in [&*other, b"short"] {
        logs.stub.replace_unlisted("logs", &key, other);
        let ran = fetch(&logs, "", temp.path());
        assert!(ran.code == 2 && ran.stderr.contains("replaced while it was fetched"), "{ran}");
        assert!(!temp.path().join(&key).exists(), "{ran}");
    }
    // It is as it was before.
    logs.stub.put("logs", &key, &logs.tree[&key]);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [1, number - 1, 0, 0]);
    expect_all(&logs, temp.path());
    // Replaced for good, while another object was waited for.
    logs.put(&key, b"listed and replaced");
    expect_sums(&fetch(&logs, "", temp.path()), 0, [1, number - 1, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn an_object_without_etag_is_proven_by_gzip_or_counted_as_not_proven() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let keys: Vec<String> = logs.tree.keys().cloned().collect();
    let number = keys.len();
    logs.stub.without_etag("logs", &keys[0]);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [number, 0, 0, 0]);
    logs.put(&keys[1], b"no gzip");
    logs.stub.without_etag("logs", &keys[1]);
    // Which version is here is not known, so both come again.
    for _ in 0..2 {
        let ran = fetch(&logs, "", temp.path());
        expect_sums(&ran, 2, [2, number - 2, 0, 0]);
        assert!(ran.stderr.contains("INCOMPLETE: 1 object not proven"), "{ran}");
        assert!(ran.stderr.contains(&format!("s3://logs/{}: kept, but no ETag", keys[1])), "{ran}");
    }
    expect_all(&logs, temp.path());
}

#[test]
fn late_deliveries_are_fetched() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    fetch(&logs, "", temp.path());
    let number = logs.objects();
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for stamp in ["20251119T0000Z", "20240101T1000Z", "20251121T1000Z"] {
        logs.log(&region, stamp);
    }
    logs.log(&events_of("444455556666", "ap-south-2"), "20251119T1000Z");
    expect_sums(&fetch(&logs, "", temp.path()), 0, [4, number, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn a_missing_or_truncated_file_is_fetched_again() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let digest = logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), "20251120T110000Z");
    fetch(&logs, "", temp.path());
    let is_log = |key: &&String| key.contains("/CloudTrail/");
    let keys: Vec<String> = logs.tree.keys().filter(is_log).cloned().collect();
    let file = |key: &str| temp.path().join(key);
    fs::remove_file(file(&keys[0])).unwrap();
    fs::write(file(&keys[3]), &logs.tree[&keys[3]][..9]).unwrap();
    fs::write(file(&keys[4]), b"").unwrap();
    fs::remove_file(file(&format!("{digest}.metadata.json"))).unwrap();
    expect_sums(&fetch(&logs, "", temp.path()), 0, [4, logs.objects() - 4, 0, 0]);
    expect_all(&logs, temp.path());
    // Even if all is gone but what the mirror knows.
    fs::remove_dir_all(file("AWSLogs")).unwrap();
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn a_mirror_without_ledgers_is_fetched_again() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    fetch(&logs, "", temp.path());
    fs::remove_dir_all(temp.path().join(".ct")).unwrap();
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, logs.objects(), 0, 0]);
}

#[test]
fn deleted_objects_and_other_files_are_kept() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    fetch(&logs, "", temp.path());
    let gone = logs.tree.keys().next().unwrap().clone();
    logs.stub.remove("logs", &gone);
    logs.tree.insert("notes.txt".to_owned(), b"mine".to_vec());
    fs::write(temp.path().join("notes.txt"), b"mine").unwrap();
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, logs.objects() - 2, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn a_folder_mirrors_one_bucket() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    fetch(&logs, "", temp.path());
    logs.stub.bucket("other");
    logs.stub.put("other", &format!("{}/x", events_of(ACCOUNTS[0], "eu-west-1")), b"x");
    for flags in ["", "--dry-run"] {
        let ran = logs.ct(&format!("fetch {flags} s3://other")).arg(temp.path()).run();
        let message = "this folder mirrors the bucket logs, not other";
        expect_help(&ran, message, "choose another folder");
    }
    expect_all(&logs, temp.path());
}

#[test]
fn prefixes_of_a_bucket_share_a_mirror() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    logs.log(&format!("team/{}", events_of(ACCOUNTS[0], "eu-west-1")), "20251120T1000Z");
    let account = format!("AWSLogs/{}", ACCOUNTS[1]);
    for (prefix, fetched) in [("team", 1), (account.as_str(), 3)] {
        let ran = logs.ct(&format!("fetch s3://logs/{prefix}")).arg(temp.path()).run();
        expect_sums(&ran, 0, [fetched, 0, 0, 0]);
    }
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects() - 4, 4, 0, 0]);
    expect_all(&logs, temp.path());
}
