//! A valid digest, shared by targets: the test vector of `src/digest/examine/tests.rs`, which
//! `aws cloudtrail validate-logs` accepted.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, LazyLock};

use ct::digest::{
    Candidate, Chain, DigestWindow, Examiner, Judgement, KeySource, Keys, Location, Rules,
};
use ct::source::Arrived;
use flate2::Compression;
use flate2::write::GzEncoder;

/// The digest's text.
pub const TEXT: &str = concat!(
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
/// Where it was delivered, in the bucket `vec-bucket`.
pub const KEY: &str = concat!(
    "AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/01/02/123456789012_CloudTrail-Digest_",
    "us-east-1_ct-vec_us-east-1_20260102T030405Z.json.gz",
);
/// Its signature, and the name of the algorithm.
pub const SIGNED: &str = concat!(
    "15a05bba5f869c917e55f6b0a04f090d37c68fa8b46ed62a57caa36bffa22e251fa5b1e74a8c8297d8635cbc",
    "a59317b395686420e9bdb302b9e16e742519980e6d159e65c0acb325e5e46a2526003085e30219980d709660",
    "1d8356c8ba6e848c4b5213323aceb8668b7c75447eefd9572067e7c9cc52f6d78dd1592f2ee794774e10a88e",
    "3af9d533b0d7f323a168e71f64fada587876855dbe1e606e22962d03d96bd5edb1b1995aba8faebc71727370",
    "311f8f72b6a57f9bd56e5dcff841a4ea908165b308118d367173ee84b93c12340e45457bcd971de6873cda31",
    "060891e0310ce7526a10b75a4de0c73017b53b6c894dc8c6821efb335c6c132b59883a8d",
);
pub const ALGORITHM: &str = "SHA256withRSA";

/// The answer of `ListPublicKeys` with its key.
const ANSWER: &str = concat!(
    r#"{"PublicKeyList":[{"Fingerprint":"394e579611429be674bf45ad07bfc9ca","#,
    r#""ValidityStartTime":"2026-01-01T00:00:00Z","ValidityEndTime":"2026-02-01T00:00:00Z","Value":""#,
    "MIIBCgKCAQEAx+Ar0Awo+YJodMMmfihk0QDSzP76dXO8+8+wwQm+1hYNdm6y2YRbuRJBoHe9EooCq7Fn+fDZ1+JW",
    "q5HNo61tWdsh3bxc+dBiLp9dwqTj8Y7xjoMBqjISJnt+P6HKVv13lBpO6MCYktuK+QaslewGum1QFwg7Gvr8Z++o",
    "pUusQPGic0HzK2LzwAjvkkOMEluhPkNMDmFTISAYNwVn3JKUPmsp7dWSndg8fZnEnZ7de9uAV3xaaVsYCmmUY7yd",
    "nfVvpt/xPEIOG7AK99tH3YR0UgAwNpgi0LJwzec134+QIGVfe8X1a5wQSNpOgPq2GzjZaM7rw4yzhAuz38QNioSz",
    r#"8wIDAQAB"}]}"#,
);

static KEYS: LazyLock<Arc<Keys>> = LazyLock::new(|| {
    let mut keys = Keys::default();
    let refused =
        keys.add(Some("us-east-1"), &KeySource::CloudTrail, ANSWER.as_bytes()).expect("an answer");
    assert_eq!(refused, []);
    Arc::new(keys)
});

/// The verdict on an object with this key, alone in its chain.
pub fn judged(key: &str, bytes: Vec<u8>, metadata: BTreeMap<String, String>) -> Judgement {
    let rules = Rules { location: Location::Exact, limit: 1 << 20, hash_stored: false };
    let (id, candidate) = Candidate::parse("vec-bucket", key).expect("the name of a digest");
    let stamp = candidate.stamp;
    let window = DigestWindow::new(stamp, stamp);
    let mut examiner = Examiner::new(Arc::clone(&KEYS), rules);
    let examined =
        examiner.examine(&id, candidate, Ok(Arrived { bytes, metadata, ..Arrived::default() }));
    let mut chain = Chain::new(id, window, rules.location);
    let step = chain.push(examined);
    // Objects that may not be digests of the chain are judged at the end.
    let finding = step.finding.or_else(|| chain.finish().released.pop());
    let judgement = finding.expect("it is in the window").judgement;
    assert!(!judgement.message.chars().any(char::is_control), "{judgement:?}");
    judgement
}

/// The text compressed as CloudTrail does.
pub fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}
