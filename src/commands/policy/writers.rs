//! `ct policy bucket`, `key`, `topic` and `queue`: what these allow CloudTrail, S3 and SNS to do.

use std::iter;

use clap::{ArgGroup, Args};

use super::given::{LogLocation, RegionArg, TrailArgs};
use crate::error::UserError;
use crate::policy::caller::Caller;
use crate::policy::given::{self, Place};
use crate::policy::name::{Account, BucketName};
use crate::policy::{Policy, arn, bucket, key, queue, topic};

/// Policy of a bucket that receives logs.
///
///   ct policy bucket --bucket my-logs --trail main --account 111122223333 --region eu-west-1
///
/// Allows CloudTrail to write for these trails, to the folders of their accounts; denies requests
/// without TLS.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/bucket.txt"))]
pub(super) struct BucketPolicy {
    /// Bucket that receives the logs.
    #[arg(long)]
    bucket: BucketName,
    #[command(flatten)]
    writers: TrailArgs,
    #[command(flatten)]
    below: LogLocation,
}

impl BucketPolicy {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let trails = self.writers.all()?;
        let writers = match self.below.organization.clone() {
            None => bucket::Writers::Trails(trails),
            Some(id) => {
                bucket::Writers::Organization { id, trail: given::organization_trail(&trails)? }
            }
        };
        Ok(bucket::policy(&self.bucket, &self.below.prefix, &writers))
    }
}

/// Policy of a KMS key that encrypts logs.
///
///   ct policy key --trail main --account 111122223333 --region eu-west-1
///
/// The account that owns the key keeps full access, and its administrators can allow users to decrypt.
/// Name readers in other accounts with --reader.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/key.txt"))]
pub(super) struct KeyPolicy {
    #[command(flatten)]
    writers: TrailArgs,
    /// Account of the key, if not that of the trails.
    #[arg(long, value_name = "ACCOUNT")]
    key_owner: Option<Account>,
    /// Account id, or ARN of a user or role, that can decrypt logs; repeatable.
    #[arg(long = "reader", value_name = "ACCOUNT|ARN")]
    readers: Vec<Caller>,
    /// The bucket uses an S3 Bucket Key: allow CloudTrail to decrypt.
    #[arg(long)]
    bucket_key: bool,
}

impl KeyPolicy {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let trails = self.writers.all()?;
        let owner = given::key_owner(self.key_owner.as_ref(), &trails)?;
        let named = self.readers.iter().filter_map(Caller::partition);
        Place::default().partition(iter::once(trails.partition()).chain(named))?;
        let (readers, bucket_key) = (self.readers.clone(), self.bucket_key);
        Ok(key::policy(&key::Use { owner, trails, readers, bucket_key }))
    }
}

/// Policy of an SNS topic that receives log notifications.
///
///   ct policy topic --topic new-logs --trail main --account 111122223333 --region eu-west-1
///
/// Allows CloudTrail (--trail) or S3 (--bucket) to publish.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/topic.txt"))]
#[command(group = ArgGroup::new("sender").required(true).args(["trails", "bucket"]))]
pub(super) struct TopicPolicy {
    /// Name or ARN of the topic.
    #[arg(long, value_name = "NAME|ARN")]
    topic: String,
    #[command(flatten)]
    writers: TrailArgs,
    /// Bucket whose notifications S3 sends.
    #[arg(long)]
    bucket: Option<BucketName>,
    /// Account of the bucket, if not that of the topic.
    #[arg(long, value_name = "ACCOUNT", requires = "bucket")]
    bucket_owner: Option<Account>,
}

impl TopicPolicy {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let only = self.writers.accounts.first().filter(|_| self.writers.accounts.len() == 1);
        let place = self.writers.place.with(only);
        let topic = place.named("--topic", &self.topic, arn::Topic::new)?;
        let Some(bucket) = &self.bucket else {
            let trails = self.writers.all()?;
            place.partition([topic.partition(), trails.partition()])?;
            return Ok(topic::from_trails(&topic, &trails));
        };
        let owner = self.bucket_owner.as_ref().unwrap_or(&topic.home().account);
        Ok(topic::from_bucket(&topic, bucket, owner))
    }
}

/// Policy of an SQS queue that receives log notifications.
///
///   ct policy queue --queue new-logs --bucket my-logs --account 111122223333 --region eu-west-1
///
/// Allows S3 (--bucket) or a topic (--topic) to send.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/queue.txt"))]
#[command(group = ArgGroup::new("sender").required(true).args(["bucket", "topic"]))]
pub(super) struct QueuePolicy {
    /// Name or ARN of the queue.
    #[arg(long, value_name = "NAME|ARN")]
    queue: String,
    /// Bucket whose notifications S3 sends.
    #[arg(long)]
    bucket: Option<BucketName>,
    /// Account of the bucket, if not that of the queue.
    #[arg(long, value_name = "ACCOUNT", requires = "bucket")]
    bucket_owner: Option<Account>,
    /// Name or ARN of the topic that sends its messages.
    #[arg(long, value_name = "NAME|ARN")]
    topic: Option<String>,
    /// Account of resources given by name.
    #[arg(long)]
    account: Option<Account>,
    #[command(flatten)]
    place: RegionArg,
}

impl QueuePolicy {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let place = self.place.with(self.account.as_ref());
        let queue = place.named("--queue", &self.queue, arn::Queue::new)?;
        if let Some(topic) = &self.topic {
            let topic = place.named("--topic", topic, arn::Topic::new)?;
            place.partition([queue.partition(), topic.partition()])?;
            return Ok(queue::from_topic(&queue, &topic));
        }
        let none = || UserError::new("no sender is given", "add --bucket NAME or --topic ARN");
        let bucket = self.bucket.as_ref().ok_or_else(none)?;
        let owner = self.bucket_owner.as_ref().unwrap_or(&queue.home().account);
        Ok(queue::from_bucket(&queue, bucket, owner))
    }
}
