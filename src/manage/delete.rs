//! The plan that deletes a trail, and its bucket if that is empty.

use super::{Manager, Plan, Result};
use crate::aws;
use crate::policy::arn::{self, Home};
use crate::source::{Fault, FaultKind};
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::plan::PlanError;

/// A trail to delete.
#[derive(Debug)]
pub struct Deletion {
    /// The changes.
    pub plan: Plan,
    /// The trail; `None` if an interrupted run deleted it already.
    pub trail: Option<Trail>,
}

impl Manager<'_> {
    /// The plan that deletes the trail with a name or ARN; `with_bucket`: its bucket as well. It
    /// completes a run that was interrupted after it deleted the trail, before it deleted the bucket
    /// that `ct` created for it.
    ///
    /// # Errors
    /// There is no such trail, its bucket cannot be deleted, or AWS refuses.
    pub fn delete(&self, name: &str, with_bucket: bool) -> Result<Deletion> {
        let trail = match self.session.find_trail(name) {
            Err(error) if error.kind == FaultKind::Missing => {
                let plan = self.resume_delete(name, with_bucket, error)?;
                return Ok(Deletion { plan, trail: None });
            }
            trail => trail?,
        };
        let mut changes = vec![Change::DeleteTrail { trail: trail.arn.clone() }];
        if with_bucket {
            let bucket = &trail.bucket;
            if !self.session.bucket_is_empty(bucket)? {
                let message = format!("bucket {bucket} is not empty: log files are evidence");
                let help = "leave out --with-bucket, or empty the bucket first";
                return Err(PlanError::unusable(message, help).into());
            }
            self.expect_no_other_trail(bucket, &trail.arn)?;
            changes.push(Change::DeleteBucket { bucket: bucket.clone() });
        }
        let region = trail.home.clone();
        Ok(Deletion { plan: Plan { changes, region }, trail: Some(trail) })
    }

    /// The plan for a trail that does not exist; `not_found` says so.
    fn resume_delete(&self, name: &str, with_bucket: bool, not_found: aws::Error) -> Result<Plan> {
        let region = self.session.home_of(name)?;
        let account = self.session.account()?;
        let home = Home { region: region.parse()?, account: account.parse()? };
        let Ok(trail) = arn::Trail::new(name, Some(&home)) else { return Err(not_found.into()) };
        let mut changes = Vec::new();
        for bucket in self.session.buckets_created_for(&trail.to_string(), "", None)?.created {
            if !self.session.bucket_is_empty(&bucket)? {
                (self.note)(&format!("its log files stay in s3://{bucket}"));
                continue;
            }
            self.expect_no_other_trail(&bucket, &trail.to_string())?;
            if with_bucket {
                changes.push(Change::DeleteBucket { bucket });
            } else {
                let flags = self.session.flags(&region);
                (self.note)(&format!(
                    "bucket {bucket} was created for the trail and is empty; to remove it:\n  \
                     aws s3api delete-bucket --bucket {bucket}{flags}"
                ));
            }
        }
        if changes.is_empty() { Err(not_found.into()) } else { Ok(Plan { changes, region }) }
    }

    /// Checks that no trail but the one with this ARN delivers to a bucket.
    ///
    /// # Errors
    /// Another trail delivers to it, or that cannot be determined.
    fn expect_no_other_trail(&self, bucket: &str, trail: &str) -> Result<()> {
        let aws::TrailList { trails, unread } = self.session.list_trails()?;
        if let Some(unread) = unread.first() {
            let message =
                format!("cannot check whether other trails deliver to {bucket}: {unread}");
            return Err(PlanError::unusable(message, "leave out --with-bucket").into());
        }
        let is_other = |other: &&Trail| other.bucket == bucket && other.arn != trail;
        if let Some(other) = trails.iter().find(is_other) {
            let message = format!("{} delivers to bucket {bucket} as well", other.arn);
            let help = "leave out --with-bucket, or delete that trail first";
            return Err(PlanError::unusable(message, help).into());
        }
        Ok(())
    }

    /// Reports the KMS key that `ct` created for a trail, and the command that removes it.
    pub fn report_key(&self, trail: &Trail) {
        let Some(key) = &trail.key else { return };
        match self.session.is_key_created_for(key, &trail.arn, &trail.home) {
            Ok(true) => {
                let flags = self.session.flags(&trail.home);
                (self.note)(&format!(
                    "key {key} was created for the trail and stays: its log files cannot be read \
                     without it; to remove it:\n  aws kms schedule-key-deletion --key-id {key}{flags}"
                ));
            }
            Ok(false) => {}
            Err(error) => (self.note)(&format!(
                "key {key} stays; cannot check whether it was created for the trail: {}",
                Fault::from(error)
            )),
        }
    }
}
