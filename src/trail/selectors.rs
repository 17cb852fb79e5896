//! What a trail records: event selectors, as the API has them, what they mean, and how they are made
//! of what somebody wants.
//!
//! The facts are from "`AdvancedFieldSelector`", "`EventSelector`" and "`DataResource`" in the AWS
//! CloudTrail API Reference. Asks nothing of AWS.

pub mod check;
pub mod insight;
mod kind;
mod records;
mod told;
pub mod wish;

#[cfg(test)]
mod tests;

pub use records::Extent;

use serde::{Deserialize, Serialize};

/// What a trail records. The two kinds exclude each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selectors {
    /// The older kind.
    #[serde(rename = "EventSelectors")]
    Basic(Vec<BasicSelector>),
    /// The kind that can say everything.
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
    /// Services whose management events are not recorded.
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
    /// ARNs, or what they begin with.
    #[serde(default)]
    pub values: Vec<String>,
}

/// `AdvancedEventSelector`: events for which all fields hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AdvancedSelector {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fields.
    pub field_selectors: Vec<FieldSelector>,
}

/// `AdvancedFieldSelector`: a field has one of these values.
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
    /// Begins with one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts_with: Vec<String>,
    /// Begins with none of these.
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
    /// `Management`, `Data`; the first if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_categories: Vec<String>,
}

/// Which calls: those that read, those that may write, or both.
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

    /// The access of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::All, Self::Read, Self::Write].into_iter().find(|access| access.name() == name)
    }

    /// Whether reads, and whether writes are among them.
    fn parts(self) -> [bool; 2] {
        [self != Self::Write, self != Self::Read]
    }

    /// As `ReadWriteType` of a basic selector says it; not said is both.
    fn of_basic(said: &str) -> Option<Self> {
        match said {
            "All" | "" => Some(Self::All),
            "ReadOnly" => Some(Self::Read),
            "WriteOnly" => Some(Self::Write),
            _ => None,
        }
    }
}

/// What may not be asked for, and what may.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What is wrong, in one line.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Default for Selectors {
    /// What a trail records that nobody ever told otherwise: all management events and nothing
    /// else ("`PutEventSelectors`").
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
    /// A field that has one of these values.
    pub fn equal(field: &str, values: &[&str]) -> Self {
        let equals = values.iter().map(|&value| value.to_owned()).collect();
        Self { field: field.to_owned(), equals, ..Self::default() }
    }

    /// Each operator with its values, by the name that the API has for it.
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

    /// The same, of the operators that have values.
    fn used(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.operators().into_iter().filter(|(_, values)| !values.is_empty())
    }

    /// Its values, if it has no operator but `Equals`.
    fn only_equals(&self) -> Option<&[String]> {
        self.used().all(|(operator, _)| operator == "Equals").then_some(self.equals.as_slice())
    }
}

impl AdvancedSelector {
    /// The one value that a field must equal, if the field is there once and says no more.
    fn the(&self, field: &str) -> Option<&str> {
        let mut all = self.field_selectors.iter().filter(|selector| selector.field == field);
        match (all.next()?.only_equals()?, all.next()) {
            ([value], None) => Some(value),
            _ => None,
        }
    }

    fn has(&self, field: &str) -> bool {
        self.field_selectors.iter().any(|selector| selector.field == field)
    }

    /// Which calls: `readOnly` is true, false, or not said. None if it says what it may not.
    fn access(&self) -> Option<Access> {
        match self.the("readOnly") {
            Some("true") => Some(Access::Read),
            Some("false") => Some(Access::Write),
            None if !self.has("readOnly") => Some(Access::All),
            _ => None,
        }
    }
}
