//! The policy of a topic that tells of new logs: CloudTrail does, or S3 for the bucket.

use super::arn::{Topic, Trails};
use super::name::{Account, BucketName};
use super::{CLOUDTRAIL, Policy, S3, Statement};

const PUBLISH: &str = "SNS:Publish";

/// CloudTrail may tell of what these trails delivered, from all their regions.
pub fn from_trails(topic: &Topic, trails: &Trails) -> Policy {
    let statement = Statement::allow("AWSCloudTrailSNSPolicy20131101", PUBLISH)
        .by_service(CLOUDTRAIL)
        .on(topic.to_string())
        .for_trails(trails);
    vec![statement].into()
}

/// S3 may tell of new objects in a bucket, which `account` owns.
pub fn from_bucket(topic: &Topic, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketPublish", PUBLISH)
        .by_service(S3)
        .on(topic.to_string())
        .for_bucket(bucket, topic, account);
    vec![statement].into()
}
