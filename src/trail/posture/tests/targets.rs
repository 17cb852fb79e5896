//! Rules for the targets of trails: buckets, keys, topics, queues.

use super::fixtures::{ARN, BUCKET, KEY, QUEUE, TOPIC, bucket_policy, key_policy, written};
use super::{changed, check};
use crate::policy::{Effect, Policy};
use crate::trail::notifications::{NotificationTarget, Notifications};
use crate::trail::posture::State::{Fail, NotApplicable, Pass, Unknown};
use crate::trail::posture::{
    AccessBlock, Bucket, Check, Key, KeyFacts, Lookup, Queue, Snapshot, State, Topic, Versioning,
};

fn bucket_of(snapshot: &mut Snapshot) -> &mut Bucket {
    let Some(Lookup::Found(bucket)) = snapshot.buckets.get_mut(BUCKET) else { panic!("no bucket") };
    bucket
}

fn with_bucket(change: impl FnOnce(&mut Bucket)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(bucket_of(snapshot)))
}

fn of_bucket(id: &str, change: impl FnOnce(&mut Bucket)) -> Check {
    check(id, |snapshot| change(bucket_of(snapshot)))
}

fn failed<T>() -> Lookup<T> {
    Lookup::Failed("needs x".to_owned())
}

/// A policy with only some of its statements.
fn only(policy: Policy, is_left: impl Fn(&str) -> bool) -> Lookup<String> {
    let statements = policy.statements.into_iter().filter(|it| is_left(&it.sid));
    written(&statements.collect::<Vec<_>>().into())
}

#[test]
fn each_bucket_setting_has_a_check() {
    let versions = |is_enabled, mfa_delete| Lookup::Found(Versioning { is_enabled, mfa_delete });
    let table = [
        (with_bucket(|it| it.logging = Lookup::Absent), vec![("bucket.access-logging", Fail)]),
        (with_bucket(|it| it.logging = failed()), vec![("bucket.access-logging", Unknown)]),
        (
            with_bucket(|it| it.versioning = versions(true, false)),
            vec![("bucket.mfa-delete", Fail)],
        ),
        (
            with_bucket(|it| it.versioning = versions(false, false)),
            vec![("bucket.versioning", Fail), ("bucket.mfa-delete", Fail)],
        ),
        (
            with_bucket(|it| it.versioning = failed()),
            vec![("bucket.versioning", Unknown), ("bucket.mfa-delete", Unknown)],
        ),
        (
            with_bucket(|it| it.access_block = Lookup::Absent),
            vec![("bucket.public-access-block", Fail)],
        ),
        (with_bucket(|it| it.is_own = Lookup::Found(false)), vec![("bucket.owner", NotApplicable)]),
        (with_bucket(|it| it.is_own = failed()), vec![("bucket.owner", NotApplicable)]),
        (with_bucket(|it| it.notifications = failed()), vec![("bucket.notifications", Unknown)]),
    ];
    for (at, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "row {at}");
    }
    let half = AccessBlock { block_acls: true, ignore_acls: true, ..AccessBlock::default() };
    let found =
        of_bucket("bucket.public-access-block", |it| it.access_block = Lookup::Found(half)).why;
    assert!(found.starts_with("off: BlockPublicPolicy, RestrictPublicBuckets;"), "{found}");
}

type Change<'c> = &'c dyn Fn(&mut Bucket);

#[test]
fn only_an_effective_acl_or_policy_makes_a_bucket_public() {
    let everyone = || Lookup::Found(vec!["http://acs.amazonaws.com/groups/global/AllUsers".into()]);
    let public = |change: &dyn Fn(&mut Bucket)| of_bucket("bucket.public", |it| change(it)).state;
    let open = |it: &mut Bucket| {
        it.access_block = Lookup::Absent;
        it.no_acls = Lookup::Found(false);
    };
    let groups = |uri: &str| Lookup::Found(vec![uri.to_owned()]);
    let table: [(Change<'_>, State); 18] = [
        (&|it| it.grants = everyone(), Pass),
        (&|it| it.public = Lookup::Found(true), Pass),
        (&|it| open(it), Pass),
        (&|it| (open(it), it.grants = everyone()).1, Fail),
        (&|it| (open(it), it.public = Lookup::Found(true)).1, Fail),
        (&|it| (open(it), it.grants = failed()).1, Unknown),
        (&|it| (open(it), it.public = failed()).1, Unknown),
        (&|it| (it.grants = everyone(), it.access_block = Lookup::Absent).1, Pass),
        (&|it| (it.public = Lookup::Found(true), it.access_block = failed()).1, Unknown),
        (&|it| (it.public = failed(), it.access_block = failed()).1, Unknown),
        (
            &|it| {
                open(it);
                it.grants =
                    Lookup::Found(vec!["http://acs.amazonaws.com/groups/s3/LogDelivery".into()]);
            },
            Pass,
        ),
        // Object Ownership, Block Public Access or the grantee decides, and is not known.
        (&|it| (open(it), it.grants = everyone(), it.no_acls = failed()).1, Unknown),
        (&|it| (open(it), it.grants = everyone(), it.access_block = failed()).1, Unknown),
        (&|it| (open(it), it.grants = groups("")).1, Unknown),
        (&|it| (open(it), it.grants = groups("http://acs.amazonaws.com/groups/new")).1, Unknown),
        // Something else decides.
        (&|it| (it.grants = everyone(), it.access_block = failed()).1, Pass),
        (&|it| (it.grants = everyone(), it.no_acls = failed()).1, Pass),
        (
            &|it| {
                open(it);
                it.no_acls = failed();
                it.public = Lookup::Found(true);
            },
            Fail,
        ),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        assert_eq!(public(change), expected, "row {at}");
    }
}

#[test]
fn a_missing_bucket_gives_one_check() {
    let gone = changed(|it| drop(it.buckets.insert(BUCKET.to_owned(), Lookup::Absent)));
    // Whether it has a bucket key is not known then; a key policy that allows to decrypt still passes.
    assert_eq!(gone, [("bucket.exists", Fail)]);
    let unread = changed(|it| drop(it.buckets.insert(BUCKET.to_owned(), failed())));
    assert_eq!(unread, [("bucket.exists", Unknown)]);
}

#[test]
fn bucket_policy_lacks_statements() {
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
    assert_eq!(found.fix, format!("add the missing statements: {command}"));
    assert_eq!(with_bucket(without("Write")), [("bucket.policy", Fail)]);
    assert_eq!(with_bucket(without("Insecure")), [("bucket.tls", Fail)]);
    let all = ["bucket.policy", "bucket.policy-broad", "bucket.policy-deny", "bucket.tls"];
    assert_eq!(with_bucket(|it| it.policy = failed()), all.map(|id| (id, Unknown)));
    let nonsense = |it: &mut Bucket| it.policy = Lookup::Found("nonsense".to_owned());
    assert_eq!(with_bucket(nonsense), all.map(|id| (id, Unknown)));
    let none = with_bucket(|it| it.policy = Lookup::Absent);
    assert_eq!(none, [("bucket.policy", Fail), ("bucket.tls", Fail)]);
}

#[test]
fn broad_and_denying_statements_are_named() {
    let with = |statement: &str| {
        let policy = bucket_policy().pretty().unwrap();
        let policy =
            policy.replacen("\"Statement\": [", &format!("\"Statement\": [{statement},"), 1);
        move |it: &mut Bucket| it.policy = Lookup::Found(policy)
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
fn organization_trail_needs_its_own_folder() {
    let organized = |organization: Lookup<String>| {
        changed(|snapshot| {
            snapshot.trails[0].trail.organization = true;
            snapshot.organization = organization;
        })
    };
    let known = organized(Lookup::Found("o-a1b2c3d4e5".to_owned()));
    assert_eq!(known, [("bucket.policy", Fail)]);
    let unknown = ["bucket.policy", "bucket.policy-deny"].map(|id| (id, Unknown));
    assert_eq!(organized(failed()), unknown);
}

#[test]
fn policy_is_inconclusive_if_the_wanted_statements_are_unknown() {
    let unnamed = changed(|snapshot| snapshot.trails[0].trail.arn = "arn:aws:x".to_owned());
    let of_policies: Vec<_> = unnamed
        .into_iter()
        .filter(|(id, _)| ["bucket.policy", "bucket.tls"].contains(id))
        .collect();
    assert_eq!(of_policies, [("bucket.policy", Unknown), ("bucket.tls", Unknown)]);
}

fn with_key(change: impl FnOnce(&mut Key)) -> Vec<(&'static str, State)> {
    changed(|snapshot| change(snapshot.keys.get_mut(KEY).unwrap()))
}

#[test]
fn key_is_enabled_rotated_and_allows_cloudtrail() {
    let facts = |state: &str, is_aws_managed, origin: &str| {
        let (state, origin) = (state.to_owned(), origin.to_owned());
        Lookup::Found(KeyFacts { state, is_aws_managed, origin })
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
        (with_key(|it| it.facts = failed()), vec![("key.enabled", Unknown)]),
        (with_key(|it| it.rotation = Lookup::Found(false)), vec![("key.rotation", Fail)]),
        (with_key(|it| it.rotation = failed()), vec![("key.rotation", Unknown)]),
        (
            with_key(|it| it.facts = facts("Enabled", false, "EXTERNAL")),
            vec![("key.rotation", NotApplicable)],
        ),
        (
            with_key(|it| {
                it.facts = facts("Enabled", true, "AWS_KMS");
                it.rotation = failed();
            }),
            vec![],
        ),
        (with_key(|it| it.policy = written(&key_policy(false))), vec![("key.policy", Fail)]),
        // Other users of the key are the owner's choice.
        (with_key(|it| it.policy = only(key_policy(true), |sid| sid.contains("Trail"))), vec![]),
        (
            with_key(|it| it.policy = failed()),
            ["key.policy", "key.policy-broad", "key.policy-deny"].map(|it| (it, Unknown)).to_vec(),
        ),
    ];
    for (at, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "row {at}");
    }
    let gone = |it: &mut Key| {
        *it = Key { facts: Lookup::Absent, rotation: Lookup::Absent, policy: Lookup::Absent };
    };
    assert_eq!(with_key(gone), [("key.enabled", Fail), ("key.rotation", NotApplicable)]);
}

#[test]
fn unread_encryption_does_not_count_as_no_bucket_key() {
    let unread = |policy: Policy| {
        changed(|snapshot| {
            let Some(Lookup::Found(bucket)) = snapshot.buckets.get_mut(BUCKET) else {
                panic!("no bucket")
            };
            bucket.bucket_key = failed();
            snapshot.keys.get_mut(KEY).unwrap().policy = written(&policy);
        })
    };
    assert_eq!(unread(key_policy(true)), []);
    let expected = [("key.policy", Unknown), ("key.policy-deny", Unknown)];
    assert_eq!(unread(key_policy(false)), expected);
    let mut without = key_policy(false);
    without.statements.retain(|statement| !statement.sid.contains("Encrypt"));
    assert_eq!(unread(without)[0], ("key.policy", Fail));
}

fn with_topic(change: impl FnOnce(&mut Topic)) -> Vec<(&'static str, State)> {
    changed(|snapshot| {
        let Some(Lookup::Found(topic)) = snapshot.topics.get_mut(TOPIC) else { panic!("no topic") };
        change(topic);
    })
}

#[test]
fn topic_exists_allows_publishing_and_is_subscribed() {
    let gone = changed(|it| drop(it.topics.insert(TOPIC.to_owned(), Lookup::Absent)));
    assert!(gone.contains(&("topic.exists", Fail)), "{gone:?}");
    assert_eq!(with_topic(|it| it.policy = Lookup::Absent), [("topic.policy", Fail)]);
    let all = ["topic.policy", "topic.policy-broad", "topic.policy-deny"];
    assert_eq!(with_topic(|it| it.policy = failed()), all.map(|id| (id, Unknown)));
    let unconfirmed = with_topic(|it| {
        let Lookup::Found(all) = &mut it.subscriptions else { panic!("no subscriptions") };
        all[0].is_confirmed = false;
    });
    assert_eq!(unconfirmed, [("topic.subscriptions", Fail)]);
    let unread = with_topic(|it| it.subscriptions = failed());
    assert!(unread.contains(&("topic.subscriptions", Unknown)), "{unread:?}");
}

#[test]
fn queue_policy_allows_every_sender() {
    let queue = |found| changed(|it| drop(it.queues.insert(QUEUE.to_owned(), found)));
    assert_eq!(queue(Lookup::Absent), [("queue.exists", Fail)]);
    let closed = || Lookup::Found(Queue { policy: Lookup::Absent });
    assert_eq!(queue(closed()), [("queue.policy", Fail)]);
    let all = ["queue.policy", "queue.policy-broad", "queue.policy-deny"];
    assert_eq!(queue(Lookup::Found(Queue { policy: failed() })), all.map(|id| (id, Unknown)));
    // S3 notifies it as well, which its policy does not allow.
    let text = |is_own| {
        changed(move |snapshot| {
            let queue =
                NotificationTarget { arn: QUEUE.to_owned(), ..NotificationTarget::default() };
            let notified = Notifications { queues: vec![queue], ..Notifications::default() };
            bucket_of(snapshot).notifications = Lookup::Found(notified);
            bucket_of(snapshot).is_own = is_own;
        })
    };
    assert_eq!(text(Lookup::Found(true)), [("queue.policy", Fail)]);
    let unknown = text(failed());
    assert!(unknown.contains(&("queue.policy", Unknown)), "{unknown:?}");
}

#[test]
fn printed_bucket_policy_denies_only_requests_without_tls() {
    let denies = bucket_policy().statements.into_iter().filter(|it| it.effect == Effect::Deny);
    assert_eq!(denies.map(|it| it.sid).collect::<Vec<_>>(), ["DenyInsecureTransport"]);
}
