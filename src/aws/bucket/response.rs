//! A response of S3 with an object: its headers, its bytes, and whether these are complete and
//! unchanged.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;

use super::checksum::Checksum;
use super::transfer::{self, Room, TransferError};
use crate::source::{Arrived, Listed};

/// The beginning of a response.
pub(super) struct ObjectResponse {
    length: Option<u64>,
    /// By names in lower case.
    metadata: BTreeMap<String, String>,
    /// Without quotes.
    etag: Option<String>,
    checksum: Option<Checksum>,
    /// The SDK compares the bytes with a checksum while they arrive.
    is_checked_by_sdk: bool,
    body: ByteStream,
}

impl ObjectResponse {
    /// The response to a request of the SDK, which compares checksums itself, but not the `ETag`.
    pub(super) fn from_sdk(output: GetObjectOutput) -> Self {
        let etag = output.e_tag.as_deref().map(unquoted);
        let is_encrypted =
            output.ssekms_key_id.is_some() || output.sse_customer_algorithm.is_some();
        let checksums = [
            &output.checksum_crc64_nvme,
            &output.checksum_crc32,
            &output.checksum_crc32_c,
            &output.checksum_sha1,
            &output.checksum_sha256,
        ];
        // The SDK does not compare the composite checksum of a multipart upload.
        let is_checked_by_sdk = checksums.into_iter().flatten().any(|sum| !sum.contains('-'));
        Self {
            is_checked_by_sdk,
            length: output.content_length.and_then(|length| u64::try_from(length).ok()),
            metadata: output.metadata.unwrap_or_default().into_iter().collect(),
            checksum: etag.as_deref().filter(|_| !is_encrypted).and_then(Checksum::from_etag),
            etag,
            body: output.body,
        }
    }

    /// The response to a request that ct signed itself ("`GetObject`", Amazon S3 API Reference).
    pub(super) fn from_http(response: HttpResponse) -> Self {
        let headers = response.headers();
        let metadata = headers.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix("x-amz-meta-")?.to_owned(), value.to_owned()))
        });
        let encryption = ["aws-kms-key-id", "customer-algorithm"]
            .map(|name| format!("x-amz-server-side-encryption-{name}"));
        let is_encrypted = encryption.iter().any(|name| headers.contains_key(name));
        let etag = headers.get("etag").map(unquoted);
        let from_etag = || etag.as_deref().filter(|_| !is_encrypted).and_then(Checksum::from_etag);
        Self {
            length: headers.get("content-length").and_then(|length| length.parse().ok()),
            metadata: metadata.collect(),
            checksum: Checksum::from_headers(|name| headers.get(name)).or_else(from_etag),
            etag,
            is_checked_by_sdk: false,
            body: ByteStream::new(response.into_body()),
        }
    }

    /// The object, once all of it has arrived. `listed`: the object as it was listed.
    ///
    /// # Errors
    /// There is no room for it, the transfer failed, or the bytes are not those of the object.
    pub(super) async fn read(
        self,
        listed: Option<&Listed>,
        room: &mut Room,
        stall: Duration,
    ) -> Result<Arrived, TransferError> {
        let Self { length, metadata, mut etag, mut checksum, is_checked_by_sdk, body } = self;
        // An object that was replaced since it was listed has another length.
        let unchanged = listed.filter(|listed| etag.as_ref() == Some(&listed.etag));
        let expected = unchanged.map(|listed| listed.size).or(length);
        let bytes = transfer::read(body, length, room, stall).await?;
        if let Some(expected) = expected.filter(|expected| *expected != bytes.len() as u64) {
            return Err(TransferError::Failed(format!("{} of {expected} bytes", bytes.len())));
        }
        if checksum.as_ref().is_some_and(|checksum| !checksum.matches(&bytes)) {
            return Err(TransferError::Failed("checksum mismatch".to_owned()));
        }
        // A response without an ETag may be the object that was listed: an MD5 proves it.
        if etag.as_ref().is_none_or(String::is_empty)
            && let Some(listed) = listed
            && let Some(same) = Checksum::from_etag(&listed.etag).filter(|md5| md5.matches(&bytes))
        {
            (etag, checksum) = (Some(listed.etag.clone()), Some(same));
        }
        let is_proven = is_checked_by_sdk || checksum.is_some();
        Ok(Arrived { bytes, metadata, etag: etag.unwrap_or_default(), is_proven })
    }
}

fn unquoted(etag: &str) -> String {
    etag.trim_matches('"').to_owned()
}
