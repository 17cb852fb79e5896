//! What may not be read is unknown: never good, never bad. And what is no queue.

use super::{REGION, Told};
use crate::closed_pipe::expect_the_same_answer;
use crate::relay::Answer;

const POLICY: [&str; 3] =
    ["unknown queue.policy", "unknown queue.policy-deny", "unknown queue.policy-broad"];

#[test]
fn what_is_refused_is_unknown_and_names_the_permission() {
    let untold = [
        "unknown bucket.notifications",
        "unknown queue.told",
        "not-applicable queue.policy",
        "not-applicable queue.policy-deny",
    ];
    let refusals: [(&str, &str, &[&str]); 3] = [
        ("820000000061", "sqs:GetQueueAttributes", &["unknown queue.exists"]),
        ("820000000062", "sqs:GetQueueUrl", &["unknown queue.exists"]),
        ("820000000063", "s3:GetBucketNotificationConfiguration", &untold),
    ];
    for (number, operation, expected) in refusals {
        let told = Told::by_s3(number);
        told.account.relay.answer(Answer::error(operation, 403, "AccessDenied", "no"));
        let ran = told.account.ct("queue check new-logs");
        assert_eq!(ran.code, 2, "{ran}");
        let action = operation.trim_end_matches("Configuration");
        assert!(ran.text().contains(&format!("access denied; needs {action} on")), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE"), "{ran}");
        if number == "820000000063" {
            let mut found = told.found("");
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
fn topics_that_may_not_be_read_are_unknown() {
    let refuse = |told: &Told, operation: &str| {
        told.account.relay.answer(Answer::error(operation, 403, "AuthorizationError", "no"));
    };
    let told = Told::by_topic("820000000064");
    refuse(&told, "sns:GetSubscriptionAttributes");
    assert_eq!(told.found(""), ["unknown topic.filter"]);
    refuse(&told, "sns:GetTopicAttributes");
    let found = told.found("");
    for check in ["unknown topic.policy", "unknown topic.kms"] {
        assert!(found.contains(&check.to_owned()), "{found:?}");
    }
    refuse(&told, "sns:ListSubscriptionsByTopic");
    assert_eq!(told.found("")[0], "unknown queue.told");
}

#[test]
fn one_way_that_is_known_is_enough() {
    let told = Told::by_s3("820000000065");
    let denied = |operation: &str| Answer::error(operation, 403, "AccessDeniedException", "no");
    told.account.relay.answer(denied("cloudtrail:ListTrails"));
    assert_eq!(told.found(""), [""; 0]);
    told.account.relay.answer(denied("cloudtrail:DescribeTrails"));
    // The queue's policy names the bucket.
    assert_eq!(told.found(""), [""; 0]);
    let bucket = format!("--bucket {}", told.bucket);
    assert_eq!(told.found(&bucket), [""; 0]);
    told.notify("");
    assert_eq!(told.found("")[0], "unknown queue.told");
}

#[test]
fn a_bucket_of_another_account_is_told_of_plainly() {
    let told = Told::by_s3("820000000066");
    let refused = |operation: &str| Answer::error(operation, 403, "AccessDenied", "Access Denied");
    told.account.relay.answer(refused("GetBucketNotificationConfiguration"));
    // The first asks where it is, the second whether it is the account's, the third anyway.
    told.account.relay.answer(refused("HeadBucket").skip(1).times(1));
    let ran = told.account.ct(&format!("queue check new-logs --bucket {}", told.bucket));
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    STATE    SEVERITY  CHECK                 OF                  FOUND
    UNKNOWN  high      queue.told            new-logs            bucket queue-820000000066: it belongs to another account, whose credentials can tell: access denied; needs s3:GetBucketNotification on arn:aws:s3:::queue-820000000066
    UNKNOWN  high      bucket.notifications  queue-820000000066  it belongs to another account, whose credentials can tell: access denied; needs s3:GetBucketNotification on arn:aws:s3:::queue-820000000066
      ask with credentials that may: ct policy reader --audit --bucket NAME
    16 checks passed, 2 not applicable
    --- stderr
    1 queue · 0 failed · 16 passed · INCOMPLETE: 2 checks unknown
    ");
}

#[test]
fn whose_bucket_it_is_must_be_known_for_the_policy() {
    let told = Told::by_s3("820000000067");
    let refused = Answer::error("HeadBucket", 403, "AccessDenied", "Access Denied");
    told.account.relay.answer(refused.skip(1).times(1));
    assert_eq!(told.found(""), POLICY);
}

#[test]
fn a_queue_that_may_not_be_asked_for_may_be_there() {
    let told = Told::by_s3("840000000201");
    let (code, said) = (
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist or you do not have access to it.",
    );
    told.account.relay.answer(Answer::error("sqs:GetQueueUrl", 400, code, said));
    let ran = told.account.ct("queue check new-logs");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("UNKNOWN  high      queue.exists"), "{ran}");
    assert!(ran.text().contains("it needs sqs:GetQueueUrl"), "{ran}");
}

#[test]
fn what_is_no_queue_is_said_in_one_line() {
    let told = Told::by_s3("820000000068");
    let ran = told.account.ct("queue check other");
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK         OF     FOUND
    FAIL   high      queue.exists  other  there is no such queue
      check name, account and AWS_REGION; ct trail update TRAIL --queue NAME makes one that is told
    0 checks passed
    --- stderr
    ");
    let ran = told.account.ct("queue check new/logs");
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: not the name of a queue: new/logs
    help: give the URL, the ARN or the name of a queue of SQS
    ");
    let ran = told.account.ct("queue check new-logs --trail other");
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    --- stderr
    ct: no trail named other in us-east-1
    help: there is: main; all regions: ct trail list
    ");
    let ran = told.account.ct("queue check new-logs --skip queue.tol");
    assert!(ran.code == 2 && ran.stderr.contains("a similar value exists: 'queue.told'"), "{ran}");
    let ran = told.account.ct("queue check new-logs --bucket no-such-bucket-820000000068");
    assert!(ran.code == 1 && ran.text().contains("there is no such bucket"), "{ran}");
}

#[test]
fn other_programs_read_the_same() {
    let told = Told::by_s3("820000000069");
    told.notify("");
    let ran = told.account.ct("queue check new-logs -o junit");
    assert!(ran.code == 1 && ran.text().contains("<testsuites name=\"ct queue check\""), "{ran}");
    for format in ["text", "json", "junit", "sarif"] {
        let line = format!("queue check new-logs -o {format}");
        expect_the_same_answer(1, || told.account.program(REGION, &line));
    }
    let ran = told.account.ct("queue check new-logs -o sarif");
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let (rules, results) = (&log["runs"][0]["tool"]["driver"]["rules"], &log["runs"][0]["results"]);
    let at = usize::try_from(results[0]["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!((&rules[at]["id"], results.as_array().unwrap().len()), (&"queue.told".into(), 1));
}
