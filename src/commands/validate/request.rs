//! The flags of `ct validate` as values: the source, the trail and the keys.

use std::path::PathBuf;

use super::Validate;
use crate::aws::Bucket;
use crate::commands::sources;
use crate::commands::{Context, UserError, print_message, user_error};
use crate::source::local::Directory;
use crate::sources::{Source as Named, scheme};
use crate::verify::{KeyFileError, KeyFiles, Source, TrailBucket, TrailScope};

const HOW_TO_SAVE: &str = "save one: aws cloudtrail list-public-keys --start-time … > FILE";
/// `--keys aws`: from CloudTrail.
const AWS: &str = "aws";

impl Validate {
    /// The keys in the files of `--keys`, if there are any, and whether `--keys aws` is given.
    pub(super) fn key_files(&self) -> anyhow::Result<(Option<KeyFiles>, bool)> {
        let (aws, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.keys.iter().partition(|path| path.as_os_str() == AWS);
        let files = KeyFiles::read(files).map_err(|error| match &error {
            KeyFileError::Malformed(..) => user_error(&error, HOW_TO_SAVE),
            KeyFileError::Unreadable(..) => error.into(),
        })?;
        Ok((files, !aws.is_empty()))
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
        let trail = TrailBucket::open(context.aws(region)?, name).map_err(UserError::from)?;
        let given = self.s3_prefix.as_deref().map(|prefix| prefix.trim_matches('/'));
        if given.is_some_and(|given| given != trail.prefix) && !context.globals.quiet {
            let own = if trail.prefix.is_empty() { "none" } else { &trail.prefix };
            print_message(&format!(
                "--s3-prefix without --s3-bucket: the trail's own prefix is used: {own}"
            ));
        }
        Ok((Source::Bucket(trail.bucket), Some(trail.trail)))
    }
}

/// The trail of an ARN.
fn parse_arn(arn: &str) -> anyhow::Result<TrailScope> {
    TrailScope::from_arn(arn).ok_or_else(|| {
        let help = "one looks like arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME";
        user_error(format!("not the ARN of a trail: {arn}"), help)
    })
}
