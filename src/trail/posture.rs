//! Whether trails, and what they deliver to, are set up as they should be.
//!
//! A [`Snapshot`] comes in, [`Check`]s come out. Knows no AWS SDK, no command line and no clock. What
//! could not be read is neither good nor bad: such a check is [`State::Unknown`].
//!
//! What is checked is from the CIS AWS Foundations Benchmark (numbers with each [`Rule`]), "Security
//! best practices in AWS CloudTrail" and the pages on policies in the AWS CloudTrail User Guide.

mod account;
mod bucket;
mod delivery;
pub mod feed;
mod key;
mod messages;
mod policies;
mod rules;
mod setting;
mod snapshot;

#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

pub use rules::{RULES, Rule};
pub use snapshot::{
    AccessBlock, Bucket, Encryption, Key, KeyFacts, Notified, Ownership, Piece, Queue, Snapshot,
    Subscription, Told, Topic, TrailFacts, Versioning,
};

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The name of the rule, which stays: `trail.logging`.
    pub id: &'static str,
    /// What should be, in a few words.
    pub title: &'static str,
    /// What was looked at: an ARN, or the number of an account.
    pub subject: String,
    /// Whether it is so.
    pub state: State,
    /// What was found.
    pub why: String,
    /// What to do next, a command where there is one; empty if nothing is to be done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fix: String,
    /// Where the CIS AWS Foundations Benchmark asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cis: Option<&'static str>,
    /// How bad it is if it is not so.
    pub severity: Severity,
}

/// Whether something is as it should be. In the order in which people want to read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is not.
    Fail,
    /// It could not be told.
    Unknown,
    /// There is nothing to judge.
    NotApplicable,
    /// It is.
    Pass,
}

/// How bad it is when a check fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Events are lost, or others can read or forge logs.
    High,
    /// A safeguard is missing.
    Medium,
    /// It could be better.
    Low,
    /// Worth knowing; it never fails.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Info => "info",
        })
    }
}

/// All checks, in the order of what they look at: account, trails, buckets, keys, topics, queues.
pub fn checks(snapshot: &Snapshot, now: Timestamp) -> Vec<Check> {
    let mut checks = account::checks(snapshot);
    for facts in &snapshot.trails {
        checks.extend(setting::checks(facts, now));
        checks.extend(delivery::checks(facts, now));
    }
    checks.extend(account::duplicates(snapshot));
    checks.extend(bucket::checks(snapshot));
    checks.extend(key::checks(snapshot));
    checks.extend(messages::topics(snapshot));
    checks.extend(messages::queues(snapshot));
    checks
}
