//! What S3 answers to whoever asks for an object: what it says of it, the bytes, and whether these are
//! all of them and unchanged.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm::{Crc32Iscsi, Crc32IsoHdlc, Crc64Nvme};
use md5::{Digest as _, Md5};
use sha2::Sha256;
use tokio::time::{Instant, timeout};

use crate::source::{Arrived, Listed};

/// No object of CloudTrail is nearly as large: logs hold at most 50 MB, inflated ("Quotas in AWS
/// CloudTrail", AWS CloudTrail User Guide).
pub(super) const LARGEST: u64 = 1 << 30;
/// Room that is taken before anything came: what is said of a length need not be true.
const AT_ONCE: usize = 1 << 20;

/// A transfer that moves fewer bytes in a second, for so long, is not waited for.
const SLOWEST: u64 = 1 << 10;
const SPAN: Duration = Duration::from_secs(30);

/// An object that begins to come.
pub(super) struct Answer {
    length: Option<u64>,
    metadata: BTreeMap<String, String>,
    /// Without quotes.
    etag: Option<String>,
    sum: Option<Sum>,
    /// The SDK compares the bytes with a checksum while they come.
    is_checked: bool,
    body: ByteStream,
}

/// Why an object is not what was to come.
pub(super) enum Wrong {
    /// It has more bytes than the caller accepts.
    TooLarge,
    /// It did not come whole or not as it is stored, and how.
    Damaged(String),
}

impl Answer {
    /// What the SDK was answered. It holds checksums against what comes by itself, but not the `ETag`.
    pub(super) fn of(answer: GetObjectOutput) -> Self {
        let etag = answer.e_tag.as_deref().map(unquoted);
        let is_encrypted =
            answer.ssekms_key_id.is_some() || answer.sse_customer_algorithm.is_some();
        let sums = [
            &answer.checksum_crc64_nvme,
            &answer.checksum_crc32,
            &answer.checksum_crc32_c,
            &answer.checksum_sha1,
            &answer.checksum_sha256,
        ];
        // That of an object that came in parts is not compared.
        let is_checked = sums.into_iter().flatten().any(|sum| !sum.contains('-'));
        Self {
            is_checked,
            length: answer.content_length.and_then(|length| u64::try_from(length).ok()),
            metadata: answer.metadata.unwrap_or_default().into_iter().collect(),
            sum: etag.as_deref().filter(|_| !is_encrypted).and_then(Sum::of_etag),
            etag,
            body: answer.body,
        }
    }

    /// The same from the headers ("`GetObject`", Amazon S3 API Reference).
    pub(super) fn direct(answer: HttpResponse) -> Self {
        let headers = answer.headers();
        let metadata = headers.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix("x-amz-meta-")?.to_owned(), value.to_owned()))
        });
        let encryption = ["aws-kms-key-id", "customer-algorithm"]
            .map(|what| format!("x-amz-server-side-encryption-{what}"));
        let is_encrypted = encryption.iter().any(|name| headers.contains_key(name));
        let etag = headers.get("etag").map(unquoted);
        let of_etag = || etag.as_deref().filter(|_| !is_encrypted).and_then(Sum::of_etag);
        Self {
            length: headers.get("content-length").and_then(|length| length.parse().ok()),
            metadata: metadata.collect(),
            sum: Sum::told(|name| headers.get(name)).or_else(of_etag),
            etag,
            is_checked: false,
            body: ByteStream::new(answer.into_body()),
        }
    }

    /// The object, if all of it comes and it has at most `limit` bytes. `listed`: as it was when it
    /// was listed.
    pub(super) async fn whole(self, listed: Option<&Listed>, limit: u64) -> Result<Arrived, Wrong> {
        let Self { length, metadata, mut etag, mut sum, is_checked, body } = self;
        // An object that was replaced since it was listed has another length.
        let unchanged = listed.filter(|listed| etag.as_ref() == Some(&listed.etag));
        let expected = unchanged.map(|listed| listed.size).or(length);
        let bytes = read(body, length, limit).await?;
        if let Some(expected) = expected.filter(|expected| *expected != bytes.len() as u64) {
            return Err(Wrong::Damaged(format!("{} of {expected} bytes", bytes.len())));
        }
        if sum.as_ref().is_some_and(|sum| !sum.is_of(&bytes)) {
            return Err(Wrong::Damaged("its bytes do not make its checksum".to_owned()));
        }
        // Without a tag of its own it may be what was listed, if that is told by an MD5.
        if etag.as_ref().is_none_or(String::is_empty)
            && let Some(listed) = listed
            && let Some(same) = Sum::of_etag(&listed.etag).filter(|sum| sum.is_of(&bytes))
        {
            (etag, sum) = (Some(listed.etag.clone()), Some(same));
        }
        let is_proven = is_checked || sum.is_some();
        Ok(Arrived { bytes, metadata, etag: etag.unwrap_or_default(), is_proven })
    }
}

fn unquoted(etag: &str) -> String {
    etag.trim_matches('"').to_owned()
}

/// Reads a body to its end, which is waited for as long as it comes fast enough.
async fn read(mut body: ByteStream, length: Option<u64>, limit: u64) -> Result<Vec<u8>, Wrong> {
    if length.is_some_and(|length| length > limit) {
        return Err(Wrong::TooLarge);
    }
    let expected = length.and_then(|length| usize::try_from(length).ok());
    let mut bytes = Vec::with_capacity(expected.unwrap_or(0).min(AT_ONCE));
    let mut pace = Pace::default();
    loop {
        let begun = Instant::now();
        match timeout(pace.rest(), body.next()).await {
            Ok(None) => return Ok(bytes),
            Ok(Some(Ok(more))) => {
                pace.moved += more.len() as u64;
                bytes.extend_from_slice(&more);
            }
            Ok(Some(Err(error))) => return Err(Wrong::Damaged(error.to_string())),
            Err(_) => {}
        }
        if !pace.is_kept(begun.elapsed()) {
            let how = format!("less than 1 KiB/s for {} s", SPAN.as_secs());
            return Err(Wrong::Damaged(how));
        }
        if bytes.len() as u64 > limit {
            return Err(Wrong::TooLarge);
        }
    }
}

/// How fast a transfer is, over spans of time in which it was waited for.
#[derive(Default)]
struct Pace {
    waited: Duration,
    moved: u64,
}

impl Pace {
    /// How much of the span is left.
    fn rest(&self) -> Duration {
        SPAN.saturating_sub(self.waited)
    }

    /// Adds time that was waited; whether the transfer is fast enough to go on.
    fn is_kept(&mut self, waited: Duration) -> bool {
        self.waited += waited;
        if self.waited < SPAN {
            return true;
        }
        let is_kept = self.moved >= SLOWEST * SPAN.as_secs();
        *self = Self::default();
        is_kept
    }
}

/// What the bytes of an object come to.
#[derive(Debug, PartialEq, Eq)]
struct Sum {
    how: How,
    /// In Base64; of MD5 in hexadecimal, in lower case.
    expected: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Crc64Nvme,
    Crc32,
    Crc32C,
    Sha256,
    Md5,
}

impl Sum {
    /// That of a header, if there is one ("Checking object integrity in Amazon S3", Amazon S3 User
    /// Guide). Of an object that came in parts it may be one of the sums of the parts, and their number.
    fn told<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Option<Self> {
        let all = [
            ("x-amz-checksum-crc64nvme", How::Crc64Nvme),
            ("x-amz-checksum-crc32c", How::Crc32C),
            ("x-amz-checksum-crc32", How::Crc32),
            ("x-amz-checksum-sha256", How::Sha256),
        ];
        all.into_iter().find_map(|(name, how)| {
            let expected = header(name).filter(|value| !value.contains('-'))?.to_owned();
            Some(Self { how, expected })
        })
    }

    /// An `ETag` is the MD5 of the object, unless it came in parts or is encrypted with a key of KMS or
    /// of the customer ("Object", Amazon S3 API Reference).
    fn of_etag(etag: &str) -> Option<Self> {
        let is_md5 = etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_md5.then(|| Self { how: How::Md5, expected: etag.to_ascii_lowercase() })
    }

    fn is_of(&self, bytes: &[u8]) -> bool {
        let crc = |algorithm| crc_fast::checksum(algorithm, bytes).to_be_bytes();
        let found = match self.how {
            How::Crc64Nvme => STANDARD.encode(crc(Crc64Nvme)),
            How::Crc32 => STANDARD.encode(&crc(Crc32IsoHdlc)[4..]),
            How::Crc32C => STANDARD.encode(&crc(Crc32Iscsi)[4..]),
            How::Sha256 => STANDARD.encode(Sha256::digest(bytes)),
            How::Md5 => format!("{:x}", Md5::digest(bytes)),
        };
        found == self.expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of "123456789" in the catalogue of CRC algorithms, and its hashes.
    const SUMS: [(&str, &str); 4] = [
        ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
        ("x-amz-checksum-crc32", "y/Q5Jg=="),
        ("x-amz-checksum-crc32c", "4waSgw=="),
        ("x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
    ];

    #[test]
    fn each_checksum_is_of_its_bytes_only() {
        for (name, value) in SUMS {
            let sum = Sum::told(|asked| (asked == name).then_some(value)).unwrap();
            assert!(sum.is_of(b"123456789"), "{name}");
            assert!(!sum.is_of(b"123456788"), "{name}");
        }
        let sum = Sum::of_etag("25F9E794323B453885F5181F1B624D0B").unwrap();
        assert!(sum.is_of(b"123456789") && !sum.is_of(b"12345678"));
    }

    #[test]
    fn a_transfer_goes_on_only_if_it_is_fast_enough() {
        let second = Duration::from_secs(1);
        // Bytes of each second, and for how many of them it is waited.
        for (bytes, expected) in [(1_024, 300), (1_023, 29), (1, 29), (0, 29)] {
            let mut pace = Pace::default();
            let kept = (0..300).take_while(|_| {
                pace.moved += bytes;
                pace.is_kept(second)
            });
            assert_eq!(kept.count(), expected, "{bytes} bytes a second");
        }
        let mut pace = Pace { moved: 30 << 10, waited: Duration::ZERO };
        assert!(pace.is_kept(SPAN), "all at once, and then nothing");
        assert!(!pace.is_kept(pace.rest()), "nothing more");
    }

    #[test]
    fn what_is_put_together_has_no_sum_of_its_own() {
        assert_eq!(Sum::told(|_| Some("y/Q5Jg==-3")), None);
        assert_eq!(Sum::of_etag("25f9e794323b453885f5181f1b624d0b-2"), None);
    }
}
