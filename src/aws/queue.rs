//! An SQS queue: receives messages by long polling, several requests at a time, extends their visibility
//! timeout while they are processed, and deletes them.
//!
//! Does not know what a message says. A received message is *in flight* until it is deleted, left or
//! released: until then its visibility timeout is extended, so that no other consumer receives it.
//! Limits are from "Amazon SQS quotas" and "Amazon SQS visibility timeout" in the Amazon SQS Developer
//! Guide.

pub(super) mod address;
mod in_flight;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message as Received, MessageSystemAttributeName, QueueAttributeName};
use jiff::Timestamp;
use tokio::sync::mpsc::{Receiver as Incoming, Sender, channel as bounded};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use self::address::QueueAddress;
use self::in_flight::InFlight;
use super::Session;
use super::error::{ApiCall, Error};
use crate::source::FaultKind;

/// The longest wait of a receive request.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The shortest wait of a long poll.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// Receive requests that wait no longer than this are finished at the end: SQS may still answer an
/// aborted one, and its messages then stay in flight until their visibility timeout ends.
const SHORT_WAIT: Duration = Duration::from_secs(5);
/// How long others may take at the end: one that is being answered brings messages, which can be
/// returned to the queue.
const GRACE: Duration = Duration::from_secs(1);
/// The most messages in a batch.
pub(super) const BATCH: usize = 10;
/// The shortest visibility timeout, whatever the queue's is, so that there is time to extend it.
const LEAST_VISIBILITY: Duration = Duration::from_secs(10);
/// The visibility timeout if the queue's is unknown: the default of SQS.
const USUAL_VISIBILITY: Duration = Duration::from_secs(30);
/// The pause after a failed receive request; it doubles up to a limit.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// A message that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same each time it is received.
    pub id: String,
    /// Its text.
    pub body: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// How often it was received, including this time.
    pub received: u32,
    /// The receipt handle of this receive.
    pub(super) receipt: String,
}

/// The number of messages in a queue, which SQS approximates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Visible messages.
    pub waiting: u64,
    /// Messages in flight: received and not deleted.
    pub in_flight: u64,
}

/// The settings of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueSettings {
    /// Its ARN.
    pub arn: String,
    /// Its policy, as written; empty if it has none.
    pub policy: String,
    /// It has a dead-letter queue.
    pub has_dead_letter_queue: bool,
}

/// A queue.
#[derive(Clone)]
pub struct Queue {
    session: Arc<Session>,
    remote: Remote,
    visibility_timeout: Duration,
    /// Unless access to its attributes is denied.
    settings: Option<QueueSettings>,
}

/// What a task needs to send requests about the queue.
#[derive(Clone)]
pub(super) struct Remote {
    client: Client,
    url: Arc<str>,
    /// For messages about permissions.
    name: Arc<str>,
}

impl Queue {
    /// Opens a queue by its URL, its ARN, or its name in the configured Region. `region` is the
    /// queue's Region if the URL does not say it.
    ///
    /// # Errors
    /// There is no such queue, or SQS cannot be reached.
    pub fn open(session: &Arc<Session>, given: &str, region: Option<&str>) -> Result<Self, Error> {
        let address = QueueAddress::parse(given)?;
        let region = region.or(address.region()).or(session.region());
        let region = region.ok_or_else(super::account::no_region)?.to_owned();
        let client = session.sqs_client(&region, &address);
        session.wait(async {
            let url = address.url(&client, &region).await?;
            let remote = Remote { client, url: url.into(), name: given.into() };
            // A caller without sqs:GetQueueAttributes may still receive.
            let (visibility_timeout, settings) = match remote.attributes().await {
                Ok(all) => {
                    let timeout = number(&all, &QueueAttributeName::VisibilityTimeout);
                    let timeout = timeout.map_or(USUAL_VISIBILITY, Duration::from_secs);
                    (timeout.max(LEAST_VISIBILITY), Some(settings(all)))
                }
                Err(error) if error.kind == FaultKind::Denied => (USUAL_VISIBILITY, None),
                Err(error) if error.kind == FaultKind::Missing => {
                    return Err(address::missing(given, &region));
                }
                Err(error) => return Err(error),
            };
            Ok(Self { session: Arc::clone(session), remote, visibility_timeout, settings })
        })?
    }

    /// The number of messages.
    ///
    /// # Errors
    /// The queue's attributes cannot be read.
    pub fn depth(&self) -> Result<Depth, Error> {
        let all = self.session.runtime.block_on(self.remote.attributes())?;
        let number = |name| number(&all, &name).unwrap_or(0);
        Ok(Depth {
            waiting: number(QueueAttributeName::ApproximateNumberOfMessages),
            in_flight: number(QueueAttributeName::ApproximateNumberOfMessagesNotVisible),
        })
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.remote.url
    }

    /// Its settings when it was opened, unless access was denied.
    pub fn settings(&self) -> Option<&QueueSettings> {
        self.settings.as_ref()
    }

    /// Starts to receive, with so many `requests` at a time that wait for `wait` at most, up to `most`
    /// messages.
    pub fn receive(&self, requests: usize, wait: Option<Duration>, most: Option<u64>) -> Receiving {
        let wait = wait.unwrap_or(LONGEST_WAIT).clamp(SHORTEST_WAIT, LONGEST_WAIT);
        // Each receiver keeps its messages until there is room: that is enough ahead.
        let (found, incoming) = bounded(1);
        let runtime = &self.session.runtime;
        let in_flight = Arc::new(InFlight::new(self.remote.clone(), self.visibility_timeout));
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let wanted = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        let receiver = |_| {
            let receiver = MessageReceiver {
                remote: self.remote.clone(),
                wait,
                visibility_timeout: self.visibility_timeout,
                in_flight: Arc::clone(&in_flight),
                wanted: Arc::clone(&wanted),
            };
            runtime.spawn(receiver.run(found.clone()))
        };
        let receivers = (0..requests).map(receiver).collect();
        let extender = runtime.spawn(Arc::clone(&in_flight).keep_extending());
        let (queue, deletions) = (self.clone(), Vec::new());
        Receiving { queue, wait, incoming, wanted, in_flight, receivers, extender, deletions }
    }
}

impl Remote {
    fn call<'a>(&'a self, action: &'a str) -> ApiCall<'a> {
        ApiCall { action, resource: &self.name }
    }

    /// The attributes of the queue.
    async fn attributes(&self) -> Result<HashMap<QueueAttributeName, String>, Error> {
        use QueueAttributeName::{
            ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible, Policy, QueueArn,
            RedrivePolicy, VisibilityTimeout,
        };
        let names = [
            ApproximateNumberOfMessages,
            ApproximateNumberOfMessagesNotVisible,
            VisibilityTimeout,
            QueueArn,
            Policy,
            RedrivePolicy,
        ];
        let ask = self.client.get_queue_attributes().queue_url(&*self.url);
        let answer = ask.set_attribute_names(Some(names.into())).send().await;
        let answer =
            answer.map_err(|error| Error::of(&error, self.call("sqs:GetQueueAttributes")))?;
        Ok(answer.attributes.unwrap_or_default())
    }

    /// Receives up to `most` messages, a batch at most.
    async fn receive(
        &self,
        most: usize,
        wait: Duration,
        visibility_timeout: Duration,
    ) -> Result<Vec<Message>, Error> {
        use MessageSystemAttributeName::{ApproximateReceiveCount, SentTimestamp};
        let ask =
            self.client.receive_message().queue_url(&*self.url).wait_time_seconds(seconds(wait));
        let answer = ask
            .max_number_of_messages(i32::try_from(most.min(BATCH)).unwrap_or(1))
            .visibility_timeout(seconds(visibility_timeout))
            .message_system_attribute_names(SentTimestamp)
            .message_system_attribute_names(ApproximateReceiveCount)
            .send()
            .await;
        let answer = answer.map_err(|error| {
            let error = Error::of(&error, self.call("sqs:ReceiveMessage"));
            let region = self.client.config().region().map_or("", AsRef::as_ref);
            let is_missing = error.kind == FaultKind::Missing;
            if is_missing { address::missing(&self.name, region) } else { error }
        })?;
        Ok(answer.messages.unwrap_or_default().into_iter().filter_map(message).collect())
    }
}

fn number(
    attributes: &HashMap<QueueAttributeName, String>,
    name: &QueueAttributeName,
) -> Option<u64> {
    attributes.get(name)?.parse().ok()
}

fn settings(mut attributes: HashMap<QueueAttributeName, String>) -> QueueSettings {
    let mut text = |name| attributes.remove(&name).unwrap_or_default();
    QueueSettings {
        arn: text(QueueAttributeName::QueueArn),
        policy: text(QueueAttributeName::Policy),
        has_dead_letter_queue: !text(QueueAttributeName::RedrivePolicy).is_empty(),
    }
}

fn message(received: Received) -> Option<Message> {
    let attributes = received.attributes.unwrap_or_default();
    let number = |name| attributes.get(&name).and_then(|text| text.parse::<i64>().ok());
    let sent = number(MessageSystemAttributeName::SentTimestamp);
    let count = number(MessageSystemAttributeName::ApproximateReceiveCount);
    Some(Message {
        id: received.message_id.unwrap_or_default(),
        body: received.body.unwrap_or_default(),
        sent: sent.and_then(|sent| Timestamp::from_millisecond(sent).ok()),
        received: count.and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
        receipt: received.receipt_handle?,
    })
}

fn seconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_secs()).unwrap_or(i32::MAX)
}

/// Sends one receive request after the other.
struct MessageReceiver {
    remote: Remote,
    wait: Duration,
    visibility_timeout: Duration,
    in_flight: Arc<InFlight>,
    /// A permit for each message that is still wanted: no more are received.
    wanted: Arc<Semaphore>,
}

impl MessageReceiver {
    /// Receives until the other end of `found` is closed. A failed request is sent there too, and
    /// retried after a pause.
    async fn run(self, found: Sender<Result<Vec<Message>, Error>>) {
        let (mut pause, mut wait) = (FIRST_PAUSE, self.wait);
        while !found.is_closed()
            && let Some(received) = self.receive(wait).await
        {
            let is_failing = received.is_err();
            if found.send(received).await.is_err() {
                return;
            }
            if is_failing {
                let _ = timeout(pause, found.closed()).await;
                // A short wait shows soon whether it works again.
                (pause, wait) = ((pause * 2).min(LONGEST_PAUSE), SHORTEST_WAIT);
            } else {
                (pause, wait) = (FIRST_PAUSE, self.wait);
            }
        }
    }

    /// Receives once if messages are still wanted; nothing once the run ends.
    async fn receive(&self, wait: Duration) -> Option<Result<Vec<Message>, Error>> {
        let mut permits = self.permits().await?;
        let timeout = self.visibility_timeout;
        let received = self.remote.receive(permits.num_permits(), wait, timeout).await;
        if let Ok(messages) = &received {
            self.in_flight.add(messages);
            if let Some(used) = permits.split(messages.len()) {
                used.forget();
            }
        }
        Some(received)
    }

    /// Waits for the permits of one batch, or for those that are left.
    async fn permits(&self) -> Option<SemaphorePermit<'_>> {
        let mut permits = self.wanted.acquire().await.ok()?;
        while permits.num_permits() < BATCH
            && let Ok(more) = self.wanted.try_acquire()
        {
            permits.merge(more);
        }
        Some(permits)
    }
}

/// Messages as they are received.
pub struct Receiving {
    queue: Queue,
    wait: Duration,
    incoming: Incoming<Result<Vec<Message>, Error>>,
    wanted: Arc<Semaphore>,
    in_flight: Arc<InFlight>,
    receivers: Vec<JoinHandle<()>>,
    extender: JoinHandle<()>,
    deletions: Vec<Receiver<Result<u64, Error>>>,
}

impl Receiving {
    /// The messages of the next receive request that ends within `patience`, which may be none.
    ///
    /// # Errors
    /// A receive request failed; it is retried after a pause.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Vec<Message>>, Error> {
        let incoming = &mut self.incoming;
        let next = async { timeout(patience, incoming.recv()).await };
        self.queue.session.runtime.block_on(next).ok().flatten().transpose()
    }

    /// Messages that were received already, if there are any.
    pub fn ready(&mut self) -> Option<Vec<Message>> {
        // A failure is seen again at the retry.
        self.incoming.try_recv().ok()?.ok()
    }

    /// Starts to delete messages.
    pub fn delete(&mut self, messages: &[Message]) {
        let receipts = self.in_flight.remove(messages);
        for batch in receipts.chunks(BATCH) {
            let (outcome, deletion) = channel();
            let (in_flight, batch) = (Arc::clone(&self.in_flight), batch.to_vec());
            self.queue.session.runtime.spawn(async move {
                // The run may have ended.
                let _ = outcome.send(in_flight.delete(batch).await);
            });
            self.deletions.push(deletion);
        }
    }

    /// The outcomes of deletions that finished since the last call: how many messages were deleted, or
    /// why some were not, which are received again. `wait`: waits for all others too.
    pub fn deleted(&mut self, wait: bool) -> Vec<Result<u64, Error>> {
        let (mut outcomes, mut open) = (Vec::new(), Vec::new());
        for deletion in self.deletions.drain(..) {
            let outcome = if wait { deletion.recv().ok() } else { deletion.try_recv().ok() };
            match outcome {
                Some(outcome) => outcomes.push(outcome),
                None => open.push(deletion),
            }
        }
        if !wait {
            self.deletions = open;
        }
        outcomes
    }

    /// Stops extending the visibility timeout of these messages: SQS delivers them again when it ends,
    /// or moves them to the dead-letter queue.
    pub fn leave(&self, messages: &[Message]) {
        self.in_flight.remove(messages);
    }

    /// Stops receiving, waits for deletions, and returns all messages in flight to the queue at once.
    pub fn release(&mut self) {
        self.incoming.close();
        self.wanted.close();
        for deletion in self.deletions.drain(..) {
            // The outcome does not matter any more.
            let _ = deletion.recv();
        }
        let patience = if self.wait > SHORT_WAIT { GRACE } else { SHORT_WAIT * 2 };
        let runtime = &self.queue.session.runtime;
        runtime.block_on(async {
            let end = Instant::now() + patience;
            for mut receiver in self.receivers.drain(..) {
                if timeout_at(end, &mut receiver).await.is_err() {
                    receiver.abort();
                }
            }
            self.extender.abort();
            self.in_flight.release().await;
        });
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        self.receivers.iter().for_each(JoinHandle::abort);
        self.extender.abort();
    }
}
