//! Conditions of a policy in use, held against what is known of a request.

use super::glob::{covers, is_wild};
use super::request::{Had, Request};

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Unknown,
}

/// All tests of a statement.
#[derive(Debug, Default)]
pub(super) struct Tests(pub(super) Vec<Test>);

/// One operator on one key.
#[derive(Debug)]
pub(super) struct Test {
    pub(super) operator: String,
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Exactly,
    InAnyCase,
    WithWildcards,
}

/// Keys that bind a service to whom it works for.
const SOURCES: [&str; 4] =
    ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"];

/// Keys that bind anyone to who it is.
const CALLERS: [&str; 7] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceowner",
    "aws:sourcevpce",
    "kms:calleraccount",
];

/// Whether a key binds a service to whom it works for.
pub(super) fn is_source(key: &str) -> bool {
    SOURCES.contains(&key.to_lowercase().as_str())
}

/// Whether a key binds anyone to who it is.
pub(super) fn is_caller(key: &str) -> bool {
    is_source(key) || CALLERS.contains(&key.to_lowercase().as_str())
}

impl Tests {
    /// Whether all of them hold.
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

    /// Whether one of them binds such a key to values that are no mere wildcards.
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
            Had::Unknown | Had::Any => Truth::Unknown,
            // A test for what something is not holds where there is nothing.
            Had::Nothing if operator.starts_with("foranyvalue:") => Truth::of(false),
            Had::Nothing => Truth::of(if_exists || is_negated),
            Had::Value(value) => match how(&positive) {
                Some(how) => Truth::of(self.matches(how, value) != is_negated),
                None => Truth::Unknown,
            },
        }
    }

    fn is_null(&self, had: &Had<'_>) -> Truth {
        let is_wanted = |is_null: bool| {
            let wanted = is_null.to_string();
            Truth::of(self.values.iter().any(|value| value.eq_ignore_ascii_case(&wanted)))
        };
        match had {
            Had::Value(_) | Had::Any => is_wanted(false),
            Had::Nothing => is_wanted(true),
            Had::Unknown => Truth::Unknown,
        }
    }

    fn matches(&self, how: How, value: &str) -> bool {
        self.values.iter().any(|wanted| match how {
            How::Exactly => wanted == value,
            How::InAnyCase => wanted.to_lowercase() == value.to_lowercase(),
            How::WithWildcards => covers(wanted, value),
        })
    }

    fn pins(&self) -> bool {
        let operator = self.operator.to_lowercase();
        let operator = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
        let Some(how) = how(operator) else { return false };
        !self.values.is_empty()
            && self.values.iter().all(|value| how != How::WithWildcards || !is_anything(value))
    }
}

impl Truth {
    fn of(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

/// How a positive operator compares, if that is known here.
fn how(operator: &str) -> Option<How> {
    match operator {
        "stringequals" => Some(How::Exactly),
        "stringequalsignorecase" | "bool" => Some(How::InAnyCase),
        "stringlike" | "arnlike" | "arnequals" => Some(How::WithWildcards),
        _ => None,
    }
}

/// Whether a pattern leaves open whose thing it is. The name of a bucket says whose it is.
fn is_anything(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    match parts[..] {
        [_, _, "s3", _, _, bucket] => is_wild(bucket.split('/').next().unwrap_or(bucket)),
        [_, _, _, _, account, _] => is_wild(account),
        _ => is_wild(pattern),
    }
}
