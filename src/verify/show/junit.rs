//! A validation as `JUnit` XML: a suite for each account and Region.
//!
//! Of valid objects only the number is shown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::digest::{GapState, Reason, Verdict};
use crate::sink::junit::{self, Case, CaseResult, Suite};
use crate::verify::report::{ChainCoverage, ObjectLine, TimeRange, gap_text};

/// Suites by account and Region.
#[derive(Default)]
pub(super) struct Suites(BTreeMap<(String, String), RegionCases>);

/// The cases of an account and Region.
#[derive(Default)]
struct RegionCases {
    valid: u64,
    /// What is not valid.
    cases: Vec<Case>,
}

/// INVALID is a failure; not covered, not readable or not verified an error; unlisted is skipped.
fn result_of(line: &ObjectLine<'_>) -> CaseResult {
    match (line.verdict, line.reason) {
        (Verdict::Invalid, _) => CaseResult::Failure,
        (Verdict::Unlisted, reason) if reason != Some(Reason::NoDigest) => CaseResult::Skipped,
        _ => CaseResult::Error,
    }
}

impl From<GapState> for CaseResult {
    fn from(state: GapState) -> Self {
        match state {
            GapState::Missing => Self::Failure,
            _ if state.is_harmless() => Self::Skipped,
            _ => Self::Error,
        }
    }
}

impl Suites {
    /// Adds a verdict on an object.
    pub(super) fn object(&mut self, line: &ObjectLine<'_>) {
        let suite = self.suite(&line.account, &line.region);
        if line.verdict == Verdict::Valid {
            suite.valid += 1;
        } else {
            let (name, message) = (line.uri.to_string(), line.message.to_string());
            suite.cases.push(Case::new(name, result_of(line), message));
        }
    }

    /// Adds what a chain does not cover.
    pub(super) fn chain(&mut self, chain: &ChainCoverage) {
        let suite = self.suite(&chain.account, &chain.region);
        let name = |from, to| format!("digest periods from {from} to {to}");
        suite.cases.extend(
            chain
                .gaps
                .iter()
                .map(|gap| Case::new(name(gap.from, gap.to), gap.state.into(), gap_text(gap))),
        );
        suite.cases.extend(chain.pending.map(|TimeRange { from, to }| {
            Case::new(name(from, to), CaseResult::Skipped, format!("pending from {from}"))
        }));
    }

    fn suite(&mut self, account: &str, region: &str) -> &mut RegionCases {
        self.0.entry((account.to_owned(), region.to_owned())).or_default()
    }

    /// Writes the document; `errors` say what could not be listed or looked up.
    pub(super) fn write(self, out: &mut impl Write, errors: &[String]) -> io::Result<()> {
        let suite = |((account, region), found): ((String, String), RegionCases)| {
            let name = format!("{} objects valid", found.valid);
            let valid = Case { class: None, name, problem: None };
            let cases = std::iter::once(valid).chain(found.cases).collect();
            Suite { name: format!("{account} {region}"), cases }
        };
        let mut suites: Vec<Suite> = self.0.into_iter().map(suite).collect();
        if !errors.is_empty() {
            let case = |error: &String| Case::new(error.clone(), CaseResult::Error, error.clone());
            let cases = errors.iter().map(case).collect();
            suites.push(Suite { name: "coverage".to_owned(), cases });
        }
        junit::write(out, "ct validate", &suites)
    }
}
