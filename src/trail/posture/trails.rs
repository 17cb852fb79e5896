//! Rules for one trail: its settings, and whether it delivers.

use jiff::{SignedDuration, Timestamp};

use super::check::{Finding, Judgement};
use super::facts::{Snapshot, TrailFacts};
use crate::trail::delivery::Delivery;
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

/// Whether the latest delivery went without an error.
pub(super) fn delivery(view: &TrailView<'_>, what: Delivery) -> Judgement {
    let Some(target) = what.target(view.trail()) else {
        return Ok(Finding::not_applicable("the trail does not deliver this"));
    };
    Ok(match what.error(view.status()?).filter(|error| !error.is_empty()) {
        None => Finding::pass(format!("to {target}")),
        Some(error) => {
            let (why, fix) = what.explain(error, view.trail());
            Finding::fail(format!("{error}: {why} ({target})"), fix)
        }
    })
}
