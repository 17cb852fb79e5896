//! Which lookups of Event History a filter needs, and what they cannot answer.
//!
//! Prints nothing: the caller receives what is looked up, as messages.

use std::sync::Arc;

use jiff::Timestamp;

use crate::aws::{self, History, LookupRegion, Query, Session, Standing};
use crate::coverage::Coverage;
use crate::error::UserError;
use crate::filter::Filter;
use crate::filter::lookup::{self, Lack};
use crate::policy::name::Region;
use crate::sink::numbers::{counted, second};
use crate::sink::safe::shown;
use crate::source::{FaultKind, Skip};

/// What to look up in Event History.
pub struct HistoryRequest<'a> {
    /// The session of the caller, in any Region.
    pub session: &'a Arc<Session>,
    /// Which events are wanted.
    pub filter: &'a Filter,
    /// The present.
    pub now: Timestamp,
    /// Whether the oldest events come first.
    pub oldest_first: bool,
}

/// The history of `history:WHICH`.
fn history_named(which: &str) -> Result<lookup::History, UserError> {
    match which {
        "" => Ok(lookup::History::Management),
        "insight" => Ok(lookup::History::Insight),
        _ => Err(UserError::new(
            format_args!("unknown source history:{which}"),
            "write history: for management events, history:insight for Insight events",
        )),
    }
}

/// Counts the Regions that were read, and those that reject credentials that others accept; names the
/// latter.
pub fn account(history: &History, coverage: &mut Coverage) -> Option<String> {
    let aws::Report { read, off, .. } = history.report();
    coverage.add_regions(read);
    if off.is_empty() {
        return None;
    }
    let has_token = history.has_session_token();
    let why = if has_token { Skip::NotEnabledOrToken } else { Skip::NotEnabled };
    for _ in &off {
        coverage.add_skipped(why);
    }
    let names = off.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    Some(format!("history: {}: {names}", aws::why_regions_are_off(has_token)))
}

impl HistoryRequest<'_> {
    /// Opens the Event History of `history:WHICH`. `detail` receives what is looked up, and in which
    /// Regions.
    ///
    /// # Errors
    /// There is no such history, the caller has no Region or credentials, or the filter matches no
    /// Region.
    pub fn open(&self, which: &str, detail: impl Fn(&str)) -> Result<History, UserError> {
        let history = self.history(history_named(which)?)?;
        let query = history.query();
        let regions = self.regions_message(query, self.session.partition());
        std::iter::once(lookup_message(query)).chain(regions).for_each(|message| detail(&message));
        Ok(history)
    }

    fn history(&self, history: lookup::History) -> Result<History, aws::Error> {
        let session = self.session;
        // The configured Region determines the partition, and so which Regions exist.
        session.home()?;
        let places = self.places(session)?;
        session.load_credentials()?;
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
        Ok(History::new(session, query, lacks))
    }

    /// The Regions to look in: those that the filter matches, and those that it names.
    fn places(&self, session: &Session) -> Result<Vec<LookupRegion>, aws::Error> {
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
        let is_name = |place: &LookupRegion| place.region.parse::<Region>().is_ok();
        if let Some(wrong) = places.iter().find(|place| !is_name(place)) {
            let message = format!("not a region: {}", wrong.region);
            return Err(refused(message, "one is written like eu-west-1"));
        }
        if places.is_empty() {
            let message = format!("--region matches no known Region of {}", session.partition());
            return Err(refused(message, "name the region: --region eu-west-1"));
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
    fn other_account(&self, session: &Session) -> Option<Lack> {
        if !self.filter.has_accounts() {
            return None;
        }
        let message = match session.account() {
            Ok(own) if self.filter.asks_for_account(&own) => return None,
            Ok(own) => format!("Event History holds events of account {own} only"),
            Err(error) => format!("cannot determine the caller's account: {}", error.message),
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

/// A filter for which nothing can be looked up.
fn refused(message: String, help: &str) -> aws::Error {
    aws::Error { kind: FaultKind::Other, message, help: help.to_owned() }
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
