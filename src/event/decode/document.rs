//! What kind of document a JSON object is, and where the records in it stand.

use std::ops::Range;

use memchr::memmem;

use crate::event::Value;
use crate::event::json::Index;

/// What a document is.
pub(super) enum Shape {
    Record,
    /// An envelope of EventBridge: the record stands at the range.
    Detail(Range<usize>),
    /// A list of records begins at the offset.
    List(usize),
    /// Strings, each of which holds a record.
    Strings(Vec<Range<usize>>),
    Digest,
    Foreign,
}

/// A sound object somewhere in the text.
pub(super) struct Document<'t> {
    pub(super) start: usize,
    pub(super) text: &'t [u8],
    pub(super) index: &'t Index,
}

impl<'t> Document<'t> {
    fn get(&self, name: &str) -> Option<(Range<usize>, Value<'t>)> {
        let value = self.index.get(self.text, name)?;
        let start = self.start + (value.as_ptr() as usize - self.text.as_ptr() as usize);
        Some((start..start + value.len(), Value::new(value)))
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Tells documents apart by their members: CloudTrail's own first, then the envelopes.
    pub(super) fn shape(&self) -> Shape {
        if self.has("digestS3Object") && self.has("logFiles") {
            return Shape::Digest;
        }
        if let Some((range, list)) = self.get("Records")
            && list.is_array()
        {
            return Shape::List(range.start + 1);
        }
        // LookupEvents, whole or one event of it.
        if let Some((range, events)) = self.get("Events")
            && events.is_array()
        {
            return Self::strings(range.start, events, "CloudTrailEvent");
        }
        if let Some((range, _)) = self.get("CloudTrailEvent") {
            return Shape::Strings(vec![range]);
        }
        // A subscription of CloudWatch Logs.
        if let Some((range, events)) = self.get("logEvents")
            && self.has("messageType")
        {
            return Self::strings(range.start, events, "message");
        }
        if self.has("detail-type") {
            return self.detail();
        }
        let record = ["eventVersion", "eventID", "eventId", "eventName", "eventSource"];
        if record.iter().any(|name| self.has(name)) { Shape::Record } else { Shape::Foreign }
    }

    /// Where the strings of this name stand in the elements of a list that begins at `start`.
    fn strings(start: usize, list: Value<'t>, name: &str) -> Shape {
        let list_at = list.written().as_ptr() as usize;
        let place = |value: Value<'_>| {
            let at = start + (value.written().as_ptr() as usize - list_at);
            at..at + value.written().len()
        };
        Shape::Strings(list.elements().filter_map(|e| e.member(name)).map(place).collect())
    }

    /// The record in an EventBridge envelope, unless the event is not one of CloudTrail's.
    fn detail(&self) -> Shape {
        match self.get("detail") {
            Some((range, detail)) if detail.member("eventVersion").is_some() => {
                Shape::Detail(range)
            }
            _ => Shape::Foreign,
        }
    }
}

/// Where the elements of `{"Records":[…]}` begin, if such a document begins at `at`.
pub(super) fn records_list(text: &[u8], at: usize) -> Option<usize> {
    let mut rest = text.get(at..)?;
    for token in [b"{".as_slice(), b"\"Records\"", b":", b"["] {
        rest = rest.strip_prefix(token)?.trim_ascii_start();
    }
    Some(text.len() - rest.len())
}

/// The next place from `from` on where something begins as records do: `{"eventVersion"`.
pub(super) fn next_record(text: &[u8], from: usize) -> Option<usize> {
    let mut names = memmem::find_iter(text.get(from..)?, b"\"eventVersion\"");
    let brace = |name: usize| {
        let before = text[from..from + name].trim_ascii_end();
        before.ends_with(b"{").then(|| from + before.len() - 1)
    };
    names.find_map(brace)
}
