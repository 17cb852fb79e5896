//! One digest by itself: is it what CloudTrail signed, and does it lie where CloudTrail put it?
//!
//! All that is slow about a digest happens here (inflating, hashing, the signature), and nothing
//! here needs its neighbours: each thread has an [`Examiner`] and the order does not matter. What
//! the neighbours say is weighed by [`super::chain`]. Never fetches anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::document::DigestDocument;
use super::keys::Keys;
use super::signature::{ALGORITHM, PublicKey};
use super::unpack::Unpacker;
use super::verdict::{Hash, Judgement, Reason, S3Uri};
use crate::event::key::Key;
use crate::event::time::event_time;
use crate::source::{Arrived, Fault};

/// Names of user metadata, from "CloudTrail digest file structure" in the AWS CloudTrail User
/// Guide; S3 gives them in lower case and without `x-amz-meta-`.
const SIGNATURE: &str = "signature";
const SIGNATURE_ALGORITHM: &str = "signature-algorithm";
const GENERATED: &str = "backfill-generation-timestamp";

/// Whose digests make one chain. Digests of different regions, accounts, trails or home regions
/// never link to each other, and neither do those made after the fact to the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainId {
    /// Twelve digits.
    pub account: String,
    /// The region whose deliveries are digested; its public keys are those that count.
    pub region: String,
    /// The trail's name.
    pub trail: String,
    /// The trail's home region.
    pub home: String,
    /// Whether these are backfill digests.
    pub backfill: bool,
}

/// An object that is named as a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it was found.
    pub uri: S3Uri,
    /// The time in its name: when what it covers ends.
    pub stamp: Timestamp,
}

impl Candidate {
    /// What a listed key says: which chain the object would belong to, if it is named as a digest.
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

/// When a backfill digest says that it was made: public keys of an hour before to an hour after
/// are needed to verify it.
pub fn generated(metadata: &BTreeMap<String, String>) -> Option<Timestamp> {
    event_time(metadata.get(GENERATED)?)
}

/// How far a digest must lie where CloudTrail delivered it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// In that bucket, under that key.
    #[default]
    Exact,
    /// Under that key: nobody knows the bucket of a copy on disk.
    Key,
    /// In any bucket and folder, under its own name: the place that the digest records is the one
    /// that was signed, and is believed.
    Relocated,
}

impl Location {
    /// Whether an object found at one place can be the one that was delivered at another.
    pub(super) fn allows(self, found: &S3Uri, recorded: &S3Uri) -> bool {
        match self {
            Self::Exact => found == recorded,
            Self::Key => found.key == recorded.key,
            Self::Relocated => found.file_name() == recorded.file_name(),
        }
    }
}

/// What is asked of digests.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How far they must lie where they were delivered.
    pub location: Location,
    /// How many bytes one may inflate to.
    pub limit: usize,
    /// Whether the bytes as they are stored are hashed too.
    pub hash_stored: bool,
}

/// Examines digests, one after another; each thread has its own.
pub struct Examiner {
    keys: Arc<Keys>,
    rules: Rules,
    unpacker: Unpacker,
}

/// What could be read of a digest, be it sound or not.
#[derive(Debug)]
pub(super) struct ParsedDigest {
    pub(super) document: DigestDocument,
    pub(super) hash: Hash,
    /// From the metadata, in hexadecimal.
    pub(super) signature: Option<String>,
    pub(super) key: Result<Arc<PublicKey>, Judgement>,
}

/// A digest by itself, for [`super::Chain::push`].
#[derive(Debug)]
pub struct ExaminedDigest {
    pub(super) candidate: Candidate,
    pub(super) judgement: Judgement,
    pub(super) read: Option<Box<ParsedDigest>>,
    /// The SHA-256 of the bytes as they are stored, if that was asked for.
    pub(super) stored: Option<Hash>,
}

impl Examiner {
    /// `keys`: those of all regions that will be asked for.
    pub fn new(keys: Arc<Keys>, rules: Rules) -> Self {
        Self { keys, rules, unpacker: Unpacker::new(rules.limit) }
    }

    /// Examines a digest of a chain, or why it could not be had.
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

    /// The first thing that is wrong, in the order in which aws-cli looks.
    fn judge(
        &self,
        chain: &ChainId,
        candidate: &Candidate,
        read: &ParsedDigest,
        metadata: &BTreeMap<String, String>,
    ) -> Result<Judgement, Judgement> {
        let algorithm = metadata.get(SIGNATURE_ALGORITHM);
        // A copy may have lost all metadata; the next digest records the signature of this one.
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
    /// Whether the signature is CloudTrail's.
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

    /// Whether there is nothing to verify it with but what another digest records.
    pub(super) fn lacks_signature(&self) -> bool {
        self.judgement.reason == Some(Reason::NoSignature)
    }
}

fn no_signature() -> Judgement {
    Judgement::unverified(Reason::NoSignature, "no signature metadata")
}

#[cfg(test)]
pub(super) mod tests;
