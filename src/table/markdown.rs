//! A table as Markdown, for a ticket.
//!
//! Values come from logs, so they are inline code: nothing in them links, loads, mentions anybody
//! or breaks the table.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::cell::{MISSING, left_out, text};
use super::{Column, Kind, Table, Value};
use crate::sink::safe::shown;

/// Writes a table of all rows, and what it leaves out.
///
/// # Errors
/// The output cannot be written.
pub fn write(table: &Table, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    write_rows(table, usize::MAX, zone, out)?;
    left_out(table.more, "group").map_or(Ok(()), |more| writeln!(out, "\n{more}"))
}

/// Writes a table of the first rows.
///
/// # Errors
/// The output cannot be written.
pub fn write_rows(
    table: &Table,
    most: usize,
    zone: &TimeZone,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<String> = table.columns.iter().map(|column| code(&column.name)).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    let rule = |column: &Column| if column.kind.is_number() { "--:" } else { "---" };
    let rules: Vec<&str> = table.columns.iter().map(rule).collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for row in table.rows.iter().take(most) {
        let cells = row.iter().zip(&table.columns).map(|(value, column)| cell(value, column, zone));
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

/// A value: numbers and times as they are, everything else as code.
pub fn cell(value: &Value, column: &Column, zone: &TimeZone) -> String {
    match value {
        value if value.is_null() => MISSING.to_owned(),
        Value::Integer(_)
        | Value::Number(_)
        | Value::Boolean(_)
        | Value::Time(_)
        | Value::Date(_) => text(value, column, zone),
        Value::List { values, more } => {
            let one = Column::key(&column.name, Kind::Text);
            let mut parts: Vec<String> =
                values.iter().map(|value| cell(value, &one, zone)).collect();
            if *more > 0 {
                parts.push(format!("and {more} more"));
            }
            parts.join(", ")
        }
        value => code(&text(value, column, zone)),
    }
}

/// Text as inline code, also inside a table.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return MISSING.to_owned();
    }
    // Inside a table, a vertical line ends the cell unless a backslash stands before it, and readers
    // differ in what two backslashes mean.
    let text = shown(text).replace("\\|", "\\u{5c}|").replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    // Blanks between the fence and a backtick, and around text that is blank at both ends, are
    // not a part of the code.
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if is_padded { " " } else { "" };
    [&fence, pad, &text, pad, &fence].concat()
}

/// Text on one line as a block of code.
pub fn block(text: &str) -> String {
    let text = shown(text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}\n{text}\n{fence}\n")
}

/// How many backticks stand in a row at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text of a definition as it reads, or as code where a tracker would make a link or a mention of
/// it.
pub fn prose(text: &str) -> String {
    let text = shown(text);
    let is_link = ["@", "#", "://", "www."].iter().any(|part| text.contains(part));
    if is_link {
        return code(&text);
    }
    let is_markup = |c: &char| "\\`*_{}[]<>()|~&!$".contains(*c);
    text.chars().flat_map(|c| is_markup(&c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::More;

    #[test]
    fn log_values_are_inline_code_that_never_breaks_the_table() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a\\|b"), "`a\\u{5c}\\|b`");
        assert_eq!(code("a\nb\r\u{202e}"), "`a\\nb\\r\\u{202e}`");
        assert_eq!(code("x`y``z"), "```x`y``z```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" a"), "`  a `");
        assert_eq!(
            code("@alice <img src=//x> https://x #1"),
            "`@alice <img src=//x> https://x #1`"
        );
    }

    #[test]
    fn a_block_ends_where_it_should() {
        assert_eq!(block("ct count"), "```\nct count\n```\n");
        assert_eq!(block("a ```` b\n```"), "`````\na ```` b\\n```\n`````\n");
    }

    #[test]
    fn texts_of_definitions_have_no_markup() {
        assert_eq!(prose("Denied *counts* [x](y)"), "Denied \\*counts\\* \\[x\\]\\(y\\)");
        assert_eq!(prose("ask @alice"), "`ask @alice`");
        assert_eq!(prose("see https://x"), "`see https://x`");
    }

    #[test]
    fn a_table_has_a_line_a_row() {
        let columns = vec![
            Column::key("eventName", Kind::Text),
            Column::measure("events", Kind::Integer),
            Column::measure("values:x", Kind::List),
            Column::measure("last", Kind::Time),
        ];
        let list = Value::List { values: vec![Value::Text("a".into()), Value::Null], more: 2 };
        let time = Value::Time("2026-11-20T09:14:07Z".parse().unwrap());
        let rows = vec![
            vec![Value::Text("Put|Object".into()), Value::Integer(6445), list, time],
            vec![Value::Null; 4],
        ];
        let mut out = Vec::new();
        let more = More { groups: 1, events: 2 };
        write(&Table { columns, rows, more, sorted_by: None }, &TimeZone::UTC, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "| `eventName` | `events` | `values:x` | `last` |\n\
             | --- | --: | --- | --- |\n\
             | `Put\\|Object` | 6,445 | `a`, -, and 2 more | 2026-11-20 09:14:07Z |\n\
             | - | - | - | - |\n\n\
             and 1 more group, 2 events\n"
        );
    }
}
