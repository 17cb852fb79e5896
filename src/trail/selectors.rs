//! What a trail records: event selectors, as the API has them.

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

impl Selectors {
    /// What is recorded, for people: one line a kind of events.
    pub fn told(&self) -> Vec<String> {
        match self {
            Self::Basic(all) => vec![format!("{} basic selectors", all.len())],
            Self::Advanced(all) => vec![format!("{} advanced selectors", all.len())],
        }
    }
}
