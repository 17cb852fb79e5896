//! What a run of reports found: the input of every renderer.

use std::fmt;

use anstream::adapter::strip_str;
use jiff::Timestamp;

use crate::coverage::{Coverage, Printed};
use crate::table::Table;
use crate::table::cell::grouped;

/// All that one run found.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The reports in the order in which they were requested.
    pub reports: Vec<ReportResult>,
    /// What was read.
    pub coverage: CoverageNote,
    /// When the run ended.
    pub made: Timestamp,
    /// The command line of this run, quoted for a shell, without its own name: `report overview …`.
    pub command: String,
}

/// What was read, as renderers show it.
#[derive(Clone, Debug, Default)]
pub struct CoverageNote {
    /// The coverage line of stderr, without the name of the program.
    pub line: String,
    /// Whether everything in scope was read.
    pub is_complete: bool,
    /// The machine-readable coverage, a JSON object (that of `--summary`).
    pub json: String,
    /// What could not be read, the first of it, as it is shown on stderr.
    pub notes: Vec<String>,
    /// Hexadecimal SHA-256 of the sorted list of the objects read.
    pub inputs_sha256: String,
    /// How many objects the hash is of.
    pub inputs: u64,
}

impl CoverageNote {
    /// What was read, as stderr shows it.
    pub fn new(coverage: &Coverage, printed: Printed, is_verbose: bool) -> Self {
        // Renderers know no colours.
        let plain = |line: String| strip_str(&line).to_string();
        let mut lines = coverage.lines(printed, is_verbose).into_iter().map(plain);
        Self {
            line: lines.next().unwrap_or_default(),
            notes: lines.collect(),
            is_complete: coverage.is_complete(),
            json: coverage.document(printed),
            ..Self::default()
        }
    }
}

impl Document {
    /// What the document lacks, a line each: why a report cannot say anything, which tiles have too
    /// many groups, what could not be counted.
    pub fn gaps(&self) -> Vec<String> {
        let missing = self.reports.iter().filter_map(|report| report.missing.clone());
        let of_tiles = self.reports.iter().flat_map(|report| {
            report.tiles.iter().flat_map(|tile| {
                let too_many = tile.table.as_ref().err().map(ToString::to_string);
                let gaps = tile.gaps.iter().cloned().chain(too_many);
                gaps.map(|gap| format!("{}.{}: {gap}", report.name, tile.id))
            })
        });
        missing.chain(of_tiles).collect()
    }

    /// The tiles of all reports.
    pub fn tiles(&self) -> impl Iterator<Item = &TileResult> {
        self.reports.iter().flat_map(|report| &report.tiles)
    }

    /// Whether a tile has rows.
    pub fn has_rows(&self) -> bool {
        self.tiles().any(|tile| tile.table.as_ref().is_ok_and(|table| !table.rows.is_empty()))
    }
}

/// One report.
#[derive(Clone, Debug, Default)]
pub struct ReportResult {
    /// Its name, as on the command line.
    pub name: String,
    /// Its title.
    pub title: String,
    /// One or two sentences on what it answers.
    pub summary: String,
    /// Events in each account that was read, most events first. More than one is pointed out.
    pub accounts: Vec<(String, u64)>,
    /// Sentences that a reader must know: days without logs, no data events, a missing database.
    pub notes: Vec<String>,
    /// Why the report cannot say anything: the logs lack the events that it is about.
    pub missing: Option<String>,
    /// Its tiles in order.
    pub tiles: Vec<TileResult>,
}

/// What a tile shows best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TileKind {
    /// One row of figures, each shown large.
    Number,
    /// A table.
    #[default]
    Table,
    /// A bar for each row: the keys, and the first measure (or the one the rows are sorted by).
    Bars,
    /// Lines over time: the first key is time or date, each measure is a series, or each value of the
    /// second key.
    Line,
    /// Stacked columns over time: the first key is time or date, the second the series.
    Stacked,
    /// Weekday by hour.
    Heatmap,
    /// Countries on a map: the first key is an ISO country code.
    Map,
    /// Single events.
    Events,
}

/// One tile.
#[derive(Clone, Debug)]
pub struct TileResult {
    /// Its id within the report.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it shows best.
    pub kind: TileKind,
    /// A sentence beneath the title; may be empty.
    pub note: String,
    /// The first moment that counts, and the moment after the last; `None` where the data is the limit
    /// and nothing was read.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Matching events outside of the span.
    pub outside: u64,
    /// The rows, or how many groups were too many for the memory budget.
    pub table: Result<Table, TooManyGroups>,
    /// What the table lacks; the note says it, too.
    pub gaps: Vec<String>,
    /// Command lines that repeat the tile, quoted for a shell.
    pub commands: Vec<String>,
}

/// The tile passed the memory budget, or has more buckets than may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyGroups {
    /// Groups reached, or rows.
    pub groups: u64,
    /// Whether these are the rows of buckets.
    pub are_rows: bool,
}

impl TooManyGroups {
    /// What to do about it.
    pub fn help(self) -> &'static str {
        if self.are_rows {
            "use a longer every, or narrow the search"
        } else {
            "raise --max-memory, or narrow the search"
        }
    }
}

impl fmt::Display for TooManyGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.are_rows { "rows" } else { "groups" };
        write!(f, "too many {noun} ({})", grouped(self.groups.into()))
    }
}
