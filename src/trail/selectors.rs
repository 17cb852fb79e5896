//! Event selectors: which events a trail records, as the CloudTrail API has them.
//!
//! - [`shorthand`]: selectors from `--data s3:bucket:write` and the like.
//! - [`check`]: the rules for selectors that a user writes.
//! - [`insight`]: insight selectors.
//!
//! The facts are from "`AdvancedFieldSelector`", "`EventSelector`" and "`DataResource`" in the AWS
//! CloudTrail API Reference. Makes no call to AWS.

pub mod check;
mod describe;
pub mod insight;
mod limits;
mod records;
mod requested;
mod resource_type;
pub mod shorthand;

#[cfg(test)]
mod tests;

pub use records::Extent;
pub use requested::RequestedEvents;

use serde::{Deserialize, Serialize};

/// The event selectors of a trail. A trail has basic or advanced ones, never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selectors {
    /// Basic event selectors.
    #[serde(rename = "EventSelectors")]
    Basic(Vec<BasicSelector>),
    /// Advanced event selectors.
    #[serde(rename = "AdvancedEventSelectors")]
    Advanced(Vec<AdvancedSelector>),
}

/// `EventSelector`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BasicSelector {
    /// `ReadOnly`, `WriteOnly` or `All`.
    pub read_write_type: String,
    /// Whether management events are recorded.
    pub include_management_events: bool,
    /// Data events.
    #[serde(default)]
    pub data_resources: Vec<DataResource>,
    /// Services whose management events are excluded.
    #[serde(default)]
    pub exclude_management_event_sources: Vec<String>,
}

/// `DataResource`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DataResource {
    /// `AWS::S3::Object`, for example.
    #[serde(rename = "Type")]
    pub kind: String,
    /// ARNs or prefixes of ARNs.
    #[serde(default)]
    pub values: Vec<String>,
}

/// `AdvancedEventSelector`: the events that match all fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AdvancedSelector {
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fields.
    pub field_selectors: Vec<FieldSelector>,
}

/// `AdvancedFieldSelector`: a condition on a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FieldSelector {
    /// `eventCategory`, for example.
    pub field: String,
    /// One of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equals: Vec<String>,
    /// None of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_equals: Vec<String>,
    /// Starts with one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts_with: Vec<String>,
    /// Starts with none of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_starts_with: Vec<String>,
    /// Ends with one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends_with: Vec<String>,
    /// Ends with none of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_ends_with: Vec<String>,
}

/// `InsightSelector`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InsightSelector {
    /// `ApiCallRateInsight` or `ApiErrorRateInsight`.
    pub insight_type: String,
    /// `Management`, `Data`; empty means `Management`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_categories: Vec<String>,
}

/// Read events, write events, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Both.
    All,
    /// `readOnly` is true.
    Read,
    /// `readOnly` is false.
    Write,
}

impl Access {
    /// `all`, `read` or `write`.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The access with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::All, Self::Read, Self::Write].into_iter().find(|access| access.name() == name)
    }

    /// Whether it includes read events, and whether it includes write events.
    fn reads_and_writes(self) -> [bool; 2] {
        [self != Self::Write, self != Self::Read]
    }

    /// The access in `ReadWriteType` of a basic selector; empty means `All`.
    fn from_read_write_type(text: &str) -> Option<Self> {
        match text {
            "All" | "" => Some(Self::All),
            "ReadOnly" => Some(Self::Read),
            "WriteOnly" => Some(Self::Write),
            _ => None,
        }
    }
}

/// A selector that CloudTrail does not support.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What is wrong, on one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Default for Selectors {
    /// The selectors of a new trail: all management events and nothing else ("`PutEventSelectors`").
    fn default() -> Self {
        Self::Basic(vec![BasicSelector {
            read_write_type: "All".to_owned(),
            include_management_events: true,
            data_resources: Vec::new(),
            exclude_management_event_sources: Vec::new(),
        }])
    }
}

impl Selectors {
    /// `basic` or `advanced`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Basic(_) => "basic",
            Self::Advanced(_) => "advanced",
        }
    }
}

impl FieldSelector {
    /// `Equals` with these values.
    pub fn equals(field: &str, values: &[&str]) -> Self {
        let equals = values.iter().map(|&value| value.to_owned()).collect();
        Self { field: field.to_owned(), equals, ..Self::default() }
    }

    /// Each operator, by its API name, with its values.
    pub fn operators(&self) -> [(&'static str, &[String]); 6] {
        [
            ("Equals", &self.equals),
            ("NotEquals", &self.not_equals),
            ("StartsWith", &self.starts_with),
            ("NotStartsWith", &self.not_starts_with),
            ("EndsWith", &self.ends_with),
            ("NotEndsWith", &self.not_ends_with),
        ]
    }

    /// The operators that have values.
    fn used(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.operators().into_iter().filter(|(_, values)| !values.is_empty())
    }

    /// Its values, if `Equals` is its only operator.
    fn only_equals(&self) -> Option<&[String]> {
        self.used().all(|(operator, _)| operator == "Equals").then_some(self.equals.as_slice())
    }
}

impl AdvancedSelector {
    /// The value of a field that occurs once and equals one value.
    fn single_value(&self, field: &str) -> Option<&str> {
        let mut all = self.field_selectors.iter().filter(|selector| selector.field == field);
        match (all.next()?.only_equals()?, all.next()) {
            ([value], None) => Some(value),
            _ => None,
        }
    }

    fn has(&self, field: &str) -> bool {
        self.field_selectors.iter().any(|selector| selector.field == field)
    }

    /// The access in `readOnly`; `None` if its condition is not a supported one.
    fn access(&self) -> Option<Access> {
        match self.single_value("readOnly") {
            Some("true") => Some(Access::Read),
            Some("false") => Some(Access::Write),
            None if !self.has("readOnly") => Some(Access::All),
            _ => None,
        }
    }
}
