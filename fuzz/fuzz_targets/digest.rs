//! Digests: they are read as `serde_json` reads them, and only the signed text is valid, however it
//! is packed.

#![no_main]

mod vector;

use std::collections::BTreeMap;
use std::io::Read as _;

use ct::digest::{DigestDocument, Hash, S3Uri, Verdict};
use ct::event::time::event_time;
use flate2::read::GzDecoder;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use vector::{ALGORITHM, KEY, SIGNED, TEXT, gzip, judged};

fuzz_target!(|data: &[u8]| {
    if let Ok(document) = DigestDocument::parse(data) {
        check(&document);
        // It may ignore a member that the other reader rejects.
        if let Ok(value) = serde_json::from_slice(data) {
            compare(&document, &value);
        }
    }
    if verdict(gzip(data)) == Verdict::Valid {
        assert_eq!(data, TEXT.as_bytes());
    } else {
        assert_ne!(data, TEXT.as_bytes());
    }
    if verdict(data.to_vec()) == Verdict::Valid {
        let mut text = String::new();
        GzDecoder::new(data).read_to_string(&mut text).expect("valid gzip");
        assert_eq!(text, TEXT);
    }
});

fn verdict(object: Vec<u8>) -> Verdict {
    let entry = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let metadata = [entry("signature", SIGNED), entry("signature-algorithm", ALGORITHM)];
    judged(KEY, object, BTreeMap::from(metadata)).verdict
}

fn check(document: &DigestDocument) {
    assert!(document.start <= document.end);
    assert_eq!(event_time(&document.end_text), Some(document.end));
    let previous = document.previous.as_ref();
    if let Some(previous) = previous {
        assert_eq!(previous.signature, document.previous_signature);
    }
    let logs = document.logs.iter().map(|log| log.hash);
    for hash in logs.chain(previous.map(|previous| previous.hash)).flatten() {
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
    }
}

fn compare(document: &DigestDocument, value: &Value) {
    let text = |name: &str| value[name].as_str();
    assert_eq!(Some(document.end_text.as_str()), text("digestEndTime"));
    assert_eq!(Some(document.fingerprint.as_str()), text("digestPublicKeyFingerprint"));
    assert_eq!(document.algorithm.as_deref(), text("digestSignatureAlgorithm"));
    assert_eq!(document.previous_signature.as_deref(), text("previousDigestSignature"));
    assert_eq!(Some(&document.uri), uri(value, "digestS3Bucket", "digestS3Object").as_ref());
    let previous = uri(value, "previousDigestS3Bucket", "previousDigestS3Object");
    assert_eq!(document.previous.as_ref().map(|previous| &previous.uri), previous.as_ref());
    // No log was delivered.
    let none = Vec::new();
    let logs = if value["logFiles"].is_null() {
        &none
    } else {
        value["logFiles"].as_array().expect("a list")
    };
    assert_eq!(document.logs.len(), logs.len());
    for (entry, log) in document.logs.iter().zip(logs) {
        assert_eq!(Some(&entry.uri), uri(log, "s3Bucket", "s3Object").as_ref());
        let hash = log["hashValue"].as_str().expect("text");
        assert!(entry.hash.is_none_or(|there| Hash::parse(hash) == Some(there)));
    }
}

fn uri(value: &Value, bucket: &str, key: &str) -> Option<S3Uri> {
    Some(S3Uri::new(value[bucket].as_str()?, value[key].as_str()?))
}
