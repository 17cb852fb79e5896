//! `ct fetch`: mirrors the logs of a bucket. The engine is [`crate::fetch`].

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use jiff::Timestamp;

use super::filter_args::ScopeArgs;
use super::sources;
use super::{Context, Outcome, print_lines, progress, stderr_is_terminal, user_error};
use crate::aws::Bucket;
use crate::fetch::{Destination, Fetcher, SummaryStyle};
use crate::mirror::new_file::NewFile;
use crate::scan::Progress;
use crate::source::{Scope, Store as _};
use crate::sources::{Source, USUAL, error_of_usual, scheme};

/// Mirror a bucket's logs locally; later runs fetch only new objects.
///
///   ct fetch trail: ./logs
///   ct fetch s3://my-logs ./logs --since 90d
///   ct fetch s3://my-logs/prefix ./logs --account 111122223333 --dry-run
///
/// Mirrors the bucket's keys below DEST. An object is stored complete or not at all, so the command
/// resumes when you rerun it, even after it was killed. Each run lists the requested days again and
/// fetches objects that are missing or were replaced; objects that were delivered late are found.
/// Digest files are stored with their signatures and the public keys, so that ct validate can verify
/// the mirror without AWS. The keys that CloudTrail gave are also recorded outside of the mirror, in
/// $XDG_STATE_HOME/ct/keys (by default ~/.local/state/ct/keys): ct validate on this machine trusts
/// them.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
#[command(override_usage = "ct fetch [OPTIONS] [SOURCE] <DEST>")]
pub(super) struct Fetch {
    /// The source, s3://BUCKET[/PREFIX] or trail:NAME, and the folder to write to. Without a source,
    /// $CT_SOURCE, or else the account's one trail.
    #[arg(value_name = "SOURCE> <DEST", required = true, num_args = 1..=2)]
    places: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Filters (values may be globs; repeat, or use commas)")]
    scope: ScopeArgs,
    /// Leave out digest files and public keys; the mirror cannot be validated then.
    #[arg(long)]
    logs_only: bool,
    /// Only print what would be fetched.
    #[arg(long)]
    dry_run: bool,
    /// Write the counts and errors as a JSON document to this file.
    #[arg(long, value_name = "FILE", env = "CT_SUMMARY")]
    summary: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Exit codes: 0 all requested objects are in the mirror, 1 a stored public key is unknown to CloudTrail,
2 something is missing, or there are no logs

Examples:
  ct fetch trail: ./logs
  ct fetch s3://my-logs ./logs --since 90d --region 'eu-*'
  ct fetch s3://my-logs ./logs --dry-run
  ct fetch trail: ./logs && ct grep --user root ./logs";

impl Fetch {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.flags().filter(now)?;
        let scope = Scope::new(&filter, !self.logs_only);
        let default = sources::usual();
        let (source, dest) = self.source_and_dest(&default)?;
        let interrupt = context.interrupt()?;
        if scheme(dest).is_some() {
            return Err(user_error(
                format!("cannot write to {}: not a folder", dest.display()),
                format!("write ct fetch {} ./logs", source.display()),
            ));
        }
        let bucket = self.bucket(source, context)?;
        let summary = self.summary.as_deref().map(NewFile::named).transpose()?;
        let destination = Destination::open(dest, bucket.name(), self.dry_run)?;
        let start = Instant::now();
        let progress = Progress::default();
        let fetcher = Fetcher {
            session: context.aws(None)?,
            bucket: &bucket,
            filter: &filter,
            folders: scope.bucket_folders(),
            limit: context.memory() / 2,
            interrupt,
            progress: &progress,
        };
        let list = || bucket.list(scope.bucket_folders());
        let places = self.scope.flags().places();
        let report =
            progress::watch(&progress, context, list, |_| fetcher.run(destination, &places, now));
        if !context.globals.quiet || report.has_problems() {
            let (is_dry_run, is_verbose) = (self.dry_run, context.globals.verbose);
            let took = stderr_is_terminal().then(|| start.elapsed());
            print_lines(&report.lines(SummaryStyle { is_dry_run, is_verbose, took }));
        }
        if let Some(file) = summary {
            file.write(|file| report.write(file))?;
        }
        if report.is_complete() && report.unknown_keys == 0 && report.has_only_skipped() {
            return Err(report.nothing_listed(source).into());
        }
        Ok(match report.unknown_keys {
            0 if report.is_complete() => Outcome::Yes,
            0 => Outcome::Unsure,
            _ => Outcome::No,
        })
    }

    /// The source and the folder to write to. `default` is the source if none is named.
    fn source_and_dest<'p>(&'p self, default: &'p Path) -> anyhow::Result<(&'p Path, &'p Path)> {
        match &*self.places {
            [source, dest] => Ok((source, dest)),
            [only, ..] if scheme(only).is_some() => {
                let source = only.display();
                Err(user_error(
                    format!("no destination: which folder to mirror {source} to"),
                    format!("write ct fetch {source} ./logs"),
                ))
            }
            [dest, ..] => Ok((default, dest)),
            [] => Err(user_error("no DEST given", "all flags: ct fetch --help")),
        }
    }

    fn bucket(&self, source: &Path, context: &Context) -> anyhow::Result<Bucket> {
        let opened = sources::open(source, context, self.scope.flags().one_region());
        let is_named = self.places.len() > 1 || source != Path::new(USUAL);
        let opened = if is_named { opened } else { opened.map_err(error_of_usual) };
        match opened? {
            Source::Bucket(bucket) => Ok(bucket),
            _ => Err(user_error(
                format!("{}: not a bucket", source.display()),
                "write ct fetch s3://BUCKET[/PREFIX] DEST, or ct fetch trail:NAME DEST",
            )),
        }
    }
}
