//! The settings of `CreateTrail` and `UpdateTrail`, as a value.

use super::Tag;
use super::created::TRAIL_TAG;
use crate::policy::arn::name_of;

/// What `CreateTrail` or `UpdateTrail` is to set. `None` leaves a setting as it is, or to the API's
/// default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailSettings {
    /// The name, or the ARN of an existing trail.
    pub name: String,
    /// The bucket that receives log files.
    pub bucket: Option<String>,
    /// The prefix of object keys.
    pub prefix: Option<String>,
    /// Whether events of all Regions are recorded.
    pub multi_region: Option<bool>,
    /// Whether events of all accounts of the organization are recorded.
    pub organization: Option<bool>,
    /// Whether events of global services are recorded.
    pub global_events: Option<bool>,
    /// Whether digest files are delivered.
    pub validation: Option<bool>,
    /// Id, ARN or alias of the KMS key; empty for SSE-S3.
    pub key: Option<String>,
    /// Name or ARN of the SNS topic; empty for none.
    pub topic: Option<String>,
    /// The log group; empty ARNs for none.
    pub log_group: Option<LogGroupSettings>,
    /// Tags; `CreateTrail` only.
    pub tags: Vec<Tag>,
}

/// Delivery to `CloudWatch` Logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogGroupSettings {
    /// The ARN of the log group, which ends in `:*`.
    pub group: String,
    /// The ARN of the role that writes to it.
    pub role: String,
}

impl TrailSettings {
    /// The settings for people, one phrase each.
    pub fn describe(&self) -> Vec<String> {
        let mut phrases = Vec::new();
        let mut flag = |value: Option<bool>, yes: &str, no: &str| {
            if let Some(value) = value {
                phrases.push(if value { yes } else { no }.to_owned());
            }
        };
        flag(self.multi_region, "all Regions", "this Region only");
        flag(self.organization, "all accounts of the organization", "this account only");
        let off = "log file validation OFF: the digest chain ends";
        flag(self.validation, "log file validation on", off);
        flag(self.global_events, "global services", "no global services");
        let group = self.log_group.as_ref().map(|it| it.group.as_str());
        let named = [
            (self.bucket.as_deref(), "to bucket", "no bucket"),
            (self.prefix.as_deref(), "prefix", "no prefix"),
            (self.key.as_deref(), "encrypted with", "SSE-S3 encryption"),
            (self.topic.as_deref(), "notifies topic", "notifies no topic"),
            (group, "also to log group", "to no log group"),
        ];
        for (value, some, none) in named {
            phrases.extend(value.map(|value| match name_of(value) {
                "" => none.to_owned(),
                value => format!("{some} {value}"),
            }));
        }
        let tags = self.tags.iter().filter(|tag| tag.key != TRAIL_TAG);
        let tags: Vec<&str> = tags.map(|tag| &*tag.key).collect();
        if !tags.is_empty() {
            phrases.push(format!("tagged {}", tags.join(" ")));
        }
        phrases
    }
}
