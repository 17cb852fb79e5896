//! Searches the records of one object, gate after gate.

use std::ops::Range;

use super::{Part, SAMPLE};
use crate::coverage::Note;
use crate::event::Event;
use crate::event::decode::{Content, DecodeError, Decoder, MOST_MALFORMED, Records};
use crate::event::inflate::Damage;
use crate::event::json::Index;
use crate::filter::Filter;
use crate::sink::{Outcome, Sink};
use crate::source::Skip;

/// One thread's search.
pub(super) struct Search<'r> {
    filter: &'r Filter,
    index: Index,
    /// The filter has a time window.
    is_window: bool,
    check_times: bool,
    reads_identity: bool,
}

/// Why a search did not come to its end.
#[derive(PartialEq)]
enum GivenUp {
    /// The text was divided into what are no records.
    WronglyDivided,
    /// Too many records are malformed to search behind each of them.
    Hopeless,
}

impl<'r> Search<'r> {
    pub(super) fn new(filter: &'r Filter, count_untimed: bool) -> Self {
        let is_window = filter.has_window();
        let check_times = is_window || count_untimed;
        let reads_identity = filter.reads_identity();
        Self { filter, index: Index::default(), is_window, check_times, reads_identity }
    }

    /// Searches an object; `None`, and nothing counted, if it inflates past the decoder's limit.
    pub(super) fn object<S: Sink>(
        &mut self,
        decoder: &mut Decoder,
        stored: &[u8],
        explicit: bool,
        part: &mut Part<S>,
    ) -> Option<Outcome> {
        let records = decoder.decode(stored, self.filter.intent());
        let mut error = match (records.content, records.error.clone()) {
            (_, Some(DecodeError::Packing(Damage::TooLarge(_)))) => return None,
            (Content::Digest, None) => return Some(Outcome::Skipped(Skip::Digest)),
            (Content::Foreign, None) => return Some(Outcome::Skipped(Skip::Foreign)),
            (_, Some(DecodeError::Archive(archive))) if !explicit => {
                part.coverage.add_warning(&part.id.name, archive.to_string());
                return Some(Outcome::Skipped(Skip::Archive));
            }
            (_, error) => error,
        };
        warn_of_packing(&records, part);
        let mut searched = self.records(&records, part);
        if searched == Err(GivenUp::WronglyDivided) {
            // Forget its results.
            part.fork = part.fork.fork();
            part.coverage.forget_events();
            let records = decoder.decode_again();
            error = error.or(records.error.clone());
            searched = self.records(&records, part);
        }
        error = error.or(searched.err().map(|_| DecodeError::Hopeless));
        Some(match (error, part.coverage.events().malformed) {
            (Some(error), _) => Outcome::Unreadable(error.into()),
            (None, 0) => Outcome::Read,
            (None, malformed) => Outcome::Malformed(malformed),
        })
    }

    /// Tests the records, gate after gate: all at once by what was seen while they were divided, or
    /// else by their text; then each by its text; then the event.
    fn records<S: Sink>(
        &mut self,
        records: &Records<'_>,
        part: &mut Part<S>,
    ) -> Result<(), GivenUp> {
        part.coverage.add_not_cloudtrail(records.others);
        for malformed in records.malformed {
            part.coverage.add_malformed(&part.id.name, malformed.offset, &malformed.why);
        }
        let all = records.ranges();
        let candidates: &mut dyn Iterator<Item = Range<usize>> = match records.seen {
            Some(seen) => &mut records.holding(seen),
            None if self.filter.may_match_any(records.text()) => &mut all.iter().cloned(),
            None => &mut std::iter::empty(),
        };
        let (mut tested, mut broken) = (0, 0);
        for range in candidates {
            tested += 1;
            let mut hidden = Vec::new();
            let mut next = Some(range);
            while let Some(range) = next {
                if let Err(error) = self.record(records, &range, part) {
                    if records.is_guess {
                        return Err(GivenUp::WronglyDivided);
                    }
                    let offset = records.offset(&range);
                    part.coverage.add_malformed(&part.id.name, offset, &error.to_string());
                    broken += 1;
                    // Behind a broken record its neighbours may hide.
                    if broken <= MOST_MALFORMED {
                        hidden.extend(records.hidden_in(&range).into_iter().rev());
                    }
                }
                next = hidden.pop();
            }
        }
        part.coverage.add_not_matched(all.len() as u64 - tested);
        if part.fork.wants_sample() {
            self.sample(records, part);
        }
        if broken > MOST_MALFORMED { Err(GivenUp::Hopeless) } else { Ok(()) }
    }

    /// Hands the first records to the sink, whether they match or not.
    fn sample<S: Sink>(&mut self, records: &Records<'_>, part: &mut Part<S>) {
        for range in records.ranges().iter().take(SAMPLE) {
            if let Ok(event) = Event::parse(&records.text()[range.clone()], &mut self.index) {
                part.fork.sample(&event.with_geo(self.filter.geo()));
            }
        }
    }

    /// Tests one record.
    ///
    /// # Errors
    /// It is malformed.
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
            let event = Event::parse(raw, &mut self.index)?;
            let event = event.in_object(&part.id.name).with_geo(self.filter.geo());
            let matches = self.filter.matches(&event);
            if self.reads_identity || matches && part.fork.reads_identity() {
                event.check_identity()?;
            }
            if matches {
                part.fork.event(&event, &part.id);
                if self.check_times && event.time().is_none() {
                    let offset = Some(records.offset(range));
                    let (object, message) = (part.id.name.clone(), without_time(&event));
                    let note = self.is_window.then_some(Note { object, offset, message });
                    part.coverage.add_untimed(note);
                }
            }
            matches
        };
        part.coverage.add_event(matches);
        Ok(())
    }
}

/// Warns where other tools may read more, or less, of an object than its digest covers.
fn warn_of_packing<S>(records: &Records<'_>, part: &mut Part<S>) {
    let packing = &records.packing;
    let (coverage, name) = (&mut part.coverage, &part.id.name);
    if packing.layers > 0 {
        coverage.add_warning(name, "gzip inside gzip: CloudTrail packs its logs once");
    }
    if packing.members > 1 {
        let members = packing.members;
        let message = format!("{members} gzip members: log file validation covers only the first");
        coverage.add_warning(name, message);
    }
    if packing.trailing > 0 {
        coverage.add_warning(name, format!("{} bytes after the gzip data", packing.trailing));
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
