//! How a report is printed: its flags, and the choice of a renderer.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use clap::{Args, ValueEnum};

use crate::commands::Context;
use crate::commands::args::{terminal_width, zone};
use crate::commands::stdout::UntilClosed;
use crate::report::render;
use crate::report::result::Document;
use crate::sink::csv::Separator;
use crate::table::text::Look;

/// Flags of how reports are printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output options")]
pub(super) struct ReportOutput {
    /// Output format; default: text.
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<ReportFormat>,
    /// Print times in the local time zone instead of UTC (text, md and html).
    #[arg(long)]
    local: bool,
}

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Tables, bars and sparklines for a terminal.
    Text,
    /// One JSON document.
    Json,
    /// One HTML file with charts.
    Html,
    /// Markdown for a ticket.
    Md,
    /// One tile as comma-separated values (--tile).
    Csv,
}

/// Columns of output that is no terminal.
const WIDTH: usize = 100;

impl ReportOutput {
    /// Whether the format has room for one tile only.
    pub(super) fn is_of_one_tile(&self) -> bool {
        self.output == Some(ReportFormat::Csv)
    }

    /// Prints reports.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn print(&self, document: &Document, context: &Context) -> io::Result<()> {
        let mut out = BufWriter::new(UntilClosed::new(io::stdout().lock()));
        match self.output.unwrap_or(ReportFormat::Text) {
            ReportFormat::Text => {
                let is_terminal = io::stdout().is_terminal();
                let width = if is_terminal { terminal_width(WIDTH) } else { WIDTH };
                let look = Look { width, colour: context.colour(), zone: zone(self.local) };
                render::terminal::write(document, &look, &mut out)?;
            }
            ReportFormat::Html => render::html::write(document, &zone(self.local), &mut out)?,
            ReportFormat::Md => render::markdown::write(document, &zone(self.local), &mut out)?,
            ReportFormat::Json => render::json::write(document, &mut out)?,
            ReportFormat::Csv => {
                for tile in document.tiles() {
                    render::csv::write(tile, Separator::Comma, &mut out)?;
                }
            }
        }
        out.flush()
    }
}
