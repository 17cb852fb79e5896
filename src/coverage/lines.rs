//! The coverage of an answer as lines for people.

use jiff::tz::TimeZone;

use super::{Coverage, Note};
use crate::sink::colour::yellow;
use crate::sink::ids::Duplicates;
use crate::sink::numbers::{counted, grouped};
use crate::sink::safe::shown;

/// How many objects, records and warnings are named; the rest is only counted.
const NAMED: usize = 3;
/// How many accounts and Regions are named; more are only counted.
const PLACES: usize = 4;

/// What a command printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Events, or objects.
    pub count: u64,
    /// Matching events that came again, if they were counted.
    pub duplicates: Option<Duplicates>,
    /// Those were not printed.
    pub are_left_out: bool,
    /// Fields of the events were printed.
    pub has_fields: bool,
}

/// The part of the line that counts matching events that came again.
fn repeated(printed: Printed) -> Option<String> {
    let Duplicates { count, is_least } = printed.duplicates?;
    let least = if is_least { "at least " } else { "" };
    let how = if printed.are_left_out { " left out" } else { "" };
    (count > 0 || is_least).then(|| format!("{least}{}{how}", counted(count, "duplicate")))
}

impl Coverage {
    /// The coverage in one line, followed by lines for what was not read; `is_verbose`: for all of it.
    pub fn lines(&self, printed: Printed, is_verbose: bool) -> Vec<String> {
        let events = self.events();
        let mut parts = vec![format!(
            "{} of {} in {}",
            grouped(events.matched),
            counted(events.total(), "event"),
            counted(self.read() + self.unreadable(), "object")
        )];
        parts.extend(repeated(printed));
        parts.extend(places(self.accounts(), "accounts"));
        parts.extend(places(self.regions(), "regions"));
        if let Some(newest) = self.newest() {
            parts.push(format!(
                "delivered through {}",
                newest.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ")
            ));
        }
        let skipped = self.skipped();
        if skipped > 0 {
            parts.push(format!("{} skipped{}", counted(skipped, "object"), self.skip_reasons()));
        }
        if self.is_stopped_early() {
            parts.push("stopped early, the rest was not read".to_owned());
        }
        if self.not_cloudtrail() > 0 {
            let entries = if self.not_cloudtrail() == 1 { "entry" } else { "entries" };
            parts.push(format!("{} {entries} not CloudTrail", grouped(self.not_cloudtrail())));
        }
        let is_window = !self.without_time().is_empty();
        if self.untimed() > 0 && !is_window {
            parts.push(format!("{} without a readable time", counted(self.untimed(), "event")));
        }
        let untimed = if is_window { self.untimed() } else { 0 };
        let lost = [
            (self.unreadable(), "object", "not read"),
            (events.malformed, "record", "malformed"),
            (untimed, "event", "without a readable time"),
            (self.failed_lookups(), "address lookup", "failed"),
        ];
        let lost = lost.into_iter().filter(|(count, ..)| *count > 0);
        let lost: Vec<_> =
            lost.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect();
        if !lost.is_empty() {
            parts.push(format!("{} {}", yellow("INCOMPLETE:"), lost.join(", ")));
        }
        let most = if is_verbose { usize::MAX } else { NAMED };
        let mut lines = vec![parts.join(" · ")];
        named(self.errors(), self.unreadable(), most, &mut lines);
        named(self.malformed(), events.malformed, most, &mut lines);
        named(self.without_time(), untimed, most, &mut lines);
        named(self.lookup_errors(), self.lookup_errors().len() as u64, most, &mut lines);
        named(self.warnings(), self.warnings().len() as u64, most, &mut lines);
        lines
    }

    /// Why objects were skipped: ` (digest: 2, other file: 1)`.
    pub fn skip_reasons(&self) -> String {
        let reasons =
            self.skipped.iter().map(|(why, count)| format!("{}: {}", why.name(), grouped(*count)));
        format!(" ({})", reasons.collect::<Vec<_>>().join(", "))
    }
}

fn places(names: &std::collections::BTreeSet<String>, noun: &str) -> Option<String> {
    match names.len() {
        0 => None,
        1..=PLACES => Some(names.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
        many => Some(format!("{} {noun}", grouped(many as u64))),
    }
}

fn named(notes: &[Note], total: u64, most: usize, lines: &mut Vec<String>) {
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
