//! The table of fields: names, derived fields and corrections of misspelt names.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::*;

const DERIVED: [Derived; 20] = [
    Derived::Principal,
    Derived::Caller,
    Derived::Role,
    Derived::Account,
    Derived::Service,
    Derived::Resource,
    Derived::Target,
    Derived::Object,
    Derived::Outcome,
    Derived::IsError,
    Derived::IsReadOnly,
    Derived::Mfa,
    Derived::Date,
    Derived::Hour,
    Derived::Weekday,
    Derived::Network,
    Derived::Geo(Fact::Country),
    Derived::Geo(Fact::City),
    Derived::Geo(Fact::Asn),
    Derived::Geo(Fact::Org),
];

#[test]
fn each_field_has_one_row() {
    let names: HashSet<_> = FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(names.len(), FIELDS.len());
}

#[test]
fn each_derived_field_has_one_row() {
    let rows: Vec<_> = FIELDS.iter().filter_map(Field::derived).collect();
    assert_eq!(rows, DERIVED);
    for derived in DERIVED {
        assert_eq!(Derived::named(derived.field().name), Some(derived));
    }
}

#[test]
fn no_derived_name_shadows_a_field_of_the_record() {
    // Names of the record begin any path, in whatever case CloudTrail may spell them.
    let record: HashSet<_> = FIELDS
        .iter()
        .filter(|field| field.derived().is_none())
        .filter_map(|field| field.path_names().next())
        .map(str::to_ascii_lowercase)
        .collect();
    for derived in DERIVED {
        assert!(!record.contains(derived.field().name), "{derived:?}");
    }
}

#[test]
fn the_fields_of_nested_rows_have_rows_themselves() {
    for field in FIELDS {
        let first = field.path_names().next().unwrap();
        assert!(
            field.derived().is_some() || top_level().any(|name| name == first),
            "{}",
            field.name
        );
    }
}

#[test]
fn summaries_are_one_sentence_that_fits_a_table() {
    for Field { name, summary, .. } in FIELDS {
        assert!(summary.ends_with(['.', '…']) && summary.len() <= 120, "{name}: {summary}");
        assert!(!summary.contains(['|', '\n']), "{name}: {summary}");
    }
}

const HEAD: &str = "\
# Fields

The names that `--where`, `--exclude` and `--fields` take, and the headings of csv. They are
CloudTrail's own, and a few that `ct` derives. This page is generated: `UPDATE=1 cargo test --lib
docs_fields` writes it.

Names are written as here. Any path below a field of the record works too:
`requestParameters.bucketName`, `resources[0].ARN`, `requestParameters.\"x-amz-acl\"`. A dot in front
names a field that is not in this list: `.newField`. See [conditions](where.md) for how values are
compared.
";

const DERIVED_HEAD: &str = "
## Derived fields

A derived field is missing, and holds for nothing in a condition, where the record lacks what it is
made of. `--fields` writes booleans and integers as such in jsonl and json, `resource` as a list, and
a missing field as `null` (`principal`, `target` and `object`: as empty text).

| name | type | value |
|---|---|---|
";

const RECORD_HEAD: &str = "
## Fields of the record

From the record contents in the AWS CloudTrail User Guide. In conditions, names that AWS defines
match in any case.

| name | type | value |
|---|---|---|
";

/// The page, from the table.
fn page() -> String {
    let mut page = HEAD.to_owned();
    for (head, is_derived) in [(DERIVED_HEAD, true), (RECORD_HEAD, false)] {
        page.push_str(head);
        for field in FIELDS.iter().filter(|field| field.derived().is_some() == is_derived) {
            let Field { name, kind, summary, .. } = field;
            writeln!(page, "| `{name}` | {} | {summary} |", kind.name()).unwrap();
        }
    }
    page
}

#[test]
fn docs_fields_is_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fields.md");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(path, page()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page(), "docs/fields.md is stale: UPDATE=1 writes it");
}
