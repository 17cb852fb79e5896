//! Keys of every kind: which of them are files, and that none leads out of the mirror.

use std::fs;
use std::path::Path;

use super::{expect_all, expect_nothing_wrong, expect_sums, fetch};
use crate::bucket::{ACCOUNTS, Logs, events_of, expect_help};
use crate::harness::files_below;

#[test]
fn keys_with_unusual_characters_are_mirrored() {
    let (mut logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for prefix in ["my logs/", "ü/日本/", "a+b/", "100%/", "a%2Bb/", "a%20b/", "x=y&z;w,~'()!@$/"]
    {
        logs.log(&format!("{prefix}{region}"), "20251120T1000Z");
    }
    for name in ["a b.txt", "a+b", "a%2Fb", "ünï.json", "..x", "x..", "...", "-rf", "#", "a=1&b=2"]
    {
        // Windows drops dots at the end of a name.
        if !(cfg!(windows) && name.ends_with('.')) {
            logs.put(&format!("{region}/2025/11/20/{name}"), name.as_bytes());
        }
    }
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, logs.objects(), 0, 0]);
    for source in ["my logs", "100%", "a+b", "a%2Bb", "ü/日本/AWSLogs"] {
        let ran = logs.ct("fetch --dry-run").arg(format!("s3://logs/{source}")).arg(temp.path());
        let ran = ran.run();
        assert!(ran.stderr.starts_with("listed 1 = to fetch 0 + already there 1"), "{ran}");
    }
}

#[test]
fn keys_with_empty_parts_are_mirrored_and_read_there() {
    let (mut logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    // Each would be the same file if slashes were counted once.
    for prefix in ["", "/", "//", "team/", "team//"] {
        logs.log(&format!("{prefix}{region}"), "20251120T1000Z");
    }
    expect_sums(&fetch(&logs, "", temp.path()), 0, [5, 0, 0, 0]);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, 5, 0, 0]);
    let number =
        |line: &str, place: &Path| logs.ct(line).arg(place).run().expect_silent_yes().number();
    assert_eq!(number("grep --count", temp.path()), 10);
    assert_eq!(number("grep --count --account 111122223333 --since 2025-11-19", temp.path()), 10);
    assert_eq!(number("grep --count", &temp.path().join("team/%2F")), 2);
    let ran = logs.ct("fetch s3://logs//").arg(temp.path().join("slash")).run();
    expect_sums(&ran, 0, [2, 0, 0, 0]);
}

#[test]
fn a_key_that_cannot_be_stored_does_not_affect_others() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let number = logs.objects();
    let log = logs.tree.keys().nth(3).unwrap().clone();
    let month = format!("{}/2025/11", events_of(ACCOUNTS[0], "eu-west-1"));
    let tail = "n".repeat(300);
    for key in [
        format!("{month}/20/{tail}.json.gz"),
        format!("{month}/{tail}/a.json.gz"),
        format!("{log}/below.json.gz"),
        format!("{log}/deep/below.json.gz"),
    ] {
        logs.stub.put("logs", &key, b"bad");
    }
    // Where the ledger of the month would be, if a folder could have its name.
    logs.put(&format!("{month}.jsonl/20/x.json.gz"), b"odd");
    for (fetched, there) in [(number + 1, 0), (0, number + 1)] {
        let ran = fetch(&logs, "", temp.path());
        expect_sums(&ran, 2, [fetched, there, 0, 4]);
        expect_all(&logs, temp.path());
    }
}

#[test]
fn an_object_named_by_its_key_is_mirrored() {
    let (logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    for (number, key) in ["some/file.bin", "/lead", "a b?c#d+e&f=g", "日本/ü"].iter().enumerate()
    {
        logs.stub.put("logs", key, b"{}");
        logs.stub.put("logs", &format!("{key}2"), b"other");
        let dest = temp.path().join(number.to_string());
        let ran = logs.ct("fetch").arg(format!("s3://logs/{key}")).arg(&dest).run();
        expect_sums(&ran, 0, [1, 0, 0, 0]);
    }
}

#[test]
fn a_source_without_a_destination_is_an_error() {
    let logs = Logs::new();
    for source in ["s3://logs", "trail:", "s3://logs/a/b"] {
        let help = format!("ct fetch {source} ./logs");
        expect_help(&logs.ct(&format!("fetch {source}")).run(), "no destination", &help);
    }
    let ran = logs.ct("fetch s3://logs s3://other").run();
    expect_help(&ran, "cannot write to s3://other", "ct fetch s3://logs ./logs");
    assert_eq!(logs.stub.requests().heads, 0);
}

#[test]
fn empty_folder_markers_are_skipped() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for folder in ["", "2025/11/19/", "2025/11/20/", "2025/11/21/"] {
        logs.stub.put("logs", &format!("{region}/{folder}"), b"");
    }
    expect_sums(&fetch(&logs, "", temp.path()), 0, [9, 0, 4, 0]);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, 9, 4, 0]);
    let ran = fetch(&logs, "--dry-run", temp.path());
    assert!(
        ran.stderr.starts_with("listed 13 = to fetch 0 + already there 9 + skipped 4"),
        "{ran}"
    );
    let ran = logs.ct("grep --count s3://logs").run().expect_silent_yes();
    assert_eq!(ran.number(), 18);
}

#[test]
fn a_folder_marker_with_content_fails() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let marker = format!("{}/2025/11/20/", events_of(ACCOUNTS[0], "eu-west-1"));
    logs.stub.put("logs", &marker, b"hidden");
    let ran = fetch(&logs, "", temp.path());
    expect_sums(&ran, 2, [9, 0, 0, 1]);
    assert!(ran.stderr.contains(&format!("s3://logs/{marker}: ")), "{ran}");
}

#[test]
fn no_key_is_written_outside_the_mirror() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let day = format!("{}/2025/11/20", events_of(ACCOUNTS[0], "eu-west-1"));
    let up = "../".repeat(8);
    let wicked = [
        format!("{day}/{up}escaped"),
        format!("{day}/..\\..\\..\\..\\..\\..\\..\\..\\escaped"),
        format!("{day}/%2F/escaped"),
        format!("{day}/./escaped"),
        format!("{day}/.."),
        format!("{day}/.ct/escaped"),
    ];
    for key in &wicked {
        logs.stub.put("logs", key, b"escaped");
    }
    let dest = temp.path().join("dest");
    let ran = fetch(&logs, "-v", &dest);
    expect_sums(&ran, 2, [9, 0, 0, wicked.len()]);
    for key in &wicked {
        let message = format!("s3://logs/{key}: the key has a ");
        assert!(ran.stderr.contains(&message), "{key}\n{ran}");
    }
    expect_all(&logs, &dest);
    let escaped = |path: &std::path::PathBuf| fs::read(path).unwrap() == b"escaped";
    assert!(!files_below(temp.path()).iter().any(escaped));
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    // They are not even requested.
    assert_eq!(logs.stub.requests().gets, 9);
}

#[test]
fn keys_of_the_mirrors_own_files_are_refused() {
    let (logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    for key in ["flat/../.ct/lock", "flat/.ct/mirror.json", "flat/.CT/x", "flat/a.json"] {
        logs.stub.put("logs", key, b"{}");
    }
    let ran = logs.ct("fetch s3://logs/flat").arg(temp.path()).run();
    expect_sums(&ran, 2, [1, 0, 0, 3]);
    assert_eq!(fs::read_to_string(temp.path().join("flat/a.json")).unwrap(), "{}");
}

#[test]
fn an_object_named_like_a_digest_files_metadata_is_refused() {
    let (mut logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let digest =
        logs.digest(&crate::bucket::digests_of(ACCOUNTS[0], "eu-west-1"), "20251120T110000Z");
    // An object where the signature of a digest has to stand.
    logs.stub.put("logs", &format!("{digest}.metadata.json"), b"forged");
    logs.stub.put("logs", "public-keys/eu-west-1.json", b"forged");
    let ran = fetch(&logs, "", temp.path());
    let there = expect_nothing_wrong(&logs, temp.path());
    assert_eq!((there, ran.code), (logs.tree.len(), 2), "{ran}");
    assert!(ran.stderr.contains(&format!("s3://logs/{digest}.metadata.json: ")), "{ran}");
}

#[test]
fn every_layout_is_mirrored() {
    let mut logs = Logs::of_regions(&["cn-north-1", "us-gov-west-1"]);
    let temp = tempfile::tempdir().unwrap();
    for prefix in ["AWSLogs/o-a1b2c3d4e5/444455556666", "team/AWSLogs/444455556666"] {
        logs.log(&format!("{prefix}/CloudTrail/us-gov-east-1"), "20251120T1000Z");
        logs.log(&format!("{prefix}/CloudTrail-NetworkActivity/eu-west-1"), "20251120T1000Z");
    }
    // What other services put there is not CloudTrail's.
    logs.stub.put("logs", "AWSLogs/444455556666/Config/eu-west-1/2025/11/20/x.json.gz", b"x");
    logs.stub.put("logs", "elsewhere/x.json.gz", b"x");
    expect_sums(&fetch(&logs, "", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
    let organised = temp.path().join("organised");
    let ran = fetch(&logs, "--org-id o-a1b2c3d4e5 --account 444455556666", &organised);
    expect_sums(&ran, 0, [2, 0, 0, 0]);
    let ran = logs.ct("fetch s3://logs/team").arg(temp.path().join("team-only")).run();
    expect_sums(&ran, 0, [2, 0, 0, 0]);
}

#[test]
fn a_flat_prefix_is_mirrored() {
    let (mut logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    for account in &ACCOUNTS[..2] {
        logs.log_in("flat/exports", &events_of(account, "eu-west-1"), "20251120T1000Z");
    }
    logs.put("flat/notes.txt", b"notes");
    let ran = logs.ct("fetch s3://logs/flat").arg(temp.path()).run();
    expect_sums(&ran, 0, [3, 0, 0, 0]);
    expect_all(&logs, temp.path());
    // A whole bucket of strangers is not taken for logs.
    let other = temp.path().join("other");
    let ran = fetch(&logs, "", &other);
    assert!(
        ran.code == 2 && ran.stderr.contains("no AWSLogs folder found; name a prefix"),
        "{ran}"
    );
}
