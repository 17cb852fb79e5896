//! Nested objects of recent records, found again by their text.
//!
//! A caller makes many calls, and each record describes it in the same words: in real logs more than
//! nine of ten such objects are those of an earlier record. What was worked out about one is kept
//! with a copy of its text. Does not know what the object describes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::BuildHasher as _;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::nested::NestedNames;
use super::repeat::repeated_anywhere;
use crate::event::Value;

/// How many objects are kept. Each has a slot by the hash of its text; the last one there stays.
const SLOTS: usize = 128;
/// Longer texts are not kept, which bounds the memory.
const LONGEST: usize = 4096;

/// What is known of an object.
#[derive(Debug)]
pub struct Known {
    text: Vec<u8>,
    /// Where its members stand; `None` where they have to be read one by one.
    pub names: Option<NestedNames>,
    /// The first name that it, or an object in it, has twice.
    pub repeated: Option<String>,
    /// What the reader calls the object, once worked out.
    pub title: OnceCell<String>,
}

impl Known {
    /// What its text, which is valid JSON, says.
    pub fn new(text: &[u8]) -> Self {
        let names = NestedNames::find(text);
        let repeated = match names {
            Some(_) => None,
            None => repeated_anywhere(Value::new(text)).map(Cow::into_owned),
        };
        Self { text: Vec::new(), names, repeated, title: OnceCell::new() }
    }
}

/// The objects of recent records.
#[derive(Debug, Default)]
pub(super) struct Recent {
    hasher: RandomState,
    slots: Vec<Option<Rc<Known>>>,
}

impl Recent {
    /// What is known of the object with this text, which is valid JSON.
    pub(super) fn find(&mut self, text: &[u8]) -> Rc<Known> {
        if text.len() > LONGEST {
            return Rc::new(Known::new(text));
        }
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        // The remainder is below the number of slots.
        #[expect(clippy::cast_possible_truncation)]
        let slot = &mut self.slots[self.hasher.hash_one(text) as usize % SLOTS];
        match slot {
            Some(known) if known.text == text => Rc::clone(known),
            _ => Rc::clone(slot.insert(Rc::new(Known { text: text.to_vec(), ..Known::new(text) }))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_known_by_its_whole_text() {
        let mut recent = Recent::default();
        let known = recent.find(br#"{"a":1}"#);
        known.title.set("first".to_owned()).unwrap();
        assert_eq!(recent.find(br#"{"a":1}"#).title.get().map(String::as_str), Some("first"));
        for number in 0..10_000 {
            let text = format!(r#"{{"b":{number}}}"#);
            let known = recent.find(text.as_bytes());
            assert_eq!(*known.title.get_or_init(|| text.clone()), text, "once");
            assert_eq!(recent.find(text.as_bytes()).title.get(), Some(&text), "again");
        }
    }

    #[test]
    fn a_duplicate_is_known_however_often_it_is_asked_for() {
        let mut recent = Recent::default();
        for _ in 0..2 {
            assert_eq!(recent.find(br#"{"b":{"a":1,"\u0061":2}}"#).repeated.as_deref(), Some("a"));
            assert_eq!(recent.find(br#"{"b":{"a":1},"a":"\n"}"#).repeated, None);
        }
    }

    #[test]
    fn a_long_text_is_not_kept() {
        let mut recent = Recent::default();
        let text = format!(r#"{{"a":"{}"}}"#, "x".repeat(LONGEST));
        recent.find(text.as_bytes()).title.set("first".to_owned()).unwrap();
        assert_eq!(recent.find(text.as_bytes()).title.get(), None);
    }
}
