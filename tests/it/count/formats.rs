//! Formats of a count, and what is said beside it.

use std::path::Path;

use serde_json::{Value, json};

use super::{count, logs, record};
use crate::closed_pipe::expect_the_same_answer;
use crate::harness::{Ct, document, root};

fn folder() -> tempfile::TempDir {
    let steering = json!({"userAgent": "=1+1\t\u{1b}[2J\u{202e},\"x\""});
    logs(&[&[
        record("09:00:00", "B", &json!({"errorCode": "AccessDenied"})),
        record("09:00:01", "B", &json!({})),
        record("09:00:02", "A", &steering),
    ]])
}

/// What a count prints.
fn printed(at: &Path, line: &str) -> String {
    count(at, line).expect_silent_yes().text().to_owned()
}

#[test]
fn each_format_has_the_same_rows() {
    let folder = folder();
    let of = |format: &str| {
        printed(folder.path(), &format!("--by eventName -m error-rate,last {format}"))
    };
    let (b, a) = ("2026-11-20T09:00:01Z", "2026-11-20T09:00:02Z");
    assert_eq!(of(""), format!("B\t2\t50.00\t{b}\nA\t1\t0.00\t{a}\n"));
    assert_eq!(of("-o text"), of(""));
    let row = |name: &str, events: u32, rate: &str, last: &str| {
        format!(r#"{{"eventName":"{name}","events":{events},"error-rate":{rate},"last":"{last}"}}"#)
    };
    let (b_row, a_row) = (row("B", 2, "50.00", b), row("A", 1, "0.00", a));
    assert_eq!(of("-o jsonl"), format!("{b_row}\n{a_row}\n"));
    assert_eq!(of("-o json"), format!("[\n{b_row},\n{a_row}\n]\n"));
    let csv = format!("eventName,events,error-rate,last\nB,2,50.00,{b}\nA,1,0.00,{a}\n");
    assert_eq!(of("-o csv"), csv);
    assert_eq!(of("-o tsv"), csv.replace(',', "\t"));
}

#[test]
fn no_format_lets_a_log_steer_a_terminal_or_a_spreadsheet() {
    let folder = folder();
    for format in ["text", "jsonl", "json", "csv", "tsv"] {
        let text = printed(folder.path(), &format!("--by userAgent -o {format}"));
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text:?}");
    }
    let csv = printed(folder.path(), "--by userAgent -o csv");
    assert!(csv.contains("\"'=1+1"), "{csv}");
}

#[test]
fn the_format_may_come_from_the_environment() {
    let folder = folder();
    let ran = Ct::new("count .").at(folder.path()).env("CT_FORMAT", "csv").run();
    assert_eq!(ran.expect_silent_yes().text(), "events\n3\n");
}

#[test]
fn no_match_is_no_row_and_exit_code_1() {
    let folder = folder();
    let table = [
        ("", "0\n"),
        ("--by eventName", ""),
        ("--every 1h", ""),
        ("--by eventName -o json", "[]\n"),
        ("--by eventName -o csv", "eventName,events\n"),
    ];
    for (line, expected) in table {
        let ran = count(folder.path(), &format!("{line} --event-name NoSuchCall"));
        assert_eq!((ran.code, ran.text()), (1, expected), "{line}\n{ran}");
    }
    let empty = logs(&[&[]]);
    let ran = count(empty.path(), "--by eventName");
    assert_eq!((ran.code, ran.text()), (1, ""), "{ran}");
}

#[test]
fn a_log_that_cannot_be_read_is_exit_code_2_with_the_rest_counted() {
    let folder = folder();
    std::fs::write(folder.path().join("half.json"), "{\"Records\":[{\"eventVersion\"").unwrap();
    let ran = count(folder.path(), "--by eventName");
    assert_eq!((ran.code, ran.text()), (2, "B\t2\nA\t1\n"), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 record malformed"), "{ran}");
}

#[test]
fn coverage_and_summary_are_those_of_grep() {
    let folder = folder();
    let (counted, searched) = (folder.path().join("count"), folder.path().join("grep"));
    let ran = |command: &str, file: &Path| {
        let ct = Ct::new(&format!("{command} -v --errors fixtures/trail --summary")).arg(file);
        ct.run()
    };
    let (count, grep) = (ran("count --by eventName", &counted), ran("grep --count", &searched));
    assert_eq!((count.code, grep.code), (0, 0));
    assert_eq!(count.stderr, grep.stderr);
    assert_eq!(document(&counted), document(&searched));
}

#[test]
fn threads_do_not_change_an_answer() {
    let lines = [
        "--by principal,eventName -m first,last,first-id,last-id,distinct:sourceIPAddress,values:resource",
        "--every 5m --by eventSource -m errors,error-rate --top 4",
        "--by resources.ARN --unique -m sum:additionalEventData.bytesTransferredOut -q",
    ];
    for line in lines {
        let [one, four] = [1, 4].map(|threads| {
            let line = format!("count {line} --threads {threads} -o jsonl fixtures/trail");
            Ct::new(&line).at(root()).run()
        });
        assert_eq!((one.code, one.text(), &one.stderr), (0, four.text(), &four.stderr), "{line}");
    }
}

#[test]
fn a_closed_pipe_keeps_the_exit_code() {
    let ct = |line: &'static str| move || Ct::new(line).at(root());
    for format in ["text", "jsonl", "json", "csv", "tsv"] {
        let line = format!("count --by eventName -o {format} fixtures/trail");
        expect_the_same_answer(0, || Ct::new(&line).at(root()));
    }
    expect_the_same_answer(1, ct("count --event-name NoSuchCall fixtures/trail"));
    expect_the_same_answer(2, ct("count fixtures/objects"));
}

#[test]
fn local_times_are_for_text_only() {
    let folder = folder();
    let run = |format: &str| {
        let line = format!("count -m last --local -o {format} .");
        let ct = Ct::new(&line).at(folder.path()).env("TZ", "JST-9");
        ct.run().expect_silent_yes().text().to_owned()
    };
    assert_eq!(run("text"), "3\t2026-11-20T18:00:02+09:00\n");
    let json: Value = serde_json::from_str(&run("jsonl")).unwrap();
    assert_eq!(json["last"], "2026-11-20T09:00:02Z");
}
