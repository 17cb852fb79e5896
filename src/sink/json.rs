//! Records as CloudTrail wrote them, or chosen fields of them, as JSON.

use super::safe::shown_json;
use crate::event::Event;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::schema::Derived;

/// Appends the record byte for byte. For a terminal, characters that could steer it are spelled
/// as JSON escapes, which any JSON reader takes for the same record; line breaks between tokens
/// become spaces wherever a record must stay on one line.
pub fn record(event: &Event<'_>, one_line: bool, terminal: bool, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(event.raw());
    if one_line && !event.is_compact() {
        // In a sound record a line break can only stand between tokens.
        out[start..].iter_mut().filter(|b| matches!(b, b'\n' | b'\r')).for_each(|b| *b = b' ');
    }
    if terminal {
        escape(out, start);
    }
}

/// Spells the steering characters in `out[start..]` as JSON escapes; bytes that are not UTF-8 are
/// replaced.
fn escape(out: &mut Vec<u8>, start: usize) {
    if out[start..].iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return;
    }
    let escaped = shown_json(&String::from_utf8_lossy(&out[start..])).into_owned();
    out.truncate(start);
    out.extend_from_slice(escaped.as_bytes());
}

/// Appends an object with the chosen fields, on one line whatever the record's layout; values of the
/// record are spelled as there, for a terminal as [`record`] spells them. A missing one is `null`.
pub fn fields(event: &Event<'_>, columns: &[Column], terminal: bool, out: &mut Vec<u8>) {
    let start = out.len();
    for (at, column) in columns.iter().enumerate() {
        out.push(if at == 0 { b'{' } else { b',' });
        string(column.name(), out);
        out.push(b':');
        match column {
            Column::Path(path) => match path.first(event) {
                Some(value) => out.extend_from_slice(&event.on_one_line(value)),
                None => out.extend_from_slice(b"null"),
            },
            Column::Derived(derived) => computed(event, *derived, out),
        }
    }
    out.extend_from_slice(if columns.is_empty() { b"{}" } else { b"}" });
    if terminal {
        escape(out, start);
    }
}

/// Appends the value of a derived field: text, a number, a truth value, or a list of texts.
fn computed(event: &Event<'_>, derived: Derived, out: &mut Vec<u8>) {
    if derived == Derived::Resource {
        let start = out.len();
        derived.any(event, &mut |cell| {
            out.push(if out.len() == start { b'[' } else { b',' });
            string(&cell.text(), out);
            false
        });
        let is_empty = out.len() == start;
        return out.extend_from_slice(if is_empty { b"[]" } else { b"]" });
    }
    match derived.first(event) {
        Some(Cell::Text(text)) => string(&text, out),
        Some(cell) => out.extend_from_slice(cell.text().as_bytes()),
        // These three have been empty text since before other fields were derived.
        None if matches!(derived, Derived::Principal | Derived::Target | Derived::Object) => {
            out.extend_from_slice(b"\"\"");
        }
        None => out.extend_from_slice(b"null"),
    }
}

fn string(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    fn written(raw: &str, one_line: bool, terminal: bool) -> String {
        let mut index = Index::default();
        let mut out = b"before ".to_vec();
        let event = Event::parse(raw.as_bytes(), &mut index).unwrap();
        record(&event, one_line, terminal, &mut out);
        String::from_utf8(out).unwrap()["before ".len()..].to_owned()
    }

    #[test]
    fn a_record_is_written_byte_for_byte() {
        let raw = "{\"a\":\"\\u0026 \u{9b}\", \"b\":1.50 }";
        assert_eq!(written(raw, true, false), raw);
        assert_eq!(written("{\n\"a\":1\r\n}", false, false), "{\n\"a\":1\r\n}");
        assert_eq!(written("{\n\"a\":1\r\n}", true, false), "{ \"a\":1  }");
    }

    #[test]
    fn on_a_terminal_steering_characters_are_escapes() {
        assert_eq!(written("{\"a\":\"é\u{9b}\"}", true, true), "{\"a\":\"é\\u009b\"}");
    }

    #[test]
    fn chosen_fields_are_on_one_line() {
        let raw = "{\n \"requestParameters\" : {\n  \"a\" : [\n 1 ] }\n}";
        let mut index = Index::default();
        let event = Event::parse(raw.as_bytes(), &mut index).unwrap();
        let mut out = Vec::new();
        fields(&event, &["requestParameters".parse().unwrap()], false, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"requestParameters":{"a":[1]}}"#);
    }

    #[test]
    fn chosen_fields_keep_their_spelling() {
        let mut index = Index::default();
        let raw = r#"{"eventName":"A\u0026","userIdentity":{"type":"Root"},"readOnly":1.50}"#;
        let event = Event::parse(raw.as_bytes(), &mut index).unwrap();
        let columns =
            ["eventName", "readOnly", "errorCode", "principal"].map(|c| c.parse().unwrap());
        let mut out = Vec::new();
        fields(&event, &columns, false, &mut out);
        let expected =
            r#"{"eventName":"A\u0026","readOnly":1.50,"errorCode":null,"principal":"root"}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
