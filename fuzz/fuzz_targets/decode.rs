//! The bytes of an object: nothing panics, every range is in the text, and where `serde_json` reads a
//! list of records, the same records are found.

#![no_main]

use std::ops::ControlFlow;
use std::sync::LazyLock;

use ct::event::decode::{Content, DecodeError, Decoder, Intent, Records};
use ct::event::column::Column;
use ct::event::field::Path;
use ct::event::identity::Identity;
use ct::event::json::Index;
use ct::event::schema::top_level;
use ct::event::target::{Arns, target};
use ct::event::{Event, Value};
use ct::sink::csv::{self, Separator};
use ct::sink::json;
use ct::sink::safe::is_steering;
use ct::sink::text::{self, Look};
use flate2::Crc;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 1 << 20;

/// Decoded first, so that the decoder's buffers are never empty.
const BEFORE: &[u8] = include_bytes!("../../fixtures/objects/lookup-events.json");

static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(Column::defaults);

static PATHS: LazyLock<[Path; 4]> = LazyLock::new(|| {
    ["resources[].ARN", "resources[1]", "requestParameters.key", ".Records.a[0]"]
        .map(|path| path.parse().expect("a path"))
});

fuzz_target!(|object: &[u8]| {
    let mut decoder = Decoder::new(LIMIT);
    decoder.decode(BEFORE, Intent::Divide);
    let found = read_all(&mut decoder, object);
    if !object.starts_with(&[0x1F, 0x8B]) {
        check_against_serde_json(object, &found);
        // The message also names gzip around an archive.
        if !matches!(found.error, Some(DecodeError::Archive(_))) {
            let once = packed(object);
            assert_eq!(read_all(&mut Decoder::new(LIMIT), &once), found);
            assert_eq!(read_all(&mut Decoder::new(LIMIT), &packed(&once)), found);
        }
    }
});

/// The result of an object.
#[derive(Debug, PartialEq)]
struct Found {
    content: Content,
    error: Option<DecodeError>,
    valid: Vec<Vec<u8>>,
    broken: usize,
}

/// Reads an object as a search does: split by first bytes, and again by braces if a piece is not a
/// record.
fn read_all(decoder: &mut Decoder, object: &[u8]) -> Found {
    let records = decoder.decode(object, Intent::ReadAll);
    // Records that were strings follow the text; a byte that is not UTF-8 becomes three.
    assert!(records.text().len() <= 4 * LIMIT.max(object.len()));
    let (content, error) = (records.content, records.error.clone());
    let mut found = Found { content, error, valid: Vec::new(), broken: records.malformed.len() };
    if read_ranges(&records, &mut found).is_break() {
        let records = decoder.decode_again();
        assert!(!records.is_guess);
        found.error = found.error.or(records.error.clone());
        (found.valid, found.broken) = (Vec::new(), records.malformed.len());
        assert!(read_ranges(&records, &mut found).is_continue());
    }
    found
}

/// Reads all fields of each record, and the records hidden in a broken one.
fn read_ranges(records: &Records<'_>, found: &mut Found) -> ControlFlow<()> {
    let end = records.text().len();
    for malformed in records.malformed {
        assert!(malformed.offset < end && !malformed.why.is_empty());
    }
    let mut index = Index::default();
    let mut open: Vec<_> = records.ranges().iter().rev().cloned().collect();
    while let Some(range) = open.pop() {
        let raw = &records.text()[range.clone()];
        match Event::parse(raw, &mut index) {
            Ok(event) => {
                read(&event);
                found.valid.push(raw.to_vec());
            }
            Err(_) if records.is_guess => return ControlFlow::Break(()),
            Err(error) => {
                assert!(!error.to_string().is_empty());
                found.broken += 1;
                let hidden = records.hidden_in(&range);
                assert!(hidden.iter().all(|h| range.start < h.start && h.end <= range.end));
                assert!(hidden.is_sorted_by(|a, b| a.end <= b.start));
                open.extend(hidden.into_iter().rev());
            }
        }
    }
    ControlFlow::Continue(())
}

fn read(event: &Event<'_>) {
    let _ = (event.name(), event.source(), event.id(), event.account(), event.category());
    let _ = (
        event.time(),
        event.is_error(),
        event.error(),
        target(event, Arns::Short),
    );
    if let Some(identity) = Identity::new(event) {
        let _ = (identity.principal(), identity.arn());
        identity.any_name(&mut |_| false);
    }
    for name in top_level() {
        if let Some(value) = event.get(name) {
            read_value(value);
        }
    }
    for path in PATHS.iter() {
        let mut any = None;
        path.any(event, &mut |value| any.replace(value.written().to_vec()).is_some());
        assert!(any.is_none() || path.first(event).is_some());
    }
    print(event);
}

fn read_value(value: Value<'_>) {
    let text = value.text();
    assert!(value.text_is(&text));
    let _ = (value.number(), value.truth());
    let parts = value.members().map(|(_, part)| part).chain(value.elements());
    assert!(parts.map(|part| part.written().len()).sum::<usize>() <= value.written().len());
}

/// Every format: one line, no control characters, valid JSON.
fn print(event: &Event<'_>) {
    let mut out = Vec::new();
    let look = Look { colour: false, width: Some(80), arn: true, zone: TimeZone::UTC };
    text::line(event, &look, &mut out);
    assert_one_safe_line(&out);
    for separator in [Separator::Comma, Separator::Tab] {
        out.clear();
        csv::row(event, &COLUMNS, separator, &mut out);
        let line = out.strip_suffix(b"\n").expect("a line ends");
        assert!(!String::from_utf8_lossy(line).replace('\t', "").contains(is_steering));
    }
    out.clear();
    json::fields(event, &COLUMNS, false, &mut out);
    Index::default().fill(&out).expect("chosen fields are valid JSON");

    out.clear();
    json::record(event, false, false, &mut out);
    assert_eq!(out, event.raw());
    out.clear();
    json::record(event, true, true, &mut out);
    assert!(!String::from_utf8_lossy(&out).contains(|c| c != '\t' && is_steering(c)));
    let value = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).ok();
    assert_eq!(value(&out), value(event.raw()));
}

fn assert_one_safe_line(out: &[u8]) {
    let line = out.strip_suffix(b"\n").expect("a line ends");
    assert!(!String::from_utf8_lossy(line).contains(is_steering));
}

fn check_against_serde_json(object: &[u8], found: &Found) {
    let Some(expected) = ct_fuzz::records(object) else { return };
    let valid = expected.iter().map(|record| record.as_bytes().to_vec()).collect();
    let expected = Found { content: Content::Events, error: None, valid, broken: 0 };
    assert_eq!(*found, expected);
}

/// A gzip member with blocks that are stored as they are (RFC 1951, section 3.2.4).
fn packed(object: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    for block in object.chunks(0xFFFF) {
        let length = block.len() as u16;
        packed.push(0);
        packed.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
        packed.extend(block);
    }
    packed.extend([1, 0, 0, 255, 255]);
    let mut sum = Crc::new();
    sum.update(object);
    packed.extend([sum.sum().to_le_bytes(), (object.len() as u32).to_le_bytes()].concat());
    packed
}
