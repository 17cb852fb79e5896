//! Notifications of new log files: the body of an SQS message, parsed to one of three things whichever
//! services sent it.
//!
//! ```text
//! S3 -> SQS              {"Records":[{"s3":{…}}]}, keys form-encoded
//! S3 -> SNS -> SQS       the same text in {"Type":"Notification","Message":"…"}
//! CloudTrail -> SNS      {"s3Bucket":"…","s3ObjectKey":["…"]}, keys not encoded
//! S3 -> EventBridge      {"detail-type":"Object Created","detail":{…}}, the key not encoded
//! CloudTrail -> EventBridge   {"detail-type":"AWS API Call via CloudTrail","detail":RECORD}
//! ```
//! With raw message delivery a topic sends only the text of `Message`. From "Event message structure" in
//! the Amazon S3 User Guide, "Amazon S3 events" and "AWS service events delivered via CloudTrail" in
//! the EventBridge User Guide, "Raw message delivery" in the Amazon SNS Developer Guide, and
//! "Configuring Amazon SNS notifications for CloudTrail" in the CloudTrail User Guide.
//! Does not know queues, nor whether a key is that of a log file. Ignores the Region in a
//! notification: S3 gives the bucket's.

use percent_encoding::percent_decode_str;

use super::s3_uri::S3Uri;
use crate::event::Value;
use crate::event::json::{Index, repeat};

/// What CloudTrail publishes when a topic is set for a trail. It is not JSON.
const VALIDATION: &str = "CloudTrail validation message.";
/// Nested envelopes that are opened: EventBridge to SNS to SQS has two.
const DEEPEST: usize = 4;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notification {
    /// These objects were created.
    Objects(Vec<S3Uri>),
    /// A CloudTrail record, byte for byte as it stands in the message.
    Record(String),
    /// Nothing about log files.
    Ignored(Ignored),
}

/// The sender of a notification, as its envelopes claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The ARNs of the topics that published it.
    pub topics: Vec<String>,
    /// The sender of the EventBridge event in it.
    pub event: Option<EventSender>,
}

/// The sender of an EventBridge event, as far as the event names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSender {
    /// The service, such as `aws.s3`.
    pub source: Option<String>,
    /// The account in which it happened.
    pub account: Option<String>,
    /// The account of the CloudTrail record in it.
    pub recipient: Option<String>,
}

/// Why a notification is not about log files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// S3 tests whether it may send to the queue or topic.
    S3Test,
    /// CloudTrail tests whether it may publish to the topic.
    CloudTrailTest,
    /// An event other than the creation of an object.
    NotCreated,
    /// A topic confirms that a subscription begins or ends.
    Subscription,
}

/// Why a message cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// It is not a JSON object.
    #[error("unknown message format: {0}")]
    NotJson(String),
    /// It is none of the formats above.
    #[error("unknown message format: a JSON object with {0}")]
    Unknown(String),
    /// It lacks a member that its format requires.
    #[error("{0} notification without {1}")]
    Lacks(&'static str, &'static str),
    /// It has a member twice: readers would differ in what it says.
    #[error("ambiguous message: {0}")]
    Repeated(String),
    /// Its key is not text.
    #[error("{0} notification with a key that is not UTF-8")]
    BadKey(&'static str),
    /// An EventBridge event that is not about logs.
    #[error("unsupported EventBridge event: {0}")]
    Foreign(String),
    /// It has too many nested envelopes.
    #[error("envelopes nested more than {DEEPEST} deep")]
    TooDeep,
}

const S3: &str = "S3";
const CLOUDTRAIL: &str = "CloudTrail";
const EVENTBRIDGE: &str = "EventBridge";
const SNS: &str = "SNS";

/// Parses the body of a message; gives also the sender that its envelopes claim.
///
/// # Errors
/// Its format is unknown, or it is incomplete.
pub fn parse(body: &str) -> Result<(Notification, Sender), NotificationError> {
    let mut sender = Sender::default();
    let notification = parse_nested(body, &mut sender, DEEPEST)?;
    Ok((notification, sender))
}

fn parse_nested(
    body: &str,
    sender: &mut Sender,
    deepest: usize,
) -> Result<Notification, NotificationError> {
    let body = body.trim();
    if body == VALIDATION {
        return Ok(Notification::Ignored(Ignored::CloudTrailTest));
    }
    let mut index = Index::default();
    index.fill(body.as_bytes()).map_err(|error| NotificationError::NotJson(error.to_string()))?;
    let whole = Value::new(body.as_bytes());
    if let Some(name) = index.repeated(body.as_bytes()) {
        return Err(NotificationError::Repeated(repeat::message(&name)));
    }
    if whole.member("Event").is_some_and(|event| event.text_is("s3:TestEvent")) {
        return Ok(Notification::Ignored(Ignored::S3Test));
    }
    if let Some(records) = whole.member("Records") {
        return parse_s3(records);
    }
    if let Some(kind) = whole.member("Type") {
        return parse_sns(whole, &kind.text(), sender, deepest);
    }
    if whole.member("s3Bucket").is_some() || whole.member("s3ObjectKey").is_some() {
        return parse_cloudtrail(whole);
    }
    if let Some(kind) = whole.member("detail-type") {
        sender.event = Some(event_sender(whole));
        return parse_eventbridge(whole, &kind.text());
    }
    Err(NotificationError::Unknown(names(whole)))
}

/// Parses an event notification of S3.
fn parse_s3(records: Value<'_>) -> Result<Notification, NotificationError> {
    once(records)?;
    let (mut named, mut others) = (Vec::new(), 0);
    for record in records.elements() {
        let lacks = |what| NotificationError::Lacks(S3, what);
        let s3 = record.member("s3").ok_or(lacks("Records[].s3"))?;
        if !record.member("eventName").is_none_or(|name| is_created(&name.text())) {
            others += 1;
            continue;
        }
        let bucket = s3.member("bucket").and_then(|bucket| bucket.member_text("name"));
        let key = s3.member("object").and_then(|object| object.member_text("key"));
        named.push(S3Uri {
            bucket: bucket.ok_or(lacks("s3.bucket.name"))?.into_owned(),
            key: decode_form(&key.ok_or(lacks("s3.object.key"))?)?,
        });
    }
    match named.is_empty() {
        false => Ok(Notification::Objects(named)),
        true if others > 0 => Ok(Notification::Ignored(Ignored::NotCreated)),
        true => Err(NotificationError::Lacks(S3, "Records")),
    }
}

/// Whether an event name is like `ObjectCreated:Put`. Notifications leave out the `s3:` in front.
fn is_created(name: &str) -> bool {
    name.trim_start_matches("s3:").starts_with("ObjectCreated:")
}

/// Decodes a key that is form-encoded: `+` is a space.
fn decode_form(key: &str) -> Result<String, NotificationError> {
    let key = key.replace('+', " ");
    let decoded = percent_decode_str(&key).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| NotificationError::BadKey(S3))
}

/// Parses the envelope of an SNS topic.
fn parse_sns(
    whole: Value<'_>,
    kind: &str,
    sender: &mut Sender,
    deepest: usize,
) -> Result<Notification, NotificationError> {
    match kind {
        "SubscriptionConfirmation" | "UnsubscribeConfirmation" => {
            Ok(Notification::Ignored(Ignored::Subscription))
        }
        "Notification" if deepest == 0 => Err(NotificationError::TooDeep),
        "Notification" => {
            let message = whole.member("Message").filter(|message| message.is_string());
            let message = message.ok_or(NotificationError::Lacks(SNS, "Message"))?;
            sender.topics.extend(claimed(whole, "TopicArn"));
            parse_nested(&message.text(), sender, deepest - 1)
        }
        _ => Err(NotificationError::Unknown(names(whole))),
    }
}

/// Parses a notification of CloudTrail, which may name several objects.
fn parse_cloudtrail(whole: Value<'_>) -> Result<Notification, NotificationError> {
    let lacks = |what| NotificationError::Lacks(CLOUDTRAIL, what);
    let bucket = whole.member_text("s3Bucket").ok_or(lacks("s3Bucket"))?;
    let keys = whole.member("s3ObjectKey").ok_or(lacks("s3ObjectKey"))?;
    let keys: Vec<Value<'_>> = if keys.is_array() { keys.elements().collect() } else { vec![keys] };
    let named = keys.into_iter().map(|key| {
        let key = Some(key).filter(|key| key.is_string()).map(Value::text);
        let key = key.filter(|key| !key.is_empty()).ok_or(lacks("s3ObjectKey"))?;
        Ok(S3Uri { bucket: bucket.clone().into_owned(), key: key.into_owned() })
    });
    let named = named.collect::<Result<Vec<_>, _>>()?;
    if named.is_empty() { Err(lacks("s3ObjectKey")) } else { Ok(Notification::Objects(named)) }
}

/// The text of a member. A value that is not a string gives a text that matches no name.
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

/// Parses an EventBridge event: about an object, or with a record.
fn parse_eventbridge(whole: Value<'_>, kind: &str) -> Result<Notification, NotificationError> {
    let lacks = |what| NotificationError::Lacks(EVENTBRIDGE, what);
    let detail = whole.member("detail").filter(|detail| detail.is_object());
    let is_of_s3 = whole.member("source").is_some_and(|source| source.text_is("aws.s3"));
    if kind.ends_with(" via CloudTrail") {
        let detail = detail.ok_or(lacks("detail"))?;
        detail.member("eventVersion").ok_or(lacks("detail.eventVersion"))?;
        // A part of a text between two tokens is UTF-8.
        return Ok(Notification::Record(String::from_utf8_lossy(detail.written()).into_owned()));
    }
    if kind == "Object Created" {
        let detail = detail.ok_or(lacks("detail"))?;
        once(detail)?;
        let bucket = detail.member("bucket").and_then(|bucket| bucket.member_text("name"));
        let key = detail.member("object").and_then(|object| object.member_text("key"));
        return Ok(Notification::Objects(vec![S3Uri {
            bucket: bucket.ok_or(lacks("detail.bucket.name"))?.into_owned(),
            key: key.ok_or(lacks("detail.object.key"))?.into_owned(),
        }]));
    }
    if is_of_s3 {
        return Ok(Notification::Ignored(Ignored::NotCreated));
    }
    Err(NotificationError::Foreign(short(kind)))
}

/// Checks that no object in a value has a member twice.
fn once(value: Value<'_>) -> Result<(), NotificationError> {
    let repeated = repeat::repeated_within(value);
    repeated.map_or(Ok(()), |name| Err(NotificationError::Repeated(repeat::message(&name))))
}

/// The first member names of an object, for the error message.
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
