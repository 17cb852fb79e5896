//! Digests and log files outside the window: the nearest digests of a chain, and whether older log
//! files are left.
//!
//! Goes through folders, year by year and month by month. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use jiff::civil::Date;

use super::origin::Origin;
use super::scope::days;
use super::shard::ChainPart;
use crate::digest::{Candidate, ChainId, DigestWindow};
use crate::event::key::{Folder, Key, Kind};
use crate::source::{Level, SourceError};

/// Regions whose folders are listed at once.
const AT_ONCE: usize = 16;
/// Months next to the window of which every day is listed; of others only the first and last day.
const MONTHS_IN_FULL: usize = 3;
/// Digests of a chain on each side of the window that are read with it.
const NEIGHBORS: usize = 2;

/// Digests of several chains.
pub(super) type Digests = BTreeMap<ChainId, Vec<Candidate>>;

/// The folder of a Region's digests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RegionFolder {
    pub(super) path: String,
    pub(super) account: String,
    pub(super) region: String,
}

/// A side of the window.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Before(Date),
    After(Date),
}

impl Side {
    /// The folders on this side, the nearest first.
    fn sorted(self, folders: Vec<String>) -> Vec<String> {
        let is_on_side = |path: &String| {
            let days = Folder::parse(path).and_then(|folder| folder.days());
            days.is_some_and(|(start, end)| match self {
                Self::Before(day) => start < day,
                Self::After(day) => end > day,
            })
        };
        let mut folders: Vec<String> = folders.into_iter().filter(is_on_side).collect();
        folders.sort_unstable();
        if matches!(self, Self::Before(_)) {
            folders.reverse();
        }
        folders
    }
}

/// The digests of the nearest day before or after the window that has any: of one chain, or of all
/// chains of the Region.
///
/// # Errors
/// A folder cannot be listed.
pub(super) fn nearest(
    origin: &Origin,
    folder: &RegionFolder,
    side: Side,
    wanted: Option<&ChainId>,
) -> Result<Digests, SourceError> {
    let below = |path: &str| -> Result<Vec<String>, SourceError> {
        let Level { folders, .. } = origin.store().level(path)?;
        Ok(folders.into_iter().map(|name| format!("{path}/{name}")).collect())
    };
    let mut months = Vec::new();
    for year in side.sorted(below(&folder.path)?) {
        months.extend(side.sorted(below(&year)?));
        // One chain may be in any year; of all chains the nearest month is enough.
        if wanted.is_none() && !months.is_empty() {
            break;
        }
    }
    for (number, month) in months.into_iter().enumerate() {
        let mut days = side.sorted(below(&month)?);
        if number >= MONTHS_IN_FULL && days.len() > 2 {
            days = vec![days[0].clone(), days[days.len() - 1].clone()];
        }
        for day in days {
            let digests = digests_of_day(origin, &day, side, wanted)?;
            if !digests.is_empty() {
                return Ok(digests);
            }
        }
        if wanted.is_none() {
            break;
        }
    }
    Ok(Digests::new())
}

/// The digests of a day that are nearest to the window.
fn digests_of_day(
    origin: &Origin,
    day: &str,
    side: Side,
    wanted: Option<&ChainId>,
) -> Result<Digests, SourceError> {
    let mut digests = Digests::new();
    for name in origin.store().level(day)?.objects {
        let key = format!("{day}/{name}");
        if let Some((id, candidate)) = Candidate::parse(origin.bucket(), &key)
            && !id.backfill
            && wanted.is_none_or(|wanted| *wanted == id)
        {
            digests.entry(id).or_default().push(candidate);
        }
    }
    for chain in digests.values_mut() {
        chain.sort_by_key(|digest| digest.stamp);
        match side {
            Side::Before(_) => drop(chain.drain(..chain.len().saturating_sub(NEIGHBORS))),
            Side::After(_) => chain.truncate(NEIGHBORS),
        }
    }
    Ok(digests)
}

/// Whether log files of a chain's account and Region are left that were delivered before the
/// window's first day.
///
/// # Errors
/// A folder cannot be listed.
pub(super) fn has_older_logs(
    origin: &Origin,
    parts: &[ChainPart],
    window: DigestWindow,
) -> Result<bool, SourceError> {
    let (first, _) = days(window.since, window.until);
    for folder in log_folders(parts) {
        let mut waiting = vec![folder];
        while let Some(path) = waiting.pop() {
            let is_older = |(start, _): (Date, Date)| start < first;
            let level = origin.store().level(&path)?;
            let is_older_day = |path: &str| {
                Folder::parse(path).is_some_and(|folder| {
                    folder.date.2.is_some() && folder.days().is_some_and(is_older)
                })
            };
            let is_log = |name: &String| Key::parse(name).is_some();
            if is_older_day(&path) && level.objects.iter().any(is_log) {
                return Ok(true);
            }
            let older = level.folders.into_iter().map(|name| format!("{path}/{name}"));
            waiting.extend(older.filter(|path| {
                Folder::parse(path).and_then(|folder| folder.days()).is_some_and(is_older)
            }));
        }
    }
    Ok(false)
}

/// The folders of a chain's log files, which lie beside those of its digests.
fn log_folders(parts: &[ChainPart]) -> BTreeSet<String> {
    let folder = |digest: &Candidate| {
        let folder = Key::parse(&digest.uri.key)?.folder?;
        let service = Some(Kind::Events.name());
        Some(Folder { service, date: (None, None, None), ..folder }.to_string())
    };
    parts.iter().flat_map(|part| &part.digests).filter_map(folder).collect()
}

/// Does a task for each item, several at once; the results are in the order of the items.
pub(super) fn in_parallel<'t, T: Sync + 't, R: Send>(
    items: impl IntoIterator<Item = &'t T>,
    task: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let items: Vec<&T> = items.into_iter().collect();
    let mut results = Vec::with_capacity(items.len());
    for some in items.chunks(AT_ONCE) {
        results.extend(thread::scope(|scope| {
            let tasks: Vec<_> = some.iter().map(|item| scope.spawn(|| task(item))).collect();
            let join = |task: thread::ScopedJoinHandle<'_, R>| {
                task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            tasks.into_iter().map(join).collect::<Vec<_>>()
        }));
    }
    results
}
