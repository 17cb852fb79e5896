//! What `ct` needs to read and validate logs, to follow a queue, and to check the configuration.

use super::arn::{Key, Queue, Topic};
use super::name::{BucketName, Prefix};
use super::{Policy, Statement, Values, bucket};

/// The resources to read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The partition of the bucket.
    pub partition: &'static str,
    /// The bucket that holds the logs.
    pub bucket: BucketName,
    /// The prefix of the object keys before `AWSLogs`.
    pub prefix: Prefix,
    /// Queues that receive notifications of new logs.
    pub queues: Vec<Queue>,
    /// KMS keys that encrypt the logs.
    pub keys: Vec<Key>,
    /// What to check, if the configuration is checked.
    pub audit: Option<Audit>,
}

/// The resources that only an audit reads.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Topics that receive notifications of new logs.
    pub topics: Vec<Topic>,
}

const QUEUE: [&str; 5] = [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
];

const TRAIL: [&str; 10] = [
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetTrail",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTrails",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:ListTags",
    "cloudtrail:ListPublicKeys",
    "cloudtrail:LookupEvents",
    "organizations:DescribeOrganization",
];

const AUDIT_BUCKET: [&str; 11] = [
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketAcl",
    "s3:GetBucketLogging",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetBucketNotification",
    "s3:GetBucketOwnershipControls",
];

const AUDIT_KEY: [&str; 3] = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"];

const AUDIT_TOPIC: [&str; 2] = ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"];

/// For topics, too, but the action supports no resource ("Actions, resources, and condition
/// keys for Amazon SNS", Service Authorization Reference).
const AUDIT_SUBSCRIPTION: [&str; 1] = ["sns:GetSubscriptionAttributes"];

const AUDIT_ALARMS: [&str; 2] = ["logs:DescribeMetricFilters", "cloudwatch:DescribeAlarms"];

/// The permissions that a reader needs.
pub fn policy(reader: &Reader) -> Policy {
    let arn = bucket::arn(reader.partition, &reader.bucket);
    let logs = format!("{arn}/{}AWSLogs/*", reader.prefix.path());
    let mut statements = read(&arn, logs).to_vec();
    let queues: Vec<String> = reader.queues.iter().map(|queue| queue.to_string()).collect();
    let keys: Vec<String> = reader.keys.iter().map(|key| key.to_string()).collect();
    statements.extend(on("Queue", QUEUE, queues));
    statements.extend(on("Kms", ["kms:Decrypt"], keys.clone()));
    statements.push(Statement::allow("Trail", TRAIL).on("*"));
    if let Some(audit) = &reader.audit {
        let topics: Vec<String> = audit.topics.iter().map(|topic| topic.to_string()).collect();
        statements.push(Statement::allow("AuditBucket", AUDIT_BUCKET).on(arn));
        statements.extend(on("AuditKms", AUDIT_KEY, keys));
        let all = if topics.is_empty() { Vec::new() } else { vec!["*".to_owned()] };
        statements.extend(on("AuditTopic", AUDIT_TOPIC, topics));
        statements.extend(on("AuditSubscription", AUDIT_SUBSCRIPTION, all));
        statements.push(Statement::allow("AuditAlarms", AUDIT_ALARMS).on("*"));
    }
    statements.into()
}

/// Permissions to list a bucket, and to read its logs.
pub(super) fn read(bucket: &str, logs: impl Into<Values>) -> [Statement; 2] {
    [
        Statement::allow("List", ["s3:ListBucket", "s3:GetBucketLocation"]).on(bucket),
        Statement::allow("Read", ["s3:GetObject", "s3:GetObjectVersion"]).on(logs),
    ]
}

/// A statement for these resources, if there are any.
fn on<const N: usize>(sid: &str, actions: [&str; N], arns: Vec<String>) -> Option<Statement> {
    (!arns.is_empty()).then(|| Statement::allow(sid, actions).on(arns))
}
