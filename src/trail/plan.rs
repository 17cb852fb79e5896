//! Plans: the changes that create or update a trail, from what is requested and what exists.
//!
//! Pure: resources are looked up before, and changes are made afterwards, both by the caller. Knows
//! the order: CloudTrail checks policies when it creates a trail, so that bucket, key, topic and role
//! come first.

mod options;
mod policies;
mod resources;
mod resume;
mod steps;
mod update;

#[cfg(test)]
mod tests;

pub use options::{ResourceOptions, invalid};
pub use resources::{
    BucketRequest, BucketSource, FoundBucket, FoundKey, KeyRequest, PolicyLookup, ResourceNames,
    Resources, RoleRequest, WithPolicy, adopt_or_remove,
};
pub use resume::{CurrentTrail, resume};
pub use steps::{create, notification_change, prerequisites, settings};
pub use update::{Removed, changed_settings, settings_difference};

use super::Tag;
use super::selectors::{self, Selectors};
use crate::policy::arn::{Home, Trail};
use crate::policy::compare::CompareError;
use crate::policy::name::{OrganizationId, Prefix, Refused};

/// What a trail is to be.
#[derive(Clone, Debug)]
pub struct Request {
    /// The Region and account of the caller, where resources are created.
    pub home: Home,
    /// The ARN of the trail; an organization trail belongs to the management account.
    pub trail: Trail,
    /// The organization of an organization trail.
    pub organization: Option<OrganizationId>,
    /// The bucket and the other resources.
    pub resources: ResourceNames,
    /// The prefix of object keys.
    pub prefix: Prefix,
    /// Record events of all Regions.
    pub multi_region: bool,
    /// Record events of global services.
    pub global_events: bool,
    /// Deliver digest files.
    pub validation: bool,
    /// Start logging.
    pub start_logging: bool,
    /// The event selectors; `None` leaves the default or the present ones.
    pub selectors: Option<Selectors>,
    /// The tags of a new trail.
    pub tags: Vec<Tag>,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// Whether what exists differs from the request: the answer is "no". Otherwise the request
    /// cannot be met.
    pub is_difference: bool,
    /// What is wrong; may have several lines.
    pub message: String,
    /// What to do next; may have several lines.
    pub help: String,
}

impl PlanError {
    /// The request cannot be met.
    pub fn unusable(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_difference: false, message: message.into(), help: help.into() }
    }

    fn difference(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_difference: true, message: message.into(), help: help.into() }
    }

    fn of_policy(noun: &str, name: &str, error: &CompareError) -> Self {
        Self::unusable(format!("the policy of {noun} {name}: {error}"), "repair it first")
    }
}

impl From<serde_json::Error> for PlanError {
    fn from(error: serde_json::Error) -> Self {
        Self::unusable(error.to_string(), "")
    }
}

impl From<Refused> for PlanError {
    fn from(refused: Refused) -> Self {
        Self::unusable(refused.to_string(), "")
    }
}

impl From<selectors::Refused> for PlanError {
    fn from(refused: selectors::Refused) -> Self {
        Self::unusable(refused.message, refused.help)
    }
}
