//! Broken lines, and streams whose beginning or end is missing.

use super::*;

const SORTED: &str = r#"{"awsRegion":"r","eventID":"1","eventName":"C","eventTime":"t"}"#;
const BUS: &str = r#"{"detail-type":"x","detail":{"eventVersion":"1.08","eventName":"D"}}"#;

/// How many records are found, and how many are malformed.
fn count(text: &str) -> (usize, usize) {
    let seen = decode(text.as_bytes());
    assert!(seen.error.is_none_or(|error| error == DecodeError::CutShort), "{text}");
    (seen.records.len(), seen.malformed.len())
}

#[test]
fn a_broken_line_never_swallows_the_next() {
    for line in [ONE, TWO, SORTED, BUS] {
        for cut in 1..line.len() {
            let broken =
                [&line[..cut], &line[cut..], &format!("{}x{}", &line[..cut], &line[cut..])];
            for broken in broken {
                let text = format!("{ONE}\n{broken}\n{SORTED}\n{BUS}\n{TWO}\n");
                let seen = decode(text.as_bytes());
                let names = ["\"A\"", "\"C\"", "\"D\"", "\"B\""];
                for name in names {
                    let found = seen.records.iter().any(|record| record.contains(name));
                    assert!(found, "{name} is lost after {broken}");
                }
                assert!(seen.records.len() <= 5 && seen.malformed.len() <= 2, "{broken}");
            }
        }
    }
}

#[test]
fn two_broken_lines_are_two_malformed_records() {
    let cut = r#"{"eventTime":"t","eventVersion":"1.08","eventName":"x"#;
    let text = format!("{SORTED}\n{cut}\n{ONE}\n{BUS}\n{cut}\n{TWO}\n{cut}");
    assert_eq!(count(&text), (4, 3));
    let head = format!("{}\n{text}", &SORTED[20..]);
    assert_eq!(count(&head), (4, 4));
}

#[test]
fn a_stream_may_lack_its_beginning_or_end() {
    let table = [
        (format!("{}\n{ONE}\n{TWO}", &ONE[9..]), (2, 1)),
        (format!("\"1.08\",\"eventName\":\"A\"}}\n{ONE}\n{TWO}\n"), (2, 1)),
        (format!("}}\n{ONE}\n{TWO}\n"), (2, 1)),
        (format!("{},{ONE},{TWO}]}}\n", &ONE[9..]), (2, 1)),
        (format!("{ONE},{TWO}]}}"), (2, 0)),
        (format!("{ONE}\n{TWO}\n{}", &SORTED[..30]), (2, 1)),
        (format!("noise\n{BUS}\n{SORTED}"), (2, 1)),
    ];
    for (text, expected) in table {
        assert_eq!(count(&text), expected, "{text}");
    }
    for text in ["noise\nmore noise\n", "noise {\"a\":1}\n", "<p>\n{\"a\":1}\n</p>", "7\n"] {
        assert_eq!(decode(text.as_bytes()).error, Some(DecodeError::NotJson), "{text}");
    }
}

#[test]
fn neighbours_in_a_list_are_found_whatever_their_first_name() {
    let open = SORTED.trim_end_matches('}');
    let table = [
        (format!(r#"{{"Records":[{open},{SORTED},{SORTED}]}}"#), (2, 1)),
        (format!(r#"{{"Records":[{SORTED},{},{SORTED}]}}"#, &SORTED[..40]), (2, 1)),
        (format!(r#"{{"Records":[{ONE},noise{TWO},{SORTED}]}}"#), (3, 1)),
        (format!(r#"{{"Records":[{ONE},[{TWO}],{SORTED}]}}"#), (3, 0)),
        (format!("[[{ONE},{TWO}],[],[[{SORTED}]],7]"), (3, 1)),
    ];
    for (text, expected) in table {
        assert_eq!(count(&text), expected, "{text}");
    }
}
