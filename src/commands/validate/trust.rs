//! Which public keys a verdict rests on, where they come from, and whether that makes them
//! CloudTrail's.
//!
//! Anyone who can write to a mirror can sign it anew as a whole and put the own key beside it, so what
//! a mirror says of its keys proves nothing. Knows nothing of how keys are had.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::digest::{KeySource, KnownKey};

/// Shown when a verdict rests on nothing but the mirror's own keys.
pub(super) const OWN_KEYS: &str = "valid against the keys in this mirror";
/// What to do then.
const OWN_KEYS_HELP: &str = "help: check the keys with --keys aws (asks CloudTrail) or \
     --keys FILE, or accept those in the mirror with --trust-mirror-keys";

/// A public key that verified a signature, or one that CloudTrail does not know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct KeyUse {
    /// `cloudtrail`, `file`, `record` or `mirror`.
    source: String,
    /// Of the source `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    trusted: bool,
    /// None: of any Region.
    region: Option<String>,
    fingerprint: String,
}

impl KeyUse {
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

    /// Where the key comes from.
    fn origin(&self) -> String {
        match (&*self.source, &self.file, self.trusted) {
            ("cloudtrail", ..) => "CloudTrail".to_owned(),
            ("file", Some(file), _) => format!("{file} (--keys)"),
            ("record", ..) => "CloudTrail, recorded on this machine".to_owned(),
            ("mirror", _, true) => "this mirror, trusted by --trust-mirror-keys".to_owned(),
            ("mirror", ..) => "this mirror, not known to be CloudTrail's".to_owned(),
            (other, ..) => other.to_owned(),
        }
    }

    /// What is wrong with a key that CloudTrail does not know.
    fn words(&self) -> String {
        let region = self.region.as_deref().unwrap_or("any Region");
        format!("CloudTrail does not know the public key {} of {region}", self.fingerprint)
    }

    fn line(&self) -> String {
        format!("  {} {}", self.region.as_deref().unwrap_or("any Region"), self.fingerprint)
    }
}

/// The keys behind a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeyTrust {
    /// Those that verified a signature.
    pub(super) keys: BTreeSet<KeyUse>,
    /// Those in the mirror that CloudTrail does not know.
    pub(super) unknown_keys: BTreeSet<KeyUse>,
}

impl KeyTrust {
    /// Whether the verdict rests on trusted keys alone.
    pub(super) fn is_trusted(&self) -> bool {
        self.keys.iter().all(|key| key.trusted)
    }

    /// Whether keys of the mirror are all that it lacks trust for.
    pub(super) fn is_mirrors(&self) -> bool {
        self.unknown_keys.is_empty() && !self.is_trusted()
    }

    /// Why the keys keep a verdict from being valid.
    pub(super) fn faults(&self) -> Vec<String> {
        let unknown = self.unknown_keys.iter().map(KeyUse::words);
        (!self.is_trusted()).then(|| OWN_KEYS.to_owned()).into_iter().chain(unknown).collect()
    }

    /// The lines for people below the verdict: unknown keys, and what to do.
    pub(super) fn notes(&self) -> Vec<String> {
        let unknown = self.unknown_keys.iter().map(|key| format!("  {}", key.words()));
        let help = (!self.is_trusted()).then(|| OWN_KEYS_HELP.to_owned());
        unknown.chain(help).collect()
    }

    pub(super) fn join(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.unknown_keys.extend(other.unknown_keys);
    }

    /// The keys for people, by where they come from.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut origin = String::new();
        for key in &self.keys {
            let own = key.origin();
            if own != origin {
                lines.push(format!("Public keys from {own}:"));
                origin = own;
            }
            lines.push(key.line());
        }
        if !self.unknown_keys.is_empty() {
            lines.push(
                "Public keys in this mirror that CloudTrail does not know: INVALID".to_owned(),
            );
        }
        lines.extend(self.unknown_keys.iter().map(KeyUse::line));
        lines
    }
}
