//! The names in an object and in the objects inside it, found in one pass over its text.
//!
//! Used to detect duplicate members and to find the member at a path. Does not handle text with
//! escapes, with white space before a colon, or with many names: callers then read one member after
//! another.

use fearless_simd::{Simd, dispatch};

use super::block::{Block, SIZE, prefix_xor};
use super::level;

/// The most names that are listed.
const MOST: usize = 32;
/// The deepest object whose names are listed.
const DEEPEST: usize = 16;
/// The scope of the names of the outermost object; that of others is the number of the member whose
/// value they are.
const OUTERMOST: u8 = u8::MAX;
/// Objects in an array have scopes from here on. No path leads into them.
const IN_ARRAY: u8 = 64;

/// A name to look up.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    text: &'static str,
    last: u64,
}

impl Name {
    /// The name, prepared.
    pub const fn new(text: &'static str) -> Self {
        let (bytes, mut last, mut at) = (text.as_bytes(), (b'"' as u64) << 56, 0);
        while at < bytes.len() {
            last = (last >> 8) | ((bytes[at] as u64) << 56);
            at += 1;
        }
        Self { text, last }
    }

    /// The name's text.
    pub fn text(self) -> &'static str {
        self.text
    }

    /// Whether the name, with its quotes, ends the text, whose last bytes are those of the name.
    #[inline]
    fn ends(self, text: &[u8]) -> bool {
        // A shorter name is among the last bytes as a whole.
        if self.text.len() < size_of_val(&self.last) {
            return true;
        }
        let quoted =
            text.strip_suffix(b"\"").and_then(|text| text.strip_suffix(self.text.as_bytes()));
        quoted.is_some_and(|before| before.ends_with(b"\""))
    }
}

/// The names of a text, in their order. In each object all of them differ.
#[derive(Debug)]
pub struct NestedNames {
    /// Of each name its last eight bytes and its scope, mixed.
    keys: [u64; MOST],
    /// Where the colon after each name stands.
    colons: [u32; MOST],
    /// In which object each name stands.
    scopes: [u8; MOST],
    count: usize,
}

impl NestedNames {
    /// The names in a value that is valid JSON; `None` if an object in it may have a name twice, or
    /// if the text is unusual.
    pub fn find(text: &[u8]) -> Option<Self> {
        let mut names = Self { keys: [0; MOST], colons: [0; MOST], scopes: [0; MOST], count: 0 };
        dispatch!(level(), simd => names.list(simd, text))?;
        Some(names)
    }

    /// What stands after the colon of the member that a path leads to, in the text whose names
    /// these are.
    #[inline]
    pub fn after<'t>(&self, text: &'t [u8], path: &[Name]) -> Option<&'t [u8]> {
        let (mut scope, mut colon) = (OUTERMOST, 0);
        for name in path {
            let key = key(name.last, scope);
            let found = self.keys[..self.count].iter().position(|&other| other == key)?;
            colon = self.colons[found] as usize;
            if self.scopes[found] != scope || !name.ends(text.get(..colon)?) {
                return None;
            }
            scope = u8::try_from(found).ok()?;
        }
        text.get(colon + 1..)
    }

    /// `None` if the text is unusual or may have a duplicate.
    #[inline(always)]
    fn list<S: Simd>(&mut self, simd: S, text: &[u8]) -> Option<()> {
        // Of each open object its scope, and how many names were found before it.
        let mut open = [(OUTERMOST, 0); DEEPEST];
        let mut in_array = IN_ARRAY..OUTERMOST;
        let (mut depth, mut string_carry, mut at) = (0, 0_u64, 0);
        while let Some(block) = Block::read(simd, text, at) {
            if block.equal(b'\\') != 0 {
                return None;
            }
            let inside = prefix_xor(block.equal(b'"')) ^ string_carry;
            string_carry = 0_u64.wrapping_sub(inside >> (SIZE - 1));
            let braces = block.equal(b'{') | block.equal(b'}');
            let mut marks = (braces | block.equal(b':')) & !inside & block.text;
            while marks != 0 {
                let place = at + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                match text[place] {
                    b'{' => {
                        let scope = match text[..place].trim_ascii_end().last() {
                            Some(b':') => u8::try_from(self.count.checked_sub(1)?).ok()?,
                            Some(_) => in_array.next()?,
                            None => OUTERMOST,
                        };
                        *open.get_mut(depth)? = (scope, self.count);
                        depth += 1;
                    }
                    b'}' => depth = depth.checked_sub(1)?,
                    _ => {
                        let (scope, before) = open[..depth].last()?;
                        self.add(&text[..place], *scope, *before)?;
                    }
                }
            }
            at += SIZE;
        }
        Some(())
    }

    /// Adds the name that ends `text`. `before` of the names stand before its object.
    #[inline(always)]
    fn add(&mut self, text: &[u8], scope: u8, before: usize) -> Option<()> {
        let key = key(last_bytes(text)?, scope);
        if self.count == MOST || self.keys[before..self.count].contains(&key) {
            return None;
        }
        self.keys[self.count] = key;
        self.colons[self.count] = u32::try_from(text.len()).ok()?;
        self.scopes[self.count] = scope;
        self.count += 1;
        Some(())
    }
}

/// A number for the end of a name and its scope. Equal ends in one scope have the same.
#[inline(always)]
fn key(last: u64, scope: u8) -> u64 {
    last.wrapping_add(u64::from(scope).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The last eight bytes of the name that `text` ends with, of a shorter name with its opening quote
/// and nothing before it. `None` if no name ends the text.
#[inline(always)]
fn last_bytes(text: &[u8]) -> Option<u64> {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let text = text.strip_suffix(b"\"")?;
    let last = match text.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => text.iter().fold(0, |last, &byte| (last >> 8) | (u64::from(byte) << 56)),
    };
    let other = last ^ 0x2222_2222_2222_2222;
    let quotes = !(((other & LOW) + LOW) | other | LOW);
    // The byte of the last quote, and those after it, are the name's.
    let before = quotes.leading_zeros() / 8;
    Some(if quotes == 0 { last } else { last & (u64::MAX << (56 - 8 * before)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"type":"A","in": {"type":"B","userName":1,"in":{"xuserName":2}},
        "list":[ {"type":"C"}, {"type":"D"}],"userName":[{}],"":3,"last":{}}"#;

    fn after(path: &[&'static str]) -> Option<&'static str> {
        let path: Vec<_> = path.iter().copied().map(Name::new).collect();
        let names = NestedNames::find(TEXT.as_bytes()).unwrap();
        names.after(TEXT.as_bytes(), &path).map(|found| std::str::from_utf8(found).unwrap())
    }

    #[test]
    fn a_path_leads_to_a_member_at_any_depth() {
        for (path, value) in [
            (&["type"][..], "\"A\""),
            (&["in", "type"], "\"B\""),
            (&["in", "userName"], "1,"),
            (&["in", "in", "xuserName"], "2}"),
            (&["userName"], "[{}]"),
            (&[""], "3,"),
            (&["last"], "{}}"),
        ] {
            assert!(after(path).is_some_and(|found| found.starts_with(value)), "{path:?}");
        }
    }

    #[test]
    fn a_path_into_an_array_or_to_a_similar_name_leads_nowhere() {
        for path in [
            &["xuserName"][..],
            &["in", "in", "userName"],
            &["list", "type"],
            &["last", "type"],
            &["type", "type"],
            &["ast"],
        ] {
            assert_eq!(after(path), None, "{path:?}");
        }
    }

    #[test]
    fn unusual_text_is_not_handled() {
        let many: Vec<_> = (0..40).map(|number| format!("\"{number}\":0")).collect();
        let deep = format!("{}{}", "{\"a\":".repeat(20) + "0", "}".repeat(20));
        for text in [
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":"\n"}"#,
            r#"{"a" :1}"#,
            &format!("{{{}}}", many.join(",")),
            &deep,
        ] {
            assert!(NestedNames::find(text.as_bytes()).is_none(), "{text}");
        }
        for text in ["{}", "null", "\"a:b\"", "[{\"a\":1},{\"a\":2}]"] {
            assert!(NestedNames::find(text.as_bytes()).is_some(), "{text}");
        }
    }
}
