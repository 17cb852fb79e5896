//! Asks Event History again and again: each round from a while before the last one ended, since
//! events come late, and without what was told before.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::tally::Tally;
use super::unread::{self, Failures};
use super::{Follow, Kit};
use crate::aws::{self, History, Known, Place, Report, Standing};
use crate::commands::history::{Asked, left_out};
use crate::commands::{Context, Outcome, UserError, counted, second, tell, user_error};
use crate::coverage::Note;
use crate::event::time::Range;
use crate::filter::Filter;
use crate::source::{Fault, FaultKind};

/// How far each round looks back: events come about five minutes late, which is not guaranteed
/// ("Getting and viewing your CloudTrail log files", AWS CloudTrail User Guide).
const LOOKBACK: Duration = Duration::from_mins(30);
/// Insights are worked out from what went before.
const INSIGHT_LOOKBACK: Duration = Duration::from_hours(6);
/// A round that is behind asks for less time if the one before brought more pages, of 50 events, since
/// all that it brings is held at once; and for more, up to `MOST`, if it brought only a quarter.
const PAGES: usize = 400;
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
    Kit::ended(run.follow(follow.every))?;
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

/// Regions that told no more, and why.
type Failed = BTreeMap<String, aws::Error>;

/// One run under way.
struct Run<'r> {
    kit: Kit<'r>,
    history: &'r History,
    /// What happened before is not asked for.
    since: Timestamp,
    lookback: SignedDuration,
    /// When the last round began to ask.
    asked: Timestamp,
    /// How long a time a round asks for.
    window: SignedDuration,
    /// The regions, each with what is asked for next.
    places: Vec<Place>,
    known: Known,
    /// Regions that told no more in the last round.
    failed: Failed,
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
        let since = kit.filter.happened().since.map_or(now, |since| since.max(oldest));
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
        let (asked, window) = (now, least(lookback));
        Self { kit, history, since, lookback, asked, window, places, known, failed, lost, refused }
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
        // What a clock said that ran ahead must not keep what happens now from being asked for.
        (self.asked, self.since) = (now, self.since.min(now));
        let mut is_behind = false;
        for place in &mut self.places {
            let since = place.range.since.unwrap_or(self.since);
            let since = asked_from(since, now, self.lookback, self.since);
            let most = since.saturating_add(self.window).unwrap_or(end);
            // For a region that fails to come back there is nothing to hurry for.
            is_behind |= most < end && !self.failed.contains_key(&place.region);
            place.range = Range { since: Some(since), until: Some(end.min(most).max(since)) };
        }
        is_behind
    }

    /// Asks all regions; whether anything new came.
    fn round(&mut self, is_first: bool) -> anyhow::Result<bool> {
        let history = self.history.again(self.places.clone(), &self.known);
        let (mut coverage, refused) = self.kit.print(history.entries())?;
        let report = history.report();
        let shut = report.failed.values().find(|error| error.kind == FaultKind::Denied);
        if let Some(error) = shut.filter(|_| is_first && report.ended.is_empty()) {
            return Err(UserError::from(error.clone()).into());
        }
        // What a command does not take comes again and again.
        let is_first_refusal = self.refused.is_none();
        let news = coverage.events().total() > 0 && (refused.is_none() || is_first_refusal);
        // What is not whole is told here; what is left of the coverage was read.
        let notes = coverage.take_unreadable();
        if !self.kit.is_interrupted() {
            self.told(notes, &report, refused.is_none());
        }
        left_out(&report.off, self.kit.context, &mut coverage);
        self.kit.count(coverage);
        self.settle(refused, &report);
        self.window = window(self.window, report.pages, least(self.lookback));
        self.judge(&report);
        Ok(news)
    }

    /// Goes on behind what was taken; what a command did not take is asked for again.
    fn settle(&mut self, refused: Option<String>, report: &Report) {
        match refused {
            None => {
                self.advance(report);
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
    }

    /// A region that told everything is asked for what comes behind that, or may have come late.
    fn advance(&mut self, report: &Report) {
        for place in self.places.iter_mut().filter(|it| report.ended.contains(&it.region)) {
            let until = place.range.until.unwrap_or(self.since);
            place.range.since = Some(asked_from(until, self.asked, self.lookback, self.since));
        }
    }

    /// A region that is off is asked no more; but one that answered once is not off, whatever it says.
    fn judge(&mut self, report: &Report) {
        self.places.retain(|place| !report.off.contains(&place.region));
        for place in self.places.iter_mut().filter(|it| report.read.contains(&it.region)) {
            if place.standing == Standing::OptIn {
                place.standing = Standing::Wanted;
            }
        }
    }

    /// Tells of what is not whole, once: what was not taken comes again.
    fn told(&mut self, notes: Vec<Note>, report: &Report, is_taken: bool) {
        let lost = if is_taken { lost(notes, &report.failed) } else { Failures::new() };
        self.lost += lost.len() as u64;
        unread::told(lost.into_iter().chain(failures(&report.failed, &self.failed)).collect());
        self.failed.clone_from(&report.failed);
    }
}

/// From when on a region is asked that told everything up to `until`: what may come late is asked for
/// again, nothing that happened before `first` is.
fn asked_from(
    until: Timestamp,
    now: Timestamp,
    lookback: SignedDuration,
    first: Timestamp,
) -> Timestamp {
    let late = now.saturating_sub(lookback).unwrap_or(Timestamp::MIN);
    until.min(late).max(first)
}

/// The shortest time that a round asks for, so that each gets on, however far back it looks.
fn least(lookback: SignedDuration) -> SignedDuration {
    lookback.saturating_mul(2)
}

/// How long a time the next round asks for, if that one brought so many pages.
fn window(window: SignedDuration, pages: usize, least: SignedDuration) -> SignedDuration {
    let next = match pages {
        pages if pages > PAGES => window / 2,
        pages if pages > PAGES / 4 => window,
        _ => window.saturating_mul(2),
    };
    next.min(MOST).max(least)
}

/// What came and is not whole: what is noted, but that regions failed.
fn lost(notes: Vec<Note>, failed: &Failed) -> Failures {
    let is_of_failed = |note: &Note| {
        let says =
            |error: &aws::Error| note.message.starts_with(&Fault::from(error.clone()).to_string());
        // That no region knows the credentials is said of all of them.
        let is_of_all = note.object == "history" && !failed.is_empty();
        is_of_all || failed.iter().any(|(region, it)| name(region) == note.object && says(it))
    };
    let lost = notes.into_iter().filter(|note| !is_of_failed(note));
    lost.map(|note| (note.object, note.message)).collect()
}

/// Regions that failed, and did not in the round before for the same reason.
fn failures(failed: &Failed, before: &Failed) -> Failures {
    let news = failed.iter().filter(|(region, error)| before.get(*region) != Some(error));
    let told =
        |error: &aws::Error| format!("{}; the next round tries again", Fault::from(error.clone()));
    news.map(|(region, error)| (name(region), told(error))).collect()
}

fn name(region: &str) -> String {
    format!("history:{region}")
}

fn health(tally: &Tally<'_>, failed: u64) -> Vec<String> {
    let [_, events] = tally.sums();
    let failed = (failed > 0).then(|| format!("{} not read", counted(failed, "region")));
    [events].into_iter().chain(failed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn a_region_is_asked_again_only_for_what_may_come_late() {
        let lookback = SignedDuration::from_mins(30);
        let asked = |until, now, first| asked_from(time(until), time(now), lookback, time(first));
        assert_eq!(asked(100, 100, 0), time(70));
        assert_eq!(asked(50, 100, 0), time(50));
        assert_eq!(asked(100, 100, 90), time(90));
        // A clock that ran ahead was set right.
        assert_eq!(asked(500, 100, 0), time(70));
    }

    #[test]
    fn a_round_asks_for_less_time_where_much_happened() {
        let (hour, least) = (SignedDuration::from_hours, SignedDuration::from_hours(1));
        assert_eq!(window(hour(4), PAGES + 1, least), hour(2));
        assert_eq!(window(hour(1), PAGES + 1, least), hour(1));
        assert_eq!(window(hour(4), PAGES, least), hour(4));
        assert_eq!(window(hour(4), 34, least), hour(8));
        assert_eq!(window(hour(24), 0, least), MOST);
        assert_eq!(window(hour(24), 0, hour(48)), hour(48));
    }

    #[test]
    fn what_is_lost_is_told_beside_the_failure_of_its_region() {
        let error =
            aws::Error { kind: FaultKind::Denied, message: "no".into(), help: "ask".into() };
        let failed = Failed::from([("eu-west-1".to_owned(), error)]);
        let note = |object: &str, message: &str| Note {
            object: object.to_owned(),
            offset: None,
            message: message.to_owned(),
        };
        let without = "events that came without their records: 1";
        let notes = vec![
            note("history:eu-west-1", without),
            note("history:eu-west-1", "no; ask; events before 2026-11-20T10:00:00Z may be missing"),
            note("history:eu-west-2", without),
            note("history", "none of 3 regions knows the credentials"),
        ];
        let told = |region: &str| (name(region), without.to_owned());
        assert_eq!(lost(notes, &failed), [told("eu-west-1"), told("eu-west-2")]);
        assert_eq!(failures(&failed, &Failed::new()).len(), 1);
        assert!(failures(&failed, &failed).is_empty());
    }
}
