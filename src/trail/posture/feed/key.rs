//! The key of KMS that a queue or a topic is encrypted with: whether who sends may use it.
//!
//! Services of AWS need a key that the customer manages, whose policy lets them generate data keys
//! and decrypt; the policy of `alias/aws/sqs` cannot be changed ("Key management", "Configure KMS
//! permissions for AWS services", Amazon SQS Developer Guide; for topics "Key management", Amazon
//! SNS Developer Guide).

use super::found::Encrypted;
use super::set;
use crate::policy::compare::{self, CompareError};
use crate::policy::{Policy, Statement};
use crate::trail::posture::{Check, KeyFacts, Piece, Rule};

/// Something encrypted, and what who sends to it needs.
pub(super) struct Locked<'l> {
    pub(super) rule: &'l Rule,
    pub(super) subject: &'l str,
    pub(super) found: &'l Encrypted,
    pub(super) wanted: Vec<Policy>,
    pub(super) unsure: Option<String>,
    pub(super) who: String,
}

pub(super) fn check(locked: &Locked<'_>) -> Check {
    let Locked { rule, subject, found, who, .. } = locked;
    let Encrypted { name, key, .. } = found;
    if name.contains("alias/aws/") {
        return locked.is_of_aws();
    }
    match &key.facts {
        Piece::Refused(why) => rule.unknown(subject, why),
        Piece::Absent => {
            let why = format!("there is no such key: {name}; nothing can be sent");
            rule.fail(subject, why, locked.other_key())
        }
        Piece::Known(KeyFacts { is_aws_managed: true, .. }) => locked.is_of_aws(),
        Piece::Known(KeyFacts { state, .. }) if state != "Enabled" => {
            let why = format!("the state of key {name} is {state}: {who} cannot use it");
            rule.fail(subject, why, format!("aws kms enable-key --key-id {name}"))
        }
        Piece::Known(_) => match &key.policy {
            Piece::Refused(why) => rule.unknown(subject, why),
            Piece::Absent => locked.lacks(),
            Piece::Known(policy) => locked.held(policy).unwrap_or_else(|error| {
                rule.unclear(subject, error.to_string(), "see what its policy says")
            }),
        },
    }
}

impl Locked<'_> {
    /// What sets another key, or none.
    fn other_key(&self) -> String {
        let bare = if self.subject.contains(":sns:") {
            format!(
                "aws sns set-topic-attributes --topic-arn {} --attribute-name KmsMasterKeyId \
                 --attribute-value ''",
                self.subject
            )
        } else {
            set(self.subject, "SqsManagedSseEnabled=true")
        };
        format!("set a key of your own, whose policy you can change, or none of KMS: {bare}")
    }

    fn is_of_aws(&self) -> Check {
        let why = format!(
            "it is encrypted with {}, which AWS manages: {} cannot use it, and nothing arrives",
            self.found.name, self.who
        );
        self.rule.fail(self.subject, why, self.other_key())
    }

    fn lacks(&self) -> Check {
        let why = format!(
            "the policy of key {} does not let {} use it, and nothing arrives",
            self.found.name, self.who
        );
        let fix = format!(
            "add a statement: Allow {} kms:GenerateDataKey and kms:Decrypt; aws kms put-key-policy",
            self.who
        );
        self.rule.fail(self.subject, why, fix)
    }

    fn held(&self, policy: &str) -> Result<Check, CompareError> {
        let all = self.wanted.iter().flat_map(|policy| policy.statements.clone());
        let wanted: Policy = all.collect::<Vec<Statement>>().into();
        if !compare::surely_missing(policy, &wanted)?.is_empty() {
            return Ok(self.lacks());
        }
        if !compare::missing(policy, &wanted)?.is_empty() {
            let why = format!(
                "the policy of key {} lets {} use it on conditions that cannot be told here",
                self.found.name, self.who
            );
            let fix = "see whether they hold for what is sent here: aws kms get-key-policy";
            return Ok(self.rule.unclear(self.subject, why, fix));
        }
        let blocks = compare::blocks(policy, &wanted)?;
        let mut sure = blocks.iter().filter(|concern| concern.is_certain);
        Ok(match (sure.next(), blocks.first(), &self.unsure) {
            (Some(concern), ..) => {
                let why = format!("the policy of key {} {}", self.found.name, concern.why);
                self.rule.fail(self.subject, why, "leave the services of AWS out of that statement")
            }
            (None, Some(concern), _) => self.rule.unclear(
                self.subject,
                format!("the policy of key {} {}", self.found.name, concern.why),
                "see whether the condition holds for services of AWS",
            ),
            (None, None, Some(why)) => self.rule.unknown(self.subject, why),
            (None, None, None) => self.rule.pass(self.subject, format!("{} may", self.who)),
        })
    }
}
