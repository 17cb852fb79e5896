//! The ledgers of a mirror: a line for each stored object, appended once the object is durable, in a
//! file for each month of a folder.
//!
//! Does not check whether an object's file still exists. Lines are never removed: of several lines
//! for a key the last one counts.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{parallel_map, with_path};
use super::{files, lines};
use crate::event::key::{Folder, Kind};

/// A line of a ledger: an object as it was listed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LedgerLine {
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) etag: String,
    /// The object's metadata is in a file beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) sidecar: bool,
}

/// The ledgers of a mirror. Only the last one that was used is in memory: keys are looked up in
/// order, and the ledgers of an organization's year are too large.
pub(super) struct Ledgers {
    /// The mirror's `.ct` folder.
    state: PathBuf,
    current: Option<(PathBuf, HashMap<String, LedgerLine>)>,
}

impl Ledgers {
    /// The ledgers in a mirror's `.ct` folder, which need not exist.
    pub(super) fn new(state: PathBuf) -> Self {
        Self { state, current: None }
    }

    /// The last line for a key.
    ///
    /// # Errors
    /// The ledger exists and cannot be read.
    pub(super) fn find(&mut self, key: &str) -> io::Result<Option<&LedgerLine>> {
        let path = self.path(key);
        let lines = match self.current.take() {
            Some((current, lines)) if current == path => lines,
            _ => read(&path)?,
        };
        let (_, lines) = self.current.insert((path, lines));
        Ok(lines.get(key))
    }

    /// Appends lines, and returns those that could not be written.
    ///
    /// New folders of ledgers are not synced: if one is lost, its objects are fetched again.
    pub(super) fn append(&mut self, lines: Vec<LedgerLine>) -> Vec<(LedgerLine, io::Error)> {
        let mut ledgers: BTreeMap<PathBuf, Vec<LedgerLine>> = BTreeMap::new();
        for line in lines {
            ledgers.entry(self.path(&line.key)).or_default().push(line);
        }
        let ledgers: Vec<_> = ledgers.into_iter().collect();
        let done = parallel_map(&ledgers, |(path, lines)| {
            files::expect_inside(&self.state, path)?;
            lines::append(path, lines)
        });
        let mut failed = Vec::new();
        for ((path, lines), done) in ledgers.into_iter().zip(done) {
            match (done, &mut self.current) {
                (Err(error), _) => {
                    let copy = || io::Error::new(error.kind(), error.to_string());
                    failed.extend(lines.into_iter().map(|line| (line, copy())));
                }
                (Ok(()), Some((current, known))) if *current == path => {
                    known.extend(lines.into_iter().map(|line| (line.key.clone(), line)));
                }
                (Ok(()), _) => {}
            }
        }
        failed
    }

    /// The ledger for a key: that of its month if the key has CloudTrail's layout, else that of its
    /// folder.
    fn path(&self, key: &str) -> PathBuf {
        let above =
            |path: &str| path.rsplit_once('/').map_or(String::new(), |(up, _)| up.to_owned());
        let mut folder = above(key);
        while Folder::parse(&folder).is_some_and(|parsed| parsed.date.2.is_some()) {
            folder = above(&folder);
        }
        let name = if folder.is_empty() {
            "ledger.jsonl".into()
        } else {
            // A folder of this name would be in the place of another folder's ledger.
            let folder = folder.replace(".jsonl/", ".jsonl%/");
            format!("ledger/{folder}.jsonl")
        };
        self.state.join(name)
    }
}

/// Reads a ledger. Malformed lines and a torn last line are left out: their objects are fetched
/// again.
fn read(path: &Path) -> io::Result<HashMap<String, LedgerLine>> {
    let mut known = HashMap::new();
    lines::each(path, |line| {
        let line = serde_json::from_slice::<LedgerLine>(line).ok();
        known.extend(line.map(|line| (line.key.clone(), line)));
    })?;
    Ok(known)
}

/// The keys of digest files in the ledgers below a folder: those of the latest month of each Region.
pub(super) fn digests(folder: &Path) -> io::Result<Vec<String>> {
    let mut keys = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(with_path(&folder))?,
        };
        let mut folders = Vec::new();
        let mut ledgers = Vec::new();
        for entry in entries {
            let entry = entry.map_err(with_path(&folder))?;
            // Links are not followed: ct makes none, and they could form a cycle.
            let is_folder = entry.file_type().map_err(with_path(&folder))?.is_dir();
            if is_folder { folders.push(entry.path()) } else { ledgers.push(entry.path()) }
        }
        let text = folder.to_string_lossy().replace('\\', "/");
        let parsed = Folder::parse(&text).unwrap_or_default();
        if parsed.service.is_some() && parsed.kind() != Some(Kind::Digest) {
            continue;
        }
        // Years and months are folders and files whose names sort by time.
        if parsed.region.is_some() {
            waiting.extend(folders.into_iter().max());
            if let Some(latest) = ledgers.into_iter().max() {
                keys.extend(read(&latest)?.into_keys());
            }
        } else {
            waiting.extend(folders);
        }
    }
    keys.sort_unstable();
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(key: &str, size: u64) -> LedgerLine {
        LedgerLine { key: key.to_owned(), size, etag: "e".to_owned(), sidecar: false }
    }

    fn sizes(state: &Path, keys: [&str; 3]) -> [Option<u64>; 3] {
        let mut ledgers = Ledgers::new(state.to_owned());
        keys.map(|key| ledgers.find(key).unwrap().map(|line| line.size))
    }

    #[test]
    fn each_month_and_each_other_folder_has_a_ledger() {
        let ledgers = Ledgers::new("s".into());
        let month = "p/AWSLogs/o-abcdefghij/111122223333/CloudTrail/us-east-1/2026/11";
        let table = [
            (format!("{month}/20/x.json.gz"), format!("s/ledger/{month}.jsonl")),
            (format!("{month}/20/deeper/x.json.gz"), format!("s/ledger/{month}.jsonl")),
            (format!("{month}/x.json.gz"), format!("s/ledger/{month}.jsonl")),
            ("a/b/c".into(), "s/ledger/a/b.jsonl".into()),
            ("a/b.jsonl/c".into(), "s/ledger/a/b.jsonl.jsonl".into()),
            ("a/b.jsonl/c/d".into(), "s/ledger/a/b.jsonl%/c.jsonl".into()),
            (
                "AWSLogs/111122223333/Config/eu-west-1/2026/1/2/x".into(),
                "s/ledger/AWSLogs/111122223333/Config/eu-west-1/2026/1/2.jsonl".into(),
            ),
            ("c".into(), "s/ledger.jsonl".into()),
        ];
        for (key, path) in table {
            assert_eq!(ledgers.path(&key), PathBuf::from(path), "{key}");
        }
    }

    #[test]
    fn the_last_line_of_a_key_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledgers = Ledgers::new(folder.path().to_owned());
        assert!(ledgers.find("a/x").unwrap().is_none());
        assert!(ledgers.append(vec![line("a/x", 1), line("b/y", 2)]).is_empty());
        assert_eq!(ledgers.find("a/x").unwrap().map(|line| line.size), Some(1));
        assert!(ledgers.append(vec![line("a/x", 3)]).is_empty());
        assert_eq!(ledgers.find("a/x").unwrap().map(|line| line.size), Some(3));
        assert_eq!(sizes(folder.path(), ["a/x", "b/y", "a/z"]), [Some(3), Some(2), None]);
        let text = fs::read_to_string(folder.path().join("ledger/b.jsonl")).unwrap();
        assert_eq!(text, "{\"key\":\"b/y\",\"size\":2,\"etag\":\"e\"}\n");
    }

    #[test]
    fn digest_files_are_found_by_region() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledgers = Ledgers::new(folder.path().to_owned());
        let name = |kind: &str, region: &str, month: u8| {
            format!("AWSLogs/111122223333/{kind}/{region}/2026/{month:02}/20/x.json.gz")
        };
        let lines = [
            name("CloudTrail-Digest", "us-east-1", 10),
            name("CloudTrail-Digest", "us-east-1", 11),
            name("CloudTrail-Digest", "eu-west-1", 9),
            name("CloudTrail", "eu-west-3", 11),
        ];
        assert!(ledgers.append(lines.iter().map(|key| line(key, 1)).collect()).is_empty());
        let found = digests(&folder.path().join("ledger")).unwrap();
        assert_eq!(found, [&*lines[2], &*lines[1]]);
    }

    #[test]
    fn a_torn_line_is_cut_off_and_a_malformed_one_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger/a.jsonl");
        let mut ledgers = Ledgers::new(folder.path().to_owned());
        assert!(ledgers.append(vec![line("a/x", 1)]).is_empty());
        let whole = fs::read(&path).unwrap();
        // A line that lacks only its newline is torn, too.
        for torn in [&whole[..1], &whole[..whole.len() - 1], b"\0\0\0", b"\xff\xfe"] {
            fs::write(&path, [&whole, torn].concat()).unwrap();
            assert_eq!(sizes(folder.path(), ["a/x", "a/y", "a/z"]), [Some(1), None, None]);
            assert!(ledgers.append(vec![line("a/y", 2)]).is_empty());
            assert_eq!(sizes(folder.path(), ["a/x", "a/y", "a/z"]), [Some(1), Some(2), None]);
            assert!(fs::read(&path).unwrap().starts_with(&[&whole, &b"{"[..]].concat()));
        }
        let broken = [b"{\"key\":\"a/x\"}\n\xff\n\n", &whole[..], b"{}\n"].concat();
        fs::write(&path, broken).unwrap();
        assert_eq!(sizes(folder.path(), ["a/x", "a/y", "a/z"]), [Some(1), None, None]);
    }

    #[test]
    fn a_ledger_that_cannot_be_written_loses_only_its_own_lines() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("ledger/a.jsonl")).unwrap();
        let mut ledgers = Ledgers::new(folder.path().to_owned());
        let failed = ledgers.append(vec![line("a/x", 1), line("b/y", 2), line("a/z", 3)]);
        let keys: Vec<_> = failed.iter().map(|(line, _)| line.key.as_str()).collect();
        assert_eq!(keys, ["a/x", "a/z"]);
        assert!(failed[0].1.to_string().contains("a.jsonl"), "{}", failed[0].1);
        assert!(ledgers.find("b/y").unwrap().is_some());
    }
}
