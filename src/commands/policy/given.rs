//! Flags that several policies share.

use clap::Args;

use crate::error::UserError;
use crate::policy::arn::Trails;
use crate::policy::given::{self, Place};
use crate::policy::name::{Account, OrganizationId, Prefix, Region};

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
    /// Where resources given by name are.
    pub(super) fn with<'p>(&'p self, account: Option<&'p Account>) -> Place<'p> {
        Place { region: self.region.as_ref(), account }
    }
}

impl TrailArgs {
    /// All given trails.
    pub(super) fn all(&self) -> Result<Trails, UserError> {
        given::trails(&self.trails, &self.accounts, self.place.region.as_ref())
    }
}
