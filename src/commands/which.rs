//! Flags that say which events are wanted, and the filter that they make.

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::{marked_error, user_error};
use crate::event::time::{Range, TimeError, end_moment, moment};
use crate::filter::Filter;
use crate::filter::condition::{Condition, Text};
use crate::filter::expression::Expression;
use crate::filter::pattern::{Pattern, PatternError, Place, regex};

/// Makes a condition of the values of a flag.
type Make = fn(Vec<Pattern>) -> Condition;

/// Which events are wanted.
#[derive(Debug, Clone, Default, Args)]
#[command(
    next_help_heading = "Filters (AND across flags; OR within one: repeat it or use commas; globs; \\ escapes)"
)]
pub(super) struct Which {
    #[command(flatten)]
    pub(super) scope: Scope,
    /// What was called: PutObject, 'Delete*'.
    #[arg(long, value_name = "NAME")]
    event_name: Vec<String>,
    /// Which service: s3 or s3.amazonaws.com.
    #[arg(long, value_name = "SERVICE")]
    event_source: Vec<String>,
    /// Who: a user name, ARN, principal id, role, session, source identity, service, or root.
    #[arg(long, value_name = "WHO")]
    user: Vec<String>,
    /// Source IP address, CIDR range (10.0.0.0/8, v4 or v6) or service; any of several addresses.
    #[arg(long, value_name = "PLACE")]
    source_ip: Vec<String>,
    /// The access key that signed the call.
    #[arg(long, value_name = "KEY")]
    access_key: Vec<String>,
    /// The error code: AccessDenied, '*Unauthorized*'.
    #[arg(long, value_name = "CODE")]
    error_code: Vec<String>,
    /// Only calls that failed: with an error code or message, failed sign-ins, Insights on errors.
    #[arg(long)]
    errors: bool,
    /// Resource: an ARN or what it ends in, or any string in the request or the response.
    #[arg(long, value_name = "NAME")]
    resource: Vec<String>,
    /// The event's id.
    #[arg(long, value_name = "ID")]
    event_id: Vec<String>,
    /// The program that called: 'aws-cli/*'.
    #[arg(long, value_name = "AGENT")]
    user_agent: Vec<String>,
    /// AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …
    #[arg(long, value_name = "TYPE")]
    event_type: Vec<String>,
    /// Management, Data, NetworkActivity, Insight, Aggregated.
    #[arg(long, value_name = "CATEGORY")]
    category: Vec<String>,
    /// Only calls that read.
    #[arg(long, conflicts_with = "write_only")]
    read_only: bool,
    /// Only calls that may have written: all that are not marked as reading.
    #[arg(long)]
    write_only: bool,
    /// Text anywhere in the record, as it is written there.
    #[arg(short = 'e', long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Vec<String>,
    /// A regular expression anywhere in the record, as it is written there.
    #[arg(short = 'E', long, value_name = "REGEX", allow_hyphen_values = true)]
    regex: Vec<String>,
    /// Ignore case in -e and -E.
    #[arg(short, long)]
    ignore_case: bool,
    /// Only events for which the expression holds; see below.
    #[arg(long = "where", value_name = "EXPR")]
    expressions: Vec<String>,
    /// No events for which the expression holds.
    #[arg(long, value_name = "EXPR")]
    exclude: Vec<String>,
}

impl Which {
    /// The filter that the flags ask for.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub(super) fn filter(&self, now: Timestamp) -> anyhow::Result<Filter> {
        let mut conditions = self.scope.conditions(now)?;
        let patterns: [(&[String], Make); 10] = [
            (&self.event_id, Condition::Id),
            (&self.access_key, Condition::AccessKey),
            (&self.event_name, |p| Condition::Field("eventName", p)),
            (&self.error_code, |p| Condition::Field("errorCode", p)),
            (&self.event_source, Condition::Source),
            (&self.event_type, |p| Condition::Field("eventType", p)),
            (&self.user_agent, |p| Condition::Field("userAgent", p)),
            (&self.category, Condition::Category),
            (&self.user, Condition::User),
            (&self.resource, Condition::Resource),
        ];
        matching(&patterns, &mut conditions)?;
        if !self.source_ip.is_empty() {
            conditions.push(Condition::SourceIp(all(&listed(&self.source_ip), |value| {
                Place::new(value)
            })?));
        }
        if self.errors {
            conditions.push(Condition::Error);
        }
        if self.read_only || self.write_only {
            conditions.push(Condition::ReadOnly(self.read_only));
        }
        self.texts(&mut conditions)?;
        self.expressions(&mut conditions)?;
        self.scope.filter_with(conditions)
    }

    fn texts(&self, conditions: &mut Vec<Condition>) -> anyhow::Result<()> {
        let literal = |text: &String| {
            if !self.ignore_case {
                return Ok(Text::literal(text));
            }
            regex(&regex::escape(text), true).map(Text::Regex)
        };
        let mut texts = all(&self.text, literal)?;
        texts.extend(all(&self.regex, |text| regex(text, self.ignore_case).map(Text::Regex))?);
        if !texts.is_empty() {
            conditions.push(Condition::Text(texts));
        }
        Ok(())
    }

    fn expressions(&self, conditions: &mut Vec<Condition>) -> anyhow::Result<()> {
        let parse = |text: &String| {
            Expression::parse(text)
                .map_err(|error| marked_error(error.message(), error.marked(), error.help()))
        };
        for text in &self.expressions {
            conditions.push(Condition::Where(parse(text)?));
        }
        for text in &self.exclude {
            conditions.push(Condition::Exclude(parse(text)?));
        }
        Ok(())
    }
}

/// Which accounts, regions and times: what keys alone can tell.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Scope {
    /// The account that received the event.
    #[arg(long, value_name = "ID")]
    account: Vec<String>,
    /// The region the call was made to.
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age
    /// such as 2h or 7d.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "start-time",
        env = "CT_SINCE",
        allow_hyphen_values = true
    )]
    since: Option<String>,
    /// End time (inclusive), written as for --since; a date, today or yesterday includes that day.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "end-time",
        env = "CT_UNTIL",
        allow_hyphen_values = true
    )]
    until: Option<String>,
    /// How long after an event its log may arrive, for choosing objects by their keys.
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "6h",
        env = "CT_LATE",
        allow_hyphen_values = true
    )]
    late: String,
    /// Only what is delivered for this organisation, o-….
    #[arg(long, value_name = "ID")]
    org_id: Vec<String>,
}

impl Scope {
    /// The accounts, Regions and organizations that are named, in words; empty for all.
    pub(super) fn places(&self) -> String {
        let named = [("account", &self.account), ("region", &self.region), ("org", &self.org_id)];
        let named = named.into_iter().filter(|(_, values)| !values.is_empty());
        let words = named.map(|(name, values)| format!("{name}={}", values.join(",")));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The accounts that are named.
    pub(super) fn accounts(&self) -> Vec<String> {
        listed(&self.account)
    }

    /// The filter of these flags alone.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub(super) fn filter(&self, now: Timestamp) -> anyhow::Result<Filter> {
        self.filter_with(self.conditions(now)?)
    }

    fn filter_with(&self, conditions: Vec<Condition>) -> anyhow::Result<Filter> {
        let organisations = all(&listed(&self.org_id), |id| Pattern::new(id))?;
        Ok(Filter::new(conditions, self.late()?).of_organisations(organisations))
    }

    fn conditions(&self, now: Timestamp) -> anyhow::Result<Vec<Condition>> {
        let mut conditions = Vec::new();
        let patterns: [(&[String], Make); 2] =
            [(&self.account, Condition::Account), (&self.region, Condition::Region)];
        matching(&patterns, &mut conditions)?;
        let range = self.range(now)?;
        if !range.is_open() {
            conditions.push(Condition::Time(range));
        }
        Ok(conditions)
    }

    /// The region, if there is just one and it is no glob: then it is also the one to ask.
    pub(super) fn one_region(&self) -> Option<&str> {
        match &*self.region {
            [region] if region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                Some(region)
            }
            _ => None,
        }
    }

    fn range(&self, now: Timestamp) -> anyhow::Result<Range> {
        let read = |text: &Option<String>, read: fn(&str, Timestamp) -> _| {
            let time = text.as_deref().map(|text| read(text, now)).transpose();
            time.map_err(|error: TimeError| user_error(&error, error.help()))
        };
        let range =
            Range { since: read(&self.since, moment)?, until: read(&self.until, end_moment)? };
        if let (Some(since), Some(until), true) = (range.since, range.until, range.is_empty()) {
            return Err(user_error(
                format!("empty range: {since:.0} is after {until:.0}"),
                "--since must not be later than --until",
            ));
        }
        Ok(range)
    }

    fn late(&self) -> anyhow::Result<SignedDuration> {
        let late = self.late.parse::<SignedDuration>().ok().filter(|late| !late.is_negative());
        late.ok_or_else(|| {
            user_error(format!("not a duration: {}", self.late), "a duration is 90s, 15m, 6h, 36h")
        })
    }
}

/// Adds a condition for each flag that was given.
fn matching(flags: &[(&[String], Make)], conditions: &mut Vec<Condition>) -> anyhow::Result<()> {
    for (values, make) in flags.iter().filter(|(values, _)| !values.is_empty()) {
        conditions.push(make(all(&listed(values), |value| Pattern::new(value))?));
    }
    Ok(())
}

/// Values between commas; a comma in brackets or braces, or behind a backslash, is part of a glob.
fn listed(values: &[String]) -> Vec<String> {
    let mut listed = Vec::new();
    for value in values {
        let (mut start, mut depth, mut escaped) = (0, 0_usize, false);
        for (at, c) in value.char_indices() {
            match c {
                _ if escaped => {}
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    listed.push(value[start..at].to_owned());
                    start = at + 1;
                }
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        listed.push(value[start..].to_owned());
    }
    listed
}

fn all<T>(
    values: &[String],
    make: impl Fn(&String) -> Result<T, PatternError>,
) -> anyhow::Result<Vec<T>> {
    let value = |value| make(value).map_err(|error| user_error(&error, error.help()));
    values.iter().map(value).collect()
}

#[cfg(test)]
mod tests;
