//! Queues that are told as they should be. Nothing here is wrong.

use std::collections::BTreeMap;

use crate::policy::{Policy, arn, queue, topic};
use crate::trail::Trail;
use crate::trail::posture::feed::{
    Asked, Dead, Delivery, Encrypted, Fan, Feed, Member, QueueFacts, Redrive, Source,
};
use crate::trail::posture::{Key, KeyFacts, Notified, Piece, Told};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const BUCKET: &str = "acme-trail";
pub(super) const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:new-logs";
pub(super) const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:news";
pub(super) const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/a1b2";

/// S3 tells the queue itself.
pub(super) fn by_s3() -> Feed {
    let bucket = BUCKET.parse().unwrap();
    let queue = arn::Queue::new(QUEUE, None).unwrap();
    let policy = queue::from_bucket(&queue, &bucket, &ACCOUNT.parse().unwrap());
    let notified = Notified { queues: vec![told(QUEUE)], ..Notified::default() };
    Feed {
        queue: QUEUE.to_owned(),
        account: Piece::Known(ACCOUNT.to_owned()),
        asked: Asked::Any,
        facts: Piece::Known(facts(&policy)),
        dead: Piece::Known(Dead { waiting: 0, kept: 1_209_600 }),
        trails: vec![trail()],
        unseen: None,
        buckets: BTreeMap::from([(BUCKET.to_owned(), Piece::Known(source(notified)))]),
        topics: BTreeMap::new(),
    }
}

/// The trail tells a topic, and that the queue.
pub(super) fn by_trail() -> Feed {
    let (queue, told) =
        (arn::Queue::new(QUEUE, None).unwrap(), arn::Topic::new(TOPIC, None).unwrap());
    let mut feed = by_s3();
    feed.trails[0].topic = Some(TOPIC.to_owned());
    feed.facts = Piece::Known(facts(&queue::from_topic(&queue, &told)));
    feed.buckets = BTreeMap::from([(BUCKET.to_owned(), Piece::Known(source(Notified::default())))]);
    let trails = arn::Trail::new(&feed.trails[0].arn, None).unwrap().into();
    let delivery = Piece::Known(Delivery::default());
    let fan = Fan {
        policy: Piece::Known(topic::from_trails(&told, &trails).pretty().unwrap()),
        key: Piece::Absent,
        member: Piece::Known(Member { is_confirmed: true, delivery }),
    };
    feed.topics.insert(TOPIC.to_owned(), Piece::Known(fan));
    feed
}

pub(super) fn told(arn: &str) -> Told {
    Told {
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

fn source(notified: Notified) -> Source {
    Source {
        region: "eu-west-1".to_owned(),
        is_own: Piece::Known(true),
        notified: Piece::Known(notified),
        largest: Some(7_000),
    }
}

fn facts(policy: &Policy) -> QueueFacts {
    QueueFacts {
        policy: policy.pretty().unwrap(),
        redrive: Some(Redrive { queue: format!("{QUEUE}-dead"), most: 5 }),
        hidden: 300,
        kept: 1_209_600,
        wait: 20,
        ..QueueFacts::default()
    }
}

/// Encrypted with a key of the customer's own that has this policy.
pub(super) fn encrypted(policy: &Policy) -> Encrypted {
    let facts = KeyFacts {
        state: "Enabled".to_owned(),
        is_aws_managed: false,
        origin: "AWS_KMS".to_owned(),
    };
    let key = Key {
        facts: Piece::Known(facts),
        rotation: Piece::Known(true),
        policy: Piece::Known(policy.pretty().unwrap()),
    };
    Encrypted { name: "alias/news".to_owned(), arn: KEY.to_owned(), key }
}

pub(super) fn refused<T>() -> Piece<T> {
    Piece::Refused("access denied; needs more".to_owned())
}

/// What the queue says of itself.
pub(super) fn facts_of(feed: &mut Feed) -> &mut QueueFacts {
    let Piece::Known(facts) = &mut feed.facts else { panic!("not known") };
    facts
}

pub(super) fn source_of(feed: &mut Feed) -> &mut Source {
    let Some(Piece::Known(source)) = feed.buckets.get_mut(BUCKET) else { panic!("not known") };
    source
}

/// Whom S3 tells, and of what.
pub(super) fn told_of(feed: &mut Feed) -> &mut Notified {
    let Piece::Known(notified) = &mut source_of(feed).notified else { panic!("not known") };
    notified
}

pub(super) fn fan_of(feed: &mut Feed) -> &mut Fan {
    fan_at(feed, TOPIC)
}

pub(super) fn fan_at<'f>(feed: &'f mut Feed, topic: &str) -> &'f mut Fan {
    let Some(Piece::Known(fan)) = feed.topics.get_mut(topic) else { panic!("not known") };
    fan
}
