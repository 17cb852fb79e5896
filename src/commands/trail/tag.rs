//! `ct trail tag` and `ct trail untag`.

use clap::Args;

use super::confirm::{Consent, carry_out_unasked};
use super::names::find;
use crate::commands::{Context, Outcome, UserError, user_error};
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
        let tags = parse_all(&self.tags)?;
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let change = [Change::AddTags { trail: trail.arn, tags }];
        Ok(carry_out_unasked(&change, &self.consent, &trail.home, session)?.outcome())
    }
}

impl Untag {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let mut tags = session.tags(&trail).map_err(UserError::from)?;
        tags.retain(|tag| self.keys.contains(&tag.key));
        if let Some(key) = self.keys.iter().find(|key| tags.iter().all(|tag| tag.key != **key)) {
            let help = format!("to list its tags: ct trail describe {}", trail.name);
            return Err(user_error(format!("{} has no tag {key}", trail.name), help));
        }
        let change = [Change::RemoveTags { trail: trail.arn, tags }];
        Ok(carry_out_unasked(&change, &self.consent, &trail.home, session)?.outcome())
    }
}

/// Tags that a trail can have ("Quotas in AWS CloudTrail", AWS CloudTrail User Guide).
pub(super) const MAX_TAGS: usize = 50;

/// Tags from `KEY=VALUE`, by the rules of "Tag", AWS CloudTrail API Reference.
///
/// # Errors
/// A tag is malformed or given twice, or there are too many.
pub(super) fn parse_all(tags: &[String]) -> anyhow::Result<Vec<trail::Tag>> {
    let tags: Vec<trail::Tag> = tags.iter().map(|text| parse(text)).collect::<Result<_, _>>()?;
    let is_repeated = |at: usize| tags[..at].iter().any(|tag| tag.key == tags[at].key);
    if let Some(at) = (0..tags.len()).find(|at| is_repeated(*at)) {
        return Err(user_error(format!("tag {} is given twice", tags[at].key), "give it once"));
    }
    if tags.len() > MAX_TAGS {
        return Err(user_error(format!("{} tags", tags.len()), "a trail can have 50 tags"));
    }
    Ok(tags)
}

fn parse(text: &str) -> anyhow::Result<trail::Tag> {
    let help = "use KEY=VALUE: up to 128 and 256 letters, digits, blanks and + - = . _ : / @; \
                aws: is reserved";
    let malformed = || user_error(format!("not a tag: {text}"), help);
    let (key, value) = text.split_once('=').ok_or_else(malformed)?;
    let is_allowed = |c: char| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c);
    let is_tag = (1..=128).contains(&key.chars().count())
        && value.chars().count() <= 256
        && text.chars().all(is_allowed)
        && !key.to_lowercase().starts_with("aws:");
    let tag = trail::Tag { key: key.to_owned(), value: value.to_owned() };
    is_tag.then_some(tag).ok_or_else(malformed)
}
