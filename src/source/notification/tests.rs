//! Every known format, each with a member missing, and arbitrary messages.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const KEY: &str = "AWSLogs/111122223333/a b+c=ü%.json.gz";

fn object(key: &str) -> Notification {
    Notification::Objects(vec![S3Uri { bucket: "logs".to_owned(), key: key.to_owned() }])
}

fn s3_record(event: &str, key: &str) -> Value {
    json!({ "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1",
        "eventName": event, "s3": { "bucket": { "name": "logs" }, "object": { "key": key } } })
}

fn s3() -> Value {
    let key = "AWSLogs/111122223333/a+b%2Bc%3D%C3%BC%25.json.gz";
    json!({ "Records": [s3_record("ObjectCreated:Put", key)] })
}

fn topic(message: &str) -> Value {
    json!({ "Type": "Notification", "MessageId": "m", "TopicArn": "t", "Message": message })
}

/// Parses a message without its sender.
fn read(body: &str) -> Result<Notification, NotificationError> {
    parse(body).map(|(notification, _)| notification)
}

fn said(body: &Value) -> Result<Notification, NotificationError> {
    read(&body.to_string())
}

#[test]
fn keys_of_s3_are_form_encoded() {
    assert_eq!(said(&s3()), Ok(object(KEY)));
    assert_eq!(said(&topic(&s3().to_string())), Ok(object(KEY)));
}

#[test]
fn keys_of_other_services_are_not_encoded() {
    let cloudtrail = json!({ "s3Bucket": "logs", "s3ObjectKey": [KEY], "more": 1 });
    let eventbridge = json!({ "version": "0", "detail-type": "Object Created", "source": "aws.s3",
        "detail": { "bucket": { "name": "logs" }, "object": { "key": KEY, "size": 1 } } });
    for body in [cloudtrail, eventbridge] {
        assert_eq!(said(&body), Ok(object(KEY)));
        assert_eq!(said(&topic(&body.to_string())), Ok(object(KEY)));
        assert_eq!(said(&topic(&topic(&body.to_string()).to_string())), Ok(object(KEY)));
    }
}

#[test]
fn a_notification_may_name_several_objects() {
    let body = json!({ "s3Bucket": "logs", "s3ObjectKey": ["a", "b"] });
    let Ok(Notification::Objects(named)) = said(&body) else { panic!("objects") };
    assert_eq!(named.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let records = ["ObjectCreated:Put", "ObjectRemoved:Delete", "ObjectCreated:Copy"];
    let records: Vec<Value> = records.iter().map(|name| s3_record(name, name)).collect();
    let Ok(Notification::Objects(named)) = said(&json!({ "Records": records })) else {
        panic!("two")
    };
    assert_eq!(named.len(), 2);
    assert_eq!(said(&json!({ "s3Bucket": "logs", "s3ObjectKey": "a" })), Ok(object("a")));
}

#[test]
fn a_record_of_eventbridge_keeps_its_bytes() {
    for kind in ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"] {
        let record = r#"{ "eventVersion":"1.11","n":1.50,"é":"\u00e9" }"#;
        let body = format!(
            r#"{{"version":"0","detail-type":"{kind}","source":"aws.iam","detail": {record} }}"#
        );
        assert_eq!(read(&body), Ok(Notification::Record(record.to_owned())));
    }
}

#[test]
fn notifications_about_other_things_are_ignored() {
    let test = json!({ "Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "logs" });
    let removed = json!({ "Records": [s3_record("ObjectRemoved:Delete", "a")] });
    let deleted = json!({ "detail-type": "Object Deleted", "source": "aws.s3", "detail": {} });
    let table = [
        (test.to_string(), Ignored::S3Test),
        (topic(&test.to_string()).to_string(), Ignored::S3Test),
        (VALIDATION.to_owned(), Ignored::CloudTrailTest),
        (topic(VALIDATION).to_string(), Ignored::CloudTrailTest),
        (removed.to_string(), Ignored::NotCreated),
        (deleted.to_string(), Ignored::NotCreated),
        (json!({ "Type": "SubscriptionConfirmation" }).to_string(), Ignored::Subscription),
    ];
    for (body, ignored) in table {
        assert_eq!(read(&body), Ok(Notification::Ignored(ignored)), "{body}");
    }
}

#[test]
fn an_incomplete_message_gives_an_error_of_one_line() {
    let table = [
        ("", "unknown message format"),
        ("hello", "unknown message format"),
        ("[]", "unknown message format"),
        ("{}", "no members"),
        (
            r#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}"#,
            "unknown message format",
        ),
        (r#"{"Records":[]}"#, "S3 notification without Records"),
        (r#"{"Records":{}}"#, "S3 notification without Records"),
        (
            r#"{"Records":[{"eventVersion":"1.11","eventName":"PutObject"}]}"#,
            "without Records[].s3",
        ),
        (r#"{"Records":[{"s3":{"object":{"key":"k"}}}]}"#, "without s3.bucket.name"),
        (r#"{"Records":[{"s3":{"bucket":{"name":"b"}}}]}"#, "without s3.object.key"),
        (r#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"%ff"}}}]}"#, "not UTF-8"),
        (r#"{"Type":"Notification"}"#, "SNS notification without Message"),
        (r#"{"Type":"Notification","Message":{}}"#, "SNS notification without Message"),
        (r#"{"Type":"Notification","Message":"x\ny"}"#, "unknown message format"),
        (r#"{"Type":"Other"}"#, "a JSON object with Type"),
        (r#"{"s3Bucket":"b"}"#, "CloudTrail notification without s3ObjectKey"),
        (r#"{"s3Bucket":"b","s3ObjectKey":[]}"#, "CloudTrail notification without s3ObjectKey"),
        (
            r#"{"s3Bucket":"b","s3ObjectKey":["a",null]}"#,
            "CloudTrail notification without s3ObjectKey",
        ),
        (r#"{"s3ObjectKey":["a"]}"#, "CloudTrail notification without s3Bucket"),
        (r#"{"detail-type":"Object Created","detail":{}}"#, "without detail.bucket.name"),
        (r#"{"detail-type":"AWS API Call via CloudTrail","detail":{}}"#, "detail.eventVersion"),
        (r#"{"detail-type":"AWS API Call via CloudTrail","detail":1}"#, "without detail"),
        (r#"{"detail-type":"EC2 Instance State-change Notification","detail":{}}"#, "EC2 Instance"),
        (r#"{"a":1,"b":2}"#, "a JSON object with a, b"),
    ];
    for (body, expected) in table {
        let error = read(body).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains('\n'), "{body}: {error}");
    }
}

#[test]
fn nested_envelopes_are_opened_up_to_a_limit() {
    let mut body = s3().to_string();
    for depth in 1..=DEEPEST + 1 {
        body = topic(&body).to_string();
        let expected =
            if depth <= DEEPEST { Ok(object(KEY)) } else { Err(NotificationError::TooDeep) };
        assert_eq!(read(&body), expected);
    }
}

/// Documents of the names that notifications have.
fn document() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "Records",
        "s3",
        "bucket",
        "object",
        "key",
        "name",
        "Type",
        "Message",
        "s3Bucket",
        "s3ObjectKey",
        "detail-type",
        "detail",
        "source",
        "eventName",
        "Event",
        "eventVersion",
    ]);
    let texts = prop::sample::select(vec![
        "Notification",
        "Object Created",
        "aws.s3",
        "ObjectCreated:Put",
        "logs",
        "a%2",
        "",
        "AWS API Call via CloudTrail",
        "s3:TestEvent",
        VALIDATION,
        "{}",
        "{\"Records\":[{}]}",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        texts.prop_map(Value::from)
    ];
    leaf.prop_recursive(5, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..5)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_body_is_parsed_or_refused_in_one_line(body in any::<String>(), document in document()) {
        for body in [body, document.to_string(), topic(&document.to_string()).to_string()] {
            match read(&body) {
                Ok(Notification::Objects(named)) => {
                    prop_assert!(!named.is_empty());
                    prop_assert!(named.iter().all(|it| !it.bucket.is_empty()));
                }
                Ok(Notification::Record(record)) => {
                    prop_assert!(serde_json::from_str::<Value>(&record).is_ok());
                }
                Ok(Notification::Ignored(_)) => {}
                Err(error) => prop_assert!(!error.to_string().contains('\n')),
            }
        }
    }
}

#[test]
fn every_fixture_parses_as_its_name_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/notices");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let notification = read(&std::fs::read_to_string(&path).unwrap());
        let is_ignored =
            ["-test", "-removed", "-deleted", "-subscribed"].iter().any(|end| name.ends_with(end));
        let is_as_named = match &notification {
            Err(_) => name.starts_with("bad-"),
            Ok(Notification::Ignored(_)) => is_ignored,
            Ok(Notification::Record(_)) => {
                name.ends_with("eventbridge-call") && !name.starts_with("bad-")
            }
            Ok(Notification::Objects(_)) => !is_ignored && !name.starts_with("bad-"),
        };
        assert!(is_as_named, "{name}: {notification:?}");
        files += 1;
    }
    assert!(files > 20);
}
