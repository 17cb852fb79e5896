//! `ct trail check`: whether trails and what they deliver to are configured as recommended. Knows the
//! flags and the output; the rules are in `trail::posture`.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::commands::check::{Printed, names};
use crate::commands::{Context, Outcome, counted};
use crate::trail::posture::report::Report;
use crate::trail::posture::{self, Snapshot};

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
        let session = context.aws(None)?;
        let snapshot = match &self.name {
            Some(name) => {
                let trail = session.find_trail(name)?;
                Snapshot { is_whole: false, ..session.snapshot(&[trail]) }
            }
            None => session.snapshot(&session.trails()?),
        };
        let checks = posture::checks(&snapshot, Timestamp::now());
        let trails: Vec<String> =
            snapshot.trails.into_iter().map(|facts| facts.trail.arn).collect();
        let summary = counted(trails.len() as u64, "trail");
        let subject = Subject { account: snapshot.account.found().cloned(), trails };
        let report = Report::new("ct trail check", posture::rules(), subject, checks, &self.skip);
        self.printed.print(&report, &summary, context)
    }
}
