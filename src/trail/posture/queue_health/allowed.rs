//! The buckets, topics and accounts that a queue policy allows to send.
//!
//! Reads policies and what is known of buckets and topics; reads no message. Only Allow statements
//! count, and only sources that they name without wildcards.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::QueueSnapshot;
use crate::policy::arn::ArnParts;
use crate::trail::posture::Lookup;

/// Condition operators that restrict a key to the given values.
const RESTRICTING: [&str; 4] = ["stringequals", "stringlike", "arnequals", "arnlike"];

/// The senders that a queue policy allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedSenders {
    /// Buckets, by name.
    pub buckets: BTreeSet<String>,
    /// Topics, by ARN.
    pub topics: BTreeSet<String>,
    /// The accounts that conditions name.
    pub accounts: BTreeSet<String>,
    /// EventBridge rules.
    pub has_rules: bool,
    /// Buckets that the policy does not name.
    pub has_unnamed_buckets: bool,
    /// Topics that the policy does not name.
    pub has_unnamed_topics: bool,
}

impl AllowedSenders {
    /// Parses the policy of a queue. A policy that cannot be parsed allows nothing.
    pub fn from_policy(policy: &str) -> Self {
        Self::from_statements(policy, allows_send)
    }

    fn from_statements(policy: &str, is_relevant: impl Fn(&Value) -> bool) -> Self {
        let document: Value = serde_json::from_str(policy).unwrap_or_default();
        let mut allowed = Self::default();
        for statement in each(&document["Statement"]) {
            if statement["Effect"] == "Allow" && is_relevant(statement) {
                allowed.add(statement);
            }
        }
        allowed
    }

    fn add(&mut self, statement: &Value) {
        let arns = condition_values(statement, "aws:SourceArn");
        let principal = &statement["Principal"];
        if arns.is_empty() || arns.iter().any(|arn| !is_literal(&without_region(arn))) {
            self.has_unnamed_buckets |= is_service(principal, "s3");
            self.has_unnamed_topics |= is_service(principal, "sns");
        }
        let mut services = each(&principal["Service"]).filter_map(Value::as_str);
        self.has_rules |= services.any(|service| service.starts_with("events."));
        for arn in &arns {
            let arn = without_region(arn);
            let Some(parts) = ArnParts::parse(&arn) else { continue };
            if is_account(parts.account) {
                self.accounts.insert(parts.account.to_owned());
            }
            match parts.service {
                "s3" if is_literal(parts.resource) => {
                    self.buckets.insert(parts.resource.to_owned());
                }
                "sns" if is_literal(&arn) => {
                    self.topics.insert(arn.clone());
                }
                "events" => self.has_rules = true,
                _ => {}
            }
        }
        let accounts = condition_values(statement, "aws:SourceAccount").into_iter();
        self.accounts.extend(accounts.filter(|account| is_account(account)));
    }

    /// Whether the policy alone names every bucket.
    pub fn is_complete(&self) -> bool {
        let others = self.has_unnamed_buckets || self.has_unnamed_topics || self.has_rules;
        !self.buckets.is_empty() && self.topics.is_empty() && !others
    }

    /// Adds the buckets that notify the queue according to their own configuration, and those that
    /// publish to a topic which may send to it.
    pub fn add_known(&mut self, snapshot: &QueueSnapshot) {
        let mut topics = self.topics.clone();
        if self.has_unnamed_topics {
            let all = snapshot.topics.iter();
            let subscribed = all
                .filter(|(_, it)| it.found().is_some_and(|it| it.subscription.found().is_some()));
            topics.extend(subscribed.map(|(arn, _)| arn.clone()));
        }
        for topic in topics.iter().filter_map(|arn| snapshot.topics.get(arn)?.found()) {
            if let Lookup::Found(policy) = &topic.policy {
                self.buckets.extend(Self::from_statements(policy, |_| true).buckets);
            }
        }
        for trail in &snapshot.trails {
            if trail.topic.as_ref().is_some_and(|topic| topics.contains(topic)) {
                self.buckets.insert(trail.bucket.clone());
            }
        }
        for (name, bucket) in &snapshot.buckets {
            let notifications = bucket.found().and_then(|it| it.notifications.found());
            let Some(notifications) = notifications else { continue };
            let is_direct = notifications.queues.iter().any(|it| it.arn == snapshot.queue);
            let is_by_topic = notifications.topics.iter().any(|it| topics.contains(&it.arn));
            if is_direct || is_by_topic || self.has_rules && notifications.event_bridge {
                self.buckets.insert(name.clone());
            }
        }
    }
}

/// The ARNs that any statement of a policy names in a condition on `aws:SourceArn`, without those that
/// have wildcards.
pub fn source_arns(policy: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(policy).unwrap_or_default();
    let statements = each(&document["Statement"]);
    let arns = statements.flat_map(|it| values_of(it, "aws:SourceArn", |_| true));
    arns.map(|arn| without_region(&arn)).filter(|arn| is_literal(arn)).collect()
}

/// The values that a statement restricts a condition key to.
fn condition_values(statement: &Value, key: &str) -> Vec<String> {
    let restricts = |operator: &str| {
        let operator = operator.to_ascii_lowercase();
        RESTRICTING.contains(&operator.strip_prefix("foranyvalue:").unwrap_or(&operator))
    };
    values_of(statement, key, restricts).collect()
}

fn values_of<'s>(
    statement: &'s Value,
    key: &'s str,
    is_relevant: impl Fn(&str) -> bool + 's,
) -> impl Iterator<Item = String> + 's {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let relevant = operators.filter(move |(operator, _)| is_relevant(operator));
    let keys = relevant.filter_map(|(_, keys)| keys.as_object()).flatten();
    let values = keys.filter(move |(name, _)| name.eq_ignore_ascii_case(key));
    let values = values.flat_map(|(_, values)| each(values)).filter_map(Value::as_str);
    values.map(str::to_owned)
}

/// Bucket ARNs have neither Region nor account, but policies may have wildcards there.
fn without_region(arn: &str) -> String {
    arn.replacen(":s3:*:*:", ":s3:::", 1)
}

fn is_literal(arn: &str) -> bool {
    !arn.contains(['*', '?'])
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn allows_send(statement: &Value) -> bool {
    let mut actions = each(&statement["Action"]).filter_map(Value::as_str).map(str::to_lowercase);
    actions.any(|action| {
        ["*", "sqs:*", "sqs:send*", "sqs:sendmessage", "sqs:sendmessage*"].contains(&&*action)
    })
}

/// Whether a principal is a service, in any Region, or everyone.
fn is_service(principal: &Value, service: &str) -> bool {
    let start = format!("{service}.");
    let mut services = each(&principal["Service"]).filter_map(Value::as_str);
    let is_everyone = |value: &Value| each(value).any(|it| it == "*");
    is_everyone(principal)
        || is_everyone(&principal["AWS"])
        || services.any(|it| it.starts_with(&start) && it.ends_with(".amazonaws.com"))
}

/// The items of a list, or a value that stands there without one.
fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn allowed(effect: &str, service: &str, condition: &Value) -> AllowedSenders {
        let statement = json!({ "Effect": effect, "Principal": { "Service": service },
            "Action": "SQS:SendMessage", "Resource": "*", "Condition": condition });
        AllowedSenders::from_policy(&json!({ "Statement": [statement] }).to_string())
    }

    #[test]
    fn only_a_literal_source_arn_names_a_bucket() {
        let s3 = "s3.amazonaws.com";
        for operator in ["ArnEquals", "ArnLike", "StringEquals", "ForAnyValue:StringLike"] {
            for arn in ["arn:aws:s3:::acme", "arn:aws:s3:*:*:acme"] {
                let found = allowed("Allow", s3, &json!({ operator: { "aws:sourcearn": arn } }));
                assert_eq!(found.buckets, BTreeSet::from(["acme".to_owned()]), "{operator} {arn}");
                assert!(found.is_complete(), "{operator} {arn}");
            }
        }
        for (effect, condition) in [
            ("Deny", json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:s3:::acme" } })),
            ("Allow", json!({ "ArnNotEquals": { "aws:SourceArn": "arn:aws:s3:::acme" } })),
            ("Allow", json!({ "ArnLike": { "aws:SourceArn": "arn:aws:s3:::acme*" } })),
            ("Allow", json!({ "ArnEquals": { "aws:PrincipalArn": "arn:aws:s3:::acme" } })),
            ("Allow", json!(null)),
        ] {
            let found = allowed(effect, s3, &condition);
            assert_eq!(found.buckets, BTreeSet::new(), "{effect} {condition}");
            assert_eq!(found.has_unnamed_buckets, effect == "Allow", "{effect} {condition}");
        }
        for broken in ["", "{", "[]", "{\"Statement\":1}"] {
            assert_eq!(AllowedSenders::from_policy(broken), AllowedSenders::default(), "{broken}");
        }
    }

    #[test]
    fn topics_and_event_bridge_rules_are_distinguished() {
        let topic = "arn:aws:sns:eu-west-1:111122223333:deliveries";
        let found = allowed(
            "Allow",
            "sns.amazonaws.com",
            &json!({ "ArnEquals": { "aws:SourceArn": topic } }),
        );
        assert_eq!(found.topics, BTreeSet::from([topic.to_owned()]));
        assert_eq!(found.accounts, BTreeSet::from(["111122223333".to_owned()]));
        assert!(!found.has_rules && !found.has_unnamed_topics && !found.is_complete());
        let rule = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:events:*:111122223333:rule/*" },
            "StringEquals": { "aws:SourceAccount": ["444455556666", "*"] } });
        let found = allowed("Allow", "events.amazonaws.com", &rule);
        let accounts = ["111122223333", "444455556666"].map(str::to_owned);
        assert!(found.has_rules && !found.has_unnamed_buckets, "{found:?}");
        assert_eq!(found.accounts, BTreeSet::from(accounts));
    }
}
