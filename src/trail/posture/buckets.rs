//! Rules for buckets that receive logs: who can write, who can read, and whether versions stay.

use super::check::{Finding, Judgement};
use super::facts::{AccessBlock, Bucket, Lookup, Snapshot};
use super::policies::{PolicyView, Wanted};
use crate::policy::bucket::Writers;
use crate::policy::name::{Refused, partition};
use crate::policy::{Policy, arn, bucket};
use crate::trail::Trail;

/// How the URIs of predefined groups begin, and those that are everyone, or everyone with an AWS account
/// ("Access control list (ACL) overview", Amazon S3 User Guide).
const GROUPS: &str = "http://acs.amazonaws.com/groups/";
const PUBLIC_GROUPS: [&str; 2] = ["global/AllUsers", "global/AuthenticatedUsers"];
/// The group of S3 server access logging.
const LOG_DELIVERY: &str = "s3/LogDelivery";

/// A bucket with its facts.
pub(super) struct BucketView<'s> {
    snapshot: &'s Snapshot,
    name: &'s str,
    pub(super) arn: String,
    found: &'s Lookup<Bucket>,
}

impl<'s> BucketView<'s> {
    /// Every bucket of a snapshot.
    pub(super) fn all(snapshot: &'s Snapshot) -> Vec<Self> {
        let view = |(name, found): (&'s String, &'s Lookup<Bucket>)| {
            let region = snapshot.writers(name).next().map_or("", |trail| &trail.home);
            Self { snapshot, name, arn: format!("arn:{}:s3:::{name}", partition(region)), found }
        };
        snapshot.buckets.iter().map(view).collect()
    }

    /// The facts; only `bucket.exists` judges a bucket without them.
    fn facts(&self) -> Result<&'s Bucket, Finding> {
        self.found.found().ok_or_else(Finding::omitted)
    }

    /// The bucket policy, compared with what its trails need.
    pub(super) fn policy(&self) -> Result<PolicyView<'s>, Finding> {
        let found = self.facts()?.policy.as_deref();
        let mut wanted = Wanted::default();
        for trail in self.snapshot.writers(self.name) {
            let command = self.policy_command(trail);
            match self.needed_by(trail) {
                Ok((policy, unknown)) => {
                    wanted.add(Ok::<_, String>(policy), command);
                    wanted.unknown = wanted.unknown.or(unknown);
                }
                Err(error) => wanted.add(Err(format!("{}: {error}", trail.name)), command),
            }
        }
        Ok(PolicyView { found, wanted })
    }

    fn policy_command(&self, trail: &Trail) -> String {
        let mut command = format!("ct policy bucket --bucket {} --trail {}", self.name, trail.arn);
        if !trail.prefix.is_empty() {
            command = format!("{command} --prefix {}", trail.prefix);
        }
        if trail.organization {
            let id = self.snapshot.organization.found().map_or("ID", |id| id);
            command = format!("{command} --org-id {id}");
        }
        command
    }

    /// The policy that a trail needs, and why it may need more.
    fn needed_by(&self, trail: &Trail) -> Result<(Policy, Option<String>), Refused> {
        let named = arn::Trail::new(&trail.arn, None)?;
        let (writers, unknown) = match (&self.snapshot.organization, trail.organization) {
            (Lookup::Found(id), true) => {
                (Writers::Organization { id: id.parse()?, trail: named }, None)
            }
            (Lookup::Failed(why), true) => (Writers::Trails(named.into()), Some(why.clone())),
            (Lookup::Absent, true) => {
                let why =
                    "the trail is an organization trail, but the account is in no organization";
                (Writers::Trails(named.into()), Some(why.to_owned()))
            }
            (_, false) => (Writers::Trails(named.into()), None),
        };
        Ok((bucket::policy(&self.name.parse()?, &trail.prefix.parse()?, &writers), unknown))
    }

    fn command(&self, operation: &str, flags: &str) -> String {
        format!("aws s3api {operation} --bucket {} {flags}", self.name)
    }
}

pub(super) fn exists(view: &BucketView<'_>) -> Judgement {
    Ok(match view.found.read()? {
        Some(bucket) => Finding::pass(format!("in {}", bucket.region)),
        None => Finding::fail(
            "no such bucket: logs are lost, and anyone who creates a bucket of that name receives them",
            format!("aws s3 mb s3://{}, or set another", view.name),
        ),
    })
}

/// A bucket in another account is what AWS recommends; one in an account that you do not know is how
/// logs are stolen.
pub(super) fn owner(view: &BucketView<'_>) -> Judgement {
    Ok(match &view.facts()?.is_own {
        Lookup::Found(true) => Finding::pass("the caller's account"),
        Lookup::Found(false) => Finding::not_applicable(
            "the bucket belongs to another account than the caller's: make sure that you know it",
        ),
        Lookup::Absent => Finding::not_applicable("the owner is not known"),
        Lookup::Failed(why) => Finding::not_applicable(why),
    })
}

/// By its policy or its ACL, unless a setting makes that ineffective.
pub(super) fn public(view: &BucketView<'_>) -> Judgement {
    let (acl, policy) = (public_acl(view.facts()?), public_policy(view.facts()?));
    let mut public = Vec::new();
    for found in [&acl, &policy] {
        public.extend(found.as_ref().ok().into_iter().flatten().map(String::as_str));
    }
    if public.is_empty() {
        acl?;
        policy?;
        return Ok(Finding::pass("neither by ACL nor by policy"));
    }
    Ok(Finding::fail(public.join(", "), format!("block public access: {}", block_command(view))))
}

/// What makes a bucket public by its ACL, if anything does.
fn public_acl(bucket: &Bucket) -> Result<Option<String>, Finding> {
    let is_ignored = bucket.access_block.found().is_some_and(|block| block.ignore_acls);
    if is_ignored || bucket.no_acls == Lookup::Found(true) {
        return Ok(None);
    }
    let grants = bucket.grants.read()?.map_or(&[][..], Vec::as_slice);
    let groups = grants.iter().map(|uri| uri.strip_prefix(GROUPS).unwrap_or(uri));
    let (public, others): (Vec<&str>, Vec<&str>) =
        groups.filter(|it| *it != LOG_DELIVERY).partition(|it| PUBLIC_GROUPS.contains(it));
    if !public.is_empty() {
        // A setting that could not be read may make the ACL ineffective.
        bucket.access_block.read()?;
        bucket.no_acls.read()?;
        let names: Vec<&str> = public.iter().filter_map(|it| it.rsplit('/').next()).collect();
        return Ok(Some(format!("the ACL grants access to {}", names.join(" and "))));
    }
    let Some(other) = others.first() else { return Ok(None) };
    let what = if other.is_empty() { "a grantee without a name" } else { other };
    Err(Finding::unclear(
        format!("the ACL grants access to {what}, which may be anyone"),
        "check the grantees: aws s3api get-bucket-acl",
    ))
}

/// What makes a bucket public by its policy, if anything does.
fn public_policy(bucket: &Bucket) -> Result<Option<String>, Finding> {
    if bucket.access_block.found().is_some_and(|block| block.restrict) {
        return Ok(None);
    }
    if bucket.public.read()? != Some(&true) {
        return Ok(None);
    }
    // A setting that could not be read may make the policy ineffective.
    bucket.access_block.read()?;
    Ok(Some("the policy is public".to_owned()))
}

fn block_command(view: &BucketView<'_>) -> String {
    let flags = AccessBlock::NAMES.map(|name| format!("{name}=true")).join(",");
    let flags = format!("--public-access-block-configuration {flags}");
    view.command("put-public-access-block", &flags)
}

pub(super) fn access_block(view: &BucketView<'_>) -> Judgement {
    let block = view.facts()?.access_block.read()?.copied().unwrap_or_default();
    let settings = AccessBlock::NAMES.into_iter().zip(block.settings());
    let off: Vec<&str> = settings.filter(|(_, is_on)| !is_on).map(|(name, _)| name).collect();
    Ok(if off.is_empty() {
        Finding::pass("all four settings are on")
    } else {
        let why = format!("off: {}; the account-level setting is not checked", off.join(", "));
        Finding::fail(why, block_command(view))
    })
}

pub(super) fn access_logging(view: &BucketView<'_>) -> Judgement {
    let Some(target) = view.facts()?.logging.read()? else {
        let flags = "--bucket-logging-status \
             '{\"LoggingEnabled\":{\"TargetBucket\":\"LOGS\",\"TargetPrefix\":\"access/\"}}'";
        let fix = view.command("put-bucket-logging", flags);
        return Ok(Finding::fail("reads of log files are not logged", fix));
    };
    Ok(Finding::pass(format!("to {target}")))
}

pub(super) fn versioning(view: &BucketView<'_>) -> Judgement {
    let versioning = view.facts()?.versioning.read()?.copied().unwrap_or_default();
    Ok(if versioning.is_enabled {
        Finding::pass("old versions are kept")
    } else {
        let fix =
            view.command("put-bucket-versioning", "--versioning-configuration Status=Enabled");
        Finding::fail("a log file that is overwritten or deleted cannot be restored", fix)
    })
}

pub(super) fn mfa_delete(view: &BucketView<'_>) -> Judgement {
    let versioning = view.facts()?.versioning.read()?.copied().unwrap_or_default();
    Ok(if versioning.mfa_delete {
        Finding::pass("MFA delete is on")
    } else {
        let flags =
            "--versioning-configuration Status=Enabled,MFADelete=Enabled --mfa 'DEVICE CODE'";
        let fix = format!("as root: {}", view.command("put-bucket-versioning", flags));
        Finding::fail("MFA delete is off", fix)
    })
}

/// The targets themselves are judged by the rules for topics and queues.
pub(super) fn notifications(view: &BucketView<'_>) -> Judgement {
    let found = view.facts()?.notifications.read()?;
    let targets = found.into_iter().flat_map(|it| it.topics.iter().chain(&it.queues));
    let targets: Vec<&str> = targets.map(|target| target.arn.as_str()).collect();
    Ok(Finding::pass(if targets.is_empty() { "no target".to_owned() } else { targets.join(", ") }))
}
