//! `history:` as a source: the lookups of Event History that a filter needs, and their messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Context, UserError, counted, print_message, second, user_error};
use crate::aws::{self, History, LookupRegion, Query, Session, Standing};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::filter::lookup::{self, Lack};
use crate::sink::safe::shown;
use crate::source::Skip;

/// What to look up in Event History.
pub(super) struct HistoryLookup<'a> {
    pub(super) context: &'a Context,
    pub(super) filter: &'a Filter,
    pub(super) now: Timestamp,
    pub(super) oldest_first: bool,
}

impl HistoryLookup<'_> {
    /// Opens Event History: `which` is what follows `history:`.
    ///
    /// # Errors
    /// There is no such history, or the filter matches no Region.
    pub(super) fn open(&self, which: &str, region: Option<&str>) -> anyhow::Result<History> {
        let history = match which {
            "" => lookup::History::Management,
            "insight" => lookup::History::Insight,
            _ => {
                let help =
                    "write history: for management events, history:insight for Insight events";
                return Err(user_error(format!("unknown source history:{which}"), help));
            }
        };
        let session = self.context.aws(region)?;
        // The configured Region determines the partition, and so which Regions exist.
        session.home().map_err(UserError::from)?;
        let places = self.places(session)?;
        session.load_credentials().map_err(UserError::from)?;
        let mut lacks = self.filter.lacks(history);
        lacks.extend(self.other_account(session));
        let (since, until) = self.range(&mut lacks);
        let is_hopeless = lacks.iter().any(|lack| lack.is_all);
        let attribute = self.filter.attribute(history, session.partition());
        let query = Query {
            is_insight: history == lookup::History::Insight,
            attribute: attribute.map(|sent| (sent.key.name(), sent.value)),
            since,
            until,
            oldest_first: self.oldest_first,
            places: if is_hopeless { Vec::new() } else { places },
        };
        let lacks = lacks.into_iter().map(|lack| lack.message).collect();
        let history = History::new(session, query, lacks);
        if self.context.globals.verbose {
            print_message(&lookup_message(history.query()));
            if let Some(message) = self.regions_message(history.query(), session.partition()) {
                print_message(&message);
            }
        }
        Ok(history)
    }

    /// The Regions to look in: those that the filter matches, and those that it names.
    fn places(&self, session: &Session) -> anyhow::Result<Vec<LookupRegion>> {
        let mut places = session.places();
        places.retain(|place| self.filter.asks_for_region(&place.region));
        for name in self.filter.named_regions().filter(|name| self.filter.asks_for_region(name)) {
            // A named Region that cannot be reached is an error, not skipped.
            match places.iter_mut().find(|place| place.region == name) {
                Some(known) if known.standing == Standing::Always => {}
                Some(known) => known.standing = Standing::Wanted,
                None => {
                    places.push(LookupRegion::new(name, Standing::Wanted));
                }
            }
        }
        let is_name =
            |place: &LookupRegion| place.region.parse::<crate::policy::name::Region>().is_ok();
        if let Some(wrong) = places.iter().find(|place| !is_name(place)) {
            let message = format!("not a region: {}", wrong.region);
            return Err(user_error(message, "one is written like eu-west-1"));
        }
        if places.is_empty() {
            let message = format!("--region matches no known Region of {}", session.partition());
            return Err(user_error(message, "name the region: --region eu-west-1"));
        }
        Ok(places)
    }

    /// Says that only known Regions are read, unless the filter names all of them.
    fn regions_message(&self, query: &Query, partition: &str) -> Option<String> {
        let is_named =
            |place: &LookupRegion| self.filter.named_regions().any(|name| name == place.region);
        (!query.places.iter().all(is_named)).then(|| {
            format!(
                "history: these are the Regions of {partition} that this version of ct knows; add \
                 newer ones with --region"
            )
        })
    }

    /// Event History has no events of other accounts, which must not look as if nothing happened.
    fn other_account(&self, session: &Arc<Session>) -> Option<Lack> {
        if !self.filter.has_accounts() {
            return None;
        }
        let message = match session.account() {
            Ok(own) if self.filter.asks_for_account(&own) => return None,
            Ok(own) => format!("Event History holds events of account {own} only"),
            Err(error) => {
                let UserError { message, .. } = error.into();
                format!("cannot determine the caller's account: {message}")
            }
        };
        Some(Lack { is_all: true, message })
    }

    /// The range to look up. Without a start time, the service returns all that it has.
    fn range(&self, lacks: &mut Vec<Lack>) -> (Option<Timestamp>, Timestamp) {
        let window = self.filter.happened();
        let oldest = self.now.saturating_sub(aws::REACH).unwrap_or(self.now);
        let since = window.since.filter(|since| *since >= oldest);
        if since != window.since {
            let days = aws::REACH.as_hours() / 24;
            let oldest = second(oldest);
            let message = format!("Event History reaches back {days} days, to {oldest}");
            let is_all = window.until.is_some_and(|until| until < oldest);
            lacks.push(Lack { is_all, message });
        }
        // The service rejects no end time in the future.
        let until = window.until.unwrap_or(self.now).max(since.unwrap_or(Timestamp::MIN));
        (since, until)
    }
}

/// What is looked up, for people.
fn lookup_message(query: &Query) -> String {
    let regions = counted(query.places.len() as u64, "Region");
    match &query.attribute {
        Some((name, value)) => {
            let value = shown(value);
            format!("history: looking up {name}={value} in {regions}; ct applies the other filters")
        }
        None => format!("history: looking up all events in {regions}; ct applies the filters"),
    }
}

/// Adds the Regions that were read, and those that are not enabled.
pub(super) fn account<'h>(
    histories: impl Iterator<Item = &'h History>,
    context: &Context,
    coverage: &mut Coverage,
) {
    for history in histories {
        let aws::Report { read, off, .. } = history.report();
        coverage.add_regions(read);
        left_out(&off, context, coverage);
    }
}

/// Counts Regions that reject credentials that others accept.
pub(super) fn left_out(off: &BTreeSet<String>, context: &Context, coverage: &mut Coverage) {
    if off.is_empty() {
        return;
    }
    let has_token = context.aws(None).is_ok_and(|session| session.has_session_token());
    let why = if has_token { Skip::NotEnabledOrToken } else { Skip::NotEnabled };
    for _ in off {
        coverage.add_skipped(why);
    }
    if context.globals.verbose {
        let names = off.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        print_message(&format!("history: {}: {names}", regions_off(has_token)));
    }
}

/// Why Regions reject credentials that others accept. A Region that is not enabled and one where the
/// session token is not valid answer alike.
pub(super) fn regions_off(has_token: bool) -> &'static str {
    if has_token {
        "not enabled, or the session token is not valid there (one from the global STS endpoint is \
         not)"
    } else {
        "not enabled"
    }
}
