//! Faults of the notification sources: buckets, trails and topics.

use State::{Fail, NotApplicable, Unknown};

use super::fixtures::{
    ACCOUNT, BUCKET, QUEUE, TOPIC, bucket_of, failed, notifications_of, notified_by_s3,
    notified_by_topic, target, topic_of, trail,
};
use super::{changed, check, found};
use crate::trail::Trail;
use crate::trail::notifications::{NotificationTarget, Notifications};
use crate::trail::posture::queue_health::{
    ExpectedLogs, QueueSnapshot, SubscriptionFacts, SubscriptionSettings,
};
use crate::trail::posture::{Lookup, State};

const OTHER: &str = "444455556666";

/// The checks that do not pass after a change to a queue that a topic sends to.
fn of_topic(change: impl FnOnce(&mut QueueSnapshot)) -> Vec<(&'static str, State)> {
    let mut snapshot = notified_by_topic();
    change(&mut snapshot);
    found(&snapshot)
}

const NO_SOURCE: [(&str, State); 3] =
    [("queue.told", Fail), ("queue.policy", NotApplicable), ("queue.policy-deny", NotApplicable)];

#[test]
fn queue_without_a_source_fails() {
    assert_eq!(changed(|it| notifications_of(it).queues.clear()), NO_SOURCE);
    assert_eq!(changed(|it| notifications_of(it).queues[0].arn += "-2"), NO_SOURCE);
    let nothing = |snapshot: &mut QueueSnapshot| {
        snapshot.buckets.clear();
        snapshot.trails.clear();
    };
    assert_eq!(changed(nothing), NO_SOURCE);
    let mut snapshot = notified_by_s3();
    notifications_of(&mut snapshot).queues.clear();
    let source = check("queue.told", &snapshot);
    assert_eq!(source.why, "bucket acme-trail sends no notifications");
    assert_eq!(
        source.fix,
        format!(
            "ct trail update arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/main --queue new-logs"
        )
    );
    bucket_of(&mut snapshot).region = "us-east-1".to_owned();
    assert!(check("queue.told", &snapshot).fix.contains("queues of its own Region only"));
}

#[test]
fn queue_without_a_source_and_without_a_policy_has_no_broad_policy() {
    let no_policy = |it: &mut QueueSnapshot| {
        notifications_of(it).queues.clear();
        super::fixtures::facts_of(it).policy = String::new();
    };
    assert_eq!(changed(no_policy), NO_SOURCE);
}

#[test]
fn every_trail_of_the_bucket_needs_a_source() {
    let mut snapshot = notified_by_topic();
    let second = Trail { name: "second".to_owned(), topic: None, ..trail() };
    snapshot.trails.push(second);
    assert_eq!(found(&snapshot), []);
    snapshot.expected = ExpectedLogs::Bucket(BUCKET.to_owned());
    assert_eq!(found(&snapshot), [("queue.told", Fail)]);
    let source = check("queue.told", &snapshot);
    assert!(source.why.ends_with("of trail main; no source covers trail second"), "{source:?}");
    bucket_of(&mut snapshot).notifications = failed();
    assert_eq!(found(&snapshot)[0], ("queue.told", Unknown));
    let mut snapshot = notified_by_s3();
    snapshot.expected = ExpectedLogs::Bucket(BUCKET.to_owned());
    snapshot.trails.push(Trail { name: "second".to_owned(), ..trail() });
    assert_eq!(found(&snapshot), []);
}

#[test]
fn policy_without_source_arn_makes_the_source_unknown() {
    let lets = |principal: &str, condition: &str| {
        let mut snapshot = notified_by_s3();
        notifications_of(&mut snapshot).queues.clear();
        super::fixtures::facts_of(&mut snapshot).policy = format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"SQS:SendMessage",
               "Resource":"{QUEUE}","Condition":{{{condition}}}}}]}}"#
        );
        snapshot
    };
    let (s3, sns) =
        (r#"{"Service":"s3.amazonaws.com"}"#, r#"{"Service":["sns.ap-east-1.amazonaws.com"]}"#);
    let account = r#""StringEquals":{"aws:SourceAccount":"444455556666"}"#;
    let wild = r#""ArnLike":{"aws:SourceArn":["arn:aws:s3:::logs","arn:aws:s3:::acme-*"]}"#;
    let plain = r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:acme-trail"}"#;
    for (principal, condition) in [(s3, account), (s3, wild), (sns, account), (r#""*""#, account)] {
        let said = found(&lets(principal, condition));
        assert_eq!(said[0], ("queue.told", Unknown), "{principal} {condition}");
    }
    assert_eq!(found(&lets(s3, plain))[0], ("queue.told", Fail));
    assert_eq!(found(&lets(r#"{"AWS":"111122223333"}"#, account))[0], ("queue.told", Fail));
    let source = check("queue.told", &lets(s3, account));
    assert_eq!(source.why, "the policy allows S3 without naming the source: add --bucket");
    let mut named = lets(s3, account);
    named.expected = ExpectedLogs::Bucket(BUCKET.to_owned());
    assert_eq!(found(&named)[0], ("queue.told", Fail));
}

#[test]
fn topic_needs_a_subscription_of_the_queue() {
    assert_eq!(of_topic(|it| topic_of(it).subscription = Lookup::Absent), NO_SOURCE);
    let mut snapshot = notified_by_topic();
    topic_of(&mut snapshot).subscription = Lookup::Absent;
    let source = check("queue.told", &snapshot);
    assert!(
        source
            .why
            .ends_with("trail main notifies topic deliveries, and the queue is not subscribed")
    );
    let fix = format!("--topic-arn {TOPIC} --protocol sqs --notification-endpoint {QUEUE}");
    assert!(source.fix.ends_with(&fix), "{source:?}");
}

#[test]
fn key_filter_must_include_every_log() {
    let filter = |prefix: &str, suffix: &str| {
        changed(|it| {
            let target = &mut notifications_of(it).queues[0];
            (target.prefix, target.suffix) = (prefix.to_owned(), suffix.to_owned());
        })
    };
    for (prefix, suffix) in [
        ("AWSLogs/", ".json.gz"),
        ("AWSLogs/111122223333/CloudTrail/", ".gz"),
        ("AWSLogs/111122223333/", ""),
    ] {
        assert_eq!(filter(prefix, suffix), [], "{prefix}");
    }
    for (prefix, suffix) in [
        ("images/", ""),
        ("AWSLogs/444455556666/", ""),
        ("AWSLogs/111122223333/CloudTrail/eu-west-1/", ""),
        ("AWSLogs/", ".jpg"),
        ("AWSLogs/111122223333/CloudTrail-Digest/", ""),
    ] {
        let said: Vec<_> = filter(prefix, suffix);
        assert_eq!(said[0], ("bucket.filter", Fail), "{prefix} {said:?}");
        assert!(said.iter().all(|(_, state)| *state != Unknown) && said.len() <= 2);
    }
    assert_eq!(filter("", ""), [("bucket.filter-broad", NotApplicable)]);
}

#[test]
fn key_filter_follows_the_trail_prefix_and_region() {
    let reach = |change: fn(&mut QueueSnapshot), prefix: &str| {
        changed(|it| {
            change(it);
            prefix.clone_into(&mut notifications_of(it).queues[0].prefix);
        })
    };
    let prefixed: fn(&mut QueueSnapshot) = |it| it.trails[0].prefix = "audit/ct".to_owned();
    assert_eq!(reach(prefixed, "audit/ct/AWSLogs/"), []);
    assert_eq!(reach(prefixed, "AWSLogs/"), [("bucket.filter", Fail)]);
    let single: fn(&mut QueueSnapshot) = |it| it.trails[0].multi_region = false;
    assert_eq!(reach(single, "AWSLogs/111122223333/CloudTrail/eu-west-1/"), []);
    let organized: fn(&mut QueueSnapshot) = |it| it.trails[0].organization = true;
    assert_eq!(reach(organized, "AWSLogs/o-a1b2c3d4e5/"), []);
    assert_eq!(reach(organized, "AWSLogs/111122223333/"), [("bucket.filter", Fail)]);
    let unknown: fn(&mut QueueSnapshot) = |it| {
        it.trails.clear();
        it.expected = ExpectedLogs::Bucket(BUCKET.to_owned());
    };
    for prefix in ["AWSLogs/", "AWS", "audit/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/"] {
        assert!(!reach(unknown, prefix).contains(&("bucket.filter", Unknown)), "{prefix}");
    }
    assert!(reach(unknown, "audit/").contains(&("bucket.filter", Unknown)));
}

#[test]
fn one_matching_notification_is_enough() {
    let photos = || NotificationTarget {
        prefix: "photos/".to_owned(),
        suffix: ".jpg".to_owned(),
        ..target(QUEUE)
    };
    let said = changed(|it| notifications_of(it).queues.insert(0, photos()));
    assert_eq!(said, [("bucket.filter-broad", NotApplicable)]);
    let removed =
        || NotificationTarget { events: vec!["s3:ObjectRemoved:*".to_owned()], ..target(QUEUE) };
    assert_eq!(changed(|it| notifications_of(it).queues.push(removed())), []);
    assert_eq!(
        changed(|it| notifications_of(it).queues = vec![removed()]),
        [("bucket.events", Fail)]
    );
}

#[test]
fn several_notifications_cover_logs_together() {
    let second = |it: &mut QueueSnapshot| {
        let arn = format!("arn:aws:cloudtrail:eu-west-1:{OTHER}:trail/theirs");
        it.trails.push(Trail { name: "theirs".to_owned(), arn, ..trail() });
    };
    let of = |prefixes: &[String], change: &dyn Fn(&mut QueueSnapshot)| {
        changed(|it| {
            change(it);
            let queues = prefixes
                .iter()
                .map(|prefix| NotificationTarget { prefix: prefix.clone(), ..target(QUEUE) });
            notifications_of(it).queues = queues.collect();
        })
    };
    let [one, two] = [ACCOUNT, OTHER].map(|account| format!("AWSLogs/{account}/"));
    assert_eq!(of(&[one.clone(), two.clone()], &second), []);
    assert_eq!(of(std::slice::from_ref(&one), &second), [("bucket.filter", Fail)]);
    // The accounts of an organization are not known.
    let organized = |it: &mut QueueSnapshot| it.trails[0].organization = true;
    assert_eq!(of(&[one, two], &organized), [("bucket.filter", Unknown)]);
    let said = changed(|it| {
        it.trails.clear();
        let photos = NotificationTarget { suffix: ".jpg".to_owned(), ..target(QUEUE) };
        let audit = NotificationTarget { prefix: "audit/".to_owned(), ..target(QUEUE) };
        notifications_of(it).queues = vec![photos, audit];
    });
    assert_eq!(said[0], ("bucket.filter", Unknown));
}

#[test]
fn insights_events_need_their_own_folder() {
    let reach = |kinds: &[&str], change: &dyn Fn(&mut Trail)| {
        changed(|it| {
            change(&mut it.trails[0]);
            let prefix = |kind: &&str| format!("AWSLogs/{ACCOUNT}/{kind}/");
            let queues = kinds
                .iter()
                .map(|kind| NotificationTarget { prefix: prefix(kind), ..target(QUEUE) });
            notifications_of(it).queues = queues.collect();
        })
    };
    let insights = |it: &mut Trail| it.insight_selectors = true;
    assert_eq!(reach(&["CloudTrail"], &|_| {}), []);
    assert_eq!(reach(&["CloudTrail"], &insights), [("bucket.filter", Fail)]);
    assert_eq!(reach(&["CloudTrail", "CloudTrail-Insight"], &insights), []);
    let custom = |it: &mut Trail| it.custom_selectors = true;
    assert_eq!(reach(&["CloudTrail"], &custom), [("bucket.filter", Unknown)]);
    let mut snapshot = notified_by_s3();
    assert_eq!(check("bucket.filter", &snapshot).why, "the filter excludes no log");
    notifications_of(&mut snapshot).queues[0].prefix = format!("AWSLogs/{ACCOUNT}/");
    assert!(check("bucket.filter", &snapshot).why.ends_with("of the known trails"));
}

#[test]
fn s3_notifies_its_own_region_only() {
    let elsewhere = changed(|it| bucket_of(it).region = "us-east-1".to_owned());
    assert_eq!(elsewhere, [("bucket.region", Fail)]);
}

#[test]
fn unreadable_facts_make_checks_unknown() {
    let unread = [
        ("queue.told", Unknown),
        ("bucket.notifications", Unknown),
        ("queue.policy", NotApplicable),
        ("queue.policy-deny", NotApplicable),
    ];
    assert_eq!(changed(|it| bucket_of(it).notifications = failed()), unread);
    let mut snapshot = notified_by_s3();
    snapshot.expected = ExpectedLogs::Bucket(BUCKET.to_owned());
    bucket_of(&mut snapshot).notifications = failed();
    bucket_of(&mut snapshot).is_own = Lookup::Found(false);
    assert_eq!(found(&snapshot), unread);
    let notified = check("bucket.notifications", &snapshot);
    assert!(notified.why.starts_with("it belongs to another account"), "{notified:?}");
    // One known source is enough.
    let other = |it: &mut QueueSnapshot| drop(it.buckets.insert("other".to_owned(), failed()));
    assert_eq!(changed(other), []);
    assert_eq!(
        changed(|it| it.unread_trails = Some("trails of eu-west-2: access denied".to_owned())),
        []
    );
    let whose = changed(|it| bucket_of(it).is_own = failed());
    let policy = ["queue.policy", "queue.policy-broad", "queue.policy-deny"];
    assert_eq!(whose, policy.map(|id| (id, Unknown)));
}

#[test]
fn missing_bucket_fails() {
    let gone = |it: &mut QueueSnapshot| drop(it.buckets.insert(BUCKET.to_owned(), Lookup::Absent));
    let said = changed(gone);
    assert_eq!(said[..2], [("queue.told", Fail), ("bucket.exists", Fail)]);
}

#[test]
fn event_bridge_rules_make_the_source_unknown() {
    let mut snapshot = notified_by_s3();
    *notifications_of(&mut snapshot) =
        Notifications { event_bridge: true, ..Notifications::default() };
    assert_eq!(found(&snapshot), NO_SOURCE);
    assert!(check("queue.told", &snapshot).why.contains("bucket acme-trail notifies EventBridge"));
    let facts = super::fixtures::facts_of(&mut snapshot);
    facts.policy = facts.policy.replace("s3.amazonaws.com", "events.amazonaws.com");
    assert_eq!(found(&snapshot)[0], ("queue.told", Unknown));
}

#[test]
fn subscription_is_confirmed_and_unfiltered() {
    let member = |is_confirmed, settings: Lookup<SubscriptionSettings>| {
        of_topic(|it| {
            topic_of(it).subscription = Lookup::Found(SubscriptionFacts { is_confirmed, settings });
        })
    };
    assert_eq!(member(false, Lookup::Absent), [("topic.subscription", Fail)]);
    assert_eq!(member(true, failed()), [("topic.filter", Unknown)]);
    let with = |change: fn(&mut SubscriptionSettings)| {
        let mut settings = SubscriptionSettings::default();
        change(&mut settings);
        member(true, Lookup::Found(settings))
    };
    assert_eq!(with(|it| it.filter = r#"{"a":["b"]}"#.to_owned()), [("topic.filter", Fail)]);
    assert_eq!(with(|it| it.filter = "{}".to_owned()), []);
    let of_body = |it: &mut SubscriptionSettings| {
        let key = r#"{"Records":{"s3":{"object":{"key":[{"prefix":"AWSLogs/"}]}}}}"#;
        (it.filter, it.filters_body) = (key.to_owned(), true);
    };
    assert_eq!(with(of_body), [("topic.filter", Unknown)]);
    assert_eq!(with(|it| it.is_raw = true), [("topic.raw", NotApplicable)]);
    let unread = of_topic(|it| topic_of(it).subscription = failed());
    assert_eq!(unread[0], ("queue.told", Unknown));
    let gone = of_topic(|it| drop(it.topics.insert(TOPIC.to_owned(), Lookup::Absent)));
    assert_eq!(gone[..2], [("queue.told", Fail), ("topic.exists", Fail)]);
}

#[test]
fn topic_needs_a_publisher() {
    let said = of_topic(|it| topic_of(it).policy = Lookup::Absent);
    assert_eq!(said, [("topic.policy", Fail)]);
    let all = ["topic.policy", "topic.policy-broad", "topic.policy-deny"];
    let said = of_topic(|it| topic_of(it).policy = failed());
    assert_eq!(said, all.map(|id| (id, Unknown)));
    // The publisher is not known.
    let said = of_topic(|it| it.trails[0].topic = None);
    assert_eq!(said[0], ("queue.told", Unknown));
    // S3 publishes to the topic, whose policy does not allow that.
    let said = of_topic(|it| {
        it.trails[0].topic = None;
        notifications_of(it).topics.push(target(TOPIC));
    });
    assert_eq!(said, [("topic.policy", Fail)]);
}
