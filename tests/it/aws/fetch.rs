//! `ct fetch`: the copy is the bucket, and answers as the bucket does.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{ACME, all, ct, deliver, names, trail};
use crate::fixtures;
use crate::harness::{Ct, Ran, document, put};
use crate::moto::{MOTO, Moto};

const DAY: &str = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20";

fn fetch(dest: &Path, flags: &str) -> Ran {
    ACME.ct(&format!("fetch {flags}")).arg(dest).run()
}

/// A copy of the whole bucket.
fn copy() -> TempDir {
    let dest = tempfile::tempdir().unwrap();
    let ran = fetch(dest.path(), "trail:");
    assert_eq!(ran.code, 0, "{ran}");
    dest
}

/// What is in a mirror besides its own notes.
fn mirrored(dest: &Path) -> Vec<String> {
    names(dest).into_iter().filter(|name| !name.starts_with(".ct/")).collect()
}

/// Whether each of these files is that of `fixtures/trail`.
fn assert_originals<'n>(dest: &Path, names: impl IntoIterator<Item = &'n String>) {
    let keys = |path: &Path| document(path)["PublicKeyList"].as_array().unwrap().clone();
    for name in names {
        let (copy, original) = (dest.join(name), trail().join(name));
        if name.ends_with(".metadata.json") {
            assert_eq!(document(&copy), document(&original), "{name}");
        } else if name.starts_with("public-keys/") {
            // The stub gives each Region the keys of all Regions.
            let copied = keys(&copy);
            assert!(keys(&original).iter().all(|key| copied.contains(key)), "{name}");
        } else {
            assert!(fs::read(copy).unwrap() == fs::read(original).unwrap(), "{name}");
        }
    }
}

/// Counts of a line `listed A = fetched B + already there C + skipped D + failed E`.
fn counts(ran: &Ran) -> [u64; 5] {
    let (sum, _) = ran.stderr.split_once(" · ").unwrap_or_else(|| panic!("{ran}"));
    let numbers: Vec<u64> = sum.split(' ').filter_map(|word| word.parse().ok()).collect();
    let counts: [u64; 5] = numbers.try_into().unwrap_or_else(|_| panic!("{ran}"));
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "{ran}");
    counts
}

#[test]
fn the_mirror_has_logs_signatures_and_public_keys() {
    for source in ["trail:", "trail:management-events", "s3://acme-trail", ""] {
        let dest = tempfile::tempdir().unwrap();
        let ran = fetch(dest.path(), source);
        assert_eq!((ran.code, counts(&ran), ran.text()), (0, [29, 29, 0, 0, 0], ""), "{ran}");
        let all = names(&trail());
        assert_eq!(mirrored(dest.path()), all, "{source}");
        assert_originals(dest.path(), &all);
    }
}

#[test]
fn logs_only_leaves_out_digest_files_and_keys() {
    let dest = tempfile::tempdir().unwrap();
    let ran = fetch(dest.path(), "--logs-only trail:");
    assert_eq!((ran.code, counts(&ran)), (0, [21, 21, 0, 0, 0]), "{ran}");
    let logs = |name: &String| name.starts_with("AWSLogs/") && !name.contains("-Digest");
    let logs: Vec<String> = names(&trail()).into_iter().filter(logs).collect();
    assert_eq!(mirrored(dest.path()), logs);
    assert_originals(dest.path(), &logs);
}

#[test]
fn missing_public_keys_do_not_affect_objects() {
    let dest = tempfile::tempdir().unwrap();
    // moto knows no public keys.
    let ran = ct(&ACME.moto, "fetch trail:").arg(dest.path()).run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    listed 29 = fetched 29 + already there 0 + skipped 0 + failed 0 · 46.40 KiB · INCOMPLETE: 2 regions without public keys
      public keys of eu-west-1: HTTP status 500 in response to cloudtrail:ListPublicKeys
      public keys of us-east-1: HTTP status 500 in response to cloudtrail:ListPublicKeys
    ");
    let delivered = names(&trail()).into_iter().filter(|name| name.starts_with("AWSLogs/"));
    assert_eq!(mirrored(dest.path()), delivered.collect::<Vec<_>>());
    // They are requested again.
    assert_eq!(fetch(dest.path(), "-q trail:").expect_silent_yes().text(), "");
    assert_eq!(mirrored(dest.path()), names(&trail()));
}

#[test]
fn the_mirror_gives_the_same_answers_as_the_bucket() {
    let dest = copy();
    let here = Ct::new("grep").arg(dest.path()).run().expect_silent_yes();
    assert!(here.stdout == all());
    let rows = |ct: Ct| {
        let ran = ct.run().expect_silent_yes();
        serde_json::from_slice::<Value>(&ran.stdout).unwrap()["folders"].take()
    };
    assert_eq!(rows(Ct::new("ls -o json").arg(dest.path())), rows(ACME.ct("ls -o json")));
}

#[test]
fn a_second_run_fetches_only_missing_objects() {
    let dest = copy();
    let again = || counts(&fetch(dest.path(), "trail:"));
    assert_eq!(again(), [29, 0, 29, 0, 0]);
    let logs = names(&trail().join(DAY));
    fs::remove_file(dest.path().join(DAY).join(&logs[0])).unwrap();
    put(dest.path(), &format!("{DAY}/{}", logs[1]), b"of another size");
    let digests = DAY.replace("CloudTrail", "CloudTrail-Digest");
    let sidecar = &names(&trail().join(&digests))[1];
    fs::remove_file(dest.path().join(&digests).join(sidecar)).unwrap();
    fs::remove_dir_all(dest.path().join("public-keys")).unwrap();
    assert_eq!(again(), [29, 3, 26, 0, 0]);
    assert_eq!(mirrored(dest.path()), names(&trail()));
    assert_originals(dest.path(), &names(&trail()));
    assert_eq!(again(), [29, 0, 29, 0, 0]);
}

/// A bucket of its own with all logs, to be changed.
fn changing(bucket: &str) -> (&'static Moto, String) {
    MOTO.bucket(bucket);
    deliver(&MOTO, bucket, "");
    (&MOTO, format!("fetch --logs-only s3://{bucket}"))
}

#[test]
fn late_and_replaced_objects_are_fetched() {
    let (moto, line) = changing("aws-late");
    let dest = tempfile::tempdir().unwrap();
    let run = || counts(&ct(moto, &line).arg(dest.path()).run());
    assert_eq!(run(), [21, 21, 0, 0, 0]);
    let bytes = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    // Before all others in the order of the keys.
    let late =
        format!("{DAY}/111122223333_CloudTrail_us-east-1_20261120T0000Z_0000000000000000.json.gz");
    moto.put("aws-late", &late, &bytes);
    let anew = format!("{DAY}/{}", names(&trail().join(DAY))[0]);
    moto.put("aws-late", &anew, &bytes);
    assert_eq!(run(), [22, 2, 20, 0, 0]);
    for name in [late, anew] {
        assert!(fs::read(dest.path().join(name)).unwrap() == bytes);
    }
}

#[test]
fn keys_keep_their_prefix_and_folder_markers_are_skipped() {
    let (bucket, prefix) = ("aws-odd", "team a/100 %+\u{fc}/");
    MOTO.bucket(bucket);
    deliver(&MOTO, bucket, prefix);
    for marker in [prefix, &format!("{prefix}AWSLogs/"), &format!("{prefix}{DAY}/")] {
        MOTO.put(bucket, marker, b"");
    }
    let dest = tempfile::tempdir().unwrap();
    let ran =
        ct(&MOTO, "fetch --logs-only").arg(format!("s3://{bucket}/{prefix}")).arg(dest.path());
    assert_eq!(counts(&ran.run()), [22, 21, 0, 1, 0]);
    let logs = names(&trail().join("AWSLogs/111122223333/CloudTrail"));
    let below = dest.path().join(format!("{prefix}AWSLogs/111122223333/CloudTrail"));
    assert_eq!(names(&below), logs);
    let ran = Ct::new("grep").arg(dest.path()).run().expect_silent_yes();
    assert!(ran.stdout == all());
    let none = tempfile::tempdir().unwrap();
    let ran = ct(&MOTO, "fetch --account 444455556666").arg(format!("s3://{bucket}/{prefix}"));
    assert_eq!(ran.arg(none.path()).run().code, 2);
    assert_eq!(mirrored(none.path()), [""; 0]);
}

#[test]
fn a_dry_run_prints_counts_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dest = folder.path().join("logs");
    insta::assert_snapshot!(fetch(&dest, "--dry-run trail:"), @"
    code 0
    --- stdout
    --- stderr
    listed 29 = to fetch 29 + already there 0 + skipped 0 + failed 0 · 46.40 KiB · about 29 GET, 1 LIST
    ");
    assert!(!dest.exists());
    let ran = fetch(&dest, "--dry-run --region eu-west-1 --logs-only");
    assert_eq!(counts(&ran), [6, 6, 0, 0, 0]);
    fetch(&dest, "--region eu-west-1");
    assert_eq!(counts(&fetch(&dest, "--dry-run")), [29, 19, 10, 0, 0]);
}

#[test]
fn filters_limit_a_fetch_and_later_runs_add_the_rest() {
    let dest = tempfile::tempdir().unwrap();
    let of_region = counts(&fetch(dest.path(), "trail: --region eu-west-1"));
    assert_eq!(of_region, [10, 10, 0, 0, 0]);
    let abroad = |name: &String| name.contains("eu-west-1");
    let expected: Vec<String> = names(&trail()).into_iter().filter(abroad).collect();
    assert_eq!(mirrored(dest.path()), expected);
    assert_eq!(counts(&fetch(dest.path(), "trail:")), [29, 19, 10, 0, 0]);
    assert_eq!(mirrored(dest.path()), names(&trail()));
}

#[test]
fn the_summary_has_the_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (dest, path) = (folder.path().join("logs"), folder.path().join("summary.json"));
    let ran = ACME.ct("fetch -q --summary").arg(&path).arg("trail:").arg(&dest).run();
    ran.expect_silent_yes();
    insta::assert_snapshot!(fs::read_to_string(path).unwrap(), @r#"
    {
      "version": 1,
      "complete": true,
      "listed": 29,
      "fetched": 29,
      "already_there": 0,
      "skipped": 0,
      "failed": 0,
      "not_proven": 0,
      "bytes": 47518,
      "not_listed": 0,
      "without_keys": 0,
      "unknown_keys": 0,
      "interrupted": false,
      "disk_is_full": false,
      "errors": []
    }
    "#);
}

#[test]
fn a_folder_mirrors_one_bucket() {
    let folder = copy();
    MOTO.bucket("aws-another");
    let ran = ct(&MOTO, "fetch --logs-only s3://aws-another .").at(folder.path()).run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: .: this folder mirrors the bucket acme-trail, not aws-another
    help: choose another folder: each bucket needs its own
    ");
    let ran = ct(&MOTO, "fetch --dry-run s3://aws-another .").at(folder.path()).run();
    assert_eq!(ran.code, 2, "{ran}");
}

#[test]
fn sources_without_logs_are_errors_with_help() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| ct(&MOTO, line).at(folder.path()).run();
    insta::assert_snapshot!(run("fetch . logs"), @"
    code 2
    --- stdout
    --- stderr
    ct: .: not a bucket
    help: write ct fetch s3://BUCKET[/PREFIX] DEST, or ct fetch trail:NAME DEST
    ");
    insta::assert_snapshot!(run("fetch"), @"
    code 2
    --- stdout
    --- stderr
    ct: the following required arguments were not provided: <SOURCE> <DEST>...
    help: all flags: ct fetch --help
    ");
    insta::assert_snapshot!(run("fetch s3://aws-no-such-bucket logs"), @"
    code 2
    --- stdout
    --- stderr
    ct: no such bucket: aws-no-such-bucket
    help: check the name and the account
    ");
    MOTO.bucket("aws-nothing");
    insta::assert_snapshot!(run("fetch s3://aws-nothing logs"), @"
    code 2
    --- stdout
    --- stderr
    listed 0 = fetched 0 + already there 0 + skipped 0 + failed 0 · 0 B · INCOMPLETE: 1 folder not listed
      s3://aws-nothing/: no AWSLogs folder found; name a prefix
    ");
    insta::assert_snapshot!(run("fetch s3://aws-nothing/prefix logs"), @"
    code 2
    --- stdout
    --- stderr
    listed 0 = fetched 0 + already there 0 + skipped 0 + failed 0 · 0 B
    ct: no CloudTrail logs in s3://aws-nothing/prefix
    help: check the prefix, --account, --region, --since and --until; ct ls lists what exists
    ");
}
