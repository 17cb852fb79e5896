//! Tables as CSV (RFC 4180) or TSV.

use std::borrow::Cow;

use memchr::memchr;

use super::safe::shown;
use crate::event::column::Column;
use crate::event::{Event, Value, string};

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

impl Separator {
    /// The character itself.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

/// Appends the line of headings.
pub fn header(columns: &[Column], separator: Separator, out: &mut Vec<u8>) {
    line(columns.iter().map(|column| Cow::Borrowed(column.name())), separator, out);
}

/// Appends an event as a line.
pub fn row(event: &Event<'_>, columns: &[Column], separator: Separator, out: &mut Vec<u8>) {
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            out.push(separator.byte());
        }
        let value = match column {
            Column::Path(path) => path.first(event),
            Column::Derived(_) => None,
        };
        if let Some(text) = value.and_then(bare) {
            out.extend_from_slice(text);
        } else if let Some(text) = value.and_then(Value::plain) {
            safe_cell(text, separator, out);
        } else {
            cell(&column.text(event), separator, out);
        }
    }
    out.push(b'\n');
}

/// The text of a string that is a cell as it is: printable ASCII without anything to escape or to
/// quote, and no formula.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, it becomes vector instructions"
)]
fn bare(value: Value<'_>) -> Option<&[u8]> {
    let [b'"', text @ .., b'"'] = value.written() else { return None };
    let is_bare = |byte: u8| {
        (byte.wrapping_sub(b' ') <= b'~' - b' ') & (byte != b'\\') & (byte != b',') & (byte != b'"')
    };
    let is_bare = string::all(text, is_bare) && text.first().is_none_or(u8::is_ascii_alphanumeric);
    is_bare.then_some(text)
}

/// Appends cells as a line.
pub fn line<'a>(
    cells: impl Iterator<Item = Cow<'a, str>>,
    separator: Separator,
    out: &mut Vec<u8>,
) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(separator.byte());
        }
        cell(&text, separator, out);
    }
    out.push(b'\n');
}

/// Characters that begin a formula, also as wide or small forms, which spreadsheets take for the same.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// Appends a cell. Control characters are spelled out, so it never breaks its line. A cell that a spreadsheet
/// would take for a formula, also after blanks, gets an apostrophe in front ("CSV Injection", OWASP).
pub fn cell(text: &str, separator: Separator, out: &mut Vec<u8>) {
    safe_cell(shown(text).as_bytes(), separator, out);
}

/// The same for text without control characters.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, it becomes vector instructions"
)]
fn safe_cell(text: &[u8], separator: Separator, out: &mut Vec<u8>) {
    let is_bare = string::all(text, |byte| (byte != b',') & (byte != b'"'));
    if is_bare && text.first().is_none_or(u8::is_ascii_alphanumeric) {
        return out.extend_from_slice(text);
    }
    let is_quoted = separator == Separator::Comma && !is_bare;
    let quote: &[u8] = if is_quoted { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    if is_formula(text) {
        out.push(b'\'');
    }
    let mut rest = text;
    // A quote inside a quoted cell is doubled.
    while is_quoted && let Some(at) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.extend_from_slice(quote);
}

fn is_formula(text: &[u8]) -> bool {
    if let Some(first) = text.first()
        && first.is_ascii_graphic()
    {
        return b"=+-@".contains(first);
    }
    String::from_utf8_lossy(text).trim_start().starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str], separator: Separator) -> String {
        let mut out = Vec::new();
        line(texts.iter().map(|text| Cow::Borrowed(*text)), separator, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_and_never_start_a_formula() {
        assert_eq!(cells(&["a", "b,c", "d\"e", ""], Separator::Comma), "a,\"b,c\",\"d\"\"e\",\n");
        assert_eq!(cells(&["\"", "\"a\",\""], Separator::Comma), "\"\"\"\",\"\"\"a\"\",\"\"\"\n");
        assert_eq!(cells(&["\"a,b\""], Separator::Tab), "\"a,b\"\n");
        assert_eq!(cells(&["=1+1", "-x", "@a,b"], Separator::Comma), "'=1+1,'-x,\"'@a,b\"\n");
        assert_eq!(
            cells(&[" =1", "\u{3000}@x", "a =1", " "], Separator::Tab),
            "' =1\t'\u{3000}@x\ta =1\t \n"
        );
        for formula in ["＝1", "＋1", "－1", "＠1", "\u{a0}＝1", "﹦1", "  +1"] {
            assert_eq!(cells(&[formula], Separator::Comma), format!("'{formula}\n"));
        }
        assert_eq!(cells(&["a\nb", "\tc"], Separator::Tab), "a\\nb\t\\tc\n");
    }
}
