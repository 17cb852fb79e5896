//! The formats that scripts and CI servers read.

use serde_json::Value;

use super::{A_LOG, Copied, digest, verdict_lines};
use crate::harness::Ran;

const OBJECT: [&str; 9] =
    ["version", "kind", "uri", "account", "region", "backfill", "verdict", "reason", "message"];
const GAP: [&str; 10] = [
    "version",
    "kind",
    "account",
    "region",
    "from",
    "to",
    "missing_digests",
    "explained_by",
    "state",
    "logs",
];
const SUMMARY: [&str; 15] = [
    "version",
    "kind",
    "verdict",
    "requested",
    "found",
    "digests",
    "backfill_digests",
    "logs",
    "unlisted",
    "pending_logs",
    "not_verifiable",
    "regions",
    "seconds",
    "keys",
    "unknown_keys",
];

/// A log file is deleted, and so is a digest of another Region.
fn tampered() -> Copied {
    let copied = Copied::new();
    copied.delete(A_LOG);
    copied.delete(&digest("eu-west-1", 10));
    copied
}

/// The names of the members of an object, in their order.
fn members(line: &str) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'de> serde::Deserialize<'de> for Names {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            from.deserialize_map(Visitor)
        }
    }
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Names;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<Names, M::Error> {
            let mut names = Vec::new();
            while let Some((name, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                names.push(name);
            }
            Ok(Names(names))
        }
    }
    serde_json::from_str::<Names>(line).unwrap().0
}

/// The lines of a kind.
fn lines_of<'r>(ran: &'r Ran, kind: &str) -> Vec<&'r str> {
    let begins = format!(r#"{{"version":1,"kind":"{kind}","#);
    ran.lines().into_iter().filter(|line| line.starts_with(&begins)).collect()
}

#[test]
fn a_line_of_an_object_has_these_members() {
    let ran = tampered().validate("-o jsonl --verbose");
    let lines = [lines_of(&ran, "digest"), lines_of(&ran, "log")].concat();
    assert!(lines.len() > 20, "{ran}");
    for line in lines {
        assert_eq!(members(line), OBJECT, "{line}");
    }
}

#[test]
fn a_line_of_a_gap_has_these_members() {
    let ran = tampered().validate("-o jsonl");
    let lines = lines_of(&ran, "gap");
    assert_eq!(lines.len(), 1, "{ran}");
    assert_eq!(members(lines[0]), GAP, "{ran}");
}

#[test]
fn the_summary_has_these_members() {
    let ran = tampered().validate("-o jsonl");
    let lines = lines_of(&ran, "summary");
    assert_eq!(lines.len(), 1, "{ran}");
    assert_eq!(members(lines[0]), SUMMARY, "{ran}");
}

#[test]
fn objects_come_first_then_gaps_then_chains_then_the_summary() {
    let ran = tampered().validate("-o jsonl --verbose");
    let rank = |line: &&str| match serde_json::from_str::<Value>(line).unwrap()["kind"].as_str() {
        Some("gap") => 1,
        Some("coverage") => 2,
        Some("summary") => 3,
        _ => 0,
    };
    let ranks: Vec<u8> = ran.lines().iter().map(rank).collect();
    assert!(ranks.is_sorted(), "{ran}");
    assert_eq!(lines_of(&ran, "summary").len(), 1, "{ran}");
}

#[test]
fn invalid_objects_are_shown_without_verbose() {
    let copied = tampered();
    let quiet = copied.validate("");
    assert_eq!(verdict_lines(&quiet, "\tvalid"), Vec::<&str>::new(), "{quiet}");
    assert_eq!(verdict_lines(&quiet, "INVALID").len(), 2, "{quiet}");
    let verbose = copied.validate("--verbose");
    assert_eq!(verdict_lines(&verbose, "INVALID").len(), 2, "{verbose}");
    assert_eq!(verdict_lines(&verbose, "\tvalid").len(), 7 + 20, "{verbose}");
}

#[test]
fn the_lines_are_those_of_aws_cli() {
    let ran = Copied::new().validate("--verbose");
    let logs = verdict_lines(&ran, "Log file\ts3://");
    let digests = verdict_lines(&ran, "Digest file\ts3://");
    assert_eq!((digests.len(), logs.len()), (8, 21), "{ran}");
    for line in [digests, logs].concat() {
        let parts: Vec<&str> = line.split('\t').collect();
        assert!(parts.len() == 3 && parts[2] == "valid", "{line}");
    }
}

/// Each digest records the bucket, whether or not the mirror does.
#[test]
fn a_uri_names_the_bucket() {
    let ran = Copied::new().validate("-o jsonl --verbose");
    for line in super::documents(&ran).iter().filter(|line| line["uri"].is_string()) {
        let uri = line["uri"].as_str().unwrap();
        assert!(uri.starts_with("s3://acme-trail/AWSLogs/"), "{uri}");
    }
}

#[test]
fn json_is_one_document() {
    for (flags, objects) in [("", 2), ("--verbose", 7 + 1 + 20 + 1)] {
        let ran = tampered().validate(&format!("-o json {flags}"));
        assert_eq!(ran.code, 1, "{ran}");
        let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(document["verdict"], "invalid");
        assert_eq!(document["digests"]["invalid"], 1);
        let findings = document["findings"].as_array().unwrap();
        let gaps = findings.iter().filter(|finding| finding["kind"] == "gap").count();
        assert_eq!((findings.len() - gaps, gaps), (objects, 1), "{ran}");
    }
}

/// The tags of a document in their order, with their attributes; closing ones begin with `/`.
fn tags(xml: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    for part in xml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(text.trim().is_empty(), "text outside of tags: {text}");
        tags.push(tag);
    }
    tags
}

/// Asserts that each tag is closed, in the right order.
fn expect_balanced(tags: &[&str]) {
    let mut open = Vec::new();
    for tag in tags.iter().filter(|tag| !tag.starts_with('?') && !tag.ends_with('/')) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(tag.split(' ').next().unwrap()),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

fn attribute<'x>(tag: &'x str, name: &str) -> &'x str {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{tag}"));
    rest.split_once('"').unwrap().0
}

fn suites(ran: &Ran) -> Vec<[String; 4]> {
    let tags = tags(ran.text());
    expect_balanced(&tags);
    assert!(tags[0].starts_with("?xml ") && tags[1].starts_with("testsuites"), "{ran}");
    let suites = tags.into_iter().filter(|tag| tag.starts_with("testsuite "));
    let names = ["name", "tests", "failures", "errors"];
    suites.map(|suite| names.map(|name| attribute(suite, name).to_owned())).collect()
}

#[test]
fn junit_has_a_suite_for_each_account_and_region() {
    let ran = Copied::new().validate("-o junit");
    assert_eq!(ran.code, 0, "{ran}");
    let suites = suites(&ran);
    let names: Vec<&str> = suites.iter().map(|suite| &*suite[0]).collect();
    assert_eq!(names, ["111122223333 eu-west-1", "111122223333 us-east-1"], "{ran}");
    assert!(suites.iter().all(|suite| suite[2..] == ["0", "0"]), "{ran}");
    // CI servers refuse a suite without cases, or a wrong sum.
    let tests = suites.iter().map(|suite| suite[1].parse::<usize>().unwrap());
    let cases = ran.text().matches("<testcase ").count();
    assert!(cases >= 2 && tests.sum::<usize>() == cases, "{ran}");
}

#[test]
fn junit_counts_failures_and_errors() {
    let ran = tampered().validate("-o junit");
    assert_eq!(ran.code, 1, "{ran}");
    let failures: Vec<String> =
        suites(&ran).into_iter().map(|[_, _, failures, _]| failures).collect();
    // A missing digest, and its hour.
    assert_eq!(failures, ["2", "1"], "{ran}");
    assert_eq!(ran.text().matches("<failure ").count(), 3, "{ran}");
    assert!(ran.text().contains("not found"), "{ran}");

    let plain = Copied::new();
    plain.delete_all(super::SIDECAR);
    let ran = plain.validate("-o junit");
    assert_eq!(ran.code, 2, "{ran}");
    for [_, _, failures, errors] in suites(&ran) {
        assert!(failures == "0" && errors != "0", "inconclusive is no failure: {ran}");
    }
}

/// Without objects, a suite without cases would pass.
#[test]
fn junit_has_an_error_without_digests() {
    let copied = Copied::new();
    copied.delete_all("CloudTrail-Digest/");
    let ran = copied.validate("-o junit");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("<error ") || ran.text().contains("<failure "), "{ran}");
}

#[test]
fn a_report_has_no_credentials_of_a_url() {
    let copied = Copied::new();
    let report = copied.root().join("report.jsonl");
    let url = "--endpoint-url=http://me:s3cret@127.0.0.1:1";
    let ran = copied.validate(&format!("{url} --report {}", report.display()));
    assert_eq!(ran.code, 0, "{ran}");
    let text = std::fs::read_to_string(report).unwrap();
    assert!(
        text.contains("--endpoint-url=http://127.0.0.1:1") && !text.contains("s3cret"),
        "{text}"
    );
}
