//! Events that a user requests, before the partition of the trail is known.

use super::shorthand::Shorthand;
use super::{AdvancedSelector, Refused, Selectors};

/// The requested events.
#[derive(Clone, Debug)]
pub enum RequestedEvents {
    /// In short.
    Shorthand(Shorthand),
    /// As advanced event selectors.
    Document(Vec<AdvancedSelector>),
}

impl RequestedEvents {
    /// The selectors for a trail in this partition.
    ///
    /// # Errors
    /// CloudTrail does not support them.
    pub fn selectors(&self, partition: &str) -> Result<Selectors, Refused> {
        match self {
            Self::Shorthand(shorthand) => shorthand.selectors(partition),
            Self::Document(selectors) => Ok(Selectors::Advanced(selectors.clone())),
        }
    }

    /// Whether the selectors of a trail need no change. A document has to match exactly, a shorthand only
    /// in its meaning.
    pub fn is_met(&self, before: &Selectors, wanted: &Selectors) -> bool {
        match self {
            Self::Shorthand(_) => before.is_equivalent(wanted),
            Self::Document(_) => before == wanted,
        }
    }
}
