//! What is found below a prefix; and that nothing else of the bucket is ever listed, which would
//! take a page for each thousand of foreign keys.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ACCOUNTS, Logs, digests_of, events_of, expect_help, is_object};
use crate::harness::Ran;
use crate::stub::Requests;

const ORGANIZATION: &str = "o-a1b2c3d4e5";

/// The keys of all logs below a source, as `ct grep` reads them.
fn keys(logs: &Logs, line: &str) -> Vec<String> {
    let ran = logs.ct("grep -l").args(line).run();
    assert!(ran.code == 0 && ran.stderr.is_empty(), "{line}\n{ran}");
    let key = |name: &&str| name.strip_prefix("s3://logs/").unwrap().to_owned();
    ran.lines().iter().map(key).collect()
}

/// The keys in the bucket that begin with a prefix and go on with another text.
fn those(logs: &Logs, prefix: &str, has: &str) -> Vec<String> {
    let wanted = |key: &&String| key.starts_with(prefix) && key.contains(has);
    logs.tree.keys().filter(wanted).cloned().collect()
}

/// Asserts that just these keys are read, in this order.
fn expect_keys(logs: &Logs, line: &str, expected: &[String]) {
    let found = keys(logs, line);
    let lacking: Vec<_> = expected.iter().filter(|key| !found.contains(key)).take(3).collect();
    let more: Vec<_> = found.iter().filter(|key| !expected.contains(key)).take(3).collect();
    assert!(found == expected, "{line}: lacking {lacking:#?}, too many {more:#?}");
}

/// The document of `ct ls`, a line for each folder.
fn rows(ran: &Ran) -> Vec<String> {
    assert_eq!(ran.code, 0, "{ran}");
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["complete"], true, "{ran}");
    let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
    let row = |row: &Value| {
        let names = ["account", "kind", "region", "first", "last", "objects", "bytes"];
        names.map(|name| text(&row[name])).join(" ")
    };
    document["folders"].as_array().unwrap().iter().map(row).collect()
}

/// The same, made of what was put there.
fn expected_rows(logs: &Logs) -> Vec<String> {
    let mut folders: BTreeMap<[&str; 3], (Vec<String>, usize)> = BTreeMap::new();
    for (key, bytes) in logs.tree.iter().filter(|(key, _)| is_object(key)) {
        let parts: Vec<&str> = key.split('/').collect();
        let [.., account, kind, region, year, month, day, _] = parts[..] else { panic!("{key}") };
        let (days, sum) = folders.entry([account, kind, region]).or_default();
        days.push([year, month, day].join("-"));
        *sum += bytes.len();
    }
    let row = |(place, (days, bytes)): ([&str; 3], (Vec<String>, usize))| {
        let (first, last) = (days.iter().min().unwrap(), days.iter().max().unwrap());
        format!("{} {first} {last} {} {bytes}", place.join(" "), days.len())
    };
    folders.into_iter().map(row).collect()
}

/// Puts what other services deliver to the same bucket, more than fits on one page.
fn put_foreign(logs: &Logs) {
    let account = ACCOUNTS[0];
    for at in 0..1_500 {
        for folder in [
            format!("AWSLogs/{account}/elasticloadbalancing/eu-west-1/2025/11/20"),
            format!("AWSLogs/{account}/Config/eu-west-1/2025/11/20"),
            "elsewhere/data/2025/11".to_owned(),
        ] {
            logs.stub.put("logs", &format!("{folder}/{at:04}.json.gz"), b"foreign");
        }
    }
    logs.stub.put("logs", &format!("AWSLogs/{account}/CloudTrail/"), b"");
    logs.stub.put("logs", &format!("AWSLogs/{account}/note.json"), b"foreign");
}

/// Asserts that each listing took one page, and none was of a folder with such a name.
fn expect_lists(requests: &Requests, without: &[&str]) {
    for prefix in &requests.prefixes {
        assert!(!without.iter().any(|name| prefix.contains(name)), "{prefix} was listed");
    }
    assert_eq!(requests.lists, requests.prefixes.len(), "a listing took several pages");
}

#[test]
fn ls_counts_all_objects() {
    let mut logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    logs.log(&events_of(ACCOUNTS[1], "eu-west-1"), "20240229T1000Z");
    logs.log(&format!("AWSLogs/{}/CloudTrail-Insight/eu-west-1", ACCOUNTS[1]), "20251001T1000Z");
    logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), "20251120T110000Z");
    put_foreign(&logs);
    let ran = logs.ct("ls -o json s3://logs").run();
    assert_eq!(rows(&ran), expected_rows(&logs));
    let requests = logs.stub.requests();
    assert_eq!(requests.gets, 0);
    expect_lists(&requests, &["elasticloadbalancing", "Config", "elsewhere/data/2025"]);
}

#[test]
fn ls_prints_a_table() {
    let mut logs = Logs::new();
    logs.log(&events_of(ACCOUNTS[1], "eu-west-1"), "20240229T1000Z");
    let in_organization = format!("AWSLogs/{ORGANIZATION}/{}/CloudTrail/eu-west-1", ACCOUNTS[0]);
    logs.log(&in_organization, "20251120T1000Z");
    logs.log(&in_organization, "20251121T1000Z");
    let ran = logs.ct("ls s3://logs").run().expect_silent_yes();
    let table: Vec<Vec<&str>> =
        ran.lines().iter().map(|line| line.split_whitespace().take(7).collect()).collect();
    let head = ["ORGANIZATION", "ACCOUNT", "KIND", "REGION", "FIRST", "LAST", "OBJECTS"];
    assert_eq!(table[0], head, "{ran}");
    let alone = [ACCOUNTS[1], "CloudTrail", "eu-west-1", "2024-02-29", "2024-02-29", "1"];
    assert_eq!(table[1][..6], alone, "{ran}");
    let in_organization =
        [ORGANIZATION, ACCOUNTS[0], "CloudTrail", "eu-west-1", "2025-11-20", "2025-11-21", "2"];
    assert_eq!(table[2], in_organization, "{ran}");
    let ran = logs.ct("ls -o json s3://logs").run().expect_silent_yes();
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let named: Vec<&Value> =
        document["folders"].as_array().unwrap().iter().map(|it| &it["organisation"]).collect();
    assert_eq!(named, [&Value::Null, &Value::from(ORGANIZATION)], "{ran}");
}

#[test]
fn account_and_region_filters_limit_listings() {
    let logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    put_foreign(&logs);
    let line = format!("--account {} --region eu-west-1 s3://logs", ACCOUNTS[0]);
    expect_keys(&logs, &line, &those(&logs, &events_of(ACCOUNTS[0], "eu-west-1"), ""));
    let requests = logs.stub.requests();
    let strangers = ["elasticloadbalancing", "Config", "elsewhere/data/2025"];
    expect_lists(&requests, &[&strangers[..], &[ACCOUNTS[1], ACCOUNTS[2], "us-east-1"]].concat());
    assert_eq!(requests.gets, 3);
}

#[test]
fn a_search_does_not_list_digest_files() {
    let mut logs = Logs::of_regions(&["eu-west-1"]);
    for hour in 10..20 {
        logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), &format!("20251120T{hour}0000Z"));
    }
    let ran = logs.ct("grep s3://logs").run().expect_silent_yes();
    assert_eq!(ran.text(), logs.lines(|_| true));
    let requests = logs.stub.requests();
    expect_lists(&requests, &["CloudTrail-Digest"]);
    assert_eq!(requests.gets, 9);
}

#[test]
fn time_filters_limit_listed_days() {
    let mut logs = Logs::new();
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for month in 1..=11 {
        for day in 1..=28 {
            for hour in 0..4 {
                logs.log(&region, &format!("2025{month:02}{day:02}T{hour:02}00Z"));
            }
        }
    }
    let line = "--since 2025-11-20 --until 2025-11-24T23:59:59Z --late 0s s3://logs";
    let expected = logs.tree.keys().filter(|key| {
        let (_, day) = key.split_once("eu-west-1/").unwrap();
        ("2025/11/20".."2025/11/25").contains(&day)
    });
    expect_keys(&logs, line, &expected.cloned().collect::<Vec<_>>());
    let requests = logs.stub.requests();
    assert_eq!((requests.gets, requests.lists), (20, requests.prefixes.len()));
    // More than one page, had all been listed.
    assert!(logs.tree.len() > 1_000);

    let line = "--since 2025-03-31 --until 2025-06-02T00:30:00Z --late 1h s3://logs";
    let expected = logs.tree.keys().filter(|key| {
        let (_, day) = key.split_once("eu-west-1/").unwrap();
        ("2025/03/31".."2025/06/02").contains(&day)
    });
    expect_keys(&logs, line, &expected.cloned().collect::<Vec<_>>());
    let requests = logs.stub.requests();
    // And two logs of the last day, which may be late.
    assert_eq!(requests.gets, 20 + (28 + 28 + 1) * 4 + 2);
    assert_eq!(requests.lists, requests.prefixes.len(), "a listing took several pages");
}

#[test]
fn logs_are_found_below_any_prefix() {
    let mut logs = Logs::new();
    let prefixes = ["", "team/", "team b/ü+%41&=/", "copy of AWSLogs/", "deep/er/"];
    for prefix in prefixes {
        logs.log(&format!("{prefix}{}", events_of(ACCOUNTS[0], "eu-west-1")), "20251120T1000Z");
    }
    let mut all: Vec<String> = logs.tree.keys().cloned().collect();
    let mut found = keys(&logs, "s3://logs");
    all.sort();
    found.sort();
    assert_eq!(found, all);
    for prefix in &prefixes[1..] {
        let below = those(&logs, prefix, "");
        for source in [prefix.trim_end_matches('/').to_owned(), format!("{prefix}AWSLogs/")] {
            expect_keys(&logs, &format!("'s3://logs/{source}'"), &below);
        }
    }
}

#[test]
fn a_source_can_be_below_awslogs() {
    let mut logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), "20251120T110000Z");
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for depth in ["", "/", "/2025", "/2025/11/", "/2025/11/20"] {
        let below = those(&logs, &format!("{region}{depth}"), "");
        expect_keys(&logs, &format!("s3://logs/{region}{depth}"), &below);
    }
    for above in ["", "/CloudTrail"] {
        let path = format!("AWSLogs/{}{above}", ACCOUNTS[0]);
        let below = those(&logs, &path, "/CloudTrail/");
        expect_keys(&logs, &format!("s3://logs/{path}"), &below);
    }
    let requests = logs.stub.requests();
    expect_lists(&requests, &[ACCOUNTS[1], ACCOUNTS[2]]);
}

#[test]
fn a_source_can_be_the_awslogs_folder() {
    let mut logs = Logs::new();
    for prefix in ["", "AWSLogs/backup/", "team/AWSLogs/old/"] {
        logs.log(&format!("{prefix}{}", events_of(ACCOUNTS[0], "eu-west-1")), "20251120T1000Z");
    }
    for prefix in ["AWSLogs/backup", "team/AWSLogs/old"] {
        for source in [prefix.to_owned(), format!("{prefix}/AWSLogs")] {
            let below = those(&logs, prefix, "");
            expect_keys(&logs, &format!("s3://logs/{source}"), &below);
        }
    }
}

#[test]
fn an_organization_adds_a_level() {
    let mut logs = Logs::new();
    let other = "o-zzzzzzzzzz";
    for organization in [ORGANIZATION, other] {
        for account in ACCOUNTS {
            let region = format!("AWSLogs/{organization}/{account}/CloudTrail/eu-west-1");
            logs.log(&region, "20251120T1000Z");
        }
    }
    logs.log(&events_of(ACCOUNTS[0], "eu-west-1"), "20251120T1000Z");
    let all: Vec<String> = logs.tree.keys().cloned().collect();
    expect_keys(&logs, "s3://logs", &all);
    let before = logs.stub.requests().prefixes.len();
    let line = format!("--org-id {ORGANIZATION} s3://logs");
    expect_keys(&logs, &line, &those(&logs, "", ORGANIZATION));
    let line = format!("--org-id {ORGANIZATION} --account {} s3://logs", ACCOUNTS[1]);
    let expected = those(&logs, &format!("AWSLogs/{ORGANIZATION}/{}", ACCOUNTS[1]), "");
    expect_keys(&logs, &line, &expected);
    for prefix in &logs.stub.requests().prefixes[before..] {
        assert!(!prefix.contains(other), "{prefix} was listed");
    }
    let ran = logs.ct(&format!("ls -o json --account {} s3://logs", ACCOUNTS[0])).run();
    assert_eq!(rows(&ran).len(), 3);
}

#[test]
fn every_partition_has_its_regions() {
    let regions = ["cn-north-1", "eusc-de-east-1", "us-gov-west-1", "us-iso-east-1"];
    let logs = Logs::of_regions(&regions);
    assert_eq!(rows(&logs.ct("ls -o json s3://logs").run()), expected_rows(&logs));
    for region in regions {
        let expected = those(&logs, "", &format!("/{region}/"));
        expect_keys(&logs, &format!("--region {region} s3://logs"), &expected);
        let ran = logs.ct("grep --count s3://logs").env("AWS_REGION", region).run();
        assert_eq!(ran.expect_silent_yes().number(), 72);
    }
}

#[test]
fn a_prefix_without_awslogs_is_read() {
    let mut logs = Logs::new();
    for account in &ACCOUNTS[..2] {
        logs.log_in("flat/exports", &events_of(account, "eu-west-1"), "20251120T1000Z");
    }
    logs.stub.put("logs", "flat/notes.txt", b"nothing");
    expect_keys(&logs, "s3://logs/flat", &those(&logs, "flat/", ""));
    // The file names still have the accounts.
    let one = format!("--account {} s3://logs/flat/", ACCOUNTS[0]);
    expect_keys(&logs, &one, &those(&logs, "flat/", ACCOUNTS[0]));
    let ran = logs.ct(&format!("ls -o json --account {} s3://logs/flat", ACCOUNTS[0])).run();
    assert_eq!(rows(&ran).len(), 1, "{ran}");
}

#[test]
fn a_bucket_without_awslogs_is_not_listed_completely() {
    let logs = Logs::new();
    for at in 0..2_500 {
        logs.stub.put("logs", &format!("data/{:02}/{at:04}.json", at % 50), b"{}");
    }
    for line in ["grep s3://logs", "ls s3://logs"] {
        let ran = logs.ct(line).run();
        assert_eq!(ran.code, 2, "{ran}");
        let message = "s3://logs/: no AWSLogs folder found; name a prefix";
        assert!(ran.stderr.contains(message), "{line}\n{ran}");
    }
    let requests = logs.stub.requests();
    assert_eq!((requests.gets, requests.lists), (0, requests.prefixes.len()));
}

/// Access logs of buckets lie in one folder, millions of them.
#[test]
fn a_large_folder_of_other_objects_is_not_listed_completely() {
    let mut logs = Logs::of_regions(&["eu-west-1"]);
    logs.log(&format!("team/{}", events_of(ACCOUNTS[0], "eu-west-1")), "20251120T1000Z");
    for at in 0..30_000 {
        logs.stub.put("logs", &format!("access/2025-11-20-{at:05}"), b"other");
    }
    let all: Vec<String> = logs.tree.keys().cloned().collect();
    expect_keys(&logs, "s3://logs", &all);
    let requests = logs.stub.requests();
    let pages = requests.lists - requests.prefixes.len();
    assert!(pages < 10, "{pages} pages of other objects were listed");
}

#[test]
fn an_empty_prefix_is_an_error() {
    let mut logs = Logs::of_regions(&["eu-west-1"]);
    for line in ["grep s3://logs/none", "ls s3://logs/none", "ls --account 999999999999 s3://logs"]
    {
        expect_help(&logs.ct(line).run(), "no CloudTrail logs in s3://logs", "");
    }
    logs.log("team/AWSLogs/111122223333/CloudTrail/eu-west-1", "20251120T1000Z");
    for prefix in ["", "/team"] {
        let line = format!("grep --account 999999999999 s3://logs{prefix}");
        let message = "no log of this account, region and time in s3://logs";
        expect_help(&logs.ct(&line).run(), message, "--account");
    }
    let requests = logs.stub.requests();
    expect_lists(&requests, &["111122223333"]);
    assert_eq!(requests.gets, 0, "what is not wanted was read");
}

#[test]
fn prefixes_may_be_empty_or_end_in_a_slash() {
    let mut logs = Logs::new();
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    for prefix in ["", "/", "team/", "team//"] {
        for stamp in ["20251119T1000Z", "20251120T1000Z"] {
            logs.log(&format!("{prefix}{region}"), stamp);
        }
        logs.digest(
            &format!("{prefix}{}", digests_of(ACCOUNTS[0], "eu-west-1")),
            "20251120T110000Z",
        );
    }
    let events = "/CloudTrail/";
    for (source, prefix) in [
        ("s3://logs", ""),
        ("s3://logs//", "/"),
        ("s3://logs//AWSLogs", "/AWSLogs"),
        ("s3://logs//AWSLogs/", "/AWSLogs"),
        ("s3://logs/team//", "team//"),
        ("s3://logs/team", "team/"),
        ("s3://logs/team/", "team/"),
        ("s3://logs/team//AWSLogs/111122223333", "team//AWSLogs"),
    ] {
        // Folder by folder, those nearer to the top first.
        let mut found = keys(&logs, source);
        found.sort();
        assert_eq!(found, those(&logs, prefix, events), "{source}");
        let ran = logs.ct(&format!("ls -o json {source}")).run();
        assert_eq!(rows(&ran).len(), 2, "{source}\n{ran}");
    }
    // Only the days that are wanted are listed.
    let before = logs.stub.requests().prefixes.len();
    let line = "--since 2025-11-20 --late 0s --until 2025-11-20T23:59:59Z s3://logs//AWSLogs";
    expect_keys(&logs, line, &those(&logs, "/AWSLogs", "20251120T1000Z"));
    let asked = logs.stub.requests().prefixes;
    assert!(asked[before..].iter().all(|prefix| prefix.starts_with("/AWSLogs/")), "{asked:?}");
}

#[test]
fn an_object_is_read_by_its_key() {
    let mut logs = Logs::new();
    let log = logs.log(&events_of(ACCOUNTS[0], "eu-west-1"), "20251120T1000Z");
    let bytes = logs.tree[&log].clone();
    for key in [
        "some/file.bin",
        "file",
        "/lead",
        "a//b",
        "a b.txt",
        "q?x",
        "h#x",
        "p+q",
        "ü/日本",
        "%2F",
        "x=1&y",
    ] {
        logs.stub.put("logs", key, &bytes);
        logs.stub.put("logs", &format!("{key}.other"), b"not a log");
        let ran = logs.ct("grep --count").arg(format!("s3://logs/{key}")).run();
        assert_eq!(ran.expect_silent_yes().number(), 2, "{key}");
    }
}

#[test]
fn ls_prints_json_and_csv() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    let line = |flags: &str| logs.ct(&format!("ls {flags} s3://logs --account 111122223333")).run();
    let csv = line("-o csv").expect_silent_yes();
    let bytes: usize = logs
        .tree
        .iter()
        .filter(|(key, _)| key.contains("/111122223333/"))
        .map(|it| it.1.len())
        .sum();
    let row = format!(",111122223333,CloudTrail,eu-west-1,2025-11-19,2025-11-20,3,{bytes},0");
    let names = "organisation,account,kind,region,first,last,objects,bytes,archived";
    assert_eq!(csv.lines(), [names, &row]);
    let tsv = line("-o tsv --no-header").expect_silent_yes();
    assert_eq!(tsv.lines(), [row.replace(',', "\t")]);
    // The old name of text, and the one variable for all commands; one of its own comes first.
    assert_eq!(line("-o table").text(), line("-o text").text());
    let with = |variables: &[(&str, &str)]| {
        let ct = logs.ct("ls s3://logs --account 111122223333");
        variables.iter().fold(ct, |ct, (name, value)| ct.env(name, value)).run().text().to_owned()
    };
    assert_eq!(with(&[("CT_FORMAT", "csv")]), csv.text());
    assert_eq!(with(&[("CT_FORMAT", "csv"), ("CT_LS_FORMAT", "table")]), line("").text());
    // What a command does not have is for others.
    assert_eq!(with(&[("CT_FORMAT", "jsonl")]), line("").text());
}
