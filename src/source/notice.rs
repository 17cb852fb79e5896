//! Messages that tell of new logs: what a queue hands out, made one of three things, whichever way
//! it went.
//!
//! ```text
//! S3 -> SQS              {"Records":[{"s3":{…}}]}, keys encoded as in forms
//! S3 -> SNS -> SQS       the same as text in {"Type":"Notification","Message":"…"}
//! CloudTrail -> SNS      {"s3Bucket":"…","s3ObjectKey":["…"]}, keys as they are
//! S3 -> EventBridge      {"detail-type":"Object Created","detail":{…}}, the key as it is
//! CloudTrail -> EventBridge   {"detail-type":"AWS API Call via CloudTrail","detail":RECORD}
//! ```
//! With raw delivery a topic hands on what is in `Message` alone. From "Event message structure" in
//! the Amazon S3 User Guide, "Amazon S3 events" and "AWS service events delivered via CloudTrail" in
//! the EventBridge User Guide, "Raw message delivery" in the Amazon SNS Developer Guide, and
//! "Configuring Amazon SNS notifications for CloudTrail" in the CloudTrail User Guide.
//! Knows nothing of queues, nor whether a key is that of a log; the region that some messages name
//! is not looked at, since the bucket's own is asked of S3.

use percent_encoding::percent_decode_str;

use crate::event::Value;
use crate::event::json::{Index, repeat};

/// What CloudTrail publishes, no JSON, when a topic is set for a trail.
const VALIDATION: &str = "CloudTrail validation message.";
/// Envelopes within envelopes that are opened: EventBridge to SNS to SQS has two.
const DEEPEST: usize = 4;

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// These objects were written.
    Objects(Vec<Named>),
    /// This happened: a record, byte for byte as it stands in the message.
    Event(String),
    /// Nothing that concerns logs.
    Nothing(Nothing),
}

/// Who sent a message, as its envelopes claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The ARNs of the topics that passed it on.
    pub topics: Vec<String>,
    /// The event of EventBridge in it.
    pub event: Option<EventSender>,
}

/// Who sent an event of EventBridge, as far as it names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSender {
    /// The service, such as `aws.s3`.
    pub source: Option<String>,
    /// The account in which it happened.
    pub account: Option<String>,
    /// The account of the CloudTrail record in it.
    pub recipient: Option<String>,
}

/// An object that a message names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The bucket.
    pub bucket: String,
    /// The key, decoded.
    pub key: String,
}

/// Why a message says nothing of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// S3 tries whether it may write to the queue.
    S3Test,
    /// CloudTrail tries whether it may publish to the topic.
    CloudTrailTest,
    /// Something else than an object being written.
    NotCreated,
    /// A topic tells that somebody subscribed, or no longer does.
    Subscription,
}

/// Why a message cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// It is no JSON object.
    #[error("not a message that ct knows: {0}")]
    NotJson(String),
    /// It is none of the messages above.
    #[error("not a message that ct knows: a JSON object with {0}")]
    Unknown(String),
    /// It is one of them, without something that it must have.
    #[error("a message of {0} without {1}")]
    Lacks(&'static str, &'static str),
    /// Readers would differ in what it says.
    #[error("not a message that ct knows: {0}")]
    Repeated(String),
    /// A key that is no text.
    #[error("a message of {0} with a key that is not UTF-8")]
    BadKey(&'static str),
    /// An event that has nothing to do with logs.
    #[error("an event of EventBridge that ct has no use for: {0}")]
    Foreign(String),
    /// There is no end to it.
    #[error("a message in a message, more than {DEEPEST} deep")]
    TooDeep,
}

const S3: &str = "S3";
const CLOUDTRAIL: &str = "CloudTrail";
const EVENTBRIDGE: &str = "EventBridge";
const SNS: &str = "SNS";

/// Reads the body of a message.
///
/// # Errors
/// It is none that tells of logs, or not whole.
pub fn read(body: &str) -> Result<Notice, NoticeError> {
    read_with_sender(body).map(|(notice, _)| notice)
}

/// Reads the body of a message, and who it says has sent it.
///
/// # Errors
/// It is none that tells of logs, or not whole.
pub fn read_with_sender(body: &str) -> Result<(Notice, Sender), NoticeError> {
    let mut sender = Sender::default();
    let notice = opened(body, &mut sender, DEEPEST)?;
    Ok((notice, sender))
}

fn opened(body: &str, sender: &mut Sender, deepest: usize) -> Result<Notice, NoticeError> {
    let body = body.trim();
    if body == VALIDATION {
        return Ok(Notice::Nothing(Nothing::CloudTrailTest));
    }
    let mut index = Index::default();
    index.of(body.as_bytes()).map_err(|error| NoticeError::NotJson(error.to_string()))?;
    let whole = Value::new(body.as_bytes());
    if let Some(name) = index.repeated(body.as_bytes()) {
        return Err(NoticeError::Repeated(repeat::message(&name)));
    }
    if whole.member("Event").is_some_and(|event| event.text_is("s3:TestEvent")) {
        return Ok(Notice::Nothing(Nothing::S3Test));
    }
    if let Some(records) = whole.member("Records") {
        return of_s3(records);
    }
    if let Some(kind) = whole.member("Type") {
        return of_topic(whole, &kind.text(), sender, deepest);
    }
    if whole.member("s3Bucket").is_some() || whole.member("s3ObjectKey").is_some() {
        return of_cloudtrail(whole);
    }
    if let Some(kind) = whole.member("detail-type") {
        sender.event = Some(event_sender(whole));
        return of_eventbridge(whole, &kind.text());
    }
    Err(NoticeError::Unknown(names(whole)))
}

/// What S3 says itself.
fn of_s3(records: Value<'_>) -> Result<Notice, NoticeError> {
    once(records)?;
    let (mut named, mut others) = (Vec::new(), 0);
    for record in records.elements() {
        let lacks = |what| NoticeError::Lacks(S3, what);
        let s3 = record.member("s3").ok_or(lacks("Records[].s3"))?;
        if !record.member("eventName").is_none_or(|name| is_created(&name.text())) {
            others += 1;
            continue;
        }
        let bucket = s3.member("bucket").and_then(|bucket| bucket.member_text("name"));
        let key = s3.member("object").and_then(|object| object.member_text("key"));
        named.push(Named {
            bucket: bucket.ok_or(lacks("s3.bucket.name"))?.into_owned(),
            key: form_decoded(&key.ok_or(lacks("s3.object.key"))?)?,
        });
    }
    match named.is_empty() {
        false => Ok(Notice::Objects(named)),
        true if others > 0 => Ok(Notice::Nothing(Nothing::NotCreated)),
        true => Err(NoticeError::Lacks(S3, "Records")),
    }
}

/// `ObjectCreated:Put`; in a message the name has no `s3:` in front.
fn is_created(name: &str) -> bool {
    name.trim_start_matches("s3:").starts_with("ObjectCreated:")
}

/// A key as S3 writes it here: as in a form, so that `+` is a space.
fn form_decoded(key: &str) -> Result<String, NoticeError> {
    let key = key.replace('+', " ");
    let decoded = percent_decode_str(&key).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| NoticeError::BadKey(S3))
}

/// What a topic hands on in an envelope.
fn of_topic(
    whole: Value<'_>,
    kind: &str,
    sender: &mut Sender,
    deepest: usize,
) -> Result<Notice, NoticeError> {
    match kind {
        "SubscriptionConfirmation" | "UnsubscribeConfirmation" => {
            Ok(Notice::Nothing(Nothing::Subscription))
        }
        "Notification" if deepest == 0 => Err(NoticeError::TooDeep),
        "Notification" => {
            let message = whole.member("Message").filter(|message| message.is_string());
            let message = message.ok_or(NoticeError::Lacks(SNS, "Message"))?;
            sender.topics.extend(claimed(whole, "TopicArn"));
            opened(&message.text(), sender, deepest - 1)
        }
        _ => Err(NoticeError::Unknown(names(whole))),
    }
}

/// What CloudTrail publishes; one message may name several objects.
fn of_cloudtrail(whole: Value<'_>) -> Result<Notice, NoticeError> {
    let lacks = |what| NoticeError::Lacks(CLOUDTRAIL, what);
    let bucket = whole.member_text("s3Bucket").ok_or(lacks("s3Bucket"))?;
    let keys = whole.member("s3ObjectKey").ok_or(lacks("s3ObjectKey"))?;
    let keys: Vec<Value<'_>> = if keys.is_array() { keys.elements().collect() } else { vec![keys] };
    let named = keys.into_iter().map(|key| {
        let key = Some(key).filter(|key| key.is_string()).map(Value::text);
        let key = key.filter(|key| !key.is_empty()).ok_or(lacks("s3ObjectKey"))?;
        Ok(Named { bucket: bucket.clone().into_owned(), key: key.into_owned() })
    });
    let named = named.collect::<Result<Vec<_>, _>>()?;
    if named.is_empty() { Err(lacks("s3ObjectKey")) } else { Ok(Notice::Objects(named)) }
}

/// What a member says, whatever it is: a name that is no string is no name that anybody knows.
fn claimed(whole: Value<'_>, name: &str) -> Option<String> {
    whole.member(name).map(|value| value.text().into_owned())
}

fn event_sender(whole: Value<'_>) -> EventSender {
    let detail = whole.member("detail");
    EventSender {
        source: claimed(whole, "source"),
        account: claimed(whole, "account"),
        recipient: detail.and_then(|detail| claimed(detail, "recipientAccountId")),
    }
}

/// What EventBridge delivers: news of an object, or a record itself.
fn of_eventbridge(whole: Value<'_>, kind: &str) -> Result<Notice, NoticeError> {
    let lacks = |what| NoticeError::Lacks(EVENTBRIDGE, what);
    let detail = whole.member("detail").filter(|detail| detail.is_object());
    let is_of_s3 = whole.member("source").is_some_and(|source| source.text_is("aws.s3"));
    if kind.ends_with(" via CloudTrail") {
        let detail = detail.ok_or(lacks("detail"))?;
        detail.member("eventVersion").ok_or(lacks("detail.eventVersion"))?;
        // Cut from text between tokens, so that it is text.
        return Ok(Notice::Event(String::from_utf8_lossy(detail.written()).into_owned()));
    }
    if kind == "Object Created" {
        let detail = detail.ok_or(lacks("detail"))?;
        once(detail)?;
        let bucket = detail.member("bucket").and_then(|bucket| bucket.member_text("name"));
        let key = detail.member("object").and_then(|object| object.member_text("key"));
        return Ok(Notice::Objects(vec![Named {
            bucket: bucket.ok_or(lacks("detail.bucket.name"))?.into_owned(),
            key: key.ok_or(lacks("detail.object.key"))?.into_owned(),
        }]));
    }
    if is_of_s3 {
        return Ok(Notice::Nothing(Nothing::NotCreated));
    }
    Err(NoticeError::Foreign(short(kind)))
}

/// Checks that no object in a value has a member twice.
fn once(value: Value<'_>) -> Result<(), NoticeError> {
    let repeated = repeat::repeated_within(value);
    repeated.map_or(Ok(()), |name| Err(NoticeError::Repeated(repeat::message(&name))))
}

/// The first names of an object, for whoever has to find out what it is.
fn names(whole: Value<'_>) -> String {
    let names: Vec<String> =
        whole.members().take(5).map(|(name, _)| short(&Value::new(name).text())).collect();
    if names.is_empty() { "no members".to_owned() } else { names.join(", ") }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;
