//! `ct trail check`: whether trails and what they deliver to are configured as recommended. Knows the
//! flags and the output; the rules are in `trail::posture`.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::names::find;
use crate::commands::check::{Findings, Printed, names};
use crate::commands::{Context, Outcome, UserError, counted};
use crate::trail::posture::{self, Lookup, Snapshot};

/// Check the configuration of trails and what they deliver to.
///
///   ct trail check
///   ct trail check management-events -v
///   ct trail check --skip bucket.mfa-delete -o junit > trail.xml
///
/// Changes nothing. Anything that cannot be read counts as unknown, never as passed or failed. Checks
/// that the CIS AWS Foundations Benchmark recommends name its numbers. A Region shows multi-Region
/// trails and its own; it does not show single-Region trails of other Regions.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct TrailCheck {
    /// Name or ARN of a trail. If not given, check all trails that the Region shows, and the account:
    /// whether the required trails exist, and whether any log the same events.
    name: Option<String>,
    /// Checks to skip; repeat, or separate with commas.
    #[arg(long, value_name = "CHECK", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = names(posture::rules()))]
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

/// The subjects, in the JSON document.
#[derive(Serialize)]
struct Subject {
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
            Lookup::Found(number) => Some(number),
            Lookup::Absent | Lookup::Failed(_) => None,
        };
        let summary = counted(trails.len() as u64, "trail");
        let rules = posture::rules().collect();
        let (command, subject) = ("ct trail check", Subject { account, trails });
        let findings = Findings { command, rules, subject, summary, checks };
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
