//! `ct trail delete`.

use clap::Args;

use super::confirm::{Consent, PlanOutcome};
use crate::commands::{Context, Outcome, print_message};
use crate::manage::{Deletion, Manager};

/// Delete a trail. Its bucket and its log files stay.
///
///   ct trail delete old-trail
///   ct trail delete old-trail --with-bucket
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Delete {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Delete its bucket as well, if it is empty.
    #[arg(long)]
    with_bucket: bool,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Examples:
  ct trail delete old-trail --dry-run
  ct trail delete old-trail --yes";

impl Delete {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let manager = Manager::new(session, &print_message);
        let Deletion { plan, trail } = manager.delete(&self.trail, self.with_bucket)?;
        let outcome = self.consent.carry_out(&plan, session)?;
        if let (PlanOutcome::Done, Some(trail)) = (outcome, trail) {
            print_message(&format!("{} is deleted", trail.arn));
            if !self.with_bucket {
                print_message(&format!("its log files stay in s3://{}", trail.bucket));
            }
            manager.report_key(&trail);
        }
        Ok(outcome.outcome())
    }
}
