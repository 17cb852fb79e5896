//! The result of a rule: [`Check`] for the outside, [`Finding`] inside a rule's function.
//!
//! Knows no rule and no fact.

use std::fmt;

use serde::Serialize;

use super::facts::Lookup;

/// The result of one rule for one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The rule's id, which never changes: `trail.logging`.
    pub id: &'static str,
    /// What the rule requires, in a few words.
    pub title: &'static str,
    /// The subject: an ARN, or an account id.
    pub subject: String,
    /// The result.
    pub state: State,
    /// What was found.
    pub why: String,
    /// The next step, as a command where there is one; empty if there is nothing to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fix: String,
    /// The matching recommendations of the CIS AWS Foundations Benchmark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cis: Option<&'static str>,
    /// The severity of a failure.
    pub severity: Severity,
}

/// The result of a check, in the order in which people read results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum State {
    /// The requirement is not met.
    #[serde(rename = "fail")]
    Fail,
    /// Inconclusive: a fact could not be read, or depends on something unknown.
    #[serde(rename = "unknown")]
    Unknown,
    /// The rule does not apply, or only notes something.
    #[serde(rename = "not-applicable")]
    NotApplicable,
    /// The requirement is met.
    #[serde(rename = "pass")]
    Pass,
}

/// The severity of a failed check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Severity {
    /// Events are lost, or others can read or forge logs.
    #[serde(rename = "high")]
    High,
    /// A safeguard is missing.
    #[serde(rename = "medium")]
    Medium,
    /// An improvement.
    #[serde(rename = "low")]
    Low,
    /// Worth knowing; never fails.
    #[serde(rename = "info")]
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

/// What a rule's function finds. No state means that the rule makes no check of this subject.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) state: Option<State>,
    pub(super) why: String,
    pub(super) fix: String,
}

/// The answer of a rule's function. An error is a finding, too: it ends the function early, with `?`.
pub(super) type Judgement = Result<Finding, Finding>;

impl Finding {
    fn new(state: State, why: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { state: Some(state), why: why.into(), fix: fix.into() }
    }

    pub(super) fn pass(why: impl Into<String>) -> Self {
        Self::new(State::Pass, why, "")
    }

    pub(super) fn fail(why: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(State::Fail, why, fix)
    }

    /// A fact could not be read; `why` names the missing permission.
    pub(super) fn unread(why: impl Into<String>) -> Self {
        let fix = "use credentials with these permissions: ct policy reader --audit --bucket NAME";
        Self::unclear(why, fix)
    }

    /// All facts were read, and the result is still inconclusive.
    pub(super) fn unclear(why: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(State::Unknown, why, fix)
    }

    pub(super) fn not_applicable(why: impl Into<String>) -> Self {
        Self::new(State::NotApplicable, why, "")
    }

    /// Worth knowing, with a next step; for rules of [`Severity::Info`].
    pub(super) fn note(why: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(State::NotApplicable, why, fix)
    }

    /// The rule makes no check of this subject.
    pub(super) fn omitted() -> Self {
        Self { state: None, why: String::new(), fix: String::new() }
    }
}

impl<T> Lookup<T> {
    /// The value, or none if it does not exist; a fact that could not be read ends the rule.
    pub(super) fn read(&self) -> Result<Option<&T>, Finding> {
        match self {
            Self::Found(value) => Ok(Some(value)),
            Self::Absent => Ok(None),
            Self::Failed(why) => Err(Finding::unread(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_names_of_states_and_severities_are_published() {
        let states = [State::Fail, State::Unknown, State::NotApplicable, State::Pass];
        let text = serde_json::to_string(&states).unwrap();
        assert_eq!(text, r#"["fail","unknown","not-applicable","pass"]"#);
        let severities = [Severity::High, Severity::Medium, Severity::Low, Severity::Info];
        let text = serde_json::to_string(&severities).unwrap();
        assert_eq!(text, r#"["high","medium","low","info"]"#);
    }

    #[test]
    fn json_members_of_a_check_are_published() {
        let check = Check {
            id: "trail.logging",
            title: "the trail is logging",
            subject: "arn".to_owned(),
            state: State::Fail,
            why: "stopped".to_owned(),
            fix: "start it".to_owned(),
            cis: Some("CIS 1"),
            severity: Severity::High,
        };
        let expected = r#"{"id":"trail.logging","title":"the trail is logging","subject":"arn","state":"fail","why":"stopped","fix":"start it","cis":"CIS 1","severity":"high"}"#;
        assert_eq!(serde_json::to_string(&check).unwrap(), expected);
    }
}
