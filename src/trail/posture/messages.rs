//! Topics and queues that are told of new logs: whether they are, and by whom they can be.

use super::policies::{Held, Rules};
use super::rules::{
    QUEUE, QUEUE_BROAD, QUEUE_DENY, QUEUE_POLICY, SUBSCRIPTIONS, TOPIC, TOPIC_BROAD, TOPIC_DENY,
    TOPIC_POLICY,
};
use super::{Bucket, Check, Notified, Piece, Queue, Snapshot, Told, Topic};
use crate::policy::name::{Account, Refused};
use crate::policy::{Policy, arn, queue, topic};

const TOPIC_RULES: Rules =
    Rules { missing: TOPIC_POLICY, broad: TOPIC_BROAD, deny: TOPIC_DENY, denials: None };
const QUEUE_RULES: Rules =
    Rules { missing: QUEUE_POLICY, broad: QUEUE_BROAD, deny: QUEUE_DENY, denials: None };

/// What should be there, why that is not all, and what prints it.
#[derive(Default)]
struct Wanted {
    policies: Vec<Policy>,
    unsure: Option<String>,
    command: String,
}

impl Wanted {
    fn add(&mut self, policy: Result<Policy, Refused>, command: String) {
        self.command = command;
        match policy {
            Ok(policy) => self.policies.push(policy),
            Err(refused) => self.unsure = Some(refused.to_string()),
        }
    }

    fn held(self, rules: &'static Rules, subject: &str, found: &Piece<String>) -> Vec<Check> {
        let Self { policies: wanted, unsure, command } = self;
        Held { rules, subject, found, wanted, unsure, command }.checks()
    }
}

pub(super) fn topics(snapshot: &Snapshot) -> Vec<Check> {
    let each = snapshot.topics.iter().map(|(arn, found)| match found {
        Piece::Refused(why) => vec![TOPIC.unknown(arn, why)],
        Piece::Absent => {
            let fix = "make it again, or set another: ct trail update NAME --sns-topic TOPIC";
            vec![TOPIC.fail(arn, "there is no such topic", fix)]
        }
        Piece::Known(found) => {
            let mut checks = vec![TOPIC.pass(arn, "it does"), subscriptions(arn, found)];
            checks.extend(for_topic(snapshot, arn).held(&TOPIC_RULES, arn, &found.policy));
            checks
        }
    });
    each.flatten().collect()
}

fn subscriptions(arn: &str, topic: &Topic) -> Check {
    let all = match &topic.subscriptions {
        Piece::Refused(why) => return SUBSCRIPTIONS.unknown(arn, why),
        Piece::Known(all) => all.as_slice(),
        Piece::Absent => &[],
    };
    let told = all.iter().filter(|subscription| subscription.is_confirmed);
    let told: Vec<&str> = told.map(|subscription| subscription.endpoint.as_str()).collect();
    if !told.is_empty() {
        return SUBSCRIPTIONS.pass(arn, told.join(", "));
    }
    let why = if all.is_empty() { "nobody is" } else { "no subscription is confirmed" };
    SUBSCRIPTIONS.fail(arn, why, format!("aws sns subscribe --topic-arn {arn}, and confirm it"))
}

/// Who tells a topic: trails whose topic it is, buckets that name it.
fn for_topic(snapshot: &Snapshot, arn: &str) -> Wanted {
    let mut wanted = Wanted::default();
    for facts in &snapshot.trails {
        let trail = &facts.trail;
        if trail.topic.as_deref() == Some(arn) {
            let policy = || {
                let trails = arn::Trail::new(&trail.arn, None)?.into();
                Ok(topic::from_trails(&arn::Topic::new(arn, None)?, &trails))
            };
            wanted.add(policy(), format!("ct policy topic --topic {arn} --trail {}", trail.arn));
        }
    }
    for (name, owner) in tellers(snapshot, |notified| &notified.topics, arn) {
        let policy = owner.and_then(|owner| {
            Ok(topic::from_bucket(&arn::Topic::new(arn, None)?, &name.parse()?, &owner))
        });
        wanted.add(policy, format!("ct policy topic --topic {arn} --bucket {name}"));
    }
    wanted
}

/// The buckets that tell this topic or queue, each with the account that owns it, as far as that is
/// known.
fn tellers<'s>(
    snapshot: &'s Snapshot,
    told: fn(&Notified) -> &Vec<Told>,
    arn: &str,
) -> Vec<(&'s str, Result<Account, Refused>)> {
    let known = snapshot.buckets.iter().filter_map(|(name, bucket)| Some((name, bucket.known()?)));
    let is_told = |bucket: &Bucket| {
        bucket
            .notified
            .known()
            .is_some_and(|notified| told(notified).iter().any(|it| it.arn == arn))
    };
    let telling = known.filter(|(_, bucket)| is_told(bucket));
    telling
        .map(|(name, bucket)| {
            let own = snapshot.account.known().filter(|_| bucket.is_own == Piece::Known(true));
            // What is refused is told: not an account.
            (name.as_str(), own.map_or("", String::as_str).parse())
        })
        .collect()
}

pub(super) fn queues(snapshot: &Snapshot) -> Vec<Check> {
    let each = snapshot.queues.iter().map(|(arn, found)| match found {
        Piece::Refused(why) => vec![QUEUE.unknown(arn, why)],
        Piece::Absent => {
            vec![QUEUE.fail(arn, "there is no such queue", "make it again, or tell another")]
        }
        Piece::Known(Queue { policy }) => {
            let mut checks = vec![QUEUE.pass(arn, "it does")];
            checks.extend(for_queue(snapshot, arn).held(&QUEUE_RULES, arn, policy));
            checks
        }
    });
    each.flatten().collect()
}

/// Who tells a queue: buckets that name it, topics that it is subscribed to.
fn for_queue(snapshot: &Snapshot, arn: &str) -> Wanted {
    let mut wanted = Wanted::default();
    for (name, owner) in tellers(snapshot, |notified| &notified.queues, arn) {
        let policy = owner.and_then(|owner| {
            Ok(queue::from_bucket(&arn::Queue::new(arn, None)?, &name.parse()?, &owner))
        });
        wanted.add(policy, format!("ct policy queue --queue {arn} --bucket {name}"));
    }
    for (topic, found) in &snapshot.topics {
        let subscriptions = found.known().and_then(|topic| topic.subscriptions.known());
        if subscriptions.into_iter().flatten().any(|it| it.endpoint == arn) {
            let policy = || {
                let (queue, topic) = (arn::Queue::new(arn, None)?, arn::Topic::new(topic, None)?);
                queue::passed_on_by(&queue, &topic)?;
                Ok(queue::from_topic(&queue, &topic))
            };
            wanted.add(policy(), format!("ct policy queue --queue {arn} --topic {topic}"));
        }
    }
    wanted
}
