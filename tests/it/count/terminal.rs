//! Counts on a terminal of 80 columns.

use serde_json::json;

use super::{logs, record};
use crate::harness::{Ct, root};

/// What a terminal shows in a folder.
fn screen(at: &std::path::Path, line: &str) -> String {
    let ct = Ct::new(&format!("count {line}")).at(at).env("NO_COLOR", "1");
    let ran = ct.run_on_a_terminal_of(80);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
    ran.text().replace("\r\n", "\n")
}

#[test]
fn groups_have_bars() {
    insta::assert_snapshot!(screen(root(), "--by eventName fixtures/trail"), @"
    eventName               events
    PutObject                   31  ████████████████████████████████████████
    GetObject                   13  ████████████████▊
    AssumeRole                   8  ██████████▍
    Decrypt                      8  ██████████▍
    GetSecretValue               8  ██████████▍
    ConsoleLogin                 7  █████████
    DescribeInstances            4  █████▏
    GetBucketAcl                 4  █████▏
    GetTrailStatus               4  █████▏
    RunInstances                 4  █████▏
    DeleteObject                 3  ███▉
    ListBuckets                  3  ███▉
    LookupEvents                 3  ███▉
    UpdateAccessKey              3  ███▉
    DescribeAlarms               2  ██▋
    DescribeSecurityGroups       2  ██▋
    DescribeTrails               2  ██▋
    GetBucketPolicy              2  ██▋
    GetCallerIdentity            2  ██▋
    ListKeys                     2  ██▋
    and 27 more groups, 29 events
    ");
    insta::assert_snapshot!(screen(root(), "--by principal,eventName -m errors,error-rate,last --top 5 fixtures/trail"), @"
    principal           eventName       events  errors  error…  last
    deploy/ci-4821      PutObject           20       0   0.00%  2026-11-20 11:49:17Z
    web-app/i-0a1b2c3…  Decrypt              8       0   0.00%  2026-11-20 11:36:03Z
    web-app/i-0a1b2c3…  GetSecretValue       8       0   0.00%  2026-11-20 11:36:02Z
    thumbnails/thumbn…  GetObject            7       0   0.00%  2026-11-20 11:28:09Z
    thumbnails/thumbn…  PutObject            7       0   0.00%  2026-11-20 11:28:09Z
    and 57 more groups, 94 events
    ");
}

#[test]
fn groups_of_one_day_have_bars_and_of_more_hours_sparklines() {
    let line = "--by eventSource --top 4 fixtures/trail";
    insta::assert_snapshot!(screen(root(), &format!("--every 1d {line}")), @"
    eventSource               events  2026-11-20
    s3.amazonaws.com              62  ████████████████████████████████████████
    ec2.amazonaws.com             16  ██████████▍
    iam.amazonaws.com             14  █████████
    cloudtrail.amazonaws.com      12  ███████▊
    and 7 more groups, 40 events
    ");
    insta::assert_snapshot!(screen(root(), &format!("--every 15m {line}")), @"
    eventSource               events  2026-11-20 07:45:00Z .. 11:45:00Z
    s3.amazonaws.com              62  ·▂▂▄▁▅▁▁▁█▁▃▁▃▃▂▁
    ec2.amazonaws.com             16  ·▂·▆·····▅█▂·▂▂··
    iam.amazonaws.com             14  ···▃·▃▂·▂▃··▂█···
    cloudtrail.amazonaws.com      12  ···█······▆▂▂·▄▂·
    and 7 more groups, 40 events
    ");
    insta::assert_snapshot!(screen(root(), "--every 1h -m errors,error-rate fixtures/trail"), @"
    time                  events  errors  error-rate
    2026-11-20 07:00:00Z       1       1     100.00%  ▋
    2026-11-20 08:00:00Z      39       4      10.26%  ████████████████████████▍
    2026-11-20 09:00:00Z      25       8      32.00%  ███████████████▋
    2026-11-20 10:00:00Z      48      11      22.92%  ██████████████████████████████
    2026-11-20 11:00:00Z      31       2       6.45%  ███████████████████▍
    ");
}

#[test]
fn groups_over_days_have_sparklines() {
    let on = |day: u32, hour: u32, name: &str| {
        let time = format!("2026-11-{day:02}T{hour:02}:00:00Z");
        record(
            "00:00:00",
            name,
            &json!({"eventTime": time, "eventID": format!("{day} {hour} {name}")}),
        )
    };
    let mut all = Vec::new();
    for day in 1..=14 {
        all.extend((0..day).map(|hour| on(day, hour, "PutObject")));
        all.extend((0..14 - day).map(|hour| on(day, hour, "GetObject")));
    }
    all.push(on(7, 0, "DeleteObject"));
    let folder = logs(&[&all]);
    insta::assert_snapshot!(screen(folder.path(), "--every 1d --by eventName ."), @"
    eventName     events  2026-11-01 .. 2026-11-14
    PutObject        105  ▁▁▂▂▃▃▄▅▅▆▆▇▇█
    GetObject         91  █▇▇▆▆▅▄▄▃▂▂▁▁·
    DeleteObject       1  ······█·······
    ");
}
