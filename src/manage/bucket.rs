//! The bucket of a trail for which the user names none, and buckets that interrupted runs left.

use std::hash::{BuildHasher as _, RandomState};

use super::{Manager, Result};
use crate::aws::{self, PrefixedBuckets};
use crate::policy::name::Account;
use crate::source::FaultKind;
use crate::trail::plan::{BucketRequest, BucketSource, adopt_or_remove};

impl Manager<'_> {
    /// The bucket to create or to resume with: one that an earlier run created for the trail, or a new
    /// one with a random name. Reports other buckets that earlier runs left.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached; or a bucket may be that of an earlier run and cannot be read.
    pub(super) fn default_bucket(&self, account: &Account, trail: &str) -> Result<BucketRequest> {
        let prefix = name_prefix(account);
        let found = match self.session.buckets_created_for(trail, &prefix, None) {
            Err(error) if error.kind == FaultKind::Denied => {
                let what = "cannot look for a bucket of an earlier run";
                (self.note)(&format!("{what}: {}: {}", error.message, error.help));
                PrefixedBuckets::default()
            }
            found => found?,
        };
        let (name, source) = match (found.created.first(), own_unread(&found, &prefix).next()) {
            (Some(name), _) => (name.clone(), BucketSource::Created),
            (None, Some((name, error))) => return Err(unreadable(name, error).into()),
            (None, None) => {
                // Random: another account can take a guessable name first.
                let random = RandomState::new().hash_one(&prefix) >> 32;
                (format!("{prefix}{random:08x}"), BucketSource::Default)
            }
        };
        self.report_leftovers(&found, &prefix, &name, trail)?;
        Ok(BucketRequest { name: name.parse()?, source })
    }

    /// Reports the buckets with default names that earlier runs left, but for the one in use. Without
    /// permission to list buckets it reports nothing.
    ///
    /// # Errors
    /// No Region is configured.
    pub(super) fn report_other_buckets(
        &self,
        account: &Account,
        in_use: &str,
        trail: &str,
    ) -> Result<()> {
        let prefix = name_prefix(account);
        match self.session.buckets_created_for(trail, &prefix, Some(in_use)) {
            Ok(found) => self.report_leftovers(&found, &prefix, in_use, trail)?,
            Err(error) if error.kind == FaultKind::Denied => {}
            Err(error) => {
                let what = "cannot look for buckets of earlier runs";
                (self.note)(&format!("{what}: {}: {}", error.message, error.help));
            }
        }
        Ok(())
    }

    fn report_leftovers(
        &self,
        found: &PrefixedBuckets,
        prefix: &str,
        in_use: &str,
        trail: &str,
    ) -> Result<()> {
        let flags = self.session.flags(self.session.home()?);
        for name in found.created.iter().filter(|name| *name != in_use) {
            if self.is_unused(name) {
                (self.note)(&format!(
                    "bucket {name} is empty and no trail delivers to it; to remove it:\n  \
                     aws s3api delete-bucket --bucket {name}{flags}"
                ));
            }
        }
        // An untagged bucket may be another program's: ct does not use it by itself.
        for name in found.untagged.iter().filter(|name| self.is_unused(name)) {
            (self.note)(&format!(
                "bucket {name} is empty and has no tags; if an interrupted run of ct created it, {}",
                adopt_or_remove(name, trail, &flags)
            ));
        }
        for (name, error) in own_unread(found, prefix) {
            self.report_unread(name, error);
        }
        Ok(())
    }

    /// Whether a bucket has neither policy nor objects. Reports one that cannot be read.
    fn is_unused(&self, name: &str) -> bool {
        let is_unused = self.session.is_unused_bucket(name);
        is_unused.map_err(|error| self.report_unread(name, &error)).unwrap_or(false)
    }

    fn report_unread(&self, name: &str, error: &aws::Error) {
        let what = format!("cannot tell whether an earlier run left bucket {name}");
        (self.note)(&format!("{what}: {}: {}", error.message, error.help));
    }
}

/// How default bucket names begin.
fn name_prefix(account: &Account) -> String {
    format!("aws-cloudtrail-logs-{account}-")
}

/// The buckets that cannot be read and have a name that [`Manager::default_bucket`] makes.
fn own_unread<'f>(
    found: &'f PrefixedBuckets,
    prefix: &'f str,
) -> impl Iterator<Item = &'f (String, aws::Error)> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_own = move |rest: &str| rest.len() == 8 && rest.bytes().all(is_digit);
    found.unread.iter().filter(move |(name, _)| name.strip_prefix(prefix).is_some_and(is_own))
}

fn unreadable(name: &str, error: &aws::Error) -> aws::Error {
    aws::Error {
        kind: error.kind,
        message: format!(
            "cannot read the tags of bucket {name}, which an earlier run may have created: {}",
            error.message
        ),
        help: format!("{}; or name the bucket to use: --bucket NAME", error.help),
    }
}
