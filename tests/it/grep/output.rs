//! Output: records byte for byte as CloudTrail wrote them, in the same order on any number of threads.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Record, events, five, lines, object, trail};
use crate::harness::{Ct, Ran, root};

const FORMATS: [&str; 5] = ["text", "jsonl", "json", "csv", "tsv"];

fn grep(line: &str) -> Ran {
    Ct::new(&format!("grep {line}")).run()
}

#[test]
fn records_leave_byte_for_byte_and_in_order() {
    assert_eq!(grep("fixtures/trail").expect_silent_yes().text(), lines(&trail()));
    assert_eq!(grep("fixtures/events").expect_silent_yes().text(), lines(&events()));
    assert_eq!(
        grep("-o jsonl fixtures/events fixtures/trail").text(),
        lines(&events()) + &lines(&trail())
    );
}

#[test]
fn an_indented_record_leaves_on_one_line() {
    for (name, count) in [("records-pretty.json", 5), ("single-pretty.json", 1)] {
        let ran = grep(&object(name)).expect_silent_yes();
        let found: Vec<Value> =
            ran.lines().iter().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(found, five()[..count].iter().map(|r| r.value.clone()).collect::<Vec<_>>());
    }
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let mut lines: Vec<String> = FORMATS.map(|format| format!("-o {format}")).to_vec();
    let others = [
        "--count",
        "-l",
        "-l -n 3",
        "-n 10",
        "--unique",
        "--unique -n 7 -o json",
        "--fields object,eventName",
    ];
    lines.extend(others.map(str::to_owned));
    for line in lines {
        let run = |threads| grep(&format!("{line} fixtures fixtures/trail --threads {threads}"));
        let one = run(1);
        for threads in [2, 8] {
            let many = run(threads);
            assert!(many.stdout == one.stdout, "{line}: {threads} threads give other bytes");
            assert_eq!((many.stderr, many.code), (one.stderr.clone(), one.code), "{line}");
        }
    }
}

#[test]
fn limit_stops_after_n_events() {
    let all = trail();
    for limit in [1, 5, 6, 143, 144, 1000] {
        let ran = grep(&format!("fixtures/trail -n {limit}")).expect_silent_yes();
        assert_eq!(ran.text(), lines(all.iter().take(limit)));
        let ran = grep(&format!("fixtures/trail -n {limit} --count")).expect_silent_yes();
        assert_eq!(ran.number(), limit.min(144));
    }
    let ran = grep("fixtures/trail --limit 2 --errors -o json").expect_silent_yes();
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["Records"].as_array().unwrap().len(), 2);
}

#[test]
fn unique_prints_an_event_once() {
    let five = five();
    let twice = object("duplicates.json.gz");
    assert_eq!(grep(&twice).text(), lines([&five[0], &five[1], &five[0]]));
    assert_eq!(grep(&format!("--unique {twice}")).text(), lines(&five[..2]));
    assert_eq!(grep("-u fixtures/trail fixtures/trail").text(), lines(&trail()));
    insta::assert_snapshot!(grep(&format!("-u --count -v {twice}")), @"
    code 0
    --- stdout
    2
    --- stderr
    3 of 3 events in 1 object · 1 duplicate left out
    ");
}

#[test]
fn duplicates_are_counted() {
    let again = |line: &str| {
        let ran = grep(&format!("-v --count {line}"));
        let line = ran.stderr.lines().next().unwrap().to_owned();
        line.split(" · ").find(|part| part.contains("duplicate")).unwrap_or_default().to_owned()
    };
    let twice = object("duplicates.json.gz");
    assert_eq!(again(&twice), "1 duplicate");
    assert_eq!(again("fixtures/trail"), "");
    for threads in [1, 2, 8] {
        let line = format!("fixtures/trail fixtures/trail --threads {threads}");
        assert_eq!(again(&line), "144 duplicates", "{threads}");
    }
    // Only of the events that match.
    let is_sign_in = |r: &&Record| r.text("/eventName") == "ConsoleLogin";
    let count = trail().iter().filter(is_sign_in).count();
    let line = "fixtures/trail fixtures/trail --event-name ConsoleLogin";
    assert_eq!(again(line), format!("{count} duplicates"));
    assert_eq!(again(&format!("{line} -u")), format!("{count} duplicates left out"));
    // Beyond a limit as well: all of an object is read.
    assert_eq!(again(&format!("{twice} -n 1")), "1 duplicate");
    let names = grep(&format!("-v -l {twice} {twice}")).stderr;
    assert!(names.contains("4 duplicates"), "{names}");
    let one = r#"{"eventVersion":"1.08","eventID":"e","recipientAccountId":"111122223333"}"#;
    let other = one.replace("111122223333", "444455556666");
    let none = r#"{"eventVersion":"1.08","recipientAccountId":"111122223333"}"#;
    let input = format!("{one}\n{other}\n{none}\n{none}\n");
    let ran = Ct::new("grep -v --count -").input(input).run();
    assert!(ran.number() == 4 && !ran.stderr.contains("duplicate"), "{ran}");
}

#[test]
fn files_with_matches_prints_object_names() {
    let holds = |record: &&Record| record.text("/eventName") == "RunInstances";
    let logs: BTreeSet<_> = trail().iter().filter(holds).map(|record| record.log.clone()).collect();
    let names = logs.iter().map(|log| log.strip_prefix(root()).unwrap().display().to_string());
    let ran = grep("-l --event-name RunInstances fixtures/trail").expect_silent_yes();
    assert!(logs.len() > 1);
    assert_eq!(
        ran.text().replace('\\', "/"),
        names.map(|n| n.replace('\\', "/") + "\n").collect::<String>()
    );
    assert_eq!(grep("-l --event-name NoSuchCall fixtures/trail").code, 1);
}

#[test]
fn a_json_document_holds_the_same_records() {
    let ran = grep("-o json fixtures/trail").expect_silent_yes();
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["Records"], trail().into_iter().map(|r| r.value).collect::<Value>());
    assert_eq!(ran.text().matches(&trail()[7].raw).count(), 1);
    assert_eq!(grep("-o json --event-name NoSuchCall fixtures/trail").text(), "{\"Records\":[]}\n");
    let again = Ct::new("grep --count -").input(ran.stdout).run();
    assert_eq!(again.number(), 144);
}

/// The cells of a line of CSV (RFC 4180) that holds no line breaks.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().unwrap();
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    assert!(!quoted, "{line}");
    cells
}

#[test]
fn csv_and_tsv_have_one_row_per_event() {
    let names: Vec<String> = trail().iter().map(|r| r.text("/eventName").to_owned()).collect();
    for (format, comma) in [("csv", true), ("tsv", false)] {
        let ran = grep(&format!("-o {format} fixtures/trail")).expect_silent_yes();
        let tabs = |line: &str| line.split('\t').map(str::to_owned).collect();
        let split = |line: &&str| if comma { cells(line) } else { tabs(line) };
        let rows: Vec<Vec<String>> = ran.lines().iter().map(split).collect();
        let at = rows[0].iter().position(|heading| heading == "eventName").unwrap();
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{format}");
        assert_eq!(
            rows[1..].iter().map(|row| row[at].clone()).collect::<Vec<_>>(),
            names,
            "{format}"
        );
    }
}

#[test]
fn no_cell_is_a_formula_or_has_control_characters() {
    let fields = "--fields userAgent,principal,target,userIdentity.userName,userIdentity.arn,requestParameters.policyDocument,object";
    for line in
        ["-o csv", "-o tsv", "-o text", &format!("-o csv {fields}"), &format!("-o text {fields}")]
    {
        let ran = grep(&format!("{line} fixtures/events fixtures/trail")).expect_silent_yes();
        let steers = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
        assert_eq!(ran.text().chars().find(steers), None, "{line}");
        assert!(line.contains("tsv") || !ran.text().contains('\t'), "{line}");
        if line.contains("csv") {
            let cells = ran.lines().into_iter().flat_map(cells);
            let formulas = cells.filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(formulas.collect::<Vec<String>>(), Vec::<String>::new(), "{line}");
        }
    }
}

#[test]
fn control_characters_are_escaped() {
    let fields = "--fields userAgent,userIdentity.userName,eventName fixtures/events/escapes.json";
    insta::assert_snapshot!(grep(&format!("-o csv {fields}")).text(), @r#"
    userAgent,userIdentity.userName,eventName
    "\u{1b}[31mred\u{1b}[0m https://example.com/?a=1&b=2 ""quoted"" tab\there",'=cmd@café,PutUserPolicy
    "#);
    insta::assert_snapshot!(grep(&format!("-o text {fields}")).text(), @r#"\u{1b}[31mred\u{1b}[0m https://example.com/?a=1&b=2 "quoted" tab\there  =cmd@café  PutUserPolicy"#);
    insta::assert_snapshot!(grep(&format!("-o jsonl {fields}")).text(), @r#"{"userAgent":"\u001b[31mred\u001b[0m https:\/\/example.com\/?a=1\u0026b=2 \"quoted\" tab\there","userIdentity.userName":"=cmd@caf\u00e9","eventName":"PutUserPolicy"}"#);
}

#[test]
fn chosen_fields_keep_their_order_and_may_be_missing() {
    let line = "--fields eventName,errorCode,resources[0].type,principal,target";
    let line = format!("{line} {}", object("array.json"));
    insta::assert_snapshot!(grep(&line).text(), @r#"
    {"eventName":"GetObject","errorCode":"AccessDenied","resources[0].type":"AWS::S3::Object","principal":"alice","target":"finance-reports/q4.xlsx"}
    {"eventName":"PutObject","errorCode":null,"resources[0].type":"AWS::S3::Object","principal":"deploy/ci-4821","target":"logs-prod/app/2026/11/20/0913-ci-4821.ndjson"}
    {"eventName":"ConsoleLogin","errorCode":null,"resources[0].type":null,"principal":"bob","target":"Failure, MFA: No"}
    "#);
    insta::assert_snapshot!(grep(&format!("-o tsv {line}")).text().replace('\t', "|"), @"
    eventName|errorCode|resources[0].type|principal|target
    GetObject|AccessDenied|AWS::S3::Object|alice|finance-reports/q4.xlsx
    PutObject||AWS::S3::Object|deploy/ci-4821|logs-prod/app/2026/11/20/0913-ci-4821.ndjson
    ConsoleLogin|||bob|Failure, MFA: No
    ");
}

#[test]
fn text_columns_are_aligned() {
    insta::assert_snapshot!(grep(&format!("-o text {}", object("records.json.gz"))).text(), @"
    2026-11-20 09:05:10Z  us-east-1  s3:GetObject          alice             198.51.100.20    finance-reports/q4.xlsx  AccessDenied
    2026-11-20 09:13:17Z  us-east-1  s3:PutObject          deploy/ci-4821    203.0.113.7      logs-prod/app/2026/11/20/0913-ci-4821.ndjson
    2026-11-20 09:14:02Z  us-east-1  signin:ConsoleLogin   bob               192.0.2.44       Failure, MFA: No  Failed authentication
    2026-11-20 09:15:31Z  us-east-1  kms:Decrypt           web-app/i-0a1b2c3d4e5f60718  203.0.113.40
    2026-11-20 09:16:44Z  eu-west-1  ec2:StopInstances     bob               192.0.2.44       i-0fedcba9876543210
    ");
}

#[test]
fn colour_follows_color_and_no_color() {
    let line = format!("-o text {}", object("records.json.gz"));
    let plain = grep(&line);
    let coloured = grep(&format!("{line} --color always"));
    assert!(!plain.text().contains('\u{1b}') && coloured.text().contains("\u{1b}["));
    assert_eq!(anstrip(coloured.text()), plain.text());
    let refused = Ct::new(&format!("grep {line}")).env("NO_COLOR", "1").run();
    assert_eq!(refused.text(), plain.text());
}

/// The text without colours.
fn anstrip(text: &str) -> String {
    regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(text, "").into_owned()
}

#[test]
fn no_header_leaves_out_the_headings() {
    for format in ["csv", "tsv"] {
        let line = format!("-o {format} --fields eventName {}", object("records.json.gz"));
        let with = grep(&line);
        let without = grep(&format!("--no-header {line}"));
        assert_eq!(with.lines()[0], "eventName");
        assert_eq!(with.lines()[1..], without.lines(), "{format}");
    }
}
