//! The flags of `ct validate` as values: the window, the trail, the source and the keys.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::Validate;
use crate::aws::Bucket;
use crate::commands::sources;
use crate::commands::{Context, UserError, print_message, user_error};
use crate::digest::DigestWindow;
use crate::event::time::{TimeError, end_moment, moment};
use crate::policy::arn::ArnParts;
use crate::source::local::Directory;
use crate::sources::{Source as Named, scheme};
use crate::trail::Trail;
use crate::verify::{EndedChain, KeyFileError, KeyFiles, Source, TrailScope};

/// Runs that share the work must have the same times, even if they start this much later.
const LATER: SignedDuration = SignedDuration::from_hours(2);
const HOW_TO_SAVE: &str = "save one: aws cloudtrail list-public-keys --start-time … > FILE";
/// `--keys aws`: from CloudTrail.
const AWS: &str = "aws";

/// An end time. The last digest period of a day ends on the first second of the next day.
fn end_of_digests(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    let end = end_moment(text, now)?;
    let is_day = end.subsec_nanosecond() == 999_999_999;
    Ok(if is_day { end.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(end) } else { end })
}

impl Validate {
    /// The window, where ages and days count from `now`.
    pub(super) fn window(&self, now: Timestamp) -> anyhow::Result<DigestWindow> {
        let later = now.saturating_add(LATER).unwrap_or(now);
        let time = |text: &str, read: fn(&str, Timestamp) -> Result<Timestamp, TimeError>| {
            let time = read(text, now).map_err(|error| user_error(&error, error.help()))?;
            if self.shard.is_some() && read(text, later).is_ok_and(|other| other != time) {
                let help = "runs that share the work need the same times: 2026-11-20T09:00:00Z";
                return Err(user_error(format!("--shard needs absolute times: {text}"), help));
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
        Ok(DigestWindow::new(since, until))
    }

    /// The chains that ended according to `--ended`.
    pub(super) fn ended_chains(&self, now: Timestamp) -> anyhow::Result<Vec<EndedChain>> {
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

    /// Whether `--keys aws` is given.
    pub(super) fn wants_keys_from_aws(&self) -> bool {
        self.keys.iter().any(|path| path.as_os_str() == AWS)
    }

    /// The keys in the files of `--keys`, if there are any.
    pub(super) fn key_files(&self) -> anyhow::Result<Option<KeyFiles>> {
        let mut files: Vec<&PathBuf> = self.keys.iter().collect();
        files.retain(|path| path.as_os_str() != AWS);
        let mut keys = KeyFiles::default();
        for file in &files {
            keys.add(file).map_err(|error| match &error {
                KeyFileError::Malformed(..) => user_error(&error, HOW_TO_SAVE),
                KeyFileError::Unreadable(..) => error.into(),
            })?;
        }
        Ok((!files.is_empty()).then_some(keys))
    }

    /// Opens the source; gives also the trail, if one is named.
    pub(super) fn open(&self, context: &Context) -> anyhow::Result<(Source, Option<TrailScope>)> {
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
        let name = match (&self.trail_arn, scheme(source)) {
            (Some(arn), _) => arn.as_str(),
            (None, Some(("trail", name))) => name,
            (None, None) if source.is_dir() => {
                return Ok((Source::Folder(Directory::new(source)), None));
            }
            _ => {
                if let Named::Bucket(bucket) = sources::open(source, context, region)? {
                    return Ok((Source::Bucket(bucket), None));
                }
                let help = "name a folder that mirrors a bucket, s3://BUCKET or trail:NAME";
                return Err(user_error(format!("{}: not a folder", source.display()), help));
            }
        };
        self.open_trail(name, region, context)
    }

    /// Opens the bucket of a trail.
    fn open_trail(
        &self,
        name: &str,
        region: Option<&str>,
        context: &Context,
    ) -> anyhow::Result<(Source, Option<TrailScope>)> {
        let session = context.aws(region)?;
        let trail = session.trail(name).map_err(UserError::from)?;
        let bucket = session.bucket_of(&trail).map_err(UserError::from)?;
        let account = parse_arn(&trail.arn).map(|parsed| parsed.account).unwrap_or_default();
        let given = self.s3_prefix.as_deref().map(|prefix| prefix.trim_matches('/'));
        if given.is_some_and(|given| given != trail.prefix) && !context.globals.quiet {
            let own = if trail.prefix.is_empty() { "none" } else { &trail.prefix };
            print_message(&format!(
                "--s3-prefix without --s3-bucket: the trail's own prefix is used: {own}"
            ));
        }
        let Trail { name, home, arn, organization, multi_region, .. } = trail;
        let scope = TrailScope {
            name,
            home,
            account,
            arn,
            is_organization: Some(organization),
            is_multi_region: Some(multi_region),
        };
        Ok((Source::Bucket(bucket), Some(scope)))
    }
}

/// The trail of `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`.
fn parse_arn(arn: &str) -> anyhow::Result<TrailScope> {
    if let Some(ArnParts { service: "cloudtrail", region, account, resource, .. }) =
        ArnParts::parse(arn)
        && account.len() == 12
        && let Some(name) = resource.strip_prefix("trail/").filter(|name| !name.is_empty())
    {
        return Ok(TrailScope {
            name: name.to_owned(),
            home: region.to_owned(),
            account: account.to_owned(),
            arn: arn.to_owned(),
            ..TrailScope::default()
        });
    }
    Err(user_error(
        format!("not the ARN of a trail: {arn}"),
        "one looks like arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME",
    ))
}
