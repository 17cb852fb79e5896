//! Documents that break a rule, each with its faults.

use serde_json::{Value, json};

use super::parse;

fn expect_faults(table: &[(Value, &str)]) {
    for (document, expected) in table {
        let faults = parse(&document.to_string()).unwrap_err().join("\n");
        assert_eq!(faults, *expected, "{document}");
    }
}

/// A document of one selector.
fn selector(fields: &Value) -> Value {
    json!([{ "Name": "one", "FieldSelectors": fields }])
}

fn category(name: &str) -> Value {
    json!({ "Field": "eventCategory", "Equals": [name] })
}

#[test]
fn unknown_or_missing_members_are_named() {
    let management = category("Management");
    expect_faults(&[
        (json!([]), "no selectors: the trail would record nothing"),
        (json!("x"), "not a list of selectors"),
        (json!({ "EventSelectors": [] }), "AdvancedEventSelectors: missing or not a list"),
        (json!([1]), "selector 1: not an object"),
        (
            json!({ "AdvancedEventSelectors": [], "Extra": 1 }),
            "unknown member Extra; known: AdvancedEventSelectors, TrailARN",
        ),
        (
            json!([{ "name": "x", "FieldSelectors": [management] }]),
            "selector 1: unknown member name; known: Name, FieldSelectors",
        ),
        (json!([{ "Name": "x" }]), "selector 1: FieldSelectors: missing or not a list"),
        (json!([{ "FieldSelectors": [] }]), "selector 1: field eventCategory: missing"),
        (selector(&json!([{ "Equals": ["x"] }])), "selector 1: a field selector without Field"),
        (
            selector(&json!([management, { "Field": "readOnly", "Equal": ["true"] }])),
            "selector 1: field readOnly: unknown member Equal; known: Field, Equals, NotEquals, \
             StartsWith, NotStartsWith, EndsWith, NotEndsWith",
        ),
        (
            selector(&json!([management, { "Field": "readOnly", "Equals": true }])),
            "selector 1: field readOnly: Equals is empty or not a list of strings",
        ),
    ]);
    assert!(parse("{").unwrap_err()[0].starts_with("not JSON: "));
}

#[test]
fn fields_of_another_category_are_refused() {
    let management = category("Management");
    expect_faults(&[
        (
            selector(&json!([management, { "Field": "readOnly", "Equals": ["yes"] }])),
            "selector 1: field readOnly: yes is not allowed; use one of true, false",
        ),
        (
            selector(&json!([management, { "Field": "readOnly", "NotEquals": ["true"] }])),
            "selector 1: field readOnly: Management events do not support NotEquals; use Equals",
        ),
        (
            selector(&json!([management, { "Field": "eventName", "Equals": ["x"] }])),
            "selector 1: field eventName: not supported by Management events; supported: eventCategory, \
             readOnly, eventSource",
        ),
        (
            selector(
                &json!([management, { "Field": "eventSource", "NotEquals": ["ec2.amazonaws.com"] }]),
            ),
            "selector 1: field eventSource: ec2.amazonaws.com is not allowed; use one of \
             kms.amazonaws.com, rdsdata.amazonaws.com",
        ),
    ]);
}

#[test]
fn required_fields_are_checked() {
    let (data, management) = (category("Data"), category("Management"));
    expect_faults(&[
        (
            selector(&json!([data])),
            "selector 1: field resources.type: missing; Data events need it",
        ),
        (
            selector(&json!([data, { "Field": "resources.type", "Equals": ["A", "B"] }])),
            "selector 1: field resources.type: more than one value; write one selector for each",
        ),
        (
            selector(
                &json!([data, { "Field": "resources.type", "Equals": ["A"] }, { "Field": "eventName" }]),
            ),
            "selector 1: field eventName: no operator; one of Equals, NotEquals, StartsWith, \
             NotStartsWith, EndsWith, NotEndsWith",
        ),
        (
            selector(&json!([management, management])),
            "selector 1: field eventCategory: occurs more than once",
        ),
        (
            selector(&json!([{ "Field": "eventCategory", "Equals": ["Insight"] }])),
            "selector 1: field eventCategory: must be Equals with one of Management, Data, \
             NetworkActivity",
        ),
        (
            selector(&json!([
                { "Field": "eventCategory", "Equals": ["NetworkActivity"] },
                { "Field": "errorCode", "Equals": ["AccessDenied"] }
            ])),
            "selector 1: field eventSource: missing; NetworkActivity events need it\nselector \
             1: field errorCode: AccessDenied is not allowed; use one of VpceAccessDenied",
        ),
    ]);
}

#[test]
fn more_than_500_values_are_refused() {
    let many: Vec<String> = (0..499).map(|number| number.to_string()).collect();
    let fields = json!([
        category("Data"),
        { "Field": "resources.type", "Equals": ["A"] },
        { "Field": "eventName", "Equals": many }
    ]);
    expect_faults(&[(selector(&fields), "501 values; a trail can have 500")]);
}
