//! Which time a report covers: of files all that was read, of buckets the default of each tile; what
//! `new` compares with.

use serde_json::{Value, json};

use super::{log, record, report, rows, tiles};
use crate::harness::Ct;
use crate::stub::Stub;

/// A call of a caller on a day of November 2026.
fn call(day: u32, user: &str, others: &Value) -> Value {
    let mut one = record(&format!("2026-11-{day:02}T09:00:00Z"), "s3", "ListBuckets", others);
    one["eventID"] = json!(format!("{day} {user}"));
    one["userIdentity"] = json!({"type": "IAMUser", "userName": user});
    one
}

/// The callers that the report `new` lists.
fn new_callers(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row[1].as_str().unwrap()).collect()
}

#[test]
fn of_files_new_is_what_first_occurs_in_the_last_seven_days_of_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let none = json!({});
    log(folder.path(), "a.json", &[call(1, "old", &none), call(24, "old", &none)]);
    log(folder.path(), "b.json", &[call(16, "before", &none), call(17, "first", &none)]);
    log(folder.path(), "c.json", &[call(24, "last", &none)]);
    for threads in [1, 4] {
        let ran = report(folder.path(), &format!("new . --threads {threads}"));
        let callers = rows(&ran, "callers");
        assert_eq!((ran.code, new_callers(&callers)), (0, vec!["last", "first"]), "{ran}");
        assert_eq!(
            callers[0],
            json!(["111122223333", "last", "2026-11-24T09:00:00Z", 1, "24 last"])
        );
    }
}

#[test]
fn the_last_seven_days_are_those_of_all_events_not_of_a_tile() {
    let folder = tempfile::tempdir().unwrap();
    let key = json!({"type": "IAMUser", "userName": "u", "accessKeyId": "AKIAU"});
    let mut keyed = call(1, "u", &json!({}));
    keyed["userIdentity"] = key;
    log(folder.path(), "a.json", &[keyed, call(24, "u", &json!({}))]);
    let ran = report(folder.path(), "new .");
    assert_eq!(rows(&ran, "user-agents"), json!([]), "{ran}");
}

#[test]
fn new_since_a_time_needs_only_the_baseline() {
    let folder = tempfile::tempdir().unwrap();
    let none = json!({});
    let all = [
        call(1, "long-ago", &none),
        call(10, "in-baseline", &none),
        call(20, "long-ago", &none),
        call(20, "in-baseline", &none),
        call(20, "never", &none),
    ];
    log(folder.path(), "a.json", &all);
    let ran = report(folder.path(), "new . --since 2026-11-15 --baseline 10d");
    assert_eq!(new_callers(&rows(&ran, "callers")), ["long-ago", "never"], "{ran}");
    let ran = report(folder.path(), "new . --since 2026-11-15");
    assert_eq!(new_callers(&rows(&ran, "callers")), ["never"], "{ran}");
}

#[test]
fn tiles_beside_new_do_not_count_its_baseline() {
    let folder = tempfile::tempdir().unwrap();
    let none = json!({});
    log(folder.path(), "a.json", &[call(10, "a", &none), call(20, "b", &none)]);
    // One tile of what is new, one of all events.
    let own = "format = 1\n[[tile]]\nid = \"new\"\nby = [\"caller\"]\nnew = true\n\
               measures = [\"events\", \"first\"]\n[[tile]]\nid = \"all\"\nmeasures = [\"events\"]\n";
    std::fs::write(folder.path().join("own.toml"), own).unwrap();
    let ran = report(folder.path(), "own.toml a.json --since 2026-11-15");
    assert_eq!(rows(&ran, "new"), json!([["b", 1, "2026-11-20T09:00:00Z"]]), "{ran}");
    assert_eq!(rows(&ran, "all"), json!([[1]]), "{ran}");
}

#[test]
fn since_and_until_limit_every_tile_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let none = json!({});
    log(
        folder.path(),
        "a.json",
        &[call(1, "a", &none), call(10, "a", &none), call(20, "a", &none)],
    );
    let events = |flags: &str| {
        let ran = report(folder.path(), &format!("overview . {flags}"));
        (ran.code, rows(&ran, "span")[0][4].clone())
    };
    assert_eq!(events(""), (0, json!(3)));
    assert_eq!(events("--since 2026-11-05"), (0, json!(2)));
    assert_eq!(events("--since 2026-11-05 --until 2026-11-10"), (0, json!(1)));
    assert_eq!(events("--since 2026-12-01"), (1, json!(0)));
}

/// A bucket with logs of several days, and what runs the program against it.
fn bucket(records: &[(u32, Value)]) -> (Stub, impl Fn(&str) -> Ct + use<>) {
    let stub = Stub::start();
    stub.bucket("logs");
    for (day, record) in records {
        let at = "AWSLogs/111122223333/CloudTrail/us-east-1";
        let name =
            format!("111122223333_CloudTrail_us-east-1_202611{day:02}T0905Z_Abcdefghijklmnop");
        let key = format!("{at}/2026/11/{day:02}/{name}.json");
        stub.put("logs", &key, json!({"Records": [record]}).to_string().as_bytes());
    }
    let endpoint = stub.endpoint();
    let ct = move |line: &str| {
        let ct = Ct::new(&format!("report {line} s3://logs -o json"));
        let ct = ct.env("AWS_ENDPOINT_URL", &endpoint).env("AWS_REGION", "us-east-1");
        ct.env("AWS_ACCESS_KEY_ID", "testing").env("AWS_SECRET_ACCESS_KEY", "testing")
    };
    (stub, ct)
}

#[test]
fn of_a_bucket_each_tile_covers_its_default_time_up_to_the_end() {
    let failed = json!({"errorCode": "AccessDenied"});
    let days = [1, 18, 19, 20].map(|day| (day, call(day, "a", &failed)));
    let (_stub, ct) = bucket(&days);
    // 48 hours.
    let ran = ct("errors --until 2026-11-20T12:00:00Z").run();
    assert_eq!(rows(&ran, "top-error-codes"), json!([["AccessDenied", 2]]), "{ran}");
    // A year.
    let ran = ct("operations --until 2026-11-20T12:00:00Z").run();
    assert_eq!(rows(&ran, "top-10-events"), json!([["ListBuckets", 4]]), "{ran}");
    // Both: the shorter time leaves events out.
    let ran = ct("errors operations --tile errors.top-error-codes --until 2026-11-20T12:00:00Z");
    let ran = ran.run();
    assert_eq!(rows(&ran, "top-error-codes"), json!([["AccessDenied", 2]]), "{ran}");
    let ran = ct("errors --since 2026-11-01 --until 2026-11-20T12:00:00Z").run();
    assert_eq!(rows(&ran, "top-error-codes"), json!([["AccessDenied", 4]]), "{ran}");
    // An overview is of everything.
    let ran = ct("overview --until 2026-11-19").run();
    assert_eq!(rows(&ran, "span")[0][4], 3, "{ran}");
}

#[test]
fn of_a_bucket_new_is_what_first_occurs_within_seven_days_of_the_end() {
    let none = json!({});
    let days = [(1, "a"), (10, "b"), (18, "a"), (19, "c")];
    let (_stub, ct) = bucket(&days.map(|(day, user)| (day, call(day, user, &none))));
    let ran = ct("new --until 2026-11-20T12:00:00Z --baseline 5d").run();
    assert_eq!(new_callers(&rows(&ran, "callers")), ["c", "a"], "{ran}");
    let ran = ct("new --until 2026-11-20T12:00:00Z").run();
    assert_eq!(new_callers(&rows(&ran, "callers")), ["c"], "{ran}");
}

#[test]
fn every_tile_is_there_whatever_was_read() {
    let folder = tempfile::tempdir().unwrap();
    log(folder.path(), "a.json", &[]);
    for name in ["overview", "operations", "errors", "sign-ins", "new"] {
        let ran = report(folder.path(), &format!("{name} ."));
        let full = report(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")),
            &format!("{name} fixtures/trail"),
        );
        let ids = |ran| tiles(ran).iter().map(|tile| tile["id"].clone()).collect::<Vec<_>>();
        assert_eq!((ran.code, ids(&ran)), (1, ids(&full)), "{ran}");
    }
}
