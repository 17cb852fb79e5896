//! Rules for what trails deliver to: buckets, keys, topics, queues.

use super::made::{ARN, BUCKET, KEY, QUEUE, TOPIC, bucket_policy, key_policy, written};
use super::{changed, check};
use crate::policy::{Effect, Policy};
use crate::trail::posture::State::{Fail, NotApplicable, Pass, Unknown};
use crate::trail::posture::{
    AccessBlock, Bucket, Check, Key, KeyFacts, Notified, Ownership, Piece, Queue, Snapshot, State,
    Told, Topic, Versioning,
};

fn bucket_of(snapshot: &mut Snapshot) -> &mut Bucket {
    let Some(Piece::Known(bucket)) = snapshot.buckets.get_mut(BUCKET) else { panic!("no bucket") };
    bucket
}

fn with_bucket(change: impl FnOnce(&mut Bucket)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(bucket_of(snapshot)))
}

fn of_bucket(id: &str, change: impl FnOnce(&mut Bucket)) -> Check {
    check(id, |snapshot| change(bucket_of(snapshot)))
}

fn refused<T>() -> Piece<T> {
    Piece::Refused("needs x".to_owned())
}

/// A policy of which only some statements are left.
fn only(policy: Policy, is_left: impl Fn(&str) -> bool) -> Piece<String> {
    let statements = policy.statements.into_iter().filter(|it| is_left(&it.sid));
    written(&statements.collect::<Vec<_>>().into())
}

#[test]
fn settings_of_a_bucket_have_a_check_each() {
    let versions = |is_enabled, mfa_delete| Piece::Known(Versioning { is_enabled, mfa_delete });
    let table = [
        (with_bucket(|it| it.logging = Piece::Absent), vec![("bucket.access-logging", Fail)]),
        (with_bucket(|it| it.logging = refused()), vec![("bucket.access-logging", Unknown)]),
        (
            with_bucket(|it| it.versioning = versions(true, false)),
            vec![("bucket.mfa-delete", Fail)],
        ),
        (
            with_bucket(|it| it.versioning = versions(false, false)),
            vec![("bucket.versioning", Fail), ("bucket.mfa-delete", Fail)],
        ),
        (
            with_bucket(|it| it.versioning = refused()),
            vec![("bucket.versioning", Unknown), ("bucket.mfa-delete", Unknown)],
        ),
        (
            with_bucket(|it| it.access_block = Piece::Absent),
            vec![("bucket.public-access-block", Fail)],
        ),
        (with_bucket(|it| it.is_own = Piece::Known(false)), vec![("bucket.owner", NotApplicable)]),
        (with_bucket(|it| it.is_own = refused()), vec![("bucket.owner", NotApplicable)]),
        (with_bucket(|it| it.notified = refused()), vec![("bucket.notifications", Unknown)]),
    ];
    for (at, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "row {at}");
    }
    let half = AccessBlock { block_acls: true, ignore_acls: true, ..AccessBlock::default() };
    let found =
        of_bucket("bucket.public-access-block", |it| it.access_block = Piece::Known(half)).why;
    assert!(found.starts_with("off: BlockPublicPolicy, RestrictPublicBuckets;"), "{found}");
}

type Change<'c> = &'c dyn Fn(&mut Bucket);

#[test]
fn a_bucket_is_public_if_something_that_has_effect_makes_it_so() {
    let everybody = || Piece::Known(vec!["http://acs.amazonaws.com/groups/global/AllUsers".into()]);
    let public = |change: &dyn Fn(&mut Bucket)| of_bucket("bucket.public", |it| change(it)).state;
    let open = |it: &mut Bucket| {
        it.access_block = Piece::Absent;
        it.ownership = Piece::Known(Ownership::ByAcl);
    };
    let table: [(Change<'_>, State); 11] = [
        (&|it| it.grants = everybody(), Pass),
        (&|it| it.public = Piece::Known(true), Pass),
        (&|it| open(it), Pass),
        (&|it| (open(it), it.grants = everybody()).1, Fail),
        (&|it| (open(it), it.public = Piece::Known(true)).1, Fail),
        (&|it| (open(it), it.grants = refused()).1, Unknown),
        (&|it| (open(it), it.public = refused()).1, Unknown),
        (&|it| (it.grants = everybody(), it.access_block = Piece::Absent).1, Pass),
        (&|it| (it.public = Piece::Known(true), it.access_block = refused()).1, Unknown),
        (&|it| (it.public = refused(), it.access_block = refused()).1, Unknown),
        (
            &|it| {
                open(it);
                it.grants =
                    Piece::Known(vec!["http://acs.amazonaws.com/groups/s3/LogDelivery".into()]);
            },
            Pass,
        ),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        assert_eq!(public(change), expected, "row {at}");
    }
}

#[test]
fn a_bucket_that_is_not_there_is_all_that_is_said() {
    let gone = changed(|it| drop(it.buckets.insert(BUCKET.to_owned(), Piece::Absent)));
    // Whether it has a bucket key is no longer known, and CloudTrail may decrypt all the same.
    assert_eq!(gone, [("bucket.exists", Fail)]);
    let unread = changed(|it| drop(it.buckets.insert(BUCKET.to_owned(), refused())));
    assert_eq!(unread, [("bucket.exists", Unknown)]);
}

#[test]
fn policies_of_a_bucket_are_held_against_what_is_wanted() {
    let without = |sid: &'static str| {
        move |it: &mut Bucket| {
            it.policy = only(bucket_policy(), |it| !it.contains(sid));
        }
    };
    let found = of_bucket("bucket.policy", without("Write"));
    let expected = "missing: AWSCloudTrailWrite20150319 (s3:PutObject on arn:aws:s3:::acme-trail/\
                    AWSLogs/111122223333/*)";
    assert_eq!((found.state, found.why.as_str()), (Fail, expected));
    let command = format!("ct policy bucket --bucket {BUCKET} --trail {ARN}");
    assert_eq!(found.fix, format!("add what is missing: {command}"));
    assert_eq!(with_bucket(without("Write")), [("bucket.policy", Fail)]);
    assert_eq!(with_bucket(without("Insecure")), [("bucket.tls", Fail)]);
    let all = ["bucket.policy", "bucket.policy-broad", "bucket.policy-deny", "bucket.tls"];
    assert_eq!(with_bucket(|it| it.policy = refused()), all.map(|id| (id, Unknown)));
    let nonsense = |it: &mut Bucket| it.policy = Piece::Known("nonsense".to_owned());
    assert_eq!(with_bucket(nonsense), all.map(|id| (id, Unknown)));
    let none = with_bucket(|it| it.policy = Piece::Absent);
    assert_eq!(none, [("bucket.policy", Fail), ("bucket.tls", Fail)]);
}

#[test]
fn statements_that_are_too_broad_or_deny_are_named() {
    let with = |statement: &str| {
        let policy = bucket_policy().pretty().unwrap();
        let policy =
            policy.replacen("\"Statement\": [", &format!("\"Statement\": [{statement},"), 1);
        move |it: &mut Bucket| it.policy = Piece::Known(policy)
    };
    let broad = r#"{"Sid": "Old", "Effect": "Allow", "Action": "s3:PutObject",
        "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Resource": "arn:aws:s3:::acme-trail/*"}"#;
    assert_eq!(with_bucket(with(broad)), [("bucket.policy-broad", Fail)]);
    let found = of_bucket("bucket.policy-broad", with(broad));
    assert!(found.why.starts_with("Old allows cloudtrail.amazonaws.com on behalf"), "{found:?}");
    let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:Put*",
        "Resource": "arn:aws:s3:::acme-trail/*"}"#;
    assert_eq!(with_bucket(with(deny)), [("bucket.policy-deny", Fail)]);
    let found = of_bucket("bucket.policy-deny", with(deny));
    assert!(found.why.starts_with("statement 1 denies s3:PutObject"), "{found:?}");
    let maybe =
        deny.replace("\"Effect\"", r#""Condition": {"StringEquals": {"aws:x": "y"}}, "Effect""#);
    assert_eq!(with_bucket(with(&maybe)), [("bucket.policy-deny", Unknown)]);
}

#[test]
fn an_organisation_s_trail_needs_its_folder() {
    let organised = |organisation: Piece<String>| {
        changed(|snapshot| {
            snapshot.trails[0].trail.organisation = true;
            snapshot.organisation = organisation;
        })
    };
    let known = organised(Piece::Known("o-a1b2c3d4e5".to_owned()));
    assert_eq!(known, [("bucket.policy", Fail)]);
    let unknown = ["bucket.policy", "bucket.policy-deny"].map(|id| (id, Unknown));
    assert_eq!(organised(refused()), unknown);
}

fn with_key(change: impl FnOnce(&mut Key)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(snapshot.keys.get_mut(KEY).unwrap()))
}

#[test]
fn keys_must_be_usable_rotated_and_lent_to_cloudtrail() {
    let facts = |state: &str, is_aws_managed, origin: &str| {
        let (state, origin) = (state.to_owned(), origin.to_owned());
        Piece::Known(KeyFacts { state, is_aws_managed, origin })
    };
    let table = [
        (
            with_key(|it| it.facts = facts("Disabled", false, "AWS_KMS")),
            vec![("key.enabled", Fail)],
        ),
        (
            with_key(|it| it.facts = facts("PendingDeletion", false, "AWS_KMS")),
            vec![("key.enabled", Fail)],
        ),
        (with_key(|it| it.facts = refused()), vec![("key.enabled", Unknown)]),
        (with_key(|it| it.rotation = Piece::Known(false)), vec![("key.rotation", Fail)]),
        (with_key(|it| it.rotation = refused()), vec![("key.rotation", Unknown)]),
        (
            with_key(|it| it.facts = facts("Enabled", false, "EXTERNAL")),
            vec![("key.rotation", NotApplicable)],
        ),
        (
            with_key(|it| {
                it.facts = facts("Enabled", true, "AWS_KMS");
                it.rotation = refused();
            }),
            vec![],
        ),
        (with_key(|it| it.policy = written(&key_policy(false))), vec![("key.policy", Fail)]),
        // Who else may use the key is not CloudTrail's.
        (with_key(|it| it.policy = only(key_policy(true), |sid| sid.contains("Trail"))), vec![]),
        (
            with_key(|it| it.policy = refused()),
            ["key.policy", "key.policy-broad", "key.policy-deny"].map(|it| (it, Unknown)).to_vec(),
        ),
    ];
    for (at, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "row {at}");
    }
    let gone = |it: &mut Key| {
        *it = Key { facts: Piece::Absent, rotation: Piece::Absent, policy: Piece::Absent };
    };
    assert_eq!(with_key(gone), [("key.enabled", Fail), ("key.rotation", NotApplicable)]);
}

fn with_topic(change: impl FnOnce(&mut Topic)) -> Vec<(&'static str, State)> {
    changed(|snapshot| {
        let Some(Piece::Known(topic)) = snapshot.topics.get_mut(TOPIC) else { panic!("no topic") };
        change(topic);
    })
}

#[test]
fn topics_must_be_there_open_and_heard() {
    let gone = changed(|it| drop(it.topics.insert(TOPIC.to_owned(), Piece::Absent)));
    assert!(gone.contains(&("topic.exists", Fail)), "{gone:?}");
    assert_eq!(with_topic(|it| it.policy = Piece::Absent), [("topic.policy", Fail)]);
    let all = ["topic.policy", "topic.policy-broad", "topic.policy-deny"];
    assert_eq!(with_topic(|it| it.policy = refused()), all.map(|id| (id, Unknown)));
    let unconfirmed = with_topic(|it| {
        let Piece::Known(all) = &mut it.subscriptions else { panic!("no subscriptions") };
        all[0].is_confirmed = false;
    });
    assert_eq!(unconfirmed, [("topic.subscriptions", Fail)]);
    let unread = with_topic(|it| it.subscriptions = refused());
    assert!(unread.contains(&("topic.subscriptions", Unknown)), "{unread:?}");
}

#[test]
fn queues_must_be_open_to_who_tells_them() {
    let queue = |found| changed(|it| drop(it.queues.insert(QUEUE.to_owned(), found)));
    assert_eq!(queue(Piece::Absent), [("queue.exists", Fail)]);
    let closed = || Piece::Known(Queue { policy: Piece::Absent });
    assert_eq!(queue(closed()), [("queue.policy", Fail)]);
    let all = ["queue.policy", "queue.policy-broad", "queue.policy-deny"];
    assert_eq!(queue(Piece::Known(Queue { policy: refused() })), all.map(|id| (id, Unknown)));
    // S3 tells it as well, which its policy does not say.
    let told = |is_own| {
        changed(move |snapshot| {
            let queue = Told { arn: QUEUE.to_owned(), ..Told::default() };
            let notified = Notified { queues: vec![queue], ..Notified::default() };
            bucket_of(snapshot).notified = Piece::Known(notified);
            bucket_of(snapshot).is_own = is_own;
        })
    };
    assert_eq!(told(Piece::Known(true)), [("queue.policy", Fail)]);
    let unknown = told(refused());
    assert!(unknown.contains(&("queue.policy", Unknown)), "{unknown:?}");
}

#[test]
fn the_policy_that_is_printed_denies_only_what_is_unsafe() {
    let denies = bucket_policy().statements.into_iter().filter(|it| it.effect == Effect::Deny);
    assert_eq!(denies.map(|it| it.sid).collect::<Vec<_>>(), ["DenyInsecureTransport"]);
}
