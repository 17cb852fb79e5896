//! Which public keys a verdict rests on, and whether they are known to be CloudTrail's.
//!
//! Anyone who can write to a mirror can sign all of it anew and put their own key beside it, so the
//! keys of a mirror prove nothing. Knows nothing of how keys are looked up or shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::digest::{KeySource, KnownKey};

/// A public key that verified a signature, or one that CloudTrail does not know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyUse {
    /// `cloudtrail`, `file`, `record` or `mirror`.
    pub source: String,
    /// The path, for the source `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Whether the key is known to be CloudTrail's, or the user trusts it.
    pub trusted: bool,
    /// None: the key is used for any Region.
    pub region: Option<String>,
    /// The MD5 of the key, in hexadecimal.
    pub fingerprint: String,
}

impl KeyUse {
    /// A key that verified a signature. `trust_mirror`: the user trusts the mirror's own keys.
    pub(super) fn new(key: &KnownKey<'_>, trust_mirror: bool) -> Self {
        Self {
            source: key.source.name().to_owned(),
            file: key.source.file().map(str::to_owned),
            trusted: trust_mirror || *key.source != KeySource::Mirror,
            region: key.region.map(str::to_owned),
            fingerprint: key.fingerprint.to_owned(),
        }
    }

    /// A key in a mirror that CloudTrail does not know.
    pub(super) fn unknown(region: &str, fingerprint: &str) -> Self {
        Self {
            source: KeySource::Mirror.name().to_owned(),
            file: None,
            trusted: false,
            region: Some(region.to_owned()),
            fingerprint: fingerprint.to_owned(),
        }
    }
}

/// The keys that a verdict rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTrust {
    /// Those that verified a signature.
    pub keys: BTreeSet<KeyUse>,
    /// Those in the mirror that CloudTrail does not know.
    pub unknown_keys: BTreeSet<KeyUse>,
}

impl KeyTrust {
    /// Whether the verdict rests on trusted keys alone.
    pub fn is_trusted(&self) -> bool {
        self.keys.iter().all(|key| key.trusted)
    }

    /// Whether it rests on keys of the mirror.
    pub fn is_mirrors_own(&self) -> bool {
        self.unknown_keys.is_empty() && !self.is_trusted()
    }

    /// Adds the keys of another verdict.
    pub fn join(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.unknown_keys.extend(other.unknown_keys);
    }
}
