//! Walks the text of one object and finds its records, document after document.

use std::ops::Range;

use super::document::{Document, Shape, next_record, records_list};
use super::{Content, DecodeError, Intent, MOST_MALFORMED, Malformed};
use crate::event::inflate::Checksum;
use crate::event::json::{self, Index, Probe, SplitEnd};
use crate::event::value::{self, Value};

/// How every record that CloudTrail writes to a bucket begins.
const OPENING: &[u8] = br#"{"eventVersion":"1."#;

/// What was found in an object.
pub(super) struct Found {
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) malformed: Vec<Malformed>,
    pub(super) seen: Vec<usize>,
    /// The whole object was looked through for the literal of the probe.
    pub(super) looked: bool,
    /// Records were told apart by how they begin.
    pub(super) chopped: bool,
    pub(super) opening: Probe,
    pub(super) index: Index,
    pub(super) digests: usize,
    /// Where documents of another kind begin.
    pub(super) foreign: Vec<usize>,
    /// Bytes behind the object's own text: records that were strings inside other documents.
    pub(super) unwrapped: usize,
}

impl Found {
    pub(super) fn new() -> Self {
        let opening = Probe::new(OPENING, 0).expect("longer than two bytes");
        let (ranges, malformed, seen, index, foreign) = Default::default();
        let (looked, chopped, digests, unwrapped) = Default::default();
        Self {
            ranges,
            malformed,
            seen,
            looked,
            chopped,
            opening,
            index,
            digests,
            foreign,
            unwrapped,
        }
    }

    pub(super) fn clear(&mut self) {
        self.ranges.clear();
        self.malformed.clear();
        self.foreign.clear();
        self.seen.clear();
        (self.looked, self.chopped) = (false, false);
        (self.digests, self.unwrapped) = (0, 0);
    }

    fn malformed(&mut self, offset: usize, why: &str) {
        self.malformed.push(Malformed { offset, why: why.to_owned() });
    }

    /// Judges the object as a whole. Among records, a foreign document is a record gone wrong.
    pub(super) fn content(&mut self) -> Content {
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
pub(super) struct Finder<'f> {
    pub(super) text: &'f mut Vec<u8>,
    /// The object's own text; what lies behind it is room for unwrapped records.
    pub(super) length: usize,
    pub(super) found: &'f mut Found,
    pub(super) intent: Intent<'f>,
    /// Of the object's own text, if it is to be checked on the way.
    pub(super) checksum: Option<&'f mut Checksum>,
}

impl Finder<'_> {
    pub(super) fn find(&mut self) -> Option<DecodeError> {
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
    ///
    /// Someone who chose the parameters of a call can write what looks like the opening of a
    /// record. So an object that holds what is looked for is left to the slower way.
    fn chop(&mut self, list: usize) -> Option<usize> {
        let probe = match self.intent {
            Intent::ReadAll => None,
            Intent::Find(probe) => Some(probe),
            Intent::Divide => return None,
        };
        if !self.found.ranges.is_empty() || !self.found.malformed.is_empty() {
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
        json::chop(text, list, opening, (ranges, before), (probe, seen))?;
        self.found.looked = probe.is_some();
        if !self.found.seen.is_empty() {
            self.found.ranges.clear();
            return None;
        }
        self.found.chopped = true;
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
                _ if self.found.malformed.len() >= MOST_MALFORMED => {
                    return Err(Some(DecodeError::Hopeless));
                }
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
