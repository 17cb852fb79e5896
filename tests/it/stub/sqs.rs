//! Amazon SQS: queues in memory that hide what they hand out, as its JSON protocol has them, with
//! failures on demand.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::Stub;
use super::cloudtrail::{error, region};
use super::http::{Request, Response};
use super::requests::{Call, Tally};

/// All queues, and what is to go wrong.
#[derive(Default)]
pub(super) struct Sqs {
    state: Mutex<State>,
    /// A message became visible.
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    queues: BTreeMap<String, Queue>,
    refusals: HashMap<String, Refusal>,
    /// Receipts and messages are numbered.
    numbers: u64,
    /// How often polls were ended by [`Stub::expire`].
    ended_polls: u64,
    is_closed: bool,
}

/// The errors in response to calls of an operation.
struct Refusal {
    /// So many calls.
    times: usize,
    status: u16,
    kind: String,
    message: String,
    /// Every entry of a batch fails, and the batch does not.
    is_of_entries: bool,
}

#[derive(Default)]
struct Queue {
    /// The default visibility timeout.
    hidden: Duration,
    policy: String,
    waiting: VecDeque<Message>,
    /// What was handed out, by receipt, and until when it is hidden.
    flying: HashMap<String, (Instant, Message)>,
}

struct Message {
    id: String,
    body: String,
    md5: String,
    sent: u128,
    received: u32,
}

type Refused = (u16, Value);

impl Stub {
    /// Creates a queue that hides messages for so long, and to which the bucket `logs` may send; its
    /// URL.
    pub(crate) fn queue(&self, name: &str, hidden: Duration) -> String {
        let policy = json!({ "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
            "Action": "SQS:SendMessage",
            "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:s3:::logs" } },
        }] });
        let queue = Queue { hidden, policy: policy.to_string(), ..Queue::default() };
        self.service.sqs.lock().queues.insert(name.to_owned(), queue);
        format!("{}/{ACCOUNT}/{name}", self.endpoint())
    }

    /// Sends messages.
    pub(crate) fn send(&self, queue: &str, bodies: impl IntoIterator<Item = String>) {
        let mut state = self.service.sqs.lock();
        for body in bodies {
            let message = Message::new(state.number(), body);
            state.queue(queue).expect("the queue is there").waiting.push_back(message);
        }
        self.service.sqs.arrived.notify_all();
    }

    /// Visible messages, and messages in flight.
    pub(crate) fn depth(&self, queue: &str) -> (usize, usize) {
        let mut state = self.service.sqs.lock();
        let queue = state.queue(queue).expect("the queue is there");
        queue.expire(Instant::now());
        (queue.waiting.len(), queue.flying.len())
    }

    /// Ends the visibility timeout of all messages in flight, after the polls that wait: those of a
    /// killed client receive none of them.
    pub(crate) fn expire(&self, queue: &str) {
        let mut state = self.service.sqs.lock();
        state.ended_polls += 1;
        let queue = state.queue(queue).expect("the queue is there");
        for (until, _) in queue.flying.values_mut() {
            *until = Instant::now();
        }
        queue.expire(Instant::now());
        self.service.sqs.arrived.notify_all();
    }

    /// From now on so many calls of an operation of SQS are refused.
    pub(crate) fn refuse_queues(
        &self,
        operation: &str,
        times: usize,
        (status, kind): (u16, &str),
        message: &str,
    ) {
        self.refuse_in_queues(operation, times, (status, kind, message), false);
    }

    /// From now on every entry of so many batches fails.
    pub(crate) fn fail_entries(&self, operation: &str, times: usize, kind: &str, message: &str) {
        self.refuse_in_queues(operation, times, (200, kind, message), true);
    }

    fn refuse_in_queues(
        &self,
        operation: &str,
        times: usize,
        (status, kind, message): (u16, &str, &str),
        is_of_entries: bool,
    ) {
        let (kind, message) = (kind.to_owned(), message.to_owned());
        let refusal = Refusal { times, status, kind, message, is_of_entries };
        self.service.sqs.lock().refusals.insert(operation.to_owned(), refusal);
    }
}

/// Whose the queues are.
const ACCOUNT: &str = "123456789012";
/// The most messages that are handed out at once.
const MOST: u64 = 10;
/// The longest wait of a poll, whatever the call says, so that no test waits longer for its end.
const LONGEST_POLL: Duration = Duration::from_secs(1);

impl Sqs {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody waits any longer.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.arrived.notify_all();
    }

    /// The answer to a request whose `X-Amz-Target` is this.
    pub(super) fn respond(&self, target: &str, request: &Request, tally: &Tally) -> Response {
        let operation = target.strip_prefix("AmazonSQS.").unwrap_or_default();
        let input: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let (at, region) = (Instant::now(), region(request));
        let call = Call { operation: operation.to_owned(), region, input, at, throttled: false };
        let input = call.input.clone();
        tally.note(|requests| requests.sqs.push(call));
        let host = request.header("host").unwrap_or_default();
        let (status, document) = match self.answer(operation, &input, host) {
            Ok(document) => (200, document),
            Err(refused) => refused,
        };
        let kind = document["__type"].as_str().unwrap_or_default().to_owned();
        let response = Response::new(status, document.to_string().into_bytes())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000");
        match &*kind {
            "com.amazonaws.sqs#QueueDoesNotExist" => response.header("x-amzn-query-error", GONE),
            _ => response,
        }
    }

    fn answer(&self, operation: &str, input: &Value, host: &str) -> Result<Value, Refused> {
        let broken = self.lock().refused(operation)?;
        let name = input["QueueName"].as_str().or(input["QueueUrl"].as_str()).unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default();
        let url = || format!("http://{host}/{ACCOUNT}/{name}");
        match operation {
            "CreateQueue" => {
                let hidden = &input["Attributes"]["VisibilityTimeout"];
                let hidden = hidden.as_str().and_then(|hidden| hidden.parse().ok()).unwrap_or(30);
                let queue = Queue { hidden: Duration::from_secs(hidden), ..Queue::default() };
                self.lock().queues.insert(name.to_owned(), queue);
                Ok(json!({ "QueueUrl": url() }))
            }
            "GetQueueUrl" => {
                self.lock().queue(name)?;
                Ok(json!({ "QueueUrl": url() }))
            }
            "GetQueueAttributes" => Ok(self.lock().queue(name)?.attributes()),
            "SendMessageBatch" => self.send(name, input),
            "ReceiveMessage" => self.receive(name, input),
            "DeleteMessageBatch" => {
                self.batch(name, input, broken.as_ref(), |queue, receipt, _| {
                    // That it is gone already is no failure.
                    queue.flying.remove(receipt);
                    true
                })
            }
            "ChangeMessageVisibilityBatch" => self.batch(name, input, broken.as_ref(), Queue::hide),
            _ => Err((400, error("InvalidAction", operation))),
        }
    }

    fn send(&self, name: &str, input: &Value) -> Result<Value, Refused> {
        let mut state = self.lock();
        for entry in input["Entries"].as_array().into_iter().flatten() {
            let body = entry["MessageBody"].as_str().unwrap_or_default().to_owned();
            let message = Message::new(state.number(), body);
            state.queue(name)?.waiting.push_back(message);
        }
        self.arrived.notify_all();
        Ok(json!({ "Successful": [], "Failed": [] }))
    }

    /// Waits for messages up to the wait time of the call, or [`LONGEST_POLL`].
    fn receive(&self, name: &str, input: &Value) -> Result<Value, Refused> {
        let wait = Duration::from_secs(input["WaitTimeSeconds"].as_u64().unwrap_or(0));
        let until = Instant::now() + wait.min(LONGEST_POLL);
        let mut state = self.lock();
        let ended_polls = state.ended_polls;
        loop {
            if state.ended_polls != ended_polls {
                return Ok(json!({}));
            }
            let now = Instant::now();
            let found = state.hand_out(name, input, now)?;
            let left = until.saturating_duration_since(now);
            if !found.is_empty() || left.is_zero() || state.is_closed {
                return Ok(if found.is_empty() { json!({}) } else { json!({ "Messages": found }) });
            }
            // What is hidden may show meanwhile.
            let left = left.min(Duration::from_millis(100));
            let waited = self.arrived.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Does something with each entry of a batch, unless all are to fail.
    fn batch(
        &self,
        name: &str,
        input: &Value,
        broken: Option<&Value>,
        change: impl Fn(&mut Queue, &str, Duration) -> bool,
    ) -> Result<Value, Refused> {
        let mut state = self.lock();
        let queue = state.queue(name)?;
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for entry in input["Entries"].as_array().into_iter().flatten() {
            let receipt = entry["ReceiptHandle"].as_str().unwrap_or_default();
            let hidden = Duration::from_secs(entry["VisibilityTimeout"].as_u64().unwrap_or(0));
            let id = &entry["Id"];
            if let Some(why) = broken {
                bad.push(json!({ "Id": id, "SenderFault": false,
                    "Code": why["__type"], "Message": why["message"] }));
            } else if change(queue, receipt, hidden) {
                good.push(json!({ "Id": id }));
            } else {
                bad.push(json!({ "Id": id, "SenderFault": true, "Code": "ReceiptHandleIsInvalid",
                    "Message": "The receipt handle is not valid." }));
            }
        }
        self.arrived.notify_all();
        Ok(json!({ "Successful": good, "Failed": bad }))
    }
}

/// What the error is called in the protocol that SQS spoke before.
const GONE: &str = "AWS.SimpleQueueService.NonExistentQueue;Sender";

impl State {
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn queue(&mut self, name: &str) -> Result<&mut Queue, Refused> {
        let message = "The specified queue does not exist.";
        let gone = || (400, error("com.amazonaws.sqs#QueueDoesNotExist", message));
        self.queues.get_mut(name).ok_or_else(gone)
    }

    /// Whether a call is refused, or the error of all its entries.
    fn refused(&mut self, operation: &str) -> Result<Option<Value>, Refused> {
        let Some(refusal) = self.refusals.get_mut(operation).filter(|it| it.times > 0) else {
            return Ok(None);
        };
        refusal.times = refusal.times.saturating_sub(1);
        let refused = error(&refusal.kind, &refusal.message);
        if refusal.is_of_entries { Ok(Some(refused)) } else { Err((refusal.status, refused)) }
    }

    fn hand_out(&mut self, name: &str, input: &Value, now: Instant) -> Result<Vec<Value>, Refused> {
        let most = input["MaxNumberOfMessages"].as_u64().unwrap_or(1).min(MOST);
        let first = self.number();
        self.numbers += most;
        let queue = self.queue(name)?;
        queue.expire(now);
        let hidden = input["VisibilityTimeout"].as_u64().map(Duration::from_secs);
        let until = now + hidden.unwrap_or(queue.hidden);
        let most = queue.waiting.len().min(usize::try_from(most).unwrap_or(0));
        let messages: Vec<Message> = queue.waiting.drain(..most).collect();
        let mut found = Vec::new();
        for (mut message, number) in messages.into_iter().zip(first..) {
            message.received += 1;
            let receipt = format!("receipt-{number}");
            found.push(message.document(&receipt));
            queue.flying.insert(receipt, (until, message));
        }
        Ok(found)
    }
}

impl Queue {
    /// Shows again what has been hidden long enough.
    fn expire(&mut self, now: Instant) {
        let over: Vec<String> = self
            .flying
            .iter()
            .filter(|(_, (until, _))| *until <= now)
            .map(|(receipt, _)| receipt.clone())
            .collect();
        let shown = over.iter().filter_map(|receipt| self.flying.remove(receipt));
        self.waiting.extend(shown.map(|(_, message)| message));
    }

    fn hide(&mut self, receipt: &str, hidden: Duration) -> bool {
        let now = Instant::now();
        self.expire(now);
        let Some((until, _)) = self.flying.get_mut(receipt) else { return false };
        *until = now + hidden;
        self.expire(now);
        true
    }

    fn attributes(&mut self) -> Value {
        self.expire(Instant::now());
        json!({ "Attributes": {
            "ApproximateNumberOfMessages": self.waiting.len().to_string(),
            "ApproximateNumberOfMessagesNotVisible": self.flying.len().to_string(),
            "VisibilityTimeout": self.hidden.as_secs().to_string(),
            "QueueArn": format!("arn:aws:sqs:us-east-1:{ACCOUNT}:new-logs"),
            "Policy": self.policy,
            "RedrivePolicy": "{}",
        } })
    }
}

impl Message {
    fn new(number: u64, body: String) -> Self {
        let mut md5 = String::new();
        for byte in Md5::digest(&body) {
            // Writing to a string cannot fail.
            let _ = write!(md5, "{byte:02x}");
        }
        let sent = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        Self { id: format!("message-{number}"), body, md5, sent, received: 0 }
    }

    fn document(&self, receipt: &str) -> Value {
        json!({
            "MessageId": self.id, "ReceiptHandle": receipt, "Body": self.body,
            "MD5OfBody": self.md5,
            "Attributes": { "SentTimestamp": self.sent.to_string(),
                "ApproximateReceiveCount": self.received.to_string() },
        })
    }
}
