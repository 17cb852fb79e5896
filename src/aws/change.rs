//! Makes the changes of a plan ([`Change`]). Nothing else in the crate changes anything in AWS.

mod bucket;
mod client;
mod existing;
mod queue;
mod resources;
mod role;
mod trail;

pub use existing::PrefixedBuckets;

use std::time::Duration;

use super::Session;
use super::error::Error;
use crate::policy::arn::region_of;
use crate::source::interrupt::Interrupt;
use crate::trail::change::{Change, PolicyTarget};
use crate::trail::created::BucketSetting;

/// AWS propagates new resources and policies in the background. A change that is refused for that
/// reason is retried after these pauses.
const PROPAGATION_PAUSES: [Duration; 6] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(8),
    Duration::from_secs(8),
];

/// Errors that may mean that a new resource or policy is not propagated yet ("`CreateTrail`", AWS
/// CloudTrail API Reference; "`PutBucketNotificationConfiguration`", Amazon S3 API Reference).
const NOT_PROPAGATED: [&str; 9] = [
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

/// Why a plan was not carried out as a whole.
#[derive(Debug)]
pub struct Incomplete {
    /// The number of changes that were made.
    pub done: usize,
    /// Why the next change failed; it may have been made in part. `None`: the user interrupted the
    /// plan before it.
    pub error: Option<Error>,
}

impl Session {
    /// Makes the changes of a plan one after the other, in a Region. `on_done` is called after each.
    /// An interrupt ends the plan between two changes.
    ///
    /// # Errors
    /// A change failed, or the plan was interrupted.
    pub fn apply(
        &self,
        changes: &[Change],
        region: &str,
        interrupt: &Interrupt,
        mut on_done: impl FnMut(&Change),
    ) -> Result<(), Incomplete> {
        for (done, change) in changes.iter().enumerate() {
            if interrupt.is_set() {
                return Err(Incomplete { done, error: None });
            }
            let may_propagate = changes[..done].iter().any(Change::needs_propagation);
            self.make(change, region, may_propagate)
                .map_err(|error| Incomplete { done, error: Some(error) })?;
            on_done(change);
        }
        Ok(())
    }

    /// Makes a change. `may_propagate`: it may depend on a change that AWS has not propagated yet, and
    /// is retried then.
    fn make(&self, change: &Change, region: &str, may_propagate: bool) -> Result<(), Error> {
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
            let mut pauses = PROPAGATION_PAUSES.iter().filter(|_| may_propagate);
            loop {
                let error = match self.make_once(change, region).await {
                    Ok(()) => return Ok(()),
                    Err(error) => error,
                };
                let may_pass = NOT_PROPAGATED.iter().any(|code| error.message.contains(code));
                match pauses.next() {
                    Some(pause) if may_pass => tokio::time::sleep(*pause).await,
                    _ => return Err(error),
                }
            }
        })
    }

    async fn make_once(&self, change: &Change, region: &str) -> Result<(), Error> {
        match change {
            Change::CreateBucket { bucket, region, key, trail } => {
                self.create_bucket(bucket, region, trail).await?;
                self.complete_bucket(bucket, key.as_deref(), &BucketSetting::ALL).await
            }
            Change::CompleteBucket { bucket, key, settings } => {
                self.complete_bucket(bucket, key.as_deref(), settings).await
            }
            Change::DeleteBucket { bucket } => self.delete_bucket(bucket).await,
            Change::NotifyQueue { bucket, prefix, queue } => {
                self.notify_queue(bucket, prefix, queue).await
            }
            Change::PutPolicy { target, policy, .. } => match target {
                PolicyTarget::Bucket(bucket) => self.put_bucket_policy(bucket, policy).await,
                PolicyTarget::Key(key) => self.put_key_policy(key, policy).await,
                PolicyTarget::Topic(topic) => self.put_topic_policy(topic, policy).await,
                PolicyTarget::Queue(queue) => self.put_queue_policy(queue, policy).await,
            },
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
