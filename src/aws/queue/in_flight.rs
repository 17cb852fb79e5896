//! Messages in flight: their visibility timeout is extended until they are deleted or returned.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry as Change, DeleteMessageBatchRequestEntry as Deletion,
};

use super::{BATCH, Message, Remote, seconds};
use crate::aws::error::Error;
use crate::source::FaultKind;

/// How often a delete request is sent for entries that failed.
const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(200);

/// The messages in flight of one run.
pub(super) struct InFlight {
    remote: Remote,
    visibility_timeout: Duration,
    /// Receipt handles, and when each message was received or extended.
    since: Mutex<HashMap<String, Instant>>,
}

impl InFlight {
    pub(super) fn new(remote: Remote, visibility_timeout: Duration) -> Self {
        Self { remote, visibility_timeout, since: Mutex::default() }
    }

    fn since(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, messages: &[Message]) {
        let now = Instant::now();
        self.since().extend(messages.iter().map(|message| (message.receipt.clone(), now)));
    }

    /// Removes messages; gives their receipt handles.
    pub(super) fn remove(&self, messages: &[Message]) -> Vec<String> {
        let mut since = self.since();
        messages
            .iter()
            .map(|message| message.receipt.clone())
            .inspect(|receipt| {
                since.remove(receipt);
            })
            .collect()
    }

    /// Extends the visibility timeout of all messages, for ever.
    pub(super) async fn keep_extending(self: Arc<Self>) {
        loop {
            tokio::time::sleep(self.visibility_timeout / 6).await;
            let now = Instant::now();
            let old: Vec<String> = self
                .since()
                .iter_mut()
                .filter(|(_, since)| now.duration_since(**since) >= self.visibility_timeout / 3)
                .map(|(receipt, since)| {
                    *since = now;
                    receipt.clone()
                })
                .collect();
            self.change_visibility(old, self.visibility_timeout).await;
        }
    }

    /// Returns all messages to the queue at once.
    pub(super) async fn release(&self) {
        let all = self.since().drain().map(|(receipt, _)| receipt).collect();
        self.change_visibility(all, Duration::ZERO).await;
    }

    /// Sets the visibility timeout of messages, from now on. If it fails, a message is received twice,
    /// which costs only work.
    async fn change_visibility(&self, receipts: Vec<String>, timeout: Duration) {
        for batch in receipts.chunks(BATCH) {
            let entries = batch.iter().zip(0..).filter_map(|(receipt, number)| {
                let change = Change::builder().id(number.to_string()).receipt_handle(receipt);
                change.visibility_timeout(seconds(timeout)).build().ok()
            });
            let change = self.remote.client.change_message_visibility_batch();
            let change = change.queue_url(&*self.remote.url).set_entries(Some(entries.collect()));
            drop(change.send().await);
        }
    }

    /// Deletes messages, at most [`BATCH`], and retries those that failed; gives how many.
    pub(super) async fn delete(&self, mut receipts: Vec<String>) -> Result<u64, Error> {
        let all = receipts.len();
        for attempt in 1.. {
            let failed = self.delete_once(&receipts).await?;
            let Some((_, why)) = failed.first().cloned() else { break };
            if attempt == ATTEMPTS {
                let message = format!("{} of {all} messages not deleted: {why}", failed.len());
                return Err(Error::new(FaultKind::Other, message, "they will be received again"));
            }
            receipts = failed.into_iter().map(|(receipt, _)| receipt).collect();
            tokio::time::sleep(PAUSE * attempt).await;
        }
        Ok(all as u64)
    }

    /// Sends one delete request; gives the messages that were not deleted, and why.
    async fn delete_once(&self, receipts: &[String]) -> Result<Vec<(String, String)>, Error> {
        let entries = receipts.iter().zip(0..).filter_map(|(receipt, number)| {
            Deletion::builder().id(number.to_string()).receipt_handle(receipt).build().ok()
        });
        let delete = self.remote.client.delete_message_batch().queue_url(&*self.remote.url);
        let answer = delete.set_entries(Some(entries.collect())).send().await;
        let answer =
            answer.map_err(|error| Error::of(&error, self.remote.call("sqs:DeleteMessage")))?;
        let failed = answer.failed.into_iter().filter_map(|entry| {
            let receipt = receipts.get(entry.id.parse::<usize>().ok()?)?.clone();
            Some((receipt, entry.message.unwrap_or(entry.code)))
        });
        Ok(failed.collect())
    }
}
