//! `ct fetch`: brings the logs of a bucket home, with all that is needed to prove them later.

mod identity;
mod keys;
mod report;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;

use self::keys::SavedKeys;
use self::report::{Left, Report};
use self::writer::Writer;
use super::filter_args::ScopeArgs;
use super::sources::{self, Source};
use super::{Context, Outcome, progress, user_error};
use crate::aws::Bucket;
use crate::filter::Filter;
use crate::mirror::{Mirror, MirrorError};
use crate::scan::Progress;
use crate::source::interrupt::Interrupt;
use crate::source::{Fault, Listed, Scope, Store as _};

/// An object of more bytes is held alone: the objects before it are stored first. Smaller ones take
/// at most some 170 MiB on their way to the disk: see [`Writer`] and the batches of [`Mirror`].
const LARGE: u64 = 16 << 20;

/// Bring the logs of a bucket or a trail home, and later only what is new.
///
///   ct fetch trail: ./logs
///   ct fetch s3://my-logs ./logs --since 90d
///   ct fetch s3://my-logs/prefix ./logs --account 111122223333 --dry-run
///
/// Mirrors the bucket's keys below DEST. An object is there whole or not at all; the command may be
/// killed and run again at any time, and fetches only what is missing or was replaced. Every run
/// lists the days it is asked for anew, so that what was delivered late is found. Digest files come
/// with their signatures and the public keys, so that the copy can be proved whole without AWS. The keys
/// that CloudTrail gave are also recorded in $XDG_STATE_HOME/ct/keys (by default
/// ~/.local/state/ct/keys), outside of the copy: so ct validate trusts them on this machine.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
#[command(override_usage = "ct fetch [OPTIONS] [SOURCE] <DEST>")]
pub(super) struct Fetch {
    /// From where, s3://BUCKET[/PREFIX] or trail:NAME, and the folder to write to. If only the folder
    /// is given, from $CT_SOURCE, or else from the account's one trail.
    #[arg(value_name = "SOURCE> <DEST", required = true, num_args = 1..=2)]
    places: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Filters (values may be globs; repeat, or use commas)")]
    scope: ScopeArgs,
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
Exit codes: 0 everything that was asked for is there, 1 a saved public key is unknown to CloudTrail,
2 something is missing, or there is nothing

Examples:
  ct fetch trail: ./logs
  ct fetch s3://my-logs ./logs --since 90d --region 'eu-*'
  ct fetch s3://my-logs ./logs --dry-run
  ct fetch trail: ./logs && ct grep --user root ./logs";

impl Fetch {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.filter(now)?;
        let gates = Scope::new(&filter, !self.logs_only);
        let usual = sources::usual();
        let (source, dest) = match &*self.places {
            [source, dest] => (source.as_path(), dest),
            [only, ..] if sources::scheme(only).is_some() => {
                let source = only.display();
                return Err(user_error(
                    format!("no destination: which folder to mirror {source} to"),
                    format!("write ct fetch {source} ./logs"),
                ));
            }
            [dest, ..] => (usual.as_path(), dest),
            [] => return Err(user_error("no DEST given", "all flags: ct fetch --help")),
        };
        let interrupt = context.interrupt()?;
        if sources::scheme(dest).is_some() {
            return Err(user_error(
                format!("cannot write to {}: the destination is a folder", dest.display()),
                format!("write ct fetch {} ./logs", source.display()),
            ));
        }
        let bucket = self.bucket(source, context)?;
        let summary = self.summary.as_deref().map(super::create).transpose()?;
        let open = || Mirror::open(dest, bucket.name());
        let mirror = if self.dry_run { None } else { Some(open().map_err(|e| refused(&e))?) };
        let known = Mirror::look(dest, bucket.name()).map_err(|error| refused(&error))?;

        let start = Instant::now();
        let progress = Progress::default();
        let mut run = Run {
            bucket: &bucket,
            filter: &filter,
            gates: &gates,
            known,
            limit: context.memory() / 2,
            interrupt,
            progress: &progress,
            report: Report::default(),
        };
        let list = || bucket.list(gates.bucket_folders());
        progress::watch(&progress, context, list, |_| match mirror {
            None => run.look(),
            Some(mirror) => {
                let mut mirror = run.fetch(mirror);
                run.keys(dest, &mut mirror, context);
                run.complete(&mut mirror, &self.scope.places(), now);
            }
        });
        let report = run.report;
        report.tell(context, self.dry_run, start);
        if let (Some(mut file), Some(path)) = (summary, &self.summary) {
            let written = report.write(file.file());
            written.and_then(|()| file.finish()).with_context(|| path.display().to_string())?;
        }
        report.outcome(source)
    }

    fn bucket(&self, source: &Path, context: &Context) -> anyhow::Result<Bucket> {
        let opened = sources::open(source, context, self.scope.one_region());
        let is_named = self.places.len() > 1 || source != Path::new(sources::USUAL);
        let opened = if is_named { opened } else { opened.map_err(sources::of_usual) };
        match opened? {
            Source::Bucket(bucket) => Ok(bucket),
            _ => Err(user_error(
                format!("{}: not a bucket", source.display()),
                "write ct fetch s3://BUCKET[/PREFIX] DEST, or ct fetch trail:NAME DEST",
            )),
        }
    }
}

fn refused(error: &MirrorError) -> anyhow::Error {
    user_error(error, error.help().unwrap_or("choose a folder that you may write to"))
}

/// One run under way.
struct Run<'r> {
    bucket: &'r Bucket,
    filter: &'r Filter,
    gates: &'r Scope<'r>,
    /// What was there when the run began.
    known: Mirror,
    /// The most bytes of an object.
    limit: usize,
    interrupt: &'r Interrupt,
    progress: &'r Progress,
    report: Report,
}

impl Run<'_> {
    /// Fetches what is not there, until the disk takes no more.
    fn fetch(&mut self, mirror: Mirror) -> Mirror {
        let (bucket, filter, limit) = (self.bucket, self.filter, self.limit);
        let (known, report) = (&mut self.known, &mut self.report);
        let is_full = AtomicBool::new(false);
        // What the ledger cannot tell is fetched again.
        let is_wanted = |listed: &Listed| {
            let reason = Left::of(listed, filter);
            reason.is_none() && !known.holds(listed).unwrap_or(false)
        };
        let (mirror, lost) = thread::scope(|scope| {
            let mut writer = Writer::start(scope, mirror, &is_full);
            for found in bucket.downloads(bucket.list(self.gates.bucket_folders()), is_wanted) {
                if self.interrupt.is_set() || is_full.load(Ordering::Relaxed) {
                    break;
                }
                self.progress.objects.fetch_add(1, Ordering::Relaxed);
                match found {
                    Err(error) => report.not_listed(&error),
                    Ok((listed, None)) => report.left(&listed, Left::of(&listed, filter), bucket),
                    Ok((listed, Some(download))) => {
                        // A large object is held alone, from its download until it is stored.
                        let is_large = download.size().is_some_and(|size| size > LARGE);
                        if is_large {
                            writer.settle();
                        }
                        let agree =
                            |arrived| identity::agree(bucket, listed.clone(), arrived, limit);
                        match download.wait(limit).and_then(agree) {
                            Err(Fault::Interrupted) => break,
                            Err(Fault::TooLarge(_)) => {
                                let why = format!(
                                    "larger than memory allows ({limit} bytes): raise --max-memory"
                                );
                                report.failed(&listed, bucket, &why);
                            }
                            Err(fault) => report.failed(&listed, bucket, &fault),
                            Ok((listed, arrived)) => {
                                let bytes = report.fetched(&listed, &arrived, bucket);
                                self.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                                writer.put(listed, arrived);
                                if is_large {
                                    writer.settle();
                                }
                            }
                        }
                    }
                }
            }
            writer.finish()
        });
        report.interrupted = self.interrupt.is_set();
        report.disk_is_full = is_full.into_inner();
        report.unstored(lost);
        mirror
    }

    /// Records through when the mirror is complete: validation takes that for now. What was delivered
    /// while it was listed may be missing, so that is when the run began.
    fn complete(&mut self, mirror: &mut Mirror, scope: &str, began: Timestamp) {
        if !self.report.is_complete() || self.report.listed() == 0 {
            return;
        }
        let until = self.filter.happened().until.map_or(began, |until| until.min(began));
        if let Err(error) = mirror.complete(self.bucket.name(), scope, until) {
            self.report.error(error.to_string());
        }
    }

    /// Says what would be fetched.
    fn look(&mut self) {
        for found in self.bucket.list(self.gates.bucket_folders()) {
            if self.interrupt.is_set() {
                break;
            }
            self.progress.objects.fetch_add(1, Ordering::Relaxed);
            match found {
                Err(error) => self.report.not_listed(&error),
                Ok(listed) => match Left::of(&listed, self.filter) {
                    None if !self.known.holds(&listed).unwrap_or(false) => {
                        self.report.would_fetch(&listed);
                    }
                    left => self.report.left(&listed, left, self.bucket),
                },
            }
        }
        self.report.interrupted = self.interrupt.is_set();
    }

    /// Saves the public keys for all digests that were listed.
    fn keys(&mut self, dest: &Path, mirror: &mut Mirror, context: &Context) {
        for (region, range) in std::mem::take(&mut self.report.digests) {
            if self.interrupt.is_set() {
                self.report.interrupted = true;
                return;
            }
            let report = &mut self.report;
            let saved = SavedKeys { dest, mirror, context, report }.save(&region, range);
            if let Err(why) = saved {
                self.report.without_keys += 1;
                self.report.error(format!("public keys of {region}: {why:#}"));
            }
        }
    }
}
