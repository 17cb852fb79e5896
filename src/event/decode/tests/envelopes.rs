//! Envelopes: their records, missing records, and other services' entries.

use super::*;

fn string(record: &str) -> String {
    serde_json::to_string(record).unwrap()
}

/// A name, a text, and how many records, malformed entries and others' entries are in it.
type Row = (&'static str, String, (usize, usize, u64));

fn check(table: &[Row]) {
    for (name, text, expected) in table {
        let seen = decode(text.as_bytes());
        let found = (seen.records.len(), seen.malformed.len(), seen.others);
        assert_eq!((found, seen.error), (*expected, None), "{name}: {text}");
        assert!(seen.records.iter().all(|record| record == ONE || record == TWO), "{name}");
        assert!(seen.malformed.iter().all(|offset| *offset < text.len()), "{name}: {text}");
    }
}

#[test]
fn lookup_events_give_their_records_and_name_the_missing_ones() {
    let (one, two) = (string(ONE), string(TWO));
    check(&[
        ("objects", format!(r#"{{"Events":[{{"CloudTrailEvent":{ONE}}}]}}"#), (1, 0, 0)),
        ("records themselves", format!(r#"{{"Events":[{ONE},{TWO}]}}"#), (2, 0, 0)),
        (
            "one without its record",
            format!(r#"{{"Events":[{{"EventId":"1"}},{{"CloudTrailEvent":{one}}}]}}"#),
            (1, 1, 0),
        ),
        (
            "no record in the place of one",
            format!(
                r#"{{"Events":[{{"EventId":"1","CloudTrailEvent":null}},{{"CloudTrailEvent":""}},
                {{"CloudTrailEvent":"{{}}"}},{{"CloudTrailEvent":"text"}},{{"CloudTrailEvent":7}},
                null,{{"CloudTrailEvent":{two}}}]}}"#
            ),
            (1, 6, 0),
        ),
        ("an array of entries", format!(r#"[{{"CloudTrailEvent":{one}}}]"#), (1, 0, 0)),
        ("an array of strings", format!("[{one},{two},\"{{}}\",\"x\"]"), (2, 2, 0)),
        ("lines of strings", format!("{one}\n{two}\n"), (2, 0, 0)),
        ("separated by tabs", format!("{ONE}\t{TWO}\n"), (2, 0, 0)),
        ("none", r#"{"Events":[]}"#.to_owned(), (0, 0, 0)),
    ]);
    let other = r#"{"Events":[{"SourceIdentifier":"db","Message":"backup"}]}"#;
    assert_eq!(decode(other.as_bytes()).content, Content::Foreign);
}

#[test]
fn cloudwatch_logs_give_their_records() {
    let (one, two) = (string(ONE), string(TWO));
    let batch =
        |events: &str| format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{events}]}}"#);
    let event = |message: &str| format!(r#"{{"id":"1","timestamp":1,"message":{message}}}"#);
    let row = |value: &str| format!(r#"[{{"field":"@message","value":{value}}}]"#);
    let bus = string(&format!(r#"{{"detail-type":"x","detail":{TWO}}}"#));
    let app = string(r#"{"level":"info"}"#);
    check(&[
        (
            "filter-log-events",
            format!(r#"{{"events":[{}],"searchedLogStreams":[]}}"#, event(&one)),
            (1, 0, 0),
        ),
        ("get-log-events", format!(r#"{{"nextToken":"f","events":[{}]}}"#, event(&two)), (1, 0, 0)),
        ("one event of these", event(&one), (1, 0, 0)),
        ("another service's", batch(&[event(&one), event(&app)].join(",")), (1, 0, 1)),
        ("text", batch(&[event(&one), event("\"not json\"")].join(",")), (1, 1, 0)),
        ("text alone", batch(&event("\"not json\"")), (0, 1, 0)),
        ("no message", batch(&format!(r#"{{"id":"1"}},{}"#, event(&one))), (1, 1, 0)),
        ("broken", batch(&[event("\"{\\\"eventVersion\\\":\""), event(&one)].join(",")), (1, 1, 0)),
        ("a record as an object", batch(&event(ONE)), (1, 0, 0)),
        ("EventBridge inside", batch(&event(&bus)), (1, 0, 0)),
        (
            "a query",
            format!(r#"{{"results":[{},{}],"status":"Complete"}}"#, row(&one), row(&two)),
            (2, 0, 0),
        ),
        (
            "a query without @message",
            format!(
                r#"{{"results":[[{{"field":"n","value":"1"}}],{}],"statistics":{{}}}}"#,
                row(&two)
            ),
            (1, 1, 0),
        ),
        (
            "a query of the console",
            format!(r#"[{{"@message":{ONE}}},{{"@message":{two}}}]"#),
            (2, 0, 0),
        ),
        (
            "an export",
            format!("2026-11-20T10:00:00.000Z {ONE}\n2026-11-20T10:00:01.000Z {TWO}\n"),
            (2, 0, 0),
        ),
        ("aws logs tail", format!("2026-11-20T10:00:00+00:00 a_stream {ONE}\n"), (1, 0, 0)),
        (
            "an export with text in it",
            format!("2026-11-20T10:00:00.000Z START\r\n2026-11-20T10:00:01.000Z {TWO}\r\n"),
            (1, 1, 0),
        ),
        (
            "an export with a broken line",
            format!(
                "2026-11-20T10:00:00.000Z {ONE}\n2026-11-20T10:00:00.000Z {{\"eventVersion\":\"1.08\",\"a\":{{\"b\n2026-11-20T10:00:01.000Z {TWO}"
            ),
            (2, 1, 0),
        ),
    ]);
    let text = b"2026-11-20T10:00:00.000Z START\n2026-11-20T10:00:01.000Z END\n";
    assert_eq!((decode(text).content, decode(text).error), (Content::Foreign, None));
}

#[test]
fn entries_of_other_services_are_counted_separately() {
    let notice = string(&format!(r#"{{"detail-type":"x","detail":{ONE}}}"#));
    let others = [
        r#"{"detail-type":"Object Created","detail":{"bucket":{}}}"#,
        r#"{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"checking"}]}"#,
        r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#,
        r#"{"Type":"Notification","TopicArn":"t","Message":"hello"}"#,
        r#"{"s3Bucket":"b","s3ObjectKey":["k"]}"#,
        r#"{"eventSource":"aws:sqs","body":"{}"}"#,
    ];
    for other in others {
        let alone = decode(other.as_bytes());
        assert_eq!((alone.content, alone.malformed.len()), (Content::Foreign, 0), "{other}");
        check(&[("among records", format!("{ONE}\n{other}\n{TWO}\n"), (2, 0, 1))]);
    }
    check(&[
        (
            "SNS around EventBridge",
            format!(r#"{{"Type":"Notification","TopicArn":"t","Message":{notice}}}"#),
            (1, 0, 0),
        ),
        (
            "EventBridge without the record",
            r#"{"detail-type":"AWS API Call via CloudTrail","detail":null}"#.to_owned() + ONE,
            (1, 1, 0),
        ),
    ]);
}

#[test]
fn records_of_other_services_are_not_events() {
    let others = [
        r#"{"eventVersion":"2.1","eventSource":"aws:s3","s3":{}}"#,
        r#"{"eventVersion":"1.1","eventSource":"aws:dynamodb","dynamodb":{}}"#,
        r#"{"eventVersion":"1.1","userIdentity":{"type":"Service"},"eventSource":"aws:dynamodb"}"#,
        r#"{"eventID":"1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb"}"#,
        r#"{"kinesis":{},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"1"}"#,
        r#"{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Message":"{\"a\":1}"}}"#,
        r#"{"messageId":"1","body":"{}","eventSource":"aws:sqs"}"#,
        r#"{"cf":{"config":{}}}"#,
    ];
    let intents = [Intent::ReadAll, Intent::Divide];
    for other in others {
        let value: serde_json::Value = serde_json::from_str(other).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        for text in [other, pretty.as_str()] {
            let alone = format!(r#"{{"Records":[{text},{text}]}}"#);
            for intent in intents {
                let mut decoder = Decoder::new(1 << 20);
                let records = decoder.decode(alone.as_bytes(), intent);
                assert_eq!(records.content, Content::Foreign, "{alone}");
                assert!(records.ranges().is_empty() && records.malformed.is_empty(), "{alone}");
            }
            let mixed = format!(r#"{{"Records":[{ONE},{text},{TWO}]}}"#);
            let seen = decode(mixed.as_bytes());
            assert_eq!(seen.records, [ONE, TWO], "{mixed}");
            // Without a sign of another service it is a malformed record.
            assert_eq!(seen.others + seen.malformed.len() as u64, 1, "{mixed}");
            assert_eq!(seen.malformed.len(), usize::from(other.contains("cf")), "{mixed}");
        }
    }
}

#[test]
fn utf_16_text_is_read() {
    let text = format!("{ONE}\r\n{{\"eventVersion\":\"1.08\",\"eventName\":\"é😀\"}}\r\n");
    let units: Vec<u16> = text.encode_utf16().collect();
    let little = units.iter().flat_map(|unit| unit.to_le_bytes());
    let big = units.iter().flat_map(|unit| unit.to_be_bytes());
    let objects = [
        [0xFF, 0xFE].into_iter().chain(little).collect::<Vec<u8>>(),
        [0xFE, 0xFF].into_iter().chain(big).collect(),
    ];
    for object in objects {
        let seen = decode(&object);
        assert_eq!(seen.records.concat() + "\r\n", text.replacen("\r\n", "", 1));
        assert_eq!(seen.error, None);
        // Cut in the middle of a character.
        let cut = decode(&object[..object.len() - 7]);
        assert_eq!((cut.records.len(), cut.malformed.len()), (1, 1));
    }
    assert_eq!(decode(&[0xFF, 0xFE]).error, Some(DecodeError::Empty));
}

#[test]
fn gzip_in_gzip_is_read() {
    let text = format!(r#"{{"Records":[{ONE},{TWO}]}}"#);
    let pack = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let twice = pack(&gzip(&text));
    assert_eq!(decode(&twice).records, [ONE, TWO]);
    assert_eq!(decode(&pack(&twice)).records, [ONE, TWO]);
    // Damage of either layer is named.
    let inner = gzip(&text);
    let cut = pack(&inner[..inner.len() - 9]);
    assert!(matches!(decode(&cut).error, Some(DecodeError::Packing(Damage::Truncated))));
    let mut wrong = twice.clone();
    let crc = wrong.len() - 6;
    wrong[crc] ^= 1;
    assert!(matches!(decode(&wrong).error, Some(DecodeError::Packing(Damage::Corrupt(_)))));
    // The limit holds for each layer.
    let bomb = pack(&gzip(&" ".repeat(2 << 20)));
    assert!(matches!(decode(&bomb).error, Some(DecodeError::Packing(Damage::TooLarge(_)))));
}

#[test]
fn an_archive_is_named() {
    let error = |object: &[u8]| decode(object).error.unwrap().to_string();
    assert!(error(b"PK\x03\x04....").starts_with("zip archive: unpack it first (unzip"));
    assert!(error(b"\x28\xB5\x2F\xFD{\"Records\"").starts_with("zstd archive"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(b"\xFD7zXZ\0....").unwrap();
    assert!(error(&encoder.finish().unwrap()).starts_with("xz archive inside gzip"));
}
