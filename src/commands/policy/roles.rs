//! `ct policy delivery-role`, `reader`, `operator` and `cross-account-role`: what users and roles may
//! do, and who may assume a role.

use clap::{ArgGroup, Args};

use super::given::{LogLocation, RegionArg};
use crate::error::UserError;
use crate::policy::arn::{Key, LogGroup, Queue, Topic};
use crate::policy::caller::Caller;
use crate::policy::given::partitions;
use crate::policy::name::{Account, BucketName, ExternalId, OrganizationId, Prefix};
use crate::policy::{Policy, operator, reader, role};

/// The document of a role to print.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("document").required(true).args(["trust", "permissions"]))]
struct RoleDocument {
    /// Print the trust policy: who can assume the role.
    #[arg(long)]
    trust: bool,
    /// Print the permissions policy: what the role can do.
    #[arg(long)]
    permissions: bool,
}

/// Role that CloudTrail assumes to deliver to CloudWatch Logs.
///
///   ct policy delivery-role --trust
///   ct policy delivery-role --permissions --log-group t --account 111122223333 --region eu-west-1
///
/// Trail, log group and role are in one account: for an organization trail, the management account.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/delivery-role.txt"))]
pub(super) struct DeliveryRole {
    #[command(flatten)]
    document: RoleDocument,
    /// Name or ARN of the log group.
    #[arg(long, value_name = "NAME|ARN", required_if_eq("permissions", "true"))]
    log_group: Option<String>,
    /// Account of a log group given by name.
    #[arg(long)]
    account: Option<Account>,
    #[command(flatten)]
    place: RegionArg,
    /// Organization of an organization trail, such as o-a1b2c3d4e5.
    #[arg(long = "org-id", value_name = "ID")]
    organization: Option<OrganizationId>,
}

impl DeliveryRole {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let Some(group) = self.log_group.as_ref().filter(|_| self.document.permissions) else {
            return Ok(role::delivery_trust());
        };
        let place = self.place.with(self.account.as_ref());
        let group = place.named("--log-group", group, LogGroup::new)?;
        Ok(role::delivery(&group, self.organization.as_ref()))
    }
}

/// Permissions to read logs with ct.
///
///   ct policy reader --bucket my-logs
///   ct policy reader --bucket my-logs --kms-key arn:aws:kms:eu-west-1:111122223333:key/1234abcd
///
/// Read and validate the logs of a bucket, follow queues, and describe trails.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/reader.txt"))]
pub(super) struct Reader {
    /// Bucket with the logs.
    #[arg(long)]
    bucket: BucketName,
    /// Prefix of the object keys before AWSLogs.
    #[arg(long, default_value = "", hide_default_value = true)]
    prefix: Prefix,
    /// Name or ARN of a queue that receives log notifications; repeatable.
    #[arg(long = "queue", value_name = "NAME|ARN")]
    queues: Vec<String>,
    /// ARN of a KMS key that encrypts logs; repeatable.
    #[arg(long = "kms-key", value_name = "ARN")]
    keys: Vec<String>,
    /// Add the permissions for ct trail check and ct queue check.
    #[arg(long)]
    audit: bool,
    /// Name or ARN of a topic to check; repeatable.
    #[arg(long = "topic", value_name = "NAME|ARN", requires = "audit")]
    topics: Vec<String>,
    /// Account of resources given by name.
    #[arg(long)]
    account: Option<Account>,
    #[command(flatten)]
    place: RegionArg,
}

impl Reader {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let place = self.place.with(self.account.as_ref());
        let queues = place.all_named("--queue", &self.queues, Queue::new)?;
        let keys = place.all_named("--kms-key", &self.keys, Key::new)?;
        let topics = place.all_named("--topic", &self.topics, Topic::new)?;
        let all = partitions(&queues).chain(partitions(&keys)).chain(partitions(&topics));
        Ok(reader::policy(&reader::Reader {
            partition: place.partition(all)?,
            bucket: self.bucket.clone(),
            prefix: self.prefix.clone(),
            queues,
            keys,
            audit: self.audit.then_some(reader::Audit { topics }),
        }))
    }
}

/// Permissions to manage trails with ct.
///
///   ct policy operator
///   ct policy operator --bucket my-logs --account 111122223333 --region eu-west-1
///
/// Create, change and delete trails with ct trail, and resume a run that was stopped. Without --bucket,
/// the buckets are those that ct trail create names itself.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/operator.txt"))]
pub(super) struct Operator {
    /// Bucket that receives logs; repeatable.
    #[arg(long = "bucket", value_name = "BUCKET")]
    buckets: Vec<BucketName>,
    /// Account of the trails [default: all accounts].
    #[arg(long)]
    account: Option<Account>,
    /// Add the permissions for organization trails.
    #[arg(long)]
    organization: bool,
    #[command(flatten)]
    place: RegionArg,
}

impl Operator {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        Ok(operator::policy(&operator::Operator {
            partition: self.place.with(None).partition([])?,
            region: self.place.region.clone(),
            account: self.account.clone(),
            buckets: self.buckets.clone(),
            organization: self.organization,
        }))
    }
}

/// Role that another account assumes to read logs.
///
///   ct policy cross-account-role --trust --reader 444455556666 --external-id a1b2c3
///   ct policy cross-account-role --permissions --bucket my-logs --account 444455556666
///
/// The role is in the account of the bucket. With --account it can read the logs of these accounts only.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = include_str!("examples/cross-account-role.txt"))]
pub(super) struct CrossAccountRole {
    #[command(flatten)]
    document: RoleDocument,
    /// Account id, or ARN of a user or role, that can assume the role; repeatable.
    #[arg(long = "reader", value_name = "ACCOUNT|ARN", required_if_eq("trust", "true"))]
    readers: Vec<Caller>,
    /// External id that a third party must pass.
    #[arg(long, value_name = "ID")]
    external_id: Option<ExternalId>,
    /// Require MFA.
    #[arg(long)]
    mfa: bool,
    /// Bucket with the logs.
    #[arg(long, required_if_eq("permissions", "true"))]
    bucket: Option<BucketName>,
    #[command(flatten)]
    below: LogLocation,
    /// Account whose logs can be read; repeatable.
    #[arg(long = "account", value_name = "ACCOUNT")]
    accounts: Vec<Account>,
    #[command(flatten)]
    place: RegionArg,
}

impl CrossAccountRole {
    pub(super) fn policy(&self) -> Result<Policy, UserError> {
        let named = self.readers.iter().filter_map(Caller::partition);
        let partition = self.place.with(None).partition(named)?;
        let Some(bucket) = self.bucket.as_ref().filter(|_| self.document.permissions) else {
            let external_id = self.external_id.clone();
            let conditions = role::TrustConditions { external_id, mfa: self.mfa };
            return Ok(role::reader_trust(partition, &self.readers, &conditions));
        };
        let organization = self.below.organization.clone();
        let logs = role::Logs { accounts: self.accounts.clone(), organization };
        Ok(role::reader(partition, bucket, &self.below.prefix, &logs))
    }
}
