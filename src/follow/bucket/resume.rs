//! Where a run on a bucket starts: at the start time, after existing objects, or where the ledger ends.

use std::path::Path;

use jiff::Timestamp;

use super::Run;
use crate::follow::Result;
use crate::follow::ledger::Ledger;
use crate::follow::poll_cycle::day;
use crate::sink::numbers::{counted, second};

impl Run<'_> {
    /// Opens the ledger. Its objects are skipped, all others of its days are read.
    pub(super) fn open_ledger(
        &mut self,
        path: &Path,
        since: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let source = self.bucket.place();
        let mut ledger = Ledger::open(path, &source, since.is_some(), &mut self.seen)?;
        match ledger.from() {
            Some(from) => {
                (self.first, self.skips_existing) = (from, false);
                self.correct_first_day(now, "the ledger's date is in the future");
                ledger.move_to(self.first, &self.seen)?;
                let known = counted(self.seen.len(), "object");
                let since = since.map(|since| format!("; only events since {}", second(since)));
                let since = since.unwrap_or_default();
                self.info(&format!("resuming from {}: {known} known{since}", path.display()));
            }
            None if self.skips_existing => {}
            None => {
                ledger.begin(self.first, &[])?;
                self.report_start(since);
            }
        }
        self.ledger = Some(ledger);
        Ok(())
    }

    /// Lists from today's window if the first day is after it: a wrong clock must not hide new objects.
    pub(super) fn correct_first_day(&mut self, now: Timestamp, why: &str) {
        let latest = day(now, self.lookback);
        if latest < self.first {
            let first = std::mem::replace(&mut self.first, latest);
            self.info(&format!(
                "{why} ({first}): listing from {latest}; earlier objects may be missing"
            ));
        }
    }

    pub(super) fn report_start(&self, since: Option<Timestamp>) {
        if let Some(since) = since {
            self.info(&format!("starting with events from {}", second(since)));
        }
    }
}
