//! What `ct` needs to read logs, prove them, and follow a queue; and to audit how all is set up.

use super::arn::{Key, Queue, Topic};
use super::name::{BucketName, Prefix};
use super::{Policy, Statement, Values, bucket};

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The partition of the bucket.
    pub partition: &'static str,
    /// The bucket that holds the logs.
    pub bucket: BucketName,
    /// What stands before `AWSLogs`.
    pub prefix: Prefix,
    /// Queues that tell of new logs.
    pub queues: Vec<Queue>,
    /// Keys that the logs are encrypted with.
    pub keys: Vec<Key>,
    /// Whether to look how bucket, keys and topics are set up, too.
    pub audit: Option<Audit>,
}

/// What else an audit looks at.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Topics that tell of new logs.
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

/// Of topics as well, but it has no resource that could be named ("Actions, resources, and condition
/// keys for Amazon SNS", Service Authorization Reference).
const AUDIT_SUBSCRIPTION: [&str; 1] = ["sns:GetSubscriptionAttributes"];

const AUDIT_ALARMS: [&str; 2] = ["logs:DescribeMetricFilters", "cloudwatch:DescribeAlarms"];

/// The least that a reader needs.
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

/// Reading a bucket: its list, and what is in it.
pub(super) fn read(bucket: &str, logs: impl Into<Values>) -> [Statement; 2] {
    [
        Statement::allow("List", ["s3:ListBucket", "s3:GetBucketLocation"]).on(bucket),
        Statement::allow("Read", ["s3:GetObject", "s3:GetObjectVersion"]).on(logs),
    ]
}

/// A statement about these, if there are any.
fn on<const N: usize>(sid: &str, actions: [&str; N], arns: Vec<String>) -> Option<Statement> {
    (!arns.is_empty()).then(|| Statement::allow(sid, actions).on(arns))
}
