//! Flags of commands whose answer is a table: its format, and how it is printed.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use clap::{Args, ValueEnum};

use super::Context;
use super::args::{terminal_width, zone};
use super::stdout::UntilClosed;
use crate::sink::csv::Separator;
use crate::table::text::Look;
use crate::table::{Table, csv, html, json, markdown, text, tsv};

/// How tables are printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output options")]
pub(super) struct TableArgs {
    /// Output format; default: text, tab-separated in a pipe.
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<TableFormat>,
    /// Print times in the local time zone instead of UTC (text, md and html).
    #[arg(long)]
    local: bool,
}

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    /// A table with bars on a terminal; tab-separated rows in a pipe.
    Text,
    /// One JSON object for each row.
    Jsonl,
    /// The same objects in one array.
    Json,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// A Markdown table for a ticket.
    Md,
    /// An HTML page.
    Html,
}

impl TableArgs {
    /// Whether the table is laid out for people at a terminal.
    pub(super) fn is_for_terminal(&self) -> bool {
        io::stdout().is_terminal() && matches!(self.output, None | Some(TableFormat::Text))
    }

    /// Prints a table.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn print(&self, table: &Table, context: &Context) -> io::Result<()> {
        let mut out = BufWriter::new(UntilClosed::new(io::stdout().lock()));
        match self.output.unwrap_or(TableFormat::Text) {
            TableFormat::Text if self.is_for_terminal() => {
                let (width, colour) = (terminal_width(120), context.colour());
                text::write(table, &Look { width, colour, zone: zone(self.local) }, &mut out)?;
            }
            TableFormat::Text => tsv::write(table, &zone(self.local), &mut out)?,
            TableFormat::Jsonl => json::write_lines(table, &mut out)?,
            TableFormat::Json => json::write_array(table, &mut out)?,
            TableFormat::Csv => csv::write(table, Separator::Comma, &mut out)?,
            TableFormat::Tsv => csv::write(table, Separator::Tab, &mut out)?,
            TableFormat::Md => markdown::write(table, &zone(self.local), &mut out)?,
            TableFormat::Html => html::write(table, &zone(self.local), &mut out)?,
        }
        out.flush()
    }
}
