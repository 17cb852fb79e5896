//! Finds the records in an object's bytes, whatever the packing and the envelope.
//!
//! Supported are `{"Records":[…]}` (what CloudTrail delivers), a bare array, one record, JSON Lines,
//! any sequence of these, and the envelopes in which other services forward records:
//! `LookupEvents` output, EventBridge, and CloudWatch Logs: subscriptions, `filter-log-events`,
//! Insights queries and exports. Text may be UTF-16 with a byte order mark, and gzip may be packed
//! again. Digest files and other services' documents and messages are recognized by their content.
//! A broken record never hides its neighbours.

mod document;
mod find;
mod recover;
mod stream;

use std::ops::Range;

use super::archive::Archive;
use super::inflate::{Checksum, Damage, Inflater, Packing, is_gzip};
use super::json::{self, Probe};
use find::{Finder, Found};
use recover::next_record;

/// What an object contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Events, or an empty list of them.
    #[default]
    Events,
    /// A digest file.
    Digest,
    /// Valid JSON of another kind.
    Foreign,
}

/// Something in an object in place of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Where it begins, in the inflated object.
    pub offset: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Why some or all records of an object were not read.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// The packing is damaged.
    #[error(transparent)]
    Packing(#[from] Damage),
    /// The object is empty.
    #[error("empty file")]
    Empty,
    /// An archive that has to be unpacked first.
    #[error("{0}")]
    Archive(Archive),
    /// The text does not even begin as JSON does.
    #[error("not JSON")]
    NotJson,
    /// Too much is broken: the rest was not read.
    #[error("too many broken records: the rest was not read")]
    Hopeless,
    /// A list of records is not closed: more may have followed.
    #[error("the list of records ends early")]
    CutShort,
}

/// The records of an object, borrowed from the decoder.
#[derive(Debug)]
pub struct Records<'d> {
    text: &'d [u8],
    ranges: &'d [Range<usize>],
    /// The offsets of the literal of [`Intent::Find`] and of escapes that may spell it, in ascending
    /// order; `None` unless the text of all records was searched.
    pub seen: Option<&'d [usize]>,
    /// Records were split by their first bytes. If one of them is not valid, the others may be wrong
    /// too: call [`Decoder::decode_again`].
    pub is_guess: bool,
    /// What is not a record, in order.
    pub malformed: &'d [Malformed],
    /// The start of each record that was a string in another document, and the start of the string.
    strings: &'d [(usize, usize)],
    /// Entries of other services among the records. They are not events.
    pub others: u64,
    /// What the object contains.
    pub content: Content,
    /// How it was packed.
    pub packing: Packing,
    /// Set if part of the object, or all of it, could not be read.
    pub error: Option<DecodeError>,
}

impl<'d> Records<'d> {
    /// All text of the object.
    pub fn text(&self) -> &'d [u8] {
        self.text
    }

    /// The range of each record in the text, in the order of the object.
    pub fn ranges(&self) -> &'d [Range<usize>] {
        self.ranges
    }

    /// The offset of a record in the object; of a record that was a string, the string's offset.
    pub fn offset(&self, range: &Range<usize>) -> usize {
        let after = self.strings.partition_point(|(start, _)| *start <= range.start);
        match after.checked_sub(1).map(|at| self.strings[at]) {
            Some((_, string)) => string,
            None => range.start,
        }
    }

    /// The records that contain one of the offsets, which are in ascending order.
    pub fn holding<'p>(
        &self,
        places: &'p [usize],
    ) -> impl Iterator<Item = Range<usize>> + use<'d, 'p> {
        let mut places = places;
        self.ranges.iter().filter_map(move |range| {
            let before = places.iter().take_while(|&&place| place < range.start).count();
            places = &places[before..];
            places.first().is_some_and(|&place| place < range.end).then(|| range.clone())
        })
    }

    /// The records hidden in a broken one that is never closed, so that `range` was split as one
    /// record.
    pub fn hidden_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = range.start + 1;
        let mut tries = 0;
        while let Some(next) = next_record(&self.text[..range.end], from)
            && tries < MOST_TRIES
        {
            let before = found.len();
            json::split(&self.text[..range.end], next, &mut found);
            tries += usize::from(found.len() == before);
            from = found[before..].last().map_or(next + 1, |last| last.end);
        }
        found
    }
}

/// Decodes objects into records. Each thread has one; it reuses its buffers.
pub struct Decoder {
    inflater: Inflater,
    text: Vec<u8>,
    /// How much of the text is the object's.
    length: usize,
    found: Found,
}

impl Decoder {
    /// `limit`: how many bytes an object may inflate to.
    pub fn new(limit: usize) -> Self {
        Self { inflater: Inflater::new(limit), text: Vec::new(), length: 0, found: Found::new() }
    }

    /// Finds the records of an object.
    pub fn decode(&mut self, object: &[u8], intent: Intent<'_>) -> Records<'_> {
        let (length, mut packing, mut checksum) = if is_gzip(object) {
            self.inflater.inflate(object, &mut self.text)
        } else {
            self.text.clear();
            self.text.extend_from_slice(object);
            (object.len(), Packing::default(), None)
        };
        self.length = length;
        if !matches!(self.text[..length].first(), Some(b'{' | b'[')) {
            self.unpack_further(object, &mut packing, checksum.take());
        }
        let error = self.find(intent, checksum).unwrap_or_else(|_| {
            (self.length, packing) = self.inflater.inflate_carefully(object, &mut self.text);
            self.find(intent, None).ok().flatten()
        });
        let error = match (&packing.damage, error) {
            (Some(damage), _) => Some(DecodeError::from(damage.clone())),
            (None, Some(DecodeError::Archive(_))) if packing.members > 0 => {
                Archive::of_bytes(&self.text[..self.length], true).map(DecodeError::Archive)
            }
            (None, error) => error,
        };
        Records { packing, error, ..self.records(intent) }
    }

    /// Unpacks a text that does not begin as JSON: inflates gzip in gzip, and converts UTF-16 to
    /// UTF-8.
    fn unpack_further(&mut self, object: &[u8], packing: &mut Packing, checksum: Option<Checksum>) {
        if checksum.is_some_and(|checksum| !checksum.holds(&self.text[..self.length])) {
            (self.length, *packing) = self.inflater.inflate_carefully(object, &mut self.text);
        }
        while packing.layers < MOST_LAYERS && is_gzip(&self.text[..self.length]) {
            let outer = self.text[..self.length].to_vec();
            let (length, inner) = self.inflater.inflate_carefully(&outer, &mut self.text);
            self.length = length;
            packing.layers += 1;
            packing.members = packing.members.max(inner.members);
            packing.trailing += inner.trailing;
            packing.damage = packing.damage.take().or(inner.damage);
        }
        if let Some(text) = decode_utf16(&self.text[..self.length]) {
            self.length = text.len();
            self.text = text.into_bytes();
        }
    }

    /// Finds the records of the same object again, by braces instead of first bytes. Does not
    /// unpack it again.
    pub fn decode_again(&mut self) -> Records<'_> {
        let error = self.find(Intent::Divide, None).ok().flatten();
        Records { error, ..self.records(Intent::Divide) }
    }

    fn find(
        &mut self,
        intent: Intent<'_>,
        mut checksum: Option<Checksum>,
    ) -> Result<Option<DecodeError>, WrongChecksum> {
        self.found.clear();
        let Self { text, length, found, .. } = self;
        let length = *length;
        let error = Finder { text, length, found, intent, checksum: checksum.as_mut() }.find();
        self.found.seen.sort_unstable();
        if checksum.is_some_and(|checksum| !checksum.holds(&self.text[..length])) {
            return Err(WrongChecksum);
        }
        Ok(error)
    }

    fn records(&mut self, intent: Intent<'_>) -> Records<'_> {
        let content = self.found.content();
        Records {
            text: &self.text[..self.length + self.found.unwrapped],
            ranges: &self.found.ranges,
            seen: self.found.looked.then_some(&self.found.seen),
            is_guess: self.found.is_fast_split && matches!(intent, Intent::ReadAll),
            malformed: &self.found.malformed,
            strings: &self.found.strings,
            others: self.found.others,
            content,
            packing: Packing::default(),
            error: None,
        }
    }
}

/// What the records are needed for, which decides how they are split.
#[derive(Clone, Copy, Debug)]
pub enum Intent<'p> {
    /// Each will be parsed, so that a wrong split is detected.
    ReadAll,
    /// Only those with the probe's literal. If there are none, records are only counted.
    Find(&'p Probe),
    /// All, without a literal, and not all will be parsed.
    Divide,
}

/// The text does not match its checksum.
struct WrongChecksum;

/// Text with the byte order mark of UTF-16 as UTF-8; `None` if it has none.
fn decode_utf16(text: &[u8]) -> Option<String> {
    let (mark, units) = text.split_first_chunk::<2>()?;
    let unit: fn([u8; 2]) -> u16 = match mark {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let (units, odd) = units.as_chunks::<2>();
    let units = units.iter().map(|pair| unit(*pair));
    // Half a character at the end: the text was truncated.
    let cut = odd.first().map(|_| char::REPLACEMENT_CHARACTER);
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(text.chain(cut).collect())
}

/// The most layers of gzip in gzip.
const MOST_LAYERS: usize = 8;

/// The most broken records after which the next one is searched. Each search may read the whole object.
pub const MOST_MALFORMED: usize = 64;
/// The most openings that are tried after one broken record.
const MOST_TRIES: usize = 8;

#[cfg(test)]
mod tests;
