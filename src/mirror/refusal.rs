//! Which keys can be files of a mirror. A key is any text, and not every text is a path inside a
//! folder.
//!
//! Does not look at the disk: a key is judged by its text.

use crate::event::key::{Key, Kind};
use crate::source::local::{EMPTY_PART, SIDECAR, STATE};

/// Why a key cannot be a file of a mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It ends with a slash: consoles create such objects to show an empty folder.
    #[error("the key marks a folder")]
    Marker,
    /// A part of it is `.` or `..`.
    #[error("the key has a part that is `.` or `..`")]
    Part,
    /// A part of it is the name that the mirror has for an empty part.
    #[error("the key has a part named `{EMPTY_PART}`, which the mirror writes for an empty part")]
    EmptyPart,
    /// It is empty.
    #[error("the key is empty")]
    Empty,
    /// It has a character with a meaning in paths.
    #[error("the key has a character that file names cannot have: {0:?}")]
    Character(char),
    /// A part of it is not a file name on Windows.
    #[error("the key has a part that is not a file name on Windows")]
    Windows,
    /// It is the name of the file for a digest file's metadata.
    #[error("the mirror keeps a digest's signature in a file of this name")]
    Sidecar,
    /// It is in the mirror's folder for public keys.
    #[error("the mirror keeps the public keys for digests in this folder")]
    Keys,
    /// It is in the mirror's own folder.
    #[error("the key has a part named `{STATE}`, where the mirror keeps its own files")]
    State,
}

/// Why the key cannot be a file, if it cannot.
pub(super) fn refusal(key: &str, windows: bool) -> Option<Refusal> {
    if key.is_empty() {
        return Some(Refusal::Empty);
    }
    if key.ends_with('/') {
        return Some(Refusal::Marker);
    }
    if key.strip_suffix(SIDECAR).and_then(Key::parse).is_some_and(|key| key.kind == Kind::Digest) {
        return Some(Refusal::Sidecar);
    }
    // A backslash is refused everywhere, so that a mirror can be moved to Windows.
    let forbidden = |c: char| {
        matches!(c, '\\' | '\0')
            || windows
                && (c.is_ascii_control() || matches!(c, ':' | '<' | '>' | '"' | '|' | '?' | '*'))
    };
    if let Some(found) = key.chars().find(|c| forbidden(*c)) {
        return Some(Refusal::Character(found));
    }
    key.split('/').find_map(|part| match part {
        "." | ".." => Some(Refusal::Part),
        EMPTY_PART => Some(Refusal::EmptyPart),
        "" => None,
        // Some file systems are case-insensitive.
        _ if part.eq_ignore_ascii_case(STATE) => Some(Refusal::State),
        _ if windows && is_reserved(part) => Some(Refusal::Windows),
        _ => None,
    })
}

/// Names of devices, with any extension, and names that end with a dot or a space ("Naming Files,
/// Paths, and Namespaces", Windows documentation).
fn is_reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$");
    let numbered =
        stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).is_some_and(|rest| {
            let mut digits = rest.chars();
            matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        });
    device || numbered || part.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_cannot_be_files_are_refused() {
        use Refusal::{Character, Empty, EmptyPart, Marker, Part, State, Windows};
        let (slash, colon) = (Some(Character('\\')), Some(Character(':')));
        // A key, and its refusals on Unix and on Windows.
        let table = [
            ("a", None, None),
            ("AWSLogs/1/a.json.gz", None, None),
            ("my logs/ä/50%+1=~ü.json", None, None),
            ("..a/...c", None, None),
            ("a./b..", None, Some(Windows)),
            ("a/.ctx/ct", None, None),
            ("", Some(Empty), Some(Empty)),
            ("a/%2F/b", Some(EmptyPart), Some(EmptyPart)),
            ("/", Some(Marker), Some(Marker)),
            ("AWSLogs/", Some(Marker), Some(Marker)),
            ("/a", None, None),
            ("a//b", None, None),
            ("../a", Some(Part), Some(Part)),
            ("a/../b", Some(Part), Some(Part)),
            ("a/..", Some(Part), Some(Part)),
            ("./a", Some(Part), Some(Part)),
            ("a\\..\\b", slash, slash),
            ("a\0b", Some(Character('\0')), Some(Character('\0'))),
            (".ct", Some(State), Some(State)),
            (".ct/lock", Some(State), Some(State)),
            (".CT/lock", Some(State), Some(State)),
            ("a/.ct/lock", Some(State), Some(State)),
            ("c:a", None, colon),
            ("a?", None, Some(Character('?'))),
            ("a/nul", None, Some(Windows)),
            ("Com1.json.gz", None, Some(Windows)),
            ("LPT²", None, Some(Windows)),
            ("com10/console", None, None),
            (".ct./lock", None, Some(Windows)),
            ("a /b", None, Some(Windows)),
        ];
        for (key, unix, windows) in table {
            assert_eq!(refusal(key, false), unix, "{key:?}");
            assert_eq!(refusal(key, true), windows, "{key:?} on Windows");
        }
    }
}
