//! A table as csv or tsv, with headings.
//!
//! Knows how a cell stays safe in a spreadsheet only from the csv sink.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::cell::plain;
use super::{Table, Value};
use crate::sink::csv::{Separator, cell, line};

/// Writes the headings and the rows. A missing value is an empty cell.
///
/// # Errors
/// The output cannot be written.
pub fn write(table: &Table, separator: Separator, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    let names = table.columns.iter().map(|column| Cow::Borrowed(&*column.name));
    line(names, separator, &mut text);
    out.write_all(&text)?;
    for row in &table.rows {
        text.clear();
        for (at, (value, column)) in row.iter().zip(&table.columns).enumerate() {
            if at > 0 {
                text.push(separator.byte());
            }
            let plain = plain(value, column.kind, &TimeZone::UTC);
            match value {
                // A negative number is no formula.
                Value::Integer(_) | Value::Number(_) => text.extend_from_slice(plain.as_bytes()),
                _ => cell(&plain, separator, &mut text),
            }
        }
        text.push(b'\n');
        out.write_all(&text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Kind};

    fn written(separator: Separator) -> String {
        let columns =
            vec![Column::key("=name", Kind::Text), Column::measure("sum:x", Kind::Number)];
        let rows = vec![
            vec![Value::Text("=cmd|' /C calc'!A0".into()), Value::Number(-1.5)],
            vec![Value::Text("a,\"b\"\n".into()), Value::Integer(-2)],
            vec![Value::Null, Value::Null],
            vec![Value::Text("-1".into()), Value::Number(0.25)],
        ];
        let table = Table { columns, rows, ..Table::default() };
        let mut out = Vec::new();
        write(&table, separator, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_never_start_a_formula_and_numbers_stay_numbers() {
        assert_eq!(
            written(Separator::Comma),
            "'=name,sum:x\n'=cmd|' /C calc'!A0,-1.5\n\"a,\"\"b\"\"\\n\",-2\n,\n'-1,0.25\n"
        );
        assert_eq!(
            written(Separator::Tab),
            "'=name\tsum:x\n'=cmd|' /C calc'!A0\t-1.5\na,\"b\"\\n\t-2\n\t\n'-1\t0.25\n"
        );
    }
}
