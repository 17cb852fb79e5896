//! A mirror or a ledger that cannot be written: reported once, and no event is printed again and again.

use std::fs;
use std::path::Path;

use super::going::{Going, stamp};
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
fn events_of_objects_that_cannot_be_mirrored_are_not_printed() {
    let logs = many();
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("mirror/AWSLogs");
    fs::create_dir(folder.path().join("mirror")).unwrap();
    fs::write(&blocked, "").unwrap();
    for _ in 0..2 {
        let ran = follow(&logs, &kept(folder.path())).run();
        assert_eq!(ran.text(), "", "{ran}");
        expect_help(&ran, "mirror/AWSLogs/", "run the command again: nothing is lost");
        assert!(!ran.stderr.contains("will retry"), "{ran}");
    }
    fs::remove_file(&blocked).unwrap();
    let ran = follow(&logs, &kept(folder.path())).run().expect_silent_yes();
    assert_eq!(ran.lines().len(), 100, "{ran}");
}

#[test]
fn a_key_that_cannot_be_a_file_is_reported_once() {
    let mut logs = Logs::new();
    let key = logs.log(&region(), &stamp(0));
    let odd = key.replace("/111122223333_", "/.ct/111122223333_");
    let bytes = logs.tree[&key].clone();
    logs.put(&odd, &bytes);
    let folder = tempfile::tempdir().unwrap();
    let ran = follow(&logs, &kept(folder.path())).run();
    assert_eq!((ran.code, ran.lines().len()), (2, 2), "{ran}");
    assert_eq!(ran.stderr.matches("where the mirror keeps its own files").count(), 1, "{ran}");
    assert!(!ran.stderr.contains("will retry"), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}

#[test]
fn an_object_that_cannot_be_stored_does_not_stop_the_others() {
    let region = region();
    let day = format!("{region}/{}/{}/{}", &stamp(0)[..4], &stamp(0)[4..6], &stamp(0)[6..8]);
    for is_below in [false, true] {
        let mut logs = many();
        let first = logs.tree.keys().next().unwrap().clone();
        let name =
            format!("111122223333_CloudTrail_eu-west-1_{}_{}.json.gz", stamp(0), "n".repeat(300));
        let bad =
            if is_below { format!("{first}/{}", &name[..70]) } else { format!("{day}/{name}") };
        let bad = if is_below { format!("{bad}.json.gz") } else { bad };
        let bytes = logs.tree[&first].clone();
        logs.stub.put("logs", &bad, &bytes);
        let folder = tempfile::tempdir().unwrap();
        for events in [100, 2] {
            let ran = follow(&logs, &kept(folder.path())).run();
            assert_eq!((ran.code, ran.lines().len()), (2, events), "{ran}");
            assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
            assert!(!ran.stderr.contains("nothing is lost"), "{ran}");
            logs.log(&region, &stamp(0));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_the_file_system_refuses_does_not_stop_the_others() {
    let mut logs = Logs::new();
    let key = logs.log(&region(), &stamp(0));
    let bytes = logs.tree[&key].clone();
    let folder = tempfile::tempdir().unwrap();
    follow(&logs, &kept(folder.path())).run().expect_silent_yes();
    // Longer than a file system allows, and below an existing log file.
    let long = key.replace(".json.gz", &format!("{}.json.gz", "n".repeat(250)));
    logs.put(&long, &bytes);
    logs.put(&format!("{key}/1.json.gz"), &bytes);
    for _ in 0..2 {
        logs.log(&region(), &stamp(0));
        let ran = follow(&logs, &kept(folder.path())).run();
        assert_eq!((ran.code, ran.lines().len()), (2, 2), "{ran}");
        assert!(ran.stderr.contains("INCOMPLETE: 2 objects not read"), "{ran}");
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_always_fails_is_reported_once() {
    let ran = follow(&many(), "-q --exec false").run();
    assert!(ran.code == 2 && ran.stderr.contains("INCOMPLETE: 50 objects not read"), "{ran}");
    assert_eq!(ran.stderr.matches("exit status: 1; will retry").count(), 1, "{ran}");
}

#[cfg(unix)]
#[test]
fn a_ledger_must_be_a_regular_file() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let folder = tempfile::tempdir().unwrap();
    let (socket, pipe) = (folder.path().join("socket"), folder.path().join("pipe"));
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Not a device of the machine: the test would replace it if ct did not refuse it.
    for path in [folder.path(), &*socket, &*pipe] {
        let ran = follow(&logs, "-q --ledger").arg(path).run();
        expect_help(&ran, "not a regular file", "which need not exist yet");
    }
    assert!(!folder.path().join("socket.lock").exists());
}

#[cfg(unix)]
#[test]
fn files_beside_a_ledger_do_not_truncate_existing_files() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("victim"), "precious").unwrap();
    for name in ["a.lock", "b.tmp"] {
        std::os::unix::fs::symlink(path("victim"), path(name)).unwrap();
    }
    fs::write(path("c.tmp"), "precious").unwrap();
    let ran = follow(&logs, "-q --ledger").arg(path("a")).run();
    expect_help(&ran, "a.lock: a link: not followed", "name a file in a folder");
    for name in ["b", "c"] {
        let ran = follow(&logs, "-q --ledger").arg(path(name)).run().expect_silent_yes();
        assert_eq!(ran.lines().len(), 2, "{ran}");
        let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(path(name)).unwrap());
        assert_eq!(mode & 0o777, 0o600);
    }
    for name in ["victim", "c.tmp"] {
        assert_eq!(fs::read_to_string(path(name)).unwrap(), "precious");
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_by_another_name_is_the_same_ledger() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    // One cycle only: the second would replace the file, and the hard link be another one.
    let held = logs.ct("follow s3://logs --every 1h --since 1d --ledger").arg(path("ledger"));
    let going = Going::start(held);
    going.wait_for(2);
    std::os::unix::fs::symlink(path("ledger"), path("soft")).unwrap();
    std::os::unix::fs::symlink(folder.path(), path("again")).unwrap();
    fs::hard_link(path("ledger"), path("hard")).unwrap();
    for name in ["soft", "again/ledger", "hard"] {
        let ran = follow(&logs, "-q --ledger").arg(path(name)).run();
        expect_help(&ran, "another process uses this ledger", "name another file");
    }
    assert_eq!(going.stop("-TERM").code, 0);
    follow(&logs, "-q --ledger").arg(path("soft")).run().expect_silent_yes();
    assert!(path("soft").is_symlink());
}

#[test]
fn an_existing_empty_ledger_is_used_only_with_since() {
    let mut logs = Logs::new();
    logs.log(&region(), &stamp(0));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    fs::write(&path, "").unwrap();
    let ran = logs.ct("follow s3://logs --until-idle 1s --ledger").arg(&path).run();
    expect_help(&ran, "ledger: the ledger is empty, as after a crash", "use --since");
    let ran = follow(&logs, "-q --ledger").arg(&path).run().expect_silent_yes();
    assert_eq!(ran.lines().len(), 2, "{ran}");
}
