//! The coverage of an answer: the sums of `--summary`, and the coverage line.

use serde_json::Value;

use crate::fixtures;
use crate::harness::{Ct, Ran, document, files_below};

const FILTERS: [&str; 6] =
    ["", "--errors", "--event-name PutObject", "-e alice", "--where 'readOnly = true'", "--user x"];

/// A run and its summary.
fn summary(line: &str) -> (Ran, Value) {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("summary.json");
    let ran = Ct::new(&format!("grep {line} --summary")).arg(&file).run();
    (ran, document(&file))
}

fn number(document: &Value, path: &str) -> u64 {
    document.pointer(path).and_then(Value::as_u64).unwrap_or_else(|| panic!("{path} in {document}"))
}

/// Everything listed and every event is accounted for.
fn balances(written: &Value) {
    let of = |path: &str| number(written, path);
    let [read, skipped, unreadable] =
        ["read", "skipped", "unreadable"].map(|n| of(&format!("/objects/{n}")));
    assert_eq!(of("/objects/listed"), read + skipped + unreadable, "{written}");
    let reasons = written["objects"]["skipped_because"].as_object().unwrap().values();
    assert_eq!(skipped, reasons.map(|count| count.as_u64().unwrap()).sum::<u64>(), "{written}");
    let [matched, not, bad] =
        ["matched", "not_matched", "malformed"].map(|n| of(&format!("/events/{n}")));
    assert_eq!(of("/events/total"), matched + not + bad, "{written}");
    assert_eq!(written["errors"].as_array().unwrap().len() as u64, unreadable, "{written}");
    assert_eq!(written["malformed"].as_array().unwrap().len() as u64, bad, "{written}");
    let whole = unreadable == 0 && bad == 0 && written["stopped_early"] == false;
    assert_eq!(
        (&written["complete"], &written["version"]),
        (&whole.into(), &1.into()),
        "{written}"
    );
}

#[test]
fn the_sums_hold_over_all_fixtures() {
    let files = files_below(&fixtures::folder()).len() as u64;
    for filter in FILTERS {
        let (ran, written) = summary(&format!("--count fixtures {filter}"));
        balances(&written);
        assert_eq!(number(&written, "/objects/listed"), files, "{filter}");
        assert_eq!(number(&written, "/events/total"), 261, "{filter}");
        assert_eq!(number(&written, "/events/printed"), ran.number() as u64, "{filter}");
        assert_eq!(ran.code, 2, "{filter}: there are broken objects");
    }
}

#[test]
fn the_sums_hold_for_each_object() {
    for file in files_below(&fixtures::folder().join("objects")) {
        for filter in ["", "--event-name PutObject"] {
            let (_, written) = summary(&format!("{} {filter}", file.display()));
            balances(&written);
            assert_eq!(number(&written, "/objects/listed"), 1, "{}", file.display());
        }
    }
}

#[test]
fn the_sums_hold_when_the_search_stops_early() {
    for threads in [1, 2, 8] {
        let (ran, written) = summary(&format!("fixtures/trail -n 3 --threads {threads}"));
        balances(&written);
        assert_eq!((ran.code, &written["stopped_early"]), (0, &true.into()));
        assert_eq!(
            (number(&written, "/objects/read"), number(&written, "/events/printed")),
            (1, 3)
        );
    }
}

#[test]
fn a_summary_has_accounts_regions_and_the_latest_delivery() {
    let (_, written) =
        summary("--count fixtures/trail --unique fixtures/objects/duplicates.json.gz");
    balances(&written);
    assert_eq!(written["accounts"], serde_json::json!(["111122223333"]));
    assert_eq!(written["regions"], serde_json::json!(["eu-west-1", "us-east-1"]));
    assert_eq!(written["delivered_through"], "2026-11-20T11:55:00Z");
    assert_eq!(
        (number(&written, "/events/matched"), number(&written, "/events/printed")),
        (147, 146)
    );
    assert_eq!(number(&written, "/events/duplicates"), 1);
    assert_eq!(written["events"]["duplicates_are_all"], true);
    let (_, written) = summary("fixtures/objects/duplicates.json.gz");
    assert_eq!(
        (number(&written, "/events/printed"), number(&written, "/events/duplicates")),
        (3, 1)
    );
    assert_eq!(
        (&written["complete"], &written["warnings"]),
        (&true.into(), &serde_json::json!([]))
    );
}

#[test]
fn the_coverage_line_is_shown_with_verbose_or_when_incomplete() {
    insta::assert_snapshot!(Ct::new("grep --count -v --errors fixtures/trail").run(), @"
    code 0
    --- stdout
    26
    --- stderr
    26 of 144 events in 21 objects · 111122223333 · eu-west-1 us-east-1 · delivered through 2026-11-20 11:55Z · 18 objects skipped (digests: 16, not CloudTrail: 2)
    ");
    insta::assert_snapshot!(Ct::new("grep --count -n 2 -v fixtures/trail").run(), @"
    code 0
    --- stdout
    2
    --- stderr
    3 of 3 events in 1 object · 111122223333 · eu-west-1 · delivered through 2026-11-20 08:20Z · 16 objects skipped (digests: 16) · stopped early, the rest was not read
    ");
    insta::assert_snapshot!(Ct::new("grep --count fixtures/objects").run(), @"
    code 2
    --- stdout
    71
    --- stderr
    71 of 79 events in 27 objects · 4 objects skipped (digests: 1, not CloudTrail: 3) · INCOMPLETE: 5 objects not read, 8 records malformed
      fixtures/objects/bad-crc.json.gz: corrupt gzip: does not have a matching checksum
      fixtures/objects/html.json.gz: not JSON
      fixtures/objects/not-json.json: not JSON
      … and 2 more; all of them: --summary FILE
      fixtures/objects/cut-json.json.gz at byte 3,360: the record is never closed
      fixtures/objects/invalid-utf8.json.gz at byte 1,647: invalid unicode code point at line 1 column 411
      fixtures/objects/malformed-middle.json.gz at byte 3,360: expected value at line 1 column 271
      … and 5 more; all of them: --summary FILE
      fixtures/objects/trailing-garbage.json.gz: 24 bytes after the gzip data
      fixtures/objects/two-members.json.gz: 2 gzip members: log file validation covers only the first
    ");
    let quiet = Ct::new("grep --count -q fixtures/objects/two-members.json.gz").run();
    assert_eq!(quiet.to_string(), "code 0\n--- stdout\n5\n--- stderr\n");
}

#[test]
fn verbose_names_every_problem() {
    let (_, written) = summary("--count fixtures");
    let ran = Ct::new("grep --count -v fixtures").run();
    for list in ["errors", "malformed", "warnings"] {
        for note in written[list].as_array().unwrap() {
            let object = note["object"].as_str().unwrap();
            assert!(ran.stderr.contains(&format!("  {object}")), "{object}\n{ran}");
        }
    }
    assert!(!ran.stderr.contains("more; all of them"), "{ran}");
}

#[test]
fn the_summary_file_is_not_read_as_a_log() {
    let temp = tempfile::tempdir().unwrap();
    let log = fixtures::folder().join("objects/array.json");
    std::fs::copy(log, temp.path().join("array.json")).unwrap();
    for _ in 0..2 {
        let ran = Ct::new("grep --count . --summary summary.json").at(temp.path()).run();
        assert_eq!(ran.to_string(), "code 0\n--- stdout\n3\n--- stderr\n");
    }
}
