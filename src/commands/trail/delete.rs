//! `ct trail delete`.

use clap::Args;

use super::confirm::{Consent, PlanOutcome, carry_out};
use super::list::all_trails;
use super::names::{find, try_find};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, print_message, user_error};
use crate::policy::arn::{self, Home};
use crate::trail::Trail;
use crate::trail::change::Change;

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
        let Some(trail) = try_find(session, &self.trail)? else {
            return self.resume(session);
        };
        let mut changes = vec![Change::DeleteTrail { trail: trail.arn.clone() }];
        if self.with_bucket {
            check_bucket(session, &trail)?;
            changes.push(Change::DeleteBucket { bucket: trail.bucket.clone() });
        }
        let outcome = carry_out(&changes, &self.consent, &trail.home, session)?;
        if outcome == PlanOutcome::Done {
            print_message(&format!("{} is deleted", trail.arn));
            if !self.with_bucket {
                print_message(&format!("its log files stay in s3://{}", trail.bucket));
            }
            report_key(session, &trail);
        }
        Ok(outcome.outcome())
    }

    /// Completes a run that was interrupted after it deleted the trail, before it deleted the bucket
    /// that `ct` created for it.
    fn resume(&self, session: &Session) -> anyhow::Result<Outcome> {
        let not_found = || find(session, &self.trail).map(|_| Outcome::Unsure);
        let region = match arn::Trail::new(&self.trail, None) {
            Ok(arn) => arn.home().region.to_string(),
            Err(_) => session.home().map_err(UserError::from)?.to_owned(),
        };
        let account = session.account().map_err(UserError::from)?;
        let home = Home { region: region.parse()?, account: account.parse()? };
        let Ok(trail) = arn::Trail::new(&self.trail, Some(&home)) else { return not_found() };
        let found = session.buckets_created_for(&trail.to_string(), "").map_err(UserError::from)?;
        let mut changes = Vec::new();
        for bucket in found.created {
            if !session.bucket_is_empty(&bucket).map_err(UserError::from)? {
                print_message(&format!("its log files stay in s3://{bucket}"));
                continue;
            }
            expect_no_other_trail(session, &bucket, &trail.to_string())?;
            if self.with_bucket {
                changes.push(Change::DeleteBucket { bucket });
            } else {
                let flags = session.flags(&region);
                print_message(&format!(
                    "bucket {bucket} was created for the trail and is empty; to remove it:\n  \
                     aws s3api delete-bucket --bucket {bucket}{flags}"
                ));
            }
        }
        if changes.is_empty() {
            return not_found();
        }
        Ok(carry_out(&changes, &self.consent, &region, session)?.outcome())
    }
}

/// Checks that the bucket of a trail can be deleted with it.
///
/// # Errors
/// It is not empty, another trail delivers to it, or that cannot be determined.
fn check_bucket(session: &Session, trail: &Trail) -> anyhow::Result<()> {
    let bucket = &trail.bucket;
    if !session.bucket_is_empty(bucket).map_err(UserError::from)? {
        return Err(user_error(
            format!("bucket {bucket} is not empty: log files are evidence"),
            "leave out --with-bucket, or empty the bucket first",
        ));
    }
    expect_no_other_trail(session, bucket, &trail.arn)
}

/// Checks that no trail but the one with this ARN delivers to a bucket.
///
/// # Errors
/// Another trail delivers to it, or that cannot be determined.
fn expect_no_other_trail(session: &Session, bucket: &str, trail: &str) -> anyhow::Result<()> {
    let (others, unread) = all_trails(session)?;
    if let Some(unread) = unread.first() {
        let message = format!("cannot check whether other trails deliver to {bucket}: {unread}");
        return Err(user_error(message, "leave out --with-bucket"));
    }
    let is_other = |other: &&Trail| other.bucket == bucket && other.arn != trail;
    if let Some(other) = others.iter().find(is_other) {
        return Err(user_error(
            format!("{} delivers to bucket {bucket} as well", other.arn),
            "leave out --with-bucket, or delete that trail first",
        ));
    }
    Ok(())
}

/// Names the KMS key that `ct` created for a trail, and the command that removes it.
fn report_key(session: &Session, trail: &Trail) {
    let Some(key) = &trail.key else { return };
    if session.is_key_created_for(key, &trail.arn, &trail.home).unwrap_or(false) {
        let flags = session.flags(&trail.home);
        print_message(&format!(
            "key {key} was created for the trail and stays: its log files cannot be read without \
             it; to remove it:\n  aws kms schedule-key-deletion --key-id {key}{flags}"
        ));
    }
}
