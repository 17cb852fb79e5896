//! Does what a [`Change`] says, and nothing else in the crate changes anything in AWS.

mod bucket;
mod made;
mod queue;
mod role;
mod trail;

use std::time::Duration;

use super::Session;
use super::error::Error;
use crate::policy::arn::region_of;
use crate::trail::change::{Change, Guarded};
use crate::trail::made::BucketPart;

/// What was just made is not known everywhere at once: refused for that, a step is tried again after
/// these pauses.
const PAUSES: [Duration; 6] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(8),
    Duration::from_secs(8),
];

/// Codes that may mean that what was just made is not known yet ("`CreateTrail`", AWS CloudTrail API
/// Reference; "`PutBucketNotificationConfiguration`", Amazon S3 API Reference).
const UNKNOWN_YET: [&str; 9] = [
    "InsufficientS3BucketPolicyException",
    "InsufficientSnsTopicPolicyException",
    "InsufficientEncryptionPolicyException",
    "InvalidCloudWatchLogsRoleArnException",
    "InvalidCloudWatchLogsLogGroupArnException",
    "S3BucketDoesNotExistException",
    "KmsKeyNotFoundException",
    "NoSuchBucket",
    "Unable to validate the following destination configurations",
];

impl Session {
    /// Does a step, in a region if it is of one. `is_fresh`: something that it needs was just made,
    /// so that a refusal may pass.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn perform(&self, change: &Change, region: &str, is_fresh: bool) -> Result<(), Error> {
        match change {
            Change::PutSelectors { trail, selectors } => {
                return self.put_selectors(trail, selectors, region);
            }
            Change::PutInsights { trail, insights } => {
                return self.put_insights(trail, insights, region);
            }
            _ => {}
        }
        self.runtime.block_on(async {
            let mut pauses = PAUSES.iter().filter(|_| is_fresh);
            loop {
                let error = match self.performed(change, region).await {
                    Ok(()) => return Ok(()),
                    Err(error) => error,
                };
                let may_pass = UNKNOWN_YET.iter().any(|code| error.message.contains(code));
                match pauses.next() {
                    Some(pause) if may_pass => tokio::time::sleep(*pause).await,
                    _ => return Err(error),
                }
            }
        })
    }

    async fn performed(&self, change: &Change, region: &str) -> Result<(), Error> {
        match change {
            Change::CreateBucket { bucket, region, key, trail } => {
                self.create_bucket(bucket, region, trail).await?;
                self.complete_bucket(bucket, key.as_deref(), &BucketPart::ALL).await
            }
            Change::CompleteBucket { bucket, key, parts } => {
                self.complete_bucket(bucket, key.as_deref(), parts).await
            }
            Change::DeleteBucket { bucket } => self.delete_bucket(bucket).await,
            Change::NotifyQueue { bucket, prefix, queue } => {
                self.notify_queue(bucket, prefix, queue).await
            }
            Change::PutPolicy { of: Guarded::Bucket(bucket), policy, .. } => {
                self.put_bucket_policy(bucket, policy).await
            }
            Change::PutPolicy { of: Guarded::Key(key), policy, .. } => {
                self.put_key_policy(key, policy).await
            }
            Change::PutPolicy { of: Guarded::Topic(topic), policy, .. } => {
                self.put_topic_policy(topic, policy).await
            }
            Change::PutPolicy { of: Guarded::Queue(queue), policy, .. } => {
                self.put_queue_policy(queue, policy).await
            }
            Change::CreateKey { alias, policy, trail } => {
                self.create_key(alias, policy, trail, region).await
            }
            Change::CompleteKey { key, rotation, alias } => {
                self.complete_key(key, *rotation, alias.as_deref(), region).await
            }
            Change::CreateTopic { topic, policy, trail } => {
                self.create_topic(topic, policy, trail).await
            }
            Change::CreateQueue { queue, policy, trail } => {
                self.create_queue(queue, policy, trail).await
            }
            Change::Subscribe { topic, queue } => self.subscribe(topic, queue).await,
            Change::CreateLogGroup { name, trail } => {
                self.create_log_group(name, trail, region).await
            }
            Change::CreateRole { role, trust, permissions, trail } => {
                self.create_role(role, trust, trail, region).await?;
                self.complete_role(role, permissions, region).await
            }
            Change::CompleteRole { role, permissions } => {
                self.complete_role(role, permissions, region).await
            }
            other => self.change_trail(other, region).await,
        }
    }
}
