//! Filter flags, and the filter that they make. Knows nothing of sources or output.

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};

use super::{marked_error, user_error};
use crate::event::schema::{CATEGORIES, EVENT_TYPES};
use crate::event::time::{Range, TimeError, end_moment, moment};
use crate::filter::Filter;
use crate::filter::condition::{Condition, Text};
use crate::filter::expression::Expression;
use crate::filter::glob;
use crate::filter::pattern::{Pattern, PatternError, SourceAddress, regex};

/// Makes a condition from a flag's values.
type Make = fn(Vec<Pattern>) -> Condition;

/// What the values of a flag may be.
#[derive(Clone, Copy)]
enum Values {
    /// Case-sensitive text: names that users choose, ids.
    Text,
    /// Names that AWS defines, in any case.
    Names,
    /// One of these, or a glob that matches some.
    OneOf(&'static [&'static str]),
}

/// A flag that takes values between commas.
struct Flag<'f>(&'static str, &'f [String], Values, Make);

/// Filter flags.
#[derive(Debug, Clone, Default, Args)]
#[command(
    next_help_heading = "Filters (AND across flags; OR within one: repeat it or use commas; globs; \\ escapes)"
)]
pub(super) struct FilterArgs {
    #[command(flatten)]
    pub(super) scope: ScopeArgs,
    /// Event (API) name in any case: PutObject, 'Delete*', s3:DeleteBucket.
    #[arg(long, value_name = "NAME")]
    event_name: Vec<String>,
    /// Service in any case: s3 or s3.amazonaws.com.
    #[arg(long, value_name = "SERVICE")]
    event_source: Vec<String>,
    /// Principal: user name, ARN, principal ID, role, session, source identity, service, or root.
    #[arg(long, value_name = "WHO")]
    user: Vec<String>,
    /// Source IP address, CIDR range (10.0.0.0/8, IPv4 or IPv6) or service.
    #[arg(long, value_name = "PLACE")]
    source_ip: Vec<String>,
    /// Access key ID that signed the request.
    #[arg(long, value_name = "KEY")]
    access_key: Vec<String>,
    /// Error code in any case: AccessDenied, '*Unauthorized*'.
    #[arg(long, value_name = "CODE")]
    error_code: Vec<String>,
    /// Only failures: an error code or message, a failed sign-in, an Insight on error rates.
    #[arg(long)]
    errors: bool,
    /// Resource: an ARN or the end of one, or any string in the request or the response.
    #[arg(long, value_name = "NAME")]
    resource: Vec<String>,
    /// Event ID.
    #[arg(long, value_name = "ID")]
    event_id: Vec<String>,
    /// User agent: 'aws-cli/*'.
    #[arg(long, value_name = "AGENT")]
    user_agent: Vec<String>,
    /// Event type in any case: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …
    #[arg(long, value_name = "TYPE")]
    event_type: Vec<String>,
    /// Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated.
    #[arg(long, value_name = "CATEGORY")]
    category: Vec<String>,
    /// Only read-only events.
    #[arg(long, conflicts_with = "write_only")]
    read_only: bool,
    /// Only events that are not marked as read-only.
    #[arg(long)]
    write_only: bool,
    /// Text anywhere in the record, compared with its JSON.
    #[arg(short = 'e', long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Vec<String>,
    /// Regular expression anywhere in the record, compared with its JSON.
    #[arg(short = 'E', long, value_name = "REGEX", allow_hyphen_values = true)]
    regex: Vec<String>,
    /// Ignore case in -e and -E.
    #[arg(short, long)]
    ignore_case: bool,
    /// Only events that match the expression: 'errorCode exists and sourceIPAddress in 10.0.0.0/8'.
    #[arg(long = "where", value_name = "EXPR")]
    expressions: Vec<String>,
    /// Leave out events that match the expression.
    #[arg(long, value_name = "EXPR")]
    exclude: Vec<String>,
}

impl FilterArgs {
    /// The filter of these flags. `now`: what ages such as 7d count from.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub(super) fn filter(&self, now: Timestamp) -> anyhow::Result<Filter> {
        let mut conditions = self.scope.conditions(now)?;
        let error_code: Make = |patterns| Condition::Field("errorCode", patterns);
        let event_type: Make = |patterns| Condition::Field("eventType", patterns);
        let user_agent: Make = |patterns| Condition::Field("userAgent", patterns);
        let flags = [
            Flag("--event-id", &self.event_id, Values::Text, Condition::Id),
            Flag("--access-key", &self.access_key, Values::Text, Condition::AccessKey),
            Flag("--error-code", &self.error_code, Values::Names, error_code),
            Flag("--event-source", &self.event_source, Values::Names, Condition::Source),
            Flag("--event-type", &self.event_type, Values::OneOf(&EVENT_TYPES), event_type),
            Flag("--user-agent", &self.user_agent, Values::Text, user_agent),
            Flag("--category", &self.category, Values::OneOf(&CATEGORIES), Condition::Category),
            Flag("--user", &self.user, Values::Text, Condition::User),
            Flag("--resource", &self.resource, Values::Text, Condition::Resource),
        ];
        matching(&flags, &mut conditions)?;
        let names = listed("--event-name", &self.event_name)?;
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| glob::trim(name).to_owned()).collect();
            let calls = Condition::of_calls(&names).map_err(|e| user_error(&e, e.help()))?;
            conditions.extend(calls);
        }
        if !self.source_ip.is_empty() {
            let places = listed("--source-ip", &self.source_ip)?;
            conditions.push(Condition::SourceIp(all(&places, |value| SourceAddress::new(value))?));
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
        for (flag, values) in [("-e", &self.text), ("-E", &self.regex)] {
            if values.iter().any(String::is_empty) {
                return Err(empty(flag));
            }
        }
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

/// Account, Region and time: filters that apply to object keys too.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct ScopeArgs {
    /// Account that received the event.
    #[arg(long, value_name = "ID")]
    account: Vec<String>,
    /// Region of the request.
    #[arg(long, value_name = "REGION", value_parser = lower_case())]
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
    /// How long after an event its log file may be delivered; selects objects by key.
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "6h",
        env = "CT_LATE",
        allow_hyphen_values = true
    )]
    late: String,
    /// Only logs of this organization, o-….
    #[arg(long, value_name = "ID")]
    org_id: Vec<String>,
}

impl ScopeArgs {
    /// The named accounts, Regions and organizations as text; empty for all.
    pub(super) fn places(&self) -> String {
        let named = [("account", &self.account), ("region", &self.region), ("org", &self.org_id)];
        let named = named.into_iter().filter(|(_, values)| !values.is_empty());
        let words = named.map(|(name, values)| format!("{name}={}", values.join(",")));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The named accounts.
    pub(super) fn accounts(&self) -> Vec<String> {
        split(&self.account)
    }

    /// The filter of these flags alone.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub(super) fn filter(&self, now: Timestamp) -> anyhow::Result<Filter> {
        self.filter_with(self.conditions(now)?)
    }

    fn filter_with(&self, conditions: Vec<Condition>) -> anyhow::Result<Filter> {
        let organizations = all(&listed("--org-id", &self.org_id)?, |id| Pattern::new(id))?;
        Ok(Filter::new(conditions, self.late()?).with_organizations(organizations))
    }

    fn conditions(&self, now: Timestamp) -> anyhow::Result<Vec<Condition>> {
        let mut conditions = Vec::new();
        let flags = [
            Flag("--account", &self.account, Values::Text, Condition::Account),
            Flag("--region", &self.region, Values::Names, Condition::Region),
        ];
        matching(&flags, &mut conditions)?;
        let range = self.range(now)?;
        if !range.is_open() {
            conditions.push(Condition::Time(range));
        }
        Ok(conditions)
    }

    /// The Region, if just one is named and it is no glob: requests about trails go there too.
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

/// AWS writes names of Regions in lower case only.
fn lower_case() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|text| text.to_ascii_lowercase())
}

/// Adds a condition for each flag that has values.
fn matching(flags: &[Flag<'_>], conditions: &mut Vec<Condition>) -> anyhow::Result<()> {
    for Flag(flag, values, kind, make) in flags.iter().filter(|flag| !flag.1.is_empty()) {
        let patterns = all(&listed(flag, values)?, |value| match kind {
            Values::Text => Pattern::new(value),
            Values::Names | Values::OneOf(_) => Pattern::name(glob::trim(value)),
        })?;
        if let Values::OneOf(known) = kind {
            let is_unknown = |p: &&Pattern| !known.iter().any(|known| p.matches(known));
            if let Some(unknown) = patterns.iter().find(is_unknown) {
                return Err(user_error(
                    format!("{flag}: no event has the value {}", unknown.written()),
                    format!("the values are {}", known.join(", ")),
                ));
            }
        }
        conditions.push(make(patterns));
    }
    Ok(())
}

fn empty(flag: &str) -> anyhow::Error {
    let help = match flag {
        "--category" => format!("the values are {}", CATEGORIES.join(", ")),
        "--event-type" => format!("the values are {}", EVENT_TYPES.join(", ")),
        _ => format!("leave {flag} out to find events whatever they have there"),
    };
    user_error(format!("{flag}: a value is empty"), help)
}

/// Splits values at commas; a comma in brackets or braces, or after a backslash, is part of a glob.
///
/// # Errors
/// A value is empty: no event can match it.
fn listed(flag: &str, values: &[String]) -> anyhow::Result<Vec<String>> {
    let listed = split(values);
    if listed.iter().any(|value| value.trim().is_empty()) {
        return Err(empty(flag));
    }
    Ok(listed)
}

fn split(values: &[String]) -> Vec<String> {
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
