//! The resources that a user requests, and the names that they stand for.

use super::{BucketRequest, BucketSource, KeyRequest, PlanError, ResourceNames, RoleRequest};
use crate::policy::arn::{Home, LogGroup, Queue, Topic};
use crate::policy::name::{BucketName, Prefix, Refused};
use crate::trail::change::DLQ_SUFFIX;

/// Bucket, key, topic, queue and log group, as the user writes them.
#[derive(Clone, Debug, Default)]
pub struct ResourceOptions {
    /// The bucket.
    pub bucket: Option<BucketName>,
    /// Create the bucket.
    pub create_bucket: bool,
    /// An existing KMS key: its ARN, id, or `alias/NAME`.
    pub kms_key: Option<String>,
    /// Create a KMS key.
    pub create_key: bool,
    /// The SNS topic: its name or ARN.
    pub sns_topic: Option<String>,
    /// Create the topic.
    pub create_topic: bool,
    /// The SQS queue: its name or ARN.
    pub queue: Option<String>,
    /// The topic notifies the queue, not the bucket.
    pub notify_from_topic: bool,
    /// The log group: its name or ARN.
    pub log_group: Option<String>,
    /// The role that writes to the log group: its name or ARN.
    pub role: Option<String>,
}

type Result<T> = std::result::Result<T, PlanError>;

impl ResourceOptions {
    /// Checks what can be checked without a call. `has_topic`: the trail has a topic already.
    ///
    /// # Errors
    /// Options contradict each other.
    pub fn check(&self, prefix: &Prefix, has_topic: bool) -> Result<()> {
        let has_topic = has_topic || self.sns_topic.is_some() || self.create_topic;
        if self.notify_from_topic && !has_topic {
            return Err(PlanError::unusable(
                "--queue-from topic, but the trail has no topic",
                "add --sns-topic TOPIC or --create-topic",
            ));
        }
        if prefix.to_string().contains("AWSLogs") {
            return Err(PlanError::unusable(
                format!("not a prefix: {prefix}"),
                "CloudTrail appends AWSLogs/ itself, and accepts no prefix that contains it",
            ));
        }
        Ok(())
    }

    /// Whether any resource is requested.
    pub fn is_given(&self) -> bool {
        let names = [&self.kms_key, &self.sns_topic, &self.queue, &self.log_group];
        self.bucket.is_some()
            || self.create_key
            || self.create_topic
            || names.iter().any(|name| name.is_some())
    }

    /// The requested bucket.
    pub fn bucket(&self) -> Option<BucketRequest> {
        let name = self.bucket.clone()?;
        let source =
            if self.create_bucket { BucketSource::UserCreates } else { BucketSource::User };
        Some(BucketRequest { name, source })
    }

    /// The resources of a trail with this name and bucket, in the account and Region of `home`.
    ///
    /// # Errors
    /// A name is not valid.
    pub fn names(&self, trail: &str, bucket: BucketRequest, home: &Home) -> Result<ResourceNames> {
        let default_topic = || self.create_topic.then(|| format!("{trail}-deliveries"));
        let topic = self.sns_topic.clone().or_else(default_topic).map(|name| {
            Topic::new(&name, Some(home)).map_err(|error| invalid("--sns-topic", &error))
        });
        let log_group = self.log_group.as_ref().map(|name| {
            LogGroup::new(name, Some(home))
                .map_err(|error| invalid("--cloudwatch-log-group", &error))
        });
        Ok(ResourceNames {
            bucket,
            key: self.key(trail)?,
            topic: topic.transpose()?,
            create_topic: self.create_topic,
            queue: self.queue(home)?,
            notify_from_topic: self.notify_from_topic,
            log_group: log_group.transpose()?,
            role: self.role(trail, home)?,
        })
    }

    fn key(&self, trail: &str) -> Result<Option<KeyRequest>> {
        match &self.kms_key {
            _ if self.create_key => Ok(Some(KeyRequest::New(format!("alias/cloudtrail-{trail}")))),
            Some(key) if key.is_empty() => {
                let help = "give its ARN, id, or alias/NAME";
                Err(PlanError::unusable("--kms-key: no key is named", help))
            }
            key => Ok(key.clone().map(KeyRequest::Existing)),
        }
    }

    fn queue(&self, home: &Home) -> Result<Option<Queue>> {
        let Some(name) = &self.queue else { return Ok(None) };
        let queue = Queue::new(name, Some(home)).map_err(|error| invalid("--queue", &error))?;
        // The name of the dead-letter queue has to fit as well ("CreateQueue", Amazon SQS API
        // Reference: 80 characters).
        let longest = 80 - DLQ_SUFFIX.len();
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if queue.name().len() > longest || !queue.name().chars().all(is_allowed) {
            return Err(PlanError::unusable(
                format!("--queue: not the name of a queue: {}", queue.name()),
                format!(
                    "use up to {longest} letters, digits, - and _; S3 cannot send notifications to \
                     a FIFO queue"
                ),
            ));
        }
        Ok(Some(queue))
    }

    fn role(&self, trail: &str, home: &Home) -> Result<Option<RoleRequest>> {
        if self.log_group.is_none() {
            return Ok(None);
        }
        let name = match &self.role {
            Some(arn) if arn.starts_with("arn:") && arn.contains(":iam::") => {
                return Ok(Some(RoleRequest { arn: arn.clone(), is_given: true }));
            }
            Some(name) if is_role_name(name) => name.clone(),
            Some(name) => {
                let help = "give its ARN, or a name of up to 64 letters, digits and + = , . @ - _";
                let message = format!("--cloudwatch-role: not a role: {name}");
                return Err(PlanError::unusable(message, help));
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

/// The error for a value that is not a valid name; `flag` is where the user wrote it.
pub fn invalid(flag: &str, refused: &Refused) -> PlanError {
    PlanError::unusable(format!("{flag}: {refused}"), "see --help")
}
