//! Roles: the one that CloudTrail assumes to deliver to CloudWatch Logs, and one that another account
//! assumes to read logs. Each has a trust policy and a permissions policy.

use super::arn::LogGroup;
use super::caller::Caller;
use super::name::{Account, BucketName, ExternalId, OrganizationId, Prefix};
use super::{CLOUDTRAIL, Policy, Principal, Statement, bucket, reader};

const ASSUME: &str = "sts:AssumeRole";

/// The trust policy that allows CloudTrail to assume the role.
pub fn delivery_trust() -> Policy {
    vec![Statement::allow("AllowCloudTrail", ASSUME).by_service(CLOUDTRAIL)].into()
}

/// The permissions policy for delivery to a log group: the log streams of its account, and those of an
/// organization's members. Trail, log group and role are in one account and Region.
pub fn delivery(group: &LogGroup, organization: Option<&OrganizationId>) -> Policy {
    let home = group.home();
    let stream = |name: String| format!("{}:log-stream:{name}", **group);
    let mut streams = vec![stream(format!("{}_CloudTrail_{}*", home.account, home.region))];
    streams.extend(organization.map(|id| stream(format!("{id}_*"))));
    let allow = |sid: &str, action: &str| Statement::allow(sid, action).on(streams.clone());
    vec![
        allow("AWSCloudTrailCreateLogStream20141101", "logs:CreateLogStream"),
        allow("AWSCloudTrailPutLogEvents20141101", "logs:PutLogEvents"),
    ]
    .into()
}

/// The conditions for assuming a role.
#[derive(Clone, Debug, Default)]
pub struct TrustConditions {
    /// The external id that a third party must pass, against the confused deputy problem.
    pub external_id: Option<ExternalId>,
    /// Whether MFA is required.
    pub mfa: bool,
}

/// The trust policy that allows these readers to assume the role.
pub fn reader_trust(partition: &str, readers: &[Caller], conditions: &TrustConditions) -> Policy {
    let readers: Vec<String> = readers.iter().map(|reader| reader.arn(partition)).collect();
    let mut statement = Statement::allow("AllowReaders", ASSUME).by(Principal::Aws(readers.into()));
    if let Some(id) = &conditions.external_id {
        statement = statement.when("StringEquals", "sts:ExternalId", id.to_string());
    }
    if conditions.mfa {
        statement = statement.when("Bool", "aws:MultiFactorAuthPresent", "true");
    }
    vec![statement].into()
}

/// The logs that a role can read.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// Those of these accounts only; of all accounts if there are none.
    pub accounts: Vec<Account>,
    /// Those of this organization's trail only.
    pub organization: Option<OrganizationId>,
}

/// The permissions policy to read logs in a bucket, and to list all its object keys.
pub fn reader(partition: &str, bucket: &BucketName, prefix: &Prefix, logs: &Logs) -> Policy {
    let arn = bucket::arn(partition, bucket);
    let folder = logs.organization.as_ref().map_or(String::new(), |id| format!("{id}/"));
    let below = format!("{arn}/{}AWSLogs/{folder}", prefix.path());
    let mut folders: Vec<String> =
        logs.accounts.iter().map(|account| format!("{below}{account}/*")).collect();
    if folders.is_empty() {
        folders.push(format!("{below}*"));
    }
    reader::read(&arn, folders).to_vec().into()
}
