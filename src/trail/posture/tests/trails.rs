//! Rules for a trail: how it is set, and whether it delivers.

use super::made::ago;
use super::{changed, check};
use crate::trail::posture::State::{Fail, NotApplicable, Pass, Unknown};
use crate::trail::posture::{Piece, State};
use crate::trail::{Status, Trail};

fn with_status(change: impl FnOnce(&mut Status)) -> Vec<(&'static str, State)> {
    changed(|snapshot| {
        let Piece::Known(status) = &mut snapshot.trails[0].status else { panic!("no status") };
        change(status);
    })
}

fn with_trail(change: impl FnOnce(&mut Trail)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(&mut snapshot.trails[0].trail))
}

fn why(id: &str, change: impl FnOnce(&mut Status)) -> String {
    let found = check(id, |snapshot| {
        let Piece::Known(status) = &mut snapshot.trails[0].status else { panic!("no status") };
        change(status);
    });
    format!("{}\n{}", found.why, found.fix)
}

#[test]
fn each_setting_has_its_check() {
    assert_eq!(
        with_trail(|it| it.validation = false),
        [
            ("trail.validation", Fail),
            ("delivery.digests", NotApplicable),
            ("delivery.digests-stale", NotApplicable),
        ]
    );
    // The key that is looked at is then no trail's.
    assert!(with_trail(|it| it.key = None).contains(&("trail.kms", Fail)));
    assert_eq!(
        with_trail(|it| it.log_group = None),
        [("trail.cloudwatch", Fail), ("delivery.cloudwatch", NotApplicable)]
    );
    assert!(with_trail(|it| it.topic = None).contains(&("delivery.notifications", NotApplicable)));
}

#[test]
fn a_trail_that_does_not_log_says_since_when() {
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
    let told = why("trail.logging", |it| {
        it.is_logging = false;
        it.stop_logging_time = ago(5);
    });
    let fix = "ct trail start arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    assert!(told.starts_with("it was stopped at 2026-") && told.ends_with(fix), "{told}");
    assert!(why("trail.logging", |it| *it = Status::default()).starts_with("it was never started"));
}

#[test]
fn errors_are_told_with_what_to_do() {
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
        ("AccessDenied", "keeps CloudTrail out", "ct policy bucket --bucket acme-trail --trail"),
        ("NoSuchBucket", "gets the logs", "ct trail update NAME --bucket"),
        ("KMS.DisabledException", "the key cannot be used", "ct policy key"),
        ("SlowDown", "tries again", "in an hour"),
        ("Odd", "that is what S3 said", "look up the code"),
    ];
    for (error, reason, step) in said {
        let told = why("delivery.logs", |it| it.latest_delivery_error = code(error));
        assert!(told.starts_with(error), "{told}");
        assert!(told.contains(reason) && told.contains(step), "{told}");
    }
    for (error, reason) in [("AuthorizationError", "policy of the topic"), ("NotFound", "is gone")]
    {
        let told = why("delivery.notifications", |it| it.latest_notification_error = code(error));
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn deliveries_that_ceased_are_noticed() {
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
        // It was just started again.
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
fn a_status_that_is_refused_makes_nothing_good_or_bad() {
    let found = changed(|snapshot| snapshot.trails[0].status = Piece::Refused("needs x".into()));
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
