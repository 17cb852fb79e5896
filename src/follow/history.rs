//! Follows Event History: each cycle looks up the time since a while before the last one, because events
//! arrive late, and leaves out the events of earlier cycles.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::pending::{Failures, report_failures};
use super::reader::{Reader, unless_reader_gone};
use super::stats::{Shortfall, Stats, Summary};
use super::{FollowError, Result};
use crate::aws::{self, History, Known, LookupRegion, Report, Standing};
use crate::coverage::{Coverage, Note};
use crate::event::time::Range;
use crate::sink::numbers::{counted, second};
use crate::source::{Fault, FaultKind, Skip};

/// How far each cycle looks back if the user does not say: events arrive after about five minutes,
/// without a guarantee ("Getting and viewing your CloudTrail log files", AWS CloudTrail User Guide).
const LOOKBACK: Duration = Duration::from_mins(30);
/// CloudTrail computes Insights events from earlier ones.
const INSIGHT_LOOKBACK: Duration = Duration::from_hours(6);
/// A cycle that catches up covers half the time if the one before had more pages, of 50 events, since
/// all its events are in memory at once; and twice the time, up to `MOST`, if it had only a quarter.
const PAGES: usize = 400;
const MOST: SignedDuration = SignedDuration::from_hours(24);
/// The pause between cycles that catch up: the service allows two calls a second.
const CATCH_UP_PAUSE: Duration = Duration::from_secs(1);

/// How to follow Event History.
#[derive(Clone, Copy, Debug)]
pub(super) struct HistoryOptions {
    /// The pause between two cycles.
    pub(super) every: Duration,
    /// How far each cycle looks back; half an hour if not given, six hours for Insights events.
    pub(super) lookback: Option<Duration>,
    /// The credentials have a session token, which some Regions may not accept.
    pub(super) has_session_token: bool,
}

/// Follows Event History until the run is interrupted, or nothing new comes.
///
/// # Errors
/// No Region gives access, or the output cannot be written.
pub(super) fn follow(
    reader: Reader<'_>,
    history: &History,
    options: HistoryOptions,
) -> Result<Summary> {
    let mut run = Run::begin(reader, history, options);
    unless_reader_gone(run.follow(options.every))?;
    let shortfalls = [
        Shortfall::new(run.failed.len() as u64, "region", "not read"),
        Shortfall::new(run.incomplete, "answer", "not whole"),
        Shortfall::new(history.lacks().len() as u64, "filter", "not answered in full"),
        Shortfall::new(u64::from(run.command_failure.is_some()), "command", "failed"),
    ];
    let (stats, is_interrupted) = run.reader.finish()?;
    let parts = vec![stats.events()];
    Ok(stats.into_summary(parts, shortfalls, is_interrupted))
}

/// Regions that failed, and why.
type FailedRegions = BTreeMap<String, aws::Error>;

/// One run.
struct Run<'r> {
    reader: Reader<'r>,
    history: &'r History,
    has_session_token: bool,
    /// Earlier events are not looked up.
    since: Timestamp,
    lookback: SignedDuration,
    /// When the last cycle began.
    cycle_began: Timestamp,
    /// How much time a cycle covers.
    window: SignedDuration,
    /// The Regions, each with the time to look up next.
    places: Vec<LookupRegion>,
    /// Events of earlier cycles.
    known: Known,
    /// Regions that failed in the last cycle.
    failed: FailedRegions,
    /// Responses that lack something.
    incomplete: u64,
    /// Why the command failed for an event of the last cycle.
    command_failure: Option<String>,
}

impl<'r> Run<'r> {
    fn begin(reader: Reader<'r>, history: &'r History, options: HistoryOptions) -> Self {
        let query = history.query();
        let usual = if query.is_insight { INSIGHT_LOOKBACK } else { LOOKBACK };
        let lookback = options.lookback.unwrap_or(usual);
        let lookback = SignedDuration::try_from(lookback).unwrap_or(SignedDuration::MAX);
        let now = (reader.now)();
        let oldest = now.saturating_sub(aws::REACH).unwrap_or(now);
        // An earlier start time was reported when Event History was opened.
        let since = reader.filter.happened().since.map_or(now, |since| since.max(oldest));
        let mut places = query.places.clone();
        for place in &mut places {
            place.range.since = Some(since);
        }
        let (regions, from) = (counted(places.len() as u64, "region"), second(since));
        reader.reporter.info(&format!("history: {regions}, starting with events from {from}"));
        Self {
            reader,
            history,
            has_session_token: options.has_session_token,
            since,
            lookback,
            cycle_began: now,
            window: least_window(lookback),
            places,
            known: Known::default(),
            failed: FailedRegions::new(),
            incomplete: 0,
            command_failure: None,
        }
    }

    /// Runs one cycle after the other.
    fn follow(&mut self, every: Duration) -> Result<()> {
        let (mut last, mut is_first) = (Instant::now(), true);
        loop {
            let is_behind = self.plan();
            let pause = if is_behind { CATCH_UP_PAUSE.min(every) } else { every };
            if self.run_cycle(is_first)? {
                last = Instant::now();
            }
            if is_behind {
                // The latest time, where new events would be, is not looked up yet.
                last = Instant::now() + pause;
            }
            is_first = false;
            let failed = self.failed.len() as u64;
            if self.reader.wait(pause, last, |stats, _| status(stats, failed)).is_break() {
                return Ok(());
            }
        }
    }

    /// Plans the time of each Region for the next cycle; gives whether more follows.
    fn plan(&mut self) -> bool {
        let now = (self.reader.now)();
        let end = self.reader.filter.happened().until.map_or(now, |until| until.min(now));
        // A clock that was set back must not hide new events.
        (self.cycle_began, self.since) = (now, self.since.min(now));
        let mut is_behind = false;
        for place in &mut self.places {
            let since = place.range.since.unwrap_or(self.since);
            let since = next_start(since, now, self.lookback, self.since);
            let most = since.saturating_add(self.window).unwrap_or(end);
            // A Region that fails does not shorten the pause.
            is_behind |= most < end && !self.failed.contains_key(&place.region);
            place.range = Range { since: Some(since), until: Some(end.min(most).max(since)) };
        }
        is_behind
    }

    /// Looks up events in all Regions; gives whether any is new.
    fn run_cycle(&mut self, is_first: bool) -> Result<bool> {
        let history = self.history.again(self.places.clone(), &self.known);
        let (mut coverage, command_failure) = self.reader.read_entries(history.entries())?;
        let report = history.report();
        let denied = report.failed.values().find(|error| error.kind == FaultKind::Denied);
        if let Some(error) = denied.filter(|_| is_first && report.ended.is_empty()) {
            return Err(FollowError::from(error.clone()));
        }
        // Events that a command fails for come again in each cycle.
        let is_first_failure = self.command_failure.is_none();
        let has_new =
            coverage.events().total() > 0 && (command_failure.is_none() || is_first_failure);
        // Failures are reported here; the rest of the coverage was read.
        let notes = coverage.take_unreadable();
        if !self.reader.is_interrupted() {
            self.report_failures(notes, &report, command_failure.is_none());
        }
        self.skip_regions(&report, &mut coverage);
        self.reader.count(coverage);
        self.settle(command_failure, &report);
        self.window = next_window(self.window, report.pages, least_window(self.lookback));
        self.update_regions(&report);
        Ok(has_new)
    }

    /// Counts Regions that do not accept credentials which others accept.
    fn skip_regions(&self, report: &Report, coverage: &mut Coverage) {
        let has_token = self.has_session_token;
        let why = if has_token { Skip::NotEnabledOrToken } else { Skip::NotEnabled };
        report.off.iter().for_each(|_| coverage.add_skipped(why));
        let names: Vec<&str> = report.off.iter().map(String::as_str).collect();
        if !names.is_empty() {
            let (why, names) = (aws::why_regions_are_off(has_token), names.join(" "));
            self.reader.reporter.detail(&format!("history: {why}: {names}"));
        }
    }

    /// Resumes after the events of this cycle, or repeats them if the command failed.
    fn settle(&mut self, command_failure: Option<String>, report: &Report) {
        match command_failure {
            None => {
                self.advance(report);
                self.known.keep(&self.places);
                self.command_failure = None;
            }
            Some(why) => {
                self.known.drop_rest();
                if self.command_failure.as_ref() != Some(&why) {
                    self.reader.reporter.failure(&format!("{why}; will retry"));
                }
                self.command_failure = Some(why);
            }
        }
    }

    /// Moves on the start time of each Region that answered completely.
    fn advance(&mut self, report: &Report) {
        for place in self.places.iter_mut().filter(|it| report.ended.contains(&it.region)) {
            let until = place.range.until.unwrap_or(self.since);
            let start = next_start(until, self.cycle_began, self.lookback, self.since);
            place.range.since = Some(start);
        }
    }

    /// Drops Regions that are not enabled. One that answered once is enabled, whatever it says later.
    fn update_regions(&mut self, report: &Report) {
        self.places.retain(|place| !report.off.contains(&place.region));
        for place in self.places.iter_mut().filter(|it| report.read.contains(&it.region)) {
            if place.standing == Standing::OptIn {
                place.standing = Standing::Wanted;
            }
        }
    }

    /// Reports incomplete responses and failed Regions once. Responses that the command failed for
    /// come again.
    fn report_failures(&mut self, notes: Vec<Note>, report: &Report, is_taken: bool) {
        let incomplete = if is_taken { incomplete(notes, &report.failed) } else { Failures::new() };
        self.incomplete += incomplete.len() as u64;
        let failures = incomplete.into_iter().chain(new_failures(&report.failed, &self.failed));
        report_failures(failures.collect(), self.reader.reporter);
        self.failed.clone_from(&report.failed);
    }
}

/// The start time for a Region that was looked up until `until`: late events are looked up again, but
/// none before `first`.
fn next_start(
    until: Timestamp,
    now: Timestamp,
    lookback: SignedDuration,
    first: Timestamp,
) -> Timestamp {
    let late = now.saturating_sub(lookback).unwrap_or(Timestamp::MIN);
    until.min(late).max(first)
}

/// The shortest time that a cycle covers, so that it advances however far it looks back.
fn least_window(lookback: SignedDuration) -> SignedDuration {
    lookback.saturating_mul(2)
}

/// How much time the next cycle covers, if the last one had so many pages.
fn next_window(window: SignedDuration, pages: usize, least: SignedDuration) -> SignedDuration {
    let next = match pages {
        pages if pages > PAGES => window / 2,
        pages if pages > PAGES / 4 => window,
        _ => window.saturating_mul(2),
    };
    next.min(MOST).max(least)
}

/// The incomplete responses among the notes: all but those about failed Regions.
fn incomplete(notes: Vec<Note>, failed: &FailedRegions) -> Failures {
    let is_of_failed = |note: &Note| {
        let is_about =
            |error: &aws::Error| note.message.starts_with(&Fault::from(error.clone()).to_string());
        // A note without a Region is about all of them.
        let is_of_all = note.object == "history" && !failed.is_empty();
        is_of_all || failed.iter().any(|(region, it)| name(region) == note.object && is_about(it))
    };
    let incomplete = notes.into_iter().filter(|note| !is_of_failed(note));
    incomplete.map(|note| (note.object, note.message)).collect()
}

/// Regions that failed, and did not fail for the same reason in the cycle before.
fn new_failures(failed: &FailedRegions, before: &FailedRegions) -> Failures {
    let new = failed.iter().filter(|(region, error)| before.get(*region) != Some(error));
    let why = |error: &aws::Error| format!("{}; will retry", Fault::from(error.clone()));
    new.map(|(region, error)| (name(region), why(error))).collect()
}

fn name(region: &str) -> String {
    format!("history:{region}")
}

/// The parts of a status line.
fn status(stats: &Stats, failed: u64) -> Vec<String> {
    let failed = (failed > 0).then(|| format!("{} not read", counted(failed, "region")));
    [stats.events()].into_iter().chain(failed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn a_region_is_looked_up_again_only_for_late_events() {
        let lookback = SignedDuration::from_mins(30);
        let start = |until, now, first| next_start(time(until), time(now), lookback, time(first));
        assert_eq!(start(100, 100, 0), time(70));
        assert_eq!(start(50, 100, 0), time(50));
        assert_eq!(start(100, 100, 90), time(90));
        // The clock was set back.
        assert_eq!(start(500, 100, 0), time(70));
    }

    #[test]
    fn a_cycle_covers_less_time_where_there_are_many_events() {
        let (hour, least) = (SignedDuration::from_hours, SignedDuration::from_hours(1));
        assert_eq!(next_window(hour(4), PAGES + 1, least), hour(2));
        assert_eq!(next_window(hour(1), PAGES + 1, least), hour(1));
        assert_eq!(next_window(hour(4), PAGES, least), hour(4));
        assert_eq!(next_window(hour(4), 34, least), hour(8));
        assert_eq!(next_window(hour(24), 0, least), MOST);
        assert_eq!(next_window(hour(24), 0, hour(48)), hour(48));
    }

    #[test]
    fn an_incomplete_response_is_reported_beside_the_failure_of_its_region() {
        let error =
            aws::Error { kind: FaultKind::Denied, message: "no".into(), help: "ask".into() };
        let failed = FailedRegions::from([("eu-west-1".to_owned(), error)]);
        let note = |object: &str, message: &str| Note {
            object: object.to_owned(),
            offset: None,
            message: message.to_owned(),
        };
        let without = "events without a record: 1";
        let notes = vec![
            note("history:eu-west-1", without),
            note("history:eu-west-1", "no; ask; events before 2026-11-20T10:00:00Z may be missing"),
            note("history:eu-west-2", without),
            note("history", "all 3 regions reject the credentials"),
        ];
        let reported = |region: &str| (name(region), without.to_owned());
        assert_eq!(incomplete(notes, &failed), [reported("eu-west-1"), reported("eu-west-2")]);
        assert_eq!(new_failures(&failed, &FailedRegions::new()).len(), 1);
        assert!(new_failures(&failed, &failed).is_empty());
    }
}
