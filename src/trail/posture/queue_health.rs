//! Whether notifications of new logs reach a queue, and what happens to them there.
//!
//! A [`QueueSnapshot`] of facts goes in, [`Check`]s come out; `rules` is the table of rules. Knows no
//! AWS SDK, no command line and no clock. Notifications come from S3 directly, from S3 or CloudTrail
//! through an SNS topic, or from EventBridge rules, which are not checked.

mod access;
mod facts;
mod queue;
mod routes;
mod rules;
mod sources;
mod views;

#[cfg(test)]
mod tests;

use super::check::{Check, Row};
use rules::{Judge, ROWS};
use views::{HealthView, bucket_arn};

pub use facts::{
    DeadLetterQueue, EncryptionKey, ExpectedLogs, QueueFacts, QueueSnapshot, RedrivePolicy,
    SourceBucket, SubscriptionFacts, SubscriptionSettings, TopicFacts,
};
pub use rules::rules;

/// Applies every rule to each of its subjects. Checks come in the order of [`rules()`].
pub fn checks(snapshot: &QueueSnapshot) -> Vec<Check> {
    let queue = &snapshot.queue;
    let view = snapshot.facts.found().map(|facts| HealthView::new(snapshot, facts));
    let bucket = |name: &str| bucket_arn(name, queue);
    let judged = |rule: &Row<Judge>| -> Vec<Option<Check>> {
        let check = |subject: &str, judgement| rule.check(subject, judgement);
        match (rule.judge, &view) {
            (Judge::QueueLookup(judge), _) => vec![check(queue, judge(snapshot))],
            // A queue that does not exist gets one check.
            (_, None) => Vec::new(),
            (Judge::Health(judge), Some(view)) => vec![check(queue, judge(view))],
            (Judge::DeadLetters(judge), Some(view)) => {
                let redrive = view.facts.redrive.iter();
                redrive.map(|it| check(&it.queue, judge(view, it))).collect()
            }
            (Judge::Source(judge), Some(view)) => {
                view.sources().map(|it| check(&bucket(it.name), judge(&it))).collect()
            }
            (Judge::Notification(judge), Some(view)) => {
                let sent = view.notifications();
                sent.map(|it| check(&bucket(it.from.name), judge(&it))).collect()
            }
            (Judge::Subscription(judge), Some(view)) => {
                view.subscriptions().map(|it| check(it.arn, judge(&it))).collect()
            }
        }
    };
    ROWS.iter().flat_map(judged).flatten().collect()
}
