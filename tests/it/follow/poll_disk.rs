//! A mirror or a ledger that cannot be written: told of once, and nothing is printed again and again.

use std::fs;
use std::path::Path;

use super::going::stamp;
use crate::bucket::{Logs, events_of, expect_help};
use crate::harness::Ct;

fn region() -> String {
    events_of("111122223333", "eu-west-1")
}

fn many() -> Logs {
    let mut logs = Logs::new();
    for _ in 0..50 {
        logs.log(&region(), &stamp(0));
    }
    logs
}

fn follow(logs: &Logs, flags: &str) -> Ct {
    logs.ct(&format!("follow s3://logs --every 1s --since 1d --until-idle 2s {flags}"))
}

/// `--to` and `--ledger` in a folder.
fn kept(folder: &Path) -> String {
    let folder = folder.display();
    format!("-q --to '{folder}/mirror' --ledger '{folder}/ledger'")
}

#[test]
fn nothing_is_printed_that_cannot_be_mirrored() {
    let logs = many();
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("mirror/AWSLogs");
    fs::create_dir(folder.path().join("mirror")).unwrap();
    fs::write(&blocked, "").unwrap();
    for _ in 0..2 {
        let ran = follow(&logs, &kept(folder.path())).run();
        assert_eq!(ran.text(), "", "{ran}");
        expect_help(&ran, "mirror/AWSLogs/", "run the command again: nothing is lost");
        assert!(!ran.stderr.contains("tried again"), "{ran}");
    }
    fs::remove_file(&blocked).unwrap();
    let ran = follow(&logs, &kept(folder.path())).run().expect_silent_yes();
    assert_eq!(ran.lines().len(), 100, "{ran}");
}

#[test]
fn a_key_that_can_be_no_file_is_refused_once() {
    let mut logs = Logs::new();
    let key = logs.log(&region(), &stamp(0));
    let odd = key.replace("/111122223333_", "/.ct/111122223333_");
    let bytes = logs.tree[&key].clone();
    logs.put(&odd, &bytes);
    let folder = tempfile::tempdir().unwrap();
    let ran = follow(&logs, &kept(folder.path())).run();
    assert_eq!((ran.code, ran.lines().len()), (2, 2), "{ran}");
    assert_eq!(ran.stderr.matches("where the mirror keeps its own files").count(), 1, "{ran}");
    assert!(!ran.stderr.contains("tried again"), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}

#[cfg(unix)]
#[test]
fn a_command_that_always_fails_is_told_of_once() {
    let ran = follow(&many(), "-q --exec false").run();
    assert!(ran.code == 2 && ran.stderr.contains("INCOMPLETE: 50 objects not read"), "{ran}");
    assert_eq!(ran.stderr.matches("exit status: 1; it is tried again").count(), 1, "{ran}");
}
