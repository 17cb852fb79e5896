//! The structure of JSON text, found 64 bytes at a time with vector instructions: where each
//! record of an array ends, and the members of one object, checked against the whole grammar.
//!
//! Knows nothing of CloudTrail and never decodes a string. The method is that of Langdale and
//! Lemire, "Parsing Gigabytes of JSON per Second" (2019): a block becomes bit masks of its quotes,
//! escapes and brackets. Measurements and failed attempts are in `docs/performance.md`.

#![expect(
    clippy::inline_always,
    reason = "code for a vector level must be inlined into the function that enables the level"
)]

mod block;
mod fast_split;
mod grammar;
mod literal;
mod names;
pub mod nested;
mod recent;
pub mod repeat;
mod scan;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use fearless_simd::{Level, dispatch};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use block::SIZE as BLOCK;
use fast_split::Cut;
use literal::Sightings;
use names::NameTable;
pub use recent::Known;
use recent::Recent;
pub use scan::Probe;

/// The best vector instructions of this processor. AVX-512 is only among them from Ice Lake on:
/// older processors lower their clock for it.
fn level() -> Level {
    Level::new()
}

/// How many members of a record are searched for the first object in it.
const SEARCHED: usize = 4;

/// Why a split stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitEnd {
    /// The array was closed; the offset is just after its `]`.
    Closed(usize),
    /// The text ended between two objects.
    End(usize),
    /// Something that is neither an object nor the end of the array stands at the offset.
    Stray(usize),
    /// The object that begins at the offset is never closed.
    Open(usize),
}

/// Lists the consecutive objects in `text[from..]`, separated by commas or white space, until `]`
/// closes their array or the text ends.
///
/// Only quotes, escapes and braces are examined; [`Index::fill`] checks whether an object is valid
/// JSON. Ranges are offsets in `text`, in ascending order.
pub fn split(text: &[u8], from: usize, objects: &mut Vec<Range<usize>>) -> SplitEnd {
    match block::next_object(text, from) {
        Ok(start) => {
            dispatch!(level(), simd => block::split(simd, text, start, objects, |_, _| ()))
        }
        Err(end) => end,
    }
}

/// Called with the offset up to which the text is read next, so that another reader can read the
/// same part while it is in the cache.
pub type Before<'b> = &'b mut dyn FnMut(usize);

/// The bytes that are read after a call of [`Before`]: they fit in the first-level cache.
const PIECE: usize = 16 << 10;

/// The same as [`split`]; adds to `seen` the offsets of the probe's literal in the objects, and of
/// escapes that may spell part of it.
pub fn split_and_search(
    text: &[u8],
    from: usize,
    objects: &mut Vec<Range<usize>>,
    before: Before<'_>,
    (probe, seen): (&Probe, &mut Vec<usize>),
) -> SplitEnd {
    let start = match block::next_object(text, from) {
        Ok(start) => start,
        Err(end) => return end,
    };
    let mut sightings = Sightings { probe, before, seen };
    if probe.ignores_case {
        dispatch!(level(), simd => literal::split::<true, _>(simd, text, start, objects, &mut sightings))
    } else {
        dispatch!(level(), simd => literal::split::<false, _>(simd, text, start, objects, &mut sightings))
    }
}

/// Two literals that make [`fast_split`] give up, also if they are spelled with escapes.
#[derive(Clone, Copy)]
pub struct Lookout<'l> {
    /// What the search is for.
    pub probe: &'l Probe,
    /// A second literal, whose case counts.
    pub barred: &'l Probe,
}

/// Lists the objects of the array from `text[from]` to the `]}` at the end of the text by the
/// bytes that they all begin with, `opening`, a brace and a name; gives the offset after the `]`.
///
/// Much faster than [`split`], but a guess: if [`Index::fill`] rejects a piece, the list must be split
/// with [`split`] from there. Calls `before` ahead of each part of the text. `None`, with nothing
/// listed, if the text does not look like such a list or may contain what `lookout` looks for.
pub fn fast_split(
    text: &[u8],
    from: usize,
    opening: &Probe,
    objects: &mut Vec<Range<usize>>,
    before: Before<'_>,
    lookout: Option<Lookout<'_>>,
) -> Option<usize> {
    let already = objects.len();
    let ignores_case = lookout.as_ref().map(|lookout| lookout.probe.ignores_case);
    let mut cut = Cut { opening, objects, before, lookout, start: from };
    let end = match ignores_case {
        Some(true) => {
            dispatch!(level(), simd => fast_split::fast_split::<true, true, _>(simd, text, from, &mut cut))
        }
        Some(false) => {
            dispatch!(level(), simd => fast_split::fast_split::<true, false, _>(simd, text, from, &mut cut))
        }
        None => {
            dispatch!(level(), simd => fast_split::fast_split::<false, false, _>(simd, text, from, &mut cut))
        }
    };
    if end.is_none() {
        objects.truncate(already);
    }
    end
}

/// Whether the text contains the literal of a probe that ignores case. Escapes are not decoded.
pub fn occurs(text: &[u8], probe: &Probe) -> bool {
    dispatch!(level(), simd => literal::occurs(simd, text, probe))
}

/// The length of the object or array that `text` begins with; `None` if it is never closed. Whether
/// brackets match in kind is not checked.
pub fn bracket_length(text: &[u8]) -> Option<usize> {
    dispatch!(level(), simd => block::bracket_length(simd, text))
}

/// The members of one JSON object, as offsets into its text. Reused from object to object so that
/// parsing does not allocate.
#[derive(Debug, Default)]
pub struct Index {
    /// The byte before the first name, then in turn the byte after a name and after its value.
    marks: Vec<u32>,
    count: usize,
    /// No white space stands between tokens.
    compact: bool,
    escapes: bool,
    names: NameTable,
    blocks: Option<Box<grammar::Blocks>>,
    /// Those of recent objects.
    beginnings: Recent,
    /// The beginning of the object, if it has one to keep.
    beginning: Option<Rc<Known>>,
    /// Objects that are not the first in theirs.
    objects: RefCell<Recent>,
    /// See [`Index::known`].
    nested: OnceCell<Rc<Known>>,
}

impl Index {
    /// Checks that `text` is exactly one JSON object (RFC 8259) and notes its members in order.
    ///
    /// Text without white space between its tokens, as CloudTrail writes it, is checked with vector
    /// instructions. `serde_json` handles all other text and every error.
    ///
    /// # Errors
    /// The text is not one valid JSON object in UTF-8, or has 4 GiB or more.
    pub fn fill(&mut self, text: &[u8]) -> Result<(), serde_json::Error> {
        self.begin(0);
        // Taken out, because the check notes members in the index meanwhile.
        let mut blocks = self.blocks.take().unwrap_or_default();
        let checked = dispatch!(level(), simd => grammar::check(simd, text, self, &mut blocks));
        self.blocks = Some(blocks);
        if checked == Some(()) {
            self.names.fill(text, &self.marks[..self.count], self.escapes);
            if self.beginning.is_none() {
                self.keep_beginning(text);
            }
            return Ok(());
        }
        self.begin(0);
        (self.compact, self.escapes) = (false, text.contains(&b'\\'));
        let mut reader = serde_json::Deserializer::from_slice(text);
        reader.deserialize_map(Members { text, index: self })?;
        reader.end()
    }

    /// Whether no white space stands between tokens, and so no line break anywhere.
    pub fn is_compact(&self) -> bool {
        self.compact
    }

    /// Names, as written with their quotes, and values of the object whose index this is.
    pub fn members<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = (&'t [u8], &'t [u8])> {
        let pairs = self.marks[..self.count.max(1)].windows(3).step_by(2);
        pairs.map(move |marks| {
            (self.part(text, marks[0], marks[1]), self.part(text, marks[1], marks[2]))
        })
    }

    /// The value of the first member with this name. Inlined, so that the slot of a constant name is
    /// computed when the program is built.
    #[inline(always)]
    pub fn get<'t>(&self, text: &'t [u8], name: &str) -> Option<&'t [u8]> {
        if !self.names.is_complete() {
            return self.search(text, name);
        }
        let &[start, colon, end] = self.marks.get(2 * self.names.member(name)?..)?.first_chunk()?;
        let found = text.get(start as usize + 2..colon as usize - 1)?;
        if found == name.as_bytes() { text.get(colon as usize + 1..end as usize) } else { None }
    }

    /// The same for an object without a table of its names.
    #[cold]
    fn search<'t>(&self, text: &'t [u8], name: &str) -> Option<&'t [u8]> {
        let quoted = name.len() + 2;
        let marks = &self.marks[..self.count.max(1)];
        let mut start = marks[0];
        for &[colon, end] in marks[1..].as_chunks().0 {
            // An escape only ever makes a name longer, and so does white space.
            let may_be = (colon - start) as usize > quoted;
            if may_be && super::string::name_is(self.part(text, start, colon), name) {
                return Some(self.part(text, colon, end));
            }
            start = end;
        }
        None
    }

    /// A name that the object whose index this is has twice, however it is spelled.
    #[inline]
    pub fn repeated<'t>(&self, text: &'t [u8]) -> Option<Cow<'t, str>> {
        if self.names.is_complete() {
            return None;
        }
        repeat::repeated(self.members(text).map(|(name, _)| name))
    }

    /// What is known of a member's value, an object, at the first call; later calls must be for the
    /// same member.
    pub(super) fn known(&self, text: &[u8], value: &[u8]) -> &Known {
        self.nested.get_or_init(|| match &self.beginning {
            Some(beginning) if beginning.is(text, value) => Rc::clone(beginning),
            _ => self.objects.borrow_mut().object(value),
        })
    }

    /// What stands between two marks.
    fn part<'t>(&self, text: &'t [u8], from: u32, to: u32) -> &'t [u8] {
        let mut part = &text[from as usize + 1..to as usize];
        if !self.compact {
            let between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b':' | b',');
            while let [first, rest @ ..] = part
                && between(first)
            {
                part = rest;
            }
            while let [rest @ .., last] = part
                && between(last)
            {
                part = rest;
            }
        }
        part
    }

    fn begin(&mut self, at: u32) {
        if self.marks.is_empty() {
            self.marks.resize(128, 0);
        }
        self.marks[0] = at;
        self.count = 1;
        self.names.clear();
        self.beginning = None;
        self.nested.take();
    }

    /// Notes the members in the text's beginning if it is that of a recent object; gives its length.
    #[inline(always)]
    fn begin_as_before(&mut self, text: &[u8]) -> Option<usize> {
        let known = self.beginnings.beginning(text)?;
        let marks = known.marks();
        self.marks[1..=marks.len()].copy_from_slice(marks);
        self.count += marks.len();
        let end = known.end();
        self.beginning = Some(Rc::clone(known));
        Some(end)
    }

    /// Keeps the beginning of the text, whose index this is, up to the end of the first object in it.
    fn keep_beginning(&mut self, text: &[u8]) {
        let marks = &self.marks[..self.count];
        let members = marks[1..].as_chunks().0.iter().take(SEARCHED).enumerate();
        for (member, &[colon, end]) in members {
            let object = colon as usize + 1..end as usize;
            if text[object.start] == b'{' {
                self.beginning = self.beginnings.keep(text, object, &marks[1..2 * member + 2]);
                return;
            }
        }
    }

    /// Notes the places of a mask's bits.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "longer texts are refused before")]
    fn note(&mut self, at: usize, mut mask: u64) {
        if self.count + BLOCK > self.marks.len() {
            self.marks.resize(2 * self.marks.len() + BLOCK, 0);
        }
        let mut count = self.count;
        let marks = self.marks.as_mut_slice();
        while mask != 0 {
            marks[count] = at as u32 + mask.trailing_zeros();
            count += 1;
            mask &= mask - 1;
        }
        self.count = count;
    }

    /// Notes the closing brace, if there is a value before it.
    fn note_end(&mut self, at: usize) {
        if self.count > 1 {
            self.note(at, 1);
        }
    }
}

/// Notes where `serde_json` saw names and values.
struct Members<'t> {
    text: &'t [u8],
    index: &'t mut Index,
}

impl Members<'_> {
    /// Where `part`, a slice of the text, begins and ends in it.
    fn range<E: serde::de::Error>(&self, part: &RawValue) -> Result<Range<usize>, E> {
        let start = part.get().as_ptr() as usize - self.text.as_ptr() as usize;
        let end = start + part.get().len();
        u32::try_from(end).map_err(|_| E::custom("longer than 4 GiB"))?;
        Ok(start..end)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut first = true;
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let (name, value) = (self.range(name)?, self.range(value)?);
            if std::mem::take(&mut first) {
                self.index.begin(u32::try_from(name.start - 1).unwrap_or(0));
            }
            self.index.note(name.end, 1);
            self.index.note(value.end, 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
