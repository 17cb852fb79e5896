//! `ct trail check`: an account with a recommended configuration, and the checks that change with each
//! fault.

// The account, and how faults are set up.
mod account;
// What cannot be read.
mod unknown;
// Formats for other programs.
mod formats;

use serde_json::{Value, json};

use account::Account;

use crate::relay::Answer;

/// Every check that does not pass: `fail bucket.tls`.
fn found(account: &Account) -> Vec<String> {
    let ran = account.ct("trail check --skip bucket.mfa-delete -o json").run();
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("{ran}"));
    let checks = document["checks"].as_array().unwrap();
    let failed = checks.iter().any(|check| check["state"] == "fail");
    let unknown = checks.iter().any(|check| check["state"] == "unknown");
    assert_eq!(ran.code, if failed { 1 } else { 2 * i32::from(unknown) }, "{ran}");
    assert_eq!(document["complete"], !unknown);
    assert_eq!(account.writes(), [""; 0]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let others = checks.iter().filter(|check| check["state"] != "pass");
    others.map(|check| format!("{} {}", text(&check["state"]), text(&check["id"]))).collect()
}

#[test]
fn recommended_configuration_passes_and_nothing_is_changed() {
    let account = Account::new("330000000001");
    let ran = account.ct("trail check --skip bucket.mfa-delete").run();
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    39 checks passed
    --- stderr
    ");
    assert_eq!(account.writes(), [""; 0]);
    // moto does not store it.
    let ran = account.ct("trail check").run();
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK              OF                  FOUND
    FAIL   low       bucket.mfa-delete  check-330000000001  MFA delete is off
      as root: aws s3api put-bucket-versioning --bucket check-330000000001 --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa 'DEVICE CODE'
    39 checks passed
    --- stderr
    ");
}

/// An account number, a fault, and the checks that do not pass.
type Fault = (&'static str, fn(&Account), &'static [&'static str]);

const OF_BUCKETS: [Fault; 7] = [
    (
        "330000000011",
        |it| it.bucket("DELETE", "policy", ""),
        &["fail bucket.policy", "fail bucket.tls"],
    ),
    (
        "330000000012",
        |it| it.bucket("DELETE", "publicAccessBlock", ""),
        &["fail bucket.public-access-block"],
    ),
    (
        "330000000013",
        |it| {
            it.bucket(
                "PUT",
                "logging",
                "<BucketLoggingStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
            );
        },
        &["fail bucket.access-logging"],
    ),
    (
        "330000000014",
        |it| {
            let status =
                "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
            it.bucket("PUT", "versioning", status);
        },
        &["fail bucket.versioning"],
    ),
    (
        "330000000015",
        |it| it.policy(|statements| statements.retain(|it| it["Effect"] == "Allow")),
        &["fail bucket.tls"],
    ),
    (
        "330000000016",
        |it| {
            it.policy(|statements| {
                let mut broad = statements[1].clone();
                broad["Condition"] = json!({});
                statements.push(broad);
            });
        },
        &["fail bucket.policy-broad"],
    ),
    (
        "330000000017",
        |it| {
            it.policy(|statements| {
                statements.push(json!({ "Effect": "Deny", "Principal": "*",
                    "Action": "s3:PutObject", "Resource": format!("arn:aws:s3:::{}/*", it.name) }));
            });
        },
        &["fail bucket.policy-deny"],
    ),
];

#[test]
fn each_bucket_fault_fails_its_own_check() {
    expect(&OF_BUCKETS);
}

/// Each fault in an account of its own.
fn expect(faults: &[Fault]) {
    for (number, plant, expected) in faults {
        let account = Account::new(number);
        plant(&account);
        assert_eq!(found(&account), *expected, "{number}");
    }
}

#[test]
fn public_bucket_fails() {
    let account = Account::new("330000000018");
    account.bucket("DELETE", "publicAccessBlock", "");
    account.policy(|statements| {
        statements.push(json!({ "Sid": "Everyone", "Effect": "Allow", "Principal": "*",
            "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{}/*", account.name) }));
    });
    let expected =
        ["fail bucket.public", "fail bucket.public-access-block", "fail bucket.policy-broad"];
    assert_eq!(found(&account), expected);
}

const OF_TRAILS: [Fault; 5] = [
    (
        "330000000021",
        |it| it.trail("StopLogging", &json!({ "Name": "main" })),
        &[
            "fail account.multi-region",
            "fail trail.logging",
            "fail account.s3-write-events",
            "fail account.s3-read-events",
            "fail trail.cloudwatch",
            "not-applicable delivery.stale",
            "not-applicable delivery.digests-stale",
        ],
    ),
    (
        "330000000022",
        |it| {
            let selectors = json!([{ "FieldSelectors": [
                { "Field": "eventCategory", "Equals": ["Management"] },
                { "Field": "readOnly", "Equals": ["false"] },
            ]}]);
            it.trail(
                "PutEventSelectors",
                &json!({ "TrailName": "main", "AdvancedEventSelectors": selectors }),
            );
        },
        &[
            "fail account.multi-region",
            "fail account.s3-write-events",
            "fail account.s3-read-events",
        ],
    ),
    (
        "330000000023",
        |it| {
            it.trail("UpdateTrail", &json!({ "Name": "main", "EnableLogFileValidation": false }));
        },
        &[
            "fail trail.validation",
            "not-applicable delivery.digests",
            "not-applicable delivery.digests-stale",
        ],
    ),
    (
        "330000000024",
        |it| it.trail("UpdateTrail", &json!({ "Name": "main", "IsMultiRegionTrail": false })),
        &[
            "fail account.multi-region",
            "fail account.s3-write-events",
            "fail account.s3-read-events",
        ],
    ),
    (
        "330000000025",
        Account::second_trail,
        &["fail trail.duplicate", "not-applicable delivery.notifications"],
    ),
];

#[test]
fn each_trail_fault_fails_its_own_check() {
    expect(&OF_TRAILS);
}

const OF_OTHERS: [Fault; 6] = [
    ("330000000031", |it| it.kms("DisableKeyRotation", json!({})), &["fail key.rotation"]),
    ("330000000032", |it| it.kms("DisableKey", json!({})), &["fail key.enabled"]),
    (
        "330000000033",
        |it| {
            let policy = it.printed("policy key --trail main");
            it.kms("PutKeyPolicy", json!({ "PolicyName": "default", "Policy": policy }));
        },
        &["fail key.policy"],
    ),
    ("330000000034", |it| it.topic_policy("{\"Statement\": []}"), &["fail topic.policy"]),
    (
        "330000000035",
        |it| {
            let policy = it.printed("policy topic --topic new-logs --trail main");
            it.topic_policy(&policy.replace("\"Condition\"", "\"Ignored\""));
        },
        &["fail topic.policy-broad"],
    ),
    ("330000000036", |it| it.queue_policy(""), &["fail queue.policy"]),
];

#[test]
fn each_key_topic_and_queue_fault_fails_its_own_check() {
    expect(&OF_OTHERS);
}

#[test]
fn delivery_errors_are_explained() {
    let account = Account::new("330000000041");
    let hours = |hours: i64| jiff::Timestamp::now().as_second() - hours * 3600;
    let status = |more: Value| {
        let mut status = json!({ "IsLogging": true, "StartLoggingTime": hours(900),
            "LatestDeliveryTime": hours(1), "LatestDigestDeliveryTime": hours(1),
            "LatestCloudWatchLogsDeliveryTime": hours(1) });
        let more = more.as_object().unwrap().clone();
        status.as_object_mut().unwrap().extend(more);
        account.relay.answer_with("GetTrailStatus", status);
        found(&account)
    };
    assert_eq!(status(json!({})), [""; 0]);
    let table = [
        (json!({ "LatestDeliveryError": "AccessDenied" }), "fail delivery.logs"),
        (json!({ "LatestDigestDeliveryError": "NoSuchBucket" }), "fail delivery.digests"),
        (json!({ "LatestNotificationError": "AuthorizationError" }), "fail delivery.notifications"),
        (
            json!({ "LatestCloudWatchLogsDeliveryError": "AccessDenied" }),
            "fail delivery.cloudwatch",
        ),
        (json!({ "LatestDeliveryTime": hours(30) }), "fail delivery.stale"),
        (json!({ "LatestDigestDeliveryTime": hours(5) }), "fail delivery.digests-stale"),
        (json!({ "LatestCloudWatchLogsDeliveryTime": hours(30) }), "fail trail.cloudwatch"),
    ];
    for (more, expected) in table {
        assert_eq!(status(more), [expected]);
    }
    status(json!({ "LatestDeliveryError": "AccessDenied" }));
    let ran = account.ct("trail check main --skip bucket.mfa-delete").run();
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK          OF    FOUND
    FAIL   high      delivery.logs  main  AccessDenied: the bucket policy or the key policy denies access to CloudTrail (check-330000000041)
      compare with ct policy bucket --bucket check-330000000041 --trail arn:aws:cloudtrail:us-east-1:330000000041:trail/main
    34 checks passed, 1 not applicable
    --- stderr
    ");
}

#[test]
fn account_without_trails_fails() {
    let account = Account::empty("330000000042");
    let ran = account.ct("trail check").run();
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK                    OF            FOUND
    FAIL   high      account.multi-region     330000000042  the account has no trail
      ct trail create --multi-region, or ct trail update NAME --multi-region
    FAIL   low       account.s3-write-events  330000000042  the account has no trail
    FAIL   low       account.s3-read-events   330000000042  the account has no trail
      log them (billed per event): ct trail events NAME --data s3
    0 checks passed
    --- stderr
    ");
}

#[test]
fn organization_trail_needs_its_folder_in_the_bucket_policy() {
    let account = Account::new("330000000043");
    let id = account.organise();
    account.trail("UpdateTrail", &json!({ "Name": "main", "IsOrganizationTrail": true }));
    assert_eq!(found(&account), ["fail bucket.policy"]);
    let ran = account.ct("trail check --skip bucket.mfa-delete").run();
    let fix = format!("--trail arn:aws:cloudtrail:us-east-1:330000000043:trail/main --org-id {id}");
    assert!(ran.text().contains(&fix), "{ran}");
    let line = format!("policy bucket --bucket {} --trail main --org-id {id}", account.name);
    account.bucket("PUT", "policy", &account.printed(&line));
    assert_eq!(found(&account), [""; 0]);
    let refused = Answer::error("DescribeOrganization", 400, "AccessDeniedException", "no");
    account.relay.answer(refused);
    assert_eq!(found(&account), ["unknown bucket.policy", "unknown bucket.policy-deny"]);
}

#[test]
fn queues_that_s3_notifies_are_checked() {
    let account = Account::new("330000000044");
    let queue = "arn:aws:sqs:us-east-1:330000000044:new-logs";
    account.notify(queue);
    assert_eq!(found(&account), ["fail queue.policy"]);
    let line = format!("policy queue --queue {queue} --bucket {}", account.name);
    let both =
        [account.printed(&line), account.printed("policy queue --queue new-logs --topic new-logs")];
    let [mut one, other]: [Value; 2] = both.map(|text| serde_json::from_str(&text).unwrap());
    let more = other["Statement"].as_array().unwrap().clone();
    one["Statement"].as_array_mut().unwrap().extend(more);
    account.queue_policy(&one.to_string());
    assert_eq!(found(&account), [""; 0]);
}

#[test]
fn trail_is_read_in_its_home_region() {
    let account = Account::new("330000000045");
    let ran = account.ct("trail check --region eu-west-1 --skip bucket.mfa-delete").run();
    assert_eq!(ran.code, 0, "{ran}");
    let regions = |operation: &str| -> Vec<String> {
        let calls = account.relay.calls().into_iter();
        calls.filter(|call| call.name() == operation).map(|call| call.region).collect()
    };
    assert_eq!(regions("cloudtrail:DescribeTrails"), ["eu-west-1"]);
    for operation in [
        "cloudtrail:GetTrailStatus",
        "cloudtrail:GetEventSelectors",
        "kms:DescribeKey",
        "sns:GetTopicAttributes",
        "sqs:GetQueueAttributes",
    ] {
        assert_eq!(regions(operation), ["us-east-1"], "{operation}");
    }
}
