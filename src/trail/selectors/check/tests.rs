//! Documents that break a rule, each with what is said of it.

use serde_json::{Value, json};

use super::parse;

fn expect_faults(table: &[(Value, &str)]) {
    for (document, said) in table {
        let faults = parse(&document.to_string()).unwrap_err().join("\n");
        assert_eq!(faults, *said, "{document}");
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
fn members_are_those_of_the_api() {
    let management = category("Management");
    expect_faults(&[
        (json!([]), "no selector: that would record nothing"),
        (json!("x"), "no list of selectors"),
        (json!({ "EventSelectors": [] }), "no list AdvancedEventSelectors in it"),
        (json!([1]), "selector 1: no object"),
        (
            json!({ "AdvancedEventSelectors": [], "Extra": 1 }),
            "unknown member Extra; known: AdvancedEventSelectors, TrailARN",
        ),
        (
            json!([{ "name": "x", "FieldSelectors": [management] }]),
            "selector 1: unknown member name; known: Name, FieldSelectors",
        ),
        (json!([{ "Name": "x" }]), "selector 1: no list FieldSelectors"),
        (json!([{ "FieldSelectors": [] }]), "selector 1: field eventCategory: missing"),
        (
            selector(&json!([{ "Equals": ["x"] }])),
            "selector 1: a field selector without the text Field",
        ),
        (
            selector(&json!([management, { "Field": "readOnly", "Equal": ["true"] }])),
            "selector 1: field readOnly: unknown member Equal; known: Field, Equals, NotEquals, \
             StartsWith, NotStartsWith, EndsWith, NotEndsWith",
        ),
        (
            selector(&json!([management, { "Field": "readOnly", "Equals": true }])),
            "selector 1: field readOnly: Equals is no list of texts, or is empty",
        ),
    ]);
    assert!(parse("{").unwrap_err()[0].starts_with("no JSON: "));
}

#[test]
fn fields_are_those_of_the_category() {
    let management = category("Management");
    expect_faults(&[
        (
            selector(&json!([management, { "Field": "readOnly", "Equals": ["yes"] }])),
            "selector 1: field readOnly: yes cannot be; one of true, false",
        ),
        (
            selector(&json!([management, { "Field": "readOnly", "NotEquals": ["true"] }])),
            "selector 1: field readOnly: NotEquals is not for Management events; use Equals",
        ),
        (
            selector(&json!([management, { "Field": "eventName", "Equals": ["x"] }])),
            "selector 1: field eventName: not of Management events; known: eventCategory, \
             readOnly, eventSource",
        ),
        (
            selector(
                &json!([management, { "Field": "eventSource", "NotEquals": ["ec2.amazonaws.com"] }]),
            ),
            "selector 1: field eventSource: ec2.amazonaws.com cannot be; one of \
             kms.amazonaws.com, rdsdata.amazonaws.com",
        ),
    ]);
}

#[test]
fn fields_that_must_be_there_are() {
    let (data, management) = (category("Data"), category("Management"));
    expect_faults(&[
        (
            selector(&json!([data])),
            "selector 1: field resources.type: missing, which Data events need",
        ),
        (
            selector(&json!([data, { "Field": "resources.type", "Equals": ["A", "B"] }])),
            "selector 1: field resources.type: more than one value; write a selector each",
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
            "selector 1: field eventCategory: more than once",
        ),
        (
            selector(&json!([{ "Field": "eventCategory", "Equals": ["Insight"] }])),
            "selector 1: field eventCategory: must be Equals, and one of Management, Data, \
             NetworkActivity",
        ),
        (
            selector(&json!([
                { "Field": "eventCategory", "Equals": ["NetworkActivity"] },
                { "Field": "errorCode", "Equals": ["AccessDenied"] }
            ])),
            "selector 1: field eventSource: missing, which NetworkActivity events need\nselector \
             1: field errorCode: AccessDenied cannot be; one of VpceAccessDenied",
        ),
    ]);
}

#[test]
fn all_values_count() {
    let many: Vec<String> = (0..499).map(|number| number.to_string()).collect();
    let fields = json!([
        category("Data"),
        { "Field": "resources.type", "Equals": ["A"] },
        { "Field": "eventName", "Equals": many }
    ]);
    expect_faults(&[(selector(&fields), "501 values, and a trail can have 500")]);
}
