//! Rules that hold for every shorthand and all selectors.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::selectors;
use crate::trail::selectors::shorthand::{DataShorthand, Shorthand};
use crate::trail::selectors::{
    Access, AdvancedSelector, Extent, FieldSelector, Selectors, check, resource_type,
};

/// Whether a description has a value, or the words that stand for it.
fn is_described(value: &str, description: &str) -> bool {
    let words = ["true", "false", "Management", "Data", "NetworkActivity"];
    let place = value.trim_start_matches("arn:aws:s3:::").trim_end_matches('/');
    words.contains(&value)
        || [value, resource_type::title(value), place].iter().any(|it| description.contains(it))
}

/// A field, an operator or a value, possibly.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "eventCategory",
            "Management",
            "Data",
            "NetworkActivity",
            "resources.type",
            "AWS::S3::Object",
            "readOnly",
            "true",
            "false",
            "resources.ARN",
            "arn:aws:s3:::b/",
            "arn:aws:s3",
            "eventSource",
            "kms.amazonaws.com",
            "errorCode",
            "VpceAccessDenied",
        ])
        .prop_map(str::to_owned),
        ".{0,8}",
    ]
}

fn any_field() -> impl Strategy<Value = Value> {
    let operator = prop::sample::select(vec![
        "Equals",
        "NotEquals",
        "StartsWith",
        "NotStartsWith",
        "EndsWith",
        "NotEndsWith",
        "Other",
    ]);
    let operators =
        prop::collection::btree_map(operator, prop::collection::vec(word(), 0..3), 0..3);
    (word(), operators).prop_map(|(field, operators)| {
        let mut value = json!(operators);
        value["Field"] = json!(field);
        value
    })
}

fn any_document() -> impl Strategy<Value = Value> {
    let selector = (prop::option::of(word()), prop::collection::vec(any_field(), 0..5))
        .prop_map(|(name, fields)| json!({ "Name": name, "FieldSelectors": fields }));
    prop::collection::vec(selector, 0..4).prop_map(Value::Array)
}

proptest! {
    #[test]
    fn shorthand_round_trips_to_its_description(
        buckets in prop::collection::btree_set("[a-z][a-z0-9-]{2,12}", 1..20),
        access in prop::sample::select(vec![Access::All, Access::Read, Access::Write]),
        management in prop::option::of(prop::sample::select(vec![Access::All, Access::Read, Access::Write])),
    ) {
        let written: Vec<String> =
            buckets.iter().map(|bucket| format!("s3:{bucket}:{}", access.name())).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let selectors = selectors(management, &written);
        let [first, second] = selectors.describe().try_into().unwrap();
        let named: Vec<&str> = buckets.iter().map(String::as_str).collect();
        prop_assert_eq!(second, format!("S3 objects: {}, in {}", access.name(), named.join(", ")));
        prop_assert_eq!(first, format!("management events: {}", management.map_or("none", Access::name)));
        prop_assert_eq!(selectors.records_all_management(), management == Some(Access::All));
        prop_assert_eq!(selectors.records_data("AWS::S3::Object", access), Extent::Some);
        let Selectors::Advanced(all) = &selectors else { panic!("basic") };
        prop_assert_eq!(check::faults(all), Vec::<String>::new());
    }

    #[test]
    fn any_document_is_described_in_full(document in any_document()) {
        let _ = check::parse(&document.to_string());
        let selectors: Result<Vec<AdvancedSelector>, _> = serde_json::from_value(document);
        if let Ok(selectors) = selectors {
            let values: Vec<String> = selectors
                .iter()
                .flat_map(|selector| &selector.field_selectors)
                .flat_map(FieldSelector::operators)
                .flat_map(|(_, values)| values.to_vec())
                .collect();
            let _ = check::faults(&selectors);
            let selectors = Selectors::Advanced(selectors);
            let description = selectors.describe().join("\n");
            for value in &values {
                prop_assert!(is_described(value, &description), "{value}: {description}");
            }
            let _ = (selectors.records_all_management(), selectors.records_any_data());
            let _ = selectors.records_data("AWS::S3::Object", Access::All);
            prop_assert!(selectors.is_equivalent(&selectors) && selectors.difference(&selectors).iter().all(|line| line.starts_with(' ')));
        }
    }

    #[test]
    fn any_accepted_shorthand_makes_valid_selectors(text in r"(s3|lambda|sqs|AWS::S3::Object)?(:|arn:aws:|[a-z/*]|read|.){0,8}") {
        if let Ok(data) = text.parse::<DataShorthand>() {
            let shorthand = Shorthand { management: None, excluded: Vec::new(), data: vec![data], network: Vec::new() };
            if let Ok(Selectors::Advanced(all)) = shorthand.selectors("aws") {
                prop_assert_eq!(check::faults(&all), Vec::<String>::new());
            }
        }
    }
}
