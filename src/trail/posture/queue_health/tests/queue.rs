//! Faults of the queue itself: its policy, its KMS key, its dead-letter queue and its settings.

use State::{Fail, NotApplicable, Unknown};

use super::fixtures::{
    ACCOUNT, BUCKET, KEY, QUEUE, TOPIC, bucket_of, encrypted, facts_of, failed, notified_by_s3,
    notified_by_topic, topic_at, topic_of,
};
use super::{changed, check, found};
use crate::policy::{Policy, arn, key};
use crate::trail::posture::queue_health::{
    DeadLetterQueue, EncryptionKey, QueueFacts, RedrivePolicy,
};
use crate::trail::posture::{KeyFacts, Lookup, State};

/// The checks that do not pass after a change to the queue's own attributes.
fn with(change: impl FnOnce(&mut QueueFacts)) -> Vec<(&'static str, State)> {
    changed(|it| change(facts_of(it)))
}

/// One note.
fn note(id: &'static str) -> Vec<(&'static str, State)> {
    vec![(id, NotApplicable)]
}

#[test]
fn queue_must_exist() {
    assert_eq!(changed(|it| it.facts = Lookup::Absent), [("queue.exists", Fail)]);
    assert_eq!(changed(|it| it.facts = failed()), [("queue.exists", Unknown)]);
}

#[test]
fn fifo_queue_receives_from_event_bridge_only() {
    let mut snapshot = notified_by_topic();
    snapshot.queue += ".fifo";
    let said = found(&snapshot);
    assert!(said.contains(&("queue.standard", Fail)), "{said:?}");
    let facts = facts_of(&mut snapshot);
    facts.policy = facts.policy.replace("sns.amazonaws.com", "events.amazonaws.com");
    let said = found(&snapshot);
    assert!(said.contains(&("queue.standard", Unknown)), "{said:?}");
}

#[test]
fn policy_allows_the_source_and_no_one_else() {
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
fn any_principal_with_the_source_arn_counts_as_s3() {
    let policy = format!(
        r#"{{"Statement":{{"Effect":"Allow","Principal":"*","Action":"SQS:SendMessage",
           "Resource":"{QUEUE}","Condition":{{"ArnEquals":{{"aws:SourceArn":"arn:aws:s3:::{BUCKET}"}}}}}}}}"#
    );
    assert_eq!(with(|it| it.policy = policy), []);
}

fn for_s3() -> Policy {
    let queue = arn::Queue::new(QUEUE, None).unwrap();
    key::from_bucket(KEY, &queue, &BUCKET.parse().unwrap(), &ACCOUNT.parse().unwrap())
}

#[test]
fn key_policy_allows_the_sender() {
    let locked = |key: EncryptionKey| with(|it| it.key = Some(key));
    let change = |change: &dyn Fn(&mut EncryptionKey)| {
        let mut key = encrypted(&for_s3());
        change(&mut key);
        locked(key)
    };
    assert_eq!(change(&|_| {}), []);
    let plain = r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},
        "Action":["kms:GenerateDataKey*","kms:Decrypt"],"Resource":"*"}}"#;
    assert_eq!(change(&|it| it.key.policy = Lookup::Found(plain.to_owned())), []);
    let on = |key: &str, value: &str| {
        let condition = format!(r#""Condition":{{"StringEquals":{{"{key}":"{value}"}}}}}}}}"#);
        plain.replace(r#""Resource":"*"}}"#, &format!(r#""Resource":"*",{condition}"#))
    };
    let bound = on("kms:EncryptionContext:aws:sqs:arn", QUEUE);
    assert_eq!(
        change(&|it| it.key.policy = Lookup::Found(bound.clone())),
        [("queue.kms", Unknown)]
    );
    let fails = [("queue.kms", Fail)];
    let other = on("aws:SourceAccount", "444455556666");
    assert_eq!(change(&|it| it.key.policy = Lookup::Found(other.clone())), fails);
    assert_eq!(change(&|it| "alias/aws/sqs".clone_into(&mut it.name)), fails);
    assert_eq!(change(&|it| it.key.policy = Lookup::Absent), fails);
    let half = plain.replace(r#","kms:Decrypt""#, "");
    assert_eq!(change(&|it| it.key.policy = Lookup::Found(half.clone())), fails);
    let facts = |state: &str, is_aws_managed| {
        let (state, origin) = (state.to_owned(), "AWS_KMS".to_owned());
        Lookup::Found(KeyFacts { state, is_aws_managed, origin })
    };
    assert_eq!(change(&|it| it.key.facts = facts("Enabled", true)), fails);
    assert_eq!(change(&|it| it.key.facts = facts("PendingDeletion", false)), fails);
    assert_eq!(change(&|it| it.key.facts = Lookup::Absent), fails);
    assert_eq!(change(&|it| it.key.facts = failed()), [("queue.kms", Unknown)]);
    assert_eq!(change(&|it| it.key.policy = failed()), [("queue.kms", Unknown)]);
    let denied = plain.replace(
        r#"{"Statement":"#,
        r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"},"#,
    );
    let denied = denied.replacen("\"Resource\":\"*\"}}", "\"Resource\":\"*\"}]}", 1);
    assert_eq!(change(&|it| it.key.policy = Lookup::Found(denied.clone())), fails);
}

#[test]
fn key_policy_of_a_topic_allows_publishers() {
    let (topic, trail) =
        (arn::Topic::new(TOPIC, None).unwrap(), notified_by_topic().trails[0].arn.clone());
    let trails = arn::Trail::new(&trail, None).unwrap().into();
    let checked = |own: Policy, of_topic: Policy| {
        let mut snapshot = notified_by_topic();
        facts_of(&mut snapshot).key = Some(encrypted(&own));
        topic_of(&mut snapshot).key = Lookup::Found(encrypted(&of_topic));
        found(&snapshot)
    };
    let (for_sns, for_trail) = (key::from_topic(KEY, &topic), key::from_trails(KEY, &trails));
    assert_eq!(checked(for_sns.clone(), for_trail.clone()), []);
    assert_eq!(checked(for_s3(), for_trail), [("queue.kms", Fail)]);
    assert_eq!(checked(for_sns.clone(), for_sns), [("topic.kms", Fail)]);
    let mut snapshot = notified_by_topic();
    topic_of(&mut snapshot).key = failed();
    assert_eq!(found(&snapshot), [("topic.kms", Unknown)]);
}

#[test]
fn sns_principal_depends_on_opt_in_regions() {
    let far = TOPIC.replace("eu-west-1", "ap-east-1");
    let said = |principal: &str, far: &str, is_locked: bool| {
        let mut snapshot = notified_by_topic();
        let fan = snapshot.topics.remove(TOPIC).unwrap();
        snapshot.topics.insert(far.to_owned(), fan);
        snapshot.trails[0].topic = Some(far.to_owned());
        topic_at(&mut snapshot, far).policy = Lookup::Absent;
        let facts = facts_of(&mut snapshot);
        facts.policy = facts.policy.replace(TOPIC, far).replace("sns.amazonaws.com", principal);
        facts.key = is_locked.then(|| encrypted(&for_s3()));
        let mut said = found(&snapshot);
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
fn dead_letter_queue_receives_unprocessed_messages() {
    assert_eq!(with(|it| it.redrive = None), note("queue.dead-letters"));
    for max_receives in [1, 2] {
        let few = with(|it| it.redrive.as_mut().unwrap().max_receives = max_receives);
        assert_eq!(few, note("queue.max-receives"));
    }
    assert_eq!(changed(|it| it.dead_letters = Lookup::Absent), [("queue.dead-letter-queue", Fail)]);
    let unread = changed(|it| it.dead_letters = failed());
    assert_eq!(
        unread,
        ["queue.dead-letter-queue", "queue.dead-letter-empty"].map(|it| (it, Unknown))
    );
    let dead = |messages, retention| {
        changed(|it| it.dead_letters = Lookup::Found(DeadLetterQueue { messages, retention }))
    };
    assert_eq!(dead(3, 1_209_600), [("queue.dead-letter-empty", Fail)]);
    assert_eq!(dead(0, 3600), note("queue.dead-letter-retention"));
    let mut snapshot = notified_by_s3();
    snapshot.dead_letters = Lookup::Found(DeadLetterQueue { messages: 3, retention: 1_209_600 });
    assert!(
        check("queue.dead-letter-empty", &snapshot).why.starts_with("3 messages were put aside")
    );
}

#[test]
fn redrive_policy_is_parsed() {
    let queue = "arn:aws:sqs:eu-west-1:1:dead".to_owned();
    for max_receives in ["5", "\"5\""] {
        let text =
            format!(r#"{{"deadLetterTargetArn":"{queue}","maxReceiveCount":{max_receives}}}"#);
        assert_eq!(
            RedrivePolicy::parse(&text),
            Some(RedrivePolicy { queue: queue.clone(), max_receives: 5 })
        );
    }
    assert_eq!((RedrivePolicy::parse(""), RedrivePolicy::parse("{}")), (None, None));
}

#[test]
fn queue_settings_give_notes() {
    assert_eq!(with(|it| it.visibility_timeout = 29), note("queue.visibility"));
    assert_eq!(with(|it| it.visibility_timeout = 30), []);
    assert_eq!(with(|it| it.retention = 86_399), note("queue.retention"));
    assert_eq!(with(|it| it.delay = 1), note("queue.delay"));
    assert_eq!(with(|it| it.wait_time = 0), note("queue.polling"));
    assert_eq!(with(|it| it.messages = 1), note("queue.backlog"));
    assert_eq!(with(|it| it.in_flight = 2), note("queue.readers"));
}

#[test]
fn large_logs_need_a_longer_visibility_timeout() {
    let visibility = |largest, visibility_timeout| {
        let mut snapshot = notified_by_s3();
        bucket_of(&mut snapshot).largest = largest;
        facts_of(&mut snapshot).visibility_timeout = visibility_timeout;
        check("queue.visibility", &snapshot)
    };
    assert_eq!(visibility(Some(2_200_000), 44).state, State::Pass);
    let small = visibility(Some(2_200_000), 43);
    assert!(
        small.why.contains("the largest log of today has 2.2 MB: a slow consumer may need 44 s")
    );
    let unseen = visibility(None, 49);
    assert!(unseen.why.contains("no log of today was seen; one can have 50.0 MB"), "{unseen:?}");
    assert_eq!(visibility(None, 50).state, State::Pass);
}

#[test]
fn fix_commands_name_the_queue_url() {
    let mut snapshot = notified_by_s3();
    facts_of(&mut snapshot).delay = 900;
    let url = "https://sqs.eu-west-1.amazonaws.com/111122223333/new-logs";
    let expected =
        format!("aws sqs set-queue-attributes --queue-url {url} --attributes DelaySeconds=0");
    assert_eq!(check("queue.delay", &snapshot).fix, expected);
    facts_of(&mut snapshot).redrive = None;
    let fix = check("queue.dead-letters", &snapshot).fix;
    let json = fix.split('\'').nth(1).unwrap();
    let attributes: serde_json::Value = serde_json::from_str(json).unwrap();
    let policy = attributes["RedrivePolicy"].as_str().unwrap();
    let policy: serde_json::Value = serde_json::from_str(policy).unwrap();
    assert_eq!(policy["deadLetterTargetArn"], format!("{}-dead", snapshot.queue));
    assert_eq!(policy["maxReceiveCount"], "5");
}
