//! Messages that were received and are worked on: kept from others, then deleted or given back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry as Change, DeleteMessageBatchRequestEntry as Deletion,
};

use super::{BATCH, Message, Remote, seconds};
use crate::aws::error::Error;
use crate::source::FaultKind;

/// How often a batch is deleted again for entries that failed in it.
const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(200);

/// The messages of one run.
pub(super) struct Held {
    remote: Remote,
    /// A message is hidden from others for so long, if it is not extended.
    hidden: Duration,
    /// Receipts, and when each was received or extended.
    since: Mutex<HashMap<String, Instant>>,
}

impl Held {
    pub(super) fn new(remote: Remote, hidden: Duration) -> Self {
        Self { remote, hidden, since: Mutex::default() }
    }

    fn since(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, messages: &[Message]) {
        let now = Instant::now();
        self.since().extend(messages.iter().map(|message| (message.receipt.clone(), now)));
    }

    /// Holds these no more; gives their receipts.
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

    /// Extends what is held, for ever.
    pub(super) async fn extended(self: Arc<Self>) {
        loop {
            tokio::time::sleep(self.hidden / 6).await;
            let now = Instant::now();
            let old: Vec<String> = self
                .since()
                .iter_mut()
                .filter(|(_, since)| now.duration_since(**since) >= self.hidden / 3)
                .map(|(receipt, since)| {
                    *since = now;
                    receipt.clone()
                })
                .collect();
            self.hide(old, self.hidden).await;
        }
    }

    /// Gives everything back to the queue at once.
    pub(super) async fn release(&self) {
        let all = self.since().drain().map(|(receipt, _)| receipt).collect();
        self.hide(all, Duration::ZERO).await;
    }

    /// Hides messages for so long from now on. One that cannot be is handed out again, which costs
    /// nothing but work.
    async fn hide(&self, receipts: Vec<String>, hidden: Duration) {
        for batch in receipts.chunks(BATCH) {
            let entries = batch.iter().zip(0..).filter_map(|(receipt, number)| {
                let change = Change::builder().id(number.to_string()).receipt_handle(receipt);
                change.visibility_timeout(seconds(hidden)).build().ok()
            });
            let change = self.remote.client.change_message_visibility_batch();
            let change = change.queue_url(&*self.remote.url).set_entries(Some(entries.collect()));
            drop(change.send().await);
        }
    }

    /// Deletes messages, at most [`BATCH`]; gives how many.
    pub(super) async fn deleted(&self, mut receipts: Vec<String>) -> Result<u64, Error> {
        let all = receipts.len();
        for attempt in 1.. {
            let failed = self.delete(&receipts).await?;
            let Some((_, why)) = failed.first().cloned() else { break };
            if attempt == ATTEMPTS {
                let message = format!("{} of {all} messages not deleted: {why}", failed.len());
                return Err(Error::new(FaultKind::Other, message, "they will be delivered again"));
            }
            receipts = failed.into_iter().map(|(receipt, _)| receipt).collect();
            tokio::time::sleep(PAUSE * attempt).await;
        }
        Ok(all as u64)
    }

    /// Deletes a batch once; gives what was not deleted, and why.
    async fn delete(&self, receipts: &[String]) -> Result<Vec<(String, String)>, Error> {
        let entries = receipts.iter().zip(0..).filter_map(|(receipt, number)| {
            Deletion::builder().id(number.to_string()).receipt_handle(receipt).build().ok()
        });
        let delete = self.remote.client.delete_message_batch().queue_url(&*self.remote.url);
        let answer = delete.set_entries(Some(entries.collect())).send().await;
        let answer =
            answer.map_err(|error| Error::of(&error, self.remote.asked("sqs:DeleteMessage")))?;
        let failed = answer.failed.into_iter().filter_map(|entry| {
            let receipt = receipts.get(entry.id.parse::<usize>().ok()?)?.clone();
            Some((receipt, entry.message.unwrap_or(entry.code)))
        });
        Ok(failed.collect())
    }
}
