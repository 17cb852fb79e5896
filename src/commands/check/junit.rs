//! Checks as `JUnit` XML, one suite per subject: a failed check is a failure, an unknown one an error, and
//! one that does not apply is skipped.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::sink::junit::{self, Case, CaseResult, Problem, Suite};
use crate::trail::posture::{Check, State};

/// Writes the document.
pub(super) fn write(out: &mut impl Write, command: &str, checks: &[Check]) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for check in checks {
        suites.entry(&check.subject).or_default().push(case(check));
    }
    let suite = |(subject, cases): (&str, _)| Suite { name: subject.to_owned(), cases };
    junit::write(out, command, &suites.into_iter().map(suite).collect::<Vec<_>>())
}

fn case(check: &Check) -> Case {
    let result = match check.state {
        State::Pass => None,
        State::Fail => Some(CaseResult::Failure),
        State::Unknown => Some(CaseResult::Error),
        State::NotApplicable => Some(CaseResult::Skipped),
    };
    let problem = result.map(|result| Problem {
        result,
        message: check.why.clone(),
        text: check.fix.clone(),
    });
    Case { class: Some(check.id), name: check.title.to_owned(), problem }
}
