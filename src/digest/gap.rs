//! Time that no valid digest of a chain covers, and what that means.
//!
//! A stopped trail leaves a gap, and so does an attacker who deletes the newest digests, because no
//! digest links to the newest one. The difference is in the rest of the bucket: log files delivered
//! in the gap, events that switched the trail off, older objects of the chain, other chains of the
//! trail. This module applies the rules, one digest period at a time, and reads nothing.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::covered::CoveredTime;
use super::switch::LoggingSwitch;
use super::verdict::{Finding, Judgement, ObjectKind};
use super::window::{DigestWindow, HOUR, Window};
use crate::event::key::{Folder, Key};
use crate::source::S3Uri;

/// CloudTrail delivers an event within about 15 minutes ("CloudTrail log files", AWS CloudTrail User
/// Guide), so log files still arrive for that long after a trail was switched off.
const DELIVERY: SignedDuration = SignedDuration::from_mins(15);

/// A log file this close before a chain's first digest may have been delivered while the trail
/// started.
const EDGE: SignedDuration = SignedDuration::from_mins(10);

/// Stamps of log files are whole minutes.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Where a gap lies in its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapCause {
    /// After the newest digest.
    Tail,
    /// Digests are gone that a valid one links to, or that must exist between two others.
    Deleted,
    /// A digest is gone that a valid one links to, and no older one was listed.
    Head,
    /// Before a digest that is signed as the first of a chain, although older ones exist.
    Restart,
    /// Between two digests that link to each other.
    Pause,
    /// Before a digest that is signed as the first of a chain, and no older one exists.
    Beginning,
    /// Before the oldest digest, which is not valid, so that its link proves nothing.
    Unknown,
    /// The chain has no digest at all.
    Nothing,
}

/// What a gap means for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapState {
    /// Digests are proven to have existed: INVALID.
    Missing,
    /// Digests were due and none exists: nothing is proven.
    Gap,
    /// The first digest links to an older one, and nothing older is left in the bucket: expired, not
    /// fetched or deleted.
    Expired,
    /// A part of a period at the edge of the window. Only other chains can show that it was due.
    Partial,
    /// The period's digest is not due yet.
    Pending,
    /// A valid log file shows that the trail was switched off.
    Explained,
    /// The trail had not started.
    BeforeStart,
}

impl GapState {
    /// Whether the answer is complete despite the gap.
    pub fn is_harmless(self) -> bool {
        matches!(self, Self::Partial | Self::Pending | Self::Explained | Self::BeforeStart)
    }
}

/// Time that no valid digest covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it lies in the chain.
    pub cause: GapCause,
    /// What it means; [`GapState::Gap`] until [`Gap::resolve`].
    pub state: GapState,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// The event that switched the trail off, with its time.
    pub explained_by: Option<String>,
    /// Log files delivered in it that are in the bucket and that no digest lists.
    pub logs: u64,
    /// How many digests are missing.
    pub(super) missing: u64,
    /// When the newest of them ends.
    pub(super) newest: Timestamp,
    /// The URI of a digest of the chain, from which theirs are derived.
    pub(super) like: S3Uri,
    pub(super) backfill: bool,
    /// Digests that end later belong to another run.
    pub(super) last: Timestamp,
}

/// What is known about a chain when its gaps are resolved.
#[derive(Clone, Copy, Debug)]
pub struct GapEvidence<'e> {
    /// Events that switched the chain's trail on or off, in any order.
    pub switches: &'e [LoggingSwitch],
    /// When log files of the account and Region were delivered that no digest lists and no other
    /// trail can have delivered, in any order.
    pub delivered: &'e [Timestamp],
    /// Digests whose period ended by then are due.
    pub due: Timestamp,
    /// The window of the whole run.
    pub window: Window,
    /// What the other chains of the trail cover.
    pub others: &'e CoveredTime,
    /// Whether a digest or a log file of the chain from before the window is in the bucket.
    pub has_older: bool,
    /// Whether the chain is known to have had digests, even if none is left.
    pub is_known: bool,
    /// When the chain ended, and how that is known, if not from a log file.
    pub ended: Option<(Timestamp, &'e str)>,
}

/// When a chain was switched off.
struct Stop {
    at: Timestamp,
    /// When the trail was switched on again, unless the chain restarted then.
    resumed: Option<Timestamp>,
    /// Whether log files are still delivered, without digests.
    logs_continue: bool,
    words: String,
}

impl Gap {
    pub(super) fn new(cause: GapCause, [from, to]: [Timestamp; 2], like: S3Uri) -> Self {
        Self {
            cause,
            state: GapState::Gap,
            from,
            to,
            explained_by: None,
            logs: 0,
            missing: 0,
            newest: to,
            like,
            backfill: false,
            last: to,
        }
    }

    /// The whole window, for a chain without any digest.
    pub fn nothing(window: DigestWindow) -> Self {
        Self::new(GapCause::Nothing, [window.since, window.last], S3Uri::default())
    }

    /// How many digests are missing.
    pub fn missing_digests(&self) -> u64 {
        self.missing
    }

    /// One finding for each digest that is proven to have existed, the newest first.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        let named = if self.state == GapState::Missing && !self.like.key.is_empty() {
            self.missing
        } else {
            0
        };
        (0..named).map(|n| Finding {
            kind: ObjectKind::Digest,
            backfill: self.backfill,
            uri: at(&self.like, before(self.newest, n)),
            judgement: Judgement::missing(),
            hash: None,
            stored: None,
        })
    }

    /// The gap with its meaning, in the order of time. It is split if only a part of it is explained
    /// or pending.
    pub fn resolve(mut self, evidence: &GapEvidence<'_>) -> Vec<Self> {
        match self.cause {
            GapCause::Deleted => return self.linked(evidence),
            GapCause::Pause | GapCause::Unknown => {}
            // The window begins where the oldest digest does.
            GapCause::Head if self.from >= self.to && !evidence.has_older => return Vec::new(),
            GapCause::Head => {
                let oldest = evidence.delivered.iter().filter(|at| **at <= self.newest).min();
                if oldest.is_some() || evidence.has_older {
                    let reach = oldest.map_or(0, |at| hours(*at, self.newest) + 1);
                    self.state = GapState::Missing;
                    self.missing = self.missing.max(reach);
                } else {
                    self.state = GapState::Expired;
                    self.missing = 0;
                }
            }
            GapCause::Beginning => {
                let older = |at: &Timestamp| at.duration_until(self.to) > EDGE;
                let is_first = !evidence.has_older && !evidence.delivered.iter().any(older);
                self.state = if is_first { GapState::BeforeStart } else { GapState::Gap };
            }
            GapCause::Tail | GapCause::Restart | GapCause::Nothing => {
                return self.by_period(evidence);
            }
        }
        let within = evidence.delivered.iter().filter(|at| self.from <= **at && **at < self.to);
        self.logs = within.count() as u64;
        vec![self]
    }

    /// Digests that are proven to exist: missing, unless they are late.
    fn linked(mut self, evidence: &GapEvidence<'_>) -> Vec<Self> {
        let late = hours_up(evidence.due, self.newest).min(self.missing);
        let edge = before(self.newest, late).clamp(self.from, self.to);
        let count = |from, to| {
            let within = evidence.delivered.iter().filter(|at| from <= **at && **at < to);
            within.count() as u64
        };
        let pending = (late > 0).then(|| Self {
            state: GapState::Pending,
            from: edge,
            missing: 0,
            logs: count(edge, self.to),
            ..self.clone()
        });
        (self.state, self.missing) = (GapState::Missing, self.missing - late);
        (self.to, self.newest) = (edge, before(self.newest, late));
        self.logs = count(self.from, self.to);
        let missing = (self.missing > 0).then_some(self);
        missing.into_iter().chain(pending).collect()
    }

    /// Judges one period after another, and joins adjacent ones with the same meaning.
    fn by_period(self, evidence: &GapEvidence<'_>) -> Vec<Self> {
        let stop = self.stop(evidence);
        let Window { until, .. } = evidence.window;
        let is_closed = self.cause == GapCause::Restart;
        // A log file's stamp is its minute.
        let is_later = |at: &Timestamp| self.from < *at + MINUTE;
        let mut logs: Vec<Timestamp> =
            evidence.delivered.iter().copied().filter(is_later).collect();
        logs.sort_unstable();
        let whole = hours(self.from, until.min(evidence.due).min(self.to));
        let whole = if is_closed { self.to.min(until) } else { self.from + span_of(whole) };
        let last_log = logs.iter().rfind(|at| **at < whole).copied();
        let count = |[start, end]: [Timestamp; 2]| {
            let before = |time: Timestamp| logs.partition_point(|at| *at < time);
            before(end) - if start == self.from { 0 } else { before(start) }
        };
        let mut pieces: Vec<Self> = Vec::new();
        let mut start = self.from;
        while start < self.to && start < until {
            let end = if is_closed { (start + HOUR).min(self.to) } else { start + HOUR };
            if end > self.last {
                break;
            }
            let span = [start, end];
            let period = Period { span, logs: count(span) as u64, last_log };
            let state = self.state_of(&period, stop.as_ref(), evidence);
            self.add(&mut pieces, &period, state, until);
            if state == GapState::Pending {
                break;
            }
            start = end;
        }
        for piece in pieces.iter_mut().filter(|piece| piece.state == GapState::Explained) {
            piece.explained_by = stop.as_ref().map(|stop| stop.words.clone());
        }
        pieces
    }

    /// The last event that switched the trail off for this gap, or else what the user says.
    fn stop(&self, evidence: &GapEvidence<'_>) -> Option<Stop> {
        let earliest = self.from - (HOUR + DELIVERY);
        let latest = if self.cause == GapCause::Restart { self.to } else { Timestamp::MAX };
        let switches = || evidence.switches.iter();
        let on_after = |off: &LoggingSwitch| {
            let later = switches().filter(|on| !on.off && on.time > off.time);
            later.map(|on| on.time).min()
        };
        let is_close = |off: &&LoggingSwitch| {
            let is_still_off = on_after(off).is_none_or(|on| on > self.from);
            off.off && earliest <= off.time && off.time <= latest && is_still_off
        };
        let off = switches().filter(is_close).max_by_key(|off| off.time).map(|off| Stop {
            at: off.time,
            resumed: on_after(off).filter(|_| self.cause != GapCause::Restart),
            logs_continue: off.name == "UpdateTrail",
            words: format!("{} {}", off.name, off.time),
        });
        let said = evidence.ended.filter(|_| self.cause != GapCause::Restart).map(|(at, words)| {
            Stop { at, resumed: None, logs_continue: false, words: words.to_owned() }
        });
        off.or(said)
    }

    fn state_of(
        &self,
        period: &Period,
        stop: Option<&Stop>,
        evidence: &GapEvidence<'_>,
    ) -> GapState {
        let [start, end] = period.span;
        let Window { since, until } = evidence.window;
        if let Some(stop) = stop {
            // The period in which the trail was switched off may have had no digest of its own.
            let is_off = stop.at < end && stop.resumed.is_none_or(|on| start < on);
            if is_off && (period.logs == 0 || stop.logs_continue) {
                return GapState::Explained;
            }
        }
        if end > evidence.due {
            return GapState::Pending;
        }
        if !(since <= start && end <= until) {
            let within = [start.max(since), end.min(until)];
            let is_needed = period.logs > 0 || evidence.others.covers(within);
            return if is_needed { GapState::Gap } else { GapState::Partial };
        }
        let is_logged = period.last_log.is_some_and(|last| start < last + MINUTE);
        let is_known = self.cause != GapCause::Nothing || evidence.is_known;
        if is_logged && is_known { GapState::Missing } else { GapState::Gap }
    }

    /// Adds a period, to the piece before it if that has the same meaning.
    fn add(&self, pieces: &mut Vec<Self>, period: &Period, state: GapState, until: Timestamp) {
        let [start, end] = period.span;
        let missing = u64::from(matches!(state, GapState::Missing | GapState::Gap));
        // All later periods are pending too.
        let end = if state == GapState::Pending { end.max(self.to.min(until)) } else { end };
        match pieces.last_mut() {
            Some(piece) if piece.state == state => {
                (piece.to, piece.newest) = (end, end);
                piece.missing += missing;
                piece.logs += period.logs;
            }
            _ => pieces.push(Self {
                state,
                missing,
                logs: period.logs,
                newest: end,
                from: start,
                to: end,
                ..self.clone()
            }),
        }
    }
}

/// A digest period.
struct Period {
    span: [Timestamp; 2],
    /// Log files delivered in it that no digest lists.
    logs: u64,
    /// The last such log file of the gap.
    last_log: Option<Timestamp>,
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(from.duration_until(to).as_secs()).unwrap_or(0)
}

/// Whole hours from one time to another.
pub(super) fn hours(from: Timestamp, to: Timestamp) -> u64 {
    seconds(from, to) / 3600
}

/// The same, rounded up.
pub(super) fn hours_up(from: Timestamp, to: Timestamp) -> u64 {
    seconds(from, to).div_ceil(3600)
}

/// A duration of hours. The hours of any range of time fit.
pub(super) fn span_of(hours: u64) -> SignedDuration {
    SignedDuration::from_hours(i64::try_from(hours).unwrap_or(0))
}

/// A time some hours earlier.
fn before(time: Timestamp, hours: u64) -> Timestamp {
    time.checked_sub(span_of(hours)).unwrap_or(time)
}

/// The URI of the digest of the same chain that ends at another time.
fn at(like: &S3Uri, end: Timestamp) -> S3Uri {
    let Some(key) = Key::parse(&like.key) else { return like.clone() };
    if key.stamp == end {
        return like.clone();
    }
    let date = Offset::UTC.to_datetime(end).date();
    let date = (Some(date.year()), Some(date.month()), Some(date.day()));
    let folder = key.folder.map(|folder| match folder.date {
        (Some(_), _, _) => Folder { date, ..folder },
        _ => folder,
    });
    let other = Key { folder, stamp: end, ..key }.to_string();
    match like.key.rsplit_once('/') {
        Some((path, _)) if folder.is_none() => S3Uri::new(&*like.bucket, format!("{path}/{other}")),
        _ => S3Uri::new(&*like.bucket, other),
    }
}

#[cfg(test)]
mod tests;
