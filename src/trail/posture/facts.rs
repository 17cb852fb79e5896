//! The facts about trails and what they deliver to. Judges nothing.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::policy::sender::Sender;
use crate::trail::notifications::Notifications;
use crate::trail::selectors::Selectors;
use crate::trail::{Status, Trail};

/// The result of looking up one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// Its value.
    Found(T),
    /// It does not exist.
    Absent,
    /// It could not be read: why, with the permission that is missing.
    Failed(String),
}

/// An account, its trails, and what they deliver to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The account id of the caller.
    pub account: Lookup<String>,
    /// Its organization; looked up only if one of the trails is an organization trail.
    pub organization: Lookup<String>,
    /// Whether these are all trails that the Region shows. Otherwise the account is not judged.
    pub is_whole: bool,
    /// The trails.
    pub trails: Vec<TrailFacts>,
    /// The buckets that they deliver to, by name.
    pub buckets: BTreeMap<String, Lookup<Bucket>>,
    /// The KMS keys that encrypt logs, by ARN.
    pub keys: BTreeMap<String, Key>,
    /// The topics that receive notifications of new logs, by ARN.
    pub topics: BTreeMap<String, Lookup<Topic>>,
    /// The queues that receive notifications of new logs, by ARN.
    pub queues: BTreeMap<String, Lookup<Queue>>,
}

/// A trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailFacts {
    /// Its settings.
    pub trail: Trail,
    /// Its status in its home Region.
    pub status: Lookup<Status>,
    /// The events that it logs.
    pub selectors: Lookup<Selectors>,
}

/// A bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its Region.
    pub region: String,
    /// Whether the caller's account owns it.
    pub is_own: Lookup<bool>,
    /// Its policy, as JSON.
    pub policy: Lookup<String>,
    /// Whether S3 considers that policy public.
    pub public: Lookup<bool>,
    /// Its Block Public Access settings.
    pub access_block: Lookup<AccessBlock>,
    /// The groups that its ACL grants access to, by URI; an empty one for a grantee without a name.
    pub grants: Lookup<Vec<String>>,
    /// Its versioning.
    pub versioning: Lookup<Versioning>,
    /// Whether its default encryption uses an S3 Bucket Key.
    pub bucket_key: Lookup<bool>,
    /// The bucket that receives its server access logs.
    pub logging: Lookup<String>,
    /// Whether Object Ownership disables ACLs: the bucket owner owns all objects.
    pub no_acls: Lookup<bool>,
    /// The targets of its event notifications.
    pub notifications: Lookup<Notifications>,
}

/// `PublicAccessBlockConfiguration` (Amazon S3 API Reference).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessBlock {
    /// Public ACLs cannot be set.
    pub block_acls: bool,
    /// Existing public ACLs have no effect.
    pub ignore_acls: bool,
    /// Public policies cannot be set.
    pub block_policy: bool,
    /// An existing public policy grants nothing to other accounts.
    pub restrict: bool,
}

impl AccessBlock {
    /// The names of the settings in the API.
    pub(super) const NAMES: [&'static str; 4] =
        ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    /// The settings, in the order of [`AccessBlock::NAMES`].
    pub(super) fn settings(self) -> [bool; 4] {
        [self.block_acls, self.ignore_acls, self.block_policy, self.restrict]
    }
}

/// `GetBucketVersioning` (Amazon S3 API Reference).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versioning {
    /// Versions are kept.
    pub is_enabled: bool,
    /// Deleting a version requires MFA.
    pub mfa_delete: bool,
}

/// A KMS key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its metadata.
    pub facts: Lookup<KeyFacts>,
    /// Whether automatic rotation is on.
    pub rotation: Lookup<bool>,
    /// Its policy, as JSON.
    pub policy: Lookup<String>,
}

/// `KeyMetadata` (AWS KMS API Reference).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// `Enabled`, `Disabled`, `PendingDeletion`, …
    pub state: String,
    /// Whether it is an AWS managed key.
    pub is_aws_managed: bool,
    /// The origin of its key material: `AWS_KMS`, `EXTERNAL`, …
    pub origin: String,
}

/// An SNS topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its policy, as JSON.
    pub policy: Lookup<String>,
    /// Its subscriptions.
    pub subscriptions: Lookup<Vec<Subscription>>,
}

/// A subscription to a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// `sqs`, `email`, …
    pub protocol: String,
    /// An ARN or an address.
    pub endpoint: String,
    /// Whether it was confirmed; SNS sends nothing before.
    pub is_confirmed: bool,
}

/// An SQS queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its policy, as JSON.
    pub policy: Lookup<String>,
}

impl<T> Lookup<T> {
    /// The value, if it was found.
    pub fn found(&self) -> Option<&T> {
        match self {
            Self::Found(value) => Some(value),
            Self::Absent | Self::Failed(_) => None,
        }
    }

    /// Converts the value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Lookup<U> {
        match self {
            Self::Found(value) => Lookup::Found(convert(value)),
            Self::Absent => Lookup::Absent,
            Self::Failed(why) => Lookup::Failed(why),
        }
    }
}

impl Lookup<String> {
    /// A bucket as a sender, if this is the caller's account: its owner is known only if that owns it.
    pub(super) fn bucket_sender<'s>(&'s self, name: &'s str, is_own: &Lookup<bool>) -> Sender<'s> {
        let owner = self.found().filter(|_| *is_own == Lookup::Found(true));
        Sender::Bucket { name, owner: owner.map(String::as_str) }
    }
}

impl<T: Deref> Lookup<T> {
    /// The same with a reference to the value's target, as `Option::as_deref`.
    pub(super) fn as_deref(&self) -> Lookup<&T::Target> {
        match self {
            Self::Found(value) => Lookup::Found(value),
            Self::Absent => Lookup::Absent,
            Self::Failed(why) => Lookup::Failed(why.clone()),
        }
    }
}

impl Snapshot {
    /// The trails that deliver to a bucket.
    pub(super) fn writers(&self, bucket: &str) -> impl Iterator<Item = &Trail> {
        self.trails.iter().map(|facts| &facts.trail).filter(move |trail| trail.bucket == bucket)
    }
}
