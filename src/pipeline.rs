//! Runs objects through decoder, filter and sink on all cores.
//!
//! Memory is one budget: each thread holds one object of at most its share, inflated, and what
//! matched in it; larger objects are read one at a time.

use std::io;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::coverage::{Coverage, Note, Skip};
use crate::event::Event;
use crate::event::archive::Archive;
use crate::event::decode::{Content, DecodeError, Decoder, MOST_MALFORMED, Records};
use crate::event::inflate::Damage;
use crate::event::json::Index;
use crate::event::key::{Folder, Key, Kind, is_log_name};
use crate::filter::Filter;
use crate::sink::Sink;
use crate::sink::ordered::Ordered;
use crate::source::memory::Memory;
use crate::source::{Fault, Object, Objects, SourceError};

/// Records of an object that a sink is shown if it wants a sample.
pub const SAMPLE: usize = 10_000;

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Threads that inflate and search.
    pub threads: usize,
    /// Bytes that an object may inflate to.
    pub limit: usize,
    /// Bytes that all threads together may hold.
    pub memory: usize,
    /// Count matching events without a readable time even if no time window is set.
    pub count_untimed: bool,
}

/// How far a run has come, for whoever watches.
#[derive(Debug, Default)]
pub struct Progress {
    /// Objects that were taken up.
    pub objects: AtomicU64,
    /// Their bytes as they are stored.
    pub bytes: AtomicU64,
}

/// Reads every object, hands the events that match to `sink`, and tells what was covered.
///
/// The sink sees objects in their order, and the answer is the same for any number of threads.
///
/// # Errors
/// The sink cannot write. What cannot be read is no error here but part of the coverage.
pub fn run<S: Sink>(
    objects: Objects<'_>,
    filter: &Filter,
    sink: &mut S,
    settings: Settings,
    progress: &Progress,
) -> io::Result<Coverage> {
    let mut coverage = Coverage::default();
    let memory = Memory::new(settings.memory, settings.threads, settings.limit);
    let twins = Twins { idle: Mutex::new(vec![sink.fork()]), most: settings.threads };
    let ordered = Ordered::new(|part: Part<S>| {
        let Part { name, mut twin, tally } = part;
        coverage.add(tally);
        let flow = sink.merge(&name, &mut twin)?;
        coverage.stopped_early |= flow.is_break();
        twins.put_back(twin);
        Ok(flow)
    });
    let numbered = Mutex::new(objects.enumerate());
    std::thread::scope(|scope| {
        for _ in 0..settings.threads.max(1) {
            scope.spawn(|| {
                let _wake_others = ordered.abandon_on_panic();
                let mut worker = Worker::new(filter, settings, &memory, progress);
                while let Some((number, object)) = next(&numbered) {
                    let part = worker.part(object, twins.take());
                    if ordered.submit(number as u64, part.twin.held(), part).is_break() {
                        return;
                    }
                }
            });
        }
    });
    ordered.finish()?;
    Ok(coverage)
}

fn next<T>(objects: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    objects.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Empty twins of a sink, kept for the room that they have.
struct Twins<S> {
    /// Never empty: the first one is only forked.
    idle: Mutex<Vec<S>>,
    /// How many are kept.
    most: usize,
}

impl<S: Sink> Twins<S> {
    fn take(&self) -> S {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() > 1 { idle.swap_remove(1) } else { idle[0].fork() }
    }

    fn put_back(&self, twin: S) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() <= self.most {
            idle.push(twin);
        }
    }
}

/// What came of one object.
struct Part<S> {
    name: String,
    twin: S,
    tally: Coverage,
}

/// One thread's buffers.
struct Worker<'r> {
    search: Search<'r>,
    memory: &'r Memory,
    /// Bytes that an object may inflate to if memory allows.
    limit: usize,
    progress: &'r Progress,
    decoder: Decoder,
    stored: Vec<u8>,
}

impl<'r> Worker<'r> {
    fn new(
        filter: &'r Filter,
        settings: Settings,
        memory: &'r Memory,
        progress: &'r Progress,
    ) -> Self {
        let decoder = Decoder::new(memory.share());
        let is_window = filter.has_window();
        let check_times = is_window || settings.count_untimed;
        let reads_identity = filter.reads_identity();
        let index = Index::default();
        let search = Search { filter, index, is_window, check_times, reads_identity };
        let limit = settings.limit;
        Self { search, memory, limit, progress, decoder, stored: Vec::new() }
    }

    fn part<S: Sink>(&mut self, object: Result<Object, SourceError>, twin: S) -> Part<S> {
        self.progress.objects.fetch_add(1, Ordering::Relaxed);
        let mut part = Part { name: String::new(), twin, tally: Coverage::default() };
        match object {
            Ok(object) => {
                part.name.clone_from(&object.name);
                self.object(object, &mut part);
            }
            Err(error) => part.tally.object_unreadable(&error.name, &error.fault),
        }
        part
    }

    fn object<S: Sink>(&mut self, object: Object, part: &mut Part<S>) {
        if let Some(why) = skip(&object.key, object.explicit, self.search.filter) {
            if why == Skip::Archive
                && let Some(archive) = Archive::of_name(&object.key)
            {
                part.tally.warn(&part.name, archive.to_string());
            }
            return part.tally.object_skipped(why);
        }
        let (key, explicit) = (object.key.clone(), object.explicit);
        let share = self.memory.share();
        let is_large = object.size().is_some_and(|size| size > share as u64);
        let mut alone = is_large.then(|| self.memory.alone());
        if let Err(error) = object.read(self.memory.most(), &mut self.stored) {
            return self.unreadable(part, error);
        }
        self.progress.bytes.fetch_add(self.stored.len() as u64, Ordering::Relaxed);
        if alone.is_none() && self.stored.len() <= share {
            let flow = self.search.object(&mut self.decoder, &self.stored, (&key, explicit), part);
            if flow.is_continue() {
                return;
            }
        }
        alone.get_or_insert_with(|| self.memory.alone());
        // Both buffers are let go of again: they would stay as large.
        let stored = std::mem::take(&mut self.stored);
        let mut decoder = Decoder::new(self.memory.most());
        if self.search.object(&mut decoder, &stored, (&key, explicit), part).is_break() {
            let (name, most) = (part.name.clone(), self.memory.most());
            let fault = if most < self.limit {
                Fault::TooLarge(most)
            } else {
                Fault::Other(Damage::TooLarge(most).to_string())
            };
            self.unreadable(part, SourceError { name, fault });
        }
    }

    fn unreadable<S>(&self, part: &mut Part<S>, error: SourceError) {
        let SourceError { name, fault } = error;
        let most = self.memory.most();
        match fault {
            Fault::TooLarge(_) if most < self.limit => {
                let why = format!("larger than memory allows ({most} bytes): raise --max-memory");
                part.tally.object_unreadable(&name, &why);
            }
            fault => part.tally.object_unreadable(&name, &fault),
        }
    }
}

/// Why an object with this key is not to be read, if its key says so. `explicit`: it was asked for
/// by name.
pub fn skip(key: &str, explicit: bool, filter: &Filter) -> Option<Skip> {
    let parsed = Key::parse(key);
    let folder = key.rsplit_once('/').and_then(|(path, _)| Folder::parse(path));
    match (parsed, folder) {
        (Some(parsed), _) if parsed.kind == Kind::Digest => Some(Skip::Digest),
        (Some(parsed), _) if !filter.admits(&parsed) => Some(Skip::OutOfScope),
        (Some(_), _) => None,
        (None, _) if explicit => None,
        (None, Some(folder)) if folder.kind() == Some(Kind::Digest) => Some(Skip::Digest),
        (None, Some(folder)) if folder.is_foreign() => Some(Skip::Foreign),
        _ if Archive::of_name(key).is_some() => Some(Skip::Archive),
        _ if !is_log_name(key) => Some(Skip::NotALog),
        _ => None,
    }
}

/// What other tools might show of an object may differ from what its digest covers.
fn warn_of_packing<S>(records: &Records<'_>, part: &mut Part<S>) {
    let packing = &records.packing;
    if packing.layers > 0 {
        part.tally.warn(&part.name, "gzip inside gzip: CloudTrail packs its logs once");
    }
    if packing.members > 1 {
        let members = packing.members;
        let message = format!("{members} gzip members: log file validation covers only the first");
        part.tally.warn(&part.name, message);
    }
    if packing.trailing > 0 {
        part.tally.warn(&part.name, format!("{} bytes behind the gzip data", packing.trailing));
    }
}

/// Why a search did not come to its end.
#[derive(PartialEq)]
enum GivenUp {
    /// What was taken for records are none.
    WronglyToldApart,
    /// Too many records are broken to look behind them all.
    Hopeless,
}

/// One thread's search.
struct Search<'r> {
    filter: &'r Filter,
    index: Index,
    /// The filter has a time window.
    is_window: bool,
    check_times: bool,
    reads_identity: bool,
}

impl Search<'_> {
    /// Searches an object; `Break`, and nothing counted, if it inflates past the decoder's limit.
    fn object<S: Sink>(
        &mut self,
        decoder: &mut Decoder,
        stored: &[u8],
        (key, explicit): (&str, bool),
        part: &mut Part<S>,
    ) -> ControlFlow<()> {
        let records = decoder.decode(stored, self.filter.intent());
        let error = match (records.content, &records.error) {
            (_, Some(DecodeError::Packing(Damage::TooLarge(_)))) => return ControlFlow::Break(()),
            (Content::Digest, None) => Err(Skip::Digest),
            (Content::Foreign, None) => Err(Skip::Foreign),
            (_, Some(DecodeError::Archive(archive))) if !explicit => {
                part.tally.warn(&part.name, archive.to_string());
                Err(Skip::Archive)
            }
            (_, error) => Ok(error.clone()),
        };
        let mut error = match error {
            Ok(error) => error,
            Err(skip) => {
                part.tally.object_skipped(skip);
                return ControlFlow::Continue(());
            }
        };
        warn_of_packing(&records, part);
        let mut searched = self.records(&records, part);
        if searched == Err(GivenUp::WronglyToldApart) {
            // Forget what came of it.
            part.twin = part.twin.fork();
            part.tally.forget_events();
            let records = decoder.decode_again();
            error = error.or(records.error.clone());
            searched = self.records(&records, part);
        }
        error = error.or(searched.err().map(|_| DecodeError::Hopeless));
        match error {
            None => part.tally.object_read(Key::parse(key).as_ref()),
            Some(error) => part.tally.object_unreadable(&part.name, &error),
        }
        ControlFlow::Continue(())
    }

    /// Tests the records, gate after gate: all at once by what was seen while they were divided, or
    /// else by their text; then each by its text; then the event.
    fn records<S: Sink>(
        &mut self,
        records: &Records<'_>,
        part: &mut Part<S>,
    ) -> Result<(), GivenUp> {
        part.tally.not_cloudtrail += records.others;
        for malformed in records.malformed {
            part.tally.record_malformed(&part.name, malformed.offset, &malformed.why);
        }
        let all = records.ranges();
        let candidates: &mut dyn Iterator<Item = Range<usize>> = match records.seen {
            Some(seen) => &mut records.holding(seen),
            None if self.filter.may_match_any(records.text()) => &mut all.iter().cloned(),
            None => &mut std::iter::empty(),
        };
        let (mut asked, mut broken) = (0, 0);
        for range in candidates {
            asked += 1;
            let mut hidden = Vec::new();
            let mut next = Some(range);
            while let Some(range) = next {
                if let Err(error) = self.record(records, &range, part) {
                    if records.is_guess {
                        return Err(GivenUp::WronglyToldApart);
                    }
                    let offset = records.offset(&range);
                    part.tally.record_malformed(&part.name, offset, &error.to_string());
                    broken += 1;
                    // Behind a broken record its neighbours may hide.
                    if broken <= MOST_MALFORMED {
                        hidden.extend(records.hidden_in(&range).into_iter().rev());
                    }
                }
                next = hidden.pop();
            }
        }
        part.tally.events.not_matched += all.len() as u64 - asked;
        if part.twin.wants_sample() {
            self.sample(records, part);
        }
        if broken > MOST_MALFORMED { Err(GivenUp::Hopeless) } else { Ok(()) }
    }

    /// Shows the sink the first records, whatever they are.
    fn sample<S: Sink>(&mut self, records: &Records<'_>, part: &mut Part<S>) {
        for range in records.ranges().iter().take(SAMPLE) {
            if let Ok(event) = Event::parse(&records.text()[range.clone()], &mut self.index) {
                part.twin.sample(&event);
            }
        }
    }

    /// Tests one record; an error if it is none.
    fn record<S: Sink>(
        &mut self,
        records: &Records<'_>,
        range: &Range<usize>,
        part: &mut Part<S>,
    ) -> Result<(), serde_json::Error> {
        let raw = &records.text()[range.clone()];
        let may_match = match records.seen {
            Some(_) => self.filter.may_match_sighted(raw),
            None => self.filter.may_match(raw),
        };
        let matches = may_match && {
            let event = Event::parse(raw, &mut self.index)?.in_object(&part.name);
            let matches = self.filter.matches(&event);
            if self.reads_identity || matches && part.twin.reads_identity() {
                event.check_identity()?;
            }
            if matches {
                part.twin.event(&event, &part.name);
                if self.check_times && event.time().is_none() {
                    let offset = Some(records.offset(range));
                    let (object, message) = (part.name.clone(), without_time(&event));
                    let note = self.is_window.then_some(Note { object, offset, message });
                    part.tally.event_untimed(note);
                }
            }
            matches
        };
        let events = &mut part.tally.events;
        *if matches { &mut events.matched } else { &mut events.not_matched } += 1;
        Ok(())
    }
}

/// Why it is unknown whether an event lies in the time window.
fn without_time(event: &Event<'_>) -> String {
    let time = event.text("eventTime");
    if time.is_empty() {
        return "no eventTime: it may lie outside the time window".to_owned();
    }
    format!("eventTime cannot be read: {time}")
}
