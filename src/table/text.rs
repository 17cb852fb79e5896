//! A table for a terminal: aligned columns, and a bar for each row or a sparkline for each group.
//!
//! Lines never wrap: cells are cut with `…`, keys before measures. In a pipe: [`super::tsv`].

use std::io::{self, Write};

use anstyle::Style;
use jiff::tz::TimeZone;

use super::blocks::{bar, peaks, sparkline, sums};
use super::cell::{left_out, text};
use super::layout::{self, Drawing, Grid};
use super::timeline::{Series, Timeline};
use super::{Column, Kind, More, Table, Value};
use crate::sink::safe::shown;
use crate::sink::text::{clock, cut};

/// A bar is at least and at most so wide.
const BAR: (usize, usize) = (8, 40);
/// A sparkline has at least so many columns.
const LEAST_SPARKS: usize = 16;

/// How a table looks.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether scaffolding is dim.
    pub colour: bool,
    /// The zone of the times.
    pub zone: TimeZone,
}

/// Writes a table and what it leaves out: a line a row, or a line a group where the rows of
/// groups are buckets of time.
///
/// # Errors
/// The output cannot be written.
pub fn write(table: &Table, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let keys = table.columns.iter().filter(|column| column.is_key).count();
    // The first measure is the number of events, which alone may be added up over time.
    let events = table.columns.iter().position(|column| !column.is_key);
    match events {
        _ if table.rows.is_empty() => return Ok(()),
        Some(events) if table.is_over_time() && keys > 1 => {
            write_series(table, events, look, usize::MAX, out)?;
            write_hidden(&table.columns[events + 1..], look, out)?;
        }
        _ => write_rows(table, look, usize::MAX, out)?,
    }
    write_more(table.more, "group", look, out)
}

/// Writes which measures have no place in a line of sparks.
fn write_hidden(measures: &[Column], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if measures.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = headings(measures).into_iter().map(|column| column.heading).collect();
    write_dim(&format!("not shown here: {}", names.join(", ")), look, out)
}

/// Writes "and 312 more groups, 4,201 events", if anything is left out.
///
/// # Errors
/// The output cannot be written.
pub fn write_more(more: More, noun: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    left_out(more, noun).map_or(Ok(()), |line| write_dim(&line, look, out))
}

/// Writes a line of scaffolding, cut to fit.
///
/// # Errors
/// The output cannot be written.
pub fn write_dim(line: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let dim = if look.colour { Style::new().dimmed() } else { Style::new() };
    writeln!(out, "{dim}{}{dim:#}", cut(line, look.width))
}

/// Writes a line for each of the first rows, with a bar for the measure that they are sorted by.
///
/// # Errors
/// The output cannot be written.
pub fn write_rows(table: &Table, look: &Look, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let rows = &table.rows[..table.rows.len().min(most)];
    let cells = |row: &Vec<Value>| {
        let cell = |(value, column)| cell(value, column, look);
        row.iter().zip(&table.columns).map(cell).collect()
    };
    let measure = table.sorted_by.or(table.charted().filter(|_| table.is_over_time()));
    let measure = measure.filter(|at| table.columns[*at].kind.is_number());
    let number = |row: &Vec<Value>| row[measure?].number();
    let largest = table.rows.iter().filter_map(number).fold(0.0, f64::max);
    let draw = |width: usize| {
        rows.iter().map(|row| bar(number(row).unwrap_or(0.0), largest, width)).collect()
    };
    let drawing = measure.filter(|_| largest > 0.0).map(|_| Drawing {
        heading: String::new(),
        least: BAR.0,
        most: BAR.1,
        is_vital: false,
        draw: &draw,
    });
    let grid =
        Grid { columns: headings(&table.columns), rows: rows.iter().map(cells).collect(), drawing };
    write_grid(&grid, look, out)
}

/// Writes a line for each of the largest series, with a sparkline over time. Returns how many series
/// there are.
///
/// # Errors
/// The output cannot be written.
pub fn write_series(
    table: &Table,
    measure: usize,
    look: &Look,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut timeline = Timeline::by_keys(table, measure);
    let count = timeline.series.len();
    timeline.series.truncate(most);
    let keys = table.columns[1..].iter().filter(|column| column.is_key);
    let columns: Vec<Column> = keys.chain([&table.columns[measure]]).cloned().collect();
    let cells = |series: &Series| {
        let values = series.keys.iter().chain([&series.total]);
        values.zip(&columns).map(|(value, column)| cell(value, column, look)).collect()
    };
    let rows = timeline.series.iter().map(cells).collect();
    let draw = |width: usize| match timeline.times.len() {
        // A sparkline of one bucket would show nothing.
        1 => bars(&timeline, width.min(BAR.1)),
        _ => sparks(&timeline, |numbers| sums(numbers, width)),
    };
    write_sparks(&timeline, headings(&columns), rows, &draw, look, out)?;
    Ok(count)
}

/// Writes a line for each of these measures, with its highest value and a sparkline over time. They
/// have one unit.
///
/// # Errors
/// The output cannot be written.
pub fn write_measures(
    table: &Table,
    measures: &[usize],
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = measures.first() else { return Ok(()) };
    let timeline = Timeline::by_measures(table, measures);
    let columns =
        [Column::key("", Kind::Text), Column::measure("highest", table.columns[*first].kind)];
    let cells = |series: &Series| {
        let highest = series.highest();
        let values = series.keys.iter().chain([&highest]);
        values.zip(&columns).map(|(value, column)| cell(value, column, look)).collect()
    };
    let rows = timeline.series.iter().map(cells).collect();
    let draw = |width: usize| sparks(&timeline, |numbers| peaks(numbers, width));
    write_sparks(&timeline, headings(&columns), rows, &draw, look, out)
}

/// Sparklines, each of a scale of its own: it shows when, the number beside it how much.
fn sparks(timeline: &Timeline, taken: impl Fn(&[f64]) -> Vec<f64>) -> Vec<String> {
    let spark = |series: &Series| {
        let numbers = taken(&series.filled());
        sparkline(&numbers, numbers.iter().copied().fold(0.0, f64::max))
    };
    timeline.series.iter().map(spark).collect()
}

/// A bar for the first bucket of each series, all of one scale.
fn bars(timeline: &Timeline, width: usize) -> Vec<String> {
    let first = |series: &Series| series.values.first().copied().flatten().unwrap_or(0.0);
    let largest = timeline.series.iter().map(first).fold(0.0, f64::max);
    timeline.series.iter().map(|series| bar(first(series), largest, width)).collect()
}

fn write_sparks(
    timeline: &Timeline,
    columns: Vec<layout::Column>,
    rows: Vec<Vec<String>>,
    draw: &dyn Fn(usize) -> Vec<String>,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let drawing = Drawing {
        heading: extent(timeline, look),
        least: LEAST_SPARKS,
        most: usize::MAX,
        is_vital: true,
        draw,
    };
    write_grid(&Grid { columns, rows, drawing: Some(drawing) }, look, out)
}

/// The first and the last bucket; the date of the last only if it is another.
fn extent(timeline: &Timeline, look: &Look) -> String {
    let (Some(first), Some(last)) = (timeline.times.first(), timeline.times.last()) else {
        return String::new();
    };
    let shown = |time: &jiff::Timestamp| {
        let day = time.strftime("%Y-%m-%d");
        if timeline.is_daily { day.to_string() } else { clock(*time, &look.zone) }
    };
    if first == last {
        return shown(first);
    }
    let (first, last) = (shown(first), shown(last));
    let last = match (first.split_once(' '), last.split_once(' ')) {
        (Some((day, _)), Some((same, clock))) if day == same => clock,
        _ => &last,
    };
    format!("{first} .. {last}")
}

/// The text of a cell, no longer than a line.
fn cell(value: &Value, column: &Column, look: &Look) -> String {
    match value {
        // Without writing out a text that is cut anyway.
        Value::Text(long) if long.len() > 4 * look.width => {
            let start: String = long.chars().take(look.width + 1).collect();
            text(&Value::Text(start), column, &look.zone)
        }
        value => text(value, column, &look.zone),
    }
}

fn headings(columns: &[Column]) -> Vec<layout::Column> {
    let heading = |column: &Column| layout::Column {
        heading: shown(&column.name).into_owned(),
        is_key: column.is_key,
        is_number: column.kind.is_number(),
        is_whole: !matches!(column.kind, Kind::Text | Kind::Json | Kind::List),
    };
    columns.iter().map(heading).collect()
}

fn write_grid(grid: &Grid<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let left_out = grid.write(look.width, look.colour, out)?;
    if left_out.is_empty() {
        return Ok(());
    }
    write_dim(&format!("no room for {}", left_out.join(", ")), look, out)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    fn look(width: usize) -> Look {
        Look { width, colour: false, zone: TimeZone::UTC }
    }

    fn written(table: &Table, width: usize) -> String {
        let mut out = Vec::new();
        write(table, &look(width), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.width() <= width), "{text}");
        text
    }

    fn text_of(value: &str) -> Value {
        Value::Text(value.to_owned())
    }

    fn top() -> Table {
        let columns = vec![
            Column::key("eventName", Kind::Text),
            Column::measure("events", Kind::Integer),
            Column::measure("last", Kind::Time),
        ];
        let last = Value::Time("2026-11-20T09:14:07.5Z".parse().unwrap());
        let rows = vec![
            vec![text_of("PutObject"), Value::Integer(6445), last.clone()],
            vec![Value::Null, Value::Integer(2803), last],
            vec![text_of("a\u{1b}[31m\n"), Value::Integer(1), Value::Null],
        ];
        Table { columns, rows, more: More { groups: 312, events: 4201 }, sorted_by: Some(1) }
    }

    #[test]
    fn rows_have_a_bar_for_the_measure_that_they_are_sorted_by() {
        assert_eq!(
            written(&top(), 80),
            "eventName      events  last\n\
             PutObject       6,445  2026-11-20 09:14:07Z  ███████████████████████████████████\n\
             -               2,803  2026-11-20 09:14:07Z  ███████████████▎\n\
             a\\u{1b}[31m\\n       1  -                     ▏\n\
             and 312 more groups, 4,201 events\n"
        );
        let unsorted = Table { sorted_by: None, ..top() };
        assert!(!written(&unsorted, 80).contains('█'));
    }

    #[test]
    fn nothing_is_printed_of_an_empty_table() {
        assert_eq!(written(&Table { rows: Vec::new(), ..top() }, 80), "");
    }

    #[test]
    fn huge_and_hostile_texts_are_cut() {
        let mut table = top();
        table.rows[0][0] = text_of(&"\u{202e}x".repeat(100_000));
        table.columns[0].name = "x\u{1b}".repeat(200);
        let text = written(&table, 80);
        assert!(text.lines().nth(1).unwrap().starts_with("\\u{202e}x\\u{202e}x"), "{text}");
        assert!(text.contains('…'), "{text}");
    }

    #[test]
    fn columns_without_room_are_named() {
        let mut table = top();
        for name in ["first", "first-id", "min:eventTime"] {
            table.columns.push(Column::measure(name, Kind::Time));
            table.rows.iter_mut().for_each(|row| row.push(row[2].clone()));
        }
        let text = written(&table, 48);
        assert!(text.contains("\nno room for first, first-id, min:eventTime\n"), "{text}");
    }

    fn over_time(keys: &[&str]) -> Table {
        let mut columns = vec![Column::key("time", Kind::Time)];
        columns.extend(keys.iter().map(|key| Column::key(key, Kind::Text)));
        columns.push(Column::measure("events", Kind::Integer));
        let mut rows = Vec::new();
        for hour in 0..6 {
            for group in 0..2 {
                let time: jiff::Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
                let mut row = vec![Value::Time(time + jiff::Span::new().hours(hour))];
                row.extend(keys.iter().map(|_| text_of(["us-east-1", "eu-west-1"][group])));
                row.push(Value::Integer(i128::from(hour) * [1, 100][group]));
                if group == 0 || !keys.is_empty() {
                    rows.push(row);
                }
            }
        }
        Table { columns, rows, ..Table::default() }
    }

    #[test]
    fn groups_over_time_have_a_line_with_a_sparkline_each() {
        assert_eq!(
            written(&over_time(&["awsRegion"]), 80),
            "awsRegion  events  2026-11-20 00:00:00Z .. 05:00:00Z\n\
             eu-west-1   1,500  ·▂▃▅▆█\n\
             us-east-1      15  ·▂▃▅▆█\n"
        );
    }

    #[test]
    fn groups_in_one_bucket_have_bars() {
        let mut table = over_time(&["awsRegion"]);
        table.rows = table.rows.split_off(10);
        assert_eq!(
            written(&table, 80),
            "awsRegion  events  2026-11-20 05:00:00Z\n\
             eu-west-1     500  ████████████████████████████████████████\n\
             us-east-1       5  ▍\n"
        );
    }

    #[test]
    fn measures_without_a_sparkline_are_named() {
        let mut table = over_time(&["awsRegion"]);
        table.columns.push(Column::measure("distinct:sourceIPAddress", Kind::Integer));
        table.rows.iter_mut().for_each(|row| row.push(Value::Integer(7)));
        let text = written(&table, 80);
        assert!(text.ends_with("\nnot shown here: distinct:sourceIPAddress\n"), "{text}");
        assert!(text.contains("eu-west-1   1,500"), "{text}");
    }

    #[test]
    fn without_another_key_each_bucket_has_a_bar() {
        let text = written(&over_time(&[]), 80);
        assert_eq!(text.lines().count(), 7);
        assert!(text.contains("2026-11-20 05:00:00Z       5  █████"), "{text}");
    }

    #[test]
    fn only_scaffolding_is_dim() {
        let mut out = Vec::new();
        write(&top(), &Look { colour: true, ..look(80) }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let dim = |line: &&str| line.starts_with("\u{1b}[2m") && line.ends_with("\u{1b}[0m");
        assert_eq!(text.lines().filter(dim).count(), 2, "{text}");
        assert_eq!(text.matches('\u{1b}').count(), 4, "{text}");
    }
}
