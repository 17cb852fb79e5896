//! One condition on an event, each the meaning of one flag.

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::expression::Expression;
use super::needle::{self, Needle};
use super::pattern::{Pattern, PatternError, SourceAddress, call, is_service};
use crate::event::column::Column;
use crate::event::error::SIGNS;
use crate::event::identity::{Identity, any_part_of_arn};
use crate::event::insight::Insight;
use crate::event::time::Range;
use crate::event::{Event, Value};

/// A condition; those with several values hold if one of the values does.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A top-level field that is compared as it is: `eventName`, `errorCode`, `userAgent` … Of an
    /// Insight event, what its details say under that name.
    Field(&'static str, Vec<Pattern>),
    /// `eventSource`, whole or without `.amazonaws.com`.
    Source(Vec<Pattern>),
    /// Any of the caller's names. Of an Insight event, the principals that it is attributed to.
    User(Vec<Pattern>),
    /// The account that received the event.
    Account(Vec<Pattern>),
    /// `awsRegion`.
    Region(Vec<Pattern>),
    /// `sourceIPAddress`, or any of several addresses in it.
    SourceIp(Vec<SourceAddress>),
    /// `userIdentity.accessKeyId`.
    AccessKey(Vec<Pattern>),
    /// An ARN among `resources`, or any string in `requestParameters` or `responseElements`; of an
    /// ARN also what it ends in.
    Resource(Vec<Pattern>),
    /// `eventID`, or `eventId` of an aggregated event.
    Id(Vec<Pattern>),
    /// `eventCategory`, derived for old records.
    Category(Vec<Pattern>),
    /// The call failed.
    Error,
    /// `readOnly`: `true`, or anything else. A record that does not say may be a write.
    ReadOnly(bool),
    /// When it happened. An event whose time cannot be read is kept: nothing rules it out.
    Time(Range),
    /// Text anywhere in the record as written.
    Text(Vec<Text>),
    /// `--where`.
    Where(Expression),
    /// `--exclude`.
    Exclude(Expression),
    /// All conditions of one of the groups: `s3:DeleteBucket` beside `CreateUser`.
    Any(Vec<Vec<Condition>>),
}

/// Text to find in a record as written, escapes and all.
#[derive(Clone, Debug)]
pub enum Text {
    /// These bytes.
    Literal(Box<Finder<'static>>),
    /// A regular expression.
    Regex(Regex),
}

impl Text {
    /// These bytes, wherever they occur.
    pub fn literal(text: &str) -> Self {
        Self::Literal(Box::new(Finder::new(text).into_owned()))
    }

    fn occurs(&self, text: &[u8]) -> bool {
        match self {
            Self::Literal(finder) => finder.find(text).is_some(),
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

impl Condition {
    /// Conditions for names of APIs, each alone or after its service: `s3:DeleteBucket`.
    ///
    /// # Errors
    /// A name is missing or no well-formed glob.
    pub fn of_calls(values: &[String]) -> Result<Vec<Self>, PatternError> {
        let (mut names, mut groups) = (Vec::new(), Vec::new());
        for value in values {
            let (service, name) = call(value)?;
            match service {
                Some(service) => groups.push(vec![
                    Self::Source(vec![Pattern::name(service)?]),
                    Self::Field("eventName", vec![Pattern::name(name)?]),
                ]),
                None => names.push(Pattern::name(name)?),
            }
        }
        if !names.is_empty() {
            groups.push(vec![Self::Field("eventName", names)]);
        }
        Ok(if groups.len() == 1 { groups.remove(0) } else { vec![Self::Any(groups)] })
    }

    /// Whether the condition holds for the event.
    pub fn matches(&self, event: &Event<'_>) -> bool {
        match self {
            Self::Field(name, patterns) => match present(event, name) {
                None => insight(event, name, &mut |text| any(patterns, text)),
                value => field(value, patterns),
            },
            Self::Source(patterns) => source(event, patterns),
            Self::User(patterns) => user(event, &mut |name| any(patterns, name)),
            Self::Account(patterns) => any(patterns, &event.account()),
            Self::Region(patterns) => field(event.get("awsRegion"), patterns),
            Self::SourceIp(places) => {
                let text = event.text("sourceIPAddress");
                places.iter().any(|place| place.matches_source(&text))
            }
            Self::AccessKey(patterns) => {
                let caller = event.get("userIdentity");
                field(caller.and_then(|caller| caller.member("accessKeyId")), patterns)
            }
            Self::Resource(patterns) => resource(event, patterns),
            Self::Id(patterns) => any(patterns, &event.id()),
            Self::Category(patterns) => any(patterns, &event.category()),
            Self::Error => event.is_error(),
            Self::ReadOnly(wanted) => {
                let read = event.get("readOnly").and_then(Value::truth) == Some(true);
                read == *wanted
            }
            Self::Time(range) => event.time().is_none_or(|time| range.contains(time)),
            Self::Text(texts) => texts.iter().any(|text| text.occurs(event.raw())),
            Self::Where(expression) => expression.holds(event),
            Self::Exclude(expression) => !expression.holds(event),
            Self::Any(groups) => {
                groups.iter().any(|group| group.iter().all(|condition| condition.matches(event)))
            }
        }
    }

    /// Whether the condition may hold for a record, going by its text. Only text conditions are
    /// decided here; the others have their needles.
    pub(super) fn matches_text(&self, record: &[u8]) -> bool {
        match self {
            Self::Text(texts) => texts.iter().any(|text| text.occurs(record)),
            _ => true,
        }
    }

    /// Whether the condition may hold for one of the records in `text`. A regular expression may
    /// be anchored to its record, so it says nothing about many.
    pub(super) fn may_match_text(&self, text: &[u8]) -> bool {
        match self {
            Self::Text(texts) => texts.iter().any(|any| match any {
                Text::Literal(_) => any.occurs(text),
                Text::Regex(_) => true,
            }),
            _ => true,
        }
    }

    /// Whether the condition takes one value for a member of the caller's identity. A path of
    /// `--where` tests all values that there are.
    pub(super) fn reads_identity(&self) -> bool {
        match self {
            Self::User(_) | Self::Account(_) | Self::AccessKey(_) => true,
            Self::Where(expression) | Self::Exclude(expression) => expression.reads_identity(),
            _ => false,
        }
    }

    /// The columns that an expression tests.
    pub(super) fn columns(&self) -> Vec<&Column> {
        match self {
            Self::Where(expression) | Self::Exclude(expression) => expression.columns(),
            _ => Vec::new(),
        }
    }

    /// Whether the condition is about the text of the record.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// The one piece of text that a record must hold as written.
    pub(super) fn literal(&self) -> Option<&[u8]> {
        match self {
            Self::Text(texts) => match texts.as_slice() {
                [Text::Literal(finder)] => Some(finder.needle()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Sets of needles: of each set one must occur in any record that matches.
    pub(super) fn needles(&self) -> Vec<Vec<Needle>> {
        let each = |patterns: &[Pattern], needle: fn(&Pattern) -> Option<Needle>| {
            let all = patterns.iter().map(needle).collect();
            Option::into_iter(all).collect::<Vec<Vec<Needle>>>()
        };
        let values = |patterns: &[Pattern]| each(patterns, Needle::of_pattern);
        match self {
            Self::Field(_, patterns) => each(patterns, Needle::of_string),
            Self::Source(patterns) => each(patterns, Needle::of_start),
            Self::Region(patterns)
            | Self::AccessKey(patterns)
            | Self::Id(patterns)
            | Self::Resource(patterns)
            | Self::Account(patterns) => values(patterns),
            // The caller is also called root where the record only says Root.
            Self::User(patterns) if !any(patterns, "root") => values(patterns),
            Self::SourceIp(places) => Needle::of_places(places).into_iter().collect(),
            Self::Error => {
                Option::into_iter(SIGNS.into_iter().map(Needle::of_end).collect()).collect()
            }
            Self::Where(expression) => expression.needles(),
            Self::Any(groups) => {
                let needles = |group: &Vec<Self>| group.iter().flat_map(Self::needles).collect();
                Option::into_iter(needle::either(groups.iter().map(needles))).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn any(patterns: &[Pattern], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(text))
}

fn field(value: Option<Value<'_>>, patterns: &[Pattern]) -> bool {
    value.is_some_and(|value| patterns.iter().any(|pattern| pattern.matches_value(value)))
}

fn present<'a>(event: &Event<'a>, name: &str) -> Option<Value<'a>> {
    event.get(name).filter(|value| !value.is_null())
}

/// Whether `test` holds for what an Insight event says under this name. Other events have these
/// fields at their top level.
fn insight(event: &Event<'_>, name: &str, test: &mut dyn FnMut(&str) -> bool) -> bool {
    Insight::new(event).is_some_and(|insight| insight.any_value(name, test))
}

fn user(event: &Event<'_>, test: &mut dyn FnMut(&str) -> bool) -> bool {
    Identity::new(event).is_some_and(|caller| caller.any_name(test))
        || insight(event, "userIdentityArn", &mut |arn| any_part_of_arn(arn, test))
}

fn source(event: &Event<'_>, patterns: &[Pattern]) -> bool {
    match present(event, "eventSource") {
        None => insight(event, "eventSource", &mut |source| is_service(source, patterns)),
        Some(source) => is_service(&source.text(), patterns),
    }
}

/// An ARN or its prefix among `resources`, or a string anywhere in the request or the response,
/// such as a bucket's name or the id of an instance that the call created.
fn resource(event: &Event<'_>, patterns: &[Pattern]) -> bool {
    let listed = |value: Value<'_>| {
        value.elements().any(|resource| {
            let mut arns = ["ARN", "ARNPrefix"].iter().flat_map(|name| resource.all_members(name));
            arns.any(|arn| is_named(arn, patterns))
        })
    };
    event.get("resources").is_some_and(listed)
        || ["requestParameters", "responseElements"]
            .iter()
            .filter_map(|name| event.get(name))
            .any(|value| value.strings().any(|string| is_named(string, patterns)))
}

/// Whether a string is, or as an ARN ends in, what is meant: `instance/i-1` and `i-1` of
/// `arn:aws:ec2:eu-west-1:111122223333:instance/i-1`.
fn is_named(string: Value<'_>, patterns: &[Pattern]) -> bool {
    if field(Some(string), patterns) {
        return true;
    }
    let text = string.text();
    let is_arn = text.starts_with("arn:");
    is_arn && text.match_indices([':', '/']).any(|(at, _)| any(patterns, &text[at + 1..]))
}
