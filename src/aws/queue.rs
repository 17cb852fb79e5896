//! A queue of messages: handed out by long polling, several receives at a time, kept from others as
//! long as somebody works on them, deleted when told to.
//!
//! Knows nothing of what a message says. Every message that was received is *held* until it is
//! deleted, left or released: as long as it is held its visibility is extended, so that nobody else
//! is given it. Limits are from "Amazon SQS quotas" and "Amazon SQS visibility timeout" in the Amazon
//! SQS Developer Guide.

mod held;
pub(super) mod place;

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

use self::held::Held;
use self::place::Place;
use super::Session;
use super::error::{Asked, Error};
use crate::source::FaultKind;

/// The longest poll there is.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The shortest that is a long one.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// A poll that is over so soon is waited for at the end: one that is cut off may still be answered,
/// and what it was given stays hidden for a while.
const SHORT_WAIT: Duration = Duration::from_secs(5);
/// So long any other is waited for at the end: one that is just being answered brings messages, which
/// can be given back.
const GRACE: Duration = Duration::from_secs(1);
/// Messages in a batch, the most there are.
pub(super) const BATCH: usize = 10;
/// A message is hidden for so long at least, whatever its queue says, so that there is time to extend.
const SHORTEST: Duration = Duration::from_secs(10);
/// For so long if the queue does not tell.
const USUAL: Duration = Duration::from_secs(30);
/// The pause behind a receive that failed; it doubles up to a limit.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// A message that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same however often it is received.
    pub id: String,
    /// What it says.
    pub body: String,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// How often it was received, this time included.
    pub received: u32,
    /// Stands for this receive.
    pub(super) receipt: String,
}

/// What a queue says of itself; numbers are approximate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Messages that wait.
    pub waiting: u64,
    /// Messages that somebody received and has not deleted.
    pub in_flight: u64,
}

/// Who may send to a queue, and what becomes of messages that are never deleted.
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
    hidden: Duration,
    /// Unless its attributes are denied.
    settings: Option<QueueSettings>,
}

/// All that a task needs to ask the queue.
#[derive(Clone)]
pub(super) struct Remote {
    client: Client,
    url: Arc<str>,
    /// For messages about permissions.
    name: Arc<str>,
}

impl Queue {
    /// A queue by its URL, its ARN, or its name in the configured region; `region` is where it is
    /// although its URL may not say so.
    ///
    /// # Errors
    /// There is no such queue, or it cannot be asked.
    pub fn open(session: &Arc<Session>, given: &str, region: Option<&str>) -> Result<Self, Error> {
        let place = Place::of(given)?;
        let region = region.or(place.region()).or(session.region());
        let region = region.ok_or_else(super::account::no_region)?.to_owned();
        let client = session.queues(&region, &place);
        session.wait(async {
            let url = place.url(&client, &region).await?;
            let remote = Remote { client, url: url.into(), name: given.into() };
            // Who may not ask for attributes may still receive.
            let (hidden, settings) = match remote.attributes().await {
                Ok(all) => {
                    let hidden = number(&all, &QueueAttributeName::VisibilityTimeout);
                    let hidden = hidden.map_or(USUAL, Duration::from_secs).max(SHORTEST);
                    (hidden, Some(settings(all)))
                }
                Err(error) if error.kind == FaultKind::Denied => (USUAL, None),
                Err(error) if error.kind == FaultKind::Missing => {
                    return Err(place::missing(given, &region));
                }
                Err(error) => return Err(error),
            };
            Ok(Self { session: Arc::clone(session), remote, hidden, settings })
        })?
    }

    /// How many messages there are.
    ///
    /// # Errors
    /// The queue does not tell.
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

    /// Its settings when it was opened, unless they are denied.
    pub fn settings(&self) -> Option<&QueueSettings> {
        self.settings.as_ref()
    }

    /// Starts to receive, `hands` polls at a time that last for `wait` at most if nothing comes; no
    /// more than `most` messages.
    pub fn receive(&self, hands: usize, wait: Option<Duration>, most: Option<u64>) -> Receiving {
        let wait = wait.unwrap_or(LONGEST_WAIT).clamp(SHORTEST_WAIT, LONGEST_WAIT);
        // Each poll holds what it was answered until there is room: that is enough ahead.
        let (found, incoming) = bounded(1);
        let runtime = &self.session.runtime;
        let held = Arc::new(Held::new(self.remote.clone(), self.hidden));
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let wanted = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        let poll = |_| {
            let (remote, hidden) = (self.remote.clone(), self.hidden);
            let (held, wanted) = (Arc::clone(&held), Arc::clone(&wanted));
            let hand = Hand { remote, wait, hidden, held, wanted };
            runtime.spawn(hand.polls(found.clone()))
        };
        let polls = (0..hands).map(poll).collect();
        let extender = runtime.spawn(Arc::clone(&held).extended());
        let (queue, deletions) = (self.clone(), Vec::new());
        Receiving { queue, wait, incoming, wanted, held, polls, extender, deletions }
    }
}

impl Remote {
    fn asked<'a>(&'a self, action: &'a str) -> Asked<'a> {
        Asked { action, resource: &self.name }
    }

    /// What the queue says of itself.
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
            answer.map_err(|error| Error::of(&error, self.asked("sqs:GetQueueAttributes")))?;
        Ok(answer.attributes.unwrap_or_default())
    }

    /// The next messages, `most` of them and a batch at most, hidden from others for a while.
    async fn receive(
        &self,
        most: usize,
        wait: Duration,
        hidden: Duration,
    ) -> Result<Vec<Message>, Error> {
        use MessageSystemAttributeName::{ApproximateReceiveCount, SentTimestamp};
        let ask =
            self.client.receive_message().queue_url(&*self.url).wait_time_seconds(seconds(wait));
        let answer = ask
            .max_number_of_messages(i32::try_from(most.min(BATCH)).unwrap_or(1))
            .visibility_timeout(seconds(hidden))
            .message_system_attribute_names(SentTimestamp)
            .message_system_attribute_names(ApproximateReceiveCount)
            .send()
            .await;
        let answer = answer.map_err(|error| {
            let error = Error::of(&error, self.asked("sqs:ReceiveMessage"));
            let region = self.client.config().region().map_or("", AsRef::as_ref);
            let is_missing = error.kind == FaultKind::Missing;
            if is_missing { place::missing(&self.name, region) } else { error }
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

/// One poll after the other.
struct Hand {
    remote: Remote,
    wait: Duration,
    hidden: Duration,
    held: Arc<Held>,
    /// So many messages are still wanted: none is hidden from others in vain.
    wanted: Arc<Semaphore>,
}

impl Hand {
    /// Polls until nobody listens any more. A poll that fails is told of, and made again some time
    /// later.
    async fn polls(self, found: Sender<Result<Vec<Message>, Error>>) {
        let (mut pause, mut wait) = (FIRST_PAUSE, self.wait);
        while !found.is_closed()
            && let Some(received) = self.poll(wait).await
        {
            let is_failing = received.is_err();
            if found.send(received).await.is_err() {
                return;
            }
            if is_failing {
                let _ = timeout(pause, found.closed()).await;
                // That it is well again should be known soon.
                (pause, wait) = ((pause * 2).min(LONGEST_PAUSE), SHORTEST_WAIT);
            } else {
                (pause, wait) = (FIRST_PAUSE, self.wait);
            }
        }
    }

    /// Polls once, when there are messages that are still wanted; nothing once nobody listens.
    async fn poll(&self, wait: Duration) -> Option<Result<Vec<Message>, Error>> {
        let mut share = self.share().await?;
        let received = self.remote.receive(share.num_permits(), wait, self.hidden).await;
        if let Ok(messages) = &received {
            self.held.add(messages);
            if let Some(used) = share.split(messages.len()) {
                used.forget();
            }
        }
        Some(received)
    }

    /// As many as a batch has of those that are wanted, or as are left, waited for.
    async fn share(&self) -> Option<SemaphorePermit<'_>> {
        let mut share = self.wanted.acquire().await.ok()?;
        while share.num_permits() < BATCH
            && let Ok(more) = self.wanted.try_acquire()
        {
            share.merge(more);
        }
        Some(share)
    }
}

/// Messages as they come.
pub struct Receiving {
    queue: Queue,
    wait: Duration,
    incoming: Incoming<Result<Vec<Message>, Error>>,
    wanted: Arc<Semaphore>,
    held: Arc<Held>,
    polls: Vec<JoinHandle<()>>,
    extender: JoinHandle<()>,
    deletions: Vec<Receiver<Result<u64, Error>>>,
}

impl Receiving {
    /// The next answer, if one comes within `patience`: messages, or that there were none.
    ///
    /// # Errors
    /// A poll failed; the next is made some time later.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Vec<Message>>, Error> {
        let incoming = &mut self.incoming;
        let next = async { timeout(patience, incoming.recv()).await };
        self.queue.session.runtime.block_on(next).ok().flatten().transpose()
    }

    /// Messages that are here already, if there are some.
    pub fn ready(&mut self) -> Option<Vec<Message>> {
        // A failure comes again.
        self.incoming.try_recv().ok()?.ok()
    }

    /// Starts to delete messages that are done with.
    pub fn delete(&mut self, messages: &[Message]) {
        let receipts = self.held.remove(messages);
        for batch in receipts.chunks(BATCH) {
            let (outcome, deletion) = channel();
            let (held, batch) = (Arc::clone(&self.held), batch.to_vec());
            self.queue.session.runtime.spawn(async move {
                // Whoever wanted to know may be gone.
                let _ = outcome.send(held.deleted(batch).await);
            });
            self.deletions.push(deletion);
        }
    }

    /// What came of deletions that ended since this was last asked: how many messages were deleted,
    /// or why some were not, which will be delivered again. `wait`: and of all others.
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

    /// Extends these messages no more: the queue hands them out again when their time is over, or
    /// puts them aside.
    pub fn leave(&self, messages: &[Message]) {
        self.held.remove(messages);
    }

    /// Ends the polls, waits for deletions, and gives all messages that are still held back to the
    /// queue at once.
    pub fn release(&mut self) {
        self.incoming.close();
        self.wanted.close();
        for deletion in self.deletions.drain(..) {
            // What came of it nobody wanted to know.
            let _ = deletion.recv();
        }
        let patience = if self.wait > SHORT_WAIT { GRACE } else { SHORT_WAIT * 2 };
        let runtime = &self.queue.session.runtime;
        runtime.block_on(async {
            let end = Instant::now() + patience;
            for mut poll in self.polls.drain(..) {
                if timeout_at(end, &mut poll).await.is_err() {
                    poll.abort();
                }
            }
            self.extender.abort();
            self.held.release().await;
        });
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        self.polls.iter().for_each(JoinHandle::abort);
        self.extender.abort();
    }
}
