//! `ct trail start` and `ct trail stop`.

use clap::Args;

use super::named::find;
use super::plan::{self, Agreed, Consent};
use crate::commands::{Context, Outcome, tell};
use crate::trail::change::Change;

/// Record events from now on.
///
///   ct trail start management-events
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = START_EXAMPLES)]
pub(super) struct Start {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    #[command(flatten)]
    consent: Consent,
}

const START_EXAMPLES: &str = "\
Examples:
  ct trail start management-events
  ct trail start management-events --dry-run";

/// Record no more events, until it is started again.
///
///   ct trail stop management-events
///
/// The chain of digests breaks: nobody will be able to prove that nothing was deleted from the time
/// between. What is asked for has to be agreed to.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = STOP_EXAMPLES)]
pub(super) struct Stop {
    /// Its name or ARN.
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
        let trail = find(session, &self.trail)?;
        if session.status(&trail).is_ok_and(|status| status.is_logging) {
            tell(&format!("{} is logging already", trail.name));
            return Ok(Outcome::Yes);
        }
        let start = [Change::StartLogging { trail: trail.arn.clone() }];
        if plan::do_at_once(&start, &self.consent, &trail.home, session)? == Agreed::Done {
            tell(&format!("{} is logging", trail.name));
        }
        Ok(Outcome::Yes)
    }
}

impl Stop {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        // Who may stop it need not be let see how it fares.
        if session.status(&trail).is_ok_and(|status| !status.is_logging) {
            tell(&format!("{} does not log already", trail.name));
            return Ok(Outcome::Yes);
        }
        let stop = [Change::StopLogging { trail: trail.arn.clone() }];
        let agreed = plan::carry_out(&stop, &self.consent, &trail.home, session)?;
        if agreed == Agreed::Done {
            tell(&format!("{} is not logging", trail.name));
        }
        Ok(agreed.outcome())
    }
}
