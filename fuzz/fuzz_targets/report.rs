//! Report definitions: no text panics. One that is taken also runs over a record; of another, what is
//! wrong lies in the text, and there is a help.

#![no_main]

use ct::aggregate::{Aggregates, Newness};
use ct::coverage::Coverage;
use ct::event::Event;
use ct::event::json::Index;
use ct::report::Report;
use ct::report::run::Run;
use ct::report::settings::{RunSettings, Selected};
use ct::sink::Sink;
use ct::sink::budget::Budget;
use ct::source::ObjectId;
use jiff::{SignedDuration, Timestamp};
use libfuzzer_sys::fuzz_target;

const RECORD: &[u8] = include_bytes!("../../fixtures/events/s3-data-event.json");

fuzz_target!(|text: &str| {
    let report = match Report::parse("fuzzed", text) {
        Ok(report) => report,
        Err(error) => {
            let (line, column) = error.position(text);
            assert!(line >= 1 && line <= text.matches('\n').count() + 1 && column >= 1);
            assert!(!error.message.is_empty() && !error.help.is_empty());
            return;
        }
    };
    let settings = RunSettings {
        now: Timestamp::UNIX_EPOCH,
        has_default_spans: text.len().is_multiple_of(2),
        since: None,
        until: None,
        newness: Newness::BeforeLast(SignedDuration::from_hours(7 * 24)),
        baseline: SignedDuration::from_hours(30 * 24),
        has_geoip: text.len().is_multiple_of(3),
    };
    let run = Run::new(vec![Selected { report: &report, tile: None }], settings).expect("parsed");
    let mut root = Aggregates::new(run.plan(), Budget::new(1 << 20));
    let mut fork = root.fork();
    let mut index = Index::default();
    let event = Event::parse(RECORD.trim_ascii(), &mut index).expect("a record");
    fork.event(&event, &ObjectId::named("x"));
    drop(root.merge(&mut fork));
    run.results(root.answers(), &Coverage::default(), &|_, _, _| Vec::new());
});
