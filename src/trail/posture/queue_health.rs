//! Whether notifications of new logs reach a queue, and what happens to them there.
//!
//! A [`QueueSnapshot`] of facts goes in, [`Check`]s come out; `rules` is the table of rules. Knows no
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
mod views;

#[cfg(test)]
mod tests;

use super::check::Check;
use rules::{Judge, ROWS};
use views::{HealthView, bucket_arn};

pub use allowed::{AllowedSenders, source_arns};
pub use facts::{
    DeadLetterQueue, EncryptionKey, ExpectedLogs, QueueFacts, QueueSnapshot, RedrivePolicy,
    SourceBucket, SubscriptionFacts, SubscriptionSettings, TopicFacts,
};
pub use rules::rules;

/// Applies every rule to each of its subjects. Checks come in the order of [`rules()`].
pub fn checks(snapshot: &QueueSnapshot) -> Vec<Check> {
    let queue = &snapshot.queue;
    let view = snapshot.facts.found().map(|facts| HealthView::new(snapshot, facts));
    let mut checks = Vec::new();
    for rule in ROWS {
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
            // A queue that does not exist gets one check.
            (_, None) => {}
        }
    }
    checks
}
