//! A whole search: the first line is an expression, the rest is an object. Where `serde_json` reads a
//! list of records, exactly the matching ones are found, and all are counted, whatever path the search
//! takes.

#![no_main]

use std::io;
use std::ops::ControlFlow;

use ct::event::Event;
use ct::event::json::Index;
use ct::filter::Filter;
use ct::filter::condition::Condition;
use ct::filter::expression::Expression;
use ct::scan::{self, Progress, Settings};
use ct::sink::Sink;
use ct::source::{Body, Entry, Object, ObjectId};
use jiff::SignedDuration;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some((expression, object)) = text.split_once('\n') else { return };
    let Ok(expression) = Expression::parse(expression) else { return };
    let wanted = Condition::Where(expression);
    let filter = Filter::new(vec![wanted], SignedDuration::from_hours(6));
    let body = Body::Here(object.as_bytes().to_vec());
    let object_to_read = Object { id: ObjectId::named("object"), explicit: true, body };
    let mut found = Found(Vec::new());
    let settings = Settings { threads: 1, limit: 1 << 20, memory: 1 << 30, count_untimed: true };
    let entries = Box::new(std::iter::once(Ok(Entry::Object(object_to_read))));
    let coverage = scan::run(entries, &filter, &mut found, settings, &Progress::default())
        .expect("a vector takes everything");
    assert_eq!(coverage.events().matched, found.0.len() as u64);

    let Some(records) = ct_fuzz::records(object.as_bytes()) else { return };
    // One index a record: the search may know parts of a record from an earlier one.
    let holds = |record: &&str| {
        let mut index = Index::default();
        let event = Event::parse(record.as_bytes(), &mut index).expect("valid JSON");
        filter.matches(&event)
    };
    let expected: Vec<&str> = records.iter().copied().filter(holds).collect();
    assert_eq!(found.0, expected);
    // An object that cannot match is not parsed: records are counted by their first bytes, so a
    // look-alike inside a record counts, and a record with other first bytes does not.
    let (counted, there) = (coverage.events().total(), records.len() as u64);
    let openings = object.matches("{\"eventVersion\":\"1.").count() as u64;
    let (least, most) = (there.min(openings), there.max(openings));
    assert!((least..=most).contains(&counted), "{counted}, not {there}");
});

/// Keeps the records.
struct Found(Vec<String>);

impl Sink for Found {
    fn fork(&self) -> Self {
        Self(Vec::new())
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        self.0.push(String::from_utf8_lossy(event.raw()).into_owned());
    }

    fn merge(&mut self, twin: &mut Self) -> io::Result<ControlFlow<()>> {
        self.0.append(&mut twin.0);
        Ok(ControlFlow::Continue(()))
    }
}
