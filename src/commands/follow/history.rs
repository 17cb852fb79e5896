//! Asks Event History again and again: each round from a while before the last one ended, since
//! events come late, and without what was told before.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::tally::Tally;
use super::unread::{self, Failures};
use super::{Follow, Kit};
use crate::aws::{self, History, Known, Place, Report};
use crate::commands::history::Asked;
use crate::commands::{Context, Outcome, UserError, counted, second, tell, user_error};
use crate::coverage::Coverage;
use crate::filter::Filter;
use crate::source::FaultKind;

/// How far each round looks back: events come about five minutes late, which is not guaranteed
/// ("Getting and viewing your CloudTrail log files", AWS CloudTrail User Guide).
const LOOKBACK: Duration = Duration::from_mins(30);
/// Insights are worked out from what went before.
const INSIGHT_LOOKBACK: Duration = Duration::from_hours(6);
/// A round asks for no more at once, so that memory is bounded.
const MOST: SignedDuration = SignedDuration::from_hours(24);
/// The pause between rounds as long as there is more to ask for: two calls a second are allowed.
const BEHIND: Duration = Duration::from_secs(1);

/// Event History for a run, asked nothing yet.
pub(super) fn open(
    follow: &Follow,
    which: &str,
    context: &Context,
    filter: &Filter,
    now: Timestamp,
) -> anyhow::Result<History> {
    if follow.to.is_some() {
        return Err(user_error(
            "--to is not for history:, which has no objects",
            "leave it out, or follow trail: or s3://BUCKET",
        ));
    }
    if follow.ledger.is_some() {
        return Err(user_error(
            "--ledger is not for history:",
            "leave it out; --since reads what was missed in the last 90 days",
        ));
    }
    let asked = Asked { context, filter, now, oldest_first: true };
    let history = asked.open(which, follow.which.scope.one_region())?;
    match (&*history.query().places, history.lacks()) {
        ([], lacks) => Err(user_error(lacks.join("; "), "nothing would ever be found")),
        (_, lacks) => {
            for lack in lacks {
                tell(&format!("history: {lack}"));
            }
            Ok(history)
        }
    }
}

/// Follows Event History until it is told to stop, or nothing new comes.
pub(super) fn run(
    kit: Kit<'_>,
    history: &History,
    follow: &Follow,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let mut run = Run::begin(kit, history, follow, now);
    run.follow(follow.every)?;
    let lacks = [
        (run.failed.len() as u64, "region", "not read"),
        (run.lost, "answer", "not whole"),
        (history.lacks().len() as u64, "filter", "not answered in full"),
        (u64::from(run.refused.is_some()), "command", "failed"),
    ];
    let tally = run.kit.finish()?;
    let [_, events] = tally.sums();
    tally.tell(vec![events], &lacks);
    Ok(tally.outcome(&lacks))
}

/// One run under way.
struct Run<'r> {
    kit: Kit<'r>,
    history: &'r History,
    /// What happened before is not asked for.
    since: Timestamp,
    lookback: SignedDuration,
    /// The regions, each with what is asked for next.
    places: Vec<Place>,
    known: Known,
    /// Regions that told no more in the last round.
    failed: BTreeMap<String, aws::Error>,
    /// Answers that lack something.
    lost: u64,
    /// Why a command did not take the last round.
    refused: Option<String>,
}

impl<'r> Run<'r> {
    fn begin(kit: Kit<'r>, history: &'r History, follow: &Follow, now: Timestamp) -> Self {
        let query = history.query();
        let usual = if query.is_insight { INSIGHT_LOOKBACK } else { LOOKBACK };
        let lookback = follow.lookback.unwrap_or(usual);
        let lookback = SignedDuration::try_from(lookback).unwrap_or(SignedDuration::MAX);
        let oldest = now.saturating_sub(aws::REACH).unwrap_or(now);
        // What is older than all that there is was told of.
        let asked = kit.filter.happened().since.map(|since| since.max(oldest));
        let since = asked.unwrap_or(now);
        let mut places = query.places.clone();
        for place in &mut places {
            place.range.since = Some(since);
        }
        if !kit.context.globals.quiet {
            let regions = counted(places.len() as u64, "region");
            let from = second(since);
            tell(&format!("history: {regions}, begins with what happens at {from}"));
        }
        let (known, failed, lost, refused) = Default::default();
        Self { kit, history, since, lookback, places, known, failed, lost, refused }
    }

    /// Makes one round after the other.
    fn follow(&mut self, every: Duration) -> anyhow::Result<()> {
        let (mut last, mut is_first) = (Instant::now(), true);
        loop {
            let is_behind = self.plan();
            let pause = if is_behind { BEHIND.min(every) } else { every };
            if self.round(is_first)? {
                last = Instant::now();
            }
            if is_behind {
                // Where anything new would be was not looked yet.
                last = Instant::now() + pause;
            }
            is_first = false;
            let failed = self.failed.len() as u64;
            if self.kit.wait(pause, last, |tally| health(tally, failed)).is_break() {
                return Ok(());
            }
        }
    }

    /// Up to when each region is asked; whether there is more than that.
    fn plan(&mut self) -> bool {
        let now = Timestamp::now();
        let end = self.kit.filter.happened().until.map_or(now, |until| until.min(now));
        // Each round gets on, however far back it looks.
        let most = MOST.max(self.lookback.saturating_mul(2));
        let mut is_behind = false;
        for place in &mut self.places {
            let since = place.range.since.unwrap_or(self.since);
            let most = since.saturating_add(most).unwrap_or(end);
            is_behind |= most < end;
            place.range.until = Some(end.min(most).max(since));
        }
        is_behind
    }

    /// Asks all regions; whether anything new came.
    fn round(&mut self, is_first: bool) -> anyhow::Result<bool> {
        let history = self.history.again(self.places.clone(), &self.known);
        self.kit.stop_with(history.stop());
        let (mut coverage, refused) = self.kit.print(history.objects())?;
        let report = history.report();
        let shut = report.failed.values().find(|error| error.kind == FaultKind::Denied);
        if let Some(error) = shut.filter(|_| is_first && report.ended.is_empty()) {
            return Err(UserError::from(error.clone()).into());
        }
        // What a command does not take comes again and again.
        let is_first_refusal = self.refused.is_none();
        let news = coverage.events.total() > 0 && (refused.is_none() || is_first_refusal);
        self.told(&mut coverage, &report);
        self.kit.count(coverage);
        match refused {
            None => {
                self.advance(&report);
                self.known.keep(&self.places);
                self.refused = None;
            }
            Some(why) => {
                self.known.drop_rest();
                if self.refused.as_ref() != Some(&why) {
                    Tally::trouble(&format!("{why}; the next round tries again"));
                }
                self.refused = Some(why);
            }
        }
        self.places.retain(|place| !report.off.contains(&place.region));
        Ok(news)
    }

    /// A region that told everything is asked from a while before the end of that.
    fn advance(&mut self, report: &Report) {
        for place in self.places.iter_mut().filter(|it| report.ended.contains(&it.region)) {
            let until = place.range.until.unwrap_or(self.since);
            let since = until.saturating_sub(self.lookback).unwrap_or(self.since);
            place.range.since = Some(since.max(self.since)).max(place.range.since);
        }
    }

    /// Tells of what is not whole, once; what is left of the coverage was read.
    fn told(&mut self, coverage: &mut Coverage, report: &Report) {
        let notes = std::mem::take(&mut coverage.errors);
        coverage.unreadable = 0;
        if self.kit.is_interrupted() {
            return;
        }
        let name = |region: &str| format!("history:{region}");
        let is_of_failed = |object: &str| {
            // That no region knows the credentials is said of all of them.
            let is_of_all = object == "history" && !report.failed.is_empty();
            is_of_all || report.failed.keys().any(|it| name(it) == object)
        };
        let lost = notes.into_iter().filter(|note| !is_of_failed(&note.object));
        let mut failures: Failures = lost.map(|note| (note.object, note.message)).collect();
        self.lost += failures.len() as u64;
        for (region, error) in &report.failed {
            if self.failed.get(region) != Some(error) {
                let help = if error.help.is_empty() { "" } else { "; " };
                let why = format!("{error}{help}{}; the next round tries again", error.help);
                failures.push((name(region), why));
            }
        }
        unread::told(failures);
        self.failed.clone_from(&report.failed);
    }
}

fn health(tally: &Tally<'_>, failed: u64) -> Vec<String> {
    let [_, events] = tally.sums();
    let failed = (failed > 0).then(|| format!("{} not read", counted(failed, "region")));
    [events].into_iter().chain(failed).collect()
}
