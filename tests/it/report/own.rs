//! A report of one's own, and the place of what is wrong with one.

use std::fs;

use serde_json::{Value, json};

use super::{log, record, report, rows};
use crate::harness::Ct;

const OWN: &str = r#"
format = 1
title = "Mine"

[[tile]]
id = "failures"
measures = ["rate=error-rate", { name = "rate_of_gets", measure = "error-rate", where = "eventName = Get*" }, { name = "gets", where = "eventName = Get*" }]

[[tile]]
id = "parts"
by = ["part", "who"]
measures = ["events", "last_part=last:part"]
having = "events > 1"
sort = ["part:desc"]
limit = 2

[[tile.define]]
name = "part"
field = "requestParameters.key"
pattern = '^([a-z]+)/'

[[tile.define]]
name = "who"
first_of = ["userIdentity.arn", "principal"]

[[tile]]
id = "list"
kind = "events"
fields = ["eventName", "requestParameters.key"]
where = "eventName = Put*"
sort = ["eventTime", "requestParameters.key"]
"#;

#[test]
fn a_definition_of_ones_own_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let put = |minute: u32, key: &str, others: &Value| {
        let mut one = record(&format!("2026-11-20T09:{minute:02}:00Z"), "s3", "PutObject", others);
        one["requestParameters"] = json!({ "key": key });
        one
    };
    let failed = json!({"errorCode": "AccessDenied"});
    let get = record("2026-11-20T10:00:00Z", "s3", "GetObject", &failed);
    let none = json!({});
    log(at, "logs/a.json", &[put(1, "b/1", &none), put(2, "a/2", &none), get]);
    log(at, "logs/b.json", &[put(3, "b/3", &none), put(4, "a/4", &none), put(5, "c/5", &none)]);
    fs::write(at.join("mine.toml"), OWN.replace("\"eventTime\", ", "")).unwrap();
    let ran = report(at, "./mine.toml logs");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
    assert_eq!(rows(&ran, "failures"), json!([[16.67, 100.0, 1]]));
    assert_eq!(rows(&ran, "parts"), json!([["b", "alice", 2, "b"], ["a", "alice", 2, "a"]]));
    let keys = ["a/2", "a/4", "b/1", "b/3", "c/5"].map(|key| json!(["PutObject", key]));
    assert_eq!(rows(&ran, "list"), json!(keys));
}

#[test]
fn a_definition_that_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("folder.toml")).unwrap();
    fs::write(folder.path().join("bytes.toml"), b"\xff").unwrap();
    for name in ["folder.toml", "bytes.toml", "missing.toml"] {
        let ran = Ct::new(&format!("report {name} logs")).at(folder.path()).run();
        assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
        assert!(ran.stderr.starts_with(&format!("ct: cannot read {name}: ")), "{ran}");
        let help = if name == "missing.toml" { "ct report lists" } else { "name a TOML file" };
        assert!(ran.stderr.contains(help), "{ran}");
    }
    // What a definition says never steers a terminal.
    let text = "format = 1\n[[tile]]\nid = \"a\"\nby = [\"ev\\u001b[31m\\nx\"]\n";
    fs::write(folder.path().join("mine.toml"), text).unwrap();
    let ran = Ct::new("report mine.toml logs").at(folder.path()).run();
    let error = r"ct: mine.toml:4:7: not a field path: ev\u{1b}[31m\nx";
    assert_eq!((ran.code, ran.stderr.lines().next()), (2, Some(error)), "{ran}");
}

#[test]
fn a_wrong_definition_is_refused_with_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let tile = "format = 1\n[[tile]]\nid = \"a\"\n";
    let table = [
        (format!("{tile}by = [\"eventNam\"]\n"), "mine.toml:4:7: unknown field: eventNam"),
        (format!("{tile}measures = [\"sums:hour\"]\n"), "mine.toml:4:13: unknown measure: sums"),
        (format!("{tile}where = 'eventName ='\n"), "mine.toml:4:9: "),
        (format!("{tile}having = 'event > 1'\n"), "mine.toml:4:10: unknown column: event"),
        (format!("{tile}sort = [\"eventName\"]\n"), "mine.toml:4:9: cannot sort by eventName"),
        (format!("{tile}every = \"7m\"\n"), "mine.toml:4:9: an interval is "),
        (format!("{tile}span = \"long\"\n"), "mine.toml:4:8: not a duration: long"),
        (format!("{tile}limit = 0\n"), "mine.toml:4:9: a limit is at least 1"),
        (format!("{tile}measures = [{{ nam = \"x\" }}]\n"), "mine.toml:4:12: a measure is a text"),
        (format!("{tile}by = [\"date\", \"date\"]\n"), "mine.toml:3:6: two columns are named date"),
        (format!("{tile}kind = \"pie\"\n"), "mine.toml:4:8: unknown variant `pie`"),
        (format!("{tile}[[tile]]\nid = \"a\"\n"), "mine.toml:5:6: two tiles have the id a"),
        (format!("{tile}kind = \"events\"\n"), "mine.toml:3:6: a tile of events needs fields"),
        (
            format!("{tile}by = [\"caller\"]\nnew = true\n"),
            "mine.toml:3:6: a tile of what is new needs",
        ),
        (
            format!("{tile}by = [\"hour\", \"caller\"]\nfill = true\n"),
            "mine.toml:4:15: fill does not know all values of caller",
        ),
        (format!("{tile}colour = \"red\"\n"), "mine.toml:4:1: unknown field `colour`"),
        (format!("{tile}limit = \"x\"\n"), "mine.toml:4:9: invalid type: string \"x\""),
        (format!("{tile}by = [\"\u{e9}\"]\n"), "mine.toml:4:7: unknown field: \u{e9}"),
        (
            format!("{tile}measures = [{{ name = \"x\", where = \"errorCode =\" }}]\n"),
            "mine.toml:4:13: the expression ends where a value is expected",
        ),
        ("format = 1\n[[tile]]\nid = \"a b\"\n".into(), "mine.toml:3:6: not a tile id: a b"),
        ("format = 1\n".into(), "mine.toml:1:1: a report needs a tile"),
        ("format = 9\n[[tile]]\nid = \"a\"\n".into(), "mine.toml:1:10: unsupported format: 9"),
        ("format = \n".into(), "mine.toml:1:10: "),
        (
            format!("{tile}[[tile.define]]\nname = \"p\"\nfield = \"hour\"\npattern = '('\n"),
            "mine.toml:7:11: ",
        ),
        (
            format!("{tile}[tile.unless_seen]\nwhere = 'x'\nfield = 'date'\nseen = 'x'\n"),
            "mine.toml:5:9: ",
        ),
    ];
    for (text, error) in table {
        fs::write(folder.path().join("mine.toml"), &text).unwrap();
        let ran = Ct::new("report mine.toml logs").at(folder.path()).run();
        assert_eq!((ran.code, ran.text()), (2, ""), "{text}\n{ran}");
        assert!(ran.stderr.contains(error), "{error}\n{text}\n{ran}");
        let lines: Vec<&str> = ran.stderr.lines().collect();
        assert!(matches!(lines[..], [_, help] if help.starts_with("help: ")), "{ran}");
    }
}
