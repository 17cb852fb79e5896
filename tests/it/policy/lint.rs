//! Lints each policy with parliament, which knows all actions with their resources and conditions. The
//! first use installs it below `target/`.

use std::process::Command;

use serde_json::{Value, json};

use super::{cases, golden, is_trust};
use crate::venv::{Installation, PYTHON};

/// Python has no setuptools of its own any more, and the linter reads its tables by means of it.
const LINTER: Installation =
    Installation { name: "parliament", requirement: "parliament==1.6.4 setuptools==80.9.0" };

/// Lints the policies in an object and prints what is found.
const SCRIPT: &str = "
import json, sys, warnings
warnings.simplefilter('ignore')
import parliament
findings = {}
for name, policy in json.load(sys.stdin).items():
    found = parliament.analyze_policy_string(json.dumps(policy)).findings
    findings[name] = [[it.issue, str(it.detail)] for it in found]
json.dump(findings, sys.stdout)
";

/// The linter's findings, by policy.
fn lint(policies: &Value) -> Value {
    use std::io::Write as _;
    let python = LINTER.python().unwrap_or_else(|error| {
        let requirement = LINTER.requirement;
        panic!(
            "{error}\n\nThis test needs the policy linter ({requirement}), and for that {PYTHON} \
             with its modules venv and pip, and a way to PyPI. An installation that no longer \
             works is made anew once {} is removed.",
            LINTER.home().display()
        )
    });
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(policies.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the linter failed");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The policy as the linter can read it: it does not know that trust policies have no resource.
fn readable(name: &str, mut policy: Value) -> Value {
    if is_trust(name) {
        for statement in policy["Statement"].as_array_mut().unwrap() {
            assert!(statement.get("Resource").is_none(), "{name}");
            statement["Resource"] = json!("*");
        }
    }
    policy
}

/// Policies with resource `*` on purpose: a key's own, which can name nothing else; those of reader and
/// operator, for calls that support no resource; and trust policies (see above).
fn may_name_everything(name: &str) -> bool {
    is_trust(name) || ["/key", "/reader", "/operator"].iter().any(|kind| name.contains(kind))
}

#[test]
fn linter_finds_nothing() {
    let policies = cases().map(|(name, _)| (name.clone(), readable(&name, golden(&name))));
    let policies = Value::Object(policies.collect());
    let findings = lint(&policies);
    let findings = findings.as_object().unwrap();
    assert_eq!(findings.len(), cases().count());
    for (name, found) in findings {
        let statements = policies[name]["Statement"].as_array().unwrap();
        // The actions of these support no resource.
        let bare = ["Account", "AuditSubscription", "Organization"].map(Value::from);
        let is_about_all = |it: &&Value| it["Resource"] == "*" && !bare.contains(&it["Sid"]);
        let about_all = statements.iter().filter(is_about_all).count();
        assert_eq!(about_all > 0, may_name_everything(name), "{name}");
        let mut found = found.as_array().unwrap().clone();
        // Who sets the policy of a bucket can grant access to its objects: that is an operator's task.
        let escalation = "RESOURCE_POLICY_PRIVILEGE_ESCALATION";
        found.retain(|it| !(name.contains("/operator") && it[0] == escalation));
        assert!(found.iter().all(|it| it[0] == "RESOURCE_STAR"), "{name}: {found:#?}");
        assert_eq!(found.len(), about_all, "{name}: {found:#?}");
    }
}

#[test]
fn linter_finds_known_faults() {
    let good = golden("aws/bucket");
    let planted = [
        ("UNKNOWN_ACTION", "Action", json!("s3:PutObjects")),
        ("RESOURCE_MISMATCH", "Resource", json!("arn:aws:s3:::acme-trail")),
        ("INVALID_ARN", "Resource", json!("acme-trail/*")),
        ("UNKNOWN_CONDITION_FOR_ACTION", "Condition", json!({"Bool": {"s3:nonsense": "true"}})),
        ("MALFORMED", "Effect", json!("allow")),
        ("INVALID_SID", "Sid", json!("a b")),
    ];
    let broken = planted.clone().map(|(issue, member, value)| {
        let mut policy = good.clone();
        policy["Statement"][1][member] = value;
        (issue.to_owned(), policy)
    });
    let findings = lint(&Value::Object(broken.into_iter().collect()));
    for (issue, ..) in planted {
        let found = findings[issue].as_array().unwrap();
        assert!(found.iter().any(|it| it[0] == issue), "{issue}: {found:?}");
    }
}
