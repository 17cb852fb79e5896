//! Killed at any moment (SIGKILL) and run again: nothing is lost, and only what docs/follow.md allows is
//! printed twice.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::faults::Queue;
use super::going::{Going, stamp};
use super::sorted;
use crate::bucket::{Logs, events_of};
use crate::harness::Ct;
use crate::stub::Faults;

/// How many runs to kill: `CT_TEST_KILLS`, or a few.
fn kills(few: usize) -> usize {
    env::var("CT_TEST_KILLS").map_or(few, |kills| kills.parse().unwrap())
}

/// A number below `bound` that is the same for the same seed.
fn random(bound: usize, seed: usize) -> usize {
    let bits = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
    bound * usize::try_from(bits).unwrap() / 0x1_0000
}

/// A bucket, the folder that mirrors it, and the ledger of the runs that are killed.
struct Runs {
    logs: Logs,
    folder: tempfile::TempDir,
    /// The object of each record.
    objects: BTreeMap<String, String>,
    /// Records that were printed so far.
    printed: BTreeSet<String>,
}

impl Runs {
    fn new() -> Self {
        let logs = Logs::new();
        let latency = Duration::from_millis(2);
        logs.stub.set_faults(Faults { latency, ..Faults::default() });
        let folder = tempfile::tempdir().unwrap();
        Self { logs, folder, objects: BTreeMap::new(), printed: BTreeSet::new() }
    }

    /// Puts a log of today, or one of yesterday that was delivered late.
    fn put(&mut self, number: usize) {
        let minutes_ago = if number.is_multiple_of(3) { 24 * 60 } else { 0 };
        let region = events_of("111122223333", "eu-west-1");
        let key = self.logs.log(&region, &stamp(minutes_ago));
        for record in self.logs.lines(|it| it == key).lines() {
            self.objects.insert(record.to_owned(), key.clone());
        }
    }

    fn ct(&self, flags: &str) -> Ct {
        let folder = self.folder.path().display();
        let line = format!(
            "follow s3://logs --every 1s --since 2d -q --ledger '{folder}/ledger' --to '{folder}/mirror'"
        );
        self.logs.ct(&line).args(flags)
    }

    /// The objects that the ledger lists; a torn last line lists none.
    fn ledger(&self) -> BTreeSet<String> {
        let text = fs::read_to_string(self.folder.path().join("ledger")).unwrap_or_default();
        let key =
            |line| Some(serde_json::from_str::<Value>(line).ok()?["key"].as_str()?.to_owned());
        text.lines().skip(1).filter_map(key).collect()
    }

    /// Kills a run after it has requested `gets` objects, and a while.
    fn kill(&mut self, gets: usize, while_after: Duration) {
        let known = self.ledger();
        let gets = self.logs.stub.requests().gets + gets;
        let going = Going::start(self.ct(""));
        let begun = Instant::now();
        while self.logs.stub.requests().gets < gets {
            assert!(begun.elapsed() < Duration::from_mins(2), "no object is requested");
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(while_after);
        let lines = going.kill();
        self.check(&lines, &known);
    }

    /// Checks what a run printed that began when the ledger listed the objects in `known`.
    fn check(&mut self, lines: &[String], known: &BTreeSet<String>) {
        for record in lines {
            let key =
                self.objects.get(record).unwrap_or_else(|| panic!("no such record: {record}"));
            assert!(!known.contains(key), "{key} is in the ledger and printed again");
            let mirrored = fs::read(self.folder.path().join("mirror").join(key));
            assert!(mirrored.is_ok_and(|it| it == self.logs.tree[key]), "{key} is not mirrored");
            self.printed.insert(record.clone());
        }
        let ledger = self.ledger();
        for (record, key) in self.objects.iter().filter(|(_, key)| ledger.contains(*key)) {
            assert!(self.printed.contains(record), "{key} is in the ledger and was not printed");
        }
    }
}

#[test]
fn killed_runs_on_a_bucket_lose_no_record_and_repeat_none_that_the_ledger_lists() {
    let mut runs = Runs::new();
    for number in 0..kills(6) {
        let objects = 4 + random(12, number);
        for object in 0..objects {
            runs.put(object);
        }
        let gets = random(objects + 1, number + 1_000);
        runs.kill(gets, Duration::from_millis(random(40, number + 2_000) as u64));
    }
    let known = runs.ledger();
    let ran = runs.ct("--until-idle 2s").run().expect_silent_yes();
    let lines: Vec<String> = ran.lines().into_iter().map(str::to_owned).collect();
    runs.check(&lines, &known);
    assert!(runs.printed.iter().eq(runs.objects.keys()), "{} records", runs.printed.len());
    let keys: BTreeSet<String> = runs.objects.values().cloned().collect();
    assert_eq!(runs.ledger(), keys);
    expect_whole(&runs.folder.path().join("mirror"), &runs.logs);
    // Nothing is new.
    assert_eq!(runs.ct("--until-idle 1s").run().expect_silent_yes().text(), "");
}

/// Every object is mirrored, and nothing is left of what a killed run was writing.
fn expect_whole(mirror: &Path, logs: &Logs) {
    for (key, bytes) in &logs.tree {
        assert!(fs::read(mirror.join(key)).is_ok_and(|it| it == *bytes), "{key}");
    }
    assert_eq!(fs::read_dir(mirror.join(".ct/tmp")).unwrap().count(), 0);
}

#[test]
fn killed_runs_on_a_queue_lose_no_record() {
    let mut queue = Queue::with(0);
    let folder = tempfile::tempdir().unwrap();
    let dest = folder.path().join("mirror");
    let flags = format!("--to '{}'", dest.display());
    let (mut keys, mut printed) = (Vec::new(), Vec::new());
    for number in 0..kills(3) {
        let going = Going::start(queue.ct(&flags));
        keys.extend((0..50).map(|_| queue.log()));
        thread::sleep(Duration::from_millis((number as u64 * 137) % 500));
        printed.extend(going.kill());
        queue.stub.expire("new-logs");
    }
    let last = Going::start(queue.ct(&flags));
    queue.wait_for(|queue| queue.depth() == 0);
    let ran = last.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
    printed.extend(ran.lines().into_iter().map(str::to_owned));
    printed.sort_unstable();
    printed.dedup();
    assert_eq!(printed, sorted(queue.records.iter().map(String::as_str).collect()));
    for key in keys {
        assert!(dest.join(&key).exists(), "{key} is not mirrored");
    }
}
