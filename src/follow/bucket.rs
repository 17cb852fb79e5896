//! Follows a bucket: each poll cycle lists the requested days, and reads the objects that were not seen
//! before.
//!
//! Seen objects are remembered one by one. Listing from the last key, or the last time, would lose
//! late deliveries: their keys sort before those that came earlier.

mod resume;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use super::fetcher::{Fetched, ObjectOutcome, Work, object_id};
use super::ledger::{Ledger, Line};
use super::pending::{Failures, Pending, report_failures};
use super::poll_cycle::{PollCycle, day};
use super::reader::{Reader, unless_reader_gone};
use super::seen_objects::SeenObjects;
use super::stats::{Shortfall, Stats, Summary};
use super::unlisted_folders::{UnlistedFolders, is_refused};
use super::{FollowError, Result};
use crate::aws::Bucket;
use crate::event::key::{Folder, Kind};
use crate::sink::numbers::counted;
use crate::source::{Fault, FaultKind, Listed, Listing, S3Uri, SourceError, Store as _};

/// Objects that are read, flushed and recorded together.
const TOGETHER: usize = 100;
/// How far each cycle looks back if the user does not say.
const LOOKBACK: Duration = Duration::from_hours(24);
/// The pause between cycles that fail doubles up to this.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// How to follow a bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct BucketOptions<'o> {
    /// The pause between two cycles.
    pub(super) every: Duration,
    /// How far each cycle looks back; a day if not given.
    pub(super) lookback: Option<Duration>,
    /// The file that records which objects were read.
    pub(super) ledger: Option<&'o Path>,
    /// List digest files too, to mirror them.
    pub(super) with_digests: bool,
}

/// Follows a bucket until the run is interrupted, nothing new comes, or the end time has passed.
///
/// # Errors
/// The bucket cannot be listed at all, or the ledger, the mirror or the output cannot be written.
pub(super) fn follow(
    reader: Reader<'_>,
    bucket: &Bucket,
    options: BucketOptions<'_>,
) -> Result<Summary> {
    let mut run = Run::begin(reader, bucket, options)?;
    unless_reader_gone(run.follow())?;
    let is_without_logs = run.reported_no_logs && !run.has_logs;
    let shortfalls = [
        Shortfall::new(u64::from(is_without_logs), "source", "without a log"),
        Shortfall::new(run.pending.len(), "object", "not read"),
        Shortfall::new(run.gone, "object", "gone"),
        Shortfall::new(run.unlisted.len(), "folder", "not listed"),
    ];
    let (stats, is_interrupted) = run.reader.finish()?;
    let parts = vec![stats.objects(), stats.events()];
    Ok(stats.into_summary(parts, shortfalls, is_interrupted))
}

/// One run.
struct Run<'r> {
    reader: Reader<'r>,
    bucket: &'r Bucket,
    every: Duration,
    lookback: Duration,
    with_digests: bool,
    /// The first day to list.
    first: Date,
    /// Existing objects are to be skipped, and were not listed yet.
    skips_existing: bool,
    seen: SeenObjects,
    pending: Pending,
    /// Objects that were listed and then deleted.
    gone: u64,
    /// A listed object was a log file by its name.
    has_logs: bool,
    /// It was reported that none was.
    reported_no_logs: bool,
    /// Why the command failed for the last object.
    command_failure: Option<String>,
    ledger: Option<Ledger>,
    unlisted: UnlistedFolders,
    /// Counts the Regions' folders that a cycle is to list.
    regions: Arc<AtomicUsize>,
}

impl<'r> Run<'r> {
    fn begin(
        mut reader: Reader<'r>,
        bucket: &'r Bucket,
        options: BucketOptions<'_>,
    ) -> Result<Self> {
        reader.open_mirror(bucket.name())?;
        let now = (reader.now)();
        let lookback = options.lookback.unwrap_or(LOOKBACK);
        let since = reader.filter.happened().since;
        // A key has the time of delivery, and clocks differ.
        let since_day = since.map(|since| day(since, LOOKBACK));
        let mut run = Self {
            reader,
            bucket,
            every: options.every,
            lookback,
            with_digests: options.with_digests,
            first: day(now, lookback).min(since_day.unwrap_or(Date::MAX)),
            skips_existing: since.is_none(),
            seen: SeenObjects::default(),
            pending: Pending::default(),
            gone: 0,
            has_logs: false,
            reported_no_logs: false,
            command_failure: None,
            ledger: None,
            unlisted: UnlistedFolders::default(),
            regions: Arc::default(),
        };
        match options.ledger {
            Some(path) => run.open_ledger(path, since, now)?,
            None => run.report_start(since),
        }
        Ok(run)
    }

    fn info(&self, text: &str) {
        self.reader.reporter.info(&format!("{}: {text}", self.bucket.place()));
    }

    /// Runs one poll cycle after the other.
    fn follow(&mut self) -> Result<()> {
        let (mut last, mut pause) = (Instant::now(), self.every);
        let mut is_first = true;
        loop {
            self.correct_first_day((self.reader.now)(), "the clock was set back");
            let cycle = if self.skips_existing { self.skip_existing()? } else { self.read_new()? };
            if is_first && self.is_refused(&cycle) {
                let is_final = |kind| matches!(kind, FaultKind::Denied | FaultKind::Missing);
                if let Some(error) = cycle.failed.iter().find(|it| is_final(it.fault.kind())) {
                    return Err(FollowError::user(error, "ct ls shows what may be listed"));
                }
            }
            is_first = false;
            if cycle.new > 0 {
                last = Instant::now();
            }
            let is_passing =
                |it: &SourceError| is_refused(it) && it.fault.kind() == FaultKind::Other;
            let longer = (pause * 2).min(LONGEST_PAUSE.max(self.every));
            pause = if cycle.failed.iter().any(is_passing) { longer } else { self.every };
            let is_last = cycle.is_finished && self.is_past_end();
            self.end_cycle(cycle)?;
            if is_last {
                self.info("--until has passed, and no later objects are expected");
                return Ok(());
            }
            let pending = self.pending.len();
            let status = |stats: &Stats, now| status(stats, now, pending);
            if self.reader.wait(pause, last, status).is_break() {
                return Ok(());
            }
        }
    }

    /// Whether the end time has passed by more than late deliveries take.
    fn is_past_end(&self) -> bool {
        let late = day((self.reader.now)(), self.lookback);
        let until = self.reader.filter.happened().until;
        until.is_some_and(|until| day(until, Duration::ZERO) < late)
    }

    /// Whether AWS refused to list anything of the bucket.
    fn is_refused(&self, cycle: &PollCycle) -> bool {
        let regions = self.regions.load(Ordering::Relaxed);
        cycle.is_refused(&self.bucket.place(), regions, |error| self.prefix(error))
    }

    /// The prefix of a failed listing.
    fn prefix<'e>(&self, error: &'e SourceError) -> &'e str {
        let bucket = format!("s3://{}/", self.bucket.name());
        error.name.strip_prefix(&bucket).unwrap_or_default()
    }

    /// Which folders a cycle lists.
    fn folders(&self) -> impl Fn(&Folder<'_>) -> bool + Send + Sync + use<'r> {
        let (filter, first, with_digests) = (self.reader.filter, self.first, self.with_digests);
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

    /// The first cycle if existing objects are skipped.
    fn skip_existing(&mut self) -> Result<PollCycle> {
        let (mut cycle, mut lines) = (PollCycle::default(), Vec::new());
        self.seen.begin_cycle();
        let folder = self.folders();
        for found in self.bucket.list(&folder) {
            if self.reader.is_interrupted() {
                return Ok(cycle);
            }
            match found {
                Err(error) => cycle.failed.push(error),
                Ok(listed) => {
                    cycle.add_listed(&listed.key, self.reader.filter);
                    self.seen.insert(&listed.key, &listed.etag);
                    if self.ledger.is_some() {
                        lines.push(Line { key: listed.key, etag: listed.etag });
                    }
                }
            }
        }
        if self.reader.is_interrupted() {
            return Ok(cycle);
        }
        cycle.is_finished = true;
        // A refused listing does not say which objects exist.
        if !self.is_refused(&cycle) {
            if let Some(ledger) = &mut self.ledger {
                ledger.begin(self.first, &lines)?;
            }
            self.skips_existing = false;
            let logs = counted(cycle.logs, "existing object");
            let them = if cycle.logs == 1 { "it" } else { "them" };
            self.info(&format!("{logs} skipped; --since reads {them}"));
        }
        Ok(cycle)
    }

    /// A cycle that reads new objects.
    fn read_new(&mut self) -> Result<PollCycle> {
        let mut cycle = PollCycle::default();
        self.seen.begin_cycle();
        self.pending.begin_cycle();
        let (folder, bucket) = (self.folders(), self.bucket);
        let mut listing = bucket.list(&folder);
        loop {
            let objects = self.next_objects(&mut listing, &mut cycle);
            if self.reader.is_interrupted() {
                return Ok(cycle);
            }
            if objects.is_empty() {
                cycle.is_finished = true;
                return Ok(cycle);
            }
            self.read(objects, &mut cycle)?;
            let pending = self.pending.len();
            self.reader.send_status(|stats, now| status(stats, now, pending));
        }
    }

    /// The next objects to read.
    fn next_objects(&mut self, listing: &mut Listing<'_>, cycle: &mut PollCycle) -> Vec<Listed> {
        // One at a time for a command, so that its failure belongs to one object.
        let together = if self.reader.has_command() { 1 } else { TOGETHER };
        let mut objects = Vec::new();
        while objects.len() < together
            && !self.reader.is_interrupted()
            && let Some(found) = listing.next()
        {
            match found {
                Err(error) => cycle.failed.push(error),
                Ok(listed) => {
                    cycle.add_listed(&listed.key, self.reader.filter);
                    let is_seen = self.seen.note_listed(&listed.key, &listed.etag);
                    if !is_seen && self.pending.is_due(&listed.key) {
                        objects.push(listed);
                    }
                }
            }
        }
        objects
    }

    /// Reads objects, and records those that need not be read again.
    fn read(&mut self, objects: Vec<Listed>, cycle: &mut PollCycle) -> Result<()> {
        let bucket = self.bucket.name();
        let object_ref = |it: &Listed| S3Uri { bucket: bucket.to_owned(), key: it.key.clone() };
        let work = objects.iter().map(|listed| Work::Object(object_ref(listed))).collect();
        let fetched = self.reader.read(work)?;
        let (mut lines, mut failures) = (Vec::new(), Failures::new());
        for listed in objects {
            let name = object_id(&object_ref(&listed)).name;
            let is_wanted = self.reader.is_wanted(&listed.key);
            let (failure, is_new) = self.settle(&listed, &name, &fetched);
            cycle.new += u64::from(is_wanted && is_new);
            let command_failure = &fetched.command_failure;
            match failure {
                // A command that fails for every object is reported once.
                Some(_)
                    if command_failure.is_some() && *command_failure == self.command_failure => {}
                Some(why) if is_new => failures.push((name, why)),
                None if is_wanted => lines.push(Line { key: listed.key, etag: listed.etag }),
                _ => {}
            }
        }
        self.command_failure = fetched.command_failure;
        self.reader.count(fetched.coverage);
        // A failure that ends the run is reported once, not for each object.
        let mirror = self.reader.check_mirror();
        if mirror.is_ok() {
            report_failures(failures, self.reader.reporter);
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.append(&lines)?;
        }
        mirror
    }

    /// Notes the outcome of an object; gives why it was not read, and whether that is new.
    fn settle(&mut self, listed: &Listed, name: &str, fetched: &Fetched) -> (Option<String>, bool) {
        let key = &*listed.key;
        let outcome = fetched.outcomes.get(name);
        let retry = match outcome {
            Some(ObjectOutcome::Unavailable(why)) => Some(why),
            Some(ObjectOutcome::Gone) => None,
            _ => fetched.command_failure.as_ref(),
        };
        if let Some(why) = retry {
            let is_new = self.pending.add(key, self.every);
            return (Some(format!("{why}; will retry")), is_new);
        }
        self.seen.insert(key, &listed.etag);
        if let Some(ObjectOutcome::Unreadable(why)) = outcome {
            self.pending.add_corrupt(key);
            return (Some(why.clone()), true);
        }
        self.pending.remove(key);
        let is_gone = matches!(outcome, Some(ObjectOutcome::Gone));
        self.gone += u64::from(is_gone);
        (is_gone.then(|| "listed, but no longer exists".to_owned()), true)
    }

    /// Ends a cycle, and plans the next one.
    fn end_cycle(&mut self, cycle: PollCycle) -> Result<()> {
        if !cycle.is_finished {
            return Ok(());
        }
        let is_complete = cycle.failed.is_empty();
        // A failed listing is reported with its reason.
        self.has_logs = self.has_logs || cycle.logs > 0 || (is_complete && self.is_quiet());
        if !self.has_logs && is_complete && !std::mem::replace(&mut self.reported_no_logs, true) {
            let place = self.bucket.place();
            let why = "no log files found yet: check the prefix, --account and --region";
            self.reader.reporter.problem(&format!("{place}: {why}"));
        }
        self.seen.end_cycle(self.first, is_complete);
        if is_complete {
            self.pending.end_cycle();
        }
        self.advance(&cycle)?;
        report_failures(self.unlisted.end_cycle(cycle.failed), self.reader.reporter);
        Ok(())
    }

    /// Whether there are Regions' folders with objects of any day: the source is right, and only
    /// quiet. A folder that the user names need not exist.
    fn is_quiet(&self) -> bool {
        let has_any = || matches!(self.bucket.list(&|_| true).next(), Some(Ok(_)));
        self.regions.load(Ordering::Relaxed) > 0 && has_any()
    }

    /// Moves the first day to list, unless a folder keeps its days.
    fn advance(&mut self, cycle: &PollCycle) -> Result<()> {
        if self.skips_existing || cycle.failed.iter().any(|error| self.keeps_days(error, cycle)) {
            return Ok(());
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.move_to(self.first, &self.seen)?;
        }
        let pending = self.pending.first_day(self.lookback).unwrap_or(Date::MAX);
        let next = day((self.reader.now)(), self.lookback).min(pending);
        if next > self.first {
            self.first = next;
            self.unlisted.lapse(&cycle.failed);
        }
        Ok(())
    }

    /// Whether to go on listing the same days for a folder that could not be listed.
    fn keeps_days(&self, error: &SourceError, cycle: &PollCycle) -> bool {
        match &error.fault {
            // If nothing else is listed, waiting costs nothing.
            _ if cycle.listed == 0 => true,
            // The layout of a bucket does not change.
            Fault::Other(_) => false,
            // A folder that was never listed might never be, and would hold all others.
            fault if fault.kind() == FaultKind::Denied => {
                self.seen.knows_folder(self.prefix(error))
            }
            _ => true,
        }
    }
}

/// The parts of a status line.
fn status(stats: &Stats, now: Timestamp, pending: u64) -> Vec<String> {
    let pending = (pending > 0).then(|| format!("{} not read", counted(pending, "object")));
    let counts = [stats.objects(), stats.events()];
    counts.into_iter().chain(pending).chain(stats.delivery_age(now)).collect()
}
