//! The policy of a bucket: allows CloudTrail to write the logs of trails, and denies requests without
//! TLS.

use super::arn::{Trail, Trails};
use super::name::{BucketName, OrganizationId, Prefix};
use super::{Policy, Principal, Statement};

/// The trails that write to a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Trails of one or several accounts.
    Trails(Trails),
    /// An organization trail. It belongs to the management account, even if a delegated administrator
    /// created it.
    Organization {
        /// The organization, whose id names the folder of its accounts.
        id: OrganizationId,
        /// The trail.
        trail: Trail,
    },
}

/// The policy of a bucket that receives logs. All trails use the same prefix.
pub fn policy(bucket: &BucketName, prefix: &Prefix, writers: &Writers) -> Policy {
    let trails = match writers {
        Writers::Trails(trails) => trails.clone(),
        Writers::Organization { trail, .. } => trail.clone().into(),
    };
    let accounts = trails.accounts();
    // The Sids of the documentation: of 2013 for several accounts, of 2015 otherwise.
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
    if let Writers::Organization { id, .. } = writers {
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
