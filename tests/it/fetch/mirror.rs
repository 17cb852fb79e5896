//! The tree is the bucket's, the public keys are saved, and the sums add up.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{expect_all, expect_sums, fetch, tree};
use crate::bucket::{ACCOUNTS, Logs, digests_of, events_of, expect_help, is_object};
use crate::harness::document;
use crate::sign::Signer;

/// Logs and digests of two regions of three accounts, and what strangers left among them.
fn whole() -> Logs {
    let mut logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    for region in ["eu-west-1", "us-east-1"] {
        for hour in ["20251119T230000Z", "20251120T000000Z"] {
            logs.digest(&digests_of(ACCOUNTS[0], region), hour);
        }
    }
    let insight = format!("AWSLogs/{}/CloudTrail-Insight/eu-west-1", ACCOUNTS[1]);
    logs.log(&insight, "20251120T1000Z");
    logs
}

/// A large object is downloaded and stored alone, between the objects before and after it.
#[test]
fn a_large_object_is_mirrored_among_small_ones() {
    let (mut logs, temp) = (Logs::with(20), tempfile::tempdir().unwrap());
    let folder = format!("{}/2025/09/15", events_of(ACCOUNTS[0], "eu-west-1"));
    logs.put(&format!("{folder}/large.json"), &vec![b' '; 17 << 20]);
    expect_sums(&fetch(&logs, "", temp.path()), 0, [21, 0, 0, 0]);
    expect_all(&logs, temp.path());
}

/// A public key in the form of the API.
fn key(name: &str, from: u32) -> Value {
    json!({
        "Fingerprint": name, "Value": "AAEC",
        "ValidityStartTime": from, "ValidityEndTime": from + 1_000
    })
}

/// The fingerprints in a file of public keys.
fn saved(dest: &Path, region: &str) -> Vec<String> {
    let document = document(&dest.join(format!("public-keys/{region}.json")));
    let keys = document["PublicKeyList"].as_array().unwrap().iter();
    keys.map(|key| key["Fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_objects_are_mirrored() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let dest = temp.path().join("new/logs");
    expect_sums(&fetch(&logs, "", &dest), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, &dest);
    let gets = logs.stub.requests().gets;
    assert_eq!(gets, logs.objects());
    expect_sums(&fetch(&logs, "", &dest), 0, [0, logs.objects(), 0, 0]);
    assert_eq!(logs.stub.requests().gets, gets, "objects were read again");
    // Only the listing was requested.
    expect_all(&logs, &dest);
}

#[test]
fn all_objects_in_a_regions_folder_are_mirrored() {
    let (mut logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    let strangers = [
        "note.txt",
        "2025/note.txt",
        "2025/11/note.txt",
        "2025/11/20/note.txt",
        "2025/11/20/a/b",
        "2025/11/0",
        "2025/99/x",
        "2025/1/2/x",
        "1999/12/31/x",
        "0note",
        "other/x",
        "~",
    ];
    for name in strangers {
        logs.put(&format!("{region}/{name}"), name.as_bytes());
    }
    let ran = fetch(&logs, "", temp.path());
    let there = tree(temp.path());
    let lacking: Vec<_> =
        strangers.iter().filter(|name| !there.contains_key(&format!("{region}/{name}"))).collect();
    assert!(lacking.is_empty(), "{lacking:?} are missing\n{ran}");
    expect_sums(&ran, 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn public_keys_are_saved_for_each_region() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let page = |keys: &[Value]| json!({ "PublicKeyList": keys });
    // The times are of 2025.
    let (a, b, c) = (key("aa", 1_763_000_000), key("bb", 1_764_000_000), key("cc", 1_762_000_000));
    logs.stub.answer("ListPublicKeys", vec![page(&[a.clone(), b]), page(&[c])]);
    assert_eq!(fetch(&logs, "", temp.path()).code, 0);
    let calls = logs.stub.requests().cloudtrail;
    let regions: Vec<&str> = calls.iter().map(|call| call.region.as_str()).collect();
    assert_eq!(regions, ["eu-west-1", "eu-west-1", "us-east-1", "us-east-1"]);
    for call in &calls {
        assert_eq!(call.operation, "ListPublicKeys");
        // The first digest is of 2025-11-19T23:00:00Z, the last of an hour later.
        let time = |name: &str| call.input[name].as_f64().unwrap();
        assert!(time("StartTime") < 1_763_593_200.0 && time("EndTime") > 1_763_596_800.0);
    }
    for region in ["eu-west-1", "us-east-1"] {
        assert_eq!(saved(temp.path(), region), ["cc", "aa", "bb"]);
    }
    let document = document(&temp.path().join("public-keys/eu-west-1.json"));
    let expected = json!({
        "Fingerprint": "aa", "Value": "AAEC",
        "ValidityStartTime": "2025-11-13T02:13:20Z", "ValidityEndTime": "2025-11-13T02:30:00Z"
    });
    assert_eq!(document["PublicKeyList"][1], expected);
    // What CloudTrail does not know may be a forger's.
    logs.stub.answer("ListPublicKeys", vec![page(&[a, key("dd", 1_765_000_000)])]);
    let ran = fetch(&logs, "", temp.path());
    assert_eq!(ran.code, 1, "{ran}");
    let named = ran.stderr.matches("is unknown to CloudTrail: replaced").count();
    assert_eq!(named, 3, "the rest is counted: {ran}");
    assert_eq!(saved(temp.path(), "eu-west-1"), ["aa", "dd"]);
}

#[test]
fn missing_public_keys_are_reported() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    logs.stub.refuse("ListPublicKeys", 400, "AccessDeniedException", "no");
    let ran = fetch(&logs, "", temp.path());
    expect_sums(&ran, 2, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
    assert!(ran.stderr.contains("INCOMPLETE: 2 regions without public keys"), "{ran}");
    for region in ["eu-west-1", "us-east-1"] {
        let message = format!(
            "  public keys of {region}: access denied; needs cloudtrail:ListPublicKeys on *"
        );
        assert!(ran.stderr.contains(&message), "{ran}");
    }
}

#[test]
fn logs_only_leaves_out_digest_files_and_keys() {
    let (mut logs, temp) = (whole(), tempfile::tempdir().unwrap());
    logs.tree.retain(|key, _| !key.contains("CloudTrail-Digest"));
    expect_sums(&fetch(&logs, "--logs-only", temp.path()), 0, [logs.objects(), 0, 0, 0]);
    expect_all(&logs, temp.path());
    assert!(!temp.path().join("public-keys").exists());
    let requests = logs.stub.requests();
    assert!(requests.cloudtrail.is_empty());
    assert!(!requests.prefixes.iter().any(|prefix| prefix.contains("CloudTrail-Digest")));
}

#[test]
fn filters_limit_what_is_fetched() {
    let (mut logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let line = format!("--account {} --region eu-west-1 --since 2025-11-20 --late 0s", ACCOUNTS[0]);
    logs.tree.retain(|key, _| key.contains(ACCOUNTS[0]) && key.contains("eu-west-1"));
    let all = logs.tree.clone();
    // A log of five minutes before may hold an event of that day.
    assert_eq!(fetch(&logs, &line, temp.path()).code, 0);
    let there = tree(temp.path());
    let day = |key: &&String| key.contains("/2025/11/20/");
    let (asked, found) = (all.keys().filter(day), there.keys().filter(day));
    assert!(asked.eq(found), "{:#?}", there.keys());
    expect_sums(&fetch(&logs, "--account 1111*,999999999999 --region 'eu-*'", temp.path()), 0, {
        let before = there.keys().filter(|key| is_object(key)).count();
        [logs.objects() - before, before, 0, 0]
    });
    expect_all(&logs, temp.path());
}

#[test]
fn a_dry_run_prints_counts_and_writes_nothing() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let dest = temp.path().join("none");
    let bytes = |logs: &Logs| -> usize {
        let objects = logs.tree.iter().filter(|(key, _)| is_object(key));
        objects.map(|(_, bytes)| bytes.len()).sum()
    };
    let summary = temp.path().join("summary.json");
    let line = format!("--dry-run --summary '{}'", summary.display());
    let ran = fetch(&logs, &line, &dest);
    let number = logs.objects();
    let sum =
        format!("listed {number} = to fetch {number} + already there 0 + skipped 0 + failed 0");
    assert!(ran.code == 0 && ran.stderr.starts_with(&sum), "{ran}");
    assert!(ran.stderr.contains(&format!(" · about {number} GET, ")), "{ran}");
    assert_eq!(document(&summary)["bytes"], bytes(&logs));
    assert!(!dest.exists());
    let requests = logs.stub.requests();
    assert_eq!((requests.gets, requests.cloudtrail.len()), (0, 0));

    fetch(&logs, "--logs-only", &dest);
    let before = files(&dest);
    let ran = fetch(&logs, "--dry-run", &dest);
    let sum = format!("listed {number} = to fetch 4 + already there {} + ", number - 4);
    assert!(ran.stderr.starts_with(&sum), "{ran}");
    assert!(files(&dest) == before, "a dry run wrote something");
}

/// Every file below a folder with its bytes, the program's own included.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = crate::harness::files_below(folder).into_iter();
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn the_counts_of_the_summary_add_up() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let (dest, file) = (temp.path().join("logs"), temp.path().join("summary.json"));
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    logs.stub.put("logs", &format!("{region}/2025/11/20/"), b"");
    let gone = logs.tree.keys().find(|key| key.contains(&region)).unwrap();
    logs.stub.vanish("logs", gone);
    let kept = logs.tree.keys().rfind(|key| is_object(key)).unwrap();
    for (there, code) in [(0, 2), (logs.objects() - 1, 2)] {
        let line = format!("--summary '{}'", file.display());
        assert_eq!(fetch(&logs, &line, &dest).code, code);
        let summary = document(&file);
        let fetched = logs.objects() - 1 - there;
        let expected = json!([1, false, logs.objects() + 1, fetched, there, 1, 1, 0, 0, false]);
        let names = [
            "version",
            "complete",
            "listed",
            "fetched",
            "already_there",
            "skipped",
            "failed",
            "not_listed",
            "without_keys",
            "interrupted",
        ];
        assert_eq!(json!(names.map(|name| summary[name].clone())), expected);
        assert_eq!(
            summary["errors"],
            json!([format!("s3://logs/{gone}: listed, but no longer exists")])
        );
    }
    assert!(dest.join(kept).exists());
}

#[test]
fn a_quiet_complete_run_prints_nothing() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    fetch(&logs, "-q", temp.path()).expect_silent_yes();
    expect_all(&logs, temp.path());
}

#[test]
fn only_a_bucket_or_a_trail_can_be_fetched() {
    let (logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    for source in ["fixtures/trail", "-"] {
        let ran = logs.ct(&format!("fetch {source}")).arg(temp.path()).run();
        expect_help(&ran, &format!("{source}: not a bucket"), "ct fetch s3://BUCKET");
    }
    // One place is the folder, and the logs are those of the account's trail.
    logs.stub.answer("DescribeTrails", vec![json!({ "trailList": [] })]);
    let ran = logs.ct("fetch").arg(temp.path()).run();
    expect_help(&ran, "no trails in this account and Region", "s3://BUCKET");
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
}

#[test]
fn a_source_without_logs_is_an_error() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let ran = logs.ct("fetch s3://logs/none").arg(temp.path().join("a")).run();
    assert!(
        ran.code == 2 && ran.stderr.contains("ct: no CloudTrail logs in s3://logs/none"),
        "{ran}"
    );
    let ran = fetch(&logs, "--region eu-north-1", &temp.path().join("b"));
    assert!(ran.code == 2 && ran.stderr.contains("ct: no CloudTrail logs in s3://logs"), "{ran}");
}

#[test]
fn a_source_with_only_skipped_objects_is_an_error_that_names_them() {
    let (mut logs, temp) = (Logs::new(), tempfile::tempdir().unwrap());
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    logs.log(&region, "20251120T0900Z");
    logs.stub.put("logs", &format!("{region}/2025/11/20/"), b"");
    for (number, flags) in ["", "--dry-run", "-q"].into_iter().enumerate() {
        let dest = temp.path().join(number.to_string());
        let line = format!("{flags} --since 2025-11-20T12:00:00Z --until 2025-11-20T13:00:00Z");
        let ran = fetch(&logs, &format!("{line} --late 0s"), &dest);
        assert_eq!(ran.code, 2, "{ran}");
        let why = "ct: no CloudTrail logs in s3://logs: skipped 1 object outside --account, \
                   --region, --org-id and the time range, 1 folder marker";
        assert!(ran.stderr.contains(why), "{ran}");
        // What is not there is not complete either.
        let note = fs::read_to_string(dest.join(".ct/mirror.json")).unwrap_or_default();
        assert!(!note.contains("2025-11-20T13"), "{note}");
    }
}

#[test]
fn quiet_prints_errors_of_a_complete_fetch() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    let mut key = Signer::from_seed(1).public_key("", "");
    key["ValidityStartTime"] = json!(1_763_000_000);
    key["ValidityEndTime"] = json!(1_764_000_000);
    logs.stub.answer("ListPublicKeys", vec![json!({ "PublicKeyList": [key] })]);
    // No folder for the keys that the user trusts.
    let state = crate::harness::put(temp.path(), "state", b"");
    let ct = logs.ct("fetch -q s3://logs").env("XDG_STATE_HOME", state.to_str().unwrap());
    let ran = ct.arg(temp.path().join("mirror")).run();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("public keys of eu-west-1 are not recorded: "), "{ran}");
}

#[test]
fn a_mirror_gives_the_same_answers_as_the_bucket() {
    let (logs, temp) = (whole(), tempfile::tempdir().unwrap());
    assert_eq!(fetch(&logs, "", temp.path()).code, 0);
    for line in ["grep", "grep -o csv --region eu-west-1", "grep -o json --since 2025-11-20"] {
        let there = logs.ct(&format!("{line} s3://logs")).run().expect_silent_yes();
        // No server is asked, and nothing but logs is come across.
        let here = crate::harness::Ct::new(line).arg(temp.path()).run().expect_silent_yes();
        assert!(!there.stdout.is_empty() && there.text() == here.text(), "{line}");
    }
    let ran = crate::harness::Ct::new("grep").arg(temp.path()).run();
    assert_eq!(ran.text(), logs.lines(|_| true), "not in the order of the keys");
    let ran = crate::harness::Ct::new("ls -o json").arg(temp.path()).run();
    let there = logs.ct("ls -o json s3://logs").run();
    let folders = |text: &str| serde_json::from_str::<Value>(text).unwrap()["folders"].clone();
    assert_eq!(folders(ran.text()), folders(there.text()));
}
