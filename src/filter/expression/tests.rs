//! What expressions mean, and where they say they are wrong.

use proptest::prelude::*;

use super::*;
use crate::event::json::Index;

const RECORD: &str = r#"{"eventName":"PutObject","sourceIPAddress":"10.1.2.3","errorCode":null,
    "userIdentity":{"type":"AssumedRole"},"eventTime":"2026-11-20T09:14:07Z","readOnly":false,
    "additionalEventData":{"bytesTransferredOut":2000000.0,"bytesTransferredIn":0},
    "resources":[{"ARN":"arn:aws:s3:::a","type":"AWS::S3::Object"},{"ARN":"arn:aws:s3:::b"}],
    "eventSource":"s3.amazonaws.com","awsRegion":"us-east-1",
    "recipientAccountId":"012345678901",
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

/// Whether a test of a field that holds `value` is true.
fn is_true_of(value: &str, test: &str) -> bool {
    let record = format!(r#"{{"x":{}}}"#, serde_json::to_string(value).unwrap());
    let mut index = Index::default();
    let event = Event::parse(record.as_bytes(), &mut index).unwrap();
    let expression = Expression::parse(&format!(".x {test}"));
    expression.unwrap_or_else(|error| panic!("{error}")).holds(&event)
}

#[test]
fn a_backslash_makes_the_next_character_plain() {
    for (value, test) in [
        ("a*b", r"= a\*b"),
        ("a b", r"= a\ b"),
        ("a,b", r"in (c, a\,b)"),
        ("a)b", r"= a\)b and .x exists"),
        ("it's", r"= 'it\'s'"),
        ("say \"it's\"", r#"= 'say "it\'s"'"#),
        ("say \"it's\"", r#"= "say \"it's\"""#),
        (r"CORP\alice", r"= CORP\alice"),
        (r"CORP\alice", r"= 'CORP\\alice'"),
        (r"C:\", r"= 'C:\\'"),
        ("a*c", r"<= a\*c"),
        ("a1", r"~ ^\w\d$"),
        ("f(x)", r"~ f\(x\)"),
        ("it's", r"~ 'it\'s'"),
        ("and", r"= \and or .x = and"),
    ] {
        assert!(is_true_of(value, test), "{value} {test}");
    }
    for (value, test) in [("axb", r"= a\*b"), ("a", r"in (a\,b)"), ("c", r"= '\*'")] {
        assert!(!is_true_of(value, test), "{value} {test}");
    }
    assert_eq!(
        Expression::parse(r".x = 'a\'").unwrap_err().message(),
        "this quote is never closed"
    );
}

#[test]
fn networks_hold_addresses_of_a_list_and_smaller_networks() {
    assert!(is_true_of("203.0.113.7, 10.0.0.1", "in 10.0.0.0/8"));
    assert!(is_true_of("10.1.0.0/16", "in 10.0.0.0/8") && is_true_of("::/0", "in ::/0"));
    assert!(!is_true_of("203.0.113.7, 10.0.0.1", "in 11.0.0.0/8"));
    assert!(!is_true_of("curl, aws-cli", "in aws-cli"));
}

#[test]
fn any_address_of_several_is_the_source() {
    let record = br#"{"sourceIPAddress":"203.0.113.7, cloudfront.amazonaws.com"}"#;
    let holds = |test: &str| {
        let mut index = Index::default();
        let event = Event::parse(record, &mut index).unwrap();
        Expression::parse(&format!("sourceIPAddress {test}")).unwrap().holds(&event)
    };
    for test in [
        "= 203.0.113.7",
        "= 203.0.113.*",
        "= cloudfront.amazonaws.com",
        "in (10.0.0.0/8, cloudfront*)",
        "= '203.0.113.7, cloudfront.amazonaws.com'",
        "!= 203.0.113.8",
        "not in (203.0.114.0/24)",
    ] {
        assert!(holds(test), "{test}");
    }
    assert!(!holds("!= 203.0.113.7") && !holds("not in 203.0.113.0/24") && !holds("= 203"));
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
        ("eventName in (a, s3:)", "no API name after the service: s3:"),
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

#[test]
fn escapes_networks_and_names_in_any_case_go_together() {
    let record = br#"{"eventName":"Put*Object","errorCode":"A,B[x]","awsRegion":"us-east-1",
        "eventSource":"s3.amazonaws.com","sourceIPAddress":"203.0.113.7, 10.1.2.3"}"#;
    let holds = |text: &str| {
        let mut index = Index::default();
        let event = Event::parse(record, &mut index).unwrap();
        Expression::parse(text).unwrap_or_else(|error| panic!("{error}")).holds(&event)
    };
    for text in [
        r"eventName = put\*object",
        r"eventName = PUT\*o*",
        r"eventName = S3:put\*[N-O]bject",
        r"eventName in (x, 'put\*OBJECT')",
        r"errorCode = a\,b\[X\] and errorCode = '{A\,b,c}*'",
        "eventSource = S3 and awsRegion = US-East-*",
        "sourceIPAddress = 10.0.0.0/8 and sourceIPAddress in (192.0.2.1, 203.0.113.0/24)",
        "sourceIPAddress != 192.0.2.0/24 and errorMessage = null",
        r"eventName >= Put\*O",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in
        [r"eventName = put\?object", "sourceIPAddress != 10.0.0.0/8", r"eventName = s3\:put*"]
    {
        assert!(!holds(text), "{text}");
    }
}

/// A record with a value for every derived field.
const DERIVED: &str = r#"{"eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com",
    "eventTime":"2026-11-20T09:14:07Z","sourceIPAddress":"203.0.113.7","readOnly":false,
    "recipientAccountId":"012345678901","resources":[{"ARN":"arn:aws:s3:::a"},{"ARN":"arn:aws:s3:::b"}],
    "userIdentity":{"type":"AssumedRole","principalId":"AROA:ci-1","sessionContext":{
    "attributes":{"mfaAuthenticated":"true"},"sessionIssuer":{"userName":"deploy"}}},
    "responseElements":{"ConsoleLogin":"Failure"},
    "requestParameters":{"bucketName":"b","key":"k"}}"#;

fn holds_derived(text: &str) -> bool {
    let mut index = Index::default();
    let event = Event::parse(DERIVED.as_bytes(), &mut index).unwrap().in_object("logs/a.json.gz");
    Expression::parse(text).unwrap_or_else(|error| panic!("{error}")).holds(&event)
}

#[test]
fn derived_fields_are_compared_by_their_types() {
    for text in [
        "principal = deploy/ci-1",
        "principal = deploy/* and principal ~ ^dep and principal in (root, deploy/ci-1)",
        "caller = deploy and caller != deploy/ci-1",
        "role = deploy and role exists",
        "account = 012345678901 and account != 12345678901",
        "service = signin and service = SIGNIN.amazonaws.com and service in (s3, sign*)",
        "resource = arn:aws:s3:::b and resource = *:a and resource != c",
        "object = logs/* and object ~ json",
        "target exists",
        "outcome = failure and outcome != Success and outcome in (Failure)",
        "is_error = true and is_error = True and is_error != false",
        "is_read_only = false",
        "mfa = true and not mfa = false",
        "date = 2026-11-20 and date = 2026-11-* and date >= 2026-11-01 and date < 2026-12-01",
        "hour = 9 and hour = 09 and hour = '9' and hour in (8, 9.0) and hour < 10 and hour >= '9'",
        "weekday = 5 and weekday in (1, 5) and weekday <= 5 and weekday != 6",
        "network = 203.0.113.0/24 and network = 203.0.0.0/16 and network in (10.0.0.0/8, 203.*)",
        "network = ::ffff:203.0.113.0/120 and sourceIPAddress = ::ffff:203.0.113.7",
        ".principal not exists and .hour = null",
    ] {
        assert!(holds_derived(text), "{text}");
    }
    for text in ["hour > 10", "network = 10.0.0.0/8", "service = s3", "is_error = false"] {
        assert!(!holds_derived(text), "{text}");
    }
}

#[test]
fn a_value_that_a_derived_field_never_has_is_an_error() {
    let message = |text: &str| Expression::parse(text).unwrap_err().message();
    for (text, expected) in [
        ("hour = 24", "hour is a whole number from 0 to 23, never 24"),
        ("hour = 9.5", "hour is a whole number from 0 to 23, never 9.5"),
        ("hour = 9*", "hour is a whole number from 0 to 23, never 9*"),
        ("hour > noon", "hour is a whole number from 0 to 23, never noon"),
        ("weekday in (1, Mon)", "weekday is a whole number from 1 to 7, never Mon"),
        ("is_error = yes", "is_error is true or false, never yes"),
        ("mfa = 1", "mfa is true or false, never 1"),
        ("outcome = ok", "outcome is Success or Failure, never ok"),
        ("date = 2026-02-30", "date is a date, never 2026-02-30"),
        ("date = 2026-11-20T09:00:00Z", "date is a date, never 2026-11-20T09:00:00Z"),
        (
            "network = 203.0.113.7",
            "network is a /24 (IPv4) or /64 (IPv6) network, never 203.0.113.7",
        ),
        (
            "network = 203.0.113.0/25",
            "network is a /24 (IPv4) or /64 (IPv6) network, never 203.0.113.0/25",
        ),
        (
            "network in (2001:db8::1)",
            "network is a /24 (IPv4) or /64 (IPv6) network, never 2001:db8::1",
        ),
        (
            "network = ::ffff:203.0.113.0/121",
            "network is a /24 (IPv4) or /64 (IPv6) network, never ::ffff:203.0.113.0/121",
        ),
        ("principal = ''", "principal is never empty"),
        ("principal.name = a", "unknown field: principal"),
    ] {
        assert_eq!(message(text), expected, "{text}");
    }
}

#[test]
fn derived_fields_name_the_right_form() {
    let help = |text: &str| Expression::parse(text).unwrap_err().help().to_owned();
    assert_eq!(
        help("network = 203.0.113.7"),
        "write: network = 203.0.113.7/24 or sourceIPAddress = 203.0.113.7"
    );
    assert_eq!(help("outcome = ok"), "the values of outcome are Success or Failure");
    assert_eq!(help("Principal = a"), "a similar field exists: principal");
}
