//! Whole reports as a reader sees them, compared with the files in `expected/`, which UPDATE=1 rewrites;
//! and the zone of their times.

use std::fs;

use regex::Regex;
use serde_json::json;

use super::{log, record, report, rows};
use crate::harness::{Ct, is_update, root};

/// Compares a text with a file in `expected/`, whatever the time of the run is.
#[track_caller]
fn expect_file(name: &str, text: &str) {
    let made = Regex::new(r#"(?i)(made"?[: "]+)20\d\d-\d\d-\d\d[T ][0-9:.]+Z"#).unwrap();
    let text = made.replace_all(text, "${1}NOW").replace("\r\n", "\n");
    let path = root().join("tests/it/report/expected").join(name);
    if is_update() {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    for (at, (line, wanted)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, wanted, "{name}:{}: UPDATE=1 rewrites it", at + 1);
    }
    assert_eq!(text.lines().count(), expected.lines().count(), "{name}: UPDATE=1 rewrites it");
}

#[cfg(unix)]
#[test]
fn an_overview_fits_a_terminal_of_80_columns() {
    use unicode_width::UnicodeWidthStr as _;

    for name in ["overview", "operations", "new"] {
        let ct = Ct::new(&format!("report {name} fixtures/trail")).env("NO_COLOR", "1");
        let ran = ct.run_on_a_terminal_of(80);
        assert_eq!(ran.code, 0, "{ran}");
        assert!(ran.lines().iter().all(|line| line.width() <= 80), "{ran}");
        expect_file(&format!("{name}.txt"), ran.text());
    }
}

#[test]
fn an_overview_is_a_document_for_programs() {
    let ran = report(root(), "overview fixtures/trail").expect_silent_yes();
    expect_file("overview.json", ran.text());
}

#[test]
fn an_overview_is_markdown_for_a_ticket() {
    let ran = Ct::new("report overview fixtures/trail -o md").run().expect_silent_yes();
    expect_file("overview.md", ran.text());
}

#[test]
fn local_times_are_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let at = |time: &str| record(&format!("2026-11-20T{time}Z"), "s3", "ListBuckets", &json!({}));
    log(folder.path(), "a.json", &[at("18:29:00"), at("20:00:00")]);
    let run = |line: &str, format: &str| {
        let line = format!("{line} --local -o {format} .");
        let ct = Ct::new(&line).at(folder.path()).env("TZ", "IST-5:30");
        ct.run().expect_silent_yes().text().to_owned()
    };
    let line = "report errors --tile errors-and-events-over-time";
    for format in ["text", "md", "html"] {
        let text = run(line, format);
        assert!(text.contains("2026-11-20 23:59:00+05:30"), "{text}");
        assert!(text.contains("2026-11-21 01:30:00+05:30"), "{text}");
        assert!(!text.contains("18:29") && !text.contains("18:00"), "{text}");
    }
    for format in ["json", "csv"] {
        let text = run(line, format);
        assert!(text.contains("2026-11-20T18:00:00Z") && !text.contains("+05:30"), "{text}");
    }
    let zone = "Times are local; days, weekdays and hours are in UTC.";
    assert!(run(line, "html").contains(zone) && run(line, "md").contains(zone));
    // A day is one of UTC, and so is the hour of day.
    let days = run("report overview --tile events-by-day", "html");
    assert!(days.contains("2026-11-20") && !days.contains("<td class=\"t\">2026-11-21"), "{days}");
    let hours = run("report operations --tile events-by-hour-and-weekday", "json");
    assert!(hours.contains("\n[5,18,1],") && hours.contains("\n[5,20,1],"), "{hours}");
    let count = "count --by eventName -m last";
    for (format, last) in [
        ("md", "| 2026-11-21 01:30:00+05:30 |"),
        ("html", "<td class=\"t\">2026-11-21 01:30:00+05:30</td>"),
        ("jsonl", "\"last\":\"2026-11-20T20:00:00Z\""),
        ("json", "\"last\":\"2026-11-20T20:00:00Z\""),
        ("csv", "2026-11-20T20:00:00Z"),
        ("tsv", "2026-11-20T20:00:00Z"),
    ] {
        let text = run(count, format);
        assert!(text.contains(last), "{format}: {text}");
        assert_eq!(text.contains(zone), format == "html", "{format}: {text}");
    }
}

#[test]
fn a_page_names_the_zone_of_its_times() {
    let folder = tempfile::tempdir().unwrap();
    let one = record("2026-11-20T18:29:00Z", "s3", "ListBuckets", &json!({}));
    log(folder.path(), "a.json", &[one]);
    let ct = Ct::new("report overview -o html .").at(folder.path()).env("TZ", "IST-5:30");
    let ran = ct.run().expect_silent_yes();
    assert!(ran.text().contains("Times are in UTC.") && !ran.text().contains("+05:30"), "{ran}");
    assert_eq!(rows(&report(folder.path(), "overview ."), "span")[0][4], 1);
}
