//! A signed digest chain made with a test key.
//!
//! It follows AWS's description of the format and knows nothing of `ct`'s own reader, so that the
//! two can be compared. Every step is open to a test that wants a broken chain: the
//! [`Document`] can be changed before it is signed, the [`Digest`] after.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::Md5;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs1v15::SigningKey;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The trail whose digests are made.
#[derive(Clone, Copy)]
pub(crate) struct Trail {
    pub(crate) account: &'static str,
    pub(crate) name: &'static str,
    pub(crate) home: &'static str,
    pub(crate) bucket: &'static str,
}

impl Trail {
    /// The key of the digest that ends at `end`, a time such as `2026-11-20T09:00:00Z`.
    pub(crate) fn digest_key(&self, region: &str, end: &str) -> String {
        let Self { account, name, home, .. } = self;
        let (day, stamp) = (end[..10].replace('-', "/"), end.replace(['-', ':'], ""));
        format!(
            "AWSLogs/{account}/CloudTrail-Digest/{region}/{day}/\
             {account}_CloudTrail-Digest_{region}_{name}_{home}_{stamp}.json.gz"
        )
    }
}

/// A delivered log object, as far as a digest knows it.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) bucket: String,
    pub(crate) key: String,
    /// The uncompressed bytes.
    pub(crate) bytes: Vec<u8>,
    /// The oldest and the newest time of an event.
    pub(crate) times: [String; 2],
}

/// What a digest says: the JSON document, field by field in AWS's order.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Document {
    pub(crate) aws_account_id: String,
    pub(crate) digest_start_time: String,
    pub(crate) digest_end_time: String,
    pub(crate) digest_s3_bucket: String,
    pub(crate) digest_s3_object: String,
    /// [`Signer::sign`] fills in its own if this is empty.
    pub(crate) digest_public_key_fingerprint: String,
    pub(crate) digest_signature_algorithm: String,
    pub(crate) newest_event_time: Option<String>,
    pub(crate) oldest_event_time: Option<String>,
    pub(crate) previous_digest_s3_bucket: Option<String>,
    pub(crate) previous_digest_s3_object: Option<String>,
    pub(crate) previous_digest_hash_value: Option<String>,
    pub(crate) previous_digest_hash_algorithm: Option<String>,
    pub(crate) previous_digest_signature: Option<String>,
    pub(crate) log_files: Vec<LogFile>,
}

/// One entry of a digest's `logFiles`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogFile {
    pub(crate) s3_bucket: String,
    pub(crate) s3_object: String,
    pub(crate) hash_value: String,
    pub(crate) hash_algorithm: String,
    pub(crate) newest_event_time: String,
    pub(crate) oldest_event_time: String,
}

impl Document {
    /// The first digest of a chain, from `start` to `end`, without any log.
    pub(crate) fn new(trail: &Trail, region: &str, start: &str, end: &str) -> Self {
        Self {
            aws_account_id: trail.account.to_owned(),
            digest_start_time: start.to_owned(),
            digest_end_time: end.to_owned(),
            digest_s3_bucket: trail.bucket.to_owned(),
            digest_s3_object: trail.digest_key(region, end),
            digest_public_key_fingerprint: String::new(),
            digest_signature_algorithm: "SHA256withRSA".to_owned(),
            newest_event_time: None,
            oldest_event_time: None,
            previous_digest_s3_bucket: None,
            previous_digest_s3_object: None,
            previous_digest_hash_value: None,
            previous_digest_hash_algorithm: None,
            previous_digest_signature: None,
            log_files: Vec::new(),
        }
    }

    /// The same digest with these logs in it.
    pub(crate) fn with_logs(mut self, logs: &[Log]) -> Self {
        self.oldest_event_time = logs.iter().map(|log| log.times[0].clone()).min();
        self.newest_event_time = logs.iter().map(|log| log.times[1].clone()).max();
        self.log_files = logs.iter().map(LogFile::from).collect();
        self
    }

    /// The same digest as the one that follows `previous`.
    pub(crate) fn after(mut self, previous: &Digest) -> Self {
        self.previous_digest_s3_bucket = Some(previous.bucket.clone());
        self.previous_digest_s3_object = Some(previous.key.clone());
        self.previous_digest_hash_value = Some(sha256(&previous.bytes));
        self.previous_digest_hash_algorithm = Some("SHA-256".to_owned());
        self.previous_digest_signature = Some(previous.signature.clone());
        self
    }
}

impl From<&Log> for LogFile {
    fn from(log: &Log) -> Self {
        let [oldest, newest] = &log.times;
        Self {
            s3_bucket: log.bucket.clone(),
            s3_object: log.key.clone(),
            hash_value: sha256(&log.bytes),
            hash_algorithm: "SHA-256".to_owned(),
            newest_event_time: newest.clone(),
            oldest_event_time: oldest.clone(),
        }
    }
}

/// A digest as S3 holds it.
#[derive(Clone)]
pub(crate) struct Digest {
    pub(crate) bucket: String,
    pub(crate) key: String,
    /// The uncompressed bytes.
    pub(crate) bytes: Vec<u8>,
    /// What the object's metadata says, in hexadecimal.
    pub(crate) signature: String,
}

impl Digest {
    /// The user metadata of the object, without the `x-amz-meta-` of the headers.
    pub(crate) fn metadata(&self) -> Value {
        json!({ "signature": self.signature, "signature-algorithm": "SHA256withRSA" })
    }
}

/// A key pair that signs digests as CloudTrail would.
pub(crate) struct Signer {
    key: SigningKey<Sha256>,
    /// The public key as a PKCS#1 `RSAPublicKey`.
    public: Vec<u8>,
    /// The hexadecimal MD5 of `public`.
    pub(crate) fingerprint: String,
}

impl Signer {
    /// The RSA-2048 key that this seed always gives.
    pub(crate) fn from_seed(seed: u64) -> Self {
        Self::with_bits(2048, seed)
    }

    /// The RSA key of so many bits that this seed always gives.
    pub(crate) fn with_bits(bits: usize, seed: u64) -> Self {
        let mut numbers = ChaCha20Rng::seed_from_u64(seed);
        let key = RsaPrivateKey::new(&mut numbers, bits).expect("so many bits make a key");
        let public = key.to_public_key().to_pkcs1_der().expect("a public key has a DER form");
        let public = public.into_vec();
        let fingerprint = hex(&Md5::digest(&public));
        Self { key: SigningKey::new(key), public, fingerprint }
    }

    /// One entry of `PublicKeyList`, valid from `start` to `end`.
    pub(crate) fn public_key(&self, start: &str, end: &str) -> Value {
        json!({
            "Fingerprint": self.fingerprint,
            "ValidityEndTime": end,
            "ValidityStartTime": start,
            "Value": BASE64_STANDARD.encode(&self.public),
        })
    }

    /// Writes the document out and signs it.
    pub(crate) fn sign(&self, mut document: Document) -> Digest {
        if document.digest_public_key_fingerprint.is_empty() {
            document.digest_public_key_fingerprint.clone_from(&self.fingerprint);
        }
        let bytes = serde_json::to_vec(&document).expect("a document is plain JSON");
        self.sign_written(document, bytes)
    }

    /// Signs the document, which is written out as these bytes.
    pub(crate) fn sign_written(&self, document: Document, bytes: Vec<u8>) -> Digest {
        let signature = self.key.sign(string_to_sign(&document, &bytes).as_bytes());
        Digest {
            signature: hex(&signature.to_bytes()),
            bucket: document.digest_s3_bucket,
            key: document.digest_s3_object,
            bytes,
        }
    }
}

/// The text under the signature of the digest that is written out as `bytes`.
pub(crate) fn string_to_sign(document: &Document, bytes: &[u8]) -> String {
    format!(
        "{}\n{}/{}\n{}\n{}",
        document.digest_end_time,
        document.digest_s3_bucket,
        document.digest_s3_object,
        sha256(bytes),
        document.previous_digest_signature.as_deref().unwrap_or("null"),
    )
}

/// The SHA-256 of the bytes in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use rsa::RsaPublicKey;
    use rsa::pkcs1::DecodeRsaPublicKey as _;
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    use rsa::signature::Verifier as _;

    use super::*;

    /// A chain of one digest that `aws cloudtrail validate-logs` accepted. Its key is not ours.
    const PUBLIC: &str = concat!(
        "MIIBCgKCAQEAx+Ar0Awo+YJodMMmfihk0QDSzP76dXO8+8+wwQm+1hYNdm6y2YRbuRJBoHe9EooCq7Fn+fDZ1+JW",
        "q5HNo61tWdsh3bxc+dBiLp9dwqTj8Y7xjoMBqjISJnt+P6HKVv13lBpO6MCYktuK+QaslewGum1QFwg7Gvr8Z++o",
        "pUusQPGic0HzK2LzwAjvkkOMEluhPkNMDmFTISAYNwVn3JKUPmsp7dWSndg8fZnEnZ7de9uAV3xaaVsYCmmUY7yd",
        "nfVvpt/xPEIOG7AK99tH3YR0UgAwNpgi0LJwzec134+QIGVfe8X1a5wQSNpOgPq2GzjZaM7rw4yzhAuz38QNioSz",
        "8wIDAQAB",
    );
    const FINGERPRINT: &str = "394e579611429be674bf45ad07bfc9ca";
    const HASH: &str = "b38eb1bbc28f5064ff1b79eb89eaa5043057f1b9b63d2427acf3faa46ae3e2af";
    const SIGNATURE: &str = concat!(
        "15a05bba5f869c917e55f6b0a04f090d37c68fa8b46ed62a57caa36bffa22e251fa5b1e74a8c8297d8635cbc",
        "a59317b395686420e9bdb302b9e16e742519980e6d159e65c0acb325e5e46a2526003085e30219980d709660",
        "1d8356c8ba6e848c4b5213323aceb8668b7c75447eefd9572067e7c9cc52f6d78dd1592f2ee794774e10a88e",
        "3af9d533b0d7f323a168e71f64fada587876855dbe1e606e22962d03d96bd5edb1b1995aba8faebc71727370",
        "311f8f72b6a57f9bd56e5dcff841a4ea908165b308118d367173ee84b93c12340e45457bcd971de6873cda31",
        "060891e0310ce7526a10b75a4de0c73017b53b6c894dc8c6821efb335c6c132b59883a8d",
    );
    const TRAIL: Trail =
        Trail { account: "123456789012", name: "ct-vec", home: "us-east-1", bucket: "vec-bucket" };

    fn accepted() -> Document {
        let (start, end) = ("2026-01-02T02:04:05Z", "2026-01-02T03:04:05Z");
        let mut document = Document::new(&TRAIL, "us-east-1", start, end);
        FINGERPRINT.clone_into(&mut document.digest_public_key_fingerprint);
        document
    }

    fn verifies(public: &[u8], text: &str, signature: &str) -> bool {
        let bytes = (0..signature.len()).step_by(2);
        let bytes: Vec<u8> =
            bytes.map(|at| u8::from_str_radix(&signature[at..at + 2], 16).unwrap()).collect();
        let key = RsaPublicKey::from_pkcs1_der(public).unwrap();
        let signature = Signature::try_from(bytes.as_slice()).unwrap();
        VerifyingKey::<Sha256>::new(key).verify(text.as_bytes(), &signature).is_ok()
    }

    #[test]
    fn a_document_is_written_as_aws_writes_it() {
        let bytes = serde_json::to_vec(&accepted()).unwrap();
        assert_eq!(sha256(&bytes), HASH);
    }

    #[test]
    fn the_string_to_sign_is_the_one_that_was_signed() {
        let public = BASE64_STANDARD.decode(PUBLIC).unwrap();
        assert_eq!(hex(&Md5::digest(&public)), FINGERPRINT);
        let document = accepted();
        let bytes = serde_json::to_vec(&document).unwrap();
        let text = string_to_sign(&document, &bytes);
        assert_eq!(
            text,
            format!(
                "2026-01-02T03:04:05Z\nvec-bucket/AWSLogs/123456789012/CloudTrail-Digest/us-east-1\
                 /2026/01/02/123456789012_CloudTrail-Digest_us-east-1_ct-vec_us-east-1_\
                 20260102T030405Z.json.gz\n{HASH}\nnull"
            )
        );
        assert!(verifies(&public, &text, SIGNATURE));
        assert!(!verifies(&public, &text[1..], SIGNATURE));
    }

    #[test]
    fn a_digest_verifies_with_the_key_that_signed_it() {
        let (signer, other) = (Signer::from_seed(1), Signer::from_seed(2));
        let first = signer.sign(Document::new(
            &TRAIL,
            "eu-west-1",
            "2026-01-02T02:00:00Z",
            "2026-01-02T03:00:00Z",
        ));
        let document =
            Document::new(&TRAIL, "eu-west-1", "2026-01-02T03:00:00Z", "2026-01-02T04:00:00Z");
        let mut document = document.after(&first);
        document.digest_public_key_fingerprint.clone_from(&signer.fingerprint);
        let second = signer.sign(document.clone());
        let text = string_to_sign(&document, &second.bytes);
        assert!(text.ends_with(&first.signature));
        assert!(verifies(&signer.public, &text, &second.signature));
        assert!(!verifies(&other.public, &text, &second.signature));
    }

    #[test]
    fn a_seed_always_gives_the_same_key() {
        assert_eq!(Signer::from_seed(3).fingerprint, Signer::from_seed(3).fingerprint);
    }
}
