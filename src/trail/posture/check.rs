//! A [`Rule`], a row of a table of rules, and their results: [`Check`] for the outside, [`Finding`]
//! inside a rule's function.
//!
//! Knows no rule in particular; the tables are in `rules` and `queue_health::rules`.

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

/// A requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, which never changes: `trail.logging`.
    pub id: &'static str,
    /// What it requires, in a few words.
    pub title: &'static str,
    /// The severity of a failure.
    pub severity: Severity,
    /// The matching recommendations of the CIS AWS Foundations Benchmark.
    pub cis: Option<&'static str>,
}

/// A row of a table of rules. `J` is the function that judges, by the kind of its subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<J> {
    pub(super) rule: Rule,
    pub(super) judge: J,
}

impl<J: Copy> Row<J> {
    pub(super) const fn new(
        id: &'static str,
        severity: Severity,
        title: &'static str,
        judge: J,
    ) -> Self {
        Self { rule: Rule { id, title, severity, cis: None }, judge }
    }

    pub(super) const fn cis(self, numbers: &'static str) -> Self {
        Self { rule: Rule { cis: Some(numbers), ..self.rule }, ..self }
    }

    /// The check of a subject; none if the rule makes none of it.
    pub(super) fn check(&self, subject: &str, judgement: Judgement) -> Option<Check> {
        let Rule { id, title, severity, cis } = self.rule;
        let Finding { state, why, fix } = judgement.unwrap_or_else(|early| early);
        let subject = subject.to_owned();
        state.map(|state| Check { id, title, subject, state, why, fix, cis, severity })
    }
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
