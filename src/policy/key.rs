//! The policy of a KMS key that encrypts logs and digests.
//!
//! The key must be in the region of the bucket. Its account keeps the key manageable and may let
//! its own users decrypt; readers elsewhere must be named.

use super::arn::{Arn, Caller, Topic, Trails, root};
use super::name::{Account, BucketName};
use super::{CLOUDTRAIL, Policy, Principal, S3, SNS, SOURCE_ARN, Statement};

/// With what CloudTrail encrypts: the ARN of the trail.
const CONTEXT: &str = "kms:EncryptionContext:aws:cloudtrail:arn";

/// What it takes to send to a queue or topic that is encrypted ("Key management", Amazon SQS
/// Developer Guide).
const SEND: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];

/// Who may do what with a key.
#[derive(Clone, Debug)]
pub struct Use {
    /// The account that owns the key.
    pub owner: Account,
    /// The trails whose logs are encrypted.
    pub trails: Trails,
    /// Who may decrypt logs, besides whom the owner's administrators let.
    pub readers: Vec<Caller>,
    /// Whether the bucket has a bucket key, for which CloudTrail must decrypt as well.
    pub bucket_key: bool,
}

/// The policy of a key.
pub fn policy(usage: &Use) -> Policy {
    let Use { owner, trails, readers, bucket_key } = usage;
    let partition = trails.partition();
    let contexts: Vec<String> = trails
        .accounts()
        .iter()
        .map(|account| format!("arn:{partition}:cloudtrail:*:{account}:trail/*"))
        .collect();
    let cloudtrail = |sid: &str, action: &str| {
        Statement::allow(sid, action).by_service(CLOUDTRAIL).on("*").for_trails(trails)
    };
    let mut statements = vec![
        Statement::allow("EnableAccountPermissions", "kms:*")
            .by(Principal::Aws(root(partition, owner).into()))
            .on("*"),
        cloudtrail("AllowCloudTrailEncrypt", "kms:GenerateDataKey*").when(
            "StringLike",
            CONTEXT,
            contexts,
        ),
        cloudtrail("AllowCloudTrailDescribeKey", "kms:DescribeKey"),
    ];
    if *bucket_key {
        statements.push(cloudtrail("AllowCloudTrailDecrypt", "kms:Decrypt"));
    }
    if !readers.is_empty() {
        let readers: Vec<String> = readers.iter().map(|reader| reader.arn(partition)).collect();
        statements.push(
            Statement::allow("AllowReadersDecrypt", "kms:Decrypt")
                .by(Principal::Aws(readers.into()))
                .on("*")
                .when("Null", CONTEXT, "false"),
        );
    }
    statements.into()
}

/// S3 may tell of a bucket, which `account` owns, in what is encrypted with a key: `told`.
pub fn from_bucket(key: &str, told: &Arn, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketEncrypt", SEND).by_service(S3).on(key);
    vec![statement.for_bucket(bucket, told, account)].into()
}

/// A topic may pass on what it is told to a queue that is encrypted with a key.
pub fn from_topic(key: &str, topic: &Topic) -> Policy {
    let statement = Statement::allow("AllowTopicEncrypt", SEND).by_service(SNS).on(key);
    vec![statement.when("ArnEquals", SOURCE_ARN, topic.to_string())].into()
}

/// CloudTrail may tell a topic that is encrypted with a key of what these trails delivered.
pub fn from_trails(key: &str, trails: &Trails) -> Policy {
    let statement = Statement::allow("AllowCloudTrailTell", SEND).by_service(CLOUDTRAIL).on(key);
    vec![statement.for_trails(trails)].into()
}
