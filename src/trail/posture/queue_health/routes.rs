//! The routes that notifications take to the queue: buckets, trails and topics.

use super::facts::{QueueSnapshot, SourceBucket, SubscriptionFacts, TopicFacts};
use crate::policy::compare::senders::AllowedSenders;
use crate::policy::sender::Target;
use crate::trail::Trail;
use crate::trail::notifications::NotificationTarget;
use crate::trail::posture::Lookup;

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
        let targets = bucket.notifications.found()?.sent_to(target);
        (!targets.is_empty()).then_some(NotifyingBucket { name, bucket, targets })
    });
    notifying.collect()
}

impl AllowedSenders {
    /// Adds the buckets that notify the queue according to their own configuration, and those that
    /// publish to a topic which may send to it.
    pub fn add_known(&mut self, snapshot: &QueueSnapshot) {
        let mut topics = self.topics.clone();
        if self.has_unnamed_topics {
            let is_subscribed = |it: &TopicFacts| it.subscription.found().is_some();
            let all = snapshot.topics.iter();
            let subscribed = all.filter(|(_, it)| it.found().is_some_and(is_subscribed));
            topics.extend(subscribed.map(|(arn, _)| arn.clone()));
        }
        for topic in topics.iter().filter_map(|arn| snapshot.topics.get(arn)?.found()) {
            if let Lookup::Found(policy) = &topic.policy {
                self.buckets.extend(Self::from_topic_policy(policy).buckets);
            }
        }
        let is_publisher =
            |trail: &&Trail| trail.topic.as_ref().is_some_and(|it| topics.contains(it));
        let publishers = snapshot.trails.iter().filter(is_publisher);
        self.buckets.extend(publishers.map(|trail| trail.bucket.clone()));
        for (name, bucket) in &snapshot.buckets {
            let notifications = bucket.found().and_then(|it| it.notifications.found());
            let Some(notifications) = notifications else { continue };
            let is_direct = !notifications.sent_to(Target::Queue(&snapshot.queue)).is_empty();
            let is_by_topic = notifications.topics.iter().any(|it| topics.contains(&it.arn));
            if is_direct || is_by_topic || self.has_rules && notifications.event_bridge {
                self.buckets.insert(name.clone());
            }
        }
    }
}
