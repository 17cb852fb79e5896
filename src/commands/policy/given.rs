//! Flags that several policies share, and the resources that they name by name or ARN.

use clap::Args;

use crate::commands::user_error;
use crate::policy::arn::{Arn, Home, Trail, Trails};
use crate::policy::name::{Account, OrganizationId, Prefix, Refused, Region};

/// The Region of resources that are given by name.
#[derive(Debug, Args)]
pub(super) struct RegionArg {
    /// Region of resources given by name; it also sets the partition of ARNs.
    #[arg(long, env = "AWS_REGION", hide_env_values = true)]
    pub(super) region: Option<Region>,
}

/// Trails by name or ARN.
#[derive(Debug, Args)]
pub(super) struct TrailArgs {
    /// Name or ARN of a trail; repeatable. A name needs --account, and --region for the home Region.
    #[arg(long = "trail", value_name = "NAME|ARN")]
    pub(super) trails: Vec<String>,
    /// Account of the trails given by name; repeatable.
    #[arg(long = "account", value_name = "ACCOUNT")]
    pub(super) accounts: Vec<Account>,
    #[command(flatten)]
    pub(super) place: RegionArg,
}

/// The location of logs in a bucket.
#[derive(Debug, Args)]
pub(super) struct LogLocation {
    /// Prefix of the object keys before AWSLogs; the same for all trails.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) prefix: Prefix,
    /// Organization of an organization trail, such as o-a1b2c3d4e5.
    #[arg(long = "org-id", value_name = "ID")]
    pub(super) organization: Option<OrganizationId>,
}

impl RegionArg {
    /// The Region and account of a resource given by name.
    pub(super) fn home(&self, account: Option<&Account>) -> Option<Home> {
        let region = self.region.clone()?;
        Some(Home { region, account: account?.clone() })
    }

    /// The partition of the named ARNs; without any, that of the Region, or `aws`.
    pub(super) fn partition<'p>(
        &self,
        named: impl IntoIterator<Item = &'p str>,
    ) -> anyhow::Result<&'static str> {
        let known =
            ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];
        let mut named = named.into_iter();
        let Some(first) = named.next() else {
            return Ok(self.region.as_ref().map_or("aws", Region::partition));
        };
        if let Some(other) = named.find(|other| *other != first) {
            return Err(user_error(
                format!("ARNs of two partitions: {first} and {other}"),
                "partitions share no resources",
            ));
        }
        let known = known.into_iter().chain(["aws-eusc"]).find(|known| *known == first);
        known.ok_or_else(|| user_error(format!("no such partition: {first}"), "check the ARNs"))
    }
}

impl TrailArgs {
    /// All given trails.
    pub(super) fn all(&self) -> anyhow::Result<Trails> {
        if self.trails.is_empty() {
            return Err(user_error("no trail is given", "add --trail NAME|ARN"));
        }
        let mut trails = Vec::new();
        for written in &self.trails {
            if written.starts_with("arn:") {
                trails.push(
                    Trail::new(written, None).map_err(|it| refused("--trail", written, &it))?,
                );
                continue;
            }
            for account in &self.accounts {
                let home = self.place.home(Some(account));
                trails.push(named("--trail", written, home.as_ref(), Trail::new)?);
            }
            if self.accounts.is_empty() {
                return Err(homeless("--trail", written));
            }
        }
        self.place.partition(partitions(&trails))?;
        Ok(Trails::new(trails)?)
    }

    /// The given trail, of which there must be one.
    pub(super) fn one(&self) -> anyhow::Result<Trail> {
        let all = self.all()?.arns();
        let [arn] = all.as_slice() else {
            return Err(user_error(
                format!("--org-id takes one trail, not {}: {}", all.len(), all.join(" ")),
                "name the trail of the management account: --trail NAME|ARN",
            ));
        };
        Trail::new(arn, None).map_err(|it| refused("--trail", arn, &it))
    }
}

/// A resource given by name or ARN.
pub(super) fn named<T>(
    flag: &str,
    written: &str,
    home: Option<&Home>,
    new: fn(&str, Option<&Home>) -> Result<T, Refused>,
) -> anyhow::Result<T> {
    if home.is_none() && !written.starts_with("arn:") {
        return Err(homeless(flag, written));
    }
    new(written, home).map_err(|it| refused(flag, written, &it))
}

/// The partitions of resources.
pub(super) fn partitions<'a, T: std::ops::Deref<Target = Arn> + 'a>(
    things: &'a [T],
) -> impl Iterator<Item = &'static str> + 'a {
    things.iter().map(|thing| thing.partition())
}

fn homeless(flag: &str, written: &str) -> anyhow::Error {
    user_error(
        format!("{flag} {written}: a name needs an account and a Region"),
        format!("add --account ACCOUNT and --region REGION, or write {flag} ARN"),
    )
}

fn refused(flag: &str, written: &str, refused: &Refused) -> anyhow::Error {
    user_error(format!("{flag} {written}: not {}", refused.what), &refused.rule)
}
