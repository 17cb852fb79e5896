//! Horizontal bars as SVG: a line a row, its label on the bar and its number at the end.
//!
//! Positions are percentages, so that text keeps its size at every width.

use std::fmt::Write as _;

use super::scale::{Scale, label};
use crate::table::cell::text;
use crate::table::html::escaped;
use crate::table::{Kind, Table, Value};

use jiff::tz::TimeZone;

/// Rows that are drawn; the table has more.
pub(super) const ROWS: usize = 25;
/// Pixels of a row.
const ROW: usize = 26;

/// The bars of the charted measure; `None` if the table has none.
pub(super) fn svg(table: &Table, zone: &TimeZone) -> Option<String> {
    let measure = table.charted()?;
    let column = &table.columns[measure];
    let number = |row: &Vec<Value>| row[measure].number().unwrap_or(0.0);
    let scale = Scale::new(table.rows.iter().map(number).fold(0.0, f64::max), column.kind);
    let rows = &table.rows[..table.rows.len().min(ROWS)];
    let height = rows.len() * ROW;
    let mut out = format!(
        "<svg class=\"bars\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{} by {}\">",
        height + 20,
        escaped(&column.name),
        escaped(&keys(table).join(", ")),
    );
    axis(&scale, column.kind, &column.name, height, &mut out);
    for (at, row) in rows.iter().enumerate() {
        let (y, share) = (at * ROW, scale.share(number(row)) * 100.0);
        let name = escaped(&name(table, row, zone));
        let value = escaped(&text(&row[measure], column, zone));
        // What is cut by the width is in the tooltip.
        let _ = write!(
            out,
            "<g><title>{name}: {value}</title>\
             <rect class=\"hit\" y=\"{y}\" width=\"100%\" height=\"{ROW}\"/>\
             <rect class=\"bar\" y=\"{}\" width=\"{share:.2}%\" height=\"{}\" rx=\"2\"/>\
             <svg y=\"{y}\" width=\"76%\" height=\"{ROW}\"><text x=\"7\" y=\"17\">{name}</text></svg>\
             <text class=\"v\" x=\"100%\" dx=\"-4\" y=\"{}\">{value}</text></g>",
            y + 2,
            ROW - 4,
            y + 17,
        );
    }
    out.push_str("</svg>");
    Some(out)
}

/// Grid lines, with the unit and their numbers below.
fn axis(scale: &Scale, kind: Kind, unit: &str, height: usize, out: &mut String) {
    let y = height + 14;
    let _ = write!(out, "<text class=\"tick\" y=\"{y}\">{}</text>", escaped(unit));
    for (at, tick) in scale.ticks.iter().enumerate() {
        let x = scale.share(*tick) * 100.0;
        let anchor = if at + 1 == scale.ticks.len() { "e" } else { "m" };
        let _ = write!(
            out,
            "<line class=\"grid\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"0\" y2=\"{height}\"/>\
             <text class=\"tick {anchor}\" x=\"{x:.2}%\" y=\"{y}\">{}</text>",
            label(*tick, kind)
        );
    }
}

fn keys(table: &Table) -> Vec<String> {
    let keys = table.columns.iter().filter(|column| column.is_key);
    keys.map(|column| column.name.clone()).collect()
}

/// The keys of a row.
fn name(table: &Table, row: &[Value], zone: &TimeZone) -> String {
    let keys = row.iter().zip(&table.columns).filter(|(_, column)| column.is_key);
    let texts: Vec<String> = keys.map(|(value, column)| text(value, column, zone)).collect();
    texts.join(" · ")
}
