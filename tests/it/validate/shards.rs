//! `--report`, `--shard` and `ct validate merge`: four days of two Regions, validated by one run and by
//! several runs whose reports are merged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Copied, is_sidecar};
use crate::fixtures::gzip::deflated;
use crate::harness::{Ct, Ran, put};
use crate::sign::{Digest, Document, Log, Signer, Trail, sha256};

const TRAIL: Trail =
    Trail { account: "111122223333", name: "wide", home: "us-east-1", bucket: "wide-bucket" };
/// Each Region with its signer.
const REGIONS: [(&str, u64); 2] = [("us-east-1", 1), ("eu-west-1", 2)];
/// When the first digest starts.
const START: &str = "2026-11-16T00:20:00Z";
const HOURS: i64 = 4 * 24;
const RANGE: &str = "--start-time 2026-11-16T02:00:00Z --end-time 2026-11-19T21:00:00Z";

type Files = BTreeMap<String, Vec<u8>>;

/// What CloudTrail delivered: a digest an hour, and a log in most of them.
static DELIVERED: LazyLock<Files> = LazyLock::new(|| {
    let mut files = Files::new();
    for (region, seed) in REGIONS {
        let signer = Signer::from_seed(seed);
        let key = signer.public_key("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
        let keys = json!({ "PublicKeyList": [key] }).to_string();
        files.insert(format!("public-keys/{region}.json"), keys.into_bytes());
        let mut previous: Option<Digest> = None;
        for hour in 0..HOURS {
            let start = START.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hour);
            let times = [start, start + SignedDuration::from_hours(1)].map(|time| time.to_string());
            let mut document = Document::new(&TRAIL, region, &times[0], &times[1]);
            if hour % 5 != 3 {
                // Some a few minutes before midnight.
                let log = log(region, start + SignedDuration::from_mins(10 + hour * 7 % 45));
                document = document.with_logs(std::slice::from_ref(&log));
                files.insert(log.key, deflated(&log.bytes));
            }
            if let Some(previous) = &previous {
                document = document.after(previous);
            }
            let digest = signer.sign(document);
            let metadata = digest.metadata().to_string().into_bytes();
            files.insert(format!("{}.metadata.json", digest.key), metadata);
            files.insert(digest.key.clone(), deflated(&digest.bytes));
            previous = Some(digest);
        }
    }
    files
});

fn log(region: &str, stamp: Timestamp) -> Log {
    let bytes = format!(r#"{{"Records":[{{"region":"{region}","time":"{stamp}"}}]}}"#).into_bytes();
    let (account, unique) = (TRAIL.account, &sha256(&bytes)[..16]);
    let [day, minute] = ["%Y/%m/%d", "%Y%m%dT%H%MZ"].map(|format| stamp.strftime(format));
    let name = format!("{account}_CloudTrail_{region}_{minute}_{unique}.json.gz");
    Log {
        bucket: TRAIL.bucket.to_owned(),
        key: format!("AWSLogs/{account}/CloudTrail/{region}/{day}/{name}"),
        bytes,
        times: [stamp.to_string(), stamp.to_string()],
    }
}

/// A mirror in a folder of its own, and reports beside it.
struct Mirror(TempDir);

impl Mirror {
    fn new(files: &Files) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            put(&folder.path().join("logs"), name, bytes);
        }
        Self(folder)
    }

    fn report(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn validate(&self, name: &str, flags: &str) -> Ran {
        let ct = Ct::new(&format!("validate logs {RANGE} --trust-mirror-keys {flags} --report"))
            .at(self.0.path());
        ct.arg(name).run()
    }

    /// The reports of all shards, and the exit codes of their runs.
    fn shards(&self, count: u32) -> (Vec<String>, Vec<i32>) {
        let runs = (1..=count).map(|index| {
            let name = format!("{index}.jsonl");
            let ran = self.validate(&name, &format!("--shard {index}/{count}"));
            (name, ran.code)
        });
        runs.unzip()
    }

    fn merge(&self, reports: &[String], flags: &str) -> Ran {
        let reports = reports.join(" ");
        Ct::new(&format!("validate merge {flags} {reports}")).at(self.0.path()).run()
    }
}

/// The lines of a report of these kinds, in a fixed order.
fn lines(report: &Path, kinds: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(report).unwrap();
    let is_wanted = |line: &&str| {
        let line: Value = serde_json::from_str(line).unwrap();
        kinds.contains(&line["kind"].as_str().unwrap())
    };
    let mut lines: Vec<String> = text.lines().filter(is_wanted).map(str::to_owned).collect();
    lines.sort();
    lines
}

fn sums(report: &Path) -> Value {
    let mut sums: Value = serde_json::from_str(&lines(report, &["summary"])[0]).unwrap();
    sums["seconds"].take();
    sums
}

/// Asserts that one run and merged shards agree.
fn expect_the_same(mirror: &Mirror, count: u32) {
    let whole = mirror.validate("whole.jsonl", "");
    let (reports, codes) = mirror.shards(count);
    let merged = mirror.merge(&reports, "--report all.jsonl");
    let [whole_report, all] = ["whole.jsonl", "all.jsonl"].map(|name| mirror.report(name));
    let kinds = ["digest", "log", "key", "chain", "coverage"];
    assert_eq!(lines(&all, &kinds), lines(&whole_report, &kinds), "{count} shards: {codes:?}");
    assert_eq!(merged.code, whole.code, "{merged}\n{whole}");
    // Each part reports its gaps between two digests.
    let open = |report| {
        let gaps = lines(report, &["gap"]).into_iter();
        gaps.filter(|gap| gap.contains("\"cause\":\"tail\"")).collect::<Vec<_>>()
    };
    assert_eq!(open(&all), open(&whole_report));
    assert_eq!(sums(&all), sums(&whole_report));
}

#[test]
fn merged_shards_have_the_verdicts_of_one_run() {
    let mirror = Mirror::new(&DELIVERED);
    for count in [1, 2, 3, 16] {
        expect_the_same(&mirror, count);
    }
    let (_, codes) = mirror.shards(64);
    assert_eq!(codes, [0; 64], "some have nothing to do");
    assert_eq!(sums(&mirror.report("all.jsonl"))["digests"]["valid"], json!(2 * 92));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Log files are deleted, changed or added, digests deleted, also consecutive ones around midnight.
    #[test]
    fn shards_find_whatever_one_run_finds(
        gone in prop::collection::vec((any::<Index>(), 1_usize..5), 0..3),
        other in prop::collection::vec(any::<Index>(), 0..3),
        added in prop::collection::vec(0..HOURS * 60, 0..3),
        count in 2_u32..5,
    ) {
        let mut files = DELIVERED.clone();
        let is_object = |name: &&String| name.starts_with("AWSLogs/") && !is_sidecar(name);
        let objects: Vec<String> = DELIVERED.keys().filter(is_object).cloned().collect();
        for (at, length) in gone {
            for name in objects.iter().skip(at.index(objects.len())).take(length) {
                files.remove(name);
                files.remove(&format!("{name}.metadata.json"));
            }
        }
        let logs: Vec<&String> = objects.iter().filter(|name| name.contains("/CloudTrail/")).collect();
        for at in other {
            files.entry((*at.get(&logs)).clone()).and_modify(|bytes| *bytes = deflated(b"{}"));
        }
        for minute in added {
            let stamp = START.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute);
            let log = log("eu-west-1", stamp);
            files.entry(log.key).or_insert_with(|| deflated(b"{\"Records\":[]}"));
        }
        expect_the_same(&Mirror::new(&files), count);
    }
}

#[test]
fn a_report_has_every_object_with_its_hash() {
    let copied = Copied::new();
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("evidence.jsonl");
    let ran = copied.validate(&format!("--report '{}'", report.display()));
    assert_eq!(ran.code, 0, "{ran}");
    let header: Value = serde_json::from_str(&lines(&report, &["report"])[0]).unwrap();
    let tool = concat!("ct ", env!("CARGO_PKG_VERSION"));
    assert_eq!((&header["version"], &header["tool"]), (&json!(3), &json!(tool)));
    assert_eq!(header["arguments"][0], "validate");
    assert_eq!(header["requested"]["from"], "2026-11-20T08:00:00Z");
    assert_eq!(lines(&report, &["key"]).len(), 2);
    assert_eq!(sums(&report)["verdict"], "valid");

    // Python knows nothing of the verifier.
    let script = "
import gzip, hashlib, json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1], 'AWSLogs').rglob('*.json.gz')):
    print(hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest(), path.name)";
    let python = if cfg!(windows) { "python" } else { "python3" };
    let output = Command::new(python).args(["-c", script]).arg(copied.root()).output().unwrap();
    let mut expected: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    expected.sort();
    let hashed = |line: &String| {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["verdict"], "valid");
        let name = line["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        format!("{} {name}", line["sha256"].as_str().unwrap())
    };
    let mut found: Vec<String> = lines(&report, &["digest", "log"]).iter().map(hashed).collect();
    found.sort();
    assert_eq!((found.len(), &found), (29, &expected));
}

#[test]
fn a_report_is_complete_or_absent() {
    let copied = Copied::new();
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("evidence.jsonl");
    let flags = format!("--report '{}'", report.display());

    // The reader of stdout closes the pipe; the report is still written.
    let (mut reader, writer) = std::io::pipe().unwrap();
    let ct = Ct::new(&format!("validate {} --trust-mirror-keys -v {flags}", super::RANGE))
        .arg(copied.root());
    let mut child = ct.stdout(writer).start();
    std::io::Read::read_exact(&mut reader, &mut [0; 10]).unwrap();
    drop(reader);
    assert!(child.wait().unwrap().success());
    assert_eq!(lines(&report, &["digest", "log"]).len(), 29);

    let ct = Ct::new(&format!("validate {} --report nowhere/r", super::RANGE)).at(folder.path());
    let ran = ct.arg(copied.root()).run();
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("ct: cannot write nowhere/r: no such file or folder\n"),
        "{ran}"
    );
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["evidence.jsonl"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_on_a_full_disk_is_an_error() {
    let copied = Copied::new();
    let ran = copied.validate("--report /dev/full");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("cannot write: /dev/full: No space left"), "{ran}");
}

#[test]
fn merge_names_missing_and_unfit_reports() {
    let mirror = Mirror::new(&DELIVERED);
    let (reports, _) = mirror.shards(3);
    let [one, two, three] = &*reports else { panic!() };
    let refused = |reports: &[&String], expected: &str| {
        let reports: Vec<String> = reports.iter().copied().cloned().collect();
        let ran = mirror.merge(&reports, "");
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.contains(expected), "{ran}");
    };
    refused(&[one, three], "no report of shard 2/3");
    refused(&[one, two, three, one], "1.jsonl and 1.jsonl are of the same shard");
    let elsewhere = "elsewhere.jsonl".to_owned();
    mirror.validate(&elsewhere, "--region eu-west-1 --shard 2/3");
    refused(&[one, &elsewhere, three], "are of different validations");
    let whole = "whole.jsonl".to_owned();
    mirror.validate(&whole, "");
    refused(&[one, two, three, &whole], "are not both of a shard");
    refused(&[&whole, &whole], "are of the same validation");
    refused(&["nothing.jsonl".to_owned()].iter().collect::<Vec<_>>(), "nothing.jsonl");

    let text = fs::read_to_string(mirror.report(two)).unwrap();
    let (cut, _) = text.trim_end().rsplit_once('\n').unwrap();
    fs::write(mirror.report("cut.jsonl"), cut).unwrap();
    refused(&[one, &"cut.jsonl".to_owned(), three], "cut.jsonl: truncated");
    let logs = |line: &&str| !line.contains("\"kind\":\"log\"");
    fs::write(
        mirror.report("less.jsonl"),
        text.lines().filter(logs).collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    refused(&[one, &"less.jsonl".to_owned(), three], "less.jsonl: truncated");
    let changed = text.replacen("\"verdict\":\"valid\"", "\"verdict\":\"Valid\"", 1);
    fs::write(mirror.report("changed.jsonl"), changed).unwrap();
    refused(
        &[one, &"changed.jsonl".to_owned(), three],
        "changed.jsonl: changed since it was written",
    );
    fs::write(mirror.report("twice.jsonl"), text.repeat(2)).unwrap();
    refused(&[one, &"twice.jsonl".to_owned(), three], "twice.jsonl: changed since it was written");
    let ran = mirror.merge(&[one.clone(), two.clone(), three.clone()], &format!("--report {one}"));
    assert!(ran.code == 2 && ran.stderr.contains("one of the merged reports"), "{ran}");
    let broken = text.replacen("\"kind\":\"digest\"", "\"kind\":\"digest", 1);
    fs::write(mirror.report("broken.jsonl"), broken).unwrap();
    refused(&[one, &"broken.jsonl".to_owned(), three], "broken.jsonl:");
    fs::write(mirror.report("none.jsonl"), "{\"Records\":[]}\n").unwrap();
    refused(&[&"none.jsonl".to_owned()], "none.jsonl: not a report");
}

#[test]
fn reports_of_different_chains_are_merged() {
    let mut files = DELIVERED.clone();
    let is_log = |name: &&String| name.contains("/CloudTrail/eu-west-1/2026/11/18/");
    let tampered = files.keys().find(is_log).unwrap().clone();
    files.insert(tampered, deflated(b"{\"Records\":[]}"));
    let mirror = Mirror::new(&files);
    let names = ["eu.jsonl", "us.jsonl"].map(str::to_owned);
    assert_eq!(mirror.validate(&names[0], "--region eu-west-1").code, 1);
    assert_eq!(mirror.validate(&names[1], "--region us-east-1").code, 0);
    let whole = mirror.validate("whole.jsonl", "");
    let merged = mirror.merge(&names, "-o jsonl --report all.jsonl");
    assert_eq!((merged.code, merged.lines().len()), (1, 4), "{merged}");
    assert_eq!(whole.code, 1);
    assert_eq!(sums(&mirror.report("all.jsonl")), sums(&mirror.report("whole.jsonl")));
    // A merged report can be merged again.
    let again = mirror.merge(&["all.jsonl".to_owned()], "-o jsonl");
    assert_eq!((again.code, again.lines()[0]), (1, merged.lines()[0]), "{again}");
}

#[test]
fn malformed_shards_are_refused() {
    let mirror = Mirror::new(&Files::new());
    for wrong in ["0/2", "3/2", "x"] {
        let ct = Ct::new(&format!("validate logs {RANGE} --shard {wrong}")).at(mirror.0.path());
        let ran = ct.run();
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.contains("--shard"), "{ran}");
    }
    // Runs that start at different times would have different ranges.
    let line = "validate logs --start-time 2d --end-time 2026-11-19 --shard 1/2";
    let ran = Ct::new(line).at(mirror.0.path()).run();
    assert!(ran.code == 2 && ran.stderr.contains("--shard needs absolute times: 2d"), "{ran}");
    let ct = Ct::new("validate logs --start-time 2026-11-16 --shard 1/2").at(mirror.0.path());
    let ran = ct.run();
    assert!(ran.code == 2 && ran.stderr.contains("--end-time"), "{ran}");
}
