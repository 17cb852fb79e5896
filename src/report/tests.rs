//! Built-in definitions, and what is wrong with others.

use super::*;

#[test]
fn all_built_in_reports_are_sound() {
    for (name, text) in BUILTIN {
        if let Err(error) = Report::parse(name, text) {
            panic!("{name}.toml:{:?}: {error}", error.position(text));
        }
    }
}

/// The place and the message of what is wrong with a definition.
fn wrong(text: &str) -> (usize, usize, String) {
    let error = Report::parse("mine", text).unwrap_err();
    let (line, column) = error.position(text);
    (line, column, error.message)
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let text = "format = 1\n[[tile]]\nid = \"a\"\nby = [\"eventNam\"]\n";
    assert_eq!(wrong(text), (4, 7, "unknown field: eventNam".to_owned()));
}

#[test]
fn an_unknown_measure_is_named_with_its_place() {
    let text = "format = 1\n[[tile]]\nid = \"a\"\nmeasures = [\"events\", \"sum\"]\n";
    assert_eq!(wrong(text), (4, 23, "sum needs a field".to_owned()));
}

#[test]
fn a_wrong_expression_is_named_with_its_place() {
    let text = "format = 1\n[[tile]]\nid = \"a\"\nwhere = \"eventName\"\n";
    let (line, column, message) = wrong(text);
    assert_eq!((line, column), (4, 9));
    assert!(message.contains("operator"), "{message}");
}

#[test]
fn an_unknown_member_is_named_with_its_place() {
    let text = "format = 1\n[[tile]]\nid = \"a\"\nwhre = \"\"\n";
    let (line, column, message) = wrong(text);
    assert_eq!((line, column), (4, 1));
    assert!(message.contains("whre"), "{message}");
}

#[test]
fn another_format_is_refused() {
    let text = "format = 2\n[[tile]]\nid = \"a\"\n";
    assert_eq!(wrong(text), (1, 10, "unsupported format: 2".to_owned()));
}
