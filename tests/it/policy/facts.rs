//! The statements that the documentation of AWS requires of each policy, written by hand, with `<P>` for
//! the partition and `<R>` for the Region.
//!
//! From the AWS CloudTrail User Guide ("Amazon S3 bucket policy for CloudTrail", "Receiving
//! CloudTrail log files from multiple accounts", "Prepare for creating a trail for your
//! organization", "Configure AWS KMS key policies", "Amazon SNS topic policy", "Role policy document
//! for CloudTrail to use CloudWatch Logs", "Sharing CloudTrail log files between AWS accounts"), the
//! Amazon S3 User Guide ("Granting permissions to publish event notification messages") and the IAM
//! User Guide ("Access to AWS accounts owned by third parties"). In China the service principals of
//! CloudTrail and S3 end with `amazonaws.com` as elsewhere: so the same guides at docs.amazonaws.cn.

use serde_json::Value;

use super::{CASES, PARTITIONS, golden};

const MAIN: &str = "arn:<P>:cloudtrail:<R>:111122223333:trail/main";

/// Statements of a bucket's policy.
fn acl(sid: &str, trails: &str) -> String {
    format!(
        r#"{{"Sid":"{sid}","Effect":"Allow","Principal":{{"Service":"cloudtrail.amazonaws.com"}},
        "Action":"s3:GetBucketAcl","Resource":"arn:<P>:s3:::acme-trail",
        "Condition":{{"StringEquals":{{"aws:SourceArn":{trails}}}}}}}"#
    )
}

fn write(sid: &str, folders: &str, trails: &str) -> String {
    format!(
        r#"{{"Sid":"{sid}","Effect":"Allow","Principal":{{"Service":"cloudtrail.amazonaws.com"}},
        "Action":"s3:PutObject","Resource":{folders},"Condition":{{"StringEquals":
        {{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceArn":{trails}}}}}}}"#
    )
}

const TLS: &str = r#"{"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":"s3:*",
    "Resource":["arn:<P>:s3:::acme-trail","arn:<P>:s3:::acme-trail/*"],
    "Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#;

fn bucket(name: &str) -> Vec<String> {
    let main = format!("\"{MAIN}\"");
    let both = format!("[{main},{}]", main.replace("111122223333", "444455556666"));
    let org = main.replace("main", "org");
    let below = |path: &str| format!("\"arn:<P>:s3:::acme-trail/{path}/*\"");
    let folder = below("AWSLogs/111122223333");
    let tls = TLS.to_owned();
    match name {
        "bucket" => vec![
            acl("AWSCloudTrailAclCheck20150319", &main),
            write("AWSCloudTrailWrite20150319", &folder, &main),
            tls,
        ],
        "bucket-prefix" => vec![
            acl("AWSCloudTrailAclCheck20150319", &main),
            write("AWSCloudTrailWrite20150319", &below("audit/logs/AWSLogs/111122223333"), &main),
            tls,
        ],
        "bucket-accounts" => {
            let folders = format!("[{folder},{}]", below("AWSLogs/444455556666"));
            let acl = acl("AWSCloudTrailAclCheck20131101", &both);
            vec![acl, write("AWSCloudTrailWrite20131101", &folders, &both), tls]
        }
        _ => vec![
            acl("AWSCloudTrailAclCheck20150319", &org),
            write("AWSCloudTrailWrite20150319", &below("org/AWSLogs/111122223333"), &org),
            write(
                "AWSCloudTrailOrganizationWrite20150319",
                &below("org/AWSLogs/o-a1b2c3d4e5"),
                &org,
            ),
            tls,
        ],
    }
}

const KEY: [&str; 3] = [
    r#"{"Sid":"EnableAccountPermissions","Effect":"Allow","Principal":{"AWS":"arn:<P>:iam::111122223333:root"},
    "Action":"kms:*","Resource":"*"}"#,
    r#"{"Sid":"AllowCloudTrailEncrypt","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
    "Action":"kms:GenerateDataKey*","Resource":"*","Condition":{
    "StringEquals":{"aws:SourceArn":"arn:<P>:cloudtrail:<R>:111122223333:trail/main"},
    "StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:<P>:cloudtrail:*:111122223333:trail/*"}}}"#,
    r#"{"Sid":"AllowCloudTrailDescribeKey","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
    "Action":"kms:DescribeKey","Resource":"*",
    "Condition":{"StringEquals":{"aws:SourceArn":"arn:<P>:cloudtrail:<R>:111122223333:trail/main"}}}"#,
];

/// The same with two accounts, a key of a third, and what readers and bucket keys need.
fn key_readers() -> Vec<String> {
    let main = format!("\"{MAIN}\"");
    let both = format!("[{main},{}]", main.replace("111122223333", "444455556666"));
    let any = r#""arn:<P>:cloudtrail:*:111122223333:trail/*""#;
    let anys = format!("[{any},{}]", any.replace("111122223333", "444455556666"));
    let mut statements: Vec<String> =
        KEY.iter().map(|it| it.replace(&main, &both).replace(any, &anys)).collect();
    statements[0] = statements[0].replace("111122223333", "777788889999");
    let decrypt = statements[2].replace("kms:DescribeKey", "kms:Decrypt");
    statements.push(decrypt.replace("AllowCloudTrailDescribeKey", "AllowCloudTrailDecrypt"));
    statements.push(
        r#"{"Sid":"AllowReadersDecrypt","Effect":"Allow","Principal":{"AWS":[
        "arn:<P>:iam::444455556666:root","arn:<P>:iam::777788889999:role/audit"]},
        "Action":"kms:Decrypt","Resource":"*",
        "Condition":{"Null":{"kms:EncryptionContext:aws:cloudtrail:arn":"false"}}}"#
            .to_owned(),
    );
    statements
}

const TOPIC_TRAIL: &str = r#"{"Sid":"AWSCloudTrailSNSPolicy20131101","Effect":"Allow",
    "Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"SNS:Publish",
    "Resource":"arn:<P>:sns:<R>:111122223333:new-logs","Condition":{"StringEquals":{
    "aws:SourceArn":"arn:<P>:cloudtrail:<R>:111122223333:trail/main"}}}"#;

const TOPIC_BUCKET: &str = r#"{"Sid":"AllowBucketPublish","Effect":"Allow",
    "Principal":{"Service":"s3.amazonaws.com"},"Action":"SNS:Publish",
    "Resource":"arn:<P>:sns:<R>:111122223333:new-logs","Condition":{
    "ArnLike":{"aws:SourceArn":"arn:<P>:s3:*:*:acme-trail"},
    "StringEquals":{"aws:SourceAccount":"111122223333"}}}"#;

const QUEUE_BUCKET: &str = r#"{"Sid":"AllowBucketSend","Effect":"Allow",
    "Principal":{"Service":"s3.amazonaws.com"},"Action":"SQS:SendMessage",
    "Resource":"arn:<P>:sqs:<R>:444455556666:new-logs","Condition":{
    "ArnLike":{"aws:SourceArn":"arn:<P>:s3:*:*:acme-trail"},
    "StringEquals":{"aws:SourceAccount":"111122223333"}}}"#;

const QUEUE_TOPIC: &str = r#"{"Sid":"AllowTopicSend","Effect":"Allow",
    "Principal":{"Service":"sns.amazonaws.com"},"Action":"SQS:SendMessage",
    "Resource":"arn:<P>:sqs:<R>:111122223333:new-logs","Condition":{
    "ArnEquals":{"aws:SourceArn":"arn:<P>:sns:<R>:111122223333:trail"}}}"#;

const DELIVERY_TRUST: &str = r#"{"Sid":"AllowCloudTrail","Effect":"Allow",
    "Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"sts:AssumeRole"}"#;

fn delivery(more: &str) -> Vec<String> {
    let stream = "arn:<P>:logs:<R>:111122223333:log-group:trail:log-stream:";
    let own = format!("\"{stream}111122223333_CloudTrail_<R>*\"");
    let streams = if more.is_empty() { own } else { format!("[{own},\"{stream}{more}\"]") };
    let allow = |sid: &str, action: &str| {
        format!(r#"{{"Sid":"{sid}","Effect":"Allow","Action":"{action}","Resource":{streams}}}"#)
    };
    vec![
        allow("AWSCloudTrailCreateLogStream20141101", "logs:CreateLogStream"),
        allow("AWSCloudTrailPutLogEvents20141101", "logs:PutLogEvents"),
    ]
}

const LIST: &str = r#"{"Sid":"List","Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation"],
    "Resource":"arn:<P>:s3:::acme-trail"}"#;

fn read(folder: &str) -> String {
    format!(
        r#"{{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],
        "Resource":"arn:<P>:s3:::acme-trail/{folder}/*"}}"#
    )
}

const QUEUE: &str = r#"{"Sid":"Queue","Effect":"Allow","Action":["sqs:ReceiveMessage",
    "sqs:DeleteMessage","sqs:ChangeMessageVisibility","sqs:GetQueueAttributes","sqs:GetQueueUrl"],
    "Resource":"arn:<P>:sqs:<R>:111122223333:new-logs"}"#;

const KMS: &str = r#"{"Sid":"Kms","Effect":"Allow","Action":"kms:Decrypt",
    "Resource":"arn:<P>:kms:<R>:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"#;

const TRAIL: &str = r#"{"Sid":"Trail","Effect":"Allow","Action":["cloudtrail:DescribeTrails",
    "cloudtrail:GetTrail","cloudtrail:GetTrailStatus","cloudtrail:ListTrails",
    "cloudtrail:GetEventSelectors","cloudtrail:GetInsightSelectors","cloudtrail:ListTags",
    "cloudtrail:ListPublicKeys","cloudtrail:LookupEvents","organizations:DescribeOrganization"],
    "Resource":"*"}"#;

const AUDIT: [&str; 5] = [
    r#"{"Sid":"AuditBucket","Effect":"Allow","Action":["s3:GetBucketPolicy","s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock","s3:GetBucketAcl","s3:GetBucketLogging","s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration","s3:GetBucketObjectLockConfiguration",
    "s3:GetLifecycleConfiguration","s3:GetBucketNotification",
    "s3:GetBucketOwnershipControls"],"Resource":"arn:<P>:s3:::acme-trail"}"#,
    r#"{"Sid":"AuditKms","Effect":"Allow","Action":["kms:DescribeKey","kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus"],
    "Resource":"arn:<P>:kms:<R>:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"#,
    r#"{"Sid":"AuditTopic","Effect":"Allow","Action":["sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic"],"Resource":"arn:<P>:sns:<R>:111122223333:new-logs"}"#,
    r#"{"Sid":"AuditSubscription","Effect":"Allow","Action":"sns:GetSubscriptionAttributes",
    "Resource":"*"}"#,
    r#"{"Sid":"AuditAlarms","Effect":"Allow","Action":["logs:DescribeMetricFilters",
    "cloudwatch:DescribeAlarms"],"Resource":"*"}"#,
];

/// In each account, for the buckets that `ct trail create` names.
const OPERATOR: [&str; 10] = [
    r#"{"Sid":"Trail","Effect":"Allow","Action":["cloudtrail:DescribeTrails",
    "cloudtrail:GetTrailStatus","cloudtrail:ListTrails","cloudtrail:ListTags",
    "cloudtrail:GetEventSelectors","cloudtrail:GetInsightSelectors",
    "cloudtrail:CreateTrail","cloudtrail:UpdateTrail","cloudtrail:DeleteTrail",
    "cloudtrail:StartLogging","cloudtrail:StopLogging","cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors","cloudtrail:AddTags","cloudtrail:RemoveTags"],
    "Resource":"*"}"#,
    r#"{"Sid":"Account","Effect":"Allow","Action":["s3:ListAllMyBuckets","kms:ListKeys",
    "kms:CreateKey","logs:DescribeLogGroups"],"Resource":"*"}"#,
    r#"{"Sid":"Bucket","Effect":"Allow","Action":["s3:ListBucket","s3:ListBucketVersions",
    "s3:CreateBucket","s3:DeleteBucket","s3:PutBucketOwnershipControls",
    "s3:GetBucketTagging","s3:PutBucketTagging","s3:GetBucketPublicAccessBlock",
    "s3:PutBucketPublicAccessBlock","s3:GetBucketVersioning","s3:PutBucketVersioning",
    "s3:GetEncryptionConfiguration","s3:PutEncryptionConfiguration","s3:GetBucketPolicy",
    "s3:PutBucketPolicy","s3:GetBucketNotification","s3:PutBucketNotification"],
    "Resource":"arn:<P>:s3:::aws-cloudtrail-logs-*-*"}"#,
    r#"{"Sid":"Key","Effect":"Allow","Action":["kms:DescribeKey","kms:GetKeyPolicy",
    "kms:PutKeyPolicy","kms:GetKeyRotationStatus","kms:EnableKeyRotation",
    "kms:ListResourceTags","kms:TagResource"],"Resource":"arn:<P>:kms:<R>:*:key/*"}"#,
    r#"{"Sid":"KeyAlias","Effect":"Allow","Action":"kms:CreateAlias",
    "Resource":["arn:<P>:kms:<R>:*:key/*","arn:<P>:kms:<R>:*:alias/cloudtrail-*"]}"#,
    r#"{"Sid":"Topic","Effect":"Allow","Action":["sns:CreateTopic","sns:TagResource",
    "sns:GetTopicAttributes","sns:SetTopicAttributes","sns:ListSubscriptionsByTopic",
    "sns:Subscribe"],"Resource":"arn:<P>:sns:<R>:*:*"}"#,
    r#"{"Sid":"Queue","Effect":"Allow","Action":["sqs:CreateQueue","sqs:TagQueue",
    "sqs:GetQueueUrl","sqs:GetQueueAttributes","sqs:SetQueueAttributes"],
    "Resource":"arn:<P>:sqs:<R>:*:*"}"#,
    r#"{"Sid":"LogGroup","Effect":"Allow","Action":["logs:CreateLogGroup","logs:TagResource"],
    "Resource":"arn:<P>:logs:<R>:*:log-group:*"}"#,
    r#"{"Sid":"Role","Effect":"Allow","Action":["iam:GetRole","iam:GetRolePolicy",
    "iam:CreateRole","iam:TagRole","iam:PutRolePolicy"],
    "Resource":"arn:<P>:iam::*:role/CloudTrail-*"}"#,
    r#"{"Sid":"PassRole","Effect":"Allow","Action":"iam:PassRole",
    "Resource":"arn:<P>:iam::*:role/CloudTrail-*",
    "Condition":{"StringEquals":{"iam:PassedToService":"cloudtrail.amazonaws.com"}}}"#,
];

const ORGANIZATION: [&str; 2] = [
    r#"{"Sid":"Organization","Effect":"Allow","Action":["organizations:DescribeOrganization",
    "organizations:ListAWSServiceAccessForOrganization"],"Resource":"*"}"#,
    r#"{"Sid":"OrganizationRole","Effect":"Allow","Action":"iam:CreateServiceLinkedRole",
    "Resource":"arn:<P>:iam::111122223333:role/aws-service-role/cloudtrail.amazonaws.com/*",
    "Condition":{"StringEquals":{"iam:AWSServiceName":"cloudtrail.amazonaws.com"}}}"#,
];

/// In one account, for one bucket, with what organization trails need.
fn operator_organization() -> Vec<String> {
    let usual = "aws-cloudtrail-logs-*-*";
    let narrow = |text: &&str| text.replace(usual, "acme-trail").replace(":*:", ":111122223333:");
    let organization = ORGANIZATION.iter().map(|text| (*text).to_owned());
    OPERATOR.iter().map(narrow).chain(organization).collect()
}

const READER_TRUST: &str = r#"{"Sid":"AllowReaders","Effect":"Allow",
    "Principal":{"AWS":"arn:<P>:iam::444455556666:root"},"Action":"sts:AssumeRole"}"#;

const THIRD_PARTY: &str = r#"{"Sid":"AllowReaders","Effect":"Allow",
    "Principal":{"AWS":"arn:<P>:iam::444455556666:role/siem"},"Action":"sts:AssumeRole",
    "Condition":{"StringEquals":{"sts:ExternalId":"a1b2c3"},
    "Bool":{"aws:MultiFactorAuthPresent":"true"}}}"#;

fn statements(name: &str) -> Vec<String> {
    let all = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let read_all = read("AWSLogs");
    match name {
        "key" => all(&KEY),
        "key-readers" => key_readers(),
        "topic-trail" => all(&[TOPIC_TRAIL]),
        "topic-bucket" => all(&[TOPIC_BUCKET]),
        "queue-bucket" => all(&[QUEUE_BUCKET]),
        "queue-topic" => all(&[QUEUE_TOPIC]),
        "delivery-role-trust" => all(&[DELIVERY_TRUST]),
        "delivery-role-permissions" => delivery(""),
        "delivery-role-permissions-organisation" => delivery("o-a1b2c3d4e5_*"),
        "reader" => all(&[LIST, &read_all, TRAIL]),
        "reader-queue-key" => all(&[LIST, &read("audit/AWSLogs"), QUEUE, KMS, TRAIL]),
        "reader-audit" => [all(&[LIST, &read_all, KMS, TRAIL]), all(&AUDIT)].concat(),
        "operator" => all(&OPERATOR),
        "operator-organisation" => operator_organization(),
        "cross-account-role-trust" => all(&[READER_TRUST]),
        "cross-account-role-trust-third-party" => all(&[THIRD_PARTY]),
        "cross-account-role-permissions" => all(&[LIST, &read("audit/AWSLogs/444455556666")]),
        name => bucket(name),
    }
}

#[test]
fn policies_match_the_documentation() {
    for (partition, region) in PARTITIONS {
        for (name, _) in CASES {
            let policy = golden(&format!("{partition}/{name}"));
            let members: Vec<&String> = policy.as_object().unwrap().keys().collect();
            assert_eq!(members, ["Statement", "Version"], "{name}");
            assert_eq!(policy["Version"], "2012-10-17");
            let expected = statements(name);
            let found = policy["Statement"].as_array().unwrap();
            assert_eq!(found.len(), expected.len(), "{partition}/{name}");
            for (found, expected) in found.iter().zip(expected) {
                let expected = expected.replace("<P>", partition).replace("<R>", region);
                let expected: Value = serde_json::from_str(&expected).unwrap();
                assert_eq!(*found, expected, "{partition}/{name}");
            }
        }
    }
}
