//! One poll cycle over a bucket: what it listed, and what it could not.
//!
//! Does not decide what is read.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::unlisted_folders::{is_refused, region_of};
use crate::filter::Filter;
use crate::source::{self, SourceError};

/// One listing of a bucket, and what was read of it.
#[derive(Default)]
pub(super) struct PollCycle {
    /// Objects that were listed.
    pub(super) listed: u64,
    /// Objects that are log files by their names.
    pub(super) logs: u64,
    /// Objects that were read, or failed for the first time.
    pub(super) new: u64,
    /// Folders that could not be listed.
    pub(super) failed: Vec<SourceError>,
    /// It was not interrupted.
    pub(super) is_finished: bool,
}

impl PollCycle {
    /// Counts a listed object.
    pub(super) fn add_listed(&mut self, key: &str, filter: &Filter) {
        self.listed += 1;
        self.logs += u64::from(source::skip(key, false, filter).is_none());
    }

    /// Whether AWS refused to list anything: the `root` of the source, or each of the `regions`
    /// folders. `prefix` gives the prefix of a failed listing.
    pub(super) fn is_refused<'e>(
        &'e self,
        root: &str,
        regions: usize,
        prefix: impl Fn(&'e SourceError) -> &'e str,
    ) -> bool {
        let refused: Vec<_> = self.failed.iter().filter(|it| is_refused(it)).collect();
        let is_root = |it: &&SourceError| it.name.trim_end_matches('/') == root;
        let closed: BTreeSet<_> = refused.iter().filter_map(|it| region_of(prefix(it))).collect();
        let is_all = closed.len() == regions;
        self.listed == 0 && !refused.is_empty() && (is_all || refused.iter().any(is_root))
    }
}

/// The UTC day of a moment, `before` earlier.
pub(super) fn day(time: Timestamp, before: Duration) -> Date {
    let before = SignedDuration::try_from(before).unwrap_or(SignedDuration::MAX);
    let then = time.saturating_sub(before).unwrap_or(Timestamp::MIN);
    Offset::UTC.to_datetime(then).date()
}
