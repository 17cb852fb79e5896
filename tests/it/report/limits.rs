//! What a report cannot answer: too many groups, events without a readable time, texts that are no
//! number; and runs of all reports.

use std::fs;

use serde_json::{Value, json};

use super::{log, record, report, rows, tiles};
use crate::harness::{Ct, put, root};

fn at(time: &str, others: &Value) -> Value {
    record(time, "s3", "ListBuckets", others)
}

/// The reports of a run of several, by name.
fn reports(document: &[u8]) -> Value {
    let document: Value = serde_json::from_slice(document).unwrap();
    let reports = document["reports"].as_array().unwrap().iter();
    reports.map(|one| (one["report"].as_str().unwrap().to_owned(), one.clone())).collect()
}

fn tile<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["tiles"].as_array().unwrap().iter().find(|tile| tile["id"] == id).unwrap()
}

#[test]
fn all_reports_run_in_one_pass() {
    let ran = report(root(), "all fixtures/trail").expect_silent_yes();
    let reports = reports(&ran.stdout);
    let names = [
        "activity",
        "errors",
        "iam-changes",
        "logging-changes",
        "operations",
        "overview",
        "root",
        "s3-changes",
        "security-groups",
        "sign-ins",
    ];
    assert_eq!(reports.as_object().unwrap().keys().collect::<Vec<_>>(), names);
    for name in names {
        let alone = tiles(&report(root(), &format!("{name} fixtures/trail")));
        for tile in alone {
            let id = tile["id"].as_str().unwrap();
            let among = &self::tile(&reports[name], id)["rows"];
            assert_eq!(&tile["rows"], among, "{name}.{id}");
        }
    }
    let one = Ct::new("report all fixtures/trail --tile errors.top-error-codes -o csv").run();
    assert!(one.expect_silent_yes().text().starts_with("errorCode,errors\nAccessDenied,14\n"));
    let ran = report(root(), "all fixtures/trail --tile root.events --fail-if-rows");
    assert_eq!(ran.code, 1, "{ran}");
    let ran = report(root(), "all fixtures/trail --fail-if-rows --tile errors.top-assumed-users");
    assert_eq!((ran.code, rows(&ran, "top-assumed-users")), (1, json!([["auditor", 3]])));
    let line = "all fixtures/trail --fail-if-rows --tile errors.top-assumed-users --user alice";
    assert_eq!(report(root(), line).code, 0);
}

#[test]
fn all_reports_of_an_empty_folder_have_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    let ran = report(folder.path(), "all .");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("no CloudTrail logs in ."), "{ran}");
    // A log without events: only what needs data events has no answer.
    log(folder.path(), "a.json", &[]);
    let ran = report(folder.path(), "all .");
    assert_eq!(ran.code, 2, "{ran}");
    let reports = reports(&ran.stdout);
    assert!(reports["s3-changes"]["missing"].is_string());
    assert_eq!(tile(&reports["errors"], "top-error-codes")["rows"], json!([]));
    assert_eq!(tile(&reports["overview"], "span")["rows"][0][4], 0);
}

#[test]
fn an_event_dated_2099_makes_long_tiles_and_no_wrong_ones() {
    let folder = tempfile::tempdir().unwrap();
    let both = [at("2026-11-20T09:00:00Z", &json!({})), at("2099-01-01T00:00:00Z", &json!({}))];
    log(folder.path(), "a.json", &both);
    let line = "overview operations new .";
    let ran = report(folder.path(), line).expect_silent_yes();
    let reports = reports(&ran.stdout);
    let days = tile(&reports["overview"], "events-by-day")["rows"].as_array().unwrap();
    assert_eq!((days.len(), &days[26_340]), (26_341, &json!(["2099-01-01", 1, 0])));
    assert_eq!(tile(&reports["overview"], "accounts-and-regions")["rows"][0][6], 26_339);
    let callers = tile(&reports["new"], "callers");
    assert_eq!(callers["rows"], json!([]), "the caller is known since 2026");
    for format in ["text", "md"] {
        let ran = Ct::new(&format!("report {line} -o {format}")).at(folder.path()).run();
        assert_eq!(ran.code, 0, "{ran}");
        assert!(ran.lines().len() < 500, "{format} has {} lines", ran.lines().len());
    }
}

#[test]
fn too_many_buckets_are_too_many_groups_of_one_tile() {
    let folder = tempfile::tempdir().unwrap();
    let both = [at("2026-11-20T09:00:00Z", &json!({})), at("2099-01-01T00:00:00Z", &json!({}))];
    log(folder.path(), "a.json", &both);
    let own = "format = 1\n[[tile]]\nid = \"minutes\"\nevery = \"1m\"\n[[tile]]\nid = \"all\"\n";
    fs::write(folder.path().join("own.toml"), own).unwrap();
    let ran = Ct::new("report own.toml .").at(folder.path()).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("too many rows (37,929,061): use a longer every"), "{ran}");
    assert_eq!(rows(&report(folder.path(), "own.toml ."), "all"), json!([[2]]));
}

#[test]
fn a_tile_beyond_the_memory_budget_shows_no_rows_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "logs/a.json", crate::count::many_groups());
    let own = "format = 1\n[[tile]]\nid = \"pairs\"\nby = [\"requestParameters.a\", \
               \"requestParameters.b\"]\nmeasures = [\"events\", \"first:userAgent\"]\n\
               [[tile]]\nid = \"names\"\nby = [\"eventName\"]\n";
    fs::write(folder.path().join("own.toml"), own).unwrap();
    let ran = Ct::new("report own.toml logs --max-memory 512M").at(folder.path()).run();
    assert_eq!(ran.code, 2, "{ran}");
    let lines = ran.lines();
    assert!(
        lines.contains(&"too many groups (120,000): raise --max-memory, or narrow the search"),
        "{ran}"
    );
    assert!(lines.iter().any(|line| line.starts_with("A ") && line.contains(" 3 ")), "{ran}");
    let ran = report(folder.path(), "own.toml logs --max-memory 512M");
    let pairs = &tiles(&ran)[0];
    assert_eq!((ran.code, &pairs["rows"]), (2, &json!([])), "{ran}");
    assert_eq!(
        (&pairs["error"], &pairs["groups"]),
        (&json!("too many groups (120,000)"), &json!(120_000))
    );
    assert_eq!(rows(&ran, "names"), json!([["A", 3]]), "{ran}");
    // For a CI job, too many groups are no answer.
    let ran = report(folder.path(), "own.toml logs --max-memory 512M --fail-if-rows");
    assert_eq!(ran.code, 2, "{ran}");
    let ran = Ct::new("report own.toml logs --max-memory 512M --tile pairs -o csv");
    let ran = ran.at(folder.path()).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("own.toml.pairs: too many groups (120,000)"), "{ran}");
}

#[test]
fn an_event_without_a_time_is_in_no_bucket_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let mut untimed = at("soon", &json!({}));
    untimed["eventID"] = json!("untimed");
    log(folder.path(), "a.json", &[at("2026-11-20T09:00:00Z", &json!({})), untimed]);
    let ran = report(folder.path(), "overview .");
    let said = "1 event without a readable time in no bucket";
    assert_eq!((ran.code, &*ran.stderr), (2, &*format!("overview.events-by-day: {said}\n")));
    let day = &tiles(&ran)[1];
    assert_eq!(day["note"], format!("{said}."), "{ran}");
    assert_eq!(day["rows"], json!([["2026-11-20", 1, 0]]), "{ran}");
    let ran = report(folder.path(), "overview . --fail-if-rows");
    assert_eq!(ran.code, 2, "{ran}");
    // Other tiles have a place for it.
    let ran = report(folder.path(), "overview . --tile services");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
    // Whether it is new is unknown.
    let ran = report(folder.path(), "new . --tile callers");
    assert_eq!(ran.code, 2, "{ran}");
    let said = "new.callers: 1 event without a readable time may be new or not\n";
    assert_eq!(ran.stderr, said, "{ran}");
}

#[test]
fn values_that_are_no_number_are_said_as_by_count() {
    let folder = tempfile::tempdir().unwrap();
    let sent = |sent: Value| {
        at("2026-11-20T09:00:00Z", &json!({"additionalEventData": {"n": sent, "t": "x"}}))
    };
    log(folder.path(), "logs/a.json", &[sent(json!(5)), sent(json!("n/a")), sent(json!("7"))]);
    let own = |measure: &str| {
        let tile =
            format!("format = 1\n[[tile]]\nid = \"a\"\nmeasures = [\"events\", {measure}]\n");
        fs::write(folder.path().join("own.toml"), tile).unwrap();
        report(folder.path(), "own.toml logs")
    };
    let ran = own("\"total=sum:additionalEventData.n\"");
    assert_eq!((ran.code, &*ran.stderr, rows(&ran, "a")), (0, "", json!([[3, 12]])), "{ran}");
    assert_eq!(tiles(&ran)[0]["note"], "total: 1 value left out that are no number.");
    let ran = own("\"total=max:additionalEventData.t\"");
    let said = "total: no matching event has a number there";
    assert_eq!((ran.code, rows(&ran, "a")), (2, json!([[3, null]])), "{ran}");
    assert_eq!(ran.stderr, format!("own.toml.a: {said}\n"));
    assert_eq!(tiles(&ran)[0]["note"], format!("{said}."));
    // No event at all is no event with a wrong number.
    let ran = own(
        "{ name = \"n\", measure = \"sum:additionalEventData.n\", where = \"errorCode exists\" }",
    );
    assert_eq!((ran.code, &*ran.stderr, rows(&ran, "a")), (0, "", json!([[3, null]])), "{ran}");
}
