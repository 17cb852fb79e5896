//! A validation as the user writes it: the source, the trail, the keys, and the plan that they make.
//!
//! Knows flags by their names only, and no command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::origin::{Origin, Source, TrailBucket};
use super::plan::{Plan, Settings};
use super::scope::{Scope, TrailScope};
use super::shard::Shard;
use super::{KeyFiles, KeyLookup, Note, ended_chains, report_chains, window};
use crate::aws::{Bucket, Session};
use crate::error::UserError;
use crate::source::local::Directory;
use crate::sources::{self, Source as Named, scheme};

/// `--keys aws`: from CloudTrail.
const AWS: &str = "aws";

/// Where the objects are.
#[derive(Clone, Copy, Debug)]
pub struct SourceRequest<'r> {
    /// The source; with `--trail-arn` or `--s3-bucket` it does not count.
    pub source: &'r Path,
    /// `--trail-arn`
    pub trail_arn: Option<&'r str>,
    /// `--s3-bucket`
    pub bucket: Option<&'r str>,
    /// `--s3-prefix`
    pub prefix: Option<&'r str>,
}

/// What is validated, by the values of the flags.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// Where the objects are.
    pub source: SourceRequest<'r>,
    /// `--start-time`
    pub start: &'r str,
    /// `--end-time`
    pub end: Option<&'r str>,
    /// `--account-id`
    pub accounts: &'r [String],
    /// `--region`
    pub regions: &'r [String],
    /// `--org-id`
    pub organization: Option<&'r str>,
    /// `--keys`
    pub keys: &'r [PathBuf],
    /// `--relocated`
    pub is_relocated: bool,
    /// `--grace`
    pub grace: Duration,
    /// `--previous`
    pub previous: &'r [PathBuf],
    /// `--ended`
    pub ended: &'r [String],
    /// Look for log files that no digest lists.
    pub unlisted: bool,
    /// `--shard`
    pub shard: Option<Shard>,
}

/// Opens the AWS session, whose Region may be named.
type Sessions<'s, 'f> = dyn Fn(Option<&str>) -> Result<&'s Arc<Session>, UserError> + 'f;

/// An open source.
struct Opened {
    source: Source,
    /// The trail, if one is named.
    trail: Option<TrailScope>,
    notes: Vec<Note>,
}

impl Request<'_> {
    /// Opens the source, lists what there is, and loads the keys. `now`: the present.
    ///
    /// # Errors
    /// A value is not what its flag takes, or the source, a report or a file of keys cannot be read.
    pub fn plan(
        &self,
        now: Timestamp,
        settings: Settings,
        sessions: &Sessions<'_, '_>,
    ) -> Result<(Plan, Vec<Note>), UserError> {
        let window = |now| window(self.start, self.end, now, self.shard.is_some());
        window(now)?;
        let ended = ended_chains(self.ended, now)?;
        let previous = report_chains(self.previous)?;
        let Opened { source, trail, mut notes } = self.open(sessions)?;
        let now = source.reaches(now).map_err(|error| UserError::new(error, ""))?;
        let scope = Scope {
            trail,
            window: window(now)?,
            now,
            due: now.saturating_sub(self.grace).unwrap_or(Timestamp::MIN),
            accounts: self.accounts.to_vec(),
            regions: self.regions.to_vec(),
            organization: self.organization.map(str::to_owned),
            shard: self.shard.unwrap_or(Shard::WHOLE),
            ended,
            unlisted: self.unlisted,
        };
        let is_bucket = source.is_bucket();
        let session = if is_bucket { Some(Arc::clone(sessions(None)?)) } else { None };
        let origin = Origin::new(source, session, self.is_relocated);
        let origin = origin.map_err(|error| UserError::new(error, ""))?;
        let mut plan = Plan::new(scope, origin, previous, settings);
        let (aws, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.keys.iter().partition(|path| path.as_os_str() == AWS);
        let files = KeyFiles::read(files)?;
        let calls_aws = !aws.is_empty() || files.is_none() && is_bucket;
        let session = if calls_aws { Some(&**sessions(None)?) } else { None };
        notes.extend(plan.load_keys(KeyLookup { files, session }));
        if let Some(trail) = plan.scope.trail.clone().filter(|t| t.is_multi_region.is_some()) {
            notes.extend(plan.load_status(sessions(Some(&trail.home))?));
        }
        Ok((plan, notes))
    }

    fn open(&self, sessions: &Sessions<'_, '_>) -> Result<Opened, UserError> {
        let SourceRequest { source, trail_arn, bucket, prefix } = self.source;
        let arn = trail_arn.map(parse_arn).transpose()?;
        let home = arn.as_ref().map(|trail| trail.home.clone());
        let region = home.or_else(|| match self.regions {
            [region] => Some(region.clone()),
            _ => None,
        });
        let session = || sessions(region.as_deref());
        let prefix = prefix.map(|prefix| prefix.trim_matches('/'));
        if let Some(bucket) = bucket {
            let bucket = Bucket::of_trail(session()?, bucket, prefix.unwrap_or_default())?;
            return Ok(Opened { source: Source::Bucket(bucket), trail: arn, notes: Vec::new() });
        }
        if prefix.is_some() && arn.is_none() {
            let help = "name the trail with --trail-arn, or the bucket with --s3-bucket";
            return Err(UserError::new("--s3-prefix without a trail or a bucket", help));
        }
        let name = match (trail_arn, scheme(source)) {
            (Some(arn), _) => arn,
            (None, Some(("trail", name))) => name,
            (None, None) if source.is_dir() => {
                let source = Source::Folder(Directory::new(source));
                return Ok(Opened { source, trail: None, notes: Vec::new() });
            }
            _ => {
                if let Named::Bucket(bucket) = sources::open(source, session, |_| ())? {
                    let (source, notes) = (Source::Bucket(bucket), Vec::new());
                    return Ok(Opened { source, trail: None, notes });
                }
                let help = "name a folder that mirrors a bucket, s3://BUCKET or trail:NAME";
                let message = format_args!("{}: not a folder", source.display());
                return Err(UserError::new(message, help));
            }
        };
        let trail = TrailBucket::open(session()?, name)?;
        let mut notes = Vec::new();
        if prefix.is_some_and(|given| given != trail.prefix) {
            let own = if trail.prefix.is_empty() { "none" } else { &trail.prefix };
            let text =
                format!("--s3-prefix without --s3-bucket: the trail's own prefix is used: {own}");
            notes.push(Note { text, is_detail: false });
        }
        Ok(Opened { source: Source::Bucket(trail.bucket), trail: Some(trail.trail), notes })
    }
}

/// The trail of an ARN.
fn parse_arn(arn: &str) -> Result<TrailScope, UserError> {
    TrailScope::from_arn(arn).ok_or_else(|| {
        let help = "one looks like arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME";
        UserError::new(format_args!("not the ARN of a trail: {arn}"), help)
    })
}
