//! `--ledger`: the next run resumes where the last one ended, however it ended.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::going::{Going, stamp};
use super::sorted;
use crate::bucket::{Logs, events_of, expect_help};
use crate::harness::Ct;

fn region() -> String {
    events_of("111122223333", "eu-west-1")
}

/// A bucket, and the ledger of its runs.
pub(super) struct Kept {
    pub(super) logs: Logs,
    folder: TempDir,
}

impl Kept {
    pub(super) fn new() -> Self {
        Self { logs: Logs::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn log(&mut self, minutes_ago: i64) -> String {
        self.logs.log(&region(), &stamp(minutes_ago))
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("ledger")
    }

    pub(super) fn ct(&self, flags: &str) -> Ct {
        let ledger = self.path();
        let line = format!("follow s3://logs --every 1s --ledger '{}' {flags}", ledger.display());
        self.logs.ct(&line)
    }

    fn lines(&self) -> Vec<String> {
        fs::read_to_string(self.path()).unwrap().lines().map(str::to_owned).collect()
    }
}

#[test]
fn the_next_run_reads_objects_delivered_between_the_runs() {
    let mut kept = Kept::new();
    let existing = kept.log(0);
    let going = Going::begun(kept.ct(""));
    let first = kept.log(0);
    going.wait_for(2);
    let ran = going.stop("-INT");
    assert_eq!((ran.code, ran.lines().len()), (0, 2), "{ran}");
    let lines = kept.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].starts_with(r#"{"version":1,"source":"s3://logs","from":""#), "{lines:?}");
    assert!(lines[1].contains(&existing) && lines[2].contains(&first), "{lines:?}");

    let late = kept.log(24 * 60);
    let ran = kept.ct("--until-idle 1s").run();
    assert_eq!(ran.lines(), kept.logs.lines(|key| key == late).lines().collect::<Vec<_>>());
    let message = format!("resuming from {}: 2 objects known\n", kept.path().display());
    assert!(ran.code == 0 && ran.stderr.ends_with(&message), "{ran}");
    // Nothing new, nothing twice.
    kept.ct("--until-idle 1s -q").run().expect_silent_yes();
    let ran = kept.ct("--until-idle 1s -q --since 2d").run().expect_silent_yes();
    assert_eq!(ran.text(), "");
}

#[test]
fn the_object_of_a_torn_line_is_read_again() {
    let mut kept = Kept::new();
    kept.log(0);
    let second = kept.log(0);
    kept.ct("--since 1d --until-idle 1s -q").run().expect_silent_yes();
    let text = fs::read_to_string(kept.path()).unwrap();
    fs::write(kept.path(), &text[..text.len() - 9]).unwrap();
    let ran = kept.ct("--until-idle 1s -q").run().expect_silent_yes();
    assert_eq!(ran.lines(), kept.logs.lines(|key| key == second).lines().collect::<Vec<_>>());
    assert_eq!(fs::read_to_string(kept.path()).unwrap(), text);
}

#[test]
fn unread_objects_are_not_recorded() {
    let mut kept = Kept::new();
    let (archived, broken) = (kept.log(0), kept.log(0));
    kept.logs.stub.archive("logs", &archived);
    let bytes = kept.logs.tree[&broken].clone();
    kept.logs.stub.put("logs", &broken, &bytes[..bytes.len() / 2]);
    for _ in 0..2 {
        let ran = kept.ct("--since 1d --until-idle 1s").run();
        assert_eq!((ran.code, ran.text(), kept.lines().len()), (2, "", 1), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE: 2 objects not read"), "{ran}");
    }
    for key in [archived, broken] {
        kept.logs.stub.put("logs", &key, &kept.logs.tree[&key]);
    }
    let ran = kept.ct("--until-idle 1s -q").run().expect_silent_yes();
    assert_eq!(sorted(ran.lines()), sorted(kept.logs.lines(|_| true).lines().collect()));
}

#[test]
fn a_ledger_belongs_to_one_source_and_one_process() {
    let mut kept = Kept::new();
    kept.log(0);
    let going = Going::begun(kept.ct(""));
    let ran = kept.ct("").run();
    expect_help(&ran, "ledger: another process uses this ledger", "name another file");
    assert_eq!(going.stop("-TERM").code, 0);
    let other = kept.path();
    let refused = |line: &str| kept.logs.ct(line).arg("--ledger").arg(&other).run();
    let ran = refused("follow s3://logs/AWSLogs");
    let why = "ledger: the ledger of s3://logs, not of s3://logs/AWSLogs";
    expect_help(&ran, why, "each source has its own");
    fs::write(kept.path(), "my diary\n").unwrap();
    let ran = refused("follow s3://logs");
    expect_help(&ran, "not a ledger that this version of ct can read", "name another file");
    assert_eq!(fs::read_to_string(kept.path()).unwrap(), "my diary\n");
    let nowhere = Path::new("no/such/folder/ledger");
    let ran = kept.logs.ct("follow s3://logs --ledger").arg(nowhere).run();
    expect_help(&ran, "--ledger: no/such/folder/ledger", "a folder that exists");
}
