//! The values of the flags that select accounts, Regions, organizations and time.
//!
//! Knows a flag by its name only, and no command line.

use jiff::{SignedDuration, Timestamp};

use super::Filter;
use super::condition::Condition;
use super::pattern::Pattern;
use super::values::{Flag, Values, add_flags, list, split};
use crate::error::UserError;
use crate::event::time::{Range, TimeError, end_moment, moment};

/// The values of the flags as they are written; a flag that is not given has none.
#[derive(Clone, Debug)]
pub struct ScopeFlags<'f> {
    /// `--account`
    pub account: &'f [String],
    /// `--region`, in lower case.
    pub region: &'f [String],
    /// `--org-id`
    pub org_id: &'f [String],
    /// `--since`
    pub since: Option<&'f str>,
    /// `--until`
    pub until: Option<&'f str>,
    /// `--late`
    pub late: &'f str,
}

impl Default for ScopeFlags<'_> {
    fn default() -> Self {
        Self { account: &[], region: &[], org_id: &[], since: None, until: None, late: "6h" }
    }
}

impl<'f> ScopeFlags<'f> {
    /// The named accounts, Regions and organizations as text; empty for all.
    pub fn places(&self) -> String {
        let named = [("account", self.account), ("region", self.region), ("org", self.org_id)];
        let named = named.into_iter().filter(|(_, values)| !values.is_empty());
        let words = named.map(|(name, values)| format!("{name}={}", values.join(",")));
        words.collect::<Vec<_>>().join(" ")
    }

    /// The named accounts.
    pub fn accounts(&self) -> Vec<String> {
        split(self.account)
    }

    /// The Region, if just one is named and it is no glob: requests about trails go there too.
    pub fn one_region(&self) -> Option<&'f str> {
        match self.region {
            [region] if region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                Some(region)
            }
            _ => None,
        }
    }

    /// The filter of these flags alone. `now`: what ages such as 7d count from.
    ///
    /// # Errors
    /// A value is not what its flag takes.
    pub fn filter(&self, now: Timestamp) -> Result<Filter, UserError> {
        self.filter_with(self.conditions(now)?)
    }

    pub(super) fn filter_with(&self, conditions: Vec<Condition>) -> Result<Filter, UserError> {
        let organizations = list("--org-id", self.org_id)?;
        let organizations = organizations.iter().map(|id| Pattern::new(id));
        let organizations = organizations.collect::<Result<_, _>>()?;
        Ok(Filter::new(conditions, self.late()?).with_organizations(organizations))
    }

    pub(super) fn conditions(&self, now: Timestamp) -> Result<Vec<Condition>, UserError> {
        let mut conditions = Vec::new();
        let flags = [
            Flag("--account", self.account, Values::Text, Condition::Account),
            Flag("--region", self.region, Values::Names, Condition::Region),
        ];
        add_flags(&flags, &mut conditions)?;
        let range = self.range(now)?;
        if !range.is_open() {
            conditions.push(Condition::Time(range));
        }
        Ok(conditions)
    }

    /// The start and the end.
    ///
    /// # Errors
    /// One is no time, or the start is after the end.
    pub fn range(&self, now: Timestamp) -> Result<Range, UserError> {
        let read = |text: Option<&str>, read: fn(&str, Timestamp) -> Result<_, TimeError>| {
            text.map(|text| read(text, now)).transpose()
        };
        let range =
            Range { since: read(self.since, moment)?, until: read(self.until, end_moment)? };
        if let (Some(since), Some(until), true) = (range.since, range.until, range.is_empty()) {
            return Err(UserError::new(
                format_args!("empty range: {since:.0} is after {until:.0}"),
                "--since must not be later than --until",
            ));
        }
        Ok(range)
    }

    fn late(&self) -> Result<SignedDuration, UserError> {
        let late = self.late.parse::<SignedDuration>().ok().filter(|late| !late.is_negative());
        late.ok_or_else(|| {
            let what = format_args!("not a duration: {}", self.late).to_string();
            UserError::new(what, "a duration is 90s, 15m, 6h, 36h")
        })
    }
}
