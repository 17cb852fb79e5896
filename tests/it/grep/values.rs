//! Values in places or spellings where a search might miss them.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Ct;

/// The ids of the events that a search of these records finds.
fn found(records: &[Value], flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut objects = vec![serde_json::to_vec(&json!({ "Records": records })).unwrap()];
    objects.push(serde_json::to_vec_pretty(&json!({ "Records": records })).unwrap());
    let mut answers = objects.iter().map(|object| {
        let path = folder.path().join("log.json");
        fs::write(&path, object).unwrap();
        let mut ct = Ct::new("grep -o csv --fields eventID");
        for flag in flags {
            ct = ct.arg(flag);
        }
        let ran = ct.arg(path.to_str().unwrap()).run();
        assert_eq!(ran.code, i32::from(ran.lines().len() <= 1), "{ran}");
        ran.lines().iter().skip(1).copied().collect::<Vec<_>>().join(" ")
    });
    let (compact, pretty) = (answers.next().unwrap(), answers.next().unwrap());
    assert_eq!(compact, pretty);
    compact
}

fn with(id: &str, fields: &Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.11", "eventTime": "2026-11-20T10:00:00Z", "eventID": id,
        "eventSource": "ec2.amazonaws.com", "eventName": "X", "requestParameters": null,
        "responseElements": null, "recipientAccountId": "111122223333",
    });
    let members = record.as_object_mut().unwrap();
    members.extend(fields.as_object().unwrap().clone());
    record
}

#[test]
fn a_resource_is_found_where_it_was_created_and_where_it_was_used() {
    let volumes =
        json!({ "volumeSet": { "items": [{ "volumeId": "vol-1" }, { "volumeId": "vol-2" }] } });
    let records = [
        with("created", &json!({ "responseElements": volumes })),
        with("used", &json!({ "requestParameters": volumes })),
        with(
            "listed",
            &json!({ "resources": [{ "ARN": "arn:aws:ec2:eu-west-1:1:volume/vol-2" }] }),
        ),
        with("caller", &json!({ "userIdentity": { "userName": "vol-2" } })),
        with("name", &json!({ "requestParameters": { "vol-2": true } })),
    ];
    assert_eq!(found(&records, &["--resource", "vol-2"]), "created used listed");
    assert_eq!(found(&records, &["--resource", "vol-?"]), "created used listed");
    assert_eq!(found(&records, &["--resource", "vol-3"]), "");
}

#[test]
fn special_characters_are_found_with_a_backslash() {
    let named = |id: &str, name: &str| with(id, &json!({ "requestParameters": { "key": name } }));
    let records = [
        named("comma", "a,b"),
        named("star", "a*b"),
        named("question", "a?b"),
        named("backslash", r"a\b"),
        named("quote", "a'b"),
        named("plain", "axb"),
        named("accent", "aéb"),
    ];
    for (value, ids) in [
        (r"a\,b", "comma"),
        (r"a\*b", "star"),
        (r"a\?b", "question"),
        (r"a\\b", "backslash"),
        (r"a\b", "backslash"),
        (r"a\,b,a\*b", "comma star"),
        ("a?b", "comma star question backslash quote plain accent"),
    ] {
        assert_eq!(found(&records, &["--resource", value]), ids, "{value}");
        if !value.contains("b,") {
            let test = format!("requestParameters.key = '{value}'");
            assert_eq!(found(&records, &["--where", &test]), ids, "{test}");
        }
    }
    let test = r"requestParameters.key in (a\,b, 'a\'b')";
    assert_eq!(found(&records, &["--where", test]), "comma quote");
}

#[test]
fn sign_ins_that_failed_are_errors_and_are_shown_as_such() {
    let sign_in = |name: &str, field: &str, outcome: &str| {
        let id = format!("{name}-{outcome}");
        let mut record = with(&id, &json!({ "eventSource": "signin.amazonaws.com" }));
        record["eventName"] = json!(name);
        record[field] = json!({ name: outcome });
        record
    };
    let mut without_outcome = sign_in("ConsoleLogin", "responseElements", "null");
    without_outcome["responseElements"] = json!(null);
    let records = [
        without_outcome,
        sign_in("ConsoleLogin", "responseElements", "Failure"),
        sign_in("ConsoleLogin", "responseElements", "Success"),
        sign_in("CheckMfa", "responseElements", "Failure"),
        sign_in("UserAuthentication", "serviceEventDetails", "Failure"),
        sign_in("CredentialVerification", "serviceEventDetails", "Success"),
        with("word", &json!({ "responseElements": { "policyName": "Failure" } })),
    ];
    let failed =
        "ConsoleLogin-null ConsoleLogin-Failure CheckMfa-Failure UserAuthentication-Failure";
    assert_eq!(found(&records, &["--errors"]), failed);
    assert_eq!(found(&records, &["--where", "is_error = true"]), failed);
    assert_eq!(found(&records, &["--where", "outcome = Failure"]), failed);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.json");
    fs::write(&path, serde_json::to_vec(&json!({ "Records": records })).unwrap()).unwrap();
    let ran = Ct::new("grep -o text --errors").arg(path.to_str().unwrap()).run();
    assert_eq!(ran.lines().len(), 4, "{ran}");
    assert!(ran.lines().iter().all(|line| line.ends_with("Failure")), "{ran}");
}

#[test]
fn any_of_several_addresses_is_the_source() {
    let from = |id: &str, text: &str| with(id, &json!({ "sourceIPAddress": text }));
    let records = [
        from("two", "198.51.100.9, 10.9.0.1"),
        from("tight", "2001:db8::9,198.51.100.90"),
        from("one", "198.51.100.9"),
        from("service", "kms.amazonaws.com"),
    ];
    for (flags, ids) in [
        (["--source-ip", "198.51.100.9"], "two one"),
        (["--source-ip", "2001:DB8::/48"], "tight"),
        (["--where", "sourceIPAddress in (10.0.0.0/8, kms.*)"], "two service"),
        (["--where", "sourceIPAddress = 198.51.100.90"], "tight"),
        (["--where", "sourceIPAddress not in 198.51.100.0/24"], "service"),
    ] {
        assert_eq!(found(&records, &flags), ids, "{flags:?}");
    }
}

#[test]
fn a_day_as_the_end_includes_its_last_moment() {
    let at = |time: &str| with(time, &json!({ "eventTime": time }));
    let records = [
        at("2026-11-19T23:59:59Z"),
        at("2026-11-20T00:00:00Z"),
        at("2026-11-20T23:59:59.999Z"),
        at("2026-11-21T00:00:00Z"),
    ];
    let day = "2026-11-20T00:00:00Z 2026-11-20T23:59:59.999Z";
    assert_eq!(found(&records, &["--since", "2026-11-20", "--until", "2026-11-20"]), day);
    let exact = "2026-11-19T23:59:59Z 2026-11-20T00:00:00Z";
    assert_eq!(found(&records, &["--end-time", "2026-11-20T00:00:00Z"]), exact);
    assert_eq!(found(&records, &["--until", "2026-11-20T02:00:00+02:00"]), exact);
}
