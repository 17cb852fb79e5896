//! Object keys: a parsed key can be written and parsed again.

#![no_main]

use ct::event::key::{Folder, Key};
use ct::filter::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let filter = Filter::default();
    if let Some(folder) = Folder::parse(text) {
        let written = folder.to_string();
        assert_eq!(Folder::parse(&written), Some(folder), "{written}");
        assert!(folder.days().is_none_or(|(first, last)| first <= last));
        assert!(!(folder.is_foreign() && folder.kind().is_some()));
        assert!(filter.admits_folder(&folder));
    }
    if let Some(key) = Key::parse(text) {
        let written = key.to_string();
        assert_eq!(Key::parse(&written), Some(key), "{written}");
        assert!(filter.admits(&key));
    }
});
