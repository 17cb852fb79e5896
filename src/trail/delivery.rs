//! What a trail delivers, and what the errors of failed deliveries mean.
//!
//! The errors are those of `GetTrailStatus` (AWS CloudTrail API Reference): codes of S3, SNS and
//! `CloudWatch` Logs.

use super::{Status, Trail};

/// What a trail delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Log files.
    Logs,
    /// Digest files.
    Digests,
    /// SNS notifications.
    Notifications,
    /// Events to `CloudWatch` Logs.
    CloudWatch,
}

impl Delivery {
    /// Everything that a trail may deliver.
    pub const ALL: [Self; 4] = [Self::Logs, Self::Digests, Self::Notifications, Self::CloudWatch];

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Digests => "digests",
            Self::Notifications => "notifications",
            Self::CloudWatch => "CloudWatch Logs",
        }
    }

    /// Where a trail delivers it, if it does.
    pub fn target(self, trail: &Trail) -> Option<&str> {
        match self {
            Self::Logs => Some(&trail.bucket),
            Self::Digests => trail.validation.then_some(&trail.bucket),
            Self::Notifications => trail.topic.as_deref(),
            Self::CloudWatch => trail.log_group.as_deref(),
        }
    }

    /// The error of the other service, if the latest delivery failed.
    pub fn error(self, status: &Status) -> Option<&str> {
        match self {
            Self::Logs => status.latest_delivery_error.as_deref(),
            Self::Digests => status.latest_digest_delivery_error.as_deref(),
            Self::Notifications => status.latest_notification_error.as_deref(),
            Self::CloudWatch => status.latest_cloud_watch_logs_delivery_error.as_deref(),
        }
    }

    /// What an error code means, and the next step.
    pub fn explain(self, code: &str, trail: &Trail) -> (&'static str, String) {
        match self {
            Self::Logs | Self::Digests => explain_s3(code, trail),
            Self::Notifications => explain_sns(code, trail),
            Self::CloudWatch => explain_cloudwatch(code, trail),
        }
    }
}

/// "Error responses", Amazon S3 API Reference.
fn explain_s3(code: &str, trail: &Trail) -> (&'static str, String) {
    let Trail { bucket, arn, .. } = trail;
    let prefix =
        if trail.prefix.is_empty() { String::new() } else { format!(" --prefix {}", trail.prefix) };
    let policy = format!("ct policy bucket --bucket {bucket}{prefix} --trail {arn}");
    match code {
        "AccessDenied" => (
            "the bucket policy or the key policy denies access to CloudTrail",
            format!("compare with {policy}"),
        ),
        "NoSuchBucket" => (
            "the bucket does not exist; anyone who creates a bucket of that name receives the logs",
            "create it again, or set another: ct trail update NAME --bucket BUCKET".to_owned(),
        ),
        "AllAccessDisabled" => {
            ("AWS disabled access to the bucket or its account", "contact AWS Support".to_owned())
        }
        "InvalidRequest" | "RequesterPays" => (
            "the bucket refuses the request; it may be a Requester Pays bucket",
            format!("aws s3api get-bucket-request-payment --bucket {bucket}"),
        ),
        code if code.to_uppercase().contains("KMS") => {
            ("the KMS key cannot be used", format!("compare with ct policy key --trail {arn}"))
        }
        "SlowDown" | "InternalError" | "ServiceUnavailable" => {
            ("a temporary S3 error; CloudTrail retries", "check again in an hour".to_owned())
        }
        _ => ("an error of S3", format!("look up the code; compare the policy with {policy}")),
    }
}

/// "Common errors" and "Publish", Amazon SNS API Reference.
fn explain_sns(code: &str, trail: &Trail) -> (&'static str, String) {
    let topic = trail.topic.as_deref().unwrap_or_default();
    let policy = format!("ct policy topic --topic {topic} --trail {}", trail.arn);
    match code {
        "AuthorizationError" | "AccessDenied" | "AuthorizationErrorException" => {
            ("the topic policy denies access to CloudTrail", format!("compare with {policy}"))
        }
        "NotFound" | "NotFoundException" | "InvalidParameter" => (
            "the topic does not exist",
            "create it again, or set another: ct trail update NAME --sns-topic TOPIC".to_owned(),
        ),
        code if code.to_uppercase().contains("KMS") => (
            "the topic's KMS key cannot be used",
            "allow cloudtrail.amazonaws.com kms:GenerateDataKey* and kms:Decrypt in the key policy"
                .to_owned(),
        ),
        _ => ("an error of SNS", format!("look up the code; compare the policy with {policy}")),
    }
}

/// "Common errors" and "`PutLogEvents`", Amazon CloudWatch Logs API Reference.
fn explain_cloudwatch(code: &str, trail: &Trail) -> (&'static str, String) {
    let role = trail.log_role.as_deref().unwrap_or("the role");
    match code {
        "AccessDenied" | "AccessDeniedException" => (
            "the role lacks permissions, or CloudTrail cannot assume it",
            format!("compare {role} with ct policy delivery-role"),
        ),
        "ResourceNotFoundException" | "NotFound" => (
            "the log group does not exist",
            "create it again, or set another: ct trail update NAME --cloudwatch-log-group GROUP"
                .to_owned(),
        ),
        _ => ("an error of CloudWatch Logs", format!("look up the code, and check {role}")),
    }
}
