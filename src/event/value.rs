//! One JSON value inside a record: its text as written, decoded only where a caller needs it.
//!
//! Assumes that the record around it was checked by [`super::json::Index`]; on text that
//! was not, every answer is still bounded and safe, only meaningless.

use std::borrow::Cow;

use memchr::memchr;

use super::json;
use super::string::{self, decoded, has_backslash, is_plain, lossy, name_is};

/// A JSON value as written in a record, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a>(&'a [u8]);

impl<'a> Value<'a> {
    /// The value whose text this is.
    pub fn new(written: &'a [u8]) -> Self {
        Self(written)
    }

    /// The text of the value, byte for byte.
    pub fn written(self) -> &'a [u8] {
        self.0
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// Whether the value is an object.
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        self.0.first() == Some(&b'[')
    }

    /// Whether the value is a string.
    pub fn is_string(self) -> bool {
        self.0.first() == Some(&b'"')
    }

    /// A string decoded; `null` as nothing; anything else as written.
    pub fn text(self) -> Cow<'a, str> {
        if self.is_string() {
            return decoded(self.0);
        }
        if self.is_null() { Cow::Borrowed("") } else { lossy(self.0) }
    }

    /// The bytes of [`Value::text`]. Those of a string without escapes are not checked to be UTF-8.
    pub fn bytes(self) -> Cow<'a, [u8]> {
        match self.0 {
            [b'"', inner @ .., b'"'] if !has_backslash(inner) => Cow::Borrowed(inner),
            _ => match self.text() {
                Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                Cow::Owned(text) => Cow::Owned(text.into_bytes()),
            },
        }
    }

    /// The bytes of a string that is printable ASCII without escapes, as nearly all are: such text
    /// needs no decoding and no check.
    pub fn plain(self) -> Option<&'a [u8]> {
        match self.0 {
            [b'"', inner @ .., b'"'] if is_plain(inner) => Some(inner),
            _ => None,
        }
    }

    /// The text of the value without white space between its tokens, and so without line breaks.
    pub fn compact(self) -> Cow<'a, [u8]> {
        let mut compact = Vec::new();
        let (mut at, mut kept) = (0, 0);
        while let Some(byte) = self.0.get(at) {
            match byte {
                b'"' => at = string::end(self.0, at),
                b' ' | b'\t' | b'\r' | b'\n' => {
                    compact.extend_from_slice(&self.0[kept..at]);
                    at += 1;
                    kept = at;
                }
                _ => at += 1,
            }
        }
        if kept == 0 {
            return Cow::Borrowed(self.0);
        }
        compact.extend_from_slice(&self.0[kept..]);
        Cow::Owned(compact)
    }

    /// Whether [`Value::text`] would be exactly `other`, without making it where that can be helped.
    pub fn text_is(self, other: &str) -> bool {
        match self.0 {
            // Decoding only ever makes a text shorter.
            [b'"', inner @ .., b'"'] if inner.len() < other.len() => false,
            [b'"', inner @ .., b'"'] if !has_backslash(inner) => inner == other.as_bytes(),
            _ => self.text() == other,
        }
    }

    /// A number, or a string that holds one.
    pub fn number(self) -> Option<f64> {
        self.text().parse().ok()
    }

    /// `true` and `false`, also as strings in any case: CloudTrail and `LookupEvents` write both.
    pub fn truth(self) -> Option<bool> {
        match self.0 {
            b"true" | b"\"true\"" => Some(true),
            b"false" | b"\"false\"" => Some(false),
            text if text.eq_ignore_ascii_case(b"\"true\"") => Some(true),
            text if text.eq_ignore_ascii_case(b"\"false\"") => Some(false),
            _ => None,
        }
    }

    /// The value that `text` begins with, after white space and separators.
    pub(super) fn first(text: &'a [u8]) -> Option<Self> {
        Rest { text, at: 0 }.value()
    }

    /// The first member of an object with this name.
    pub fn member(self, name: &str) -> Option<Value<'a>> {
        self.members().find(|(found, _)| name_is(found, name)).map(|(_, value)| value)
    }

    /// All members of an object with this name: one, unless someone wrote two to hide one.
    pub fn all_members(self, name: &str) -> impl Iterator<Item = Value<'a>> {
        self.members().filter(move |(found, _)| name_is(found, name)).map(|(_, value)| value)
    }

    /// The text of a member, if it is there, not `null` and not empty.
    pub fn member_text(self, name: &str) -> Option<Cow<'a, str>> {
        self.member(name).map(Value::text).filter(|text| !text.is_empty())
    }

    /// Names, as written with their quotes, and values of an object; nothing for other values.
    pub fn members(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        let mut rest = Rest { text: if self.is_object() { self.0 } else { &[] }, at: 1 };
        std::iter::from_fn(move || {
            let name = rest.name()?;
            Some((name, rest.value()?))
        })
    }

    /// The elements of an array; nothing for other values.
    pub fn elements(self) -> impl Iterator<Item = Value<'a>> {
        let mut rest = Rest { text: if self.is_array() { self.0 } else { &[] }, at: 1 };
        std::iter::from_fn(move || rest.value())
    }

    /// All strings in the value that are no names of members.
    pub fn strings(self) -> Strings<'a> {
        Strings(self.0)
    }
}

/// The strings of a value, at any depth and in their order: its own, those of its elements and
/// those of its members, but not the members' names.
#[derive(Clone, Debug)]
pub struct Strings<'a>(&'a [u8]);

impl<'a> Iterator for Strings<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        loop {
            let start = memchr(b'"', self.0)?;
            let rest = &self.0[start..];
            let (string, rest) = rest.split_at(string::length(rest));
            self.0 = rest;
            if rest.trim_ascii_start().first() != Some(&b':') {
                return Some(Value(string));
            }
        }
    }
}

/// What is left of an object or array.
struct Rest<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    /// The next name of a member as written. Skips the colon if it follows at once, as CloudTrail
    /// writes it.
    #[inline]
    fn name(&mut self) -> Option<&'a [u8]> {
        let start = self.at + usize::from(self.text.get(self.at) == Some(&b','));
        if self.text.get(start) != Some(&b'"') {
            return self.value().map(Value::written);
        }
        let end = string::end(self.text, start);
        self.at = end + usize::from(self.text.get(end) == Some(&b':'));
        self.text.get(start..end)
    }

    /// The next name or value, past separators and white space; `None` at the closing bracket.
    #[inline]
    fn value(&mut self) -> Option<Value<'a>> {
        let is_between = |byte: &u8| matches!(byte, b',' | b':' | b'\t'..=b' ');
        let mut start = self.at;
        while self.text.get(start).is_some_and(is_between) {
            start += 1;
        }
        let rest = self.text.get(start..)?;
        self.at = start + length(rest)?;
        Some(Value(&self.text[start..self.at]))
    }
}

/// How many bytes the value takes that `text` begins with; `None` where no value begins.
#[inline]
pub(super) fn length(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b'"' => Some(string::length(text)),
        b'{' | b'[' => Some(bracket_length(text)),
        b'}' | b']' => None,
        _ => Some(scalar_length(text)),
    }
}

/// How many bytes stand before the next separator or bracket, but one at least.
fn scalar_length(text: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b':' | b'}' | b']' | b'\t'..=b' ');
    for word in [&b"true"[..], b"null", b"false"] {
        if text.starts_with(word) && text.get(word.len()).is_some_and(is_end) {
            return word.len();
        }
    }
    text.iter().position(is_end).unwrap_or(text.len()).max(1)
}

/// The length of the object or array that `text` begins with.
fn bracket_length(text: &[u8]) -> usize {
    if let [_, b'}' | b']', ..] = text {
        return 2;
    }
    json::bracket_length(text).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value<'_> {
        Value::new(text.as_bytes())
    }

    #[test]
    fn strings_are_decoded_and_the_rest_is_as_written() {
        assert_eq!(value(r#""a\u0026b\/\u00e9""#).text(), "a&b/é");
        assert_eq!(value("null").text(), "");
        assert_eq!(value("12.50").text(), "12.50");
        assert_eq!(value(r#"{"a":1}"#).text(), r#"{"a":1}"#);
        assert_eq!(value(r#""\ud800""#).text(), r"\ud800");
    }

    #[test]
    fn members_and_elements_are_walked_through_white_space_and_nesting() {
        let object = value(r#"{ "a" : [1, {"b":"}]"}, "x\"y"] , "c":null,"d":{} }"#);
        assert!(object.member("c").is_some_and(Value::is_null));
        assert_eq!(object.member("d").unwrap().written(), b"{}");
        let elements: Vec<_> = object.member("a").unwrap().elements().map(Value::text).collect();
        assert_eq!(elements, ["1", r#"{"b":"}]"}"#, "x\"y"]);
        assert_eq!(object.member("b"), None);
    }

    #[test]
    fn a_compact_value_has_white_space_only_in_strings() {
        let pretty = "{\n  \"a b\" : [ 1.50,\r\n\t\"x \\\" y\" ],\n  \"c\": {}\n}";
        let compact = "{\"a b\":[1.50,\"x \\\" y\"],\"c\":{}}";
        assert_eq!(value(pretty).compact().as_ref(), compact.as_bytes());
        assert!(matches!(value(compact).compact(), Cow::Borrowed(_)));
        for text in ["{ \"a", "\" ", "[ \"\\"] {
            assert!(value(text).compact().len() <= text.len());
        }
    }

    #[test]
    fn a_string_is_plain_if_it_needs_neither_decoding_nor_spelling() {
        assert_eq!(
            value(r#""a b~/0123456789-0123456789""#).plain(),
            Some(&b"a b~/0123456789-0123456789"[..])
        );
        assert_eq!(value(r#""""#).plain(), Some(&b""[..]));
        for text in [
            "\"a\\u0026\"",
            "\"é\"",
            "\"0123456789abcdef\u{1b}\"",
            "\"\u{7f}\"",
            "12",
            "null",
            "{}",
            "\"",
        ] {
            assert_eq!(value(text).plain(), None, "{text}");
        }
    }

    #[test]
    fn the_first_of_two_members_counts() {
        assert_eq!(value(r#"{"a":1,"a":2}"#).member("a").unwrap().text(), "1");
        assert_eq!(value(r#"{"\u0061":1}"#).member("a").unwrap().text(), "1");
    }

    #[test]
    fn strings_are_found_at_any_depth_and_names_are_none() {
        let text =
            r#"{ "a" : ["x", {"b":"y\" : z"}, 1, "\\"] , "c": null, "d":{"e" : {}, "f":"" } }"#;
        let strings: Vec<_> = value(text).strings().map(Value::text).collect();
        assert_eq!(strings, ["x", "y\" : z", "\\", ""]);
        assert_eq!(value(r#""alone""#).strings().map(Value::text).collect::<Vec<_>>(), ["alone"]);
        assert_eq!(value("12").strings().count(), 0);
    }

    #[test]
    fn broken_text_is_bounded() {
        for text in ["{", "{\"a", "{\"a\":", "[[[", "\"\\", "{]", "[1,}", "{:}", "{\"a\":}"] {
            let _ = value(text).members().count();
            let _ = value(text).elements().count();
            let _ = value(text).strings().count();
            let _ = value(text).text();
        }
    }
}
