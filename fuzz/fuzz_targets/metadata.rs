//! The metadata beside a digest, one `NAME=VALUE` a line: nothing but the signature and the algorithm
//! that belong to the digest makes it valid.

#![no_main]

mod vector;

use std::collections::BTreeMap;

use ct::digest::{Signatures, Verdict, generated};
use libfuzzer_sys::fuzz_target;
use vector::{ALGORITHM, KEY, SIGNED, TEXT, gzip, judged};

fuzz_target!(|text: &str| {
    let entries = text.split('\n').filter_map(|line| line.split_once('='));
    let metadata: BTreeMap<String, String> =
        entries.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let signature = metadata.get("signature");
    let algorithm = metadata.get("signature-algorithm");
    let is_sound = signature.is_some_and(|text| text.eq_ignore_ascii_case(SIGNED))
        && algorithm.is_some_and(|name| name == ALGORITHM);
    let is_lost = signature.is_none() && algorithm.is_none();
    let _ = generated(&metadata);

    let backfill = KEY.replace(".json", "_backfill.json");
    let object = gzip(TEXT.as_bytes());
    for signatures in [Signatures::Required, Signatures::MayBeLost] {
        let verdict = judged(KEY, signatures, object.clone(), metadata.clone()).verdict;
        let expected = match signatures {
            _ if is_sound => Verdict::Valid,
            Signatures::MayBeLost if is_lost => Verdict::Unverified,
            _ => Verdict::Invalid,
        };
        assert_eq!(verdict, expected, "{metadata:?}");
        // The digest was not signed for this name.
        let verdict = judged(&backfill, signatures, object.clone(), metadata.clone()).verdict;
        assert_eq!(verdict, Verdict::Invalid, "{metadata:?}");
    }
});
