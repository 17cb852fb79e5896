//! Rules for an account: the trails that it should have, and events that are logged twice.

use super::fixtures::{NOW, ago, selector, snapshot, trail};
use super::{changed, check};
use crate::trail::Status;
use crate::trail::posture::State::{Fail, NotApplicable, Pass, Unknown};
use crate::trail::posture::{Check, Lookup, Snapshot, State, TrailFacts, checks};
use crate::trail::selectors::{Access, BasicSelector, DataResource, Extent, Selectors};

fn basic(access: &str, management: bool, excluded: &[&str], s3: &[&str]) -> Selectors {
    let values: Vec<String> = s3.iter().map(|value| (*value).to_owned()).collect();
    Selectors::Basic(vec![BasicSelector {
        read_write_type: access.to_owned(),
        include_management_events: management,
        data_resources: vec![DataResource { kind: "AWS::S3::Object".to_owned(), values }],
        exclude_management_event_sources: excluded.iter().map(|it| (*it).to_owned()).collect(),
    }])
}

fn advanced(fields: &[(&str, &str)]) -> Selectors {
    Selectors::Advanced(vec![selector(fields)])
}

#[test]
fn selectors_log_all_some_or_no_management_events() {
    let kms = ["kms.amazonaws.com"];
    let source = [("eventCategory", "Management"), ("eventSource", "iam.amazonaws.com")];
    let halves = Selectors::Advanced(vec![
        selector(&[("eventCategory", "Management"), ("readOnly", "true")]),
        selector(&[("eventCategory", "Management"), ("readOnly", "false")]),
    ]);
    let table = [
        (basic("All", true, &[], &[]), true, [true, true]),
        (basic("All", true, &kms, &[]), false, [true, true]),
        (basic("All", false, &[], &[]), false, [false, false]),
        (basic("WriteOnly", true, &[], &[]), false, [false, true]),
        (advanced(&[("eventCategory", "Management")]), true, [true, true]),
        (halves, true, [true, true]),
        (advanced(&source), false, [true, true]),
        (advanced(&[("eventCategory", "Data")]), false, [false, false]),
        (advanced(&[]), false, [false, false]),
    ];
    for (selectors, all, some) in table {
        assert_eq!(selectors.records_all_management(), all, "{selectors:?}");
        let found = [Access::Read, Access::Write].map(|it| selectors.records_management(it));
        assert_eq!(found, some, "{selectors:?}");
    }
}

#[test]
fn selectors_log_all_or_some_s3_objects() {
    let of = |more: &[(&'static str, &'static str)]| {
        advanced(
            &[&[("eventCategory", "Data"), ("resources.type", "AWS::S3::Object")], more].concat(),
        )
    };
    let table = [
        (basic("All", false, &[], &["arn:aws:s3"]), [true, true]),
        (basic("ReadOnly", true, &[], &["arn:aws:s3:::"]), [true, false]),
        (basic("All", true, &[], &["arn:aws:s3:::one-bucket/"]), [false, false]),
        (basic("All", true, &[], &[]), [false, false]),
        (of(&[]), [true, true]),
        (of(&[("readOnly", "false")]), [false, true]),
        (of(&[("resources.ARN", "arn:aws:s3:::one-bucket/a")]), [false, false]),
        (advanced(&[("eventCategory", "Data"), ("resources.type", "X")]), [false, false]),
        (advanced(&[("eventCategory", "Management")]), [false, false]),
    ];
    for (selectors, expected) in table {
        let found = [Access::Read, Access::Write]
            .map(|it| selectors.records_data("AWS::S3::Object", it) == Extent::All);
        assert_eq!(found, expected, "{selectors:?}");
    }
}

fn multi_region(change: impl FnOnce(&mut TrailFacts)) -> (State, String) {
    let found = check("account.multi-region", |snapshot| change(&mut snapshot.trails[0]));
    (found.state, found.why)
}

#[test]
fn one_multi_region_trail_must_log_all_management_events() {
    assert_eq!(multi_region(|_| ()).0, Pass);
    let failed = || "needs x".to_owned();
    let table = [
        (multi_region(|it| it.trail.multi_region = false), Fail, "main is a single-Region trail"),
        (
            multi_region(|it| it.status = Lookup::Found(Status::default())),
            Fail,
            "main is not logging",
        ),
        (
            multi_region(|it| it.selectors = Lookup::Found(basic("ReadOnly", true, &[], &[]))),
            Fail,
            "main does not log all management events",
        ),
        (multi_region(|it| it.selectors = Lookup::Failed(failed())), Unknown, "main: needs x"),
        (multi_region(|it| it.status = Lookup::Failed(failed())), Unknown, "main: needs x"),
        (
            multi_region(|it| {
                it.status = Lookup::Failed(failed());
                it.trail.multi_region = false;
            }),
            Fail,
            "main is a single-Region trail",
        ),
    ];
    for ((state, why), expected, said) in table {
        assert_eq!((state, why.as_str()), (expected, said));
    }
    let none = check("account.multi-region", |snapshot| snapshot.trails.clear());
    assert_eq!((none.state, none.why.as_str()), (Fail, "the account has no trail"));
    // One is enough.
    let two = check("account.multi-region", |snapshot| {
        let mut other = snapshot.trails[0].clone();
        other.selectors = Lookup::Failed(failed());
        snapshot.trails.insert(0, other);
    });
    assert_eq!(two.state, Pass);
}

#[test]
fn one_trail_must_log_s3_object_events() {
    let only = |access: &'static str| {
        changed(move |snapshot| {
            let selectors = basic(access, true, &[], &["arn:aws:s3"]);
            snapshot.trails[0].selectors = Lookup::Found(selectors);
        })
    };
    let management = ("account.multi-region", Fail);
    assert_eq!(only("ReadOnly"), [management, ("account.s3-write-events", Fail)]);
    assert_eq!(only("WriteOnly"), [management, ("account.s3-read-events", Fail)]);
    let failed = changed(|it| it.trails[0].selectors = Lookup::Failed("needs x".to_owned()));
    let ids = ["account.multi-region", "account.s3-write-events", "account.s3-read-events"];
    assert_eq!(failed, ids.map(|id| (id, Unknown)));
}

#[test]
fn a_single_trail_gives_no_account_checks() {
    let found = changed(|snapshot| snapshot.is_whole = false);
    assert_eq!(found, [("trail.duplicate", NotApplicable)]);
}

/// The check of a second trail, a single-Region trail that logs management events.
fn second(change: impl FnOnce(&mut TrailFacts)) -> (State, String) {
    let mut snapshot: Snapshot = snapshot();
    let status = Status { is_logging: true, start_logging_time: ago(9), ..Status::default() };
    let mut facts = TrailFacts {
        trail: trail("second"),
        status: Lookup::Found(status),
        selectors: Lookup::Found(basic("All", true, &[], &[])),
    };
    facts.trail.multi_region = false;
    change(&mut facts);
    let arn = facts.trail.arn.clone();
    snapshot.trails.insert(0, facts);
    let all = checks(&snapshot, NOW);
    let is_it = |check: &Check| check.id == "trail.duplicate" && check.subject == arn;
    let found = all.into_iter().find(is_it).unwrap();
    (found.state, found.why)
}

#[test]
fn a_second_copy_of_management_events_fails() {
    let (state, why) = second(|_| ());
    assert_eq!(state, Fail);
    let said = "second and main both log management events of eu-west-1; the second copy";
    assert!(why.starts_with(said), "{why}");
    assert_eq!(second(|it| it.trail.multi_region = true).0, Pass, "it counts as the first copy");
    assert_eq!(second(|it| it.status = Lookup::Found(Status::default())).0, Pass);
    let data = |it: &mut TrailFacts| {
        it.selectors = Lookup::Found(basic("All", false, &[], &["arn:aws:s3"]));
        it.status = Lookup::Failed("needs x".to_owned());
    };
    assert_eq!(second(data).0, Pass);
    let (state, why) = second(|it| it.selectors = Lookup::Failed("needs x".to_owned()));
    assert_eq!((state, why.as_str()), (Unknown, "second: needs x"));
    // In two Regions.
    let apart = |snapshot: &mut Snapshot| {
        let mut other = snapshot.trails[0].clone();
        snapshot.trails[0].trail.multi_region = false;
        other.trail = trail("there");
        other.trail.home = "us-east-1".to_owned();
        other.trail.multi_region = false;
        snapshot.trails.push(other);
    };
    assert_eq!(check("trail.duplicate", apart).state, Pass);
}
