//! `ct trail start` and `ct trail stop`.

use clap::Args;

use super::named::find;
use super::plan::{self, Agreed, Consent};
use crate::commands::{Context, Outcome, UserError, tell};
use crate::trail::change::Change;

/// Record events from now on.
///
///   ct trail start management-events
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Start {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    #[command(flatten)]
    consent: Consent,
}

/// Record no more events, until it is started again.
///
///   ct trail stop management-events
///
/// The chain of digests breaks: nobody will be able to prove that nothing was deleted from the time
/// between. What is asked for has to be agreed to.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Stop {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    #[command(flatten)]
    consent: Consent,
}

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
        let status = session.status(&trail).map_err(UserError::from)?;
        if !status.is_logging {
            tell(&format!("{} is not logging", trail.name));
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
