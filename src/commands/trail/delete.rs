//! `ct trail delete`.

use clap::Args;

use super::named::find;
use super::plan::{self, Agreed, Consent};
use super::show::all;
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, tell, user_error};
use crate::policy::arn::{self, Home};
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
        let trail = match find(session, &self.trail) {
            Err(error) => return self.orphaned(session, error),
            Ok(trail) => trail,
        };
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
            if let Some(key) = &trail.key
                && session.is_key_made_for(key, &trail.arn, &trail.home).unwrap_or(false)
            {
                let flags = session.flags(&trail.home);
                tell(&format!(
                    "key {key} was made for it and stays, for its logs cannot be read without it; \
                     to remove it:\n  aws kms schedule-key-deletion --key-id {key}{flags}"
                ));
            }
        }
        Ok(agreed.outcome())
    }

    /// The trail is gone already: an earlier run may have been stopped before it deleted the bucket
    /// that was made for it.
    fn orphaned(&self, session: &Session, error: anyhow::Error) -> anyhow::Result<Outcome> {
        let is_missing = error
            .downcast_ref::<UserError>()
            .is_some_and(|error| error.message.starts_with("no trail is called"));
        let region = match arn::Trail::new(&self.trail, None) {
            Ok(arn) => arn.home().region.to_string(),
            Err(_) => session.home().map_err(UserError::from)?.to_owned(),
        };
        let account = session.account().map_err(UserError::from)?;
        let home = Home { region: region.parse()?, account: account.parse()? };
        let Ok(trail) = arn::Trail::new(&self.trail, Some(&home)) else { return Err(error) };
        if !is_missing {
            return Err(error);
        }
        let found = session.buckets_made_for(&trail.to_string(), "");
        let (made, _) = found.map_err(UserError::from)?;
        let mut changes = Vec::new();
        for bucket in made {
            if !session.bucket_is_empty(&bucket).map_err(UserError::from)? {
                tell(&format!("what it delivered stays in s3://{bucket}"));
            } else if self.with_bucket {
                changes.push(Change::DeleteBucket { bucket });
            } else {
                let flags = session.flags(&region);
                tell(&format!(
                    "bucket {bucket} was made for it and is empty; to remove it:\n  \
                     aws s3api delete-bucket --bucket {bucket}{flags}"
                ));
            }
        }
        if changes.is_empty() {
            return Err(error);
        }
        Ok(plan::carry_out(&changes, &self.consent, &region, session)?.outcome())
    }
}
