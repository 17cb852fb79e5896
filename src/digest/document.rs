//! The JSON document of a digest: the log files that CloudTrail delivered in about an hour.
//!
//! The fields are those of "CloudTrail digest file structure" in the AWS CloudTrail User Guide.
//! Unknown members are ignored, so that new ones do no harm. A duplicate member is refused, because
//! readers differ in which of the two they use. Knows nothing of signatures, locations or chains: a
//! document that can be read may still be forged.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::verdict::Hash;
use crate::event::json::repeat;
use crate::event::time::event_time;
use crate::source::S3Uri;

/// The only hash that CloudTrail uses.
const SHA256: &str = "SHA-256";
/// The one member that is required and may be `null`.
const PREVIOUS_SIGNATURE: &str = "previousDigestSignature";

/// A digest's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestDocument {
    /// When the period that it covers begins: of deliveries, not of events.
    pub start: Timestamp,
    /// When the period ends.
    pub end: Timestamp,
    /// `digestEndTime` as it is written: this text was signed.
    pub end_text: String,
    /// Where CloudTrail delivered it.
    pub uri: S3Uri,
    /// Of the public key.
    pub fingerprint: String,
    /// `digestSignatureAlgorithm`, if present.
    pub algorithm: Option<String>,
    /// The previous digest; none in the first digest of a chain.
    pub previous: Option<PreviousDigest>,
    /// `previousDigestSignature` as it is written: this text was signed.
    pub previous_signature: Option<String>,
    /// The logs that were delivered.
    pub logs: Vec<LogEntry>,
}

/// What a digest records about the previous one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousDigest {
    /// Where it is.
    pub uri: S3Uri,
    /// The SHA-256 of its inflated bytes.
    pub hash: Option<Hash>,
    /// Its signature, in hexadecimal.
    pub signature: Option<String>,
}

/// What a digest records about a log file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Where it is.
    pub uri: S3Uri,
    /// The SHA-256 of its inflated bytes; none if the recorded value is no SHA-256.
    pub hash: Option<Hash>,
}

impl DigestDocument {
    /// Parses an inflated digest.
    ///
    /// # Errors
    /// It is not JSON, a required member is missing, `null` or not a string, or a member is
    /// duplicate.
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }
}

/// A member's name, borrowed unless it is written with escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// How many members an object may have. Digests have 17, and their entries 5. Each name is compared
/// with those before it, so this bounds the work for each byte.
const MOST_MEMBERS: usize = 64;

/// The names of an object's members so far.
#[derive(Default)]
struct Names<'a>(Vec<Cow<'a, str>>);

impl<'de> Names<'de> {
    /// The next member's name; an error if it is a duplicate.
    fn next<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<&str>, A::Error> {
        let Some(Name(name)) = map.next_key()? else { return Ok(None) };
        if self.0.contains(&name) {
            return Err(A::Error::custom(repeat::message(&name)));
        }
        if self.0.len() == MOST_MEMBERS {
            return Err(A::Error::custom(format!(
                "an object with more than {MOST_MEMBERS} members"
            )));
        }
        self.0.push(name);
        Ok(self.0.last().map(Cow::as_ref))
    }
}

/// A member that is required, and a string.
fn required<E: serde::de::Error>(text: Option<String>, name: &'static str) -> Result<String, E> {
    text.ok_or_else(|| E::missing_field(name))
}

impl<'de> Deserialize<'de> for LogEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LogEntryVisitor)
    }
}

struct LogEntryVisitor;

impl<'de> Visitor<'de> for LogEntryVisitor {
    type Value = LogEntry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an entry of logFiles")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LogEntry, A::Error> {
        let (mut bucket, mut key, mut hash, mut algorithm) = (None, None, None, None);
        let mut names = Names::default();
        while let Some(name) = names.next(&mut map)? {
            let slot: &mut Option<String> = match name {
                "s3Bucket" => &mut bucket,
                "s3Object" => &mut key,
                "hashValue" => &mut hash,
                "hashAlgorithm" => &mut algorithm,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = map.next_value()?;
        }
        let uri = S3Uri::new(
            required::<A::Error>(bucket, "s3Bucket")?,
            required::<A::Error>(key, "s3Object")?,
        );
        let hash = required::<A::Error>(hash, "hashValue")?;
        let known = algorithm.is_none_or(|algorithm| algorithm == SHA256);
        Ok(LogEntry { uri, hash: known.then(|| Hash::parse(&hash)).flatten() })
    }
}

/// The members of a document as they are written.
#[derive(Default)]
struct Members {
    start: Option<String>,
    end: Option<String>,
    bucket: Option<String>,
    object: Option<String>,
    fingerprint: Option<String>,
    algorithm: Option<String>,
    previous_bucket: Option<String>,
    previous_object: Option<String>,
    previous_hash: Option<String>,
    previous_algorithm: Option<String>,
    previous_signature: Option<String>,
    logs: Option<Vec<LogEntry>>,
}

impl Members {
    /// The field for the member with this name.
    fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "digestStartTime" => &mut self.start,
            "digestEndTime" => &mut self.end,
            "digestS3Bucket" => &mut self.bucket,
            "digestS3Object" => &mut self.object,
            "digestPublicKeyFingerprint" => &mut self.fingerprint,
            "digestSignatureAlgorithm" => &mut self.algorithm,
            "previousDigestS3Bucket" => &mut self.previous_bucket,
            "previousDigestS3Object" => &mut self.previous_object,
            "previousDigestHashValue" => &mut self.previous_hash,
            "previousDigestHashAlgorithm" => &mut self.previous_algorithm,
            PREVIOUS_SIGNATURE => &mut self.previous_signature,
            _ => return None,
        })
    }

    fn previous<E: serde::de::Error>(&mut self) -> Result<Option<PreviousDigest>, E> {
        let names = (self.previous_bucket.take(), self.previous_object.take());
        let (Some(bucket), Some(key)) = names else { return Ok(None) };
        let text = self.previous_hash.take();
        let hash = text.as_deref().and_then(Hash::parse);
        let known = self.previous_algorithm.take().is_none_or(|algorithm| algorithm == SHA256);
        if text.is_some() && !(known && hash.is_some()) {
            return Err(E::custom("previousDigestHashValue is no SHA-256"));
        }
        let signature = self.previous_signature.clone();
        Ok(Some(PreviousDigest { uri: S3Uri { bucket, key }, hash, signature }))
    }

    fn document<E: serde::de::Error>(mut self) -> Result<DigestDocument, E> {
        let previous = self.previous()?;
        let time = |text: &str| event_time(text).ok_or_else(|| E::custom("not a time"));
        let start = time(&required::<E>(self.start, "digestStartTime")?)?;
        let end_text = required::<E>(self.end, "digestEndTime")?;
        let end = time(&end_text)?;
        if end < start {
            return Err(E::custom("the digest ends before it starts"));
        }
        let bucket = required::<E>(self.bucket, "digestS3Bucket")?;
        let key = required::<E>(self.object, "digestS3Object")?;
        Ok(DigestDocument {
            start,
            end,
            end_text,
            uri: S3Uri { bucket, key },
            fingerprint: required::<E>(self.fingerprint, "digestPublicKeyFingerprint")?,
            algorithm: self.algorithm,
            previous,
            previous_signature: self.previous_signature,
            logs: self.logs.ok_or_else(|| E::missing_field("logFiles"))?,
        })
    }
}

impl<'de> Deserialize<'de> for DigestDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(DigestVisitor)
    }
}

struct DigestVisitor;

impl<'de> Visitor<'de> for DigestVisitor {
    type Value = DigestDocument;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a digest")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DigestDocument, A::Error> {
        let mut members = Members::default();
        let mut names = Names::default();
        while let Some(name) = names.next(&mut map)? {
            if name == "logFiles" {
                // CloudTrail writes null where no log was delivered.
                members.logs = Some(map.next_value::<Option<_>>()?.unwrap_or_default());
            } else if let Some(slot) = members.slot(name) {
                *slot = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if !names.0.iter().any(|name| name == PREVIOUS_SIGNATURE) {
            return Err(A::Error::missing_field(PREVIOUS_SIGNATURE));
        }
        members.document()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn sound() -> Value {
        json!({
            "awsAccountId": "111122223333",
            "digestStartTime": "2026-11-20T08:00:00Z",
            "digestEndTime": "2026-11-20T09:00:00Z",
            "digestS3Bucket": "b",
            "digestS3Object": "k",
            "digestPublicKeyFingerprint": "f",
            "digestSignatureAlgorithm": "SHA256withRSA",
            "newestEventTime": null,
            "previousDigestS3Bucket": "b",
            "previousDigestS3Object": "j",
            "previousDigestHashValue": "ab".repeat(32),
            "previousDigestHashAlgorithm": "SHA-256",
            "previousDigestSignature": "0011",
            "logFiles": [{"s3Bucket": "b", "s3Object": "l", "hashValue": "cd".repeat(32),
                          "hashAlgorithm": "SHA-256", "newestEventTime": null, "new": {"a": 1}}],
            "somethingNew": [1, {"x": null}],
        })
    }

    fn read(value: &Value) -> Option<DigestDocument> {
        DigestDocument::parse(&serde_json::to_vec(value).unwrap()).ok()
    }

    fn with(name: &str, value: Value) -> Option<DigestDocument> {
        let mut document = sound();
        document[name] = value;
        read(&document)
    }

    #[test]
    fn unknown_members_are_ignored() {
        let document = read(&sound()).unwrap();
        assert_eq!(document.end.to_string(), document.end_text);
        let previous = document.previous.unwrap();
        assert_eq!(previous.uri, S3Uri::new("b", "j"));
        assert_eq!(previous.hash, Some(Hash([0xAB; 32])));
        assert_eq!(document.previous_signature.as_deref(), Some("0011"));
        let entry = LogEntry { uri: S3Uri::new("b", "l"), hash: Some(Hash([0xCD; 32])) };
        assert_eq!(document.logs, [entry]);
    }

    #[test]
    fn required_members_are_required() {
        let required = [
            "digestStartTime",
            "digestEndTime",
            "digestS3Bucket",
            "digestS3Object",
            "digestPublicKeyFingerprint",
            "logFiles",
        ];
        for name in required {
            assert_eq!(with(name, json!(7)), None, "{name}");
        }
        for name in required.into_iter().filter(|name| *name != "logFiles") {
            assert_eq!(with(name, Value::Null), None, "{name}");
        }
        assert!(with("logFiles", Value::Null).is_some_and(|read| read.logs.is_empty()));
        for name in required.into_iter().chain(["previousDigestSignature"]) {
            let mut document = sound();
            document.as_object_mut().unwrap().remove(name);
            assert_eq!(read(&document), None, "{name}");
        }
        for name in ["s3Bucket", "s3Object", "hashValue"] {
            let mut document = sound();
            document["logFiles"][0].as_object_mut().unwrap().remove(name);
            assert_eq!(read(&document), None, "{name}");
        }
    }

    #[test]
    fn the_first_digest_of_a_chain_has_no_previous_digest() {
        let mut document = sound();
        for name in ["S3Bucket", "S3Object", "HashValue", "HashAlgorithm", "Signature"] {
            document[format!("previousDigest{name}")] = Value::Null;
        }
        let document = read(&document).unwrap();
        assert_eq!((document.previous, document.previous_signature), (None, None));
    }

    #[test]
    fn duplicate_members_are_refused() {
        let text = sound().to_string();
        for twice in [
            r#"{"logFiles":[],"#,
            r#"{"digestS3Bucket":"b","#,
            r#"{"somethingNew":1,"#,
            r#"{"digestS3B\u0075cket":"b","#,
            r#"{"x":1,"\u0078":1,"#,
        ] {
            let text = text.replacen('{', twice, 1);
            let error = DigestDocument::parse(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("duplicate member"), "{error}");
        }
        let entry = text.replacen(r#"[{""#, r#"[{"hashValue":"","hashValue":"",""#, 1);
        assert!(DigestDocument::parse(entry.as_bytes()).is_err());
    }

    #[test]
    fn more_than_64_members_are_refused_without_reading_the_rest() {
        let members = |count: usize| -> String {
            (0..count).map(|n| format!("\"m{n:06}\":0,")).collect::<Vec<_>>().concat()
        };
        let read_until = |text: &str| {
            let error = DigestDocument::parse(text.as_bytes()).unwrap_err();
            assert!(error.to_string().contains("more than 64 members"), "{error}");
            error.column()
        };
        let text = sound().to_string();
        let many = |count| read_until(&text.replacen('{', &format!("{{{}", members(count)), 1));
        assert!(many(1_000) < 1_000 && many(1_000) == many(200_000));
        let many = |count| read_until(&text.replacen("[{", &format!("[{{{}", members(count)), 1));
        assert!(many(1_000) < 2_000 && many(1_000) == many(200_000));
        assert!(
            DigestDocument::parse(text.replacen('{', &format!("{{{}", members(40)), 1).as_bytes())
                .is_ok()
        );
    }

    #[test]
    fn other_documents_are_refused() {
        for text in ["", "{}", "[]", "null", "{\"Records\":[]}", "\u{feff}{}"] {
            assert!(DigestDocument::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(DigestDocument::parse(format!("{} x", sound()).as_bytes()).is_err());
        assert_eq!(with("digestEndTime", json!("yesterday")), None);
        assert_eq!(with("digestEndTime", json!("2026-11-20T07:00:00Z")), None);
        assert_eq!(with("previousDigestHashAlgorithm", json!("MD5")), None);
        assert_eq!(with("previousDigestHashValue", json!("zz")), None);
    }

    #[test]
    fn a_log_entry_with_another_hash_algorithm_has_no_hash() {
        let mut document = sound();
        document["logFiles"][0]["hashAlgorithm"] = json!("MD5");
        assert_eq!(read(&document).unwrap().logs[0].hash, None);
        let mut document = sound();
        document["logFiles"][0]["hashValue"] = json!("AB");
        assert_eq!(read(&document).unwrap().logs[0].hash, None);
    }
}
