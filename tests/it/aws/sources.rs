//! `ct grep` of buckets: the same bytes as from the same logs on this machine.

use std::fs;

use super::{ACME, all, ct, deliver};
use crate::fixtures;
use crate::harness::Ct;
use crate::moto::MOTO;

#[test]
fn bucket_and_trail_sources_print_the_same_bytes_as_the_folder() {
    let (all, arn) = (all(), "arn:aws:cloudtrail:us-east-1:210987654321:trail/management-events");
    let sources = [
        String::new(),
        "trail:".to_owned(),
        "trail:management-events".to_owned(),
        format!("trail:{arn}"),
        "s3://acme-trail".to_owned(),
        "s3://acme-trail/".to_owned(),
        "s3://acme-trail/AWSLogs".to_owned(),
        "s3://acme-trail/AWSLogs/111122223333/".to_owned(),
        "s3://acme-trail/AWSLogs/111122223333/CloudTrail".to_owned(),
    ];
    for source in sources {
        let ran = ACME.ct(&format!("grep {source}")).run().expect_silent_yes();
        assert!(ran.stdout == all, "of {source}");
    }
    for source in ["trail:", "s3://acme-trail"] {
        let ran = ACME.ct("grep").env("CT_SOURCE", source).run().expect_silent_yes();
        assert!(ran.stdout == all, "of {source} in the environment");
    }
}

#[test]
fn a_prefix_prints_the_same_bytes_as_the_folder() {
    let region = "AWSLogs/111122223333/CloudTrail/eu-west-1";
    for part in [region.to_owned(), format!("{region}/2026"), format!("{region}/2026/11/20/")] {
        let there = ACME.ct(&format!("grep s3://acme-trail/{part}")).run().expect_silent_yes();
        let here = Ct::new(&format!("grep fixtures/trail/{part}")).run().expect_silent_yes();
        assert!(there.stdout == here.stdout, "{part}");
    }
}

#[test]
fn filters_match_the_same_in_a_bucket_and_a_folder() {
    for filter in [
        "--user alice --errors -o text",
        "--event-name 'Put*,Delete*' -o csv",
        "--region eu-west-1",
        "--account 111122223333 --region us-east-1 --count",
        "--since 2026-11-20T10:00:00Z --until 2026-11-20T10:30:00Z",
        "--since 2026-11-20 --until 2026-11-21 --unique",
        "--where 'userIdentity.type = Root' --fields eventTime,eventName",
        "--event-name NoSuchEvent",
    ] {
        let there = ACME.ct(&format!("grep {filter}")).run();
        let here = Ct::new(&format!("grep {filter} fixtures/trail")).run();
        assert_eq!(there.to_string(), here.to_string(), "{filter}");
    }
}

#[test]
fn threads_and_concurrency_do_not_change_the_output() {
    let all = all();
    for flags in ["--threads 1 --concurrency 1", "--threads 4 --concurrency 3", "--concurrency 200"]
    {
        let ran = ACME.ct(&format!("grep {flags}")).run().expect_silent_yes();
        assert!(ran.stdout == all, "{flags}");
    }
    let limited = ACME.ct("grep --limit 3").run();
    assert_eq!(limited.code, 0, "{limited}");
    assert!(all.starts_with(&limited.stdout) && limited.lines().len() == 3, "{limited}");
}

#[test]
fn coverage_names_objects_by_their_s3_uri() {
    insta::assert_snapshot!(ACME.ct("grep --user root --count -v s3://acme-trail").run(), @"
    code 0
    --- stdout
    10
    --- stderr
    10 of 144 events in 21 objects · 111122223333 · eu-west-1 us-east-1 · delivered through 2026-11-20 11:55Z
    ");
    let ran = ACME.ct("grep --event-name StopLogging -l").run().expect_silent_yes();
    let here = Ct::new("grep --event-name StopLogging -l fixtures/trail").run();
    assert_eq!(ran.text().replace("s3://acme-trail/", "fixtures/trail/"), here.text());
    let named = ACME.ct("grep -v --count trail:management-events").run();
    let arn = "arn:aws:cloudtrail:us-east-1:210987654321:trail/management-events";
    assert!(named.stderr.starts_with(&format!("{arn}: s3://acme-trail\n")), "{named}");
}

#[test]
fn the_summary_counts_listed_objects() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.json");
    ACME.ct("grep --event-name GetObject --summary").arg(&path).run().expect_silent_yes();
    let summary = crate::harness::document(&path);
    assert_eq!(summary["complete"], true);
    // Digests are not even listed.
    assert_eq!(summary["objects"]["listed"], 21);
    assert_eq!(summary["objects"]["read"], 21);
    assert_eq!(summary["events"]["total"], 144);
    assert_eq!(summary["delivered_through"], "2026-11-20T11:55:00Z");
}

#[test]
fn sources_are_read_in_the_given_order() {
    let sources = "fixtures/objects/single.json s3://acme-trail fixtures/objects/array.json";
    let here = "fixtures/objects/single.json fixtures/trail fixtures/objects/array.json";
    let there = ACME.ct(&format!("grep {sources}")).run().expect_silent_yes();
    assert!(there.stdout == Ct::new(&format!("grep {here}")).run().stdout);
}

#[test]
fn awslogs_is_found_below_a_prefix() {
    MOTO.bucket("aws-prefixes");
    let prefixes = ["team a/logs+1 %/", "zo\u{eb}/"];
    for prefix in prefixes {
        deliver(&MOTO, "aws-prefixes", prefix);
    }
    for prefix in prefixes {
        let ran = ct(&MOTO, "grep").arg(format!("s3://aws-prefixes/{prefix}")).run();
        assert!(ran.expect_silent_yes().stdout == all(), "{prefix}");
    }
    // Another account's logs are none, whatever else there is.
    let ran = ct(&MOTO, "ls --account 444455556666 s3://aws-prefixes/zo\u{eb}").run();
    assert!(ran.code == 2 && ran.text().is_empty(), "{ran}");
    let both = ct(&MOTO, "grep --count s3://aws-prefixes").run().expect_silent_yes();
    assert_eq!(both.number(), 2 * 144);
    let unique = ct(&MOTO, "grep --unique s3://aws-prefixes").run().expect_silent_yes();
    assert_eq!(unique.lines().len(), 144);
}

#[test]
fn logs_outside_awslogs_are_read() {
    MOTO.bucket("aws-exports");
    for name in ["records.json.gz", "lines.jsonl", "digest.json.gz"] {
        let bytes = fs::read(fixtures::folder().join("objects").join(name)).unwrap();
        MOTO.put("aws-exports", &format!("export/{name}"), &bytes);
    }
    MOTO.put("aws-exports", "export/", b"");
    let ran = ct(&MOTO, "grep --count s3://aws-exports/export").run().expect_silent_yes();
    assert_eq!(ran.number(), 5 + 3);
    insta::assert_snapshot!(ct(&MOTO, "grep --count s3://aws-exports").run(), @"
    code 2
    --- stdout
    0
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      s3://aws-exports/: no AWSLogs folder found; name a prefix
    ");
}

#[test]
fn a_bucket_that_does_not_exist_is_an_error_with_help() {
    insta::assert_snapshot!(ct(&MOTO, "grep s3://aws-no-such-bucket").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no such bucket: aws-no-such-bucket
    help: check the name and the account
    ");
    insta::assert_snapshot!(ct(&MOTO, "grep s3://").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no bucket in s3://
    help: write s3://BUCKET[/PREFIX]
    ");
    MOTO.bucket("aws-empty");
    insta::assert_snapshot!(ct(&MOTO, "grep s3://aws-empty").run(), @"
    code 2
    --- stdout
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      s3://aws-empty/: no AWSLogs folder found; name a prefix
    ");
    for source in ["trail:", "s3://acme-trail", "s3://acme-trail/AWSLogs"] {
        let ran = ACME.ct(&format!("grep --account 444455556666 {source}")).run();
        assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
        let expected = format!("ct: no log of this account, region and time in {source}\n");
        assert!(ran.stderr.starts_with(&expected), "{ran}");
    }
}

#[test]
fn event_history_is_of_the_callers_account() {
    let own = ACME.ct("grep --account 210987654321 --region us-east-1 history:").run();
    // Its records name the account of the fixtures.
    assert_eq!((own.code, own.text()), (1, ""), "{own}");
    insta::assert_snapshot!(ACME.ct("grep --account 111122223333 --count history:").run(), @"
    code 2
    --- stdout
    0
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      history: Event History holds events of account 210987654321 only
    ");
}
