//! What the repository says about the program, compared with the program: completions, manual pages,
//! help texts, README.md and `docs/`. The examples read from accounts of their own ([`World`]) and
//! write to temporary folders, which stand for `./`.

mod completions;
mod documents;
mod help;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::Regex;

use crate::aws::{ACME, World};
use crate::harness::{Ct, root};
use crate::trail::Account;

/// Every command line that has a help text, as the help texts list them.
static COMMANDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let with_below = |command: String| {
        let below = match &*command {
            "trail" | "queue" => listed(&command, "Commands"),
            "policy" => listed(&command, "Kinds"),
            _ => Vec::new(),
        };
        let below: Vec<String> = below.iter().map(|it| format!("{command} {it}")).collect();
        [command].into_iter().chain(below)
    };
    let all = listed("", "Commands").into_iter().flat_map(with_below);
    [String::new()].into_iter().chain(all).collect()
});

/// The account of the examples in help texts. Some of its logs were delivered just now, so that
/// `--since 7d` finds something in any year.
static MY_LOGS: LazyLock<World> = LazyLock::new(|| {
    World::new("210987654322", "my-logs").with_prefix("prefix/").with_news().with_queue("new-logs")
});

/// The commands that a help text lists under a heading.
fn listed(command: &str, heading: &str) -> Vec<String> {
    let help = Ct::new(command).arg("--help").run().expect_silent_yes();
    let list = help.text().split(&format!("{heading}:\n")).nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap().lines();
    let names = list.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The arguments of each `ct` in a line: `aws … | ct grep -` has `grep -`.
fn own_parts(line: &str) -> Vec<&str> {
    let call = Regex::new(r#"(?:^|\| )\s*ct ((?:'[^']*'|"[^"]*"|[^'"|>])*)"#).unwrap();
    let parts = line.split(" && ").filter_map(|part| call.captures(part)?.get(1));
    parts.map(|part| part.as_str().trim()).collect()
}

/// Runs one command after the other. If none of them writes to `./logs`, that stands for an object
/// whose key has no date, so that `--since 7d` reads it in any year.
fn expect_answers(calls: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let writes = ["fetch ", "follow "];
    let is_fetched = calls.iter().any(|call| writes.iter().any(|it| call.starts_with(it)));
    let found = fs::read(root().join("fixtures/objects/lookup-events.json")).unwrap();
    for call in calls {
        if call.starts_with("man ./") {
            Ct::new(call).at(folder.path()).run().expect_silent_yes();
            continue;
        }
        if let Some(call) = call.strip_prefix("trail") {
            expect_trail(call.trim());
            continue;
        }
        if call.starts_with("queue") {
            expect_queue(call);
            continue;
        }
        let there = if call.starts_with("validate") { "trail" } else { "objects/records.json.gz" };
        let object = || call.replace("./logs", &format!("fixtures/{there}"));
        let line = if is_fetched { below(folder.path(), call) } else { object() };
        // What has no end is ended.
        let is_endless = line.starts_with("follow ") && !line.contains("--until-idle");
        let line = if is_endless { line + " --until-idle 1s" } else { line };
        let ran = MY_LOGS.ct(&line).input(found.as_slice()).run();
        // The fixture ends long before now, which validation is right to say.
        let is_open = call.starts_with("validate") && !call.contains("--end-time");
        let is_said = is_open && ran.code == 2 && ran.text().contains("Coverage of");
        // It was not fetched on this machine, which is right to say, too.
        let is_own = ran.code == 2 && ran.text().contains("valid against the keys in this mirror");
        assert!(ran.code < 2 || is_said || is_own, "ct {call}\n{ran}");
    }
}

/// Runs an example of `ct trail` in an account of its own, which has the trail that is named.
fn expect_trail(call: &str) {
    static ACCOUNTS: AtomicU32 = AtomicU32::new(0);
    let number = ACCOUNTS.fetch_add(1, Ordering::Relaxed);
    let account = Account::new(&format!("61{number:010}"));
    let bucket = format!("example-{number}");
    // Buckets that the examples name are there.
    let _ = (&*MY_LOGS, &*ACME);
    account.with_key("alias/logs");
    let mut words = call.split(' ').skip(1);
    let named = words.next().filter(|name| !name.starts_with('-'));
    if let Some(name) = named.filter(|_| !call.starts_with("create")) {
        let tags = "--tag stage=prod --tag team=security";
        account.done(&format!("create {name} --bucket {bucket} --create-bucket {tags} --yes"));
    }
    let asks = ["create", "update", "stop", "delete", "events", "insights"];
    let is_asked = asks.iter().any(|command| call.starts_with(command));
    let is_agreed = ["--yes", "--dry-run"].iter().any(|flag| call.contains(flag));
    let agreed = if is_asked && !is_agreed { " --yes" } else { "" };
    // One that is to be created must not be there.
    let created = format!("--bucket {bucket}-new --create-bucket");
    let line = call.replace("--bucket acme-trail --create-bucket", &created);
    let ran = account.trail(&format!("{line}{agreed}"));
    // What is checked fails in moto for more than one reason.
    let most = i32::from(call.starts_with("check"));
    assert!(ran.code <= most, "ct trail {call}: {ran}");
}

/// Runs an example of `ct queue` in an account of its own, which has the trails, the bucket and the
/// queue that the examples name.
fn expect_queue(call: &str) {
    static ACCOUNT: LazyLock<Account> = LazyLock::new(|| {
        let account = Account::new("820000000090");
        let bucket = "--bucket example-queue --create-bucket --queue new-logs";
        account.done(&format!("create management-events {bucket} --yes"));
        account
    });
    let ran = ACCOUNT.ct(call);
    assert!(ran.code < 2, "ct {call}: {ran}");
}

/// The line with a folder for `./` that is not the repository's.
fn below(folder: &Path, line: &str) -> String {
    line.replace(" ./", &format!(" '{}'/", folder.display()))
}

#[test]
fn version_is_printed() {
    let version = concat!("ct ", env!("CARGO_PKG_VERSION"), "\n");
    for line in ["--version", "-V"] {
        assert_eq!(Ct::new(line).run().expect_silent_yes().text(), version);
    }
}

#[test]
fn endpoint_without_tls_on_another_machine_is_warned_of() {
    let ls = |flags: &str| Ct::new(&format!("ls s3://logs {flags}")).env("AWS_REGION", "us-east-1");
    let warning = "warning: http://storage.invalid: not encrypted, ";
    let flag = ls("--endpoint-url http://me:s3cret@storage.invalid").run();
    let service = ls("").env("AWS_ENDPOINT_URL_S3", "http://storage.invalid").run();
    for ran in [flag, service] {
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.starts_with(warning) && !ran.stderr.contains("s3cret"), "{ran}");
    }
    for flags in ["-q --endpoint-url http://storage.invalid", "--endpoint-url http://127.0.0.1:1"] {
        let ran = ls(flags).run();
        assert!(ran.code == 2 && !ran.stderr.contains("warning"), "{ran}");
    }
}
