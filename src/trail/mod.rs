//! Trails as values: what one is, what it records, what is to be changed about it, and whether it is
//! set up as it should be.
//!
//! Serialised with the API's own member names ("CloudTrail API Reference"), so that whatever reads
//! the answers of aws-cli reads these as well. Asks nothing and changes nothing.

pub mod change;
pub mod made;
pub mod posture;
pub mod selectors;
pub mod settings;

use jiff::Timestamp;
use serde::Serialize;

use crate::policy::arn::account_of;
use selectors::Selectors;

/// A trail, as `DescribeTrails` tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// Its name.
    #[serde(rename = "Name")]
    pub name: String,
    /// Its ARN.
    #[serde(rename = "TrailARN")]
    pub arn: String,
    /// The bucket that it delivers to.
    #[serde(rename = "S3BucketName")]
    pub bucket: String,
    /// The prefix of its keys, without slashes at its ends; often empty.
    #[serde(rename = "S3KeyPrefix", skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The region that it was created in.
    #[serde(rename = "HomeRegion")]
    pub home: String,
    /// It records all regions.
    #[serde(rename = "IsMultiRegionTrail")]
    pub multi_region: bool,
    /// It records all accounts of an organisation.
    #[serde(rename = "IsOrganizationTrail")]
    pub organisation: bool,
    /// It records services that have no region.
    #[serde(rename = "IncludeGlobalServiceEvents")]
    pub global_events: bool,
    /// It delivers digests.
    #[serde(rename = "LogFileValidationEnabled")]
    pub validation: bool,
    /// The ARN of the key that its logs are encrypted with, if it is not that of S3.
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The ARN of the topic that is told of deliveries.
    #[serde(rename = "SnsTopicARN", skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The ARN of the log group that events are delivered to as well.
    #[serde(rename = "CloudWatchLogsLogGroupArn", skip_serializing_if = "Option::is_none")]
    pub log_group: Option<String>,
    /// The ARN of the role that writes to it.
    #[serde(rename = "CloudWatchLogsRoleArn", skip_serializing_if = "Option::is_none")]
    pub log_role: Option<String>,
    /// Somebody chose what it records.
    #[serde(rename = "HasCustomEventSelectors")]
    pub custom_selectors: bool,
    /// It looks for unusual activity.
    #[serde(rename = "HasInsightSelectors")]
    pub insight_selectors: bool,
}

impl Trail {
    /// The account in the ARN, which may be another one's.
    pub fn account(&self) -> &str {
        account_of(&self.arn)
    }
}

/// How a trail fares, as `GetTrailStatus` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    /// Whether it records.
    pub is_logging: bool,
    /// When it last delivered a log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_delivery_time: Option<Timestamp>,
    /// What S3 said when it last could not, such as `AccessDenied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_delivery_error: Option<String>,
    /// When it last delivered a digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_digest_delivery_time: Option<Timestamp>,
    /// What S3 said when it last could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_digest_delivery_error: Option<String>,
    /// When it last told its topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_notification_time: Option<Timestamp>,
    /// What SNS said when it last could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_notification_error: Option<String>,
    /// When it last wrote to its log group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_cloud_watch_logs_delivery_time: Option<Timestamp>,
    /// What `CloudWatch` Logs said when it last could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_cloud_watch_logs_delivery_error: Option<String>,
    /// When it was last switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_logging_time: Option<Timestamp>,
    /// When it was last switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_logging_time: Option<Timestamp>,
}

impl Status {
    /// What could not be delivered: of what kind, and what the other service said.
    pub fn errors(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("logs", &self.latest_delivery_error),
            ("digests", &self.latest_digest_delivery_error),
            ("notifications", &self.latest_notification_error),
            ("CloudWatch Logs", &self.latest_cloud_watch_logs_delivery_error),
        ];
        all.into_iter().filter_map(|(what, error)| Some((what, error.as_deref()?)))
    }
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// Its name.
    pub key: String,
    /// What it says; may be empty.
    pub value: String,
}

/// All that can be asked about a trail. What was refused is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Described {
    /// What it is.
    #[serde(flatten)]
    pub trail: Trail,
    /// How it fares.
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What it records.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub selectors: Option<Selectors>,
    /// What it takes note of when it is unusual.
    #[serde(rename = "InsightSelectors", skip_serializing_if = "Option::is_none")]
    pub insights: Option<Vec<selectors::InsightSelector>>,
    /// How it is tagged.
    #[serde(rename = "TagsList", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}
