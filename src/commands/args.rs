//! Flags and values that commands share: how records are printed, durations, numbers and sizes. Each
//! has one function that makes the core's type of it. Knows nothing of where logs are read from.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command, ValueEnum};
use jiff::tz::TimeZone;

use super::{Context, UserError};
use crate::aggregate::NAMES;
use crate::event::column::{self, Column};
use crate::event::field;
use crate::event::schema::{CATEGORIES, EVENT_TYPES, FIELDS};
pub(super) use crate::event::time::duration;
use crate::sink::csv::Separator;
use crate::sink::print::Format;
use crate::sink::text::Look;
pub(super) use crate::source::memory::size;

/// A number of things to stop after.
pub(super) fn number(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("a whole number from 1 on")
}

/// The zone of times in text.
pub(super) fn zone(is_local: bool) -> TimeZone {
    if is_local { TimeZone::system() } else { TimeZone::UTC }
}

/// The columns of the terminal, or as many as this if it does not say.
pub(super) fn terminal_width(usual: usize) -> usize {
    terminal_size::terminal_size().map_or(usual, |(width, _)| usize::from(width.0))
}

/// A format of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// One line for each event, for people.
    Text,
    /// Records byte for byte as CloudTrail wrote them, one on each line.
    Jsonl,
    /// The same records in one document, {"Records":[…]}.
    Json,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
}

/// Takes any text and proposes these names to completions.
#[derive(Clone)]
pub(super) struct Proposals(fn() -> Vec<&'static str>);

/// The names of the vocabulary. Shells give brackets a meaning of their own.
pub(super) const FIELD_NAMES: Proposals = Proposals(|| {
    FIELDS.iter().map(|field| field.name).filter(|name| !name.contains('[')).collect()
});

/// The measures of `ct count`.
pub(super) const MEASURES: Proposals = Proposals(|| NAMES.to_vec());

/// The types of events.
pub(super) const TYPES: Proposals = Proposals(|| EVENT_TYPES.to_vec());

/// The categories of events.
pub(super) const CATEGORY_NAMES: Proposals = Proposals(|| CATEGORIES.to_vec());

impl TypedValueParser for Proposals {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

/// Flags of how records are printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output options")]
pub(super) struct OutputArgs {
    /// Output format; default: text on a terminal, else jsonl.
    #[arg(short, long, value_name = "FORMAT", env = "CT_FORMAT")]
    output: Option<FormatName>,
    /// Print only these fields: eventTime,principal,resources[].ARN.
    #[arg(
        long,
        value_name = "FIELDS",
        env = "CT_FIELDS",
        value_parser = FIELD_NAMES,
        hide_possible_values = true
    )]
    fields: Vec<String>,
    /// Print csv and tsv without a header line.
    #[arg(long)]
    no_header: bool,
    /// Print times in the local time zone instead of UTC (text only).
    #[arg(long)]
    local: bool,
}

impl OutputArgs {
    /// The chosen fields; none if the format decides.
    ///
    /// # Errors
    /// A field is unknown.
    pub(super) fn columns(&self) -> Result<Vec<Column>, UserError> {
        Ok(column::parse_lists(&self.fields)?)
    }

    /// The format that the flags select.
    ///
    /// # Errors
    /// A field is unknown.
    pub(super) fn format(&self, context: &Context, terminal: bool) -> Result<Format, UserError> {
        let columns = self.columns()?;
        let chosen = (!columns.is_empty()).then_some(columns);
        let name =
            self.output.unwrap_or(if terminal { FormatName::Text } else { FormatName::Jsonl });
        Ok(match (name, chosen) {
            (FormatName::Text, None) => Format::Text(self.look(context, terminal)),
            (FormatName::Text, Some(columns)) => Format::Fields(columns),
            (FormatName::Jsonl, chosen) => Format::JsonLines(chosen),
            (FormatName::Json, chosen) => Format::Json(chosen),
            (FormatName::Csv | FormatName::Tsv, chosen) => Format::Table {
                columns: chosen.unwrap_or_else(Column::defaults),
                separator: if name == FormatName::Csv { Separator::Comma } else { Separator::Tab },
                has_header: !self.no_header,
            },
        })
    }

    /// The paths among the chosen fields that can be misspelt.
    pub(super) fn paths(&self) -> Vec<field::Path> {
        column::paths(self.fields.iter().flat_map(|list| list.split(',')))
    }

    fn look(&self, context: &Context, terminal: bool) -> Look {
        let arn = context.globals.verbose;
        // Who wants all detail gets whole lines.
        let width = (terminal && !arn).then(|| terminal_width(120));
        Look { colour: context.colour(), width, arn, zone: zone(self.local) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(
            (size("1G"), size("64k"), size("10MiB"), size("5")),
            (Ok(1 << 30), Ok(64 << 10), Ok(10 << 20), Ok(5))
        );
        for text in ["", "G", "1T", "-1", "0", "99999999999999999999", "99999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
