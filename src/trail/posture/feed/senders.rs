//! Who may send to the queue, and to the topics that pass on to it: policies, and keys.
//!
//! What S3, CloudTrail and SNS need is from "Granting permissions to publish event notification
//! messages to a destination", Amazon S3 User Guide, and from what `ct policy` prints.

use super::found::Encrypted;
use super::key::{self, Locked};
use super::rules::{BROAD, DENY, KEY, POLICY, TOPIC_BROAD, TOPIC_DENY, TOPIC_KEY, TOPIC_POLICY};
use super::way::{Teller, Through, Ways};
use crate::policy::{
    CLOUDTRAIL, Policy, S3, SNS, arn, compare, key as key_policy, name, queue, topic,
};
use crate::trail::posture::policies::{Held, Rules};
use crate::trail::posture::{Check, Piece, Rule};

const QUEUE_RULES: Rules = Rules { missing: POLICY, broad: BROAD, deny: DENY, denials: None };
const TOPIC_RULES: Rules =
    Rules { missing: TOPIC_POLICY, broad: TOPIC_BROAD, deny: TOPIC_DENY, denials: None };

/// Makes the policy that a sender needs, of a key if the ARN of one is given.
type Make<'m> = Box<dyn Fn(Option<&str>) -> Result<Policy, Unsure> + 'm>;

/// Why it is not known what a sender needs.
struct Unsure(String);

impl From<name::Refused> for Unsure {
    fn from(refused: name::Refused) -> Self {
        Self(refused.to_string())
    }
}

/// Who sends: what each needs, and what prints it.
#[derive(Default)]
pub(super) struct Senders<'s> {
    needs: Vec<Make<'s>>,
    names: Vec<String>,
    command: String,
}

pub(super) fn checks(ways: &Ways<'_>) -> Vec<Check> {
    let queue = &ways.feed.queue;
    let mut checks = to_queue(ways);
    for topic in &ways.through {
        let senders = Senders::of_topic(ways, topic);
        checks.extend(senders.policy(&TOPIC_RULES, topic.arn, &topic.fan.policy));
        checks.push(senders.key(&TOPIC_KEY, topic.arn, &topic.fan.key));
    }
    let senders = Senders::of_queue(ways);
    let key = ways.facts.key.clone().map_or(Piece::Absent, Piece::Known);
    checks.push(senders.key(&KEY, queue, &key));
    checks
}

/// Where nobody is known to tell it, it is only asked whether anybody could.
fn to_queue(ways: &Ways<'_>) -> Vec<Check> {
    let (queue, policy) = (&ways.feed.queue, &ways.facts.policy);
    let senders = Senders::of_queue(ways);
    if !senders.needs.is_empty() {
        let policy = if policy.is_empty() { Piece::Absent } else { Piece::Known(policy.clone()) };
        return senders.policy(&QUEUE_RULES, queue, &policy);
    }
    let why = "nobody is known to tell it";
    let broad = match compare::too_broad(policy, &Policy::default()) {
        Ok(concerns) if !concerns.is_empty() => {
            let why: Vec<String> = concerns.into_iter().map(|it| it.why).collect();
            BROAD.fail(queue, why.join("; "), "narrow it: ct policy queue prints how")
        }
        _ => BROAD.pass(queue, "no statement does"),
    };
    vec![POLICY.not_applicable(queue, why), DENY.not_applicable(queue, why), broad]
}

impl<'s> Senders<'s> {
    /// Buckets that tell the queue, and topics that it is subscribed to.
    fn of_queue(ways: &'s Ways<'s>) -> Self {
        let (queue, mut senders) = (&ways.feed.queue, Self::default());
        for teller in &ways.direct {
            senders.names.push(S3.to_owned());
            senders.command = format!("ct policy queue --queue {queue} --bucket {}", teller.name);
            senders.needs.push(Box::new(move |key| {
                let (told, name) = (arn::Queue::new(queue, None)?, bucket(teller)?);
                let owner = owner(ways, teller)?;
                Ok(match key {
                    Some(key) => key_policy::from_bucket(key, &told, &name, &owner),
                    None => queue::from_bucket(&told, &name, &owner),
                })
            }));
        }
        for topic in &ways.through {
            senders.names.push(SNS.to_owned());
            senders.command = format!("ct policy queue --queue {queue} --topic {}", topic.arn);
            senders.needs.push(Box::new(move |key| {
                let told = arn::Queue::new(queue, None)?;
                let topic = arn::Topic::new(topic.arn, None)?;
                let principal = queue::passed_on_by(&told, &topic)?;
                Ok(match key {
                    Some(_) if principal != SNS => return Err(Unsure(format!(
                        "{principal} passes on between these regions, and which principal uses keys \
                         for it is not documented"
                    ))),
                    Some(key) => key_policy::from_topic(key, &topic),
                    None => queue::from_topic(&told, &topic),
                })
            }));
        }
        senders
    }

    /// Buckets and trails that tell a topic.
    fn of_topic(ways: &'s Ways<'s>, through: &'s Through<'s>) -> Self {
        let mut senders = Self::default();
        for teller in &through.buckets {
            senders.names.push(S3.to_owned());
            senders.command =
                format!("ct policy topic --topic {} --bucket {}", through.arn, teller.name);
            senders.needs.push(Box::new(move |key| {
                let told = arn::Topic::new(through.arn, None)?;
                let (name, owner) = (bucket(teller)?, owner(ways, teller)?);
                Ok(match key {
                    Some(key) => key_policy::from_bucket(key, &told, &name, &owner),
                    None => topic::from_bucket(&told, &name, &owner),
                })
            }));
        }
        for trail in &through.trails {
            senders.names.push(CLOUDTRAIL.to_owned());
            senders.command =
                format!("ct policy topic --topic {} --trail {}", through.arn, trail.arn);
            senders.needs.push(Box::new(move |key| {
                let told = arn::Topic::new(through.arn, None)?;
                let trails = arn::Trail::new(&trail.arn, None)?.into();
                Ok(match key {
                    Some(key) => key_policy::from_trails(key, &trails),
                    None => topic::from_trails(&told, &trails),
                })
            }));
        }
        senders
    }

    /// What they need, and why that may not be all.
    fn wanted(&self, key: Option<&str>) -> (Vec<Policy>, Option<String>) {
        let (mut policies, mut unsure) = (Vec::new(), None);
        for need in &self.needs {
            match need(key) {
                Ok(policy) => policies.push(policy),
                Err(Unsure(why)) => unsure = Some(why),
            }
        }
        (policies, unsure)
    }

    fn policy(&self, rules: &'static Rules, subject: &str, found: &Piece<String>) -> Vec<Check> {
        let (wanted, unsure) = self.wanted(None);
        Held { rules, subject, found, wanted, unsure, command: self.command.clone() }.checks()
    }

    fn key(&self, rule: &Rule, subject: &str, found: &Piece<Encrypted>) -> Check {
        let found = match found {
            Piece::Known(found) => found,
            Piece::Absent => return rule.pass(subject, "it is encrypted with no key of KMS"),
            Piece::Refused(why) => return rule.unknown(subject, why),
        };
        if self.needs.is_empty() {
            return rule.not_applicable(subject, "nobody is known to tell it");
        }
        let (wanted, unsure) = self.wanted(Some(&found.arn));
        let mut names = self.names.clone();
        names.sort_unstable();
        names.dedup();
        key::check(&Locked { rule, subject, found, wanted, unsure, who: names.join(", ") })
    }
}

fn bucket(teller: &Teller<'_>) -> Result<name::BucketName, Unsure> {
    Ok(teller.name.parse()?)
}

/// The account that owns a bucket, as far as that is known.
fn owner(ways: &Ways<'_>, teller: &Teller<'_>) -> Result<name::Account, Unsure> {
    match (&teller.source.is_own, &ways.feed.account) {
        (Piece::Known(true), Piece::Known(account)) => Ok(account.parse()?),
        _ => Err(Unsure(format!("it is not known which account owns {}", teller.name))),
    }
}
