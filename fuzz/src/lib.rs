//! The reference of the targets: the records that `serde_json` reads in an object.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Exactly what CloudTrail delivers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivered<'a> {
    #[serde(borrow, rename = "Records")]
    records: Vec<&'a RawValue>,
}

/// The records of an object as written; none unless each is certainly a well-formed CloudTrail
/// record.
pub fn records(object: &[u8]) -> Option<Vec<&str>> {
    let Delivered { records } = serde_json::from_slice(object).ok()?;
    let records: Vec<_> = records.into_iter().map(RawValue::get).collect();
    records.iter().all(|record| is_own(record)).then_some(records)
}

/// Whether an element is certainly a CloudTrail record: other services use lists of this name too.
fn is_own(element: &str) -> bool {
    let count = |name: &str| element.matches(name).count();
    let Ok(serde_json::Value::Object(members)) = serde_json::from_str(element) else {
        return false;
    };
    members.contains_key("eventVersion")
        && !members.contains_key("EventSource")
        && members.get("eventSource").is_none_or(|source| !source.to_string().contains(':'))
        && count("eventSource") < 2
        && count("\\u") == 0
        && !has_duplicates(element)
}

/// Whether the record or its `userIdentity` has a duplicate member: `ct` counts such a record as
/// malformed.
fn has_duplicates(record: &str) -> bool {
    let Ok(Members { duplicates, identity }) = serde_json::from_str(record) else { return true };
    let identity = identity.map(|identity| serde_json::from_str::<Members<'_>>(identity.get()));
    duplicates || matches!(identity, Some(Ok(Members { duplicates: true, .. })))
}

/// The members of a JSON object.
struct Members<'a> {
    /// A name occurs twice.
    duplicates: bool,
    /// The value of `userIdentity`.
    identity: Option<&'a RawValue>,
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut seen = BTreeSet::new();
        let mut members = Members { duplicates: false, identity: None };
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            if name == "userIdentity" {
                members.identity = Some(value);
            }
            members.duplicates |= !seen.insert(name);
        }
        Ok(members)
    }
}
