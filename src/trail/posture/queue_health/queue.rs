//! Rules for the queue itself and its dead-letter queue.
//!
//! Defaults and limits are those of "Amazon SQS message quotas", "Amazon SQS visibility timeout",
//! "Amazon SQS short and long polling" and "Using dead-letter queues in Amazon SQS" in the Amazon SQS
//! Developer Guide. A log file holds at most 50 MB, uncompressed ("Quotas in AWS CloudTrail", AWS
//! CloudTrail User Guide).

use super::facts::{DeadLetterQueue, QueueSnapshot, RedrivePolicy};
use super::views::{HealthView, set_attributes};
use crate::policy::arn::name_of;
use crate::trail::posture::Lookup;
use crate::trail::posture::check::{Finding, Judgement};

/// The default visibility timeout, in seconds: the least that is worth setting.
const DEFAULT_TIMEOUT: u64 = 30;
const DAY: u64 = 24 * 3600;
/// The size limit of a log file, uncompressed, in bytes.
const LARGEST_LOG: u64 = 50_000_000;
/// The highest compression ratio of log files.
const RATIO: u64 = 20;
/// Uncompressed bytes that a slow consumer processes in a second. An estimate.
const SLOW_RATE: u64 = 1_000_000;
/// A look at the messages and a restart of the consumer use up this many receives.
const FEW_RECEIVES: u64 = 2;
/// Sets the longest retention period, 14 days.
const LONGEST_RETENTION: &str = "MessageRetentionPeriod=1209600";

pub(super) fn exists(snapshot: &QueueSnapshot) -> Judgement {
    let fix = "check the name, the account and AWS_REGION; ct trail update TRAIL --queue NAME creates \
               and subscribes one";
    Ok(match snapshot.facts.read()? {
        Some(_) => Finding::pass("it exists"),
        None => Finding::fail("there is no such queue", fix),
    })
}

/// S3 notifies neither FIFO queues nor FIFO topics ("Event notification types and destinations", Amazon
/// S3 User Guide), and standard topics do not send to FIFO queues. An EventBridge rule may ("Amazon S3
/// Event Notifications", there).
pub(super) fn is_standard(view: &HealthView<'_>) -> Judgement {
    let queue = view.queue();
    Ok(if queue.strip_suffix(".fifo").is_none() {
        Finding::pass("it is a standard queue")
    } else if view.facts.allows_event_bridge() {
        Finding::unclear(
            "it is a FIFO queue: only EventBridge rules can send to it, and those are not checked",
            format!("aws events list-rule-names-by-target --target-arn {queue}"),
        )
    } else {
        Finding::fail(
            "it is a FIFO queue: neither S3 nor a standard topic can send to it, and its policy allows \
             no EventBridge rule",
            "create a standard queue: ct trail update TRAIL --queue NAME",
        )
    })
}

/// A message that is processed for longer than the visibility timeout is delivered again.
pub(super) fn visibility(view: &HealthView<'_>) -> Judgement {
    let buckets = view.snapshot.buckets.values().filter_map(Lookup::found);
    let largest = buckets.filter_map(|bucket| bucket.largest).max();
    let (bytes, seen) = if let Some(size) = largest {
        let seen = format!("the largest log of today has {}", in_bytes(size));
        (size.saturating_mul(RATIO).min(LARGEST_LOG), seen)
    } else {
        let seen = format!("no log of today was seen; one can have {}", in_bytes(LARGEST_LOG));
        (LARGEST_LOG, seen)
    };
    let needed = bytes.div_ceil(SLOW_RATE).max(DEFAULT_TIMEOUT);
    let timeout = view.facts.visibility_timeout;
    Ok(if timeout >= needed {
        Finding::pass(format!("{timeout} s; {seen}"))
    } else {
        Finding::note(
            format!(
                "the visibility timeout is {timeout} s; {seen}: a slow consumer may need {needed} s, \
                 and others receive the message meanwhile; ct follow extends it"
            ),
            set_attributes(view.queue(), "VisibilityTimeout=300"),
        )
    })
}

pub(super) fn retention(view: &HealthView<'_>) -> Judgement {
    let retention = view.facts.retention;
    Ok(if retention >= DAY {
        Finding::pass(format!("{retention} s"))
    } else {
        Finding::note(
            format!("messages expire after {retention} s, received or not"),
            set_attributes(view.queue(), LONGEST_RETENTION),
        )
    })
}

pub(super) fn delay(view: &HealthView<'_>) -> Judgement {
    Ok(match view.facts.delay {
        0 => Finding::pass("no delivery delay"),
        delay => Finding::note(
            format!("the delivery delay is {delay} s"),
            set_attributes(view.queue(), "DelaySeconds=0"),
        ),
    })
}

pub(super) fn polling(view: &HealthView<'_>) -> Judgement {
    Ok(match view.facts.wait_time {
        0 => Finding::note(
            "consumers that do not set a wait time may receive nothing though there are messages; ct \
             follow sets one",
            set_attributes(view.queue(), "ReceiveMessageWaitTimeSeconds=20"),
        ),
        wait => Finding::pass(format!("they wait for {wait} s")),
    })
}

pub(super) fn backlog(view: &HealthView<'_>) -> Judgement {
    let waiting = match view.facts.messages {
        0 => return Ok(Finding::pass("no message waits")),
        1 => "1 message waits".to_owned(),
        more => format!("{more} messages wait"),
    };
    let fix = format!("read them: ct follow --queue {}", name_of(view.queue()));
    Ok(Finding::note(format!("{waiting} to be received"), fix))
}

pub(super) fn other_consumers(view: &HealthView<'_>) -> Judgement {
    let messages = match view.facts.in_flight {
        0 => return Ok(Finding::pass("no message is in flight")),
        1 => "1 message is".to_owned(),
        more => format!("{more} messages are"),
    };
    let why = "another consumer received them, and a message that it deletes reaches no one else";
    Ok(Finding::note(format!("{messages} in flight: {why}"), ""))
}

pub(super) fn has_dead_letter_queue(view: &HealthView<'_>) -> Judgement {
    let queue = view.queue();
    let Some(redrive) = &view.facts.redrive else {
        let dead = format!("{queue}-dead");
        return Ok(Finding::note(
            "there is no dead-letter queue: a message that cannot be processed comes again until it \
             expires",
            format!(
                "aws sqs create-queue --queue-name {}; {}",
                name_of(&dead),
                set_attributes(queue, &redrive_attribute(&dead))
            ),
        ));
    };
    Ok(Finding::pass(name_of(&redrive.queue)))
}

pub(super) fn max_receives(view: &HealthView<'_>) -> Judgement {
    let redrive = view.facts.redrive.as_ref().ok_or_else(Finding::omitted)?;
    let receives = redrive.max_receives;
    let times = if receives == 1 { "once".to_owned() } else { format!("{receives} times") };
    Ok(if receives > FEW_RECEIVES {
        Finding::pass(times)
    } else {
        Finding::note(
            format!(
                "a message that was received {times} moves to the dead-letter queue; each peek (ct \
                 follow --no-delete) and each restart is a receive"
            ),
            set_attributes(view.queue(), &redrive_attribute(&redrive.queue)),
        )
    })
}

/// The attribute that moves messages to a dead-letter queue after five receives.
fn redrive_attribute(dead: &str) -> String {
    let policy = format!(r#"{{\"deadLetterTargetArn\":\"{dead}\",\"maxReceiveCount\":\"5\"}}"#);
    format!(r#"'{{"RedrivePolicy":"{policy}"}}'"#)
}

pub(super) fn dead_letter_queue_exists(
    view: &HealthView<'_>,
    redrive: &RedrivePolicy,
) -> Judgement {
    Ok(match view.snapshot.dead_letters.read()? {
        Some(_) => Finding::pass("it exists"),
        None => Finding::fail(
            "there is no such queue: messages that cannot be processed are not moved",
            format!("aws sqs create-queue --queue-name {}", name_of(&redrive.queue)),
        ),
    })
}

pub(super) fn dead_letter_queue_empty(view: &HealthView<'_>, redrive: &RedrivePolicy) -> Judgement {
    let dead = view.snapshot.dead_letters.read()?.ok_or_else(Finding::omitted)?;
    let messages = match dead.messages {
        0 => return Ok(Finding::pass("it is empty")),
        1 => "1 message was".to_owned(),
        more => format!("{more} messages were"),
    };
    let (name, arn) = (name_of(&redrive.queue), &redrive.queue);
    Ok(Finding::fail(
        format!("{messages} moved there: the logs that they name were not processed"),
        format!(
            "read them: ct follow --queue {name}; or return them to {}: aws sqs \
             start-message-move-task --source-arn {arn}",
            name_of(view.queue())
        ),
    ))
}

/// A message keeps its age when it moves.
pub(super) fn dead_letter_retention(view: &HealthView<'_>, redrive: &RedrivePolicy) -> Judgement {
    // `queue.dead-letter-queue` reports a queue that could not be read.
    let dead = view.snapshot.dead_letters.found().ok_or_else(Finding::omitted)?;
    let (DeadLetterQueue { retention, .. }, source) = (dead, view.facts.retention);
    Ok(if *retention >= source {
        Finding::pass(format!("{retention} s"))
    } else {
        Finding::note(
            format!(
                "it retains messages for {retention} s, the queue for {source} s, and messages keep \
                 their age"
            ),
            set_attributes(&redrive.queue, LONGEST_RETENTION),
        )
    })
}

/// `4.2 MB`
fn in_bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
