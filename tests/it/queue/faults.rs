//! What is well made passes; then one thing at a time is broken, and just that is found.

use serde_json::json;

use super::{REGION, Told};
use crate::harness::root;
use crate::relay::Call;

#[test]
fn what_ct_makes_passes_and_nothing_is_changed() {
    let told = Told::by_s3("820000000001");
    let ran = told.account.ct("queue check new-logs");
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    24 checks passed
    --- stderr
    ");
    for flags in ["--trail main", "--bucket queue-820000000001", ""] {
        assert_eq!(told.found(flags), [""; 0], "{flags}");
    }
    let arn = told.arn("sqs", "new-logs");
    for name in [arn.clone(), told.url("new-logs")] {
        let ran = told.account.ct(&format!("queue check {name}"));
        assert_eq!(ran.code, 0, "{ran}");
    }
    let ran = told.account.ct("queue check new-logs -v");
    assert!(ran.text().contains("S3 tells it of queue-820000000001"), "{ran}");
    assert_eq!(ran.stderr, "1 queue · 0 failed · 24 passed\n");
}

#[test]
fn what_comes_by_way_of_a_topic_passes_too() {
    let told = Told::by_topic("820000000002");
    for flags in ["--trail main", "--bucket queue-820000000002", ""] {
        assert_eq!(told.found(flags), [""; 0], "{flags}");
    }
    let ran = told.account.ct("queue check new-logs -v");
    assert!(ran.text().contains("news passes on from trail main"), "{ran}");
}

/// A fault, and what is found of it.
type Fault = (&'static str, fn(&Told), &'static [&'static str]);

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
            // Whose policy lets nobody in but its account.
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
fn faults_of_a_queue_are_found() {
    expect(Told::by_s3, &OF_QUEUES);
}

const UNTOLD: &[&str] =
    &["fail queue.told", "not-applicable queue.policy", "not-applicable queue.policy-deny"];

/// S3 tries whom it is to tell, and that waits in the queue.
const OF_BUCKETS: [Fault; 5] = [
    ("820000000031", |it| it.notify(""), UNTOLD),
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
fn faults_of_a_bucket_s_notification_are_found() {
    expect(Told::by_s3, &OF_BUCKETS);
}

const OF_TOPICS: [Fault; 5] = [
    (
        "820000000041",
        |it| {
            it.sns(&format!("Action=Unsubscribe&SubscriptionArn={}", subscription(it)));
        },
        UNTOLD,
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
            let topic = it.arn("sns", "news");
            let none = "AttributeName=Policy&AttributeValue=%7B%22Statement%22%3A%5B%5D%7D";
            it.sns(&format!("Action=SetTopicAttributes&TopicArn={topic}&{none}"));
        },
        &["fail topic.policy"],
    ),
    (
        "820000000045",
        |it| {
            let topic = it.arn("sns", "news");
            let key = "AttributeName=KmsMasterKeyId&AttributeValue=alias/aws/sns";
            it.sns(&format!("Action=SetTopicAttributes&TopicArn={topic}&{key}"));
        },
        &["fail topic.kms"],
    ),
];

#[test]
fn faults_of_a_topic_are_found() {
    expect(Told::by_topic, &OF_TOPICS);
}

/// Each fault in an account of its own.
fn expect(made: fn(&str) -> Told, faults: &[Fault]) {
    for (number, plant, expected) in faults {
        let told = made(number);
        plant(&told);
        assert_eq!(told.found(""), *expected, "{number}");
        assert_eq!(told.found("--trail main"), *expected, "{number}");
    }
}

/// The ARN of the queue's subscription.
fn subscription(told: &Told) -> String {
    let topic = told.arn("sns", "news");
    let all = told.sns(&format!("Action=ListSubscriptionsByTopic&TopicArn={topic}"));
    let (_, rest) = all.split_once("<SubscriptionArn>").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

fn of_subscription(told: &Told, name: &str, value: &str) {
    let set = format!("AttributeName={name}&AttributeValue={value}");
    let arn = subscription(told);
    told.sns(&format!("Action=SetSubscriptionAttributes&SubscriptionArn={arn}&{set}"));
}

#[test]
fn what_mends_it_is_said_and_does() {
    let told = Told::by_s3("820000000051");
    told.notify("");
    let ran = told.account.ct("queue check new-logs");
    insta::assert_snapshot!(ran, @"
    code 1
    --- stdout
    STATE  SEVERITY  CHECK       OF        FOUND
    FAIL   high      queue.told  new-logs  S3 tells nobody of queue-820000000051
      ct trail update arn:aws:cloudtrail:us-east-1:820000000051:trail/main --queue new-logs
    17 checks passed, 2 not applicable
    --- stderr
    ");
    let fix = ran.lines()[2].trim().strip_prefix("ct ").unwrap().to_owned();
    assert_eq!(told.account.ct(&format!("{fix} --yes")).code, 0);
    told.account.relay.clear();
    // S3 has tried it.
    assert_eq!(told.found(""), ["note queue.backlog"]);
}

#[test]
fn a_queue_of_another_region_is_not_told_by_s3() {
    let told = Told::by_s3("820000000052");
    let target = "AmazonSQS.CreateQueue";
    let create = json!({ "QueueName": "new-logs" });
    told.account.moto.call("sqs", "eu-west-1", target, &create).unwrap();
    let queue = told.arn("sqs", "new-logs").replace(REGION, "eu-west-1");
    let ran = told.account.ct(&format!("queue check {queue} --trail main"));
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.text().contains("S3 tells queues of its own region only"), "{ran}");
}

#[test]
fn keys_of_one_s_own_must_let_s3_in() {
    let told = Told::by_s3("820000000053");
    let open = json!({ "Statement": [{ "Effect": "Allow", "Resource": "*",
        "Principal": { "Service": "s3.amazonaws.com" },
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"] }] });
    let kms = |operation: &str, input: serde_json::Value| {
        let target = format!("TrentService.{operation}");
        told.account.moto.call("kms", REGION, &target, &input).unwrap()
    };
    let key =
        kms("CreateKey", json!({ "Policy": open.to_string() }))["KeyMetadata"]["KeyId"].clone();
    kms("CreateAlias", json!({ "AliasName": "alias/news", "TargetKeyId": key }));
    told.set(json!({ "KmsMasterKeyId": "alias/news" }));
    assert_eq!(told.found(""), [""; 0]);
}

#[test]
fn it_calls_no_more_than_the_documented_permissions_allow() {
    let told = Told::by_topic("820000000054");
    told.set(json!({ "KmsMasterKeyId": "alias/none" }));
    assert_eq!(told.found(""), ["fail queue.kms"]);
    let readme = std::fs::read_to_string(root().join("docs/permissions.md")).unwrap();
    let rows: Vec<&str> = readme.lines().filter(|line| line.contains("`ct queue check`")).collect();
    let mut asked: Vec<String> = told.account.relay.calls().iter().map(Call::name).collect();
    asked.sort_unstable();
    asked.dedup();
    assert!(asked.len() > 8, "{asked:?}");
    for call in asked {
        let action = match call.as_str() {
            "s3:GetBucketNotificationConfiguration" => "s3:GetBucketNotification",
            // By s3:ListBucket, which everything needs.
            "s3:HeadBucket" | "s3:ListObjectsV2" => continue,
            other => other,
        };
        assert!(rows.iter().any(|row| row.contains(&format!("`{action}`"))), "{action}");
    }
}
