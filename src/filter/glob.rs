//! Globs: `*`, `?`, `[…]` and `{…,…}`, compiled to one regular expression.
//!
//! A backslash makes the character after it plain; before a letter, a digit or `_`, and at the
//! end, it stands for itself. Knows nothing of records, flags or what a value means.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// A value as written, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Glob {
    /// The regular expression; `None` if the value has no wildcards.
    pub regex: Option<String>,
    /// Without wildcards the text that is meant; otherwise the longest part that any match holds.
    pub literal: String,
}

/// Whether a backslash before this character makes it plain.
pub fn is_escapable(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

/// Reads a glob. `ignores_case`: its regular expression ignores the case of ASCII letters; the case
/// of the literal is as written.
///
/// # Errors
/// Brackets or braces that do not pair, or a range that runs backwards.
pub fn parse(written: &str, ignores_case: bool) -> Result<Glob, String> {
    let mut parser = Parser::new(written, ignores_case);
    while let Some(c) = parser.rest.next() {
        parser.token(c)?;
    }
    if parser.depth > 0 {
        return Err("'{' is never closed by '}'".to_owned());
    }
    parser.end_run();
    let Parser { is_glob, longest, regex, .. } = parser;
    Ok(Glob { regex: is_glob.then(|| format!(r"(?s)\A(?:{regex})\z")), literal: longest })
}

/// The text with its escapes undone, wildcards being plain characters.
pub fn unescape(written: &str) -> String {
    let mut rest = written.chars().peekable();
    let mut text = String::with_capacity(written.len());
    while let Some(c) = rest.next() {
        text.push(if c == '\\' { escaped(&mut rest) } else { c });
    }
    text
}

/// The text without white space around it. White space after a backslash stays.
pub fn trim(written: &str) -> &str {
    let text = written.trim_start();
    let end = text.trim_end();
    let backslashes = end.bytes().rev().take_while(|&byte| byte == b'\\').count();
    let escaped = text[end.len()..].chars().next().filter(|_| backslashes % 2 == 1);
    &text[..end.len() + escaped.map_or(0, char::len_utf8)]
}

/// The character that the backslash just read stands for, with the one after it.
fn escaped(rest: &mut Peekable<Chars<'_>>) -> char {
    rest.next_if(|next| is_escapable(*next)).unwrap_or('\\')
}

struct Parser<'g> {
    rest: Peekable<Chars<'g>>,
    ignores_case: bool,
    regex: String,
    is_glob: bool,
    /// How many braces are open.
    depth: usize,
    /// The last character, if it was a plain one.
    last: Option<char>,
    /// Plain characters in a row, outside of braces.
    run: String,
    longest: String,
}

impl<'g> Parser<'g> {
    fn new(written: &'g str, ignores_case: bool) -> Self {
        let (regex, run, longest) = Default::default();
        let rest = written.chars().peekable();
        let (is_glob, depth, last) = Default::default();
        Self { rest, ignores_case, regex, is_glob, depth, last, run, longest }
    }

    fn token(&mut self, c: char) -> Result<(), String> {
        match c {
            '\\' => {
                let plain = escaped(&mut self.rest);
                self.plain(plain);
            }
            '*' => self.stars(),
            '?' => self.wildcard("."),
            '[' => self.class()?,
            '{' => {
                self.wildcard("(?:");
                self.depth += 1;
            }
            '}' if self.depth == 0 => return Err("'}' closes no '{'".to_owned()),
            '}' => {
                self.wildcard(")");
                self.depth -= 1;
            }
            ',' if self.depth > 0 => self.wildcard("|"),
            _ => self.plain(c),
        }
        Ok(())
    }

    fn plain(&mut self, c: char) {
        if self.ignores_case && c.is_ascii_alphabetic() {
            let _ = write!(self.regex, "[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase());
        } else {
            self.regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        if self.depth == 0 {
            self.run.push(c);
        }
        self.last = Some(c);
    }

    fn wildcard(&mut self, regex: &str) {
        self.regex.push_str(regex);
        self.end_run();
        (self.is_glob, self.last) = (true, None);
    }

    fn end_run(&mut self) {
        if self.run.len() > self.longest.len() {
            std::mem::swap(&mut self.longest, &mut self.run);
        }
        self.run.clear();
    }

    /// One star or more. Two between slashes, or at the start, stand for any folders or for none.
    fn stars(&mut self) {
        let at_start = self.regex.is_empty() || self.last == Some('/');
        let mut count = 1;
        while self.rest.next_if_eq(&'*').is_some() {
            count += 1;
        }
        if count == 2 && at_start && self.rest.next_if_eq(&'/').is_some() {
            self.wildcard("(?:(?-u:.)*/)?");
            self.last = Some('/');
        } else {
            self.wildcard("(?-u:.)*");
        }
    }

    /// `[abc]`, `[a-z]`, `[!abc]`; a `]` in the first place is a member.
    fn class(&mut self) -> Result<(), String> {
        let is_negated = self.rest.next_if(|c| matches!(c, '!' | '^')).is_some();
        let mut class = String::from(if is_negated { "[^" } else { "[" });
        let mut is_first = true;
        loop {
            let first = match self.rest.next().ok_or("'[' is never closed by ']'")? {
                ']' if !is_first => break,
                '\\' => escaped(&mut self.rest),
                c => c,
            };
            is_first = false;
            let last = self.end_of_range().unwrap_or(first);
            if last < first {
                return Err(format!("the range {first}-{last} runs backwards"));
            }
            push_range(&mut class, first, last);
            if self.ignores_case {
                // The letters of the range in the other case, and not the Unicode characters that
                // a regular expression would take for the same.
                let (low, high) = (first.max('a'), last.min('z'));
                let (upper, lower) = (first.max('A'), last.min('Z'));
                if low <= high {
                    push_range(&mut class, low.to_ascii_uppercase(), high.to_ascii_uppercase());
                }
                if upper <= lower {
                    push_range(&mut class, upper.to_ascii_lowercase(), lower.to_ascii_lowercase());
                }
            }
        }
        self.wildcard(&(class + "]"));
        Ok(())
    }

    /// The end of a range whose first character was read; a `-` before the `]` is a member.
    fn end_of_range(&mut self) -> Option<char> {
        let mut ahead = self.rest.clone();
        ahead.next_if_eq(&'-')?;
        let last = match ahead.next()? {
            ']' => return None,
            '\\' => escaped(&mut ahead),
            c => c,
        };
        self.rest = ahead;
        Some(last)
    }
}

fn push_range(class: &mut String, first: char, last: char) {
    let _ = write!(class, r"\x{{{:x}}}-\x{{{:x}}}", u32::from(first), u32::from(last));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(glob: &str, text: &str) -> bool {
        matches_in_case(glob, text, false)
    }

    fn matches_in_case(glob: &str, text: &str, ignores_case: bool) -> bool {
        let glob = parse(glob, ignores_case).unwrap();
        match glob.regex {
            Some(regex) => regex::bytes::Regex::new(&regex).unwrap().is_match(text.as_bytes()),
            None => glob.literal == text,
        }
    }

    #[test]
    fn wildcards_stand_for_characters_not_for_bytes() {
        assert!(matches("Ren?", "René") && matches("[à-ü]", "é") && !matches("??", "é"));
        assert!(matches("a*c", "a\nc") && matches("a?c", "a\nc") && matches("[!x]", "\n"));
    }

    #[test]
    fn classes_hold_ranges_brackets_and_escapes() {
        for (glob, yes, no) in [
            ("[a-c-]x", "-x", "dx"),
            ("[]a]", "]", "b"),
            (r"[\]a]", "]", "\\"),
            (r"[\*]", "*", "\\"),
            ("[!a-c]", "d", "b"),
            ("[^a-c]", "d", "b"),
            ("[-a]", "-", "b"),
            (r"[\\]", "\\", "a"),
        ] {
            assert!(matches(glob, yes) && !matches(glob, no), "{glob}");
        }
    }

    #[test]
    fn two_stars_stand_for_any_folders_or_none() {
        for text in ["b", "x/b", "x/y/b"] {
            assert!(matches("**/b", text), "{text}");
        }
        assert!(matches("a/**/b", "a/b") && matches("a/**/b", "a/x/y/b"));
        assert!(matches("**", "") && matches("a**", "ab/c") && matches("a/**", "a/b"));
        assert!(!matches("a/**/b", "ab") && !matches("**/b", "xb"));
    }

    #[test]
    fn braces_hold_alternatives() {
        assert!(matches("{Get,Put}*", "PutX") && matches("{a,{b,c}d}", "cd"));
        assert!(matches(r"{a\,b,c}", "a,b") && matches("x{,y}", "x") && matches("{}", ""));
        assert!(!matches("{Get,Put}", "Head"));
    }

    #[test]
    fn a_backslash_makes_the_next_character_plain() {
        for (glob, text) in [
            (r"a\*b", "a*b"),
            (r"a\,b", "a,b"),
            (r"a\\b", r"a\b"),
            (r"CORP\alice", r"CORP\alice"),
            (r"C:\Temp\", r"C:\Temp\"),
            (r"\[x\]\{y\}\?", "[x]{y}?"),
            (r"it\'s", "it's"),
            (r"svc\_a", r"svc\_a"),
        ] {
            let parsed = parse(glob, false).unwrap();
            assert_eq!(parsed, Glob { regex: None, literal: text.to_owned() }, "{glob}");
            assert_eq!(unescape(glob), text);
        }
        assert!(matches(r"CORP\\*", r"CORP\alice") && !matches(r"CORP\*", r"CORP\alice"));
    }

    #[test]
    fn the_literal_is_the_longest_part_that_any_match_holds() {
        let literal = |glob: &str| parse(glob, false).unwrap().literal;
        assert_eq!(literal("Get*Object?x"), "Object");
        assert_eq!(literal("Start{A,Bbbbbbbbb}Longer"), "Longer");
        assert_eq!(literal(r"a\,b\*cdef*x"), "a,b*cdef");
        assert_eq!(literal("[ab]c"), "c");
        assert_eq!(literal("a/**/b"), "a/");
    }

    #[test]
    fn case_of_ascii_letters_can_be_ignored() {
        for (glob, yes, no) in [
            ("put*", "PutObject", "GetObject"),
            ("{get,PUT}[n-o]bject", "pUTObject", "PutAbject"),
            ("[x-z]", "Y", "W"),
            ("[X-b]", "B", "c"),
            ("[!a-c]", "d", "B"),
            ("[k]?", "K\u{e9}", "\u{212a}x"),
            ("É*", "Éx", "éx"),
            (r"a\*[\]b]", "A*B", "axB"),
        ] {
            assert!(matches_in_case(glob, yes, true) && !matches_in_case(glob, no, true), "{glob}");
        }
    }

    #[test]
    fn white_space_around_is_cut_off_unless_escaped() {
        for (text, trimmed) in [
            (" a b\t", "a b"),
            (r"\ a\ ", r"\ a\ "),
            (r"a\  ", r"a\ "),
            (r"a\\ ", r"a\\"),
            ("\u{a0}a\\\u{a0} ", "a\\\u{a0}"),
            (" ", ""),
        ] {
            assert_eq!(trim(text), trimmed, "{text}");
        }
    }

    #[test]
    fn what_does_not_pair_is_an_error() {
        for glob in ["[a", "[", "[!", "{a", "a}", "[z-a]", "{a,[}", r"[\]"] {
            assert!(parse(glob, false).is_err(), "{glob}");
        }
    }

    proptest! {
        #[test]
        fn every_escaped_text_finds_itself_and_every_glob_compiles(text in "\\PC{0,20}|[*?,\\\\{}\\[\\]!^a/-]{0,12}") {
            let escaped: String = text
                .chars()
                .flat_map(|c| if is_escapable(c) { vec!['\\', c] } else { vec![c] })
                .collect();
            let plain = parse(&escaped, false).unwrap();
            prop_assert_eq!(&plain, &Glob { regex: None, literal: text.clone() });
            for ignores_case in [false, true] {
                if let Ok(Glob { regex: Some(regex), .. }) = parse(&text, ignores_case) {
                    prop_assert!(regex::bytes::Regex::new(&regex).is_ok(), "{}", regex);
                }
            }
        }
    }
}
