//! SARIF, the format of code scanners ("Static Analysis Results Interchange Format Version 2.1.0",
//! OASIS): the rules, and a result for each failed or unknown check.

use serde_json::{Value, json};

use crate::trail::posture::{Check, Rule, Severity, State};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The document: `rules` are all rules of the command, `checks` their results.
pub(super) fn log(rules: &[&Rule], checks: &[Check]) -> Value {
    let results: Vec<Value> = checks.iter().filter_map(|check| result(rules, check)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ct",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().copied().map(rule).collect::<Vec<_>>(),
            }},
            "results": results,
        }],
    })
}

fn rule(rule: &Rule) -> Value {
    let mut document = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "severity": rule.severity },
    });
    if let Some(cis) = rule.cis {
        document["properties"]["tags"] = json!([cis]);
    }
    document
}

fn result(rules: &[&Rule], check: &Check) -> Option<Value> {
    let level = match check.state {
        State::Fail => level(check.severity),
        State::Unknown => "note",
        State::Pass | State::NotApplicable => return None,
    };
    let text = match check.state {
        State::Unknown => format!("{}: unknown: {}", check.title, check.why),
        _ => format!("failed: {}: {}. {}", check.title, check.why, check.fix),
    };
    Some(json!({
        "ruleId": check.id,
        "ruleIndex": rules.iter().position(|rule| rule.id == check.id),
        "level": level,
        "message": { "text": text },
        "locations": [{ "logicalLocations": [{
            "fullyQualifiedName": check.subject,
            "kind": "resource",
        }]}],
        // Identifies the same finding in the next run.
        "partialFingerprints": { "check/v1": format!("{} {}", check.id, check.subject) },
    }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium | Severity::Low => "warning",
        Severity::Info => "note",
    }
}
