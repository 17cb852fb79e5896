//! The policy of a queue that tells of new logs: S3 writes to it for the bucket, or a topic does.
//!
//! A queue that is encrypted with a key of KMS needs that key's leave as well.

use super::arn::{Queue, Topic};
use super::name::{Account, BucketName};
use super::{Policy, S3, SNS, SOURCE_ARN, Statement};

const SEND: &str = "SQS:SendMessage";

/// S3 may tell of new objects in a bucket, which `account` owns.
pub fn from_bucket(queue: &Queue, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketSend", SEND)
        .by_service(S3)
        .on(queue.to_string())
        .for_bucket(bucket, queue, account);
    vec![statement].into()
}

/// A topic may pass on what it is told.
pub fn from_topic(queue: &Queue, topic: &Topic) -> Policy {
    let statement = Statement::allow("AllowTopicSend", SEND)
        .by_service(SNS)
        .on(queue.to_string())
        .when("ArnEquals", SOURCE_ARN, topic.to_string());
    vec![statement].into()
}
