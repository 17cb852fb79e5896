//! Whether notifications of new logs reach a queue, and what happens to them there.
//!
//! A [`QueueSnapshot`] of facts goes in, [`Check`]s come out; [`RULES`] is the table of rules. Knows no
//! AWS SDK, no command line and no clock. Notifications come from S3 directly, from S3 or CloudTrail
//! through an SNS topic, or from EventBridge rules, which are not checked.

mod access;
mod allowed;
mod coverage;
mod facts;
mod queue;
mod routes;
mod rules;
mod sources;

#[cfg(test)]
mod tests;

use super::check::Check;
use super::rules::Judge;
use crate::policy::arn::{ArnParts, region_of};
use crate::policy::name::partition;
use routes::{NotifyingBucket, Routes, TopicRoute};

pub use allowed::{AllowedSenders, source_arns};
pub use facts::{
    DeadLetterQueue, EncryptionKey, ExpectedLogs, QueueFacts, QueueSnapshot, RedrivePolicy,
    SourceBucket, SubscriptionFacts, SubscriptionSettings, TopicFacts,
};
pub use rules::RULES;

use super::facts::Lookup;

/// The queue with its facts and its routes.
pub(super) struct HealthView<'f> {
    snapshot: &'f QueueSnapshot,
    facts: &'f QueueFacts,
    routes: Routes<'f>,
}

/// A bucket that should send notifications.
pub(super) struct SourceView<'f> {
    name: &'f str,
    found: &'f Lookup<SourceBucket>,
}

/// What a bucket sends to the queue, or to a topic that the queue subscribes to.
pub(super) struct NotificationView<'v> {
    health: &'v HealthView<'v>,
    from: &'v NotifyingBucket<'v>,
    /// The ARN of the queue or topic.
    target: &'v str,
}

/// A topic that may send to the queue, and its route if the queue subscribes to it.
pub(super) struct SubscriptionView<'v> {
    health: &'v HealthView<'v>,
    arn: &'v str,
    found: &'v Lookup<TopicFacts>,
    route: Option<&'v TopicRoute<'v>>,
}

/// Applies every rule to each of its subjects. Checks come in the order of [`RULES`].
pub fn checks(snapshot: &QueueSnapshot) -> Vec<Check> {
    let queue = &snapshot.queue;
    let view = snapshot.facts.found().map(|facts| HealthView {
        snapshot,
        facts,
        routes: Routes::new(snapshot),
    });
    let mut checks = Vec::new();
    for rule in RULES {
        match (rule.judge, &view) {
            (Judge::QueueLookup(judge), _) => checks.extend(rule.check(queue, judge(snapshot))),
            (Judge::Health(judge), Some(view)) => checks.extend(rule.check(queue, judge(view))),
            (Judge::DeadLetters(judge), Some(view)) => checks.extend(
                view.facts.redrive.iter().filter_map(|it| rule.check(&it.queue, judge(view, it))),
            ),
            (Judge::Source(judge), Some(view)) => {
                checks.extend(view.sources().filter_map(|source| {
                    rule.check(&bucket_arn(source.name, queue), judge(&source))
                }))
            }
            (Judge::Notification(judge), Some(view)) => {
                checks.extend(view.notifications().filter_map(|sent| {
                    rule.check(&bucket_arn(sent.from.name, queue), judge(&sent))
                }));
            }
            (Judge::Subscription(judge), Some(view)) => checks.extend(
                view.subscriptions().filter_map(|topic| rule.check(topic.arn, judge(&topic))),
            ),
            // The rest of the kinds belong to `ct trail check`.
            _ => {}
        }
    }
    checks
}

impl HealthView<'_> {
    fn queue(&self) -> &str {
        &self.snapshot.queue
    }

    /// The buckets to judge: all if some are given, or if none notifies the queue; otherwise those that
    /// notify it.
    fn sources(&self) -> impl Iterator<Item = SourceView<'_>> {
        let all = self.snapshot.buckets.iter();
        let is_judged = |name: &str| {
            self.snapshot.expected != ExpectedLogs::Any
                || !self.routes.has_source()
                || self.routes.buckets().any(|bucket| bucket.name == name)
        };
        all.map(|(name, found)| SourceView { name, found }).filter(move |it| is_judged(it.name))
    }

    fn notifications(&self) -> impl Iterator<Item = NotificationView<'_>> {
        let direct = self.routes.direct.iter().map(|from| (from, self.queue()));
        let routes = self.routes.topics.iter();
        let forwarded = routes.flat_map(|it| it.buckets.iter().map(|from| (from, it.arn)));
        direct.chain(forwarded).map(|(from, target)| NotificationView {
            health: self,
            from,
            target,
        })
    }

    fn subscriptions(&self) -> impl Iterator<Item = SubscriptionView<'_>> {
        self.snapshot.topics.iter().map(|(arn, found)| {
            let route = self.routes.topics.iter().find(|route| route.arn == arn);
            SubscriptionView { health: self, arn, found, route }
        })
    }
}

/// The ARN of a bucket, in the partition of the queue.
fn bucket_arn(bucket: &str, queue: &str) -> String {
    format!("arn:{}:s3:::{bucket}", partition(region_of(queue)))
}

/// The name of a topic or queue.
fn name_of(arn: &str) -> &str {
    ArnParts::parse(arn).map_or(arn, |parts| parts.resource)
}

/// The command that sets attributes of a queue.
fn set_attributes(queue: &str, attributes: &str) -> String {
    let url = url_of(queue).unwrap_or_else(|| "URL".to_owned());
    format!("aws sqs set-queue-attributes --queue-url {url} --attributes {attributes}")
}

/// The URL of a queue ("Amazon SQS queue and message identifiers", Amazon SQS Developer Guide); not
/// known for partitions that are not public.
fn url_of(queue: &str) -> Option<String> {
    let ArnParts { partition, service, region, account, resource } = ArnParts::parse(queue)?;
    let domain = match partition {
        _ if service != "sqs" => return None,
        "aws" | "aws-us-gov" => "amazonaws.com",
        "aws-cn" => "amazonaws.com.cn",
        _ => return None,
    };
    Some(format!("https://sqs.{region}.{domain}/{account}/{resource}"))
}
