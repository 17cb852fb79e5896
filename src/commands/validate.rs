//! `ct validate`: verifies that no log file was changed, deleted or added since delivery.
//!
//! Flags, help and the run. The validation itself is [`crate::verify`].

mod merge;
mod output_args;
mod show;

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use jiff::Timestamp;

use self::merge::Merge;
use self::output_args::{OutputArgs, this_run};
use self::show::Show;
use super::args;
use super::progress::{self, Above};
use super::stdout::UntilClosed;
use super::{Context, Outcome, print_message, sources};
use crate::event::key::Folder;
use crate::scan::Progress;
use crate::sink::safe::shown;
use crate::verify::show::Output;
use crate::verify::{Note, Request, Settings, Shard, SourceRequest};

/// Verify log file integrity: nothing changed, deleted or added since delivery.
///
///   ct validate --start-time 2026-11-20
///   ct validate s3://my-logs --start-time 2026-11-20 --region us-east-1
///   ct validate ./logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z
///
/// Verifies the signature of each digest file, the links between them, that each log file is the one
/// its digest lists, and that every digest period that was due is covered, for each account and
/// Region. Mirrors made by ct fetch are validated without AWS. Takes the flags of aws cloudtrail
/// validate-logs.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(super) struct Validate {
    #[command(subcommand)]
    command: Option<Command>,
    /// trail:NAME|ARN, s3://BUCKET[/PREFIX], or a folder that mirrors a bucket; by default
    /// $CT_SOURCE, or else trail:.
    #[arg(value_name = "SOURCE")]
    source: Option<PathBuf>,
    /// The trail whose digests are validated; its bucket is looked up unless --s3-bucket names it.
    #[arg(long, value_name = "ARN", conflicts_with = "source")]
    trail_arn: Option<String>,
    /// The bucket of the trail.
    #[arg(long, value_name = "BUCKET", conflicts_with = "source")]
    s3_bucket: Option<String>,
    /// Key prefix of the trail in --s3-bucket; without --s3-bucket, the trail's own prefix is used.
    #[arg(long, value_name = "PREFIX", conflicts_with = "source")]
    s3_prefix: Option<String>,
    /// Start time (inclusive): 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, or an age
    /// such as 2h or 7d.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "since",
        allow_hyphen_values = true,
        required = true
    )]
    start_time: Option<String>,
    /// End time (inclusive), written as for --start-time; a date, today or yesterday includes that
    /// day. By default the present.
    #[arg(long, value_name = "TIME", visible_alias = "until", allow_hyphen_values = true)]
    end_time: Option<String>,
    /// Only these accounts.
    #[arg(long, value_name = "ID", visible_alias = "account", value_delimiter = ',')]
    account_id: Vec<String>,
    /// Only these Regions.
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    region: Vec<String>,
    /// Only this organization.
    #[arg(long, value_name = "ID")]
    org_id: Option<String>,
    /// Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved
    /// answer of ListPublicKeys.
    #[arg(long, value_name = "aws|FILE")]
    keys: Vec<PathBuf>,
    /// Trust the public keys in the mirror, wherever they come from.
    #[arg(long)]
    trust_mirror_keys: bool,
    /// Accept a copy with another bucket name or folder than CloudTrail delivered to.
    #[arg(long)]
    relocated: bool,
    /// A digest is due this long after its period ends; until then the period is pending.
    #[arg(long, value_name = "DURATION", default_value = "2h", value_parser = args::duration)]
    grace: Duration,
    /// Expect the chains of an earlier report (ct validate --report), even if nothing of them is left.
    #[arg(long, value_name = "FILE")]
    previous: Vec<PathBuf>,
    /// A chain that ended, such as that of a disabled Region: required only up to TIME.
    #[arg(long, value_name = "ACCOUNT/REGION=TIME")]
    ended: Vec<String>,
    /// Do not look for log files that no digest lists.
    #[arg(long)]
    no_unlisted: bool,
    /// Validate only part I of N of the accounts, Regions and days, so that N runs share the work.
    /// Merge their reports with ct validate merge.
    #[arg(long, value_name = "I/N", requires = "end_time")]
    shard: Option<Shard>,
    #[command(flatten)]
    shown: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Merge(Merge),
    #[command(name = "report")]
    Show(Show),
}

const EXAMPLES: &str = "\
Exit codes: 0 every due digest period of every chain is valid, 1 something is INVALID, 2 inconclusive

Examples:
  ct validate --start-time 2026-11-20
  ct validate s3://my-logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z -o jsonl
  ct validate ./logs --start-time 2026-11-20 --end-time 2026-11-20T11:30:00Z -o junit > junit.xml";

impl Validate {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        match &self.command {
            Some(Command::Merge(merge)) => return merge.run(context),
            Some(Command::Show(show)) => return show.run(context),
            None => {}
        }
        context.interrupt()?;
        let start = Instant::now();
        let mut report = self.shown.create_report()?;
        let settings = Settings {
            threads: context.threads(),
            concurrency: context.concurrency(),
            memory: context.memory(),
            hash_stored: report.is_some(),
            interrupt: context.interrupt()?.clone(),
        };
        let usual = sources::usual();
        let request = self.request(&usual);
        let (plan, notes) =
            request.plan(Timestamp::now(), settings, &|region| context.aws(region))?;
        let flags = &context.globals;
        let is_wanted = |note: &&Note| if note.is_detail { flags.verbose } else { !flags.quiet };
        for note in notes.iter().filter(is_wanted) {
            print_message(&shown(&note.text));
        }
        if let Some(report) = &mut report {
            let (scope, run) = (plan.report_scope(), this_run(self.shard));
            let begun = report.begin(scope, &run, plan.key_lines(), plan.chain_lines());
            begun.context("cannot write")?;
        }
        let progress = Progress::default();
        let folder = |folder: &Folder<'_>| plan.wants_logs(folder);
        let objects = || plan.objects(&folder);
        let on_object = |bytes: Option<usize>| {
            progress.objects.fetch_add(1, Ordering::Relaxed);
            progress.bytes.fetch_add(bytes.unwrap_or_default() as u64, Ordering::Relaxed);
        };
        let format = self.shown.format(context);
        let answer = progress::watch(&progress, context, objects, |bar| {
            let out = BufWriter::with_capacity(64 << 10, Above(io::stdout(), bar.clone()));
            let output = Output::new(format, plan.subject(), report, UntilClosed::new(out));
            output.validate(&plan, self.trust_mirror_keys, &on_object, start)
        });
        Ok(self.shown.conclude(&answer.context("cannot write")?, start, context))
    }

    /// The values of the flags. `usual`: the default source.
    fn request<'r>(&'r self, usual: &'r Path) -> Request<'r> {
        Request {
            source: SourceRequest {
                source: self.source.as_deref().unwrap_or(usual),
                trail_arn: self.trail_arn.as_deref(),
                bucket: self.s3_bucket.as_deref(),
                prefix: self.s3_prefix.as_deref(),
            },
            start: self.start_time.as_deref().unwrap_or_default(),
            end: self.end_time.as_deref(),
            accounts: &self.account_id,
            regions: &self.region,
            organization: self.org_id.as_deref(),
            keys: &self.keys,
            is_relocated: self.relocated,
            grace: self.grace,
            previous: &self.previous,
            ended: &self.ended,
            unlisted: !self.no_unlisted,
            shard: self.shard,
        }
    }
}
