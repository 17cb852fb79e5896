//! What cannot be read is unknown, never passed or failed; and names that are not queues.

use super::{QueueAccount, REGION};
use crate::closed_pipe::expect_the_same_answer;
use crate::relay::Answer;

const POLICY: [&str; 3] =
    ["unknown queue.policy", "unknown queue.policy-deny", "unknown queue.policy-broad"];

#[test]
fn unreadable_facts_are_unknown_and_name_the_permission() {
    let no_source = [
        "unknown bucket.notifications",
        "unknown queue.told",
        "not-applicable queue.policy",
        "not-applicable queue.policy-deny",
    ];
    let refusals: [(&str, &str, &[&str]); 3] = [
        ("820000000061", "sqs:GetQueueAttributes", &["unknown queue.exists"]),
        ("820000000062", "sqs:GetQueueUrl", &["unknown queue.exists"]),
        ("820000000063", "s3:GetBucketNotificationConfiguration", &no_source),
    ];
    for (number, operation, expected) in refusals {
        let place = QueueAccount::notified_by_s3(number);
        place.account.relay.answer(Answer::error(operation, 403, "AccessDenied", "no"));
        let ran = place.account.ct("queue check new-logs");
        assert_eq!(ran.code, 2, "{ran}");
        let action = operation.trim_end_matches("Configuration");
        assert!(ran.text().contains(&format!("access denied; needs {action} on")), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE"), "{ran}");
        if number == "820000000063" {
            let mut found = place.found("");
            let mut expected = expected.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected);
        } else {
            assert!(ran.text().contains("UNKNOWN  high      queue.exists"), "{ran}");
        }
    }
}

#[test]
fn unreadable_topics_are_unknown() {
    let refuse = |place: &QueueAccount, operation: &str| {
        place.account.relay.answer(Answer::error(operation, 403, "AuthorizationError", "no"));
    };
    let place = QueueAccount::notified_by_topic("820000000064");
    refuse(&place, "sns:GetSubscriptionAttributes");
    assert_eq!(place.found(""), ["unknown topic.filter"]);
    refuse(&place, "sns:GetTopicAttributes");
    let found = place.found("");
    for check in ["unknown topic.policy", "unknown topic.kms"] {
        assert!(found.contains(&check.to_owned()), "{found:?}");
    }
    refuse(&place, "sns:ListSubscriptionsByTopic");
    assert_eq!(place.found("")[0], "unknown queue.told");
}

#[test]
fn one_known_source_is_enough() {
    let place = QueueAccount::notified_by_s3("820000000065");
    let denied = |operation: &str| Answer::error(operation, 403, "AccessDeniedException", "no");
    place.account.relay.answer(denied("cloudtrail:ListTrails"));
    assert_eq!(place.found(""), [""; 0]);
    place.account.relay.answer(denied("cloudtrail:DescribeTrails"));
    // The queue policy names the bucket.
    assert_eq!(place.found(""), [""; 0]);
    let bucket = format!("--bucket {}", place.bucket);
    assert_eq!(place.found(&bucket), [""; 0]);
    place.notify("");
    assert_eq!(place.found("")[0], "unknown queue.told");
}

#[test]
fn bucket_of_another_account_is_named_as_such() {
    let place = QueueAccount::notified_by_s3("820000000066");
    let refused = |operation: &str| Answer::error(operation, 403, "AccessDenied", "Access Denied");
    place.account.relay.answer(refused("GetBucketNotificationConfiguration"));
    // Requests: its Region, whether the account owns it, and whether it exists at all.
    place.account.relay.answer(refused("HeadBucket").skip(1).times(1));
    let ran = place.account.ct(&format!("queue check new-logs --bucket {}", place.bucket));
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    STATE    SEVERITY  CHECK                 OF                  FOUND
    UNKNOWN  high      queue.told            new-logs            bucket queue-820000000066: it belongs to another account: use that account's credentials: access denied; needs s3:GetBucketNotification on arn:aws:s3:::queue-820000000066
    UNKNOWN  high      bucket.notifications  queue-820000000066  it belongs to another account: use that account's credentials: access denied; needs s3:GetBucketNotification on arn:aws:s3:::queue-820000000066
      use credentials with these permissions: ct policy reader --audit --bucket NAME
    16 checks passed, 2 not applicable
    --- stderr
    1 queue · 0 failed · 16 passed · INCOMPLETE: 2 checks unknown
    ");
}

#[test]
fn unknown_bucket_owner_makes_the_policy_unknown() {
    let place = QueueAccount::notified_by_s3("820000000067");
    let refused = Answer::error("HeadBucket", 403, "AccessDenied", "Access Denied");
    place.account.relay.answer(refused.skip(1).times(1));
    assert_eq!(place.found(""), POLICY);
}

#[test]
fn queue_without_permission_may_exist() {
    let place = QueueAccount::notified_by_s3("840000000201");
    let (code, said) = (
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist or you do not have access to it.",
    );
    place.account.relay.answer(Answer::error("sqs:GetQueueUrl", 400, code, said));
    let ran = place.account.ct("queue check new-logs");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("UNKNOWN  high      queue.exists"), "{ran}");
    assert!(ran.text().contains("it needs sqs:GetQueueUrl"), "{ran}");
}

#[test]
fn unknown_names_are_errors() {
    let place = QueueAccount::notified_by_s3("820000000068");
    let ran = place.account.ct("queue check other");
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK         OF     FOUND
    FAIL   high      queue.exists  other  there is no such queue
      check the name, the account and AWS_REGION; ct trail update TRAIL --queue NAME creates and subscribes one
    0 checks passed
    --- stderr
    ");
    let ran = place.account.ct("queue check new/logs");
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: not a queue name: new/logs
    help: give the URL, the ARN or the name of an SQS queue
    ");
    let ran = place.account.ct("queue check new-logs --trail other");
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: no trail named other in us-east-1
    help: existing trails: main; all Regions: ct trail list
    ");
    let ran = place.account.ct("queue check new-logs --skip queue.tol");
    assert!(ran.code == 2 && ran.stderr.contains("a similar value exists: 'queue.told'"), "{ran}");
    let ran = place.account.ct("queue check new-logs --bucket no-such-bucket-820000000068");
    assert!(ran.code == 1 && ran.text().contains("there is no such bucket"), "{ran}");
}

#[test]
fn junit_and_sarif_report_the_same_result() {
    let place = QueueAccount::notified_by_s3("820000000069");
    place.notify("");
    let ran = place.account.ct("queue check new-logs -o junit");
    assert!(ran.code == 1 && ran.text().contains("<testsuites name=\"ct queue check\""), "{ran}");
    for format in ["text", "json", "junit", "sarif"] {
        let line = format!("queue check new-logs -o {format}");
        expect_the_same_answer(1, || place.account.program(REGION, &line));
    }
    let ran = place.account.ct("queue check new-logs -o sarif");
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let (rules, results) = (&log["runs"][0]["tool"]["driver"]["rules"], &log["runs"][0]["results"]);
    let at = usize::try_from(results[0]["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!((&rules[at]["id"], results.as_array().unwrap().len()), (&"queue.told".into(), 1));
}
