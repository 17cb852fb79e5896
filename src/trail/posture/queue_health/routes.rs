//! The routes that notifications take to the queue: buckets, trails and topics.

use super::facts::{QueueSnapshot, SourceBucket, SubscriptionFacts, TopicFacts};
use crate::trail::Trail;
use crate::trail::posture::NotificationTarget;
use crate::trail::posture::senders::{Target, sent_to};

/// Everything that is known to notify the queue.
pub(super) struct Routes<'f> {
    /// Buckets that notify the queue directly.
    pub(super) direct: Vec<NotifyingBucket<'f>>,
    /// Topics that the queue subscribes to.
    pub(super) topics: Vec<TopicRoute<'f>>,
}

/// A bucket, and what it sends to one queue or topic.
pub(super) struct NotifyingBucket<'f> {
    pub(super) name: &'f str,
    pub(super) bucket: &'f SourceBucket,
    pub(super) targets: Vec<&'f NotificationTarget>,
}

/// A topic that the queue subscribes to, and its publishers.
pub(super) struct TopicRoute<'f> {
    pub(super) arn: &'f str,
    pub(super) topic: &'f TopicFacts,
    pub(super) subscription: &'f SubscriptionFacts,
    pub(super) buckets: Vec<NotifyingBucket<'f>>,
    pub(super) trails: Vec<&'f Trail>,
}

impl TopicRoute<'_> {
    pub(super) fn has_publisher(&self) -> bool {
        !self.buckets.is_empty() || !self.trails.is_empty()
    }
}

impl<'f> Routes<'f> {
    pub(super) fn new(snapshot: &'f QueueSnapshot) -> Self {
        let topics = snapshot.topics.iter().filter_map(|(arn, topic)| {
            let topic = topic.found()?;
            let trails = snapshot.trails.iter().filter(|it| it.topic.as_deref() == Some(arn));
            Some(TopicRoute {
                arn,
                topic,
                subscription: topic.subscription.found()?,
                buckets: notifying(snapshot, Target::Topic(arn)),
                trails: trails.collect(),
            })
        });
        let direct = notifying(snapshot, Target::Queue(&snapshot.queue));
        Self { direct, topics: topics.collect() }
    }

    /// Whether anything is known to notify the queue.
    pub(super) fn has_source(&self) -> bool {
        !self.direct.is_empty() || self.topics.iter().any(TopicRoute::has_publisher)
    }

    /// The buckets that notify the queue, directly or through a topic.
    pub(super) fn buckets(&self) -> impl Iterator<Item = &NotifyingBucket<'f>> {
        self.direct.iter().chain(self.topics.iter().flat_map(|route| &route.buckets))
    }

    /// Whether the logs of a trail are announced to the queue by some route.
    pub(super) fn covers(&self, trail: &Trail) -> bool {
        self.buckets().any(|bucket| bucket.name == trail.bucket)
            || self.topics.iter().any(|route| trail.topic.as_deref() == Some(route.arn))
    }
}

fn notifying<'f>(snapshot: &'f QueueSnapshot, target: Target<'_>) -> Vec<NotifyingBucket<'f>> {
    let found = snapshot.buckets.iter().filter_map(|(name, it)| Some((name.as_str(), it.found()?)));
    let notifying = found.filter_map(|(name, bucket)| {
        let targets = sent_to(&bucket.notifications, target);
        (!targets.is_empty()).then_some(NotifyingBucket { name, bucket, targets })
    });
    notifying.collect()
}
