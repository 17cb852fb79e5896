//! Walks the text of one object and finds its records, document after document.

use std::ops::Range;

use super::document::{Carrier, Document, Entry, Shape, is_ordinary, is_record, records_list};
use super::recover::next_record;
use super::{Content, DecodeError, Intent, MOST_MALFORMED, Malformed};
use crate::event::archive::Archive;
use crate::event::inflate::Checksum;
use crate::event::json::{self, Index, Lookout, Probe, SplitEnd, repeat};
use crate::event::string::name_is;
use crate::event::value::{self, Value};

/// The first bytes of every record that CloudTrail writes to a bucket.
const OPENING: &[u8] = br#"{"eventVersion":"1."#;
/// The member of an envelope of CloudTrail that holds the records.
const RECORDS: &str = "Records";
/// The message for something in place of a record.
const NO_RECORD: &str = "not a CloudTrail record";

/// What was found in an object.
pub(super) struct Found {
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) malformed: Vec<Malformed>,
    pub(super) seen: Vec<usize>,
    /// The whole object was searched for the literal of the probe.
    pub(super) looked: bool,
    /// Records were split by their first bytes.
    pub(super) is_fast_split: bool,
    pub(super) opening: Probe,
    /// The quoted name of the list of records.
    pub(super) records: Probe,
    pub(super) index: Index,
    pub(super) digests: usize,
    /// Where documents of another kind begin.
    pub(super) foreign: Vec<usize>,
    /// Entries that other services wrote.
    pub(super) others: u64,
    /// Bytes after the object's own text: records that were strings inside other documents.
    pub(super) unwrapped: usize,
    /// Where each of these begins, and where its string does.
    pub(super) strings: Vec<(usize, usize)>,
}

impl Found {
    pub(super) fn new() -> Self {
        let opening = Probe::new(OPENING, 0).expect("longer than two bytes");
        let letters = RECORDS.bytes().fold(0, |set, letter| set | 1 << letter);
        let name = format!("\"{RECORDS}\"");
        let records = Probe::new(name.as_bytes(), letters).expect("longer than two bytes");
        Self {
            ranges: Vec::new(),
            malformed: Vec::new(),
            seen: Vec::new(),
            looked: false,
            is_fast_split: false,
            opening,
            records,
            index: Index::default(),
            digests: 0,
            foreign: Vec::new(),
            others: 0,
            unwrapped: 0,
            strings: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.ranges.clear();
        self.malformed.clear();
        self.foreign.clear();
        self.strings.clear();
        self.seen.clear();
        (self.looked, self.is_fast_split) = (false, false);
        (self.digests, self.others, self.unwrapped) = (0, 0, 0);
    }

    pub(super) fn malformed(&mut self, offset: usize, why: &str) {
        self.malformed.push(Malformed { offset, why: why.to_owned() });
    }

    /// Classifies the object as a whole. A foreign document among records is malformed.
    pub(super) fn content(&mut self) -> Content {
        if !self.ranges.is_empty() || !self.malformed.is_empty() {
            for offset in std::mem::take(&mut self.foreign) {
                self.malformed(offset, NO_RECORD);
            }
            return Content::Events;
        }
        match (self.digests, self.foreign.is_empty() && self.others == 0) {
            (_, false) => Content::Foreign,
            (0, true) => Content::Events,
            (_, true) => Content::Digest,
        }
    }
}

/// The offset after what was read, or why reading ended.
pub(super) type Walk = Result<usize, Option<DecodeError>>;

/// Walks the text of one object.
pub(super) struct Finder<'f> {
    pub(super) text: &'f mut Vec<u8>,
    /// The object's own text, and after it the records that were unwrapped.
    pub(super) length: usize,
    pub(super) found: &'f mut Found,
    pub(super) intent: Intent<'f>,
    /// The checksum of the object's own text, if it is checked while the text is read.
    pub(super) checksum: Option<&'f mut Checksum>,
}

impl Finder<'_> {
    pub(super) fn find(&mut self) -> Option<DecodeError> {
        let start = if self.own().starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let at = self.skip_blanks(start);
        match self.own().get(at) {
            None => Some(DecodeError::Empty),
            Some(b'{' | b'[') => self.all_from(at),
            Some(_) => self.not_json(at),
        }
    }

    /// Reads a text that does not begin as JSON: its lines may be JSON, or its beginning is missing.
    fn not_json(&mut self, at: usize) -> Option<DecodeError> {
        if let Some(archive) = Archive::of_bytes(self.own(), false) {
            return Some(DecodeError::Archive(archive));
        }
        let error = self.all_from(at);
        if self.found.ranges.is_empty() && !self.found.malformed.is_empty() {
            self.found.clear();
            return Some(DecodeError::NotJson);
        }
        error
    }

    fn all_from(&mut self, mut at: usize) -> Option<DecodeError> {
        while at < self.length {
            match self.document(at) {
                Ok(next) => at = self.skip_blanks(next),
                Err(error) => return error,
            }
        }
        None
    }

    /// The object's own text.
    pub(super) fn own(&self) -> &[u8] {
        &self.text[..self.length]
    }

    pub(super) fn skip_blanks(&self, at: usize) -> usize {
        at + self.own()[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// Reads the document that begins at `at`, and after an object all objects that follow it,
    /// as in JSON Lines.
    fn document(&mut self, at: usize) -> Walk {
        if let Some(list) = records_list(self.own(), at) {
            if let Some(end) = self.only_list(list) {
                self.remove_other_services(0);
                return Ok(end);
            }
            let end = self.records(list, Some(DecodeError::CutShort))?;
            return self.after_list(end);
        }
        if self.own()[at] == b'[' {
            return self.array(at + 1);
        }
        self.stream(at)
    }

    /// The fast path for what CloudTrail writes: one list from here to the end of the text, and nothing
    /// before it. Gives that end, or `None` with nothing found.
    ///
    /// Callers choose request parameters, and so can write what looks like the opening of a record.
    /// Therefore a log file that contains the literal is split by braces, and so is one in which the
    /// name of the list occurs again: there may be a second list.
    fn only_list(&mut self, list: usize) -> Option<usize> {
        let probe = match self.intent {
            Intent::ReadAll => None,
            Intent::Find(probe) => Some(probe),
            Intent::Divide => return None,
        };
        if !self.found.ranges.is_empty() || !self.found.malformed.is_empty() {
            return None;
        }
        let Found { ranges, seen, opening, records, .. } = &mut *self.found;
        let text = &self.text[..self.length];
        let mut before = |end: usize| {
            if let Some(checksum) = &mut self.checksum {
                checksum.advance(text, end);
            }
        };
        let lookout = probe.map(|probe| Lookout { probe, barred: records });
        if json::fast_split(text, list, opening, ranges, &mut before, lookout).is_some() {
            (self.found.looked, self.found.is_fast_split) = (probe.is_some(), true);
            return Some(self.length);
        }
        let end = json::split_and_search(text, list, ranges, &mut before, (probe?, seen));
        if let SplitEnd::Closed(end) = end
            && text[end..].trim_ascii() == b"}"
        {
            self.found.looked = true;
            return Some(self.length);
        }
        ranges.clear();
        seen.clear();
        None
    }

    /// The end of the document around a `Records` list that ended at `at`. A second list of that name
    /// is malformed but still read: readers differ in which of the two they use.
    fn after_list(&mut self, at: usize) -> Walk {
        let mut at = self.skip_blanks(at);
        while at < self.length && self.own()[at] != b'}' {
            let name = at..at + value::length(&self.own()[at..]).unwrap_or(1);
            at = self.skip_blanks(name.end);
            let is_name = self.own().get(at) == Some(&b':');
            if !is_name || !name_is(&self.own()[name.clone()], RECORDS) {
                continue;
            }
            self.found.malformed(name.start, &repeat::message(RECORDS));
            let list = self.skip_blanks(at + 1);
            if self.own().get(list) == Some(&b'[') {
                let end = self.records(list + 1, Some(DecodeError::CutShort))?;
                at = self.skip_blanks(end);
            }
        }
        Ok((at + 1).min(self.length))
    }

    /// Reads a list of records from `from` until it is closed; see [`Finder::list`].
    fn records(&mut self, from: usize, at_end: Option<DecodeError>) -> Walk {
        let before = self.found.ranges.len();
        let end = self.list(from, at_end);
        self.remove_other_services(before);
        end
    }

    /// Reads the elements of a list from `from` until it is closed, and those of lists in it. `at_end`
    /// is the error if the text ends first.
    fn list(&mut self, mut from: usize, at_end: Option<DecodeError>) -> Walk {
        let mut depth = 0_usize;
        loop {
            match json::split(&self.text[..self.length], from, &mut self.found.ranges) {
                SplitEnd::Closed(end) if depth > 0 => (from, depth) = (end, depth - 1),
                SplitEnd::Closed(end) => return Ok(end),
                SplitEnd::Stray(at) if self.own()[at] == b'[' => {
                    (from, depth) = (at + 1, depth + 1);
                }
                SplitEnd::End(end) => return at_end.map_or(Ok(end), |error| Err(Some(error))),
                _ if self.found.malformed.len() >= MOST_MALFORMED => {
                    return Err(Some(DecodeError::Hopeless));
                }
                SplitEnd::Open(start) => {
                    self.found.malformed(start, "the record is never closed");
                    from = next_record(self.own(), start + 1).ok_or(None)?;
                }
                SplitEnd::Stray(at) if self.own()[at..].starts_with(b"\"{") => {
                    let end = at + value::length(&self.own()[at..]).unwrap_or(1);
                    self.unwrap(at..end, Carrier::Records);
                    from = end;
                }
                SplitEnd::Stray(at) => {
                    self.found.malformed(at, "neither a record nor the end of the list");
                    let end = at + value::length(&self.own()[at..]).unwrap_or(1);
                    from = next_record(&self.own()[..end], at + 1).unwrap_or(end);
                }
            }
        }
    }

    /// Removes entries of other services from a list: S3 notifications, SQS messages and others also
    /// come in a list named `Records`.
    fn remove_other_services(&mut self, before: usize) {
        let Found { ranges, index, foreign, others, .. } = &mut *self.found;
        let text = self.text.as_slice();
        if ranges[before..].iter().all(|range| is_ordinary(&text[range.clone()])) {
            return;
        }
        for range in ranges.split_off(before) {
            let element = &text[range.clone()];
            let judged = if is_ordinary(element) { Some(true) } else { is_record(element) };
            // The search reports a broken record when it parses it.
            if judged == Some(true) || index.fill(element).is_err() {
                ranges.push(range);
            } else if judged.is_none() {
                *others += 1;
            } else {
                foreign.push(range.start);
            }
        }
    }

    /// Reads a list whose elements may be records, or documents around records.
    fn array(&mut self, from: usize) -> Walk {
        let kept = std::mem::take(&mut self.found.ranges);
        let end = self.list(from, Some(DecodeError::CutShort));
        let documents = std::mem::replace(&mut self.found.ranges, kept);
        for range in documents {
            if !self.classify(range.clone()) {
                // The search reports a broken record when it parses it.
                self.found.ranges.push(range);
            }
        }
        end
    }

    /// Classifies one document and adds its records; `false` if it is broken.
    pub(super) fn classify(&mut self, range: Range<usize>) -> bool {
        let text = &self.text[range.clone()];
        if is_ordinary(text) {
            self.found.ranges.push(range);
            return true;
        }
        if self.found.index.fill(text).is_err() {
            return false;
        }
        let document = Document { start: range.start, text, index: &self.found.index };
        let shape = document.shape();
        if !matches!(shape, Shape::Record)
            && let Some(name) = document.repeated()
        {
            let why = repeat::message(&name);
            self.found.malformed(range.start, &why);
        }
        match shape {
            Shape::Record => self.found.ranges.push(range),
            Shape::List(at) => drop(self.records(at, None)),
            Shape::Entries(entries) => entries.into_iter().for_each(|entry| self.entry(entry)),
            Shape::Digest => self.found.digests += 1,
            Shape::Other => self.found.others += 1,
            Shape::Foreign => self.found.foreign.push(range.start),
        }
        true
    }

    fn entry(&mut self, entry: Entry) {
        match entry {
            Entry::Object(range) => self.found.ranges.push(range),
            Entry::Text(string, carrier) => self.unwrap(string, carrier),
            Entry::Missing(offset, why) => self.found.malformed(offset, &why),
            Entry::Other => self.found.others += 1,
        }
    }

    /// Appends the record in a string to the text.
    pub(super) fn unwrap(&mut self, string: Range<usize>, carrier: Carrier) {
        let record = Value::new(&self.text[string.clone()]).text().into_owned();
        let blanks = record.len() - record.trim_start().len();
        if !record[blanks..].starts_with('{') {
            return match carrier {
                Carrier::Messages => self.found.others += 1,
                _ => self.found.malformed(string.start, "the text is not a JSON object"),
            };
        }
        let start = self.length + self.found.unwrapped;
        self.text.truncate(start);
        self.text.extend_from_slice(record.trim().as_bytes());
        let range = start..self.text.len();
        if let Some(records) = self.inner(range.clone(), string.start, carrier) {
            self.found.unwrapped += range.len();
            self.found.strings.push((start, string.start));
            self.found.ranges.push(records);
        }
    }

    /// The record in a document that was a string: the document itself, or the event in an envelope
    /// of EventBridge. A broken string is malformed here: a search could miss a
    /// truncated record because its text was cut off.
    fn inner(
        &mut self,
        range: Range<usize>,
        string: usize,
        carrier: Carrier,
    ) -> Option<Range<usize>> {
        let text = &self.text[range.clone()];
        if is_ordinary(text) && text.ends_with(b"}") {
            return Some(range);
        }
        if let Err(error) = self.found.index.fill(text) {
            self.found.malformed(string, &error.to_string());
            return None;
        }
        // In place of a record, other members do not make an envelope.
        if carrier == Carrier::Records && is_record(text) == Some(true) {
            return Some(range);
        }
        let document = Document { start: range.start, text, index: &self.found.index };
        let shape = document.shape();
        if !matches!(shape, Shape::Record)
            && let Some(name) = document.repeated()
        {
            let why = repeat::message(&name);
            self.found.malformed(string, &why);
            return None;
        }
        match shape {
            Shape::Record => return Some(range),
            Shape::Entries(entries) => {
                if let [Entry::Object(record)] = entries.as_slice() {
                    return Some(record.clone());
                }
            }
            _ => {}
        }
        match carrier {
            Carrier::Records => self.found.malformed(string, NO_RECORD),
            _ => self.found.others += 1,
        }
        None
    }
}
