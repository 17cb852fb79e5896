//! Reports on logs that are written for them: what is in a tile, and what is not.

use serde_json::{Value, json};

use super::{log, record, report, rows};

const DAY: &str = "2026-11-20T09";

/// A data event of S3 by alice, with the request that it is part of.
fn object(minute: u32, name: &str, bucket: &str, key: &str, request: &str) -> Value {
    let others = json!({
        "eventID": format!("{minute:02}"),
        "requestID": request,
        "eventCategory": "Data",
        "managementEvent": false,
        "requestParameters": {"bucketName": bucket, "key": key},
    });
    let mut one = record(&format!("{DAY}:{minute:02}:00Z"), "s3", name, &others);
    if key.is_empty() {
        one["requestParameters"] = json!({ "bucketName": bucket });
    }
    one
}

/// The names in a column of a tile.
fn column(rows: &Value, at: usize) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row[at].as_str().unwrap_or("-")).collect()
}

#[test]
fn logging_changes_has_s3_calls_only_on_buckets_that_hold_logs() {
    let folder = tempfile::tempdir().unwrap();
    let call = |minute: u32, source: &str, name: &str, request: Value| {
        let others = json!({"requestParameters": request});
        record(&format!("{DAY}:{minute:02}:00Z"), source, name, &others)
    };
    log(
        folder.path(),
        "a.json",
        &[
            // Before anything says that the bucket holds logs.
            call(0, "s3", "DeleteBucketPolicy", json!({"bucketName": "seen-later"})),
            call(1, "s3", "DeleteBucketPolicy", json!({"bucketName": "holds-none"})),
            call(2, "s3", "PutBucketVersioning", json!({"bucketName": "named-by-a-trail"})),
            call(3, "s3", "DeleteBucket", json!({})),
            call(4, "cloudtrail", "StopLogging", json!({"name": "main"})),
            call(5, "cloudtrail", "GetTrailStatus", json!({"name": "main"})),
            call(6, "kms", "DisableKey", json!({"keyId": "k"})),
            call(7, "s3", "GetBucketPolicy", json!({"bucketName": "named-by-a-trail"})),
        ],
    );
    log(
        folder.path(),
        "b.json",
        &[
            object(10, "GetObject", "seen-later", "o-1/AWSLogs/111122223333/x.json.gz", "R1"),
            object(11, "DeleteObject", "holds-none", "notes/AWSLog/x", "R2"),
            call(12, "cloudtrail", "CreateTrail", json!({"s3BucketName": "named-by-a-trail"})),
        ],
    );
    for threads in [1, 4] {
        let ran = report(folder.path(), &format!("logging-changes . --threads {threads}"));
        let rows = rows(&ran, "events");
        let names = ["DisableKey", "StopLogging", "PutBucketVersioning", "DeleteBucketPolicy"];
        assert_eq!((ran.code, column(&rows, 4)), (0, names.to_vec()), "{ran}");
        assert_eq!(rows[3][0], "2026-11-20T09:00:00Z");
    }
}

#[test]
fn a_deletion_of_many_objects_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    // The call is in another log than the events of its keys.
    log(
        folder.path(),
        "a.json",
        &[
            object(1, "DeleteObjects", "data", "", "R1"),
            object(2, "DeleteObjects", "data", "", "R2"),
        ],
    );
    log(
        folder.path(),
        "b.json",
        &[
            object(3, "DeleteObject", "data", "t/d=1/a", "R1"),
            object(4, "DeleteObject", "data", "t/d=1/b", "R1"),
            object(5, "DeleteObject", "data", "c", "R1"),
            object(6, "PutObject", "data", "t/d=1/a", "R3"),
        ],
    );
    for line in ["s3-changes .", "s3-changes --unique .", "s3-changes --threads 4 ."] {
        let ran = report(folder.path(), line);
        let at = |minute: u32| format!("{DAY}:{minute:02}:00Z");
        let expected = json!([
            ["data", "t/d=1/", "written", "alice", 1, 1, at(6), at(6)],
            ["data", null, "deleted", "alice", 2, 1, at(2), at(5)],
            ["data", "t/d=1/", "deleted", "alice", 1, 2, at(3), at(4)],
        ]);
        assert_eq!((ran.code, rows(&ran, "changes")), (0, expected), "{ran}");
        let expected = json!([
            ["data", "t/d=1/a", at(6), "written", "alice"],
            ["data", "c", at(5), "deleted", "alice"],
            ["data", "t/d=1/b", at(4), "deleted", "alice"],
        ]);
        assert_eq!(rows(&ran, "objects"), expected, "{ran}");
    }
}

#[test]
fn without_data_events_s3_changes_cannot_tell() {
    let folder = tempfile::tempdir().unwrap();
    let one = record("2026-11-20T09:00:00Z", "s3", "PutBucketPolicy", &json!({}));
    log(folder.path(), "a.json", &[one]);
    let ran = report(folder.path(), "s3-changes .");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("no S3 data events in these logs"), "{ran}");
    // Reading an object shows that the trail selects data events.
    log(folder.path(), "b.json", &[object(1, "GetObject", "data", "a", "R1")]);
    let ran = report(folder.path(), "s3-changes .");
    assert_eq!((ran.code, rows(&ran, "changes")), (0, json!([])), "{ran}");
}

#[test]
fn failed_changes_of_objects_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut failed = object(1, "PutObject", "data", "a", "R1");
    failed["errorCode"] = json!("AccessDenied");
    log(folder.path(), "a.json", &[failed, object(2, "CopyObject", "data", "b", "R2")]);
    let ran = report(folder.path(), "s3-changes .");
    assert_eq!(column(&rows(&ran, "objects"), 1), ["b"], "{ran}");
}

#[test]
fn iam_changes_are_writes_to_identities() {
    let folder = tempfile::tempdir().unwrap();
    let call = |minute: u32, source: &str, name: &str, read_only: Value| {
        let others = json!({ "readOnly": read_only });
        record(&format!("{DAY}:{minute:02}:00Z"), source, name, &others)
    };
    log(
        folder.path(),
        "a.json",
        &[
            call(1, "iam", "CreateUser", json!(false)),
            call(2, "iam", "CreateUser", json!("false")),
            call(3, "iam", "ListUsers", json!(true)),
            call(4, "sts", "AssumeRole", json!(false)),
            call(5, "sts", "AssumeRoot", json!(false)),
            call(6, "sso", "CreateAccountAssignment", json!(false)),
            call(7, "ec2", "RunInstances", json!(false)),
            call(8, "identitystore", "CreateGroup", json!(false)),
        ],
    );
    let ran = report(folder.path(), "iam-changes .");
    assert_eq!(
        column(&rows(&ran, "events"), 4),
        ["CreateGroup", "CreateAccountAssignment", "AssumeRoot", "CreateUser", "CreateUser"]
    );
    let callers = rows(&ran, "by-caller");
    assert_eq!(
        callers[0].as_array().unwrap()[..4],
        [json!("111122223333"), json!("alice"), json!("CreateUser"), json!(2)]
    );
}

#[test]
fn root_is_root_itself_and_no_service_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let by = |minute: u32, identity: Value| {
        let others = json!({ "userIdentity": identity });
        record(&format!("{DAY}:{minute:02}:00Z"), "iam", &format!("Call{minute}"), &others)
    };
    log(
        folder.path(),
        "a.json",
        &[
            by(1, json!({"type": "Root"})),
            by(2, json!({"type": "Root", "invokedBy": "s3.amazonaws.com"})),
            by(3, json!({"type": "Root", "invokedBy": ""})),
            by(4, json!({"type": "IAMUser", "userName": "root"})),
        ],
    );
    let ran = report(folder.path(), "root .");
    assert_eq!(column(&rows(&ran, "events"), 4), ["Call3", "Call1"], "{ran}");
    assert_eq!(column(&rows(&ran, "by-event"), 1), ["Call1", "Call3"], "{ran}");
}

#[test]
fn days_without_events_are_rows_of_zeros_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let on = |day: &str, region: &str| {
        let others = json!({ "awsRegion": region, "eventID": day });
        record(&format!("2026-11-{day}T09:00:00Z"), "s3", "ListBuckets", &others)
    };
    let four = [
        on("20", "us-east-1"),
        on("22", "us-east-1"),
        on("22", "us-east-1"),
        on("23", "eu-west-1"),
    ];
    log(folder.path(), "a.json", &four);
    let ran = report(folder.path(), "overview .");
    let days = [("20", 1), ("21", 0), ("22", 2), ("23", 1)];
    let days = days.map(|(day, events)| json!([format!("2026-11-{day}"), events, 0]));
    assert_eq!(rows(&ran, "events-by-day"), json!(days), "{ran}");
    let regions = rows(&ran, "accounts-and-regions");
    assert_eq!((&regions[0][6], &regions[1][6]), (&json!(0), &json!(1)), "{ran}");
    // Of events delivered again, the later ones.
    assert_eq!(rows(&ran, "span")[0][7], 1, "{ran}");
    let ran = report(folder.path(), "overview . --unique");
    assert_eq!((&rows(&ran, "span")[0][4], &rows(&ran, "span")[0][7]), (&json!(3), &json!(0)));
}

#[test]
fn weekdays_and_hours_without_events_are_zeros() {
    let folder = tempfile::tempdir().unwrap();
    let one = record("2026-11-22T23:30:00Z", "s3", "ListBuckets", &json!({}));
    log(folder.path(), "a.json", &[one]);
    let ran = report(folder.path(), "operations . --tile events-by-hour-and-weekday");
    let rows = rows(&ran, "events-by-hour-and-weekday");
    assert_eq!(rows.as_array().unwrap().len(), 7 * 24);
    assert_eq!((&rows[0], &rows[167]), (&json!([1, 0, 0]), &json!([7, 23, 1])));
}

#[test]
fn security_groups_narrow_down_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let call = |minute: u32, name: &str, request: Value| {
        let others = json!({ "requestParameters": request });
        record(&format!("{DAY}:{minute:02}:00Z"), "ec2", name, &others)
    };
    log(
        folder.path(),
        "a.json",
        &[
            call(1, "AuthorizeSecurityGroupIngress", json!({"groupId": "sg-1"})),
            call(2, "DescribeSecurityGroups", json!({"groupId": "sg-1"})),
            call(
                3,
                "ModifyInstanceAttribute",
                json!({"groupSet": {"items": [{"groupId": "sg-2"}]}}),
            ),
            call(4, "ModifyInstanceAttribute", json!({"userData": "x"})),
        ],
    );
    let names = |line: &str| {
        let ran = report(folder.path(), line);
        let rows = rows(&ran, "security-group-modifications");
        column(&rows, 2).join(" ")
    };
    let both = "ModifyInstanceAttribute AuthorizeSecurityGroupIngress";
    assert_eq!(names("security-groups ."), both);
    assert_eq!(names("security-groups . -e sg-1"), "AuthorizeSecurityGroupIngress");
}
