//! Reports: definitions in TOML, run in one pass, and how their results are shown.
//!
//! ```text
//! definition (TOML) → tile (a question) → run (one plan for all reports) → result → render
//! ```
//!
//! A built-in report is a file in `builtin/` and a line in [`BUILTIN`]. Knows no flags' parser and no AWS.

mod definition;
pub mod render;
pub mod repeat;
pub mod result;
pub mod run;
pub mod select;
pub mod settings;
mod tile;

use jiff::SignedDuration;

use crate::aggregate::Fields;
use definition::Definition;
pub use definition::DefinitionError;
use tile::Conditions;

macro_rules! builtin {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("report/builtin/", $name, ".toml")))),*]
    };
}

/// The built-in reports, by name, in the order of their list.
pub const BUILTIN: [(&str, &str); 11] = builtin![
    "overview",
    "operations",
    "errors",
    "sign-ins",
    "security-groups",
    "activity",
    "s3-changes",
    "iam-changes",
    "logging-changes",
    "root",
    "new",
];

/// A report that can be run.
#[derive(Debug)]
pub struct Report {
    name: String,
    definition: Definition,
}

impl Report {
    /// A built-in report; `None` if there is none with this name.
    pub fn builtin(name: &str) -> Option<Self> {
        let (name, text) = BUILTIN.iter().find(|(known, _)| *known == name)?;
        // A test reads all of them.
        Self::parse(name, text).ok()
    }

    /// Reads a definition.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn parse(name: &str, text: &str) -> Result<Self, DefinitionError> {
        let definition = Definition::parse(text)?;
        let mut fields = Fields::default();
        if let Some(require) = &definition.require {
            tile::condition_of(&require.condition, &mut fields)?;
        }
        for tile in &definition.tiles {
            let tile = tile.get_ref();
            tile::span(tile)?;
            for has_geoip in [false, true] {
                tile::query(tile, Conditions { has_geoip, ..Conditions::default() }, &mut fields)?;
            }
        }
        Ok(Self { name: name.to_owned(), definition })
    }

    /// Its name, as on the command line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its title; the name if it has none.
    pub fn title(&self) -> &str {
        if self.definition.title.is_empty() { &self.name } else { &self.definition.title }
    }

    /// What it answers.
    pub fn summary(&self) -> &str {
        &self.definition.summary
    }

    /// The ids of its tiles.
    pub fn tile_ids(&self) -> impl Iterator<Item = &str> {
        self.definition.tiles.iter().map(|tile| tile.get_ref().id.get_ref().as_str())
    }

    /// The longest time that one of its tiles covers by default; `None` if one covers all. Tiles of
    /// what is new have a time of their own.
    pub fn longest_span(&self) -> Option<SignedDuration> {
        let tiles = self.definition.tiles.iter().map(toml::Spanned::get_ref);
        let mut spans = tiles.filter(|tile| !tile.new).map(|tile| tile::span(tile).ok().flatten());
        spans.try_fold(SignedDuration::ZERO, |longest, span| Some(longest.max(span?)))
    }

    /// Whether a tile lists what is new.
    pub fn is_about_new(&self) -> bool {
        self.definition.tiles.iter().any(|tile| tile.get_ref().new)
    }

    /// Whether a tile shows a field of places if there is a database.
    pub fn uses_geoip(&self) -> bool {
        self.definition.tiles.iter().any(|tile| tile.get_ref().with_geoip.is_some())
    }
}

#[cfg(test)]
mod tests;
