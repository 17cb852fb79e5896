//! The rules of `ct trail check` as one table, and [`Rule`] itself.
//!
//! To add a rule, add a row here, its function beside the facts that it judges, and a test. Numbers of
//! the CIS AWS Foundations Benchmark differ by version: logging is section 2 in 1.2, 3 from 1.4 to
//! 5.0, and 4 since 6.0.

use super::account;
use super::buckets::{self, BucketView};
use super::check::{Check, Finding, Judgement, Severity, State};
use super::facts::Snapshot;
use super::keys::{self, KeyView};
use super::messaging::{self, QueueView, TopicView};
use super::queue_health::{
    HealthView, NotificationView, QueueSnapshot, RedrivePolicy, SourceView, SubscriptionView,
};
use super::trails::{self, DELIVERIES, TrailView};
use Severity::{High, Info, Low, Medium};

/// A requirement, and the function that judges it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, which never changes: `trail.logging`.
    pub id: &'static str,
    /// What it requires, in a few words.
    pub title: &'static str,
    /// The severity of a failure.
    pub severity: Severity,
    /// The matching recommendations of the CIS AWS Foundations Benchmark.
    pub cis: Option<&'static str>,
    pub(super) judge: Judge,
}

/// The function of a rule, by the kind of its subject.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judge {
    Account(fn(&Snapshot) -> Judgement),
    Trail(fn(&TrailView<'_>) -> Judgement),
    Bucket(fn(&BucketView<'_>) -> Judgement),
    Key(fn(&KeyView<'_>) -> Judgement),
    Topic(fn(&TopicView<'_>) -> Judgement),
    Queue(fn(&QueueView<'_>) -> Judgement),
    /// The queue of `ct queue check`, even if it does not exist.
    QueueLookup(fn(&QueueSnapshot) -> Judgement),
    /// That queue, if it exists.
    Health(fn(&HealthView<'_>) -> Judgement),
    /// A bucket that should send to that queue.
    Source(fn(&SourceView<'_>) -> Judgement),
    /// The notifications that a bucket sends to that queue or to a topic.
    Notification(fn(&NotificationView<'_>) -> Judgement),
    /// A topic that may send to that queue.
    Subscription(fn(&SubscriptionView<'_>) -> Judgement),
    /// The dead-letter queue of that queue.
    DeadLetters(fn(&HealthView<'_>, &RedrivePolicy) -> Judgement),
}

impl Rule {
    pub(super) const fn new(
        id: &'static str,
        severity: Severity,
        title: &'static str,
        judge: Judge,
    ) -> Self {
        Self { id, title, severity, cis: None, judge }
    }

    const fn cis(self, numbers: &'static str) -> Self {
        Self { cis: Some(numbers), ..self }
    }

    /// The check of a subject; none if the rule makes none of it.
    pub(super) fn check(&self, subject: &str, judgement: Judgement) -> Option<Check> {
        let Self { id, title, severity, cis, .. } = *self;
        let Finding { state, why, fix } = judgement.unwrap_or_else(|early| early);
        let subject = subject.to_owned();
        state.map(|state: State| Check { id, title, subject, state, why, fix, cis, severity })
    }
}

/// Every rule of `ct trail check`, in the order of its checks.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule::new("account.multi-region", High, "a multi-Region trail logs all management events",
        Judge::Account(account::multi_region))
        .cis("CIS 2.1 (v1.2), 3.1 (v1.4–5.0), 4.1 (v6.0–7.0)"),
    Rule::new("account.s3-write-events", Low, "writes of S3 objects are logged",
        Judge::Account(account::s3_writes))
        .cis("CIS 3.10 (v1.4–2.0), 3.8 (v3.0–5.0), 4.8 (v6.0–7.0)"),
    Rule::new("account.s3-read-events", Low, "reads of S3 objects are logged",
        Judge::Account(account::s3_reads))
        .cis("CIS 3.11 (v1.4–2.0), 3.9 (v3.0–5.0), 4.9 (v6.0–7.0)"),

    Rule::new("trail.logging", High, "the trail is logging", Judge::Trail(trails::logging)),
    Rule::new("trail.validation", Medium, "log file validation is on",
        Judge::Trail(trails::validation))
        .cis("CIS 2.2 (v1.2), 3.2 (v1.4–5.0), 4.2 (v6.0–7.0)"),
    Rule::new("trail.kms", Medium, "logs are encrypted with a KMS key",
        Judge::Trail(trails::encryption))
        .cis("CIS 2.7 (v1.2), 3.7 (v1.4–2.0), 3.5 (v3.0–5.0), 4.5 (v6.0–7.0)"),
    Rule::new("trail.cloudwatch", Low, "events are sent to CloudWatch Logs",
        Judge::Trail(trails::cloudwatch))
        .cis("CIS 2.4 (v1.2), 3.4 (v1.4–2.0)"),
    Rule::new("delivery.logs", High, "log files are delivered without errors",
        Judge::Trail(|trail| DELIVERIES.logs.errors(trail))),
    Rule::new("delivery.digests", High, "digest files are delivered without errors",
        Judge::Trail(|trail| DELIVERIES.digests.errors(trail))),
    Rule::new("delivery.notifications", Medium, "SNS notifications are sent without errors",
        Judge::Trail(|trail| DELIVERIES.notifications.errors(trail))),
    Rule::new("delivery.cloudwatch", Medium, "CloudWatch Logs accepts events without errors",
        Judge::Trail(|trail| DELIVERIES.cloudwatch.errors(trail))),
    Rule::new("delivery.stale", High, "log files were delivered in the last 24 hours",
        Judge::Trail(trails::logs_stale)),
    Rule::new("delivery.digests-stale", Medium, "digest files were delivered in the last 3 hours",
        Judge::Trail(trails::digests_stale)),
    Rule::new("trail.duplicate", Low, "management events are logged once",
        Judge::Trail(account::duplicate)),

    Rule::new("bucket.exists", High, "the bucket exists", Judge::Bucket(buckets::exists)),
    Rule::new("bucket.owner", Info, "the owner of the bucket is known",
        Judge::Bucket(buckets::owner)),
    Rule::new("bucket.public", High, "the bucket is not public", Judge::Bucket(buckets::public))
        .cis("CIS 2.3 (v1.2), 3.3 (v1.4–2.0)"),
    Rule::new("bucket.public-access-block", Medium, "S3 Block Public Access is on",
        Judge::Bucket(buckets::access_block)),
    Rule::new("bucket.access-logging", Low, "server access logging is on",
        Judge::Bucket(buckets::access_logging))
        .cis("CIS 2.6 (v1.2), 3.6 (v1.4–2.0), 3.4 (v3.0–5.0), 4.4 (v6.0–7.0)"),
    Rule::new("bucket.versioning", Medium, "versioning is on", Judge::Bucket(buckets::versioning)),
    Rule::new("bucket.mfa-delete", Low, "MFA delete is on", Judge::Bucket(buckets::mfa_delete))
        .cis("CIS 2.1.2 (v2.0)"),
    Rule::new("bucket.policy", High, "the policy allows CloudTrail to deliver",
        Judge::Bucket(|bucket| bucket.policy()?.grants())),
    Rule::new("bucket.policy-broad", Medium, "the policy grants no more than needed",
        Judge::Bucket(|bucket| bucket.policy()?.breadth())),
    Rule::new("bucket.policy-deny", High, "no Deny blocks delivery",
        Judge::Bucket(|bucket| bucket.policy()?.denials())),
    Rule::new("bucket.tls", Low, "requests without TLS are denied",
        Judge::Bucket(|bucket| bucket.policy()?.required_denials())),
    Rule::new("bucket.notifications", Medium, "the notification configuration is known",
        Judge::Bucket(buckets::notifications)),

    Rule::new("key.enabled", High, "the KMS key is enabled", Judge::Key(keys::enabled)),
    Rule::new("key.rotation", Low, "key rotation is on", Judge::Key(keys::rotation))
        .cis("CIS 2.8 (v1.2), 3.8 (v1.4–2.0), 3.6 (v3.0–5.0)"),
    Rule::new("key.policy", High, "the policy allows CloudTrail to encrypt",
        Judge::Key(|key| key.policy()?.grants())),
    Rule::new("key.policy-broad", Medium, "the policy grants no more than needed",
        Judge::Key(|key| key.policy()?.breadth())),
    Rule::new("key.policy-deny", High, "no Deny blocks encryption",
        Judge::Key(|key| key.policy()?.denials())),

    Rule::new("topic.exists", Medium, "the topic exists", Judge::Topic(messaging::topic_exists)),
    Rule::new("topic.subscriptions", Low, "the topic has a confirmed subscription",
        Judge::Topic(messaging::subscriptions)),
    Rule::new("topic.policy", Medium, "the policy allows publishing",
        Judge::Topic(|topic| topic.policy()?.grants())),
    Rule::new("topic.policy-broad", Medium, "the policy grants no more than needed",
        Judge::Topic(|topic| topic.policy()?.breadth())),
    Rule::new("topic.policy-deny", Medium, "no Deny blocks publishing",
        Judge::Topic(|topic| topic.policy()?.denials())),

    Rule::new("queue.exists", Medium, "the queue exists", Judge::Queue(messaging::queue_exists)),
    Rule::new("queue.policy", Medium, "the policy allows sending messages",
        Judge::Queue(|queue| queue.policy()?.grants())),
    Rule::new("queue.policy-broad", Medium, "the policy grants no more than needed",
        Judge::Queue(|queue| queue.policy()?.breadth())),
    Rule::new("queue.policy-deny", Medium, "no Deny blocks messages",
        Judge::Queue(|queue| queue.policy()?.denials())),
];
