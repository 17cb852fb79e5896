//! Which public keys a verdict rests on: CloudTrail's, those of a file or of the user's record, or only
//! those in the mirror.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::online::Online;
use super::{Copied, RANGE, expect_all_valid, public_keys, summary};
use crate::bucket::at;
use crate::harness::{Ct, Ran, document, put};
use crate::sign::Signer;

const OWN: &str = "valid against the keys in this mirror";

/// Validates a mirror whose own keys are not trusted, as a user with this state folder.
fn validate(mirror: &Path, state: &Path, flags: &str) -> Ran {
    let ct = Ct::new(&format!("validate {RANGE} {flags}")).arg(mirror);
    ct.env("XDG_STATE_HOME", state.to_str().unwrap()).run()
}

/// The sources of the keys that a verdict rests on, and whether each is trusted.
fn sources(ran: &Ran) -> Vec<(String, bool)> {
    let summary = summary(ran);
    let keys = summary["keys"].as_array().unwrap().iter();
    keys.map(|key| (key["source"].as_str().unwrap().to_owned(), key["trusted"] == true)).collect()
}

fn of(source: &str, trusted: bool) -> Vec<(String, bool)> {
    vec![(source.to_owned(), trusted); 2]
}

/// Adds a forged key to those that a mirror has of a Region; returns its fingerprint.
fn forge(mirror: &Path, region: &str, validity: [&str; 2]) -> String {
    let forger = Signer::from_seed(77);
    let path = format!("public-keys/{region}.json");
    let mut saved = document(&mirror.join(&path));
    let key = forger.public_key(validity[0], validity[1]);
    saved["PublicKeyList"].as_array_mut().unwrap().push(key);
    put(mirror, &path, saved.to_string());
    forger.fingerprint
}

#[test]
fn a_mirror_with_only_its_own_keys_is_inconclusive() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    let ran = validate(copied.root(), state.path(), "");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains(OWN) && ran.stderr.contains(OWN), "{ran}");
    for help in ["--keys", "--trust-mirror-keys"] {
        assert!(ran.stderr.contains(help), "{help}: {ran}");
    }
    for region in ["eu-west-1", "us-east-1"] {
        let key = public_keys(&[region])["PublicKeyList"][0]["Fingerprint"].clone();
        let line = format!("  {region} {}", key.as_str().unwrap());
        assert!(ran.text().lines().any(|found| found == line), "{line}: {ran}");
    }
    let ran = validate(copied.root(), state.path(), "-o jsonl");
    assert_eq!((ran.code, sources(&ran)), (2, of("mirror", false)), "{ran}");
    assert_eq!(summary(&ran)["verdict"], "incomplete", "{ran}");
    let ran = validate(copied.root(), state.path(), "-o junit");
    assert!(ran.code == 2 && ran.text().contains(OWN), "{ran}");
    // Keys of a mirror are not recorded.
    assert_eq!(fs::read_dir(state.path()).unwrap().count(), 0);
}

#[test]
fn trust_mirror_keys_trusts_the_keys_of_a_mirror() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    let ran = validate(copied.root(), state.path(), "-o jsonl --trust-mirror-keys");
    expect_all_valid(&ran);
    assert_eq!(sources(&ran), of("mirror", true));
    let ran = validate(copied.root(), state.path(), "--trust-mirror-keys");
    assert!(ran.code == 0 && ran.text().contains("trusted by --trust-mirror-keys"), "{ran}");
}

#[test]
fn short_keys_are_refused() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    let validity = ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"];
    for (bits, is_refused) in [(1024, true), (2040, true), (2048, false)] {
        let signer = Signer::with_bits(bits, 5);
        let key = signer.public_key(validity[0], validity[1]);
        let keys = json!({ "PublicKeyList": [key] }).to_string();
        put(copied.root(), "public-keys/us-east-1.json", keys);
        let report = state.path().join(format!("{bits}.jsonl"));
        let flags = format!("--trust-mirror-keys --report {}", report.display());
        let ran = validate(copied.root(), state.path(), &flags);
        let text = fs::read_to_string(&report).unwrap_or_else(|_| panic!("no report: {ran}"));
        let line = text.lines().find(|line| line.contains(&signer.fingerprint)).unwrap();
        assert_eq!(line.contains("fewer than 2,048 bits"), is_refused, "{bits}: {line}");
    }
}

#[test]
fn tampering_is_invalid_whatever_the_keys() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    copied.delete(super::A_LOG);
    assert_eq!(validate(copied.root(), state.path(), "").code, 1);
}

#[test]
fn a_report_has_the_source_of_each_key() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    let report = state.path().join("r.jsonl");
    let name = report.to_str().unwrap();
    let expected = [("", 2), ("--trust-mirror-keys", 0)];
    for (flags, code) in expected {
        let ran = validate(copied.root(), state.path(), &format!("{flags} --report {name}"));
        assert_eq!(ran.code, code, "{ran}");
        for command in ["report", "merge"] {
            let ran = Ct::new(&format!("validate {command}")).arg(&report).run();
            assert_eq!((ran.code, ran.text().contains(OWN)), (code, code == 2), "{ran}");
            assert!(ran.text().contains("Public keys from this mirror"), "{ran}");
        }
    }
}

#[test]
fn a_file_of_keys_is_trusted_and_named() {
    let (copied, state) = (Copied::new(), tempfile::tempdir().unwrap());
    let keys = public_keys(&["eu-west-1", "us-east-1"]).to_string();
    let file = put(state.path(), "given.json", keys);
    let flags = format!("-o jsonl --keys {}", file.display());
    let ran = validate(copied.root(), state.path(), &flags);
    expect_all_valid(&ran);
    assert_eq!(sources(&ran), of("file", true));
    assert_eq!(summary(&ran)["keys"][0]["file"], json!(file), "{ran}");
}

#[test]
fn a_mirror_fetched_on_this_machine_needs_no_flag() {
    let (online, temp) = (Online::new(), tempfile::tempdir().unwrap());
    let (state, mirror) = (temp.path().join("state"), temp.path().join("mirror"));
    let fetch = at(&online.stub.endpoint(), "fetch s3://acme-trail").arg(&mirror);
    let ran = fetch.env("XDG_STATE_HOME", state.to_str().unwrap()).run();
    assert_eq!(ran.code, 0, "{ran}");
    let ran = validate(&mirror, &state, "-o jsonl");
    expect_all_valid(&ran);
    assert_eq!(sources(&ran), of("record", true));
    let text = validate(&mirror, &state, "");
    assert!(text.text().contains("CloudTrail, recorded on this machine"), "{text}");
    // Keys of the record are trusted, whatever the mirror has.
    fs::remove_dir_all(mirror.join("public-keys")).unwrap();
    expect_all_valid(&validate(&mirror, &state, "-o jsonl"));
    let other = temp.path().join("other");
    assert_eq!(validate(Copied::new().root(), &other, "").code, 2);
}

#[test]
fn online_validation_records_keys_too() {
    let (online, temp) = (Online::new(), tempfile::tempdir().unwrap());
    let ct = online.ct("-o jsonl s3://acme-trail");
    let ran = ct.env("XDG_STATE_HOME", temp.path().to_str().unwrap()).run();
    assert_eq!((ran.code, sources(&ran)), (0, of("cloudtrail", true)), "{ran}");
    let ran = validate(Copied::new().root(), temp.path(), "-o jsonl");
    assert_eq!((ran.code, sources(&ran)), (0, of("record", true)), "{ran}");
}

#[test]
fn keys_aws_verifies_a_mirror_and_detects_forged_keys() {
    let (online, copied) = (Online::new(), Copied::new());
    let ran = online.ct("-o jsonl --keys aws").arg(copied.root()).run();
    expect_all_valid(&ran);
    assert_eq!(sources(&ran), of("cloudtrail", true));
    // Valid at another time than the digests.
    let forged =
        forge(copied.root(), "us-east-1", ["2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"]);
    let ran = online.ct("-o jsonl --keys aws").arg(copied.root()).run();
    assert_eq!((ran.code, summary(&ran)["verdict"].as_str()), (1, Some("invalid")), "{ran}");
    let unknown: Vec<Value> = summary(&ran)["unknown_keys"].as_array().unwrap().clone();
    assert_eq!(unknown.len(), 1, "{ran}");
    assert_eq!(unknown[0]["fingerprint"], json!(forged), "{ran}");
    assert!(ran.stderr.contains(&forged), "{ran}");
    let calls = online.stub.requests().cloudtrail;
    let start = calls.last().unwrap().input["StartTime"].as_f64().unwrap();
    assert!(start <= 1_735_689_600.0, "its own validity is asked for: {start}");
    let ran = online.ct("--keys aws").arg(copied.root()).run();
    assert!(ran.code == 1 && ran.text().contains(&forged), "{ran}");
}

#[test]
fn fetch_replaces_and_names_forged_keys() {
    let (online, temp) = (Online::new(), tempfile::tempdir().unwrap());
    let fetch = || at(&online.stub.endpoint(), "fetch s3://acme-trail").arg(temp.path()).run();
    assert_eq!(fetch().code, 0);
    let forged = forge(temp.path(), "eu-west-1", ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"]);
    let ran = fetch();
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.contains(&forged) && ran.stderr.contains("replaced"), "{ran}");
    let saved = fs::read_to_string(temp.path().join("public-keys/eu-west-1.json")).unwrap();
    assert!(!saved.contains(&forged), "{saved}");
    assert_eq!(fetch().code, 0);
}
