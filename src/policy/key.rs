//! The policy of a KMS key that encrypts logs and digests.
//!
//! The key must be in the Region of the bucket. The account that owns it keeps full access and can allow
//! its own users to decrypt; readers in other accounts must be named.

use super::arn::{Arn, Topic, Trails};
use super::caller::{Caller, root};
use super::name::{Account, BucketName};
use super::{CLOUDTRAIL, Policy, Principal, S3, SNS, SOURCE_ARN, Statement};

/// The encryption context that CloudTrail sets: the ARN of the trail.
const CONTEXT: &str = "kms:EncryptionContext:aws:cloudtrail:arn";

/// The actions needed to send to an encrypted queue or topic ("Key management", Amazon SQS Developer
/// Guide).
const SEND: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];

/// The users of a key.
#[derive(Clone, Debug)]
pub struct Use {
    /// The account that owns the key.
    pub owner: Account,
    /// The trails whose logs are encrypted.
    pub trails: Trails,
    /// Readers in other accounts that can decrypt logs.
    pub readers: Vec<Caller>,
    /// Whether the bucket uses an S3 Bucket Key, which requires CloudTrail to decrypt.
    pub bucket_key: bool,
}

/// The policy of a key that encrypts logs.
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

/// Allows S3 to use a key to notify an encrypted queue or topic of new objects in a bucket that `account`
/// owns.
pub fn from_bucket(key: &str, target: &Arn, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketEncrypt", SEND).by_service(S3).on(key);
    vec![statement.for_bucket(bucket, target, account)].into()
}

/// Allows SNS to use a key to send messages of a topic to an encrypted queue.
pub fn from_topic(key: &str, topic: &Topic) -> Policy {
    let statement = Statement::allow("AllowTopicEncrypt", SEND).by_service(SNS).on(key);
    vec![statement.when("ArnEquals", SOURCE_ARN, topic.to_string())].into()
}

/// Allows CloudTrail to use a key to publish deliveries of these trails to an encrypted topic.
pub fn from_trails(key: &str, trails: &Trails) -> Policy {
    let statement = Statement::allow("AllowCloudTrailTell", SEND).by_service(CLOUDTRAIL).on(key);
    vec![statement.for_trails(trails)].into()
}
