//! `ct trail check`: whether trails, and what they deliver to, are set up as they should be.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::names::find;
use crate::commands::check::{Findings, Printed, names};
use crate::commands::{Context, Outcome, UserError, counted};
use crate::trail::posture::{self, Piece, RULES, Snapshot};

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
    #[arg(long, value_name = "CHECK", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = names(RULES))]
    skip: Vec<String>,
    #[command(flatten)]
    printed: Printed,
}

const EXAMPLES: &str = "\
Exit codes: 0 all passed, 1 a check failed, 2 none failed, but not everything could be read

Examples:
  ct trail check
  ct trail check -o json | jq -r '.checks[] | select(.state == \"fail\") | .fix'
  ct trail check --skip trail.cloudwatch,bucket.mfa-delete -o sarif > trail.sarif";

/// What was looked at.
#[derive(Serialize)]
struct Looked {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// By ARN.
    trails: Vec<String>,
}

impl TrailCheck {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let snapshot = self.snapshot(context)?;
        let checks = posture::checks(&snapshot, Timestamp::now());
        let trails: Vec<String> =
            snapshot.trails.into_iter().map(|facts| facts.trail.arn).collect();
        let account = match snapshot.account {
            Piece::Known(number) => Some(number),
            Piece::Absent | Piece::Refused(_) => None,
        };
        let told = counted(trails.len() as u64, "trail");
        let (command, of) = ("ct trail check", Looked { account, trails });
        let findings = Findings { command, rules: RULES, of, told, checks };
        findings.print(&self.skip, &self.printed, context)
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
