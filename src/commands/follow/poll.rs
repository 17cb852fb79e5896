//! Looks into a bucket again and again: each round lists the days that are asked for, and reads what
//! was not met before.
//!
//! What was met is remembered object by object. To begin behind the last key, or the last time, would
//! lose what is delivered late: it is listed before what came earlier.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use super::desk::{Read, Work, name_of};
use super::gaps::{Gaps, is_refused};
use super::ledger::{Ledger, Line};
use super::round::{Round, day};
use super::seen::Seen;
use super::tally::Tally;
use super::unread::{self, Failures, Unread};
use super::{Follow, Kit};
use crate::aws::Bucket;
use crate::commands::{Outcome, counted, second, tell, user_error};
use crate::event::key::{Folder, Kind};
use crate::source::notice::Named;
use crate::source::{Fault, FaultKind, Listed, Listing, SourceError, Store as _};

/// Objects that are read, flushed and noted together.
const TOGETHER: usize = 100;
/// How far each round looks back.
const LOOKBACK: Duration = Duration::from_hours(24);
/// The pause behind rounds that fail doubles up to this.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Follows a bucket until it is told to stop, or nothing new comes.
pub(super) fn run(
    kit: Kit<'_>,
    bucket: &Bucket,
    follow: &Follow,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let mut poll = Poll::begin(kit, bucket, follow, now)?;
    Kit::ended(poll.follow())?;
    let is_bare = poll.is_bare && !poll.has_logs;
    let lacks = [
        (u64::from(is_bare), "source", "without a log"),
        (poll.unread.number(), "object", "not read"),
        (poll.gone, "object", "gone"),
        (poll.gaps.number(), "folder", "not listed"),
    ];
    let tally = poll.kit.finish()?;
    tally.tell(tally.sums().into(), &lacks);
    Ok(tally.outcome(&lacks))
}

/// One run under way.
struct Poll<'r> {
    kit: Kit<'r>,
    bucket: &'r Bucket,
    every: Duration,
    lookback: Duration,
    /// Digests are mirrored too.
    with_digests: bool,
    /// The first day that is listed.
    first: Date,
    /// What is there already is passed over.
    passes_over: bool,
    seen: Seen,
    unread: Unread,
    /// Objects that were listed, and were not there any more.
    gone: u64,
    /// Something in the bucket looked like a log,
    has_logs: bool,
    /// or it was told that nothing did.
    is_bare: bool,
    /// Why the command took nothing of the last object.
    refused: Option<String>,
    ledger: Option<Ledger>,
    gaps: Gaps,
    /// Counts the regions' folders that a round is to list.
    regions: Arc<AtomicUsize>,
}

impl<'r> Poll<'r> {
    fn begin(
        mut kit: Kit<'r>,
        bucket: &'r Bucket,
        follow: &Follow,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        kit.open_mirror(bucket.name())?;
        let lookback = follow.lookback.unwrap_or(LOOKBACK);
        let since = kit.filter.happened().since;
        // A log is named by its delivery, and clocks differ.
        let asked = since.map(|since| day(since, LOOKBACK));
        let first = day(now, lookback).min(asked.unwrap_or(Date::MAX));
        let mut poll = Self {
            kit,
            bucket,
            every: follow.every,
            lookback,
            with_digests: follow.to.is_some(),
            first,
            passes_over: since.is_none(),
            seen: Seen::default(),
            unread: Unread::default(),
            gone: 0,
            has_logs: false,
            is_bare: false,
            refused: None,
            ledger: None,
            gaps: Gaps::default(),
            regions: Arc::default(),
        };
        match &follow.ledger {
            Some(path) => poll.open(path, since, now)?,
            None => poll.told_since(since),
        }
        Ok(poll)
    }

    /// Opens the ledger: what it knows of need not be read again, all else of its days must.
    fn open(
        &mut self,
        path: &Path,
        since: Option<Timestamp>,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let source = self.bucket.place();
        let mut ledger = Ledger::open(path, &source, since.is_some(), &mut self.seen)?;
        match ledger.from() {
            Some(from) => {
                (self.first, self.passes_over) = (from, false);
                self.not_ahead(now);
                ledger.begin_on(self.first, &self.seen)?;
                let known = counted(self.seen.number(), "object");
                let since = since.map(|since| format!("; nothing from before {}", second(since)));
                let since = since.unwrap_or_default();
                self.tell(&format!("goes on where {} ends: {known} known{since}", path.display()));
            }
            None if self.passes_over => {}
            None => {
                ledger.begin(self.first, &[])?;
                self.told_since(since);
            }
        }
        self.ledger = Some(ledger);
        Ok(())
    }

    /// What a clock said that ran ahead must not keep today's logs from being listed.
    fn not_ahead(&mut self, now: Timestamp) {
        let latest = day(now, self.lookback);
        if latest < self.first {
            let first = std::mem::replace(&mut self.first, latest);
            self.tell(&format!(
                "a clock ran ahead: {first} was to be listed next; goes back to {latest}, and what \
                 came before may be missing"
            ));
        }
    }

    fn told_since(&self, since: Option<Timestamp>) {
        if let Some(since) = since {
            self.tell(&format!("begins with what happened at {}", second(since)));
        }
    }

    fn tell(&self, what: &str) {
        if !self.kit.context.globals.quiet {
            tell(&format!("{}: {what}", self.bucket.place()));
        }
    }

    /// Makes one round after the other.
    fn follow(&mut self) -> anyhow::Result<()> {
        let (mut last, mut pause) = (Instant::now(), self.every);
        let mut is_first = true;
        loop {
            self.not_ahead(Timestamp::now());
            let round = if self.passes_over { self.pass_over()? } else { self.round()? };
            if is_first && self.is_blind(&round) {
                let is_shut = |kind| matches!(kind, FaultKind::Denied | FaultKind::Missing);
                if let Some(error) = round.failed.iter().find(|it| is_shut(it.fault.kind())) {
                    return Err(user_error(error, "ct ls shows what may be listed"));
                }
            }
            is_first = false;
            if round.news > 0 {
                last = Instant::now();
            }
            let may_pass = |it: &SourceError| is_refused(it) && it.fault.kind() == FaultKind::Other;
            let longer = (pause * 2).min(LONGEST_PAUSE.max(self.every));
            pause = if round.failed.iter().any(may_pass) { longer } else { self.every };
            let is_last = round.is_over && self.is_past();
            self.end(round)?;
            if is_last {
                self.tell("--until is past, and nothing more can come");
                return Ok(());
            }
            let unread = self.unread.number();
            if self.kit.wait(pause, last, |tally| health(tally, unread)).is_break() {
                return Ok(());
            }
        }
    }

    /// Whether whatever comes late of what happened until then has come.
    fn is_past(&self) -> bool {
        let late = day(Timestamp::now(), self.lookback);
        let until = self.kit.filter.happened().until;
        until.is_some_and(|until| day(until, Duration::ZERO) < late)
    }

    /// Whether a round saw nothing of the bucket.
    fn is_blind(&self, round: &Round) -> bool {
        let regions = self.regions.load(Ordering::Relaxed);
        round.is_blind(&self.bucket.place(), regions, |error| self.prefix(error))
    }

    /// What could not be listed, without the bucket.
    fn prefix<'e>(&self, error: &'e SourceError) -> &'e str {
        let bucket = format!("s3://{}/", self.bucket.name());
        error.name.strip_prefix(&bucket).unwrap_or_default()
    }

    fn health(&mut self) {
        let unread = self.unread.number();
        self.kit.tally.now_and_then(|tally| health(tally, unread));
    }

    /// What of the bucket is listed.
    fn folders(&self) -> impl Fn(&Folder<'_>) -> bool + Send + Sync + use<'r> {
        let (filter, first, with_digests) = (self.kit.filter, self.first, self.with_digests);
        let regions = Arc::clone(&self.regions);
        regions.store(0, Ordering::Relaxed);
        move |folder| {
            let is_wanted = filter.admits_folder(folder)
                && (with_digests || folder.kind() != Some(Kind::Digest))
                && folder.days().is_none_or(|(_, last)| first <= last);
            let is_region = folder.region.is_some() && folder.days().is_none();
            regions.fetch_add(usize::from(is_wanted && is_region), Ordering::Relaxed);
            is_wanted
        }
    }

    /// The first round, if nothing that is there already is to be read.
    fn pass_over(&mut self) -> anyhow::Result<Round> {
        let (mut round, mut lines) = (Round::default(), Vec::new());
        self.seen.begin();
        let folder = self.folders();
        for found in self.bucket.list(&folder) {
            if self.kit.is_interrupted() {
                return Ok(round);
            }
            match found {
                Err(error) => round.failed.push(error),
                Ok(listed) => {
                    round.note(&listed.key, self.kit.filter);
                    self.seen.note(&listed.key, &listed.etag);
                    if self.ledger.is_some() {
                        lines.push(Line { key: listed.key, etag: listed.etag });
                    }
                }
            }
        }
        if self.kit.is_interrupted() {
            return Ok(round);
        }
        round.is_over = true;
        // Who could list nothing does not know what is there.
        if !self.is_blind(&round) {
            if let Some(ledger) = &mut self.ledger {
                ledger.begin(self.first, &lines)?;
            }
            self.passes_over = false;
            let (there, reads) = if round.logs == 1 { ("is", "it") } else { ("are", "them") };
            let logs = counted(round.logs, "object");
            self.tell(&format!("{logs} already there {there} passed over; --since reads {reads}"));
        }
        Ok(round)
    }

    /// Reads what is new.
    fn round(&mut self) -> anyhow::Result<Round> {
        let mut round = Round::default();
        self.seen.begin();
        self.unread.begin();
        let (folder, bucket) = (self.folders(), self.bucket);
        let mut listing = bucket.list(&folder);
        loop {
            let fresh = self.fresh(&mut listing, &mut round);
            if self.kit.is_interrupted() {
                return Ok(round);
            }
            if fresh.is_empty() {
                round.is_over = true;
                return Ok(round);
            }
            self.read(fresh, &mut round)?;
            self.health();
        }
    }

    /// The next objects that are to be read.
    fn fresh(&mut self, listing: &mut Listing<'_>, round: &mut Round) -> Vec<Listed> {
        // Which object a command failed for is known only if there is one.
        let together = if self.kit.has_command { 1 } else { TOGETHER };
        let mut fresh = Vec::new();
        while fresh.len() < together
            && !self.kit.is_interrupted()
            && let Some(found) = listing.next()
        {
            match found {
                Err(error) => round.failed.push(error),
                Ok(listed) => {
                    round.note(&listed.key, self.kit.filter);
                    let is_met = self.seen.meets(&listed.key, &listed.etag);
                    if !is_met && self.unread.is_due(&listed.key) {
                        fresh.push(listed);
                    }
                }
            }
        }
        fresh
    }

    /// Reads objects, and notes those that need not be read again.
    fn read(&mut self, fresh: Vec<Listed>, round: &mut Round) -> anyhow::Result<()> {
        let bucket = self.bucket.name();
        let named = |it: &Listed| Named { bucket: bucket.to_owned(), key: it.key.clone() };
        let work = fresh.iter().map(|listed| Work::Object(named(listed))).collect();
        let read = self.kit.read(work)?;
        let (mut lines, mut failures) = (Vec::new(), Failures::new());
        for listed in fresh {
            let name = name_of(&named(&listed));
            let is_wanted = self.kit.is_wanted(&listed.key);
            let (why, is_news) = self.settle(&listed, &name, &read);
            round.news += u64::from(is_wanted && is_news);
            match why {
                // A command that fails for each object is told of once.
                Some(_) if read.refused.is_some() && read.refused == self.refused => {}
                Some(why) if is_news => failures.push((name, why)),
                None if is_wanted => lines.push(Line { key: listed.key, etag: listed.etag }),
                _ => {}
            }
        }
        self.refused = read.refused;
        self.kit.count(read.coverage);
        // What ends the run is told once, not for each object.
        let stuck = self.kit.is_stuck();
        if stuck.is_ok() {
            unread::told(failures);
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.append(&lines)?;
        }
        stuck
    }

    /// Notes what became of an object: why it was not read, and whether that is news.
    fn settle(&mut self, listed: &Listed, name: &str, read: &Read) -> (Option<String>, bool) {
        let (key, absent) = (&*listed.key, &read.absent);
        if absent.gone.contains(name) {
            self.gone += 1;
            self.seen.note(key, &listed.etag);
            self.unread.is_read(key);
            return (Some("listed, but no longer there".to_owned()), true);
        }
        let is_final = absent.refused.contains(name);
        if !is_final && let Some(why) = absent.why.get(name).or(read.refused.as_ref()) {
            let is_news = self.unread.fail(key, self.every);
            return (Some(format!("{why}; it is tried again")), is_news);
        }
        self.seen.note(key, &listed.etag);
        let broken = read.coverage.errors().iter().find(|note| note.object == name);
        match broken {
            Some(_) => self.unread.is_broken(key),
            None => self.unread.is_read(key),
        }
        (broken.map(|note| note.message.clone()), true)
    }

    /// Draws what follows from a round for the next one.
    fn end(&mut self, round: Round) -> anyhow::Result<()> {
        if !round.is_over {
            return Ok(());
        }
        let is_whole = round.failed.is_empty();
        // Of what failed it is told why.
        self.has_logs = self.has_logs || round.logs > 0 || (is_whole && self.is_quiet());
        if !self.has_logs && is_whole && !std::mem::replace(&mut self.is_bare, true) {
            let place = self.bucket.place();
            let why =
                "nothing that looks like a log there yet; check prefix, --account and --region";
            tell(&format!("{place}: {why}"));
        }
        self.seen.end(self.first, is_whole);
        if is_whole {
            self.unread.end();
        }
        self.advance(&round)?;
        unread::told(self.gaps.end(round.failed));
        Ok(())
    }

    /// Whether there are regions' folders, and something in them, of whatever day: one that the user
    /// names in the source need not be there.
    fn is_quiet(&self) -> bool {
        let is_there = || matches!(self.bucket.list(&|_| true).next(), Some(Ok(_)));
        self.regions.load(Ordering::Relaxed) > 0 && is_there()
    }

    /// No longer asks for days that are too old, unless a folder holds them.
    fn advance(&mut self, round: &Round) -> anyhow::Result<()> {
        if self.passes_over || round.failed.iter().any(|error| self.holds(error, round)) {
            return Ok(());
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.begin_on(self.first, &self.seen)?;
        }
        let waited = self.unread.first_day(self.lookback).unwrap_or(Date::MAX);
        let next = day(Timestamp::now(), self.lookback).min(waited);
        if next > self.first {
            self.first = next;
            self.gaps.lapse(&round.failed);
        }
        Ok(())
    }

    /// Whether what could not be listed may be in a later round, and is waited for.
    fn holds(&self, error: &SourceError, round: &Round) -> bool {
        match &error.fault {
            // As long as there is nothing else, to wait costs nothing.
            _ if round.listed == 0 => true,
            // How a bucket is laid out stays as it is.
            Fault::Other(_) => false,
            // Who never could list a folder might never, and it would hold all others.
            fault if fault.kind() == FaultKind::Denied => self.seen.knows(self.prefix(error)),
            _ => true,
        }
    }
}

fn health(tally: &Tally<'_>, unread: u64) -> Vec<String> {
    let unread = (unread > 0).then(|| format!("{} not read", counted(unread, "object")));
    tally.sums().into_iter().chain(unread).chain(tally.lag()).collect()
}
