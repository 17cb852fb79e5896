//! Killed or interrupted at any moment: no file is there in part, and the next run goes on.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{expect_all, expect_nothing_wrong, expect_sums, fetch, tree};
use crate::bucket::{ACCOUNTS, Logs, digests_of, events_of, expect_help, is_object};
use crate::harness::Ran;
use crate::stub::Faults;

/// Objects of a bucket that is worth interrupting: more than two batches.
const SOME: usize = 1_200;
/// Objects where there is time.
const MANY: usize = 2_000;

/// A bucket with so many objects, some of them digests, that takes about a second to fetch.
fn slow(objects: usize) -> Logs {
    let mut logs = Logs::with(objects - 48);
    for hour in 0..48 {
        let stamp = format!("202511{:02}T{:02}0000Z", 19 + hour / 24, hour % 24);
        logs.digest(&digests_of(ACCOUNTS[0], "eu-west-1"), &stamp);
    }
    logs.stub.set_faults(Faults { latency: Duration::from_millis(10), ..Faults::default() });
    logs
}

fn start(logs: &Logs, dest: &Path) -> Child {
    logs.ct("fetch --concurrency 32 s3://logs").arg(dest).start()
}

/// How often to kill during a fetch of how many objects; `CT_TEST_KILLS` says if there is time.
fn trouble() -> (usize, usize) {
    env::var("CT_TEST_KILLS").map_or((6, SOME), |kills| (kills.parse().unwrap(), MANY))
}

/// A number below another that looks like chance and is the same from run to run.
fn chance(below: usize, number: usize) -> usize {
    let spread = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
    below * usize::try_from(spread).unwrap() / 0x1_0000
}

/// Kills a run some time after this many objects were requested, unless it has ended by then.
fn kill(logs: &Logs, dest: &Path, gets: usize, after: Duration) -> bool {
    let gets = logs.stub.requests().gets + gets;
    let mut child = start(logs, dest);
    while logs.stub.requests().gets < gets && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(after);
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    is_running
}

#[test]
fn a_killed_run_leaves_no_partial_file_and_the_next_resumes() {
    let (kills, objects) = trouble();
    let (logs, temp) = (slow(objects), tempfile::tempdir().unwrap());
    let (mut tried, mut killed) = (0, 0);
    while killed < kills {
        // Begun anew now and then, so that runs are killed at their beginning and near their end.
        let dest = temp.path().join(tried.to_string());
        let mut there = 0;
        for _ in 0..3 {
            let gets = chance(objects.saturating_sub(there), tried);
            let after = Duration::from_millis(chance(50, tried + 1_000) as u64);
            killed += usize::from(kill(&logs, &dest, gets, after));
            tried += 1;
            if dest.exists() {
                there = expect_nothing_wrong(&logs, &dest);
            }
        }
        let ran = fetch(&logs, "", &dest);
        assert_eq!(ran.code, 0, "{ran}");
        expect_all(&logs, &dest);
        assert_eq!(fs::read_dir(dest.join(".ct/tmp")).unwrap().count(), 0);
        if killed >= kills {
            expect_sums(&fetch(&logs, "", &dest), 0, [0, objects, 0, 0]);
        }
        fs::remove_dir_all(dest).unwrap();
    }
}

/// Waits until this many objects were requested.
fn wait_for(logs: &Logs, gets: usize) {
    let begun = Instant::now();
    while logs.stub.requests().gets < gets {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing is fetched");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_interrupted_run_keeps_its_objects_and_says_how_to_resume() {
    let (logs, temp) = (slow(SOME), tempfile::tempdir().unwrap());
    let child = start(&logs, temp.path());
    wait_for(&logs, 700);
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ran = Ran::of(child.wait_with_output().unwrap());
    let message = "interrupted; fetched objects are kept: run the command again to resume";
    assert_eq!((ran.code, ran.stderr.lines().last()), (2, Some(message)), "{ran}");
    expect_nothing_wrong(&logs, temp.path());
    let kept = tree(temp.path()).keys().filter(|key| is_object(key)).count();
    // All that had come when it was interrupted, not only whole batches.
    assert!((600..SOME).contains(&kept), "{kept} are kept");
    let fetched = format!(" = fetched {kept} + already there 0 ");
    assert!(ran.stderr.replace(',', "").contains(&fetched), "{kept} are kept\n{ran}");
    logs.stub.set_faults(Faults::default());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [SOME - kept, kept, 0, 0]);
    expect_all(&logs, temp.path());
}

#[test]
fn an_object_that_was_coming_when_a_run_was_interrupted_is_not_counted() {
    let (mut logs, temp) = (Logs::with(4), tempfile::tempdir().unwrap());
    let last = format!("{}/2025/12/01/large.json", events_of(ACCOUNTS[0], "eu-west-1"));
    // It does not fit into the room for downloads ahead, so it is requested after the others are stored.
    logs.put(&last, &vec![b' '; 65 << 20]);
    logs.stub.hold(&last);
    let (dest, summary) = (temp.path().join("mirror"), temp.path().join("summary.json"));
    let line = format!("fetch --max-memory 512M --summary '{}' s3://logs", summary.display());
    let child = logs.ct(&line).arg(&dest).start();
    logs.stub.wait_for_held();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ran = Ran::of(child.wait_with_output().unwrap());
    logs.stub.release();
    assert_eq!((ran.code, tree(&dest).len()), (2, 4), "{ran}");
    let sum = "listed 4 = fetched 4 + already there 0 + skipped 0 + failed 0";
    assert!(ran.stderr.starts_with(sum), "{ran}");
    let counts = crate::harness::document(&summary);
    let members = ["interrupted", "complete", "listed", "fetched", "failed"].map(|it| &counts[it]);
    let expected = [json!(true), json!(false), json!(4), json!(4), json!(0)];
    assert_eq!(members, expected.each_ref(), "{counts}");
}

#[test]
fn a_second_writer_is_refused() {
    let (logs, temp) = (slow(SOME), tempfile::tempdir().unwrap());
    let child = start(&logs, temp.path());
    wait_for(&logs, 1);
    let message = "another process is fetching into this folder";
    expect_help(&fetch(&logs, "", temp.path()), message, "wait until it ends");
    // To look is no harm.
    let ran = fetch(&logs, "--dry-run", temp.path());
    assert!(ran.code == 0 && ran.stderr.starts_with("listed 1,200 = to fetch "), "{ran}");
    let ran = Ran::of(child.wait_with_output().unwrap());
    expect_sums(&ran, 0, [SOME, 0, 0, 0]);
    expect_all(&logs, temp.path());
    expect_sums(&fetch(&logs, "", temp.path()), 0, [0, SOME, 0, 0]);
}
