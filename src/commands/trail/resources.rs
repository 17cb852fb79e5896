//! The flags that name bucket, key, topic, queue, log group and role.

use clap::{Args, ValueEnum};

use crate::commands::user_error;
use crate::policy::arn::{Home, LogGroup, Queue, Topic};
use crate::policy::name::{BucketName, Prefix, Refused};
use crate::trail::change::DLQ_SUFFIX;
use crate::trail::plan::{BucketRequest, BucketSource, KeyRequest, ResourceNames, RoleRequest};

/// Bucket, key, topic, queue and log group.
#[derive(Debug, Args)]
pub(super) struct ResourceArgs {
    /// Deliver log files to this bucket.
    #[arg(long, value_name = "BUCKET")]
    bucket: Option<BucketName>,
    /// Create the bucket of --bucket.
    #[arg(long, requires = "bucket")]
    create_bucket: bool,
    /// Encrypt with this KMS key: its ARN, id, or alias/NAME.
    #[arg(long, value_name = "KEY", conflicts_with = "create_key")]
    kms_key: Option<String>,
    /// Create a KMS key and encrypt with it: alias/cloudtrail-NAME.
    #[arg(long)]
    create_key: bool,
    /// Send delivery notifications to this SNS topic: its name or ARN.
    #[arg(long, value_name = "TOPIC")]
    sns_topic: Option<String>,
    /// Create the topic of --sns-topic, or NAME-deliveries.
    #[arg(long)]
    create_topic: bool,
    /// Send notifications to this SQS queue; created if it does not exist.
    #[arg(long, value_name = "QUEUE")]
    queue: Option<String>,
    /// Notification source of the queue.
    #[arg(long, value_name = "SENDER", default_value = "s3", requires = "queue")]
    queue_from: NotificationSource,
    /// Deliver events to this CloudWatch Logs log group as well; created if it does not exist.
    #[arg(long, value_name = "GROUP")]
    cloudwatch_log_group: Option<String>,
    /// Role that writes to the log group: its name or ARN. Default: CloudTrail-NAME, created if it
    /// does not exist.
    #[arg(long, value_name = "ROLE", requires = "cloudwatch_log_group")]
    cloudwatch_role: Option<String>,
}

/// Who notifies a queue of new log files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NotificationSource {
    /// The bucket: one message for each object.
    S3,
    /// The trail's SNS topic: one message for each delivery.
    Topic,
}

impl ResourceArgs {
    /// Checks what can be checked without a call. `has_topic`: the trail has a topic already.
    ///
    /// # Errors
    /// Flags contradict each other.
    pub(super) fn check(&self, prefix: &Prefix, has_topic: bool) -> anyhow::Result<()> {
        let has_topic = has_topic || self.sns_topic.is_some() || self.create_topic;
        if self.queue_from == NotificationSource::Topic && !has_topic {
            return Err(user_error(
                "--queue-from topic, but the trail has no topic",
                "add --sns-topic TOPIC or --create-topic",
            ));
        }
        if prefix.to_string().contains("AWSLogs") {
            return Err(user_error(
                format!("not a prefix: {prefix}"),
                "CloudTrail appends AWSLogs/ itself, and accepts no prefix that contains it",
            ));
        }
        Ok(())
    }

    /// Whether any of the flags is given.
    pub(super) fn is_given(&self) -> bool {
        let names = [&self.kms_key, &self.sns_topic, &self.queue, &self.cloudwatch_log_group];
        self.bucket.is_some()
            || self.create_key
            || self.create_topic
            || names.iter().any(|name| name.is_some())
    }

    /// The bucket of `--bucket`.
    pub(super) fn bucket(&self) -> Option<BucketRequest> {
        let name = self.bucket.clone()?;
        let source =
            if self.create_bucket { BucketSource::UserCreates } else { BucketSource::User };
        Some(BucketRequest { name, source })
    }

    /// The resources of a trail with this name and bucket, in the account and Region of `home`.
    ///
    /// # Errors
    /// A flag's value is not a valid name.
    pub(super) fn names(
        &self,
        trail: &str,
        bucket: BucketRequest,
        home: &Home,
    ) -> anyhow::Result<ResourceNames> {
        let default_topic = || self.create_topic.then(|| format!("{trail}-deliveries"));
        let topic = self.sns_topic.clone().or_else(default_topic);
        let topic = topic.map(|name| {
            Topic::new(&name, Some(home)).map_err(|error| invalid("--sns-topic", &error))
        });
        let log_group = self.cloudwatch_log_group.as_ref().map(|name| {
            LogGroup::new(name, Some(home))
                .map_err(|error| invalid("--cloudwatch-log-group", &error))
        });
        Ok(ResourceNames {
            bucket,
            key: self.key(trail)?,
            topic: topic.transpose()?,
            create_topic: self.create_topic,
            queue: self.queue(home)?,
            notify_from_topic: self.queue_from == NotificationSource::Topic,
            log_group: log_group.transpose()?,
            role: self.role(trail, home)?,
        })
    }

    fn key(&self, trail: &str) -> anyhow::Result<Option<KeyRequest>> {
        match &self.kms_key {
            _ if self.create_key => Ok(Some(KeyRequest::New(format!("alias/cloudtrail-{trail}")))),
            Some(key) if key.is_empty() => {
                Err(user_error("--kms-key: no key is named", "give its ARN, id, or alias/NAME"))
            }
            key => Ok(key.clone().map(KeyRequest::Existing)),
        }
    }

    fn queue(&self, home: &Home) -> anyhow::Result<Option<Queue>> {
        let Some(name) = &self.queue else { return Ok(None) };
        let queue = Queue::new(name, Some(home)).map_err(|error| invalid("--queue", &error))?;
        // The name of the dead-letter queue has to fit as well ("CreateQueue", Amazon SQS API
        // Reference: 80 characters).
        let longest = 80 - DLQ_SUFFIX.len();
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if queue.name().len() > longest || !queue.name().chars().all(is_allowed) {
            return Err(user_error(
                format!("--queue: not the name of a queue: {}", queue.name()),
                format!(
                    "use up to {longest} letters, digits, - and _; S3 cannot send notifications to \
                     a FIFO queue"
                ),
            ));
        }
        Ok(Some(queue))
    }

    fn role(&self, trail: &str, home: &Home) -> anyhow::Result<Option<RoleRequest>> {
        if self.cloudwatch_log_group.is_none() {
            return Ok(None);
        }
        let name = match &self.cloudwatch_role {
            Some(arn) if arn.starts_with("arn:") && arn.contains(":iam::") => {
                return Ok(Some(RoleRequest { arn: arn.clone(), is_given: true }));
            }
            Some(name) if is_role_name(name) => name.clone(),
            Some(name) => {
                let help = "give its ARN, or a name of up to 64 letters, digits and + = , . @ - _";
                let message = format!("--cloudwatch-role: not a role: {name}");
                return Err(user_error(message, help));
            }
            None => format!("CloudTrail-{trail}"),
        };
        let (partition, account) = (home.region.partition(), &home.account);
        let arn = format!("arn:{partition}:iam::{account}:role/{name}");
        Ok(Some(RoleRequest { arn, is_given: false }))
    }
}

/// "IAM and AWS STS quotas", AWS IAM User Guide.
fn is_role_name(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
    (1..=64).contains(&name.len()) && name.chars().all(is_allowed)
}

/// The error for a flag whose value is not a valid name.
pub(super) fn invalid(flag: &str, refused: &Refused) -> anyhow::Error {
    user_error(format!("{flag}: {refused}"), "see --help")
}
