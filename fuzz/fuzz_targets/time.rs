//! Times: the fast parser of event times agrees with the general one, and no user input panics.

#![no_main]

use ct::event::time::{Range, end_moment, event_time, moment};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// 2026-11-21T10:30:00Z.
const NOW: Timestamp = Timestamp::constant(1_795_257_000, 0);

fuzz_target!(|text: &str| {
    let time = event_time(text);
    assert_eq!(time, text.parse().ok(), "{text}");
    match moment(text, NOW) {
        Ok(found) => {
            assert_eq!(moment(&found.to_string(), NOW).ok(), Some(found), "{text}");
            let range = Range { since: Some(found), until: Some(found) };
            assert!(range.contains(found) && !range.is_empty() && !range.is_open());
            assert!(time.is_none_or(|time| time == found), "{text}");
            let end = end_moment(text, NOW).expect("an end time is written as a start time is");
            assert!(end == found || end.subsec_nanosecond() == 999_999_999, "{text}");
        }
        Err(error) => {
            assert_eq!(time, None, "{text}");
            assert!(error.to_string().contains(text) && !error.help().is_empty());
        }
    }
});
