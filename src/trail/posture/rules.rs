//! The rules of `ct trail check` as one table. Numbers of the CIS AWS Foundations Benchmark differ by
//! version: logging is section 2 in 1.2, 3 from 1.4 to 5.0, and 4 since 6.0.

use super::account::{self, MULTI_REGION, S3_READS, S3_WRITES};
use super::buckets::{self, BucketView};
use super::check::Severity::{High, Info, Low, Medium};
use super::check::{Judgement, Row, Rule};
use super::facts::Snapshot;
use super::keys::{self, KeyView};
use super::messaging::{self, QueueView, TopicView};
use super::trails::{self, TrailView, delivery};
use crate::trail::delivery::Delivery;
use Judge::{Account, Bucket, Key, Queue, Topic, Trail};

/// The function of a rule, by the kind of its subject.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judge {
    Account(fn(&Snapshot) -> Judgement),
    Trail(fn(&TrailView<'_>) -> Judgement),
    Bucket(fn(&BucketView<'_>) -> Judgement),
    Key(fn(&KeyView<'_>) -> Judgement),
    Topic(fn(&TopicView<'_>) -> Judgement),
    Queue(fn(&QueueView<'_>) -> Judgement),
}

/// Every rule of `ct trail check`, in the order of its checks.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ROWS.iter().map(|row| &row.rule)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row<Judge>] = &[
    Row::new("account.multi-region", High, "a multi-Region trail logs all management events",
        Account(|account| MULTI_REGION.judge(account)))
        .cis("CIS 2.1 (v1.2), 3.1 (v1.4–5.0), 4.1 (v6.0–7.0)"),
    Row::new("account.s3-write-events", Low, "writes of S3 objects are logged",
        Account(|account| S3_WRITES.judge(account)))
        .cis("CIS 3.10 (v1.4–2.0), 3.8 (v3.0–5.0), 4.8 (v6.0–7.0)"),
    Row::new("account.s3-read-events", Low, "reads of S3 objects are logged",
        Account(|account| S3_READS.judge(account)))
        .cis("CIS 3.11 (v1.4–2.0), 3.9 (v3.0–5.0), 4.9 (v6.0–7.0)"),

    Row::new("trail.logging", High, "the trail is logging", Trail(trails::logging)),
    Row::new("trail.validation", Medium, "log file validation is on", Trail(trails::validation))
        .cis("CIS 2.2 (v1.2), 3.2 (v1.4–5.0), 4.2 (v6.0–7.0)"),
    Row::new("trail.kms", Medium, "logs are encrypted with a KMS key", Trail(trails::encryption))
        .cis("CIS 2.7 (v1.2), 3.7 (v1.4–2.0), 3.5 (v3.0–5.0), 4.5 (v6.0–7.0)"),
    Row::new("trail.cloudwatch", Low, "events are sent to CloudWatch Logs",
        Trail(trails::cloudwatch))
        .cis("CIS 2.4 (v1.2), 3.4 (v1.4–2.0)"),
    Row::new("delivery.logs", High, "log files are delivered without errors",
        Trail(|trail| delivery(trail, Delivery::Logs))),
    Row::new("delivery.digests", High, "digest files are delivered without errors",
        Trail(|trail| delivery(trail, Delivery::Digests))),
    Row::new("delivery.notifications", Medium, "SNS notifications are sent without errors",
        Trail(|trail| delivery(trail, Delivery::Notifications))),
    Row::new("delivery.cloudwatch", Medium, "CloudWatch Logs accepts events without errors",
        Trail(|trail| delivery(trail, Delivery::CloudWatch))),
    Row::new("delivery.stale", High, "log files were delivered in the last 24 hours",
        Trail(trails::logs_stale)),
    Row::new("delivery.digests-stale", Medium, "digest files were delivered in the last 3 hours",
        Trail(trails::digests_stale)),
    Row::new("trail.duplicate", Low, "management events are logged once",
        Trail(account::duplicate)),

    Row::new("bucket.exists", High, "the bucket exists", Bucket(buckets::exists)),
    Row::new("bucket.owner", Info, "the owner of the bucket is known", Bucket(buckets::owner)),
    Row::new("bucket.public", High, "the bucket is not public", Bucket(buckets::public))
        .cis("CIS 2.3 (v1.2), 3.3 (v1.4–2.0)"),
    Row::new("bucket.public-access-block", Medium, "S3 Block Public Access is on",
        Bucket(buckets::access_block)),
    Row::new("bucket.access-logging", Low, "server access logging is on",
        Bucket(buckets::access_logging))
        .cis("CIS 2.6 (v1.2), 3.6 (v1.4–2.0), 3.4 (v3.0–5.0), 4.4 (v6.0–7.0)"),
    Row::new("bucket.versioning", Medium, "versioning is on", Bucket(buckets::versioning)),
    Row::new("bucket.mfa-delete", Low, "MFA delete is on", Bucket(buckets::mfa_delete))
        .cis("CIS 2.1.2 (v2.0)"),
    Row::new("bucket.policy", High, "the policy allows CloudTrail to deliver",
        Bucket(|bucket| bucket.policy()?.grants())),
    Row::new("bucket.policy-broad", Medium, "the policy grants no more than needed",
        Bucket(|bucket| bucket.policy()?.breadth())),
    Row::new("bucket.policy-deny", High, "no Deny blocks delivery",
        Bucket(|bucket| bucket.policy()?.denials())),
    Row::new("bucket.tls", Low, "requests without TLS are denied",
        Bucket(|bucket| bucket.policy()?.required_denials())),
    Row::new("bucket.notifications", Medium, "the notification configuration is known",
        Bucket(buckets::notifications)),

    Row::new("key.enabled", High, "the KMS key is enabled", Key(keys::enabled)),
    Row::new("key.rotation", Low, "key rotation is on", Key(keys::rotation))
        .cis("CIS 2.8 (v1.2), 3.8 (v1.4–2.0), 3.6 (v3.0–5.0)"),
    Row::new("key.policy", High, "the policy allows CloudTrail to encrypt",
        Key(|key| key.policy()?.grants())),
    Row::new("key.policy-broad", Medium, "the policy grants no more than needed",
        Key(|key| key.policy()?.breadth())),
    Row::new("key.policy-deny", High, "no Deny blocks encryption",
        Key(|key| key.policy()?.denials())),

    Row::new("topic.exists", Medium, "the topic exists", Topic(messaging::topic_exists)),
    Row::new("topic.subscriptions", Low, "the topic has a confirmed subscription",
        Topic(messaging::subscriptions)),
    Row::new("topic.policy", Medium, "the policy allows publishing",
        Topic(|topic| topic.policy()?.grants())),
    Row::new("topic.policy-broad", Medium, "the policy grants no more than needed",
        Topic(|topic| topic.policy()?.breadth())),
    Row::new("topic.policy-deny", Medium, "no Deny blocks publishing",
        Topic(|topic| topic.policy()?.denials())),

    Row::new("queue.exists", Medium, "the queue exists", Queue(messaging::queue_exists)),
    Row::new("queue.policy", Medium, "the policy allows sending messages",
        Queue(|queue| queue.policy()?.grants())),
    Row::new("queue.policy-broad", Medium, "the policy grants no more than needed",
        Queue(|queue| queue.policy()?.breadth())),
    Row::new("queue.policy-deny", Medium, "no Deny blocks messages",
        Queue(|queue| queue.policy()?.denials())),
];
