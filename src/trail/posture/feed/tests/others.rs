//! Faults of the queue itself: its policy, its key, what it puts aside, and how it hands out.

use State::{Fail, NotApplicable, Unknown};

use super::made::{
    ACCOUNT, BUCKET, KEY, QUEUE, TOPIC, by_s3, by_trail, encrypted, facts_of, fan_at, fan_of,
    refused, source_of,
};
use super::{changed, check, found};
use crate::policy::{Policy, arn, key};
use crate::trail::posture::feed::{Dead, Encrypted, QueueFacts, Redrive, redrive};
use crate::trail::posture::{KeyFacts, Piece, State};

/// What a change of the queue's own facts changes.
fn with(change: impl FnOnce(&mut QueueFacts)) -> Vec<(&'static str, State)> {
    changed(|it| change(facts_of(it)))
}

/// A note, and no more.
fn note(id: &'static str) -> Vec<(&'static str, State)> {
    vec![(id, NotApplicable)]
}

#[test]
fn there_must_be_such_a_queue() {
    assert_eq!(changed(|it| it.facts = Piece::Absent), [("queue.exists", Fail)]);
    assert_eq!(changed(|it| it.facts = refused()), [("queue.exists", Unknown)]);
}

#[test]
fn only_rules_of_event_bridge_tell_a_fifo_queue() {
    let mut feed = by_trail();
    feed.queue += ".fifo";
    let said = found(&feed);
    assert!(said.contains(&("queue.standard", Fail)), "{said:?}");
    let facts = facts_of(&mut feed);
    facts.policy = facts.policy.replace("sns.amazonaws.com", "events.amazonaws.com");
    let said = found(&feed);
    assert!(said.contains(&("queue.standard", Unknown)), "{said:?}");
}

#[test]
fn who_tells_it_must_be_let_in_and_nobody_else() {
    let policy = |change: fn(&str) -> String| with(|it| it.policy = change(&it.policy));
    assert_eq!(policy(|_| String::new()), [("queue.policy", Fail)]);
    assert_eq!(policy(|_| r#"{"Statement":[]}"#.to_owned()), [("queue.policy", Fail)]);
    assert_eq!(policy(|it| it.replace("acme-trail", "acme-other")), [("queue.policy", Fail)]);
    assert_eq!(policy(|it| it.replace(ACCOUNT, "444455556666")), [("queue.policy", Fail)]);
    assert_eq!(
        policy(|it| it.replace("s3.amazonaws.com", "sns.amazonaws.com")),
        [("queue.policy", Fail)]
    );
    let add = |it: &str, statement: &str| it.replacen('[', &format!("[{statement},"), 1);
    let broad = |it: &str| {
        add(it, r#"{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}"#)
    };
    assert_eq!(with(|it| it.policy = broad(&it.policy)), [("queue.policy-broad", Fail)]);
    let denied =
        |it: &str| add(it, r#"{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}"#);
    assert_eq!(with(|it| it.policy = denied(&it.policy)), [("queue.policy-deny", Fail)]);
    let unread = policy(|_| "no JSON".to_owned());
    assert_eq!(unread.iter().filter(|(_, state)| *state == Unknown).count(), 3, "{unread:?}");
}

#[test]
fn anyone_with_the_right_source_is_who_tells_it() {
    let policy = format!(
        r#"{{"Statement":{{"Effect":"Allow","Principal":"*","Action":"SQS:SendMessage",
           "Resource":"{QUEUE}","Condition":{{"ArnEquals":{{"aws:SourceArn":"arn:aws:s3:::{BUCKET}"}}}}}}}}"#
    );
    assert_eq!(with(|it| it.policy = policy), []);
}

fn of_s3() -> Policy {
    let queue = arn::Queue::new(QUEUE, None).unwrap();
    key::from_bucket(KEY, &queue, &BUCKET.parse().unwrap(), &ACCOUNT.parse().unwrap())
}

#[test]
fn a_key_must_let_in_who_tells_the_queue() {
    let locked = |key: Encrypted| with(|it| it.key = Some(key));
    let change = |change: &dyn Fn(&mut Encrypted)| {
        let mut key = encrypted(&of_s3());
        change(&mut key);
        locked(key)
    };
    assert_eq!(change(&|_| {}), []);
    let plain = r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},
        "Action":["kms:GenerateDataKey*","kms:Decrypt"],"Resource":"*"}}"#;
    assert_eq!(change(&|it| it.key.policy = Piece::Known(plain.to_owned())), []);
    let on = |key: &str, value: &str| {
        let condition = format!(r#""Condition":{{"StringEquals":{{"{key}":"{value}"}}}}}}}}"#);
        plain.replace(r#""Resource":"*"}}"#, &format!(r#""Resource":"*",{condition}"#))
    };
    let bound = on("kms:EncryptionContext:aws:sqs:arn", QUEUE);
    assert_eq!(change(&|it| it.key.policy = Piece::Known(bound.clone())), [("queue.kms", Unknown)]);
    let failed = [("queue.kms", Fail)];
    let other = on("aws:SourceAccount", "444455556666");
    assert_eq!(change(&|it| it.key.policy = Piece::Known(other.clone())), failed);
    assert_eq!(change(&|it| "alias/aws/sqs".clone_into(&mut it.name)), failed);
    assert_eq!(change(&|it| it.key.policy = Piece::Absent), failed);
    let half = plain.replace(r#","kms:Decrypt""#, "");
    assert_eq!(change(&|it| it.key.policy = Piece::Known(half.clone())), failed);
    let facts = |state: &str, is_aws_managed| {
        let (state, origin) = (state.to_owned(), "AWS_KMS".to_owned());
        Piece::Known(KeyFacts { state, is_aws_managed, origin })
    };
    assert_eq!(change(&|it| it.key.facts = facts("Enabled", true)), failed);
    assert_eq!(change(&|it| it.key.facts = facts("PendingDeletion", false)), failed);
    assert_eq!(change(&|it| it.key.facts = Piece::Absent), failed);
    assert_eq!(change(&|it| it.key.facts = refused()), [("queue.kms", Unknown)]);
    assert_eq!(change(&|it| it.key.policy = refused()), [("queue.kms", Unknown)]);
    let denied = plain.replace(
        r#"{"Statement":"#,
        r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"},"#,
    );
    let denied = denied.replacen("\"Resource\":\"*\"}}", "\"Resource\":\"*\"}]}", 1);
    assert_eq!(change(&|it| it.key.policy = Piece::Known(denied.clone())), failed);
}

#[test]
fn keys_of_topics_must_let_in_who_tells_them() {
    let (topic, trail) = (arn::Topic::new(TOPIC, None).unwrap(), by_trail().trails[0].arn.clone());
    let trails = arn::Trail::new(&trail, None).unwrap().into();
    let said = |own: Policy, of_topic: Policy| {
        let mut feed = by_trail();
        facts_of(&mut feed).key = Some(encrypted(&own));
        fan_of(&mut feed).key = Piece::Known(encrypted(&of_topic));
        found(&feed)
    };
    let (passed, told) = (key::from_topic(KEY, &topic), key::from_trails(KEY, &trails));
    assert_eq!(said(passed.clone(), told.clone()), []);
    assert_eq!(said(of_s3(), told), [("queue.kms", Fail)]);
    assert_eq!(said(passed.clone(), passed), [("topic.kms", Fail)]);
    let mut feed = by_trail();
    fan_of(&mut feed).key = refused();
    assert_eq!(found(&feed), [("topic.kms", Unknown)]);
}

#[test]
fn between_regions_sns_may_have_another_principal() {
    let far = TOPIC.replace("eu-west-1", "ap-east-1");
    let said = |principal: &str, far: &str, is_locked: bool| {
        let mut feed = by_trail();
        let fan = feed.topics.remove(TOPIC).unwrap();
        feed.topics.insert(far.to_owned(), fan);
        feed.trails[0].topic = Some(far.to_owned());
        fan_at(&mut feed, far).policy = Piece::Absent;
        let facts = facts_of(&mut feed);
        facts.policy = facts.policy.replace(TOPIC, far).replace("sns.amazonaws.com", principal);
        facts.key = is_locked.then(|| encrypted(&of_s3()));
        let mut said = found(&feed);
        said.retain(|(id, _)| id.starts_with("queue."));
        said
    };
    assert_eq!(said("sns.ap-east-1.amazonaws.com", &far, false), []);
    assert_eq!(said("sns.amazonaws.com", &far, false), [("queue.policy", Fail)]);
    assert_eq!(said("sns.ap-east-1.amazonaws.com", &far, true), [("queue.kms", Unknown)]);
    let doubtful = TOPIC.replace("eu-west-1", "ap-northeast-3");
    let policy = ["queue.policy", "queue.policy-broad", "queue.policy-deny"];
    assert_eq!(said("sns.amazonaws.com", &doubtful, false), policy.map(|id| (id, Unknown)));
}

#[test]
fn what_cannot_be_processed_is_put_aside() {
    assert_eq!(with(|it| it.redrive = None), note("queue.dead-letters"));
    for most in [1, 2] {
        let few = with(|it| it.redrive.as_mut().unwrap().most = most);
        assert_eq!(few, note("queue.max-receives"));
    }
    assert_eq!(changed(|it| it.dead = Piece::Absent), [("queue.dead-letter-queue", Fail)]);
    let unread = changed(|it| it.dead = refused());
    assert_eq!(
        unread,
        ["queue.dead-letter-queue", "queue.dead-letter-empty"].map(|it| (it, Unknown))
    );
    let dead = |waiting, kept| changed(|it| it.dead = Piece::Known(Dead { waiting, kept }));
    assert_eq!(dead(3, 1_209_600), [("queue.dead-letter-empty", Fail)]);
    assert_eq!(dead(0, 3600), note("queue.dead-letter-retention"));
    let mut feed = by_s3();
    feed.dead = Piece::Known(Dead { waiting: 3, kept: 1_209_600 });
    assert!(check("queue.dead-letter-empty", &feed).why.starts_with("3 messages were put aside"));
}

#[test]
fn redrive_policies_are_read_as_they_are_written() {
    let queue = "arn:aws:sqs:eu-west-1:1:dead".to_owned();
    for most in ["5", "\"5\""] {
        let text = format!(r#"{{"deadLetterTargetArn":"{queue}","maxReceiveCount":{most}}}"#);
        assert_eq!(redrive(&text), Some(Redrive { queue: queue.clone(), most: 5 }));
    }
    assert_eq!((redrive(""), redrive("{}")), (None, None));
}

#[test]
fn how_messages_are_handed_out_is_noted() {
    assert_eq!(with(|it| it.hidden = 29), note("queue.visibility"));
    assert_eq!(with(|it| it.hidden = 30), []);
    assert_eq!(with(|it| it.kept = 86_399), note("queue.retention"));
    assert_eq!(with(|it| it.delay = 1), note("queue.delay"));
    assert_eq!(with(|it| it.wait = 0), note("queue.polling"));
    assert_eq!(with(|it| it.waiting = 1), note("queue.backlog"));
    assert_eq!(with(|it| it.in_flight = 2), note("queue.readers"));
}

#[test]
fn large_logs_need_more_time() {
    let visibility = |largest, hidden| {
        let mut feed = by_s3();
        source_of(&mut feed).largest = largest;
        facts_of(&mut feed).hidden = hidden;
        check("queue.visibility", &feed)
    };
    assert_eq!(visibility(Some(2_200_000), 44).state, State::Pass);
    let small = visibility(Some(2_200_000), 43);
    assert!(small.why.contains("the largest log of today has 2.2 MB: a slow reader may need 44 s"));
    let unseen = visibility(None, 49);
    assert!(
        unseen.why.contains("no log of today was seen, and one may hold 50.0 MB"),
        "{unseen:?}"
    );
    assert_eq!(visibility(None, 50).state, State::Pass);
}

#[test]
fn what_mends_a_queue_names_it() {
    let mut feed = by_s3();
    facts_of(&mut feed).delay = 900;
    let url = "https://sqs.eu-west-1.amazonaws.com/111122223333/new-logs";
    let expected =
        format!("aws sqs set-queue-attributes --queue-url {url} --attributes DelaySeconds=0");
    assert_eq!(check("queue.delay", &feed).fix, expected);
    facts_of(&mut feed).redrive = None;
    let fix = check("queue.dead-letters", &feed).fix;
    let json = fix.split('\'').nth(1).unwrap();
    let attributes: serde_json::Value = serde_json::from_str(json).unwrap();
    let policy = attributes["RedrivePolicy"].as_str().unwrap();
    let policy: serde_json::Value = serde_json::from_str(policy).unwrap();
    assert_eq!(policy["deadLetterTargetArn"], format!("{}-dead", feed.queue));
    assert_eq!(policy["maxReceiveCount"], "5");
}
