//! Counts of a fetch, and the document of `--summary`.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, io};

use jiff::Timestamp;
use serde::Serialize;

use super::version;
use crate::aws::Bucket;
use crate::error::UserError;
use crate::event::key::{Key, Kind};
use crate::filter::Filter;
use crate::mirror::{Mirror, Refusal, Unstored};
use crate::sink::numbers::counted;
use crate::source::{Arrived, Listed, SourceError};

/// What became of the listed objects. The field names are the members of the document.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Downloaded and stored, or to be downloaded in a dry run.
    pub fetched: u64,
    /// In the mirror before.
    pub already_there: u64,
    /// Folder markers, and objects that the filter does not admit.
    pub skipped: u64,
    /// Not downloaded, or not stored.
    pub failed: u64,
    /// Stored, but neither an `ETag`, a checksum nor gzip proves the bytes.
    pub not_proven: u64,
    /// Bytes of the fetched objects, as they are stored.
    pub bytes: u64,
    /// Folders that could not be listed.
    pub not_listed: u64,
    /// Regions whose public keys could not be saved.
    pub without_keys: u64,
    /// Stored public keys that CloudTrail does not know.
    pub unknown_keys: u64,
    /// The run was interrupted.
    pub interrupted: bool,
    /// The disk was full.
    pub disk_is_full: bool,
    /// The first errors, each in one line.
    pub errors: Vec<String>,
    /// Those of the skipped objects that the filter does not admit; the others are folder markers.
    #[serde(skip)]
    pub(super) out_of_scope: u64,
    /// The times of the first and last digest file of each Region.
    #[serde(skip)]
    pub(super) digests: BTreeMap<String, (Timestamp, Timestamp)>,
}

/// How many errors are kept.
const ERRORS: usize = 10_000;

/// Why an object is not fetched, by its key.
#[derive(Clone, Copy)]
pub(super) enum SkipReason {
    /// It belongs to another account, Region or time.
    OutOfScope,
    /// It marks a folder.
    Marker,
    /// It cannot be a file.
    Refused(Refusal),
}

/// Why an object is not fetched, if its key is a reason.
pub(super) fn skip_reason(listed: &Listed, filter: &Filter) -> Option<SkipReason> {
    let is_admitted = Key::parse(&listed.key).is_none_or(|key| filter.admits(&key));
    match Mirror::refuses(&listed.key) {
        _ if !is_admitted => Some(SkipReason::OutOfScope),
        Some(Refusal::Marker) if listed.size == 0 => Some(SkipReason::Marker),
        refusal => refusal.map(SkipReason::Refused),
    }
}

impl Report {
    /// All listed objects.
    pub fn listed(&self) -> u64 {
        self.fetched + self.already_there + self.skipped + self.failed
    }

    /// Whether every listed object was skipped, so that the mirror has nothing of what was requested.
    pub fn has_only_skipped(&self) -> bool {
        self.listed() == self.skipped
    }

    /// The error of a source in which nothing else was listed.
    pub fn nothing_listed(&self, source: &Path) -> UserError {
        UserError::new(
            format_args!("no CloudTrail logs in {}{}", source.display(), self.only_skipped()),
            "check the prefix, --account, --region, --since and --until; ct ls lists what exists",
        )
    }

    /// What was skipped, if nothing else was listed: `: skipped 4 folder markers`.
    fn only_skipped(&self) -> String {
        let skipped = [
            (
                self.out_of_scope,
                "object",
                " outside --account, --region, --org-id and the time range",
            ),
            (self.skipped - self.out_of_scope, "folder marker", ""),
        ];
        let skipped = skipped.into_iter().filter(|(count, ..)| *count > 0);
        let skipped: Vec<String> =
            skipped.map(|(count, noun, what)| format!("{}{what}", counted(count, noun))).collect();
        if skipped.is_empty() { String::new() } else { format!(": skipped {}", skipped.join(", ")) }
    }

    /// Whether all wanted objects and keys are in the mirror.
    pub fn is_complete(&self) -> bool {
        let missing = self.failed + self.not_proven + self.not_listed + self.without_keys;
        missing == 0 && !self.interrupted
    }

    /// Notes the time of a digest file, for which keys are needed.
    fn note_digest(&mut self, listed: &Listed) {
        if let Some(key) = Key::parse(&listed.key)
            && key.kind == Kind::Digest
        {
            let times = self.digests.entry(key.region.to_owned()).or_insert((key.stamp, key.stamp));
            *times = (times.0.min(key.stamp), times.1.max(key.stamp));
        }
    }

    /// Counts an object that was downloaded; returns its size in bytes.
    pub(super) fn count_fetched(
        &mut self,
        listed: &Listed,
        arrived: &Arrived,
        bucket: &Bucket,
    ) -> u64 {
        self.note_digest(listed);
        if !version::is_proven(arrived) {
            self.not_proven += 1;
            let why = "kept, but no ETag, checksum or gzip trailer proves its bytes";
            self.add_error(format!("s3://{}/{}: {why}", bucket.name(), listed.key));
        }
        let bytes = arrived.bytes.len() as u64;
        self.fetched += 1;
        self.bytes += bytes;
        bytes
    }

    /// Counts an object that a dry run would fetch.
    pub(super) fn count_to_fetch(&mut self, listed: &Listed) {
        self.fetched += 1;
        self.bytes += listed.size;
    }

    /// Counts an object that is not fetched. Without a reason it is in the mirror already.
    pub(super) fn count_left(
        &mut self,
        listed: &Listed,
        reason: Option<SkipReason>,
        bucket: &Bucket,
    ) {
        match reason {
            Some(SkipReason::Refused(refusal)) => self.count_failed(listed, bucket, &refusal),
            Some(SkipReason::OutOfScope) => {
                self.skipped += 1;
                self.out_of_scope += 1;
            }
            Some(SkipReason::Marker) => self.skipped += 1,
            None => {
                self.note_digest(listed);
                self.already_there += 1;
            }
        }
    }

    /// Counts an object that was not downloaded.
    pub(super) fn count_failed(
        &mut self,
        listed: &Listed,
        bucket: &Bucket,
        why: &dyn fmt::Display,
    ) {
        self.failed += 1;
        self.add_error(format!("s3://{}/{}: {why}", bucket.name(), listed.key));
    }

    /// Counts objects that were downloaded and could not be stored.
    pub(super) fn count_unstored(&mut self, unstored: Vec<Unstored>) {
        for object in unstored {
            self.fetched -= 1;
            self.failed += 1;
            self.add_error(object.to_string());
        }
    }

    /// Counts a folder that could not be listed.
    pub(super) fn count_not_listed(&mut self, error: &SourceError) {
        self.not_listed += 1;
        self.add_error(error.to_string());
    }

    /// Counts a stored public key that CloudTrail does not know. Its error comes first.
    pub(super) fn count_unknown_key(&mut self, what: String) {
        self.unknown_keys += 1;
        self.errors.insert(0, what);
    }

    /// Adds an error to those that are kept.
    pub(super) fn add_error(&mut self, error: String) {
        if self.errors.len() < ERRORS {
            self.errors.push(error);
        }
    }

    /// Writes the document of `--summary`.
    ///
    /// # Errors
    /// The system refuses to write.
    pub fn write(&self, out: impl io::Write) -> io::Result<()> {
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
        serde_json::to_writer_pretty(out, &document)?;
        Ok(())
    }
}
