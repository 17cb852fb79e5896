//! The values of the filter flags, and the filter that they make.
//!
//! Knows a flag by its name only, and no command line.

use jiff::Timestamp;

use super::Filter;
use super::condition::{Condition, Text};
use super::expression::Expression;
use super::glob;
use super::pattern::{SourceAddress, regex};
use super::scope_flags::ScopeFlags;
use super::values::{Flag, ValueError, Values, add_flags, list};
use crate::error::UserError;
use crate::event::schema::{CATEGORIES, EVENT_TYPES};

/// The values of the filter flags as they are written; a flag that is not given has none.
#[derive(Clone, Debug, Default)]
pub struct FilterFlags<'f> {
    /// Account, Region and time.
    pub scope: ScopeFlags<'f>,
    /// `--event-name`
    pub event_name: &'f [String],
    /// `--event-source`
    pub event_source: &'f [String],
    /// `--user`
    pub user: &'f [String],
    /// `--source-ip`
    pub source_ip: &'f [String],
    /// `--access-key`
    pub access_key: &'f [String],
    /// `--error-code`
    pub error_code: &'f [String],
    /// `--errors`
    pub errors: bool,
    /// `--resource`
    pub resource: &'f [String],
    /// `--event-id`
    pub event_id: &'f [String],
    /// `--user-agent`
    pub user_agent: &'f [String],
    /// `--event-type`
    pub event_type: &'f [String],
    /// `--category`
    pub category: &'f [String],
    /// `--read-only` is true, `--write-only` false.
    pub read_only: Option<bool>,
    /// `-e`
    pub text: &'f [String],
    /// `-E`
    pub regex: &'f [String],
    /// `--ignore-case`
    pub ignore_case: bool,
    /// `--where`
    pub expressions: &'f [String],
    /// `--exclude`
    pub exclude: &'f [String],
}

impl FilterFlags<'_> {
    /// The filter of these flags. `now`: what ages such as 7d count from.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub fn filter(&self, now: Timestamp) -> Result<Filter, UserError> {
        let mut conditions = self.scope.conditions(now)?;
        let error_code = |patterns| Condition::Field("errorCode", patterns);
        let event_type = |patterns| Condition::Field("eventType", patterns);
        let user_agent = |patterns| Condition::Field("userAgent", patterns);
        let flags = [
            Flag("--event-id", self.event_id, Values::Text, Condition::Id),
            Flag("--access-key", self.access_key, Values::Text, Condition::AccessKey),
            Flag("--error-code", self.error_code, Values::Names, error_code),
            Flag("--event-source", self.event_source, Values::Names, Condition::Source),
            Flag("--event-type", self.event_type, Values::OneOf(&EVENT_TYPES), event_type),
            Flag("--user-agent", self.user_agent, Values::Text, user_agent),
            Flag("--category", self.category, Values::OneOf(&CATEGORIES), Condition::Category),
            Flag("--user", self.user, Values::Text, Condition::User),
            Flag("--resource", self.resource, Values::Text, Condition::Resource),
        ];
        add_flags(&flags, &mut conditions)?;
        let names = list("--event-name", self.event_name)?;
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| glob::trim(name).to_owned()).collect();
            conditions.extend(Condition::of_calls(&names)?);
        }
        if !self.source_ip.is_empty() {
            let places = list("--source-ip", self.source_ip)?;
            let places = places.iter().map(|place| SourceAddress::new(place));
            conditions.push(Condition::SourceIp(places.collect::<Result<_, _>>()?));
        }
        if self.errors {
            conditions.push(Condition::Error);
        }
        conditions.extend(self.read_only.map(Condition::ReadOnly));
        let texts = self.texts()?;
        if !texts.is_empty() {
            conditions.push(Condition::Text(texts));
        }
        for text in self.expressions {
            conditions.push(Condition::Where(Expression::parse(text)?));
        }
        for text in self.exclude {
            conditions.push(Condition::Exclude(Expression::parse(text)?));
        }
        self.scope.filter_with(conditions)
    }

    fn texts(&self) -> Result<Vec<Text>, UserError> {
        for (flag, values) in [("-e", self.text), ("-E", self.regex)] {
            if values.iter().any(String::is_empty) {
                return Err(ValueError::Empty { flag, known: &[] }.into());
            }
        }
        let literal = |text: &String| {
            if !self.ignore_case {
                return Ok(Text::literal(text));
            }
            regex(&regex::escape(text), true).map(Text::Regex)
        };
        let pattern = |text: &String| regex(text, self.ignore_case).map(Text::Regex);
        let all = self.text.iter().map(literal).chain(self.regex.iter().map(pattern));
        Ok(all.collect::<Result<_, _>>()?)
    }
}
