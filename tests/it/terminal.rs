//! Control characters in logs never reach a terminal raw, in any format or message.

use std::fs;
use std::path::Path;

use ct::sink::safe::is_steering;
use serde_json::{Value, json};

use crate::harness::{Ct, Ran, put};
use crate::sign::sha256;

const RANGE: &str = "--start-time 2026-11-20T08:00:00Z --end-time 2026-11-20T12:00:00Z";

/// All characters that must be spelled, and their neighbours, in parts.
fn all() -> Vec<String> {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    let is_near = |at: &usize| {
        all[at.saturating_sub(1)..all.len().min(at + 2)].iter().any(|c| is_steering(*c))
    };
    let near: Vec<char> = (0..all.len()).filter(is_near).map(|at| all[at]).collect();
    near.chunks(256).map(|part| part.iter().collect()).collect()
}

/// The characters that must be spelled, and that a file's name and an argument can hold; in parts
/// that are short enough for a name.
fn steering() -> Vec<String> {
    let steering = |c: &char| is_steering(*c) && (*c < '\u{e0100}');
    let all: Vec<char> = ('\u{1}'..=char::MAX).filter(steering).collect();
    all.chunks(40).map(|part| part.iter().collect()).collect()
}

/// The text without sequences that only set how text looks.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match rest.strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.extend(["\u{1b}[", part]),
        }
    }
    plain
}

#[track_caller]
fn expect_nothing_raw(line: &str, ran: &Ran) {
    assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{line}: nothing was shown");
    let shown = std::str::from_utf8(&ran.stdout).unwrap();
    for text in [shown, &ran.stderr] {
        let text = without_colours(text);
        let raw = text.find(|c| is_steering(c) && !matches!(c, '\n' | '\r' | '\t'));
        let near = |at: usize| text[at..].chars().take(20).collect::<String>();
        assert_eq!(raw.map(near), None, "{line}, exit code {}", ran.code);
    }
}

#[track_caller]
fn expect_none_raw(at: &Path, lines: &[String]) {
    for line in lines {
        expect_nothing_raw(line, &Ct::new(line).at(at).run_on_a_terminal());
    }
}

#[test]
fn control_characters_in_records_are_escaped_in_every_format() {
    let temp = tempfile::tempdir().unwrap();
    let record = |part| json!({ "eventVersion": "1.08", "eventName": part, "eventID": "1" });
    let records: Vec<Value> = all().into_iter().map(record).collect();
    put(temp.path(), "all.json", json!({ "Records": records }).to_string());
    let mut formats: Vec<String> = Vec::new();
    for format in ["text", "json", "jsonl", "csv", "tsv"] {
        let fields = format!("grep -o {format} --fields eventName,object all.json");
        formats.extend([format!("grep -o {format} all.json"), fields]);
    }
    formats.push("grep all.json --color always".to_owned());
    expect_none_raw(temp.path(), &formats);
}

#[test]
fn control_characters_in_names_and_messages_are_escaped() {
    let temp = tempfile::tempdir().unwrap();
    for (number, part) in steering().into_iter().enumerate() {
        let record = r#"{"Records":[{"eventVersion":"1.08","eventName":"A"},{"eventVersion":1.}]}"#;
        put(temp.path(), &format!("logs/{part}.json"), record);
        put(temp.path(), &format!("logs/{part}.zip"), b"PK\x03\x04");
        let log = "111122223333_CloudTrail_us-east-1_20261120T1000Z_AAAAAAAAAAAAAAAA.json.gz";
        let folder = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20";
        put(temp.path(), &format!("mirror/{number}{part}/{folder}/{log}"), b"x");
        let (region, day) = (format!("us{part}"), "2026/11/20");
        let log = log.replace("us-east-1", &region);
        let log = format!("mirror/AWSLogs/111122223333/CloudTrail/{region}/{day}/{log}");
        if log.rsplit('/').next().unwrap().len() < 255 {
            put(temp.path(), &log, b"x");
        }
    }
    let lines = [
        "grep -v logs",
        "grep -l logs",
        "grep -v -o jsonl --fields object logs",
        "grep -v mirror",
        "ls mirror",
        "ls -o json mirror",
        "ls -o csv mirror",
        &format!("validate -v {RANGE} mirror"),
        &format!("validate -v {RANGE} -o json mirror"),
        &format!("validate -v {RANGE} -o jsonl mirror"),
        &format!("validate -v {RANGE} -o junit mirror"),
    ];
    expect_none_raw(temp.path(), &lines.map(str::to_owned));
    for part in steering() {
        let expression = format!("eventName = {part} x");
        for (line, argument) in [
            ("grep logs --where", &*expression),
            ("grep logs --event-name", &format!("[{part}")),
            ("grep logs --since", &part),
            ("grep logs -o", &part),
            ("grep", &part),
            ("ls", &part),
            ("validate --start-time", &part),
            ("validate --start-time 2026-11-20", &part),
            ("validate report", &part),
            (&format!("grep --{part}"), ""),
            ("", &part),
        ] {
            let ran = Ct::new(line).at(temp.path()).arg(argument).run_on_a_terminal();
            expect_nothing_raw(line, &ran);
        }
    }
}

/// A report that says anything at all, and whose SHA-256 is right.
#[test]
fn control_characters_in_reports_are_escaped_in_every_format() {
    let temp = tempfile::tempdir().unwrap();
    let report = temp.path().join("report.jsonl");
    let trail = crate::harness::root().join("fixtures/trail");
    let ran = Ct::new(&format!("validate {RANGE} --trust-mirror-keys --report"))
        .arg(&report)
        .arg(trail)
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    let text = fs::read_to_string(&report).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().find(|line| line["kind"] == kind).unwrap();
    let with = |line: &Value, changes: &[(&str, &str)]| {
        let mut line = line.clone();
        for (name, text) in changes {
            line[*name] = json!(text);
        }
        line
    };
    let (mut preamble, mut objects, mut ends) = (vec![], vec![], vec![]);
    for part in &all() {
        preamble.push(with(of("chain"), &[("trail", part), ("account", part)]));
        preamble.push(with(of("key"), &[("refused", part), ("fingerprint", part)]));
        let changes =
            [("uri", part.as_str()), ("message", part), ("verdict", "invalid"), ("account", part)];
        objects.push(with(of("log"), &changes));
        ends.push(json!({ "version": 1, "kind": "error", "message": part }));
        let [from, to] = ["2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z"];
        ends.push(json!({ "version": 1, "kind": "gap", "account": part, "region": part,
            "from": from, "to": to, "missing_digests": 1, "explained_by": part,
            "state": "explained", "logs": 0, "cause": "restart", "trail": part }));
        let mut coverage = with(of("coverage"), &[("region", part), ("trail", part)]);
        coverage["gaps"] = json!([{ "from": from, "to": to, "state": "explained",
            "missing_digests": 1, "logs": 0, "explained_by": part }]);
        ends.push(coverage);
    }
    let mut forged = vec![with(&lines[0], &[("source", &all()[0]), ("tool", &all()[0])])];
    forged.extend([preamble, objects, ends].concat());
    forged.push(of("summary").clone());
    let mut forged = forged.iter().map(Value::to_string).collect::<Vec<_>>().join("\n") + "\n";
    let seal = json!({ "version": 1, "kind": "sha256", "sha256": sha256(forged.as_bytes()) });
    forged += &(seal.to_string() + "\n");
    fs::write(&report, forged).unwrap();
    let merge = ["text", "json", "jsonl", "junit"];
    let mut lines: Vec<String> =
        merge.map(|format| format!("validate merge -v -o {format} report.jsonl")).to_vec();
    lines.push("validate report -v report.jsonl".to_owned());
    expect_none_raw(temp.path(), &lines);
    let ran = Ct::new(&lines[0]).at(temp.path()).run();
    assert_eq!(ran.code, 1, "the report was not read");
}
