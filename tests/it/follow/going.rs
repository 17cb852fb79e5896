//! A run of `ct follow` in the background, while a test changes what it follows.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::bucket::Logs;
use crate::harness::{Ct, Ran};

/// How long a test waits for a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A run in the background.
pub(super) struct Going {
    child: Child,
    folder: TempDir,
    messages: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Going {
    pub(super) fn start(ct: Ct) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let out = File::create(folder.path().join("out")).unwrap();
        let mut child = ct.stdout(out).start();
        let mut stderr = child.stderr.take().unwrap();
        let messages = Arc::<Mutex<Vec<u8>>>::default();
        let copy = Arc::clone(&messages);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut bytes) {
                copy.lock().unwrap().extend_from_slice(&bytes[..length]);
            }
        });
        Self { child, folder, messages, reader }
    }

    /// Starts it, and waits for its first message.
    pub(super) fn begun(ct: Ct) -> Self {
        let going = Self::start(ct);
        going.wait_until(|_, messages| messages.contains('\n'));
        going
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Its standard output so far.
    pub(super) fn printed(&self) -> String {
        fs::read_to_string(self.out()).unwrap()
    }

    /// Its standard error so far.
    pub(super) fn messages(&self) -> String {
        String::from_utf8(self.messages.lock().unwrap().clone()).unwrap()
    }

    /// Waits until its standard output and its standard error meet a condition.
    pub(super) fn wait_until(&self, condition: impl Fn(&str, &str) -> bool) {
        let begun = Instant::now();
        while !condition(&self.printed(), &self.messages()) {
            let (printed, messages) = (self.printed(), self.messages());
            assert!(begun.elapsed() < PATIENCE, "timeout\n{printed}--- stderr\n{messages}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until it has run so many whole poll cycles over a bucket from now on.
    pub(super) fn wait_for_cycles(&self, logs: &Logs, cycles: usize) {
        // Each cycle begins with the same listing.
        let begun = || {
            let prefixes = logs.stub.requests().prefixes;
            prefixes.iter().filter(|prefix| **prefix == prefixes[0]).count()
        };
        let before = begun();
        self.wait_until(|_, _| begun() > before + cycles);
    }

    /// Waits until it has printed so many lines.
    pub(super) fn wait_for(&self, lines: usize) {
        self.wait_until(|printed, _| printed.lines().count() >= lines);
    }

    /// Kills it; gives the lines that it printed, without a torn last one.
    pub(super) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reader.join().unwrap();
        whole_lines(&self.folder.path().join("out"))
    }

    /// Sends a signal, and waits for the end.
    #[cfg(unix)]
    pub(super) fn stop(self, signal: &str) -> Ran {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.end()
    }

    /// Waits for the end.
    pub(super) fn end(self) -> Ran {
        let out = self.out();
        let mut output = self.child.wait_with_output().unwrap();
        self.reader.join().unwrap();
        output.stderr.clone_from(&self.messages.lock().unwrap());
        output.stdout = fs::read(out).unwrap();
        Ran::of(output)
    }
}

fn whole_lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let whole = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    whole.map(str::to_owned).collect()
}

/// The time in the key of a log file that was delivered so many minutes ago.
pub(super) fn stamp(minutes_ago: i64) -> String {
    let then = Timestamp::now() - SignedDuration::from_mins(minutes_ago);
    then.strftime("%Y%m%dT%H%MZ").to_string()
}
