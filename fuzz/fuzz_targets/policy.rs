//! An existing policy: nothing panics, all comparisons agree on whether it can be read, and added
//! statements are found in it next to everything that it had.

#![no_main]

use std::sync::LazyLock;

use ct::policy::Policy;
use ct::policy::arn::Trail;
use ct::policy::bucket::{self, Writers};
use ct::policy::compare::senders::source_arns;
use ct::policy::compare::{blocks, merged, missing, too_broad};
use ct::policy::name::{BucketName, Prefix};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static WANTED: LazyLock<Policy> = LazyLock::new(|| {
    let arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    let trail = Trail::new(arn, None).expect("a trail");
    let bucket: BucketName = "acme-trail".parse().expect("a bucket");
    bucket::policy(&bucket, &Prefix::default(), &Writers::Trails(trail.into()))
});

fuzz_target!(|existing: &[u8]| {
    let Ok(existing) = std::str::from_utf8(existing) else { return };
    // Its principals are read, whatever else is wrong with it.
    let _ = source_arns(existing);
    let Ok(lacking) = missing(existing, &WANTED) else {
        assert!(too_broad(existing, &WANTED).is_err() && blocks(existing, &WANTED).is_err());
        assert!(merged(existing, &WANTED.statements).is_err());
        return;
    };
    assert!(too_broad(existing, &WANTED).is_ok() && blocks(existing, &WANTED).is_ok());
    // A policy with two Statement members can be read, but not changed.
    let Ok(merged) = merged(existing, &lacking) else { return };
    assert!(missing(&merged, &WANTED).expect("a policy").is_empty());
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let (old, mut new) = (value(existing), value(&merged));
    let Some(statements) = new["Statement"].as_array_mut() else { return };
    statements.truncate(statements.len() - lacking.len());
    let statements = Value::from(statements.clone());
    match &old["Statement"] {
        Value::Array(_) => assert_eq!(old["Statement"], statements),
        Value::Null => assert_eq!(statements, Value::Array(Vec::new())),
        one => assert_eq!(statements, Value::from(vec![one.clone()])),
    }
    for (member, value) in old.as_object().expect("an object") {
        assert!(member == "Statement" || new[member] == *value);
    }
});
