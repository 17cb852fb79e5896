//! Public keys by Region and fingerprint, from answers of `ListPublicKeys`.
//!
//! The document is that of the API (`ListPublicKeys`, AWS CloudTrail API Reference), as `ct` saves it
//! or as the AWS CLI prints it. AWS documents keys as PKCS #1 in DER, but one of the three in its
//! example is a `SubjectPublicKeyInfo`, so both are accepted. The fingerprint is the MD5 of those
//! bytes. A key with another fingerprint is refused: a forged key under a known fingerprint could
//! sign anything. Each key has its source, because a mirror's own keys prove nothing. Knows nothing of
//! digests, nor of how a document was fetched.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{SignedDuration, Timestamp};
use md5::{Digest as _, Md5};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::signature::PublicKey;
use super::verdict::{Judgement, Reason, one_line};

/// A late digest is signed some time after its period, and keys rotate in between.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// A document that is no list of public keys.
#[derive(Debug, thiserror::Error)]
#[error("not a list of public keys: {0}")]
pub struct KeysError(#[from] serde_json::Error);

/// A key that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedKey {
    /// The claimed fingerprint.
    pub fingerprint: String,
    /// Why.
    pub why: &'static str,
}

/// Where a key comes from, the most trusted first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeySource {
    /// CloudTrail returned it in this run.
    CloudTrail,
    /// A file that the user named.
    File(String),
    /// The user's record of keys that CloudTrail returned.
    Record,
    /// The mirror that is validated.
    Mirror,
}

impl KeySource {
    /// The name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CloudTrail => "cloudtrail",
            Self::File(_) => "file",
            Self::Record => "record",
            Self::Mirror => "mirror",
        }
    }

    /// The file that the user named.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::File(path) => Some(path),
            Self::CloudTrail | Self::Record | Self::Mirror => None,
        }
    }
}

/// A key for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownKey<'k> {
    /// None: the key is used for any Region.
    pub region: Option<&'k str>,
    /// The MD5 of the key, in hexadecimal.
    pub fingerprint: &'k str,
    /// Base64 of its DER, as `ListPublicKeys` returns it.
    pub value: &'k str,
    /// From when it is valid; open if none.
    pub since: Option<Timestamp>,
    /// Until when it is valid; open if none.
    pub until: Option<Timestamp>,
    /// Where it comes from.
    pub source: &'k KeySource,
    /// Whether it verified a signature.
    pub is_used: bool,
}

/// Public keys of any number of Regions.
#[derive(Debug, Default)]
pub struct Keys {
    /// By Region, where an empty name stands for all Regions; then by fingerprint.
    regions: BTreeMap<String, BTreeMap<String, StoredKey>>,
}

/// What is stored under a fingerprint.
#[derive(Debug)]
enum StoredKey {
    Good(GoodKey),
    Bad,
}

#[derive(Debug)]
struct GoodKey {
    key: Arc<PublicKey>,
    value: String,
    validity: [Option<Timestamp>; 2],
    source: KeySource,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(rename = "PublicKeyList", borrow)]
    keys: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    #[serde(default)]
    fingerprint: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    validity_start_time: Option<Time>,
    #[serde(default)]
    validity_end_time: Option<Time>,
}

/// The API and version 1 of the AWS CLI write seconds; version 2 writes RFC 3339.
#[derive(Deserialize)]
#[serde(untagged)]
enum Time {
    Seconds(f64),
    Text(String),
}

impl Time {
    /// The time; empty text stands for none.
    fn moment(self) -> Result<Option<Timestamp>, &'static str> {
        let time = match self {
            Self::Seconds(seconds) => SignedDuration::try_from_secs_f64(seconds)
                .ok()
                .and_then(|time| Timestamp::from_duration(time).ok()),
            Self::Text(text) if text.is_empty() => return Ok(None),
            Self::Text(text) => text.parse().ok(),
        };
        time.map(Some).ok_or("the validity is not a time")
    }
}

impl Keys {
    /// Adds the keys of an answer of `ListPublicKeys`: those of one Region, or, if it is unknown, of
    /// any. Returns those that are refused. A key replaces the same one of another source only if its
    /// own source is more trusted.
    ///
    /// # Errors
    /// The document is no such answer.
    pub fn add(
        &mut self,
        region: Option<&str>,
        source: &KeySource,
        document: &[u8],
    ) -> Result<Vec<RefusedKey>, KeysError> {
        let answer: Answer<'_> = serde_json::from_slice(document)?;
        let held = self.regions.entry(region.unwrap_or_default().to_owned()).or_default();
        let mut refused = Vec::new();
        for key in answer.keys {
            let Ok(key) = serde_json::from_str::<Answered>(key.get()) else {
                let why = "it has not the members of a key";
                refused.push(RefusedKey { fingerprint: String::new(), why });
                continue;
            };
            let fingerprint = key.fingerprint.to_ascii_lowercase();
            match key.checked(source) {
                Ok(good) => match held.get(&fingerprint) {
                    Some(StoredKey::Good(before)) if before.source < good.source => {}
                    _ => drop(held.insert(fingerprint, StoredKey::Good(good))),
                },
                Err(why) => {
                    held.entry(fingerprint.clone()).or_insert(StoredKey::Bad);
                    refused.push(RefusedKey { fingerprint, why });
                }
            }
        }
        Ok(refused)
    }

    /// All keys that were not refused.
    pub fn known(&self) -> impl Iterator<Item = KnownKey<'_>> {
        self.regions.iter().flat_map(|(region, keys)| {
            let region = (!region.is_empty()).then_some(region.as_str());
            keys.iter().filter_map(move |(fingerprint, held)| match held {
                StoredKey::Good(GoodKey { key, value, validity: [since, until], source }) => {
                    let (since, until, is_used) = (*since, *until, key.has_verified());
                    Some(KnownKey { region, fingerprint, value, since, until, source, is_used })
                }
                StoredKey::Bad => None,
            })
        })
    }

    /// A range of time, extended to the validity periods of all keys.
    pub fn times(&self, range: (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
        self.known().fold(range, |(since, until), key| {
            let from = key.since.map_or(since, |from| since.min(from));
            (from, key.until.map_or(until, |to| until.max(to)))
        })
    }

    /// The fingerprints of a Region's keys that another set of keys does not have.
    pub fn unknown_to(&self, region: &str, other: &Self) -> Vec<String> {
        let is_known = |fingerprint: &String, good: &GoodKey| {
            other
                .in_region(region)
                .filter_map(|keys| keys.get(fingerprint))
                .any(|held| matches!(held, StoredKey::Good(known) if known.value == good.value))
        };
        let unknown = |(fingerprint, held): (&String, &StoredKey)| match held {
            StoredKey::Good(good) if is_known(fingerprint, good) => None,
            // Refused by both.
            StoredKey::Bad if other.is_refused(region, fingerprint) => None,
            StoredKey::Good(_) | StoredKey::Bad => Some(fingerprint.clone()),
        };
        self.in_region(region).flatten().filter_map(unknown).collect()
    }

    fn is_refused(&self, region: &str, fingerprint: &str) -> bool {
        let held = self.in_region(region).find_map(|keys| keys.get(fingerprint));
        matches!(held, Some(StoredKey::Bad))
    }

    /// The key with this fingerprint that was valid at a time, or at any time if it is unknown.
    ///
    /// If there are keys of that time without this one, CloudTrail never had it. If there are none,
    /// the answer is inconclusive.
    pub(super) fn find(
        &self,
        region: &str,
        fingerprint: &str,
        at: Option<Timestamp>,
    ) -> Result<&Arc<PublicKey>, Judgement> {
        let lower = fingerprint.to_ascii_lowercase();
        let held: Vec<_> = self.in_region(region).filter_map(|keys| keys.get(&lower)).collect();
        let good = held.iter().find_map(|held| match held {
            StoredKey::Good(GoodKey { key, validity, .. }) => Some((key, validity)),
            StoredKey::Bad => None,
        });
        let fingerprint = one_line(fingerprint);
        match good {
            Some((key, validity)) if at.is_none_or(|at| contains(validity, at, MARGIN)) => Ok(key),
            Some(_) => Err(Judgement::invalid(
                Reason::UnknownKey,
                format!("the public key with fingerprint {fingerprint} was not valid at the time"),
            )),
            None if !held.is_empty() => Err(Judgement::invalid(
                Reason::BadKey,
                format!("Unable to load PKCS #1 key with fingerprint {fingerprint}"),
            )),
            None if self.covers(region, at) => Err(Judgement::invalid(
                Reason::UnknownKey,
                format!("public key not found in region {region} for fingerprint {fingerprint}"),
            )),
            None => Err(Judgement::unverified(
                Reason::NoKey,
                format!("no public key of region {region} is at hand for the time"),
            )),
        }
    }

    /// Whether there are keys of the time. The record may lack some, so its keys do not count.
    fn covers(&self, region: &str, at: Option<Timestamp>) -> bool {
        self.in_region(region).flat_map(BTreeMap::values).any(|held| match held {
            StoredKey::Good(GoodKey { validity, source, .. }) => {
                *source != KeySource::Record
                    && at.is_none_or(|at| contains(validity, at, SignedDuration::ZERO))
            }
            StoredKey::Bad => false,
        })
    }

    fn in_region<'k>(
        &'k self,
        region: &str,
    ) -> impl Iterator<Item = &'k BTreeMap<String, StoredKey>> {
        [self.regions.get(region), self.regions.get("")].into_iter().flatten()
    }
}

impl Answered {
    fn checked(self, source: &KeySource) -> Result<GoodKey, &'static str> {
        let der = BASE64_STANDARD.decode(&self.value).map_err(|_| "it is not in Base64")?;
        if format!("{:x}", Md5::digest(&der)) != self.fingerprint.to_ascii_lowercase() {
            return Err("the fingerprint is not its MD5");
        }
        let key = PublicKey::from_der(&der)?;
        let moment = |time: Option<Time>| time.map_or(Ok(None), Time::moment);
        let validity = [moment(self.validity_start_time)?, moment(self.validity_end_time)?];
        Ok(GoodKey { key: Arc::new(key), value: self.value, validity, source: source.clone() })
    }
}

/// Whether a time lies between two others, or close to them.
fn contains([from, to]: &[Option<Timestamp>; 2], at: Timestamp, margin: SignedDuration) -> bool {
    from.is_none_or(|from| from.duration_until(at) >= -margin)
        && to.is_none_or(|to| to.duration_since(at) >= -margin)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::digest::verdict::Verdict;

    /// Of a digest that `aws cloudtrail validate-logs` accepted; see the tests of `examine`.
    pub(in crate::digest) const VALUE: &str = concat!(
        "MIIBCgKCAQEAx+Ar0Awo+YJodMMmfihk0QDSzP76dXO8+8+wwQm+1hYNdm6y2YRbuRJBoHe9EooCq7Fn+fDZ1+JW",
        "q5HNo61tWdsh3bxc+dBiLp9dwqTj8Y7xjoMBqjISJnt+P6HKVv13lBpO6MCYktuK+QaslewGum1QFwg7Gvr8Z++o",
        "pUusQPGic0HzK2LzwAjvkkOMEluhPkNMDmFTISAYNwVn3JKUPmsp7dWSndg8fZnEnZ7de9uAV3xaaVsYCmmUY7yd",
        "nfVvpt/xPEIOG7AK99tH3YR0UgAwNpgi0LJwzec134+QIGVfe8X1a5wQSNpOgPq2GzjZaM7rw4yzhAuz38QNioSz",
        "8wIDAQAB",
    );
    pub(in crate::digest) const FINGERPRINT: &str = "394e579611429be674bf45ad07bfc9ca";
    /// What makes a `SubjectPublicKeyInfo` of it (RFC 5280, section 4.1; RFC 8017, appendix A.1).
    const SPKI: [u8; 24] = [
        0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01,
        0x01, 0x01, 0x05, 0x00, 0x03, 0x82, 0x01, 0x0F, 0x00,
    ];

    pub(in crate::digest) fn answer() -> Value {
        json!({"PublicKeyList": [{
            "Fingerprint": FINGERPRINT,
            "ValidityEndTime": "2026-02-01T00:00:00Z",
            "ValidityStartTime": "2026-01-01T00:00:00Z",
            "Value": VALUE,
        }]})
    }

    fn keys(answer: &Value) -> (Keys, Vec<RefusedKey>) {
        let mut keys = Keys::default();
        let refused = keys
            .add(Some("eu-west-1"), &KeySource::CloudTrail, answer.to_string().as_bytes())
            .unwrap();
        (keys, refused)
    }

    fn found(answer: &Value, at: &str) -> Option<(Verdict, Option<Reason>)> {
        let found = keys(answer).0;
        let found = found.find("eu-west-1", FINGERPRINT, Some(at.parse().unwrap()));
        found.err().map(|judgement| (judgement.verdict, judgement.reason))
    }

    const IN_TIME: &str = "2026-01-15T00:00:00Z";
    const LATE: &str = "2026-03-15T00:00:00Z";

    #[test]
    fn a_key_is_found_by_its_region_fingerprint_and_time() {
        let (keys, refused) = keys(&answer());
        assert_eq!(refused, []);
        let at = |time: &str| Some(time.parse().unwrap());
        assert!(keys.find("eu-west-1", FINGERPRINT, at(IN_TIME)).is_ok());
        assert!(keys.find("eu-west-1", &FINGERPRINT.to_uppercase(), None).is_ok());
        assert!(keys.find("eu-west-1", FINGERPRINT, at("2026-02-01T02:00:00Z")).is_ok());
        let reason = |found: Result<_, Judgement>| found.map(drop).unwrap_err().reason.unwrap();
        assert_eq!(reason(keys.find("eu-west-1", FINGERPRINT, at(LATE))), Reason::UnknownKey);
        assert_eq!(reason(keys.find("eu-west-1", "00", at(IN_TIME))), Reason::UnknownKey);
        assert_eq!(reason(keys.find("eu-west-1", "00", at(LATE))), Reason::NoKey);
        assert_eq!(reason(keys.find("us-east-1", FINGERPRINT, at(IN_TIME))), Reason::NoKey);
        assert_eq!(keys.known().count(), 1);
    }

    #[test]
    fn keys_without_a_region_are_used_for_all() {
        let mut keys = Keys::default();
        keys.add(None, &KeySource::CloudTrail, answer().to_string().as_bytes()).unwrap();
        assert!(keys.find("us-east-1", FINGERPRINT, None).is_ok());
    }

    #[test]
    fn times_may_be_seconds_or_text_or_missing() {
        for time in
            [json!(1_769_904_000), json!(1_769_904_000.0), json!("2026-02-01T01:00:00+01:00")]
        {
            let mut answer = answer();
            answer["PublicKeyList"][0]["ValidityEndTime"] = time;
            assert_eq!(found(&answer, IN_TIME), None);
            assert_eq!(found(&answer, LATE), Some((Verdict::Invalid, Some(Reason::UnknownKey))));
        }
        for none in [json!(""), json!(null)] {
            let mut answer = answer();
            answer["PublicKeyList"][0]["ValidityEndTime"] = none;
            assert_eq!(found(&answer, LATE), None);
        }
    }

    #[test]
    fn a_subject_public_key_info_is_a_key_too() {
        let der = BASE64_STANDARD.decode(VALUE).unwrap();
        // The two lengths of the prefix are those of a PKCS #1 key of 270 bytes.
        assert_eq!(der.len(), 270);
        let der = [&SPKI[..], &der].concat();
        let fingerprint = format!("{:x}", Md5::digest(&der));
        let key = json!({"Fingerprint": fingerprint, "Value": BASE64_STANDARD.encode(&der)});
        let (keys, refused) = keys(&json!({"PublicKeyList": [key]}));
        assert_eq!(refused, []);
        assert!(keys.find("eu-west-1", &fingerprint, None).is_ok());
    }

    #[test]
    fn a_key_with_another_fingerprint_is_refused() {
        let bad = Some((Verdict::Invalid, Some(Reason::BadKey)));
        let changed = |name: &str, value: Value| {
            let mut answer = answer();
            answer["PublicKeyList"][0][name] = value;
            answer
        };
        let der = BASE64_STANDARD.decode(VALUE).unwrap();
        let other = BASE64_STANDARD.encode(&der[1..]);
        for value in [json!(other), json!("%"), json!("")] {
            assert_eq!(found(&changed("Value", value), IN_TIME), bad);
        }
        assert_eq!(found(&changed("ValidityEndTime", json!("soon")), IN_TIME), bad);
        let noise = b"no key";
        let fingerprint = format!("{:x}", Md5::digest(noise));
        let key = json!({"Fingerprint": fingerprint, "Value": BASE64_STANDARD.encode(noise)});
        let (held, refused) =
            keys(&json!({"PublicKeyList": [key, 7, answer()["PublicKeyList"][0]]}));
        assert_eq!(refused.len(), 2);
        let error = held.find("eu-west-1", &fingerprint, None).unwrap_err();
        assert_eq!(error.reason, Some(Reason::BadKey));
        assert!(held.find("eu-west-1", FINGERPRINT, None).is_ok());
    }

    #[test]
    fn other_documents_are_an_error() {
        for text in ["", "[]", "{}", r#"{"PublicKeyList":7}"#] {
            assert!(
                Keys::default().add(None, &KeySource::Mirror, text.as_bytes()).is_err(),
                "{text}"
            );
        }
    }
}
