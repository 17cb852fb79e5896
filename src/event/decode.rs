//! An object's bytes become records: whatever the packing, whatever the envelope.
//!
//! Read are `{"Records":[…]}` (what CloudTrail delivers), a bare array, one record, JSON Lines, any
//! number of these one after another, and the envelopes in which other services hand records on:
//! `LookupEvents` output, EventBridge, CloudWatch Logs subscriptions. What is no event (digest
//! files, other services' documents) is told apart by its content. A record that is broken costs
//! only itself: its neighbours are found again.

mod document;

use std::ops::Range;

use super::inflate::{Checksum, Damage, Inflater, Packing, is_gzip};
use super::json::{self, Index, Probe, SplitEnd};
use super::value::{self, Value};
use document::{Document, Shape, next_record, records_list};

/// What an object turned out to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Events, or an empty list of them.
    #[default]
    Events,
    /// A digest file.
    Digest,
    /// Sound JSON of another kind.
    Foreign,
}

/// Something in an object that should have been a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Where it begins, in the inflated object.
    pub offset: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Why an object gave no records, or not all.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// The packing is damaged.
    #[error(transparent)]
    Packing(#[from] Damage),
    /// The object is empty.
    #[error("empty file")]
    Empty,
    /// The text does not even begin as JSON does.
    #[error("not JSON")]
    NotJson,
    /// A list of records is not closed: more may have followed.
    #[error("the list of records ends early")]
    CutShort,
}

/// The records of an object, borrowed from the decoder.
#[derive(Debug)]
pub struct Records<'d> {
    text: &'d [u8],
    ranges: &'d [Range<usize>],
    /// Where the probe's literal stands or may be spelled by an escape, in ascending order; only
    /// if all text of all records was looked at.
    pub seen: Option<&'d [usize]>,
    /// Records were told apart by how they begin: if one is not sound, ask
    /// [`Decoder::split_from`].
    pub is_guess: bool,
    /// What could not be taken for a record, in order.
    pub malformed: &'d [Malformed],
    /// What the object turned out to hold.
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

    /// Where each record stands in the text, in the order of the object.
    pub fn ranges(&self) -> &'d [Range<usize>] {
        self.ranges
    }

    /// The records that hold one of the places, which are in ascending order.
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

    /// The records that hide behind a broken one: `range` was taken for one record because the
    /// broken one never closed.
    pub fn hidden_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = range.start + 1;
        while let Some(next) = next_record(&self.text[..range.end], from) {
            let before = found.len();
            json::split(&self.text[..range.end], next, &mut found);
            from = found[before..].last().map_or(next + 1, |last| last.end);
        }
        found
    }
}

/// Turns objects into records. One a thread: it keeps its buffers from object to object.
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
    ///
    /// On the way it looks out for the literal of `probe`.
    pub fn decode(&mut self, object: &[u8], probe: Option<&Probe>) -> Records<'_> {
        let (length, mut packing, checksum) = if is_gzip(object) {
            self.inflater.inflate(object, &mut self.text)
        } else {
            self.text.clear();
            self.text.extend_from_slice(object);
            (object.len(), Packing::default(), None)
        };
        self.length = length;
        let mut unread = self.find(probe, checksum);
        if unread == Some(Unread::Checksum) {
            (self.length, packing) = self.inflater.inflate_carefully(object, &mut self.text);
            unread = self.find(probe, None);
        }
        let unread = unread.and_then(|unread| match unread {
            Unread::Checksum => None,
            Unread::Because(error) => Some(error),
        });
        let error = packing.damage.clone().map(DecodeError::from).or(unread);
        let probed = probe.is_some() && self.found.way == Way::Chopped;
        Records { packing, error, ..self.records(probed) }
    }

    fn find(&mut self, probe: Option<&Probe>, mut checksum: Option<Checksum>) -> Option<Unread> {
        self.found.clear();
        let error = Finder { checksum: checksum.as_mut(), ..self.finder(probe) }.find();
        self.found.seen.sort_unstable();
        if checksum.is_some_and(|checksum| !checksum.holds(&self.text[..self.length])) {
            return Some(Unread::Checksum);
        }
        error.map(Unread::Because)
    }

    /// Finds the records of the same object again, from the one that begins at `from`, without
    /// going by how they begin.
    pub fn split_from(&mut self, from: usize) -> Records<'_> {
        self.found.clear();
        self.found.way = Way::Split;
        let error = self.finder(None).list(from, Some(DecodeError::CutShort)).err().flatten();
        Records { error, ..self.records(false) }
    }

    fn finder<'f>(&'f mut self, probe: Option<&'f Probe>) -> Finder<'f> {
        let Self { text, length, found, .. } = self;
        Finder { text, length: *length, found, probe, checksum: None }
    }

    fn records(&mut self, probed: bool) -> Records<'_> {
        let content = self.found.content();
        Records {
            text: &self.text[..self.length + self.found.unwrapped],
            ranges: &self.found.ranges,
            seen: probed.then_some(&self.found.seen),
            is_guess: self.found.way == Way::Chopped,
            malformed: &self.found.malformed,
            content,
            packing: Packing::default(),
            error: None,
        }
    }
}

/// Why a text was not read, or not to its end.
#[derive(PartialEq)]
enum Unread {
    /// It is not what was packed.
    Checksum,
    /// It is not what was expected.
    Because(DecodeError),
}

/// How records are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// By how they begin: nearly sure, and much quicker.
    Chopped,
    /// By their braces.
    Split,
}

/// How every record that CloudTrail writes to a bucket begins.
const OPENING: &[u8] = br#"{"eventVersion":"1."#;

/// What was found in an object.
struct Found {
    ranges: Vec<Range<usize>>,
    malformed: Vec<Malformed>,
    seen: Vec<usize>,
    way: Way,
    opening: Probe,
    index: Index,
    digests: usize,
    /// Where documents of another kind begin.
    foreign: Vec<usize>,
    /// Bytes behind the object's own text: records that were strings inside other documents.
    unwrapped: usize,
}

impl Found {
    fn new() -> Self {
        let opening = Probe::new(OPENING, 0).expect("longer than two bytes");
        let (ranges, malformed, seen, index, foreign) = Default::default();
        let way = Way::Chopped;
        Self { ranges, malformed, seen, way, opening, index, digests: 0, foreign, unwrapped: 0 }
    }

    fn clear(&mut self) {
        self.ranges.clear();
        self.malformed.clear();
        self.foreign.clear();
        self.seen.clear();
        self.way = Way::Chopped;
        (self.digests, self.unwrapped) = (0, 0);
    }

    fn malformed(&mut self, offset: usize, why: &str) {
        self.malformed.push(Malformed { offset, why: why.to_owned() });
    }

    /// Judges the object as a whole. Among records, a foreign document is a record gone wrong.
    fn content(&mut self) -> Content {
        if !self.ranges.is_empty() || !self.malformed.is_empty() {
            for offset in std::mem::take(&mut self.foreign) {
                self.malformed(offset, "not a CloudTrail record");
            }
            return Content::Events;
        }
        match (self.digests, self.foreign.is_empty()) {
            (_, false) => Content::Foreign,
            (0, true) => Content::Events,
            (_, true) => Content::Digest,
        }
    }
}

/// How far a walk came: the offset behind what was read, or the end of all reading.
type Walk = Result<usize, Option<DecodeError>>;

/// Walks the text of one object.
struct Finder<'f> {
    text: &'f mut Vec<u8>,
    /// The object's own text; what lies behind it is room for unwrapped records.
    length: usize,
    found: &'f mut Found,
    probe: Option<&'f Probe>,
    /// Of the object's own text, if it is to be checked on the way.
    checksum: Option<&'f mut Checksum>,
}

impl Finder<'_> {
    fn find(&mut self) -> Option<DecodeError> {
        let start = if self.own().starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut at = self.past_blanks(start);
        match self.own().get(at) {
            None => return Some(DecodeError::Empty),
            Some(b'{' | b'[') => {}
            Some(_) => return Some(DecodeError::NotJson),
        }
        while at < self.length {
            match self.document(at) {
                Ok(next) => at = self.past_blanks(next),
                Err(error) => return error,
            }
        }
        None
    }

    /// The object's own text.
    fn own(&self) -> &[u8] {
        &self.text[..self.length]
    }

    fn past_blanks(&self, at: usize) -> usize {
        at + self.own()[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// Reads the document that begins at `at`, and behind an object all objects that follow it,
    /// as in JSON Lines.
    fn document(&mut self, at: usize) -> Walk {
        if let Some(list) = records_list(self.own(), at) {
            if let Some(end) = self.chop(list) {
                return Ok(end);
            }
            self.found.way = Way::Split;
            let before = self.found.ranges.len();
            let end = self.list(list, Some(DecodeError::CutShort))?;
            self.drop_notifications(before);
            return Ok(self.behind_list(end));
        }
        if self.own()[at] == b'[' {
            return self.documents(at + 1, Some(DecodeError::CutShort));
        }
        self.documents(at, None)
    }

    /// The quick way for what CloudTrail writes: one list from here to the end of the text.
    fn chop(&mut self, list: usize) -> Option<usize> {
        if self.found.way != Way::Chopped || !self.found.ranges.is_empty() {
            return None;
        }
        let Found { ranges, seen, opening, .. } = &mut *self.found;
        let text = &self.text[..self.length];
        let mut before = |end: usize| {
            if let Some(checksum) = &mut self.checksum {
                checksum.advance(text, end);
            }
        };
        let before: json::Before<'_> = &mut before;
        json::chop(text, list, opening, (ranges, before), (self.probe, seen))?;
        Some(self.length)
    }

    /// The end of the document around a list that ended at `at`.
    fn behind_list(&self, at: usize) -> usize {
        let mut at = self.past_blanks(at);
        while at < self.length && self.own()[at] != b'}' {
            at = self.past_blanks(at + value::length(&self.own()[at..]).unwrap_or(1));
        }
        (at + 1).min(self.length)
    }

    /// Reads the elements of a list from `from` until it is closed. `at_end` is what it means if
    /// the text ends first.
    fn list(&mut self, mut from: usize, at_end: Option<DecodeError>) -> Walk {
        loop {
            match json::split(&self.text[..self.length], from, &mut self.found.ranges) {
                SplitEnd::Closed(end) => return Ok(end),
                SplitEnd::End(end) => return at_end.map_or(Ok(end), |error| Err(Some(error))),
                SplitEnd::Open(start) => {
                    self.found.malformed(start, "the record is never closed");
                    from = next_record(self.own(), start + 1).ok_or(None)?;
                }
                SplitEnd::Stray(at) => {
                    self.found.malformed(at, "neither a record nor the end of the list");
                    from = at + value::length(&self.own()[at..]).unwrap_or(1);
                }
            }
        }
    }

    /// Reads a list whose elements may be records, or documents around records.
    fn documents(&mut self, from: usize, at_end: Option<DecodeError>) -> Walk {
        self.found.way = Way::Split;
        let kept = std::mem::take(&mut self.found.ranges);
        let end = self.list(from, at_end);
        let documents = std::mem::replace(&mut self.found.ranges, kept);
        for range in documents {
            if self.text[range.clone()].starts_with(b"{\"eventVersion\":\"1.") {
                self.found.ranges.push(range);
            } else {
                self.sort_out(range);
            }
        }
        end
    }

    /// Puts the records of one document where they belong.
    fn sort_out(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if self.found.index.of(text).is_err() {
            // Whoever reads the record will say what is wrong with it.
            self.found.ranges.push(range);
            return;
        }
        let document = Document { start: range.start, text, index: &self.found.index };
        match document.shape() {
            Shape::Record => self.found.ranges.push(range),
            Shape::Detail(detail) => self.found.ranges.push(detail),
            Shape::List(at) => drop(self.list(at, None)),
            Shape::Strings(strings) => strings.into_iter().for_each(|string| self.unwrap(string)),
            Shape::Digest => self.found.digests += 1,
            Shape::Foreign => self.found.foreign.push(range.start),
        }
    }

    /// Writes the record that a string holds behind the object's own text.
    fn unwrap(&mut self, string: Range<usize>) {
        let record = Value::new(&self.text[string.clone()]).text().into_owned();
        if !record.trim_start().starts_with('{') {
            self.found.foreign.push(string.start);
            return;
        }
        let start = self.length + self.found.unwrapped;
        self.text.truncate(start);
        self.text.extend_from_slice(record.as_bytes());
        self.found.unwrapped += record.len();
        self.found.ranges.push(start..start + record.len());
    }

    /// Notifications of S3 come in a list called `Records` too.
    fn drop_notifications(&mut self, before: usize) {
        let Some(first) = self.found.ranges.get(before) else { return };
        let text = &self.text[first.clone()];
        let notification = text.starts_with(b"{\"eventVersion\":\"2.")
            && self.found.index.of(text).is_ok()
            && self
                .found
                .index
                .get(text, "eventSource")
                .is_some_and(|source| Value::new(source).text_is("aws:s3"));
        if notification {
            let start = first.start;
            self.found.ranges.truncate(before);
            self.found.foreign.push(start);
        }
    }
}

#[cfg(test)]
mod tests;
