//! The facts about a queue and about what may send to it. Judges nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::trail::Trail;
use crate::trail::notifications::Notifications;
use crate::trail::posture::{Key, Lookup};

/// A queue, and everything that may send to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueSnapshot {
    /// Its ARN.
    pub queue: String,
    /// The account id of the caller.
    pub account: Lookup<String>,
    /// The logs that it should receive notifications of.
    pub expected: ExpectedLogs,
    /// Its attributes.
    pub facts: Lookup<QueueFacts>,
    /// Its dead-letter queue, if it has one.
    pub dead_letters: Lookup<DeadLetterQueue>,
    /// The trails whose logs are expected.
    pub trails: Vec<Trail>,
    /// Why these may not be all trails.
    pub unread_trails: Option<String>,
    /// The buckets that may notify it, by name.
    pub buckets: BTreeMap<String, Lookup<SourceBucket>>,
    /// The topics that may send to it, by ARN.
    pub topics: BTreeMap<String, Lookup<TopicFacts>>,
}

/// The logs that a queue should receive notifications of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedLogs {
    /// Those of a bucket, by name.
    Bucket(String),
    /// Those of a trail.
    Trail(Box<Trail>),
    /// Any.
    Any,
}

/// `GetQueueAttributes` (Amazon SQS API Reference); times are in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFacts {
    /// Its policy, as JSON; empty if it has none.
    pub policy: String,
    /// Its KMS key, if it is encrypted with one.
    pub key: Option<EncryptionKey>,
    /// Its dead-letter queue.
    pub redrive: Option<RedrivePolicy>,
    /// The visibility timeout.
    pub visibility_timeout: u64,
    /// The message retention period.
    pub retention: u64,
    /// The delivery delay.
    pub delay: u64,
    /// The receive message wait time.
    pub wait_time: u64,
    /// Visible messages.
    pub messages: u64,
    /// Messages in flight: received, and neither deleted nor visible again.
    pub in_flight: u64,
}

impl QueueFacts {
    /// Whether EventBridge rules may send: they need such a statement ("Using resource-based policies
    /// for Amazon EventBridge", Amazon EventBridge User Guide).
    pub(super) fn allows_event_bridge(&self) -> bool {
        self.policy.contains("events.amazonaws.com")
    }
}

/// `RedrivePolicy` ("Using dead-letter queues in Amazon SQS", Amazon SQS Developer Guide).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedrivePolicy {
    /// The ARN of the dead-letter queue.
    pub queue: String,
    /// A message is moved there after so many receives.
    pub max_receives: u64,
}

impl RedrivePolicy {
    /// Parses the attribute, in which the number may be a string.
    pub fn parse(text: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(text).ok()?;
        let count = &document["maxReceiveCount"];
        let count = count.as_u64().or_else(|| count.as_str()?.parse().ok());
        let queue = document["deadLetterTargetArn"].as_str()?.to_owned();
        Some(Self { queue, max_receives: count.unwrap_or_default() })
    }
}

/// A dead-letter queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadLetterQueue {
    /// Visible messages.
    pub messages: u64,
    /// The message retention period, in seconds.
    pub retention: u64,
}

/// The KMS key of a queue or topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionKey {
    /// As configured: an ARN, an id or an alias.
    pub name: String,
    /// Its ARN, or the name if that is not known.
    pub arn: String,
    /// Its facts.
    pub key: Key,
}

/// A bucket that may notify the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceBucket {
    /// Its Region.
    pub region: String,
    /// Whether the caller's account owns it.
    pub is_own: Lookup<bool>,
    /// The targets of its event notifications.
    pub notifications: Lookup<Notifications>,
    /// The size in bytes of the largest log file delivered today, if one was seen.
    pub largest: Option<u64>,
}

/// A topic that may send to the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicFacts {
    /// Its policy, as JSON.
    pub policy: Lookup<String>,
    /// Its KMS key; absent if it is not encrypted with one.
    pub key: Lookup<EncryptionKey>,
    /// The queue's subscription.
    pub subscription: Lookup<SubscriptionFacts>,
}

/// The subscription of the queue to a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionFacts {
    /// Whether it was confirmed; SNS sends nothing before.
    pub is_confirmed: bool,
    /// Its settings.
    pub settings: Lookup<SubscriptionSettings>,
}

/// `GetSubscriptionAttributes` (Amazon SNS API Reference).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubscriptionSettings {
    /// The filter policy, as JSON; empty if there is none.
    pub filter: String,
    /// Whether the filter applies to the message body, not to message attributes.
    pub filters_body: bool,
    /// Whether messages arrive without the SNS envelope.
    pub is_raw: bool,
}
