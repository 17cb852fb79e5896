//! Buckets that hold logs: who may write, who may read, and whether what was written stays.

use super::policies::{Held, Rules};
use super::rules::{
    BUCKET, BUCKET_BLOCK, BUCKET_BROAD, BUCKET_DENY, BUCKET_LOGGING, BUCKET_MFA, BUCKET_NOTIFIED,
    BUCKET_OWNER, BUCKET_POLICY, BUCKET_PUBLIC, BUCKET_TLS, BUCKET_VERSIONING,
};
use super::{AccessBlock, Bucket, Check, Notified, Ownership, Piece, Snapshot, Versioning};
use crate::policy::bucket::Writers;
use crate::policy::name::{Refused, partition};
use crate::policy::{Policy, arn, bucket};
use crate::trail::Trail;

const RULES: Rules = Rules {
    missing: BUCKET_POLICY,
    broad: BUCKET_BROAD,
    deny: BUCKET_DENY,
    denials: Some(BUCKET_TLS),
};

/// Groups that are everybody, or everybody with an account ("Access control list (ACL) overview",
/// Amazon S3 User Guide).
const EVERYBODY: [&str; 2] = [
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
];

pub(super) fn checks(snapshot: &Snapshot) -> Vec<Check> {
    let each = snapshot.buckets.iter().map(|(name, bucket)| {
        let trail = snapshot.writers(name).next();
        let region = trail.map_or("", |trail| &trail.home);
        let subject = format!("arn:{}:s3:::{name}", partition(region));
        match bucket {
            Piece::Known(bucket) => of(snapshot, name, bucket, &subject),
            Piece::Refused(why) => vec![BUCKET.unknown(&subject, why)],
            Piece::Absent => {
                let why =
                    "no such bucket: logs are lost, and whoever makes one of that name gets them";
                vec![BUCKET.fail(&subject, why, format!("aws s3 mb s3://{name}, or set another"))]
            }
        }
    });
    each.flatten().collect()
}

fn of(snapshot: &Snapshot, name: &str, bucket: &Bucket, subject: &str) -> Vec<Check> {
    let mut checks = vec![
        BUCKET.pass(subject, format!("in {}", bucket.region)),
        owner(bucket, subject),
        public(bucket, subject),
        access_block(name, bucket, subject),
        logging(name, bucket, subject),
    ];
    checks.extend(versioning(name, bucket, subject));
    checks.extend(policy(snapshot, name, bucket, subject));
    checks.push(notified(bucket, subject));
    checks
}

/// A bucket of another account is what AWS advises; one that is nobody's whom you know is how logs
/// are stolen.
fn owner(bucket: &Bucket, subject: &str) -> Check {
    match &bucket.is_own {
        Piece::Known(true) => BUCKET_OWNER.pass(subject, "the account that asks"),
        Piece::Known(false) => {
            let why =
                "it belongs to another account than the one that asks: make sure that you know it";
            BUCKET_OWNER.not_applicable(subject, why)
        }
        Piece::Absent => BUCKET_OWNER.not_applicable(subject, "nobody can tell"),
        Piece::Refused(why) => BUCKET_OWNER.not_applicable(subject, why),
    }
}

/// By its policy or by its ACL, unless what is public has no effect.
fn public(bucket: &Bucket, subject: &str) -> Check {
    let block = bucket.access_block.known().copied().unwrap_or_default();
    let enforced = bucket.ownership.known() == Some(&Ownership::Enforced);
    let by_acl = !(block.ignore_acls || enforced);
    let by_policy = !block.restrict;
    let granted = bucket.grants.known().into_iter().flatten();
    let groups: Vec<&str> = granted
        .filter(|group| EVERYBODY.contains(&group.as_str()))
        .filter_map(|group| group.rsplit('/').next())
        .collect();
    let mut public = Vec::new();
    if by_acl && !groups.is_empty() {
        public.push(format!("the ACL grants {}", groups.join(" and ")));
    }
    if by_policy && bucket.public == Piece::Known(true) {
        public.push("the policy is public".to_owned());
    }
    if !public.is_empty() {
        // Whether something makes that void could not be read.
        let ownership = BUCKET_PUBLIC.read(&bucket.ownership, subject);
        let block = BUCKET_PUBLIC.read(&bucket.access_block, subject);
        if let Some(unknown) = block.err().or(ownership.err().filter(|_| !by_policy)) {
            return *unknown;
        }
        let fix = format!(
            "block it: aws s3api put-public-access-block --bucket {} \
             --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,\
             BlockPublicPolicy=true,RestrictPublicBuckets=true",
            last(subject)
        );
        return BUCKET_PUBLIC.fail(subject, public.join(", "), fix);
    }
    let unread = [
        by_acl.then(|| BUCKET_PUBLIC.read(&bucket.grants, subject).err()).flatten(),
        by_policy.then(|| BUCKET_PUBLIC.read(&bucket.public, subject).err()).flatten(),
    ];
    match unread.into_iter().flatten().next() {
        Some(unknown) => *unknown,
        None => BUCKET_PUBLIC.pass(subject, "neither by ACL nor by policy"),
    }
}

/// The name in the ARN of a bucket.
fn last(subject: &str) -> &str {
    subject.rsplit(':').next().unwrap_or(subject)
}

fn access_block(name: &str, bucket: &Bucket, subject: &str) -> Check {
    let found = match BUCKET_BLOCK.read(&bucket.access_block, subject) {
        Ok(found) => found.copied().unwrap_or_default(),
        Err(unknown) => return *unknown,
    };
    let AccessBlock { block_acls, ignore_acls, block_policy, restrict } = found;
    let all = [
        ("BlockPublicAcls", block_acls),
        ("IgnorePublicAcls", ignore_acls),
        ("BlockPublicPolicy", block_policy),
        ("RestrictPublicBuckets", restrict),
    ];
    let off: Vec<&str> = all.iter().filter(|(_, is_on)| !is_on).map(|(name, _)| *name).collect();
    if off.is_empty() {
        return BUCKET_BLOCK.pass(subject, "all four settings are on");
    }
    let why = format!("off: {}; the account's own block is not looked at", off.join(", "));
    let flags = all.map(|(name, _)| format!("{name}=true")).join(",");
    let fix = format!(
        "aws s3api put-public-access-block --bucket {name} --public-access-block-configuration \
         {flags}"
    );
    BUCKET_BLOCK.fail(subject, why, fix)
}

fn logging(name: &str, bucket: &Bucket, subject: &str) -> Check {
    match BUCKET_LOGGING.read(&bucket.logging, subject) {
        Err(unknown) => *unknown,
        Ok(Some(target)) => BUCKET_LOGGING.pass(subject, format!("to {target}")),
        Ok(None) => {
            let fix = format!(
                "aws s3api put-bucket-logging --bucket {name} --bucket-logging-status \
                 '{{\"LoggingEnabled\":{{\"TargetBucket\":\"LOGS\",\"TargetPrefix\":\"access/\"}}}}'"
            );
            BUCKET_LOGGING.fail(subject, "nobody can tell who read logs", fix)
        }
    }
}

fn versioning(name: &str, bucket: &Bucket, subject: &str) -> [Check; 2] {
    let unknown = |why: &str| [BUCKET_VERSIONING, BUCKET_MFA].map(|it| it.unknown(subject, why));
    let Versioning { is_enabled, mfa_delete } = match &bucket.versioning {
        Piece::Known(found) => *found,
        Piece::Absent => Versioning::default(),
        Piece::Refused(why) => return unknown(why),
    };
    let command = format!("aws s3api put-bucket-versioning --bucket {name}");
    let versioning = if is_enabled {
        BUCKET_VERSIONING.pass(subject, "they are kept")
    } else {
        let fix = format!("{command} --versioning-configuration Status=Enabled");
        BUCKET_VERSIONING.fail(subject, "a log that is overwritten or deleted is gone", fix)
    };
    let mfa = if mfa_delete {
        BUCKET_MFA.pass(subject, "they are")
    } else {
        let fix = format!(
            "as root: {command} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa \
             'DEVICE CODE'"
        );
        BUCKET_MFA.fail(subject, "MFA delete is off", fix)
    };
    [versioning, mfa]
}

/// What S3 tells is looked at for itself, if it is known which.
fn notified(bucket: &Bucket, subject: &str) -> Check {
    match BUCKET_NOTIFIED.read(&bucket.notified, subject) {
        Err(unknown) => *unknown,
        Ok(None) => BUCKET_NOTIFIED.pass(subject, "nobody"),
        Ok(Some(Notified { topics, queues, .. })) => {
            let told: Vec<&str> = topics.iter().chain(queues).map(|it| it.arn.as_str()).collect();
            let why = if told.is_empty() { "nobody".to_owned() } else { told.join(", ") };
            BUCKET_NOTIFIED.pass(subject, why)
        }
    }
}

fn policy(snapshot: &Snapshot, name: &str, bucket: &Bucket, subject: &str) -> Vec<Check> {
    let (mut wanted, mut unsure, mut command) = (Vec::new(), None, String::new());
    for trail in snapshot.writers(name) {
        command = format!("ct policy bucket --bucket {name} --trail {}", trail.arn);
        if !trail.prefix.is_empty() {
            command = format!("{command} --prefix {}", trail.prefix);
        }
        if trail.organisation {
            let id = snapshot.organisation.known().map_or("ID", |id| id);
            command = format!("{command} --org-id {id}");
        }
        match wish(snapshot, name, trail) {
            Ok((policy, why)) => {
                wanted.push(policy);
                unsure = unsure.or(why);
            }
            Err(refused) => unsure = Some(format!("{}: {refused}", trail.name)),
        }
    }
    Held { rules: &RULES, subject, found: &bucket.policy, wanted, unsure, command }.checks()
}

/// What a trail needs; and why that is not all.
fn wish(
    snapshot: &Snapshot,
    name: &str,
    trail: &Trail,
) -> Result<(Policy, Option<String>), Refused> {
    let named = arn::Trail::new(&trail.arn, None)?;
    let (writers, unsure) = match (&snapshot.organisation, trail.organisation) {
        (Piece::Known(id), true) => (Writers::Organisation { id: id.parse()?, trail: named }, None),
        (Piece::Refused(why), true) => (Writers::Trails(named.into()), Some(why.clone())),
        (Piece::Absent, true) => {
            let why = "the account is in no organisation, though a trail is of one";
            (Writers::Trails(named.into()), Some(why.to_owned()))
        }
        (_, false) => (Writers::Trails(named.into()), None),
    };
    Ok((bucket::policy(&name.parse()?, &trail.prefix.parse()?, &writers), unsure))
}
