//! One object of a bucket, whole: asked for, and again if it comes damaged.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use tokio::time::timeout;

use super::Remote;
use super::answer::{Answer, LARGEST, Wrong};
use crate::aws::error::{Asked, Error};
use crate::aws::{ATTEMPTS, FIRST_PAUSE, LONGEST_PAUSE, jittered};
use crate::source::{Arrived, Download, Fault, FaultKind, Listed};

/// An object that is not here after so long is requested again.
const DEADLINE: Duration = Duration::from_mins(15);

impl Remote {
    /// Starts to fetch an object.
    pub(super) fn fetch(&self, key: &str, listed: Option<&Listed>) -> Download {
        self.fetch_at_most(LARGEST, key, listed)
    }

    /// Starts to download an object of at most `limit` bytes. A larger one fails with
    /// [`Fault::TooLarge`] before its body is read, if S3 sends its length.
    pub(super) fn fetch_at_most(&self, limit: u64, key: &str, listed: Option<&Listed>) -> Download {
        let limit = limit.min(LARGEST);
        let (outcome, download) = sync_channel(1);
        let (remote, key, listed) = (self.clone(), key.to_owned(), listed.cloned());
        self.runtime.spawn(async move {
            let downloads = remote.downloads.clone();
            if let Some(arrived) = downloads.unless(remote.get(limit, &key, listed.as_ref())).await
            {
                // The caller may be gone.
                let _ = outcome.send(arrived);
            }
        });
        Download::new(download)
    }

    /// Fetches an object, and again if it comes damaged: the SDK tries again only until an
    /// answer begins.
    async fn get(&self, limit: u64, key: &str, listed: Option<&Listed>) -> Result<Arrived, Fault> {
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            let how = match self.get_once(limit, key, listed).await {
                Ok(arrived) => return Ok(arrived),
                Err(Trouble::Refused(error)) => return Err(error.into()),
                Err(Trouble::TooLarge) => {
                    return Err(Fault::TooLarge(usize::try_from(limit).unwrap_or(usize::MAX)));
                }
                Err(Trouble::Damaged(how)) => how,
            };
            if attempt == ATTEMPTS {
                let message = format!("comes damaged, {ATTEMPTS} times: {how}");
                return Err(Error::new(FaultKind::Other, message, "check the network").into());
            }
            attempt += 1;
            tokio::time::sleep(jittered(pause)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn get_once(
        &self,
        limit: u64,
        key: &str,
        listed: Option<&Listed>,
    ) -> Result<Arrived, Trouble> {
        // What waits for its turn is not late.
        let _permit = self.requests.acquire().await;
        let attempt = async {
            let answer = self.ask(key).await.map_err(Trouble::Refused)?;
            answer.whole(listed, limit).await.map_err(|wrong| Trouble::of(wrong, limit))
        };
        let late = || Trouble::Damaged(format!("not all of it came in {} s", DEADLINE.as_secs()));
        timeout(DEADLINE, attempt).await.map_err(|_| late())?
    }

    /// Asks for an object: directly, and by the SDK if that is not simply answered.
    async fn ask(&self, key: &str) -> Result<Answer, Error> {
        if let Some(way) = &self.way
            && let Some(answer) = way.get(&self.client, &self.bucket, key).await
        {
            return Ok(Answer::direct(answer));
        }
        let asked = self.client.get_object().bucket(&*self.bucket).key(key).send().await;
        let answer = asked.map_err(|error| {
            let resource = format!("arn:{}:s3:::{}/{key}", self.partition(), self.bucket);
            Error::of(&error, Asked { action: "s3:GetObject", resource: &resource })
        })?;
        Ok(Answer::of(answer))
    }
}

/// Why an object did not come.
enum Trouble {
    Refused(Error),
    TooLarge,
    Damaged(String),
}

impl Trouble {
    fn of(wrong: Wrong, limit: u64) -> Self {
        match wrong {
            Wrong::Damaged(how) => Self::Damaged(how),
            Wrong::TooLarge if limit < LARGEST => Self::TooLarge,
            Wrong::TooLarge => {
                let message = "larger than 1 GiB, which no object of CloudTrail is";
                Self::Refused(Error::new(FaultKind::Other, message, ""))
            }
        }
    }
}
