//! Filter flags, and the filter that they make. Knows nothing of sources or output.

mod flags;
mod scope;

use clap::Args;
use jiff::Timestamp;

use self::flags::{Flag, Make, add_flags, each, invalid};
pub(super) use self::scope::ScopeArgs;
use super::geo_args::GeoArgs;
use super::{marked_error, user_error};
use crate::event::column::Column;
use crate::event::schema::{CATEGORIES, EVENT_TYPES};
use crate::filter::Filter;
use crate::filter::condition::{Condition, Text};
use crate::filter::expression::Expression;
use crate::filter::glob;
use crate::filter::pattern::{SourceAddress, regex};
use crate::filter::values::{ValueError, Values, list};
use crate::geo::Fact;

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
    #[command(flatten)]
    geo: GeoArgs,
}

/// What a command reads of events beside its filter.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reads<'c> {
    /// Columns. Without a database, those that need one are a usage error.
    pub(super) columns: &'c [Column],
    /// Whether it uses databases of addresses if the user has some, and can do without.
    pub(super) uses_geo: bool,
}

impl FilterArgs {
    /// Whether the user has a database of countries.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn has_countries(&self) -> anyhow::Result<bool> {
        let geo = self.geo.open(std::iter::empty(), true)?;
        Ok(geo.is_some_and(|geo| geo.has(Fact::Country)))
    }

    /// The filter of these flags, with the databases of addresses that it and `reads` need. `now`:
    /// what ages such as 7d count from.
    ///
    /// # Errors
    /// A value is not what its flag takes, or a database cannot be read or is missing.
    pub(super) fn filter(&self, now: Timestamp, reads: Reads<'_>) -> anyhow::Result<Filter> {
        let filter = self.conditions(now)?;
        let geo = self.geo.open(filter.columns().chain(reads.columns), reads.uses_geo)?;
        Ok(filter.with_geo(geo))
    }

    fn conditions(&self, now: Timestamp) -> anyhow::Result<Filter> {
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
        add_flags(&flags, &mut conditions)?;
        let names = list("--event-name", &self.event_name).map_err(invalid)?;
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| glob::trim(name).to_owned()).collect();
            let calls = Condition::of_calls(&names).map_err(|e| user_error(&e, e.help()))?;
            conditions.extend(calls);
        }
        if !self.source_ip.is_empty() {
            let places = list("--source-ip", &self.source_ip).map_err(invalid)?;
            conditions.push(Condition::SourceIp(each(&places, |value| SourceAddress::new(value))?));
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
                return Err(invalid(ValueError::Empty { flag, known: &[] }));
            }
        }
        let literal = |text: &String| {
            if !self.ignore_case {
                return Ok(Text::literal(text));
            }
            regex(&regex::escape(text), true).map(Text::Regex)
        };
        let mut texts = each(&self.text, literal)?;
        texts.extend(each(&self.regex, |text| regex(text, self.ignore_case).map(Text::Regex))?);
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

#[cfg(test)]
mod tests;
