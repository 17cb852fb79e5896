//! One CloudTrail event, read once and never copied.
//!
//! The only code in the crate that parses a record. Knows no AWS SDK, no command line, no files,
//! no clock and no terminal: bytes come in, [`Event`]s come out. Facts about the format are from
//! "CloudTrail record contents" in the AWS CloudTrail User Guide.

pub mod archive;
pub mod column;
pub mod decode;
pub mod derived;
pub mod error;
pub mod field;
pub mod identity;
pub mod inflate;
pub mod insight;
pub mod json;
pub mod key;
mod place;
pub mod schema;
pub mod string;
pub mod target;
pub mod time;
pub mod value;

use std::borrow::Cow;

use jiff::Timestamp;

use crate::geo::Geo;
use identity::Identity;
use json::{Index, Known, repeat};
pub use value::Value;

/// A record that was checked to be one valid JSON object, borrowed from the inflated object.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    raw: &'a [u8],
    index: &'a Index,
    object: &'a str,
    geo: Option<&'a Geo>,
}

impl<'a> Event<'a> {
    /// Reads a record.
    ///
    /// `index` is scratch space that is kept from one event to the next, so that reading
    /// allocates nothing.
    ///
    /// # Errors
    /// The record is not one valid JSON object, or has one of its members twice.
    pub fn parse(raw: &'a [u8], index: &'a mut Index) -> Result<Self, serde_json::Error> {
        index.fill(raw)?;
        match index.repeated(raw) {
            Some(name) => Err(serde::de::Error::custom(repeat::message(&name))),
            None => Ok(Self { raw, index, object: "", geo: None }),
        }
    }

    /// The event as one of the log object with this name.
    pub fn in_object(self, object: &'a str) -> Self {
        Self { object, ..self }
    }

    /// The name of the log object that holds the event; empty if it is not known.
    pub fn object(&self) -> &'a str {
        self.object
    }

    /// The event with the databases that say where its address is.
    pub fn with_geo(self, geo: Option<&'a Geo>) -> Self {
        Self { geo, ..self }
    }

    /// The databases that say where its address is.
    pub fn geo(&self) -> Option<&'a Geo> {
        self.geo
    }

    /// Checks that nothing in the caller's identity occurs twice. Not a part of parsing, because
    /// few searches look at the identity of every event.
    ///
    /// # Errors
    /// A member occurs twice.
    pub fn check_identity(&self) -> Result<(), serde_json::Error> {
        let Some(identity) = self.get("userIdentity") else { return Ok(()) };
        match self.known_identity(identity).repeated() {
            Some(name) => {
                Err(serde::de::Error::custom(format!("in userIdentity, {}", repeat::message(name))))
            }
            None => Ok(()),
        }
    }

    /// What is known of `userIdentity`, whose value is given.
    fn known_identity(&self, identity: Value<'a>) -> &'a Known {
        self.index.known(self.raw, identity.written())
    }

    /// Whether the record holds no white space between its tokens, and so no line break.
    pub fn is_compact(&self) -> bool {
        self.index.is_compact()
    }

    /// A value of the record without white space between its tokens, whatever the record's layout.
    pub fn on_one_line(&self, value: Value<'a>) -> Cow<'a, [u8]> {
        if self.is_compact() { Cow::Borrowed(value.written()) } else { value.compact() }
    }

    /// [`Value::text`], but an object or array is on one line.
    pub fn line(&self, value: Value<'a>) -> Cow<'a, str> {
        if !value.is_object() && !value.is_array() {
            return value.text();
        }
        match self.on_one_line(value) {
            Cow::Borrowed(text) => String::from_utf8_lossy(text),
            Cow::Owned(text) => Cow::Owned(String::from_utf8_lossy(&text).into_owned()),
        }
    }

    /// Byte for byte what CloudTrail wrote.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The top-level field with this name, `null` included.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "nearly all names are constants: see `Index::get`")]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.index.get(self.raw, name).map(Value::new)
    }

    /// The text of a top-level field; empty if it is missing or `null`.
    pub fn text(&self, name: &str) -> Cow<'a, str> {
        self.get(name).map(Value::text).unwrap_or_default()
    }

    /// `eventName`: the API that was called. Empty for Insights and aggregated events.
    pub fn name(&self) -> Cow<'a, str> {
        self.text("eventName")
    }

    /// `eventSource`: which service, such as `s3.amazonaws.com`.
    pub fn source(&self) -> Cow<'a, str> {
        self.text("eventSource")
    }

    /// When it happened: `eventTime`, or the start of the window of an aggregated event.
    pub fn time(&self) -> Option<Timestamp> {
        let time = self.get("eventTime");
        if let Some(time) = time.and_then(Value::plain).and_then(time::canonical) {
            return Some(time);
        }
        let time = time.map(Value::text).filter(|time| !time.is_empty());
        let start = || Some(self.get("timeWindow")?.member("windowStart")?.text());
        let time = time.or_else(start)?;
        time::event_time(&time).or_else(|| time::rewritten_event_time(&time))
    }

    /// `eventID`; aggregated events spell it `eventId`.
    pub fn id(&self) -> Cow<'a, str> {
        let id = self.get("eventID").or_else(|| self.get("eventId"));
        id.map(Value::text).unwrap_or_default()
    }

    /// The account that received the event: `recipientAccountId`, `accountId` of an aggregated
    /// event, or else the account of the caller or of the role it used.
    pub fn account(&self) -> Cow<'a, str> {
        let present = |value: Option<Value<'a>>| value.map(Value::text).filter(|t| !t.is_empty());
        present(self.get("recipientAccountId"))
            .or_else(|| present(self.get("accountId")))
            .or_else(|| Identity::new(self)?.account())
            .unwrap_or_default()
    }

    /// `eventCategory`; for records before version 1.07, derived from `managementEvent`.
    pub fn category(&self) -> Cow<'a, str> {
        if let Some(category) = self.get("eventCategory") {
            return category.text();
        }
        let management = self.get("managementEvent").and_then(Value::truth);
        Cow::Borrowed(if management == Some(false) { "Data" } else { "Management" })
    }
}

/// `s3` of the source `s3.amazonaws.com`, and in China of `s3.amazonaws.com.cn`.
pub fn service(source: &str) -> &str {
    source.trim_end_matches(".cn").trim_end_matches(".amazonaws.com")
}

#[cfg(test)]
mod tests;
