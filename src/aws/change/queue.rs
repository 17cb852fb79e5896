//! SNS topics and SQS queues: created with their policies, subscribed, and their policies read.

use aws_sdk_sns::types::Tag;
use aws_sdk_sqs::types::QueueAttributeName;

use super::region_of;
use crate::aws::Session;
use crate::aws::error::{ApiCall, Error};
use crate::policy::arn::name_of;
use crate::source::FaultKind;
use crate::trail::change::DLQ_SUFFIX;
use crate::trail::created::TRAIL_TAG;

/// The visibility timeout, in seconds: as long as a slow reader of a large log file may need.
const VISIBILITY_TIMEOUT: &str = "300";
/// The retention period of messages, in seconds: 14 days, the maximum.
const RETENTION: &str = "1209600";
/// The default wait time of a receiver, in seconds: the maximum.
const WAIT_TIME: &str = "20";
/// How often a message is received before it moves to the dead-letter queue.
const MAX_RECEIVES: u32 = 5;

impl Session {
    /// Creates a topic with its policy in the same request: it never has the default policy.
    pub(super) async fn create_topic(
        &self,
        topic: &str,
        policy: &str,
        trail: &str,
    ) -> Result<(), Error> {
        let call = ApiCall { action: "sns:CreateTopic", resource: topic };
        let tag = Tag::builder().key(TRAIL_TAG).value(trail).build();
        let tag = tag.map_err(|error| Error::new(FaultKind::Other, error.to_string(), ""))?;
        let create = self.sns(region_of(topic)).create_topic().name(name_of(topic)).tags(tag);
        let answer = create.attributes("Policy", policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn put_topic_policy(&self, topic: &str, policy: &str) -> Result<(), Error> {
        let call = ApiCall { action: "sns:SetTopicAttributes", resource: topic };
        let set = self.sns(region_of(topic)).set_topic_attributes().topic_arn(topic);
        let answer = set.attribute_name("Policy").attribute_value(policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn create_queue(
        &self,
        queue: &str,
        policy: &str,
        trail: &str,
    ) -> Result<(), Error> {
        let client = self.sqs(region_of(queue));
        let call = ApiCall { action: "sqs:CreateQueue", resource: queue };
        let create = |name: &str| {
            let create = client.create_queue().queue_name(name).tags(TRAIL_TAG, trail);
            create.attributes(QueueAttributeName::MessageRetentionPeriod, RETENTION)
        };
        let dlq = create(&format!("{}{DLQ_SUFFIX}", name_of(queue))).send().await;
        dlq.map_err(|error| Error::of(&error, call))?;
        let redrive_policy = format!(
            r#"{{"deadLetterTargetArn":"{queue}{DLQ_SUFFIX}","maxReceiveCount":{MAX_RECEIVES}}}"#
        );
        let answer = create(name_of(queue))
            .attributes(QueueAttributeName::VisibilityTimeout, VISIBILITY_TIMEOUT)
            .attributes(QueueAttributeName::ReceiveMessageWaitTimeSeconds, WAIT_TIME)
            .attributes(QueueAttributeName::RedrivePolicy, redrive_policy)
            .attributes(QueueAttributeName::Policy, policy)
            .send()
            .await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn put_queue_policy(&self, queue: &str, policy: &str) -> Result<(), Error> {
        let client = self.sqs(region_of(queue));
        let call = ApiCall { action: "sqs:SetQueueAttributes", resource: queue };
        let url = client.get_queue_url().queue_name(name_of(queue)).send().await;
        let url = url.map_err(|error| Error::of(&error, call))?.queue_url;
        let set = client.set_queue_attributes().set_queue_url(url);
        let answer = set.attributes(QueueAttributeName::Policy, policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn subscribe(&self, topic: &str, queue: &str) -> Result<(), Error> {
        let call = ApiCall { action: "sns:Subscribe", resource: topic };
        let subscribe = self.sns(region_of(topic)).subscribe().topic_arn(topic).protocol("sqs");
        let answer = subscribe.endpoint(queue).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// The policy of a topic; empty if it has none.
    ///
    /// # Errors
    /// There is no such topic ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub(super) fn topic_policy(&self, topic: &str) -> Result<String, Error> {
        let call = ApiCall { action: "sns:GetTopicAttributes", resource: topic };
        let get = self.sns(region_of(topic)).get_topic_attributes().topic_arn(topic);
        let answer = self.runtime.block_on(get.send());
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        let policy = answer.attributes.and_then(|mut all| all.remove("Policy"));
        Ok(policy.unwrap_or_default())
    }

    /// The policy of a queue; empty if it has none.
    ///
    /// # Errors
    /// There is no such queue ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub(super) fn queue_policy(&self, queue: &str) -> Result<String, Error> {
        let client = self.sqs(region_of(queue));
        let call = ApiCall { action: "sqs:GetQueueAttributes", resource: queue };
        self.runtime.block_on(async {
            let url = client.get_queue_url().queue_name(name_of(queue)).send().await;
            let url = url.map_err(|error| Error::of(&error, call))?.queue_url;
            let get = client.get_queue_attributes().set_queue_url(url);
            let answer = get.attribute_names(QueueAttributeName::Policy).send().await;
            let answer = answer.map_err(|error| Error::of(&error, call))?;
            let policy =
                answer.attributes.and_then(|mut all| all.remove(&QueueAttributeName::Policy));
            Ok(policy.unwrap_or_default())
        })
    }
}
