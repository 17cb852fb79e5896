//! The file of `--ledger`: which objects of one source were read, so that the next run goes on there.
//!
//! ```text
//! {"version":1,"source":"s3://logs/AWSLogs","from":"2026-11-20"}
//! {"key":"AWSLogs/…/2026/11/20/….json.gz","etag":"9b2c…"}
//! ```
//! Of the days since `from`, what has no line here is read by the next run: it was not read, or is
//! broken. A line is appended once all that matched in its object was written; a line that is torn
//! means an object that comes again.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::seen::Seen;
use crate::commands::user_error;
use crate::mirror::lines;

const VERSION: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    source: String,
    from: Date,
}

/// A line for an object.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) etag: String,
}

/// A ledger, locked for this run.
pub(super) struct Ledger {
    /// As it was named.
    name: PathBuf,
    /// Where it is.
    path: PathBuf,
    source: String,
    /// The first day that it knows all of; of a new one nothing is known.
    from: Option<Date>,
    /// Held until the end of the run.
    _lock: File,
    /// The file itself, which may have other names.
    itself: Option<File>,
}

impl Ledger {
    /// Opens the ledger of a source, which need not be there, and notes what it says. One that is
    /// there and empty is begun only if that `is_asked`.
    pub(super) fn open(
        name: &Path,
        source: &str,
        is_asked: bool,
        seen: &mut Seen,
    ) -> anyhow::Result<Self> {
        let path = place(name)?;
        let lock = lines::lock(&lines::beside(&path, ".lock")).map_err(|error| unusable(&error))?;
        let lock = lock.ok_or_else(|| taken(name))?;
        let (name, source) = (name.to_owned(), source.to_owned());
        let mut ledger = Self { name, path, source, from: None, _lock: lock, itself: None };
        if ledger.path.exists() {
            ledger.lock_itself()?;
            ledger.read(is_asked, seen)?;
        }
        Ok(ledger)
    }

    /// Keeps those out who know the file by another name. Windows would keep everybody out.
    fn lock_itself(&mut self) -> anyhow::Result<()> {
        if cfg!(unix) {
            let lock = lines::lock_itself(&self.path).map_err(|error| unusable(&error))?;
            self.itself = Some(lock.ok_or_else(|| taken(&self.name))?);
        }
        Ok(())
    }

    /// The first day that it knows all of, if it is not new.
    pub(super) fn from(&self) -> Option<Date> {
        self.from
    }

    fn read(&mut self, is_asked: bool, seen: &mut Seen) -> anyhow::Result<()> {
        let mut head = None;
        lines::each(&self.path, |line| match &head {
            None => head = Some(serde_json::from_slice::<Head>(line)),
            Some(_) => {
                // Of one that is broken the object comes again.
                if let Ok(line) = serde_json::from_slice::<Line>(line) {
                    seen.note(&line.key, &line.etag);
                }
            }
        })
        .map_err(|error| unusable(&error))?;
        let is_empty = || fs::metadata(&self.path).is_ok_and(|data| data.len() == 0);
        let path = self.name.display();
        match head {
            None if is_empty() && is_asked => Ok(()),
            None if is_empty() => Err(user_error(
                format!("{path}: the ledger is empty, as after a crash"),
                "remove it to begin anew, or give --since to read what came before",
            )),
            Some(Ok(Head { version: VERSION, source, from })) if source == self.source => {
                self.from = Some(from);
                Ok(())
            }
            Some(Ok(Head { version: VERSION, source, .. })) => Err(user_error(
                format!("{path}: the ledger of {source}, not of {}", self.source),
                "name another file: each source has its own",
            )),
            _ => Err(user_error(
                format!("{path}: not a ledger that this version of ct can read"),
                "name another file, or one that is not there",
            )),
        }
    }

    /// Writes it anew: it knows all of the days since `from`, and these objects.
    pub(super) fn begin(&mut self, from: Date, objects: &[Line]) -> anyhow::Result<()> {
        self.replace(from, |out| objects.iter().try_for_each(|line| write(out, line)))
    }

    /// Notes objects that were read.
    pub(super) fn append(&mut self, objects: &[Line]) -> anyhow::Result<()> {
        if objects.is_empty() {
            return Ok(());
        }
        lines::append(&self.path, objects).map_err(|error| unusable(&error))
    }

    /// Begins on another day, without what is no longer asked for.
    pub(super) fn begin_on(&mut self, from: Date, seen: &Seen) -> anyhow::Result<()> {
        if self.from.is_none_or(|held| from == held) {
            return Ok(());
        }
        let path = self.path.clone();
        self.replace(from, |out| {
            let mut written = Ok(());
            lines::each(&path, |line| {
                let line = serde_json::from_slice::<Line>(line).ok();
                if let Some(line) = line.filter(|line| seen.holds(&line.key, &line.etag))
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
    ) -> anyhow::Result<()> {
        let head = Head { version: VERSION, source: self.source.clone(), from };
        lines::replace(&self.path, |out| {
            write(out, &head)?;
            objects(out)
        })
        .map_err(|error| unusable(&error))?;
        self.from = Some(from);
        // It is another file now.
        self.lock_itself()
    }
}

/// Where a ledger is, whatever links lead to it.
fn place(name: &Path) -> anyhow::Result<PathBuf> {
    match fs::metadata(name) {
        Ok(data) if !data.is_file() => Err(user_error(
            format!("--ledger: {}: not a regular file", name.display()),
            "name a file on a disk, which need not be there yet",
        )),
        Ok(_) => fs::canonicalize(name).map_err(|error| unusable(&error)),
        Err(_) => {
            let folder = name.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
            // Of what is wrong with a folder the lock tells.
            let place = folder.ok().zip(name.file_name()).map(|(folder, file)| folder.join(file));
            Ok(place.unwrap_or_else(|| name.to_owned()))
        }
    }
}

fn taken(name: &Path) -> anyhow::Error {
    let message = format!("{}: another process has this ledger", name.display());
    user_error(message, "wait until it has ended, or name another file")
}

fn write(out: &mut dyn io::Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn unusable(error: &io::Error) -> anyhow::Error {
    let is_full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    let help = if is_full {
        "the disk is full: make room, and run the command again; nothing is lost, and the last \
         objects are printed again"
    } else {
        "name a file in a folder that exists and that you may write to; nothing is lost"
    };
    user_error(format!("--ledger: {error}"), help)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::commands::UserError;

    fn line(day: &str, etag: &str) -> Line {
        let key = format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/{day}/x.json.gz");
        Line { key, etag: etag.to_owned() }
    }

    #[test]
    fn what_was_noted_is_known_again_until_its_day_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let open = || {
            let mut seen = Seen::default();
            (Ledger::open(&path, "s3://logs", false, &mut seen).unwrap(), seen)
        };
        let (mut ledger, _) = open();
        assert_eq!(ledger.from(), None);
        ledger.begin(date(2026, 11, 19), &[line("19", "a")]).unwrap();
        ledger.append(&[line("20", "a"), line("20", "b"), line("21", "a")]).unwrap();
        drop(ledger);
        let (mut ledger, mut seen) = open();
        assert_eq!((ledger.from(), seen.number()), (Some(date(2026, 11, 19)), 3));
        seen.begin();
        assert!(seen.meets(&line("20", "").key, "b"));
        seen.end(date(2026, 11, 20), false);
        ledger.begin_on(date(2026, 11, 20), &seen).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.starts_with(
            "{\"version\":1,\"source\":\"s3://logs\",\"from\":\"2026-11-20\"}\n{\"key\":"
        ));
        drop(ledger);
        let (ledger, again) = open();
        assert_eq!((ledger.from(), again.number()), (Some(date(2026, 11, 20)), 2));
        assert!(again.holds(&line("20", "").key, "b"));
    }

    #[test]
    fn a_ledger_is_locked_and_of_one_source() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let open = |source: &str| Ledger::open(&path, source, false, &mut Seen::default());
        let mut ledger = open("s3://logs").unwrap();
        ledger.begin(date(2026, 11, 20), &[]).unwrap();
        let error = open("s3://logs").err().unwrap().to_string();
        assert!(error.ends_with("another process has this ledger"), "{error}");
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
    fn a_full_disk_is_called_that() {
        let help = |kind: ErrorKind| {
            unusable(&kind.into()).downcast::<UserError>().map(|error| error.help).unwrap()
        };
        let full = help(ErrorKind::StorageFull);
        assert!(full.contains("make room") && full.contains("printed again"), "{full}");
        assert!(help(ErrorKind::NotFound).contains("a folder that exists"));
    }
}
