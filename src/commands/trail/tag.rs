//! `ct trail tag` and `ct trail untag`.

use clap::Args;

use super::confirm::{Consent, carry_out_unasked};
use crate::commands::{Context, Outcome, user_error};
use crate::trail;
use crate::trail::change::Change;

/// Tag a trail; tags with the same keys are replaced.
///
///   ct trail tag management-events team=security stage=prod
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = TAG_EXAMPLES)]
pub(super) struct Tag {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Tags.
    #[arg(value_name = "KEY=VALUE", required = true)]
    tags: Vec<String>,
    #[command(flatten)]
    consent: Consent,
}

const TAG_EXAMPLES: &str = "\
Examples:
  ct trail tag management-events team=security stage=prod
  ct trail tag management-events team=security --dry-run";

/// Remove tags from a trail.
///
///   ct trail untag management-events stage
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = UNTAG_EXAMPLES)]
pub(super) struct Untag {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Keys of the tags.
    #[arg(value_name = "KEY", required = true)]
    keys: Vec<String>,
    #[command(flatten)]
    consent: Consent,
}

const UNTAG_EXAMPLES: &str = "\
Examples:
  ct trail untag management-events stage
  ct trail untag management-events stage team --dry-run";

impl Tag {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let tags = trail::Tag::parse_all(&self.tags)?;
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        let change = [Change::AddTags { trail: trail.arn, tags }];
        Ok(carry_out_unasked(&change, &self.consent, &trail.home, session)?.outcome())
    }
}

impl Untag {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        let mut tags = session.tags(&trail)?;
        tags.retain(|tag| self.keys.contains(&tag.key));
        if let Some(key) = self.keys.iter().find(|key| tags.iter().all(|tag| tag.key != **key)) {
            let help = format!("to list its tags: ct trail describe {}", trail.name);
            return Err(user_error(format!("{} has no tag {key}", trail.name), help));
        }
        let change = [Change::RemoveTags { trail: trail.arn, tags }];
        Ok(carry_out_unasked(&change, &self.consent, &trail.home, session)?.outcome())
    }
}
