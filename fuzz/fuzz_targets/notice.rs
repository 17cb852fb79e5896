//! The body of an SQS message: nothing panics, objects have a bucket and a key, a record is JSON, and an
//! error is one line.

#![no_main]

use ct::source::notification::{Notification, parse};
use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;

fuzz_target!(|body: &str| {
    match parse(body).map(|(notification, _)| notification) {
        Ok(Notification::Objects(objects)) => {
            assert!(!objects.is_empty());
            assert!(objects.iter().all(|it| !it.bucket.is_empty() && !it.key.is_empty()));
        }
        Ok(Notification::Record(record)) => {
            // An unpaired surrogate is valid in JSON, but not in a Rust string.
            let record: &RawValue = serde_json::from_str(&record).expect("JSON");
            assert!(record.get().starts_with('{'));
        }
        Ok(Notification::Ignored(_)) => {}
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
});
