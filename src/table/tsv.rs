//! A table in a pipe: cells separated by tabs, a line a row, nothing else.
//!
//! Knows no headings and no widths. With headings: [`super::csv`].

use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::cell::plain;
use super::{Column, Table, Value};
use crate::sink::safe::shown;

/// Writes the rows. A missing value is an empty cell; control characters are spelled out, so that a
/// cell never breaks its line.
///
/// # Errors
/// The output cannot be written.
pub fn write(table: &Table, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    for row in &table.rows {
        line.clear();
        append(row, &table.columns, zone, &mut line);
        out.write_all(&line)?;
    }
    Ok(())
}

fn append(row: &[Value], columns: &[Column], zone: &TimeZone, line: &mut Vec<u8>) {
    for (at, (value, column)) in row.iter().zip(columns).enumerate() {
        if at > 0 {
            line.push(b'\t');
        }
        line.extend_from_slice(shown(&plain(value, column.kind, zone)).as_bytes());
    }
    line.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Kind;

    #[test]
    fn rows_are_separated_by_tabs_without_headings() {
        let columns = vec![
            Column::key("eventName", Kind::Text),
            Column::measure("events", Kind::Integer),
            Column::measure("error-rate", Kind::Percent),
        ];
        let rows = vec![
            vec![Value::Text("a\tb\n\u{1b}".into()), Value::Integer(6445), Value::Number(0.5)],
            vec![Value::Null, Value::Integer(-1), Value::Null],
            vec![Value::Text("=1+1".into()), Value::Integer(0), Value::Number(0.0)],
        ];
        let table = Table { columns, rows, ..Table::default() };
        let mut out = Vec::new();
        write(&table, &TimeZone::UTC, &mut out).unwrap();
        let lines = "a\\tb\\n\\u{1b}\t6445\t0.50\n\t-1\t\n=1+1\t0\t0.00\n";
        assert_eq!(String::from_utf8(out).unwrap(), lines);
    }
}
