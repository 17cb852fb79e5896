//! One digest by itself: one that aws-cli accepted, and all ways to damage it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::digest::keys::KeySource;
use crate::digest::keys::tests::{FINGERPRINT, answer};
use crate::digest::verdict::Verdict;
use crate::source::FaultKind;

/// A chain of one digest that `aws cloudtrail validate-logs` accepted.
pub(in crate::digest) const TEXT: &str = concat!(
    r#"{"awsAccountId":"123456789012","digestStartTime":"2026-01-02T02:04:05Z","#,
    r#""digestEndTime":"2026-01-02T03:04:05Z","digestS3Bucket":"vec-bucket","#,
    r#""digestS3Object":"AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/01/02/123456789012_"#,
    r#"CloudTrail-Digest_us-east-1_ct-vec_us-east-1_20260102T030405Z.json.gz","#,
    r#""digestPublicKeyFingerprint":"394e579611429be674bf45ad07bfc9ca","#,
    r#""digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":null,"oldestEventTime":null,"#,
    r#""previousDigestS3Bucket":null,"previousDigestS3Object":null,"#,
    r#""previousDigestHashValue":null,"previousDigestHashAlgorithm":null,"#,
    r#""previousDigestSignature":null,"logFiles":[]}"#,
);
pub(in crate::digest) const KEY: &str = concat!(
    "AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/01/02/123456789012_CloudTrail-Digest_",
    "us-east-1_ct-vec_us-east-1_20260102T030405Z.json.gz",
);
pub(in crate::digest) const SIGNED: &str = concat!(
    "15a05bba5f869c917e55f6b0a04f090d37c68fa8b46ed62a57caa36bffa22e251fa5b1e74a8c8297d8635cbc",
    "a59317b395686420e9bdb302b9e16e742519980e6d159e65c0acb325e5e46a2526003085e30219980d709660",
    "1d8356c8ba6e848c4b5213323aceb8668b7c75447eefd9572067e7c9cc52f6d78dd1592f2ee794774e10a88e",
    "3af9d533b0d7f323a168e71f64fada587876855dbe1e606e22962d03d96bd5edb1b1995aba8faebc71727370",
    "311f8f72b6a57f9bd56e5dcff841a4ea908165b308118d367173ee84b93c12340e45457bcd971de6873cda31",
    "060891e0310ce7526a10b75a4de0c73017b53b6c894dc8c6821efb335c6c132b59883a8d",
);
const RULES: Rules = Rules { location: Location::Exact, limit: 1 << 20, hash_stored: false };

pub(in crate::digest) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn metadata() -> BTreeMap<String, String> {
    let entry = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    [entry(SIGNATURE, SIGNED), entry(SIGNATURE_ALGORITHM, ALGORITHM)].into()
}

fn arrived() -> Arrived {
    Arrived { bytes: gzip(TEXT), metadata: metadata(), ..Arrived::default() }
}

fn judge_as(bucket: &str, key: &str, rules: Rules, object: Arrived) -> (Verdict, Option<Reason>) {
    let mut keys = Keys::default();
    keys.add(Some("us-east-1"), &KeySource::CloudTrail, answer().to_string().as_bytes()).unwrap();
    let mut examiner = Examiner::new(Arc::new(keys), rules);
    let (chain, candidate) = Candidate::parse(bucket, key).unwrap();
    let Judgement { verdict, reason, .. } =
        examiner.examine(&chain, candidate, Ok(object)).judgement;
    (verdict, reason)
}

fn judge(object: Arrived) -> (Verdict, Option<Reason>) {
    judge_as("vec-bucket", KEY, RULES, object)
}

fn with_metadata(name: &str, value: Option<&str>) -> (Verdict, Option<Reason>) {
    let mut object = arrived();
    match value {
        Some(value) => object.metadata.insert(name.to_owned(), value.to_owned()),
        None => object.metadata.remove(name),
    };
    judge(object)
}

const VALID: (Verdict, Option<Reason>) = (Verdict::Valid, None);

fn invalid(reason: Reason) -> (Verdict, Option<Reason>) {
    (Verdict::Invalid, Some(reason))
}

#[test]
fn a_digest_that_aws_cli_accepts_is_valid() {
    assert_eq!(judge(arrived()), VALID);
    assert_eq!(with_metadata(SIGNATURE, Some(&SIGNED.to_uppercase())), VALID);
}

#[test]
fn keys_name_the_chain() {
    let (chain, candidate) = Candidate::parse("b", KEY).unwrap();
    assert_eq!((chain.trail.as_str(), chain.home.as_str()), ("ct-vec", "us-east-1"));
    assert_eq!(candidate.stamp.to_string(), "2026-01-02T03:04:05Z");
    let longer = KEY.replace("ct-vec", "ct-vec_us-east-1_z");
    let (other, _) = Candidate::parse("b", &longer).unwrap();
    assert_eq!(other.trail, "ct-vec_us-east-1_z");
    let junk = KEY.replace("T030405Z", "T030405Z_99999999T999999Z");
    assert!(Candidate::parse("b", &junk).is_none());
}

#[test]
fn a_signature_of_another_digest_does_not_verify() {
    let wrong = invalid(Reason::Signature);
    let flipped = format!("{}e", &SIGNED[..SIGNED.len() - 1]);
    let short = &SIGNED[2..];
    for signature in [flipped.as_str(), short, "", "FaBbul+GnJF+VfawoE8JDQ==", "0x15", "é"] {
        assert_eq!(with_metadata(SIGNATURE, Some(signature)), wrong, "{signature}");
    }
    assert_eq!(with_metadata(SIGNATURE, None), wrong);
    assert_eq!(with_metadata(SIGNATURE_ALGORITHM, None), wrong);
    assert_eq!(with_metadata(SIGNATURE_ALGORITHM, Some("SHA1withRSA")), wrong);
    let longer = TEXT.replace("\"logFiles\":[]", "\"logFiles\":[],\"x\":1");
    assert_eq!(
        judge(Arrived { bytes: gzip(&longer), metadata: metadata(), ..Arrived::default() }),
        wrong
    );
    let other = TEXT.replace("SHA256withRSA", "SHA1withRSA");
    assert_eq!(
        judge(Arrived { bytes: gzip(&other), metadata: metadata(), ..Arrived::default() }),
        wrong
    );
}

#[test]
fn an_unknown_public_key_is_invalid() {
    let other = TEXT.replace(FINGERPRINT, "00112233445566778899aabbccddeeff");
    let object = Arrived { bytes: gzip(&other), metadata: metadata(), ..Arrived::default() };
    assert_eq!(judge(object.clone()), invalid(Reason::UnknownKey));
    let mut examiner = Examiner::new(Arc::default(), RULES);
    let (chain, candidate) = Candidate::parse("vec-bucket", KEY).unwrap();
    let judgement = examiner.examine(&chain, candidate, Ok(object)).judgement;
    assert_eq!((judgement.verdict, judgement.reason), (Verdict::Unverified, Some(Reason::NoKey)));
}

#[test]
fn other_objects_are_invalid() {
    for text in ["", "{}", &TEXT[..200], &TEXT.replace("digestEndTime", "x")] {
        let object = Arrived { bytes: gzip(text), metadata: metadata(), ..Arrived::default() };
        assert_eq!(judge(object), invalid(Reason::Format), "{text}");
    }
    let plain =
        Arrived { bytes: TEXT.as_bytes().to_vec(), metadata: metadata(), ..Arrived::default() };
    assert_eq!(judge(plain), invalid(Reason::Format));
    let trailing = Arrived {
        bytes: [gzip(TEXT), gzip("")].concat(),
        metadata: metadata(),
        ..Arrived::default()
    };
    assert_eq!(judge(trailing), invalid(Reason::TrailingData));
}

#[test]
fn a_digest_must_be_where_it_was_delivered() {
    let elsewhere = KEY.replace("AWSLogs", "copy/AWSLogs");
    let renamed = KEY.replace("20260102T030405Z.", "20260102T040405Z.");
    let rules = |location| Rules { location, ..RULES };
    let moved = invalid(Reason::Moved);
    for (bucket, key, [exact, in_any_bucket, relocated]) in [
        ("vec-bucket", KEY, [VALID, VALID, VALID]),
        ("other", KEY, [moved, VALID, VALID]),
        ("vec-bucket", elsewhere.as_str(), [moved, moved, VALID]),
        ("vec-bucket", renamed.as_str(), [moved, moved, moved]),
    ] {
        assert_eq!(judge_as(bucket, key, rules(Location::Exact), arrived()), exact);
        assert_eq!(judge_as(bucket, key, rules(Location::Key), arrived()), in_any_bucket);
        assert_eq!(judge_as(bucket, key, rules(Location::Relocated), arrived()), relocated);
    }
}

#[test]
fn a_copy_without_any_metadata_is_unverified() {
    let plain = || Arrived { bytes: gzip(TEXT), metadata: BTreeMap::new(), ..Arrived::default() };
    assert_eq!(judge(plain()), (Verdict::Unverified, Some(Reason::NoSignature)));
    let mut half = plain();
    half.metadata.insert(SIGNATURE_ALGORITHM.to_owned(), ALGORITHM.to_owned());
    assert_eq!(judge(half), invalid(Reason::Signature));
    let mut other = plain();
    other.metadata.insert("owner".to_owned(), "audit".to_owned());
    assert_eq!(judge(other), invalid(Reason::Signature));
}

#[test]
fn a_backfill_digest_has_its_generation_time() {
    let key = KEY.replace(".json", "_backfill.json");
    assert_eq!(judge_as("vec-bucket", &key, RULES, arrived()), invalid(Reason::Format));
    let mut object = arrived();
    object.metadata.insert(GENERATED.to_owned(), "2026-01-20T00:00:00.000Z".to_owned());
    assert!(generated(&object.metadata).is_some());
    // Signed with another key.
    assert_eq!(judge_as("vec-bucket", &key, RULES, object), invalid(Reason::Moved));
}

#[test]
fn an_unfetched_object_is_not_invalid() {
    let mut examiner = Examiner::new(Arc::default(), RULES);
    let (chain, candidate) = Candidate::parse("vec-bucket", KEY).unwrap();
    let archived = Fault::Refused { kind: FaultKind::Archived, message: String::new() };
    let judged = examiner.examine(&chain, candidate.clone(), Err(archived));
    assert_eq!(judged.judgement.reason, Some(Reason::Archived));
    let judged = examiner.examine(&chain, candidate, Err(Fault::Missing));
    assert_eq!(judged.judgement.reason, Some(Reason::Missing));
}
