//! Whether messages that tell of new logs reach a queue, and what becomes of them there.
//!
//! A [`Feed`] comes in, [`Check`]s come out. Knows no AWS SDK, no command line and no clock. Messages
//! come in four ways: from S3 itself, from S3 or CloudTrail by way of a topic, and by a rule of
//! EventBridge, which is not looked at.

mod allowed;
mod dead;
mod found;
mod key;
mod reach;
mod rules;
mod senders;
mod settings;
mod way;

#[cfg(test)]
mod tests;

use super::{Check, Piece};
use rules::{KIND, QUEUE};
use way::Ways;

pub use allowed::Allowed;
pub use found::{Asked, Dead, Delivery, Encrypted, Fan, Feed, Member, QueueFacts, Redrive, Source};
pub use found::{redrive, sources};
pub use rules::RULES;

/// All checks: the queue, who tells it, who may, and what becomes of messages.
pub fn checks(feed: &Feed) -> Vec<Check> {
    let subject = &feed.queue;
    let facts = match &feed.facts {
        Piece::Known(facts) => facts,
        Piece::Refused(why) => return vec![QUEUE.unknown(subject, why)],
        Piece::Absent => {
            let fix = "check name, account and AWS_REGION; ct trail update TRAIL --queue NAME makes \
                       one that is told";
            return vec![QUEUE.fail(subject, "there is no such queue", fix)];
        }
    };
    let ways = Ways::of(feed, facts);
    let mut checks = vec![QUEUE.pass(subject, "it does"), kind(subject, facts)];
    checks.extend(ways.checks());
    checks.extend(senders::checks(&ways));
    checks.extend(settings::checks(feed, facts));
    checks.extend(dead::checks(feed, facts));
    checks
}

/// S3 tells neither FIFO queues nor FIFO topics ("Event notification types and destinations", Amazon S3
/// User Guide), and standard topics pass on to no FIFO queue. A rule of EventBridge may tell one
/// ("Amazon S3 Event Notifications", there).
fn kind(queue: &str, facts: &QueueFacts) -> Check {
    if queue.strip_suffix(".fifo").is_none() {
        return KIND.pass(queue, "it is a standard queue");
    }
    if facts.lets_in_rules() {
        let why = "it is a FIFO queue: of all that may tell it of logs only rules of EventBridge can, \
                   and those are not looked at";
        let fix = format!("aws events list-rule-names-by-target --target-arn {queue}");
        return KIND.unclear(queue, why, &fix);
    }
    let why = "it is a FIFO queue: neither S3 nor a standard topic tells it, and its policy lets no \
               rule of EventBridge in";
    KIND.fail(queue, why, "make a standard queue: ct trail update TRAIL --queue NAME")
}

/// The region of an ARN.
fn region_of(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}

/// The name that stands last in an ARN.
fn name_of(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

/// The command that sets attributes of a queue.
fn set(queue: &str, attributes: &str) -> String {
    let url = url_of(queue).unwrap_or_else(|| "URL".to_owned());
    format!("aws sqs set-queue-attributes --queue-url {url} --attributes {attributes}")
}

/// The URL of a queue, by its ARN ("Amazon SQS queue and message identifiers", Amazon SQS Developer
/// Guide); of partitions that are not public it is not known.
fn url_of(queue: &str) -> Option<String> {
    let parts: Vec<&str> = queue.split(':').collect();
    let &["arn", partition, "sqs", region, account, name] = &*parts else { return None };
    let end = match partition {
        "aws" | "aws-us-gov" => "amazonaws.com",
        "aws-cn" => "amazonaws.com.cn",
        _ => return None,
    };
    Some(format!("https://sqs.{region}.{end}/{account}/{name}"))
}
