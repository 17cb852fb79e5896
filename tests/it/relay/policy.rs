//! Whether a policy lets CloudTrail do something. It knows how policies are read, not where they are
//! kept.

use serde_json::Value;

/// Who asks.
const SERVICE: &str = "cloudtrail.amazonaws.com";

/// What is asked.
pub(super) struct Question<'q> {
    /// Such as `s3:PutObject`.
    pub(super) action: &'q str,
    /// An ARN; one that ends in `/*` stands for all that is below.
    pub(super) resource: &'q str,
    /// What the conditions are about, by its key.
    pub(super) context: &'q [(&'q str, &'q str)],
}

impl Question<'_> {
    /// Whether a policy says yes to it: a statement allows it, and none denies it.
    pub(super) fn is_granted(&self, policy: &Value) -> bool {
        let says = |effect: &str| {
            let statements = list(&policy["Statement"]);
            statements.iter().any(|it| it["Effect"] == effect && self.is_meant(it))
        };
        says("Allow") && !says("Deny")
    }

    fn is_meant(&self, statement: &Value) -> bool {
        let principal = &statement["Principal"];
        let is_service = principal == "*"
            || principal["AWS"] == "*"
            || list(&principal["Service"]).iter().any(|service| *service == SERVICE);
        let action = self.action.to_ascii_lowercase();
        let actions = list(&statement["Action"]);
        let resources = list(&statement["Resource"]);
        is_service
            && actions.iter().any(|it| is_like(&text(it).to_ascii_lowercase(), &action))
            && resources.iter().any(|it| is_like(text(it), self.resource))
            && self.are_met(&statement["Condition"])
    }

    fn are_met(&self, conditions: &Value) -> bool {
        let mut operators = conditions.as_object().into_iter().flatten();
        operators.all(|(operator, keys)| {
            let mut keys = keys.as_object().into_iter().flatten();
            keys.all(|(key, values)| self.is_met(operator, key, list(values)))
        })
    }

    /// Whether a condition is met. What is not known of is equal to nothing.
    fn is_met(&self, operator: &str, key: &str, values: &[Value]) -> bool {
        let given = self.context.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        let (base, is_optional) =
            operator.strip_suffix("IfExists").map_or((operator, false), |base| (base, true));
        let equals = |value: &Value| {
            given.is_some_and(|(_, given)| match base {
                "StringEquals" | "StringNotEquals" => text(value) == *given,
                "Bool" => value.to_string().trim_matches('"') == *given,
                _ => is_like(text(value), given),
            })
        };
        match base {
            "StringEquals" | "StringLike" | "ArnEquals" | "ArnLike" | "Bool" => {
                (is_optional && given.is_none()) || values.iter().any(equals)
            }
            "StringNotEquals" | "StringNotLike" | "ArnNotEquals" | "ArnNotLike" => {
                !values.iter().any(equals)
            }
            _ => panic!("{operator} is not understood: {key}"),
        }
    }
}

/// The elements of what may be a list or a single one.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether a text is as a pattern says, where `*` and `?` stand for others.
fn is_like(pattern: &str, text: &str) -> bool {
    fn bytes(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            ([b'*', rest @ ..], _) => {
                bytes(rest, text)
                    || text.split_first().is_some_and(|(_, text)| bytes(pattern, text))
            }
            ([b'?', rest @ ..], [_, text @ ..]) => bytes(rest, text),
            ([first, rest @ ..], [other, text @ ..]) => first == other && bytes(rest, text),
            _ => false,
        }
    }
    bytes(pattern.as_bytes(), text.as_bytes())
}
