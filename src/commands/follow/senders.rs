//! From where the messages of a queue may come: decided by configuration before the first message is
//! received, never by a message.
//!
//! The buckets are those of `--bucket`; else of `--trail`; else those that the queue's policy names,
//! and those whose own settings send to it; else those of the first run. Reads no object.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Follow, stored};
use crate::aws::{Queue, QueueSettings, Session, TrailList};
use crate::commands::trail::{every, find};
use crate::commands::{Context, UserError, tell, user_error};
use crate::mirror;
use crate::sink::safe::shown;
use crate::source::notice::{EventSender, Notice, Sender};
use crate::trail::posture::queue_health::{AllowedSenders, ExpectedLogs};

/// Names of a list that a message shows.
const SHOWN: usize = 3;

/// Who may send messages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Senders {
    /// Buckets, by name.
    pub(super) buckets: BTreeSet<String>,
    /// The user named the buckets.
    is_explicit: bool,
    /// Topics, by ARN, if the queue's policy says which.
    topics: Option<BTreeSet<String>>,
    /// Accounts that events of EventBridge may name.
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
        follow: &Follow,
        context: &Context,
        session: &Session,
        queue: &Queue,
    ) -> anyhow::Result<Self> {
        let settings = queue.settings();
        let mut allowed =
            settings.map(|it| AllowedSenders::from_policy(&it.policy)).unwrap_or_default();
        let named = named(follow, session, &mut allowed)?;
        let is_explicit = !named.is_empty();
        if is_explicit {
            allowed.buckets = named;
        } else if let Some(settings) = settings
            && !allowed.is_complete()
        {
            look_up(session, settings, &mut allowed)?;
        }
        let state = stored::path(queue.url());
        if allowed.buckets.is_empty() {
            let mirrored = follow.to.as_deref().map(mirror::bucket_of).transpose()?.flatten();
            let stored = || state.as_deref().map(stored::read).unwrap_or_default();
            allowed.buckets = mirrored.map_or_else(stored, |bucket| [bucket].into());
        } else if let Some(path) = &state {
            stored::write(path, &allowed.buckets, is_explicit);
        }
        let senders = Self::new(follow, settings, allowed, is_explicit);
        if senders.buckets.is_empty() && !senders.has_rules {
            let why = match settings {
                None => "its policy cannot be read (sqs:GetQueueAttributes)",
                Some(_) => "its policy names none, and no bucket of a trail notifies it",
            };
            return Err(user_error(
                format!("cannot find out which buckets send to this queue: {why}"),
                "name the buckets that may be read: --bucket NAME, which may be repeated, or --trail NAME",
            ));
        }
        if settings.is_some_and(|it| !it.has_dead_letter_queue) && !context.globals.quiet {
            tell(
                "the queue has no dead-letter queue (DLQ): foreign messages, and messages that \
                 cannot be processed, come again until they expire",
            );
        }
        Ok(senders)
    }

    fn new(
        follow: &Follow,
        settings: Option<&QueueSettings>,
        allowed: AllowedSenders,
        is_explicit: bool,
    ) -> Self {
        let own = settings.and_then(|it| it.arn.split(':').nth(4).map(str::to_owned));
        let accounts = follow.which.scope.accounts();
        // Without a policy only the queue's own account sends, by whichever way.
        let has_policy = settings.is_some_and(|it| !it.policy.is_empty());
        Self {
            buckets: allowed.buckets,
            is_explicit,
            topics: (has_policy && !allowed.has_unnamed_topics).then_some(allowed.topics),
            accounts: allowed.accounts.into_iter().chain(own).chain(accounts).collect(),
            has_rules: allowed.has_rules,
        }
    }

    /// The bucket that a folder is to mirror.
    ///
    /// # Errors
    /// There are several.
    pub(super) fn only_bucket(&self) -> anyhow::Result<Option<&str>> {
        if self.buckets.len() > 1 {
            return Err(user_error(
                format!("--to mirrors one bucket, and several send to this queue: {}", self.list()),
                "name the bucket to read and to mirror: --bucket NAME",
            ));
        }
        Ok(self.buckets.first().map(String::as_str))
    }

    /// Checks what a message names, and who it says has sent it.
    ///
    /// # Errors
    /// It must not be read, and why.
    pub(super) fn check(&self, notice: &Notice, sender: &Sender) -> Result<(), String> {
        if matches!(notice, Notice::Nothing(_)) {
            return Ok(());
        }
        if let Some(topics) = &self.topics
            && let Some(topic) = sender.topics.iter().find(|topic| !topics.contains(*topic))
        {
            return Err(format!("it names the topic {topic}, which may not send to this queue"));
        }
        match notice {
            Notice::Objects(objects) => {
                if let Some(named) = objects.iter().find(|it| !self.buckets.contains(&it.bucket)) {
                    let of = self.list();
                    return Err(format!("it names the bucket {}, not {of}", named.bucket));
                }
                sender.event.as_ref().map_or(Ok(()), |event| self.check_object_event(event))
            }
            _ => self.check_record(sender),
        }
    }

    fn check_object_event(&self, event: &EventSender) -> Result<(), String> {
        if let Some(source) = event.source.as_ref().filter(|source| *source != "aws.s3") {
            return Err(format!("an event about an object names the source {source}, not aws.s3"));
        }
        // A bucket has its name for itself alone, in whichever account it is.
        if self.is_explicit { Ok(()) } else { self.check_account(event) }
    }

    /// A record that stands in the message itself: all that is known of it is who sent it.
    fn check_record(&self, sender: &Sender) -> Result<(), String> {
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

    fn check_account(&self, event: &EventSender) -> Result<(), String> {
        let is_known =
            |account: &&String| self.accounts.contains(*account) || self.accounts.contains("*");
        match &event.account {
            Some(account) if !is_known(&account) => Err(format!(
                "it names the account {account}, which is not expected; to accept it: --account"
            )),
            _ => Ok(()),
        }
    }

    /// The buckets, for people.
    fn list(&self) -> String {
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

/// The buckets that the user named, with flags or by a trail.
fn named(
    follow: &Follow,
    session: &Session,
    allowed: &mut AllowedSenders,
) -> anyhow::Result<BTreeSet<String>> {
    let mut buckets: BTreeSet<String> = follow.bucket.iter().cloned().collect();
    if let Some(name) = &follow.trail {
        let trail = find(session, name)?;
        allowed.accounts.insert(trail.account().to_owned());
        buckets.insert(trail.bucket);
    }
    Ok(buckets)
}

/// Looks up which buckets of the account's trails send to a queue, also by way of a topic.
fn look_up(
    session: &Session,
    settings: &QueueSettings,
    allowed: &mut AllowedSenders,
) -> anyhow::Result<()> {
    let queue = session.named_queue(&settings.arn).map_err(UserError::from)?;
    let trails = every(session).map(|(trails, _)| trails).unwrap_or_default();
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let list = TrailList { trails, unread: None };
    allowed.add_known(&session.queue_snapshot(queue, ExpectedLogs::Any, list, today));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::notice::read_with_sender;

    fn senders() -> Senders {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Senders {
            buckets: set(&["acme"]),
            is_explicit: false,
            topics: Some(set(&["arn:aws:sns:eu-west-1:111122223333:news"])),
            accounts: set(&["111122223333"]),
            has_rules: true,
        }
    }

    fn check(senders: &Senders, body: &str) -> Result<(), String> {
        let (notice, sender) = read_with_sender(body).unwrap();
        senders.check(&notice, &sender)
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
    fn only_known_buckets_and_topics_pass() {
        let senders = senders();
        let known = "arn:aws:sns:eu-west-1:111122223333:news";
        let other = "arn:aws:sns:eu-west-1:999999999999:news";
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
    fn events_of_eventbridge_are_those_of_their_source_and_account() {
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
    fn a_folder_mirrors_the_one_bucket_that_is_known() {
        assert_eq!(senders().only_bucket().unwrap(), Some("acme"));
        let two = ["a", "b"].map(str::to_owned).into();
        let error = Senders { buckets: two, ..senders() }.only_bucket().unwrap_err();
        assert!(error.to_string().ends_with("a, b"), "{error}");
    }
}
