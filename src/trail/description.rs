//! A trail as the CloudTrail API describes it.
//!
//! Serialised with the API's member names ("AWS CloudTrail API Reference"), so that a reader of
//! aws-cli's output reads these as well.

use jiff::Timestamp;
use serde::Serialize;

use super::Tag;
use super::delivery::Delivery;
use super::selectors::{InsightSelector, Selectors};
use crate::policy::arn::{ArnParts, account_of};

/// A trail, from `DescribeTrails`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// Its name.
    #[serde(rename = "Name")]
    pub name: String,
    /// Its ARN.
    #[serde(rename = "TrailARN")]
    pub arn: String,
    /// The bucket that receives its log files.
    #[serde(rename = "S3BucketName")]
    pub bucket: String,
    /// The prefix of its object keys, without slashes at its ends; often empty.
    #[serde(rename = "S3KeyPrefix", skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The home Region: where it was created.
    #[serde(rename = "HomeRegion")]
    pub home: String,
    /// It records events of all Regions.
    #[serde(rename = "IsMultiRegionTrail")]
    pub multi_region: bool,
    /// It records events of all accounts of the organization.
    #[serde(rename = "IsOrganizationTrail")]
    pub organization: bool,
    /// It records events of global services, such as IAM.
    #[serde(rename = "IncludeGlobalServiceEvents")]
    pub global_events: bool,
    /// It delivers digest files.
    #[serde(rename = "LogFileValidationEnabled")]
    pub validation: bool,
    /// The ARN of the KMS key that encrypts its log files; `None` for SSE-S3.
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The ARN of the SNS topic that receives its delivery notifications.
    #[serde(rename = "SnsTopicARN", skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The ARN of the `CloudWatch` Logs log group that receives its events as well.
    #[serde(rename = "CloudWatchLogsLogGroupArn", skip_serializing_if = "Option::is_none")]
    pub log_group: Option<String>,
    /// The ARN of the role that writes to the log group.
    #[serde(rename = "CloudWatchLogsRoleArn", skip_serializing_if = "Option::is_none")]
    pub log_role: Option<String>,
    /// It has event selectors other than the default.
    #[serde(rename = "HasCustomEventSelectors")]
    pub custom_selectors: bool,
    /// It has Insights enabled.
    #[serde(rename = "HasInsightSelectors")]
    pub insight_selectors: bool,
}

impl Trail {
    /// The account in the ARN: the owner, which may be another account than the caller's.
    pub fn account(&self) -> &str {
        account_of(&self.arn)
    }

    /// The partition in the ARN: `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &str {
        ArnParts::parse(&self.arn).map_or("aws", |parts| parts.partition)
    }
}

/// The status of a trail, from `GetTrailStatus`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    /// Whether it is logging.
    pub is_logging: bool,
    /// The last delivery of a log file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_delivery_time: Option<Timestamp>,
    /// The S3 error of the last failed delivery of a log file, such as `AccessDenied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_delivery_error: Option<String>,
    /// The last delivery of a digest file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_digest_delivery_time: Option<Timestamp>,
    /// The S3 error of the last failed delivery of a digest file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_digest_delivery_error: Option<String>,
    /// The last notification to the SNS topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_notification_time: Option<Timestamp>,
    /// The SNS error of the last failed notification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_notification_error: Option<String>,
    /// The last delivery to the log group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_cloud_watch_logs_delivery_time: Option<Timestamp>,
    /// The `CloudWatch` Logs error of the last failed delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_cloud_watch_logs_delivery_error: Option<String>,
    /// When logging was last started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_logging_time: Option<Timestamp>,
    /// When logging was last stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_logging_time: Option<Timestamp>,
}

impl Status {
    /// The failed deliveries: what could not be delivered, and the error of the other service.
    pub fn errors(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Delivery::ALL.into_iter().filter_map(|it| Some((it.name(), it.error(self)?)))
    }
}

/// A trail with everything that CloudTrail knows of it. A part is `None` if access to it is denied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Description {
    /// The trail.
    #[serde(flatten)]
    pub trail: Trail,
    /// From `GetTrailStatus`.
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// From `GetEventSelectors`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub selectors: Option<Selectors>,
    /// From `GetInsightSelectors`.
    #[serde(rename = "InsightSelectors", skip_serializing_if = "Option::is_none")]
    pub insights: Option<Vec<InsightSelector>>,
    /// From `ListTags`.
    #[serde(rename = "TagsList", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}
