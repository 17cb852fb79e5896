//! A closed pipe: printing stops, and the exit code stays that of the answer.

use std::fs;
use std::io;
use std::path::Path;

use crate::harness::{Ct, files_below, put, root};

const RANGE: &str = "--start-time 2026-11-20T08:00:00Z --end-time 2026-11-20T12:00:00Z";

/// Runs a command with a reader and without one; both must come to the same answer, which is the
/// exit code `code`.
#[track_caller]
pub(crate) fn expect_the_same_answer(code: i32, ct: impl Fn() -> Ct) {
    let read = ct().run();
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let unread = ct().stdout(writer).run();
    assert_eq!(read.code, code, "with a reader: {read}");
    assert_eq!(unread.code, code, "without a reader: {unread}\nwith one: {read}");
    assert_eq!(unread.stderr, read.stderr);
}

/// `fixtures/trail` below `whole`, and below `tampered` with a log that was emptied.
fn folders() -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let trail = root().join("fixtures/trail");
    for path in files_below(&trail) {
        let name = path.strip_prefix(&trail).unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        put(temp.path(), &format!("whole/{name}"), &bytes);
        let is_emptied = name.contains("CloudTrail_us-east-1_20261120T1010Z");
        let bytes = if is_emptied { b"{\"Records\":[]}".to_vec() } else { bytes };
        put(temp.path(), &format!("tampered/{name}"), bytes);
    }
    temp
}

fn expect_answers(at: &Path, table: &[(i32, &str)]) {
    for (code, line) in table {
        expect_the_same_answer(*code, || Ct::new(line).at(at));
    }
}

#[test]
fn a_verdict_keeps_its_exit_code() {
    let temp = folders();
    for format in ["text", "text -v", "json", "json -v", "jsonl", "jsonl -v", "junit", "junit -v"] {
        for (code, folder) in [(1, "tampered"), (0, "whole")] {
            let line = format!("validate {RANGE} --trust-mirror-keys -o {format} {folder}");
            expect_answers(temp.path(), &[(code, &line)]);
        }
    }
    let empty = "--start-time 2025-01-01 --end-time 2025-01-02";
    expect_answers(
        temp.path(),
        &[
            (2, &format!("validate {empty} whole")),
            (2, &format!("validate {RANGE} -o jsonl -v no-such-folder")),
            (1, &format!("validate {RANGE} --trust-mirror-keys --report a.jsonl -v tampered")),
            (0, &format!("validate {RANGE} --trust-mirror-keys --report b.jsonl -v whole")),
            (1, "validate report a.jsonl"),
            (1, "validate report -v a.jsonl"),
            (0, "validate report -v b.jsonl"),
        ],
    );
    for format in ["text -v", "json -v", "jsonl -v", "junit"] {
        let one = |report| format!("validate merge -o {format} {report}");
        expect_answers(temp.path(), &[(1, &one("a.jsonl")), (0, &one("b.jsonl"))]);
    }
}

#[test]
fn a_search_keeps_its_exit_code() {
    let temp = folders();
    put(temp.path(), "half/a.json", br#"{"Records":[{"eventVersion":"1.08","eventName":"A"}]}"#);
    put(temp.path(), "half/b.json", b"{\"Records\":[{\"eventVersion\"");
    let formats = ["text", "json", "jsonl", "csv", "tsv"];
    let fields = formats.map(|format| format!("{format} --fields eventName"));
    for how in formats.iter().map(|format| format!("-o {format}")).chain(
        fields
            .iter()
            .map(|fields| format!("-o {fields}"))
            .chain(["--count", "-l", "-n 3", "--unique", "--summary s"].map(str::to_owned)),
    ) {
        expect_answers(
            temp.path(),
            &[
                (0, &format!("grep {how} whole")),
                (1, &format!("grep {how} --event-name NoSuchEvent whole")),
                (2, &format!("grep {how} --event-name NoSuchEvent half")),
                (2, &format!("grep {how} --account 999999999999 whole")),
            ],
        );
    }
    for format in ["text", "json", "csv", "tsv"] {
        let ls = |what: &str| format!("ls -o {format} {what}");
        expect_answers(temp.path(), &[(0, &ls("whole")), (2, &ls("whole --since 2027-01-01"))]);
    }
    let policy = "policy bucket --bucket logs --trail main --account 111122223333 \
                  --region us-east-1";
    expect_answers(temp.path(), &[(0, policy), (0, "man"), (0, "completions zsh"), (0, "--help")]);
}

/// More matches than fit into a pipe, followed by an object that cannot be read.
#[test]
fn a_search_that_printed_a_match_ends_with_its_reader() {
    let temp = tempfile::tempdir().unwrap();
    let records = vec![r#"{"eventVersion":"1.08","eventName":"A"}"#; 5_000].join(",");
    for number in 0..20 {
        put(
            temp.path(),
            &format!("logs/{number:03}.json"),
            format!(r#"{{"Records":[{records}]}}"#),
        );
    }
    put(temp.path(), "logs/999.json", b"{\"Records\":[{\"eventVersion\"");
    for flags in ["--threads 1", "--threads 2", "-o jsonl", "-o csv", "-u"] {
        let ct = || Ct::new(&format!("grep {flags} logs")).at(temp.path());
        let (line, ran) = ct().run_for_one_line();
        assert!(!line.is_empty());
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{flags}: {ran}");
        assert_eq!(ct().run().code, 2, "{flags}");
    }
}
