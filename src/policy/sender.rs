//! What senders of notifications need, in the policy of their target and in that of its KMS key.
//!
//! What S3, CloudTrail and SNS need is from "Granting permissions to publish event notification
//! messages to a destination", Amazon S3 User Guide.

use super::name::Refused;
use super::{CLOUDTRAIL, Policy, S3, SNS, arn, key, queue, topic};

/// What sends notifications.
#[derive(Clone, Copy)]
pub enum Sender<'s> {
    /// S3, for a bucket.
    Bucket {
        /// Its name.
        name: &'s str,
        /// The account that owns it, if that is known.
        owner: Option<&'s str>,
    },
    /// CloudTrail, for a trail with this ARN.
    Trail(&'s str),
    /// SNS, for a topic with this ARN.
    Topic(&'s str),
}

/// The ARN of what receives notifications.
#[derive(Clone, Copy)]
pub enum Target<'t> {
    /// An SQS queue.
    Queue(&'t str),
    /// An SNS topic.
    Topic(&'t str),
}

/// The policy that must allow a sender.
#[derive(Clone, Copy)]
pub enum Need<'k> {
    /// That of the target.
    Send,
    /// That of the target's KMS key, by ARN.
    UseKey(&'k str),
}

/// Why it is not known what a sender needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnknownNeed(String);

impl From<Refused> for UnknownNeed {
    fn from(refused: Refused) -> Self {
        Self(refused.to_string())
    }
}

impl Sender<'_> {
    /// Its service principal.
    pub fn principal(self) -> &'static str {
        match self {
            Self::Bucket { .. } => S3,
            Self::Trail(_) => CLOUDTRAIL,
            Self::Topic(_) => SNS,
        }
    }

    /// The command that prints the policy that the target needs.
    pub fn command(self, target: Target<'_>) -> String {
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

    /// The policy that it needs to send to a target.
    ///
    /// # Errors
    /// A name is not valid, or AWS does not document what is needed.
    pub fn policy(self, target: Target<'_>, need: Need<'_>) -> Result<Policy, UnknownNeed> {
        Ok(match (self, target) {
            (Self::Bucket { name, owner }, target) => {
                let unknown = || UnknownNeed(format!("the account that owns {name} is not known"));
                let (owner, name) = (owner.ok_or_else(unknown)?.parse()?, name.parse()?);
                match (target, need) {
                    (Target::Queue(arn), Need::Send) => {
                        queue::from_bucket(&arn::Queue::new(arn, None)?, &name, &owner)
                    }
                    (Target::Topic(arn), Need::Send) => {
                        topic::from_bucket(&arn::Topic::new(arn, None)?, &name, &owner)
                    }
                    (Target::Queue(arn), Need::UseKey(key)) => {
                        key::from_bucket(key, &*arn::Queue::new(arn, None)?, &name, &owner)
                    }
                    (Target::Topic(arn), Need::UseKey(key)) => {
                        key::from_bucket(key, &*arn::Topic::new(arn, None)?, &name, &owner)
                    }
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
                let principal = queue::sender_principal(&queue, &topic)?;
                match need {
                    Need::Send => queue::from_topic(&queue, &topic),
                    Need::UseKey(key) if principal == SNS => key::from_topic(key, &topic),
                    Need::UseKey(_) => {
                        return Err(UnknownNeed(format!(
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
        })
    }
}
