//! Which buckets and senders the messages of a queue may name: decided by configuration before the
//! first message is received, never by a message.
//!
//! The buckets are those that the user names; else those in the queue's policy, and those whose own
//! settings notify the queue; else the bucket that is mirrored already, or those of the first run.
//! Reads no object.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;

use super::{FollowError, Reporter, Result, known_buckets};
use crate::aws::{Queue, QueueSettings, Session, TrailList};
use crate::mirror;
use crate::policy::arn::ArnParts;
use crate::policy::compare::senders::AllowedSenders;
use crate::sink::safe::shown;
use crate::source::notification::{EventSender, Notification, Sender};
use crate::trail::posture::Lookup;
use crate::trail::posture::queue_health::{ExpectedLogs, QueueSnapshot, SourceBucket};

/// Names of a list that a message shows.
const SHOWN: usize = 3;

/// What the user and the account say about a queue's senders.
pub(super) struct ConfiguredSenders<'c> {
    /// The buckets that the user names, if any.
    pub(super) buckets: BTreeSet<String>,
    /// The accounts that the user names, and that of the trail.
    pub(super) accounts: BTreeSet<String>,
    /// The folder to mirror to.
    pub(super) mirror: Option<&'c Path>,
    /// Looks up the trails of the account. Called if the queue's policy does not name all buckets.
    pub(super) trails: &'c dyn Fn() -> TrailList,
    /// The day.
    pub(super) today: Date,
}

/// Who may send messages to a queue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Senders {
    /// Buckets, by name.
    buckets: BTreeSet<String>,
    /// The user named the buckets.
    is_explicit: bool,
    /// Topics, by ARN, if the queue's policy names them.
    topics: Option<BTreeSet<String>>,
    /// Accounts that EventBridge events may name.
    accounts: BTreeSet<String>,
    /// EventBridge may send.
    has_rules: bool,
}

impl Senders {
    /// Finds out who may send to a queue.
    ///
    /// # Errors
    /// No bucket is known.
    pub(super) fn find(
        configured: ConfiguredSenders<'_>,
        session: &Session,
        queue: &Queue,
        reporter: &dyn Reporter,
    ) -> Result<Self> {
        let settings = queue.settings();
        let mut allowed =
            settings.map(|it| AllowedSenders::from_queue_policy(&it.policy)).unwrap_or_default();
        let ConfiguredSenders { buckets, accounts, mirror, trails, today } = configured;
        let is_explicit = !buckets.is_empty();
        let (mut unread, mut unread_trails) = (None, None);
        if is_explicit {
            allowed.buckets = buckets;
        } else if let Some(settings) = settings
            && !allowed.is_complete()
        {
            let queue = session.named_queue(&settings.arn)?;
            let snapshot = session.queue_snapshot(queue, ExpectedLogs::Any, trails(), today);
            allowed.add_known(&snapshot);
            unread = unread_sources(&snapshot);
            unread_trails = snapshot.unread_trails;
        }
        let state = known_buckets::path(queue.url());
        if allowed.buckets.is_empty() {
            let mirrored = mirror.map(mirror::bucket_of).transpose();
            let mirrored = mirrored.map_err(|error| {
                FollowError::user(error, "choose a folder that you may write to")
            })?;
            let stored = || state.as_deref().map(known_buckets::read).unwrap_or_default();
            allowed.buckets = mirrored.flatten().map_or_else(stored, |bucket| [bucket].into());
        } else if let Some(path) = state.as_deref().filter(|_| unread.is_none()) {
            known_buckets::write(path, &allowed.buckets, is_explicit);
        }
        allowed.accounts.extend(accounts);
        let senders = Self::new(settings, allowed, is_explicit);
        if senders.buckets.is_empty() && !senders.has_rules {
            return Err(unknown_buckets(settings.is_some(), unread));
        }
        if let Some(why) = unread_trails {
            reporter.problem(&format!(
                "cannot list all trails: {}; messages about buckets that are therefore unknown are \
                 foreign; name the buckets: --bucket NAME",
                shown(&why)
            ));
        }
        if settings.is_some_and(|it| !it.has_dead_letter_queue) {
            reporter.info(
                "the queue has no dead-letter queue (DLQ): foreign messages, and messages that \
                 cannot be processed, are received again until they expire",
            );
        }
        Ok(senders)
    }

    fn new(settings: Option<&QueueSettings>, allowed: AllowedSenders, is_explicit: bool) -> Self {
        let own =
            settings.and_then(|it| ArnParts::parse(&it.arn).map(|parts| parts.account.to_owned()));
        // Without a policy only the queue's own account sends, by whichever way.
        let has_policy = settings.is_some_and(|it| !it.policy.is_empty());
        Self {
            buckets: allowed.buckets,
            is_explicit,
            topics: (has_policy && !allowed.has_unnamed_topics).then_some(allowed.topics),
            accounts: allowed.accounts.into_iter().chain(own).collect(),
            has_rules: allowed.has_rules,
        }
    }

    /// The one bucket to mirror, if any is known.
    ///
    /// # Errors
    /// There are several.
    pub(super) fn only_bucket(&self) -> Result<Option<&str>> {
        if self.buckets.len() > 1 {
            let names = self.bucket_names();
            return Err(FollowError::user(
                format!("--to mirrors one bucket, and several send to this queue: {names}"),
                "name the bucket to read and to mirror: --bucket NAME",
            ));
        }
        Ok(self.buckets.first().map(String::as_str))
    }

    /// Checks what a notification names, and its sender.
    ///
    /// # Errors
    /// Why it must not be read.
    pub(super) fn check(
        &self,
        notification: &Notification,
        sender: &Sender,
    ) -> std::result::Result<(), String> {
        if matches!(notification, Notification::Ignored(_)) {
            return Ok(());
        }
        if let Some(topics) = &self.topics
            && let Some(topic) = sender.topics.iter().find(|topic| !topics.contains(*topic))
        {
            return Err(format!("it names the topic {topic}, which may not send to this queue"));
        }
        match notification {
            Notification::Objects(objects) => {
                if let Some(other) = objects.iter().find(|it| !self.buckets.contains(&it.bucket)) {
                    let expected = self.bucket_names();
                    return Err(format!("it names the bucket {}, not {expected}", other.bucket));
                }
                sender.event.as_ref().map_or(Ok(()), |event| self.check_object_event(event))
            }
            _ => self.check_record(sender),
        }
    }

    fn check_object_event(&self, event: &EventSender) -> std::result::Result<(), String> {
        if let Some(source) = event.source.as_ref().filter(|source| *source != "aws.s3") {
            return Err(format!("an event about an object names the source {source}, not aws.s3"));
        }
        // Bucket names are unique across accounts.
        if self.is_explicit { Ok(()) } else { self.check_account(event) }
    }

    /// Checks a record in the message itself, of which only the sender is known.
    fn check_record(&self, sender: &Sender) -> std::result::Result<(), String> {
        let is_by_topic = self.topics.is_some() && !sender.topics.is_empty();
        if !self.has_rules && !is_by_topic {
            let why = "it holds a record, and the queue's policy does not let EventBridge send";
            return Err(why.to_owned());
        }
        let Some(event) = &sender.event else { return Ok(()) };
        if let Some(source) = event.source.as_ref().filter(|source| !source.starts_with("aws.")) {
            return Err(format!("a record names the source {source}, which is no AWS service"));
        }
        if let (Some(account), Some(recipient)) = (&event.account, &event.recipient)
            && account != recipient
        {
            return Err(format!("it names the account {account}, and its record {recipient}"));
        }
        self.check_account(event)
    }

    fn check_account(&self, event: &EventSender) -> std::result::Result<(), String> {
        let is_known =
            |account: &&String| self.accounts.contains(*account) || self.accounts.contains("*");
        match &event.account {
            Some(account) if !is_known(&account) => Err(format!(
                "it names the account {account}, which is not expected; to accept it: --account"
            )),
            _ => Ok(()),
        }
    }

    /// The first names of the buckets, for people.
    fn bucket_names(&self) -> String {
        let mut names: Vec<&str> = self.buckets.iter().take(SHOWN).map(String::as_str).collect();
        if self.buckets.len() > SHOWN {
            names.push("…");
        }
        if names.is_empty() {
            "any bucket at all".to_owned()
        } else {
            shown(&names.join(", ")).into()
        }
    }
}

/// Why trails, or the notifications of a bucket, could not be read: the first reason.
fn unread_sources(snapshot: &QueueSnapshot) -> Option<String> {
    let trails = snapshot.unread_trails.as_ref().map(|why| format!("all trails: {why}"));
    let buckets = || {
        snapshot.buckets.iter().find_map(|(name, bucket)| match bucket {
            Lookup::Failed(why)
            | Lookup::Found(SourceBucket { notifications: Lookup::Failed(why), .. }) => {
                Some(format!("the notifications of bucket {name}: {why}"))
            }
            _ => None,
        })
    };
    trails.or_else(buckets)
}

/// No bucket is known that sends to a queue. `unread`: what could not be read, and why.
fn unknown_buckets(has_settings: bool, unread: Option<String>) -> FollowError {
    let why = match unread {
        _ if !has_settings => "its policy cannot be read (sqs:GetQueueAttributes)".to_owned(),
        Some(unread) => format!("its policy names none, and ct cannot read {unread}"),
        None => "its policy names none, and no bucket of a trail notifies it".to_owned(),
    };
    FollowError::user(
        format!("cannot find out which buckets send to this queue: {why}"),
        "name the buckets that may be read: --bucket NAME, which may be repeated, or --trail NAME",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::notification;

    fn senders() -> Senders {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Senders {
            buckets: set(&["acme"]),
            is_explicit: false,
            topics: Some(set(&["arn:aws:sns:eu-west-1:111122223333:notifications"])),
            accounts: set(&["111122223333"]),
            has_rules: true,
        }
    }

    fn check(senders: &Senders, body: &str) -> std::result::Result<(), String> {
        let (notification, sender) = notification::parse(body).unwrap();
        senders.check(&notification, &sender)
    }

    fn object(bucket: &str) -> String {
        format!(r#"{{"s3Bucket":"{bucket}","s3ObjectKey":["a","b"]}}"#)
    }

    fn by_topic(topic: &str, body: &str) -> String {
        let message = serde_json::Value::from(body);
        format!(r#"{{"Type":"Notification","TopicArn":"{topic}","Message":{message}}}"#)
    }

    fn event(kind: &str, source: &str, account: &str, detail: &str) -> String {
        format!(
            r#"{{"detail-type":"{kind}","source":"{source}","account":"{account}","detail":{detail}}}"#
        )
    }

    #[test]
    fn only_configured_buckets_and_topics_pass() {
        let senders = senders();
        let known = "arn:aws:sns:eu-west-1:111122223333:notifications";
        let other = "arn:aws:sns:eu-west-1:999999999999:notifications";
        assert_eq!(check(&senders, &object("acme")), Ok(()));
        assert_eq!(check(&senders, &by_topic(known, &object("acme"))), Ok(()));
        for (body, why) in [
            (object("evil"), "the bucket evil, not acme"),
            (object("ACME"), "the bucket ACME"),
            (by_topic(known, &object("evil")), "the bucket evil"),
            (by_topic(other, &object("acme")), "the topic arn:aws:sns:eu-west-1:999999999999"),
            (by_topic(known, &by_topic(other, &object("acme"))), "the topic"),
            (by_topic("", &object("acme")), "the topic"),
            (
                r#"{"Records":[{"s3":{"bucket":{"name":"acme"},"object":{"key":"a"}}},{"s3":{"bucket":{"name":"evil"},"object":{"key":"a"}}}]}"#.to_owned(),
                "the bucket evil",
            ),
        ] {
            let refused = check(&senders, &body).unwrap_err();
            assert!(refused.contains(why), "{body}: {refused}");
        }
        let unknown = Senders { topics: None, ..senders };
        assert_eq!(check(&unknown, &by_topic(other, &object("acme"))), Ok(()));
    }

    #[test]
    fn eventbridge_events_must_have_an_expected_source_and_account() {
        let senders = senders();
        let call = "AWS API Call via CloudTrail";
        let record = r#"{"eventVersion":"1.11","recipientAccountId":"111122223333"}"#;
        let created = r#"{"bucket":{"name":"acme"},"object":{"key":"a"}}"#;
        assert_eq!(check(&senders, &event(call, "aws.iam", "111122223333", record)), Ok(()));
        let s3 = |account: &str| event("Object Created", "aws.s3", account, created);
        assert_eq!(check(&senders, &s3("111122223333")), Ok(()));
        let foreign = r#"{"eventVersion":"1.11","recipientAccountId":"999999999999"}"#;
        for body in [
            event(call, "my.app", "111122223333", record),
            event(call, "aws.iam", "999999999999", record),
            event(call, "aws.iam", "111122223333", foreign),
            event(call, "aws.iam", "999999999999", foreign),
            event("Object Created", "my.app", "111122223333", created),
            s3("999999999999"),
        ] {
            assert!(check(&senders, &body).is_err(), "{body}");
        }
        let explicit = Senders { is_explicit: true, ..senders };
        assert_eq!(check(&explicit, &s3("999999999999")), Ok(()));
        let closed = Senders { has_rules: false, ..explicit };
        let refused = check(&closed, &event(call, "aws.iam", "111122223333", record)).unwrap_err();
        assert!(refused.contains("does not let EventBridge send"), "{refused}");
    }

    #[test]
    fn only_one_bucket_can_be_mirrored() {
        assert_eq!(senders().only_bucket().unwrap(), Some("acme"));
        let two = ["a", "b"].map(str::to_owned).into();
        let error = Senders { buckets: two, ..senders() }.only_bucket().unwrap_err();
        assert!(error.to_string().ends_with("a, b"), "{error}");
    }
}
