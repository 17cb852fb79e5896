//! `ct trail tag` and `ct trail untag`.

use clap::Args;

use super::confirm::Consent;
use crate::commands::{Context, Outcome};
use crate::manage::{self, Plan};
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
        let plan = Plan::of_change(Change::AddTags { trail: trail.arn.clone(), tags }, &trail);
        Ok(self.consent.carry_out_unasked(&plan, session)?.outcome())
    }
}

impl Untag {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        let plan = manage::untag(session, &trail, &self.keys)?;
        Ok(self.consent.carry_out_unasked(&plan, session)?.outcome())
    }
}
