//! `JUnit` XML, which CI systems show: a suite an account and region.
//!
//! Says nothing of objects that are valid but how many there are.

use std::io::{self, Write};

use super::ByPlace;
use super::coverage::ChainCoverage;
use super::lines::{ObjectLine, Range};
use crate::digest::{Reason, State, Verdict};

/// What is shown once everything is known.
#[derive(Default)]
pub(super) struct Suites(ByPlace<Suite>);

/// Of an account and Region.
#[derive(Default)]
struct Suite {
    valid: u64,
    cases: Vec<Case>,
}

/// What is not simply valid.
struct Case {
    name: String,
    result: CaseResult,
    message: String,
}

/// What CI shows of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaseResult {
    /// INVALID, or missing although it is linked.
    Failure,
    /// Not covered, not readable or not verified.
    Error,
    /// Pending, unlisted, explained, or before the trail started.
    Skipped,
}

impl CaseResult {
    /// The element's name.
    fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

impl CaseResult {
    fn of_object(line: &ObjectLine<'_>) -> Self {
        match (line.verdict, line.reason) {
            (Verdict::Invalid, _) => Self::Failure,
            (Verdict::Unlisted, reason) if reason != Some(Reason::NoDigest) => Self::Skipped,
            _ => Self::Error,
        }
    }
}

impl From<State> for CaseResult {
    fn from(state: State) -> Self {
        match state {
            State::Missing => Self::Failure,
            _ if state.is_harmless() => Self::Skipped,
            _ => Self::Error,
        }
    }
}

impl Suites {
    pub(super) fn object(&mut self, line: &ObjectLine<'_>) {
        let suite = self.suite(&line.account, &line.region);
        if line.verdict == Verdict::Valid {
            suite.valid += 1;
        } else {
            suite.cases.push(Case {
                name: line.uri.to_string(),
                result: CaseResult::of_object(line),
                message: line.message.to_string(),
            });
        }
    }

    /// Adds what a chain does not cover.
    pub(super) fn chain(&mut self, chain: &ChainCoverage) {
        let suite = self.suite(&chain.account, &chain.region);
        suite.cases.extend(chain.gaps.iter().map(|gap| Case {
            name: format!("digest periods from {} to {}", gap.from, gap.to),
            result: gap.state.into(),
            message: gap.words(),
        }));
        suite.cases.extend(chain.pending.map(|Range { from, to }| Case {
            name: format!("digest periods from {from} to {to}"),
            result: CaseResult::Skipped,
            message: format!("pending from {from}"),
        }));
    }

    fn suite(&mut self, account: &str, region: &str) -> &mut Suite {
        self.0.entry((account.to_owned(), region.to_owned())).or_default()
    }

    /// Writes the document; `errors` tell what could not be asked.
    pub(super) fn write(&self, out: &mut impl Write, errors: &[String]) -> io::Result<()> {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ct validate\">";
        writeln!(out, "{head}")?;
        for ((account, region), suite) in &self.0 {
            suite.write(out, &format!("{account} {region}"))?;
        }
        if !errors.is_empty() {
            let count = errors.len();
            writeln!(
                out,
                "  <testsuite name=\"coverage\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">"
            )?;
            for error in errors {
                let error = escaped(error);
                writeln!(
                    out,
                    "    <testcase name=\"{error}\"><error message=\"{error}\"/></testcase>"
                )?;
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

impl Suite {
    fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let count = |result| self.cases.iter().filter(|case| case.result == result).count();
        let (failures, errors) = (count(CaseResult::Failure), count(CaseResult::Error));
        let skipped = count(CaseResult::Skipped);
        let tests = self.cases.len() + 1;
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" \
             errors=\"{errors}\" skipped=\"{skipped}\">"
        )?;
        writeln!(out, "    <testcase name=\"{} objects valid\"/>", self.valid)?;
        for Case { name, result, message } in &self.cases {
            let (tag, place, message) = (result.name(), escaped(name), escaped(message));
            writeln!(
                out,
                "    <testcase name=\"{place}\"><{tag} message=\"{message}\"/></testcase>"
            )?;
        }
        writeln!(out, "  </testsuite>")
    }
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
