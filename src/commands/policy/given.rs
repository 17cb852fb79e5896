//! Flags that several policies share, and the names made of them: trails by name or ARN, and the
//! partition that all ARNs are of.

use clap::Args;

use crate::commands::user_error;
use crate::policy::arn::{Arn, Home, Trail, Trails};
use crate::policy::name::{Account, Organisation, Prefix, Refused, Region};

/// Where things are that are given by their names alone.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The region of what is given by name; its partition is that of all ARNs.
    #[arg(long, env = "AWS_REGION", hide_env_values = true)]
    pub(super) region: Option<Region>,
}

/// The trails that write.
#[derive(Debug, Args)]
pub(super) struct Writers {
    /// A trail, by its name or ARN; repeat for more. By name: the trail of that name in --region,
    /// its home, of each --account.
    #[arg(long = "trail", value_name = "NAME|ARN")]
    pub(super) trails: Vec<String>,
    /// The account of the trails that are given by name; repeat for more.
    #[arg(long = "account", value_name = "ACCOUNT")]
    pub(super) accounts: Vec<Account>,
    #[command(flatten)]
    pub(super) place: Place,
}

/// Below which keys the logs lie.
#[derive(Debug, Args)]
pub(super) struct Below {
    /// What stands before AWSLogs in the keys; the same for all trails.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) prefix: Prefix,
    /// The organisation whose trail delivers, such as o-a1b2c3d4e5.
    #[arg(long = "org-id", value_name = "ID")]
    pub(super) organisation: Option<Organisation>,
}

impl Place {
    /// Where something is that an account has.
    pub(super) fn home(&self, account: Option<&Account>) -> Option<Home> {
        let region = self.region.clone()?;
        Some(Home { region, account: account?.clone() })
    }

    /// The partition of all that is named, or else of the region, or else AWS's first.
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
                "accounts of different partitions share nothing",
            ));
        }
        let known = known.into_iter().chain(["aws-eusc"]).find(|known| *known == first);
        known.ok_or_else(|| user_error(format!("no such partition: {first}"), "check the ARNs"))
    }
}

impl Writers {
    /// All trails that are given.
    pub(super) fn all(&self) -> anyhow::Result<Trails> {
        if self.trails.is_empty() {
            return Err(user_error("no trail is named", "add --trail NAME|ARN"));
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

    /// The one trail that is given.
    pub(super) fn one(&self) -> anyhow::Result<Trail> {
        let all = self.all()?.arns();
        let [arn] = all.as_slice() else {
            return Err(user_error(
                format!("an organisation has one trail here, not {}: {}", all.len(), all.join(" ")),
                "name the trail of the management account: --trail NAME|ARN",
            ));
        };
        Trail::new(arn, None).map_err(|it| refused("--trail", arn, &it))
    }
}

/// Something that is given by its name or ARN.
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

/// The partitions of things that are given.
pub(super) fn partitions<'a, T: std::ops::Deref<Target = Arn> + 'a>(
    things: &'a [T],
) -> impl Iterator<Item = &'static str> + 'a {
    things.iter().map(|thing| thing.partition())
}

fn homeless(flag: &str, written: &str) -> anyhow::Error {
    user_error(
        format!("{flag} {written}: a name alone does not say where it is"),
        format!("add --account ACCOUNT and --region REGION, or write {flag} ARN"),
    )
}

fn refused(flag: &str, written: &str, refused: &Refused) -> anyhow::Error {
    user_error(format!("{flag} {written}: not {}", refused.what), &refused.rule)
}
