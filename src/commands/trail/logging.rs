//! `ct trail start` and `ct trail stop`.

use clap::Args;

use super::confirm::{Consent, PlanOutcome};
use crate::commands::{Context, Outcome, print_message};
use crate::manage::Plan;
use crate::trail::change::Change;

/// Start logging.
///
///   ct trail start management-events
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = START_EXAMPLES)]
pub(super) struct Start {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    #[command(flatten)]
    consent: Consent,
}

const START_EXAMPLES: &str = "\
Examples:
  ct trail start management-events
  ct trail start management-events --dry-run";

/// Stop logging, until ct trail start.
///
///   ct trail stop management-events
///
/// The digest chain breaks: log files cannot be validated across the gap. The plan is shown first and
/// has to be confirmed.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = STOP_EXAMPLES)]
pub(super) struct Stop {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    #[command(flatten)]
    consent: Consent,
}

const STOP_EXAMPLES: &str = "\
Examples:
  ct trail stop management-events --dry-run
  ct trail stop management-events --yes";

impl Start {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        if session.status(&trail).is_ok_and(|status| status.is_logging) {
            print_message(&format!("{} is logging already", trail.name));
            return Ok(Outcome::Yes);
        }
        let start = Plan::of_change(Change::StartLogging { trail: trail.arn.clone() }, &trail);
        if self.consent.carry_out_unasked(&start, session)? == PlanOutcome::Done {
            print_message(&format!("{} is logging", trail.name));
        }
        Ok(Outcome::Yes)
    }
}

impl Stop {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        // Permission to stop a trail does not include permission to read its status.
        if session.status(&trail).is_ok_and(|status| !status.is_logging) {
            print_message(&format!("{} is not logging already", trail.name));
            return Ok(Outcome::Yes);
        }
        let stop = Plan::of_change(Change::StopLogging { trail: trail.arn.clone() }, &trail);
        let outcome = self.consent.carry_out(&stop, session)?;
        if outcome == PlanOutcome::Done {
            print_message(&format!("{} is not logging", trail.name));
        }
        Ok(outcome.outcome())
    }
}
