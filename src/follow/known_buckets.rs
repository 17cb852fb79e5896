//! The buckets of a queue's first run, stored for runs that cannot find out which buckets send to it.
//!
//! One small file for each queue in `$XDG_STATE_HOME/ct/queues` (`~/.local/state` if that is not
//! set). It is written from configuration alone, and a run works without it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, process};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The most bytes that are read of a file.
const LARGEST: u64 = 1 << 16;

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    buckets: BTreeSet<String>,
}

/// The file of the queue with this URL, if there is a folder for it.
pub(super) fn path(url: &str) -> Option<PathBuf> {
    let mut file = String::new();
    for byte in Sha256::digest(url).iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(file, "{byte:02x}");
    }
    Some(folder()?.join(file + ".json"))
}

fn folder() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(state.join("ct/queues"))
}

/// The buckets of the first run; none if there is no file.
pub(super) fn read(path: &Path) -> BTreeSet<String> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|data| data.is_file());
    let text = || {
        let mut text = Vec::new();
        fs::File::open(path).ok()?.take(LARGEST).read_to_end(&mut text).ok()?;
        serde_json::from_slice::<Stored>(&text).ok()
    };
    is_file.then(text).flatten().unwrap_or_default().buckets
}

/// Stores the buckets of the first run, or those that the user names (`is_explicit`).
pub(super) fn write(path: &Path, buckets: &BTreeSet<String>, is_explicit: bool) {
    let stored = read(path);
    if stored != *buckets && (stored.is_empty() || is_explicit) {
        // A run that knows its buckets does not need the file.
        let _ = replace(path, &Stored { buckets: buckets.clone() });
    }
}

fn replace(path: &Path, stored: &Stored) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let temporary = path.with_extension(format!("{}.tmp", process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&temporary).and_then(|mut file| {
        file.write_all(&serde_json::to_vec(stored)?)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        fs::remove_file(&temporary).ok();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buckets_of_the_first_run_stay_until_a_flag_replaces_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ct/queues/a.json");
        let set = |name: &str| BTreeSet::from([name.to_owned()]);
        assert_eq!(read(&path), BTreeSet::new());
        write(&path, &set("first"), false);
        write(&path, &set("second"), false);
        assert_eq!(read(&path), set("first"));
        write(&path, &set("third"), true);
        assert_eq!(read(&path), set("third"));
        fs::write(&path, "{").unwrap();
        assert_eq!(read(&path), BTreeSet::new());
    }
}
