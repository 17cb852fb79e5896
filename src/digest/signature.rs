//! The string to sign of a digest, and whether its signature is CloudTrail's.
//!
//! ```text
//! digestEndTime
//! digestS3Bucket/digestS3Object
//! the SHA-256 of the inflated digest, in hexadecimal
//! previousDigestSignature, or null
//! ```
//! Four lines without a line break at the end, signed with RSA PKCS #1 v1.5 over SHA-256, as in
//! "Custom implementations of CloudTrail log file integrity validation" in the AWS CloudTrail User
//! Guide. No other hash is accepted, whatever the signature names. Knows nothing of where the
//! signature comes from.

use std::sync::atomic::{AtomicBool, Ordering};

use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use rsa::traits::PublicKeyParts as _;
use sha2::Sha256;

use super::document::DigestDocument;
use super::verdict::{Hash, unhex};

/// The only algorithm that CloudTrail uses, by its name in digests and their metadata.
pub(super) const ALGORITHM: &str = "SHA256withRSA";

/// A key that verifies signatures.
#[derive(Debug)]
pub(super) struct PublicKey {
    key: VerifyingKey<Sha256>,
    /// Whether it verified a signature, so that a verdict rests on it.
    has_verified: AtomicBool,
}

/// CloudTrail's keys have 2,048 bits. Shorter ones can be broken.
const LEAST_BITS: usize = 2_048;

impl PublicKey {
    /// Parses a PKCS #1 `RSAPublicKey` or a `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// It is neither, or has fewer than 2,048 bits.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        let key = RsaPublicKey::from_pkcs1_der(der).ok();
        let key = key.or_else(|| RsaPublicKey::from_public_key_der(der).ok());
        let key = key.ok_or("it is no RSA key in DER")?;
        if key.n().bits() < LEAST_BITS {
            return Err("it has fewer than 2,048 bits");
        }
        Ok(Self { key: VerifyingKey::new(key), has_verified: AtomicBool::new(false) })
    }

    /// Whether it verified a signature.
    pub(super) fn has_verified(&self) -> bool {
        self.has_verified.load(Ordering::Relaxed)
    }

    /// Whether `signature`, in hexadecimal, is that of the digest whose inflated bytes have this
    /// SHA-256.
    pub(super) fn verifies(&self, document: &DigestDocument, hash: Hash, signature: &str) -> bool {
        let bytes = unhex(signature);
        let signature = bytes.and_then(|bytes| Signature::try_from(bytes.as_slice()).ok());
        let text = string_to_sign(document, hash);
        let verifies =
            signature.is_some_and(|signature| self.key.verify(text.as_bytes(), &signature).is_ok());
        if verifies {
            self.has_verified.store(true, Ordering::Relaxed);
        }
        verifies
    }
}

fn string_to_sign(document: &DigestDocument, hash: Hash) -> String {
    let DigestDocument { end_text, uri, previous_signature, .. } = document;
    let previous = previous_signature.as_deref().unwrap_or("null");
    format!("{end_text}\n{}/{}\n{hash}\n{previous}", uri.bucket, uri.key)
}
