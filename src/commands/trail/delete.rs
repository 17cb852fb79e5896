//! `ct trail delete`.

use clap::Args;

use super::named::find;
use super::plan::{self, Agreed, Consent};
use super::show::all;
use crate::commands::{Context, Outcome, UserError, tell, user_error};
use crate::trail::Trail;
use crate::trail::change::Change;

/// Delete a trail. Its bucket and what it delivered stay.
///
///   ct trail delete old-trail
///   ct trail delete old-trail --with-bucket
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Delete {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Delete its bucket too, which must be empty.
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
        let trail = find(session, &self.trail)?;
        let mut changes = vec![Change::DeleteTrail { trail: trail.arn.clone() }];
        if self.with_bucket {
            if !session.bucket_is_empty(&trail.bucket).map_err(UserError::from)? {
                return Err(user_error(
                    format!("bucket {} is not empty: logs are evidence", trail.bucket),
                    "leave out --with-bucket; whoever may delete the logs empties the bucket first",
                ));
            }
            let (others, unseen) = all(session)?;
            if let Some(unseen) = unseen.first() {
                let message = format!("nobody can tell who else delivers to it: {unseen}");
                return Err(user_error(message, "leave out --with-bucket"));
            }
            let is_other = |other: &&Trail| other.bucket == trail.bucket && other.arn != trail.arn;
            if let Some(other) = others.iter().find(is_other) {
                return Err(user_error(
                    format!("{} delivers to bucket {} as well", other.arn, trail.bucket),
                    "leave out --with-bucket, or delete that trail before",
                ));
            }
            changes.push(Change::DeleteBucket { bucket: trail.bucket.clone() });
        }
        let agreed = plan::carry_out(&changes, &self.consent, &trail.home, session)?;
        if agreed == Agreed::Done {
            tell(&format!("{} is deleted", trail.arn));
            if !self.with_bucket {
                tell(&format!("what it delivered stays in s3://{}", trail.bucket));
            }
        }
        Ok(agreed.outcome())
    }
}
