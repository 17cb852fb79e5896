//! Queues with a recommended configuration.

use std::collections::BTreeMap;

use crate::policy::{Policy, arn, queue, topic};
use crate::trail::Trail;
use crate::trail::notifications::{NotificationTarget, Notifications};
use crate::trail::posture::queue_health::{
    DeadLetterQueue, EncryptionKey, ExpectedLogs, QueueFacts, QueueSnapshot, RedrivePolicy,
    SourceBucket, SubscriptionFacts, SubscriptionSettings, TopicFacts,
};
use crate::trail::posture::{Key, KeyFacts, Lookup};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const BUCKET: &str = "acme-trail";
pub(super) const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:new-logs";
pub(super) const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:deliveries";
pub(super) const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/a1b2";

/// S3 notifies the queue directly.
pub(super) fn notified_by_s3() -> QueueSnapshot {
    let bucket = BUCKET.parse().unwrap();
    let queue = arn::Queue::new(QUEUE, None).unwrap();
    let policy = queue::from_bucket(&queue, &bucket, &ACCOUNT.parse().unwrap());
    let notifications = Notifications { queues: vec![target(QUEUE)], ..Notifications::default() };
    QueueSnapshot {
        queue: QUEUE.to_owned(),
        account: Lookup::Found(ACCOUNT.to_owned()),
        expected: ExpectedLogs::Any,
        facts: Lookup::Found(facts(&policy)),
        dead_letters: Lookup::Found(DeadLetterQueue { messages: 0, retention: 1_209_600 }),
        trails: vec![trail()],
        unread_trails: None,
        buckets: BTreeMap::from([(BUCKET.to_owned(), Lookup::Found(source(notifications)))]),
        topics: BTreeMap::new(),
    }
}

/// The trail publishes to a topic that sends to the queue.
pub(super) fn notified_by_topic() -> QueueSnapshot {
    let (queue, target) =
        (arn::Queue::new(QUEUE, None).unwrap(), arn::Topic::new(TOPIC, None).unwrap());
    let mut snapshot = notified_by_s3();
    snapshot.trails[0].topic = Some(TOPIC.to_owned());
    snapshot.facts = Lookup::Found(facts(&queue::from_topic(&queue, &target)));
    snapshot.buckets =
        BTreeMap::from([(BUCKET.to_owned(), Lookup::Found(source(Notifications::default())))]);
    let trails = arn::Trail::new(&snapshot.trails[0].arn, None).unwrap().into();
    let settings = Lookup::Found(SubscriptionSettings::default());
    let topic = TopicFacts {
        policy: Lookup::Found(topic::from_trails(&target, &trails).pretty().unwrap()),
        key: Lookup::Absent,
        subscription: Lookup::Found(SubscriptionFacts { is_confirmed: true, settings }),
    };
    snapshot.topics.insert(TOPIC.to_owned(), Lookup::Found(topic));
    snapshot
}

pub(super) fn target(arn: &str) -> NotificationTarget {
    NotificationTarget {
        arn: arn.to_owned(),
        events: vec!["s3:ObjectCreated:*".to_owned()],
        prefix: "AWSLogs/".to_owned(),
        suffix: String::new(),
    }
}

pub(super) fn trail() -> Trail {
    Trail {
        name: "main".to_owned(),
        arn: format!("arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/main"),
        bucket: BUCKET.to_owned(),
        home: "eu-west-1".to_owned(),
        multi_region: true,
        ..Trail::default()
    }
}

fn source(notifications: Notifications) -> SourceBucket {
    SourceBucket {
        region: "eu-west-1".to_owned(),
        is_own: Lookup::Found(true),
        notifications: Lookup::Found(notifications),
        largest: Some(7_000),
    }
}

fn facts(policy: &Policy) -> QueueFacts {
    QueueFacts {
        policy: policy.pretty().unwrap(),
        redrive: Some(RedrivePolicy { queue: format!("{QUEUE}-dead"), max_receives: 5 }),
        visibility_timeout: 300,
        retention: 1_209_600,
        wait_time: 20,
        ..QueueFacts::default()
    }
}

/// A customer managed key with this policy.
pub(super) fn encrypted(policy: &Policy) -> EncryptionKey {
    let facts = KeyFacts {
        state: "Enabled".to_owned(),
        is_aws_managed: false,
        origin: "AWS_KMS".to_owned(),
    };
    let key = Key {
        facts: Lookup::Found(facts),
        rotation: Lookup::Found(true),
        policy: Lookup::Found(policy.pretty().unwrap()),
    };
    EncryptionKey { name: "alias/deliveries".to_owned(), arn: KEY.to_owned(), key }
}

pub(super) fn failed<T>() -> Lookup<T> {
    Lookup::Failed("access denied; needs more".to_owned())
}

/// The attributes of the queue.
pub(super) fn facts_of(snapshot: &mut QueueSnapshot) -> &mut QueueFacts {
    let Lookup::Found(facts) = &mut snapshot.facts else { panic!("not known") };
    facts
}

pub(super) fn bucket_of(snapshot: &mut QueueSnapshot) -> &mut SourceBucket {
    let Some(Lookup::Found(source)) = snapshot.buckets.get_mut(BUCKET) else { panic!("not known") };
    source
}

/// The notification targets of the bucket.
pub(super) fn notifications_of(snapshot: &mut QueueSnapshot) -> &mut Notifications {
    let Lookup::Found(notifications) = &mut bucket_of(snapshot).notifications else {
        panic!("not known")
    };
    notifications
}

pub(super) fn topic_of(snapshot: &mut QueueSnapshot) -> &mut TopicFacts {
    topic_at(snapshot, TOPIC)
}

pub(super) fn topic_at<'f>(snapshot: &'f mut QueueSnapshot, arn: &str) -> &'f mut TopicFacts {
    let Some(Lookup::Found(topic)) = snapshot.topics.get_mut(arn) else { panic!("not known") };
    topic
}
