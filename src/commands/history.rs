//! `history:` as a source: what is asked of Event History for a filter, and what is said of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::sources::Source;
use super::{Context, UserError, counted, second, tell, user_error};
use crate::aws::{self, History, Place, Query, Session, Standing};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::filter::lookup::{self, Lack};
use crate::sink::safe::shown;
use crate::source::Skip;

/// What Event History is to be asked for.
pub(super) struct Asked<'a> {
    pub(super) context: &'a Context,
    pub(super) filter: &'a Filter,
    pub(super) now: Timestamp,
    pub(super) oldest_first: bool,
}

impl Asked<'_> {
    /// Event History as it is named behind `history:`.
    ///
    /// # Errors
    /// It is named wrongly, or no region is meant.
    pub(super) fn open(&self, which: &str, region: Option<&str>) -> anyhow::Result<History> {
        let history = match which {
            "" => lookup::History::Management,
            "insight" => lookup::History::Insight,
            _ => {
                let help =
                    "write history: for management events, history:insight for Insight events";
                return Err(user_error(format!("there is no history:{which}"), help));
            }
        };
        let session = self.context.aws(region)?;
        // Which partition's regions are meant is not known without one.
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
            tell(&told(history.query()));
            if let Some(known) = self.known(history.query(), session.partition()) {
                tell(&known);
            }
        }
        Ok(history)
    }

    /// The regions to ask: those that may hold what is wanted, and those that are named.
    fn places(&self, session: &Session) -> anyhow::Result<Vec<Place>> {
        let mut places = session.places();
        places.retain(|place| self.filter.asks_for_region(&place.region));
        for name in self.filter.named_regions().filter(|name| self.filter.asks_for_region(name)) {
            // Whoever names a region wants to know that it cannot be asked.
            match places.iter_mut().find(|place| place.region == name) {
                Some(known) if known.standing == Standing::Always => {}
                Some(known) => known.standing = Standing::Wanted,
                None => {
                    places.push(Place::new(name, Standing::Wanted));
                }
            }
        }
        let is_name = |place: &Place| place.region.parse::<crate::policy::name::Region>().is_ok();
        if let Some(wrong) = places.iter().find(|place| !is_name(place)) {
            let message = format!("not a region: {}", wrong.region);
            return Err(user_error(message, "one is written like eu-west-1"));
        }
        if places.is_empty() {
            let message = format!("--region means no known region of {}", session.partition());
            return Err(user_error(message, "name the region: --region eu-west-1"));
        }
        Ok(places)
    }

    /// Which regions were not asked because nobody knows of them, unless all that are meant are named.
    fn known(&self, query: &Query, partition: &str) -> Option<String> {
        let is_named = |place: &Place| self.filter.named_regions().any(|name| name == place.region);
        (!query.places.iter().all(is_named)).then(|| {
            format!(
                "history: those of {partition} known to this version of ct; name newer ones with \
                 --region"
            )
        })
    }

    /// Events of other accounts are not there, which must not look as if nothing happened.
    fn other_account(&self, session: &Arc<Session>) -> Option<Lack> {
        if !self.filter.has_accounts() {
            return None;
        }
        let message = match session.account() {
            Ok(own) if self.filter.asks_for_account(&own) => return None,
            Ok(own) => format!("Event History is of the account {own} alone"),
            Err(error) => {
                let UserError { message, .. } = error.into();
                format!("which account this is cannot be told: {message}")
            }
        };
        Some(Lack { is_all: true, message })
    }

    /// The range to ask for. Without a beginning the service tells all that it has.
    fn range(&self, lacks: &mut Vec<Lack>) -> (Option<Timestamp>, Timestamp) {
        let asked = self.filter.happened();
        let oldest = self.now.saturating_sub(aws::REACH).unwrap_or(self.now);
        let since = asked.since.filter(|since| *since >= oldest);
        if since != asked.since {
            let days = aws::REACH.as_hours() / 24;
            let oldest = second(oldest);
            let message = format!("Event History reaches back {days} days, to {oldest}");
            let is_all = asked.until.is_some_and(|until| until < oldest);
            lacks.push(Lack { is_all, message });
        }
        // That nothing happened in the future is for the service to say.
        let until = asked.until.unwrap_or(self.now).max(since.unwrap_or(Timestamp::MIN));
        (since, until)
    }
}

/// What is asked, for people.
fn told(query: &Query) -> String {
    let regions = counted(query.places.len() as u64, "region");
    match &query.attribute {
        Some((name, value)) => {
            let value = shown(value);
            format!("history: {regions} asked for {name}={value}; other filters are applied here")
        }
        None => format!("history: {regions} asked for all events; filters are applied here"),
    }
}

/// Adds what became of the regions.
pub(super) fn account(sources: &[Source], context: &Context, coverage: &mut Coverage) {
    for source in sources {
        let Source::History(history) = source else { continue };
        let aws::Report { read, off, .. } = history.report();
        coverage.add_regions(read);
        left_out(&off, context, coverage);
    }
}

/// Adds regions that do not know credentials that others know.
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
        tell(&format!("history: {}: {names}", regions_off(has_token)));
    }
}

/// Why regions do not know credentials that others know. A token that is not valid in a region looks
/// like a region that is not enabled.
pub(super) fn regions_off(has_token: bool) -> &'static str {
    if has_token {
        "not enabled, or the session token is not valid there (one of the global endpoint of STS is \
         not)"
    } else {
        "not enabled"
    }
}
