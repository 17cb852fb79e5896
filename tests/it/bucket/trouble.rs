//! Objects and folders that cannot be read are named, and all others are read; an endpoint that cannot
//! be reached is one line with help.

use std::net::TcpListener;

use super::{ACCOUNTS, Logs, at, events_of, expect_help};
use crate::harness::Ct;
use crate::stub::Paging;

/// Each command that reads a bucket. `fetch` would write to a folder that does not exist.
const COMMANDS: [&str; 3] =
    ["grep s3://logs", "ls s3://logs", "fetch --dry-run s3://logs no/such/folder"];

#[test]
fn a_deleted_or_archived_object_is_named() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    let keys: Vec<&String> = logs.tree.keys().collect();
    logs.stub.vanish("logs", keys[2]);
    logs.stub.archive("logs", keys[5]);
    let ran = logs.ct("grep s3://logs").run();
    assert_eq!((ran.code, ran.text()), (2, &*logs.lines(|key| key != keys[2] && key != keys[5])));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert!(lines[0].starts_with("14 of 14 events in 9 objects"), "{ran}");
    assert!(lines[0].ends_with("INCOMPLETE: 2 objects not read"), "{ran}");
    let gone = format!("  s3://logs/{}: listed, but no longer exists", keys[2]);
    assert_eq!(lines[1], gone);
    let archived = format!("  s3://logs/{}: archived (Glacier); restore it first", keys[5]);
    assert!(lines[2].starts_with(&archived), "{ran}");
    // Nothing found means nothing while something was not read.
    assert_eq!(logs.ct("grep --event-name NoSuchCall s3://logs").run().code, 2);
}

#[test]
fn a_truncated_listing_without_a_token_is_incomplete() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    let days = format!("s3://logs/{}/2025/11", events_of(ACCOUNTS[0], "eu-west-1"));
    for paging in [Paging::NoToken, Paging::SameToken] {
        logs.stub.set_paging(paging);
        for source in ["s3://logs", &*days] {
            for command in ["grep --count", "grep --event-name NoSuchCall", "ls"] {
                let ran = logs.ct(&format!("{command} {source}")).run();
                let is_named = ran.stderr.contains("not all was listed");
                assert!(ran.code == 2 && is_named, "{command} {source}\n{ran}");
            }
            let dest = tempfile::tempdir().unwrap();
            let ran = logs.ct(&format!("fetch --logs-only {source}")).arg(dest.path()).run();
            assert!(ran.code == 2 && ran.stderr.contains("not all was listed"), "{ran}");
        }
    }
}

#[test]
fn access_denied_to_one_account_does_not_affect_others() {
    let logs = Logs::of_regions(&["eu-west-1", "us-east-1"]);
    let denied = format!("AWSLogs/{}/", ACCOUNTS[1]);
    logs.stub.deny("logs", &denied);
    let message =
        format!("  s3://logs/{denied}: access denied; needs s3:ListBucket on arn:aws:s3:::logs");
    let ran = logs.ct("grep s3://logs").run();
    assert_eq!((ran.code, ran.text()), (2, &*logs.lines(|key| !key.starts_with(&denied))));
    assert_eq!(ran.stderr.lines().nth(1), Some(&*message), "{ran}");
    let ran = logs.ct("ls s3://logs").run();
    assert_eq!((ran.code, ran.lines().len()), (2, 5), "{ran}");
    assert_eq!(ran.stderr.lines().nth(1), Some(&*message), "{ran}");
    // Who asks for the others has his answer.
    let others = format!("{},{}", ACCOUNTS[0], ACCOUNTS[2]);
    let ran = logs.ct(&format!("grep --count --account {others} s3://logs")).run();
    assert_eq!(ran.expect_silent_yes().number(), 24);
}

#[test]
fn access_denied_to_a_bucket_names_the_permission() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    logs.stub.deny("logs", "");
    for (region, partition) in
        [("us-east-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")]
    {
        for command in COMMANDS {
            let ran = logs.ct(command).env("AWS_REGION", region).run();
            let message =
                format!("access denied; needs s3:ListBucket on arn:{partition}:s3:::logs");
            assert!(ran.code == 2 && ran.stderr.matches(&message).count() == 1, "{command}\n{ran}");
        }
    }
}

#[test]
fn access_denied_to_objects_names_the_permission() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    let folder = format!("{}/2025/11/19/", events_of(ACCOUNTS[0], "eu-west-1"));
    // Longer than what is listed, so that only reading is refused.
    logs.stub.deny("logs", &format!("{folder}{}", ACCOUNTS[0]));
    let ran = logs.ct("grep s3://logs").run();
    assert_eq!((ran.code, ran.text()), (2, &*logs.lines(|key| !key.starts_with(&folder))));
    assert!(ran.stderr.contains("access denied; needs s3:GetObject on arn:aws:s3:::logs/AWSL"));
}

#[test]
fn credential_errors_are_reported_once() {
    let logs = Logs::of_regions(&["eu-west-1"]);
    let table = [
        (400, "ExpiredToken", "the AWS credentials have expired", "aws sso login"),
        (403, "InvalidAccessKeyId", "AWS rejects the credentials", "AWS_PROFILE"),
        (403, "SignatureDoesNotMatch", "AWS rejects the credentials", "AWS_PROFILE"),
        (403, "RequestTimeTooSkewed", "this machine's clock is wrong", "set the clock"),
    ];
    for (status, code, message, help) in table {
        logs.stub.fail_with(status, code, "no");
        for command in COMMANDS {
            expect_help(&logs.ct(command).run(), message, help);
        }
    }
    logs.stub.recover();
    assert_eq!(logs.ct("grep --count s3://logs").run().expect_silent_yes().number(), 18);
}

#[test]
fn a_bucket_that_does_not_exist() {
    let logs = Logs::new();
    for command in COMMANDS {
        let ran = logs.ct(&command.replace("s3://logs", "s3://nologs")).run();
        expect_help(&ran, "no such bucket: nologs", "check the name");
    }
    expect_help(&logs.ct("grep s3://").run(), "no bucket in s3://", "s3://BUCKET[/PREFIX]");
}

#[test]
fn an_unreachable_endpoint() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for command in COMMANDS {
        expect_help(&at(&endpoint, command).run(), "cannot reach AWS", "check the network");
    }
}

#[test]
fn missing_credentials() {
    let logs = Logs::new();
    for command in COMMANDS {
        let ran = Ct::new(command).env("AWS_ENDPOINT_URL", &logs.stub.endpoint());
        let ran = ran.env("AWS_REGION", "us-east-1").run();
        expect_help(&ran, "no usable AWS credentials", "aws sso login");
    }
    let requests = logs.stub.requests();
    assert_eq!(requests.lists + requests.heads, 0);
}

#[test]
fn a_server_that_always_throttles_is_given_up() {
    let logs = Logs::with(3);
    logs.stub.set_faults(crate::stub::Faults { truncate: 1.0, ..Default::default() });
    // Each object comes whole at the sixth attempt: ten are always enough.
    assert_eq!(logs.ct("grep --count s3://logs").run().expect_silent_yes().number(), 6);
    logs.stub.fail_with(503, "SlowDown", "Please reduce your request rate.");
    for command in COMMANDS {
        let ran = logs.ct(command).run();
        expect_help(&ran, "AWS throttles the requests", "--concurrency");
    }
}

#[test]
fn a_closed_pipe_or_limit_is_success() {
    let logs = Logs::with(300);
    for threads in [1, 8] {
        let line = format!("grep --threads {threads} s3://logs");
        let (line, ran) = logs.ct(&line).run_for_one_line();
        assert_eq!(line, logs.lines(|_| true).lines().next().unwrap().to_owned() + "\n");
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    }
    let ran = logs.ct("grep -n 1 s3://logs").run().expect_silent_yes();
    assert_eq!(ran.lines().len(), 1);
}
