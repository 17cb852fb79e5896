//! Envelopes, other documents, and damage.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;
use crate::event::json::Index;

// What other services and tools wrap around records.
mod envelopes;
// Lines, heads and tails that are broken.
mod broken;

const ONE: &str = r#"{"eventVersion":"1.08","eventName":"A"}"#;
const TWO: &str = r#"{"eventVersion":"1.11","eventName":"B","requestParameters":{"x":"}],{\""}}"#;
const OTHER: &str = r#"{"eventId":"1","accountId":"111122223333"}"#;

struct Seen {
    records: Vec<String>,
    malformed: Vec<usize>,
    others: u64,
    content: Content,
    error: Option<DecodeError>,
}

/// The valid records, and the offsets of the malformed ones, as a search finds them.
fn decode(object: &[u8]) -> Seen {
    let mut decoder = Decoder::new(1 << 20);
    let records = decoder.decode(object, Intent::Divide);
    let mut seen = Seen {
        records: Vec::new(),
        malformed: records.malformed.iter().map(|m| m.offset).collect(),
        others: records.others,
        content: records.content,
        error: records.error.clone(),
    };
    let mut ranges: Vec<_> = records.ranges().to_vec();
    ranges.reverse();
    while let Some(range) = ranges.pop() {
        let text = &records.text()[range.clone()];
        if Index::default().fill(text).is_ok() {
            seen.records.push(String::from_utf8(text.to_vec()).unwrap());
        } else {
            seen.malformed.push(records.offset(&range));
            ranges.extend(records.hidden_in(&range).into_iter().rev());
        }
    }
    seen
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_envelope_gives_its_records() {
    let string = |record: &str| serde_json::to_string(record).unwrap();
    let both = [ONE, TWO];
    let table = [
        format!(r#"{{"Records":[{ONE},{TWO}]}}"#),
        format!("{{ \"Records\" : [ {ONE} , \n{TWO} ] , \"more\": {{\"x\":[1]}} }}\n"),
        format!(r#"{{"Records":[{ONE}]}}{{"Records":[{TWO}]}}"#),
        format!(r#"{{"Records":[{ONE}]}}"#) + "\n" + TWO,
        format!("[{ONE},{TWO}]"),
        format!("\u{FEFF}{ONE}\n{TWO}\n"),
        format!("{ONE}\r\n\r\n{TWO}"),
        format!(
            r#"{{"Events":[{{"EventId":"1","CloudTrailEvent":{}}},{{"CloudTrailEvent":{}}}]}}"#,
            string(ONE),
            string(TWO)
        ),
        format!(r#"{{"EventId":"1","CloudTrailEvent":{}}}"#, string(ONE)) + "\n" + TWO,
        format!(
            r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"message":{}}},{{"message":{}}}]}}"#,
            string(ONE),
            string(TWO)
        ),
        format!(r#"{{"detail-type":"AWS API Call via CloudTrail","detail":{ONE}}}"#)
            + &format!(r#"{{"detail-type":"x","detail":{TWO}}}"#),
    ];
    for text in table {
        for object in [text.clone().into_bytes(), gzip(&text)] {
            let seen = decode(&object);
            let mut records = seen.records;
            records.sort();
            assert_eq!(records, both, "{text}");
            assert_eq!(
                (seen.malformed.len(), seen.error, seen.content),
                (0, None, Content::Events),
                "{text}"
            );
        }
    }
}

#[test]
fn records_of_other_kinds_are_records() {
    let pretty = "{\n  \"eventVersion\" : \"1.08\",\n  \"eventName\" : \"A\"\n}";
    for text in [OTHER.to_owned(), format!("[{OTHER}]"), format!(r#"{{"Records":[{OTHER}]}}"#)] {
        assert_eq!(decode(text.as_bytes()).records, [OTHER], "{text}");
    }
    assert_eq!(decode(pretty.as_bytes()).records, [pretty]);
    assert_eq!(decode(br#"{"Records":[]}"#).records.len(), 0);
    assert_eq!(decode(br#"{"Records":[]}"#).content, Content::Events);
}

#[test]
fn digests_and_foreign_documents_are_recognized() {
    let content = |text: &str| (decode(text.as_bytes()).content, decode(text.as_bytes()).error);
    assert_eq!(
        content(r#"{"digestS3Object":"k","digestStartTime":"t","logFiles":[]}"#),
        (Content::Digest, None)
    );
    assert_eq!(
        content(r#"{"fileVersion":"1.0","configurationItems":[]}"#),
        (Content::Foreign, None)
    );
    assert_eq!(
        content(r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","s3":{}}]}"#),
        (Content::Foreign, None)
    );
    assert_eq!(
        content(r#"{"detail-type":"Object Created","detail":{"bucket":{}}}"#),
        (Content::Foreign, None)
    );
    assert_eq!(
        content(r#"{"messageType":"CONTROL_MESSAGE","logEvents":[]}"#),
        (Content::Foreign, None)
    );
    assert_eq!(content("").1, Some(DecodeError::Empty));
    assert_eq!(content(" \n").1, Some(DecodeError::Empty));
    assert_eq!(content("<html>").1, Some(DecodeError::NotJson));
}

#[test]
fn a_broken_record_never_hides_its_neighbours() {
    let table = [
        (format!(r#"{{"Records":[{ONE},{{"eventVersion":"1.08","eventName":}},{TWO}]}}"#), 1),
        (format!(r#"{{"Records":[{ONE},null,{TWO},42]}}"#), 2),
        (format!(r#"{{"Records":["text",{ONE},[1],{TWO}]}}"#), 2),
        (
            format!(
                r#"{{"Records":[{ONE},{{"eventVersion":"1.08","userIdentity":{{"type":"R",{TWO}]}}"#
            ),
            1,
        ),
        (format!(r#"{{"Records":[{{"eventVersion":"1.08","a":{{{ONE}}},{TWO}]}}"#), 1),
        (format!(r#"{{"Records":[{ONE},{TWO},{{"eventVersion":"1.08","eve"#), 1),
        (format!("{ONE}\n{{\"unrelated\":1}}\n{TWO}"), 1),
        (format!("{ONE}\n{{\"eventVersion\":\"1.08\",\n{TWO}"), 1),
    ];
    for (text, malformed) in table {
        let seen = decode(text.as_bytes());
        assert_eq!(seen.records, [ONE, TWO], "{text}");
        assert_eq!(seen.malformed.len(), malformed, "{text}: {:?}", seen.malformed);
    }
    let cut = format!(r#"{{"Records":[{ONE},{TWO}"#);
    assert_eq!(decode(cut.as_bytes()).error, Some(DecodeError::CutShort));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// However an object is changed: no panic, and no record that was not in it.
    #[test]
    fn damage_never_invents_records(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
        packed in any::<bool>(),
    ) {
        let text = format!(r#"{{"Records":[{ONE},{TWO},{OTHER},{ONE}]}}"#);
        let mut object = if packed { gzip(&text) } else { text.into_bytes() };
        for (place, byte) in changes {
            let place = place.index(object.len());
            object[place] = byte;
        }
        object.truncate(cut.index(object.len() + 1));
        let mut decoder = Decoder::new(1 << 20);
        let records = decoder.decode(&object, Intent::Divide);
        for range in records.ranges() {
            prop_assert!(records.text().get(range.clone()).is_some());
            let _ = records.hidden_in(range);
        }
    }

    /// An object that is cut anywhere gives the records before the cut, and an error.
    #[test]
    fn a_truncated_object_is_never_complete(cut in any::<prop::sample::Index>()) {
        let text = format!(r#"{{"Records":[{ONE},{TWO},{ONE}]}}"#);
        let cut = cut.index(text.len() - 1);
        let seen = decode(&text.as_bytes()[..cut]);
        prop_assert!(seen.error.is_some() || !seen.malformed.is_empty());
        let whole = [ONE, TWO, ONE];
        prop_assert!(seen.records.len() <= 3 && seen.records == whole[..seen.records.len()]);
    }
}
