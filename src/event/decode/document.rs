//! Classifies a JSON object as a document, and locates the records in it.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::Value;
use crate::event::json::{Index, repeat};
use crate::event::string::name_is;

/// Members that together occur only in CloudTrail records.
const MARKS: [&str; 6] =
    ["eventVersion", "eventID", "eventId", "eventName", "eventSource", "eventTime"];

/// What a document is.
pub(super) enum Shape {
    Record,
    /// A list of records begins at the offset.
    List(usize),
    /// An envelope with places for records.
    Entries(Vec<Entry>),
    Digest,
    /// Another service's message, test or event.
    Other,
    /// A document of some other kind.
    Foreign,
}

/// An entry of an envelope.
pub(super) enum Entry {
    /// A record as an object.
    Object(Range<usize>),
    /// A string that holds a document.
    Text(Range<usize>, Carrier),
    /// A missing record: the offset, and why.
    Missing(usize, Cow<'static, str>),
    /// Another service's entry.
    Other,
}

/// What the strings in an envelope contain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// Each is a record.
    Records,
    /// Each is a JSON document, perhaps of another service.
    Documents,
    /// Each is any text.
    Messages,
}

/// A valid object somewhere in the text.
#[derive(Clone, Copy)]
pub(super) struct Document<'t> {
    pub(super) start: usize,
    pub(super) text: &'t [u8],
    pub(super) index: &'t Index,
}

impl<'t> Document<'t> {
    fn get(&self, name: &str) -> Option<Value<'t>> {
        self.index.get(self.text, name).map(Value::new)
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn list(&self, name: &str) -> Option<Value<'t>> {
        self.get(name).filter(|value| value.is_array())
    }

    /// The range of a value of this document in the whole text.
    fn place(&self, value: Value<'t>) -> Range<usize> {
        let part = value.written();
        let start = self.start + (part.as_ptr() as usize - self.text.as_ptr() as usize);
        start..start + part.len()
    }

    /// Classifies a document by its members: CloudTrail's own first, then the envelopes.
    pub(super) fn shape(&self) -> Shape {
        if self.has("digestS3Object") && self.has("logFiles") {
            return Shape::Digest;
        }
        if let Some(list) = self.list("Records") {
            return Shape::List(self.place(list).start + 1);
        }
        self.envelope().unwrap_or_else(|| self.alone())
    }

    /// The envelopes with many records.
    fn envelope(&self) -> Option<Shape> {
        let entries = |list: Value<'t>| list.elements().map(|element| self.entry(element));
        // LookupEvents; FilterLogEvents and GetLogEvents of CloudWatch Logs.
        if let Some(list) = self.list("Events").or_else(|| self.list("events")) {
            let found: Option<Vec<Entry>> = entries(list).collect();
            // The list is LookupEvents or log events if one element is; others are incomplete then.
            let is_known = found.is_some() || entries(list).any(|entry| entry.is_some());
            let entry = |element| self.entry(element).unwrap_or_else(|| self.missing(element));
            return is_known.then(|| Shape::Entries(list.elements().map(entry).collect()));
        }
        // A subscription of CloudWatch Logs.
        if let Some(kind) = self.get("messageType")
            && let Some(list) = self.list("logEvents")
        {
            if kind.text_is("CONTROL_MESSAGE") {
                return Some(Shape::Other);
            }
            let entry = |element: Value<'t>| {
                if let Some(name) = repeat::repeated_within(element) {
                    return Entry::Missing(
                        self.place(element).start,
                        repeat::message(&name).into(),
                    );
                }
                match element.member("message") {
                    Some(message) => self.holder(message, Carrier::Documents),
                    None => self.missing(element),
                }
            };
            return Some(Shape::Entries(list.elements().map(entry).collect()));
        }
        // A query of CloudWatch Logs Insights.
        if let Some(rows) = self.list("results")
            && (self.has("statistics") || self.has("status"))
        {
            return Some(Shape::Entries(rows.elements().map(|row| self.row(row)).collect()));
        }
        None
    }

    /// A document with at most one record.
    fn alone(&self) -> Shape {
        let whole = Value::new(self.text);
        if let Some(kind) = self.get("detail-type") {
            return self.detail(kind);
        }
        if let Some(entry) = self.entry(whole) {
            return match entry {
                Entry::Object(range) if range.start == self.start => Shape::Record,
                entry => Shape::Entries(vec![entry]),
            };
        }
        // SNS, which may carry an EventBridge event; the S3 test event; CloudTrail's own log file
        // notification.
        if self.has("TopicArn")
            && self.has("Type")
            && let Some(message) = self.get("Message")
        {
            return Shape::Entries(vec![self.holder(message, Carrier::Messages)]);
        }
        let is_test = self.get("Event").is_some_and(|event| event.text_is("s3:TestEvent"));
        if is_test || (self.has("s3Bucket") && self.has("s3ObjectKey")) {
            return Shape::Other;
        }
        Shape::Foreign
    }

    /// A duplicate name in the document: then its shape cannot be trusted.
    pub(super) fn repeated(&self) -> Option<Cow<'t, str>> {
        self.index.repeated(self.text)
    }

    /// The entry in one element of an envelope; `None` if it is of no known kind. Records are checked
    /// when they are parsed; what surrounds them is checked here.
    fn entry(&self, element: Value<'t>) -> Option<Entry> {
        let place = self.place(element);
        match self.unchecked_entry(element) {
            Some(Entry::Object(range)) if range == place => Some(Entry::Object(range)),
            None => None,
            entry => match repeat::repeated(element.members().map(|(name, _)| name)) {
                Some(name) => Some(Entry::Missing(place.start, repeat::message(&name).into())),
                None => entry,
            },
        }
    }

    fn unchecked_entry(&self, element: Value<'t>) -> Option<Entry> {
        if let Some(record) = element.member("CloudTrailEvent") {
            return Some(self.holder(record, Carrier::Records));
        }
        if let Some(message) = element.member("@message") {
            return Some(self.holder(message, Carrier::Documents));
        }
        let is_logged = ["timestamp", "ingestionTime", "logStreamName"];
        if is_logged.iter().any(|name| element.member(name).is_some())
            && let Some(message) = element.member("message")
        {
            return Some(self.holder(message, Carrier::Documents));
        }
        if is_of_other_service(element) {
            return Some(Entry::Other);
        }
        if marks(element).next().is_some() {
            return Some(Entry::Object(self.place(element)));
        }
        // LookupEvents without its record.
        (element.member("EventId").is_some() || element.member("EventName").is_some())
            .then(|| self.missing(element))
    }

    /// The record in a value: a string or an object.
    fn holder(&self, value: Value<'t>, carrier: Carrier) -> Entry {
        if value.is_string() {
            return Entry::Text(self.place(value), carrier);
        }
        if value.is_object() && is_of_other_service(value) {
            return Entry::Other;
        }
        if value.is_object() && marks(value).next().is_some() {
            return Entry::Object(self.place(value));
        }
        if value.is_object() && carrier != Carrier::Records {
            return Entry::Other;
        }
        self.missing(value)
    }

    fn missing(&self, element: Value<'t>) -> Entry {
        Entry::Missing(self.place(element).start, "the entry holds no CloudTrail record".into())
    }

    /// A row of a query: a list of fields.
    fn row(&self, row: Value<'t>) -> Entry {
        let is_message =
            |field: &Value<'t>| field.member("field").is_some_and(|name| name.text_is("@message"));
        let mut messages = row.elements().filter(is_message);
        let missing = |why| Entry::Missing(self.place(row).start, why);
        if let Some(name) = repeat::repeated_within(row) {
            return missing(repeat::message(&name).into());
        }
        match (messages.next().and_then(|field| field.member("value")), messages.next()) {
            (Some(_), Some(_)) => missing("the row has two fields @message".into()),
            (Some(message), None) => self.holder(message, Carrier::Documents),
            (None, _) => {
                missing("the row has no @message: add @message to the query's fields".into())
            }
        }
    }

    /// The record in an envelope of EventBridge.
    fn detail(&self, kind: Value<'t>) -> Shape {
        let is_own = kind.text().ends_with("via CloudTrail");
        let detail = self.get("detail").filter(|detail| {
            detail.member("eventVersion").is_some() || (is_own && marks(*detail).next().is_some())
        });
        match detail {
            Some(detail) => Shape::Entries(vec![Entry::Object(self.place(detail))]),
            None if is_own => Shape::Entries(vec![self.missing(Value::new(self.text))]),
            None => Shape::Other,
        }
    }
}

fn marks(value: Value<'_>) -> impl Iterator<Item = &'static str> + use<'_> {
    MARKS.into_iter().filter(move |name| value.member(name).is_some())
}

/// Whether an object has enough members of a CloudTrail record to be one.
pub(super) fn looks_like_record(object: &[u8]) -> bool {
    marks(Value::new(object)).nth(2).is_some()
}

/// Whether an element of a list called `Records` is a record; `None` if it is another service's.
pub(super) fn is_record(element: &[u8]) -> Option<bool> {
    let element = Value::new(element);
    if is_of_other_service(element) { None } else { Some(marks(element).next().is_some()) }
}

/// Whether another service wrote this. The source of S3, SQS, SNS, Kinesis and others is `aws:s3` and
/// the like; CloudTrail's is a host name. An element with both kinds of source is a malformed record.
fn is_of_other_service(element: Value<'_>) -> bool {
    let is_source = |name| name_is(name, "eventSource") || name_is(name, "EventSource");
    let mut sources = element.members().filter(|(name, _)| is_source(name)).peekable();
    sources.peek().is_some() && sources.all(|(_, source)| source.written().contains(&b':'))
}

/// Whether the text begins like a CloudTrail record and needs no further check: with a version of two
/// digits after the dot, which no other service has, and the caller.
pub(super) fn is_ordinary(text: &[u8]) -> bool {
    const OPENING: &[u8] = br#"{"eventVersion":"1."#;
    const CALLER: &[u8] = br#"","userIdentity":"#;
    if let Some(rest) = text.strip_prefix(OPENING)
        && let Some(([b'0'..=b'9', b'0'..=b'9'], rest)) = rest.split_first_chunk::<2>()
        && rest.starts_with(CALLER)
    {
        return true;
    }
    // The same with white space between the tokens.
    if !matches!(text, [b'{', b' ' | b'\t' | b'\r' | b'\n', ..]) {
        return false;
    }
    let mut members = Value::new(text).members();
    let Some((b"\"eventVersion\"", version)) = members.next() else { return false };
    let is_own = matches!(version.written(), [b'"', b'1', b'.', b'0'..=b'9', b'0'..=b'9', b'"']);
    is_own && matches!(members.next(), Some((b"\"userIdentity\"", _)))
}

/// Where the elements of `{"Records":[…]}` begin, if such a document begins at `at`.
pub(super) fn records_list(text: &[u8], at: usize) -> Option<usize> {
    let mut rest = text.get(at..)?;
    for token in [b"{".as_slice(), b"\"Records\"", b":", b"["] {
        rest = rest.strip_prefix(token)?.trim_ascii_start();
    }
    Some(text.len() - rest.len())
}
