//! Policies as found in practice, compared with those that CloudTrail needs.

use serde_json::{Value, json};

use super::*;
use crate::policy::arn::{Queue, Trail, Trails};
use crate::policy::bucket::Writers;
use crate::policy::name::{BucketName, Prefix};
use crate::policy::{bucket, key, queue, role};

pub(super) const ARN: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";

fn trails(arns: &[&str]) -> Trails {
    Trails::new(arns.iter().map(|arn| Trail::new(arn, None).unwrap()).collect()).unwrap()
}

fn logs() -> BucketName {
    "logs".parse().unwrap()
}

pub(super) fn wanted() -> Policy {
    bucket::policy(&logs(), &Prefix::default(), &Writers::Trails(trails(&[ARN])))
}

pub(super) fn text(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn service(action: &Value, resource: &Value, condition: &Value) -> Value {
    json!({
        "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": action, "Resource": resource, "Condition": condition,
    })
}

pub(super) fn sids(existing: &str, wanted: &Policy) -> Vec<String> {
    missing(existing, wanted).unwrap().into_iter().map(|it| it.sid).collect()
}

const ACL: &str = "AWSCloudTrailAclCheck20150319";
pub(super) const WRITE: &str = "AWSCloudTrailWrite20150319";
const TLS: &str = "DenyInsecureTransport";

#[test]
fn policy_contains_itself_and_an_empty_one_nothing() {
    let wanted = wanted();
    assert!(sids(&wanted.pretty().unwrap(), &wanted).is_empty());
    for empty in ["{}", r#"{"Statement":[]}"#, r#"{"Version":"2012-10-17","x":[1]}"#] {
        assert_eq!(sids(empty, &wanted), [ACL, WRITE, TLS], "{empty}");
    }
}

#[test]
fn broader_and_equivalent_statements_count() {
    let none = json!({});
    let account = json!({"StringEquals": {"AWS:SourceAccount": ["111122223333", "1"]}});
    let like = json!({"ArnLike": {"aws:sourcearn": "arn:aws:cloudtrail:*:111122223333:trail/*"}});
    let acl = json!({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}});
    let granting = [
        (json!("s3:PutObject"), json!("arn:aws:s3:::logs/AWSLogs/111122223333/*"), &none),
        (json!(["s3:getbucketacl", "S3:putobject"]), json!(["arn:aws:s3:::logs/*"]), &account),
        (json!("s3:Put*"), json!(["x", "arn:aws:s3:::logs/AWSLogs/*"]), &like),
        (json!("*"), json!("*"), &acl),
        (json!("s3:PutObjec?"), json!("arn:aws:s3:::log?/*"), &none),
    ];
    for (action, resource, condition) in granting {
        let existing = text(&service(&action, &resource, condition));
        assert!(!sids(&existing, &wanted()).contains(&WRITE.to_owned()), "{existing}");
    }
}

#[test]
fn narrower_and_other_statements_do_not_count() {
    let folder = "arn:aws:s3:::logs/AWSLogs/111122223333/*";
    let put = |resource: &str, condition: Value| {
        service(&json!("s3:PutObject"), &json!(resource), &condition)
    };
    let mut lacking = vec![
        put("arn:aws:s3:::logs", json!({})),
        put("arn:aws:s3:::logs/AWSLogs/444455556666/*", json!({})),
        put("arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/*", json!({})),
        put("arn:aws-cn:s3:::logs/AWSLogs/111122223333/*", json!({})),
        put(folder, json!({"StringEquals": {"aws:SourceArn": format!("{ARN}2")}})),
        put(folder, json!({"StringEquals": {"aws:SourceAccount": "444455556666"}})),
        put(folder, json!({"StringEquals": {"aws:SourceVpce": "vpce-1"}})),
        put(folder, json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})),
        put(folder, json!({"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})),
        put(folder, json!({"Nonsense": {"aws:SourceArn": ARN}})),
        put(folder, json!({"Null": {"aws:SourceArn": "true"}})),
        put(folder, json!({"StringEquals": {"aws:SourceArn": []}})),
    ];
    for (member, value) in [
        ("Effect", json!("Deny")),
        ("Principal", json!({"Service": "config.amazonaws.com"})),
        ("Principal", json!({"AWS": "cloudtrail.amazonaws.com.evil"})),
        ("Principal", json!("*")),
        ("Action", json!("s3:PutObjectAcl")),
    ] {
        let mut other = put(folder, json!({}));
        other[member] = value;
        lacking.push(other);
    }
    for (member, inverted) in [("Action", "NotAction"), ("Resource", "NotResource")] {
        let mut other = put(folder, json!({}));
        other.as_object_mut().unwrap().remove(member);
        other[inverted] = json!("x");
        lacking.push(other);
    }
    for statement in lacking {
        let existing = text(&json!([statement]));
        assert!(sids(&existing, &wanted()).contains(&WRITE.to_owned()), "{existing}");
    }
}

#[test]
fn deny_without_tls_is_recognized_in_every_notation() {
    let deny = |principal: Value, action: &str, value: Value| {
        json!({
            "Effect": "Deny", "Principal": principal, "Action": action,
            "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
            "Condition": {"Bool": {"aws:SecureTransport": value}},
        })
    };
    let lacks = |statement: Value| sids(&text(&statement), &wanted()).contains(&TLS.to_owned());
    assert!(!lacks(deny(json!({"AWS": "*"}), "s3:*", json!("false"))));
    assert!(!lacks(deny(json!("*"), "*", json!([false]))));
    assert!(lacks(deny(json!("*"), "s3:GetObject", json!("false"))));
    assert!(lacks(deny(json!("*"), "s3:*", json!("true"))));
    assert!(lacks(deny(json!({"AWS": "111122223333"}), "s3:*", json!("false"))));
}

#[test]
fn every_trail_and_account_must_be_allowed() {
    let other = "arn:aws:cloudtrail:eu-west-1:444455556666:trail/main";
    let both = Writers::Trails(trails(&[ARN, other]));
    let both = bucket::policy(&logs(), &Prefix::default(), &both);
    assert_eq!(sids(&wanted().pretty().unwrap(), &both).len(), 2, "one of two accounts");
    // A statement for each account is as good as one for both, and safer.
    let of = |arn: &str| {
        let one = Writers::Trails(trails(&[arn]));
        bucket::policy(&logs(), &Prefix::default(), &one).statements
    };
    let apart = Policy::from([of(ARN), of(other)].concat());
    assert!(sids(&serde_json::to_string(&apart).unwrap(), &both).is_empty());
}

#[test]
fn key_queue_and_role_policies_are_compared() {
    let usage = key::Use {
        owner: "111122223333".parse().unwrap(),
        trails: trails(&[ARN]),
        readers: vec!["444455556666".parse().unwrap()],
        bucket_key: true,
    };
    let queue = Queue::new("arn:aws:sqs:eu-west-1:111122223333:q", None).unwrap();
    let owner = "111122223333".parse().unwrap();
    let wanted = [
        key::policy(&usage),
        queue::from_bucket(&queue, &logs(), &owner),
        role::delivery_trust(),
        role::reader("aws", &logs(), &Prefix::default(), &role::Logs::default()),
    ];
    for policy in wanted {
        let existing = policy.pretty().unwrap();
        assert!(missing(&existing, &policy).unwrap().is_empty(), "{existing}");
        assert!(too_broad(&existing, &policy).unwrap().is_empty(), "{existing}");
        assert_eq!(missing("{}", &policy).unwrap(), policy.statements);
    }
    // An account may be written by its number.
    let by_number = json!({
        "Effect": "Allow", "Principal": {"AWS": ["444455556666"]}, "Action": "kms:decrypt",
        "Resource": "*",
    });
    let lacking = sids(&text(&by_number), &key::policy(&usage));
    assert!(!lacking.contains(&"AllowReadersDecrypt".to_owned()), "{lacking:?}");
}

fn whys(found: Result<Vec<Concern>, CompareError>) -> Vec<String> {
    found.unwrap().into_iter().map(|concern| concern.why).collect()
}

#[test]
fn broad_statements_are_reported() {
    let allow = |principal: Value, condition: Value| {
        json!({
            "Effect": "Allow", "Principal": principal, "Action": "s3:PutObject",
            "Resource": "*", "Condition": condition,
        })
    };
    let cloudtrail = json!({"Service": ["config.amazonaws.com", "cloudtrail.amazonaws.com"]});
    let broad = [
        allow(cloudtrail.clone(), json!({})),
        allow(cloudtrail.clone(), json!({"StringEquals": {"s3:x-amz-acl": "x"}})),
        allow(cloudtrail.clone(), json!({"StringLike": {"aws:SourceArn": "*"}})),
        allow(
            cloudtrail.clone(),
            json!({"ArnLike": {"aws:SourceArn": ["arn:aws:cloudtrail:*:*:trail/main"]}}),
        ),
        allow(cloudtrail.clone(), json!({"StringEqualsIfExists": {"aws:SourceAccount": "1"}})),
        allow(cloudtrail.clone(), json!({"StringNotEquals": {"aws:SourceAccount": "1"}})),
        allow(json!("*"), json!({})),
        allow(json!({"AWS": ["1", "*"]}), json!({"Bool": {"aws:SecureTransport": "true"}})),
    ];
    for statement in broad {
        let existing = text(&json!([statement]));
        assert_eq!(too_broad(&existing, &wanted()).unwrap().len(), 1, "{existing}");
    }
    let mut but_one = allow(json!("*"), json!({}));
    but_one["NotPrincipal"] = but_one.as_object_mut().unwrap().remove("Principal").unwrap();
    let concerns = whys(too_broad(&text(&but_one), &wanted()));
    assert_eq!(concerns, ["allows everyone except the principals that it names"]);

    let narrow = [
        allow(cloudtrail.clone(), json!({"StringEquals": {"aws:SourceArn": ARN}})),
        allow(cloudtrail, json!({"StringEquals": {"aws:SourceAccount": ["111122223333"]}})),
        allow(json!("*"), json!({"StringEquals": {"AWS:SourceOwner": "111122223333"}})),
        allow(json!("*"), json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:logs"}})),
        allow(json!({"Service": "config.amazonaws.com"}), json!({})),
        allow(json!({"AWS": "111122223333"}), json!({})),
    ];
    let concerns = too_broad(&text(&json!(narrow)), &wanted()).unwrap();
    assert!(concerns.is_empty(), "{concerns:?}");
}

#[test]
fn concerns_name_their_statement() {
    let mut statement = service(&json!("s3:PutObject"), &json!("*"), &json!({}));
    statement["Sid"] = json!("Old");
    let existing = text(&json!([{"Effect": "Deny", "Principal": "*"}, statement]));
    let concerns = too_broad(&existing, &wanted()).unwrap();
    let [Concern { index: 1, sid: Some(sid), why, is_certain: true }] = concerns.as_slice() else {
        panic!("{concerns:?}");
    };
    assert_eq!(sid, "Old");
    assert_eq!(
        why,
        "allows cloudtrail.amazonaws.com on behalf of any account: it lacks a condition on \
         aws:SourceArn or aws:SourceAccount"
    );
}

fn deny(more: &Value) -> String {
    let mut statement = json!({
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*",
    });
    for (member, value) in more.as_object().unwrap() {
        statement[member] = value.clone();
    }
    let statement = statement.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
    let statement: serde_json::Map<String, Value> =
        statement.map(|(member, value)| (member.clone(), value.clone())).collect();
    text(&Value::Object(statement))
}

#[test]
fn denials_that_block_cloudtrail_are_reported() {
    let stopping = [
        json!({}),
        json!({"Action": "s3:*", "Resource": "arn:aws:s3:::logs/*"}),
        json!({"Principal": {"Service": "cloudtrail.amazonaws.com"}}),
        json!({"Action": null, "NotAction": "s3:Get*"}),
        json!({"Resource": null, "NotResource": "arn:aws:s3:::other/*"}),
        json!({"Principal": null, "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}}),
        json!({"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}),
        json!({"Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}),
        json!({"Condition": {"StringNotEquals": {"aws:SourceAccount": "444455556666"}}}),
        json!({"Condition": {"StringNotEquals": {"s3:x-amz-acl": "private"}}}),
    ];
    for more in stopping {
        let concerns = whys(blocks(&deny(&more), &wanted()));
        assert!(
            concerns.len() == 1 && concerns[0].starts_with("denies s3:"),
            "{more}: {concerns:?}"
        );
    }
    let concerns = whys(blocks(&deny(&json!({})), &wanted()));
    assert_eq!(concerns, ["denies s3:PutObject to cloudtrail.amazonaws.com"]);
}

#[test]
fn denials_that_do_not_affect_cloudtrail_are_not_reported() {
    let passing = [
        json!({"Effect": "Allow"}),
        json!({"Action": "s3:DeleteObject"}),
        json!({"Resource": "arn:aws:s3:::logs/other/*"}),
        json!({"Principal": {"AWS": "111122223333"}}),
        json!({"Action": null, "NotAction": "s3:*"}),
        json!({"Resource": null, "NotResource": "arn:aws:s3:::logs*"}),
        json!({"Principal": null, "NotPrincipal": {"Service": "cloudtrail.amazonaws.com"}}),
        json!({"Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
        json!({"Condition": {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}),
        json!({"Condition": {"StringNotEqualsIfExists": {"aws:SourceArn": ARN}}}),
        json!({"Condition": {"StringNotLike": {"aws:SourceArn": "arn:aws:cloudtrail:*"}}}),
        json!({"Condition": {"StringEquals": {"aws:PrincipalArn": "x"}, "Null": {"x": "true"}}}),
    ];
    for more in passing {
        let concerns = whys(blocks(&deny(&more), &wanted()));
        assert!(concerns.is_empty(), "{more}: {concerns:?}");
    }
}

#[test]
fn denials_with_unknown_conditions_are_uncertain() {
    let key = "s3:x-amz-server-side-encryption";
    let more = json!({"Condition": {"StringNotEquals": {key: "aws:kms"}}});
    let concerns = whys(blocks(&deny(&more), &wanted()));
    let expected = format!("may deny s3:PutObject to cloudtrail.amazonaws.com: depends on {key}");
    assert_eq!(concerns, [expected]);
}

#[test]
fn malformed_policy_is_an_error() {
    let deep = "[".repeat(10_000);
    let bad = [
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        &deep,
        r#"{"Statement":null}"#,
        r#"{"Statement":"x"}"#,
        r#"{"Statement":[1]}"#,
        r#"{"Statement":[{}]}"#,
        r#"{"Statement":{"Effect":"allow"}}"#,
        r#"{"Statement":{"Effect":"Allow","Principal":"x"}}"#,
        r#"{"Statement":{"Effect":"Allow","Principal":"*","NotPrincipal":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":{}}}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":[["x"]]}}"#,
        r#"{"Statement":{"Effect":"Allow","Condition":[]}}"#,
        r#"{"Statement":{"Effect":"Allow","Condition":{"Bool":"x"}}}"#,
    ];
    for existing in bad {
        assert!(missing(existing, &wanted()).is_err(), "{existing}");
        assert!(too_broad(existing, &wanted()).is_err(), "{existing}");
        assert!(blocks(existing, &wanted()).is_err(), "{existing}");
        assert!(merged(existing, &wanted().statements).is_err(), "{existing}");
    }
    assert!(merged(r#"{"Statement":[],"Statement":[]}"#, &[]).is_err());
    let error = missing(r#"{"Statement":[{}]}"#, &wanted()).unwrap_err().to_string();
    assert_eq!(error, "statement 1 of the policy has neither the Effect Allow nor Deny");
}

#[test]
fn queue_policy_allows_a_bucket_in_every_notation() {
    let queue = Queue::new("arn:aws:sqs:eu-west-1:111122223333:news", None).unwrap();
    let wanted = queue::from_bucket(&queue, &logs(), &"111122223333".parse().unwrap());
    let allow = |principal: Value, condition: Value| {
        let action = "SQS:SendMessage";
        text(&json!([{ "Effect": "Allow", "Principal": principal, "Action": action,
            "Resource": queue.to_string(), "Condition": condition }]))
    };
    let s3 = || json!({"Service": "s3.amazonaws.com"});
    let open = [
        allow(s3(), json!({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::logs"}})),
        allow(s3(), json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:logs"}})),
        allow(json!("*"), json!({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::logs"}})),
        allow(json!({"AWS": "*"}), json!({})),
    ];
    for policy in &open {
        assert!(sids(policy, &wanted).is_empty(), "{policy}");
    }
    let closed = [
        allow(s3(), json!({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::other"}})),
        allow(s3(), json!({"StringEquals": {"aws:SourceAccount": "444455556666"}})),
        allow(json!({"Service": "sns.amazonaws.com"}), json!({})),
    ];
    for policy in &closed {
        assert_eq!(sids(policy, &wanted), ["AllowBucketSend"], "{policy}");
    }
}
