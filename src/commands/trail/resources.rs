//! The flags that name bucket, key, topic, queue, log group and role.

use clap::{Args, ValueEnum};

use crate::policy::name::BucketName;
use crate::trail::plan::ResourceOptions;

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
    pub(super) fn options(&self) -> ResourceOptions {
        ResourceOptions {
            bucket: self.bucket.clone(),
            create_bucket: self.create_bucket,
            kms_key: self.kms_key.clone(),
            create_key: self.create_key,
            sns_topic: self.sns_topic.clone(),
            create_topic: self.create_topic,
            queue: self.queue.clone(),
            notify_from_topic: self.queue_from == NotificationSource::Topic,
            log_group: self.cloudwatch_log_group.clone(),
            role: self.cloudwatch_role.clone(),
        }
    }
}
