//! Checksums that S3 sends with an object, compared with the bytes that arrive.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm::{Crc32Iscsi, Crc32IsoHdlc, Crc64Nvme};
use md5::{Digest as _, Md5};
use sha2::Sha256;

/// The checksum of a whole object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checksum {
    algorithm: Algorithm,
    /// In Base64; of MD5 in hexadecimal, in lower case.
    expected: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Crc64Nvme,
    Crc32,
    Crc32C,
    Sha256,
    Md5,
}

impl Checksum {
    /// The checksum in the headers of a response, if there is one ("Checking object integrity in
    /// Amazon S3", Amazon S3 User Guide). The composite checksum of a multipart upload, which ends
    /// with the number of parts, is none of the whole object.
    pub(super) fn from_headers<'h>(
        header: impl Fn(&'static str) -> Option<&'h str>,
    ) -> Option<Self> {
        let all = [
            ("x-amz-checksum-crc64nvme", Algorithm::Crc64Nvme),
            ("x-amz-checksum-crc32c", Algorithm::Crc32C),
            ("x-amz-checksum-crc32", Algorithm::Crc32),
            ("x-amz-checksum-sha256", Algorithm::Sha256),
        ];
        all.into_iter().find_map(|(name, algorithm)| {
            let expected = header(name).filter(|value| !value.contains('-'))?.to_owned();
            Some(Self { algorithm, expected })
        })
    }

    /// An `ETag` without quotes is the MD5 of the object, unless it was a multipart upload or is
    /// encrypted with SSE-KMS or SSE-C ("Object", Amazon S3 API Reference).
    pub(super) fn from_etag(etag: &str) -> Option<Self> {
        let is_md5 = etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit());
        let expected = etag.to_ascii_lowercase();
        is_md5.then_some(Self { algorithm: Algorithm::Md5, expected })
    }

    /// Whether it is the checksum of these bytes.
    pub(super) fn matches(&self, bytes: &[u8]) -> bool {
        let crc = |algorithm| crc_fast::checksum(algorithm, bytes).to_be_bytes();
        let found = match self.algorithm {
            Algorithm::Crc64Nvme => STANDARD.encode(crc(Crc64Nvme)),
            Algorithm::Crc32 => STANDARD.encode(&crc(Crc32IsoHdlc)[4..]),
            Algorithm::Crc32C => STANDARD.encode(&crc(Crc32Iscsi)[4..]),
            Algorithm::Sha256 => STANDARD.encode(Sha256::digest(bytes)),
            Algorithm::Md5 => format!("{:x}", Md5::digest(bytes)),
        };
        found == self.expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of "123456789" in the catalogue of CRC algorithms, and its hashes.
    const CHECKSUMS: [(&str, &str); 4] = [
        ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
        ("x-amz-checksum-crc32", "y/Q5Jg=="),
        ("x-amz-checksum-crc32c", "4waSgw=="),
        ("x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
    ];

    #[test]
    fn each_algorithm_matches_its_bytes_only() {
        for (name, value) in CHECKSUMS {
            let checksum =
                Checksum::from_headers(|header| (header == name).then_some(value)).unwrap();
            assert!(checksum.matches(b"123456789"), "{name}");
            assert!(!checksum.matches(b"123456788"), "{name}");
        }
    }

    #[test]
    fn an_etag_of_a_single_upload_is_an_md5() {
        let checksum = Checksum::from_etag("25F9E794323B453885F5181F1B624D0B").unwrap();
        assert!(checksum.matches(b"123456789"));
        assert!(!checksum.matches(b"12345678"));
    }

    #[test]
    fn a_multipart_upload_has_no_checksum_of_the_whole_object() {
        assert_eq!(Checksum::from_headers(|_| Some("y/Q5Jg==-3")), None);
        assert_eq!(Checksum::from_etag("25f9e794323b453885f5181f1b624d0b-2"), None);
    }
}
