//! `ct trail check`: whether trails, and what they deliver to, are set up as they should be.

mod junit;
mod sarif;
mod table;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use super::named::find;
use super::print;
use crate::commands::{
    Context, Outcome, UserError, counted, grouped, stderr_is_terminal, tell, yellow,
};
use crate::trail::posture::{self, Check, Piece, RULES, Snapshot, State};

/// Check how trails are set up, and what they deliver to.
///
///   ct trail check
///   ct trail check management-events -v
///   ct trail check --skip bucket.mfa-delete -o junit > trail.xml
///
/// Reads and changes nothing. What may not be read counts as unknown, never as good or bad. Checks
/// of the CIS AWS Foundations Benchmark name their numbers. A region shows the trails of all
/// regions, and those of its own; of one region elsewhere it shows none.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct TrailCheck {
    /// A trail, by its name or ARN; all that the region shows if none is named. Then the account is
    /// checked as well: whether it has the trails that it should, and none twice.
    name: Option<String>,
    /// Checks to leave out; repeat, or use commas.
    #[arg(
        long,
        value_name = "CHECK",
        value_delimiter = ',',
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(RULES.iter().map(|rule| rule.id))
    )]
    skip: Vec<String>,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "table", env = "CT_CHECK_FORMAT")]
    output: Format,
}

const EXAMPLES: &str = "\
Exit codes: 0 all passed, 1 a check failed, 2 none failed, but not everything could be read

Examples:
  ct trail check
  ct trail check -o json | jq -r '.checks[] | select(.state == \"fail\") | .fix'
  ct trail check --skip trail.cloudwatch,bucket.mfa-delete -o sarif > trail.sarif";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: what failed, then what is unknown; with -v what passed, too.
    Table,
    /// One document.
    Json,
    /// `JUnit` XML, which CI systems show.
    Junit,
    /// SARIF 2.1.0, which code scanners speak.
    Sarif,
}

/// What was checked, the worst first.
struct Findings {
    account: Option<String>,
    /// By ARN.
    trails: Vec<String>,
    checks: Vec<Check>,
}

/// The document of `-o json`.
#[derive(Serialize)]
struct Document<'f> {
    version: u32,
    /// Whether everything could be read.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'f str>,
    trails: &'f [String],
    passed: usize,
    failed: usize,
    unknown: usize,
    not_applicable: usize,
    checks: &'f [Check],
}

impl TrailCheck {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let snapshot = self.snapshot(context)?;
        let mut checks = posture::checks(&snapshot, Timestamp::now());
        checks.retain(|check| !self.skip.iter().any(|id| id == check.id));
        checks.sort_by_key(|check| (check.state, check.severity));
        let trails = snapshot.trails.into_iter().map(|facts| facts.trail.arn).collect();
        let account = match snapshot.account {
            Piece::Known(number) => Some(number),
            Piece::Absent | Piece::Refused(_) => None,
        };
        let findings = Findings { account, trails, checks };
        let text = match self.output {
            Format::Table => table::text(&findings, context),
            Format::Json => serde_json::to_string_pretty(&findings.document())? + "\n",
            Format::Junit => junit::text(&findings.checks),
            Format::Sarif => serde_json::to_string_pretty(&sarif::log(&findings.checks))? + "\n",
        };
        print(&text)?;
        findings.tell(context);
        Ok(findings.outcome())
    }

    fn snapshot(&self, context: &Context) -> anyhow::Result<Snapshot> {
        let session = context.aws(None)?;
        let Some(name) = &self.name else {
            let trails = session.trails().map_err(UserError::from)?;
            return Ok(session.snapshot(&trails));
        };
        let trail = find(session, name)?;
        Ok(Snapshot { is_whole: false, ..session.snapshot(&[trail]) })
    }
}

impl Findings {
    fn count(&self, state: State) -> usize {
        self.checks.iter().filter(|check| check.state == state).count()
    }

    fn document(&self) -> Document<'_> {
        Document {
            version: 1,
            complete: self.count(State::Unknown) == 0,
            account: self.account.as_deref(),
            trails: &self.trails,
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
            counted(self.trails.len() as u64, "trail"),
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
