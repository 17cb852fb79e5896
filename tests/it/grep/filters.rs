//! Every filter finds as many events as plain code over the same JSON does.

use std::net::Ipv6Addr;

use serde_json::Value;

use super::{Record, events, trail};
use crate::harness::Ct;

/// What a filter means.
type Means = fn(&Record) -> bool;

/// Filters by flags.
const FLAGS: [(&str, Means); 56] = [
    ("--event-name PutObject", |r| r.text("/eventName") == "PutObject"),
    ("--event-name RunInstances", |r| {
        [r.text("/eventName"), r.text("/insightDetails/eventName")].contains(&"RunInstances")
    }),
    ("--event-source ec2 --category Insight", |r| {
        r.text("/insightDetails/eventSource") == "ec2.amazonaws.com"
    }),
    ("--event-name 'Put*,Delete*'", |r| name_starts(r, &["Put", "Delete"])),
    ("--event-name 'Put*' --event-name 'Delete*'", |r| name_starts(r, &["Put", "Delete"])),
    ("--event-name 'Get??????'", |r| r.text("/eventName").len() == 9 && name_starts(r, &["Get"])),
    ("--event-name '[GH]e*'", |r| name_starts(r, &["Ge", "He"])),
    ("--event-name putOBJECT", |r| r.text("/eventName") == "PutObject"),
    ("--event-name 'DELETE*, get?bject'", |r| {
        name_starts(r, &["Delete"]) || r.text("/eventName") == "GetObject"
    }),
    ("--event-name S3:putobject", |r| is_call(r, "s3", "PutObject")),
    ("--event-name s3.amazonaws.com:PutObject,KMS:*", |r| {
        is_call(r, "s3", "PutObject") || r.text("/eventSource") == "kms.amazonaws.com"
    }),
    ("--event-name '*:assumerole,ConsoleLogin'", |r| {
        ["AssumeRole", "ConsoleLogin"].contains(&r.text("/eventName"))
    }),
    ("--event-source S3,Kms.AmazonAWS.com", |r| {
        ["s3.amazonaws.com", "kms.amazonaws.com"].contains(&r.text("/eventSource"))
    }),
    ("--error-code accessDENIED", |r| r.text("/errorCode") == "AccessDenied"),
    ("--event-type awsconsolesignin", |r| r.text("/eventType") == "AwsConsoleSignIn"),
    ("--category data,INSIGHT", |r| ["Data", "Insight"].contains(&r.text("/eventCategory"))),
    ("--category 'net*'", |r| r.text("/eventCategory") == "NetworkActivity"),
    ("--region EU-West-1", |r| r.text("/awsRegion") == "eu-west-1"),
    ("--event-source s3", |r| r.text("/eventSource") == "s3.amazonaws.com"),
    ("--event-source kms.amazonaws.com,sts", |r| {
        ["kms.amazonaws.com", "sts.amazonaws.com"].contains(&r.text("/eventSource"))
    }),
    ("--user alice", |r| is_alice(r) || attributed(r).any(|arn| arn.ends_with("/alice"))),
    ("--user deploy", |r| {
        r.text("/userIdentity/arn").contains(":assumed-role/deploy/") || issuer(r) == "deploy"
    }),
    ("--user ci-4821", |r| r.text("/userIdentity/principalId").ends_with(":ci-4821")),
    ("--user root", |r| r.text("/userIdentity/type") == "Root"),
    ("--user 'arn:aws:iam::111122223333:user/*'", |r| {
        let arns = ["/userIdentity/arn", "/userIdentity/sessionContext/sessionIssuer/arn"];
        let mut arns = arns.iter().map(|arn| r.text(arn)).chain(attributed(r));
        arns.any(|arn| arn.starts_with("arn:aws:iam::111122223333:user/"))
    }),
    ("--user ec2.amazonaws.com", |r| r.text("/userIdentity/invokedBy") == "ec2.amazonaws.com"),
    ("--user inventory@444455556666", |r| {
        r.text("/userIdentity/sessionContext/sourceIdentity") == "inventory@444455556666"
    }),
    ("--user AIDAALICEALICEEXAMPLE", |r| {
        r.text("/userIdentity/principalId") == "AIDAALICEALICEEXAMPLE"
    }),
    ("--account 444455556666", |r| {
        r.text("/recipientAccountId") == "444455556666"
            || (!r.has("/recipientAccountId") && r.text("/accountId") == "444455556666")
    }),
    ("--region eu-west-1", |r| r.text("/awsRegion") == "eu-west-1"),
    ("--region 'eu-*'", |r| r.text("/awsRegion").starts_with("eu-")),
    ("--source-ip 198.51.100.20", |r| r.text("/sourceIPAddress") == "198.51.100.20"),
    ("--source-ip 203.0.113.0/25,192.0.2.44", |r| {
        is_near(r) || r.text("/sourceIPAddress") == "192.0.2.44"
    }),
    ("--source-ip 2001:db8::/32", |r| {
        r.text("/sourceIPAddress")
            .parse::<Ipv6Addr>()
            .is_ok_and(|ip| ip.segments()[..2] == [0x2001, 0xdb8])
    }),
    ("--source-ip 'AWS Internal*,cloudtrail.amazonaws.com'", |r| {
        r.text("/sourceIPAddress").starts_with("AWS Internal")
            || r.text("/sourceIPAddress") == "cloudtrail.amazonaws.com"
    }),
    ("--access-key AKIAIOSFODNN7EXAMPLE", |r| {
        r.text("/userIdentity/accessKeyId") == "AKIAIOSFODNN7EXAMPLE"
    }),
    ("--error-code AccessDenied", |r| r.text("/errorCode") == "AccessDenied"),
    ("--error-code '*AccessDenied,*Unauthorized*'", |r| {
        ["/errorCode", "/insightDetails/errorCode"].iter().any(|code| {
            r.text(code).ends_with("AccessDenied") || r.text(code).contains("Unauthorized")
        })
    }),
    ("--errors", failed),
    ("--resource finance-reports", |r| acts_on(r, &|name| name == "finance-reports")),
    ("--resource 'arn:aws:s3:::finance-reports/*'", |r| {
        acts_on(r, &|name| name.starts_with("arn:aws:s3:::finance-reports/"))
    }),
    ("--resource ci-4821", |r| acts_on(r, &|name| name == "ci-4821")),
    ("--resource 'i-*'", |r| acts_on(r, &|name| name.starts_with("i-"))),
    (r"--resource 'finance\-reports,\*'", |r| acts_on(r, &|name| name == "finance-reports")),
    ("--event-id 638144e4-8cc9-4700-a10d-29ca2b5a6ae3", |r| {
        r.text("/eventID") == "638144e4-8cc9-4700-a10d-29ca2b5a6ae3"
    }),
    ("--user-agent 'aws-cli/*'", |r| r.text("/userAgent").starts_with("aws-cli/")),
    ("--event-type AwsConsoleSignIn", |r| r.text("/eventType") == "AwsConsoleSignIn"),
    ("--category Data,Insight", |r| ["Data", "Insight"].contains(&r.text("/eventCategory"))),
    ("--read-only", |r| r.value["readOnly"] == true),
    ("--write-only", |r| r.value["readOnly"] != true),
    ("--since 2026-11-20T09:00:00Z --until 2026-11-20T09:59:59Z", |r| {
        moment(r).starts_with("2026-11-20T09:")
    }),
    ("--start-time 2026-11-20T12:00:00+02:00 --end-time 2026-11-20T05:30:00-05:00", |r| {
        ("2026-11-20T10:00:00Z"..="2026-11-20T10:30:00Z").contains(&moment(r))
    }),
    ("--until '2026-11-20 09:03:12'", |r| moment(r) <= "2026-11-20T09:03:12Z"),
    ("--until 2026-11-19", |r| moment(r) < "2026-11-20"),
    ("--start-time 2026-11-20 --end-time 2026-11-20", |r| moment(r).starts_with("2026-11-20")),
    ("--user alice --event-name GetObject --errors", |r| {
        is_alice(r) && r.text("/eventName") == "GetObject" && failed(r)
    }),
];

/// Filters by text and by expressions.
const TEXTS: [(&str, Means); 36] = [
    ("-e finance-reports", |r| r.raw.contains("finance-reports")),
    ("-e '\"bytesTransferredOut\":0.0'", |r| r.raw.contains("\"bytesTransferredOut\":0.0")),
    (r"-e '?a=1\u0026b'", |r| r.raw.contains(r"?a=1\u0026b")),
    ("-e payroll -e q4.xlsx", |r| r.raw.contains("payroll") || r.raw.contains("q4.xlsx")),
    ("-i -e FINANCE-reports", |r| r.raw.to_lowercase().contains("finance-reports")),
    ("-E 'finance-reports/(q4|payroll)'", |r| {
        r.raw.contains("finance-reports/q4") || r.raw.contains("finance-reports/payroll")
    }),
    ("-i -E 'USER/(OPS/)?bob\"'", |r| {
        r.raw.contains("user/ops/bob\"") || r.raw.contains("user/bob\"")
    }),
    ("-e alice --errors", |r| r.raw.contains("alice") && failed(r)),
    ("--where 'eventName = PUTOBJECT'", |r| r.text("/eventName") == "PutObject"),
    ("--where 'eventName != putobject'", |r| r.text("/eventName") != "PutObject"),
    ("--where 'eventName in (s3:GetObject, \"put*\")'", |r| {
        is_call(r, "s3", "GetObject") || name_starts(r, &["Put"])
    }),
    ("--where 'eventSource = S3 or eventSource in (Kms, \"st?\")'", |r| {
        ["s3.amazonaws.com", "kms.amazonaws.com", "sts.amazonaws.com"]
            .contains(&r.text("/eventSource"))
    }),
    ("--where 'errorCode = accessdenied and userIdentity.type = iamuser'", |r| {
        r.text("/errorCode") == "AccessDenied" && r.text("/userIdentity/type") == "IAMUser"
    }),
    ("--where 'errorCode = null'", |r| !r.has("/errorCode")),
    ("--where 'errorCode != NULL'", |r| r.has("/errorCode")),
    ("--where 'readOnly = True'", |r| r.value["readOnly"] == true),
    ("--where 'readOnly != TRUE and managementEvent = False'", |r| {
        r.value["readOnly"] != true && r.value["managementEvent"] == false
    }),
    ("--where 'sourceIPAddress = 203.0.113.0/25'", is_near),
    ("--where 'eventName = PutObject'", |r| r.text("/eventName") == "PutObject"),
    ("--where 'eventName != PutObject'", |r| r.text("/eventName") != "PutObject"),
    ("--where 'userIdentity.type = AssumedRole and not sourceIPAddress in 203.0.113.0/25'", |r| {
        r.text("/userIdentity/type") == "AssumedRole" && !is_near(r)
    }),
    ("--where 'sourceIPAddress not in (203.0.113.0/25, *.amazonaws.com)'", |r| {
        !is_near(r) && !r.text("/sourceIPAddress").ends_with(".amazonaws.com")
    }),
    ("--where 'additionalEventData.bytesTransferredOut > 1000'", |r| {
        bytes(r).is_some_and(|b| b > 1000.0)
    }),
    ("--where 'additionalEventData.bytesTransferredOut = 0'", |r| bytes(r) == Some(0.0)),
    ("--where 'additionalEventData.bytesTransferredOut <= 24938'", |r| {
        bytes(r).is_some_and(|b| b <= 24938.0)
    }),
    ("--where 'errorCode exists'", |r| r.has("/errorCode")),
    ("--where 'errorCode not exists'", |r| !r.has("/errorCode")),
    ("--where 'requestParameters.bucketName != logs-prod'", |r| {
        r.text("/requestParameters/bucketName") != "logs-prod"
    }),
    ("--where 'resources[].ARN ~ \"finance-reports/.*xlsx$\"'", |r| {
        arns(r).any(|arn| arn.contains("finance-reports/") && arn.ends_with("xlsx"))
    }),
    ("--where 'resources[0].ARN = arn:aws:s3:::acme-trail'", |r| {
        r.text("/resources/0/ARN") == "arn:aws:s3:::acme-trail"
    }),
    ("--where 'readOnly = false or eventTime < 2026-11-20T08:30:00Z'", |r| {
        r.value["readOnly"] == false
            || (r.has("/eventTime") && r.text("/eventTime") < "2026-11-20T08:30:00Z")
    }),
    ("--where 'NOT (eventSource = s3.* OR eventSource = ec2.*) AND readOnly = true'", |r| {
        !(r.text("/eventSource").starts_with("s3.") || r.text("/eventSource").starts_with("ec2."))
            && r.value["readOnly"] == true
    }),
    ("--where 'eventName !~ \"^(Get|List|Describe)\"'", |r| {
        !name_starts(r, &["Get", "List", "Describe"])
    }),
    ("--exclude 'userIdentity.invokedBy exists'", |r| !r.has("/userIdentity/invokedBy")),
    ("--exclude 'readOnly = true' --exclude 'eventSource = s3.amazonaws.com'", |r| {
        r.value["readOnly"] != true && r.text("/eventSource") != "s3.amazonaws.com"
    }),
    ("--where 'eventName in (GetObject, Put*)' --where 'tlsDetails.tlsVersion = TLSv1.3'", |r| {
        (name_starts(r, &["Put"]) || r.text("/eventName") == "GetObject")
            && r.text("/tlsDetails/tlsVersion") == "TLSv1.3"
    }),
];

fn name_starts(record: &Record, starts: &[&str]) -> bool {
    starts.iter().any(|start| record.text("/eventName").starts_with(start))
}

fn is_call(record: &Record, service: &str, name: &str) -> bool {
    record.text("/eventSource") == format!("{service}.amazonaws.com")
        && record.text("/eventName") == name
}

fn issuer(record: &Record) -> &str {
    record.text("/userIdentity/sessionContext/sessionIssuer/userName")
}

fn is_alice(record: &Record) -> bool {
    record.text("/userIdentity/userName") == "alice"
        || record.text("/userIdentity/arn").ends_with("/alice")
}

fn failed(record: &Record) -> bool {
    !record.text("/errorCode").is_empty()
        || !record.text("/errorMessage").is_empty()
        || record.text("/responseElements/ConsoleLogin") == "Failure"
        || record.text("/insightDetails/insightType") == "ApiErrorRateInsight"
}

/// The principals of an Insight event.
fn attributed(record: &Record) -> impl Iterator<Item = &str> {
    let all = record.value.pointer("/insightDetails/insightContext/attributions");
    let all = all.and_then(Value::as_array).into_iter().flatten();
    let all = all.filter(|one| one["attribute"] == "userIdentityArn");
    let values = all.flat_map(|one| [&one["insight"], &one["baseline"]]);
    let values = values.filter_map(Value::as_array).flatten();
    values.filter_map(|one| one["value"].as_str())
}

/// Whether the call came from 203.0.113.0/25.
fn is_near(record: &Record) -> bool {
    let last = record.text("/sourceIPAddress").strip_prefix("203.0.113.");
    last.is_some_and(|last| last.parse::<u8>().unwrap() < 128)
}

/// All records that have a time have it in the same form, which sorts as text.
fn moment(record: &Record) -> &str {
    let window = record.text("/timeWindow/windowStart");
    if record.has("/eventTime") { record.text("/eventTime") } else { window }
}

fn bytes(record: &Record) -> Option<f64> {
    record.value.pointer("/additionalEventData/bytesTransferredOut")?.as_f64()
}

fn arns(record: &Record) -> impl Iterator<Item = &str> {
    let resources = record.value["resources"].as_array().into_iter().flatten();
    resources.filter_map(|resource| resource.get("ARN")?.as_str())
}

/// Whether `test` holds for an ARN, for a string in the request or the response, or for what one
/// of these ends in.
fn acts_on(record: &Record, test: &dyn Fn(&str) -> bool) -> bool {
    let prefixes = record.value["resources"].as_array().into_iter().flatten();
    let prefixes = prefixes.filter_map(|resource| resource.get("ARNPrefix")?.as_str());
    let mut strings: Vec<&str> = arns(record).chain(prefixes).collect();
    for name in ["requestParameters", "responseElements"] {
        collect(&record.value[name], &mut strings);
    }
    let ends = |text: &str| {
        let parts = text.match_indices([':', '/']);
        text.starts_with("arn:") && parts.map(|(at, _)| &text[at + 1..]).any(test)
    };
    strings.into_iter().any(|text| test(text) || ends(text))
}

/// All strings in a value.
fn collect<'v>(value: &'v Value, strings: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => strings.push(text),
        Value::Array(elements) => elements.iter().for_each(|one| collect(one, strings)),
        Value::Object(members) => members.values().for_each(|one| collect(one, strings)),
        _ => {}
    }
}

/// Counts by the program and by hand, over a signed trail and one event of each shape.
fn agree(filters: &[(&str, Means)]) {
    let records: Vec<Record> = trail().into_iter().chain(events()).collect();
    let mut wrong = Vec::new();
    for (flags, means) in filters {
        let expected = records.iter().filter(|record| means(record)).count();
        assert!(expected > 0 && expected < records.len(), "{flags} shows nothing: {expected}");
        let ran = Ct::new(&format!("grep --count fixtures/trail fixtures/events {flags}")).run();
        if ran.to_string() != format!("code 0\n--- stdout\n{expected}\n--- stderr\n") {
            wrong.push(format!("{flags}: expected {expected}: {ran}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn flags_match_what_plain_code_matches() {
    agree(&FLAGS);
}

#[test]
fn texts_and_expressions_match_what_plain_code_matches() {
    agree(&TEXTS);
}

#[test]
fn matching_events_are_the_expected_ones() {
    let found = Ct::new("grep --errors --user alice fixtures/trail").run().expect_silent_yes();
    let meant = trail().into_iter().filter(|r| is_alice(r) && failed(r)).collect::<Vec<_>>();
    assert_eq!(found.text(), super::lines(&meant));
}

#[test]
fn filters_match_records_of_every_shape() {
    let table = [
        ("--category Aggregated", "aggregated.json"),
        ("--category NetworkActivity", "network-activity.json"),
        ("--category Insight", "insight.json"),
        ("--user anonymous", "aws-account-anonymous.json"),
        ("--user-agent 'Agent*' --category Aggregated", ""),
        ("--where '.agentDetails exists'", ""),
        ("--user =cmd@café", "escapes.json"),
        ("--where 'userAgent ~ \"[?]a=1&b=2\"'", "escapes.json"),
        ("--until 2015-12-31 --category Management", "version-1-02.json"),
    ];
    for (flags, name) in table {
        let ran = Ct::new(&format!("grep -l fixtures/events {flags}")).run();
        let expected =
            if name.is_empty() { vec![] } else { vec![format!("fixtures/events/{name}")] };
        assert_eq!(ran.text().replace('\\', "/").lines().collect::<Vec<_>>(), expected, "{flags}");
        assert_eq!(ran.code, i32::from(name.is_empty()), "{flags}");
    }
}

#[test]
fn aggregated_events_are_found_by_their_own_spelling_of_the_id() {
    let id = events()
        .into_iter()
        .find_map(|r| r.value.get("eventId").and_then(Value::as_str).map(str::to_owned));
    let ran = Ct::new("grep --count fixtures/events --event-id").arg(id.unwrap()).run();
    assert_eq!((ran.number(), ran.code), (1, 0));
}

#[test]
fn no_match_exits_with_1() {
    let ran = Ct::new("grep --event-name NoSuchCall fixtures/trail").run();
    let hint = "no record has eventName NoSuchCall\n";
    assert_eq!(ran.to_string(), format!("code 1\n--- stdout\n--- stderr\n{hint}"));
    let ran = Ct::new("grep --user nobody fixtures/trail").run();
    assert_eq!(ran.to_string(), "code 1\n--- stdout\n--- stderr\n");
}

#[test]
fn names_that_users_choose_keep_their_case() {
    for flags in ["--user Alice", "--resource FINANCE-reports", "--user-agent 'AWS-CLI/*'"] {
        assert_eq!(Ct::new(&format!("grep --count {flags} fixtures/trail")).run().number(), 0);
    }
}

#[test]
fn a_comma_inside_braces_is_part_of_the_glob() {
    let both = Ct::new("grep --count fixtures/trail --event-name Get*,Head*").run().number();
    let ran = Ct::new("grep --count fixtures/trail --event-name {Get,Head}*").run();
    assert_eq!(ran.to_string(), format!("code 0\n--- stdout\n{both}\n--- stderr\n"));
}
