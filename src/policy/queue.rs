//! The policy of a queue that receives notifications of new logs, from S3 or from a topic.
//!
//! If the queue is encrypted with a KMS key, the key policy must allow the sender, too. Between opt-in
//! Regions and others SNS has a principal of its own ("Sending Amazon SNS messages to an
//! Amazon SQS queue or AWS Lambda function in a different Region", Amazon SNS Developer Guide).

use std::borrow::Cow;

use super::arn::{Queue, Topic};
use super::name::{Account, BucketName, Refused};
use super::{Policy, S3, SNS, SOURCE_ARN, Statement, region};

pub(super) const SEND: &str = "SQS:SendMessage";

/// Allows S3 to send notifications of new objects in a bucket that `account` owns.
pub fn from_bucket(queue: &Queue, bucket: &BucketName, account: &Account) -> Policy {
    let statement = Statement::allow("AllowBucketSend", SEND)
        .by_service(S3)
        .on(queue.to_string())
        .for_bucket(bucket, queue, account);
    vec![statement].into()
}

/// Not an opt-in Region, but that page lists it as one.
const DOUBTFUL: &str = "ap-northeast-3";

/// The principal with which SNS sends from a topic to a queue: that of the opt-in Region of the queue, or
/// else of the topic.
///
/// # Errors
/// Whether one of the Regions is an opt-in Region is not known.
pub fn sender_principal(queue: &Queue, topic: &Topic) -> Result<Cow<'static, str>, Refused> {
    let regions = [queue.home(), topic.home()].map(|home| home.region.to_string());
    let [to, from] = &regions;
    if to == from {
        return Ok(SNS.into());
    }
    if regions.iter().any(|name| name == DOUBTFUL || region::is_opt_in(name).is_none()) {
        let rule = format!("which one SNS uses from {from} to {to} is not known");
        return Err(Refused::new("a principal", rule));
    }
    let special = regions.iter().find(|name| region::is_opt_in(name) == Some(true));
    Ok(special.map_or(SNS.into(), |name| format!("sns.{name}.amazonaws.com").into()))
}

/// Allows a topic to send its messages; with the usual principal of SNS if the right one is not known.
pub fn from_topic(queue: &Queue, topic: &Topic) -> Policy {
    let statement = Statement::allow("AllowTopicSend", SEND)
        .by_service(sender_principal(queue, topic).unwrap_or(SNS.into()))
        .on(queue.to_string())
        .when("ArnEquals", SOURCE_ARN, topic.to_string());
    vec![statement].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sns_principal_is_that_of_the_opt_in_region() {
        let by = |from: &str, to: &str| {
            let queue = Queue::new(&format!("arn:aws:sqs:{to}:111122223333:q"), None).unwrap();
            let topic = Topic::new(&format!("arn:aws:sns:{from}:111122223333:t"), None).unwrap();
            let printed = from_topic(&queue, &topic).pretty().unwrap();
            let principal = sender_principal(&queue, &topic).ok();
            assert!(printed.contains(&format!("\"{}\"", principal.as_deref().unwrap_or(SNS))));
            principal
        };
        for (from, to, principal) in [
            ("us-east-1", "eu-west-1", "sns.amazonaws.com"),
            ("us-east-1", "us-east-1", "sns.amazonaws.com"),
            ("ap-east-1", "ap-east-1", "sns.amazonaws.com"),
            ("us-east-1", "ap-east-1", "sns.ap-east-1.amazonaws.com"),
            ("af-south-1", "us-east-1", "sns.af-south-1.amazonaws.com"),
            ("af-south-1", "ap-east-1", "sns.ap-east-1.amazonaws.com"),
            ("ap-northeast-3", "ap-northeast-3", "sns.amazonaws.com"),
        ] {
            assert_eq!(by(from, to).as_deref(), Some(principal), "{from} {to}");
        }
        assert_eq!((by("us-east-1", "ap-northeast-3"), by("us-east-9", "us-east-1")), (None, None));
    }
}
