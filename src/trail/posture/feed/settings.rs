//! How a queue hands messages out: nothing here keeps events from arriving, so nothing fails.
//!
//! Defaults and limits are those of "Amazon SQS message quotas" and "Amazon SQS visibility timeout"
//! in the Amazon SQS Developer Guide: messages are hidden for 30 seconds and kept for 4 days unless
//! somebody says otherwise. A log holds at most 50 MB, inflated ("Quotas in AWS CloudTrail", AWS
//! CloudTrail User Guide).

use super::found::{Feed, QueueFacts};
use super::rules::{BACKLOG, DELAY, POLLING, READERS, RETENTION, VISIBILITY};
use super::{name_of, set};
use crate::trail::posture::{Check, Piece};

/// The least that is worth hiding a message for, and what SQS does by itself.
const USUAL: u64 = 30;
const DAY: u64 = 24 * 3600;
/// Bytes of a log, inflated.
const LIMIT: u64 = 50_000_000;
/// Logs hold so many times as much inflated, or less.
const RATIO: u64 = 20;
/// Bytes, inflated, that a slow reader processes in a second. An estimate.
const PACE: u64 = 1_000_000;

pub(super) fn checks(feed: &Feed, facts: &QueueFacts) -> Vec<Check> {
    let queue = &feed.queue;
    vec![
        visibility(feed, facts.hidden),
        retention(queue, facts.kept),
        delay(queue, facts.delay),
        polling(queue, facts.wait),
        backlog(queue, facts.waiting),
        readers(queue, facts.in_flight),
    ]
}

/// A message that is worked on for longer than it is hidden is handed to somebody else, too. What
/// `ct follow` holds it extends.
fn visibility(feed: &Feed, hidden: u64) -> Check {
    let buckets = feed.buckets.values().filter_map(Piece::known);
    let largest = buckets.filter_map(|bucket| bucket.largest).max();
    let (bytes, seen) = match largest {
        Some(size) => {
            let seen = format!("the largest log of today has {}", sized(size));
            (size.saturating_mul(RATIO).min(LIMIT), seen)
        }
        None => (LIMIT, format!("no log of today was seen, and one may hold {}", sized(LIMIT))),
    };
    let needed = bytes.div_ceil(PACE).max(USUAL);
    if hidden >= needed {
        return VISIBILITY.pass(&feed.queue, format!("{hidden} s; {seen}"));
    }
    let why = format!(
        "messages are hidden for {hidden} s; {seen}: a slow reader may need {needed} s, and others \
         are given the message meanwhile; ct follow extends what it works on"
    );
    VISIBILITY.note(&feed.queue, why, set(&feed.queue, "VisibilityTimeout=300"))
}

fn retention(queue: &str, kept: u64) -> Check {
    if kept >= DAY {
        return RETENTION.pass(queue, format!("{kept} s"));
    }
    let why = format!("it keeps messages for {kept} s: what nobody reads until then is lost");
    RETENTION.note(queue, why, set(queue, "MessageRetentionPeriod=1209600"))
}

fn delay(queue: &str, delay: u64) -> Check {
    if delay == 0 {
        return DELAY.pass(queue, "they do");
    }
    DELAY.note(queue, format!("every message comes {delay} s late"), set(queue, "DelaySeconds=0"))
}

/// "Amazon SQS short and long polling", Amazon SQS Developer Guide.
fn polling(queue: &str, wait: u64) -> Check {
    if wait > 0 {
        return POLLING.pass(queue, format!("for {wait} s"));
    }
    let why = "readers that do not ask to wait may be told that it is empty though it is not; ct \
               follow asks";
    POLLING.note(queue, why, set(queue, "ReceiveMessageWaitTimeSeconds=20"))
}

fn backlog(queue: &str, waiting: u64) -> Check {
    let number = match waiting {
        0 => return BACKLOG.pass(queue, "none waits"),
        1 => "1 message waits".to_owned(),
        more => format!("{more} messages wait"),
    };
    let fix = format!("read them: ct follow --queue {}", name_of(queue));
    BACKLOG.note(queue, format!("{number} to be read"), fix)
}

fn readers(queue: &str, in_flight: u64) -> Check {
    let number = match in_flight {
        0 => return READERS.pass(queue, "no message is held"),
        1 => "1 message is".to_owned(),
        more => format!("{more} messages are"),
    };
    let why = format!("{number} held by somebody: what one reader deletes, no other is given");
    READERS.note(queue, why, "")
}

/// `4.2 MB`
fn sized(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
