//! The policy of a bucket: CloudTrail may write the logs of these trails there, and nothing may be
//! asked without TLS.

use super::arn::{Trail, Trails};
use super::name::{BucketName, Organisation, Prefix};
use super::{Policy, Principal, Statement};

/// Whose logs a bucket takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Trails of one or several accounts.
    Trails(Trails),
    /// An organisation's trail. It is the management account's, even if a delegated administrator
    /// made it.
    Organisation {
        /// The organisation, for the folder of its accounts.
        id: Organisation,
        /// Its trail.
        trail: Trail,
    },
}

/// The policy of a bucket that takes logs, below a prefix that is the same for all.
pub fn policy(bucket: &BucketName, prefix: &Prefix, writers: &Writers) -> Policy {
    let trails = match writers {
        Writers::Trails(trails) => trails.clone(),
        Writers::Organisation { trail, .. } => trail.clone().into(),
    };
    let accounts = trails.accounts();
    // As the documentation names them: of several accounts since 2013, the rest since 2015.
    let year = if accounts.len() > 1 { "20131101" } else { "20150319" };
    let arn = arn(trails.partition(), bucket);
    let folder = |name: &str| format!("{arn}/{}AWSLogs/{name}/*", prefix.path());
    let mut statements = vec![
        Statement::allow(&format!("AWSCloudTrailAclCheck{year}"), "s3:GetBucketAcl")
            .by_service(super::CLOUDTRAIL)
            .on(arn.clone())
            .for_trails(&trails),
    ];
    let folders = accounts.iter().map(|account| folder(account)).collect();
    statements.push(write(&format!("AWSCloudTrailWrite{year}"), folders, &trails));
    if let Writers::Organisation { id, .. } = writers {
        let folders = vec![folder(&id.to_string())];
        statements.push(write("AWSCloudTrailOrganizationWrite20150319", folders, &trails));
    }
    statements.push(
        Statement::deny("DenyInsecureTransport", "s3:*")
            .by(Principal::Anyone)
            .on(vec![arn.clone(), format!("{arn}/*")])
            .when("Bool", "aws:SecureTransport", "false"),
    );
    statements.into()
}

fn write(sid: &str, folders: Vec<String>, trails: &Trails) -> Statement {
    Statement::allow(sid, "s3:PutObject")
        .by_service(super::CLOUDTRAIL)
        .on(folders)
        .for_trails(trails)
        .when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
}

/// The ARN of a bucket.
pub fn arn(partition: &str, bucket: &BucketName) -> String {
    format!("arn:{partition}:s3:::{bucket}")
}
