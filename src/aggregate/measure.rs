//! Measures of a group: their names, as `-m` and report definitions write them.

use super::dictionary::FieldId;
use super::fields::{ConditionId, Fields, Source};
use crate::error::UserError;
use crate::event::field::PathError;
use crate::table::Kind;

/// What is measured of a group's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// How many there are.
    Events,
    /// How many failed.
    Errors,
    /// The percentage that failed.
    ErrorRate,
    /// The group's percentage of all matching events.
    Share,
    /// How many came again: the same eventID and account.
    Duplicates,
    /// The days from the first to the last event without any event.
    EmptyDays,
    /// The time of the first.
    First,
    /// The time of the last.
    Last,
    /// A field of the first.
    FirstOf(FieldId),
    /// A field of the last.
    LastOf(FieldId),
    /// How many distinct values a field has.
    Distinct(FieldId),
    /// The first distinct values of a field.
    Values(FieldId),
    /// The sum of a field's numbers.
    Sum(FieldId),
    /// The least of a field's numbers.
    Min(FieldId),
    /// The greatest of a field's numbers.
    Max(FieldId),
    /// The mean of a field's numbers.
    Avg(FieldId),
}

/// A measure and the name of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name of its column.
    pub name: String,
    /// What is measured.
    pub what: What,
    /// Only of events for which this holds.
    pub condition: Option<ConditionId>,
}

/// Why a text is no measure.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MeasureError {
    /// No measure has this name.
    #[error("unknown measure: {name}")]
    Unknown {
        /// The name as written.
        name: String,
        /// A measure with a similar name.
        similar: Option<&'static str>,
    },
    /// The measure needs a field.
    #[error("{0} needs a field")]
    NeedsField(String),
    /// The measure takes no field.
    #[error("{0} takes no field")]
    TakesNoField(String),
    /// The field is none.
    #[error(transparent)]
    Field(#[from] PathError),
    /// The column has no name.
    #[error("a name is missing in front of =")]
    NoName,
}

impl From<MeasureError> for UserError {
    fn from(error: MeasureError) -> Self {
        Self::new(&error, error.help())
    }
}

impl MeasureError {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { similar: Some(similar), .. } => {
                format!("a similar measure exists: {similar}")
            }
            Self::Unknown { .. } => format!("measures are {}", NAMES.join(", ")),
            Self::NeedsField(name) => format!("write {name}:FIELD, such as {name}:sourceIPAddress"),
            Self::TakesNoField(name) => format!("write {name} alone"),
            Self::Field(error) => error.help(),
            Self::NoName => "write NAME=MEASURE, such as addresses=distinct:sourceIPAddress".into(),
        }
    }
}

/// All measures, as help and completions list them.
pub const NAMES: [&str; 16] = [
    "events",
    "errors",
    "error-rate",
    "share",
    "first",
    "last",
    "first-id",
    "last-id",
    "distinct:",
    "values:",
    "sum:",
    "min:",
    "max:",
    "avg:",
    "duplicates",
    "empty-days",
];

impl Measure {
    /// The number of events, under that name.
    pub fn events() -> Self {
        Self { name: "events".to_owned(), what: What::Events, condition: None }
    }

    /// Reads `MEASURE` or `NAME=MEASURE`.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str, fields: &mut Fields) -> Result<Self, MeasureError> {
        let (name, what) = text.split_once('=').unwrap_or((text, text));
        Self::named(name, what, fields, &|_| None)
    }

    /// A measure under another name. `computed` finds fields that are not in the vocabulary.
    ///
    /// # Errors
    /// It is none.
    pub fn named(
        name: &str,
        what: &str,
        fields: &mut Fields,
        computed: &dyn Fn(&str) -> Option<FieldId>,
    ) -> Result<Self, MeasureError> {
        if name.is_empty() {
            return Err(MeasureError::NoName);
        }
        let what = What::parse(what, fields, computed)?;
        Ok(Self { name: name.to_owned(), what, condition: None })
    }
}

impl What {
    /// Reads `events`, `distinct:FIELD` and so on.
    ///
    /// # Errors
    /// It is no measure.
    fn parse(
        text: &str,
        fields: &mut Fields,
        computed: &dyn Fn(&str) -> Option<FieldId>,
    ) -> Result<Self, MeasureError> {
        let (name, field) = match text.split_once(':') {
            Some((name, field)) => (name, Some(field)),
            None => (text, None),
        };
        let plain = match name {
            "events" => Some(Self::Events),
            "errors" => Some(Self::Errors),
            "error-rate" => Some(Self::ErrorRate),
            "share" => Some(Self::Share),
            "duplicates" => {
                fields.add_id();
                Some(Self::Duplicates)
            }
            "empty-days" => Some(Self::EmptyDays),
            "first-id" => Some(Self::FirstOf(event_id(fields)?)),
            "last-id" => Some(Self::LastOf(event_id(fields)?)),
            "first" if field.is_none() => Some(Self::First),
            "last" if field.is_none() => Some(Self::Last),
            _ => None,
        };
        if let Some(plain) = plain {
            let is_alone = field.is_none();
            return if is_alone { Ok(plain) } else { Err(MeasureError::TakesNoField(name.into())) };
        }
        let with_field: fn(FieldId) -> Self = match name {
            "first" => Self::FirstOf,
            "last" => Self::LastOf,
            "distinct" => Self::Distinct,
            "values" => Self::Values,
            "sum" => Self::Sum,
            "min" => Self::Min,
            "max" => Self::Max,
            "avg" => Self::Avg,
            _ => return Err(unknown(name)),
        };
        let field = field.filter(|field| !field.is_empty());
        let field = field.ok_or_else(|| MeasureError::NeedsField(name.into()))?;
        let field = match computed(field) {
            Some(field) => field,
            None => fields.add(&field.parse()?),
        };
        if matches!(name, "first" | "last") {
            fields.add_id();
        }
        Ok(with_field(field))
    }

    /// Whether it adds up or compares numbers.
    pub fn is_of_numbers(self) -> bool {
        matches!(self, Self::Sum(_) | Self::Min(_) | Self::Max(_) | Self::Avg(_))
    }

    /// The type of its values.
    pub fn kind(self) -> Kind {
        match self {
            Self::Events
            | Self::Errors
            | Self::Duplicates
            | Self::EmptyDays
            | Self::Distinct(_) => Kind::Integer,
            Self::ErrorRate | Self::Share => Kind::Percent,
            Self::First | Self::Last => Kind::Time,
            Self::Values(_) => Kind::List,
            Self::FirstOf(_) | Self::LastOf(_) => Kind::Text,
            Self::Sum(_) | Self::Min(_) | Self::Max(_) | Self::Avg(_) => Kind::Number,
        }
    }
}

fn event_id(fields: &mut Fields) -> Result<FieldId, PathError> {
    fields.add_id();
    // Aggregated events spell it eventId.
    let spellings = vec![fields.add(&"eventID".parse()?), fields.add(&"eventId".parse()?)];
    Ok(fields.add_computed("", Source::FirstOf(spellings)))
}

fn unknown(name: &str) -> MeasureError {
    let distance = |known: &&str| strsim::levenshtein(known.trim_end_matches(':'), name);
    let similar = NAMES.iter().copied().min_by_key(distance);
    let similar = similar.filter(|near| distance(near) <= 2);
    MeasureError::Unknown { name: name.to_owned(), similar }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Measure, MeasureError> {
        Measure::parse(text, &mut Fields::default())
    }

    #[test]
    fn a_measure_is_named_as_written_or_by_its_name() {
        assert_eq!(parse("events").unwrap().name, "events");
        assert_eq!(parse("distinct:sourceIPAddress").unwrap().name, "distinct:sourceIPAddress");
        let named = parse("bytes=sum:additionalEventData.bytesTransferredOut").unwrap();
        assert_eq!((named.name.as_str(), named.what.kind()), ("bytes", Kind::Number));
    }

    #[test]
    fn all_names_are_measures() {
        for name in NAMES {
            let text =
                name.strip_suffix(':').map_or(name.to_owned(), |name| format!("{name}:date"));
            assert!(parse(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn errors_say_what_is_wrong_and_what_to_write() {
        let message = |text: &str| {
            let error = parse(text).unwrap_err();
            format!("{error}; {}", error.help())
        };
        assert_eq!(
            message("distnct:date"),
            "unknown measure: distnct; a similar measure exists: distinct:"
        );
        assert_eq!(
            message("sum"),
            "sum needs a field; write sum:FIELD, such as sum:sourceIPAddress"
        );
        assert_eq!(message("errors:date"), "errors takes no field; write errors alone");
        assert_eq!(message("sum:dat"), "unknown field: dat; a similar field exists: date");
        assert_eq!(
            message("=events"),
            "a name is missing in front of =; write NAME=MEASURE, such as \
             addresses=distinct:sourceIPAddress"
        );
    }
}
