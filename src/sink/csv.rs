//! Columns, and tables of them as CSV (RFC 4180) or TSV.

use std::borrow::Cow;
use std::str::FromStr;

use super::safe::shown;
use crate::event::Event;
use crate::event::field::{Path, PathError};
use crate::event::identity::Identity;
use crate::event::target::{Arns, target};

/// What a column shows.
#[derive(Clone, Debug)]
pub enum Column {
    /// A field of the record.
    Field(Path),
    /// `principal`: the caller as a reader would name it.
    Principal,
    /// `target`: the thing acted on.
    Target,
    /// `object`: the object that the record stands in.
    Object,
}

impl Column {
    /// The column's heading, which is also how one asks for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(path) => path.written().trim_start_matches('.'),
            Self::Principal => "principal",
            Self::Target => "target",
            Self::Object => "object",
        }
    }

    /// The column's text for an event, an object as JSON on one line; nothing where the field is
    /// missing.
    pub fn text<'a>(&self, event: &Event<'a>, object: &'a str) -> Cow<'a, str> {
        match self {
            Self::Field(path) => path.first(event).map(|v| event.line(v)).unwrap_or_default(),
            Self::Principal => {
                Cow::Owned(Identity::of(event).map(Identity::principal).unwrap_or_default())
            }
            Self::Target => Cow::Owned(target(event, Arns::Whole)),
            Self::Object => Cow::Borrowed(object),
        }
    }

    /// The columns of a table whose columns nobody chose.
    pub fn usual() -> Vec<Self> {
        const USUAL: [&str; 12] = [
            "eventTime",
            "awsRegion",
            "eventSource",
            "eventName",
            "principal",
            "sourceIPAddress",
            "target",
            "errorCode",
            "errorMessage",
            "userAgent",
            "recipientAccountId",
            "eventID",
        ];
        USUAL.iter().filter_map(|name| name.parse().ok()).collect()
    }
}

impl FromStr for Column {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        Ok(match text {
            "principal" => Self::Principal,
            "target" => Self::Target,
            "object" => Self::Object,
            path => Self::Field(path.parse()?),
        })
    }
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

/// Appends the line of headings.
pub fn header(columns: &[Column], separator: Separator, out: &mut Vec<u8>) {
    line(columns.iter().map(|column| Cow::Borrowed(column.name())), separator, out);
}

/// Appends an event as a line.
pub fn row(
    event: &Event<'_>,
    columns: &[Column],
    separator: Separator,
    object: &str,
    out: &mut Vec<u8>,
) {
    line(columns.iter().map(|column| column.text(event, object)), separator, out);
}

/// Appends cells as a line.
pub fn line<'a>(
    cells: impl Iterator<Item = Cow<'a, str>>,
    separator: Separator,
    out: &mut Vec<u8>,
) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(if separator == Separator::Comma { b',' } else { b'\t' });
        }
        cell(&text, separator, out);
    }
    out.push(b'\n');
}

/// Characters that begin a formula, also as wide or small forms, which spreadsheets take for the same.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// Control characters are spelled out, so a cell never breaks its line. A cell that a spreadsheet
/// would take for a formula, also behind blanks, gets an apostrophe in front ("CSV Injection", OWASP).
fn cell(text: &str, separator: Separator, out: &mut Vec<u8>) {
    let text = shown(text);
    let formula = text.trim_start().starts_with(FORMULA);
    let quoted = separator == Separator::Comma && text.contains([',', '"']);
    let quote: &[u8] = if quoted { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    if formula {
        out.push(b'\'');
    }
    let text = if quoted { Cow::Owned(text.replace('"', "\"\"")) } else { text };
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(quote);
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

    #[test]
    fn the_usual_columns_are_all_known() {
        assert_eq!(Column::usual().len(), 12);
    }
}
