//! Topics and queues: made with their policies, subscribed, asked for the policies that they have.

use aws_sdk_sns::types::Tag;
use aws_sdk_sqs::types::QueueAttributeName;

use super::region_of;
use crate::aws::Session;
use crate::aws::error::{Asked, Error};
use crate::source::FaultKind;
use crate::trail::change::{DEAD, last};
use crate::trail::made::TAG;

/// Seconds for which a message that was received is hidden from others: for as long as a slow
/// reader of a large log may need.
const HIDDEN: &str = "300";
/// Seconds that a queue keeps messages: 14 days, the most there is.
const KEPT: &str = "1209600";
/// Seconds that a reader waits for messages if it does not say: the most there is.
const WAITED: &str = "20";
/// So often a message is received before it is put aside.
const RECEIVED: u32 = 5;

impl Session {
    /// With its policy in the same request: a topic is never without it.
    pub(super) async fn create_topic(
        &self,
        topic: &str,
        policy: &str,
        trail: &str,
    ) -> Result<(), Error> {
        let asked = Asked { action: "sns:CreateTopic", resource: topic };
        let tag = Tag::builder().key(TAG).value(trail).build();
        let tag = tag.map_err(|error| Error::new(FaultKind::Other, error.to_string(), ""))?;
        let create = self.sns(region_of(topic)).create_topic().name(last(topic)).tags(tag);
        let answer = create.attributes("Policy", policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    pub(super) async fn put_topic_policy(&self, topic: &str, policy: &str) -> Result<(), Error> {
        let asked = Asked { action: "sns:SetTopicAttributes", resource: topic };
        let set = self.sns(region_of(topic)).set_topic_attributes().topic_arn(topic);
        let answer = set.attribute_name("Policy").attribute_value(policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    pub(super) async fn create_queue(
        &self,
        queue: &str,
        policy: &str,
        trail: &str,
    ) -> Result<(), Error> {
        let client = self.sqs(region_of(queue));
        let asked = Asked { action: "sqs:CreateQueue", resource: queue };
        let create = |name: &str| {
            let create = client.create_queue().queue_name(name).tags(TAG, trail);
            create.attributes(QueueAttributeName::MessageRetentionPeriod, KEPT)
        };
        let dead = create(&format!("{}{DEAD}", last(queue))).send().await;
        dead.map_err(|error| Error::of(&error, asked))?;
        let aside =
            format!(r#"{{"deadLetterTargetArn":"{queue}{DEAD}","maxReceiveCount":{RECEIVED}}}"#);
        let answer = create(last(queue))
            .attributes(QueueAttributeName::VisibilityTimeout, HIDDEN)
            .attributes(QueueAttributeName::ReceiveMessageWaitTimeSeconds, WAITED)
            .attributes(QueueAttributeName::RedrivePolicy, aside)
            .attributes(QueueAttributeName::Policy, policy)
            .send()
            .await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    pub(super) async fn put_queue_policy(&self, queue: &str, policy: &str) -> Result<(), Error> {
        let client = self.sqs(region_of(queue));
        let asked = Asked { action: "sqs:SetQueueAttributes", resource: queue };
        let url = client.get_queue_url().queue_name(last(queue)).send().await;
        let url = url.map_err(|error| Error::of(&error, asked))?.queue_url;
        let set = client.set_queue_attributes().set_queue_url(url);
        let answer = set.attributes(QueueAttributeName::Policy, policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    pub(super) async fn subscribe(&self, topic: &str, queue: &str) -> Result<(), Error> {
        let asked = Asked { action: "sns:Subscribe", resource: topic };
        let subscribe = self.sns(region_of(topic)).subscribe().topic_arn(topic).protocol("sqs");
        let answer = subscribe.endpoint(queue).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    /// The policy of a topic; an empty one if it has none.
    ///
    /// # Errors
    /// There is no such topic ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub fn topic_policy(&self, topic: &str) -> Result<String, Error> {
        let asked = Asked { action: "sns:GetTopicAttributes", resource: topic };
        let get = self.sns(region_of(topic)).get_topic_attributes().topic_arn(topic);
        let answer = self.runtime.block_on(get.send());
        let answer = answer.map_err(|error| Error::of(&error, asked))?;
        let policy = answer.attributes.and_then(|mut all| all.remove("Policy"));
        Ok(policy.unwrap_or_default())
    }

    /// The policy of a queue; an empty one if it has none.
    ///
    /// # Errors
    /// There is no such queue ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub fn queue_policy(&self, queue: &str) -> Result<String, Error> {
        let client = self.sqs(region_of(queue));
        let asked = Asked { action: "sqs:GetQueueAttributes", resource: queue };
        self.runtime.block_on(async {
            let url = client.get_queue_url().queue_name(last(queue)).send().await;
            let url = url.map_err(|error| Error::of(&error, asked))?.queue_url;
            let get = client.get_queue_attributes().set_queue_url(url);
            let answer = get.attribute_names(QueueAttributeName::Policy).send().await;
            let answer = answer.map_err(|error| Error::of(&error, asked))?;
            let policy =
                answer.attributes.and_then(|mut all| all.remove(&QueueAttributeName::Policy));
            Ok(policy.unwrap_or_default())
        })
    }
}
