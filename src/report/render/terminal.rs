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
use super::parts::{accounts, by_unit, is_by_key, more, span};

/// Rows of a tile.
const ROWS: usize = 20;
/// A title is not cut below this.
const LEAST_TITLE: usize = 8;
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
    let id = shown(&id);
    // The id is what --tile takes, so the title gives way.
    let room = look.width.saturating_sub(id.width() + "──  ── ".width());
    let heading = shown(&tile.title);
    write_dim(&format!("── {} ── {id}", cut(&heading, room.max(LEAST_TITLE))), look, out)?;
    if !tile.note.is_empty() {
        write_line(&tile.note, look, out)?;
    }
    let span = span(tile, &look.zone);
    if !span.is_empty() {
        write_dim(&span, look, out)?;
    }
    match &tile.table {
        Err(error) => write_line(&format!("{error}: {}", error.help()), look, out),
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
        TileKind::Line | TileKind::Stacked
            if table.is_over_time() && (is_by_key(table) || table.rows.len() > ROWS) =>
        {
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
            write_different(table, &|column| column.kind == Kind::Text, "event", look, out)
        }
        _ => {
            let is_text_key = |column: &Column| column.is_key && column.kind == Kind::Text;
            write_different(table, &is_text_key, "group", look, out)
        }
    }
}

/// Writes the first rows, without columns that have the same value in every row: those are said once.
fn write_different(
    table: &Table,
    may_be_common: &dyn Fn(&Column) -> bool,
    noun: &str,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (table, common) = without_common(table, may_be_common);
    if !common.is_empty() {
        write_line(&format!("all: {}", common.join(", ")), look, out)?;
    }
    write_rows(&table, look, ROWS, out)?;
    write_rest(&table, noun, look, out)
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
fn without_common(table: &Table, may_be_common: &dyn Fn(&Column) -> bool) -> (Table, Vec<String>) {
    let is_common = |at: usize| {
        table.rows.len() > 1
            && may_be_common(&table.columns[at])
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
    let sorted_by = table.sorted_by.and_then(|sorted| kept.iter().position(|at| *at == sorted));
    (Table { columns, rows, more: table.more, sorted_by }, common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::tests::{document, events, hostile, report, tile, top, written};
    use crate::sink::safe::is_steering;
    use jiff::tz::TimeZone;

    fn look(width: usize) -> Look {
        Look { width, colour: false, zone: TimeZone::UTC }
    }

    fn shown_at(document: &Document, width: usize) -> String {
        let text = written(document, |document, out| write(document, &look(width), out));
        assert!(text.lines().all(|line| line.width() <= width), "{text}");
        text
    }

    fn shown_tile(kind: TileKind, table: Table) -> String {
        let tiles = vec![tile("one", kind, table)];
        shown_at(&document(vec![ReportResult { tiles, ..ReportResult::default() }]), 80)
    }

    #[test]
    fn every_kind_of_tile_fits_80_columns() {
        insta::assert_snapshot!(shown_at(&document(vec![report()]), 80), @r#"
        Sample
        A tile of each kind.
        2 accounts: 111122223333 (1,200,000 events), 444455556666 (4,118 events)
        note: No --geoip database: addresses are listed, not countries.

        ── Title of span ── sample.span
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        accounts       2
        first          2026-11-20 00:00:03Z
        events         1,204,118
        error_percent  2.50%

        ── Title of top ── sample.top
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        eventName  events
        PutObject   6,000  ████████████████████████████████████████
        GetObject   3,000  ████████████████████
        Decrypt     1,500  ██████████
        and 312 more groups, 4,201 events

        ── Title of table ── sample.table
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        eventName  events
        PutObject   6,000  ████████████████████████████████████████
        GetObject   3,000  ████████████████████
        and 312 more groups, 4,201 events

        ── Title of line ── sample.line
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
                highest  2026-11-20 00:00:00Z .. 2026-11-21 23:00:00Z
        events       99  ·▃▆▁▄▇▂▅█▃▆▁▄▇▁▄▇▂▅▁▃▆▁▄▇▂▅█▃▆▁▄▇▂▅█▃▆▁▃▆▁▄▇▂▅▁▃
        errors       49  ·▃▆▁▄▇▂▅█▃▆▁▄▇▁▄█▂▅▁▃▆▁▄▇▂▅█▃▆▁▄▇▂▅█▃▆▁▃▇▁▄▇▂▅▁▃
                       highest  2026-11-20 00:00:00Z .. 2026-11-21 23:00:00Z
        error_percent   50.00%  ·███████████████████████████████████████████████

        ── Title of stacked ── sample.stacked
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        awsRegion  events  2026-11-01 .. 2026-11-20
        eu-west-1   3,900  ▃▃▃▄▄▄▄▅▅▅▆▆▆▆▇▇▇▇██
        us-east-1   1,900  ·▁▁▁▂▂▃▃▃▄▄▅▅▅▆▆▇▇██

        ── Title of weekdays ── sample.weekdays
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
            00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23
        Mon ·· ░░ ▒▒ ▒▒ ▓▓ ▓▓ ▓▓ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▓▓ ▓▓ ▓▓ ▒▒ ▒▒ ░░
        Tue ·· ░░ ▒▒ ▒▒ ▓▓ ▓▓ ▓▓ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▓▓ ▓▓ ▓▓ ▒▒ ▒▒ ░░
        Wed ·· ░░ ▒▒ ▒▒ ▓▓ ▓▓ ▓▓ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▓▓ ▓▓ ▓▓ ▒▒ ▒▒ ░░
        Thu ·· ░░ ▒▒ ▒▒ ▓▓ ▓▓ ▓▓ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▓▓ ▓▓ ▓▓ ▒▒ ▒▒ ░░
        Fri ·· ░░ ▒▒ ▒▒ ▓▓ ▓▓ ▓▓ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▓▓ ▓▓ ▓▓ ▒▒ ▒▒ ░░
        Sat ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ··
        Sun ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ··
            ·· 0   ░░ 1 to 36   ▒▒ 37 to 72   ▓▓ 73 to 108   ██ 109 to 144

        ── Title of map ── sample.map
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        geo.country  logins
        DE               40  ████████████████████████████████████████
        US               12  ████████████
        -                 1  █

        ── Title of events ── sample.events
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        all: eventName RunInstances
        eventTime             requestParameters        values:resource
        2026-11-20 09:14:07Z  {"name":"RunInstances"}  RunInstances, - and 3 more
        2026-11-20 09:14:07Z  {"name":"RunInstances"}  RunInstances, - and 3 more

        ── Title of empty ── sample.empty
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        no events

        ── Title of too-many ── sample.too-many
        A note.
        2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside
        too many groups (10,000,001): raise --max-memory, or narrow the search
        "#);
    }

    #[test]
    fn hostile_text_never_reaches_the_terminal_or_wraps() {
        let mut document = hostile();
        for missing in [None, document.reports[0].missing.clone()] {
            document.reports[0].missing = missing;
            for width in [80, 120, 300] {
                let text = shown_at(&document, width);
                assert!(!text.contains(|c| is_steering(c) && c != '\n'), "{text}");
            }
        }
    }

    #[test]
    fn a_tile_shows_20_rows_and_says_how_many_follow() {
        let names: Vec<String> = (0..25).map(|number| format!("Event{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let text = shown_tile(TileKind::Table, top(&names));
        assert!(text.contains("Event19") && !text.contains("Event20"), "{text}");
        assert!(text.ends_with("\nand 317 more groups, 4,201 events\n"), "{text}");
        let text = shown_tile(TileKind::Events, events("RunInstances", 30));
        assert!(text.ends_with("\nand 10 more events\n"), "{text}");
    }

    #[test]
    fn what_all_events_have_in_common_is_said_once() {
        let mut table = events("RunInstances", 2);
        table.rows[1][1] = Value::Text("StopInstances".to_owned());
        let account = Column::key("account", Kind::Text);
        table.columns.push(account);
        table.rows.iter_mut().for_each(|row| row.push(Value::Text("111122223333".to_owned())));
        let text = shown_tile(TileKind::Events, table.clone());
        assert!(text.contains("\nall: account 111122223333\n"), "{text}");
        assert!(text.contains("StopInstances"), "{text}");
        table.rows.truncate(1);
        assert!(!shown_tile(TileKind::Events, table).contains("all:"));
    }

    #[test]
    fn a_report_without_an_answer_says_so_and_shows_no_tiles() {
        let missing = Some("these logs hold no S3 data events".to_owned());
        let text = shown_at(&document(vec![ReportResult { missing, ..report() }]), 80);
        assert!(text.ends_with("\nno answer: these logs hold no S3 data events\n"), "{text}");
    }
}
