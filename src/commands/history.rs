//! `history:` as a source: what commands open, print and count of Event History.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Context, UserError, print_message, user_error};
use crate::aws::{self, History};
use crate::coverage::Coverage;
use crate::filter::{Filter, lookup};
use crate::source::Skip;
use crate::sources::HistoryRequest;

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
        let Self { context, filter, now, oldest_first } = *self;
        let request = HistoryRequest { session: context.aws(region)?, filter, now, oldest_first };
        let history = request.open(history).map_err(UserError::from)?;
        if context.globals.verbose {
            request.messages(&history).for_each(|message| print_message(&message));
        }
        Ok(history)
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
