//! One look into a bucket: what it listed, and what it could not.
//!
//! Does not decide what is read.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::gaps::{is_refused, region_of};
use crate::filter::Filter;
use crate::source::{self, SourceError};

/// One look into the bucket.
#[derive(Default)]
pub(super) struct Round {
    pub(super) listed: u64,
    /// Objects that were read, and such as could not for the first time.
    pub(super) news: u64,
    pub(super) failed: Vec<SourceError>,
    /// Objects that look like logs.
    pub(super) logs: u64,
    /// It came to its end.
    pub(super) is_over: bool,
}

impl Round {
    /// Counts what is listed.
    pub(super) fn note(&mut self, key: &str, filter: &Filter) {
        self.listed += 1;
        self.logs += u64::from(source::skip(key, false, filter).is_none());
    }

    /// Whether it saw nothing of a bucket: its `root` is refused, or each of so many `regions`.
    pub(super) fn is_blind<'e>(
        &'e self,
        root: &str,
        regions: usize,
        prefix: impl Fn(&'e SourceError) -> &'e str,
    ) -> bool {
        let refused: Vec<_> = self.failed.iter().filter(|it| is_refused(it)).collect();
        let is_root = |it: &&SourceError| it.name.trim_end_matches('/') == root;
        let shut: BTreeSet<_> = refused.iter().filter_map(|it| region_of(prefix(it))).collect();
        let is_all = shut.len() == regions;
        self.listed == 0 && !refused.is_empty() && (is_all || refused.iter().any(is_root))
    }
}

/// The day of a moment so long before.
pub(super) fn day(time: Timestamp, before: Duration) -> Date {
    let before = SignedDuration::try_from(before).unwrap_or(SignedDuration::MAX);
    let then = time.saturating_sub(before).unwrap_or(Timestamp::MIN);
    Offset::UTC.to_datetime(then).date()
}
