//! What `ct` made for a trail, and what of it is not there yet.
//!
//! Everything that is created bears a tag from its creation on, so that a run that was killed can be
//! run again. Reads nothing and changes nothing.

/// The name of the tag; its value is the ARN of the trail that the resource was made for.
pub const TAG: &str = "ct:trail";

/// A setting that a bucket gets once it is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketPart {
    /// No access for the public.
    PublicAccessBlock,
    /// Older versions of objects stay.
    Versioning,
    /// Objects are encrypted by default.
    Encryption,
}

impl BucketPart {
    /// All of them, in the order in which they are put.
    pub const ALL: [Self; 3] = [Self::PublicAccessBlock, Self::Versioning, Self::Encryption];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PublicAccessBlock => "public access block",
            Self::Versioning => "versioning",
            Self::Encryption => "encryption",
        }
    }

    /// The operation that puts it.
    pub fn operation(self) -> &'static str {
        match self {
            Self::PublicAccessBlock => "s3:PutPublicAccessBlock",
            Self::Versioning => "s3:PutBucketVersioning",
            Self::Encryption => "s3:PutBucketEncryption",
        }
    }
}

/// A KMS key that was made for a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeKey {
    /// Its ARN.
    pub arn: String,
    /// Its policy.
    pub policy: String,
    /// Whether it rotates.
    pub rotates: bool,
    /// Whether the alias names it.
    pub has_alias: bool,
}

/// A role that writes to a log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleState {
    /// There is none.
    Missing,
    /// It was made for the trail, but its policy is not there.
    WithoutPolicy,
    /// It is there.
    Complete,
}

/// The names of some parts, for people.
pub fn part_names(parts: &[BucketPart]) -> String {
    parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}
