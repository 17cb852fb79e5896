//! A whole sink of a few lines, run over the fixtures: what a new reading command needs.

mod flags;

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use jiff::SignedDuration;

use super::{Progress, Settings, run};
use crate::event::Event;
use crate::filter::Filter;
use crate::sink::{Outcome, Sink};
use crate::source::local::Directory;
use crate::source::{Entry, Fault, FaultKind, ObjectId, Scope, SourceError, Store as _};

/// Counts events by name.
#[derive(Default)]
struct NameCounts(BTreeMap<String, u64>);

impl Sink for NameCounts {
    fn fork(&self) -> Self {
        Self::default()
    }

    fn event(&mut self, event: &Event<'_>, _: &ObjectId) {
        *self.0.entry(event.name().into_owned()).or_default() += 1;
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        for (name, count) in std::mem::take(&mut fork.0) {
            *self.0.entry(name).or_default() += count;
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn settings(threads: usize) -> Settings {
    Settings { threads, limit: 1 << 30, memory: 1 << 30, count_untimed: false }
}

fn everything() -> Filter {
    Filter::new(Vec::new(), SignedDuration::ZERO)
}

#[test]
fn a_sink_of_a_few_lines_counts_the_events_of_the_fixtures_by_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trail");
    let (filter, directory) = (everything(), Directory::new(root));
    let scope = Scope::new(&filter, false);
    let count = |threads| {
        let mut counts = NameCounts::default();
        let entries = directory.entries(&scope);
        let coverage =
            run(entries, &filter, &mut counts, settings(threads), &Progress::default()).unwrap();
        assert_eq!(coverage.events().matched, counts.0.values().sum::<u64>());
        counts.0
    };
    let counts = count(1);
    assert!(counts["PutObject"] > 1, "{counts:?}");
    assert_eq!(counts, count(7));
}

/// Keeps how each object ended.
#[derive(Default)]
struct Ends(Vec<String>);

impl Sink for Ends {
    fn fork(&self) -> Self {
        Self::default()
    }

    fn event(&mut self, _: &Event<'_>, _: &ObjectId) {}

    fn end_object(&mut self, object: &ObjectId, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Read => "read".to_owned(),
            Outcome::Malformed(number) => format!("{number} malformed"),
            Outcome::Unreadable(fault) => format!("unreadable ({:?}): {fault}", fault.kind()),
            Outcome::Skipped(why) => why.name().to_owned(),
        };
        self.0.push(format!("{}: {outcome}", object.name));
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        self.0.append(&mut fork.0);
        Ok(ControlFlow::Continue(()))
    }
}

#[test]
fn a_sink_receives_how_each_object_ended_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"eventVersion":"1.08","eventName":"A"}"#;
    for (name, text) in [
        ("a.json", format!(r#"{{"Records":[{record}]}}"#)),
        ("b.json", format!(r#"{{"Records":[{record},7]}}"#)),
        ("c.json", format!(r#"{{"Records":[{record}"#)),
        ("d.json", r#"{"digestS3Object":"x","logFiles":[]}"#.to_owned()),
        ("e.txt", String::new()),
        ("f.json", String::new()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let (filter, directory) = (everything(), Directory::new(folder.path()));
    let scope = Scope::new(&filter, false);
    let denied = Err(SourceError { name: "g".to_owned(), fault: Fault::Denied });
    let entries = directory.entries(&scope).chain(std::iter::once::<Result<Entry, _>>(denied));
    let mut ends = Ends::default();
    let coverage =
        run(Box::new(entries), &filter, &mut ends, settings(3), &Progress::default()).unwrap();
    let below = format!("{}/", folder.path().display());
    let ends: Vec<String> = ends.0.iter().map(|end| end.replace(&below, "")).collect();
    assert_eq!(
        ends,
        [
            "a.json: read",
            "b.json: 1 malformed",
            "c.json: unreadable (Other): the list of records ends early",
            "d.json: digests",
            "e.txt: not log files",
            "f.json: unreadable (Other): empty file",
            &format!("g: unreadable ({:?}): permission denied", FaultKind::Denied),
        ]
    );
    assert_eq!((coverage.read(), coverage.skipped(), coverage.unreadable()), (2, 2, 3));
    assert_eq!(coverage.listed(), 7);
}
