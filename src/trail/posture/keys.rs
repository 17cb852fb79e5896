//! Rules for the KMS keys that encrypt logs: whether they are usable, by whom, and rotated.

use super::check::{Finding, Judgement};
use super::facts::{Key, KeyFacts, Lookup, Snapshot};
use super::policies::{PolicyView, Wanted};
use crate::policy::arn::{self, Trails};
use crate::policy::name::Refused;
use crate::policy::{CLOUDTRAIL, Policy, Principal, compare, key};
use crate::trail::Trail;

/// A key with its facts.
pub(super) struct KeyView<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) arn: &'s str,
    pub(super) key: &'s Key,
}

impl<'s> KeyView<'s> {
    /// The key policy, compared with what the trails that use it need.
    pub(super) fn policy(&self) -> Result<PolicyView<'s>, Finding> {
        if self.key.facts == Lookup::Absent && self.key.policy == Lookup::Absent {
            return Err(Finding::omitted());
        }
        let all = self.snapshot.trails.iter().map(|facts| &facts.trail);
        let users: Vec<&Trail> = all.filter(|it| it.key.as_deref() == Some(self.arn)).collect();
        let mut command = "ct policy key".to_owned();
        for trail in &users {
            command = format!("{command} --trail {}", trail.arn);
        }
        let found = self.key.policy.as_deref();
        let mut unknown = None;
        let bucket_key = self.has_bucket_key(&users).unwrap_or_else(|why| {
            // A policy that is also enough with a bucket key needs no answer.
            let text = found.found().copied().unwrap_or_default();
            let with_bucket_key = self.needed_by(&users, true).ok();
            let is_enough = with_bucket_key
                .is_some_and(|it| compare::missing(text, &it).is_ok_and(|it| it.is_empty()));
            unknown = Some(why.to_owned()).filter(|_| !is_enough);
            is_enough
        });
        if bucket_key {
            command += " --bucket-key";
        }
        let mut wanted = Wanted::default();
        wanted.add(self.needed_by(&users, bucket_key), command);
        wanted.unknown = wanted.unknown.or(unknown);
        Ok(PolicyView { found, wanted })
    }

    /// Whether a bucket of these trails uses an S3 Bucket Key.
    ///
    /// # Errors
    /// Why that is not known.
    fn has_bucket_key(&self, trails: &[&Trail]) -> Result<bool, &'s str> {
        let mut unknown = None;
        for trail in trails {
            let bucket_key = match self.snapshot.buckets.get(&trail.bucket) {
                Some(Lookup::Found(bucket)) => &bucket.bucket_key,
                Some(Lookup::Failed(why)) => {
                    unknown = Some(why.as_str());
                    continue;
                }
                Some(Lookup::Absent) | None => continue,
            };
            match bucket_key {
                Lookup::Found(true) => return Ok(true),
                Lookup::Found(false) | Lookup::Absent => {}
                Lookup::Failed(why) => unknown = Some(why),
            }
        }
        unknown.map_or(Ok(false), Err)
    }

    /// What CloudTrail needs; who else may use the key is the owner's choice.
    fn needed_by(&self, users: &[&Trail], bucket_key: bool) -> Result<Policy, Refused> {
        let arn = arn::Key::new(self.arn, None)?;
        let trails = users.iter().map(|trail| arn::Trail::new(&trail.arn, None));
        let mut policy = key::policy(&key::Use {
            owner: arn.home().account.clone(),
            trails: Trails::new(trails.collect::<Result<_, _>>()?)?,
            readers: Vec::new(),
            bucket_key,
        });
        let cloudtrail = Some(Principal::Service(CLOUDTRAIL.into()));
        policy.statements.retain(|statement| statement.principal == cloudtrail);
        Ok(policy)
    }
}

/// Without the key, new logs are not delivered, and existing ones cannot be read.
pub(super) fn enabled(view: &KeyView<'_>) -> Judgement {
    let id = view.arn.rsplit('/').next().unwrap_or(view.arn);
    let Some(KeyFacts { state, .. }) = view.key.facts.read()? else {
        let fix = "set another: ct trail update NAME --kms-key KEY";
        return Ok(Finding::fail("there is no such key", fix));
    };
    Ok(match state.as_str() {
        "Enabled" => Finding::pass("enabled"),
        "PendingDeletion" => Finding::fail(
            "the key is pending deletion; logs encrypted with it become unreadable",
            format!("aws kms cancel-key-deletion --key-id {id}, then enable-key"),
        ),
        state => Finding::fail(
            format!("the key state is {state}"),
            format!("aws kms enable-key --key-id {id}"),
        ),
    })
}

/// KMS rotates symmetric keys with `AWS_KMS` material ("Rotate AWS KMS keys", AWS KMS Developer Guide),
/// and AWS managed keys in any case.
pub(super) fn rotation(view: &KeyView<'_>) -> Judgement {
    let no_key = "there is no such key";
    if let Lookup::Found(KeyFacts { is_aws_managed, origin, .. }) = &view.key.facts {
        if *is_aws_managed {
            return Ok(Finding::pass("AWS rotates it"));
        }
        if origin != "AWS_KMS" {
            let why = format!("the key material has origin {origin}: rotate it manually");
            return Ok(Finding::not_applicable(why));
        }
    }
    Ok(match (&view.key.facts, &view.key.rotation) {
        (_, Lookup::Found(true)) => Finding::pass("on"),
        (Lookup::Absent, _) | (_, Lookup::Absent) => Finding::not_applicable(no_key),
        (_, Lookup::Failed(why)) => Finding::unread(why),
        (_, Lookup::Found(false)) => {
            let fix = format!("aws kms enable-key-rotation --key-id {}", view.arn);
            Finding::fail("key rotation is off", fix)
        }
    })
}
