//! How a trail is set: whether it logs, proves, encrypts, and tells CloudWatch.

use jiff::{SignedDuration, Timestamp};

use super::rules::{CLOUDWATCH, ENCRYPTION, LOGGING, Rule, VALIDATION};
use super::{Check, TrailFacts};
use crate::trail::{Status, Trail};

/// How old the last delivery may be: CIS asks for a day.
pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn checks(facts: &TrailFacts, now: Timestamp) -> [Check; 4] {
    let trail = &facts.trail;
    [logging(facts), validation(trail), encryption(trail), cloudwatch(facts, now)]
}

/// A command that changes a trail.
pub(super) fn command(what: &str, trail: &Trail, flags: &str) -> String {
    format!("ct trail {what} {}{flags}", trail.arn)
}

/// How the trail fares; or the check that cannot be made without.
pub(super) fn status<'f>(facts: &'f TrailFacts, rule: &Rule) -> Result<&'f Status, Box<Check>> {
    let arn = &facts.trail.arn;
    let gone = || Box::new(rule.unknown(arn, "the trail was deleted meanwhile"));
    rule.read(&facts.status, arn)?.ok_or_else(gone)
}

fn logging(facts: &TrailFacts) -> Check {
    let arn = &facts.trail.arn;
    let status = match status(facts, &LOGGING) {
        Ok(status) => status,
        Err(check) => return *check,
    };
    let fix = || command("start", &facts.trail, "");
    match (status.is_logging, status.start_logging_time, status.stop_logging_time) {
        (true, Some(since), _) => LOGGING.pass(arn, format!("since {since}")),
        (true, None, _) => LOGGING.pass(arn, "it is"),
        (false, _, Some(since)) => LOGGING.fail(arn, format!("it was stopped at {since}"), fix()),
        (false, _, None) => LOGGING.fail(arn, "it was never started", fix()),
    }
}

fn validation(trail: &Trail) -> Check {
    if trail.validation {
        return VALIDATION.pass(&trail.arn, "digests are delivered; ct validate reads them");
    }
    let why = "no digests are delivered, so that nobody can prove that logs are whole";
    VALIDATION.fail(&trail.arn, why, command("update", trail, " --validation"))
}

fn encryption(trail: &Trail) -> Check {
    let fix = || command("update", trail, " --kms-key KEY");
    match &trail.key {
        Some(key) => ENCRYPTION.pass(&trail.arn, key),
        None => ENCRYPTION.fail(&trail.arn, "logs are encrypted with a key of S3 alone", fix()),
    }
}

fn cloudwatch(facts: &TrailFacts, now: Timestamp) -> Check {
    let trail = &facts.trail;
    if trail.log_group.is_none() {
        let flags = " --cloudwatch-log-group GROUP";
        let fix = command("update", trail, flags);
        return CLOUDWATCH.fail(&trail.arn, "no log group is set", fix);
    }
    let status = match status(facts, &CLOUDWATCH) {
        Ok(status) => status,
        Err(check) => return *check,
    };
    let is_recent = |time: Timestamp| now.duration_since(time) <= DAY;
    let fix = "see whether the role may write and the log group is there: ct policy delivery-role";
    match status.latest_cloud_watch_logs_delivery_time {
        Some(time) if is_recent(time) => CLOUDWATCH.pass(&trail.arn, format!("last at {time}")),
        Some(time) => CLOUDWATCH.fail(&trail.arn, format!("nothing was written since {time}"), fix),
        None if !status.is_logging => {
            CLOUDWATCH.fail(&trail.arn, "nothing was written, and the trail is not logging", fix)
        }
        None if status.start_logging_time.is_some_and(is_recent) => {
            CLOUDWATCH.pass(&trail.arn, "nothing was written yet; the trail was started today")
        }
        None => CLOUDWATCH.fail(&trail.arn, "nothing was ever written", fix),
    }
}
