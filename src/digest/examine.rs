//! One digest by itself: did CloudTrail sign it, and is it where CloudTrail delivered it?
//!
//! The slow work on a digest is done here (inflating, hashing, the signature), and it needs no other
//! digest: each thread has an [`Examiner`], and the order does not matter. Links between digests are
//! checked by [`super::chain`]. Never fetches anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::document::DigestDocument;
use super::keys::Keys;
use super::signature::{ALGORITHM, PublicKey};
use super::unpack::Unpacker;
use super::verdict::{Hash, Judgement, Reason};
use crate::event::key::Key;
use crate::event::time::event_time;
use crate::source::S3Uri;
use crate::source::{Arrived, Fault};

/// Names of user metadata, from "CloudTrail digest file structure" in the AWS CloudTrail User
/// Guide; in lower case and without `x-amz-meta-`.
const SIGNATURE: &str = "signature";
const SIGNATURE_ALGORITHM: &str = "signature-algorithm";
const GENERATED: &str = "backfill-generation-timestamp";

/// Identifies a chain of digests. Digests of different accounts, Regions, trails or home Regions
/// never link to each other, and backfill digests never link to standard ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainId {
    /// Twelve digits.
    pub account: String,
    /// The Region of the log files, whose public keys verify the digests.
    pub region: String,
    /// The trail's name.
    pub trail: String,
    /// The trail's home Region.
    pub home: String,
    /// Whether these are backfill digests.
    pub backfill: bool,
}

/// An object with the name of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it was found.
    pub uri: S3Uri,
    /// The time in its name: when its period ends.
    pub stamp: Timestamp,
}

impl Candidate {
    /// The chain and the stamp in a listed key, if it is the key of a digest.
    pub fn parse(bucket: &str, key: &str) -> Option<(ChainId, Self)> {
        let parsed = Key::parse(key)?;
        let name = parsed.digest?;
        let chain = ChainId {
            account: parsed.account.to_owned(),
            region: parsed.region.to_owned(),
            trail: name.trail.to_owned(),
            home: name.home.to_owned(),
            backfill: name.backfill,
        };
        Some((chain, Self { uri: S3Uri::new(bucket, key), stamp: parsed.stamp }))
    }
}

/// When a backfill digest was generated, according to its metadata: public keys from an hour before
/// to an hour after are needed to verify it.
pub fn generated(metadata: &BTreeMap<String, String>) -> Option<Timestamp> {
    event_time(metadata.get(GENERATED)?)
}

/// Where a digest must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// In the bucket and under the key to which CloudTrail delivered it.
    #[default]
    Exact,
    /// Under that key, in any bucket: a copy on disk does not record its bucket.
    Key,
    /// In any bucket and folder, under the same file name: the location that the digest records was
    /// signed, and is believed.
    Relocated,
}

impl Location {
    /// Whether an object found at one URI can be the one that was delivered to another.
    pub(super) fn allows(self, found: &S3Uri, recorded: &S3Uri) -> bool {
        match self {
            Self::Exact => found == recorded,
            Self::Key => found.key == recorded.key,
            Self::Relocated => found.file_name() == recorded.file_name(),
        }
    }
}

/// How digests are examined.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Where they must be.
    pub location: Location,
    /// The most bytes that one may inflate to.
    pub limit: usize,
    /// Whether the stored bytes are hashed too.
    pub hash_stored: bool,
}

/// Examines digests, one after another; each thread has its own.
pub struct Examiner {
    keys: Arc<Keys>,
    rules: Rules,
    unpacker: Unpacker,
}

/// A digest that could be parsed, valid or not.
#[derive(Debug)]
pub(super) struct ParsedDigest {
    pub(super) document: DigestDocument,
    pub(super) hash: Hash,
    /// From the metadata, in hexadecimal.
    pub(super) signature: Option<String>,
    pub(super) key: Result<Arc<PublicKey>, Judgement>,
}

/// The result for a digest by itself, for [`super::Chain::push`].
#[derive(Debug)]
pub struct ExaminedDigest {
    pub(super) candidate: Candidate,
    pub(super) judgement: Judgement,
    pub(super) read: Option<Box<ParsedDigest>>,
    /// The SHA-256 of the stored bytes, if [`Rules::hash_stored`] is set.
    pub(super) stored: Option<Hash>,
}

impl Examiner {
    /// `keys`: those of the Regions of all chains.
    pub fn new(keys: Arc<Keys>, rules: Rules) -> Self {
        Self { keys, rules, unpacker: Unpacker::new(rules.limit) }
    }

    /// Examines a digest of a chain. `object`: the digest, or why it could not be fetched.
    pub fn examine(
        &mut self,
        chain: &ChainId,
        candidate: Candidate,
        object: Result<Arrived, Fault>,
    ) -> ExaminedDigest {
        let stored = object.as_ref().ok().filter(|_| self.rules.hash_stored);
        let stored = stored.map(|arrived| Hash::compute(&arrived.bytes));
        let (judgement, read) = match object {
            Err(fault) => (Judgement::from(&fault), None),
            Ok(arrived) => match self.read(chain, &candidate, &arrived) {
                Err(judgement) => (judgement, None),
                Ok(read) => {
                    let judged = self.judge(chain, &candidate, &read, &arrived.metadata);
                    (judged.unwrap_or_else(|wrong| wrong), Some(Box::new(read)))
                }
            },
        };
        ExaminedDigest { candidate, judgement, read, stored }
    }

    fn read(
        &mut self,
        chain: &ChainId,
        candidate: &Candidate,
        arrived: &Arrived,
    ) -> Result<ParsedDigest, Judgement> {
        let hash = self.unpacker.unpack(&arrived.bytes)?;
        let document = DigestDocument::parse(self.unpacker.text()).map_err(Judgement::format)?;
        let signed =
            if chain.backfill { generated(&arrived.metadata) } else { Some(candidate.stamp) };
        let key = self.keys.find(&chain.region, &document.fingerprint, signed).map(Arc::clone);
        let signature = arrived.metadata.get(SIGNATURE).cloned();
        Ok(ParsedDigest { document, hash, signature, key })
    }

    /// The first fault, in the order in which aws-cli checks.
    fn judge(
        &self,
        chain: &ChainId,
        candidate: &Candidate,
        read: &ParsedDigest,
        metadata: &BTreeMap<String, String>,
    ) -> Result<Judgement, Judgement> {
        let algorithm = metadata.get(SIGNATURE_ALGORITHM);
        // A copy may have lost all metadata; the next digest has the signature of this one.
        if !metadata.is_empty() {
            if read.signature.is_none() || algorithm.is_none() {
                let message = "signature verification failed: no signature metadata";
                return Err(Judgement::invalid(Reason::Signature, message));
            }
            if chain.backfill && generated(metadata).is_none() {
                return Err(Judgement::format(format_args!("no {GENERATED} metadata")));
            }
        }
        if !self.rules.location.allows(&candidate.uri, &read.document.uri) {
            let message = "has been moved from its original location";
            return Err(Judgement::invalid(Reason::Moved, message));
        }
        let named = [algorithm, read.document.algorithm.as_ref()];
        if named.into_iter().flatten().any(|named| named != ALGORITHM) {
            let message = "signature verification failed: not SHA256withRSA";
            return Err(Judgement::invalid(Reason::Signature, message));
        }
        match &read.signature {
            None => read.key.clone().map(|_| no_signature()),
            Some(signature) => read.verify(signature),
        }
    }
}

impl ParsedDigest {
    /// Checks a signature with the digest's public key.
    pub(super) fn verify(&self, signature: &str) -> Result<Judgement, Judgement> {
        let key = self.key.as_ref().map_err(Judgement::clone)?;
        let verifies = key.verifies(&self.document, self.hash, signature);
        if verifies { Ok(Judgement::VALID) } else { Err(Judgement::signature()) }
    }
}

impl ExaminedDigest {
    /// Where it was found.
    pub fn uri(&self) -> &S3Uri {
        &self.candidate.uri
    }

    /// Whether only another digest has its signature.
    pub(super) fn lacks_signature(&self) -> bool {
        self.judgement.reason == Some(Reason::NoSignature)
    }
}

fn no_signature() -> Judgement {
    Judgement::unverified(Reason::NoSignature, "no signature metadata")
}

#[cfg(test)]
pub(super) mod tests;
