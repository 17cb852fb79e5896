//! Reports as one JSON document.
//!
//! One report is `{"version":1,"report":…,"coverage":…,"tiles":[…]}`, several are
//! `{"version":1,"coverage":…,"reports":[…]}`. Knows no other format.

use std::io::{self, Write};

use crate::report::result::{Document, ReportResult, TileResult};
use crate::sink::safe::shown_json;
use crate::table::json::{json, string};
use crate::table::{Table, Value};

/// Writes the document.
///
/// # Errors
/// The output cannot be written.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"version\":1,\"made\":{}", string(&document.made.to_string()))?;
    match document.reports.as_slice() {
        [report] => {
            write!(out, ",{}", heading(report))?;
            write!(out, ",\"coverage\":{}", coverage(document))?;
            write_tiles(report, out)?;
        }
        reports => {
            write!(out, ",\"coverage\":{},\"reports\":[", coverage(document))?;
            for (at, report) in reports.iter().enumerate() {
                write!(out, "{}\n{{{}", if at > 0 { "," } else { "" }, heading(report))?;
                write_tiles(report, out)?;
                write!(out, "}}")?;
            }
            write!(out, "]")?;
        }
    }
    writeln!(out, "}}")
}

/// What was read: the object of `--summary`, and the hash of the input list.
fn coverage(document: &Document) -> String {
    let coverage = &document.coverage;
    let summary = match coverage.json.trim() {
        "" => "null".into(),
        json => shown_json(json),
    };
    let hash = string(&coverage.inputs_sha256);
    format!(
        "{{\"complete\":{},\"inputs\":{},\"inputs_sha256\":{hash},\"summary\":{summary}}}",
        coverage.is_complete, coverage.inputs
    )
}

/// The members of a report before its tiles.
fn heading(report: &ReportResult) -> String {
    let account = |(account, events): &(String, u64)| {
        format!("{{\"account\":{},\"events\":{events}}}", string(account))
    };
    let accounts: Vec<String> = report.accounts.iter().map(account).collect();
    format!(
        "\"report\":{},\"title\":{},\"summary\":{},\"accounts\":[{}],\"notes\":{},\"missing\":{}",
        string(&report.name),
        string(&report.title),
        string(&report.summary),
        accounts.join(","),
        strings(&report.notes),
        report.missing.as_deref().map_or_else(|| "null".to_owned(), string),
    )
}

fn strings(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(","))
}

fn write_tiles(report: &ReportResult, out: &mut dyn Write) -> io::Result<()> {
    write!(out, ",\"tiles\":[")?;
    for (at, tile) in report.tiles.iter().enumerate() {
        writeln!(out, "{}", if at > 0 { "," } else { "" })?;
        write_tile(tile, out)?;
    }
    write!(out, "]")
}

fn write_tile(tile: &TileResult, out: &mut dyn Write) -> io::Result<()> {
    let span = tile.span.map_or_else(
        || "null".to_owned(),
        |(from, to)| format!("[{},{}]", string(&from.to_string()), string(&to.to_string())),
    );
    let [id, name, note] = [&tile.id, &tile.title, &tile.note].map(|text| string(text));
    write!(out, "{{\"id\":{id},\"title\":{name},\"note\":{note},\"span\":{span}")?;
    write!(out, ",\"outside\":{},\"commands\":{}", tile.outside, strings(&tile.commands))?;
    match &tile.table {
        Ok(table) => write_table(table, out)?,
        Err(error) => {
            let message = string(&error.to_string());
            write!(out, ",\"error\":{message},\"groups\":{}", error.groups)?;
            write!(out, ",\"columns\":[],\"rows\":[]")?;
        }
    }
    write!(out, "}}")
}

/// Writes columns and rows. A list that leaves values out brings a column `NAME_more`.
fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let left_out = |row: &Vec<Value>, at: usize| match &row[at] {
        Value::List { more, .. } => *more,
        _ => 0,
    };
    let has_more: Vec<bool> = (0..table.columns.len())
        .map(|at| table.rows.iter().any(|row| left_out(row, at) > 0))
        .collect();
    let mut columns = Vec::new();
    for (column, has_more) in table.columns.iter().zip(&has_more) {
        let (name, kind) = (string(&column.name), column.kind.name());
        columns.push(format!("{{\"name\":{name},\"type\":\"{kind}\"}}"));
        if *has_more {
            let name = string(&format!("{}_more", column.name));
            columns.push(format!("{{\"name\":{name},\"type\":\"integer\"}}"));
        }
    }
    write!(out, ",\"columns\":[{}],\"rows\":[", columns.join(","))?;
    for (index, row) in table.rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (at, (value, column)) in row.iter().zip(&table.columns).enumerate() {
            cells.push(json(value, column.kind));
            if has_more[at] {
                cells.push(left_out(row, at).to_string());
            }
        }
        write!(out, "{}\n[{}]", if index > 0 { "," } else { "" }, cells.join(","))?;
    }
    let more = table.more;
    write!(out, "],\"more\":{{\"groups\":{},\"events\":{}}}", more.groups, more.events)
}
