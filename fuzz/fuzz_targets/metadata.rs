//! The metadata of a digest, one `NAME=VALUE` a line: a digest is valid only with its own signature and
//! algorithm.

#![no_main]

mod vector;

use std::collections::BTreeMap;

use ct::digest::{Verdict, generated};
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
    let _ = generated(&metadata);

    let backfill = KEY.replace(".json", "_backfill.json");
    let object = gzip(TEXT.as_bytes());
    let verdict = judged(KEY, object.clone(), metadata.clone()).verdict;
    let expected = match is_sound {
        true => Verdict::Valid,
        // A copy may have no metadata.
        false if metadata.is_empty() => Verdict::Unverified,
        false => Verdict::Invalid,
    };
    assert_eq!(verdict, expected, "{metadata:?}");
    // The digest was not signed for this name.
    let verdict = judged(&backfill, object, metadata.clone()).verdict;
    assert_eq!(verdict, Verdict::Invalid, "{metadata:?}");
});
