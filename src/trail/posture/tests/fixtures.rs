//! An account with a recommended configuration.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::policy::bucket::{self, Writers};
use crate::policy::{Policy, arn, key, queue, topic};
use crate::trail::notifications::Notifications;
use crate::trail::posture::{
    AccessBlock, Bucket, Key, KeyFacts, Lookup, Queue, Snapshot, Subscription, Topic, TrailFacts,
    Versioning,
};
use crate::trail::selectors::{AdvancedSelector, FieldSelector, Selectors};
use crate::trail::{Status, Trail};

pub(super) const NOW: Timestamp = Timestamp::constant(1_795_170_000, 0);
pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const BUCKET: &str = "acme-trail";
pub(super) const ARN: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
pub(super) const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/a1b2c3d4-0000";
pub(super) const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:new-logs";
pub(super) const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:new-logs";

/// A time before now.
pub(super) fn ago(hours: i64) -> Option<Timestamp> {
    Timestamp::from_second(NOW.as_second() - hours * 3600).ok()
}

pub(super) fn snapshot() -> Snapshot {
    Snapshot {
        account: Lookup::Found(ACCOUNT.to_owned()),
        organization: Lookup::Absent,
        is_whole: true,
        trails: vec![facts()],
        buckets: BTreeMap::from([(BUCKET.to_owned(), Lookup::Found(bucket()))]),
        keys: BTreeMap::from([(KEY.to_owned(), key())]),
        topics: BTreeMap::from([(TOPIC.to_owned(), Lookup::Found(topic()))]),
        queues: BTreeMap::from([(QUEUE.to_owned(), Lookup::Found(queue()))]),
    }
}

fn facts() -> TrailFacts {
    let status = Status {
        is_logging: true,
        latest_delivery_time: ago(1),
        latest_digest_delivery_time: ago(1),
        latest_notification_time: ago(1),
        latest_cloud_watch_logs_delivery_time: ago(1),
        start_logging_time: ago(1_000),
        ..Status::default()
    };
    TrailFacts {
        trail: trail("main"),
        status: Lookup::Found(status),
        selectors: Lookup::Found(Selectors::Advanced(vec![
            selector(&[("eventCategory", "Management")]),
            selector(&[("eventCategory", "Data"), ("resources.type", "AWS::S3::Object")]),
        ])),
    }
}

pub(super) fn trail(name: &str) -> Trail {
    Trail {
        name: name.to_owned(),
        arn: format!("arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/{name}"),
        bucket: BUCKET.to_owned(),
        home: "eu-west-1".to_owned(),
        multi_region: true,
        global_events: true,
        validation: true,
        key: Some(KEY.to_owned()),
        topic: Some(TOPIC.to_owned()),
        log_group: Some(format!("arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:trail:*")),
        log_role: Some(format!("arn:aws:iam::{ACCOUNT}:role/trail")),
        ..Trail::default()
    }
}

pub(super) fn selector(fields: &[(&str, &str)]) -> AdvancedSelector {
    let field = |(field, value): &(&str, &str)| FieldSelector {
        field: (*field).to_owned(),
        equals: vec![(*value).to_owned()],
        ..FieldSelector::default()
    };
    AdvancedSelector { name: None, field_selectors: fields.iter().map(field).collect() }
}

pub(super) fn written(policy: &Policy) -> Lookup<String> {
    Lookup::Found(policy.pretty().unwrap())
}

pub(super) fn bucket_policy() -> Policy {
    let trails = arn::Trail::new(ARN, None).unwrap().into();
    bucket::policy(&BUCKET.parse().unwrap(), &"".parse().unwrap(), &Writers::Trails(trails))
}

fn bucket() -> Bucket {
    let block =
        AccessBlock { block_acls: true, ignore_acls: true, block_policy: true, restrict: true };
    Bucket {
        region: "eu-west-1".to_owned(),
        is_own: Lookup::Found(true),
        policy: written(&bucket_policy()),
        public: Lookup::Found(false),
        access_block: Lookup::Found(block),
        grants: Lookup::Found(Vec::new()),
        versioning: Lookup::Found(Versioning { is_enabled: true, mfa_delete: true }),
        bucket_key: Lookup::Found(true),
        logging: Lookup::Found("acme-access".to_owned()),
        no_acls: Lookup::Found(true),
        notifications: Lookup::Found(Notifications::default()),
    }
}

pub(super) fn key_policy(bucket_key: bool) -> Policy {
    let trails = arn::Trail::new(ARN, None).unwrap().into();
    let owner = ACCOUNT.parse().unwrap();
    key::policy(&key::Use { owner, trails, readers: Vec::new(), bucket_key })
}

fn key() -> Key {
    let facts = KeyFacts {
        state: "Enabled".to_owned(),
        is_aws_managed: false,
        origin: "AWS_KMS".to_owned(),
    };
    Key {
        facts: Lookup::Found(facts),
        rotation: Lookup::Found(true),
        policy: written(&key_policy(true)),
    }
}

fn topic() -> Topic {
    let trails = arn::Trail::new(ARN, None).unwrap().into();
    let policy = topic::from_trails(&arn::Topic::new(TOPIC, None).unwrap(), &trails);
    let subscription =
        Subscription { protocol: "sqs".to_owned(), endpoint: QUEUE.to_owned(), is_confirmed: true };
    Topic { policy: written(&policy), subscriptions: Lookup::Found(vec![subscription]) }
}

fn queue() -> Queue {
    let queue = arn::Queue::new(QUEUE, None).unwrap();
    let policy = queue::from_topic(&queue, &arn::Topic::new(TOPIC, None).unwrap());
    Queue { policy: written(&policy) }
}
