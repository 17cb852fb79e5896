//! The rules of `ct queue check` as one table.
//!
//! To add a rule, add a row here, its function beside the facts that it judges, and a test. A rule of
//! severity [`Info`] never fails: what it finds does not stop notifications.

use super::{access, queue, sources};
use crate::trail::posture::check::Severity::{High, Info, Medium};
use crate::trail::posture::rules::Judge::{
    DeadLetters, Health, Notification, QueueLookup, Source, Subscription,
};
use crate::trail::posture::rules::Rule;

/// Every rule of `ct queue check`, in the order of its checks.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule::new("queue.exists", High, "the queue exists", QueueLookup(queue::exists)),
    Rule::new("queue.standard", High, "the queue is a standard queue", Health(queue::is_standard)),
    Rule::new("queue.told", High, "the queue has a notification source",
        Health(sources::has_source)),

    Rule::new("bucket.exists", High, "the bucket exists", Source(sources::bucket_exists)),
    Rule::new("bucket.notifications", High, "the notification configuration is known",
        Source(sources::notifications_known)),
    Rule::new("bucket.region", High, "bucket and notification target are in one Region",
        Notification(sources::same_region)),
    Rule::new("bucket.events", High, "notifications include object creation",
        Notification(sources::events)),
    Rule::new("bucket.filter", High, "notifications include all logs",
        Notification(sources::key_filter)),
    Rule::new("bucket.filter-broad", Info, "notifications include only logs",
        Notification(sources::broad_filter)),

    Rule::new("topic.exists", High, "the topic exists", Subscription(sources::topic_exists)),
    Rule::new("topic.subscription", High, "the queue's subscription is confirmed",
        Subscription(sources::confirmed)),
    Rule::new("topic.filter", High, "the subscription filters out no message",
        Subscription(sources::subscription_filter)),
    Rule::new("topic.raw", Info, "messages arrive in the SNS envelope",
        Subscription(sources::raw_delivery)),
    Rule::new("topic.policy", High, "the policy allows publishing",
        Subscription(|topic| access::topic_policy(topic)?.grants())),
    Rule::new("topic.policy-broad", Medium, "the policy grants no more than needed",
        Subscription(|topic| access::topic_policy(topic)?.breadth())),
    Rule::new("topic.policy-deny", High, "no Deny blocks publishing",
        Subscription(|topic| access::topic_policy(topic)?.denials())),
    Rule::new("topic.kms", High, "publishers can use the topic's KMS key",
        Subscription(access::topic_key)),

    Rule::new("queue.policy", High, "the policy allows sending messages",
        Health(|queue| access::queue_policy(queue)?.grants())),
    Rule::new("queue.policy-broad", Medium, "the policy grants no more than needed",
        Health(access::queue_breadth)),
    Rule::new("queue.policy-deny", High, "no Deny blocks messages",
        Health(|queue| access::queue_policy(queue)?.denials())),
    Rule::new("queue.kms", High, "senders can use the queue's KMS key",
        Health(access::queue_key)),

    Rule::new("queue.dead-letters", Info, "the queue has a dead-letter queue",
        Health(queue::has_dead_letter_queue)),
    Rule::new("queue.max-receives", Info, "a message can be received several times",
        Health(queue::max_receives)),
    Rule::new("queue.dead-letter-queue", Medium, "the dead-letter queue exists",
        DeadLetters(queue::dead_letter_queue_exists)),
    Rule::new("queue.dead-letter-empty", Medium, "the dead-letter queue is empty",
        DeadLetters(queue::dead_letter_queue_empty)),
    Rule::new("queue.dead-letter-retention", Info,
        "the dead-letter queue retains messages at least as long",
        DeadLetters(queue::dead_letter_retention)),

    Rule::new("queue.visibility", Info, "the visibility timeout is long enough to process a log",
        Health(queue::visibility)),
    Rule::new("queue.retention", Info, "messages are retained for at least a day",
        Health(queue::retention)),
    Rule::new("queue.delay", Info, "messages are not delayed", Health(queue::delay)),
    Rule::new("queue.polling", Info, "receivers use long polling", Health(queue::polling)),
    Rule::new("queue.backlog", Info, "the queue has no backlog", Health(queue::backlog)),
    Rule::new("queue.readers", Info, "no other consumer receives messages",
        Health(queue::other_consumers)),
];
