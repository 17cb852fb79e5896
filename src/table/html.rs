//! A table as HTML: one page, or the element alone for a larger page.
//!
//! Every text is escaped, and steering characters are spelled out. Nothing is loaded.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use minijinja::HtmlEscape;

use super::cell::{MISSING, left_out, text, zone_of_times};
use super::{Column, Kind, Table, Value};
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// Characters of a cell; the rest is cut, because a log may hold texts of any length.
const CELL: usize = 1_000;

/// Characters that stay on one line.
const LINE: usize = 40;

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<title>ct</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 1rem; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #8884; white-space: nowrap; }
.w { white-space: normal; overflow-wrap: anywhere; min-width: 20rem; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.none { opacity: .6; }
</style>
";

/// Writes a page with a table of all rows.
///
/// # Errors
/// The output cannot be written.
pub fn write(table: &Table, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    write_element(table, usize::MAX, zone, out)?;
    if table.columns.iter().any(|column| column.kind.is_time()) {
        writeln!(out, "<p>{}</p>", HtmlEscape(&zone_of_times(zone)))?;
    }
    if let Some(more) = left_out(table.more, "group") {
        writeln!(out, "<p>{more}</p>")?;
    }
    Ok(())
}

/// Writes the element with the first rows.
///
/// # Errors
/// The output cannot be written.
pub fn write_element(
    table: &Table,
    most: usize,
    zone: &TimeZone,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "<table>\n<thead><tr>")?;
    for column in &table.columns {
        write!(out, "<th scope=\"col\"{}>{}</th>", class(column.kind), escaped(&column.name))?;
    }
    write!(out, "</tr></thead>\n<tbody>\n")?;
    for row in table.rows.iter().take(most) {
        write!(out, "<tr>")?;
        for (value, column) in row.iter().zip(&table.columns) {
            write_cell(value, column, zone, out)?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

fn write_cell(
    value: &Value,
    column: &Column,
    zone: &TimeZone,
    out: &mut dyn Write,
) -> io::Result<()> {
    if value.is_null() {
        return write!(out, "<td{}><span class=\"none\">{MISSING}</span></td>", class(column.kind));
    }
    let text = text(value, column, zone);
    let is_long = class(column.kind).is_empty() && text.chars().nth(LINE).is_some();
    let class = if is_long { " class=\"w\"" } else { class(column.kind) };
    write!(out, "<td{class}>{}</td>", HtmlEscape(&short(&text)))
}

fn class(kind: Kind) -> &'static str {
    match kind {
        kind if kind.is_number() => " class=\"n\"",
        kind if kind.is_time() => " class=\"t\"",
        _ => "",
    }
}

/// The text, or its beginning and how long it is.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => {
            let length = text.chars().count() as u64;
            format!("{}… ({})", &text[..end], counted(length, "character"))
        }
        None => text.to_owned(),
    }
}

/// Text between tags or in a quoted attribute.
pub fn escaped(text: &str) -> String {
    HtmlEscape(&shown(&short(text))).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::More;

    fn table() -> Table {
        let columns = vec![
            Column::key("<b>&\"", Kind::Text),
            Column::measure("events", Kind::Integer),
            Column::measure("last", Kind::Time),
        ];
        let rows = vec![
            vec![Value::Text("<script>'\"\u{202e}\u{0}".into()), Value::Integer(6445), Value::Null],
            vec![Value::Text("x".repeat(2_000)), Value::Integer(1), Value::Null],
        ];
        Table { columns, rows, ..Table::default() }
    }

    fn element(most: usize) -> String {
        let mut out = Vec::new();
        write_element(&table(), most, &TimeZone::UTC, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_text_is_escaped() {
        let text = element(1);
        assert!(text.contains("<th scope=\"col\">&lt;b&gt;&amp;&quot;</th>"), "{text}");
        let cell = "<td>&lt;script&gt;&#x27;&quot;\\u{202e}\\u{0}</td><td class=\"n\">6,445</td>";
        assert!(text.contains(cell), "{text}");
        assert_eq!(text.matches("<tr>").count(), 2, "{text}");
    }

    #[test]
    fn a_long_text_is_cut_and_says_how_long_it_is() {
        let text = element(2);
        let cut = format!("<td class=\"w\">{}… (2,000 characters)</td>", "x".repeat(1_000));
        assert!(text.contains(&cut), "{text}");
    }

    #[test]
    fn a_page_loads_nothing() {
        let mut out = Vec::new();
        let more = More { groups: 312, events: 4_201 };
        write(&Table { more, ..table() }, &TimeZone::UTC, &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.contains("default-src 'none'"), "{page}");
        assert!(page.contains("<table>"), "{page}");
        assert!(page.contains("<p>Times are in UTC.</p>\n"), "{page}");
        assert!(page.ends_with("<p>and 312 more groups, 4,201 events</p>\n"), "{page}");
    }
}
