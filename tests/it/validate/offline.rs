//! Without AWS: a mirror of `ct fetch`, a plain copy without metadata, saved keys, and a relocated copy.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{
    Copied, RANGE, SIDECAR, counts, expect_all_valid, object_verdicts, public_keys, without_seconds,
};
use crate::harness::{Ct, put};

#[test]
fn the_fixture_is_valid() {
    let ran = Ct::new(&format!("validate {RANGE} --trust-mirror-keys fixtures/trail")).run();
    insta::assert_snapshot!(ran.expect_silent_yes(), @"
    code 0
    --- stdout
    Validating log files of 2 chains of digests between 2026-11-20T08:00:00Z and 2026-11-20T12:00:00Z


    Results requested for 2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z

    8/8 digest files valid
    21/21 log files valid
    Coverage: 2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z, every digest period of 2 chains: 111122223333 eu-west-1 us-east-1
    Public keys from this mirror, trusted by --trust-mirror-keys:
      eu-west-1 7bb3a05abfde65da904a88268b644def
      us-east-1 5724cc5c20e2583eaddbba2a69208030
    --- stderr
    ");
}

#[test]
fn the_fixture_is_valid_in_jsonl() {
    let ran =
        Ct::new(&format!("validate {RANGE} --trust-mirror-keys -o jsonl fixtures/trail")).run();
    let ran = ran.expect_silent_yes();
    expect_all_valid(&ran);
    insta::assert_snapshot!(without_seconds(&ran).replace(",\"", ",\n\""), @r#"
    {"version":1,
    "kind":"coverage",
    "account":"111122223333",
    "region":"eu-west-1",
    "trail":"management-events",
    "home":"us-east-1",
    "from":"2026-11-20T08:00:00Z",
    "to":"2026-11-20T12:00:00Z",
    "gaps":[],
    "pending":null,
    "ended":null}
    {"version":1,
    "kind":"coverage",
    "account":"111122223333",
    "region":"us-east-1",
    "trail":"management-events",
    "home":"us-east-1",
    "from":"2026-11-20T08:00:00Z",
    "to":"2026-11-20T12:00:00Z",
    "gaps":[],
    "pending":null,
    "ended":null}
    {"version":1,
    "kind":"summary",
    "verdict":"valid",
    "requested":{"from":"2026-11-20T08:00:00Z",
    "to":"2026-11-20T12:00:00Z"},
    "found":{"from":"2026-11-20T08:00:00Z",
    "to":"2026-11-20T12:00:00Z"},
    "digests":{"valid":8,
    "invalid":0,
    "unreadable":0,
    "unverified":0,
    "unlisted":0},
    "backfill_digests":{"valid":0,
    "invalid":0,
    "unreadable":0,
    "unverified":0,
    "unlisted":0},
    "logs":{"valid":21,
    "invalid":0,
    "unreadable":0,
    "unverified":0,
    "unlisted":0},
    "unlisted":0,
    "pending_logs":0,
    "not_verifiable":0,
    "regions":["eu-west-1",
    "us-east-1"],
    "seconds":0,
    "keys":[{"source":"mirror",
    "trusted":true,
    "region":"eu-west-1",
    "fingerprint":"7bb3a05abfde65da904a88268b644def"},{"source":"mirror",
    "trusted":true,
    "region":"us-east-1",
    "fingerprint":"5724cc5c20e2583eaddbba2a69208030"}],
    "unknown_keys":[]}
    "#);
}

#[test]
fn verbose_names_every_object() {
    let ran = Copied::new().validate("-o jsonl --verbose");
    let object_verdicts = object_verdicts(&ran);
    let all = |kind: &str| {
        let valid = |line: &&String| line.starts_with(kind) && line.ends_with(" valid -");
        object_verdicts.iter().filter(valid).count()
    };
    assert_eq!(
        (ran.code, object_verdicts.len(), all("digest "), all("log ")),
        (0, 29, 8, 21),
        "{ran}"
    );
}

#[test]
fn the_next_digests_prove_a_plain_copy() {
    let copied = Copied::new();
    copied.delete_all(SIDECAR);
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    let digests: Vec<String> =
        object_verdicts(&ran).into_iter().filter(|line| line.starts_with("digest")).collect();
    assert_eq!(
        digests,
        [
            "digest eu-west-1 20261120T120000Z unverified no_signature",
            "digest us-east-1 20261120T120000Z unverified no_signature",
        ]
    );
    // Log files of the newest digests are not proven either; all others are.
    assert_eq!(counts(&ran), [[6, 0, 0, 2], [16, 0, 0, 5]], "{ran}");
    let text = copied.validate("");
    assert!(text.text().contains("unverified: no signature metadata"), "{text}");
    assert!(!text.text().contains("INVALID"), "{text}");
}

#[test]
fn a_plain_copy_hides_no_tampering() {
    let copied = Copied::new();
    copied.delete_all(SIDECAR);
    copied.delete(super::A_LOG);
    let ran = copied.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)), (1, [[6, 0, 0, 2], [15, 1, 0, 5]]), "{ran}");
}

#[test]
fn without_keys_the_answer_is_inconclusive_with_help() {
    let copied = Copied::new();
    fs::remove_dir_all(copied.root().join("public-keys")).unwrap();
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(counts(&ran)[0], [0, 0, 0, 8], "{ran}");
    for help in ["eu-west-1", "us-east-1", "ct fetch", "--keys FILE"] {
        assert!(ran.stderr.contains(help), "{help}\n{ran}");
    }
}

#[test]
fn keys_takes_a_file() {
    let copied = Copied::new();
    fs::remove_dir_all(copied.root().join("public-keys")).unwrap();
    let keys = public_keys(&["eu-west-1", "us-east-1"]).to_string();
    let keys = put(copied.root(), "saved.json", keys);
    let ran = Ct::new(&format!("validate {RANGE} -o jsonl --keys")).arg(keys);
    expect_all_valid(&ran.arg(copied.root()).run());
}

#[test]
fn a_key_with_another_fingerprint_proves_nothing() {
    let copied = Copied::new();
    let mut keys = public_keys(&["us-east-1"]);
    let other = public_keys(&["eu-west-1"]);
    // The other region's key under this region's fingerprint.
    keys["PublicKeyList"][0]["Value"] = other["PublicKeyList"][0]["Value"].clone();
    put(copied.root(), "public-keys/us-east-1.json", keys.to_string());
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    let refused =
        object_verdicts(&ran).into_iter().filter(|line| line.ends_with("invalid bad_key"));
    assert_eq!(refused.count(), 4, "{ran}");
}

#[test]
fn keys_that_are_no_keys_are_an_error() {
    let copied = Copied::new();
    let keys = put(copied.root(), "saved.json", "[]");
    let ran = Ct::new(&format!("validate {RANGE} --keys")).arg(keys).arg(copied.root()).run();
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("not a list of public keys"), "{ran}");
}

/// A copy whose objects are below another folder than in the bucket.
fn moved() -> Copied {
    let copied = Copied::new();
    let below = copied.root().join("archive/2026");
    fs::create_dir_all(&below).unwrap();
    fs::rename(copied.root().join("AWSLogs"), below.join("AWSLogs")).unwrap();
    copied
}

#[test]
fn a_moved_copy_is_invalid() {
    let ran = moved().validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    let object_verdicts =
        object_verdicts(&ran).into_iter().filter(|line| line.ends_with("invalid moved"));
    assert_eq!(object_verdicts.count(), 8, "{ran}");
}

#[test]
fn relocated_accepts_a_moved_copy() {
    let copied = moved();
    let ran = copied.validate("-o jsonl --relocated");
    expect_all_valid(&ran);
    for (flags, is_said) in [("", false), ("--relocated", true)] {
        let ran = copied.validate(&format!("-o json {flags}"));
        let document: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(document["relocated"] == true, is_said, "{ran}");
    }
}

#[test]
fn the_text_says_that_a_copy_is_relocated() {
    let ran = moved().validate("--relocated");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(format!("{ran}").to_lowercase().contains("relocated"), "{ran}");
}

#[test]
fn relocated_hides_no_tampering() {
    let copied = moved();
    copied.delete(super::A_LOG);
    let ran = copied.validate("-o jsonl --relocated");
    assert_eq!(object_verdicts(&ran), ["log us-east-1 20261120T1010Z invalid missing"], "{ran}");
    assert_eq!(ran.code, 1, "{ran}");
}

/// Paths of files beside the log files: the metadata of a digest, public keys, the mirror's metadata.
fn beside(copied: &Copied) -> [PathBuf; 3] {
    let mut metadata = copied.object(&super::digest("us-east-1", 10)).into_os_string();
    metadata.push(SIDECAR);
    let below = |name: &str| copied.root().join(name);
    [metadata.into(), below("public-keys/us-east-1.json"), below(".ct/mirror.json")]
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_is_an_error() {
    for at in 0..4 {
        let copied = Copied::new();
        let log = copied.object(super::A_LOG);
        let path = beside(&copied).into_iter().chain([log]).nth(at).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let ran = copied.validate("-o jsonl");
        assert_eq!(ran.code, 2, "{}: {ran}", path.display());
        assert!(format!("{ran}").contains("not a regular file"), "{}: {ran}", path.display());
    }
}

#[test]
fn a_small_file_beside_the_logs_has_a_size_limit() {
    for at in 0..3 {
        let copied = Copied::new();
        let path = &beside(&copied)[at];
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Takes no room on the disk.
        fs::File::create(path).unwrap().set_len(3 << 30).unwrap();
        let ran = copied.validate("-o jsonl");
        assert_eq!(ran.code, 2, "{}: {ran}", path.display());
        assert!(format!("{ran}").contains("larger than"), "{}: {ran}", path.display());
    }
}
