//! Rules for the topics and queues that receive notifications of new logs: whether they exist, and
//! who can send to them.

use super::check::{Finding, Judgement};
use super::facts::{Lookup, Queue, Snapshot, Topic};
use super::policies::{PolicyView, Wanted};
use crate::policy::sender::{Need, Sender, Target};

/// A topic with its facts.
pub(super) struct TopicView<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) arn: &'s str,
    pub(super) found: &'s Lookup<Topic>,
}

/// A queue with its facts.
pub(super) struct QueueView<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) arn: &'s str,
    pub(super) found: &'s Lookup<Queue>,
}

impl<'s> TopicView<'s> {
    fn facts(&self) -> Result<&'s Topic, Finding> {
        self.found.found().ok_or_else(Finding::omitted)
    }

    /// The topic policy, compared with what its publishers need: trails, and S3 for buckets.
    pub(super) fn policy(&self) -> Result<PolicyView<'s>, Finding> {
        let found = self.facts()?.policy.as_deref();
        let target = Target::Topic(self.arn);
        let trails = self.snapshot.trails.iter().map(|facts| &facts.trail);
        let trails = trails.filter(|trail| trail.topic.as_deref() == Some(self.arn));
        let mut publishers: Vec<_> = trails.map(|trail| Sender::Trail(&trail.arn)).collect();
        publishers.extend(notifying_buckets(self.snapshot, target));
        Ok(PolicyView { found, wanted: Wanted::by_senders(&publishers, target, Need::Send) })
    }
}

impl<'s> QueueView<'s> {
    /// The queue policy, compared with what its senders need: S3 for buckets, and topics.
    pub(super) fn policy(&self) -> Result<PolicyView<'s>, Finding> {
        let found = self.found.found().ok_or_else(Finding::omitted)?.policy.as_deref();
        let target = Target::Queue(self.arn);
        let mut senders: Vec<_> = notifying_buckets(self.snapshot, target).collect();
        for (arn, topic) in &self.snapshot.topics {
            let subscriptions = topic.found().and_then(|topic| topic.subscriptions.found());
            if subscriptions.into_iter().flatten().any(|it| it.endpoint == self.arn) {
                senders.push(Sender::Topic(arn));
            }
        }
        Ok(PolicyView { found, wanted: Wanted::by_senders(&senders, target, Need::Send) })
    }
}

/// The buckets that send notifications to a topic or queue.
fn notifying_buckets<'s>(
    snapshot: &'s Snapshot,
    target: Target<'s>,
) -> impl Iterator<Item = Sender<'s>> {
    snapshot.buckets.iter().filter_map(move |(name, bucket)| {
        let bucket = bucket.found()?;
        let is_notifying = !bucket.notifications.found()?.sent_to(target).is_empty();
        is_notifying.then(|| snapshot.account.bucket_sender(name, &bucket.is_own))
    })
}

pub(super) fn topic_exists(view: &TopicView<'_>) -> Judgement {
    let fix = "create it again, or set another: ct trail update NAME --sns-topic TOPIC";
    exists(view.found, "there is no such topic", fix)
}

pub(super) fn subscriptions(view: &TopicView<'_>) -> Judgement {
    let all = view.facts()?.subscriptions.read()?.map_or(&[][..], Vec::as_slice);
    let confirmed = all.iter().filter(|subscription| subscription.is_confirmed);
    let endpoints: Vec<&str> = confirmed.map(|it| it.endpoint.as_str()).collect();
    if !endpoints.is_empty() {
        return Ok(Finding::pass(endpoints.join(", ")));
    }
    let why = if all.is_empty() { "no subscription" } else { "no subscription is confirmed" };
    let fix = format!("aws sns subscribe --topic-arn {}, then confirm it", view.arn);
    Ok(Finding::fail(why, fix))
}

pub(super) fn queue_exists(view: &QueueView<'_>) -> Judgement {
    exists(view.found, "there is no such queue", "create it again, or notify another queue")
}

fn exists<T>(found: &Lookup<T>, why: &str, fix: &str) -> Judgement {
    let missing = || Finding::fail(why, fix);
    Ok(found.read()?.map_or_else(missing, |_| Finding::pass("it exists")))
}
