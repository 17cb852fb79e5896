//! Every object of `fixtures/objects`, against the table in `fixtures/README.md`.

use std::fs;

use super::{five, inflated, lines, object};
use crate::fixtures;
use crate::harness::{Ct, document, files_below, put};

/// Objects that hold no log at all: skipped with a count, never read as events.
const STRANGERS: [(&str, &str); 4] = [
    ("digest.json.gz", "digest"),
    ("config.json", "foreign"),
    ("s3-notification.json", "foreign"),
    ("cloudwatch-control.json", "foreign"),
];
/// Objects that cannot be read to their end, and what is said of them.
const UNREADABLE: [(&str, &str); 5] = [
    ("bad-crc.json.gz", "corrupt gzip"),
    ("truncated.json.gz", "truncated gzip"),
    ("zero-bytes.json.gz", "empty file"),
    ("not-json.json", "not JSON"),
    ("html.json.gz", "not JSON"),
];
/// Objects that are read to their end and of which a reader should know something.
const ODD: [(&str, &str); 2] =
    [("two-members.json.gz", "2 gzip members"), ("trailing-garbage.json.gz", "24 bytes after")];

/// The rows of the table: name, good, bad.
fn table() -> Vec<(String, usize, usize)> {
    let text = fs::read_to_string(fixtures::folder().join("README.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let mut cells =
            line.strip_prefix("| `")?.split('|').map(|cell| cell.trim().trim_matches('`'));
        Some((cells.next()?.to_owned(), cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    });
    rows.collect()
}

#[test]
fn the_table_names_every_object() {
    let mut listed: Vec<String> = table().into_iter().map(|(name, ..)| object(&name)).collect();
    listed.sort();
    let files = files_below(&fixtures::folder().join("objects"));
    let found = files.iter().map(|file| object(file.file_name().unwrap().to_str().unwrap()));
    assert_eq!(found.collect::<Vec<String>>(), listed);
}

#[test]
fn every_object_yields_all_of_its_sound_records() {
    let temp = tempfile::tempdir().unwrap();
    let summary = temp.path().join("summary.json");
    for (name, good, bad) in table() {
        let path = object(&name);
        let ran = Ct::new(&format!("grep --count {path} --summary")).arg(&summary).run();
        let listed = document(&summary);
        assert_eq!((ran.number(), &listed["events"]["malformed"]), (good, &bad.into()), "{name}");
        let is_unreadable = UNREADABLE.iter().any(|(known, _)| *known == name);
        let is_stranger = STRANGERS.iter().any(|(known, _)| *known == name);
        assert_eq!(listed["objects"]["unreadable"], u64::from(is_unreadable), "{name}");
        assert_eq!(listed["objects"]["skipped"], u64::from(is_stranger), "{name}");
        let code = match (bad > 0 || is_unreadable || is_stranger, good) {
            (true, _) => 2,
            (false, 0) => 1,
            (false, _) => 0,
        };
        assert_eq!(ran.code, code, "{name}\n{ran}");
    }
}

#[test]
fn each_problem_names_its_object() {
    for (name, why) in UNREADABLE.into_iter().chain(ODD) {
        let path = object(name);
        let ran = Ct::new(&format!("grep --count {path}")).run();
        let listed = ran.stderr.lines().any(|line| line.contains(&format!("{path}: {why}")));
        assert!(listed && ran.code == if ODD.contains(&(name, why)) { 0 } else { 2 }, "{ran}");
    }
}

#[test]
fn a_malformed_record_is_reported_with_its_offset() {
    let temp = tempfile::tempdir().unwrap();
    let summary = temp.path().join("summary.json");
    // Which of the records is broken, counted from nought.
    let table = [("malformed-middle", 2), ("malformed-unbalanced", 1), ("cut-json", 2)];
    for (name, broken) in table {
        let path = object(&format!("{name}.json.gz"));
        let text = inflated(&fixtures::folder().parent().unwrap().join(&path));
        let (offset, _) = text.match_indices("{\"eventVersion\"").nth(broken).unwrap();
        let ran = Ct::new(&format!("grep {path} --summary")).arg(&summary).run();
        let grouped = format!("{},{:03}", offset / 1000, offset % 1000);
        assert!(ran.stderr.contains(&format!("{path} at byte {grouped}: ")), "{ran}");
        let listed = &document(&summary)["malformed"][0];
        assert_eq!(
            (listed["object"].as_str(), &listed["offset"]),
            (Some(path.as_str()), &offset.into())
        );
    }
}

#[test]
fn a_malformed_record_never_hides_its_neighbours() {
    let five = five();
    let table = [
        ("malformed-middle.json.gz", vec![0, 1, 3, 4]),
        ("malformed-unbalanced.json.gz", vec![0, 2, 3, 4]),
        ("malformed-scalar.json.gz", vec![0, 1, 2]),
        ("invalid-utf8.json.gz", vec![0, 3]),
        ("truncated.json.gz", vec![0]),
        ("cut-json.json.gz", vec![0, 1]),
        ("bad-crc.json.gz", vec![0, 1, 2, 3, 4]),
    ];
    for (name, whole) in table {
        let ran = Ct::new(&format!("grep {}", object(name))).run();
        assert_eq!(ran.text(), lines(whole.iter().map(|at| &five[*at])), "{name}");
    }
}

#[test]
fn records_leave_every_envelope_byte_for_byte() {
    let five = five();
    let table = [
        ("records.json", vec![0, 1, 2, 3, 4]),
        ("records.json.gz", vec![0, 1, 2, 3, 4]),
        ("array.json", vec![0, 1, 2]),
        ("single.json", vec![0]),
        ("lines.jsonl", vec![0, 1, 2]),
        ("lines.jsonl.gz", vec![0, 1, 2]),
        ("bom.json", vec![0, 1]),
        ("two-members.json.gz", vec![0, 1, 2, 3, 4]),
        ("duplicates.json.gz", vec![0, 1, 0]),
        ("lookup-events.json", vec![0, 1, 2]),
        ("eventbridge.json", vec![1]),
        ("eventbridge.jsonl", vec![0, 1, 2]),
        ("cloudwatch-logs.json.gz", vec![0, 4]),
        ("trailing-garbage.json.gz", vec![0, 1, 2, 3, 4]),
    ];
    for (name, order) in table {
        let ran = Ct::new(&format!("grep {}", object(name))).run();
        assert_eq!(
            (ran.text(), ran.code),
            (&*lines(order.iter().map(|at| &five[*at])), 0),
            "{name}"
        );
    }
}

#[test]
fn records_of_other_services_are_counted_and_not_searched() {
    let temp = tempfile::tempdir().unwrap();
    let summary = temp.path().join("summary.json");
    for (name, _) in STRANGERS {
        let from = fixtures::folder().join("objects").join(name);
        put(temp.path(), &format!("logs/{name}"), fs::read(from).unwrap());
    }
    put(temp.path(), "logs/notes.txt", "{\"eventName\":\"x\"}");
    put(
        temp.path(),
        "logs/records.json",
        fs::read(fixtures::folder().join("objects/records.json")).unwrap(),
    );
    // Words of the strangers and of the notes, and one of the log.
    let text =
        "-e digestS3Object -e configurationItems -e ObjectCreated -e CONTROL_MESSAGE -e '\"x\"'";
    let ran =
        Ct::new(&format!("grep --count {text} logs --summary")).arg(&summary).at(temp.path()).run();
    assert_eq!(ran.to_string(), "code 1\n--- stdout\n0\n--- stderr\n");
    let objects = &document(&summary)["objects"];
    let expected = serde_json::json!({ "digest": 1, "foreign": 3, "not_a_log": 1 });
    assert_eq!((&objects["listed"], &objects["read"]), (&6.into(), &1.into()));
    assert_eq!(objects["skipped_because"], expected);
}

#[test]
fn a_malformed_record_that_was_parsed_is_reported() {
    for name in ["malformed-middle.json.gz", "invalid-utf8.json.gz", "malformed-scalar.json.gz"] {
        for filter in ["", "--user root", "--source-ip 10.0.0.0/8", "--read-only", "-E nowhere"] {
            let ran = Ct::new(&format!("grep --count {filter} {}", object(name))).run();
            let read = filter != "-E nowhere" || name == "malformed-scalar.json.gz";
            // The lost part might have matched.
            assert_eq!(ran.stderr.contains("malformed"), read, "{filter} {name}\n{ran}");
            assert_eq!(ran.code, if read { 2 } else { 1 }, "{filter} {name}\n{ran}");
        }
    }
}

/// A record without the search text is not parsed, so nothing is reported about it.
#[test]
fn a_malformed_record_with_the_search_text_is_reported() {
    let count = |filter: &str| {
        let object = object("malformed-middle.json.gz");
        let ran = Ct::new(&format!("grep --count {filter} {object}")).run();
        (ran.code, ran.stderr.contains("malformed"))
    };
    assert_eq!(count("-e eventVersion"), (2, true));
    assert_eq!(count("-e 203.0.113.77"), (1, false));
}

/// Who chooses the parameters of a call can write what looks like the opening of a record.
#[test]
fn a_record_cannot_be_hidden_behind_a_false_opening() {
    let record = concat!(
        r#"{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"mallory"},"#,
        r#""requestParameters":{"items":[{"a":1},{"eventVersion":"1.0","b":"x"},"#,
        r#"{"eventVersion":"1.1"}]},"errorCode":"AccessDenied","eventName":"Put"}"#
    );
    let object = format!(r#"{{"Records":[{{"eventVersion":"1.08","eventName":"A"}},{record}]}}"#);
    let filters = [
        ("--user mallory --error-code AccessDenied", 1),
        ("-e mallory -e nobody --error-code AccessDenied", 1),
        ("--error-code AccessDenied --where 'requestParameters.items[].b = x'", 1),
        ("--where 'requestParameters.items[].b = x and eventName = Put'", 1),
        ("-E mallory.*AccessDenied", 1),
        ("", 2),
        ("--read-only", 0),
        ("--write-only", 2),
    ];
    for (filter, matching) in filters {
        let ran = Ct::new(&format!("grep --count -v {filter} -")).input(object.as_bytes()).run();
        assert_eq!(ran.number(), matching, "{filter}\n{ran}");
        assert!(ran.stderr.contains(&format!("{matching} of 2 events")), "{filter}\n{ran}");
    }
}

/// Each broken record costs a walk over the object, so there is an end to them.
#[test]
fn too_many_malformed_records_make_an_object_unreadable() {
    let opening = r#"{"eventVersion""#;
    let many = opening.repeat(20_000);
    for end in ["", &("}".repeat(20_000) + "]}")] {
        let object = format!(r#"{{"Records":[{many}{end}"#);
        let ran = Ct::new("grep --count -").input(object.as_bytes()).run();
        assert_eq!((ran.code, ran.number()), (2, 0), "{ran}");
        assert!(ran.stderr.contains("malformed"), "{ran}");
    }
}

#[test]
fn an_object_over_the_memory_budget_names_max_memory() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("huge.json");
    // Takes no room on the disk.
    fs::File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let ran = Ct::new("grep --count --max-memory 512M huge.json").at(temp.path()).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("raise --max-memory"), "{ran}");
    let ran = Ct::new("grep --count --max-memory 511M huge.json").at(temp.path()).run();
    assert!(ran.code == 2 && ran.stderr.contains("at least 512M"), "{ran}");
}

#[test]
fn objects_larger_than_a_threads_share_are_read() {
    let temp = tempfile::tempdir().unwrap();
    let record =
        format!(r#"{{"eventVersion":"1.08","eventName":"Large","x":"{}"}}"#, "y".repeat(3 << 20));
    for number in 0..6 {
        let text = format!(r#"{{"Records":[{record},{record}]}}"#);
        put(
            temp.path(),
            &format!("logs/{number}.json.gz"),
            fixtures::gzip::deflated(text.as_bytes()),
        );
    }
    // A share is 1 MiB then.
    let flags = "--max-memory 512M --threads 64";
    let ran =
        Ct::new(&format!("grep --count --event-name Large {flags} logs")).at(temp.path()).run();
    assert_eq!((ran.number(), ran.code), (12, 0), "{ran}");
}
