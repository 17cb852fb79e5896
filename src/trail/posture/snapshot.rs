//! What was found of trails and of what they deliver to. Judges nothing.

use std::collections::BTreeMap;

use crate::trail::selectors::Selectors;
use crate::trail::{Status, Trail};

/// Something that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<T> {
    /// It is this.
    Known(T),
    /// It is not there.
    Absent,
    /// It could not be read, and why, with the permission that it needs if that is all.
    Refused(String),
}

/// An account as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Its number.
    pub account: Piece<String>,
    /// Its organisation; asked for only where a trail is an organisation's.
    pub organisation: Piece<String>,
    /// Whether these are all trails that the region shows. Otherwise nothing is said of the account.
    pub is_whole: bool,
    /// The trails.
    pub trails: Vec<TrailFacts>,
    /// What the trails deliver to, by name.
    pub buckets: BTreeMap<String, Piece<Bucket>>,
    /// What logs are encrypted with, by ARN.
    pub keys: BTreeMap<String, Key>,
    /// What is told of logs, by ARN.
    pub topics: BTreeMap<String, Piece<Topic>>,
    /// What is told of logs, by ARN.
    pub queues: BTreeMap<String, Piece<Queue>>,
}

/// A trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailFacts {
    /// What it is.
    pub trail: Trail,
    /// How it fares in its home region.
    pub status: Piece<Status>,
    /// What it records.
    pub selectors: Piece<Selectors>,
}

/// A bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The region that it is in.
    pub region: String,
    /// Whether the account that asks owns it.
    pub is_own: Piece<bool>,
    /// Its policy, as written.
    pub policy: Piece<String>,
    /// Whether S3 deems that policy public.
    pub public: Piece<bool>,
    /// What it refuses whatever is allowed.
    pub access_block: Piece<AccessBlock>,
    /// Groups that its ACL grants something, by URI.
    pub grants: Piece<Vec<String>>,
    /// Whether what is overwritten or deleted is kept.
    pub versioning: Piece<Versioning>,
    /// With what new objects are encrypted if nobody says.
    pub encryption: Piece<Encryption>,
    /// The bucket that tells who read and wrote here.
    pub logging: Piece<String>,
    /// Who owns new objects.
    pub ownership: Piece<Ownership>,
    /// Who is told of new objects.
    pub notified: Piece<Notified>,
}

/// `PublicAccessBlockConfiguration` (Amazon S3 API Reference).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessBlock {
    /// Public ACLs cannot be set.
    pub block_acls: bool,
    /// Public ACLs that are there have no effect.
    pub ignore_acls: bool,
    /// Public policies cannot be set.
    pub block_policy: bool,
    /// A public policy that is there lets nobody in from other accounts.
    pub restrict: bool,
}

/// `GetBucketVersioning` (Amazon S3 API Reference).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versioning {
    /// Versions are kept.
    pub is_enabled: bool,
    /// Versions are deleted only with a second factor.
    pub mfa_delete: bool,
}

/// `ServerSideEncryptionRule` (Amazon S3 API Reference).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encryption {
    /// `AES256`, `aws:kms`, …
    pub algorithm: String,
    /// Whether keys are made for the bucket rather than for each object.
    pub bucket_key: bool,
}

/// `ObjectOwnership` (Amazon S3 API Reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The owner of the bucket; ACLs have no effect.
    Enforced,
    /// Whoever ACLs say.
    ByAcl,
}

/// Whom S3 tells of new objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notified {
    /// Topics.
    pub topics: Vec<Told>,
    /// Queues.
    pub queues: Vec<Told>,
    /// Whether it tells `EventBridge` of everything, too.
    pub event_bridge: bool,
}

/// Who is told, and of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Of the topic or queue.
    pub arn: String,
    /// `s3:ObjectCreated:*`, …
    pub events: Vec<String>,
    /// What keys must begin with.
    pub prefix: String,
    /// What keys must end with.
    pub suffix: String,
}

/// A key of KMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it is.
    pub facts: Piece<KeyFacts>,
    /// Whether it is rotated every year or so.
    pub rotation: Piece<bool>,
    /// Its policy, as written.
    pub policy: Piece<String>,
}

/// `KeyMetadata` (AWS KMS API Reference).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// `Enabled`, `Disabled`, `PendingDeletion`, …
    pub state: String,
    /// Whether AWS manages it.
    pub is_aws_managed: bool,
    /// Where its material is from: `AWS_KMS`, `EXTERNAL`, …
    pub origin: String,
}

/// A topic of SNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its policy, as written.
    pub policy: Piece<String>,
    /// Who is told.
    pub subscriptions: Piece<Vec<Subscription>>,
}

/// Who is told of what a topic is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// `sqs`, `email`, …
    pub protocol: String,
    /// An ARN, an address.
    pub endpoint: String,
    /// Whether it was confirmed; nothing is sent before.
    pub is_confirmed: bool,
}

/// A queue of SQS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its policy, as written.
    pub policy: Piece<String>,
}

impl<T> Piece<T> {
    /// What it is, if that is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Refused(_) => None,
        }
    }

    /// Made of what it is.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Piece<U> {
        match self {
            Self::Known(value) => Piece::Known(make(value)),
            Self::Absent => Piece::Absent,
            Self::Refused(why) => Piece::Refused(why),
        }
    }

    /// This, if it is not there.
    pub fn or_absent(self, value: T) -> Self {
        if matches!(self, Self::Absent) { Self::Known(value) } else { self }
    }
}

impl Snapshot {
    /// What stands for the account in checks.
    pub(super) fn subject(&self) -> String {
        self.account.known().cloned().unwrap_or_else(|| "this account".to_owned())
    }

    /// The trails that deliver to a bucket.
    pub(super) fn writers(&self, bucket: &str) -> impl Iterator<Item = &Trail> {
        self.trails.iter().map(|facts| &facts.trail).filter(move |trail| trail.bucket == bucket)
    }
}
