//! Beginnings of recent records, found again by their text.
//!
//! A caller makes many calls, and each record describes it in the same words: in real logs more than
//! nine of ten descriptions are those of an earlier record. CloudTrail writes them near the front,
//! so the beginning of a record, up to the end of the first object in it, is kept once it is checked,
//! with what was worked out about that object. Does not know what the object describes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::RandomState;
use memchr::memchr;

use super::nested::NestedNames;
use super::repeat::repeated_anywhere;
use crate::event::Value;

/// How many beginnings are kept. Each has a slot, and the last one there stays.
const SLOTS: usize = 256;
/// The hash of so many bytes, or of those before the first closing brace, gives the slot. They tell
/// roles and most of their sessions apart.
const HASHED: usize = 128;
/// Longer ones are not kept, which bounds the memory.
const LONGEST: usize = 2048;

/// An object, with the text before it in its record, and what is known of it.
#[derive(Debug, Default)]
pub struct Known {
    text: Vec<u8>,
    /// Where the object begins, which ends the text.
    start: usize,
    /// The marks of [`super::Index`] in the text, after the first.
    marks: Vec<u32>,
    facts: OnceCell<Facts>,
    /// What the reader calls the object, once worked out.
    pub title: OnceCell<String>,
}

#[derive(Debug)]
struct Facts {
    names: Option<NestedNames>,
    repeated: Option<String>,
}

impl Known {
    /// An object by itself. The text is valid JSON.
    pub fn new(object: &[u8]) -> Self {
        Self { text: object.to_vec(), ..Self::default() }
    }

    /// Where its members stand; `None` where they have to be read one by one.
    pub fn names(&self) -> Option<&NestedNames> {
        self.facts().names.as_ref()
    }

    /// The first name that it, or an object in it, has twice.
    pub fn repeated(&self) -> Option<&str> {
        self.facts().repeated.as_deref()
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| {
            let object = &self.text[self.start..];
            let names = NestedNames::find(object);
            let repeated = match names {
                Some(_) => None,
                None => repeated_anywhere(Value::new(object)).map(Cow::into_owned),
            };
            Facts { names, repeated }
        })
    }

    /// Where the object ends in its record.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    /// The marks before that, after the first.
    pub(super) fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Whether the value is the object, in a record with this beginning.
    pub(super) fn is(&self, record: &[u8], value: &[u8]) -> bool {
        record.get(self.start..self.text.len()).is_some_and(|object| std::ptr::eq(object, value))
    }
}

/// The beginnings of recent records, or recent objects. One table never holds both: what follows an
/// object depends on whether it is all of a record or a part.
#[derive(Debug, Default)]
pub(super) struct Recent {
    hasher: RandomState,
    slots: Vec<Option<Rc<Known>>>,
}

impl Recent {
    /// The beginning that `record` has.
    #[inline]
    pub(super) fn beginning(&self, record: &[u8]) -> Option<&Rc<Known>> {
        let known = self.slots.get(self.slot(record))?.as_ref()?;
        record.starts_with(&known.text).then_some(known)
    }

    /// Keeps the beginning of a record, up to the end of the object at `object`, and gives it; `None`
    /// if it is too long or has an escape. The record is valid JSON; `marks` are those before the
    /// object's end, after the first.
    pub(super) fn keep(
        &mut self,
        record: &[u8],
        object: Range<usize>,
        marks: &[u32],
    ) -> Option<Rc<Known>> {
        // That a name has an escape would not be seen again.
        if object.end > LONGEST || memchr(b'\\', &record[..object.end]).is_some() {
            return None;
        }
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let slot = self.slot(record);
        let slot = &mut self.slots[slot];
        // Nothing refers to the old one any more: its buffers are used again.
        let old = slot.take().and_then(Rc::into_inner).unwrap_or_default();
        let (mut text, mut kept) = (old.text, old.marks);
        text.clear();
        text.extend_from_slice(&record[..object.end]);
        kept.clear();
        kept.extend_from_slice(marks);
        let known = Known { text, start: object.start, marks: kept, ..Known::default() };
        Some(Rc::clone(slot.insert(Rc::new(known))))
    }

    /// What is known of an object, whose text is valid JSON.
    pub(super) fn object(&mut self, object: &[u8]) -> Rc<Known> {
        if let Some(known) = self.beginning(object)
            && known.end() == object.len()
        {
            return Rc::clone(known);
        }
        self.keep(object, 0..object.len(), &[]).unwrap_or_else(|| Rc::new(Known::new(object)))
    }

    /// The slot of a text, which depends on nothing after a beginning.
    #[inline]
    fn slot(&self, text: &[u8]) -> usize {
        let first = &text[..text.len().min(HASHED)];
        let length = memchr(b'}', first).unwrap_or(first.len());
        // The remainder is below the number of slots.
        #[expect(clippy::cast_possible_truncation)]
        let slot = self.hasher.hash_one(&first[..length]) as usize % SLOTS;
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: &str = r#"{"type":"AssumedRole","principalId":"AROAEXAMPLE:session","arn":"arn:aws:sts::111122223333:assumed-role/deploy/session"}"#;

    #[test]
    fn a_beginning_is_found_whatever_follows_it() {
        for who in [WHO, r#"{"in":{"a":1},"b":2}"#, r#"{"b":2}"#] {
            let mut recent = Recent::default();
            let record =
                |who: &str, rest: &str| format!(r#"{{"v":1,"who":{who}{rest}"#).into_bytes();
            let object = 13..13 + who.len();
            recent.keep(&record(who, ",\"a\":{}}"), object.clone(), &[4, 6, 12]).unwrap();
            for rest in [",\"more\":{\"c\":3}}", "}", ",\"time\":\"2026-11-20T09:14:07Z\"}"] {
                let other = record(who, rest);
                let known = recent.beginning(&other).unwrap();
                assert_eq!((known.end(), known.marks()), (object.end, &[4, 6, 12][..]));
                assert!(known.is(&other, &other[object.clone()]));
                assert!(!known.is(&other, &other[object.end..]));
                assert!(!known.is(&other, &other.clone()[object.clone()]));
            }
            assert!(recent.beginning(&record(&who.replace('2', "3"), "}")).is_none() || who == WHO);
            assert!(recent.beginning(&record(who.trim_end_matches('}'), "")).is_none());
        }
    }

    #[test]
    fn an_object_is_known_by_its_whole_text() {
        let mut recent = Recent::default();
        let mut title = |text: &str, title: &str| {
            let known = recent.object(text.as_bytes());
            known.title.get_or_init(|| title.to_owned()).clone()
        };
        assert_eq!(title(WHO, "first"), "first");
        assert_eq!(title(WHO, "second"), "first");
        for number in 0..10_000 {
            for text in [WHO.replace("session", &number.to_string()), format!("{{\"b\":{number}}}")]
            {
                assert_eq!(title(&text, &text), text, "once");
                assert_eq!(title(&text, "again"), text, "again");
            }
        }
    }

    #[test]
    fn a_cached_duplicate_is_still_reported() {
        let mut recent = Recent::default();
        for who in ["{}", WHO] {
            for _ in 0..2 {
                let twice = format!(r#"{{"a":{who},"b":{{"a":1,"a":2}}}}"#);
                assert_eq!(recent.object(twice.as_bytes()).repeated(), Some("a"));
                let escaped = format!(r#"{{"a":{who},"b":{{"a":1,"\u0061":2}}}}"#);
                assert_eq!(recent.object(escaped.as_bytes()).repeated(), Some("a"));
                let once = format!(r#"{{"a":{who},"b":{{"a":1}},"c":"\n"}}"#);
                assert_eq!(recent.object(once.as_bytes()).repeated(), None);
            }
        }
    }

    #[test]
    fn a_long_text_and_one_with_escapes_are_not_kept() {
        let mut recent = Recent::default();
        let long = format!(r#"{{"a":{{}},"b":"{}"}}"#, "x".repeat(LONGEST));
        for text in [long.as_str(), r#"{"a":{},"b":"\n"}"#] {
            recent.object(text.as_bytes()).title.set("first".to_owned()).unwrap();
            assert_eq!(recent.object(text.as_bytes()).title.get(), None);
        }
    }
}
