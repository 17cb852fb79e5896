//! The coverage of an answer: lines for people, and a JSON document.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Context, counted, grouped, yellow};
use crate::coverage::{Coverage, Note};
use crate::sink::ids::Duplicates;
use crate::sink::safe::shown;

/// How many objects, records and warnings are named; the rest is only counted.
const NAMED: usize = 3;
/// How many accounts and Regions are named; more are only counted.
const PLACES: usize = 4;

/// What a command printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Printed {
    /// Events, or objects.
    pub(super) count: u64,
    /// Matching events that came again, if they were counted.
    pub(super) duplicates: Option<Duplicates>,
    /// Those were not printed.
    pub(super) are_left_out: bool,
    /// Fields of the events were printed.
    pub(super) has_fields: bool,
}

/// The part of the line that counts matching events that came again.
fn repeated(printed: Printed) -> Option<String> {
    let Duplicates { count, is_least } = printed.duplicates?;
    let least = if is_least { "at least " } else { "" };
    let how = if printed.are_left_out { " left out" } else { "" };
    (count > 0 || is_least).then(|| format!("{least}{}{how}", counted(count, "duplicate")))
}

/// The coverage in one line, followed by lines for what was not read.
pub(super) fn lines(coverage: &Coverage, printed: Printed, context: &Context) -> Vec<String> {
    let events = coverage.events();
    let mut parts = vec![format!(
        "{} of {} in {}",
        grouped(events.matched),
        counted(events.total(), "event"),
        counted(coverage.read() + coverage.unreadable(), "object")
    )];
    parts.extend(repeated(printed));
    parts.extend(places(coverage.accounts(), "accounts"));
    parts.extend(places(coverage.regions(), "regions"));
    if let Some(newest) = coverage.newest() {
        parts.push(format!(
            "delivered through {}",
            newest.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ")
        ));
    }
    let skipped = coverage.skipped();
    if skipped > 0 {
        parts.push(format!("{} skipped{}", counted(skipped, "object"), reasons(coverage)));
    }
    if coverage.is_stopped_early() {
        parts.push("stopped early, the rest was not read".to_owned());
    }
    if coverage.not_cloudtrail() > 0 {
        let entries = if coverage.not_cloudtrail() == 1 { "entry" } else { "entries" };
        parts.push(format!("{} {entries} not CloudTrail", grouped(coverage.not_cloudtrail())));
    }
    let is_window = !coverage.without_time().is_empty();
    if coverage.untimed() > 0 && !is_window {
        parts.push(format!("{} without a readable time", counted(coverage.untimed(), "event")));
    }
    let untimed = if is_window { coverage.untimed() } else { 0 };
    let lost = [
        (coverage.unreadable(), "object", "not read"),
        (events.malformed, "record", "malformed"),
        (untimed, "event", "without a readable time"),
        (coverage.failed_lookups(), "address lookup", "failed"),
    ];
    let lost = lost.into_iter().filter(|(count, ..)| *count > 0);
    let lost: Vec<_> =
        lost.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect();
    if !lost.is_empty() {
        parts.push(format!("{} {}", yellow("INCOMPLETE:"), lost.join(", ")));
    }
    let mut lines = vec![parts.join(" · ")];
    named(coverage.errors(), coverage.unreadable(), context, &mut lines);
    named(coverage.malformed(), events.malformed, context, &mut lines);
    named(coverage.without_time(), untimed, context, &mut lines);
    named(coverage.lookup_errors(), coverage.lookup_errors().len() as u64, context, &mut lines);
    named(coverage.warnings(), coverage.warnings().len() as u64, context, &mut lines);
    lines
}

fn places(names: &std::collections::BTreeSet<String>, noun: &str) -> Option<String> {
    match names.len() {
        0 => None,
        1..=PLACES => Some(names.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
        many => Some(format!("{} {noun}", grouped(many as u64))),
    }
}

pub(super) fn reasons(coverage: &Coverage) -> String {
    let reasons = coverage
        .skipped_because()
        .iter()
        .map(|(why, count)| format!("{}: {}", why.name(), grouped(*count)));
    format!(" ({})", reasons.collect::<Vec<_>>().join(", "))
}

fn named(notes: &[Note], total: u64, context: &Context, lines: &mut Vec<String>) {
    let most = if context.globals.verbose { usize::MAX } else { NAMED };
    for note in notes.iter().take(most) {
        let place = note
            .offset
            .map(|offset| format!(" at byte {}", grouped(offset as u64)))
            .unwrap_or_default();
        lines.push(format!("  {}{place}: {}", shown(&note.object), shown(&note.message)));
    }
    let rest = total.saturating_sub(notes.len().min(most) as u64);
    if rest > 0 {
        lines.push(format!("  … and {} more; all of them: --summary FILE", grouped(rest)));
    }
}

/// The document that `--summary` writes.
#[derive(Serialize)]
struct Document<'c> {
    version: u32,
    complete: bool,
    stopped_early: bool,
    objects: Objects<'c>,
    events: Events,
    accounts: &'c std::collections::BTreeSet<String>,
    regions: &'c std::collections::BTreeSet<String>,
    /// Delivery time of the newest object that was read.
    delivered_through: Option<String>,
    errors: &'c [Note],
    malformed: &'c [Note],
    /// Empty without a time window.
    without_time: &'c [Note],
    /// Lookups of addresses that failed because a database is corrupt.
    #[serde(skip_serializing_if = "<[Note]>::is_empty")]
    lookup_errors: &'c [Note],
    warnings: &'c [Note],
}

#[derive(Serialize)]
struct Objects<'c> {
    listed: u64,
    read: u64,
    skipped: u64,
    skipped_because: &'c std::collections::BTreeMap<crate::source::Skip, u64>,
    unreadable: u64,
}

#[derive(Serialize)]
struct Events {
    total: u64,
    matched: u64,
    not_matched: u64,
    malformed: u64,
    printed: u64,
    /// Of the events that match.
    without_time: u64,
    /// Entries of other services, which are no events.
    not_cloudtrail: u64,
    /// Matching events that came again; at least so many if `duplicates_are_all` is false.
    duplicates: u64,
    duplicates_are_all: bool,
}

/// Writes the coverage as one JSON document.
pub(super) fn write(file: &File, coverage: &Coverage, printed: Printed) -> io::Result<()> {
    let mut file = BufWriter::new(file);
    file.write_all(document(coverage, printed).as_bytes())?;
    file.write_all(b"\n")?;
    file.flush()
}

/// The coverage as a JSON document.
pub(super) fn document(coverage: &Coverage, printed: Printed) -> String {
    let events = coverage.events();
    let duplicates = printed.duplicates.unwrap_or_default();
    let document = Document {
        version: 1,
        complete: coverage.is_complete() && !coverage.is_stopped_early(),
        stopped_early: coverage.is_stopped_early(),
        objects: Objects {
            listed: coverage.listed(),
            read: coverage.read(),
            skipped: coverage.skipped(),
            skipped_because: coverage.skipped_because(),
            unreadable: coverage.unreadable(),
        },
        events: Events {
            total: events.total(),
            matched: events.matched,
            not_matched: events.not_matched,
            malformed: events.malformed,
            printed: printed.count,
            without_time: coverage.untimed(),
            not_cloudtrail: coverage.not_cloudtrail(),
            duplicates: duplicates.count,
            duplicates_are_all: !duplicates.is_least,
        },
        accounts: coverage.accounts(),
        regions: coverage.regions(),
        delivered_through: coverage.newest().map(|newest| newest.to_string()),
        errors: coverage.errors(),
        malformed: coverage.malformed(),
        without_time: coverage.without_time(),
        lookup_errors: coverage.lookup_errors(),
        warnings: coverage.warnings(),
    };
    // Names and numbers alone: nothing that JSON cannot hold.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}
