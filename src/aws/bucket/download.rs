//! Downloads one object of a bucket, and repeats the request if the object arrives incomplete or
//! corrupt.

use std::sync::mpsc::sync_channel;

use tokio::time::timeout;

use super::remote::Remote;
use super::response::ObjectResponse;
use super::transfer::{Room, TransferError};
use crate::aws::error::{ApiCall, Error};
use crate::aws::limits::Backoff;
use crate::source::memory::Reservation;
use crate::source::{Arrived, Download, Fault, FaultKind, Listed, Prefetched};

/// A request for one object, which can be made again.
#[derive(Clone)]
pub(super) struct ObjectRequest {
    pub(super) remote: Remote,
    pub(super) key: String,
    /// The object as it was listed.
    pub(super) listed: Option<Listed>,
}

impl ObjectRequest {
    /// Starts to download the object ahead of its reader.
    pub(super) fn prefetch(self, reservation: Reservation) -> Download {
        let (outcome, ahead) = sync_channel(1);
        let again = self.clone();
        self.remote.runtime.clone().spawn(async move {
            let mut room = Room::Ahead(reservation);
            let downloads = self.remote.downloads.clone();
            let Some(downloaded) = downloads.unless(self.get(&mut room)).await else { return };
            let prefetched = match (downloaded, room) {
                (Ok(arrived), Room::Ahead(held)) => Ok(Prefetched::Object(arrived, held)),
                (Err(GetError::NoRoom(size)), _) => {
                    Ok(Prefetched::Deferred(size.unwrap_or(Download::UNKNOWN)))
                }
                (Err(GetError::Refused(error)), _) => Err(error.into()),
                (Ok(_), Room::Reader(_)) => return,
            };
            // The reader may be gone.
            let _ = outcome.send(prefetched);
        });
        Download::started(ahead, move |limit| again.fetch(limit))
    }

    /// Leaves the download to the reader of the object, which has this size in bytes.
    pub(super) fn defer(self, size: u64) -> Download {
        Download::deferred(size, move |limit| self.fetch(limit))
    }

    /// Downloads the object, which may have at most `limit` bytes.
    ///
    /// # Errors
    /// It is larger, cannot be downloaded, or the run is interrupted.
    pub(super) fn fetch(self, limit: usize) -> Result<Arrived, Fault> {
        let (outcome, arrived) = sync_channel(1);
        self.remote.runtime.clone().spawn(async move {
            let downloads = self.remote.downloads.clone();
            let mut room = Room::Reader(limit);
            if let Some(downloaded) = downloads.unless(self.get(&mut room)).await {
                let _ = outcome.send(downloaded.map_err(|error| match error {
                    GetError::NoRoom(_) => Fault::TooLarge(limit),
                    GetError::Refused(error) => error.into(),
                }));
            }
        });
        // Only an interrupt ends it without an outcome.
        arrived.recv().unwrap_or(Err(Fault::Interrupted))
    }

    /// Downloads an object. The SDK repeats a request only until a response begins; this repeats
    /// it until an object has arrived complete.
    async fn get(&self, room: &mut Room) -> Result<Arrived, GetError> {
        let limits = &self.remote.limits;
        let attempts = limits.attempts;
        let mut pauses = Backoff::new(limits.first_pause, limits.longest_pause, attempts);
        loop {
            let how = match self.get_once(room).await {
                Ok(arrived) => return Ok(arrived),
                Err(AttemptError::Get(error)) => return Err(error),
                Err(AttemptError::Transfer(how)) => how,
            };
            let Some(pause) = pauses.next() else {
                let message = format!("incomplete or corrupt in {attempts} attempts: {how}");
                let error = Error::new(FaultKind::Other, message, "check the network");
                return Err(GetError::Refused(error));
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn get_once(&self, room: &mut Room) -> Result<Arrived, AttemptError> {
        let limits = &self.remote.limits;
        // The deadline does not include the time that a request waits for its turn.
        let _permit = self.remote.requests.acquire().await;
        let attempt = async {
            let response = self.send().await.map_err(GetError::Refused)?;
            Ok(response.read(self.listed.as_ref(), room, limits.stall).await?)
        };
        let deadline = limits.object_attempt;
        timeout(deadline, attempt).await.unwrap_or_else(|_| {
            let how = format!("incomplete after {} s", deadline.as_secs_f64());
            Err(AttemptError::Transfer(how))
        })
    }

    /// Requests an object by a GET of our own, and by the SDK if the response to that is not an
    /// object.
    async fn send(&self) -> Result<ObjectResponse, Error> {
        let Self { remote, key, .. } = self;
        if let Some(signed_get) = &remote.signed_get
            && let Some(response) = signed_get.get(&remote.client, &remote.bucket, key).await
        {
            return Ok(ObjectResponse::from_http(response));
        }
        let request = remote.client.get_object().bucket(&*remote.bucket).key(key);
        let output = request.send().await.map_err(|error| {
            let resource = format!("arn:{}:s3:::{}/{key}", remote.partition(), remote.bucket);
            Error::of(&error, ApiCall { action: "s3:GetObject", resource: &resource })
        })?;
        Ok(ObjectResponse::from_sdk(output))
    }
}

/// Why an object was not downloaded.
enum GetError {
    /// There is no room for it. Its size in bytes, if the server says it.
    NoRoom(Option<u64>),
    Refused(Error),
}

/// Why one attempt failed.
enum AttemptError {
    /// Another attempt would not help.
    Get(GetError),
    /// The object did not arrive complete and unchanged, and how.
    Transfer(String),
}

impl From<GetError> for AttemptError {
    fn from(error: GetError) -> Self {
        Self::Get(error)
    }
}

impl From<TransferError> for AttemptError {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Failed(how) => Self::Transfer(how),
            TransferError::NoRoom(size) => Self::Get(GetError::NoRoom(size)),
            TransferError::TooLarge => {
                let message = "larger than 1 GiB: not a CloudTrail log";
                Self::Get(GetError::Refused(Error::new(FaultKind::Other, message, "")))
            }
        }
    }
}
