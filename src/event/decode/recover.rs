//! Finds the next record after something broken.

use memchr::{memchr, memchr_iter};

use super::document::looks_like_record;

/// First names of records. CloudTrail writes `eventVersion` first; other tools sort the members or
/// put the time first.
const FIRST: [&str; 18] = [
    "additionalEventData",
    "addendum",
    "annotation",
    "apiVersion",
    "awsRegion",
    "errorCode",
    "errorMessage",
    "eventCategory",
    "eventID",
    "eventId",
    "eventName",
    "eventSource",
    "eventTime",
    "eventType",
    "managementEvent",
    "readOnly",
    "recipientAccountId",
    "userIdentity",
];
/// The most objects that are examined in one search.
const MOST_LOOKS: usize = 32;

/// The next place from `from` on where a record seems to begin: `{"eventVersion"`, or an object that
/// begins with another name or on a line of its own and has members of records.
pub(super) fn next_record(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut looks = 0;
    memchr_iter(b'{', rest).map(|at| from + at).find(|&at| {
        let name = first_name(&text[at..]);
        if name == Some(b"eventVersion") {
            return true;
        }
        let begins_line = at > 0 && text[at - 1] == b'\n';
        let may_begin = name
            .is_some_and(|name| begins_line || FIRST.iter().any(|first| first.as_bytes() == name));
        looks += usize::from(may_begin);
        may_begin && looks <= MOST_LOOKS && looks_like_record(&text[at..])
    })
}

/// The first name in the object that `text` begins with, if it is written without escapes.
fn first_name(text: &[u8]) -> Option<&[u8]> {
    let name = text.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    Some(&name[..memchr(b'"', &name[..name.len().min(64)])?])
}

/// The next line after `from` that begins as a document does.
pub(super) fn next_line(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr_iter(b'\n', rest).map(|at| from + at + 1).find(|&line| {
        matches!(text.get(line), Some(b'{' | b'[' | b'"')) || log_line(text, line).is_some()
    })
}

/// The end of the line that `at` lies in, its line break excluded.
pub(super) fn end_of_line(text: &[u8], at: usize) -> usize {
    memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length)
}

/// A line of an export of CloudWatch Logs, or of `aws logs tail`: a time, perhaps the name of a log
/// stream, and what was logged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LogLine {
    /// Where the JSON in it begins; `None` if it is only text.
    pub(super) json: Option<usize>,
    pub(super) end: usize,
}

/// The line that begins at `at`, if it is one that CloudWatch Logs wrote: those of other programs
/// that hold no JSON rarely have a time with three digits after the second.
pub(super) fn log_line(text: &[u8], at: usize) -> Option<LogLine> {
    const DATE: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let begins_line = at == 0 || matches!(text.get(at - 1), Some(b'\n' | 0xBF));
    let time = text.get(at..)?.get(..DATE.len()).filter(|_| begins_line)?;
    let fits = |(form, byte): (&u8, &u8)| match form {
        b'd' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b' '),
        _ => form == byte,
    };
    if !DATE.iter().zip(time).all(fits) {
        return None;
    }
    let end = end_of_line(text, at);
    let line = &text[at..end];
    let json = memchr(b'{', line).filter(|&brace| {
        let before = line[..brace].split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        brace > 0 && line[brace - 1].is_ascii_whitespace() && before.count() <= 3
    });
    let has_fraction = line.get(DATE.len()) == Some(&b'.');
    (json.is_some() || has_fraction).then(|| LogLine { json: json.map(|brace| at + brace), end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_record_is_found_by_its_first_name() {
        let sorted = r#"},{"awsRegion":"r","eventID":"1","eventName":"N","eventTime":"t"}"#;
        let table = [
            (r#"x {"eventVersion":"#, Some(2)),
            (r#"x { "eventVersion":"#, Some(2)),
            (sorted, Some(2)),
            ("x\n{\"z\":1,\"eventID\":\"1\",\"eventName\":\"N\",\"eventTime\":\"t\"}", Some(2)),
            (r#"x,{"eventName":"only a parameter"}"#, None),
            ("x\n{\"z\":1}", None),
            ("", None),
        ];
        for (text, place) in table {
            assert_eq!(next_record(text.as_bytes(), 0), place, "{text}");
        }
    }

    #[test]
    fn lines_of_cloudwatch_logs_are_recognized() {
        let json = |text: &str| log_line(text.as_bytes(), 0).map(|line| line.json);
        assert_eq!(json("2026-11-20T10:00:00.000Z {\"a\":1}\nmore"), Some(Some(25)));
        assert_eq!(json("2026-11-20T10:00:00+00:00 a_stream {\"a\":1}"), Some(Some(35)));
        assert_eq!(json("2026-11-20 10:00:00.123 {"), Some(Some(24)));
        assert_eq!(json("2026-11-20T10:00:00.000Z START"), Some(None));
        assert_eq!(json("2026-11-20T08:00:00Z INFO nothing"), None);
        assert_eq!(json("2026-11-20T08:00:00Z INFO a sentence about {}"), None);
        assert_eq!(json("{\"a\":1}"), None);
    }
}
