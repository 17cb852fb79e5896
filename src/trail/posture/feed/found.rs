//! What was found of a queue and of those who may tell it. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::trail::Trail;
use crate::trail::posture::{Key, Notified, Piece};

/// A queue, and whoever may tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its ARN.
    pub queue: String,
    /// The account that asks.
    pub account: Piece<String>,
    /// Of which logs it should be told.
    pub asked: Asked,
    /// What it says of itself.
    pub facts: Piece<QueueFacts>,
    /// Where it puts aside what is never processed, if it says where.
    pub dead: Piece<Dead>,
    /// The trails that are asked about.
    pub trails: Vec<Trail>,
    /// Why these may not be all.
    pub unseen: Option<String>,
    /// The buckets that may tell it, by name.
    pub buckets: BTreeMap<String, Piece<Source>>,
    /// The topics that may pass on to it, by ARN.
    pub topics: BTreeMap<String, Piece<Fan>>,
}

/// Of which logs a queue should be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Those of a bucket.
    Bucket(String),
    /// Those of a trail.
    Trail(Box<Trail>),
    /// Some.
    Any,
}

/// `GetQueueAttributes` (Amazon SQS API Reference); times are in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFacts {
    /// Its policy, as written; empty if it has none.
    pub policy: String,
    /// What it is encrypted with, if that is a key of KMS.
    pub key: Option<Encrypted>,
    /// What is never processed, if it is put aside.
    pub redrive: Option<Redrive>,
    /// For so long a message that was received is hidden.
    pub hidden: u64,
    /// For so long it keeps messages.
    pub kept: u64,
    /// After so long messages come.
    pub delay: u64,
    /// For so long a reader waits that does not say.
    pub wait: u64,
    /// Messages that wait.
    pub waiting: u64,
    /// Messages that somebody received and has not deleted.
    pub in_flight: u64,
}

impl QueueFacts {
    /// Whether rules of EventBridge may tell it: they need such a statement ("Using resource-based
    /// policies for Amazon EventBridge", Amazon EventBridge User Guide).
    pub(super) fn lets_in_rules(&self) -> bool {
        self.policy.contains("events.amazonaws.com")
    }
}

/// `RedrivePolicy` ("Using dead-letter queues in Amazon SQS", Amazon SQS Developer Guide).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redrive {
    /// The ARN of the dead-letter queue.
    pub queue: String,
    /// So often a message is received before.
    pub most: u64,
}

/// A dead-letter queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dead {
    /// Messages that wait.
    pub waiting: u64,
    /// For so long it keeps messages.
    pub kept: u64,
}

/// What something is encrypted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encrypted {
    /// As it is set: an ARN, an id, an alias.
    pub name: String,
    /// The key's ARN, as far as that is known.
    pub arn: String,
    /// What was found of it.
    pub key: Key,
}

/// A bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub region: String,
    /// Whether the account that asks owns it.
    pub is_own: Piece<bool>,
    /// Whom S3 tells of new objects.
    pub notified: Piece<Notified>,
    /// Bytes of the largest log of today, if one was seen.
    pub largest: Option<u64>,
}

/// A topic, as far as it is about the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fan {
    /// Its policy, as written.
    pub policy: Piece<String>,
    /// What it is encrypted with; absent if that is no key of KMS.
    pub key: Piece<Encrypted>,
    /// The queue's subscription.
    pub member: Piece<Member>,
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whether it was confirmed; nothing is sent before.
    pub is_confirmed: bool,
    /// What it is sent, and how.
    pub delivery: Piece<Delivery>,
}

/// `GetSubscriptionAttributes` (Amazon SNS API Reference).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The filter policy, as written; empty if there is none.
    pub filter: String,
    /// Whether that is about what messages say, and not about their attributes.
    pub is_of_body: bool,
    /// Whether messages come without an envelope.
    pub is_raw: bool,
}

/// A redrive policy, as written; the number may be a string.
pub fn redrive(text: &str) -> Option<Redrive> {
    let document: Value = serde_json::from_str(text).ok()?;
    let most = &document["maxReceiveCount"];
    let most = most.as_u64().or_else(|| most.as_str()?.parse().ok());
    let queue = document["deadLetterTargetArn"].as_str()?.to_owned();
    Some(Redrive { queue, most: most.unwrap_or_default() })
}

/// The ARNs that a policy binds senders to, wildcards left out.
pub fn sources(policy: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(policy).unwrap_or_default();
    let arns = each(&document["Statement"]).flat_map(source_arns);
    arns.filter(|arn| is_plain(arn)).collect()
}

/// The services that a policy lets send without a plain source, or not only with such: `S3`, `SNS`.
pub(super) fn unnamed(policy: &str) -> Vec<&'static str> {
    let document: Value = serde_json::from_str(policy).unwrap_or_default();
    let is_open = |statement: &&Value| {
        let mut arns = source_arns(statement).peekable();
        arns.peek().is_none() || !arns.all(|arn| is_plain(&arn))
    };
    let sending = each(&document["Statement"])
        .filter(|statement| statement["Effect"] == "Allow" && lets_send(statement));
    let open: Vec<&Value> = sending.filter(is_open).collect();
    let lets_in = |service: &str| open.iter().any(|it| is_service(&it["Principal"], service));
    let all = [("S3", "s3"), ("SNS", "sns")].into_iter();
    all.filter(|(_, service)| lets_in(service)).map(|(name, _)| name).collect()
}

pub(super) fn is_plain(arn: &str) -> bool {
    !arn.contains(['*', '?'])
}

pub(super) fn lets_send(statement: &Value) -> bool {
    let mut actions = each(&statement["Action"]).filter_map(Value::as_str).map(str::to_lowercase);
    actions.any(|action| {
        ["*", "sqs:*", "sqs:send*", "sqs:sendmessage", "sqs:sendmessage*"].contains(&&*action)
    })
}

/// Whether a principal is a service, wherever it is, or anyone.
pub(super) fn is_service(principal: &Value, service: &str) -> bool {
    let start = format!("{service}.");
    let mut services = each(&principal["Service"]).filter_map(Value::as_str);
    let is_anyone = |value: &Value| each(value).any(|it| it == "*");
    is_anyone(principal)
        || is_anyone(&principal["AWS"])
        || services.any(|it| it.starts_with(&start) && it.ends_with(".amazonaws.com"))
}

/// What a statement says of where senders come from. Of a bucket the name is enough.
fn source_arns(statement: &Value) -> impl Iterator<Item = String> {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let keys = operators.filter_map(|(_, keys)| keys.as_object()).flatten();
    let sources = keys.filter(|(key, _)| key.eq_ignore_ascii_case("aws:SourceArn"));
    let arns = sources.flat_map(|(_, values)| each(values)).filter_map(Value::as_str);
    arns.map(|arn| arn.replacen(":s3:*:*:", ":s3:::", 1))
}

/// Each of a list, or what stands there without one.
pub(super) fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}
