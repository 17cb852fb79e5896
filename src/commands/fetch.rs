//! `ct fetch`: brings the logs of a bucket home, with all that is needed to prove them later.

mod report;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use self::report::Report;
use super::args::{self, Gates, Source};
use super::which::Scope;
use super::{Context, Outcome, progress, user_error};
use crate::aws::Bucket;
use crate::mirror::{Mirror, MirrorError};
use crate::pipeline::Progress;
use crate::source::{Download, Fault, Listed, Store as _};

/// Bring the logs of a bucket or a trail home, and later only what is new.
///
///   ct fetch trail: ./logs
///   ct fetch s3://my-logs ./logs --since 90d
///   ct fetch s3://my-logs/prefix ./logs --account 111122223333 --dry-run
///
/// Mirrors the bucket's keys below DEST. An object is there whole or not at all; the command may be
/// killed and run again at any time, and fetches only what is missing or was replaced. Every run
/// lists the days it is asked for anew, so that what was delivered late is found. Digest files come
/// with their signatures and the public keys, so that the copy can be proved whole without AWS.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Fetch {
    /// From where, s3://BUCKET[/PREFIX] or trail:NAME (trail: if only DEST is given); and the folder
    /// to write to.
    #[arg(value_name = "SOURCE> <DEST", required = true, num_args = 1..=2)]
    places: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Filters (values may be globs; repeat, or use commas)")]
    scope: Scope,
    /// Leave digest files and public keys out; the copy cannot be proved whole then.
    #[arg(long)]
    logs_only: bool,
    /// Only say what would be fetched.
    #[arg(long)]
    dry_run: bool,
    /// Write what was done as a JSON document to this file.
    #[arg(long, value_name = "FILE", env = "CT_SUMMARY")]
    summary: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Exit codes: 0 everything that was asked for is there, 1 there is nothing, 2 something is missing

Examples:
  ct fetch trail: ./logs
  ct fetch s3://my-logs ./logs --since 90d --region 'eu-*'
  ct fetch s3://my-logs ./logs --dry-run
  ct fetch trail: ./logs && ct grep --user root ./logs";

/// Public keys are asked for from so long before the first digest to so long behind the last: a
/// digest is signed later than its name says.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);
impl Fetch {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.filter(now)?;
        let gates = Gates::new(&filter, Offset::UTC.to_datetime(now).date(), !self.logs_only);
        let (source, dest) = match &*self.places {
            [source, dest] => (source.as_path(), dest),
            [dest, ..] => (Path::new(args::USUAL), dest),
            [] => return Err(user_error("no DEST given", "all flags: ct fetch --help")),
        };
        let bucket = self.bucket(source, context)?;
        let summary = self.summary.as_deref().map(super::create).transpose()?;
        let mirror = if self.dry_run { Mirror::look } else { Mirror::open };
        let mirror = mirror(dest, bucket.name()).map_err(|error| refused(&error))?;

        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        context.aws(None)?.on_interrupt(move || flag.store(true, Ordering::Release));
        let start = Instant::now();
        let progress = Progress::default();
        let mut run = Run {
            bucket: &bucket,
            gates: &gates,
            mirror: &Mutex::new(mirror),
            dest,
            interrupted: &interrupted,
            progress: &progress,
            report: Report::default(),
        };
        let list = || bucket.list(gates.there());
        progress::watch(&progress, context, list, |_| {
            if self.dry_run {
                run.look();
            } else {
                run.fetch();
                run.keys(context);
            }
        });
        let report = run.report;
        report.tell(context, self.dry_run, start);
        if let (Some(file), Some(path)) = (summary, &self.summary) {
            report.write(&file).with_context(|| path.display().to_string())?;
        }
        report.outcome(source)
    }

    fn bucket(&self, source: &Path, context: &Context) -> anyhow::Result<Bucket> {
        match args::open(source, context, self.scope.one_region())? {
            Source::Bucket(bucket) => Ok(bucket),
            _ => Err(user_error(
                format!("{}: not a bucket", source.display()),
                "write ct fetch s3://BUCKET[/PREFIX] DEST, or ct fetch trail:NAME DEST",
            )),
        }
    }
}

fn refused(error: &MirrorError) -> anyhow::Error {
    user_error(error, error.help().unwrap_or_default())
}

/// One run under way.
struct Run<'r> {
    bucket: &'r Bucket,
    gates: &'r Gates<'r>,
    mirror: &'r Mutex<Mirror>,
    dest: &'r Path,
    interrupted: &'r AtomicBool,
    progress: &'r Progress,
    report: Report,
}

impl Run<'_> {
    fn with_mirror<T>(&self, then: impl FnOnce(&mut Mirror) -> T) -> T {
        then(&mut self.mirror.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Fetches what is not there, until the disk takes no more.
    fn fetch(&mut self) {
        let (bucket, mirror) = (self.bucket, self.mirror);
        let is_wanted = |listed: &Listed| {
            let mut mirror = mirror.lock().unwrap_or_else(PoisonError::into_inner);
            // What the ledger cannot tell is fetched again.
            Mirror::refuses(&listed.key).is_none() && !mirror.holds(listed).unwrap_or(false)
        };
        for found in bucket.downloads(bucket.list(self.gates.there()), is_wanted) {
            if self.interrupted.load(Ordering::Acquire) {
                self.report.interrupted = true;
                break;
            }
            self.progress.objects.fetch_add(1, Ordering::Relaxed);
            match found {
                Ok((listed, download)) => self.object(&listed, download),
                Err(error) => self.report.not_listed(&error),
            }
            if self.report.disk_is_full {
                return;
            }
        }
        let stored = self.with_mirror(Mirror::commit);
        self.report.unstored(stored.err().unwrap_or_default());
    }

    fn object(&mut self, listed: &Listed, download: Option<Download>) {
        self.report.note(listed);
        let Some(download) = download else { return self.report.left(listed, self.bucket) };
        match download.wait() {
            Ok(arrived) => {
                let bytes = arrived.bytes.len() as u64;
                self.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                self.report.fetched += 1;
                self.report.bytes += bytes;
                let stored = self.with_mirror(|mirror| mirror.put(listed, arrived));
                self.report.unstored(stored.err().unwrap_or_default());
            }
            Err(fault) => self.report.failed(listed, self.bucket, &fault),
        }
    }

    /// Says what would be fetched.
    fn look(&mut self) {
        for found in self.bucket.list(self.gates.there()) {
            self.progress.objects.fetch_add(1, Ordering::Relaxed);
            match found {
                Err(error) => self.report.not_listed(&error),
                Ok(listed) if Mirror::refuses(&listed.key).is_some() => {
                    self.report.left(&listed, self.bucket);
                }
                Ok(listed) if self.with_mirror(|m| m.holds(&listed).unwrap_or(false)) => {
                    self.report.already_there += 1;
                }
                Ok(listed) => {
                    self.report.fetched += 1;
                    self.report.bytes += listed.size;
                }
            }
        }
    }

    /// Saves the public keys for all digests that were listed.
    fn keys(&mut self, context: &Context) {
        for (region, range) in std::mem::take(&mut self.report.digests) {
            if let Err(why) = self.keys_of(&region, range, context) {
                self.report.without_keys += 1;
                self.report.error(format!("public keys of {region}: {why:#}"));
            }
        }
    }

    fn keys_of(
        &mut self,
        region: &str,
        (first, last): (Timestamp, Timestamp),
        context: &Context,
    ) -> anyhow::Result<()> {
        let since = first.saturating_sub(MARGIN).unwrap_or(first);
        let until = last.saturating_add(MARGIN).unwrap_or(last);
        let keys = context.aws(None)?.public_keys(region, since, until);
        let keys = keys.map_err(|error| anyhow::anyhow!("{}", Fault::from(error)))?;
        let path = format!("public-keys/{region}.json");
        let known = std::fs::read(self.dest.join(&path)).ok();
        let keys = keys.joined_with(known.as_deref());
        Ok(self.with_mirror(|mirror| mirror.write(&path, &keys))?)
    }
}
