//! What should be so of a queue that is told of new logs: the rules by name.
//!
//! A rule that is [`Info`] never fails: what it finds keeps no event from arriving.

use crate::trail::posture::Severity::{High, Info, Medium};
use crate::trail::posture::rules::{Rule, rules};

rules! {
    QUEUE = Rule::new("queue.exists", High, "the queue exists");
    KIND = Rule::new("queue.standard", High, "it is no FIFO queue");
    TOLD = Rule::new("queue.told", High, "somebody tells the queue of new logs");

    BUCKET = Rule::new("bucket.exists", High, "the bucket exists");
    NOTIFIED = Rule::new("bucket.notifications", High, "whom S3 tells of logs is known");
    REGION = Rule::new("bucket.region", High, "S3 tells its own region");
    EVENTS = Rule::new("bucket.events", High, "S3 tells of objects that are created");
    FILTER = Rule::new("bucket.filter", High, "S3 tells of all logs");
    BROAD_FILTER = Rule::new("bucket.filter-broad", Info, "S3 tells of nothing but logs");

    TOPIC = Rule::new("topic.exists", High, "the topic exists");
    SUBSCRIBED = Rule::new("topic.subscription", High, "the queue's subscription is confirmed");
    TOPIC_FILTER = Rule::new("topic.filter", High, "the subscription takes every message");
    RAW = Rule::new("topic.raw", Info, "messages come in the topic's envelope");
    TOPIC_POLICY = Rule::new("topic.policy", High, "the policy lets the topic be told");
    TOPIC_BROAD = Rule::new("topic.policy-broad", Medium,
        "the policy lets in no more than it must");
    TOPIC_DENY = Rule::new("topic.policy-deny", High, "no statement keeps news out");
    TOPIC_KEY = Rule::new("topic.kms", High, "who tells the topic may use its key");

    POLICY = Rule::new("queue.policy", High, "the policy lets the queue be told");
    BROAD = Rule::new("queue.policy-broad", Medium, "the policy lets in no more than it must");
    DENY = Rule::new("queue.policy-deny", High, "no statement keeps news out");
    KEY = Rule::new("queue.kms", High, "who tells the queue may use its key");

    DEAD = Rule::new("queue.dead-letters", Info, "what cannot be processed is put aside");
    DEAD_QUEUE = Rule::new("queue.dead-letter-queue", Medium, "the dead-letter queue exists");
    DEAD_EMPTY = Rule::new("queue.dead-letter-empty", Medium, "the dead-letter queue is empty");
    DEAD_KEPT = Rule::new("queue.dead-letter-retention", Info,
        "the dead-letter queue keeps messages for as long");
    RECEIVES = Rule::new("queue.max-receives", Info, "a message may be received several times");

    VISIBILITY = Rule::new("queue.visibility", Info, "a reader has time to process a log");
    RETENTION = Rule::new("queue.retention", Info, "messages are kept for a day at least");
    DELAY = Rule::new("queue.delay", Info, "messages come at once");
    POLLING = Rule::new("queue.polling", Info, "readers wait for messages");
    BACKLOG = Rule::new("queue.backlog", Info, "messages are read");
    READERS = Rule::new("queue.readers", Info, "nobody else reads");
}
