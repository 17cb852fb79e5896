//! From which buckets, topics and accounts the messages of a queue may come.
//!
//! Reads policies and what was found of buckets and topics; looks at no message. Only what a
//! statement allows counts, and only sources that it names without wildcards.

use std::collections::BTreeSet;

use serde_json::Value;

use super::found::{Feed, each, is_plain, is_service, lets_send};
use crate::trail::posture::Piece;

/// Conditions that bind a statement to the values that they name.
const BINDING: [&str; 4] = ["stringequals", "stringlike", "arnequals", "arnlike"];

/// Who may send to a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Buckets, by name.
    pub buckets: BTreeSet<String>,
    /// Topics, by ARN.
    pub topics: BTreeSet<String>,
    /// The accounts that are named.
    pub accounts: BTreeSet<String>,
    /// Rules of EventBridge.
    pub has_rules: bool,
    /// Buckets that the policy does not name.
    pub has_unnamed_buckets: bool,
    /// Topics that the policy does not name.
    pub has_unnamed_topics: bool,
}

impl Allowed {
    /// Those whom the policy of a queue lets send.
    pub fn from_policy(policy: &str) -> Self {
        Self::from_statements(policy, lets_send)
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
        let arns = bound_to(statement, "aws:SourceArn");
        let principal = &statement["Principal"];
        if arns.is_empty() || arns.iter().any(|arn| !is_plain(&in_any_region(arn))) {
            self.has_unnamed_buckets |= is_service(principal, "s3");
            self.has_unnamed_topics |= is_service(principal, "sns");
        }
        let mut services = each(&principal["Service"]).filter_map(Value::as_str);
        self.has_rules |= services.any(|service| service.starts_with("events."));
        for arn in &arns {
            let arn = in_any_region(arn);
            let parts: Vec<&str> = arn.splitn(6, ':').collect();
            let &["arn", _, service, _, account, name] = &*parts else { continue };
            self.accounts.extend(Some(account.to_owned()).filter(|account| is_account(account)));
            match service {
                "s3" if is_plain(name) => drop(self.buckets.insert(name.to_owned())),
                "sns" if is_plain(&arn) => drop(self.topics.insert(arn.clone())),
                "events" => self.has_rules = true,
                _ => {}
            }
        }
        let accounts = bound_to(statement, "aws:SourceAccount").into_iter();
        self.accounts.extend(accounts.filter(|account| is_account(account)));
    }

    /// Whether the policy alone names all buckets.
    pub fn is_complete(&self) -> bool {
        let others = self.has_unnamed_buckets || self.has_unnamed_topics || self.has_rules;
        !self.buckets.is_empty() && self.topics.is_empty() && !others
    }

    /// Adds the buckets that send here according to their own settings, and those that a topic which
    /// may send here is for.
    pub fn add_found(&mut self, feed: &Feed) {
        let mut topics = self.topics.clone();
        if self.has_unnamed_topics {
            let is_subscribed = |fan: &super::Fan| fan.member.known().is_some();
            let subscribed = feed.topics.iter();
            let subscribed = subscribed.filter(|(_, fan)| fan.known().is_some_and(is_subscribed));
            topics.extend(subscribed.map(|(arn, _)| arn.clone()));
        }
        for fan in topics.iter().filter_map(|arn| feed.topics.get(arn)?.known()) {
            if let Piece::Known(policy) = &fan.policy {
                self.buckets.extend(Self::from_statements(policy, |_| true).buckets);
            }
        }
        for trail in &feed.trails {
            if trail.topic.as_ref().is_some_and(|topic| topics.contains(topic)) {
                self.buckets.insert(trail.bucket.clone());
            }
        }
        for (name, bucket) in &feed.buckets {
            let Some(notified) = bucket.known().and_then(|it| it.notified.known()) else {
                continue;
            };
            let is_direct = notified.queues.iter().any(|told| told.arn == feed.queue);
            let is_by_topic = notified.topics.iter().any(|told| topics.contains(&told.arn));
            if is_direct || is_by_topic || self.has_rules && notified.event_bridge {
                self.buckets.insert(name.clone());
            }
        }
    }
}

/// The values that a statement binds a key to.
fn bound_to(statement: &Value, key: &str) -> Vec<String> {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let binding = operators.filter(|(operator, _)| {
        let operator = operator.to_ascii_lowercase();
        let operator = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
        BINDING.contains(&operator)
    });
    let keys = binding.filter_map(|(_, keys)| keys.as_object()).flatten();
    let values = keys.filter(|(name, _)| name.eq_ignore_ascii_case(key));
    let values = values.flat_map(|(_, values)| each(values)).filter_map(Value::as_str);
    values.map(str::to_owned).collect()
}

/// The ARN of a bucket may be written with wildcards for Region and account, of which it has none.
fn in_any_region(arn: &str) -> String {
    arn.replacen(":s3:*:*:", ":s3:::", 1)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn allowed(effect: &str, service: &str, condition: &Value) -> Allowed {
        let statement = json!({ "Effect": effect, "Principal": { "Service": service },
            "Action": "SQS:SendMessage", "Resource": "*", "Condition": condition });
        Allowed::from_policy(&json!({ "Statement": [statement] }).to_string())
    }

    #[test]
    fn a_bucket_is_allowed_by_its_name_only() {
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
            assert_eq!(Allowed::from_policy(broken), Allowed::default(), "{broken}");
        }
    }

    #[test]
    fn topics_and_rules_are_told_apart() {
        let topic = "arn:aws:sns:eu-west-1:111122223333:news";
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
