//! The fields that `ct` computes from a record: each has its one definition here.
//!
//! Their names and types are in [`super::schema`]. A field whose parts are missing, `null` or empty
//! has no value.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::identity::Identity;
use super::schema::Derived;
use super::target::{Arns, target};
use super::{Event, Value, place, service};
use crate::geo::Fact;

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A value as written in the record.
    Json(Value<'a>),
    /// Computed text, never empty.
    Text(Cow<'a, str>),
    /// A computed number.
    Integer(u32),
    /// A computed truth value.
    Boolean(bool),
}

impl<'a> Cell<'a> {
    /// A JSON string decoded, any other JSON value as written; a computed value as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Json(value) => value.text(),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
        }
    }

    /// The same for a line of output: an object or array of `event` stands on one line.
    pub fn into_line(self, event: &Event<'a>) -> Cow<'a, str> {
        match self {
            Self::Json(value) => event.line(value),
            Self::Text(text) => text,
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
        }
    }

    /// Whether it is text, and so no number even if it looks like one.
    pub fn is_text(&self) -> bool {
        match self {
            Self::Json(value) => value.is_string(),
            Self::Text(_) => true,
            Self::Integer(_) | Self::Boolean(_) => false,
        }
    }

    /// A number, or text that holds one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Json(value) => value.number(),
            Self::Text(text) => text.parse().ok(),
            Self::Integer(number) => Some(f64::from(*number)),
            Self::Boolean(_) => None,
        }
    }
}

impl Derived {
    /// Whether `test` holds for one of the field's values.
    pub fn any(self, event: &Event<'_>, test: &mut dyn FnMut(&Cell<'_>) -> bool) -> bool {
        match self {
            Self::Resource => arns(event).any(|arn| test(&Cell::Json(arn))),
            Self::Network => {
                let addresses = event.text("sourceIPAddress");
                let mut networks = addresses.split(',').filter_map(network);
                networks.any(|network| test(&Cell::Text(Cow::Owned(network))))
            }
            _ => self.first(event).is_some_and(|cell| test(&cell)),
        }
    }

    /// The first of the field's values.
    pub fn first<'a>(self, event: &Event<'a>) -> Option<Cell<'a>> {
        let text = match self {
            Self::Principal => Identity::new(event)?.principal(),
            Self::Caller => Identity::new(event)?.caller(),
            Self::Role => Identity::new(event)?.role()?,
            Self::Account => event.account(),
            Self::Service => part(event.text("eventSource"), service),
            Self::Resource => return arns(event).next().map(Cell::Json),
            Self::Target => Cow::Owned(target(event, Arns::Whole)),
            Self::Object => Cow::Borrowed(event.object()),
            Self::Outcome => Cow::Borrowed(event.sign_in_outcome()?),
            Self::IsError => return Some(Cell::Boolean(event.is_error())),
            Self::IsReadOnly => return event.get("readOnly")?.truth().map(Cell::Boolean),
            Self::Mfa => return Identity::new(event)?.mfa().map(Cell::Boolean),
            Self::Date => Cow::Owned(time(event)?.date().to_string()),
            Self::Hour => return number(time(event)?.hour()),
            Self::Weekday => return number(time(event)?.weekday().to_monday_one_offset()),
            Self::Network => {
                let text = event.text("sourceIPAddress");
                Cow::Owned(text.split(',').find_map(network)?)
            }
            Self::Geo(Fact::Asn) => return place::asn(event).map(Cell::Integer),
            Self::Geo(fact) => place::text(event, fact)?,
        };
        (!text.is_empty()).then_some(Cell::Text(text))
    }

    /// The field's values as one line of text, with `, ` between them; empty if it has none.
    pub fn line<'a>(self, event: &Event<'a>) -> Cow<'a, str> {
        let first = self.first(event).map(|cell| cell.into_line(event)).unwrap_or_default();
        if self != Self::Resource {
            return first;
        }
        let mut line = first;
        for arn in arns(event).skip(1) {
            let line = line.to_mut();
            line.push_str(", ");
            line.push_str(&event.line(arn));
        }
        line
    }
}

/// The part of a text that `cut` takes, without a copy where the text has none.
fn part(text: Cow<'_, str>, cut: fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(cut(text)),
        Cow::Owned(text) => Cow::Owned(cut(&text).to_owned()),
    }
}

/// The ARNs of `resources[]`, every one of a member that occurs twice.
pub(super) fn arns<'a>(event: &Event<'a>) -> impl Iterator<Item = Value<'a>> {
    let entries = event.get("resources").into_iter().flat_map(Value::elements);
    let arns = entries.flat_map(|entry| entry.all_members("ARN"));
    arns.filter(|arn| !arn.text().is_empty())
}

/// The event's time in UTC.
fn time(event: &Event<'_>) -> Option<DateTime> {
    event.time().map(|time| Offset::UTC.to_datetime(time))
}

/// A number of the calendar, none of which is negative.
fn number<'a>(number: i8) -> Option<Cell<'a>> {
    u32::try_from(number).ok().map(Cell::Integer)
}

/// The network of an address: its first 24 bits of IPv4, 64 of IPv6. `None` of other text. An IPv4
/// address that is written as an IPv6 one is IPv4.
fn network(address: &str) -> Option<String> {
    match address.trim().parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            Some(format!("{}/24", Ipv4Addr::new(a, b, c, 0)))
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Some(format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
        }
    }
}

#[cfg(test)]
mod tests;
