//! Which arguments are reports and which are sources; lists and definitions; usage errors.

use std::fs;

use serde_json::json;

use super::{log, record, report, rows, tiles};
use crate::closed_pipe::expect_the_same_answer;
use crate::harness::{Ct, root};
use crate::mmdb::Writer;

/// The built-in reports, in the order of their list.
const REPORTS: [&str; 11] = [
    "overview",
    "operations",
    "errors",
    "sign-ins",
    "security-groups",
    "activity",
    "s3-changes",
    "iam-changes",
    "logging-changes",
    "root",
    "new",
];

#[test]
fn without_arguments_the_reports_are_listed() {
    let ran = Ct::new("report").run().expect_silent_yes();
    let names: Vec<&str> =
        ran.lines().iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names[..11], REPORTS);
    assert_eq!(names[11..], ["all"]);
}

#[test]
fn a_shown_definition_is_the_file_itself_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    for name in REPORTS {
        let ran = Ct::new(&format!("report show {name}")).run().expect_silent_yes();
        let file = root().join(format!("src/report/builtin/{name}.toml"));
        assert_eq!(ran.text(), fs::read_to_string(file).unwrap());
        fs::write(folder.path().join(format!("{name}.toml")), ran.text()).unwrap();
    }
    let one = record("2026-11-20T09:00:00Z", "s3", "ListBuckets", &json!({}));
    log(folder.path(), "logs/a.json", &[one]);
    let own = report(folder.path(), "./operations.toml logs");
    let built_in = report(folder.path(), "operations logs");
    assert_eq!((own.code, tiles(&own)), (0, tiles(&built_in)), "{own}");
}

#[test]
fn a_folder_named_as_a_report_is_a_source_with_a_dot() {
    let folder = tempfile::tempdir().unwrap();
    let one = record("2026-11-20T09:00:00Z", "s3", "ListBuckets", &json!({}));
    log(folder.path(), "errors/a.json", &[one]);
    let ran = report(folder.path(), "overview ./errors --tile services");
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(rows(&ran, "services")[0][0], "s3.amazonaws.com");
}

#[test]
fn unknown_reports_and_tiles_are_usage_errors() {
    let table = [
        ("overvew fixtures/trail", "unknown report: overvew", "a similar report exists: overview"),
        ("fixtures/trail", "unknown report: fixtures/trail", "name a report before the sources"),
        ("./errors", "unknown report: ./errors", "name a report before the sources"),
        ("show", "no report is named", "ct report show overview"),
        ("show erors", "unknown report: erors", "a similar report exists: errors"),
        ("./no-such.toml fixtures/trail", "cannot read ./no-such.toml", "ct report lists"),
        (
            "errors fixtures/trail --tile services",
            "unknown tile: services",
            "tiles are top-assumed-users, errors-by-user-type",
        ),
        (
            "errors root fixtures/trail --tile events",
            "unknown tile: events",
            "a similar tile exists: root.events; tiles are errors.top-assumed-users",
        ),
        (
            "all fixtures/trail --tile top-error-code -o csv",
            "unknown tile: top-error-code",
            "a similar tile exists: errors.top-error-codes; tiles are overview.span",
        ),
        ("all fixtures/trail -o csv", "csv has one tile", "add --tile: overview.span, "),
        ("errors fixtures/trail -o csv", "csv has one tile", "add --tile: top-assumed-users, "),
        ("errors fixtures/trail --baseline x", "--baseline", ""),
        ("errors fixtures/trail --since soon", "soon", ""),
    ];
    for (line, error, help) in table {
        let ran = Ct::new(&format!("report {line}")).run();
        assert_eq!((ran.code, ran.text()), (2, ""), "{line}\n{ran}");
        assert!(ran.stderr.contains(error) && ran.stderr.contains(help), "{line}\n{ran}");
    }
}

#[test]
fn one_tile_is_named_with_or_without_its_report() {
    for line in [
        "errors --tile top-error-codes",
        "root errors --tile errors.top-error-codes",
        "errors --tile errors.top-error-codes",
    ] {
        let ran = report(root(), &format!("{line} fixtures/trail"));
        let ids: Vec<_> = tiles(&ran).iter().map(|tile| tile["id"].clone()).collect();
        assert_eq!((ran.code, ids), (0, vec![json!("top-error-codes")]), "{line}\n{ran}");
    }
}

#[test]
fn exit_codes_are_those_of_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let stop = record("2026-11-20T09:00:00Z", "cloudtrail", "StopLogging", &json!({}));
    let get = record("2026-11-20T09:00:00Z", "cloudtrail", "GetTrail", &json!({}));
    log(at, "stop/a.json", &[stop, get.clone()]);
    log(at, "get/a.json", &[get]);
    log(at, "empty/a.json", &[]);
    log(at, "half/a.json", &[]);
    fs::write(at.join("half/b.json"), "{\"Records\":[{\"eventVersion\"").unwrap();
    let table = [
        (0, "logging-changes stop"),
        (0, "logging-changes get"),
        (1, "logging-changes empty"),
        (1, "logging-changes stop --event-name NoSuchCall"),
        (2, "logging-changes half"),
        (2, "logging-changes no-such-folder"),
        (1, "logging-changes stop --fail-if-rows"),
        (0, "logging-changes get --fail-if-rows"),
        (0, "logging-changes empty --fail-if-rows"),
        (2, "logging-changes half --fail-if-rows"),
    ];
    for (code, line) in table {
        let ran = report(at, line);
        assert_eq!(ran.code, code, "{line}\n{ran}");
    }
}

#[test]
fn threads_do_not_change_a_report() {
    for line in ["overview fixtures/trail", "security-groups fixtures/events", "new fixtures/trail"]
    {
        let [one, four] =
            [1, 4].map(|threads| tiles(&report(root(), &format!("{line} --threads {threads}"))));
        assert_eq!(one, four, "{line}");
    }
}

#[test]
fn reports_read_stdin_and_several_sources() {
    let folder = tempfile::tempdir().unwrap();
    let one = |user: &str| {
        let who = json!({"userIdentity": {"type": "IAMUser", "userName": user}, "eventID": user});
        record("2026-11-20T09:00:00Z", "s3", "ListBuckets", &who)
    };
    log(folder.path(), "errors/a.json", &[one("a")]);
    log(folder.path(), "b.json", &[one("b"), one("c")]);
    let input = json!({"Records": [one("d")]}).to_string();
    let line = "report overview errors-not ./errors b.json - --tile callers -o json";
    let ran = Ct::new(line).at(folder.path()).input(&*input).run();
    assert_eq!((ran.code, rows(&ran, "callers").as_array().unwrap().len()), (2, 4), "{ran}");
    assert!(ran.stderr.contains("errors-not: no such file or folder"), "{ran}");
    let line = line.replace("errors-not ", "");
    let ran = Ct::new(&line).at(folder.path()).input(&*input).run().expect_silent_yes();
    let callers = rows(&ran, "callers");
    let names: Vec<&str> =
        callers.as_array().unwrap().iter().map(|row| row[1].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b", "c", "d"], "{ran}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for line in ["report overview", "report overview -o html", "count --by eventName -o md"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = Ct::new(&format!("{line} fixtures/trail")).stdout(full).run();
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.starts_with("ct: cannot write to the standard output: "), "{ran}");
    }
}

#[test]
fn a_closed_pipe_keeps_the_exit_code() {
    let ct = |line: &'static str| move || Ct::new(line).at(root());
    for format in ["text", "json", "md", "html"] {
        let line = format!("report all fixtures/trail -o {format}");
        expect_the_same_answer(0, || Ct::new(&line).at(root()));
    }
    expect_the_same_answer(1, ct("report root --fail-if-rows fixtures/trail -o json"));
    expect_the_same_answer(0, ct("report"));
    expect_the_same_answer(0, ct("report show overview"));
}

#[test]
fn a_database_of_addresses_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let event = record("2026-11-20T09:00:00Z", "s3", "PutObject", &json!({}));
    log(folder.path(), "log.json", &[event]);
    // What comes through a pipe cannot be read a second time.
    let country = json!({"country": {"iso_code": "FR"}});
    let database = Writer::new("DBIP-Country-Lite").with("198.51.100.0/24", &country).bytes();
    let line = "report activity --geoip /dev/stdin --where 'geo.country = FR' -o json log.json";
    let ran = Ct::new(line).at(folder.path()).input(database).run();
    assert_eq!(ran.code, 0, "{ran}");
}
