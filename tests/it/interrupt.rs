//! Ctrl-C while a command waits: for a pipe, a listing, a download. It ends at once, says what it has
//! read, and exits with 2.
//!
//! Each test waits until the command waits, and then sends a real signal.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::bucket::{ACCOUNTS, Logs, events_of};
use crate::fixtures;
use crate::harness::{Ct, Ran, put};

fn interrupt(child: &Child) {
    signal(child, "-INT");
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Interrupts a command, and waits for its end.
pub(crate) fn interrupted(child: Child) -> Ran {
    ended_by("-INT", child)
}

/// Sends a command this signal, and waits for its end.
pub(crate) fn ended_by(name: &str, child: Child) -> Ran {
    signal(&child, name);
    Ran::of(child.wait_with_output().unwrap())
}

/// A folder with a log of five events and a pipe that nobody writes to.
fn folder() -> TempDir {
    let temp = tempfile::tempdir().unwrap();
    let log = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    put(temp.path(), "good.json.gz", log);
    let made = Command::new("mkfifo").arg(temp.path().join("pipe")).status().unwrap();
    assert!(made.success());
    temp
}

/// Waits until the command reads the pipe.
fn writer(folder: &Path) -> File {
    File::create(folder.join("pipe")).unwrap()
}

fn summary(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap()
}

#[test]
fn grep_ends_while_it_waits_for_a_pipe() {
    let temp = folder();
    let line = "grep --count --threads 1 --summary summary.json good.json.gz pipe good.json.gz";
    let child = Ct::new(line).at(temp.path()).start();
    let pipe = writer(temp.path());
    insta::assert_snapshot!(interrupted(child), @"
    code 2
    --- stdout
    5
    --- stderr
    5 of 5 events in 3 objects · INCOMPLETE: 2 objects not read
      pipe: interrupted
      good.json.gz: interrupted
    ");
    drop(pipe);
    let summary = summary(temp.path());
    assert_eq!(
        (&summary["complete"], &summary["objects"]["unreadable"]),
        (&false.into(), &2.into())
    );
    assert_eq!(summary["events"]["total"], 5);
}

#[test]
fn every_signal_that_ends_a_process_leaves_a_whole_answer() {
    for name in ["-HUP", "-TERM", "-INT"] {
        let temp = folder();
        let line = "grep --count --threads 1 --summary summary.json good.json.gz pipe";
        let child = Ct::new(line).at(temp.path()).start();
        let pipe = writer(temp.path());
        signal(&child, name);
        let ran = Ran::of(child.wait_with_output().unwrap());
        drop(pipe);
        assert_eq!((ran.code, ran.text()), (2, "5\n"), "{name} {ran}");
        assert!(ran.stderr.contains("pipe: interrupted"), "{name} {ran}");
        let summary = summary(temp.path());
        assert_eq!((&summary["complete"], &summary["events"]["total"]), (&false.into(), &5.into()));
    }
}

/// As `nohup` does.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_at_the_start_stays_ignored() {
    let temp = folder();
    let script = "trap '' HUP; exec \"$0\" grep --count --threads 1 good.json.gz pipe good.json.gz";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_ct")]).current_dir(temp.path()).env_clear();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let mut pipe = writer(temp.path());
    signal(&child, "-HUP");
    let log = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    pipe.write_all(&log).unwrap();
    drop(pipe);
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.text(), &*ran.stderr), (0, "15\n", ""), "{ran}");
    // What is not ignored ends it, and the second time at once.
    let child = command.spawn().unwrap();
    let pipe = writer(temp.path());
    signal(&child, "-HUP");
    signal(&child, "-TERM");
    let ran = Ran::of(child.wait_with_output().unwrap());
    drop(pipe);
    assert_eq!((ran.code, ran.text()), (2, "5\n"), "{ran}");
}

#[test]
fn grep_ends_while_it_waits_for_the_standard_input() {
    let mut child = Ct::new("grep --count -").start_with(Stdio::piped());
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe holds: it is being read.
    stdin.write_all(&vec![b' '; 1 << 20]).unwrap();
    let ran = interrupted(child);
    drop(stdin);
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    0
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      -: interrupted
    ");
}

#[test]
fn grep_ends_while_a_download_hangs() {
    let mut logs = Logs::with(2);
    let held = logs.log(&events_of(ACCOUNTS[2], "eu-west-1"), "20251120T1005Z");
    logs.log(&events_of(ACCOUNTS[2], "us-east-1"), "20251120T1005Z");
    logs.stub.hold(&held);
    let temp = tempfile::tempdir().unwrap();
    let line = "grep --count --threads 1 --summary summary.json s3://logs";
    let child = logs.ct(line).at(temp.path()).start();
    logs.stub.wait_for_held();
    let ran = interrupted(child);
    assert!(ran.code == 2 && ran.stderr.contains(": interrupted\n"), "{ran}");
    let summary = summary(temp.path());
    assert_eq!(summary["complete"], false);
    let objects = &summary["objects"];
    let number = |name: &str| objects[name].as_u64().unwrap();
    assert_eq!(number("listed"), number("read") + number("skipped") + number("unreadable"));
}

#[test]
fn all_that_list_end_while_a_listing_hangs() {
    let logs = Logs::with(3);
    let temp = tempfile::tempdir().unwrap();
    logs.stub.hold("?AWSLogs/");
    for line in ["grep --count s3://logs", "ls s3://logs", "fetch s3://logs copy"] {
        let child = logs.ct(line).at(temp.path()).start();
        logs.stub.wait_for_held();
        let ran = interrupted(child);
        assert!(ran.code == 2 && ran.stderr.contains("interrupted"), "{line}\n{ran}");
        assert!(!ran.stderr.contains("no CloudTrail logs"), "{line}\n{ran}");
        logs.stub.release();
        logs.stub.hold("?AWSLogs/");
    }
}

#[test]
fn all_end_while_the_bucket_is_looked_for() {
    let logs = Logs::with(1);
    let temp = tempfile::tempdir().unwrap();
    logs.stub.hold("HEAD /logs");
    for line in [
        "grep s3://logs",
        "ls s3://logs",
        "fetch s3://logs copy",
        "follow s3://logs",
        "validate --start-time 2026-11-20 s3://logs",
    ] {
        let child = logs.ct(line).at(temp.path()).start();
        logs.stub.wait_for_held();
        let ran = interrupted(child);
        assert_eq!((ran.code, ran.text(), &*ran.stderr), (2, "", "ct: interrupted\n"), "{line}");
        logs.stub.release();
        logs.stub.hold("HEAD /logs");
    }
}

#[test]
fn fetch_ends_while_a_download_hangs_and_keeps_what_came() {
    let mut logs = Logs::with(2);
    let held = logs.log(&events_of(ACCOUNTS[2], "eu-west-1"), "20251120T1005Z");
    logs.stub.hold(&held);
    let temp = tempfile::tempdir().unwrap();
    let line = "fetch --summary summary.json s3://logs copy";
    let child = logs.ct(line).at(temp.path()).start();
    logs.stub.wait_for_held();
    let ran = interrupted(child);
    let last = "interrupted; fetched objects are kept: run the command again to resume";
    assert_eq!((ran.code, ran.stderr.lines().last()), (2, Some(last)), "{ran}");
    let summary = summary(temp.path());
    assert_eq!((&summary["interrupted"], &summary["failed"]), (&true.into(), &0.into()), "{ran}");
    logs.stub.release();
    let ran = logs.ct(line).at(temp.path()).run();
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn follow_of_a_bucket_ends_while_a_listing_hangs_and_has_lost_nothing() {
    let logs = Logs::with(1);
    logs.stub.hold("?AWSLogs/");
    let child = logs.ct("follow s3://logs").start();
    logs.stub.wait_for_held();
    let ran = interrupted(child);
    assert_eq!((ran.code, ran.text()), (0, ""), "{ran}");
}

#[test]
fn the_second_signal_ends_it_as_the_first_would_have() {
    let temp = tempfile::tempdir().unwrap();
    // More than the pipe to this test holds: the command waits to write.
    let record = format!(r#"{{"eventName":"A","eventID":"{}"}}"#, "x".repeat(1 << 20));
    put(temp.path(), "log.json", format!(r#"{{"Records":[{record}]}}"#));
    let mut child = Ct::new("grep log.json").at(temp.path()).start();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    let code = loop {
        // Two that come together are one.
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        interrupt(&child);
    };
    drop(stdout);
    assert_eq!(code, Some(130));
}
