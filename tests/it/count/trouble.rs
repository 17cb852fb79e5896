//! Usage errors: what is wrong, and what to write instead.

use serde_json::json;

use super::{count, logs, many_groups, record};
use crate::harness::put;

#[test]
fn wrong_questions_are_usage_errors() {
    let folder = logs(&[&[record("09:00:00", "A", &json!({}))]]);
    let table = [
        ("--by eventNam", "unknown field: eventNam", "a similar field exists: eventName"),
        ("--by eventName,", "", ""),
        ("--by eventName,eventName", "two columns are named eventName", "NAME=MEASURE"),
        ("--by eventName -m eventName=errors", "two columns are named eventName", ""),
        ("-m errors,errors", "two columns are named errors", ""),
        ("-m erors", "unknown measure: erors", "a similar measure exists: errors"),
        ("-m distinct", "distinct needs a field", "distinct:FIELD"),
        ("-m distinct:", "distinct needs a field", ""),
        ("-m errors:eventName", "errors takes no field", "write errors alone"),
        ("-m =errors", "a name is missing", ""),
        ("-m sum:eventNam", "unknown field: eventNam", "eventName"),
        ("--sort eventName", "cannot sort by eventName: no such column", "columns are events"),
        ("--by date --sort events:up", "cannot sort by events:up", "columns are date, events"),
        ("--having 'event > 1'", "unknown column: event", "a similar column exists: events"),
        ("--having 'events >'", "", ""),
        ("--every 1h --having 'time > 2026'", "unknown column: time", ""),
        ("--by geo.country", "geo.country", "--geoip"),
        ("--top 0", "--top", ""),
        ("--top many", "--top", ""),
        ("-o yaml", "yaml", ""),
        ("--max-memory 1M", "at least 512M", ""),
    ];
    for (line, error, help) in table {
        let ran = count(folder.path(), line);
        assert_eq!((ran.code, ran.text()), (2, ""), "{line}\n{ran}");
        assert!(ran.stderr.contains(error) && ran.stderr.contains(help), "{line}\n{ran}");
    }
}

#[test]
fn more_groups_than_memory_are_an_error_with_the_number_reached() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.json", many_groups());
    let line = "--by requestParameters.a,requestParameters.b -m first:userAgent --max-memory 512M";
    for format in ["text", "json", "csv"] {
        let ran = count(folder.path(), &format!("{line} -o {format}"));
        assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
        let error = "the answer needs more than 256.00 MiB of memory: 120,000 groups reached, nothing is \
                     printed\nhelp: narrow the search";
        assert!(ran.stderr.contains(error), "{ran}");
    }
    let without = line.replace(" -m first:userAgent", " --top 1 -q");
    assert_eq!(count(folder.path(), &without).text(), "0-0\t0\t1\n");
}

#[test]
fn a_misspelt_path_is_pointed_out() {
    let folder =
        logs(&[&[record("09:00:00", "A", &json!({"requestParameters": {"bucketName": "b"}}))]]);
    let ran = count(folder.path(), "--by requestParameters.bucketNam");
    assert_eq!(ran.text(), "\t1\n", "{ran}");
    assert!(ran.stderr.contains("requestParameters.bucketNam"), "{ran}");
}
