//! The flags that select accounts, Regions, organizations and time.

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};

use super::flags::{Flag, add_flags, each, invalid};
use crate::commands::user_error;
use crate::event::time::{Range, TimeError, end_moment, moment};
use crate::filter::Filter;
use crate::filter::condition::Condition;
use crate::filter::pattern::Pattern;
use crate::filter::values::{Values, list, split};

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
    /// The named accounts, Regions and organizations as text; empty for all.
    pub(in crate::commands) fn places(&self) -> String {
        let named = [("account", &self.account), ("region", &self.region), ("org", &self.org_id)];
        let named = named.into_iter().filter(|(_, values)| !values.is_empty());
        let words = named.map(|(name, values)| format!("{name}={}", values.join(",")));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The named accounts.
    pub(in crate::commands) fn accounts(&self) -> Vec<String> {
        split(&self.account)
    }

    /// The filter of these flags alone.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub(in crate::commands) fn filter(&self, now: Timestamp) -> anyhow::Result<Filter> {
        self.filter_with(self.conditions(now)?)
    }

    pub(super) fn filter_with(&self, conditions: Vec<Condition>) -> anyhow::Result<Filter> {
        let organizations =
            each(&list("--org-id", &self.org_id).map_err(invalid)?, |id| Pattern::new(id))?;
        Ok(Filter::new(conditions, self.late()?).with_organizations(organizations))
    }

    pub(super) fn conditions(&self, now: Timestamp) -> anyhow::Result<Vec<Condition>> {
        let mut conditions = Vec::new();
        let flags = [
            Flag("--account", &self.account, Values::Text, Condition::Account),
            Flag("--region", &self.region, Values::Names, Condition::Region),
        ];
        add_flags(&flags, &mut conditions)?;
        let range = self.range(now)?;
        if !range.is_open() {
            conditions.push(Condition::Time(range));
        }
        Ok(conditions)
    }

    /// The Region, if just one is named and it is no glob: requests about trails go there too.
    pub(in crate::commands) fn one_region(&self) -> Option<&str> {
        match &*self.region {
            [region] if region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                Some(region)
            }
            _ => None,
        }
    }

    /// Searches from this time on, whatever the user gave.
    pub(in crate::commands) fn set_since(&mut self, since: Timestamp) {
        self.since = Some(since.to_string());
    }

    /// The start and the end.
    ///
    /// # Errors
    /// One is no time, or the start is after the end.
    pub(in crate::commands) fn range(&self, now: Timestamp) -> anyhow::Result<Range> {
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
