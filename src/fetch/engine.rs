//! Lists a bucket and downloads what its mirror lacks.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use jiff::Timestamp;

use super::destination::Destination;
use super::public_keys::KeyFiles;
use super::report::{Report, skip_reason};
use super::version;
use super::writer::Writer;
use crate::aws::{Bucket, Session};
use crate::filter::Filter;
use crate::mirror::Mirror;
use crate::scan::Progress;
use crate::source::interrupt::Interrupt;
use crate::source::{Download, Fault, FolderTest, Listed, Store as _};

/// An object of more bytes is held alone: the objects before it are stored first. Smaller ones take
/// at most some 170 MiB on their way to the disk: see [`Writer`] and the batches of [`Mirror`].
const LARGE: u64 = 16 << 20;

/// What to fetch, and with what.
pub struct Fetcher<'f> {
    /// To look up public keys.
    pub session: &'f Arc<Session>,
    /// The bucket to mirror.
    pub bucket: &'f Bucket,
    /// Objects that it does not admit are skipped.
    pub filter: &'f Filter,
    /// The folders to list.
    pub folders: FolderTest<'f>,
    /// The most bytes of an object.
    pub limit: usize,
    /// Ends the run.
    pub interrupt: &'f Interrupt,
    /// Counts objects and bytes while it runs.
    pub progress: &'f Progress,
}

impl Fetcher<'_> {
    /// Downloads what a mirror lacks, and the public keys for its digest files; in a dry run, lists what
    /// would be downloaded. `scope` names the accounts and Regions if not all were requested; `began` is
    /// when the run began.
    pub fn run(&self, destination: Destination<'_>, scope: &str, began: Timestamp) -> Report {
        let Destination { root, mirror, known } = destination;
        match mirror {
            None => self.plan(known),
            Some(mirror) => self.fetch(root, mirror, known, scope, began),
        }
    }

    /// Lists what a fetch would download. `known` is the mirror as it is.
    fn plan(&self, mut known: Mirror) -> Report {
        let mut report = Report::default();
        for listed in self.bucket.list(self.folders) {
            if self.interrupt.is_set() {
                break;
            }
            self.progress.objects.fetch_add(1, Ordering::Relaxed);
            match listed {
                Err(error) => report.count_not_listed(&error),
                Ok(listed) => match skip_reason(&listed, self.filter) {
                    None if !known.contains(&listed).unwrap_or(false) => {
                        report.count_to_fetch(&listed);
                    }
                    reason => report.count_left(&listed, reason, self.bucket),
                },
            }
        }
        report.interrupted |= self.interrupt.is_set();
        report
    }

    /// `known` is the same mirror at `root`, opened to be read.
    fn fetch(
        &self,
        root: &Path,
        mirror: Mirror,
        known: Mirror,
        scope: &str,
        began: Timestamp,
    ) -> Report {
        let mut report = Report::default();
        let mut mirror = self.download(mirror, known, &mut report);
        self.save_keys(root, &mut mirror, &mut report);
        self.complete(&mut mirror, &mut report, scope, began);
        report
    }

    /// Downloads objects until the disk is full.
    fn download(&self, mirror: Mirror, mut known: Mirror, report: &mut Report) -> Mirror {
        let is_full = AtomicBool::new(false);
        let is_wanted = |listed: &Listed| {
            // If the ledger cannot be read, the object is fetched again.
            let is_skipped = skip_reason(listed, self.filter).is_some();
            !is_skipped && !known.contains(listed).unwrap_or(false)
        };
        let (mirror, unstored) = thread::scope(|scope| {
            let mut writer = Writer::start(scope, mirror, &is_full);
            for found in self.bucket.downloads(self.bucket.list(self.folders), is_wanted) {
                if self.interrupt.is_set() || is_full.load(Ordering::Relaxed) {
                    break;
                }
                self.progress.objects.fetch_add(1, Ordering::Relaxed);
                match found {
                    Err(error) => report.count_not_listed(&error),
                    Ok((listed, None)) => {
                        report.count_left(&listed, skip_reason(&listed, self.filter), self.bucket);
                    }
                    Ok((listed, Some(download))) => {
                        self.store(&listed, download, &mut writer, report);
                    }
                }
            }
            writer.finish()
        });
        report.interrupted |= self.interrupt.is_set();
        report.disk_is_full = is_full.into_inner();
        report.count_unstored(unstored);
        mirror
    }

    /// Waits for an object and hands it to the writer.
    fn store(
        &self,
        listed: &Listed,
        download: Download,
        writer: &mut Writer<'_>,
        report: &mut Report,
    ) {
        let name = format!("s3://{}/{}", self.bucket.name(), listed.key);
        let waiting = self.progress.wait_for(&name);
        let is_large = download.size().is_some_and(|size| size > LARGE);
        if is_large {
            writer.settle();
        }
        let arrived = download.wait(self.limit).and_then(|arrived| {
            version::of_listed(self.bucket, listed.clone(), arrived, self.limit)
        });
        drop(waiting);
        match arrived {
            Err(Fault::Interrupted) => report.interrupted = true,
            Err(Fault::TooLarge(limit)) => {
                let why = format!("larger than memory allows ({limit} bytes): raise --max-memory");
                report.count_failed(listed, self.bucket, &why);
            }
            Err(fault) => report.count_failed(listed, self.bucket, &fault),
            Ok((listed, arrived)) => {
                let bytes = report.count_fetched(&listed, &arrived, self.bucket);
                self.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                writer.put(listed, arrived);
            }
        }
        if is_large {
            writer.settle();
        }
    }

    /// Saves the public keys for all digest files that were listed.
    fn save_keys(&self, root: &Path, mirror: &mut Mirror, report: &mut Report) {
        for (region, range) in std::mem::take(&mut report.digests) {
            if self.interrupt.is_set() {
                report.interrupted = true;
                return;
            }
            let mut files = KeyFiles { root, session: self.session, mirror, report };
            if let Err(why) = files.save(&region, range) {
                report.without_keys += 1;
                report.add_error(format!("public keys of {region}: {why:#}"));
            }
        }
    }

    /// Records through when the mirror is complete: validation takes that for now. Objects that were
    /// delivered while the bucket was listed may be missing, so that is when the run began.
    fn complete(&self, mirror: &mut Mirror, report: &mut Report, scope: &str, began: Timestamp) {
        if !report.is_complete() || report.has_only_skipped() {
            return;
        }
        let until = self.filter.happened().until.map_or(began, |until| until.min(began));
        if let Err(error) = mirror.complete(self.bucket.name(), scope, until) {
            report.add_error(error.to_string());
        }
    }
}
