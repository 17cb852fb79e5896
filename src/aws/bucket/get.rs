//! One object of a bucket, whole: asked for, again if it comes cut short, and compared with what was
//! told of it before.

use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use md5::{Digest as _, Md5};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::Remote;
use super::direct::Place;
use crate::aws::error::{Asked, Error};
use crate::aws::{ANSWER, ATTEMPTS, FIRST_PAUSE, LONGEST_PAUSE};
use crate::source::{Arrived, Download, Fault, FaultKind, Listed};

/// No object of CloudTrail is nearly as large: logs hold at most 50 MB, inflated ("Quotas in AWS
/// CloudTrail", AWS CloudTrail User Guide).
const LARGEST: u64 = 1 << 30;
/// Room that is taken before anything came: what is said of a length need not be true.
const AT_ONCE: usize = 1 << 20;

impl Remote {
    /// Starts to fetch an object.
    pub(super) fn fetch(&self, runtime: &Handle, key: &str, listed: Option<&Listed>) -> Download {
        let (outcome, download) = sync_channel(1);
        let (remote, key, listed) = (self.clone(), key.to_owned(), listed.cloned());
        runtime.spawn(async move {
            let arrived = remote.get(&key, listed.as_ref()).await;
            // Whoever wanted the object may be gone.
            let _ = outcome.send(arrived.map_err(Fault::from));
        });
        Download::new(download)
    }

    /// Fetches an object, and again if it comes cut short: the SDK tries again only until an
    /// answer begins.
    async fn get(&self, key: &str, listed: Option<&Listed>) -> Result<Arrived, Error> {
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            let short = match self.get_once(key, listed).await {
                Ok(arrived) => return Ok(arrived),
                Err(Trouble::Refused(error)) => return Err(error),
                Err(Trouble::CutShort(how)) => how,
            };
            if attempt == ATTEMPTS {
                let message = format!("comes cut short, {ATTEMPTS} times: {short}");
                return Err(Error::new(FaultKind::Other, message, "check the network"));
            }
            attempt += 1;
            tokio::time::sleep(jittered(pause, key)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn get_once(&self, key: &str, listed: Option<&Listed>) -> Result<Arrived, Trouble> {
        let _permit = self.requests.acquire().await;
        let answer = self.ask(key).await.map_err(Trouble::Refused)?;
        if answer.length.is_some_and(|length| length > LARGEST) {
            let message = "larger than 1 GiB, which no object of CloudTrail is";
            return Err(Trouble::Refused(Error::new(FaultKind::Other, message, "")));
        }
        let Answer { length, metadata, etag, is_encrypted, body } = answer;
        // An object that was replaced since it was listed has another length.
        let unchanged = listed.filter(|listed| etag.as_ref() == Some(&listed.etag));
        let expected = unchanged.map(|listed| listed.size).or(length);
        let etag = etag.unwrap_or_default();
        let bytes = whole(body, expected).await.map_err(Trouble::CutShort)?;
        let how = format!("{} bytes", bytes.len());
        if expected.is_some_and(|expected| expected != bytes.len() as u64) {
            return Err(Trouble::CutShort(how));
        }
        // Nobody listed it, so that only its ETag tells whether this is all.
        if listed.is_none() && !is_encrypted && is_md5(&etag) && etag != md5_of(&bytes) {
            return Err(Trouble::CutShort(how));
        }
        Ok(Arrived { bytes, metadata, etag })
    }

    /// Asks for an object: directly, and by the SDK if that is not simply answered.
    async fn ask(&self, key: &str) -> Result<Answer, Error> {
        let place = self.place.get_or_try_init(|| Place::of(&self.client, &self.bucket)).await;
        if let Some((direct, place)) =
            self.direct.as_deref().zip(place.ok().and_then(Option::as_ref))
            && let Some(answer) = direct.get(place, key).await
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

/// An object that begins to come.
struct Answer {
    length: Option<u64>,
    metadata: BTreeMap<String, String>,
    /// Without quotes.
    etag: Option<String>,
    /// With a key that makes the `ETag` say nothing.
    is_encrypted: bool,
    body: ByteStream,
}

impl Answer {
    /// What the SDK was answered.
    fn of(answer: GetObjectOutput) -> Self {
        Self {
            length: answer.content_length.and_then(|length| u64::try_from(length).ok()),
            metadata: answer.metadata.unwrap_or_default().into_iter().collect(),
            etag: answer.e_tag.as_deref().map(unquoted),
            is_encrypted: answer.ssekms_key_id.is_some() || answer.sse_customer_algorithm.is_some(),
            body: answer.body,
        }
    }

    /// The same from the headers ("`GetObject`", Amazon S3 API Reference).
    fn direct(answer: HttpResponse) -> Self {
        let headers = answer.headers();
        let metadata = headers.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix("x-amz-meta-")?.to_owned(), value.to_owned()))
        });
        let encryption = ["aws-kms-key-id", "customer-algorithm"]
            .map(|what| format!("x-amz-server-side-encryption-{what}"));
        Self {
            length: headers.get("content-length").and_then(|length| length.parse().ok()),
            metadata: metadata.collect(),
            etag: headers.get("etag").map(unquoted),
            is_encrypted: encryption.iter().any(|name| headers.contains_key(name)),
            body: ByteStream::new(answer.into_body()),
        }
    }
}

fn unquoted(etag: &str) -> String {
    etag.trim_matches('"').to_owned()
}

/// Reads a body to its end, which is waited for as long as something comes.
async fn whole(mut body: ByteStream, expected: Option<u64>) -> Result<Vec<u8>, String> {
    let expected = expected.and_then(|expected| usize::try_from(expected).ok());
    let mut bytes = Vec::with_capacity(expected.unwrap_or(0).min(AT_ONCE));
    loop {
        let next = timeout(ANSWER, body.next()).await;
        match next.map_err(|_| "nothing more comes".to_owned())? {
            None => return Ok(bytes),
            Some(Ok(more)) => bytes.extend_from_slice(&more),
            Some(Err(error)) => return Err(error.to_string()),
        }
    }
}

/// Whether an `ETag` is the MD5 of the object: it is not if the object came in parts or is encrypted
/// with a key of KMS or of the customer ("Object", Amazon S3 API Reference).
fn is_md5(etag: &str) -> bool {
    etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn md5_of(bytes: &[u8]) -> String {
    format!("{:x}", Md5::digest(bytes))
}

/// Why an object did not come.
enum Trouble {
    Refused(Error),
    CutShort(String),
}

/// Between half the pause and all of it, so that not all who wait come back at once.
fn jittered(pause: Duration, key: &str) -> Duration {
    let spread =
        key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    pause / 2 + pause / 2 * (spread % 64) / 64
}
