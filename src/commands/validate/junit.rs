//! `JUnit` XML, which CI systems show: a suite an account and region.
//!
//! Says nothing of objects that are valid but how many there are.

use std::io::{self, Write};

use super::ByPlace;
use super::lines::{GapLine, ObjectLine};
use crate::digest::Verdict;

/// What is shown once everything is known.
#[derive(Default)]
pub(super) struct Suites(ByPlace<Suite>);

/// Of an account and region.
#[derive(Default)]
struct Suite {
    valid: u64,
    cases: Vec<(String, Verdict, String)>,
}

impl Suites {
    pub(super) fn object(&mut self, line: &ObjectLine<'_>) {
        let suite = self.suite(&line.account, &line.region);
        if line.verdict == Verdict::Valid {
            suite.valid += 1;
        } else {
            suite.cases.push((line.uri.to_string(), line.verdict, line.message.to_string()));
        }
    }

    pub(super) fn gap(&mut self, line: &GapLine<'_>) {
        let message = match &line.explained_by {
            Some(event) => format!("explained by {event}"),
            None => format!("{} digests missing", line.missing_digests),
        };
        let name = format!("no digests from {} to {}", line.from, line.to);
        let suite = self.suite(&line.account, &line.region);
        suite.cases.push((name, Verdict::Unlisted, message));
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
        let count =
            |kind| self.cases.iter().filter(|(_, verdict, _)| case(*verdict) == kind).count();
        let (failures, errors) = (count("failure"), count("error"));
        let tests = self.cases.len() + 1;
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" \
             errors=\"{errors}\">"
        )?;
        writeln!(out, "    <testcase name=\"{} objects valid\"/>", self.valid)?;
        for (place, verdict, message) in &self.cases {
            let (tag, place, message) = (case(*verdict), escaped(place), escaped(message));
            writeln!(
                out,
                "    <testcase name=\"{place}\"><{tag} message=\"{message}\"/></testcase>"
            )?;
        }
        writeln!(out, "  </testsuite>")
    }
}

/// What `JUnit` calls a verdict. That a log is in no digest's list makes nothing invalid.
fn case(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Invalid => "failure",
        Verdict::Unlisted => "skipped",
        _ => "error",
    }
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
