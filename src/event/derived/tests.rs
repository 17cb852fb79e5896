//! The values of each derived field, by the shape of the record.

use super::*;
use crate::event::json::Index;

/// The field's values as text, with `|` between them.
fn values(field: Derived, record: &str) -> String {
    let mut index = Index::default();
    let event = Event::parse(record.as_bytes(), &mut index).unwrap().in_object("logs/a.json.gz");
    let mut all = Vec::new();
    field.any(&event, &mut |cell| {
        all.push(cell.text().into_owned());
        false
    });
    let first = field.first(&event).map(|cell| cell.text().into_owned());
    assert_eq!(first.as_ref(), all.first(), "{record}");
    assert_eq!(field.line(&event), all.join(", "), "{record}");
    all.join("|")
}

/// Checks a field on members of a record and the values expected.
fn check(field: Derived, table: &[(&str, &str)]) {
    for (members, expected) in table {
        assert_eq!(values(field, &format!("{{{members}}}")), *expected, "{members}");
    }
}

const SESSION: &str = r#""userIdentity":{"type":"AssumedRole","principalId":"AROA:ci-1",
    "arn":"arn:aws:sts::111122223333:assumed-role/deploy/ci-1","accountId":"111122223333",
    "sessionContext":{"attributes":{"mfaAuthenticated":"false"},
    "sessionIssuer":{"type":"Role","userName":"deploy","accountId":"111122223333"}}}"#;

#[test]
fn principal_is_the_readable_name_of_the_caller() {
    check(
        Derived::Principal,
        &[
            (SESSION, "deploy/ci-1"),
            (r#""userIdentity":{"type":"IAMUser","userName":"al\u0069ce"}"#, "alice"),
            (r#""userIdentity":{"type":"Root"}"#, "root"),
            (r#""userIdentity":{}"#, ""),
            (r#""userIdentity":null"#, ""),
            (r#""userIdentity":"alice""#, ""),
            ("", ""),
        ],
    );
}

#[test]
fn caller_is_the_principal_without_the_session() {
    check(
        Derived::Caller,
        &[
            (SESSION, "deploy"),
            (r#""userIdentity":{"type":"AssumedRole","principalId":"AROA:ci"}"#, "AROA"),
            (
                r#""userIdentity":{"type":"AssumedRole","principalId":"AROA:ci","arn":"arn:aws:sts::1:assumed-role/p/ops/ci"}"#,
                "p/ops",
            ),
            (r#""userIdentity":{"type":"IAMUser","userName":"alice"}"#, "alice"),
            (r#""userIdentity":{"invokedBy":"ec2.amazonaws.com"}"#, "ec2.amazonaws.com"),
            (r#""userIdentity":[]"#, ""),
        ],
    );
}

#[test]
fn role_is_the_name_of_the_session_issuer() {
    check(
        Derived::Role,
        &[
            (SESSION, "deploy"),
            (r#""userIdentity":{"sessionContext":{"sessionIssuer":{}}}"#, ""),
            (r#""userIdentity":{"sessionContext":{"sessionIssuer":{"userName":""}}}"#, ""),
            (r#""userIdentity":{"sessionContext":null}"#, ""),
            (r#""userIdentity":{"type":"IAMUser","userName":"alice"}"#, ""),
        ],
    );
}

#[test]
fn account_received_the_event_or_made_the_call() {
    check(
        Derived::Account,
        &[
            (
                r#""recipientAccountId":"012345678901","userIdentity":{"accountId":"2"}"#,
                "012345678901",
            ),
            (r#""recipientAccountId":null,"userIdentity":{"accountId":"2"}"#, "2"),
            (r#""recipientAccountId":"","accountId":"3""#, "3"),
            (r#""userIdentity":{"sessionContext":{"sessionIssuer":{"accountId":"4"}}}"#, "4"),
            (r#""recipientAccountId":5"#, "5"),
            ("", ""),
        ],
    );
}

#[test]
fn service_is_the_source_without_the_domain() {
    check(
        Derived::Service,
        &[
            (r#""eventSource":"s3.amazonaws.com""#, "s3"),
            (r#""eventSource":"s3.amazonaws.com.cn""#, "s3"),
            (r#""eventSource":"ecr-p\u0075blic.amazonaws.com""#, "ecr-public"),
            (r#""eventSource":"custom""#, "custom"),
            (r#""eventSource":"""#, ""),
            (r#""eventSource":null"#, ""),
        ],
    );
}

#[test]
fn resource_is_each_arn_of_the_resources() {
    check(
        Derived::Resource,
        &[
            (
                r#""resources":[{"ARN":"a"},{"type":"T"},{"ARN":""},{"ARN":null},{"ARN":"b"}]"#,
                "a|b",
            ),
            (r#""resources":[{"ARN":"a","ARN":"b"}]"#, "a|b"),
            (r#""resources":[{"ARNPrefix":"a"}]"#, ""),
            (r#""resources":[]"#, ""),
            (r#""resources":null"#, ""),
            (r#""resources":{"ARN":"a"}"#, ""),
        ],
    );
}

#[test]
fn target_is_what_the_call_acted_on() {
    check(
        Derived::Target,
        &[
            (r#""eventName":"PutObject","requestParameters":{"bucketName":"b","key":"k"}"#, "b/k"),
            (r#""eventName":"PutObject","requestParameters":null"#, ""),
            (r#""eventName":7"#, ""),
        ],
    );
}

#[test]
fn object_is_the_log_object() {
    check(Derived::Object, &[("", "logs/a.json.gz"), (r#""object":"x""#, "logs/a.json.gz")]);
    let mut index = Index::default();
    let event = Event::parse(b"{}", &mut index).unwrap();
    assert_eq!(Derived::Object.first(&event), None);
}

#[test]
fn outcome_is_that_of_a_sign_in() {
    let login = r#""eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com""#;
    let with = |members: &str| format!("{login},{members}");
    check(
        Derived::Outcome,
        &[
            (&with(r#""responseElements":{"ConsoleLogin":"Success"}"#), "Success"),
            (&with(r#""responseElements":{"ConsoleLogin":"Failure"}"#), "Failure"),
            (&with(r#""responseElements":null"#), "Failure"),
            (login, "Failure"),
            (r#""eventName":"ConsoleLogin""#, ""),
            (r#""eventName":"CheckMfa","responseElements":{"CheckMfa":"Success"}"#, "Success"),
            (
                r#""eventName":"UserAuthentication","serviceEventDetails":{"UserAuthentication":"Failure"}"#,
                "Failure",
            ),
            (r#""eventName":"CreateUser","responseElements":{"status":"Success"}"#, ""),
        ],
    );
}

#[test]
fn is_error_follows_the_rule_of_errors() {
    check(
        Derived::IsError,
        &[
            (r#""errorCode":"AccessDenied""#, "true"),
            (r#""errorMessage":"Failed authentication""#, "true"),
            (r#""errorCode":"","errorMessage":null"#, "false"),
            (r#""eventName":"CheckMfa","responseElements":{"CheckMfa":"Failure"}"#, "true"),
            (
                r#""eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com","responseElements":null"#,
                "true",
            ),
            (r#""insightDetails":{"insightType":"ApiErrorRateInsight"}"#, "true"),
            ("", "false"),
        ],
    );
}

#[test]
fn is_read_only_is_a_boolean_or_missing() {
    check(
        Derived::IsReadOnly,
        &[
            (r#""readOnly":true"#, "true"),
            (r#""readOnly":"False""#, "false"),
            (r#""readOnly":null"#, ""),
            (r#""readOnly":1"#, ""),
            ("", ""),
        ],
    );
}

#[test]
fn mfa_is_that_of_the_session() {
    let with = |attributes: &str| {
        format!(r#""userIdentity":{{"sessionContext":{{"attributes":{attributes}}}}}"#)
    };
    check(
        Derived::Mfa,
        &[
            (SESSION, "false"),
            (&with(r#"{"mfaAuthenticated":"true"}"#), "true"),
            (&with(r#"{"mfaAuthenticated":true}"#), "true"),
            (&with(r#"{"mfaAuthenticated":""}"#), ""),
            (&with("{}"), ""),
            (&with("null"), ""),
            ("", ""),
        ],
    );
}

#[test]
fn date_hour_and_weekday_are_in_utc() {
    let table = [
        (r#""eventTime":"2026-11-20T09:14:07Z""#, "2026-11-20 9 5"),
        (r#""eventTime":"2026-11-23T00:00:00Z""#, "2026-11-23 0 1"),
        (r#""eventTime":"2026-11-22T23:59:59Z""#, "2026-11-22 23 7"),
        (r#""eventTime":"2026-11-23T01:00:00+02:00""#, "2026-11-22 23 7"),
        (r#""timeWindow":{"windowStart":"2026-11-20T10:05:00Z"}"#, "2026-11-20 10 5"),
        (r#""eventTime":"1795168800""#, "2026-11-20 10 5"),
        (r#""eventTime":"soon""#, "  "),
        (r#""eventTime":null"#, "  "),
        ("", "  "),
    ];
    for (members, expected) in table {
        let record = format!("{{{members}}}");
        let fields = [Derived::Date, Derived::Hour, Derived::Weekday];
        assert_eq!(fields.map(|field| values(field, &record)).join(" "), expected, "{members}");
    }
}

#[test]
fn network_is_the_24_or_64_bit_network_of_the_address() {
    check(
        Derived::Network,
        &[
            (r#""sourceIPAddress":"203.0.113.7""#, "203.0.113.0/24"),
            (r#""sourceIPAddress":"2001:db8:1:2:3:4:5:6""#, "2001:db8:1:2::/64"),
            (r#""sourceIPAddress":"::ffff:203.0.113.7""#, "203.0.113.0/24"),
            (r#""sourceIPAddress":"cloudtrail.amazonaws.com""#, ""),
            (r#""sourceIPAddress":"AWS Internal""#, ""),
            (r#""sourceIPAddress":null"#, ""),
        ],
    );
    let record = r#"{"sourceIPAddress":"203.0.113.7, cloudfront.amazonaws.com, 10.1.2.3"}"#;
    let mut index = Index::default();
    let event = Event::parse(record.as_bytes(), &mut index).unwrap();
    let mut all = Vec::new();
    Derived::Network.any(&event, &mut |cell| {
        all.push(cell.text().into_owned());
        false
    });
    assert_eq!(all, ["203.0.113.0/24", "10.1.2.0/24"]);
    assert_eq!(Derived::Network.line(&event), "203.0.113.0/24");
}
