//! How one event is printed.

use crate::event::Event;
use crate::event::column::Column;
use crate::sink::csv::{self, Separator};
use crate::sink::json;
use crate::sink::safe::shown;
use crate::sink::text::{self, Look};

/// How an event is printed.
#[derive(Clone, Debug)]
pub enum Format {
    /// A line for people.
    Text(Look),
    /// Chosen fields with two spaces between them.
    Fields(Vec<Column>),
    /// Records as written, one a line; or chosen fields of them.
    JsonLines(Option<Vec<Column>>),
    /// The same in one document, `{"Records":[…]}`.
    Json(Option<Vec<Column>>),
    /// A table.
    Table {
        /// What each line shows.
        columns: Vec<Column>,
        /// What stands between cells.
        separator: Separator,
        /// Whether a line of headings comes first.
        has_header: bool,
    },
}

impl Format {
    /// Whether records are printed whole, as CloudTrail wrote them.
    pub(super) fn is_whole_record(&self) -> bool {
        matches!(self, Self::Json(None) | Self::JsonLines(None))
    }

    /// Appends what comes before the first event.
    pub(super) fn head(&self, out: &mut Vec<u8>) {
        match self {
            Self::Json(_) => out.extend_from_slice(b"{\"Records\":["),
            Self::Table { columns, separator, has_header: true } => {
                csv::header(columns, *separator, out);
            }
            _ => {}
        }
    }

    /// What stands between two events.
    pub(super) fn separator(&self) -> &'static [u8] {
        if matches!(self, Self::Json(_)) { b"," } else { b"" }
    }

    /// What comes after the last event.
    pub(super) fn tail(&self) -> &'static [u8] {
        if matches!(self, Self::Json(_)) { b"]}\n" } else { b"" }
    }

    /// Appends an event, with its line break if the format has one. On a terminal nothing in it can
    /// steer the terminal.
    pub(super) fn event(&self, event: &Event<'_>, terminal: bool, out: &mut Vec<u8>) {
        match self {
            Self::Text(look) => text::line(event, look, out),
            Self::Fields(columns) => {
                let cells = columns.iter().map(|column| shown(&column.text(event)).into_owned());
                out.extend_from_slice(cells.collect::<Vec<_>>().join("  ").as_bytes());
                out.push(b'\n');
            }
            Self::JsonLines(columns) => {
                json_record(columns.as_deref(), event, terminal, out);
                out.push(b'\n');
            }
            Self::Json(columns) => json_record(columns.as_deref(), event, terminal, out),
            Self::Table { columns, separator, .. } => {
                csv::row(event, columns, *separator, out);
            }
        }
    }
}

fn json_record(columns: Option<&[Column]>, event: &Event<'_>, terminal: bool, out: &mut Vec<u8>) {
    match columns {
        Some(columns) => json::fields(event, columns, terminal, out),
        None => json::record(event, true, terminal, out),
    }
}
