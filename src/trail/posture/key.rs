//! Keys of KMS that encrypt logs: whether they can be used, by whom, and whether they are rotated.

use super::policies::{Held, Rules};
use super::rules::{KEY, KEY_BROAD, KEY_DENY, KEY_POLICY, KEY_ROTATION};
use super::{Check, Encryption, Key, KeyFacts, Piece, Snapshot};
use crate::policy::arn::{self, Trails};
use crate::policy::name::Refused;
use crate::policy::{CLOUDTRAIL, Policy, Principal, key};
use crate::trail::Trail;

const RULES: Rules = Rules { missing: KEY_POLICY, broad: KEY_BROAD, deny: KEY_DENY, denials: None };

pub(super) fn checks(snapshot: &Snapshot) -> Vec<Check> {
    let each = snapshot.keys.iter().map(|(arn, key)| {
        let mut checks = vec![usable(arn, key), rotation(arn, key)];
        if checks[0].state != super::State::Fail || key.policy != Piece::Absent {
            checks.extend(policy(snapshot, arn, key));
        }
        checks
    });
    each.flatten().collect()
}

/// Logs that cannot be encrypted are not delivered, and what cannot be decrypted cannot be read.
fn usable(arn: &str, key: &Key) -> Check {
    let id = arn.rsplit('/').next().unwrap_or(arn);
    match &key.facts {
        Piece::Refused(why) => KEY.unknown(arn, why),
        Piece::Absent => {
            KEY.fail(arn, "there is no such key", "set another: ct trail update NAME --kms-key KEY")
        }
        Piece::Known(KeyFacts { state, .. }) => match state.as_str() {
            "Enabled" => KEY.pass(arn, "it is enabled"),
            "PendingDeletion" => {
                let fix = format!("aws kms cancel-key-deletion --key-id {id}, then enable-key");
                KEY.fail(arn, "it is about to be deleted, and all logs with it", fix)
            }
            state => KEY.fail(
                arn,
                format!("its state is {state}"),
                format!("aws kms enable-key --key-id {id}"),
            ),
        },
    }
}

/// KMS rotates symmetric keys whose material it made ("Rotate AWS KMS keys", AWS KMS Developer
/// Guide), and those that AWS manages without being asked.
fn rotation(arn: &str, key: &Key) -> Check {
    if let Piece::Known(KeyFacts { is_aws_managed: true, .. }) = key.facts {
        return KEY_ROTATION.pass(arn, "AWS manages it");
    }
    if let Piece::Known(KeyFacts { origin, .. }) = &key.facts
        && origin != "AWS_KMS"
    {
        return KEY_ROTATION
            .not_applicable(arn, format!("its material is from {origin}: rotate it by hand"));
    }
    match (&key.facts, &key.rotation) {
        (_, Piece::Known(true)) => KEY_ROTATION.pass(arn, "every year, or as it is set"),
        (Piece::Absent, _) | (_, Piece::Absent) => {
            KEY_ROTATION.not_applicable(arn, "there is no such key")
        }
        (_, Piece::Refused(why)) => KEY_ROTATION.unknown(arn, why),
        (_, Piece::Known(false)) => {
            let fix = format!("aws kms enable-key-rotation --key-id {arn}");
            KEY_ROTATION.fail(arn, "it is not", fix)
        }
    }
}

fn policy(snapshot: &Snapshot, arn: &str, key: &Key) -> Vec<Check> {
    let all = snapshot.trails.iter().map(|facts| &facts.trail);
    let users: Vec<&Trail> = all.filter(|trail| trail.key.as_deref() == Some(arn)).collect();
    let mut command = "ct policy key".to_owned();
    for trail in &users {
        command = format!("{command} --trail {}", trail.arn);
    }
    if users.iter().any(|trail| has_bucket_key(snapshot, trail)) {
        command += " --bucket-key";
    }
    let (wanted, unsure) = match wish(snapshot, arn, &users) {
        Ok(policy) => (vec![policy], None),
        Err(refused) => (Vec::new(), Some(refused.to_string())),
    };
    Held { rules: &RULES, subject: arn, found: &key.policy, wanted, unsure, command }.checks()
}

fn has_bucket_key(snapshot: &Snapshot, trail: &Trail) -> bool {
    let bucket = snapshot.buckets.get(&trail.bucket).and_then(Piece::known);
    let encryption = bucket.and_then(|bucket| bucket.encryption.known());
    encryption.is_some_and(|Encryption { bucket_key, .. }| *bucket_key)
}

/// What CloudTrail needs of a key. Whoever manages it is its owner's business.
fn wish(snapshot: &Snapshot, key: &str, users: &[&Trail]) -> Result<Policy, Refused> {
    let key = arn::Key::new(key, None)?;
    let trails = users.iter().map(|trail| arn::Trail::new(&trail.arn, None));
    let usage = key::Use {
        owner: key.home().account.clone(),
        trails: Trails::new(trails.collect::<Result<_, _>>()?)?,
        readers: Vec::new(),
        bucket_key: users.iter().any(|trail| has_bucket_key(snapshot, trail)),
    };
    let mut policy = key::policy(&usage);
    let is_for_cloudtrail = |principal: &Option<Principal>| matches!(principal, Some(Principal::Service(name)) if name == CLOUDTRAIL);
    policy.statements.retain(|statement| is_for_cloudtrail(&statement.principal));
    Ok(policy)
}
