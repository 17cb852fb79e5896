//! The rules of advanced event selectors: a document is refused with the place and the reason before
//! AWS refuses it with a code.
//!
//! The rules are those for trails in "`AdvancedFieldSelector`", "`AdvancedEventSelector`" and
//! "`PutEventSelectors`" of the AWS CloudTrail API Reference; event data
//! stores have others. Reads no file.

use serde_json::{Map, Value};

use super::limits::{EXCLUDABLE_SOURCES, MAX_NAME, MAX_VALUE, MAX_VALUES, VPCE_ACCESS_DENIED};
use super::{AdvancedSelector, FieldSelector};

const OPERATORS: [&str; 6] =
    ["Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith"];
/// The operator of fields that take exact values only.
const EQUALS: &[&str] = &["Equals"];

/// An event category and the fields that it supports.
struct Category {
    name: &'static str,
    /// Its fields and their operators.
    fields: &'static [(&'static str, &'static [&'static str])],
    /// The required fields.
    required: &'static [&'static str],
}

const CATEGORIES: [Category; 3] = [
    Category {
        name: "Management",
        fields: &[("eventCategory", EQUALS), ("readOnly", EQUALS), ("eventSource", &["NotEquals"])],
        required: &[],
    },
    Category {
        name: "Data",
        fields: &[
            ("eventCategory", EQUALS),
            ("resources.type", EQUALS),
            ("readOnly", EQUALS),
            ("eventName", &OPERATORS),
            ("eventSource", &OPERATORS),
            ("eventType", &OPERATORS),
            ("resources.ARN", &OPERATORS),
            ("sessionCredentialFromConsole", &["Equals", "NotEquals"]),
            ("userIdentity.arn", &OPERATORS),
        ],
        required: &["resources.type"],
    },
    Category {
        name: "NetworkActivity",
        fields: &[
            ("eventCategory", EQUALS),
            ("eventSource", EQUALS),
            ("eventName", &OPERATORS),
            ("errorCode", EQUALS),
            ("vpcEndpointId", &OPERATORS),
        ],
        required: &["eventSource"],
    },
];

/// Fields that may occur once, with one value.
const SINGLE: [&str; 4] = ["eventCategory", "resources.type", "readOnly", "errorCode"];

/// The number of values of all selectors.
pub fn values(selectors: &[AdvancedSelector]) -> usize {
    let fields = selectors.iter().flat_map(|selector| &selector.field_selectors);
    fields.flat_map(FieldSelector::operators).map(|(_, values)| values.len()).sum()
}

/// The selectors in a JSON document: a list of them, or an object with the list in
/// `AdvancedEventSelectors`.
///
/// # Errors
/// One line for each fault, with its place.
pub fn parse(document: &str) -> Result<Vec<AdvancedSelector>, Vec<String>> {
    let value: Value =
        serde_json::from_str(document).map_err(|e| vec![format!("not JSON: {e}")])?;
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(members) => match members.get("AdvancedEventSelectors") {
            Some(Value::Array(list)) => list,
            _ => return Err(vec!["AdvancedEventSelectors: missing or not a list".to_owned()]),
        },
        _ => return Err(vec!["not a list of selectors".to_owned()]),
    };
    let mut faults = Vec::new();
    if let Value::Object(members) = &value {
        // The response of GetEventSelectors is accepted as it is.
        unknown(members, &["AdvancedEventSelectors", "TrailARN"], "", &mut faults);
    }
    let selectors = list.iter().zip(1..);
    let selectors: Vec<AdvancedSelector> =
        selectors.map(|(value, number)| selector(value, number, &mut faults)).collect();
    if faults.is_empty() {
        faults = self::faults(&selectors);
    }
    if faults.is_empty() { Ok(selectors) } else { Err(faults) }
}

fn unknown(members: &Map<String, Value>, known: &[&str], place: &str, faults: &mut Vec<String>) {
    for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
        faults.push(format!("{place}unknown member {name}; known: {}", known.join(", ")));
    }
}

fn selector(value: &Value, number: usize, faults: &mut Vec<String>) -> AdvancedSelector {
    let place = format!("selector {number}: ");
    let Value::Object(members) = value else {
        faults.push(format!("{place}not an object"));
        return AdvancedSelector::default();
    };
    unknown(members, &["Name", "FieldSelectors"], &place, faults);
    let name = match members.get("Name") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name.clone()),
        Some(_) => {
            faults.push(format!("{place}Name is not a string"));
            None
        }
    };
    let Some(Value::Array(fields)) = members.get("FieldSelectors") else {
        faults.push(format!("{place}FieldSelectors: missing or not a list"));
        return AdvancedSelector::default();
    };
    let field_selectors = fields.iter().map(|value| field(value, &place, faults)).collect();
    AdvancedSelector { name, field_selectors }
}

fn field(value: &Value, place: &str, faults: &mut Vec<String>) -> FieldSelector {
    let Some(field) = value["Field"].as_str() else {
        faults.push(format!("{place}a field selector without Field"));
        return FieldSelector::default();
    };
    let place = format!("{place}field {field}: ");
    let mut known = vec!["Field"];
    known.extend(OPERATORS);
    value.as_object().into_iter().for_each(|members| unknown(members, &known, &place, faults));
    let mut values = |operator: &str| match &value[operator] {
        Value::Null => Vec::new(),
        Value::Array(values) if !values.is_empty() && values.iter().all(Value::is_string) => {
            values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => {
            faults.push(format!("{place}{operator} is empty or not a list of strings"));
            Vec::new()
        }
    };
    FieldSelector {
        field: field.to_owned(),
        equals: values("Equals"),
        not_equals: values("NotEquals"),
        starts_with: values("StartsWith"),
        not_starts_with: values("NotStartsWith"),
        ends_with: values("EndsWith"),
        not_ends_with: values("NotEndsWith"),
    }
}

/// The rules that selectors break, one line each, with selector and field.
pub fn faults(selectors: &[AdvancedSelector]) -> Vec<String> {
    let mut faults = Vec::new();
    if selectors.is_empty() {
        faults.push("no selectors: the trail would record nothing".to_owned());
    }
    let values = values(selectors);
    if values > MAX_VALUES {
        faults.push(format!("{values} values; a trail can have {MAX_VALUES}"));
    }
    for (selector, number) in selectors.iter().zip(1..) {
        let broken = broken_rules(selector);
        faults.extend(broken.into_iter().map(|fault| format!("selector {number}: {fault}")));
    }
    faults
}

fn broken_rules(selector: &AdvancedSelector) -> Vec<String> {
    let mut faults = Vec::new();
    if selector.name.as_ref().is_some_and(|name| name.chars().count() > MAX_NAME) {
        faults.push(format!("Name has more than {MAX_NAME} characters"));
    }
    let fields = &selector.field_selectors;
    for (at, field) in fields.iter().enumerate() {
        let name = &field.field;
        let is_first = fields.iter().position(|other| other.field == *name) == Some(at);
        if SINGLE.contains(&name.as_str()) && !is_first {
            faults.push(format!("field {name}: occurs more than once"));
        }
        faults.extend(value_fault(field).map(|fault| format!("field {name}: {fault}")));
    }
    let category = selector.single_value("eventCategory");
    let Some(category) = CATEGORIES.iter().find(|it| Some(it.name) == category) else {
        if !selector.has("eventCategory") {
            faults.push("field eventCategory: missing".to_owned());
        } else if faults.is_empty() {
            let names = CATEGORIES.map(|category| category.name).join(", ");
            faults.push(format!("field eventCategory: must be Equals with one of {names}"));
        }
        return faults;
    };
    for name in category.required.iter().filter(|name| !selector.has(name)) {
        faults.push(format!("field {name}: missing; {} events need it", category.name));
    }
    let of_category = fields.iter().filter_map(|field| category_fault(category, field));
    faults.extend(of_category);
    faults
}

/// A fault of a field in any category.
fn value_fault(field: &FieldSelector) -> Option<String> {
    let all = || field.operators().into_iter().flat_map(|(_, values)| values);
    if all().next().is_none() {
        return Some(format!("no operator; one of {}", OPERATORS.join(", ")));
    }
    if all().any(String::is_empty) {
        return Some("an empty value".to_owned());
    }
    if all().any(|value| value.chars().count() > MAX_VALUE) {
        return Some(format!("a value with more than {MAX_VALUE} characters"));
    }
    let is_single = SINGLE.contains(&field.field.as_str());
    (is_single && all().count() > 1)
        .then(|| "more than one value; write one selector for each".to_owned())
}

/// A fault of a field in its category.
fn category_fault(category: &Category, field: &FieldSelector) -> Option<String> {
    let (name, events) = (&field.field, category.name);
    let Some((_, operators)) = category.fields.iter().find(|(known, _)| known == name) else {
        let known: Vec<&str> = category.fields.iter().map(|(known, _)| *known).collect();
        return Some(format!(
            "field {name}: not supported by {events} events; supported: {}",
            known.join(", ")
        ));
    };
    if let Some((wrong, _)) = field.used().find(|(operator, _)| !operators.contains(operator)) {
        let allowed = operators.join(", ");
        return Some(format!(
            "field {name}: {events} events do not support {wrong}; use {allowed}"
        ));
    }
    let allowed: &[&str] = match (events, name.as_str()) {
        ("Management" | "Data", "readOnly") => &["true", "false"],
        ("Data", "sessionCredentialFromConsole") => &["true"],
        ("Management", "eventSource") => &EXCLUDABLE_SOURCES,
        (_, "errorCode") => &[VPCE_ACCESS_DENIED],
        ("NetworkActivity", "eventSource") if field.equals.len() > 1 => {
            return Some(format!("field {name}: more than one value; write one selector for each"));
        }
        _ => return None,
    };
    let mut values = field.operators().into_iter().flat_map(|(_, values)| values);
    let wrong = values.find(|value| !allowed.contains(&value.as_str()))?;
    Some(format!("field {name}: {wrong} is not allowed; use one of {}", allowed.join(", ")))
}

#[cfg(test)]
mod tests;
