//! The rules of `ct queue check` as one table. A rule of severity [`Info`] never fails: what it finds
//! does not stop notifications.

use super::facts::{QueueSnapshot, RedrivePolicy};
use super::views::{HealthView, NotificationView, SourceView, SubscriptionView};
use super::{access, queue, sources};
use crate::trail::posture::check::Severity::{High, Info, Medium};
use crate::trail::posture::check::{Judgement, Row, Rule};
use Judge::{DeadLetters, Health, Notification, QueueLookup, Source, Subscription};

/// The function of a rule, by the kind of its subject.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judge {
    /// The queue, even if it does not exist.
    QueueLookup(fn(&QueueSnapshot) -> Judgement),
    /// The queue, if it exists.
    Health(fn(&HealthView<'_>) -> Judgement),
    /// A bucket that should notify the queue.
    Source(fn(&SourceView<'_>) -> Judgement),
    /// The notifications that a bucket sends to the queue or to a topic.
    Notification(fn(&NotificationView<'_>) -> Judgement),
    /// A topic that may send to the queue.
    Subscription(fn(&SubscriptionView<'_>) -> Judgement),
    /// The dead-letter queue.
    DeadLetters(fn(&HealthView<'_>, &RedrivePolicy) -> Judgement),
}

/// Every rule of `ct queue check`, in the order of its checks.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ROWS.iter().map(|row| &row.rule)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row<Judge>] = &[
    Row::new("queue.exists", High, "the queue exists", QueueLookup(queue::exists)),
    Row::new("queue.standard", High, "the queue is a standard queue", Health(queue::is_standard)),
    Row::new("queue.told", High, "the queue has a notification source",
        Health(sources::has_source)),

    Row::new("bucket.exists", High, "the bucket exists", Source(sources::bucket_exists)),
    Row::new("bucket.notifications", High, "the notification configuration is known",
        Source(sources::notifications_known)),
    Row::new("bucket.region", High, "bucket and notification target are in one Region",
        Notification(sources::same_region)),
    Row::new("bucket.events", High, "notifications include object creation",
        Notification(sources::events)),
    Row::new("bucket.filter", High, "notifications include all logs",
        Notification(sources::key_filter)),
    Row::new("bucket.filter-broad", Info, "notifications include only logs",
        Notification(sources::broad_filter)),

    Row::new("topic.exists", High, "the topic exists", Subscription(sources::topic_exists)),
    Row::new("topic.subscription", High, "the queue's subscription is confirmed",
        Subscription(sources::confirmed)),
    Row::new("topic.filter", High, "the subscription filters out no message",
        Subscription(sources::subscription_filter)),
    Row::new("topic.raw", Info, "messages arrive in the SNS envelope",
        Subscription(sources::raw_delivery)),
    Row::new("topic.policy", High, "the policy allows publishing",
        Subscription(|topic| access::topic_policy(topic)?.grants())),
    Row::new("topic.policy-broad", Medium, "the policy grants no more than needed",
        Subscription(|topic| access::topic_policy(topic)?.breadth())),
    Row::new("topic.policy-deny", High, "no Deny blocks publishing",
        Subscription(|topic| access::topic_policy(topic)?.denials())),
    Row::new("topic.kms", High, "publishers can use the topic's KMS key",
        Subscription(access::topic_key)),

    Row::new("queue.policy", High, "the policy allows sending messages",
        Health(|queue| access::queue_policy(queue)?.grants())),
    Row::new("queue.policy-broad", Medium, "the policy grants no more than needed",
        Health(access::queue_breadth)),
    Row::new("queue.policy-deny", High, "no Deny blocks messages",
        Health(|queue| access::queue_policy(queue)?.denials())),
    Row::new("queue.kms", High, "senders can use the queue's KMS key",
        Health(access::queue_key)),

    Row::new("queue.dead-letters", Info, "the queue has a dead-letter queue",
        Health(queue::has_dead_letter_queue)),
    Row::new("queue.max-receives", Info, "a message can be received several times",
        Health(queue::max_receives)),
    Row::new("queue.dead-letter-queue", Medium, "the dead-letter queue exists",
        DeadLetters(queue::dead_letter_queue_exists)),
    Row::new("queue.dead-letter-empty", Medium, "the dead-letter queue is empty",
        DeadLetters(queue::dead_letter_queue_empty)),
    Row::new("queue.dead-letter-retention", Info,
        "the dead-letter queue retains messages at least as long",
        DeadLetters(queue::dead_letter_retention)),

    Row::new("queue.visibility", Info, "the visibility timeout is long enough to process a log",
        Health(queue::visibility)),
    Row::new("queue.retention", Info, "messages are retained for at least a day",
        Health(queue::retention)),
    Row::new("queue.delay", Info, "messages are not delayed", Health(queue::delay)),
    Row::new("queue.polling", Info, "receivers use long polling", Health(queue::polling)),
    Row::new("queue.backlog", Info, "the queue has no backlog", Health(queue::backlog)),
    Row::new("queue.readers", Info, "no other consumer receives messages",
        Health(queue::other_consumers)),
];
