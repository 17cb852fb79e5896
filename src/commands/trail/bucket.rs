//! The bucket of a trail for which the user names none, and buckets that interrupted runs left.

use std::hash::{BuildHasher as _, RandomState};

use crate::aws::{PrefixedBuckets, Session};
use crate::commands::{UserError, print_message};
use crate::policy::name::Account;
use crate::source::FaultKind;
use crate::trail::plan::{BucketRequest, BucketSource, adopt_or_remove};

/// The bucket to create or to resume with: one that an earlier run created for the trail, or a new
/// one with a random name. Reports other buckets that earlier runs left.
///
/// # Errors
/// AWS refuses, or cannot be reached.
pub(super) fn default_bucket(
    session: &Session,
    account: &Account,
    trail: &str,
) -> anyhow::Result<BucketRequest> {
    let prefix = name_prefix(account);
    let found = match session.buckets_created_for(trail, &prefix) {
        Err(error) if error.kind == FaultKind::Denied => {
            let what = "cannot look for a bucket of an earlier run";
            print_message(&format!("{what}: {}: {}", error.message, error.help));
            PrefixedBuckets::default()
        }
        found => found.map_err(UserError::from)?,
    };
    let name = match found.created.first() {
        Some(name) => name.clone(),
        // Random: another account can take a guessable name first.
        None => format!("{prefix}{:08x}", RandomState::new().hash_one(&prefix) >> 32),
    };
    report_leftovers(session, &found, &name, trail)?;
    Ok(BucketRequest { name: name.parse()?, source: BucketSource::Default })
}

/// Reports the buckets with default names that earlier runs left, but for the one in use. Without
/// permission to list buckets it reports nothing.
///
/// # Errors
/// No Region is configured.
pub(super) fn report_other_buckets(
    session: &Session,
    account: &Account,
    in_use: &str,
    trail: &str,
) -> anyhow::Result<()> {
    match session.buckets_created_for(trail, &name_prefix(account)) {
        Ok(found) => report_leftovers(session, &found, in_use, trail),
        Err(_) => Ok(()),
    }
}

/// How default bucket names begin.
fn name_prefix(account: &Account) -> String {
    format!("aws-cloudtrail-logs-{account}-")
}

fn report_leftovers(
    session: &Session,
    found: &PrefixedBuckets,
    in_use: &str,
    trail: &str,
) -> anyhow::Result<()> {
    let flags = session.flags(session.home().map_err(UserError::from)?);
    for name in found.created.iter().filter(|name| *name != in_use) {
        if session.bucket_policy(name).is_ok_and(|policy| policy.is_empty())
            && session.bucket_is_empty(name).unwrap_or(false)
        {
            print_message(&format!(
                "bucket {name} is empty and no trail delivers to it; to remove it:\n  \
                 aws s3api delete-bucket --bucket {name}{flags}"
            ));
        }
    }
    // An untagged bucket may be another program's: ct does not use it by itself.
    for name in found.untagged.iter().filter(|name| session.is_bare_bucket(name)) {
        print_message(&format!(
            "bucket {name} is empty and has no tags; if an interrupted run of ct created it, {}",
            adopt_or_remove(name, trail, &flags)
        ));
    }
    Ok(())
}
