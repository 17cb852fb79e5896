//! What should be: the rules by name. Knows not how they are checked.
//!
//! Numbers of the CIS AWS Foundations Benchmark differ by version: logging is section 2 in 1.2, 3
//! from 1.4 to 5.0, and 4 from 6.0 on.

use super::{Check, Piece, Severity, State};
use Severity::{High, Info, Low, Medium};

/// Something that should be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, which stays.
    pub id: &'static str,
    /// What should be, in a few words.
    pub title: &'static str,
    /// How bad it is if it is not so.
    pub severity: Severity,
    /// Where the CIS AWS Foundations Benchmark asks for it.
    pub cis: Option<&'static str>,
}

impl Rule {
    pub(super) const fn new(id: &'static str, severity: Severity, title: &'static str) -> Self {
        Self { id, title, severity, cis: None }
    }

    const fn cis(self, numbers: &'static str) -> Self {
        Self { cis: Some(numbers), ..self }
    }

    fn check(&self, subject: &str, state: State, why: String, fix: String) -> Check {
        let Self { id, title, severity, cis } = *self;
        Check { id, title, subject: subject.to_owned(), state, why, fix, cis, severity }
    }

    pub(super) fn pass(&self, subject: &str, why: impl Into<String>) -> Check {
        self.check(subject, State::Pass, why.into(), String::new())
    }

    pub(super) fn fail(
        &self,
        subject: &str,
        why: impl Into<String>,
        fix: impl Into<String>,
    ) -> Check {
        self.check(subject, State::Fail, why.into(), fix.into())
    }

    /// It could not be read: `why` says what that needs.
    pub(super) fn unknown(&self, subject: &str, why: impl Into<String>) -> Check {
        self.unclear(
            subject,
            why,
            "ask with credentials that may: ct policy reader --audit --bucket NAME",
        )
    }

    /// It was read, and yet cannot be told.
    pub(super) fn unclear(&self, subject: &str, why: impl Into<String>, fix: &str) -> Check {
        self.check(subject, State::Unknown, why.into(), fix.to_owned())
    }

    /// What is read of a piece; or the check that cannot be made without.
    pub(super) fn read<'p, T>(
        &self,
        piece: &'p Piece<T>,
        subject: &str,
    ) -> Result<Option<&'p T>, Box<Check>> {
        match piece {
            Piece::Known(value) => Ok(Some(value)),
            Piece::Absent => Ok(None),
            Piece::Refused(why) => Err(Box::new(self.unknown(subject, why))),
        }
    }

    /// It is no fault, and yet somebody may want to know, and perhaps change it.
    pub(super) fn note(
        &self,
        subject: &str,
        why: impl Into<String>,
        fix: impl Into<String>,
    ) -> Check {
        self.check(subject, State::NotApplicable, why.into(), fix.into())
    }

    pub(super) fn not_applicable(&self, subject: &str, why: impl Into<String>) -> Check {
        self.check(subject, State::NotApplicable, why.into(), String::new())
    }
}

macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(pub(super) const $name: Rule = $rule;)*

        /// Every rule, in the order in which checks come.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

pub(super) use rules;

rules! {
    MULTI_REGION = Rule::new("account.multi-region", High,
        "a trail of all regions logs all management events")
        .cis("CIS 2.1 (v1.2), 3.1 (v1.4–5.0), 4.1 (v6.0–7.0)");
    S3_WRITES = Rule::new("account.s3-write-events", Low, "writes of S3 objects are recorded")
        .cis("CIS 3.10 (v1.4–2.0), 3.8 (v3.0–5.0), 4.8 (v6.0–7.0)");
    S3_READS = Rule::new("account.s3-read-events", Low, "reads of S3 objects are recorded")
        .cis("CIS 3.11 (v1.4–2.0), 3.9 (v3.0–5.0), 4.9 (v6.0–7.0)");

    LOGGING = Rule::new("trail.logging", High, "the trail is logging");
    VALIDATION = Rule::new("trail.validation", Medium, "log file validation is on")
        .cis("CIS 2.2 (v1.2), 3.2 (v1.4–5.0), 4.2 (v6.0–7.0)");
    ENCRYPTION = Rule::new("trail.kms", Medium, "logs are encrypted with a key of KMS")
        .cis("CIS 2.7 (v1.2), 3.7 (v1.4–2.0), 3.5 (v3.0–5.0), 4.5 (v6.0–7.0)");
    CLOUDWATCH = Rule::new("trail.cloudwatch", Low, "events go to CloudWatch Logs as well")
        .cis("CIS 2.4 (v1.2), 3.4 (v1.4–2.0)");
    DUPLICATE = Rule::new("trail.duplicate", Low, "management events are recorded once");

    LOGS_ERROR = Rule::new("delivery.logs", High, "logs are delivered without errors");
    DIGESTS_ERROR = Rule::new("delivery.digests", High, "digests are delivered without errors");
    TOPIC_ERROR = Rule::new("delivery.notifications", Medium, "the topic is told without errors");
    CLOUDWATCH_ERROR = Rule::new("delivery.cloudwatch", Medium,
        "CloudWatch Logs takes events without errors");
    LOGS_STALE = Rule::new("delivery.stale", High, "logs were delivered in the last 24 hours");
    DIGESTS_STALE = Rule::new("delivery.digests-stale", Medium,
        "digests were delivered in the last 3 hours");

    BUCKET = Rule::new("bucket.exists", High, "the bucket exists");
    BUCKET_OWNER = Rule::new("bucket.owner", Info, "whose bucket it is is known");
    BUCKET_PUBLIC = Rule::new("bucket.public", High, "the bucket is not public")
        .cis("CIS 2.3 (v1.2), 3.3 (v1.4–2.0)");
    BUCKET_BLOCK = Rule::new("bucket.public-access-block", Medium,
        "the bucket blocks public access");
    BUCKET_POLICY = Rule::new("bucket.policy", High, "the policy lets CloudTrail deliver");
    BUCKET_BROAD = Rule::new("bucket.policy-broad", Medium,
        "the policy lets in no more than it must");
    BUCKET_DENY = Rule::new("bucket.policy-deny", High, "no statement keeps CloudTrail out");
    BUCKET_TLS = Rule::new("bucket.tls", Low, "requests without TLS are denied");
    BUCKET_LOGGING = Rule::new("bucket.access-logging", Low, "access to the bucket is logged")
        .cis("CIS 2.6 (v1.2), 3.6 (v1.4–2.0), 3.4 (v3.0–5.0), 4.4 (v6.0–7.0)");
    BUCKET_VERSIONING = Rule::new("bucket.versioning", Medium, "the bucket keeps versions");
    BUCKET_MFA = Rule::new("bucket.mfa-delete", Low, "versions are deleted only with MFA")
        .cis("CIS 2.1.2 (v2.0)");

    BUCKET_NOTIFIED = Rule::new("bucket.notifications", Medium, "whom S3 tells of logs is known");

    KEY = Rule::new("key.enabled", High, "the key can be used");
    KEY_ROTATION = Rule::new("key.rotation", Low, "the key is rotated")
        .cis("CIS 2.8 (v1.2), 3.8 (v1.4–2.0), 3.6 (v3.0–5.0)");
    KEY_POLICY = Rule::new("key.policy", High, "the policy lets CloudTrail encrypt");
    KEY_BROAD = Rule::new("key.policy-broad", Medium, "the policy lets in no more than it must");
    KEY_DENY = Rule::new("key.policy-deny", High, "no statement keeps CloudTrail out");

    TOPIC = Rule::new("topic.exists", Medium, "the topic exists");
    TOPIC_POLICY = Rule::new("topic.policy", Medium, "the policy lets the topic be told");
    TOPIC_BROAD = Rule::new("topic.policy-broad", Medium,
        "the policy lets in no more than it must");
    TOPIC_DENY = Rule::new("topic.policy-deny", Medium, "no statement keeps news out");
    SUBSCRIPTIONS = Rule::new("topic.subscriptions", Low, "somebody is told by the topic");

    QUEUE = Rule::new("queue.exists", Medium, "the queue exists");
    QUEUE_POLICY = Rule::new("queue.policy", Medium, "the policy lets the queue be told");
    QUEUE_BROAD = Rule::new("queue.policy-broad", Medium,
        "the policy lets in no more than it must");
    QUEUE_DENY = Rule::new("queue.policy-deny", Medium, "no statement keeps news out");
}
