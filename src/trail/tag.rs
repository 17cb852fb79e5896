//! Tags of trails.

use serde::Serialize;

use super::plan::PlanError;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value; may be empty.
    pub value: String,
}

/// Tags that a trail can have ("Quotas in AWS CloudTrail", AWS CloudTrail User Guide).
const MAX_TAGS: usize = 50;

impl Tag {
    /// Tags from `KEY=VALUE`.
    ///
    /// # Errors
    /// A tag is malformed or given twice, or there are too many.
    pub fn parse_all(tags: &[String]) -> Result<Vec<Self>, PlanError> {
        let tags: Vec<Self> =
            tags.iter().map(|text| Self::parse(text)).collect::<Result<_, _>>()?;
        let is_repeated = |at: usize| tags[..at].iter().any(|tag| tag.key == tags[at].key);
        if let Some(at) = (0..tags.len()).find(|at| is_repeated(*at)) {
            let message = format!("tag {} is given twice", tags[at].key);
            return Err(PlanError::unusable(message, "give it once"));
        }
        if tags.len() > MAX_TAGS {
            let message = format!("{} tags", tags.len());
            return Err(PlanError::unusable(message, "a trail can have 50 tags"));
        }
        Ok(tags)
    }

    /// The tags of a new trail, which also has one of `ct`'s own.
    ///
    /// # Errors
    /// See [`Tag::parse_all`].
    pub fn parse_new(tags: &[String]) -> Result<Vec<Self>, PlanError> {
        let tags = Self::parse_all(tags)?;
        if tags.len() == MAX_TAGS {
            let help = "a trail can have 50 tags, one of which is ct's own";
            return Err(PlanError::unusable(format!("{} tags", tags.len()), help));
        }
        Ok(tags)
    }

    /// By the rules of "Tag", AWS CloudTrail API Reference.
    fn parse(text: &str) -> Result<Self, PlanError> {
        let help = "use KEY=VALUE: up to 128 and 256 letters, digits, blanks and + - = . _ : / @; \
                    aws: is reserved";
        let malformed = || PlanError::unusable(format!("not a tag: {text}"), help);
        let (key, value) = text.split_once('=').ok_or_else(malformed)?;
        let is_allowed = |c: char| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c);
        let is_tag = (1..=128).contains(&key.chars().count())
            && value.chars().count() <= 256
            && text.chars().all(is_allowed)
            && !key.to_lowercase().starts_with("aws:");
        let tag = Self { key: key.to_owned(), value: value.to_owned() };
        is_tag.then_some(tag).ok_or_else(malformed)
    }
}
