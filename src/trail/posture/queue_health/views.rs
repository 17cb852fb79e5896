//! The subjects of the rules of `ct queue check`, with what they share.

use super::facts::{ExpectedLogs, QueueFacts, QueueSnapshot, SourceBucket, TopicFacts};
use super::routes::{NotifyingBucket, Routes, TopicRoute};
use crate::policy::arn::{queue_url, region_of};
use crate::policy::name::partition;
use crate::trail::posture::Lookup;

/// The queue with its facts and its routes.
pub(super) struct HealthView<'f> {
    pub(super) snapshot: &'f QueueSnapshot,
    pub(super) facts: &'f QueueFacts,
    pub(super) routes: Routes<'f>,
}

/// A bucket that should send notifications.
pub(super) struct SourceView<'f> {
    pub(super) name: &'f str,
    pub(super) found: &'f Lookup<SourceBucket>,
}

/// What a bucket sends to the queue, or to a topic that the queue subscribes to.
pub(super) struct NotificationView<'v> {
    pub(super) health: &'v HealthView<'v>,
    pub(super) from: &'v NotifyingBucket<'v>,
    /// The ARN of the queue or topic.
    pub(super) target: &'v str,
}

/// A topic that may send to the queue, and its route if the queue subscribes to it.
pub(super) struct SubscriptionView<'v> {
    pub(super) health: &'v HealthView<'v>,
    pub(super) arn: &'v str,
    pub(super) found: &'v Lookup<TopicFacts>,
    pub(super) route: Option<&'v TopicRoute<'v>>,
}

impl<'f> HealthView<'f> {
    pub(super) fn new(snapshot: &'f QueueSnapshot, facts: &'f QueueFacts) -> Self {
        Self { snapshot, facts, routes: Routes::new(snapshot) }
    }

    pub(super) fn queue(&self) -> &str {
        &self.snapshot.queue
    }

    /// The buckets to judge: all if some are given, or if none notifies the queue; otherwise those that
    /// notify it.
    pub(super) fn sources(&self) -> impl Iterator<Item = SourceView<'_>> {
        let all = self.snapshot.buckets.iter();
        let is_judged = |name: &str| {
            self.snapshot.expected != ExpectedLogs::Any
                || !self.routes.has_source()
                || self.routes.buckets().any(|bucket| bucket.name == name)
        };
        all.map(|(name, found)| SourceView { name, found }).filter(move |it| is_judged(it.name))
    }

    pub(super) fn notifications(&self) -> impl Iterator<Item = NotificationView<'_>> {
        let direct = self.routes.direct.iter().map(|from| (from, self.queue()));
        let routes = self.routes.topics.iter();
        let forwarded = routes.flat_map(|it| it.buckets.iter().map(|from| (from, it.arn)));
        direct.chain(forwarded).map(|(from, target)| NotificationView {
            health: self,
            from,
            target,
        })
    }

    pub(super) fn subscriptions(&self) -> impl Iterator<Item = SubscriptionView<'_>> {
        self.snapshot.topics.iter().map(|(arn, found)| {
            let route = self.routes.topics.iter().find(|route| route.arn == arn);
            SubscriptionView { health: self, arn, found, route }
        })
    }
}

/// The ARN of a bucket, in the partition of the queue.
pub(super) fn bucket_arn(bucket: &str, queue: &str) -> String {
    format!("arn:{}:s3:::{bucket}", partition(region_of(queue)))
}

/// The command that sets attributes of a queue.
pub(super) fn set_attributes(queue: &str, attributes: &str) -> String {
    let url = queue_url(queue).unwrap_or_else(|| "URL".to_owned());
    format!("aws sqs set-queue-attributes --queue-url {url} --attributes {attributes}")
}
