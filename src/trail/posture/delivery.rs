//! Whether a trail delivers: what other services said when it could not, and how long ago it could.
//!
//! The errors are those of `GetTrailStatus` (AWS CloudTrail API Reference): codes of S3, SNS and
//! `CloudWatch` Logs.

use jiff::{SignedDuration, Timestamp};

use super::rules::{
    CLOUDWATCH_ERROR, DIGESTS_ERROR, DIGESTS_STALE, LOGS_ERROR, LOGS_STALE, Rule, TOPIC_ERROR,
};
use super::setting::{DAY, status};
use super::{Check, TrailFacts};
use crate::trail::{Status, Trail};

/// A digest comes every hour ("CloudTrail digest file structure", AWS CloudTrail User Guide); two
/// may be late.
const DIGESTS: SignedDuration = SignedDuration::from_hours(3);

/// Something that a trail delivers.
struct Kind {
    rule: Rule,
    /// Where to, if the trail does deliver it.
    to: fn(&Trail) -> Option<&str>,
    error: fn(&Status) -> Option<&str>,
    /// What the code of an error means, and what to do.
    explained: fn(&str, &Trail) -> (&'static str, String),
}

const KINDS: [Kind; 4] = [
    Kind {
        rule: LOGS_ERROR,
        to: |trail| Some(&trail.bucket),
        error: |status| status.latest_delivery_error.as_deref(),
        explained: of_bucket,
    },
    Kind {
        rule: DIGESTS_ERROR,
        to: |trail| trail.validation.then_some(&trail.bucket),
        error: |status| status.latest_digest_delivery_error.as_deref(),
        explained: of_bucket,
    },
    Kind {
        rule: TOPIC_ERROR,
        to: |trail| trail.topic.as_deref(),
        error: |status| status.latest_notification_error.as_deref(),
        explained: of_topic,
    },
    Kind {
        rule: CLOUDWATCH_ERROR,
        to: |trail| trail.log_group.as_deref(),
        error: |status| status.latest_cloud_watch_logs_delivery_error.as_deref(),
        explained: of_log_group,
    },
];

pub(super) fn checks(facts: &TrailFacts, now: Timestamp) -> Vec<Check> {
    let mut checks: Vec<Check> = KINDS.iter().map(|kind| kind.check(facts)).collect();
    checks.push(stale(facts, now, &LOGS_STALE, DAY, |status| status.latest_delivery_time));
    checks.push(if facts.trail.validation {
        stale(facts, now, &DIGESTS_STALE, DIGESTS, |status| status.latest_digest_delivery_time)
    } else {
        DIGESTS_STALE.not_applicable(&facts.trail.arn, "log file validation is off")
    });
    checks
}

impl Kind {
    fn check(&self, facts: &TrailFacts) -> Check {
        let (trail, rule) = (&facts.trail, &self.rule);
        let Some(to) = (self.to)(trail) else {
            return rule.not_applicable(&trail.arn, "the trail delivers no such thing");
        };
        let status = match status(facts, rule) {
            Ok(status) => status,
            Err(check) => return *check,
        };
        match (self.error)(status).filter(|error| !error.is_empty()) {
            None => rule.pass(&trail.arn, format!("to {to}")),
            Some(error) => {
                let (why, fix) = (self.explained)(error, trail);
                rule.fail(&trail.arn, format!("{error}: {why} ({to})"), fix)
            }
        }
    }
}

/// Whether the last delivery is too long ago, once the trail has run for that long.
fn stale(
    facts: &TrailFacts,
    now: Timestamp,
    rule: &Rule,
    limit: SignedDuration,
    latest: fn(&Status) -> Option<Timestamp>,
) -> Check {
    let arn = &facts.trail.arn;
    let status = match status(facts, rule) {
        Ok(status) => status,
        Err(check) => return *check,
    };
    if !status.is_logging {
        return rule.not_applicable(arn, "the trail is not logging");
    }
    let is_recent = |time: Timestamp| now.duration_since(time) <= limit;
    let fix = format!("look for errors: ct trail status {arn}");
    match latest(status) {
        Some(time) if is_recent(time) => rule.pass(arn, format!("last at {time}")),
        _ if status.start_logging_time.is_some_and(is_recent) => {
            rule.pass(arn, "too early to tell: the trail was started just now")
        }
        Some(time) => rule.fail(arn, format!("the last was delivered at {time}"), fix),
        None => rule.fail(arn, "none was ever delivered", fix),
    }
}

/// "Error responses", Amazon S3 API Reference.
fn of_bucket(code: &str, trail: &Trail) -> (&'static str, String) {
    let Trail { bucket, arn, .. } = trail;
    let below =
        if trail.prefix.is_empty() { String::new() } else { format!(" --prefix {}", trail.prefix) };
    let policy = format!("ct policy bucket --bucket {bucket}{below} --trail {arn}");
    match code {
        "AccessDenied" => {
            ("the policy of the bucket or of the key keeps CloudTrail out", format!("see {policy}"))
        }
        "NoSuchBucket" => (
            "the bucket is gone, and whoever makes one of that name gets the logs",
            "make it again, or set another: ct trail update NAME --bucket BUCKET".to_owned(),
        ),
        "AllAccessDisabled" => {
            ("AWS has closed the bucket or its account", "ask AWS Support".to_owned())
        }
        "InvalidRequest" | "RequesterPays" => (
            "the bucket does not take it; it may make requesters pay",
            format!("aws s3api get-bucket-request-payment --bucket {bucket}"),
        ),
        code if code.to_uppercase().contains("KMS") => {
            ("the key cannot be used", format!("see ct policy key --trail {arn}"))
        }
        "SlowDown" | "InternalError" | "ServiceUnavailable" => {
            ("S3 had trouble; CloudTrail tries again", "ask again in an hour".to_owned())
        }
        _ => ("that is what S3 said", format!("look up the code; the policy should be {policy}")),
    }
}

/// "Common errors" and "Publish", Amazon SNS API Reference.
fn of_topic(code: &str, trail: &Trail) -> (&'static str, String) {
    let topic = trail.topic.as_deref().unwrap_or_default();
    let policy = format!("ct policy topic --topic {topic} --trail {}", trail.arn);
    match code {
        "AuthorizationError" | "AccessDenied" | "AuthorizationErrorException" => {
            ("the policy of the topic keeps CloudTrail out", format!("see {policy}"))
        }
        "NotFound" | "NotFoundException" | "InvalidParameter" => (
            "the topic is gone",
            "make it again, or set another: ct trail update NAME --sns-topic TOPIC".to_owned(),
        ),
        code if code.to_uppercase().contains("KMS") => (
            "the key of the topic cannot be used",
            "let cloudtrail.amazonaws.com have kms:GenerateDataKey* and kms:Decrypt there"
                .to_owned(),
        ),
        _ => ("that is what SNS said", format!("look up the code; the policy should be {policy}")),
    }
}

/// "Common errors" and "`PutLogEvents`", Amazon `CloudWatch` Logs API Reference.
fn of_log_group(code: &str, trail: &Trail) -> (&'static str, String) {
    let role = trail.log_role.as_deref().unwrap_or("the role");
    match code {
        "AccessDenied" | "AccessDeniedException" => (
            "the role may not write, or CloudTrail may not take it",
            format!("see ct policy delivery-role for {role}"),
        ),
        "ResourceNotFoundException" | "NotFound" => (
            "the log group is gone",
            "make it again, or set another: ct trail update NAME --cloudwatch-log-group GROUP"
                .to_owned(),
        ),
        _ => ("that is what CloudWatch Logs said", format!("look up the code, and see {role}")),
    }
}
