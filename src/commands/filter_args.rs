//! Filter flags. [`crate::filter::flags`] makes the filter of them.

mod scope;

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

pub(super) use self::scope::ScopeArgs;
use super::UserError;
use super::args::{CATEGORY_NAMES, TYPES};
use crate::event::column::Column;
use crate::filter::Filter;
use crate::filter::flags::FilterFlags;
use crate::sources::Databases;

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
    #[arg(long, value_name = "TYPE", value_parser = TYPES, hide_possible_values = true)]
    event_type: Vec<String>,
    /// Event category in any case: Management, Data, NetworkActivity, Insight, Aggregated.
    #[arg(long, value_name = "CATEGORY", value_parser = CATEGORY_NAMES)]
    #[arg(hide_possible_values = true)]
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
    /// Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file;
    /// repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH.
    #[arg(long, value_name = "FILE.mmdb", help_heading = "Reading options")]
    geoip: Vec<PathBuf>,
}

/// What a command reads of events beside its filter.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads<'c> {
    /// Columns. Without a database, those that need one are a usage error.
    pub(super) columns: &'c [Column],
    /// The databases of addresses, if they were opened before.
    pub(super) databases: Option<Databases>,
}

impl FilterArgs {
    /// All databases of addresses that the user has.
    ///
    /// # Errors
    /// One cannot be read.
    pub(super) fn databases(&self) -> Result<Databases, UserError> {
        Databases::open(&self.geoip)
    }

    /// The filter of these flags, with the databases of addresses that it and `reads` need. `now`:
    /// what ages such as 7d count from.
    ///
    /// # Errors
    /// A value is not what its flag takes, or a database cannot be read or is missing.
    pub(super) fn filter(&self, now: Timestamp, reads: Reads<'_>) -> Result<Filter, UserError> {
        let flags = FilterFlags {
            scope: self.scope.flags(),
            event_name: &self.event_name,
            event_source: &self.event_source,
            user: &self.user,
            source_ip: &self.source_ip,
            access_key: &self.access_key,
            error_code: &self.error_code,
            errors: self.errors,
            resource: &self.resource,
            event_id: &self.event_id,
            user_agent: &self.user_agent,
            event_type: &self.event_type,
            category: &self.category,
            read_only: (self.read_only || self.write_only).then_some(self.read_only),
            text: &self.text,
            regex: &self.regex,
            ignore_case: self.ignore_case,
            expressions: &self.expressions,
            exclude: &self.exclude,
        };
        let filter = flags.filter(now)?;
        let columns = filter.columns().chain(reads.columns);
        let databases = Databases::for_columns(columns, &self.geoip, reads.databases)?;
        Ok(filter.with_geo(databases.into_geo()))
    }
}
