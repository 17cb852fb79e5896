//! Reports on a terminal: tables, bars, sparklines and a heatmap of Unicode blocks.
//!
//! Nothing wraps, and colour is not needed to read it. A tile shows 20 rows.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use crate::report::result::{Document, ReportResult, TileKind, TileResult};
use crate::sink::safe::shown;
use crate::sink::text::cut;
use crate::table::cell;
use crate::table::text::{Look, write_dim, write_measures, write_more, write_rows, write_series};
use crate::table::{Column, Kind, More, Table, Value};

use super::heatmap::Heatmap;
use super::parts::{TOO_MANY, accounts, by_unit, is_by_key, more, span};

/// Rows of a tile.
const ROWS: usize = 20;
/// A mark for nothing, and four for more and more.
const SHADES: [&str; 5] = ["··", "░░", "▒▒", "▓▓", "██"];

/// Writes all reports.
///
/// # Errors
/// The output cannot be written.
pub fn write(document: &Document, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for (at, report) in document.reports.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_report(report, look, out)?;
    }
    Ok(())
}

fn write_report(report: &ReportResult, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    write_line(&report.title, look, out)?;
    if !report.summary.is_empty() {
        write_line(&report.summary, look, out)?;
    }
    if report.accounts.len() > 1 {
        write_line(&accounts(report), look, out)?;
    }
    for note in &report.notes {
        write_line(&format!("note: {note}"), look, out)?;
    }
    if let Some(missing) = &report.missing {
        return write_line(&format!("no answer: {missing}"), look, out);
    }
    for tile in &report.tiles {
        writeln!(out)?;
        write_tile(report, tile, look, out)?;
    }
    Ok(())
}

/// Writes text over as many lines as it needs.
fn write_line(text: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for word in shown(text).split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if longer.width() <= look.width || line.is_empty() {
            line = longer;
        } else {
            writeln!(out, "{}", cut(&line, look.width))?;
            word.clone_into(&mut line);
        }
    }
    writeln!(out, "{}", cut(&line, look.width))
}

fn write_tile(
    report: &ReportResult,
    tile: &TileResult,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let id = format!("{}.{}", report.name, tile.id);
    write_dim(&format!("── {} ── {}", shown(&tile.title), shown(&id)), look, out)?;
    if !tile.note.is_empty() {
        write_line(&tile.note, look, out)?;
    }
    let span = span(tile, &look.zone);
    if !span.is_empty() {
        write_dim(&span, look, out)?;
    }
    match &tile.table {
        Err(error) => write_line(&format!("{error}: {TOO_MANY}"), look, out),
        Ok(table) if table.rows.is_empty() => write_line("no events", look, out),
        Ok(table) => write_table(table, tile.kind, look, out),
    }
}

fn write_table(table: &Table, kind: TileKind, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    match kind {
        TileKind::Number if table.rows.len() == 1 => write_figures(table, look, out),
        TileKind::Heatmap if let Some(heatmap) = Heatmap::new(table) => {
            write_heatmap(&heatmap, look, out)
        }
        TileKind::Line | TileKind::Stacked if table.is_over_time() => {
            let groups = match table.charted() {
                Some(measure) if is_by_key(table) => write_series(table, measure, look, ROWS, out)?,
                _ => {
                    for measures in by_unit(table) {
                        write_measures(table, &measures, look, out)?;
                    }
                    0
                }
            };
            let more = More {
                groups: table.more.groups + groups.saturating_sub(ROWS) as u64,
                ..table.more
            };
            write_more(more, "group", look, out)
        }
        TileKind::Events => {
            let (table, common) = without_common(table);
            if !common.is_empty() {
                write_line(&format!("all: {}", common.join(", ")), look, out)?;
            }
            write_rows(&table, look, ROWS, out)?;
            write_rest(&table, "event", look, out)
        }
        _ => {
            write_rows(table, look, ROWS, out)?;
            write_rest(table, "group", look, out)
        }
    }
}

/// Writes what is left out behind the first rows.
fn write_rest(table: &Table, noun: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    more(table, ROWS, noun).map_or(Ok(()), |more| write_dim(&more, look, out))
}

/// Writes a line for each figure.
fn write_figures(table: &Table, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let width = table.columns.iter().map(|column| column.name.len()).max().unwrap_or(0).min(40);
    for (value, column) in table.rows[0].iter().zip(&table.columns) {
        let value = cell::text(value, column, &look.zone);
        let line = format!("{:width$}  {value}", shown(&column.name));
        writeln!(out, "{}", cut(&line, look.width))?;
    }
    Ok(())
}

/// Writes weekdays by hours, and what the shades mean.
fn write_heatmap(heatmap: &Heatmap, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let hours: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
    write_dim(&format!("    {}", hours.join(" ")), look, out)?;
    for (day, cells) in Heatmap::DAYS.iter().zip(&heatmap.cells) {
        let marks = cells.iter().map(|count| SHADES[heatmap.level(*count)]);
        writeln!(out, "{day} {}", marks.collect::<Vec<_>>().join(" "))?;
    }
    let legend = heatmap.legend();
    let legend = legend.iter().map(|(level, range)| format!("{} {range}", SHADES[*level]));
    write_dim(&format!("    {}", legend.collect::<Vec<_>>().join("   ")), look, out)
}

/// The table without columns that have the same value in every row, and these values: they leave room
/// for what differs.
fn without_common(table: &Table) -> (Table, Vec<String>) {
    let is_common = |at: usize| {
        table.rows.len() > 1
            && table.columns[at].kind == Kind::Text
            && table.rows.iter().all(|row| row[at] == table.rows[0][at])
    };
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| !is_common(*at)).collect();
    let common = (0..table.columns.len()).filter(|at| is_common(*at)).map(|at| {
        let column = &table.columns[at];
        let value = cell::text(&table.rows[0][at], column, &jiff::tz::TimeZone::UTC);
        format!("{} {value}", shown(&column.name))
    });
    let columns: Vec<Column> = kept.iter().map(|at| table.columns[*at].clone()).collect();
    let row = |row: &Vec<Value>| kept.iter().map(|at| row[*at].clone()).collect();
    let rows = table.rows.iter().map(row).collect();
    let common = common.collect();
    (Table { columns, rows, more: table.more, sorted_by: None }, common)
}
