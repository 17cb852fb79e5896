//! Text that attackers may have written, made safe for people's terminals.
//!
//! [`is_steering`] alone decides which characters are never shown as they are; each format spells
//! them in its own way. Knows no terminal and no format but JSON.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::event::string;

/// Whether a character could steer a terminal, turn the text around it, or hide in it: control and
/// format characters, and all others that Unicode has readers ignore
/// (`Default_Ignorable_Code_Point`).
pub fn is_steering(c: char) -> bool {
    // Of the characters below the first soft hyphen, only control characters.
    if c < '\u{AD}' {
        return c.is_control();
    }
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The text with steering characters spelled out, as `\u{1b}`.
pub fn shown(text: &str) -> Cow<'_, str> {
    spelled(text, |c| match c {
        '\n' => Some("\\n".to_owned()),
        '\t' => Some("\\t".to_owned()),
        '\r' => Some("\\r".to_owned()),
        c => is_steering(c).then(|| c.escape_unicode().to_string()),
    })
}

/// Whether a text is printable ASCII alone, which needs no spelling and takes a column a character.
pub fn is_printable_ascii(text: &str) -> bool {
    string::all(text.as_bytes(), |byte| byte.wrapping_sub(b' ') <= b'~' - b' ')
}

/// The same for lines that ct made: line breaks, tabs and the colours of its own stay.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    spelled(text, |c| {
        let from = rest;
        rest = &rest[c.len_utf8()..];
        let is_own = matches!(c, '\n' | '\t') || c == '\u{1b}' && is_colour(from);
        (is_steering(c) && !is_own).then(|| c.escape_unicode().to_string())
    })
}

/// Whether a text begins with an escape sequence that changes nothing but how text looks.
fn is_colour(text: &str) -> bool {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return false };
    parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
}

/// A JSON document with steering characters spelled as JSON escapes, which any JSON reader takes
/// for the same document. White space between its tokens stays.
pub fn shown_json(json: &str) -> Cow<'_, str> {
    spelled(json, |c| {
        let is_space = matches!(c, '\n' | '\t' | '\r');
        (is_steering(c) && !is_space).then(|| {
            let mut escape = String::new();
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escape, "\\u{unit:04x}");
            }
            escape
        })
    })
}

/// A value as JSON on one line, for whatever it is printed on.
///
/// # Errors
/// The value cannot be JSON.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(shown_json(&serde_json::to_string(value)?).into_owned())
}

/// The same over several lines, the last of them ended.
///
/// # Errors
/// The value cannot be JSON.
pub fn json_document(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(shown_json(&serde_json::to_string_pretty(value)?).into_owned() + "\n")
}

/// The text with some characters replaced.
fn spelled(text: &str, mut spell: impl FnMut(char) -> Option<String>) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match spell(c) {
            Some(spelling) => out.push_str(&spelling),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printable_ascii_is_printable_ascii() {
        for c in (0..=0x17F).filter_map(char::from_u32) {
            let is_printable = matches!(c, ' '..='~');
            for length in [0, 1, 15, 16, 17, 40] {
                let text = format!("{}{c}{}", "a".repeat(length), "b".repeat(40 - length));
                assert_eq!(is_printable_ascii(&text), is_printable, "{text:?}");
            }
        }
    }

    #[test]
    fn steering_characters_are_spelled_out() {
        assert_eq!(shown("plain é 日本"), "plain é 日本");
        assert_eq!(shown("a\u{1b}[31mb\n"), r"a\u{1b}[31mb\n");
        assert_eq!(shown("\u{9b}x\u{202e}y\u{7f}"), r"\u{9b}x\u{202e}y\u{7f}");
    }

    #[test]
    fn steering_characters_are_those_that_control_turn_or_hide() {
        let all = "\0\u{1b}\u{7f}\u{80}\u{9f}\u{ad}\u{61c}\u{180e}\u{200b}\u{200f}\u{2028}\u{202a}\
                   \u{202e}\u{2060}\u{2066}\u{2069}\u{206f}\u{feff}\u{fff9}\u{fffb}\u{e0001}\
                   \u{e0020}\u{e007f}";
        assert_eq!(all.chars().filter(|c| !is_steering(*c)).collect::<String>(), "");
        let plain = " ~\u{a0}éßЖ日本語한ไทยאב😀＝\u{fffd}";
        assert_eq!(plain.chars().filter(|c| is_steering(*c)).collect::<String>(), "");
    }

    #[test]
    fn lines_keep_colours_and_nothing_else() {
        let line = "\u{1b}[1;31mct:\u{1b}[0m a\tb\n  c";
        assert_eq!(shown_lines(line), line);
        assert_eq!(
            shown_lines("\u{1b}[2J\u{1b}]0;t\u{7}\r"),
            r"\u{1b}[2J\u{1b}]0;t\u{7}\r".replace("\\r", "\\u{d}")
        );
    }

    #[test]
    fn json_stays_the_same_document() {
        let all: Vec<char> = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        for part in all.chunks(4_096) {
            let part: String = part.iter().collect();
            let value = serde_json::json!({ part.clone(): part });
            for text in [json(&value).unwrap(), json_document(&value).unwrap()] {
                assert!(!text.contains(|c| is_steering(c) && c != '\n'), "{text}");
                assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
            }
        }
    }
}
