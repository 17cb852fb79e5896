//! A message of a queue: whatever it says, nothing panics, what it names is named in full, a record in
//! it is JSON and stands in it, and what is wrong is told in one line.

#![no_main]

use ct::source::notice::{Notice, read};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &str| {
    match read(body) {
        Ok(Notice::Objects(named)) => {
            assert!(!named.is_empty());
            assert!(named.iter().all(|it| !it.bucket.is_empty() && !it.key.is_empty()));
        }
        Ok(Notice::Event(record)) => {
            let value: Value = serde_json::from_str(&record).expect("JSON");
            assert!(value.is_object());
        }
        Ok(Notice::Nothing(_)) => {}
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
});
