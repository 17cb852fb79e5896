//! `ct validate`: proves that no log was changed or deleted since CloudTrail delivered it.

mod ahead;
mod covered;
mod evidence;
mod gaps;
mod junit;
mod lines;
mod merge;
mod output;
mod plan;
mod report;
mod shard;
mod walk;

use std::collections::BTreeMap;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use self::merge::Merge;
use self::output::Output;
use self::plan::Plan;
use self::report::Report;
use self::shard::Shard;
use super::args::{self, Source};
use super::progress::{self, Above};
use super::{Context, Outcome, UserError, tell, user_error};
use crate::aws::Bucket;
use crate::digest::{Asked, Due, Location, Overall};
use crate::event::key::Folder;
use crate::event::time::moment;
use crate::pipeline::Progress;
use crate::source::Fault;
use crate::trail::Trail;

/// Prove that no log was changed, deleted or added since CloudTrail delivered it.
///
///   ct validate --start-time 2026-11-20
///   ct validate s3://my-logs --start-time 2026-11-20 --region us-east-1
///   ct validate ./logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z
///
/// Verifies the signatures of the digest files that CloudTrail delivers each hour, that each links
/// to the one before and none is missing, and that each log is the one that its digest lists. All
/// accounts and regions that are found are checked in one run. What ct fetch made is checked
/// without AWS. Takes the flags of aws cloudtrail validate-logs.
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
    /// trail:NAME|ARN, s3://BUCKET[/PREFIX], or a folder that mirrors a bucket; if nothing is
    /// named, $CT_SOURCE, or else trail:.
    #[arg(value_name = "SOURCE")]
    source: Option<PathBuf>,
    /// The trail whose digests are checked; its bucket is looked up unless it is given.
    #[arg(long, value_name = "ARN", conflicts_with = "source")]
    trail_arn: Option<String>,
    /// The bucket of the trail.
    #[arg(long, value_name = "BUCKET", conflicts_with = "source")]
    s3_bucket: Option<String>,
    /// The prefix of the trail's keys in the bucket.
    #[arg(long, value_name = "PREFIX", requires = "s3_bucket")]
    s3_prefix: Option<String>,
    /// Check from then on: 2026-11-20T09:00:00Z (any offset), 2026-11-20, yesterday, 2h, 7d.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "since",
        allow_hyphen_values = true,
        required = true
    )]
    start_time: Option<String>,
    /// Up to then; now if not given.
    #[arg(long, value_name = "TIME", visible_alias = "until", allow_hyphen_values = true)]
    end_time: Option<String>,
    /// Only these accounts.
    #[arg(long, value_name = "ID", visible_alias = "account", value_delimiter = ',')]
    account_id: Vec<String>,
    /// Only these regions.
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    region: Vec<String>,
    /// Only this organisation.
    #[arg(long, value_name = "ID")]
    org_id: Option<String>,
    /// Public keys: a saved answer of ListPublicKeys, in place of asking AWS.
    #[arg(long, value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// The copy lies under another bucket name or folder than CloudTrail delivered to.
    #[arg(long)]
    relocated: bool,
    /// Do not look for logs that no digest lists.
    #[arg(long)]
    no_unlisted: bool,
    /// Only part I of N of the accounts, regions and days: so that N runs share the work. Join
    /// their reports with ct validate merge.
    #[arg(long, value_name = "I/N", requires = "end_time")]
    shard: Option<Shard>,
    #[command(flatten)]
    shown: Shown,
}

#[derive(Debug, Subcommand)]
enum Command {
    Merge(Merge),
}

/// How the answer is given.
#[derive(Debug, Args)]
struct Shown {
    /// Give no benefit of the doubt: a log that no digest lists is INVALID (exit 1), and digests
    /// that end before the range does, for no reason that a log shows, prove nothing (exit 2).
    #[arg(long)]
    strict: bool,
    /// That there is no digest at all is no reason to doubt.
    #[arg(long)]
    allow_empty: bool,
    /// Write the evidence to a file, as JSON Lines: keys, every object with its hash and verdict,
    /// gaps, and what is covered.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_VALIDATE_FORMAT")]
    output: Format,
}

const EXAMPLES: &str = "\
Exit codes: 0 everything is there and as it was delivered, 1 something is INVALID, 2 could not tell

Examples:
  ct validate --start-time 2026-11-20
  ct validate s3://my-logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z -o jsonl
  ct validate ./logs --start-time 2026-11-20 --end-time 2026-11-20T11:30:00Z -o junit > junit.xml";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The lines of aws cloudtrail validate-logs.
    Text,
    /// One document.
    Json,
    /// A line an object, then gaps, then a summary.
    Jsonl,
    /// A suite an account and region, for CI.
    Junit,
}

/// A digest is delivered within about an hour of its end.
const DELIVERY: jiff::SignedDuration = jiff::SignedDuration::from_hours(2);

impl Validate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        if let Some(Command::Merge(merge)) = self.command {
            return merge.run(context);
        }
        context.interrupt()?;
        let (start, now) = (Instant::now(), Timestamp::now());
        let mut asked = self.asked(now)?;
        let (source, trail) = self.open(context, &mut asked)?;
        let mut plan = Plan::new(source, self.location(), trail, (asked, now));
        plan.narrow(&self.account_id, &self.region, self.org_id.as_deref());
        plan.take(self.shard);
        let mut report = self.shown.report.as_deref().map(Report::create).transpose()?;
        plan.list();
        plan.load_keys(&self.keys, context)?;
        if let Some(report) = &mut report {
            report.begin(plan.scope(!self.no_unlisted), self.shard).context("cannot write")?;
            plan.describe(report).context("cannot write")?;
        }

        let progress = Progress::default();
        let format = (self.shown.output, context.globals.verbose);
        let folder = |folder: &Folder<'_>| plan.wants_logs(folder);
        let objects = || plan.objects(&folder);
        let (verdict, output) = progress::watch(&progress, context, objects, |bar| {
            let out = BufWriter::with_capacity(64 << 10, Above(io::stdout(), bar.clone()));
            let mut output = Output::new(format, plan.subject(), report, out);
            output.begin()?;
            plan.errors.iter().for_each(|error| output.error(error.clone()));
            walk::run(&plan, context, (!self.no_unlisted, &progress), &mut output)?;
            let verdict = output.finish(start.elapsed())?;
            io::Result::Ok((verdict, output))
        })
        .context("cannot write")?;
        output.tell(verdict, start.elapsed(), context);
        Ok(self.shown.outcome(verdict, &output))
    }

    fn asked(&self, now: Timestamp) -> anyhow::Result<Asked> {
        let later = now.saturating_add(DELIVERY).unwrap_or(now);
        let time = |text: &str| {
            let time = moment(text, now).map_err(|error| user_error(&error, error.help()))?;
            if self.shard.is_some() && moment(text, later).is_ok_and(|other| other != time) {
                let help = "runs that share work must mean the same: 2026-11-20T09:00:00Z";
                return Err(user_error(format!("--shard with a time that moves: {text}"), help));
            }
            Ok(time)
        };
        let since = time(self.start_time.as_deref().unwrap_or_default())?;
        let until = self.end_time.as_deref().map_or(Ok(now), time)?;
        if since > until {
            return Err(user_error(
                format!("empty range: {since} is after {until}"),
                "--start-time must not be later than --end-time",
            ));
        }
        let due = now.saturating_sub(DELIVERY).unwrap_or(now).min(until);
        Ok(Asked::new(since, until, Due::Unknown(due)))
    }

    fn location(&self) -> Option<Location> {
        self.relocated.then_some(Location::Relocated)
    }

    /// Where to read from, and the trail, if one is meant.
    fn open(
        &self,
        context: &Context,
        asked: &mut Asked,
    ) -> anyhow::Result<(Source, Option<(String, String)>)> {
        let arn = self.trail_arn.as_deref().map(parse_arn).transpose()?;
        let home = arn.as_ref().map(|(_, home)| home.clone());
        let region = home.or_else(|| match &*self.region {
            [region] => Some(region.clone()),
            _ => None,
        });
        let region = region.as_deref();
        if let Some(bucket) = &self.s3_bucket {
            let prefix = self.s3_prefix.as_deref().unwrap_or_default().trim_matches('/');
            let bucket = Bucket::of_trail(context.aws(region)?, bucket, prefix);
            return Ok((Source::Bucket(bucket.map_err(UserError::from)?), arn));
        }
        let usual = args::usual();
        let source = self.source.as_ref().unwrap_or(&usual);
        let name = match (&self.trail_arn, args::scheme(source)) {
            (Some(arn), _) => arn.as_str(),
            (None, Some(("trail", name))) => name,
            (None, None) if !source.is_dir() => {
                let help = "name a folder that mirrors a bucket, s3://BUCKET or trail:NAME";
                return Err(user_error(format!("{}: not a folder", source.display()), help));
            }
            _ => return Ok((args::open(source, context, region)?, None)),
        };
        let session = context.aws(region)?;
        let trail = session.trail(name).map_err(UserError::from)?;
        let bucket = session.bucket_of(&trail).map_err(UserError::from)?;
        let delivered = session.status(&trail).map(|status| status.latest_digest_delivery_time);
        match (delivered, asked.due) {
            (Ok(Some(delivered)), Due::Unknown(due)) => {
                asked.due = Due::Delivered(delivered.min(due));
            }
            (Err(error), _) if context.globals.verbose => {
                tell(&format!("{}: when its last digest came: {}", trail.arn, Fault::from(error)));
            }
            _ => {}
        }
        let Trail { name, home, .. } = trail;
        Ok((Source::Bucket(bucket), Some((name, home))))
    }
}

impl Shown {
    fn outcome(&self, verdict: Overall, output: &Output<impl io::Write>) -> Outcome {
        let is_empty = output.is_empty();
        match verdict {
            Overall::Invalid => Outcome::No,
            _ if self.strict && output.unlisted() > 0 => Outcome::No,
            _ if self.strict && output.open_ends() > 0 => Outcome::Unsure,
            Overall::Valid if output.is_complete() => Outcome::Yes,
            _ if is_empty && self.allow_empty && output.is_complete() => Outcome::Yes,
            _ => Outcome::Unsure,
        }
    }
}

/// The name and the region in `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`.
fn parse_arn(arn: &str) -> anyhow::Result<(String, String)> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    if let ["arn", _, "cloudtrail", region, account, trail] = &*parts
        && account.len() == 12
        && let Some(name) = trail.strip_prefix("trail/").filter(|name| !name.is_empty())
    {
        return Ok((name.to_owned(), (*region).to_owned()));
    }
    Err(user_error(
        format!("not the ARN of a trail: {arn}"),
        "one looks like arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME",
    ))
}

/// Keys of maps by account and region.
type ByPlace<T> = BTreeMap<(String, String), T>;
