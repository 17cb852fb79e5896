//! The resources that `ct` creates for a trail, and what an interrupted run left out of them.
//!
//! Each of them has the tag [`TRAIL_TAG`] from its creation on, by which a rerun finds it again. Makes
//! no call to AWS.

/// The key of the tag; its value is the ARN of the trail that the resource was created for.
pub const TRAIL_TAG: &str = "ct:trail";

/// A setting that a bucket gets after its creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketSetting {
    /// All four public access blocks.
    PublicAccessBlock,
    /// Object versions are kept.
    Versioning,
    /// Default encryption.
    Encryption,
}

impl BucketSetting {
    /// All of them, in the order in which they are set.
    pub const ALL: [Self; 3] = [Self::PublicAccessBlock, Self::Versioning, Self::Encryption];

    /// The name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::PublicAccessBlock => "public access block",
            Self::Versioning => "versioning",
            Self::Encryption => "encryption",
        }
    }

    /// The operation that sets it.
    pub fn operation(self) -> &'static str {
        match self {
            Self::PublicAccessBlock => "s3:PutPublicAccessBlock",
            Self::Versioning => "s3:PutBucketVersioning",
            Self::Encryption => "s3:PutBucketEncryption",
        }
    }

    /// The names of several, separated by commas.
    pub fn names(settings: &[Self]) -> String {
        settings.iter().map(|setting| setting.name()).collect::<Vec<_>>().join(", ")
    }
}

/// A KMS key that was created for a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedKey {
    /// Its ARN.
    pub arn: String,
    /// Its key policy.
    pub policy: String,
    /// Whether key rotation is enabled.
    pub rotates: bool,
    /// Whether the alias points to it.
    pub has_alias: bool,
}

/// The state of the role that writes to a log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleState {
    /// It does not exist.
    Missing,
    /// It was created for the trail and lacks its inline policy.
    WithoutPolicy,
    /// It exists, and is complete or not `ct`'s to complete.
    Complete,
}
