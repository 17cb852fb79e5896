//! The project's one vocabulary of fields: every documented name, with its type and one line of
//! documentation.
//!
//! `--where`, `--exclude`, `--fields`, csv, completions and `docs/fields.md` read this table. It is
//! data alone: [`super::field`] follows paths, [`super::derived`] computes derived fields, and
//! [`super::column`] joins both.
//!
//! CloudTrail's own names are from "CloudTrail record contents for management, data, and network
//! activity events", "CloudTrail userIdentity element", and the pages on Insights and aggregated
//! events in the AWS CloudTrail User Guide.

mod table;

use crate::geo::Fact;
pub use table::FIELDS;

/// The values of `eventCategory`.
pub const CATEGORIES: [&str; 5] =
    ["Management", "Data", "NetworkActivity", "Insight", "Aggregated"];

/// The values of `eventType`. The guide's table has `AwsVpceEvents`, its examples `AwsVpceEvent`.
pub const EVENT_TYPES: [&str; 8] = [
    "AwsApiCall",
    "AwsServiceEvent",
    "AwsConsoleAction",
    "AwsConsoleSignIn",
    "AwsVpceEvent",
    "AwsVpceEvents",
    "AwsCloudTrailInsight",
    "AwsAggregatedEvent",
];

/// The values of `outcome`.
pub const OUTCOMES: [&str; 2] = ["Success", "Failure"];

/// One field of the vocabulary.
#[derive(Debug)]
pub struct Field {
    /// The name of a derived field, or the path of one in the record.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldType,
    /// Where its values come from.
    pub origin: Origin,
    /// One line of documentation.
    pub summary: &'static str,
}

/// Where a field's values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The record has it under this name.
    Record,
    /// `ct` computes it.
    Derived(Derived),
}

/// What a field's values are, and so how a condition compares them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text; case counts.
    Text,
    /// Several texts; case counts.
    TextList,
    /// A name that AWS defines; case does not count.
    Name,
    /// One of these names; case does not count.
    OneOf(&'static [&'static str]),
    /// The name of an API; case does not count. A condition may write `SERVICE:NAME`.
    ApiName,
    /// A service, with or without `.amazonaws.com`; case does not count.
    Service,
    /// An IP address or a service; a condition may name a network.
    Address,
    /// A network of this many bits, IPv4 and IPv6.
    Network(u8, u8),
    /// `true` or `false`.
    Boolean,
    /// The ISO code of a country, `private` or `aws:NAME`; case does not count.
    Country,
    /// A whole number in this range, both ends included.
    Integer(u32, u32),
    /// RFC 3339 text in UTC, which compares as time does.
    Timestamp,
    /// `YYYY-MM-DD` in UTC.
    Date,
    /// An object or an array.
    Json,
}

impl FieldType {
    /// The type as the documentation names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text
            | Self::Name
            | Self::OneOf(_)
            | Self::ApiName
            | Self::Service
            | Self::Address
            | Self::Country
            | Self::Network(..) => "text",
            Self::TextList => "list of text",
            Self::Boolean => "boolean",
            Self::Integer(..) => "integer",
            Self::Timestamp => "timestamp",
            Self::Date => "date",
            Self::Json => "json",
        }
    }

    /// Whether the values are names that AWS defines, which match in any case.
    pub fn is_name(self) -> bool {
        use FieldType::{ApiName, Boolean, Country, Name, OneOf, Service};
        matches!(self, Name | OneOf(_) | ApiName | Service | Country | Boolean)
    }
}

/// The fields that `ct` computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Derived {
    /// `principal`
    Principal,
    /// `caller`
    Caller,
    /// `role`
    Role,
    /// `account`
    Account,
    /// `service`
    Service,
    /// `resource`
    Resource,
    /// `target`
    Target,
    /// `object`
    Object,
    /// `outcome`
    Outcome,
    /// `is_error`
    IsError,
    /// `is_read_only`
    IsReadOnly,
    /// `mfa`
    Mfa,
    /// `date`
    Date,
    /// `hour`
    Hour,
    /// `weekday`
    Weekday,
    /// `network`
    Network,
    /// `geo.country`, `geo.city`, `geo.asn`, `geo.org`
    Geo(Fact),
}

impl Derived {
    /// The field's row in the table.
    pub fn field(self) -> &'static Field {
        let row = FIELDS.iter().find(|field| field.origin == Origin::Derived(self));
        row.expect("a test finds each of them in the table")
    }

    /// The field with this name.
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|field| field.name == name).and_then(Field::derived)
    }

    /// Whether the field is computed from one value of each member of `userIdentity`: then an event
    /// that repeats a member there is malformed.
    pub fn reads_identity(self) -> bool {
        matches!(self, Self::Principal | Self::Caller | Self::Role | Self::Account | Self::Mfa)
    }
}

impl Field {
    /// The computation, of a derived field.
    pub fn derived(&self) -> Option<Derived> {
        match self.origin {
            Origin::Derived(derived) => Some(derived),
            Origin::Record => None,
        }
    }

    /// Whether the record has the field at its top level.
    pub fn is_top_level(&self) -> bool {
        self.origin == Origin::Record && !self.name.contains('.')
    }

    /// The member names of the path, without brackets.
    pub fn path_names(&self) -> impl Iterator<Item = &'static str> {
        self.name.split('.').map(|name| name.trim_end_matches("[]"))
    }
}

/// The top-level fields that CloudTrail documents.
pub fn top_level() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().filter(|field| field.is_top_level()).map(|field| field.name)
}

#[cfg(test)]
mod tests;
