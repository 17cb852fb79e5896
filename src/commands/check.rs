//! The output of `ct trail check` and `ct queue check`: text, JSON, JUnit and SARIF.
//!
//! Knows neither the rules nor their subjects.

mod junit;
mod table;

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::{Context, Outcome, grouped, print_message, stderr_is_terminal, stdout, yellow};
use crate::commands::counted;
use crate::sink::safe;
use crate::trail::posture::{Check, Rule, State, sarif};

/// Output flags.
#[derive(Debug, clap::Args)]
pub(super) struct Printed {
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_CHECK_FORMAT")]
    output: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Table of failed and unknown checks; with -v of passed ones, too.
    #[value(alias = "table")]
    Text,
    /// One JSON document.
    Json,
    /// `JUnit` XML, for CI systems.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// The results of a command.
pub(super) struct Findings<T> {
    /// The command: `ct trail check`.
    pub(super) command: &'static str,
    /// All its rules.
    pub(super) rules: Vec<&'static Rule>,
    /// The subjects, as members of the JSON document.
    pub(super) subject: T,
    /// The subjects, in the summary line: `2 trails`.
    pub(super) summary: String,
    pub(super) checks: Vec<Check>,
}

/// The document of `-o json`; its members are published.
#[derive(Serialize)]
struct Document<'f, T> {
    version: u32,
    /// Whether everything could be read.
    complete: bool,
    #[serde(flatten)]
    subject: &'f T,
    passed: usize,
    failed: usize,
    unknown: usize,
    not_applicable: usize,
    checks: &'f [Check],
}

/// A parser that accepts the ids of rules.
pub(super) fn names(rules: impl Iterator<Item = &'static Rule>) -> PossibleValuesParser {
    PossibleValuesParser::new(rules.map(|rule| rule.id))
}

impl<T: Serialize> Findings<T> {
    /// Prints the checks, the worst first, without those to skip.
    pub(super) fn print(
        mut self,
        skipped: &[String],
        printed: &Printed,
        context: &Context,
    ) -> anyhow::Result<Outcome> {
        self.checks.retain(|check| !skipped.iter().any(|id| id == check.id));
        self.checks.sort_by_key(|check| (check.state, check.severity));
        let text = match printed.output {
            Format::Text => table::text(&self.checks, context),
            Format::Json => safe::json_document(&self.document())?,
            Format::Junit => {
                let mut text = Vec::new();
                junit::write(&mut text, self.command, &self.checks)?;
                String::from_utf8(text)?
            }
            Format::Sarif => safe::json_document(&sarif::log(&self.rules, &self.checks))?,
        };
        stdout::print(&text)?;
        self.print_summary(context);
        Ok(self.outcome())
    }

    fn count(&self, state: State) -> usize {
        count(&self.checks, state)
    }

    fn document(&self) -> Document<'_, T> {
        Document {
            version: 1,
            complete: self.count(State::Unknown) == 0,
            subject: &self.subject,
            passed: self.count(State::Pass),
            failed: self.count(State::Fail),
            unknown: self.count(State::Unknown),
            not_applicable: self.count(State::NotApplicable),
            checks: &self.checks,
        }
    }

    /// A failed check decides, even if others are inconclusive.
    fn outcome(&self) -> Outcome {
        match (self.count(State::Fail), self.count(State::Unknown)) {
            (0, 0) => Outcome::Yes,
            (0, _) => Outcome::Unsure,
            _ => Outcome::No,
        }
    }

    /// Prints the counts; always, if checks are inconclusive.
    fn print_summary(&self, context: &Context) {
        let number = |state| grouped(self.count(state) as u64);
        let mut parts = vec![
            self.summary.clone(),
            format!("{} failed", number(State::Fail)),
            format!("{} passed", number(State::Pass)),
        ];
        let is_complete = self.count(State::Unknown) == 0;
        if !is_complete {
            let what = counted(self.count(State::Unknown) as u64, "check");
            parts.push(format!("{} {what} unknown", yellow("INCOMPLETE:")));
        }
        let wanted = context.globals.verbose || stderr_is_terminal();
        if (wanted && !context.globals.quiet) || !is_complete {
            print_message(&parts.join(" · "));
        }
    }
}

fn count(checks: &[Check], state: State) -> usize {
    checks.iter().filter(|check| check.state == state).count()
}
