//! A run of `ct follow` that goes on while a test changes what it looks into.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::harness::{Ct, Ran};

/// How long a test waits for a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A run under way.
pub(super) struct Going {
    child: Child,
    folder: TempDir,
    told: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Going {
    pub(super) fn start(ct: Ct) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let out = File::create(folder.path().join("out")).unwrap();
        let mut child = ct.stdout(out).start();
        let mut stderr = child.stderr.take().unwrap();
        let told = Arc::<Mutex<Vec<u8>>>::default();
        let copy = Arc::clone(&told);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut bytes) {
                copy.lock().unwrap().extend_from_slice(&bytes[..length]);
            }
        });
        Self { child, folder, told, reader }
    }

    /// The same, once it has told what it begins with.
    pub(super) fn begun(ct: Ct) -> Self {
        let going = Self::start(ct);
        going.wait_until(|_, told| told.contains('\n'));
        going
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub(super) fn printed(&self) -> String {
        fs::read_to_string(self.out()).unwrap()
    }

    pub(super) fn told(&self) -> String {
        String::from_utf8(self.told.lock().unwrap().clone()).unwrap()
    }

    /// Waits for something on its standard output and its standard error.
    pub(super) fn wait_until(&self, what: impl Fn(&str, &str) -> bool) {
        let begun = Instant::now();
        while !what(&self.printed(), &self.told()) {
            let (printed, told) = (self.printed(), self.told());
            assert!(begun.elapsed() < PATIENCE, "in vain\n{printed}--- stderr\n{told}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for so many lines.
    pub(super) fn wait_for(&self, lines: usize) {
        self.wait_until(|printed, _| printed.lines().count() >= lines);
    }

    /// Ends it at once; what it printed, but for a last line that is torn.
    pub(super) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reader.join().unwrap();
        whole_lines(&self.folder.path().join("out"))
    }

    /// Asks it to end, and waits for that.
    #[cfg(unix)]
    pub(super) fn stop(self, signal: &str) -> Ran {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.end()
    }

    /// Waits for its end.
    pub(super) fn end(self) -> Ran {
        let out = self.out();
        let mut output = self.child.wait_with_output().unwrap();
        self.reader.join().unwrap();
        output.stderr.clone_from(&self.told.lock().unwrap());
        output.stdout = fs::read(out).unwrap();
        Ran::of(output)
    }
}

fn whole_lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let whole = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    whole.map(str::to_owned).collect()
}

/// The time in the name of a log that is delivered so many minutes before now.
pub(super) fn stamp(minutes_ago: i64) -> String {
    let then = Timestamp::now() - SignedDuration::from_mins(minutes_ago);
    then.strftime("%Y%m%dT%H%MZ").to_string()
}
