//! Faults of those who tell the queue: buckets, trails and topics.

use State::{Fail, NotApplicable, Unknown};

use super::made::{
    ACCOUNT, BUCKET, QUEUE, TOPIC, by_s3, by_trail, fan_of, refused, source_of, told, told_of,
    trail,
};
use super::{changed, check, found};
use crate::trail::Trail;
use crate::trail::posture::feed::{Asked, Delivery, Feed, Member, sources};
use crate::trail::posture::{Notified, Piece, State, Told};

const OTHER: &str = "444455556666";

/// What changes in a queue that a trail tells by way of a topic.
fn of_topic(change: impl FnOnce(&mut Feed)) -> Vec<(&'static str, State)> {
    let mut feed = by_trail();
    change(&mut feed);
    found(&feed)
}

const UNTOLD: [(&str, State); 3] =
    [("queue.told", Fail), ("queue.policy", NotApplicable), ("queue.policy-deny", NotApplicable)];

#[test]
fn a_queue_that_nobody_tells_fails() {
    assert_eq!(changed(|it| told_of(it).queues.clear()), UNTOLD);
    assert_eq!(changed(|it| told_of(it).queues[0].arn += "-2"), UNTOLD);
    let nothing = |feed: &mut Feed| {
        feed.buckets.clear();
        feed.trails.clear();
    };
    assert_eq!(changed(nothing), UNTOLD);
    let mut feed = by_s3();
    told_of(&mut feed).queues.clear();
    let told = check("queue.told", &feed);
    assert_eq!(told.why, "S3 tells nobody of acme-trail");
    assert_eq!(
        told.fix,
        format!(
            "ct trail update arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/main --queue new-logs"
        )
    );
    source_of(&mut feed).region = "us-east-1".to_owned();
    assert!(check("queue.told", &feed).fix.contains("queues of its own region only"));
}

#[test]
fn of_a_bucket_s_logs_none_may_be_left_untold() {
    let mut feed = by_trail();
    let second = Trail { name: "second".to_owned(), topic: None, ..trail() };
    feed.trails.push(second);
    assert_eq!(found(&feed), []);
    feed.asked = Asked::Bucket(BUCKET.to_owned());
    assert_eq!(found(&feed), [("queue.told", Fail)]);
    let told = check("queue.told", &feed);
    assert!(told.why.ends_with("from trail main; nobody tells it of trail second"), "{told:?}");
    source_of(&mut feed).notified = refused();
    assert_eq!(found(&feed)[0], ("queue.told", Unknown));
    let mut feed = by_s3();
    feed.asked = Asked::Bucket(BUCKET.to_owned());
    feed.trails.push(Trail { name: "second".to_owned(), ..trail() });
    assert_eq!(found(&feed), []);
}

#[test]
fn a_policy_may_let_in_those_whom_it_does_not_name() {
    let lets = |principal: &str, condition: &str| {
        let mut feed = by_s3();
        told_of(&mut feed).queues.clear();
        super::made::facts_of(&mut feed).policy = format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"SQS:SendMessage",
               "Resource":"{QUEUE}","Condition":{{{condition}}}}}]}}"#
        );
        feed
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
    let told = check("queue.told", &lets(s3, account));
    assert_eq!(told.why, "it lets in S3 of sources that it does not name: say --bucket");
    let mut named = lets(s3, account);
    named.asked = Asked::Bucket(BUCKET.to_owned());
    assert_eq!(found(&named)[0], ("queue.told", Fail));
}

#[test]
fn a_topic_without_the_queue_s_subscription_is_no_way() {
    assert_eq!(of_topic(|it| fan_of(it).member = Piece::Absent), UNTOLD);
    let mut feed = by_trail();
    fan_of(&mut feed).member = Piece::Absent;
    let told = check("queue.told", &feed);
    assert!(told.why.ends_with("trail main tells topic news, and the queue is not subscribed"));
    let fix = format!("--topic-arn {TOPIC} --protocol sqs --notification-endpoint {QUEUE}");
    assert!(told.fix.ends_with(&fix), "{told:?}");
}

#[test]
fn filters_must_leave_no_log_out() {
    let filter = |prefix: &str, suffix: &str| {
        changed(|it| {
            let told = &mut told_of(it).queues[0];
            (told.prefix, told.suffix) = (prefix.to_owned(), suffix.to_owned());
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
fn folders_are_those_of_the_trail() {
    let reach = |change: fn(&mut Feed), prefix: &str| {
        changed(|it| {
            change(it);
            prefix.clone_into(&mut told_of(it).queues[0].prefix);
        })
    };
    let prefixed: fn(&mut Feed) = |it| it.trails[0].prefix = "audit/ct".to_owned();
    assert_eq!(reach(prefixed, "audit/ct/AWSLogs/"), []);
    assert_eq!(reach(prefixed, "AWSLogs/"), [("bucket.filter", Fail)]);
    let single: fn(&mut Feed) = |it| it.trails[0].multi_region = false;
    assert_eq!(reach(single, "AWSLogs/111122223333/CloudTrail/eu-west-1/"), []);
    let organised: fn(&mut Feed) = |it| it.trails[0].organisation = true;
    assert_eq!(reach(organised, "AWSLogs/o-a1b2c3d4e5/"), []);
    assert_eq!(reach(organised, "AWSLogs/111122223333/"), [("bucket.filter", Fail)]);
    let unknown: fn(&mut Feed) = |it| {
        it.trails.clear();
        it.asked = Asked::Bucket(BUCKET.to_owned());
    };
    for prefix in ["AWSLogs/", "AWS", "audit/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/"] {
        assert!(!reach(unknown, prefix).contains(&("bucket.filter", Unknown)), "{prefix}");
    }
    assert!(reach(unknown, "audit/").contains(&("bucket.filter", Unknown)));
}

#[test]
fn one_of_several_notifications_is_enough() {
    let photos = || Told { prefix: "photos/".to_owned(), suffix: ".jpg".to_owned(), ..told(QUEUE) };
    let said = changed(|it| told_of(it).queues.insert(0, photos()));
    assert_eq!(said, [("bucket.filter-broad", NotApplicable)]);
    let removed = || Told { events: vec!["s3:ObjectRemoved:*".to_owned()], ..told(QUEUE) };
    assert_eq!(changed(|it| told_of(it).queues.push(removed())), []);
    assert_eq!(changed(|it| told_of(it).queues = vec![removed()]), [("bucket.events", Fail)]);
}

#[test]
fn several_notifications_cover_logs_together() {
    let second = |it: &mut Feed| {
        let arn = format!("arn:aws:cloudtrail:eu-west-1:{OTHER}:trail/theirs");
        it.trails.push(Trail { name: "theirs".to_owned(), arn, ..trail() });
    };
    let of = |prefixes: &[String], change: &dyn Fn(&mut Feed)| {
        changed(|it| {
            change(it);
            let queues =
                prefixes.iter().map(|prefix| Told { prefix: prefix.clone(), ..told(QUEUE) });
            told_of(it).queues = queues.collect();
        })
    };
    let [one, two] = [ACCOUNT, OTHER].map(|account| format!("AWSLogs/{account}/"));
    assert_eq!(of(&[one.clone(), two.clone()], &second), []);
    assert_eq!(of(std::slice::from_ref(&one), &second), [("bucket.filter", Fail)]);
    // Of an organisation it is not known which accounts it has.
    let organised = |it: &mut Feed| it.trails[0].organisation = true;
    assert_eq!(of(&[one, two], &organised), [("bucket.filter", Unknown)]);
    let said = changed(|it| {
        it.trails.clear();
        let photos = Told { suffix: ".jpg".to_owned(), ..told(QUEUE) };
        let audit = Told { prefix: "audit/".to_owned(), ..told(QUEUE) };
        told_of(it).queues = vec![photos, audit];
    });
    assert_eq!(said[0], ("bucket.filter", Unknown));
}

#[test]
fn insights_are_in_a_folder_of_their_own() {
    let reach = |kinds: &[&str], change: &dyn Fn(&mut Trail)| {
        changed(|it| {
            change(&mut it.trails[0]);
            let prefix = |kind: &&str| format!("AWSLogs/{ACCOUNT}/{kind}/");
            let queues = kinds.iter().map(|kind| Told { prefix: prefix(kind), ..told(QUEUE) });
            told_of(it).queues = queues.collect();
        })
    };
    let insights = |it: &mut Trail| it.insight_selectors = true;
    assert_eq!(reach(&["CloudTrail"], &|_| {}), []);
    assert_eq!(reach(&["CloudTrail"], &insights), [("bucket.filter", Fail)]);
    assert_eq!(reach(&["CloudTrail", "CloudTrail-Insight"], &insights), []);
    let custom = |it: &mut Trail| it.custom_selectors = true;
    assert_eq!(reach(&["CloudTrail"], &custom), [("bucket.filter", Unknown)]);
    let mut feed = by_s3();
    assert_eq!(check("bucket.filter", &feed).why, "the filter leaves no log out");
    told_of(&mut feed).queues[0].prefix = format!("AWSLogs/{ACCOUNT}/");
    assert!(check("bucket.filter", &feed).why.ends_with("of the trails that are known"));
}

#[test]
fn s3_tells_its_own_region_only() {
    let elsewhere = changed(|it| source_of(it).region = "us-east-1".to_owned());
    assert_eq!(elsewhere, [("bucket.region", Fail)]);
}

#[test]
fn what_may_not_be_read_is_unknown() {
    let unread = [
        ("queue.told", Unknown),
        ("bucket.notifications", Unknown),
        ("queue.policy", NotApplicable),
        ("queue.policy-deny", NotApplicable),
    ];
    assert_eq!(changed(|it| source_of(it).notified = refused()), unread);
    let mut feed = by_s3();
    feed.asked = Asked::Bucket(BUCKET.to_owned());
    source_of(&mut feed).notified = refused();
    source_of(&mut feed).is_own = Piece::Known(false);
    assert_eq!(found(&feed), unread);
    let notified = check("bucket.notifications", &feed);
    assert!(notified.why.starts_with("it belongs to another account"), "{notified:?}");
    // One way that is known is enough.
    let other = |it: &mut Feed| drop(it.buckets.insert("other".to_owned(), refused()));
    assert_eq!(changed(other), []);
    assert_eq!(changed(|it| it.unseen = Some("trails of eu-west-2: access denied".to_owned())), []);
    let whose = changed(|it| source_of(it).is_own = refused());
    let policy = ["queue.policy", "queue.policy-broad", "queue.policy-deny"];
    assert_eq!(whose, policy.map(|id| (id, Unknown)));
}

#[test]
fn buckets_that_are_not_there_fail() {
    let gone = |it: &mut Feed| drop(it.buckets.insert(BUCKET.to_owned(), Piece::Absent));
    let said = changed(gone);
    assert_eq!(said[..2], [("queue.told", Fail), ("bucket.exists", Fail)]);
}

#[test]
fn rules_of_event_bridge_are_not_looked_at() {
    let mut feed = by_s3();
    *told_of(&mut feed) = Notified { event_bridge: true, ..Notified::default() };
    assert_eq!(found(&feed), UNTOLD);
    assert!(check("queue.told", &feed).why.contains("S3 tells EventBridge of acme-trail"));
    let facts = super::made::facts_of(&mut feed);
    facts.policy = facts.policy.replace("s3.amazonaws.com", "events.amazonaws.com");
    assert_eq!(found(&feed)[0], ("queue.told", Unknown));
}

#[test]
fn subscriptions_are_confirmed_and_take_everything() {
    let member = |is_confirmed, delivery: Piece<Delivery>| {
        of_topic(|it| fan_of(it).member = Piece::Known(Member { is_confirmed, delivery }))
    };
    assert_eq!(member(false, Piece::Absent), [("topic.subscription", Fail)]);
    assert_eq!(member(true, refused()), [("topic.filter", Unknown)]);
    let with = |change: fn(&mut Delivery)| {
        let mut delivery = Delivery::default();
        change(&mut delivery);
        member(true, Piece::Known(delivery))
    };
    assert_eq!(with(|it| it.filter = r#"{"a":["b"]}"#.to_owned()), [("topic.filter", Fail)]);
    assert_eq!(with(|it| it.filter = "{}".to_owned()), []);
    let of_body = |it: &mut Delivery| {
        let key = r#"{"Records":{"s3":{"object":{"key":[{"prefix":"AWSLogs/"}]}}}}"#;
        (it.filter, it.is_of_body) = (key.to_owned(), true);
    };
    assert_eq!(with(of_body), [("topic.filter", Unknown)]);
    assert_eq!(with(|it| it.is_raw = true), [("topic.raw", NotApplicable)]);
    let unread = of_topic(|it| fan_of(it).member = refused());
    assert_eq!(unread[0], ("queue.told", Unknown));
    let gone = of_topic(|it| drop(it.topics.insert(TOPIC.to_owned(), Piece::Absent)));
    assert_eq!(gone[..2], [("queue.told", Fail), ("topic.exists", Fail)]);
}

#[test]
fn a_topic_must_be_told_itself() {
    let said = of_topic(|it| fan_of(it).policy = Piece::Absent);
    assert_eq!(said, [("topic.policy", Fail)]);
    let all = ["topic.policy", "topic.policy-broad", "topic.policy-deny"];
    let said = of_topic(|it| fan_of(it).policy = refused());
    assert_eq!(said, all.map(|id| (id, Unknown)));
    // Who tells it is not known.
    let said = of_topic(|it| it.trails[0].topic = None);
    assert_eq!(said[0], ("queue.told", Unknown));
    // S3 tells the topic, whose policy says nothing of that.
    let said = of_topic(|it| {
        it.trails[0].topic = None;
        told_of(it).topics.push(told(TOPIC));
    });
    assert_eq!(said, [("topic.policy", Fail)]);
}

#[test]
fn policies_name_who_may_send() {
    let policy = r#"{"Statement":[
        {"Condition":{"ArnLike":{"aws:sourcearn":["arn:aws:s3:*:*:logs","arn:aws:s3:::a*"]}}},
        {"Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:1:t"},"Bool":{"x":true}}},
        {}, 3]}"#;
    let said: Vec<String> = sources(policy).into_iter().collect();
    assert_eq!(said, ["arn:aws:s3:::logs", "arn:aws:sns:eu-west-1:1:t"]);
    for odd in ["", "[]", "3", r#"{"Statement":{"Condition":[]}}"#] {
        assert!(sources(odd).is_empty());
    }
}
