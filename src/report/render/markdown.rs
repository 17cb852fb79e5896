//! Reports as Markdown, for a ticket.
//!
//! Values of logs are inline code; texts of definitions have no markup. A tile shows 50 rows.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::parts::{more, span};
use crate::report::result::{Document, ReportResult, TileKind, TileResult};
use crate::sink::numbers::counted;
use crate::sink::text::clock;
use crate::table::cell::zone_of_times;
use crate::table::markdown::{block, cell, code, prose, write_rows};
use crate::table::{Column, Kind, Table, Value};

/// Rows of a tile.
const ROWS: usize = 50;

/// Writes all reports and what was read.
///
/// # Errors
/// The output cannot be written.
pub fn write(document: &Document, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    for report in &document.reports {
        write_report(report, zone, out)?;
    }
    let coverage = &document.coverage;
    let state = if coverage.is_complete { "Complete" } else { "Incomplete" };
    writeln!(out, "## Coverage\n\n{state}: {}\n", code(&coverage.line))?;
    for note in &coverage.notes {
        writeln!(out, "- {}", code(note))?;
    }
    if !coverage.notes.is_empty() {
        writeln!(out)?;
    }
    if *zone != TimeZone::UTC {
        writeln!(out, "{}\n", zone_of_times(zone))?;
    }
    let (made, inputs) = (clock(document.made, zone), counted(coverage.inputs, "object"));
    writeln!(out, "Made {made} of {inputs}, SHA-256 of their sorted list:\n")?;
    writeln!(out, "{}", block(&coverage.inputs_sha256))?;
    write!(out, "{}", block(&format!("ct {}", document.command)))
}

fn write_report(report: &ReportResult, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", prose(&report.title))?;
    if !report.summary.is_empty() {
        writeln!(out, "{}\n", prose(&report.summary))?;
    }
    if report.accounts.len() > 1 {
        let account = |(account, events): &(String, u64)| {
            format!("{} ({})", code(account), counted(*events, "event"))
        };
        let accounts: Vec<String> = report.accounts.iter().map(account).collect();
        writeln!(out, "{} accounts: {}\n", accounts.len(), accounts.join(", "))?;
    }
    for note in &report.notes {
        writeln!(out, "Note: {}\n", prose(note))?;
    }
    if let Some(missing) = &report.missing {
        return writeln!(out, "No answer: {}\n", prose(missing));
    }
    report.tiles.iter().try_for_each(|tile| write_tile(tile, zone, out))
}

fn write_tile(tile: &TileResult, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n", prose(&tile.title))?;
    if !tile.note.is_empty() {
        writeln!(out, "{}\n", prose(&tile.note))?;
    }
    let span = span(tile, zone);
    if !span.is_empty() {
        writeln!(out, "{span}\n")?;
    }
    match &tile.table {
        Err(error) => writeln!(out, "{error}: {}\n", error.help())?,
        Ok(table) if table.rows.is_empty() => writeln!(out, "no events\n")?,
        Ok(table) if tile.kind == TileKind::Number && table.rows.len() == 1 => {
            write_figures(table, zone, out)?;
        }
        Ok(table) => {
            write_rows(table, ROWS, zone, out)?;
            writeln!(out)?;
            let noun = if tile.kind == TileKind::Events { "event" } else { "group" };
            if let Some(more) = more(table, ROWS, noun) {
                writeln!(out, "{more}\n")?;
            }
        }
    }
    tile.commands.iter().try_for_each(|command| writeln!(out, "{}", block(command)))
}

/// Writes a row for each figure.
fn write_figures(table: &Table, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| | |\n| --- | --: |")?;
    for (value, column) in table.rows[0].iter().zip(&table.columns) {
        let name = cell(&Value::Text(column.name.clone()), &Column::key("", Kind::Text), zone);
        writeln!(out, "| {name} | {} |", cell(value, column, zone))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::tests::{HOSTILE, document, hostile, report, tile, top, written};
    use crate::sink::safe::{is_steering, shown};

    fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
        super::write(document, &TimeZone::UTC, out)
    }

    fn one(tile: TileResult) -> Document {
        document(vec![ReportResult {
            title: "Operations".to_owned(),
            tiles: vec![tile],
            ..ReportResult::default()
        }])
    }

    #[test]
    fn a_report_has_tables_commands_and_coverage() {
        let text = written(&one(tile("top", TileKind::Bars, top(&["PutObject"]))), write);
        insta::assert_snapshot!(text, @"
        # Operations

        ## Title of top

        A note.

        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside

        | `eventName` | `events` |
        | --- | --: |
        | `PutObject` | 6,000 |

        and 312 more groups, 4,201 events

        ```
        ct report sample --tile top ./logs
        ```

        ## Coverage

        Incomplete: `1,204,118 of 1,204,118 events in 61 objects`

        - `./logs/a.json.gz: unexpected end of file`

        Made 2026-11-22 10:00:00Z of 63 objects, SHA-256 of their sorted list:

        ```
        abababababababababababababababababababababababababababababababab
        ```

        ```
        ct report sample ./logs
        ```
        ");
    }

    #[test]
    fn figures_have_a_row_each_and_other_tiles_say_why_they_have_none() {
        let text = written(&document(vec![report()]), write);
        assert!(text.contains("| `events` | 1,204,118 |"), "{text}");
        assert!(text.contains("\nno events\n"), "{text}");
        assert!(text.contains("\ntoo many groups (10,000,001): raise --max-memory"), "{text}");
        let accounts =
            "2 accounts: `111122223333` (1,200,000 events), `444455556666` (4,118 events)";
        assert!(text.contains(accounts), "{text}");
    }

    #[test]
    fn hostile_text_is_code_on_one_line() {
        let mut document = hostile();
        document.reports[0].missing = None;
        let text = written(&document, write);
        assert!(!text.contains(|c| is_steering(c) && c != '\n'), "{text}");
        for line in text.lines() {
            let parts: Vec<&str> = line.split("@alice").collect();
            let (first, last) = (parts[0], parts[parts.len() - 1]);
            let is_in_block = line == shown(HOSTILE) || line == format!("ct {}", shown(HOSTILE));
            assert!(
                parts.len() == 1 || is_in_block || first.contains('`') && last.contains('`'),
                "{line}"
            );
        }
        let rows = text.lines().filter(|line| line.starts_with("| "));
        for row in rows.filter(|row| row.contains("PutObject")) {
            assert!(row.ends_with(" |"), "{row}");
        }
    }
}
