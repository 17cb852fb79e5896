//! What became of the objects of a fetch: the sums, for people and as a document.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Instant;

use indicatif::HumanBytes;
use jiff::Timestamp;
use serde::Serialize;

use super::identity;
use crate::aws::Bucket;
use crate::commands::{
    Context, Outcome, counted, grouped, stderr_is_terminal, tell, user_error, yellow,
};
use crate::event::key::{Key, Kind};
use crate::filter::Filter;
use crate::mirror::{Mirror, Refusal, Unstored};
use crate::sink::safe::shown;
use crate::source::{Arrived, Listed, SourceError};

/// Failures that are named before the rest is only counted.
const NAMED: usize = 3;
/// Keys that one request lists.
const PAGE: u64 = 1_000;

/// What became of the objects; the document of `--summary`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    pub(super) fetched: u64,
    pub(super) already_there: u64,
    /// Empty objects that stand for folders, and what was delivered outside of the time asked for.
    pub(super) skipped: u64,
    pub(super) failed: u64,
    /// Fetched, but neither an `ETag`, a checksum nor gzip proves the bytes.
    pub(super) not_proven: u64,
    /// Of what came, or would.
    pub(super) bytes: u64,
    /// Folders that could not be listed.
    pub(super) not_listed: u64,
    /// Regions whose public keys could not be had.
    pub(super) without_keys: u64,
    /// Saved public keys that CloudTrail does not know.
    pub(super) unknown_keys: u64,
    pub(super) interrupted: bool,
    pub(super) disk_is_full: bool,
    pub(super) errors: Vec<String>,
    #[serde(skip)]
    pub(super) digests: BTreeMap<String, (Timestamp, Timestamp)>,
}

/// How many errors are kept.
const ERRORS: usize = 10_000;

/// Why an object is left where it is, by its name.
#[derive(Clone, Copy)]
pub(super) enum Left {
    /// It stands for a folder, or was delivered for another account, region or time.
    Skipped,
    /// It cannot be a file.
    Refused(Refusal),
}

impl Left {
    pub(super) fn of(listed: &Listed, filter: &Filter) -> Option<Self> {
        let is_asked = Key::parse(&listed.key).is_none_or(|key| filter.admits(&key));
        match Mirror::refuses(&listed.key) {
            _ if !is_asked => Some(Self::Skipped),
            Some(Refusal::Marker) if listed.size == 0 => Some(Self::Skipped),
            refusal => refusal.map(Self::Refused),
        }
    }
}

impl Report {
    pub(super) fn listed(&self) -> u64 {
        self.fetched + self.already_there + self.skipped + self.failed
    }

    pub(super) fn is_complete(&self) -> bool {
        let lost = self.failed + self.not_proven + self.not_listed + self.without_keys;
        lost == 0 && !self.interrupted
    }

    /// Remembers between which times keys are needed.
    fn note(&mut self, listed: &Listed) {
        if let Some(key) = Key::parse(&listed.key)
            && key.kind == Kind::Digest
        {
            let times = self.digests.entry(key.region.to_owned()).or_insert((key.stamp, key.stamp));
            *times = (times.0.min(key.stamp), times.1.max(key.stamp));
        }
    }

    /// Counts an object that has come; gives its bytes.
    pub(super) fn fetched(&mut self, listed: &Listed, arrived: &Arrived, bucket: &Bucket) -> u64 {
        self.note(listed);
        if !identity::is_proven(arrived) {
            self.not_proven += 1;
            let why = "kept, but no ETag, checksum or gzip trailer proves its bytes";
            self.error(format!("s3://{}/{}: {why}", bucket.name(), listed.key));
        }
        let bytes = arrived.bytes.len() as u64;
        self.fetched += 1;
        self.bytes += bytes;
        bytes
    }

    /// Counts an object that would be fetched.
    pub(super) fn would_fetch(&mut self, listed: &Listed) {
        self.fetched += 1;
        self.bytes += listed.size;
    }

    /// Counts an object that was not fetched; for no reason of its own: it is there already.
    pub(super) fn left(&mut self, listed: &Listed, why: Option<Left>, bucket: &Bucket) {
        match why {
            Some(Left::Refused(refusal)) => self.failed(listed, bucket, &refusal),
            Some(Left::Skipped) => self.skipped += 1,
            None => {
                self.note(listed);
                self.already_there += 1;
            }
        }
    }

    pub(super) fn failed(&mut self, listed: &Listed, bucket: &Bucket, why: &dyn std::fmt::Display) {
        self.failed += 1;
        self.error(format!("s3://{}/{}: {why}", bucket.name(), listed.key));
    }

    /// What had come and is not on the disk.
    pub(super) fn unstored(&mut self, lost: Vec<Unstored>) {
        for object in lost {
            self.fetched -= 1;
            self.failed += 1;
            self.error(object.to_string());
        }
    }

    pub(super) fn not_listed(&mut self, error: &SourceError) {
        self.not_listed += 1;
        self.error(error.to_string());
    }

    /// Names a saved public key that CloudTrail does not know, before everything else.
    pub(super) fn unknown_key(&mut self, what: String) {
        self.unknown_keys += 1;
        self.errors.insert(0, what);
    }

    pub(super) fn error(&mut self, error: String) {
        if self.errors.len() < ERRORS {
            self.errors.push(error);
        }
    }

    pub(super) fn tell(&self, context: &Context, dry_run: bool, start: Instant) {
        if context.globals.quiet && self.is_complete() && self.unknown_keys == 0 {
            return;
        }
        let mut parts = vec![
            format!(
                "listed {} = {} {} + already there {} + skipped {} + failed {}",
                grouped(self.listed()),
                if dry_run { "to fetch" } else { "fetched" },
                grouped(self.fetched),
                grouped(self.already_there),
                grouped(self.skipped),
                grouped(self.failed),
            ),
            HumanBytes(self.bytes).to_string(),
        ];
        if dry_run {
            let (gets, lists) = (self.fetched, self.listed().div_ceil(PAGE).max(1));
            parts.push(format!("about {} GET, {} LIST", grouped(gets), grouped(lists)));
        } else if stderr_is_terminal() {
            parts.push(format!("{:.1} s", start.elapsed().as_secs_f64()));
        }
        if self.unknown_keys > 0 {
            let keys = counted(self.unknown_keys, "public key");
            parts.push(format!("{} {keys} not known to CloudTrail", yellow("INVALID:")));
        }
        parts.extend(self.lost());
        tell(&parts.join(" · "));
        let most = if context.globals.verbose { usize::MAX } else { NAMED };
        self.errors.iter().take(most).for_each(|error| tell(&format!("  {}", shown(error))));
        if self.errors.len() > most {
            let rest = grouped((self.errors.len() - most) as u64);
            tell(&format!("  … and {rest} more; all of them: --summary FILE"));
        }
        if self.disk_is_full {
            tell("stopped: the disk takes no more; make room and run the same command again");
        }
        if self.interrupted {
            tell("interrupted; what was fetched is kept: run the same command again to go on");
        }
    }

    /// What is missing, if anything is.
    pub(super) fn lost(&self) -> Option<String> {
        let lost = [
            (self.failed, "object", "not fetched"),
            (self.not_proven, "object", "not proven"),
            (self.not_listed, "folder", "not listed"),
            (self.without_keys, "region", "without public keys"),
        ];
        let lost = lost.into_iter().filter(|(count, ..)| *count > 0);
        let lost: Vec<_> =
            lost.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect();
        (!lost.is_empty()).then(|| format!("{} {}", yellow("INCOMPLETE:"), lost.join(", ")))
    }

    pub(super) fn write(&self, file: &File) -> io::Result<()> {
        #[derive(Serialize)]
        struct Document<'r> {
            version: u32,
            complete: bool,
            listed: u64,
            #[serde(flatten)]
            report: &'r Report,
        }
        let complete = self.is_complete();
        let document = Document { version: 1, complete, listed: self.listed(), report: self };
        serde_json::to_writer_pretty(file, &document)?;
        Ok(())
    }

    pub(super) fn outcome(&self, source: &Path) -> anyhow::Result<Outcome> {
        if self.unknown_keys > 0 {
            return Ok(Outcome::No);
        }
        if !self.is_complete() {
            return Ok(Outcome::Unsure);
        }
        if self.listed() == 0 {
            return Err(user_error(
                format!("no CloudTrail logs in {}", source.display()),
                "check the prefix, --account, --region, --since and --until; ct ls shows what there is",
            ));
        }
        Ok(Outcome::Yes)
    }
}
