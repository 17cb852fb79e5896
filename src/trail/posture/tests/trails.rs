//! Rules for a trail: its settings and its deliveries.

use super::fixtures::ago;
use super::{changed, check};
use crate::trail::posture::State::{Fail, NotApplicable, Pass, Unknown};
use crate::trail::posture::{Lookup, State};
use crate::trail::{Status, Trail};

fn with_status(change: impl FnOnce(&mut Status)) -> Vec<(&'static str, State)> {
    changed(|snapshot| {
        let Lookup::Found(status) = &mut snapshot.trails[0].status else { panic!("no status") };
        change(status);
    })
}

fn with_trail(change: impl FnOnce(&mut Trail)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(&mut snapshot.trails[0].trail))
}

fn why(id: &str, change: impl FnOnce(&mut Status)) -> String {
    let found = check(id, |snapshot| {
        let Lookup::Found(status) = &mut snapshot.trails[0].status else { panic!("no status") };
        change(status);
    });
    format!("{}\n{}", found.why, found.fix)
}

#[test]
fn each_trail_setting_has_a_check() {
    assert_eq!(
        with_trail(|it| it.validation = false),
        [
            ("trail.validation", Fail),
            ("delivery.digests", NotApplicable),
            ("delivery.digests-stale", NotApplicable),
        ]
    );
    // No trail uses the key of the fixture then.
    assert!(with_trail(|it| it.key = None).contains(&("trail.kms", Fail)));
    assert_eq!(
        with_trail(|it| it.log_group = None),
        [("trail.cloudwatch", Fail), ("delivery.cloudwatch", NotApplicable)]
    );
    assert!(with_trail(|it| it.topic = None).contains(&("delivery.notifications", NotApplicable)));
}

#[test]
fn stopped_trail_names_the_time() {
    let stopped = with_status(|it| {
        it.is_logging = false;
        it.stop_logging_time = ago(5);
    });
    assert_eq!(
        stopped,
        [
            ("account.multi-region", Fail),
            ("account.s3-write-events", Fail),
            ("account.s3-read-events", Fail),
            ("trail.logging", Fail),
            ("delivery.stale", NotApplicable),
            ("delivery.digests-stale", NotApplicable),
        ]
    );
    let text = why("trail.logging", |it| {
        it.is_logging = false;
        it.stop_logging_time = ago(5);
    });
    let fix = "ct trail start arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    assert!(text.starts_with("logging was stopped at 2026-") && text.ends_with(fix), "{text}");
    assert!(
        why("trail.logging", |it| *it = Status::default()).starts_with("logging was never started")
    );
}

#[test]
fn delivery_errors_are_explained() {
    let code = |code: &str| Some(code.to_owned());
    let table = [
        (
            with_status(|it| it.latest_delivery_error = code("AccessDenied")),
            vec![("delivery.logs", Fail)],
        ),
        (
            with_status(|it| it.latest_digest_delivery_error = code("NoSuchBucket")),
            vec![("delivery.digests", Fail)],
        ),
        (
            with_status(|it| it.latest_notification_error = code("AuthorizationError")),
            vec![("delivery.notifications", Fail)],
        ),
        (
            with_status(|it| it.latest_cloud_watch_logs_delivery_error = code("AccessDenied")),
            vec![("delivery.cloudwatch", Fail)],
        ),
        (with_status(|it| it.latest_delivery_error = code("")), vec![]),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    let said = [
        (
            "AccessDenied",
            "denies access to CloudTrail",
            "ct policy bucket --bucket acme-trail --trail",
        ),
        ("NoSuchBucket", "receives the logs", "ct trail update NAME --bucket"),
        ("KMS.DisabledException", "the KMS key cannot be used", "ct policy key"),
        ("SlowDown", "CloudTrail retries", "in an hour"),
        ("Odd", "an error of S3", "look up the code"),
    ];
    for (error, reason, step) in said {
        let text = why("delivery.logs", |it| it.latest_delivery_error = code(error));
        assert!(text.starts_with(error), "{text}");
        assert!(text.contains(reason) && text.contains(step), "{text}");
    }
    for (error, reason) in
        [("AuthorizationError", "topic policy denies"), ("NotFound", "does not exist")]
    {
        let text = why("delivery.notifications", |it| it.latest_notification_error = code(error));
        assert!(text.contains(reason), "{text}");
    }
}

#[test]
fn stale_deliveries_fail() {
    let table = [
        (with_status(|it| it.latest_delivery_time = ago(24)), vec![]),
        (with_status(|it| it.latest_delivery_time = ago(25)), vec![("delivery.stale", Fail)]),
        (with_status(|it| it.latest_delivery_time = None), vec![("delivery.stale", Fail)]),
        (with_status(|it| it.latest_digest_delivery_time = ago(3)), vec![]),
        (
            with_status(|it| it.latest_digest_delivery_time = ago(4)),
            vec![("delivery.digests-stale", Fail)],
        ),
        (
            with_status(|it| it.latest_digest_delivery_time = None),
            vec![("delivery.digests-stale", Fail)],
        ),
        (
            with_status(|it| it.latest_cloud_watch_logs_delivery_time = ago(25)),
            vec![("trail.cloudwatch", Fail)],
        ),
        (
            with_status(|it| it.latest_cloud_watch_logs_delivery_time = None),
            vec![("trail.cloudwatch", Fail)],
        ),
        // Logging was started again recently.
        (
            with_status(|it| {
                it.start_logging_time = ago(1);
                it.latest_delivery_time = ago(500);
                it.latest_digest_delivery_time = ago(500);
                it.latest_cloud_watch_logs_delivery_time = None;
            }),
            vec![],
        ),
    ];
    for (at, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "row {at}");
    }
}

#[test]
fn unreadable_status_makes_checks_unknown() {
    let found = changed(|snapshot| snapshot.trails[0].status = Lookup::Failed("needs x".into()));
    let ids: Vec<&str> = found.iter().map(|(id, _)| *id).collect();
    assert_eq!(
        ids,
        [
            "account.multi-region",
            "account.s3-write-events",
            "account.s3-read-events",
            "trail.logging",
            "trail.cloudwatch",
            "delivery.logs",
            "delivery.digests",
            "delivery.notifications",
            "delivery.cloudwatch",
            "delivery.stale",
            "delivery.digests-stale",
        ]
    );
    assert!(found.iter().all(|(_, state)| *state == Unknown), "{found:?}");
    assert_eq!(check("trail.validation", |_| ()).state, Pass);
}
