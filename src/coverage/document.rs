//! The coverage of an answer as a JSON document.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write as _};

use serde::Serialize;

use super::{Coverage, Note, Printed};
use crate::source::Skip;

/// The document that `--summary` writes.
#[derive(Serialize)]
struct Document<'c> {
    version: u32,
    complete: bool,
    stopped_early: bool,
    objects: Objects<'c>,
    events: Events,
    accounts: &'c BTreeSet<String>,
    regions: &'c BTreeSet<String>,
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
    skipped_because: &'c BTreeMap<Skip, u64>,
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

impl Coverage {
    /// Writes the coverage as one JSON document.
    ///
    /// # Errors
    /// The system refuses to write.
    pub fn write(&self, out: impl io::Write, printed: Printed) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        out.write_all(self.document(printed).as_bytes())?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// The coverage as a JSON document.
    pub fn document(&self, printed: Printed) -> String {
        let events = self.events();
        let duplicates = printed.duplicates.unwrap_or_default();
        let document = Document {
            version: 1,
            complete: self.is_complete() && !self.is_stopped_early(),
            stopped_early: self.is_stopped_early(),
            objects: Objects {
                listed: self.listed(),
                read: self.read(),
                skipped: self.skipped(),
                skipped_because: self.skipped_because(),
                unreadable: self.unreadable(),
            },
            events: Events {
                total: events.total(),
                matched: events.matched,
                not_matched: events.not_matched,
                malformed: events.malformed,
                printed: printed.count,
                without_time: self.untimed(),
                not_cloudtrail: self.not_cloudtrail(),
                duplicates: duplicates.count,
                duplicates_are_all: !duplicates.is_least,
            },
            accounts: self.accounts(),
            regions: self.regions(),
            delivered_through: self.newest().map(|newest| newest.to_string()),
            errors: self.errors(),
            malformed: self.malformed(),
            without_time: self.without_time(),
            lookup_errors: self.lookup_errors(),
            warnings: self.warnings(),
        };
        // Names and numbers alone: nothing that JSON cannot hold.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }
}
