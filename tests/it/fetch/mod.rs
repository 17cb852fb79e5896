//! `ct fetch`, run as a user runs it: a mirror is compared, byte for byte, with what a test put
//! into the bucket.

// Everything is there, and what is said of it.
mod mirror;
// What the next run fetches, and what not.
mod again;
// Killed or interrupted at any moment, by signals.
#[cfg(unix)]
mod kills;
// Faults, and what may not or cannot be read.
mod trouble;
// Links where a mirror writes, and who may read what is written.
#[cfg(unix)]
mod files;
// Keys of every kind, and which of them are files.
mod names;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::bucket::Logs;
use crate::harness::{Ran, files_below};

/// Runs `ct fetch FLAGS s3://logs DEST`.
fn fetch(logs: &Logs, flags: &str, dest: &Path) -> Ran {
    logs.ct(&format!("fetch {flags} s3://logs")).arg(dest).run()
}

/// Every file of a mirror by its key, but for what is the program's own.
fn tree(dest: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = files_below(dest).into_iter().map(|path| {
        let key = path.strip_prefix(dest).unwrap().to_str().unwrap().replace('\\', "/");
        (key, fs::read(path).unwrap())
    });
    files.filter(|(key, _)| !key.starts_with(".ct/") && !key.starts_with("public-keys/")).collect()
}

/// Asserts that every file of a mirror is what was put into the bucket.
fn expect_nothing_wrong(logs: &Logs, dest: &Path) -> usize {
    let found = tree(dest);
    for (key, bytes) in &found {
        let put = logs.tree.get(key).unwrap_or_else(|| panic!("{key} is not in the bucket"));
        assert!(put == bytes, "{key} has {} bytes, {} were put", bytes.len(), put.len());
    }
    found.len()
}

/// Asserts that a mirror is what was put into the bucket.
fn expect_all(logs: &Logs, dest: &Path) {
    expect_nothing_wrong(logs, dest);
    let found = tree(dest);
    let lacking: Vec<_> = logs.tree.keys().filter(|key| !found.contains_key(*key)).collect();
    assert!(lacking.is_empty(), "{} files are missing: {lacking:#?}", lacking.len());
}

/// Asserts how the sum begins, and the exit code.
fn expect_sums(ran: &Ran, code: i32, [fetched, there, skipped, failed]: [usize; 4]) {
    let listed = fetched + there + skipped + failed;
    let sum = format!(
        "listed {listed} = fetched {fetched} + already there {there} + skipped {skipped} \
         + failed {failed} · "
    );
    assert!(ran.stderr.replace(',', "").starts_with(&sum), "{sum}\n{ran}");
    assert_eq!((ran.code, ran.text()), (code, ""), "{ran}");
}
