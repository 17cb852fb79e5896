//! The file of `--ledger`: which objects of one source were read, so that the next run resumes there.
//!
//! ```text
//! {"version":1,"source":"s3://logs/AWSLogs","from":"2026-11-20"}
//! {"key":"AWSLogs/…/2026/11/20/….json.gz","etag":"9b2c…"}
//! ```
//! The next run reads the objects of the days since `from` that have no line here: they were not read,
//! or are corrupt. A line is appended after the matching events of its object were written; the object
//! of a torn line is read again.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::seen_objects::SeenObjects;
use super::{FollowError, Result};
use crate::mirror::lines;

const VERSION: u32 = 1;

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    source: String,
    from: Date,
}

/// The line of an object.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) etag: String,
}

/// A ledger, locked for this run.
pub(super) struct Ledger {
    /// As the user named it.
    name: PathBuf,
    /// Without links.
    path: PathBuf,
    source: String,
    /// The first day that it covers; none if it is new.
    from: Option<Date>,
    /// Locked until the end of the run: the file beside it,
    _lock: File,
    /// and the file itself, which may have other names.
    file: Option<File>,
}

impl Ledger {
    /// Opens the ledger of a source, which need not exist, and adds its objects to `seen`. An existing
    /// empty file is an error unless `may_be_empty`.
    pub(super) fn open(
        name: &Path,
        source: &str,
        may_be_empty: bool,
        seen: &mut SeenObjects,
    ) -> Result<Self> {
        let path = resolve(name)?;
        let lock = lines::lock(&lines::beside(&path, ".lock")).map_err(|error| unusable(&error))?;
        let lock = lock.ok_or_else(|| in_use(name))?;
        let (name, source) = (name.to_owned(), source.to_owned());
        let mut ledger = Self { name, path, source, from: None, _lock: lock, file: None };
        if ledger.path.exists() {
            ledger.lock_file()?;
            ledger.read(may_be_empty, seen)?;
        }
        Ok(ledger)
    }

    /// Locks the file itself, for processes that name it differently. On Windows nothing could be
    /// written then.
    fn lock_file(&mut self) -> Result<()> {
        if cfg!(unix) {
            let lock = lines::lock_itself(&self.path).map_err(|error| unusable(&error))?;
            self.file = Some(lock.ok_or_else(|| in_use(&self.name))?);
        }
        Ok(())
    }

    /// The first day that it covers; none if it is new.
    pub(super) fn from(&self) -> Option<Date> {
        self.from
    }

    fn read(&mut self, may_be_empty: bool, seen: &mut SeenObjects) -> Result<()> {
        let mut head = None;
        lines::each(&self.path, |line| match &head {
            None => head = Some(serde_json::from_slice::<Head>(line)),
            Some(_) => {
                // The object of a corrupt line is read again.
                if let Ok(line) = serde_json::from_slice::<Line>(line) {
                    seen.insert(&line.key, &line.etag);
                }
            }
        })
        .map_err(|error| unusable(&error))?;
        let is_empty = || fs::metadata(&self.path).is_ok_and(|data| data.len() == 0);
        let path = self.name.display();
        match head {
            None if is_empty() && may_be_empty => Ok(()),
            None if is_empty() => Err(FollowError::user(
                format!("{path}: the ledger is empty, as after a crash"),
                "remove it to start again, or use --since to read existing objects",
            )),
            Some(Ok(Head { version: VERSION, source, from })) if source == self.source => {
                self.from = Some(from);
                Ok(())
            }
            Some(Ok(Head { version: VERSION, source, .. })) => Err(FollowError::user(
                format!("{path}: the ledger of {source}, not of {}", self.source),
                "name another file: each source has its own",
            )),
            _ => Err(FollowError::user(
                format!("{path}: not a ledger that this version of ct can read"),
                "name another file, or one that does not exist",
            )),
        }
    }

    /// Writes a new ledger that covers the days since `from` and lists these objects.
    pub(super) fn begin(&mut self, from: Date, objects: &[Line]) -> Result<()> {
        self.replace(from, |out| objects.iter().try_for_each(|line| write(out, line)))
    }

    /// Appends objects that were read.
    pub(super) fn append(&mut self, objects: &[Line]) -> Result<()> {
        if objects.is_empty() {
            return Ok(());
        }
        lines::append(&self.path, objects).map_err(|error| unusable(&error))
    }

    /// Moves the first day to `from`, and removes the lines of objects that are not in `seen`.
    pub(super) fn move_to(&mut self, from: Date, seen: &SeenObjects) -> Result<()> {
        if self.from.is_none_or(|held| from == held) {
            return Ok(());
        }
        let path = self.path.clone();
        self.replace(from, |out| {
            let mut written = Ok(());
            lines::each(&path, |line| {
                let line = serde_json::from_slice::<Line>(line).ok();
                if let Some(line) = line.filter(|line| seen.contains(&line.key, &line.etag))
                    && written.is_ok()
                {
                    written = write(out, &line);
                }
            })?;
            written
        })
    }

    fn replace(
        &mut self,
        from: Date,
        objects: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<()> {
        let head = Head { version: VERSION, source: self.source.clone(), from };
        lines::replace(&self.path, |out| {
            write(out, &head)?;
            objects(out)
        })
        .map_err(|error| unusable(&error))?;
        self.from = Some(from);
        // It is another file now.
        self.lock_file()
    }
}

/// The path of a ledger without links.
fn resolve(name: &Path) -> Result<PathBuf> {
    match fs::metadata(name) {
        Ok(data) if !data.is_file() => Err(FollowError::user(
            format!("--ledger: {}: not a regular file", name.display()),
            "name a file on a disk, which need not exist yet",
        )),
        Ok(_) => fs::canonicalize(name).map_err(|error| unusable(&error)),
        Err(_) => {
            let folder = name.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
            // If the folder cannot be used, locking reports why.
            let path = folder.ok().zip(name.file_name()).map(|(folder, file)| folder.join(file));
            Ok(path.unwrap_or_else(|| name.to_owned()))
        }
    }
}

fn in_use(name: &Path) -> FollowError {
    let message = format!("{}: another process uses this ledger", name.display());
    FollowError::user(message, "wait until it ends, or name another file")
}

fn write(out: &mut dyn io::Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn unusable(error: &io::Error) -> FollowError {
    let is_full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    let help = if is_full {
        "the disk is full: make room, and run the command again; nothing is lost, and the events of \
         the last objects are printed again"
    } else {
        "name a file in a folder that exists and that you may write to; nothing is lost"
    };
    FollowError::user(format!("--ledger: {error}"), help)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(day: &str, etag: &str) -> Line {
        let key = format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/{day}/x.json.gz");
        Line { key, etag: etag.to_owned() }
    }

    #[test]
    fn listed_objects_are_known_to_the_next_run_until_their_day_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let open = || {
            let mut seen = SeenObjects::default();
            (Ledger::open(&path, "s3://logs", false, &mut seen).unwrap(), seen)
        };
        let (mut ledger, _) = open();
        assert_eq!(ledger.from(), None);
        ledger.begin(date(2026, 11, 19), &[line("19", "a")]).unwrap();
        ledger.append(&[line("20", "a"), line("20", "b"), line("21", "a")]).unwrap();
        drop(ledger);
        let (mut ledger, mut seen) = open();
        assert_eq!((ledger.from(), seen.len()), (Some(date(2026, 11, 19)), 3));
        seen.begin_cycle();
        assert!(seen.note_listed(&line("20", "").key, "b"));
        seen.end_cycle(date(2026, 11, 20), false);
        ledger.move_to(date(2026, 11, 20), &seen).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.starts_with(
            "{\"version\":1,\"source\":\"s3://logs\",\"from\":\"2026-11-20\"}\n{\"key\":"
        ));
        drop(ledger);
        let (ledger, again) = open();
        assert_eq!((ledger.from(), again.len()), (Some(date(2026, 11, 20)), 2));
        assert!(again.contains(&line("20", "").key, "b"));
    }

    #[test]
    fn a_ledger_is_locked_and_belongs_to_one_source() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let open = |source: &str| Ledger::open(&path, source, false, &mut SeenObjects::default());
        let mut ledger = open("s3://logs").unwrap();
        ledger.begin(date(2026, 11, 20), &[]).unwrap();
        let error = open("s3://logs").err().unwrap().to_string();
        assert!(error.ends_with("another process uses this ledger"), "{error}");
        drop(ledger);
        let error = open("s3://other").err().unwrap().to_string();
        assert!(error.ends_with("the ledger of s3://logs, not of s3://other"), "{error}");
        for text in ["{}\n", "half", "\n"] {
            fs::write(&path, text).unwrap();
            let error = open("s3://logs").err().unwrap().to_string();
            assert!(error.contains("not a ledger that this version"), "{error}");
        }
    }

    #[test]
    fn a_full_disk_is_named_in_the_help() {
        let help = |kind: ErrorKind| match unusable(&kind.into()) {
            FollowError::User(error) => error.help,
            error => panic!("{error}"),
        };
        let full = help(ErrorKind::StorageFull);
        assert!(full.contains("make room") && full.contains("printed again"), "{full}");
        assert!(help(ErrorKind::NotFound).contains("a folder that exists"));
    }
}
