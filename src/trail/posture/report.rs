//! The checks of one run as a report: a table for people, JSON, `JUnit` XML and SARIF.
//!
//! Knows neither the rules nor their subjects.

mod sarif;
mod table;

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::{Check, Rule, State};
use crate::sink::colour::yellow;
use crate::sink::junit::{self, Case, CaseResult, Problem, Suite};
use crate::sink::numbers::{counted, grouped};
use crate::sink::safe::json_document;

/// The results of a command.
pub struct Report<S> {
    /// The command: `ct trail check`.
    pub command: &'static str,
    /// All its rules.
    pub rules: Vec<&'static Rule>,
    /// The subjects, as members of the JSON document.
    pub subject: S,
    checks: Vec<Check>,
}

/// The JSON document; its members are published.
#[derive(Serialize)]
struct ReportDocument<'r, S> {
    version: u32,
    /// Whether everything could be read.
    complete: bool,
    #[serde(flatten)]
    subject: &'r S,
    passed: usize,
    failed: usize,
    unknown: usize,
    not_applicable: usize,
    checks: &'r [Check],
}

impl<S: Serialize> Report<S> {
    /// A report of these checks but those to skip, by id; the worst first.
    pub fn new(
        command: &'static str,
        rules: impl Iterator<Item = &'static Rule>,
        subject: S,
        mut checks: Vec<Check>,
        skip: &[String],
    ) -> Self {
        checks.retain(|check| !skip.iter().any(|id| id == check.id));
        checks.sort_by_key(|check| (check.state, check.severity));
        Self { command, rules: rules.collect(), subject, checks }
    }

    /// The number of checks with a state.
    pub fn count(&self, state: State) -> usize {
        self.checks.iter().filter(|check| check.state == state).count()
    }

    /// The sums, on one line. `subjects`: how many there are, for people.
    pub fn summary(&self, subjects: &str) -> String {
        let [failed, unknown, passed] =
            [State::Fail, State::Unknown, State::Pass].map(|state| self.count(state) as u64);
        let (failed, passed) = (grouped(failed), grouped(passed));
        let sums = format!("{subjects} · {failed} failed · {passed} passed");
        if unknown == 0 {
            return sums;
        }
        format!("{sums} · {} {} unknown", yellow("INCOMPLETE:"), counted(unknown, "check"))
    }

    /// Failed and unknown checks with their next step, and a count of the rest; if `is_verbose`, passed
    /// checks, too.
    pub fn text(&self, is_verbose: bool, in_colour: bool) -> String {
        let rest = [State::Pass, State::NotApplicable].map(|state| self.count(state));
        table::text(&self.checks, rest, is_verbose, in_colour)
    }

    /// One JSON document.
    ///
    /// # Errors
    /// None that is known.
    pub fn json(&self) -> serde_json::Result<String> {
        json_document(&ReportDocument {
            version: 1,
            complete: self.count(State::Unknown) == 0,
            subject: &self.subject,
            passed: self.count(State::Pass),
            failed: self.count(State::Fail),
            unknown: self.count(State::Unknown),
            not_applicable: self.count(State::NotApplicable),
            checks: &self.checks,
        })
    }

    /// SARIF.
    ///
    /// # Errors
    /// None that is known.
    pub fn sarif(&self) -> serde_json::Result<String> {
        json_document(&sarif::log(&self.rules, &self.checks))
    }

    /// `JUnit` XML, one suite per subject: a failed check is a failure, an unknown one an error, and one
    /// that does not apply is skipped.
    ///
    /// # Errors
    /// None that is known.
    pub fn junit(&self) -> io::Result<String> {
        let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
        for check in &self.checks {
            suites.entry(&check.subject).or_default().push(case(check));
        }
        let suite = |(subject, cases): (&str, _)| Suite { name: subject.to_owned(), cases };
        let mut text = Vec::new();
        junit::write(&mut text, self.command, &suites.into_iter().map(suite).collect::<Vec<_>>())?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}

fn case(check: &Check) -> Case {
    let result = match check.state {
        State::Pass => None,
        State::Fail => Some(CaseResult::Failure),
        State::Unknown => Some(CaseResult::Error),
        State::NotApplicable => Some(CaseResult::Skipped),
    };
    let (message, text) = (check.why.clone(), check.fix.clone());
    let problem = result.map(|result| Problem { result, message, text });
    Case { class: Some(check.id), name: check.title.to_owned(), problem }
}
