//! The statements that senders of notifications need, in the policy of their target and in that of its
//! KMS key.
//!
//! What S3, CloudTrail and SNS need is from "Granting permissions to publish event notification
//! messages to a destination", Amazon S3 User Guide, and is what `ct policy` prints.

use super::facts::{Lookup, NotificationTarget, Notifications};
use super::policies::Wanted;
use crate::policy::name::Refused;
use crate::policy::{CLOUDTRAIL, Policy, S3, SNS, arn, key, queue, topic};

/// What sends notifications.
#[derive(Clone, Copy)]
pub(super) enum Sender<'s> {
    /// S3, for a bucket. The owner is its account, if that is known.
    Bucket { name: &'s str, owner: Option<&'s str> },
    /// CloudTrail, for a trail with this ARN.
    Trail(&'s str),
    /// SNS, for a topic with this ARN.
    Topic(&'s str),
}

/// The ARN of what receives notifications.
#[derive(Clone, Copy)]
pub(super) enum Target<'t> {
    Queue(&'t str),
    Topic(&'t str),
}

/// The policy that must allow a sender.
#[derive(Clone, Copy)]
pub(super) enum Need<'k> {
    /// That of the target.
    Send,
    /// That of the target's KMS key, by ARN.
    UseKey(&'k str),
}

impl Sender<'_> {
    pub(super) fn principal(self) -> &'static str {
        match self {
            Self::Bucket { .. } => S3,
            Self::Trail(_) => CLOUDTRAIL,
            Self::Topic(_) => SNS,
        }
    }

    fn command(self, target: Target<'_>) -> String {
        let target = match target {
            Target::Queue(arn) => format!("queue --queue {arn}"),
            Target::Topic(arn) => format!("topic --topic {arn}"),
        };
        match self {
            Self::Bucket { name, .. } => format!("ct policy {target} --bucket {name}"),
            Self::Trail(arn) => format!("ct policy {target} --trail {arn}"),
            Self::Topic(arn) => format!("ct policy {target} --topic {arn}"),
        }
    }

    fn policy(self, target: Target<'_>, need: Need<'_>) -> Result<Policy, String> {
        if let Self::Bucket { name, owner: None } = self {
            return Err(format!("the account that owns {name} is not known"));
        }
        self.known_policy(target, need).map_err(|error| error.to_string())?
    }

    /// The inner error is one of AWS's documentation, the outer one of a name.
    fn known_policy(
        self,
        target: Target<'_>,
        need: Need<'_>,
    ) -> Result<Result<Policy, String>, Refused> {
        Ok(Ok(match (self, target) {
            (Self::Bucket { name, owner }, Target::Queue(queue)) => {
                let (queue, name) = (arn::Queue::new(queue, None)?, name.parse()?);
                let owner = owner.unwrap_or_default().parse()?;
                match need {
                    Need::Send => queue::from_bucket(&queue, &name, &owner),
                    Need::UseKey(key) => key::from_bucket(key, &queue, &name, &owner),
                }
            }
            (Self::Bucket { name, owner }, Target::Topic(topic)) => {
                let (topic, name) = (arn::Topic::new(topic, None)?, name.parse()?);
                let owner = owner.unwrap_or_default().parse()?;
                match need {
                    Need::Send => topic::from_bucket(&topic, &name, &owner),
                    Need::UseKey(key) => key::from_bucket(key, &topic, &name, &owner),
                }
            }
            (Self::Trail(trail), Target::Topic(topic)) => {
                let trails = arn::Trail::new(trail, None)?.into();
                match need {
                    Need::Send => topic::from_trails(&arn::Topic::new(topic, None)?, &trails),
                    Need::UseKey(key) => key::from_trails(key, &trails),
                }
            }
            (Self::Topic(topic), Target::Queue(queue)) => {
                let (queue, topic) = (arn::Queue::new(queue, None)?, arn::Topic::new(topic, None)?);
                match (need, queue::sender_principal(&queue, &topic)?) {
                    (Need::Send, _) => queue::from_topic(&queue, &topic),
                    (Need::UseKey(key), principal) if principal == SNS => {
                        key::from_topic(key, &topic)
                    }
                    (Need::UseKey(_), principal) => {
                        return Ok(Err(format!(
                            "{principal} sends between these Regions, and the principal that uses \
                             keys for it is not documented"
                        )));
                    }
                }
            }
            // CloudTrail notifies topics only, and topics do not send to topics.
            (Self::Trail(_), Target::Queue(_)) | (Self::Topic(_), Target::Topic(_)) => {
                Policy::default()
            }
        }))
    }
}

/// What these senders need.
pub(super) fn wanted(senders: &[Sender<'_>], target: Target<'_>, need: Need<'_>) -> Wanted {
    let mut wanted = Wanted::default();
    for sender in senders {
        wanted.add(sender.policy(target, need), sender.command(target));
    }
    wanted
}

/// The owner of a bucket as a sender names it: the caller's account, if that is known to own it.
pub(super) fn owner<'a>(account: &'a Lookup<String>, is_own: &Lookup<bool>) -> Option<&'a str> {
    account.found().filter(|_| *is_own == Lookup::Found(true)).map(String::as_str)
}

/// The notifications that a bucket sends to one topic or queue.
pub(super) fn sent_to<'n>(
    notifications: &'n Lookup<Notifications>,
    target: Target<'_>,
) -> Vec<&'n NotificationTarget> {
    let all = notifications.found().map(|all| match target {
        Target::Queue(arn) => (&all.queues, arn),
        Target::Topic(arn) => (&all.topics, arn),
    });
    let sent = all.into_iter().flat_map(|(all, arn)| all.iter().filter(move |it| it.arn == arn));
    sent.collect()
}
