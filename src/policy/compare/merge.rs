//! Adds statements to a policy in use without changing its text.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::CompareError;
use super::document::PolicyDocument;
use crate::policy::Statement;

/// The statements of a policy, as written.
#[derive(Deserialize)]
struct Written<'t> {
    #[serde(rename = "Statement", borrow)]
    statement: Option<&'t RawValue>,
}

/// The policy with these statements after its own. The rest of its text stays as it is, known here or
/// not. A statement whose Sid is taken gets another.
///
/// # Errors
/// The policy in use cannot be parsed.
pub fn merged(existing: &str, add: &[Statement]) -> Result<String, CompareError> {
    let document = PolicyDocument::parse(existing)?;
    let written: Written<'_> = serde_json::from_str(existing)?;
    let mut sids: Vec<String> =
        document.statements.iter().filter_map(|found| found.sid.clone()).collect();
    let mut texts = Vec::new();
    for statement in add {
        let sid = free(&statement.sid, &sids);
        texts.push(serde_json::to_string(&Statement { sid: sid.clone(), ..statement.clone() })?);
        sids.push(sid);
    }
    if texts.is_empty() {
        return Ok(existing.to_owned());
    }
    let added = texts.join(",");
    Ok(match written.statement {
        Some(raw) => inside(existing, raw, &added),
        None => at_the_end(existing, &added)?,
    })
}

/// The Sid, or a similar one that is not taken.
fn free(sid: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let others = (2_usize..).map(|number| format!("{sid}No{number}"));
    std::iter::once(sid.to_owned()).chain(others).find(is_free).unwrap_or_default()
}

/// Adds after the last statement of a list, or after a single one, which becomes a list.
fn inside(existing: &str, raw: &RawValue, added: &str) -> String {
    let raw = raw.get();
    // A raw value is a part of the text that it was read from.
    let start = raw.as_ptr().addr() - existing.as_ptr().addr();
    let (before, after) = (&existing[..start], &existing[start + raw.len()..]);
    let Some(list) = raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return format!("{before}[{raw},{added}]{after}");
    };
    let full = list.trim_end();
    let (space, comma) = (&list[full.len()..], if full.is_empty() { "" } else { "," });
    format!("{before}[{full}{comma}{added}{space}]{after}")
}

/// Adds a member to a document without statements.
fn at_the_end(existing: &str, added: &str) -> Result<String, CompareError> {
    let document: serde_json::Map<String, Value> = serde_json::from_str(existing)?;
    let comma = if document.is_empty() { "" } else { "," };
    let (body, tail) = existing.rsplit_once('}').ok_or(CompareError::NoStatements)?;
    Ok(format!("{body}{comma}\"Statement\":[{added}]}}{tail}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::policy::compare::tests::{ARN, WRITE, sids, text, wanted};
    use crate::policy::compare::{blocks, missing, too_broad};

    #[test]
    fn merging_keeps_the_text_and_grants_everything() {
        let wanted = wanted();
        let documents = [
            "{}",
            " {\n} \n",
            r#"{"Id": "x", "Statement": []}"#,
            r#"{"b":1.50,"Statement":[ ],"a":{"z":1,"y":"\u00e9}"}}"#,
            r#"{"Statement": {"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"*"} , "Version":"2008-10-17"}"#,
            "{\"Statement\": [\n  {\"Sid\": \"a\", \"Effect\": \"Deny\", \"Extra\": 1e3}\n]}",
            r#"{"Id":"}"}"#,
        ];
        for existing in documents {
            let merged = merged(existing, &wanted.statements).unwrap();
            let (old, new): (Value, Value) =
                (serde_json::from_str(existing).unwrap(), serde_json::from_str(&merged).unwrap());
            for (member, value) in
                old.as_object().unwrap().iter().filter(|(it, _)| *it != "Statement")
            {
                assert_eq!(new[member], *value, "{merged}");
            }
            assert!(sids(&merged, &wanted).is_empty(), "{merged}");
            // The old text is in there, split at one or two positions.
            let mut rest = merged.as_str();
            for byte in existing.chars() {
                rest = &rest[rest.find(byte).unwrap() + byte.len_utf8()..];
            }
        }
        let merged = merged(documents[5], &wanted.statements[..1]).unwrap();
        assert!(merged.starts_with(&documents[5][..documents[5].len() - 3]), "{merged}");
        assert!(merged.ends_with("}\n]}"), "{merged}");
    }

    #[test]
    fn merged_sids_are_unique() {
        let wanted = wanted().statements;
        let once = merged(&text(&json!([{"Sid": WRITE, "Effect": "Deny"}])), &wanted).unwrap();
        let twice = merged(&once, &wanted).unwrap();
        let document: Value = serde_json::from_str(&twice).unwrap();
        let mut sids: Vec<&str> = document["Statement"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["Sid"].as_str().unwrap())
            .collect();
        assert_eq!(sids[2], "AWSCloudTrailWrite20150319No2");
        sids.sort_unstable();
        sids.dedup();
        assert_eq!(sids.len(), 7);
        assert_eq!(merged(&once, &[]).unwrap(), once);
    }

    /// Random documents of members and values of policies.
    fn odd() -> impl Strategy<Value = Value> {
        let word = prop::sample::select(vec![
            "Effect",
            "Allow",
            "Deny",
            "Principal",
            "NotPrincipal",
            "Service",
            "AWS",
            "*",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
            "StringEquals",
            "Null",
            "Bool",
            "?",
            "cloudtrail.amazonaws.com",
            "s3:PutObject",
            "aws:SourceArn",
            "Statement",
            "Sid",
            ARN,
            "",
        ]);
        let leaf = prop_oneof![
            word.clone().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i8>().prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(4, 24, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(word.clone().prop_map(str::to_owned), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn merging_never_panics_and_grants_everything(mut statement in odd(), is_one in any::<bool>()) {
            if statement.is_object() && !statement["Effect"].is_string() {
                statement["Effect"] = json!("Deny");
            }
            let existing = if is_one { text(&statement) } else { text(&json!([statement])) };
            let wanted = wanted();
            let results = [
                missing(&existing, &wanted).is_ok(),
                too_broad(&existing, &wanted).is_ok(),
                blocks(&existing, &wanted).is_ok(),
            ];
            let merged = merged(&existing, &wanted.statements);
            prop_assert!(results.iter().all(|is| *is == merged.is_ok()));
            if let Ok(merged) = merged {
                prop_assert!(missing(&merged, &wanted).unwrap().is_empty());
            }
        }
    }
}
