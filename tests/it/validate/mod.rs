//! `ct validate` as a user runs it: on copies of `fixtures/trail`, complete and tampered with, and on a
//! bucket of a test server. [`crate::sign`] signs the digests, and knows nothing of the verifier.

// A mirror of ct fetch, or a plain copy of the bucket: no network.
mod offline;
// Which public keys a verdict rests on.
mod keys;
// Accounts, Regions and times on the command line, and what is refused.
mod range;
// One object is changed or deleted, and it is named.
mod tamper;
// Any change at all.
mod property;
// Buckets and trails.
mod online;
// Other chains of digests than the fixture's.
mod chains;
// Access denied, missing objects, and network faults.
mod trouble;
// Reports, and runs that share the work.
mod shards;
// The formats.
mod output;

// Trails with any Regions and digest periods, for the tests below.
mod world;
// A trail without tampering, checked at any minute.
mod healthy;
// Coverage of each chain; uncovered time is never valid.
mod coverage;
// Where a chain begins, pauses and ends.
mod coverage_ends;
// Which chains are expected, and of which accounts.
mod coverage_scope;
// Several trails in one bucket, and mirrors of ct fetch.
mod coverage_trails;
// Log files without digests, and the output for CI servers.
mod coverage_words;
// Digests without metadata or with null lists, and objects that are no digests.
mod coverage_objects;
// Reports that a person reads, and that another run merges.
mod coverage_reports;
// What several reports say together.
mod merges;
// One object is deleted, moved, replaced or altered; any window.
mod coverage_property;
// The same for consecutive digests, up to all of a Region.
mod coverage_runs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Ct, Ran, document, files_below, put, root};

/// The four hours that `fixtures/trail` covers.
const RANGE: &str = "--start-time 2026-11-20T08:00:00Z --end-time 2026-11-20T12:00:00Z";
/// The end of the name of a file with the metadata of a digest.
const SIDECAR: &str = ".metadata.json";
/// A log of the fixture, by a part of its name.
const A_LOG: &str = "CloudTrail_us-east-1_20261120T1010Z";

/// A copy of `fixtures/trail` that a test may change.
struct Copied {
    folder: TempDir,
}

impl Copied {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in fixture() {
            put(folder.path(), &name, bytes);
        }
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `ct validate` over the hours of the fixture.
    fn validate(&self, flags: &str) -> Ran {
        validate(self.root(), flags)
    }

    /// The one object whose name has this part.
    fn object(&self, part: &str) -> PathBuf {
        let has_part = |path: &PathBuf| path.to_str().unwrap().contains(part);
        let mut found: Vec<PathBuf> =
            files_below(self.root()).into_iter().filter(has_part).collect();
        found.retain(|path| !is_sidecar(path.to_str().unwrap()));
        assert_eq!(found.len(), 1, "{part} is not the name of one object: {found:?}");
        found.remove(0)
    }

    /// Deletes an object and its metadata, as a deletion in a bucket does.
    fn delete(&self, part: &str) {
        let path = self.object(part);
        let mut beside = path.clone().into_os_string();
        beside.push(SIDECAR);
        fs::remove_file(path).unwrap();
        // Log files have no metadata.
        let _ = fs::remove_file(beside);
    }

    /// Deletes all files whose path has this part.
    fn delete_all(&self, part: &str) {
        for path in files_below(self.root()) {
            if path.to_str().unwrap().replace('\\', "/").contains(part) {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

/// Runs `ct validate` on a folder over the hours of the fixture, whose own keys are trusted.
fn validate(folder: &Path, flags: &str) -> Ran {
    Ct::new(&format!("validate {RANGE} --trust-mirror-keys {flags}")).arg(folder).run()
}

/// The files of the fixture by their names in the bucket, with the saved keys.
fn fixture() -> BTreeMap<String, Vec<u8>> {
    let trail = root().join("fixtures/trail");
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&trail).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read(path).unwrap())
    };
    files_below(&trail).into_iter().map(named).collect()
}

/// A part of the name of the digest of a region that ends at this hour.
fn digest(region: &str, hour: u8) -> String {
    format!("CloudTrail-Digest_{region}_management-events_us-east-1_20261120T{hour:02}0000Z")
}

fn is_sidecar(name: &str) -> bool {
    name.ends_with(SIDECAR)
}

/// The saved public keys of these regions, as one answer of `ListPublicKeys`.
fn public_keys(regions: &[&str]) -> Value {
    let keys = |region: &&str| {
        let path = root().join(format!("fixtures/trail/public-keys/{region}.json"));
        document(&path)["PublicKeyList"].as_array().unwrap().clone()
    };
    json!({ "PublicKeyList": regions.iter().flat_map(keys).collect::<Vec<Value>>() })
}

/// The documents of `-o jsonl`.
fn documents(ran: &Ran) -> Vec<Value> {
    ran.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The sums, which are the last line of `-o jsonl`.
fn summary(ran: &Ran) -> Value {
    let summary = documents(ran).pop().unwrap_or_else(|| panic!("nothing is printed: {ran}"));
    assert_eq!(summary["kind"], "summary", "{ran}");
    summary
}

/// How many digests and logs of each verdict there are: valid, INVALID, unreadable, unverified.
fn counts(ran: &Ran) -> [[u64; 4]; 2] {
    let summary = summary(ran);
    let verdicts = ["valid", "invalid", "unreadable", "unverified"];
    ["digests", "logs"].map(|kind| verdicts.map(|verdict| summary[kind][verdict].as_u64().unwrap()))
}

/// The verdicts on objects in `-o jsonl`, such as `log us-east-1 20261120T1010Z invalid missing`.
fn object_verdicts(ran: &Ran) -> Vec<String> {
    let documents = documents(ran);
    let objects = documents.iter().filter(|line| line["uri"].is_string());
    objects.map(object_verdict).collect()
}

fn object_verdict(line: &Value) -> String {
    let text = |name: &str| line[name].as_str().unwrap_or("-").to_owned();
    let uri = text("uri");
    let name = uri.rsplit('/').next().unwrap().trim_end_matches(".json.gz");
    let parts: Vec<&str> = name.split('_').collect();
    let stamp = if text("kind") == "log" { parts[3] } else { parts[parts.len() - 1] };
    let said = ["verdict", "reason"].map(text).join(" ");
    format!("{} {} {stamp} {said}", text("kind"), text("region"))
}

/// The verdict lines of aws-cli that have this word.
fn verdict_lines<'r>(ran: &'r Ran, word: &str) -> Vec<&'r str> {
    let is_verdict = |line: &&str| {
        ["Digest file\t", "Log file\t", "Backfill digest file\t"]
            .iter()
            .any(|kind| line.starts_with(kind))
    };
    let lines = ran.lines().into_iter().filter(is_verdict);
    lines.filter(|line| line.contains(word)).collect()
}

/// The output without the number that differs in every run.
fn without_seconds(ran: &Ran) -> String {
    let text = ran.text();
    let Some(at) = text.rfind("\"seconds\":") else { return text.to_owned() };
    let from = at + "\"seconds\":".len();
    let rest = text[from..].trim_start_matches(|c: char| " .e-".contains(c) || c.is_ascii_digit());
    format!("{}0{rest}", &text[..from])
}

/// Asserts that a run without `--verbose` found exactly the objects of the fixture, all valid.
fn expect_all_valid(ran: &Ran) {
    assert_eq!(counts(ran), [[8, 0, 0, 0], [21, 0, 0, 0]], "{ran}");
    let verdict = summary(ran)["verdict"].clone();
    assert_eq!((ran.code, verdict), (0, json!("valid")), "{ran}");
    assert_eq!(object_verdicts(ran), Vec::<String>::new(), "{ran}");
}
