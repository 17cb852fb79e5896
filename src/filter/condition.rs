//! One condition on an event, each the meaning of one flag.

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::expression::Expression;
use super::needle::{self, Needle};
use super::pattern::{Pattern, PatternError, Place, call};
use crate::event::identity::Identity;
use crate::event::time::Range;
use crate::event::{Event, Value};

/// A condition; those with several values hold if one of the values does.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A top-level field that is compared as it is: `eventName`, `errorCode`, `userAgent` …
    Field(&'static str, Vec<Pattern>),
    /// `eventSource`, whole or without `.amazonaws.com`.
    Source(Vec<Pattern>),
    /// Any of the caller's names.
    User(Vec<Pattern>),
    /// The account that received the event.
    Account(Vec<Pattern>),
    /// `awsRegion`.
    Region(Vec<Pattern>),
    /// `sourceIPAddress`.
    SourceIp(Vec<Place>),
    /// `userIdentity.accessKeyId`.
    AccessKey(Vec<Pattern>),
    /// An ARN among `resources`, or what it ends in, or a request parameter.
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
    /// Conditions for names of APIs, each alone or behind its service: `s3:DeleteBucket`.
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
            Self::Field(name, patterns) => field(event.get(name), patterns),
            Self::Source(patterns) => is_service(&event.source(), patterns),
            Self::User(patterns) => Identity::of(event)
                .is_some_and(|caller| caller.any_name(&mut |name| any(patterns, name))),
            Self::Account(patterns) => any(patterns, &event.account()),
            Self::Region(patterns) => field(event.get("awsRegion"), patterns),
            Self::SourceIp(places) => {
                let text = event.text("sourceIPAddress");
                places.iter().any(|place| place.matches(&text))
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
        let names = |names: &[&str]| names.iter().map(|name| Needle::of_name(name)).collect();
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
            Self::SourceIp(places) => {
                Option::into_iter(places.iter().map(Needle::of_place).collect()).collect()
            }
            Self::Error => Option::into_iter(names(&["errorCode", "errorMessage"])).collect(),
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

/// `s3` for `s3.amazonaws.com`, and in China `s3.amazonaws.com.cn`.
pub(super) fn service_name(source: &str) -> &str {
    source.trim_end_matches(".cn").trim_end_matches(".amazonaws.com")
}

/// Whether a service is one of these, whole or without `.amazonaws.com`.
pub(super) fn is_service(source: &str, patterns: &[Pattern]) -> bool {
    any(patterns, source) || any(patterns, service_name(source))
}

/// An ARN or its prefix among `resources`, whole or behind its last colon, or a parameter of the
/// request that is a string, such as a bucket's name or an instance's id.
fn resource(event: &Event<'_>, patterns: &[Pattern]) -> bool {
    let listed = |value: Value<'_>| {
        value.elements().any(|resource| {
            let arns = ["ARN", "ARNPrefix"].map(|name| resource.member_text(name));
            arns.into_iter().flatten().any(|arn| {
                any(patterns, &arn)
                    || arn.rsplit_once(':').is_some_and(|(_, name)| any(patterns, name))
            })
        })
    };
    let parameter = |value: Value<'_>| {
        value.members().any(|(_, value)| value.is_string() && any(patterns, &value.text()))
    };
    event.get("resources").is_some_and(listed)
        || event.get("requestParameters").is_some_and(parameter)
}
