//! What becomes of messages that are never processed.
//!
//! "Using dead-letter queues in Amazon SQS" and "Setting-up dead-letter queue retention", Amazon
//! SQS Developer Guide: a message is put aside once it was received so often, and there it keeps
//! its age.

use super::found::{Dead, Feed, QueueFacts, Redrive};
use super::rules::{DEAD, DEAD_EMPTY, DEAD_KEPT, DEAD_QUEUE, RECEIVES};
use super::{name_of, set};
use crate::trail::posture::{Check, Piece};

/// So few receives are used up by a look and a restart.
const FEW: u64 = 2;

pub(super) fn checks(feed: &Feed, facts: &QueueFacts) -> Vec<Check> {
    let queue = &feed.queue;
    let Some(redrive) = &facts.redrive else {
        let why = "there is no dead-letter queue: what cannot be processed comes back until it is too \
                   old, and is then lost";
        let aside = format!("{queue}-dead");
        let fix = format!(
            "aws sqs create-queue --queue-name {}; {}",
            name_of(&aside),
            set(queue, &put_aside(&aside))
        );
        return vec![DEAD.note(queue, why, fix)];
    };
    let aside = name_of(&redrive.queue);
    let mut checks = vec![DEAD.pass(queue, format!("in {aside}")), receives(queue, redrive)];
    let dead = match &feed.dead {
        Piece::Known(dead) => dead,
        Piece::Refused(why) => {
            checks.extend([DEAD_QUEUE, DEAD_EMPTY].map(|rule| rule.unknown(&redrive.queue, why)));
            return checks;
        }
        Piece::Absent => {
            let why = "there is no such queue, and what cannot be processed is not put aside";
            let fix = format!("aws sqs create-queue --queue-name {aside}");
            checks.push(DEAD_QUEUE.fail(&redrive.queue, why, fix));
            return checks;
        }
    };
    checks.push(DEAD_QUEUE.pass(&redrive.queue, "it does"));
    checks.extend([empty(&redrive.queue, queue, dead), kept(&redrive.queue, facts, dead)]);
    checks
}

fn receives(queue: &str, redrive: &Redrive) -> Check {
    let most = redrive.most;
    if most > FEW {
        return RECEIVES.pass(queue, format!("{most} times"));
    }
    let times = if most == 1 { "once".to_owned() } else { format!("{most} times") };
    let why = format!(
        "a message is put aside once it was received {times}; each look (ct follow --no-delete) and \
         each restart counts"
    );
    RECEIVES.note(queue, why, set(queue, &put_aside(&redrive.queue)))
}

/// What a queue is set to that puts messages aside behind five receives.
fn put_aside(dead: &str) -> String {
    let policy = format!(r#"{{\"deadLetterTargetArn\":\"{dead}\",\"maxReceiveCount\":\"5\"}}"#);
    format!(r#"'{{"RedrivePolicy":"{policy}"}}'"#)
}

fn empty(dead: &str, queue: &str, found: &Dead) -> Check {
    let number = match found.waiting {
        0 => return DEAD_EMPTY.pass(dead, "it is"),
        1 => "1 message was".to_owned(),
        more => format!("{more} messages were"),
    };
    let why = format!("{number} put aside: the logs that they name were not processed");
    let fix = format!(
        "read them: ct follow --queue {}; or give them back to {}: aws sqs start-message-move-task \
         --source-arn {dead}",
        name_of(dead),
        name_of(queue)
    );
    DEAD_EMPTY.fail(dead, why, fix)
}

fn kept(dead: &str, facts: &QueueFacts, found: &Dead) -> Check {
    if found.kept >= facts.kept {
        return DEAD_KEPT.pass(dead, format!("{} s", found.kept));
    }
    let why = format!(
        "it keeps messages for {} s, the queue for {} s, and they keep their age",
        found.kept, facts.kept
    );
    DEAD_KEPT.note(dead, why, set(dead, "MessageRetentionPeriod=1209600"))
}
