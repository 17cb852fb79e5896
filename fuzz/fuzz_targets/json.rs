//! The structure of JSON: `Index::fill` agrees with `serde_json` on every text, at every offset in a
//! block of 64 bytes, and `split` agrees with a byte-by-byte reader.

#![no_main]

use std::fmt;
use std::ops::Range;

use ct::event::json::{self, Index, SplitEnd};
use libfuzzer_sys::fuzz_target;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

fuzz_target!(|text: &[u8]| {
    let expected = members_of(text);
    assert_eq!(indexed(text), expected);
    check_moved(text, expected.as_deref());
    check_after_a_similar_one(text);
    for from in [0, 1, text.len() / 2] {
        if from <= text.len() {
            let mut objects = Vec::new();
            let end = json::split(text, from, &mut objects);
            assert_eq!((end, objects), split_slowly(text, from));
        }
    }
});

/// A text that begins as an earlier one did is read as if it were the first.
fn check_after_a_similar_one(text: &[u8]) {
    if !text.starts_with(b"{\"") {
        return;
    }
    let first = [b"{\"first\":0,", &text[1..]].concat();
    for (cut, tail) in [(0, ""), (1, ",\"z\":{}}"), (2, "}}"), (first.len() / 4, "}"), (0, "}")] {
        let text = [&first[..first.len() - cut], tail.as_bytes()].concat();
        let mut index = Index::default();
        let _ = index.fill(&first);
        let found = index.fill(&text).is_ok().then(|| index.members(&text).collect());
        assert_eq!(found, members_of(&text));
    }
}

/// Names and values as written.
type Written<'t> = Vec<(&'t [u8], &'t [u8])>;

fn indexed(text: &[u8]) -> Option<Written<'_>> {
    let mut index = Index::default();
    // Nothing may be left from another record.
    index.fill(br#"{"left":"over","and":"more"}"#).expect("valid JSON");
    index.fill(text).ok()?;
    assert!(!index.is_compact() || !text.contains(&b'\n'));
    let members: Written<'_> = index.members(text).collect();
    for (name, value) in &members {
        let Ok(name) = serde_json::from_slice::<String>(name) else { continue };
        let first = index.get(text, &name).expect("a member that is there");
        assert!(first.as_ptr() <= value.as_ptr());
    }
    Some(members)
}

/// The same members after another one, so that their offsets in the blocks differ.
fn check_moved(text: &[u8], expected: Option<&[(&[u8], &[u8])]>) {
    if !text.starts_with(b"{\"") {
        return;
    }
    let name = "a".repeat(1 + text.len() % 63);
    let moved = [b"{\"", name.as_bytes(), b"\":0,", &text[1..]].concat();
    let found = indexed(&moved);
    assert_eq!(found.as_ref().map(|all| &all[1..]), expected);
}

struct Members<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Self, D::Error> {
        struct All;
        impl<'t> Visitor<'t> for All {
            type Value = Members<'t>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        reader.deserialize_map(All)
    }
}

fn members_of(text: &[u8]) -> Option<Written<'_>> {
    let Members(members) = serde_json::from_slice(text).ok()?;
    let written = |part: &'_ RawValue| -> Range<usize> {
        let start = part.get().as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.get().len()
    };
    Some(members.into_iter().map(|(n, v)| (&text[written(n)], &text[written(v)])).collect())
}

/// What `split` is documented to do, byte by byte.
fn split_slowly(text: &[u8], from: usize) -> (SplitEnd, Vec<Range<usize>>) {
    let mut objects = Vec::new();
    let mut at = from;
    loop {
        match text.get(at) {
            None => return (SplitEnd::End(at), objects),
            Some(b']') => return (SplitEnd::Closed(at + 1), objects),
            Some(b',' | b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'{') => match object_end(text, at) {
                None => return (SplitEnd::Open(at), objects),
                Some(end) => {
                    objects.push(at..end);
                    at = end;
                }
            },
            Some(_) => return (SplitEnd::Stray(at), objects),
        }
    }
}

/// The offset after the brace that closes the object at `start`; escapes count also outside strings.
fn object_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut inside, mut escaped) = (0, false, false);
    for (at, byte) in text.iter().enumerate().skip(start) {
        match byte {
            b'"' if !escaped => inside = !inside,
            b'{' if !inside => depth += 1,
            b'}' if !inside => depth -= 1,
            _ => {}
        }
        escaped = *byte == b'\\' && !escaped;
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}
