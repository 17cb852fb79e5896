//! The structure of JSON text, found 64 bytes at a time with vector instructions: where each
//! record of an array ends, and the members of one object, checked against the whole grammar.
//!
//! Knows nothing of CloudTrail and never decodes a string. The method is that of Langdale and
//! Lemire, "Parsing Gigabytes of JSON per Second" (2019): a block becomes bit masks of its quotes,
//! escapes and brackets. `docs/performance.md` says what it gains and what else was tried.

mod block;
mod sound;

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One `"name": value` of an object, as byte ranges of the text that was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    name: (u32, u32),
    value: (u32, u32),
}

impl Member {
    /// The name as written, with its quotes.
    pub fn name(self) -> Range<usize> {
        self.name.0 as usize..self.name.1 as usize
    }

    /// The value as written, without white space around it.
    pub fn value(self) -> Range<usize> {
        self.value.0 as usize..self.value.1 as usize
    }
}

/// Why a split stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitEnd {
    /// The array was closed; the offset is just behind its `]`.
    Closed(usize),
    /// The text ended between two objects.
    End(usize),
    /// Something that is neither an object nor the end of the array stands at the offset.
    Stray(usize),
    /// The object that begins at the offset is never closed.
    Open(usize),
}

/// Lists the objects that stand one after another in `text[from..]`, with commas or white space
/// between them, until `]` closes the array around them or the text ends.
///
/// Only quotes, escapes and braces are looked at: whether an object is sound JSON is what
/// [`index`] tells. Ranges are offsets in `text`, in ascending order.
pub fn split(text: &[u8], from: usize, objects: &mut Vec<Range<usize>>) -> SplitEnd {
    match block::next_object(text, from) {
        Ok(start) => dispatch!(Level::new(), simd => block::split(simd, text, start, objects)),
        Err(end) => end,
    }
}

/// Checks that `text` is exactly one JSON object (RFC 8259) and lists its members in order.
///
/// `members` is cleared first. Text without white space between its tokens, as CloudTrail writes
/// it, takes the quick way; everything unusual, and every error, is left to `serde_json`.
///
/// # Errors
/// What `serde_json` says of a text that is no object or not UTF-8; also a text of 4 GiB or more.
pub fn index(text: &[u8], members: &mut Vec<Member>) -> Result<(), serde_json::Error> {
    members.clear();
    let sound = dispatch!(Level::new(), simd => sound::index::<true, _>(simd, text, members));
    match sound {
        Some(()) => Ok(()),
        None => index_slowly(text, members),
    }
}

/// Checks what [`index`] checks and lists nothing, which is quicker.
///
/// # Errors
/// As [`index`].
pub fn check(text: &[u8]) -> Result<(), serde_json::Error> {
    let mut members = Vec::new();
    let sound = dispatch!(Level::new(), simd => sound::index::<false, _>(simd, text, &mut members));
    match sound {
        Some(()) => Ok(()),
        None => index_slowly(text, &mut members),
    }
}

fn index_slowly(text: &[u8], members: &mut Vec<Member>) -> Result<(), serde_json::Error> {
    members.clear();
    let mut reader = serde_json::Deserializer::from_slice(text);
    reader.deserialize_map(Members { text, members })?;
    reader.end()
}

/// Notes where `serde_json` saw names and values.
struct Members<'t> {
    text: &'t [u8],
    members: &'t mut Vec<Member>,
}

impl Members<'_> {
    /// Where `part`, a slice of the text, stands in it.
    fn range<E: serde::de::Error>(&self, part: &RawValue) -> Result<(u32, u32), E> {
        let start = part.get().as_ptr() as usize - self.text.as_ptr() as usize;
        let offset = |at: usize| u32::try_from(at).map_err(|_| E::custom("longer than 4 GiB"));
        Ok((offset(start)?, offset(start + part.get().len())?))
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let member = Member { name: self.range(name)?, value: self.range(value)? };
            self.members.push(member);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
