//! Merges the events of all Regions into one order of time: newest first while they arrive, or oldest
//! first once all have arrived.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::mpsc::Receiver;

use super::{FoundEvent, Known, LookupRegion, Page, Shared, Standing, Update, lock};
use crate::aws::error::Error;
use crate::source::{Body, Entry, Fault, FaultKind, Object, ObjectId, SourceError};

/// Events in an object if all have arrived.
const BATCH: usize = 1_000;

/// The events of one Region.
pub(super) struct RegionFeed {
    region: String,
    standing: Standing,
    pages: Receiver<Update>,
    ready: VecDeque<FoundEvent>,
    is_open: bool,
    /// The time of the oldest event that was given out.
    reached: Option<Timestamp>,
}

impl RegionFeed {
    pub(super) fn new(place: &LookupRegion, pages: Receiver<Update>) -> Self {
        let LookupRegion { region, standing, .. } = place.clone();
        Self { region, standing, pages, ready: VecDeque::new(), is_open: true, reached: None }
    }

    fn next(&mut self) -> Option<FoundEvent> {
        let found = self.ready.pop_front()?;
        self.reached = Some(self.reached.map_or(found.time, |reached| reached.min(found.time)));
        Some(found)
    }

    /// The error of a Region whose events are incomplete.
    fn incomplete(&self, why: &str) -> SourceError {
        let message = match self.reached {
            Some(time) => format!("{why}: events before {time} may be missing"),
            None => format!("{why}: nothing was read"),
        };
        let fault = Fault::Refused { kind: FaultKind::Other, message };
        SourceError { name: name(&self.region), fault }
    }

    fn failed(&self, error: Error) -> SourceError {
        let kind = error.kind;
        let Fault::Refused { message, .. } = Fault::from(error) else {
            return self.incomplete("failed");
        };
        // If nothing was read, the reason is enough.
        let message = match self.last() {
            Some(time) => format!("{message}; events before {time} may be missing"),
            None => message,
        };
        SourceError { name: name(&self.region), fault: Fault::Refused { kind, message } }
    }

    /// The time of the oldest event that has arrived.
    fn last(&self) -> Option<Timestamp> {
        self.ready.back().map(|found| found.time).or(self.reached)
    }
}

fn name(region: &str) -> String {
    format!("history:{region}")
}

/// The objects of all Regions.
pub(super) struct Merge {
    feeds: Vec<RegionFeed>,
    notes: VecDeque<SourceError>,
    shared: Arc<Shared>,
    oldest_first: bool,
    known: Option<Known>,
    /// A page arrived since the last object: it makes an object, even if it was empty.
    has_page: bool,
    /// Regions that reject the credentials, by number, with their errors.
    rejected: Vec<(usize, Error)>,
    /// Some Region accepts the credentials.
    is_accepted: bool,
    /// All events, oldest first, once all have arrived.
    all: Option<VecDeque<(usize, FoundEvent)>>,
}

impl Merge {
    pub(super) fn new(
        feeds: Vec<RegionFeed>,
        notes: VecDeque<SourceError>,
        shared: Arc<Shared>,
        oldest_first: bool,
        known: Option<Known>,
    ) -> Self {
        Self {
            feeds,
            notes,
            shared,
            oldest_first,
            known,
            has_page: false,
            rejected: Vec::new(),
            is_accepted: false,
            all: None,
        }
    }

    /// Waits for an update of a Region.
    fn receive(&mut self, number: usize) {
        let feed = &mut self.feeds[number];
        match feed.pages.blocking_recv() {
            Some(Update::Page(Page { mut events, mut lost })) => {
                if let Some(known) = &self.known {
                    events.retain(|found| known.add(&feed.region, found));
                    lost.retain(|found| known.add(&feed.region, found));
                }
                feed.ready.extend(events);
                if !lost.is_empty() {
                    let lost = lost.len();
                    let message = format!("events without a record: {lost}");
                    let fault = Fault::Refused { kind: FaultKind::Other, message };
                    self.notes.push_back(SourceError { name: name(&feed.region), fault });
                }
                (self.has_page, self.is_accepted) = (true, true);
                let mut report = lock(&self.shared.report);
                report.pages += 1;
                report.read.insert(feed.region.clone());
            }
            Some(Update::End) => {
                feed.is_open = false;
                lock(&self.shared.report).ended.insert(feed.region.clone());
            }
            Some(Update::Rejected(error)) => {
                feed.is_open = false;
                self.rejected.push((number, error));
            }
            Some(Update::Failed(error)) => {
                feed.is_open = false;
                self.is_accepted |= error.kind == FaultKind::Denied;
                lock(&self.shared.report).failed.insert(feed.region.clone(), error.clone());
                self.notes.push_back(feed.failed(error));
            }
            None => self.close(number),
        }
    }

    /// The task of a Region has ended without a last update.
    fn close(&mut self, number: usize) {
        let feed = &mut self.feeds[number];
        feed.is_open = false;
        // Events that have arrived are still given out.
        feed.reached = feed.last();
        let why = if self.shared.ending.is_set() { "interrupted" } else { "ended" };
        self.notes.push_back(feed.incomplete(why));
    }

    /// Decides which Regions that reject the credentials are not enabled, and which are errors. Called
    /// once all Regions have answered; returns whether there was anything to decide.
    fn judge(&mut self) -> bool {
        let rejected = std::mem::take(&mut self.rejected);
        let Some((_, first)) = rejected.first() else { return false };
        if !self.is_accepted && rejected.len() > 1 {
            let (number, Error { kind, message, help }) = (rejected.len(), first.clone());
            for (number, error) in &rejected {
                self.note(*number, error);
            }
            let message = format!("all {number} regions reject the credentials: {message}; {help}");
            let fault = Fault::Refused { kind, message };
            self.notes.push_back(SourceError { name: "history".to_owned(), fault });
            return true;
        }
        let is_always = |(number, _): &(usize, _)| self.feeds[*number].standing == Standing::Always;
        let are_wrong = !self.is_accepted || rejected.iter().any(is_always);
        for (number, error) in rejected {
            let feed = &self.feeds[number];
            if are_wrong || feed.standing != Standing::OptIn {
                self.note(number, &error);
                self.notes.push_back(feed.failed(error));
            } else {
                lock(&self.shared.report).off.insert(feed.region.clone());
            }
        }
        true
    }

    /// Reports a Region as failed.
    fn note(&self, number: usize, error: &Error) {
        let region = self.feeds[number].region.clone();
        lock(&self.shared.report).failed.insert(region, error.clone());
    }

    /// Ends all Regions where they are.
    fn stop(&mut self) {
        for feed in self.feeds.iter_mut().filter(|feed| feed.is_open || !feed.ready.is_empty()) {
            feed.is_open = false;
            feed.ready.clear();
            self.notes.push_back(feed.incomplete("interrupted"));
        }
    }

    /// The newest events, as long as no Region may still have newer ones.
    fn newest(&mut self) -> Option<Object> {
        let waiting = |feed: &RegionFeed| feed.is_open && feed.ready.is_empty();
        while self.notes.is_empty()
            && let Some(number) = self.feeds.iter().position(waiting)
        {
            self.receive(number);
            if self.shared.ending.is_set() {
                self.stop();
            }
        }
        let mut batch = Batch::default();
        while !self.feeds.iter().any(waiting)
            && let Some(feed) = self.first()
            && let Some(found) = feed.next()
        {
            batch.add(&feed.region, found);
        }
        let is_over = !self.feeds.iter().any(waiting);
        (!batch.is_empty() || (self.has_page && is_over)).then(|| batch.object())
    }

    /// The Region with the newest event.
    fn first(&mut self) -> Option<&mut RegionFeed> {
        let newest =
            self.feeds.iter().filter_map(|feed| feed.ready.front()).map(|it| it.time).max();
        self.feeds.iter_mut().find(|feed| feed.ready.front().map(|it| it.time) == newest)
    }

    /// The oldest events, once all have arrived.
    fn oldest(&mut self) -> Option<Object> {
        if self.all.is_none() {
            for number in 0..self.feeds.len() {
                while self.feeds[number].is_open {
                    self.receive(number);
                }
            }
            let mut all: Vec<(usize, FoundEvent)> = Vec::new();
            for (number, feed) in self.feeds.iter_mut().enumerate().rev() {
                all.extend(feed.ready.drain(..).rev().map(|found| (number, found)));
            }
            all.sort_by_key(|(_, found)| found.time);
            self.all = Some(all.into());
        }
        let mut batch = Batch::default();
        let all = self.all.as_mut()?;
        for (number, found) in all.drain(..all.len().min(BATCH)) {
            batch.add(&self.feeds[number].region, found);
        }
        (!batch.is_empty() || self.has_page).then(|| batch.object())
    }
}

impl Iterator for Merge {
    type Item = Result<Entry, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(note) = self.notes.pop_front() {
                return Some(Err(note));
            }
            let object = if self.oldest_first { self.oldest() } else { self.newest() };
            if object.is_none() && self.notes.is_empty() && !self.judge() {
                return None;
            }
            if let Some(object) = object {
                self.has_page = false;
                return Some(Ok(Entry::Object(object)));
            }
        }
    }
}

impl Drop for Merge {
    /// Ends the lookups.
    fn drop(&mut self) {
        self.shared.abort();
    }
}

/// Events that become an object.
#[derive(Default)]
struct Batch {
    regions: BTreeSet<String>,
    records: Vec<Record>,
}

/// The member of a `LookupEvents` response that holds the record.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    cloud_trail_event: String,
}

/// A `LookupEvents` response with only the records. Each is a string, so that a malformed one hides
/// no other.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'d> {
    events: &'d [Record],
}

impl Batch {
    fn add(&mut self, region: &str, found: FoundEvent) {
        if !self.regions.contains(region) {
            self.regions.insert(region.to_owned());
        }
        self.records.push(Record { cloud_trail_event: found.record });
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    fn object(self) -> Object {
        let regions: Vec<String> = self.regions.into_iter().collect();
        let name = name(&regions.join(","));
        // Strings always serialize.
        let text = serde_json::to_vec(&Document { events: &self.records }).unwrap_or_default();
        let body = Body::Here(text);
        Object { id: ObjectId { name: name.clone(), key: name }, explicit: true, body }
    }
}
