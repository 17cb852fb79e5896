//! `ct policy bucket`, `key`, `topic` and `queue`: what these allow CloudTrail, S3 and SNS to do.

use clap::{ArgGroup, Args};

use super::given::{LogLocation, RegionArg, TrailArgs, named};
use crate::commands::user_error;
use crate::policy::arn::{self, Home};
use crate::policy::caller::Caller;
use crate::policy::name::{Account, BucketName};
use crate::policy::{Policy, bucket, key, queue, topic};

/// Policy of a bucket that receives logs.
///
///   ct policy bucket --bucket my-logs --trail main --account 111122223333 --region eu-west-1
///
/// Allows CloudTrail to write for these trails, to the folders of their accounts; denies requests
/// without TLS.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = BUCKET)]
pub(super) struct BucketPolicy {
    /// Bucket that receives the logs.
    #[arg(long)]
    bucket: BucketName,
    #[command(flatten)]
    writers: TrailArgs,
    #[command(flatten)]
    below: LogLocation,
}

const BUCKET: &str = "\
Examples:
  ct policy bucket --bucket my-logs --trail arn:aws:cloudtrail:eu-west-1:111122223333:trail/main
  ct policy bucket --bucket logs --trail main --account 111122223333 --region eu-west-1 > b.json
  aws s3api put-bucket-policy --bucket logs --policy file://b.json";

impl BucketPolicy {
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let writers = match &self.below.organization {
            None => bucket::Writers::Trails(self.writers.all()?),
            Some(id) => {
                bucket::Writers::Organization { id: id.clone(), trail: self.writers.one()? }
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
#[command(verbatim_doc_comment, after_help = KEY)]
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

const KEY: &str = "\
Examples:
  ct policy key --trail arn:aws:cloudtrail:eu-west-1:111122223333:trail/all --reader 444455556666
  ct policy key --trail main --account 111122223333 --region eu-west-1 --bucket-key > k.json
  aws kms put-key-policy --key-id alias/logs --policy-name default --policy file://k.json";

impl KeyPolicy {
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let trails = self.writers.all()?;
        let accounts = trails.accounts();
        let owner = match (&self.key_owner, accounts.as_slice()) {
            (Some(owner), _) => owner.clone(),
            (None, [account]) => account.parse()?,
            (None, _) => {
                let message = format!("trails of several accounts: {}", accounts.join(" "));
                return Err(user_error(
                    message,
                    "name the account of the key: --key-owner ACCOUNT",
                ));
            }
        };
        let own = self.readers.iter().filter_map(Caller::partition);
        self.writers.place.partition(std::iter::once(trails.partition()).chain(own))?;
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
#[command(verbatim_doc_comment, after_help = TOPIC)]
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

const TOPIC: &str = "\
Examples:
  ct policy topic --topic new-logs --trail main --account 111122223333 --region eu-west-1
  ct policy topic --topic arn:aws:sns:eu-west-1:111122223333:new-logs --bucket my-logs";

impl TopicPolicy {
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let home = match self.writers.accounts.as_slice() {
            [account] => self.writers.place.home(Some(account)),
            _ => None,
        };
        let named = named("--topic", &self.topic, home.as_ref(), arn::Topic::new)?;
        let Some(bucket) = &self.bucket else {
            let trails = self.writers.all()?;
            self.writers.place.partition([named.partition(), trails.partition()])?;
            return Ok(topic::from_trails(&named, &trails));
        };
        let owner = self.bucket_owner.as_ref().unwrap_or(&named.home().account);
        Ok(topic::from_bucket(&named, bucket, owner))
    }
}

/// Policy of an SQS queue that receives log notifications.
///
///   ct policy queue --queue new-logs --bucket my-logs --account 111122223333 --region eu-west-1
///
/// Allows S3 (--bucket) or a topic (--topic) to send.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = QUEUE)]
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

const QUEUE: &str = "\
Examples:
  ct policy queue --queue new-logs --topic trail --account 111122223333 --region eu-west-1
  ct policy queue --queue arn:aws:sqs:eu-west-1:111122223333:new-logs --bucket my-logs > q.json
  jq '{Policy: tojson}' q.json > attributes.json
  aws sqs set-queue-attributes --queue-url \"$URL\" --attributes file://attributes.json";

impl QueuePolicy {
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let home: Option<Home> = self.place.home(self.account.as_ref());
        let named_queue = named("--queue", &self.queue, home.as_ref(), arn::Queue::new)?;
        if let Some(written) = &self.topic {
            let topic = named("--topic", written, home.as_ref(), arn::Topic::new)?;
            self.place.partition([named_queue.partition(), topic.partition()])?;
            return Ok(queue::from_topic(&named_queue, &topic));
        }
        let Some(bucket) = &self.bucket else {
            return Err(user_error("no sender is given", "add --bucket NAME or --topic ARN"));
        };
        let owner = self.bucket_owner.as_ref().unwrap_or(&named_queue.home().account);
        Ok(queue::from_bucket(&named_queue, bucket, owner))
    }
}
