//! Roles: the one by which CloudTrail delivers to CloudWatch Logs, and one by which another account
//! reads logs. Each has two documents: who may take the role, and what it may do.

use super::arn::{Caller, LogGroup};
use super::name::{Account, BucketName, ExternalId, Organisation, Prefix};
use super::{CLOUDTRAIL, Policy, Principal, Statement, bucket, reader};

const ASSUME: &str = "sts:AssumeRole";

/// CloudTrail may take the role.
pub fn delivery_trust() -> Policy {
    vec![Statement::allow("AllowCloudTrail", ASSUME).by_service(CLOUDTRAIL)].into()
}

/// The role may write the streams of its account, and those of an organisation's members, to a log
/// group. Trail, log group and role are of one account and region.
pub fn delivery(group: &LogGroup, organisation: Option<&Organisation>) -> Policy {
    let home = group.home();
    let stream = |name: String| format!("{}:log-stream:{name}", **group);
    let mut streams = vec![stream(format!("{}_CloudTrail_{}*", home.account, home.region))];
    streams.extend(organisation.map(|id| stream(format!("{id}_*"))));
    let allow = |sid: &str, action: &str| Statement::allow(sid, action).on(streams.clone());
    vec![
        allow("AWSCloudTrailCreateLogStream20141101", "logs:CreateLogStream"),
        allow("AWSCloudTrailPutLogEvents20141101", "logs:PutLogEvents"),
    ]
    .into()
}

/// What is asked of someone who wants to take a role.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What a third party must name, so that it cannot be talked into using another's role.
    pub external_id: Option<ExternalId>,
    /// Whether a second factor is asked for.
    pub mfa: bool,
}

/// These may take the role.
pub fn reader_trust(partition: &str, readers: &[Caller], asked: &Asked) -> Policy {
    let readers: Vec<String> = readers.iter().map(|reader| reader.arn(partition)).collect();
    let mut statement = Statement::allow("AllowReaders", ASSUME).by(Principal::Aws(readers.into()));
    if let Some(id) = &asked.external_id {
        statement = statement.when("StringEquals", "sts:ExternalId", id.to_string());
    }
    if asked.mfa {
        statement = statement.when("Bool", "aws:MultiFactorAuthPresent", "true");
    }
    vec![statement].into()
}

/// Whose logs are read.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// Only those of these accounts; all if there are none.
    pub accounts: Vec<Account>,
    /// Only those that an organisation's trail delivers.
    pub organisation: Option<Organisation>,
}

/// The role may read logs in a bucket, and sees the names of all objects there.
pub fn reader(partition: &str, bucket: &BucketName, prefix: &Prefix, logs: &Logs) -> Policy {
    let arn = bucket::arn(partition, bucket);
    let folder = logs.organisation.as_ref().map_or(String::new(), |id| format!("{id}/"));
    let below = format!("{arn}/{}AWSLogs/{folder}", prefix.path());
    let mut folders: Vec<String> =
        logs.accounts.iter().map(|account| format!("{below}{account}/*")).collect();
    if folders.is_empty() {
        folders.push(format!("{below}*"));
    }
    reader::read(&arn, folders).to_vec().into()
}
