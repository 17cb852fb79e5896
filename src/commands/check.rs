//! The output of `ct trail check` and `ct queue check`. The reports are in `trail::posture::report`.

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::{Context, Outcome, print_message, stdout};
use crate::trail::posture::report::Report;
use crate::trail::posture::{Rule, State};

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

/// A parser that accepts the ids of rules.
pub(super) fn names(rules: impl Iterator<Item = &'static Rule>) -> PossibleValuesParser {
    PossibleValuesParser::new(rules.map(|rule| rule.id))
}

impl Printed {
    /// Prints a report. `subjects`: how many there are, for the summary line.
    pub(super) fn print<S: Serialize>(
        &self,
        report: &Report<S>,
        subjects: &str,
        context: &Context,
    ) -> anyhow::Result<Outcome> {
        stdout::print(&match self.output {
            Format::Text => report.text(context.globals.verbose, context.colour()),
            Format::Json => report.json()?,
            Format::Junit => report.junit()?,
            Format::Sarif => report.sarif()?,
        })?;
        let (failed, unknown) = (report.count(State::Fail), report.count(State::Unknown));
        if context.shows_summary() || unknown > 0 {
            print_message(&report.summary(subjects));
        }
        // A failed check decides, even if others are inconclusive.
        Ok(match (failed, unknown) {
            (0, 0) => Outcome::Yes,
            (0, _) => Outcome::Unsure,
            _ => Outcome::No,
        })
    }
}
