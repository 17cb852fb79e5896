//! Text that a record must hold in order to match, searched before anything is parsed.
//!
//! Must never say no where the parsed record would say yes. A record is JSON, and JSON can spell
//! any character in two ways: `&` also as `\u0026`, `/` also as `\/`. So a needle that is not found
//! rules a text out only if no escape in that text could spell a character of the needle.

use std::sync::LazyLock;

use ipnet::IpNet;
use memchr::memmem::{self, Finder};
use regex::bytes::Regex;

use super::pattern::{Pattern, SourceAddress};
use crate::event::json::{self, Probe};

/// A needle shorter than this occurs nearly everywhere.
const SHORTEST: usize = 3;

/// Up to so many needles are quicker to search one after another than all at once.
const FEW: usize = 4;

static ESCAPED_ASCII: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\\u00"));

/// A piece of text that some value, or some name, must hold.
#[derive(Clone, Debug)]
pub struct Needle {
    bytes: Vec<u8>,
    /// A bit for each ASCII character of the needle that an escape could spell.
    spellable: u128,
    /// ASCII case does not count.
    ignores_case: bool,
}

impl Needle {
    /// A needle for a value that matches the pattern.
    pub fn of_pattern(pattern: &Pattern) -> Option<Self> {
        let needle = Self::of_value(pattern.literal())?;
        Some(if pattern.ignores_case() { needle.ignoring_case() } else { needle })
    }

    /// A needle for a value that matches the pattern, and that is a string and so between quotes.
    pub fn of_string(pattern: &Pattern) -> Option<Self> {
        Self::of_quoted(pattern, "\"").or_else(|| Self::of_pattern(pattern))
    }

    /// A needle for a value that matches the pattern up to some ending.
    pub fn of_start(pattern: &Pattern) -> Option<Self> {
        Self::of_quoted(pattern, "").or_else(|| Self::of_pattern(pattern))
    }

    /// `None` if the pattern is a glob, or may match a number, `true`, an object …
    fn of_quoted(pattern: &Pattern, end: &str) -> Option<Self> {
        let text =
            pattern.plain().filter(|text| text.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let is_word = ["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
        if is_word || !text.chars().all(is_plain) {
            return None;
        }
        let needle = Self::new(format!("\"{text}{end}").into_bytes(), text);
        Some(if pattern.ignores_case() { needle.ignoring_case() } else { needle })
    }

    /// Needles one of which a value holds that is one of the places or in it. Networks and IPv6
    /// addresses have many spellings; an IPv4 address has one, and others as an IPv6 address, which
    /// all have `ffff:`.
    pub fn of_places(places: &[SourceAddress]) -> Option<Vec<Self>> {
        let mut needles = Vec::new();
        let mut has_address = false;
        for place in places {
            needles.push(match place {
                SourceAddress::Name(pattern) => Self::of_pattern(pattern)?,
                SourceAddress::Network(IpNet::V4(network)) if network.prefix_len() == 32 => {
                    has_address = true;
                    // All needles ignore case, so that they are searched in one way.
                    Self::of_value(&network.addr().to_string())?.ignoring_case()
                }
                SourceAddress::Network(_) => return None,
            });
        }
        needles.extend(
            has_address.then(|| Self::of_value("ffff:").map(Self::ignoring_case)).flatten(),
        );
        Some(needles)
    }

    /// A needle for a value that holds `text`: its longest part of characters that have no
    /// other spelling than an escape. `None` if that is too short to be rare.
    pub fn of_value(text: &str) -> Option<Self> {
        let part = text.split(|c| !is_plain(c)).max_by_key(|part| part.len())?;
        (part.len() >= SHORTEST).then(|| Self::new(part.as_bytes().to_vec(), part))
    }

    /// A needle for a member with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::is_plain(name).then(|| Self::new(format!("\"{name}\"").into_bytes(), name))
    }

    /// A needle for a name or a string that ends so. Among several needles it is found more than
    /// twice as fast as one that begins with a quote, of which text is full.
    pub fn of_end(text: &str) -> Option<Self> {
        Self::is_plain(text).then(|| Self::new(format!("{text}\"").into_bytes(), text))
    }

    fn is_plain(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    }

    fn new(bytes: Vec<u8>, spellable: &str) -> Self {
        let spellable = spellable.bytes().fold(0, |set, b| set | 1 << b);
        Self { bytes, spellable, ignores_case: false }
    }

    pub(super) fn ignoring_case(mut self) -> Self {
        let cases = |byte: u8| 1 << byte.to_ascii_lowercase() | 1 << byte.to_ascii_uppercase();
        let letters = (0..128).filter(|byte| self.spellable & (1 << byte) != 0);
        self.spellable = letters.fold(0, |set, byte| set | cases(byte));
        self.ignores_case = true;
        self
    }

    /// A needle for text as it is written, whatever its escapes.
    pub fn as_written(text: &[u8]) -> Self {
        Self { bytes: text.to_vec(), spellable: 0, ignores_case: false }
    }

    /// What to look out for while an object is split into records.
    pub fn probe(&self) -> Option<Probe> {
        let probe = Probe::new(&self.bytes, self.spellable)?;
        Some(if self.ignores_case { probe.ignoring_case() } else { probe })
    }

    fn regex(&self) -> String {
        let text = regex::escape(&String::from_utf8_lossy(&self.bytes));
        if self.ignores_case { format!("(?i-u:{text})") } else { text }
    }

    /// The length of the needle: a longer one is rarer.
    pub fn length(&self) -> usize {
        self.bytes.len()
    }
}

/// Of several branches, of which one must hold, the rarest needles of each; `None` if a
/// branch has none. Each branch has sets of needles, and one of each set must occur.
pub fn either(branches: impl Iterator<Item = Vec<Vec<Needle>>>) -> Option<Vec<Needle>> {
    let shortest = |set: &Vec<Needle>| set.iter().map(Needle::length).min();
    let best = branches.map(|sets| sets.into_iter().max_by_key(shortest));
    best.collect::<Option<Vec<_>>>().map(|sets| sets.into_iter().flatten().collect())
}

/// Whether a character has no other spelling in JSON than an escape of its code.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~') && c != '"' && c != '\\'
}

/// A condition's needles, one of which must occur.
#[derive(Clone, Debug)]
pub struct AnyOf {
    search: Search,
    spellable: u128,
}

#[derive(Clone, Debug)]
enum Search {
    One(Box<Finder<'static>>),
    /// Case does not count.
    AnyCase(Vec<Probe>),
    Many(Regex),
}

impl AnyOf {
    /// `None` if there are no needles, which would rule everything out.
    pub fn new(needles: &[Needle]) -> Option<Self> {
        let spellable = needles.iter().fold(0, |set, needle| set | needle.spellable);
        let search = match needles {
            [] => return None,
            [one] if !one.ignores_case => {
                Search::One(Box::new(Finder::new(&one.bytes).into_owned()))
            }
            few if few.len() <= FEW && few.iter().all(|needle| needle.ignores_case) => {
                Search::AnyCase(few.iter().filter_map(Needle::probe).collect())
            }
            many => {
                let texts = many.iter().map(Needle::regex);
                Search::Many(Regex::new(&texts.collect::<Vec<_>>().join("|")).ok()?)
            }
        };
        Some(Self { search, spellable })
    }

    /// Whether one of the needles may occur in `text`, in whatever spelling.
    pub fn may_occur(&self, text: &[u8]) -> bool {
        let written = match &self.search {
            Search::One(finder) => finder.find(text).is_some(),
            Search::AnyCase(probes) => probes.iter().any(|probe| json::occurs(text, probe)),
            Search::Many(regex) => regex.is_match(text),
        };
        written || self.may_be_spelled(text)
    }

    /// Whether the text escapes one of the needles' characters.
    fn may_be_spelled(&self, text: &[u8]) -> bool {
        let slash = self.spellable & (1 << b'/') != 0;
        let escapes = |at: usize| {
            let digits = text.get(at + 4..at + 6).and_then(|d| std::str::from_utf8(d).ok());
            let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            code.is_some_and(|code| code < 128 && self.spellable & (1 << code) != 0)
        };
        ESCAPED_ASCII.find_iter(text).any(escapes)
            || (slash && memmem::find(text, b"\\/").is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_occur(needle: &str, text: &str) -> bool {
        AnyOf::new(&[Needle::of_value(needle).unwrap()]).unwrap().may_occur(text.as_bytes())
    }

    #[test]
    fn a_needle_is_found_in_every_spelling() {
        assert!(may_occur("PutObject", r#"{"eventName":"PutObject"}"#));
        assert!(may_occur("PutObject", r#"{"eventName":"Put\u004fbject"}"#));
        assert!(may_occur("PutObject", r#"{"eventName":"Put\u004Fbject"}"#));
        assert!(may_occur("a/b/c", r#""a\/b\/c""#));
        assert!(!may_occur(
            "PutObject",
            r#"{"userAgent":"a\u0026b\u003d \/ \"x\"","eventName":"GetObject"}"#
        ));
    }

    #[test]
    fn a_name_is_found_in_every_case_and_spelling() {
        let may_occur = |name: &str, text: &str| {
            let needle = Needle::of_pattern(&Pattern::name(name).unwrap()).unwrap();
            AnyOf::new(&[needle]).unwrap().may_occur(text.as_bytes())
        };
        assert!(may_occur("PUTobject", r#"{"eventName":"PutObject"}"#));
        assert!(may_occur("putobject", r#"{"eventName":"Put\u004fbject"}"#));
        assert!(may_occur("PUTOBJECT", r#"{"eventName":"putob\u006aect"}"#));
        assert!(!may_occur("putobject", r#"{"eventName":"GetObject","a":"\u0026"}"#));
    }

    #[test]
    fn an_ipv4_address_is_found_in_every_spelling() {
        let places = [SourceAddress::new("10.1.2.3").unwrap()];
        let needles = AnyOf::new(&Needle::of_places(&places).unwrap()).unwrap();
        for text in ["10.1.2.3", "::ffff:10.1.2.3", "::FFFF:a01:203", "::\\u0066fff:a01:203"] {
            assert!(needles.may_occur(format!(r#"{{"ip":"{text}"}}"#).as_bytes()), "{text}");
        }
        assert!(!needles.may_occur(br#"{"ip":"10.1.2.4"}"#));
        let network = [SourceAddress::new("10.1.2.0/24").unwrap()];
        assert!(Needle::of_places(&network).is_none());
    }

    #[test]
    fn only_plain_characters_are_searched() {
        assert_eq!(Needle::of_value("ab\"cdef\\g").unwrap().bytes, b"cdef");
        assert_eq!(Needle::of_value("éabcé").unwrap().bytes, b"abc");
        assert!(Needle::of_value("ab").is_none() && Needle::of_value("éè").is_none());
        assert!(Needle::of_name("").is_none() && Needle::of_name("a.b\"").is_none());
    }

    #[test]
    fn one_of_many_is_enough() {
        let needles = ["errorCode", "errorMessage"].map(|name| Needle::of_end(name).unwrap());
        let any = AnyOf::new(&needles).unwrap();
        assert!(
            any.may_occur(br#"{"errorMessage":1}"#)
                && !any.may_occur(br#"{"error":"errorCode\n"}"#)
        );
        assert!(AnyOf::new(&[]).is_none());
    }
}
