//! What cannot be read is unknown, never passed or failed.

use super::account::Account;
use super::found;
use crate::relay::Answer;

/// Denied operations, and the checks that are unknown then.
const REFUSALS: [(&str, &[&str]); 15] = [
    (
        "s3:GetBucketPolicy",
        &["bucket.policy-deny", "bucket.policy", "bucket.policy-broad", "bucket.tls"],
    ),
    ("s3:GetBucketLogging", &["bucket.access-logging"]),
    ("s3:GetBucketVersioning", &["bucket.versioning"]),
    ("s3:GetPublicAccessBlock", &["bucket.public-access-block"]),
    ("s3:GetBucketNotificationConfiguration", &["bucket.notifications"]),
    (
        "cloudtrail:GetEventSelectors",
        &["account.multi-region", "account.s3-write-events", "account.s3-read-events"],
    ),
    ("kms:DescribeKey", &["key.enabled"]),
    ("kms:GetKeyRotationStatus", &["key.rotation"]),
    ("kms:GetKeyPolicy", &["key.policy", "key.policy-broad", "key.policy-deny"]),
    ("sns:GetTopicAttributes", &["topic.policy", "topic.policy-broad", "topic.policy-deny"]),
    ("sns:ListSubscriptionsByTopic", &["topic.subscriptions"]),
    ("sqs:GetQueueUrl", &["queue.policy", "queue.policy-broad", "queue.policy-deny"]),
    ("sqs:GetQueueAttributes", &["queue.policy", "queue.policy-broad", "queue.policy-deny"]),
    // Object ownership and Block Public Access make these ineffective.
    ("s3:GetBucketAcl", &[]),
    ("s3:GetBucketPolicyStatus", &[]),
];

#[test]
fn unreadable_facts_are_unknown_and_name_the_permission() {
    for (at, (operation, unknown)) in REFUSALS.into_iter().enumerate() {
        let account = Account::new(&format!("3300000001{at:02}"));
        let refusal =
            if operation.starts_with("s3:") { "AccessDenied" } else { "AccessDeniedException" };
        account.relay.answer(Answer::error(operation, 403, refusal, "not authorized"));
        let mut open = found(&account);
        let mut expected: Vec<String> = unknown.iter().map(|id| format!("unknown {id}")).collect();
        open.sort_unstable();
        expected.sort_unstable();
        assert_eq!(open, expected, "{operation}");
        let action = match operation {
            "s3:GetBucketNotificationConfiguration" => "s3:GetBucketNotification",
            "s3:GetPublicAccessBlock" => "s3:GetBucketPublicAccessBlock",
            other => other,
        };
        let ran = account.ct("trail check --skip bucket.mfa-delete").run();
        assert_eq!(
            ran.text().contains(&format!("access denied; needs {action} on arn:aws:")),
            !unknown.is_empty(),
            "{ran}"
        );
    }
}

#[test]
fn failed_checks_are_reported_beside_unknown_ones() {
    let account = Account::new("330000000151");
    account.relay.answer(Answer::error("GetBucketPolicy", 403, "AccessDenied", "Access Denied"));
    account.bucket("DELETE", "publicAccessBlock", "");
    let ran = account.ct("trail check --skip bucket.mfa-delete").run();
    assert_eq!(ran.code, 1, "{ran}");
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE    SEVERITY  CHECK                       OF                  FOUND
    FAIL     medium    bucket.public-access-block  check-330000000151  off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets; the account-level setting is not checked
      aws s3api put-public-access-block --bucket check-330000000151 --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
    UNKNOWN  high      bucket.policy               check-330000000151  access denied; needs s3:GetBucketPolicy on arn:aws:s3:::check-330000000151
    UNKNOWN  high      bucket.policy-deny          check-330000000151  access denied; needs s3:GetBucketPolicy on arn:aws:s3:::check-330000000151
    UNKNOWN  medium    bucket.policy-broad         check-330000000151  access denied; needs s3:GetBucketPolicy on arn:aws:s3:::check-330000000151
    UNKNOWN  low       bucket.tls                  check-330000000151  access denied; needs s3:GetBucketPolicy on arn:aws:s3:::check-330000000151
      use credentials with these permissions: ct policy reader --audit --bucket NAME
    34 checks passed
    --- stderr
    1 trail · 1 failed · 34 passed · INCOMPLETE: 4 checks unknown
    ");
}

#[test]
fn bucket_of_another_account_is_a_note() {
    let account = Account::new("330000000152");
    // Requests: its Region, whether the account owns it, and whether it exists at all.
    let refused = Answer::error("HeadBucket", 403, "AccessDenied", "Access Denied");
    account.relay.answer(refused.skip(1).times(1));
    let ran = account.ct("trail check --skip bucket.mfa-delete").run();
    assert_eq!(ran.code, 0, "{ran}");
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    STATE  SEVERITY  CHECK         OF                  FOUND
    note   info      bucket.owner  check-330000000152  the bucket belongs to another account than the caller's: make sure that you know it
    38 checks passed, 1 not applicable
    --- stderr
    ");
}

#[test]
fn unknown_trails_and_denied_requests_are_errors() {
    let account = Account::new("330000000153");
    let ran = account.ct("trail check other").run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: no trail named other in us-east-1
    help: existing trails: main; all Regions: ct trail list
    ");
    let error = Answer::error("DescribeTrails", 403, "AccessDeniedException", "not authorized");
    account.relay.answer(error);
    let ran = account.ct("trail check").run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: access denied
    help: needs cloudtrail:DescribeTrails on *
    ");
    let ran = account.ct("trail check --skip bucket.mfa").run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: invalid value 'bucket.mfa' for '--skip <CHECK>' [possible values: account.multi-region, account.s3-write-events, account.s3-read-events, trail.logging, trail.validation, trail.kms, trail.cloudwatch, delivery.logs, delivery.digests, delivery.notifications, delivery.cloudwatch, delivery.stale, delivery.digests-stale, trail.duplicate, bucket.exists, bucket.owner, bucket.public, bucket.public-access-block, bucket.access-logging, bucket.versioning, bucket.mfa-delete, bucket.policy, bucket.policy-broad, bucket.policy-deny, bucket.tls, bucket.notifications, key.enabled, key.rotation, key.policy, key.policy-broad, key.policy-deny, topic.exists, topic.subscriptions, topic.policy, topic.policy-broad, topic.policy-deny, queue.exists, queue.policy, queue.policy-broad, queue.policy-deny]
    help: a similar value exists: 'bucket.mfa-delete'
    ");
}

/// Other S3 implementations use another root element, or none. The AWS CLI reads such answers.
#[test]
fn answers_with_another_root_element_are_read() {
    let account = Account::new("330000000291");
    let block =
        ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
            .map(|name| format!("<{name}>true</{name}>"))
            .concat();
    let table = [
        ("GetBucketVersioning", "<Answer><Status>Enabled</Status></Answer>", ""),
        ("GetBucketVersioning", "\n<VersioningConfiguration/>\n", "fail bucket.versioning"),
        ("GetBucketVersioning", "", "fail bucket.versioning"),
        ("GetBucketVersioning", "<?xml version=\"1.0\"?>\n", "fail bucket.versioning"),
        ("GetBucketNotificationConfiguration", "<x:Answer xmlns:x=\"u\"></x:Answer>", ""),
        ("GetBucketNotificationConfiguration", " ", ""),
        ("GetPublicAccessBlock", &format!("<Answer>{block}</Answer>"), ""),
        ("GetPublicAccessBlock", "", "fail bucket.public-access-block"),
        ("GetBucketVersioning", "<html><body/></html>", "unknown bucket.versioning"),
    ];
    for (operation, text, expected) in table {
        account.relay.answer(Answer::text(operation, text).times(1));
        let expected: &[&str] = if expected.is_empty() { &[] } else { &[expected] };
        assert_eq!(found(&account), expected, "{operation}: {text}");
    }
}
