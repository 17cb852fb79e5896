//! Puts what the regions tell into one order of time: newest first as it comes, or oldest first once
//! all is there.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::mpsc::Receiver;

use super::{Found, Known, Page, Place, Shared, Standing, Told, lock};
use crate::aws::error::Error;
use crate::source::{Body, Entry, Fault, FaultKind, Object, ObjectId, SourceError};

/// Events in an object where all are at hand.
const MANY: usize = 1_000;

/// What one region tells.
pub(super) struct Lane {
    region: String,
    standing: Standing,
    pages: Receiver<Told>,
    ready: VecDeque<Found>,
    is_open: bool,
    /// The oldest event that was handed on.
    reached: Option<Timestamp>,
}

impl Lane {
    pub(super) fn new(place: &Place, pages: Receiver<Told>) -> Self {
        let (ready, reached) = Default::default();
        let Place { region, standing, .. } = place.clone();
        Self { region, standing, pages, ready, is_open: true, reached }
    }

    fn next(&mut self) -> Option<Found> {
        let found = self.ready.pop_front()?;
        self.reached = Some(self.reached.map_or(found.time, |reached| reached.min(found.time)));
        Some(found)
    }

    /// That something ended here before its time.
    fn cut(&self, why: &str) -> SourceError {
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
            return self.cut("failed");
        };
        // Where nothing was read the reason says enough.
        let message = match self.last() {
            Some(time) => format!("{message}; events before {time} may be missing"),
            None => message,
        };
        SourceError { name: name(&self.region), fault: Fault::Refused { kind, message } }
    }

    /// The oldest event that was told.
    fn last(&self) -> Option<Timestamp> {
        self.ready.back().map(|found| found.time).or(self.reached)
    }
}

fn name(region: &str) -> String {
    format!("history:{region}")
}

/// The objects of all regions.
pub(super) struct Merge {
    lanes: Vec<Lane>,
    notes: VecDeque<SourceError>,
    shared: Arc<Shared>,
    oldest_first: bool,
    known: Option<Known>,
    /// An answer came since the last object: it counts, even if it was empty.
    has_news: bool,
    /// Regions that do not know the credentials, by their numbers, and what each says.
    unknown: Vec<(usize, Error)>,
    /// Some region knows the credentials.
    are_known: bool,
    /// Everything, oldest first, once it is all there.
    all: Option<VecDeque<(usize, Found)>>,
}

impl Merge {
    pub(super) fn new(
        lanes: Vec<Lane>,
        notes: VecDeque<SourceError>,
        shared: Arc<Shared>,
        oldest_first: bool,
        known: Option<Known>,
    ) -> Self {
        let (has_news, unknown, are_known, all) = Default::default();
        Self { lanes, notes, shared, oldest_first, known, has_news, unknown, are_known, all }
    }

    /// Waits until a region has told something.
    fn receive(&mut self, number: usize) {
        let lane = &mut self.lanes[number];
        match lane.pages.blocking_recv() {
            Some(Told::Page(Page { mut events, mut lost })) => {
                if let Some(known) = &self.known {
                    events.retain(|found| known.is_new(&lane.region, found));
                    lost.retain(|found| known.is_new(&lane.region, found));
                }
                lane.ready.extend(events);
                if !lost.is_empty() {
                    let lost = lost.len();
                    let message = format!("events that came without their records: {lost}");
                    let fault = Fault::Refused { kind: FaultKind::Other, message };
                    self.notes.push_back(SourceError { name: name(&lane.region), fault });
                }
                (self.has_news, self.are_known) = (true, true);
                let mut report = lock(&self.shared.report);
                report.pages += 1;
                report.read.insert(lane.region.clone());
            }
            Some(Told::End) => {
                lane.is_open = false;
                lock(&self.shared.report).ended.insert(lane.region.clone());
            }
            Some(Told::Unknown(error)) => {
                lane.is_open = false;
                self.unknown.push((number, error));
            }
            Some(Told::Failed(error)) => {
                lane.is_open = false;
                self.are_known |= error.kind == FaultKind::Denied;
                lock(&self.shared.report).failed.insert(lane.region.clone(), error.clone());
                self.notes.push_back(lane.failed(error));
            }
            None => self.close(number),
        }
    }

    /// Whoever asked is gone.
    fn close(&mut self, number: usize) {
        let lane = &mut self.lanes[number];
        lane.is_open = false;
        // What waits here will still be handed on.
        lane.reached = lane.last();
        let why = if self.shared.ending.is_set() { "interrupted" } else { "ended" };
        self.notes.push_back(lane.cut(why));
    }

    /// Decides what it means that regions do not know the credentials, once all were asked: which of
    /// them are off, and which are errors. Gives whether there was anything to decide.
    fn judge(&mut self) -> bool {
        let unknown = std::mem::take(&mut self.unknown);
        let Some((_, first)) = unknown.first() else { return false };
        if !self.are_known && unknown.len() > 1 {
            let (number, Error { kind, message, help }) = (unknown.len(), first.clone());
            for (number, error) in &unknown {
                self.note(*number, error);
            }
            let message =
                format!("none of {number} regions knows the credentials: {message}; {help}");
            let fault = Fault::Refused { kind, message };
            self.notes.push_back(SourceError { name: "history".to_owned(), fault });
            return true;
        }
        let is_always = |(number, _): &(usize, _)| self.lanes[*number].standing == Standing::Always;
        let are_wrong = !self.are_known || unknown.iter().any(is_always);
        for (number, error) in unknown {
            let lane = &self.lanes[number];
            if are_wrong || lane.standing != Standing::OptIn {
                self.note(number, &error);
                self.notes.push_back(lane.failed(error));
            } else {
                lock(&self.shared.report).off.insert(lane.region.clone());
            }
        }
        true
    }

    /// Notes that a region told no more.
    fn note(&self, number: usize, error: &Error) {
        let region = self.lanes[number].region.clone();
        lock(&self.shared.report).failed.insert(region, error.clone());
    }

    /// Ends all that is still going on, where it is.
    fn stop(&mut self) {
        for lane in self.lanes.iter_mut().filter(|lane| lane.is_open || !lane.ready.is_empty()) {
            lane.is_open = false;
            lane.ready.clear();
            self.notes.push_back(lane.cut("interrupted"));
        }
    }

    /// The newest events, as far as no region may tell of newer ones.
    fn newest(&mut self) -> Option<Object> {
        let waiting = |lane: &Lane| lane.is_open && lane.ready.is_empty();
        while self.notes.is_empty()
            && let Some(number) = self.lanes.iter().position(waiting)
        {
            self.receive(number);
            if self.shared.ending.is_set() {
                self.stop();
            }
        }
        let mut batch = Batch::default();
        while !self.lanes.iter().any(waiting)
            && let Some(lane) = self.first()
            && let Some(found) = lane.next()
        {
            batch.add(&lane.region, found);
        }
        let is_over = !self.lanes.iter().any(waiting);
        (!batch.is_empty() || (self.has_news && is_over)).then(|| batch.object())
    }

    /// The region with the newest event.
    fn first(&mut self) -> Option<&mut Lane> {
        let newest =
            self.lanes.iter().filter_map(|lane| lane.ready.front()).map(|it| it.time).max();
        self.lanes.iter_mut().find(|lane| lane.ready.front().map(|it| it.time) == newest)
    }

    /// The oldest events, once all are there.
    fn oldest(&mut self) -> Option<Object> {
        if self.all.is_none() {
            for number in 0..self.lanes.len() {
                while self.lanes[number].is_open {
                    self.receive(number);
                }
            }
            let mut all: Vec<(usize, Found)> = Vec::new();
            for (number, lane) in self.lanes.iter_mut().enumerate().rev() {
                all.extend(lane.ready.drain(..).rev().map(|found| (number, found)));
            }
            all.sort_by_key(|(_, found)| found.time);
            self.all = Some(all.into());
        }
        let mut batch = Batch::default();
        let all = self.all.as_mut()?;
        for (number, found) in all.drain(..all.len().min(MANY)) {
            batch.add(&self.lanes[number].region, found);
        }
        (!batch.is_empty() || self.has_news).then(|| batch.object())
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
                self.has_news = false;
                return Some(Ok(Entry::Object(object)));
            }
        }
    }
}

impl Drop for Merge {
    /// Nobody wants more.
    fn drop(&mut self) {
        self.shared.abort();
    }
}

/// Events on their way into an object.
#[derive(Default)]
struct Batch {
    regions: BTreeSet<String>,
    records: Vec<Record>,
}

/// The member of an answer of `LookupEvents` that holds the record.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    cloud_trail_event: String,
}

/// An answer of `LookupEvents`, with the records alone: each stands by itself in a string, so that
/// one that is broken hides no other.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'d> {
    events: &'d [Record],
}

impl Batch {
    fn add(&mut self, region: &str, found: Found) {
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
        // Text has nothing that JSON could not hold.
        let text = serde_json::to_vec(&Document { events: &self.records }).unwrap_or_default();
        let body = Body::Here(text);
        Object { id: ObjectId { name: name.clone(), key: name }, explicit: true, body }
    }
}
