//! `--sort time`: of any source, in any format, within bounds.

use serde_json::Value;

use super::{Record, lines, trail};
use crate::harness::{Ct, Ran};

fn grep(line: &str) -> Ran {
    Ct::new(&format!("grep {line}")).run()
}

/// The records by their times; those of the same moment in the order of their objects.
fn by_time() -> Vec<Record> {
    let mut records = trail();
    assert!(!records.is_sorted_by_key(|record| record.text("/eventTime").to_owned()));
    records.sort_by_key(|record| record.text("/eventTime").to_owned());
    records
}

#[test]
fn sort_time_prints_oldest_first_and_keeps_the_order_of_equal_times() {
    let sorted = by_time();
    for threads in [1, 8] {
        let ran = grep(&format!("--sort time fixtures/trail --threads {threads}"));
        assert_eq!(ran.expect_silent_yes().text(), lines(&sorted));
    }
    for limit in [1, 10, 144, 1_000] {
        let ran = grep(&format!("--sort time -n {limit} fixtures/trail")).expect_silent_yes();
        assert_eq!(ran.text(), lines(sorted.iter().take(limit)), "{limit}");
    }
    let ran = grep("--sort time --unique fixtures/trail fixtures/trail").expect_silent_yes();
    assert_eq!(ran.text(), lines(&sorted));
    let input = lines(trail().iter().rev());
    let ran = Ct::new("grep --sort time --fields eventTime -o text -").input(input).run();
    let times: Vec<&str> = sorted.iter().map(|record| record.text("/eventTime")).collect();
    assert_eq!(ran.expect_silent_yes().lines(), times);
}

#[test]
fn every_format_can_be_sorted() {
    let times: Vec<String> = by_time().iter().map(|r| r.text("/eventTime").to_owned()).collect();
    let ran = grep("--sort time -o json fixtures/trail").expect_silent_yes();
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let records = document["Records"].as_array().unwrap().iter();
    let found: Vec<&str> = records.map(|record| record["eventTime"].as_str().unwrap()).collect();
    assert_eq!(found, times);
    for format in ["csv", "tsv"] {
        let line = format!("--sort time -o {format} --fields eventTime fixtures/trail");
        let ran = grep(&line).expect_silent_yes();
        assert_eq!(ran.lines()[0], "eventTime", "{format}");
        assert_eq!(ran.lines()[1..], times, "{format}");
    }
    let starts: Vec<String> = times.iter().map(|time| time.replace('T', " ")).collect();
    let ran = grep("--sort time -o text fixtures/trail").expect_silent_yes();
    assert!(ran.lines().iter().zip(&starts).all(|(line, time)| line.starts_with(time)));
    assert_eq!(grep("--sort time --count fixtures/trail").expect_silent_yes().number(), 144);
    assert_eq!(grep("--sort time --count -n 7 fixtures/trail").expect_silent_yes().number(), 7);
}

#[test]
fn an_event_without_a_time_comes_last() {
    let input = r#"{"eventVersion":"1.08","eventID":"1"}
        {"eventVersion":"1.08","eventID":"2","eventTime":"2026-11-20T09:00:00Z"}"#;
    let ran = Ct::new("grep --sort time --fields eventID -o text -").input(input).run();
    assert_eq!(ran.lines(), ["2", "1"], "{ran}");
}

#[test]
fn sort_over_its_memory_prints_nothing_and_exits_with_2() {
    for format in ["jsonl", "json", "csv", "text"] {
        let ran = grep(&format!("--sort time --sort-memory 20K -o {format} fixtures/trail"));
        assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
        assert!(
            ran.stderr.contains("--sort time: the events that match take more than 20"),
            "{ran}"
        );
        assert!(ran.stderr.contains("help: ") && ran.stderr.contains("--sort-memory"), "{ran}");
    }
    // A few of the oldest need no more.
    let ran = grep("--sort time --sort-memory 20K -n 3 fixtures/trail").expect_silent_yes();
    assert_eq!(ran.text(), lines(by_time().iter().take(3)));
    let ran = grep("--sort time -l fixtures/trail");
    assert!(ran.code == 2 && ran.stderr.contains("--sort"), "{ran}");
}
