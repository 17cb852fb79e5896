//! Logs of several accounts with odd values, always the same: missing, null and empty members, lists,
//! numbers as text, escapes, sign-ins of every outcome, errors with a message only, events delivered
//! twice, days without events.
//!
//! Knows nothing of what is counted in them.

use std::path::Path;

use serde_json::{Value, json};

use crate::fixtures::gzip;
use crate::harness::put;

/// How many events there are, without those that are delivered again.
const EVENTS: u32 = 1500;
/// Events of a log.
const IN_A_LOG: usize = 200;

/// The source and the name of calls, in which object changes, sign-ins and EC2 are frequent.
const CALLS: [(&str, &str); 46] = [
    ("s3", "GetObject"),
    ("s3", "GetObject"),
    ("s3", "PutObject"),
    ("s3", "PutObject"),
    ("s3", "CopyObject"),
    ("s3", "CompleteMultipartUpload"),
    ("s3", "PostObject"),
    ("s3", "DeleteObject"),
    ("s3", "DeleteObject"),
    ("s3", "DeleteObjects"),
    ("s3", "RestoreObject"),
    ("s3", "PutBucketPolicy"),
    ("s3", "DeleteBucketPolicy"),
    ("s3", "ListBuckets"),
    ("signin", "ConsoleLogin"),
    ("signin", "ConsoleLogin"),
    ("signin", "ConsoleLogin"),
    ("signin", "ConsoleLogin"),
    ("signin", "CredentialVerification"),
    ("sso", "UserAuthentication"),
    ("ec2", "RunInstances"),
    ("ec2", "StopInstances"),
    ("ec2", "StartInstances"),
    ("ec2", "TerminateInstances"),
    ("ec2", "DescribeInstances"),
    ("ec2", "AuthorizeSecurityGroupIngress"),
    ("ec2", "DescribeSecurityGroups"),
    ("ec2", "GetSecurityGroupsForVpc"),
    ("ec2", "ModifyInstanceAttribute"),
    ("ec2", "ModifyNetworkInterfaceAttribute"),
    ("ec2", "DeleteFlowLogs"),
    ("iam", "CreateUser"),
    ("iam", "AttachRolePolicy"),
    ("iam", "ListUsers"),
    ("organizations", "CreateAccount"),
    ("sts", "AssumeRole"),
    ("sts", "AssumeRoot"),
    ("cloudtrail", "StopLogging"),
    ("cloudtrail", "UpdateTrail"),
    ("cloudtrail", "GetTrail"),
    ("config", "DeleteDeliveryChannel"),
    ("guardduty", "UpdateDetector"),
    ("securityhub", "DisableSecurityHub"),
    ("logs", "PutRetentionPolicy"),
    ("kms", "ScheduleKeyDeletion"),
    ("kms", "Decrypt"),
];

/// Numbers that look random and are always the same (Lehmer, modulus 2^31 - 1).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        usize::try_from(self.0).unwrap() % most
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Writes the logs below a folder.
pub(crate) fn write(folder: &Path) {
    let mut dice = Dice(20_261_120);
    let mut lines: Vec<String> = (0..EVENTS).map(|number| event(number, &mut dice)).collect();
    // Some are delivered again, with other events in between.
    let again: Vec<String> = lines.iter().skip(7).step_by(31).cloned().collect();
    lines.extend(again);
    for (number, lines) in lines.chunks(IN_A_LOG).enumerate() {
        let log = format!("{{\"Records\":[{}]}}", lines.join(","));
        if number % 2 == 0 {
            put(folder, &format!("{number:02}.json"), log);
        } else {
            put(folder, &format!("{number:02}.json.gz"), gzip::deflated(log.as_bytes()));
        }
    }
}

/// What a member may be: a value, or nothing, which is missing or `null`.
type Choices<'v> = &'v [Value];

fn event(number: u32, dice: &mut Dice) -> String {
    let (service, name) = dice.one(&CALLS);
    // Two weeks in October, the end of November; nothing in between.
    let day = dice.one(&["10-20", "10-21", "10-24", "10-31", "11-20", "11-22", "11-23", "11-24"]);
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    let mut event = json!({
        "eventVersion": "1.11",
        "eventTime": format!("2026-{day}T{hour:02}:{minute:02}:{second:02}Z"),
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name,
        "userIdentity": serde_json::from_str::<Value>(dice.one(&IDENTITIES)).unwrap(),
        "requestParameters": request(service, name, dice),
    });
    if !number.is_multiple_of(50) {
        event["eventID"] = json!(format!("00000000-0000-4000-8000-{number:012}"));
    }
    // Two events in a row may be of one request.
    let shared = json!(format!("R{}", number / 2));
    let missing = Value::Null;
    let members: [(&str, Choices<'_>); 9] = [
        ("recipientAccountId", &[json!("111122223333"), json!("444455556666"), json!("")]),
        ("awsRegion", &[json!("us-east-1"), json!("eu-west-1"), json!("eu-west-1"), json!("")]),
        ("sourceIPAddress", &ADDRESSES.map(Value::from)),
        ("userAgent", &AGENTS.map(Value::from)),
        ("readOnly", &[json!(true), json!(false), json!("false"), json!("TRUE"), missing.clone()]),
        ("requestID", &[shared.clone(), shared, missing.clone()]),
        ("errorCode", &CODES.map(Value::from)),
        ("errorMessage", &MESSAGES.map(Value::from)),
        ("resources", &[missing.clone(), json!([]), resources("a"), resources("b")]),
    ];
    for (member, choices) in members {
        let value = dice.one(choices);
        if !value.is_null() || dice.below(2) == 0 {
            event[member] = value;
        }
    }
    let sent = [json!(243), json!(243.0), json!("243"), json!("n/a"), json!(-5), missing.clone()];
    let ratio = [json!(0.1), json!("0.25"), json!(2.5), json!(1), missing.clone()];
    event["additionalEventData"] = json!({
        "bytesTransferredOut": dice.one(&sent),
        "ratio": dice.one(&ratio),
        "MFAUsed": dice.one(&["Yes", "No", "No"]),
    });
    let outcome = dice.one(&[json!("Success"), json!("Success"), json!("Failure"), missing]);
    match name {
        "ConsoleLogin" => event["responseElements"] = json!({ name: outcome }),
        "CredentialVerification" | "UserAuthentication" => {
            event["serviceEventDetails"] = json!({ name: outcome });
        }
        "UpdateTrail" => event["responseElements"] = json!({"s3BucketName": "trail-bucket"}),
        _ => event["responseElements"] = Value::Null,
    }
    let line = event.to_string();
    if !number.is_multiple_of(5) {
        return line;
    }
    // The same name, written with escapes.
    let first = u32::from(name.chars().next().unwrap());
    let escaped = format!("\"event\\u004eame\":\"\\u{first:04x}{}\"", &name[1..]);
    line.replace(&format!("\"eventName\":\"{name}\""), &escaped)
}

/// The parameters that a call has: buckets and keys, security groups, lists, numbers of every kind.
fn request(service: &str, name: &str, dice: &mut Dice) -> Value {
    let bucket = dice.one(&["data", "data", "logs", "trail-bucket", ""]);
    let key = dice.one(&[
        "t/year=2026/month=11/a.parquet",
        "t/year=2026/month=11/b.parquet",
        "t/year=2026/c",
        "plain/x=y",
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/a.json.gz",
        "caf\u{e9} \u{1f980}.txt",
    ]);
    match (service, name) {
        ("s3", "DeleteObjects" | "PutBucketPolicy" | "DeleteBucketPolicy") => {
            json!({"bucketName": bucket, "delete": ""})
        }
        ("s3", "ListBuckets") => Value::Null,
        // Few buckets hold logs.
        ("s3", _) if bucket == "data" && key.starts_with("AWSLogs") => {
            json!({"bucketName": bucket})
        }
        ("s3", _) => json!({"bucketName": bucket, "key": key}),
        ("ec2", "ModifyInstanceAttribute" | "ModifyNetworkInterfaceAttribute") => dice.one(&[
            json!({"groupSet": {"items": [{"groupId": "sg-1"}]}, "networkInterfaceId": "eni-1"}),
            json!({"instanceId": "i-1"}),
            Value::Null,
        ]),
        ("ec2", _) => json!({
            "maxResults": dice.one(&[json!(5), json!(5.0), json!("5"), json!(10), Value::Null]),
            "dryRun": dice.one(&[json!(true), json!(false), json!("true")]),
            "names": dice.one(&[json!(["x", "y", "x"]), json!([]), json!(["y", null, ""]), json!("x")]),
        }),
        ("cloudtrail", "GetTrail") => json!({"name": "main", "s3BucketName": bucket}),
        _ => dice.one(&[Value::Null, json!({}), json!({"name": "n"})]),
    }
}

fn resources(bucket: &str) -> Value {
    let (object, whole) = (format!("arn:aws:s3:::{bucket}/1"), format!("arn:aws:s3:::{bucket}"));
    json!([{"ARN": object}, {"ARN": whole}, {"ARN": whole}, {"ARN": ""}, {"type": "AWS::S3::Object"}])
}

const ADDRESSES: [Option<&str>; 14] = [
    Some("198.51.100.20"),
    Some("198.51.100.20"),
    Some("198.51.100.99"),
    Some("203.0.113.7"),
    Some("10.0.0.1"),
    Some("2001:db8:1:2::1"),
    Some("2001:db8:1:2:ffff::1"),
    Some("::ffff:203.0.113.7"),
    Some("AWS Internal"),
    Some("config.amazonaws.com"),
    Some("999.1.1.1"),
    Some("192.0.2.1, 10.0.0.1"),
    Some(""),
    None,
];

const AGENTS: [Option<&str>; 8] = [
    Some("aws-cli/2.31.6 md/awscrt#0.27.6"),
    Some("aws-cli/2.17.0"),
    Some("[S3Console/0.4]"),
    Some("[Boto3/1.40.61 md/Botocore#1.40.61]"),
    Some("Mozilla/5.0 (X11; Linux x86_64)"),
    Some("config.amazonaws.com"),
    Some(""),
    None,
];

const CODES: [Option<&str>; 10] = [
    None,
    None,
    None,
    None,
    None,
    Some(""),
    Some("AccessDenied"),
    Some("AccessDeniedException"),
    Some("Client.UnauthorizedOperation"),
    Some("404"),
];

const MESSAGES: [Option<&str>; 8] = [
    None,
    None,
    None,
    None,
    None,
    Some(""),
    Some("denied: <b>\u{202e}x|`\t\"\\"),
    Some("Failed authentication"),
];

const IDENTITIES: [&str; 17] = [
    r#"{"type":"IAMUser","principalId":"AIDAALICE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","accessKeyId":"AKIAALICE","userName":"alice"}"#,
    r#"{"type":"IAMUser","principalId":"AIDAALICE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","accessKeyId":"AKIAALICE2","userName":"alice"}"#,
    r#"{"type":"IAMUser","principalId":"AIDABOB","arn":"arn:aws:iam::111122223333:user/ops/bob","accountId":"111122223333","accessKeyId":""}"#,
    r#"{"type":"IAMUser","principalId":"AIDANOBODY"}"#,
    r#"{"type":"AssumedRole","principalId":"AROAWEB:i-1","arn":"arn:aws:sts::111122223333:assumed-role/web/i-1","accountId":"111122223333","accessKeyId":"ASIAWEB","sessionContext":{"sessionIssuer":{"type":"Role","userName":"web","accountId":"111122223333"}}}"#,
    r#"{"type":"AssumedRole","principalId":"AROAWEB:i-2","arn":"arn:aws:sts::111122223333:assumed-role/web/i-2","accountId":"111122223333","accessKeyId":"ASIAWEB2","sessionContext":{"sessionIssuer":{"type":"Role","userName":"web"}}}"#,
    r#"{"type":"AssumedRole","principalId":"AROADEPLOY:ci","arn":"arn:aws:sts::444455556666:assumed-role/deploy/ci","accountId":"444455556666","sessionContext":{"sessionIssuer":{}}}"#,
    r#"{"type":"AssumedRole","principalId":"AROABARE:s"}"#,
    r#"{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"}"#,
    r#"{"type":"Root","principalId":"111122223333","accountId":"111122223333","invokedBy":"s3.amazonaws.com"}"#,
    r#"{"type":"Root","principalId":"444455556666","accountId":"444455556666","userName":"acme","invokedBy":""}"#,
    r#"{"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"}"#,
    r#"{"type":"AWSAccount","principalId":"AIDAOTHER","accountId":"999900001111"}"#,
    r#"{"type":"WebIdentityUser","principalId":"p","userName":"u","identityProvider":"accounts.google.com"}"#,
    r#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"544894e8"},"credentialId":"c"}"#,
    r#"{"invokedBy":"AWS Internal","accountId":"111122223333"}"#,
    "null",
];
