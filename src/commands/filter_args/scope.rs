//! The flags that select accounts, Regions, organizations and time.

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};
use jiff::Timestamp;

use crate::filter::scope_flags::ScopeFlags;

/// Account, Region and time: filters that apply to object keys too.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::commands) struct ScopeArgs {
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
    /// The values of these flags.
    pub(in crate::commands) fn flags(&self) -> ScopeFlags<'_> {
        ScopeFlags {
            account: &self.account,
            region: &self.region,
            org_id: &self.org_id,
            since: self.since.as_deref(),
            until: self.until.as_deref(),
            late: &self.late,
        }
    }

    /// Searches from this time on, whatever the user gave.
    pub(in crate::commands) fn set_since(&mut self, since: Timestamp) {
        self.since = Some(since.to_string());
    }
}

/// AWS writes names of Regions in lower case only.
fn lower_case() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|text| text.to_ascii_lowercase())
}
