//! The rules of advanced selectors, so that a document is refused with words before AWS refuses it
//! with a code.
//!
//! The rules are those for trails in "`AdvancedFieldSelector`", "`AdvancedEventSelector`" and
//! "`PutEventSelectors`" of the AWS CloudTrail API Reference; data stores have others. Reads a
//! document that somebody wrote, not a file.

use serde_json::{Map, Value};

use super::wish::{DENIED, EXCLUDABLE};
use super::{AdvancedSelector, FieldSelector};

/// How many values all selectors of a trail may have together.
pub const MOST_VALUES: usize = 500;
/// How long a name may be.
const LONGEST_NAME: usize = 1000;
/// How long a value may be.
const LONGEST_VALUE: usize = 2048;

const OPERATORS: [&str; 6] =
    ["Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith"];
/// The operators of fields that must be something.
const EQUALS: &[&str] = &["Equals"];

/// What a category lets one ask for.
struct Category {
    name: &'static str,
    /// Its fields, and the operators that they may have.
    fields: &'static [(&'static str, &'static [&'static str])],
    /// The fields that must be there.
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

/// Fields that have one value, and are there once at most.
const SINGLE: [&str; 4] = ["eventCategory", "resources.type", "readOnly", "errorCode"];

/// How many values there are.
pub fn values(selectors: &[AdvancedSelector]) -> usize {
    let fields = selectors.iter().flat_map(|selector| &selector.field_selectors);
    fields.flat_map(FieldSelector::operators).map(|(_, values)| values.len()).sum()
}

/// The selectors in a document: a list of them, or an object that has it as `AdvancedEventSelectors`.
///
/// # Errors
/// One line for each thing that is wrong, with its place.
pub fn parse(document: &str) -> Result<Vec<AdvancedSelector>, Vec<String>> {
    let value: Value = serde_json::from_str(document).map_err(|e| vec![format!("no JSON: {e}")])?;
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(members) => match members.get("AdvancedEventSelectors") {
            Some(Value::Array(list)) => list,
            _ => return Err(vec!["no list AdvancedEventSelectors in it".to_owned()]),
        },
        _ => return Err(vec!["no list of selectors".to_owned()]),
    };
    let mut faults = Vec::new();
    if let Value::Object(members) = &value {
        // What GetEventSelectors answers may be given as it is.
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
        faults.push(format!("{place}no object"));
        return AdvancedSelector::default();
    };
    unknown(members, &["Name", "FieldSelectors"], &place, faults);
    let name = match members.get("Name") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name.clone()),
        Some(_) => {
            faults.push(format!("{place}Name is no text"));
            None
        }
    };
    let Some(Value::Array(fields)) = members.get("FieldSelectors") else {
        faults.push(format!("{place}no list FieldSelectors"));
        return AdvancedSelector::default();
    };
    let field_selectors = fields.iter().map(|value| field(value, &place, faults)).collect();
    AdvancedSelector { name, field_selectors }
}

fn field(value: &Value, place: &str, faults: &mut Vec<String>) -> FieldSelector {
    let Some(field) = value["Field"].as_str() else {
        faults.push(format!("{place}a field selector without the text Field"));
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
            faults.push(format!("{place}{operator} is no list of texts, or is empty"));
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

/// Each rule that selectors break, in one line that says which selector and which field.
pub fn faults(selectors: &[AdvancedSelector]) -> Vec<String> {
    let mut faults = Vec::new();
    if selectors.is_empty() {
        faults.push("no selector: that would record nothing".to_owned());
    }
    let values = values(selectors);
    if values > MOST_VALUES {
        faults.push(format!("{values} values, and a trail can have {MOST_VALUES}"));
    }
    for (selector, number) in selectors.iter().zip(1..) {
        let broken = rules_broken(selector);
        faults.extend(broken.into_iter().map(|fault| format!("selector {number}: {fault}")));
    }
    faults
}

fn rules_broken(selector: &AdvancedSelector) -> Vec<String> {
    let mut faults = Vec::new();
    if selector.name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_NAME) {
        faults.push(format!("its name has more than {LONGEST_NAME} characters"));
    }
    let fields = &selector.field_selectors;
    for (at, field) in fields.iter().enumerate() {
        let name = &field.field;
        let is_first = fields.iter().position(|other| other.field == *name) == Some(at);
        if SINGLE.contains(&name.as_str()) && !is_first {
            faults.push(format!("field {name}: more than once"));
        }
        faults.extend(value_fault(field).map(|fault| format!("field {name}: {fault}")));
    }
    let category = selector.the("eventCategory");
    let Some(category) = CATEGORIES.iter().find(|it| Some(it.name) == category) else {
        if !selector.has("eventCategory") {
            faults.push("field eventCategory: missing".to_owned());
        } else if faults.is_empty() {
            let names = CATEGORIES.map(|category| category.name).join(", ");
            faults.push(format!("field eventCategory: must be Equals, and one of {names}"));
        }
        return faults;
    };
    for name in category.required.iter().filter(|name| !selector.has(name)) {
        faults.push(format!("field {name}: missing, which {} events need", category.name));
    }
    let of_category = fields.iter().filter_map(|field| category_fault(category, field));
    faults.extend(of_category);
    faults
}

/// What a field may not be in any category.
fn value_fault(field: &FieldSelector) -> Option<String> {
    let all = || field.operators().into_iter().flat_map(|(_, values)| values);
    if all().next().is_none() {
        return Some(format!("no operator; one of {}", OPERATORS.join(", ")));
    }
    if all().any(String::is_empty) {
        return Some("an empty value".to_owned());
    }
    if all().any(|value| value.chars().count() > LONGEST_VALUE) {
        return Some(format!("a value with more than {LONGEST_VALUE} characters"));
    }
    let is_single = SINGLE.contains(&field.field.as_str());
    (is_single && all().count() > 1)
        .then(|| "more than one value; write a selector each".to_owned())
}

/// What a field may not be in its category.
fn category_fault(category: &Category, field: &FieldSelector) -> Option<String> {
    let (name, events) = (&field.field, category.name);
    let Some((_, operators)) = category.fields.iter().find(|(known, _)| known == name) else {
        let known: Vec<&str> = category.fields.iter().map(|(known, _)| *known).collect();
        return Some(format!("field {name}: not of {events} events; known: {}", known.join(", ")));
    };
    if let Some((wrong, _)) = field.used().find(|(operator, _)| !operators.contains(operator)) {
        let allowed = operators.join(", ");
        return Some(format!("field {name}: {wrong} is not for {events} events; use {allowed}"));
    }
    let allowed: &[&str] = match (events, name.as_str()) {
        ("Management" | "Data", "readOnly") => &["true", "false"],
        ("Data", "sessionCredentialFromConsole") => &["true"],
        ("Management", "eventSource") => &EXCLUDABLE,
        (_, "errorCode") => &[DENIED],
        ("NetworkActivity", "eventSource") if field.equals.len() > 1 => {
            return Some(format!("field {name}: more than one value; write a selector each"));
        }
        _ => return None,
    };
    let mut values = field.operators().into_iter().flat_map(|(_, values)| values);
    let wrong = values.find(|value| !allowed.contains(&value.as_str()))?;
    Some(format!("field {name}: {wrong} cannot be; one of {}", allowed.join(", ")))
}

#[cfg(test)]
mod tests;
