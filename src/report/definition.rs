//! Report definitions: one TOML file for each report.
//!
//! Knows how a definition is written, and where in it something is wrong. What it means: [`super::tile`].

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::result::TileKind;

/// The version of the format that this program reads.
const FORMAT: i64 = 1;

/// What is wrong with a definition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionError {
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The place, in bytes of the file.
    pub at: Range<usize>,
}

impl DefinitionError {
    /// The line and the column of the place, both from 1.
    pub fn position(&self, text: &str) -> (usize, usize) {
        let start = (0..=self.at.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let before = &text[..start.unwrap_or(0)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

impl std::error::Error for DefinitionError {}

impl fmt::Display for DefinitionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// A report as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    format: Spanned<i64>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) notes: Vec<String>,
    pub(super) require: Option<Requirement>,
    #[serde(default, rename = "tile")]
    pub(super) tiles: Vec<Spanned<TileDefinition>>,
}

/// What must be in the logs for the report to say anything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Requirement {
    #[serde(rename = "where")]
    pub(super) condition: Spanned<String>,
    pub(super) message: String,
}

/// A tile as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TileDefinition {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) kind: TileKind,
    #[serde(default)]
    pub(super) note: String,
    pub(super) span: Option<Spanned<String>>,
    #[serde(rename = "where")]
    pub(super) condition: Option<Spanned<String>>,
    pub(super) every: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) measures: Vec<Spanned<MeasureDefinition>>,
    /// Columns of single events.
    #[serde(default)]
    pub(super) fields: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) define: Vec<ComputedField>,
    pub(super) having: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) sort: Vec<Spanned<String>>,
    pub(super) limit: Option<Spanned<i64>>,
    /// Rows without events, too, where the keys have few values.
    #[serde(default)]
    pub(super) fill: bool,
    /// Only groups that first occur within the span.
    #[serde(default)]
    pub(super) new: bool,
    /// Columns of what was read: objects and malformed records.
    #[serde(default)]
    pub(super) coverage: bool,
    pub(super) known: Option<KnownDefinition>,
    pub(super) unless_seen: Option<UnlessDefinition>,
    /// What changes if there is a database of places.
    pub(super) with_geoip: Option<WithGeoip>,
}

/// What a tile does differently with a database of places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithGeoip {
    pub(super) kind: Option<TileKind>,
    pub(super) by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) sort: Vec<Spanned<String>>,
}

/// A measure: `"users=distinct:principal"`, or a table with a condition of its own.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "a measure is a text such as \"users=distinct:principal\", or a table with name, \
                               measure and where"
)]
pub(super) enum MeasureDefinition {
    Text(String),
    Table(MeasureTable),
}

/// A measure with a condition of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureTable {
    pub(super) name: String,
    #[serde(default = "events")]
    pub(super) measure: String,
    #[serde(rename = "where")]
    pub(super) condition: Option<String>,
}

fn events() -> String {
    "events".to_owned()
}

/// A field that a tile computes: of a pattern, of cases, or the first of several that has a value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComputedField {
    pub(super) name: Spanned<String>,
    pub(super) field: Option<Spanned<String>>,
    pub(super) pattern: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) cases: Vec<Case>,
    #[serde(default)]
    pub(super) first_of: Vec<Spanned<String>>,
}

/// The text of a computed field where the condition holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) text: String,
    #[serde(rename = "where")]
    pub(super) condition: Spanned<String>,
}

/// Only events with a value that other events have, too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownDefinition {
    pub(super) unless: Option<Spanned<String>>,
    pub(super) field: Spanned<String>,
    pub(super) seen: Vec<Seen>,
}

/// Where a value is seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    #[serde(rename = "where")]
    pub(super) condition: Spanned<String>,
    pub(super) field: Spanned<String>,
}

/// Events that do not count if others stand for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnlessDefinition {
    /// Which events.
    #[serde(rename = "where")]
    pub(super) condition: Spanned<String>,
    /// The field whose value both have.
    pub(super) field: Spanned<String>,
    /// Which events stand for them.
    pub(super) seen: Spanned<String>,
}

impl Definition {
    /// Reads a definition.
    ///
    /// # Errors
    /// What is wrong and where.
    pub(super) fn parse(text: &str) -> Result<Self, DefinitionError> {
        let definition: Self = toml::from_str(text).map_err(|error| DefinitionError {
            message: error.message().replace('\n', " "),
            help: "docs/reports.md has the members of a definition".to_owned(),
            at: error.span().unwrap_or_default(),
        })?;
        let wrong = |at: Range<usize>, message: String, help: &str| {
            Err(DefinitionError { message, help: help.to_owned(), at })
        };
        let format = &definition.format;
        if *format.get_ref() != FORMAT {
            let message = format!("unsupported format: {}", format.get_ref());
            return wrong(format.span(), message, "this program reads format = 1");
        }
        if definition.tiles.is_empty() {
            let message = "a report needs a tile".to_owned();
            return wrong(0..0, message, "add a [[tile]] with id, by and measures");
        }
        let mut ids = Vec::new();
        for tile in &definition.tiles {
            let id = &tile.get_ref().id;
            let is_word = |id: &str| {
                !id.is_empty()
                    && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            };
            if !is_word(id.get_ref()) {
                let message = format!("not a tile id: {}", id.get_ref());
                return wrong(id.span(), message, "ids have letters, digits, - and _");
            }
            if ids.contains(&id.get_ref()) {
                let message = format!("two tiles have the id {}", id.get_ref());
                return wrong(id.span(), message, "give each tile an id of its own");
            }
            ids.push(id.get_ref());
        }
        Ok(definition)
    }
}
