//! What expressions mean, and where they say they are wrong.

use proptest::prelude::*;

use super::*;
use crate::event::json::Index;

const RECORD: &str = r#"{"eventName":"PutObject","sourceIPAddress":"10.1.2.3","errorCode":null,
    "userIdentity":{"type":"AssumedRole"},"eventTime":"2026-11-20T09:14:07Z","readOnly":false,
    "additionalEventData":{"bytesTransferredOut":2000000.0,"bytesTransferredIn":0},
    "resources":[{"ARN":"arn:aws:s3:::a","type":"AWS::S3::Object"},{"ARN":"arn:aws:s3:::b"}],
    "eventSource":"s3.amazonaws.com","awsRegion":"us-east-1",
    "requestParameters":{"flag":"true","word":"null","policy":"{\"Action\":\"*\"}","x-amz-acl":"private","list":["p","q"]}}"#;

fn holds(text: &str) -> bool {
    let mut index = Index::default();
    let event = Event::parse(RECORD.as_bytes(), &mut index).unwrap();
    Expression::parse(text).unwrap_or_else(|error| panic!("{error}")).holds(&event)
}

#[test]
fn true_expressions() {
    for text in [
        "eventName = PutObject",
        "eventName = Put*",
        "eventName == 'PutObject'",
        "eventName != GetObject",
        "eventName = putobject and eventName = 'PUT*' and eventName in (getobject, putObject)",
        "eventName = S3:PutObject and eventName in (iam:PutObject, s3:put*) and eventName != sts:*",
        "eventSource = S3 and eventSource = s3.amazonaws.com and eventSource in (iam, s?)",
        "eventSource != s3control and awsRegion = US-EAST-1 and userIdentity.type = assumedrole",
        "resources[].type = aws::s3::object",
        "errorCode = null and errorCode = NULL and eventName != null and not eventName = null",
        "readOnly = False and readOnly != TRUE and readOnly in (False) and readOnly = 'false'",
        "requestParameters.flag = True and requestParameters.flag != false",
        "requestParameters.word = null or requestParameters.word = 'null'",
        "sourceIPAddress = 10.0.0.0/8 and sourceIPAddress != 11.0.0.0/8",
        "eventName ~ '^Put'",
        "eventName !~ ^Get",
        "sourceIPAddress in 10.0.0.0/8",
        "sourceIPAddress in (192.0.2.1, 10.1.2.3)",
        "sourceIPAddress not in 11.0.0.0/8",
        "errorCode not exists",
        "not errorCode exists",
        "errorCode != AccessDenied",
        "additionalEventData.bytesTransferredOut > 1000000",
        "additionalEventData.bytesTransferredOut = 2e6",
        "additionalEventData.bytesTransferredIn = 0.0",
        "eventTime >= 2026-11-20 and eventTime < 2026-11-21",
        "readOnly = false",
        "resources[].ARN = *:b and resources[0].ARN = *:a and resources.ARN = arn:aws:s3:::b",
        "requestParameters.x-amz-acl = private",
        "requestParameters.\"x-amz-acl\" = private",
        "requestParameters ~ Action",
        "requestParameters.list[] = q",
        "eventName in (Get*, Put*) AND NOT (userIdentity.type = Root OR readOnly = true)",
        "eventName = A or eventName = B or eventName = PutObject and readOnly = false",
        ".brandNew not exists",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn false_expressions() {
    for text in [
        "eventName = Put",
        "eventName = iam:PutObject",
        "eventSource = amazonaws.com",
        "requestParameters.x-amz-acl = Private",
        "requestParameters.word = null",
        "eventName ~ putobject",
        "sourceIPAddress = 11.0.0.0/8",
        "errorCode = '*'",
        "errorCode exists",
        "sourceIPAddress in (11.0.0.0/8)",
        "additionalEventData.bytesTransferredOut < 1000000",
        "resources[].ARN = c",
        "not (eventName = PutObject)",
        "(eventName = A or eventName = PutObject) and readOnly = true",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn an_error_points_at_its_place() {
    let shown = |text: &str| Expression::parse(text).unwrap_err().to_string();
    assert_eq!(
        shown("eventName = Put* and sourceIPAddress in 10.0.0.0/99"),
        "not a network: 10.0.0.0/99\n    eventName = Put* and sourceIPAddress in 10.0.0.0/99\n    \
         \u{20}                                       ^^^^^^^^^^^"
    );
    assert_eq!(shown("évent = 1"), "unknown field: évent\n    évent = 1\n    ^^^^^");
    for (text, message) in [
        ("", "the expression ends where a field is expected"),
        ("eventName", "the expression ends where an operator is expected"),
        ("eventName =", "the expression ends where a value is expected"),
        ("eventName = a b", "expected and, or, or the end, found b"),
        ("(eventName = a", "the expression ends where and, or, or ) is expected"),
        ("eventName ~ '['", "not a regular expression: ["),
        ("eventName = 'a", "this quote is never closed"),
        ("eventName ! a", "not an operator"),
        ("eventName not = a", "expected in or exists, found ="),
        ("eventName in (a", "the expression ends where , or ) is expected"),
        ("eventName = [a", "not a glob: [a"),
        ("eventNam = a", "unknown field: eventNam"),
        ("userAgent in 300.1.1.1", "not an IP address: 300.1.1.1"),
        ("sourceIPAddress = 10.0.0.0/99", "not a network: 10.0.0.0/99"),
        ("sourceIPAddress ~ 10.0.0.0/8", "~ compares no networks"),
        ("errorCode in (A, null)", "null is no value of a list"),
        ("errorCode is null", "expected an operator, found is"),
        ("readOnly > null", "null is not compared with >"),
        ("readOnly = yes", "readOnly is true or false, never yes"),
        ("errorCode = ''", "errorCode is never empty"),
        ("eventName in (a, s3:)", "no API behind the service: s3:"),
    ] {
        assert_eq!(shown(text).lines().next().unwrap(), message, "{text}");
    }
    let deep = "not ".repeat(10_000) + "eventName = a";
    assert!(shown(&deep).starts_with("nested too deeply"));
}

#[test]
fn what_means_nothing_names_the_right_form() {
    let help = |text: &str| Expression::parse(text).unwrap_err().help().to_owned();
    assert_eq!(help("errorCode is null").split(',').next(), Some("write: errorCode not exists"));
    assert_eq!(help("errorCode = ''"), "to find records without it write: errorCode not exists");
    assert_eq!(help("errorCode in (null)"), "write: errorCode not exists or errorCode in (…)");
    assert_eq!(help("sourceIPAddress ~ 10.0.0.0/8"), "write: sourceIPAddress in (10.0.0.0/8)");
    assert_eq!(help("readOnly = 1"), "write: readOnly = true or readOnly = false");
}

proptest! {
    #[test]
    fn nothing_makes_the_parser_fail_hard(text in ".{0,60}") {
        let _ = Expression::parse(&text).map_err(|error| error.to_string());
    }

    #[test]
    fn words_of_the_grammar_never_do_either(words in prop::collection::vec(prop::sample::select(vec![
        "eventName", "=", "!=", "~", "in", "not", "exists", "and", "or", "(", ")", ",", "a*", "'é'", "10.0.0.0/8", "1", "<", "\"", "[", ".",
    ]), 0..14)) {
        let _ = Expression::parse(&words.join(" ")).map_err(|error| error.to_string());
    }
}
