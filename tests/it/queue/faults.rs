//! A recommended configuration passes; each fault fails its own check.

use serde_json::json;

use super::{QueueAccount, REGION};
use crate::harness::root;
use crate::relay::Call;

#[test]
fn queue_created_by_ct_passes_and_nothing_is_changed() {
    let place = QueueAccount::notified_by_s3("820000000001");
    let ran = place.account.ct("queue check new-logs");
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    24 checks passed
    --- stderr
    ");
    for flags in ["--trail main", "--bucket queue-820000000001", ""] {
        assert_eq!(place.found(flags), [""; 0], "{flags}");
    }
    let arn = place.arn("sqs", "new-logs");
    for name in [arn.clone(), place.url("new-logs")] {
        let ran = place.account.ct(&format!("queue check {name}"));
        assert_eq!(ran.code, 0, "{ran}");
    }
    let ran = place.account.ct("queue check new-logs -v");
    assert!(ran.text().contains("bucket queue-820000000001 sends notifications"), "{ran}");
    assert_eq!(ran.stderr, "1 queue · 0 failed · 24 passed\n");
}

#[test]
fn queue_subscribed_to_a_topic_passes() {
    let place = QueueAccount::notified_by_topic("820000000002");
    for flags in ["--trail main", "--bucket queue-820000000002", ""] {
        assert_eq!(place.found(flags), [""; 0], "{flags}");
    }
    let ran = place.account.ct("queue check new-logs -v");
    assert!(ran.text().contains("topic deliveries forwards those of trail main"), "{ran}");
}

/// An account number, a fault, and the checks that do not pass.
type Fault = (&'static str, fn(&QueueAccount), &'static [&'static str]);

const OF_QUEUES: [Fault; 12] = [
    ("820000000011", |it| it.set(json!({ "Policy": "" })), &["fail queue.policy"]),
    (
        "820000000012",
        |it| {
            let broad = json!({ "Effect": "Allow", "Principal": "*", "Action": "SQS:SendMessage",
                "Resource": "*" });
            it.set(json!({ "Policy": json!({ "Statement": [broad] }).to_string() }));
        },
        &["fail queue.policy-broad"],
    ),
    (
        "820000000013",
        |it| {
            let delete = json!({ "QueueUrl": it.url("new-logs-dead") });
            it.sqs("DeleteQueue", &delete);
        },
        &["fail queue.dead-letter-queue"],
    ),
    (
        "820000000014",
        |it| {
            let url = it.url("new-logs-dead");
            it.sqs("SendMessage", &json!({ "QueueUrl": url, "MessageBody": "odd" }));
        },
        &["fail queue.dead-letter-empty"],
    ),
    (
        "820000000015",
        |it| it.set(json!({ "KmsMasterKeyId": "alias/aws/sqs" })),
        &["fail queue.kms"],
    ),
    (
        "820000000016",
        |it| {
            // The key policy allows its own account only.
            let target = "TrentService.CreateKey";
            let made = it.account.moto.call("kms", REGION, target, &json!({})).unwrap();
            it.set(json!({ "KmsMasterKeyId": made["KeyMetadata"]["KeyId"] }));
        },
        &["fail queue.kms"],
    ),
    ("820000000017", |it| it.set(json!({ "VisibilityTimeout": "10" })), &["note queue.visibility"]),
    (
        "820000000018",
        |it| it.set(json!({ "MessageRetentionPeriod": "3600" })),
        &["note queue.retention"],
    ),
    ("820000000019", |it| it.set(json!({ "DelaySeconds": "60" })), &["note queue.delay"]),
    (
        "820000000020",
        |it| it.set(json!({ "ReceiveMessageWaitTimeSeconds": "0" })),
        &["note queue.polling"],
    ),
    (
        "820000000021",
        |it| {
            let aside = json!({ "deadLetterTargetArn": it.arn("sqs", "new-logs-dead"),
                "maxReceiveCount": "1" });
            it.set(json!({ "RedrivePolicy": aside.to_string() }));
        },
        &["note queue.max-receives"],
    ),
    (
        "820000000022",
        |it| {
            for body in ["one", "two"] {
                let url = it.url("new-logs");
                it.sqs("SendMessage", &json!({ "QueueUrl": url, "MessageBody": body }));
            }
            it.sqs("ReceiveMessage", &json!({ "QueueUrl": it.url("new-logs") }));
        },
        &["note queue.backlog", "note queue.readers"],
    ),
];

#[test]
fn each_queue_fault_is_found() {
    expect(QueueAccount::notified_by_s3, &OF_QUEUES);
}

const NO_SOURCE: &[&str] =
    &["fail queue.told", "not-applicable queue.policy", "not-applicable queue.policy-deny"];

/// S3 sends a test message to a new target, which stays in the queue.
const OF_BUCKETS: [Fault; 5] = [
    ("820000000031", |it| it.notify(""), NO_SOURCE),
    (
        "820000000032",
        |it| it.notify_below("images/", "s3:ObjectCreated:*"),
        &["fail bucket.filter", "note bucket.filter-broad", "note queue.backlog"],
    ),
    (
        "820000000033",
        |it| it.notify_below("AWSLogs/", "s3:ObjectRemoved:*"),
        &["fail bucket.events", "note queue.backlog"],
    ),
    (
        "820000000034",
        |it| it.notify_below("", "s3:ObjectCreated:*"),
        &["note bucket.filter-broad", "note queue.backlog"],
    ),
    (
        "820000000035",
        |it| {
            let folder = "AWSLogs/820000000035/CloudTrail/us-east-1/";
            it.notify_below(folder, "s3:ObjectCreated:*");
        },
        &["fail bucket.filter", "note queue.backlog"],
    ),
];

#[test]
fn each_notification_fault_is_found() {
    expect(QueueAccount::notified_by_s3, &OF_BUCKETS);
}

const OF_TOPICS: [Fault; 5] = [
    (
        "820000000041",
        |it| {
            it.sns(&format!("Action=Unsubscribe&SubscriptionArn={}", subscription(it)));
        },
        NO_SOURCE,
    ),
    (
        "820000000042",
        |it| of_subscription(it, "FilterPolicy", "%7B%22a%22%3A%5B%22b%22%5D%7D"),
        &["fail topic.filter"],
    ),
    ("820000000043", |it| of_subscription(it, "RawMessageDelivery", "true"), &["note topic.raw"]),
    (
        "820000000044",
        |it| {
            let topic = it.arn("sns", "deliveries");
            let none = "AttributeName=Policy&AttributeValue=%7B%22Statement%22%3A%5B%5D%7D";
            it.sns(&format!("Action=SetTopicAttributes&TopicArn={topic}&{none}"));
        },
        &["fail topic.policy"],
    ),
    (
        "820000000045",
        |it| {
            let topic = it.arn("sns", "deliveries");
            let key = "AttributeName=KmsMasterKeyId&AttributeValue=alias/aws/sns";
            it.sns(&format!("Action=SetTopicAttributes&TopicArn={topic}&{key}"));
        },
        &["fail topic.kms"],
    ),
];

#[test]
fn each_topic_fault_is_found() {
    expect(QueueAccount::notified_by_topic, &OF_TOPICS);
}

/// Each fault in an account of its own.
fn expect(create: fn(&str) -> QueueAccount, faults: &[Fault]) {
    for (number, plant, expected) in faults {
        let place = create(number);
        plant(&place);
        assert_eq!(place.found(""), *expected, "{number}");
        assert_eq!(place.found("--trail main"), *expected, "{number}");
    }
}

/// The ARN of the queue's subscription.
fn subscription(place: &QueueAccount) -> String {
    let topic = place.arn("sns", "deliveries");
    let all = place.sns(&format!("Action=ListSubscriptionsByTopic&TopicArn={topic}"));
    let (_, rest) = all.split_once("<SubscriptionArn>").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

fn of_subscription(place: &QueueAccount, name: &str, value: &str) {
    let set = format!("AttributeName={name}&AttributeValue={value}");
    let arn = subscription(place);
    place.sns(&format!("Action=SetSubscriptionAttributes&SubscriptionArn={arn}&{set}"));
}

#[test]
fn the_suggested_command_fixes_the_queue() {
    let place = QueueAccount::notified_by_s3("820000000051");
    place.notify("");
    let ran = place.account.ct("queue check new-logs");
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK       OF        FOUND
    FAIL   high      queue.told  new-logs  bucket queue-820000000051 sends no notifications
      ct trail update arn:aws:cloudtrail:us-east-1:820000000051:trail/main --queue new-logs
    17 checks passed, 2 not applicable
    --- stderr
    ");
    let fix = ran.lines()[2].trim().strip_prefix("ct ").unwrap().to_owned();
    assert_eq!(place.account.ct(&format!("{fix} --yes")).code, 0);
    place.account.relay.clear();
    // The test message of S3.
    assert_eq!(place.found(""), ["note queue.backlog"]);
}

#[test]
fn queue_in_another_region_gets_no_s3_notifications() {
    let place = QueueAccount::notified_by_s3("820000000052");
    let target = "AmazonSQS.CreateQueue";
    let create = json!({ "QueueName": "new-logs" });
    place.account.moto.call("sqs", "eu-west-1", target, &create).unwrap();
    let queue = place.arn("sqs", "new-logs").replace(REGION, "eu-west-1");
    let ran = place.account.ct(&format!("queue check {queue} --trail main"));
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.text().contains("S3 notifies queues of its own Region only"), "{ran}");
}

#[test]
fn customer_managed_key_that_allows_s3_passes() {
    let place = QueueAccount::notified_by_s3("820000000053");
    let open = json!({ "Statement": [{ "Effect": "Allow", "Resource": "*",
        "Principal": { "Service": "s3.amazonaws.com" },
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"] }] });
    let kms = |operation: &str, input: serde_json::Value| {
        let target = format!("TrentService.{operation}");
        place.account.moto.call("kms", REGION, &target, &input).unwrap()
    };
    let key =
        kms("CreateKey", json!({ "Policy": open.to_string() }))["KeyMetadata"]["KeyId"].clone();
    kms("CreateAlias", json!({ "AliasName": "alias/deliveries", "TargetKeyId": key }));
    place.set(json!({ "KmsMasterKeyId": "alias/deliveries" }));
    assert_eq!(place.found(""), [""; 0]);
}

#[test]
fn permissions_are_documented() {
    let place = QueueAccount::notified_by_topic("820000000054");
    place.set(json!({ "KmsMasterKeyId": "alias/none" }));
    assert_eq!(place.found(""), ["fail queue.kms"]);
    let readme = std::fs::read_to_string(root().join("docs/permissions.md")).unwrap();
    let rows: Vec<&str> = readme.lines().filter(|line| line.contains("`ct queue check`")).collect();
    let mut calls: Vec<String> = place.account.relay.calls().iter().map(Call::name).collect();
    calls.sort_unstable();
    calls.dedup();
    assert!(calls.len() > 8, "{calls:?}");
    for call in calls {
        let action = match call.as_str() {
            "s3:GetBucketNotificationConfiguration" => "s3:GetBucketNotification",
            // Needs s3:ListBucket, which every command needs.
            "s3:HeadBucket" | "s3:ListObjectsV2" => continue,
            other => other,
        };
        assert!(rows.iter().any(|row| row.contains(&format!("`{action}`"))), "{action}");
    }
}
