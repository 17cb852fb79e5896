//! `ct trail tag` and `ct trail untag`.

use clap::Args;

use super::named::find;
use super::plan::{self, Consent};
use crate::commands::{Context, Outcome, UserError, user_error};
use crate::trail;
use crate::trail::change::Change;

/// Tag a trail; tags of the same names are replaced.
///
///   ct trail tag management-events team=security stage=prod
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = TAG_EXAMPLES)]
pub(super) struct Tag {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// The tags.
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
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// The names of the tags.
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
        let tags = parsed(&self.tags)?;
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let change = [Change::AddTags { trail: trail.arn, tags }];
        Ok(plan::do_at_once(&change, &self.consent, &trail.home, session)?.outcome())
    }
}

impl Untag {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let mut tags = session.tags(&trail).map_err(UserError::from)?;
        tags.retain(|tag| self.keys.contains(&tag.key));
        if let Some(key) = self.keys.iter().find(|key| tags.iter().all(|tag| tag.key != **key)) {
            let help = format!("see its tags: ct trail describe {}", trail.name);
            return Err(user_error(format!("{} has no tag {key}", trail.name), help));
        }
        let change = [Change::RemoveTags { trail: trail.arn, tags }];
        Ok(plan::do_at_once(&change, &self.consent, &trail.home, session)?.outcome())
    }
}

/// Tags that a trail has room for ("Quotas in AWS CloudTrail", AWS CloudTrail User Guide).
pub(super) const MOST: usize = 50;

/// Tags as they are given; the rules are those of "Tag", AWS CloudTrail API Reference.
///
/// # Errors
/// One is none.
pub(super) fn parsed(tags: &[String]) -> anyhow::Result<Vec<trail::Tag>> {
    let tags: Vec<trail::Tag> = tags.iter().map(|text| tag(text)).collect::<Result<_, _>>()?;
    let twice = |at: usize| tags[..at].iter().any(|tag| tag.key == tags[at].key);
    if let Some(at) = (0..tags.len()).find(|at| twice(*at)) {
        return Err(user_error(format!("tag {} is given twice", tags[at].key), "name it once"));
    }
    if tags.len() > MOST {
        return Err(user_error(format!("{} tags", tags.len()), "a trail has room for 50 tags"));
    }
    Ok(tags)
}

fn tag(text: &str) -> anyhow::Result<trail::Tag> {
    let help = "one is KEY=VALUE: up to 128 and 256 letters, digits, blanks and + - = . _ : / @; \
                aws: is kept for AWS";
    let none = || user_error(format!("not a tag: {text}"), help);
    let (key, value) = text.split_once('=').ok_or_else(none)?;
    let is_sign = |c: char| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c);
    let is_tag = (1..=128).contains(&key.chars().count())
        && value.chars().count() <= 256
        && text.chars().all(is_sign)
        && !key.to_lowercase().starts_with("aws:");
    let tag = trail::Tag { key: key.to_owned(), value: value.to_owned() };
    is_tag.then_some(tag).ok_or_else(none)
}
