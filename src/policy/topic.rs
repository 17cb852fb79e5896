//! The policy of a topic that receives notifications of new logs, from CloudTrail or from S3.

use super::arn::{Topic, Trails};
use super::name::{Account, BucketName};
use super::{CLOUDTRAIL, Policy, S3, Statement};

const PUBLISH: &str = "SNS:Publish";

/// Allows CloudTrail to publish deliveries of these trails, from all their Regions.
pub fn from_trails(topic: &Topic, trails: &Trails) -> Policy {
    let statement = Statement::allow("AWSCloudTrailSNSPolicy20131101", PUBLISH)
        .by_service(CLOUDTRAIL)
        .on(topic.to_string())
        .for_trails(trails);
    vec![statement].into()
}

/// Allows S3 to publish notifications of new objects in a bucket that `account` owns.
pub fn from_bucket(topic: &Topic, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketPublish", PUBLISH)
        .by_service(S3)
        .on(topic.to_string())
        .for_bucket(bucket, topic, account);
    vec![statement].into()
}
