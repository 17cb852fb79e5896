//! Envelopes and packings of other services and tools, each read from a file, from stdin and in a
//! folder beside a log; and archives, which are not read.

use std::fs;

use serde_json::{Value, json};

use super::{five, lines};
use crate::fixtures::{self, gzip};
use crate::harness::{Ct, document, put};

/// A text in UTF-16 with a byte order mark.
fn utf16(text: &str, big: bool) -> Vec<u8> {
    let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
}

/// The header of a tar archive, which is all that is looked at.
fn tar() -> Vec<u8> {
    let mut header = vec![0; 1024];
    header[..6].copy_from_slice(b"a.json");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

/// The first two events of the fixtures in every packing: the name of a file, and its bytes.
fn packings() -> Vec<(&'static str, Vec<u8>)> {
    let [one, two] = [0, 1].map(|at| five().swap_remove(at).raw);
    let log = format!(r#"{{"Records":[{one},{two}]}}"#);
    let logged =
        |at: u64, message: &str| json!({"timestamp": at, "message": message, "ingestionTime": at});
    let row = |message: &str| json!([{"field": "@message", "value": message}, {"field": "@ptr", "value": "x"}]);
    let pretty = |value: Value| (serde_json::to_string_pretty(&value).unwrap() + "\n").into_bytes();
    let export = format!("2026-11-20T09:05:10.000Z {one}\n2026-11-20T09:13:17.000Z {two}\n");
    vec![
        ("filtered.json", pretty(json!({"events": [logged(1, &one), logged(2, &two)]}))),
        ("query.json", pretty(json!({"results": [row(&one), row(&two)], "status": "Complete"}))),
        ("strings.json", pretty(json!([one, two]))),
        ("export/000000.gz", gzip::deflated(export.as_bytes())),
        ("export.json", export.into_bytes()),
        ("powershell.json", utf16(&log, false)),
        ("big.json.gz", gzip::deflated(&utf16(&format!("{one}\r\n{two}\r\n"), true))),
        ("twice.json.gz", gzip::deflated(&gzip::deflated(log.as_bytes()))),
    ]
}

#[test]
fn every_packing_is_read_from_a_file_from_stdin_and_in_a_folder() {
    let five = five();
    let expected = lines(&five[..2]);
    for (name, bytes) in packings() {
        let temp = tempfile::tempdir().unwrap();
        put(temp.path(), &format!("logs/{name}"), &bytes);
        for source in [format!("logs/{name}"), "logs".to_owned(), "-".to_owned()] {
            let ran = Ct::new("grep").arg(&source).at(temp.path()).input(bytes.clone()).run();
            assert_eq!((ran.text(), ran.code), (expected.as_str(), 0), "{name} {source}\n{ran}");
            let filter = "grep --event-name GetObject --count";
            let ran = Ct::new(filter).arg(&source).at(temp.path()).input(bytes.clone()).run();
            assert_eq!((ran.number(), ran.code), (1, 0), "{name} {source}\n{ran}");
        }
    }
}

#[test]
fn an_archive_is_named_with_the_command_that_unpacks_it() {
    let table: [(&str, Vec<u8>, &str); 8] = [
        ("logs.zip", b"PK\x03\x04rest".to_vec(), "zip archive: unpack it first (unzip FILE)"),
        ("logs.tar", tar(), "tar archive: unpack it first (tar -xf FILE)"),
        ("logs.tar.gz", gzip::deflated(&tar()), "tar.gz archive: unpack it first (tar -xzf FILE)"),
        (
            "a.json.zst",
            b"\x28\xB5\x2F\xFDrest".to_vec(),
            "zstd archive: unpack it first (zstd -d FILE)",
        ),
        ("a.json.bz2", b"BZh91AY&SY".to_vec(), "bzip2 archive: unpack it first (bunzip2 FILE)"),
        ("a.json.xz", b"\xFD7zXZ\0rest".to_vec(), "xz archive: unpack it first (unxz FILE)"),
        ("b.json", b"PK\x03\x04rest".to_vec(), "zip archive: unpack it first (unzip FILE)"),
        (
            "c.json.gz",
            gzip::deflated(b"\x28\xB5\x2F\xFDrest"),
            "zstd archive inside gzip: unpack it first (gunzip FILE, then zstd -d FILE)",
        ),
    ];
    let temp = tempfile::tempdir().unwrap();
    let records = fs::read(fixtures::folder().join("objects/records.json")).unwrap();
    put(temp.path(), "logs/records.json", records);
    for (name, bytes, message) in &table {
        put(temp.path(), &format!("logs/{name}"), bytes);
        for source in [format!("logs/{name}"), "-".to_owned()] {
            let ran = Ct::new("grep").arg(&source).at(temp.path()).input(bytes.clone()).run();
            assert_eq!((ran.text(), ran.code), ("", 2), "{ran}");
            assert!(ran.stderr.contains(&format!("  {source}: {message}\n")), "{ran}");
        }
    }
    // In a folder they are skipped, counted and named.
    let ran = Ct::new("grep --count -v logs --summary s.json").at(temp.path()).run();
    assert_eq!((ran.number(), ran.code), (5, 0), "{ran}");
    assert!(ran.stderr.contains("8 objects skipped (archives: 8)"), "{ran}");
    let written = document(&temp.path().join("s.json"));
    assert_eq!(written["objects"]["skipped_because"], json!({ "archive": 8 }));
    for (name, _, message) in &table {
        let path = std::path::Path::new("logs").join(name);
        assert!(ran.stderr.contains(&format!("  {}: {message}", path.display())), "{name}\n{ran}");
    }
    let ran = Ct::new("grep --count logs").at(temp.path()).run();
    assert!(ran.stderr.contains("logs") && ran.stderr.contains("archive"), "{ran}");
}

#[test]
fn records_of_other_services_are_not_counted_as_events() {
    let others = [
        json!({"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put"}),
        json!({"eventID": "1", "eventVersion": "1.1", "eventSource": "aws:dynamodb"}),
        json!({"messageId": "1", "body": "{}", "eventSource": "aws:sqs"}),
        json!({"EventSource": "aws:sns", "Sns": {"Message": "x"}}),
        json!({"kinesis": {"data": "e30="}, "eventSource": "aws:kinesis", "eventVersion": "1.0"}),
    ];
    let [one, two] = [0, 1].map(|at| five().swap_remove(at).raw);
    for other in others {
        let temp = tempfile::tempdir().unwrap();
        let document = json!({ "Records": [other, other] });
        put(temp.path(), "logs/other.json", document.to_string());
        put(temp.path(), "logs/pretty.json", serde_json::to_string_pretty(&document).unwrap());
        for source in ["logs/other.json", "logs/pretty.json", "-"] {
            let ct = Ct::new("grep --count").arg(source).at(temp.path());
            let ran = ct.input(document.to_string()).run();
            assert_eq!((ran.text(), ran.code), ("0\n", 2), "{ran}");
            assert!(ran.stderr.contains("no CloudTrail logs in"), "{ran}");
        }
        put(temp.path(), "logs/mixed.json", format!(r#"{{"Records":[{one},{other},{two}]}}"#));
        let ran = Ct::new("grep --count -v logs").at(temp.path()).run();
        assert_eq!((ran.number(), ran.code), (2, 0), "{ran}");
        let line = "2 of 2 events in 1 object · 2 objects skipped (not CloudTrail: 2) · 1 entry not CloudTrail\n";
        assert_eq!(ran.stderr, line);
    }
}

#[test]
fn an_entry_that_holds_no_record_is_named() {
    let [one, two] = [0, 1].map(|at| five().swap_remove(at).raw);
    let temp = tempfile::tempdir().unwrap();
    let empty = json!({"EventId": "1", "EventName": "DeleteBucket"});
    let text =
        json!({"Events": [{"CloudTrailEvent": one}, empty, {"CloudTrailEvent": two}]}).to_string();
    put(temp.path(), "events.json", &text);
    let ran = Ct::new("grep events.json --summary s.json").at(temp.path()).run();
    assert_eq!((ran.lines().len(), ran.code), (2, 2), "{ran}");
    let written = document(&temp.path().join("s.json"));
    assert_eq!(written["events"]["malformed"], 1);
    assert_eq!(written["malformed"][0]["offset"], text.find("{\"EventId\"").unwrap());
    // A record that is broken inside a string is named by the string's place in the file.
    let text =
        json!({"Events": [{"CloudTrailEvent": one}, {"CloudTrailEvent": &two[..40]}]}).to_string();
    put(temp.path(), "events.json", &text);
    let ran = Ct::new("grep events.json --summary s.json").at(temp.path()).run();
    assert_eq!((ran.lines().len(), ran.code), (1, 2), "{ran}");
    let written = document(&temp.path().join("s.json"));
    let place = text.rfind("\"CloudTrailEvent\":").unwrap() + "\"CloudTrailEvent\":".len();
    assert_eq!(written["malformed"][0]["offset"], place);
}

#[test]
fn a_value_is_on_one_line_whatever_the_layout_of_the_record() {
    let record = json!({"eventVersion": "1.11", "eventID": "1", "requestParameters":
        {"a b": [1, {"c": "d  e"}]}, "resources": [{"ARN": "x"}]});
    let pretty = serde_json::to_string_pretty(&record).unwrap();
    let output = |format: &str| {
        let ct = Ct::new("grep - --fields eventID,requestParameters,resources -o").arg(format);
        ct.input(pretty.clone()).run().expect_silent_yes().text().to_owned()
    };
    let parameters = r#"{"a b":[1,{"c":"d  e"}]}"#;
    let lines = format!(
        r#"{{"eventID":"1","requestParameters":{parameters},"resources":[{{"ARN":"x"}}]}}"#
    );
    assert_eq!(output("jsonl"), lines.clone() + "\n");
    assert_eq!(output("json"), format!("{{\"Records\":[{lines}]}}\n"));
    let quoted = parameters.replace('"', "\"\"");
    assert!(
        output("csv").ends_with(&format!("\n1,\"{quoted}\",\"[{{\"\"ARN\"\":\"\"x\"\"}}]\"\n"))
    );
    assert!(output("tsv").ends_with(&format!("\n1\t{parameters}\t[{{\"ARN\":\"x\"}}]\n")));
    assert_eq!(output("text"), format!("1  {parameters}  [{{\"ARN\":\"x\"}}]\n"));
}
