//! A table as JSON: an object a row, or values alone for larger documents.
//!
//! Knows no document around a table but an array.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::cell::plain;
use super::{Kind, Table, Value};
use crate::sink::safe::shown_json;

/// Writes an object on a line for each row: keys and measures under their names. A list that leaves
/// values out has `NAME_more` behind it.
///
/// # Errors
/// The output cannot be written.
pub fn write_lines(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    for row in &table.rows {
        writeln!(out, "{}", object(table, row))?;
    }
    Ok(())
}

/// Writes an array of these objects, each on a line of its own.
///
/// # Errors
/// The output cannot be written.
pub fn write_array(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, row) in table.rows.iter().enumerate() {
        write!(out, "{}\n{}", if at > 0 { "," } else { "" }, object(table, row))?;
    }
    out.write_all(if table.rows.is_empty() { b"]\n" } else { b"\n]\n" })
}

fn object(table: &Table, row: &[Value]) -> String {
    let mut members = Vec::new();
    for (value, column) in row.iter().zip(&table.columns) {
        members.push(format!("{}:{}", string(&column.name), json(value, column.kind)));
        if let Value::List { more: more @ 1.., .. } = value {
            members.push(format!("{}:{more}", string(&format!("{}_more", column.name))));
        }
    }
    format!("{{{}}}", members.join(","))
}

/// A value of a column of this kind. Characters that could steer a terminal are JSON escapes.
pub fn json(value: &Value, kind: Kind) -> String {
    match value {
        Value::List { values, .. } => {
            let values: Vec<String> = values.iter().map(|value| json(value, kind)).collect();
            format!("[{}]", values.join(","))
        }
        value if value.is_null() => "null".to_owned(),
        Value::Json(json) => shown_json(json).into_owned(),
        Value::Text(_) | Value::Time(_) | Value::Date(_) => {
            string(&plain(value, kind, &TimeZone::UTC))
        }
        value => plain(value, kind, &TimeZone::UTC).into_owned(),
    }
}

/// A JSON string.
pub fn string(text: &str) -> String {
    shown_json(&serde_json::Value::from(text).to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    fn table() -> Table {
        let columns = vec![
            Column::key("time", Kind::Time),
            Column::key("day", Kind::Date),
            Column::key("eventName", Kind::Text),
            Column::key("readOnly", Kind::Boolean),
            Column::key("requestParameters", Kind::Json),
            Column::measure("events", Kind::Integer),
            Column::measure("error-rate", Kind::Percent),
            Column::measure("avg:x", Kind::Number),
            Column::measure("values:y", Kind::List),
        ];
        let full = vec![
            Value::Time("2026-11-20T09:00:00.000Z".parse().unwrap()),
            Value::Date("2026-11-20".parse().unwrap()),
            Value::Text("a\"\u{1b}\u{202e}</script>".into()),
            Value::Boolean(false),
            Value::Json("{\"a\":[1,null,\"\u{9b}\"]}".into()),
            Value::Integer(170_141_183_460_469_231_731),
            Value::Number(12.5),
            Value::Number(2.0),
            Value::List { values: vec![Value::Text("b".into()), Value::Integer(3)], more: 4 },
        ];
        let mut nulls = vec![Value::Null; 8];
        nulls.push(Value::List { values: vec![Value::Null], more: 0 });
        Table { columns, rows: vec![full, nulls], ..Table::default() }
    }

    const FULL: &str = concat!(
        r#"{"time":"2026-11-20T09:00:00Z","day":"2026-11-20","#,
        r#""eventName":"a\"\u001b\u202e</script>","readOnly":false,"#,
        r#""requestParameters":{"a":[1,null,"\u009b"]},"events":170141183460469231731,"#,
        r#""error-rate":12.50,"avg:x":2,"values:y":["b",3],"values:y_more":4}"#
    );
    const NULLS: &str = concat!(
        r#"{"time":null,"day":null,"eventName":null,"readOnly":null,"requestParameters":null,"#,
        r#""events":null,"error-rate":null,"avg:x":null,"values:y":[null]}"#
    );

    #[test]
    fn a_row_is_an_object_with_the_types_of_json() {
        let mut out = Vec::new();
        write_lines(&table(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{FULL}\n{NULLS}\n"));
    }

    #[test]
    fn json_is_one_array() {
        let mut out = Vec::new();
        write_array(&table(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("[\n{FULL},\n{NULLS}\n]\n"));
        let mut out = Vec::new();
        write_array(&Table::default(), &mut out).unwrap();
        assert_eq!(out, b"[]\n");
    }
}
