//! Responses of `ListPublicKeys`: each key is accepted or rejected, and an accepted key is in the
//! response with its MD5 as fingerprint.

#![no_main]

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ct::digest::{KeySource, Keys};
use libfuzzer_sys::fuzz_target;
use md5::{Digest as _, Md5};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let mut keys = Keys::default();
    let Ok(refused) = keys.add(Some("us-east-1"), &KeySource::CloudTrail, data) else {
        assert_eq!(keys.known().count(), 0);
        return;
    };
    // An ignored member may be one that the other reader rejects.
    let Ok(answer) = serde_json::from_slice::<Value>(data) else { return };
    let listed = member(&answer, "PublicKeyList", 0).and_then(Value::as_array).expect("a list");
    let known: Vec<_> = keys.known().collect();
    assert!(known.len() + refused.len() <= listed.len());
    assert_eq!(known.is_empty(), refused.len() == listed.len());
    for key in known {
        assert_eq!(key.region, Some("us-east-1"));
        assert!(listed.iter().any(|listed| is_sound(listed, key.fingerprint)), "{key:?}");
    }
});

/// Whether an entry has this fingerprint, and it is correct.
fn is_sound(listed: &Value, fingerprint: &str) -> bool {
    let text = |name, place| member(listed, name, place).and_then(Value::as_str);
    let claimed = text("Fingerprint", 0).is_some_and(|text| text.eq_ignore_ascii_case(fingerprint));
    let der = text("Value", 1).and_then(|text| BASE64_STANDARD.decode(text).ok());
    claimed && der.is_some_and(|der| format!("{:x}", Md5::digest(der)) == fingerprint)
}

/// A member by its name; serde also accepts members of a list by position.
fn member<'v>(value: &'v Value, name: &str, place: usize) -> Option<&'v Value> {
    value.get(name).or_else(|| value.get(place))
}
