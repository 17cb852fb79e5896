//! Beginnings of recent records, found again by their text.
//!
//! A caller makes many calls, and each record describes it in the same words: in real logs more than
//! nine of ten descriptions are those of an earlier record. CloudTrail writes them near the front,
//! so the beginning of a record, up to the end of the first object in it, is kept as it was checked,
//! with what was worked out about that object. Does not know what the object describes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::nested::NestedNames;
use super::repeat::repeated_anywhere;
use crate::event::Value;

/// How many beginnings are kept. Each has a slot, and the last one there stays.
const SLOTS: usize = 256;
/// The bytes whose hash gives the slot: they tell roles and most of their sessions apart. After a shorter
/// beginning stands the time of the event, of which no more than the hour is among them.
const HASHED: usize = 112;
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

    /// How many bytes of a record it takes, with those before it.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    /// The marks in these bytes, after the first.
    pub(super) fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Whether the value is the object, in a record with this beginning.
    pub(super) fn is(&self, record: &[u8], value: &[u8]) -> bool {
        record.get(self.start..self.text.len()).is_some_and(|object| std::ptr::eq(object, value))
    }
}

/// The beginnings of recent records.
#[derive(Debug, Default)]
pub(super) struct Recent {
    hasher: RandomState,
    slots: Vec<Option<Rc<Known>>>,
}

impl Recent {
    /// The kept text that `text` begins with.
    #[inline]
    pub(super) fn find(&self, text: &[u8]) -> Option<&Rc<Known>> {
        let known = self.slots.get(self.slot(text)?)?.as_ref()?;
        text.starts_with(&known.text).then_some(known)
    }

    /// Keeps the beginning of a record up to the end of the object at `object`. The record is valid
    /// JSON, and these are the marks in the beginning.
    pub(super) fn keep(&mut self, record: &[u8], object: Range<usize>, marks: &[u32]) {
        let Some(slot) = self.slot(record).filter(|_| object.end <= LONGEST) else { return };
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let slot = &mut self.slots[slot];
        // Nothing refers to the old one any more: its buffers are used again.
        let old = slot.take().and_then(Rc::into_inner).unwrap_or_default();
        let (mut text, mut kept) = (old.text, old.marks);
        text.clear();
        text.extend_from_slice(&record[..object.end]);
        kept.clear();
        kept.extend_from_slice(marks);
        let known = Known { text, start: object.start, marks: kept, ..Known::default() };
        *slot = Some(Rc::new(known));
    }

    /// What is known of an object that does not begin its record. The text is valid JSON.
    pub(super) fn object(&mut self, object: &[u8]) -> Rc<Known> {
        if self.find(object).is_none() {
            self.keep(object, 0..object.len(), &[]);
        }
        self.find(object).map_or_else(|| Rc::new(Known::new(object)), Rc::clone)
    }

    /// The slot of a record; short ones have none.
    #[inline]
    fn slot(&self, record: &[u8]) -> Option<usize> {
        let hash = self.hasher.hash_one(record.first_chunk::<HASHED>()?);
        // The remainder is below the number of slots.
        #[expect(clippy::cast_possible_truncation)]
        Some(hash as usize % SLOTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: &str = r#"{"type":"AssumedRole","principalId":"AROAEXAMPLE:session","arn":"arn:aws:sts::111122223333:assumed-role/deploy/session"}"#;

    #[test]
    fn a_beginning_is_found_whatever_follows_it() {
        let mut recent = Recent::default();
        let record = |who: &str, rest: &str| format!(r#"{{"v":1,"who":{who}{rest}"#).into_bytes();
        let object = 13..13 + WHO.len();
        recent.keep(&record(WHO, ",\"a\":{}}"), object.clone(), &[4, 6, 12]);
        let other = record(WHO, ",\"more\":{\"c\":3}}");
        let known = recent.find(&other).unwrap();
        assert_eq!((known.end(), known.marks()), (object.end, &[4, 6, 12][..]));
        assert!(known.is(&other, &other[object.clone()]));
        assert!(!known.is(&other, &other[object.end + 8..]));
        assert!(!known.is(&other, &other.clone()[object]));
        assert!(recent.find(&record(&WHO.replace("n\"}", "m\"}"), "}")).is_none());
        assert!(recent.find(&record(WHO.trim_end_matches('}'), "")).is_none());
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
            let text = WHO.replace("session\"}", &format!("{number}\"}}"));
            assert_eq!(title(&text, &text), text, "once");
            assert_eq!(title(&text, "again"), text, "again");
        }
    }

    #[test]
    fn a_duplicate_is_known_however_often_it_is_asked_for() {
        let mut recent = Recent::default();
        for who in ["{}", WHO] {
            for _ in 0..2 {
                let twice = format!(r#"{{"a":{who},"b":{{"a":1,"\u0061":2}}}}"#);
                assert_eq!(recent.object(twice.as_bytes()).repeated(), Some("a"));
                let once = format!(r#"{{"a":{who},"b":{{"a":1}},"c":"\n"}}"#);
                assert_eq!(recent.object(once.as_bytes()).repeated(), None);
            }
        }
    }

    #[test]
    fn a_long_text_is_not_kept() {
        let mut recent = Recent::default();
        let text = format!(r#"{{"a":{{}},"b":"{}"}}"#, "x".repeat(LONGEST));
        recent.object(text.as_bytes()).title.set("first".to_owned()).unwrap();
        assert_eq!(recent.object(text.as_bytes()).title.get(), None);
    }
}
