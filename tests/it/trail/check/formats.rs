//! JSON, `JUnit` and SARIF, read by other programs.

use std::process::Command;

use serde_json::Value;

use super::account::Account;
use crate::closed_pipe::expect_the_same_answer;
use crate::harness::put;
use crate::relay::Answer;
use crate::venv::PYTHON;

/// One check fails, one is unknown.
fn with_faults(number: &str) -> Account {
    let account = Account::new(number);
    account.relay.answer(Answer::error("GetBucketLogging", 403, "AccessDenied", "<no> & \"why\""));
    account.bucket("DELETE", "publicAccessBlock", "");
    account
}

#[test]
fn a_closed_pipe_does_not_change_the_exit_code() {
    let account = with_faults("330000000209");
    for format in ["text", "json", "junit", "sarif"] {
        let line = format!("trail check -o {format}");
        expect_the_same_answer(1, || account.ct(&line));
    }
}

#[test]
fn json_has_every_check() {
    let account = with_faults("330000000201");
    let ran = account.ct("trail check -o json").run();
    assert_eq!(ran.code, 1, "{ran}");
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["version"], 1);
    assert_eq!(
        (&document["account"], &document["complete"]),
        (&"330000000201".into(), &false.into())
    );
    let number = |name: &str| document[name].as_u64().unwrap();
    assert_eq!((number("failed"), number("unknown")), (2, 1), "{ran}");
    let checks = document["checks"].as_array().unwrap();
    let sum: u64 = ["passed", "failed", "unknown", "not_applicable"].map(number).iter().sum();
    assert_eq!(sum, checks.len() as u64);
    let first = &checks[0];
    assert_eq!(first["id"], "bucket.public-access-block");
    assert_eq!((&first["state"], &first["severity"]), (&"fail".into(), &"medium".into()));
    assert_eq!(first["subject"], "arn:aws:s3:::check-330000000201");
}

#[test]
fn python_parses_the_junit_document() {
    let account = with_faults("330000000202");
    let ran = account.ct("trail check -o junit").run();
    assert_eq!(ran.code, 1, "{ran}");
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "trail.xml", &ran.stdout);
    let script = "import sys, xml.etree.ElementTree as E\n\
        root = E.parse(sys.argv[1]).getroot()\n\
        print(root.tag, root.get('failures'), root.get('errors'), len(root.findall('.//failure')),\n\
              len(root.findall('.//error')), int(root.get('tests')) == len(root.findall('.//testcase')))\n\
        print(root.find('.//error').get('message'))";
    let output = Command::new(PYTHON).args(["-c", script]).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = "testsuites 2 1 2 1 True\naccess denied; needs s3:GetBucketLogging on \
                    arn:aws:s3:::check-330000000202\n";
    assert_eq!(printed.replace("\r\n", "\n"), expected);
}

#[test]
fn sarif_has_the_required_members() {
    let account = with_faults("330000000203");
    let ran = account.ct("trail check -o sarif").run();
    assert_eq!(ran.code, 1, "{ran}");
    let log: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "ct");
    let results = run["results"].as_array().unwrap();
    let levels: Vec<&str> = results.iter().map(|it| it["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["warning", "warning", "note"]);
    for result in results {
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let place = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
        assert_eq!(*place, "arn:aws:s3:::check-330000000203");
    }
}

#[test]
fn control_characters_in_names_are_escaped() {
    let account = Account::new("330000000204");
    account.policy(|statements| {
        let mut broad = statements[1].clone();
        broad["Sid"] = "\u{1b}[31mX".into();
        broad["Condition"] = serde_json::json!({});
        statements.push(broad);
    });
    let ran = account.ct("trail check").run();
    assert!(ran.text().contains(r"\u{1b}[31mX allows cloudtrail.amazonaws.com"), "{ran}");
    assert!(!ran.stdout.contains(&0x1b), "{ran}");
    let junit = account.ct("trail check -o junit").run();
    assert!(!junit.stdout.contains(&0x1b), "{junit}");
}

#[test]
fn only_the_state_is_coloured_and_verbose_shows_passed_checks() {
    let account = Account::new("330000000205");
    let ran = account.ct("trail check --color always").run();
    let line = ran.text().lines().find(|line| line.contains("bucket.mfa-delete")).unwrap();
    assert!(line.starts_with("\u{1b}[1m\u{1b}[31mFAIL\u{1b}[0m   low"), "{line:?}");
    let ran = account.ct("trail check -v").run();
    let arn = "arn:aws:cloudtrail:us-east-1:330000000205:trail/main";
    let validation = ran.text().lines().find(|line| line.contains("trail.validation")).unwrap();
    assert!(validation.starts_with("pass") && validation.contains(arn), "{validation}");
    assert!(validation.ends_with("CIS 2.2 (v1.2), 3.2 (v1.4–5.0), 4.2 (v6.0–7.0)"), "{validation}");
    assert_eq!(ran.stderr, "1 trail · 1 failed · 39 passed\n");
}
