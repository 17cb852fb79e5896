//! What checks found, for people and for other programs: the same for everything that is checked.
//!
//! Knows not what is looked at, nor how.

mod junit;
mod sarif;
mod table;

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::{Context, Outcome, grouped, stderr_is_terminal, stdout, tell, yellow};
use crate::commands::counted;
use crate::sink::safe;
use crate::trail::posture::{Check, Rule, State};

/// Where findings go.
#[derive(Debug, clap::Args)]
pub(super) struct Printed {
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_CHECK_FORMAT")]
    output: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: what failed, then what is unknown; with -v what passed, too.
    #[value(alias = "table")]
    Text,
    /// One document.
    Json,
    /// `JUnit` XML, which CI systems show.
    Junit,
    /// SARIF 2.1.0, which code scanners speak.
    Sarif,
}

/// What was checked, the worst first. `of` says in JSON what was looked at.
pub(super) struct Findings<T> {
    /// As it is called: `ct trail check`.
    pub(super) command: &'static str,
    /// All rules that it has.
    pub(super) rules: &'static [Rule],
    /// What was looked at, in the JSON document.
    pub(super) of: T,
    /// What was looked at, in the line of sums.
    pub(super) told: String,
    pub(super) checks: Vec<Check>,
}

/// The document of `-o json`.
#[derive(Serialize)]
struct Document<'f, T> {
    version: u32,
    /// Whether everything could be read.
    complete: bool,
    #[serde(flatten)]
    of: &'f T,
    passed: usize,
    failed: usize,
    unknown: usize,
    not_applicable: usize,
    checks: &'f [Check],
}

/// Takes the names of rules.
pub(super) fn names(rules: &'static [Rule]) -> PossibleValuesParser {
    PossibleValuesParser::new(rules.iter().map(|rule| rule.id))
}

impl<T: Serialize> Findings<T> {
    /// Leaves out the checks of these names, and prints the others.
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
            Format::Sarif => safe::json_document(&sarif::log(self.rules, &self.checks))?,
        };
        stdout::print(&text)?;
        self.tell(context);
        Ok(self.outcome())
    }

    fn count(&self, state: State) -> usize {
        count(&self.checks, state)
    }

    fn document(&self) -> Document<'_, T> {
        Document {
            version: 1,
            complete: self.count(State::Unknown) == 0,
            of: &self.of,
            passed: self.count(State::Pass),
            failed: self.count(State::Fail),
            unknown: self.count(State::Unknown),
            not_applicable: self.count(State::NotApplicable),
            checks: &self.checks,
        }
    }

    /// What failed is no whatever else could not be told: reading more cannot mend it.
    fn outcome(&self) -> Outcome {
        match (self.count(State::Fail), self.count(State::Unknown)) {
            (0, 0) => Outcome::Yes,
            (0, _) => Outcome::Unsure,
            _ => Outcome::No,
        }
    }

    /// The sums, and always that not everything could be told.
    fn tell(&self, context: &Context) {
        let number = |state| grouped(self.count(state) as u64);
        let mut parts = vec![
            self.told.clone(),
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
            tell(&parts.join(" · "));
        }
    }
}

fn count(checks: &[Check], state: State) -> usize {
    checks.iter().filter(|check| check.state == state).count()
}
