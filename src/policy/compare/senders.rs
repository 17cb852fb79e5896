//! The buckets, topics and accounts that a policy in use allows to send.
//!
//! Only Allow statements count, and only sources that they name without wildcards. Statements that
//! AWS does not accept allow nothing.

use std::collections::BTreeSet;

use super::document::{FoundStatement, PolicyDocument, PrincipalName};
use super::{Effect, glob};
use crate::policy::arn::ArnParts;
use crate::policy::queue::SEND;
use crate::policy::{SOURCE_ACCOUNT, SOURCE_ARN};

/// Condition operators that restrict a key to the given values.
const RESTRICTING: [&str; 4] = ["stringequals", "stringlike", "arnequals", "arnlike"];

/// The senders that a policy allows.
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
    /// Those that the policy of a queue allows to send messages.
    pub fn from_queue_policy(policy: &str) -> Self {
        let is_send = |pattern: &String| glob::covers_action(pattern, SEND);
        Self::from_statements(policy, |statement| statement.actions.matches(is_send))
    }

    /// Those that the policy of a topic allows anything.
    pub fn from_topic_policy(policy: &str) -> Self {
        Self::from_statements(policy, |_| true)
    }

    fn from_statements(policy: &str, is_relevant: impl Fn(&FoundStatement) -> bool) -> Self {
        let mut allowed = Self::default();
        for statement in PolicyDocument::valid_statements(policy) {
            if statement.effect == Effect::Allow && is_relevant(&statement) {
                allowed.add(&statement);
            }
        }
        allowed
    }

    fn add(&mut self, statement: &FoundStatement) {
        let arns: Vec<String> = restricted(statement, SOURCE_ARN).map(without_region).collect();
        let principals = &statement.principals;
        if arns.is_empty() || arns.iter().any(|arn| glob::is_wild(arn)) {
            self.has_unnamed_buckets |= principals.matches(|name| is_or_has(name, "s3"));
            self.has_unnamed_topics |= principals.matches(|name| is_or_has(name, "sns"));
        }
        self.has_rules |=
            !principals.is_inverted && principals.matches(|name| name.is_service("events"));
        for arn in &arns {
            let Some(parts) = ArnParts::parse(arn) else { continue };
            if is_account(parts.account) {
                self.accounts.insert(parts.account.to_owned());
            }
            match parts.service {
                "s3" if !glob::is_wild(parts.resource) => {
                    self.buckets.insert(parts.resource.to_owned());
                }
                "sns" if !glob::is_wild(arn) => {
                    self.topics.insert(arn.clone());
                }
                "events" => self.has_rules = true,
                _ => {}
            }
        }
        let accounts = restricted(statement, SOURCE_ACCOUNT).filter(|it| is_account(it));
        self.accounts.extend(accounts.map(str::to_owned));
    }

    /// Whether the policy alone names every bucket.
    pub fn is_complete(&self) -> bool {
        let others = self.has_unnamed_buckets || self.has_unnamed_topics || self.has_rules;
        !self.buckets.is_empty() && self.topics.is_empty() && !others
    }
}

/// The ARNs that any statement of a policy names in a condition on `aws:SourceArn`, without those that
/// have wildcards.
pub fn source_arns(policy: &str) -> BTreeSet<String> {
    let mut arns = BTreeSet::new();
    for statement in PolicyDocument::valid_statements(policy) {
        let values = statement.condition.values(SOURCE_ARN, |_| true).map(without_region);
        arns.extend(values.filter(|arn| !glob::is_wild(arn)));
    }
    arns
}

/// The values that a statement restricts a condition key to.
fn restricted<'s>(statement: &'s FoundStatement, key: &'s str) -> impl Iterator<Item = &'s str> {
    statement.condition.values(key, |operator| {
        let operator = operator.to_ascii_lowercase();
        RESTRICTING.contains(&operator.strip_prefix("foranyvalue:").unwrap_or(&operator))
    })
}

/// Whether a principal is a service, in any Region, or everyone.
fn is_or_has(principal: &PrincipalName, service: &str) -> bool {
    principal.is_anyone() || principal.is_service(service)
}

/// Bucket ARNs have neither Region nor account, but policies may have wildcards there.
fn without_region(arn: &str) -> String {
    arn.replacen(":s3:*:*:", ":s3:::", 1)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn allowed(effect: &str, service: &str, condition: &Value) -> AllowedSenders {
        let mut statement = json!({ "Effect": effect, "Principal": { "Service": service },
            "Action": "SQS:SendMessage", "Resource": "*" });
        if !condition.is_null() {
            statement["Condition"] = condition.clone();
        }
        AllowedSenders::from_queue_policy(&json!({ "Statement": [statement] }).to_string())
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
            let found = AllowedSenders::from_queue_policy(broken);
            assert_eq!(found, AllowedSenders::default(), "{broken}");
        }
    }

    #[test]
    fn actions_match_with_wildcards_and_in_any_case() {
        let senders = |action: &Value| {
            let statement = json!({ "Effect": "Allow", "Principal": "*", "Action": action,
                "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:s3:::acme" } } });
            AllowedSenders::from_queue_policy(&json!({ "Statement": statement }).to_string())
        };
        for action in ["*", "sqs:*", "SQS:Send*", "sqs:SendMess*", "sqs:S?ndMessage", "s*:*Message"]
        {
            assert_eq!(senders(&json!(action)).buckets.len(), 1, "{action}");
        }
        assert_eq!(senders(&json!(["sqs:GetQueueUrl", "sqs:sendmessage"])).buckets.len(), 1);
        for action in ["sqs:Receive*", "sns:*", "sqs:SendMessageBatch", ""] {
            assert_eq!(senders(&json!(action)), AllowedSenders::default(), "{action}");
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

    #[test]
    fn source_arns_lists_literal_arns() {
        let policy = r#"{"Statement":[
            {"Effect":"Deny",
             "Condition":{"ArnLike":{"aws:sourcearn":["arn:aws:s3:*:*:logs","arn:aws:s3:::a*"]}}},
            {"Effect":"Allow",
             "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:1:t"},"Bool":{"x":true}}},
            {}, 3]}"#;
        let said: Vec<String> = source_arns(policy).into_iter().collect();
        assert_eq!(said, ["arn:aws:s3:::logs", "arn:aws:sns:eu-west-1:1:t"]);
        for odd in ["", "[]", "3", r#"{"Statement":{"Condition":[]}}"#] {
            assert!(source_arns(odd).is_empty());
        }
    }
}
