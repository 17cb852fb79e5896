//! A rule: what it requires, and the function that judges it.
//!
//! Knows no rule in particular; the tables are in `rules` and `queue_health::rules`.

use super::check::{Check, Finding, Judgement, Severity};

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
