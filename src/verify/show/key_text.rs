//! The public keys that a verdict rests on, for people.

use crate::verify::{KeyTrust, KeyUse};

/// Shown when a verdict rests on nothing but the mirror's own keys.
pub(super) const OWN_KEYS: &str = "valid against the keys in this mirror";
const OWN_KEYS_HELP: &str = "help: check the keys with --keys aws (asks CloudTrail) or \
     --keys FILE, or accept those in the mirror with --trust-mirror-keys";

/// The keys, by where they come from.
pub(super) fn lines(trust: &KeyTrust) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = String::new();
    for key in &trust.keys {
        let origin = origin(key);
        if origin != last {
            lines.push(format!("Public keys from {origin}:"));
            last = origin;
        }
        lines.push(line(key));
    }
    if !trust.unknown_keys.is_empty() {
        lines.push("Public keys in this mirror that CloudTrail does not know: INVALID".to_owned());
    }
    lines.extend(trust.unknown_keys.iter().map(line));
    lines
}

/// Why the keys keep a verdict from being valid.
pub(super) fn faults(trust: &KeyTrust) -> Vec<String> {
    let own = (!trust.is_trusted()).then(|| OWN_KEYS.to_owned());
    own.into_iter().chain(trust.unknown_keys.iter().map(unknown)).collect()
}

/// The lines below the verdict: unknown keys, and what to do.
pub fn notes(trust: &KeyTrust) -> Vec<String> {
    let unknown = trust.unknown_keys.iter().map(|key| format!("  {}", unknown(key)));
    let help = (!trust.is_trusted()).then(|| OWN_KEYS_HELP.to_owned());
    unknown.chain(help).collect()
}

/// Where a key comes from.
fn origin(key: &KeyUse) -> String {
    match (&*key.source, &key.file, key.trusted) {
        ("cloudtrail", ..) => "CloudTrail".to_owned(),
        ("file", Some(file), _) => format!("{file} (--keys)"),
        ("record", ..) => "CloudTrail, recorded on this machine".to_owned(),
        ("mirror", _, true) => "this mirror, trusted by --trust-mirror-keys".to_owned(),
        ("mirror", ..) => "this mirror, not known to be CloudTrail's".to_owned(),
        (other, ..) => other.to_owned(),
    }
}

fn unknown(key: &KeyUse) -> String {
    let region = region(key);
    format!("CloudTrail does not know the public key {} of {region}", key.fingerprint)
}

fn line(key: &KeyUse) -> String {
    format!("  {} {}", region(key), key.fingerprint)
}

fn region(key: &KeyUse) -> &str {
    key.region.as_deref().unwrap_or("any Region")
}
