//! Reports as one HTML page: nothing loaded from outside, no script, charts as inline SVG.
//!
//! The template escapes every text, and steering characters are spelled out; only what the modules
//! below draw, and escape, is inserted as it is.

mod bars;
mod heat;
mod scale;
mod time;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use minijinja::value::Serde;
use minijinja::{Environment, Value as JinjaValue, context, escape_formatter};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::heatmap::Heatmap;
use super::map;
use super::parts::{accounts, by_unit, is_by_key, without_total};
use crate::report::result::{Document, ReportResult, TileKind, TileResult};
use crate::sink::numbers::counted;
use crate::sink::safe::shown;
use crate::sink::text::clock;
use crate::table::cell::{text, zone_of_times};
use crate::table::html::{short, write_element};
use crate::table::timeline::{Series, Timeline};
use crate::table::{Kind, Table, Value};
use time::{Chart, Shape};

/// Rows of a table; a page must stay one that a browser opens.
const ROWS: usize = 500;
const STYLE: &str = include_str!("html/style.css");
const PAGE: &str = include_str!("html/page.html");

/// A report, as the template shows it.
#[derive(Serialize)]
struct ReportView<'d> {
    anchor: String,
    title: &'d str,
    summary: &'d str,
    facts: Vec<String>,
    missing: Option<&'d str>,
    tiles: Vec<TileView<'d>>,
}

/// A tile, as the template shows it.
#[derive(Default, Serialize)]
struct TileView<'d> {
    anchor: String,
    title: &'d str,
    note: &'d str,
    span: String,
    failed: Option<String>,
    empty: bool,
    figures: Vec<Figure>,
    /// Markup.
    chart: String,
    /// Markup.
    table: String,
    /// Whether the table is behind a disclosure.
    folded: bool,
    rows: String,
    more: Option<String>,
    commands: &'d [String],
    /// Whether it takes the whole width of the page.
    wide: bool,
}

/// A number tile's figure.
#[derive(Serialize)]
struct Figure {
    name: String,
    value: String,
    long: bool,
}

/// Writes the page.
///
/// # Errors
/// The output cannot be written.
pub fn write(document: &Document, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    let reports = document.reports.iter().enumerate();
    let reports: Vec<ReportView<'_>> =
        reports.map(|(at, report)| report_view(at, report, zone)).collect();
    let coverage = &document.coverage;
    let title = match document.reports.as_slice() {
        [report] => report.title.clone(),
        _ => "CloudTrail reports".to_owned(),
    };
    let context = context! {
        style => STYLE,
        style_sha256 => STANDARD.encode(Sha256::digest(STYLE)),
        title,
        made => format!("Made {}. {}", clock(document.made, zone), zone_of_times(zone)),
        complete => coverage.is_complete,
        coverage => context! {
            line => coverage.line.as_str(),
            notes => coverage.notes.clone(),
            inputs => counted(coverage.inputs, "object"),
            inputs_sha256 => coverage.inputs_sha256.as_str(),
        },
        command => document.command.as_str(),
        reports => JinjaValue::from(Serde(&reports)),
    };
    let mut environment = Environment::new();
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            escape_formatter(out, state, &JinjaValue::from(shown(&short(text)).into_owned()))
        }
        _ => escape_formatter(out, state, value),
    });
    let page = environment
        .render_named_str("page.html", PAGE, context)
        .map_err(|error| io::Error::other(format!("cannot make the page: {error}")))?;
    out.write_all(page.as_bytes())
}

fn report_view<'d>(at: usize, report: &'d ReportResult, zone: &TimeZone) -> ReportView<'d> {
    let mut facts = Vec::new();
    if report.accounts.len() > 1 {
        facts.push(accounts(report));
    }
    facts.extend(report.notes.iter().cloned());
    let shown = if report.missing.is_some() { &[][..] } else { &*report.tiles };
    let mut tiles: Vec<TileView<'_>> = shown
        .iter()
        .enumerate()
        .map(|(tile_at, tile)| tile_view(format!("r{at}t{tile_at}"), tile, zone))
        .collect();
    widen(&mut tiles);
    ReportView {
        anchor: format!("r{at}"),
        title: &report.title,
        summary: &report.summary,
        facts,
        missing: report.missing.as_deref(),
        tiles,
    }
}

/// A narrow tile without a neighbour takes the whole width.
fn widen(tiles: &mut [TileView<'_>]) {
    let mut at = 0;
    while at < tiles.len() {
        let has_neighbour = tiles.get(at + 1).is_some_and(|next| !next.wide);
        let is_paired = !tiles[at].wide && has_neighbour;
        tiles[at].wide = !is_paired;
        at += if is_paired { 2 } else { 1 };
    }
}

fn tile_view<'d>(anchor: String, tile: &'d TileResult, zone: &TimeZone) -> TileView<'d> {
    let mut view = TileView {
        anchor,
        title: &tile.title,
        note: &tile.note,
        span: super::parts::span(tile, zone),
        commands: &tile.commands,
        ..TileView::default()
    };
    match &tile.table {
        Err(error) => view.failed = Some(format!("{error}: {}", error.help())),
        Ok(table) if table.rows.is_empty() => view.empty = true,
        Ok(table) => show(table, tile.kind, zone, &mut view),
    }
    view
}

/// Adds figures, chart and table.
fn show(table: &Table, kind: TileKind, zone: &TimeZone, view: &mut TileView<'_>) {
    if kind == TileKind::Number && table.rows.len() == 1 {
        view.figures = figures(table, zone);
        view.wide = true;
        return;
    }
    view.chart = chart(table, kind, zone).unwrap_or_default();
    view.folded = !view.chart.is_empty();
    view.wide = !matches!(kind, TileKind::Bars | TileKind::Heatmap | TileKind::Map);
    let mut markup = Vec::new();
    // Writing to memory cannot fail.
    let _ = write_element(table, ROWS, zone, &mut markup);
    view.table = String::from_utf8_lossy(&markup).into_owned();
    let noun = if kind == TileKind::Events { "event" } else { "row" };
    view.rows = counted(table.rows.len() as u64, noun);
    let hidden = table.rows.len().saturating_sub(ROWS) as u64;
    let noun = if kind == TileKind::Events { "event" } else { "group" };
    let more = super::parts::more(table, ROWS, noun);
    view.more = more.map(|more| {
        if hidden > 0 {
            format!("{more}; {} of them in csv and json", counted(hidden, "row"))
        } else {
            more
        }
    });
}

fn figures(table: &Table, zone: &TimeZone) -> Vec<Figure> {
    let figures = table.rows[0].iter().zip(&table.columns).map(|(value, column)| {
        let value = text(value, column, zone);
        Figure { name: column.name.clone(), long: value.len() > 12, value }
    });
    figures.collect()
}

/// The drawing of a tile; `None` if a table says it best.
fn chart(table: &Table, kind: TileKind, zone: &TimeZone) -> Option<String> {
    match kind {
        TileKind::Bars => bars::svg(table, zone),
        TileKind::Heatmap => Some(heat::svg(&Heatmap::new(table)?)),
        TileKind::Map => map_svg(table, zone).or_else(|| bars::svg(table, zone)),
        TileKind::Line if table.is_over_time() => over_time(table, Shape::Lines, zone),
        TileKind::Stacked if table.is_over_time() => over_time(table, Shape::Stacked, zone),
        _ => None,
    }
}

fn over_time(table: &Table, shape: Shape, zone: &TimeZone) -> Option<String> {
    if is_by_key(table) {
        let measure = table.charted()?;
        let column = &table.columns[measure];
        let timeline = Timeline::by_keys(table, measure);
        return Some(Chart::new(timeline, shape, column.kind, &column.name).html(zone));
    }
    let charts = by_unit(table).into_iter().map(|measures| {
        let kind = table.columns[measures[0]].kind;
        let mut timeline = Timeline::by_measures(table, &measures);
        if shape == Shape::Stacked {
            without_total(&mut timeline);
        }
        let names: Vec<String> = timeline.series.iter().map(Series::name).collect();
        let unit = names.join(", ");
        // Percentages are no parts of a whole.
        let shape = if kind == Kind::Percent { Shape::Lines } else { shape };
        Chart::new(timeline, shape, kind, &unit).html(zone)
    });
    Some(charts.collect::<String>()).filter(|charts| !charts.is_empty())
}

/// The map, and bars of what is not on it.
fn map_svg(table: &Table, zone: &TimeZone) -> Option<String> {
    let measure = table.charted()?;
    let row = |row: &Vec<Value>| match (&row[0], &row[measure]) {
        (Value::Text(country), Value::Integer(count)) => {
            Some((country.clone(), u64::try_from(*count).ok()?))
        }
        _ => None,
    };
    let rows: Vec<(String, u64)> = table.rows.iter().filter_map(row).collect();
    let map = map::svg(&rows)?;
    Some(map + &bars::svg(table, zone).unwrap_or_default())
}

#[cfg(test)]
mod tests;
