//! Evaluates the conditions of a policy in use with what is known of a request.

use super::glob::{covers, is_wild};
use super::request::{ContextValue, Request};
use crate::policy::arn::ArnParts;

/// The result of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Unknown,
}

/// All conditions of a statement.
#[derive(Debug, Default)]
pub(super) struct Tests(pub(super) Vec<Test>);

/// One operator and key.
#[derive(Debug)]
pub(super) struct Test {
    pub(super) operator: String,
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

/// Comparison values are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Exactly,
    InAnyCase,
    WithWildcards,
}

/// Keys that restrict on whose behalf a service acts.
const SOURCES: [&str; 4] =
    ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"];

/// Keys that restrict the caller.
const CALLERS: [&str; 7] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceowner",
    "aws:sourcevpce",
    "kms:calleraccount",
];

/// Whether a key restricts on whose behalf a service acts.
pub(super) fn is_source(key: &str) -> bool {
    SOURCES.contains(&key.to_lowercase().as_str())
}

/// Whether a key restricts the caller.
pub(super) fn is_caller(key: &str) -> bool {
    is_source(key) || CALLERS.contains(&key.to_lowercase().as_str())
}

impl Tests {
    /// The values of a key, in the tests with an operator that satisfies `is_relevant`.
    pub(super) fn values<'t>(
        &'t self,
        key: &'t str,
        is_relevant: impl Fn(&str) -> bool + 't,
    ) -> impl Iterator<Item = &'t str> {
        let tests = self.0.iter().filter(move |it| it.key.eq_ignore_ascii_case(key));
        let relevant = tests.filter(move |it| is_relevant(&it.operator));
        relevant.flat_map(|it| it.values.iter().map(String::as_str))
    }

    /// Whether a request meets all of them.
    pub(super) fn holds(&self, request: &Request) -> Truth {
        let truths: Vec<Truth> = self.0.iter().map(|test| test.holds(request)).collect();
        if truths.contains(&Truth::No) {
            Truth::No
        } else if truths.contains(&Truth::Unknown) {
            Truth::Unknown
        } else {
            Truth::Yes
        }
    }

    /// Whether one of them restricts such a key to values that are not just wildcards.
    pub(super) fn pins(&self, is_key: fn(&str) -> bool) -> bool {
        self.0.iter().any(|test| is_key(&test.key) && test.pins())
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|test| test.key.as_str())
    }
}

impl Test {
    fn holds(&self, request: &Request) -> Truth {
        let operator = self.operator.to_lowercase();
        let bare = operator.split_once(':').map_or(operator.as_str(), |(_, bare)| bare);
        let all = operator.starts_with("forallvalues:");
        let (bare, if_exists) = match bare.strip_suffix("ifexists") {
            Some(bare) => (bare, true),
            None => (bare, all),
        };
        let had = request.get(&self.key);
        if bare == "null" {
            return self.is_null(&had);
        }
        let positive = bare.replacen("not", "", 1);
        let is_negated = positive != bare;
        match had {
            ContextValue::Unknown | ContextValue::Any => Truth::Unknown,
            // A negated operator matches a missing key.
            ContextValue::Nothing if operator.starts_with("foranyvalue:") => {
                Truth::from_bool(false)
            }
            ContextValue::Nothing => Truth::from_bool(if_exists || is_negated),
            ContextValue::Value(value) => match comparison(&positive) {
                Some(kind) => Truth::from_bool(self.matches(kind, value) != is_negated),
                None => Truth::Unknown,
            },
        }
    }

    fn is_null(&self, had: &ContextValue<'_>) -> Truth {
        let is_wanted = |is_null: bool| {
            let wanted = is_null.to_string();
            Truth::from_bool(self.values.iter().any(|value| value.eq_ignore_ascii_case(&wanted)))
        };
        match had {
            ContextValue::Value(_) | ContextValue::Any => is_wanted(false),
            ContextValue::Nothing => is_wanted(true),
            ContextValue::Unknown => Truth::Unknown,
        }
    }

    fn matches(&self, comparison: Comparison, value: &str) -> bool {
        self.values.iter().any(|wanted| match comparison {
            Comparison::Exactly => wanted == value,
            Comparison::InAnyCase => wanted.to_lowercase() == value.to_lowercase(),
            Comparison::WithWildcards => covers(wanted, value),
        })
    }

    fn pins(&self) -> bool {
        let operator = self.operator.to_lowercase();
        let operator = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
        let Some(kind) = comparison(operator) else { return false };
        !self.values.is_empty()
            && self
                .values
                .iter()
                .all(|value| kind != Comparison::WithWildcards || !is_anything(value))
    }
}

impl Truth {
    fn from_bool(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

/// The comparison of a positive operator, if it is known here.
fn comparison(operator: &str) -> Option<Comparison> {
    match operator {
        "stringequals" => Some(Comparison::Exactly),
        "stringequalsignorecase" | "bool" => Some(Comparison::InAnyCase),
        "stringlike" | "arnlike" | "arnequals" => Some(Comparison::WithWildcards),
        _ => None,
    }
}

/// Whether a pattern matches resources of any account. A literal bucket name implies the account.
fn is_anything(pattern: &str) -> bool {
    match ArnParts::parse(pattern) {
        Some(ArnParts { service: "s3", resource, .. }) => {
            is_wild(resource.split('/').next().unwrap_or(resource))
        }
        Some(ArnParts { account, .. }) => is_wild(account),
        None => is_wild(pattern),
    }
}
