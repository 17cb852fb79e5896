//! `ct validate`: proves that no log was changed or deleted since CloudTrail delivered it.

mod ahead;
mod coverage;
mod evidence;
mod gaps;
mod junit;
mod lines;
mod merge;
mod output;
mod plan;
mod read;
mod report;
mod shard;
mod status;
mod trust;
mod walk;

use std::collections::BTreeMap;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use jiff::{SignedDuration, Timestamp};

use self::merge::Merge;
use self::output::Output;
use self::plan::{EndedChain, LIMIT, Plan, TrailScope};
use self::read::Show;
use self::report::Report;
use self::shard::Shard;
use super::args;
use super::progress::{self, Above};
use super::sources::{self, Source};
use super::{Context, Outcome, UserError, tell, user_error};
use crate::aws::Bucket;
use crate::digest::{Asked, Location, Overall};
use crate::event::key::Folder;
use crate::event::time::{TimeError, end_moment, moment};
use crate::mirror;
use crate::scan::Progress;
use crate::source::memory::Memory;
use crate::trail::Trail;

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
    /// Key prefix of the trail in --s3-bucket; without it, the trail's own bucket and prefix count.
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
    /// day. Now if not given.
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
    /// Public keys: `aws` looks them up in CloudTrail (the default for a bucket); a FILE is a saved
    /// answer of ListPublicKeys.
    #[arg(long, value_name = "aws|FILE")]
    keys: Vec<PathBuf>,
    /// Trust the public keys that lie in the mirror, whatever their origin.
    #[arg(long)]
    trust_mirror_keys: bool,
    /// The copy lies under another bucket name or folder than CloudTrail delivered to.
    #[arg(long)]
    relocated: bool,
    /// A digest is due this long after its period ends; until then the period is pending.
    #[arg(long, value_name = "DURATION", default_value = "2h", value_parser = args::duration)]
    grace: Duration,
    /// Expect the chains of an earlier report (ct validate --report), whatever is left of them.
    #[arg(long, value_name = "FILE")]
    previous: Vec<PathBuf>,
    /// A chain that ended, such as that of a disabled Region: required up to TIME only.
    #[arg(long, value_name = "ACCOUNT/REGION=TIME")]
    ended: Vec<String>,
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
    #[command(name = "report")]
    Show(Show),
}

/// How the answer is given.
#[derive(Debug, Default, Args)]
struct Shown {
    /// Fail when a log file lies in the bucket that no digest lists (exit 1).
    #[arg(long)]
    strict: bool,
    /// Succeed when no digest files are found.
    #[arg(long)]
    allow_empty: bool,
    /// Write the evidence to a file, as JSON Lines: keys, every object with its hashes and verdict,
    /// gaps, and what each chain covers.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_VALIDATE_FORMAT")]
    output: Format,
}

const EXAMPLES: &str = "\
Exit codes: 0 every due digest period of every chain is valid, 1 something is INVALID, 2 inconclusive

Examples:
  ct validate --start-time 2026-11-20
  ct validate s3://my-logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z -o jsonl
  ct validate ./logs --start-time 2026-11-20 --end-time 2026-11-20T11:30:00Z -o junit > junit.xml";

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The lines of aws cloudtrail validate-logs.
    #[default]
    Text,
    /// One document.
    Json,
    /// A line an object, then gaps, then a summary.
    Jsonl,
    /// A suite an account and region, for CI.
    Junit,
}

/// Runs that share work must agree on the times, even if they start at different times.
const LATER: SignedDuration = SignedDuration::from_hours(2);

/// An end time. The last digest period of a day ends on the first second of the next.
fn end_of_digests(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    let end = end_moment(text, now)?;
    let is_day = end.subsec_nanosecond() == 999_999_999;
    Ok(if is_day { end.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(end) } else { end })
}

impl Validate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        match self.command {
            Some(Command::Merge(merge)) => return merge.run(context),
            Some(Command::Show(show)) => return show.run(context),
            None => {}
        }
        context.interrupt()?;
        let (start, clock) = (Instant::now(), Timestamp::now());
        self.asked(clock)?;
        let ended = self.ended(clock)?;
        let previous = self.previous.iter().map(|path| read::chains(path));
        let previous = previous.collect::<anyhow::Result<Vec<_>>>()?.concat();
        let (source, trail) = self.open(context)?;
        // A mirror knows nothing of what came after it was fetched.
        let now = match &source {
            Source::Folder(folder) => mirror::completed(folder.root())?.unwrap_or(clock),
            _ => clock,
        };
        let asked = self.asked(now)?;
        let due = now.saturating_sub(self.grace).unwrap_or(Timestamp::MIN);
        let mut plan = Plan::new(source, self.location(), trail, (asked, now, due))?;
        plan.narrow(&self.account_id, &self.region, self.org_id.as_deref());
        plan.take(self.shard);
        plan.ended = ended;
        plan.memory = Memory::new(context.memory(), context.threads(), LIMIT);
        let mut report = self.shown.report.as_deref().map(Report::create).transpose()?;
        plan.hash_stored = report.is_some();
        plan.list(previous);
        plan.load_keys(&self.keys, context)?;
        plan.load_status(context)?;
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
            if plan.is_bucket() && output.lost_signatures() > 0 {
                output.error(LOST.to_owned());
            }
            output.trust(plan.trust(self.trust_mirror_keys));
            let verdict = output.finish(start.elapsed())?;
            io::Result::Ok((verdict, output))
        })
        .context("cannot write")?;
        output.tell(verdict, start.elapsed(), context);
        Ok(self.shown.outcome(verdict, &output))
    }

    fn asked(&self, now: Timestamp) -> anyhow::Result<Asked> {
        let later = now.saturating_add(LATER).unwrap_or(now);
        let time = |text: &str, read: fn(&str, Timestamp) -> Result<Timestamp, TimeError>| {
            let time = read(text, now).map_err(|error| user_error(&error, error.help()))?;
            if self.shard.is_some() && read(text, later).is_ok_and(|other| other != time) {
                let help = "runs that share work must mean the same: 2026-11-20T09:00:00Z";
                return Err(user_error(format!("--shard with a time that moves: {text}"), help));
            }
            Ok(time)
        };
        let since = time(self.start_time.as_deref().unwrap_or_default(), moment)?;
        let until = self.end_time.as_deref().map_or(Ok(now), |text| time(text, end_of_digests))?;
        if since > until {
            return Err(user_error(
                format!("empty range: {since} is after {until}"),
                "--start-time must not be later than --end-time",
            ));
        }
        Ok(Asked::new(since, until))
    }

    fn ended(&self, now: Timestamp) -> anyhow::Result<Vec<EndedChain>> {
        let parse = |text: &String| {
            let help = "write --ended 111122223333/eu-west-1=2026-11-01T00:00:00Z";
            let error = || user_error(format!("not ACCOUNT/REGION=TIME: {text}"), help);
            let (chain, time) = text.split_once('=').ok_or_else(error)?;
            let (account, region) = chain.split_once('/').ok_or_else(error)?;
            let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
            if !is_account || region.is_empty() {
                return Err(error());
            }
            let time = moment(time, now).map_err(|error| user_error(&error, error.help()))?;
            let words = format!("--ended {text}");
            let (account, region) = (account.to_owned(), region.to_owned());
            Ok(EndedChain { account, region, time, words })
        };
        self.ended.iter().map(parse).collect()
    }

    fn location(&self) -> Option<Location> {
        self.relocated.then_some(Location::Relocated)
    }

    /// Where to read from, and the trail, if one is named.
    fn open(&self, context: &Context) -> anyhow::Result<(Source, Option<TrailScope>)> {
        let arn = self.trail_arn.as_deref().map(parse_arn).transpose()?;
        let home = arn.as_ref().map(|trail| trail.home.clone());
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
        if self.s3_prefix.is_some() && arn.is_none() {
            let help = "name the trail with --trail-arn, or the bucket with --s3-bucket";
            return Err(user_error("--s3-prefix without a trail or a bucket", help));
        }
        let usual = sources::usual();
        let source = self.source.as_ref().unwrap_or(&usual);
        let name = match (&self.trail_arn, sources::scheme(source)) {
            (Some(arn), _) => arn.as_str(),
            (None, Some(("trail", name))) => name,
            (None, None) if !source.is_dir() => {
                let help = "name a folder that mirrors a bucket, s3://BUCKET or trail:NAME";
                return Err(user_error(format!("{}: not a folder", source.display()), help));
            }
            _ => return Ok((sources::open(source, context, region)?, None)),
        };
        let session = context.aws(region)?;
        let trail = session.trail(name).map_err(UserError::from)?;
        let bucket = session.bucket_of(&trail).map_err(UserError::from)?;
        let account = parse_arn(&trail.arn).map(|parsed| parsed.account).unwrap_or_default();
        let given = self.s3_prefix.as_deref().map(|prefix| prefix.trim_matches('/'));
        if given.is_some_and(|given| given != trail.prefix) && !context.globals.quiet {
            let own = if trail.prefix.is_empty() { "none" } else { &trail.prefix };
            tell(&format!("--s3-prefix without --s3-bucket: the trail's own prefix counts: {own}"));
        }
        let Trail { name, home, arn, organisation, multi_region, .. } = trail;
        let scope = TrailScope {
            name,
            home,
            account,
            arn,
            is_organization: Some(organisation),
            is_multi_region: Some(multi_region),
        };
        Ok((Source::Bucket(bucket), Some(scope)))
    }
}

impl Shown {
    fn outcome(&self, verdict: Overall, output: &Output<impl io::Write>) -> Outcome {
        let is_empty = output.is_empty();
        match verdict {
            Overall::Invalid => Outcome::No,
            _ if self.strict && output.unlisted() > 0 => Outcome::No,
            Overall::Valid if output.is_complete() => Outcome::Yes,
            _ if is_empty && self.allow_empty && output.is_complete() => Outcome::Yes,
            _ => Outcome::Unsure,
        }
    }
}

/// Said of a bucket whose objects were copied without their metadata.
const LOST: &str = "digests without signature metadata: the objects were copied without it";

/// The trail of `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`.
fn parse_arn(arn: &str) -> anyhow::Result<TrailScope> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    if let ["arn", _, "cloudtrail", region, account, trail] = &*parts
        && account.len() == 12
        && let Some(name) = trail.strip_prefix("trail/").filter(|name| !name.is_empty())
    {
        return Ok(TrailScope {
            name: name.to_owned(),
            home: (*region).to_owned(),
            account: (*account).to_owned(),
            arn: arn.to_owned(),
            ..TrailScope::default()
        });
    }
    Err(user_error(
        format!("not the ARN of a trail: {arn}"),
        "one looks like arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME",
    ))
}

/// Keys of maps by account and region.
type ByPlace<T> = BTreeMap<(String, String), T>;
