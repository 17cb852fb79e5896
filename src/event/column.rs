//! A column: a field of the vocabulary, or any path into a record, as a user names it.
//!
//! Knows no output format.

use std::borrow::Cow;
use std::str::FromStr;

use super::Event;
use super::derived::Cell;
use super::field::{Path, PathError};
use super::schema::{Derived, FIELDS, FieldType};
use crate::geo::Fact;

/// What a column shows and a condition tests.
#[derive(Clone, Debug)]
pub enum Column {
    /// Values of the record.
    Path(Path),
    /// Values that `ct` computes.
    Derived(Derived),
}

/// The columns of a csv or tsv table without `--fields`.
const DEFAULT: [&str; 12] = [
    "eventTime",
    "awsRegion",
    "eventSource",
    "eventName",
    "principal",
    "sourceIPAddress",
    "target",
    "errorCode",
    "errorMessage",
    "userAgent",
    "recipientAccountId",
    "eventID",
];

impl Column {
    /// The column's heading: its name, or its path without the dot in front.
    pub fn name(&self) -> &str {
        self.written().trim_start_matches('.')
    }

    /// The name or path as the user wrote it.
    pub fn written(&self) -> &str {
        match self {
            Self::Path(path) => path.written(),
            Self::Derived(derived) => derived.field().name,
        }
    }

    /// The type of its values; `None` of a path that the vocabulary does not list.
    pub fn kind(&self) -> Option<FieldType> {
        match self {
            Self::Path(path) => {
                let mut fields = FIELDS.iter().filter(|field| field.derived().is_none());
                fields.find(|field| path.is(field.path_names())).map(|field| field.kind)
            }
            Self::Derived(derived) => Some(derived.field().kind),
        }
    }

    /// Whether it shows one value for a member of `userIdentity` that may occur twice. A path has
    /// both values.
    pub fn reads_identity(&self) -> bool {
        matches!(self, Self::Derived(derived) if derived.reads_identity())
    }

    /// What it needs a database of addresses for.
    pub fn geo_fact(&self) -> Option<Fact> {
        match self {
            Self::Derived(Derived::Geo(fact)) => Some(*fact),
            _ => None,
        }
    }

    /// Whether `test` holds for one of its values. A missing field and a `null` are no values.
    pub fn any(&self, event: &Event<'_>, test: &mut dyn FnMut(&Cell<'_>) -> bool) -> bool {
        match self {
            Self::Path(path) => path.any(event, &mut |value| test(&Cell::Json(value))),
            Self::Derived(derived) => derived.any(event, test),
        }
    }

    /// The first of its values.
    pub fn first<'a>(&self, event: &Event<'a>) -> Option<Cell<'a>> {
        match self {
            Self::Path(path) => path.first(event).map(Cell::Json),
            Self::Derived(derived) => derived.first(event),
        }
    }

    /// Its text in a line: the first value of a path, with an object as JSON on one line; all values
    /// of a derived field. Empty if the event has none.
    pub fn text<'a>(&self, event: &Event<'a>) -> Cow<'a, str> {
        match self {
            Self::Path(path) => path.first(event).map(|v| event.line(v)).unwrap_or_default(),
            Self::Derived(derived) => derived.line(event),
        }
    }

    /// The columns of a table without `--fields`.
    pub fn defaults() -> Vec<Self> {
        DEFAULT.iter().filter_map(|name| name.parse().ok()).collect()
    }
}

/// The columns in lists with commas.
///
/// # Errors
/// One is no field.
pub fn parse_lists(lists: &[String]) -> Result<Vec<Column>, PathError> {
    lists.iter().flat_map(|list| list.split(',')).map(|text| text.trim().parse()).collect()
}

/// The paths among these fields that lead below a field that CloudTrail documents, or to one that it
/// does not: these can be misspelt.
pub fn paths<'t>(fields: impl Iterator<Item = &'t str>) -> Vec<Path> {
    let paths = fields.filter_map(|text| match text.trim().parse() {
        Ok(Column::Path(path)) => Some(path),
        _ => None,
    });
    paths.filter(|path| path.written() != path.first_name()).collect()
}

impl FromStr for Column {
    type Err = PathError;

    /// Reads the name of a derived field, or a path.
    fn from_str(text: &str) -> Result<Self, PathError> {
        match Derived::named(text) {
            Some(derived) => Ok(Self::Derived(derived)),
            None => text.parse().map(Self::Path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_columns_are_all_known() {
        assert_eq!(Column::defaults().len(), DEFAULT.len());
    }

    #[test]
    fn a_path_has_the_type_of_its_field_whatever_brackets_it_has() {
        let kind = |text: &str| text.parse::<Column>().unwrap().kind();
        assert_eq!(kind("resources[].type"), Some(FieldType::Name));
        assert_eq!(kind("resources[0].type"), Some(FieldType::Name));
        assert_eq!(kind("resources.type"), Some(FieldType::Name));
        assert_eq!(kind("readOnly"), Some(FieldType::Boolean));
        assert_eq!(kind("hour"), Some(FieldType::Integer(0, 23)));
        assert_eq!(kind("requestParameters.name"), None);
        assert_eq!(kind(".principal"), None);
    }

    #[test]
    fn a_dot_in_front_names_a_field_of_the_record() {
        let name = |text: &str| text.parse::<Column>().unwrap().name().to_owned();
        assert_eq!(name("principal"), "principal");
        assert_eq!(name(".principal"), "principal");
        assert!(matches!(".principal".parse(), Ok(Column::Path(_))));
        assert!(matches!("principal".parse(), Ok(Column::Derived(Derived::Principal))));
    }

    #[test]
    fn a_misspelt_derived_name_is_corrected() {
        let help = |text: &str| text.parse::<Column>().unwrap_err().help();
        assert_eq!(help("Principal"), "a similar field exists: principal");
        assert_eq!(help("is_eror"), "a similar field exists: is_error");
        assert_eq!(help("isError"), "a similar field exists: is_error");
        assert_eq!(help("geo.contry"), "a similar field exists: geo.country");
        assert_eq!(help("Geo.City"), "a similar field exists: geo.city");
    }
}
