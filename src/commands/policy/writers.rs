//! `ct policy bucket`, `key`, `topic` and `queue`: what those who write and tell of logs may do.

use clap::{ArgGroup, Args};

use super::given::{Below, Place, Writers, named};
use crate::commands::user_error;
use crate::policy::arn::{self, Caller, Home};
use crate::policy::name::{Account, BucketName};
use crate::policy::{Policy, bucket, key, queue, topic};

/// The policy of a bucket that takes the logs of trails.
///
///   ct policy bucket --bucket my-logs --trail main --account 111122223333 --region eu-west-1
///
/// CloudTrail may write for these trails alone, to the folders of their accounts; requests without
/// TLS are denied to everybody.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = BUCKET)]
pub(super) struct BucketPolicy {
    /// The bucket.
    #[arg(long)]
    bucket: BucketName,
    #[command(flatten)]
    writers: Writers,
    #[command(flatten)]
    below: Below,
}

const BUCKET: &str = "\
Examples:
  ct policy bucket --bucket my-logs --trail arn:aws:cloudtrail:eu-west-1:111122223333:trail/main
  ct policy bucket --bucket logs --trail main --account 111122223333 --region eu-west-1 > b.json
  aws s3api put-bucket-policy --bucket logs --policy file://b.json";

impl BucketPolicy {
    pub(super) fn policy(&self) -> anyhow::Result<Policy> {
        let writers = match &self.below.organisation {
            None => bucket::Writers::Trails(self.writers.all()?),
            Some(id) => {
                bucket::Writers::Organisation { id: id.clone(), trail: self.writers.one()? }
            }
        };
        Ok(bucket::policy(&self.bucket, &self.below.prefix, &writers))
    }
}

/// The policy of a KMS key that encrypts logs.
///
///   ct policy key --trail main --account 111122223333 --region eu-west-1
///
/// The account of the key keeps all rights to it, and its administrators may let their own users
/// decrypt. Readers of other accounts are named with --reader.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = KEY)]
pub(super) struct KeyPolicy {
    #[command(flatten)]
    writers: Writers,
    /// The account of the key, if it is not that of the trails.
    #[arg(long, value_name = "ACCOUNT")]
    key_owner: Option<Account>,
    /// An account, or the ARN of a user or role, that may decrypt logs; repeat for more.
    #[arg(long = "reader", value_name = "ACCOUNT|ARN")]
    readers: Vec<Caller>,
    /// The bucket has a bucket key: CloudTrail must be able to decrypt.
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
                return Err(user_error(message, "say whose the key is: --key-owner ACCOUNT"));
            }
        };
        let own = self.readers.iter().filter_map(Caller::partition);
        self.writers.place.partition(std::iter::once(trails.partition()).chain(own))?;
        let (readers, bucket_key) = (self.readers.clone(), self.bucket_key);
        Ok(key::policy(&key::Use { owner, trails, readers, bucket_key }))
    }
}

/// The policy of an SNS topic that tells of new logs.
///
///   ct policy topic --topic new-logs --trail main --account 111122223333 --region eu-west-1
///
/// CloudTrail tells of them for --trail, S3 for --bucket.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = TOPIC)]
#[command(group = ArgGroup::new("teller").required(true).args(["trails", "bucket"]))]
pub(super) struct TopicPolicy {
    /// The topic, by its name or ARN.
    #[arg(long, value_name = "NAME|ARN")]
    topic: String,
    #[command(flatten)]
    writers: Writers,
    /// The bucket that S3 tells of.
    #[arg(long)]
    bucket: Option<BucketName>,
    /// The account of the bucket, if it is not that of the topic.
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

/// The policy of an SQS queue that is told of new logs.
///
///   ct policy queue --queue new-logs --bucket my-logs --account 111122223333 --region eu-west-1
///
/// S3 tells of them for --bucket, a topic for --topic.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = QUEUE)]
#[command(group = ArgGroup::new("teller").required(true).args(["bucket", "topic"]))]
pub(super) struct QueuePolicy {
    /// The queue, by its name or ARN.
    #[arg(long, value_name = "NAME|ARN")]
    queue: String,
    /// The bucket that S3 tells of.
    #[arg(long)]
    bucket: Option<BucketName>,
    /// The account of the bucket, if it is not that of the queue.
    #[arg(long, value_name = "ACCOUNT", requires = "bucket")]
    bucket_owner: Option<Account>,
    /// The topic that passes on what it is told, by its name or ARN.
    #[arg(long, value_name = "NAME|ARN")]
    topic: Option<String>,
    /// The account of what is given by name.
    #[arg(long)]
    account: Option<Account>,
    #[command(flatten)]
    place: Place,
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
            return Err(user_error("nobody tells the queue", "add --bucket NAME or --topic ARN"));
        };
        let owner = self.bucket_owner.as_ref().unwrap_or(&named_queue.home().account);
        Ok(queue::from_bucket(&named_queue, bucket, owner))
    }
}
