//! Rules for one trail: its settings, and whether it delivers.
//!
//! Delivery errors are those of `GetTrailStatus` (AWS CloudTrail API Reference): codes of S3, SNS and
//! CloudWatch Logs.

use jiff::{SignedDuration, Timestamp};

use super::check::{Finding, Judgement};
use super::facts::{Snapshot, TrailFacts};
use crate::trail::{Status, Trail};

/// The most recent delivery may be this old: CIS requires one day.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// CloudTrail delivers a digest file every hour ("CloudTrail digest file structure", AWS CloudTrail
/// User Guide); two may be late.
const DIGEST_AGE: SignedDuration = SignedDuration::from_hours(3);

/// A trail with its facts.
pub(super) struct TrailView<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) facts: &'s TrailFacts,
    pub(super) now: Timestamp,
}

impl TrailView<'_> {
    fn trail(&self) -> &Trail {
        &self.facts.trail
    }

    fn status(&self) -> Result<&Status, Finding> {
        let deleted = || Finding::unread("the trail was deleted meanwhile");
        self.facts.status.read()?.ok_or_else(deleted)
    }

    fn is_within(&self, age: SignedDuration, time: Option<Timestamp>) -> bool {
        time.is_some_and(|time| self.now.duration_since(time) <= age)
    }

    /// A command that changes the trail.
    fn command(&self, verb: &str, flags: &str) -> String {
        format!("ct trail {verb} {}{flags}", self.trail().arn)
    }

    /// Whether the latest delivery is recent, once the trail has logged for that long.
    fn is_delivered_within(
        &self,
        age: SignedDuration,
        latest: fn(&Status) -> Option<Timestamp>,
    ) -> Judgement {
        let status = self.status()?;
        if !status.is_logging {
            return Ok(Finding::not_applicable("the trail is not logging"));
        }
        let fix = self.command("status", "");
        let latest = latest(status);
        Ok(match latest {
            Some(time) if self.is_within(age, latest) => Finding::pass(format!("last at {time}")),
            _ if self.is_within(age, status.start_logging_time) => {
                Finding::pass("inconclusive so far: logging was started recently")
            }
            Some(time) => {
                Finding::fail(format!("last at {time}"), format!("look for errors: {fix}"))
            }
            None => Finding::fail("none was delivered yet", format!("look for errors: {fix}")),
        })
    }
}

pub(super) fn logging(view: &TrailView<'_>) -> Judgement {
    let status = view.status()?;
    let fix = view.command("start", "");
    Ok(match (status.is_logging, status.start_logging_time, status.stop_logging_time) {
        (true, Some(since), _) => Finding::pass(format!("since {since}")),
        (true, None, _) => Finding::pass("logging"),
        (false, _, Some(since)) => Finding::fail(format!("logging was stopped at {since}"), fix),
        (false, _, None) => Finding::fail("logging was never started", fix),
    })
}

pub(super) fn validation(view: &TrailView<'_>) -> Judgement {
    Ok(if view.trail().validation {
        Finding::pass("digest files are delivered; ct validate verifies them")
    } else {
        let why = "no digest files are delivered: nothing proves that log files are unchanged";
        Finding::fail(why, view.command("update", " --validation"))
    })
}

pub(super) fn encryption(view: &TrailView<'_>) -> Judgement {
    let fix = view.command("update", " --kms-key KEY");
    let none = || Finding::fail("logs are encrypted with SSE-S3 only", fix);
    Ok(view.trail().key.as_ref().map_or_else(none, Finding::pass))
}

pub(super) fn cloudwatch(view: &TrailView<'_>) -> Judgement {
    if view.trail().log_group.is_none() {
        let fix = view.command("update", " --cloudwatch-log-group GROUP");
        return Ok(Finding::fail("no log group is set", fix));
    }
    let status = view.status()?;
    let fix = "check the role's permissions and the log group: ct policy delivery-role";
    let latest = status.latest_cloud_watch_logs_delivery_time;
    Ok(match latest {
        Some(time) if view.is_within(DAY, latest) => Finding::pass(format!("last at {time}")),
        Some(time) => Finding::fail(format!("no events were sent since {time}"), fix),
        None if !status.is_logging => {
            Finding::fail("no events were sent, and the trail is not logging", fix)
        }
        None if view.is_within(DAY, status.start_logging_time) => {
            Finding::pass("no events were sent yet; logging was started today")
        }
        None => Finding::fail("no events were ever sent", fix),
    })
}

pub(super) fn logs_stale(view: &TrailView<'_>) -> Judgement {
    view.is_delivered_within(DAY, |status| status.latest_delivery_time)
}

pub(super) fn digests_stale(view: &TrailView<'_>) -> Judgement {
    if !view.trail().validation {
        return Ok(Finding::not_applicable("log file validation is off"));
    }
    view.is_delivered_within(DIGEST_AGE, |status| status.latest_digest_delivery_time)
}

/// What a trail delivers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Logs,
    Digests,
    Notifications,
    CloudWatch,
}

/// Whether the latest delivery went without an error.
pub(super) fn delivery(view: &TrailView<'_>, what: Delivery) -> Judgement {
    let trail = view.trail();
    let bucket = Some(&trail.bucket).filter(|_| what == Delivery::Logs || trail.validation);
    let target = match what {
        Delivery::Logs | Delivery::Digests => bucket,
        Delivery::Notifications => trail.topic.as_ref(),
        Delivery::CloudWatch => trail.log_group.as_ref(),
    };
    let Some(target) = target else {
        return Ok(Finding::not_applicable("the trail does not deliver this"));
    };
    let status = view.status()?;
    let (error, explain): (_, fn(&str, &Trail) -> (&'static str, String)) = match what {
        Delivery::Logs => (&status.latest_delivery_error, explain_s3),
        Delivery::Digests => (&status.latest_digest_delivery_error, explain_s3),
        Delivery::Notifications => (&status.latest_notification_error, explain_sns),
        Delivery::CloudWatch => {
            (&status.latest_cloud_watch_logs_delivery_error, explain_cloudwatch)
        }
    };
    Ok(match error.as_deref().filter(|error| !error.is_empty()) {
        None => Finding::pass(format!("to {target}")),
        Some(error) => {
            let (why, fix) = explain(error, trail);
            Finding::fail(format!("{error}: {why} ({target})"), fix)
        }
    })
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
