//! Finds the key ranges of a bucket that hold the wanted logs, level by level below `AWSLogs/`, so
//! that the rest of the bucket is never listed.
//!
//! ```text
//! [prefix/]AWSLogs/[o-orgid/]ACCOUNT/KIND/REGION/YYYY/MM/DD/FILE
//! ```
//! From "Finding your CloudTrail log files", AWS CloudTrail User Guide. A level that cannot be
//! listed is reported, and the others are read.

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;
use jiff::civil::Date;

use super::pages::{KeyRange, Page};
use super::remote::Remote;
use crate::aws::error::Error;
use crate::event::key::Folder;
use crate::source::{Fault, FaultKind, FolderTest, Listed, SourceError};

/// Levels that are listed at the same time.
const LEVELS: usize = 32;
/// A range of at most so many days is listed in one go, a longer one month by month.
const SHORT: i32 = 45;
/// CloudTrail began in 2013.
const YEARS: std::ops::Range<i16> = 2013..2100;
/// How many folders are searched for `AWSLogs/`, and how deep.
const SEARCHED: usize = 100;
const DEEP: usize = 2;

/// Where to begin.
#[derive(Clone, Debug)]
pub(super) enum Start {
    /// At this path or below: as the user typed it. Without a slash at its end it may also be a key.
    Search(String),
    /// In this folder, which is an `AWSLogs` folder or below one.
    Folder(String),
}

/// A part of a bucket, in the order of the keys.
#[derive(Debug)]
pub(super) enum Part {
    /// A range of keys to list.
    Range(KeyRange),
    /// Objects that were found on the way.
    Objects(Vec<Listed>),
    /// A folder that could not be listed.
    Failed(SourceError),
}

/// The parts of a bucket that hold wanted objects.
pub(super) async fn parts(remote: &Remote, start: &Start, folders: FolderTest<'_>) -> Vec<Part> {
    let search = Search { remote, folders };
    match start {
        Start::Folder(path) => search.below(path.clone()).await,
        Start::Search(path) if is_folder(&without_slash(path)) => {
            search.below(without_slash(path)).await
        }
        Start::Search(path) if is_file(path) => vec![Part::Range(single(path))],
        Start::Search(path) => search.roots(path).await,
    }
}

/// Whether a path, after any prefix, is an `AWSLogs` folder or a folder below one.
fn is_folder(path: &str) -> bool {
    Folder::parse(path).is_some_and(|folder| {
        let below = Folder { prefix: "", ..folder }.to_string();
        path.strip_suffix(&below).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    })
}

/// Whether a path is the key of one object, judged by its extension.
fn is_file(path: &str) -> bool {
    let name = path.strip_suffix(".gz").unwrap_or(path);
    [".json", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending))
}

/// The range of one key.
fn single(key: &str) -> KeyRange {
    KeyRange { before: Some(format!("{key}\0")), ..KeyRange::below(key) }
}

struct Search<'s> {
    remote: &'s Remote,
    folders: FolderTest<'s>,
}

impl Search<'_> {
    /// Searches for `AWSLogs` folders below a path. Where there is none, a path that the user named
    /// is read as a folder of logs; a whole bucket is not.
    async fn roots(&self, path: &str) -> Vec<Part> {
        let (mut parts, mut is_found) = (Vec::new(), false);
        let mut level = vec![with_slash(path)];
        let mut looked = 0;
        for _ in 0..=DEEP {
            let room = SEARCHED.saturating_sub(looked);
            if level.len() > room {
                parts.push(self.too_many(path));
                level.truncate(room);
            }
            looked += level.len();
            let pages = stream::iter(level).map(|prefix| self.root(prefix)).buffered(LEVELS);
            let pages: Vec<_> = pages.collect().await;
            level = Vec::new();
            for (logs, folders) in pages {
                is_found |= logs.is_some();
                parts.extend(logs.unwrap_or_default());
                level.extend(folders);
            }
        }
        // An AWSLogs folder without wanted objects does not make all other objects wanted.
        if is_found || !parts.is_empty() {
            return parts;
        }
        if path.is_empty() {
            let fault = Fault::Other("no AWSLogs folder found; name a prefix".to_owned());
            parts.push(Part::Failed(SourceError { name: self.remote.name(""), fault }));
            return parts;
        }
        if !path.ends_with('/') {
            match self.remote.object(path).await {
                Ok(object) => parts.extend(object.map(|object| Part::Objects(vec![object]))),
                Err(error) => parts.push(self.failed(error, path)),
            }
        }
        parts.push(Part::Range(KeyRange::below(&with_slash(path))));
        parts
    }

    fn too_many(&self, path: &str) -> Part {
        let why = format!(
            "more than {SEARCHED} folders to look for AWSLogs in; name one: s3://…/AWSLogs"
        );
        Part::Failed(SourceError { name: self.remote.name(path), fault: Fault::Other(why) })
    }

    /// The wanted parts of a folder's `AWSLogs`, if it has one, and the folders to search next.
    async fn root(&self, prefix: String) -> (Option<Vec<Part>>, Vec<String>) {
        let logs = format!("{prefix}AWSLogs/");
        // A million other objects may be listed before the folder.
        match self.remote.first_page(&prefix).await {
            Ok(Page { folders, is_truncated, .. }) => {
                let mut is_there = folders.contains(&logs);
                if !is_there && is_truncated {
                    is_there = match self.remote.holds(&logs).await {
                        Ok(is_there) => is_there,
                        Err(error) => return (Some(vec![self.failed(error, &logs)]), Vec::new()),
                    };
                }
                let others = folders.into_iter().filter(|folder| *folder != logs).collect();
                if is_there {
                    (Some(self.below(without_slash(&logs)).await), others)
                } else {
                    (None, others)
                }
            }
            // A policy may allow to list the logs and nothing above them.
            Err(error) if error.kind == FaultKind::Denied => {
                let parts = self.below(without_slash(&logs)).await;
                let parts = match &*parts {
                    [] | [Part::Failed(_)] => vec![self.failed(error, &prefix)],
                    _ => parts,
                };
                (Some(parts), Vec::new())
            }
            Err(error) => (Some(vec![self.failed(error, &prefix)]), Vec::new()),
        }
    }

    fn failed(&self, error: Error, prefix: &str) -> Part {
        Part::Failed(error.at(self.remote.name(prefix)))
    }

    /// The wanted parts of an `AWSLogs` folder or of a folder below one.
    fn below(&self, path: String) -> BoxFuture<'_, Vec<Part>> {
        Box::pin(async move {
            let folder = Folder::parse(&path).unwrap_or_default();
            if folder.is_foreign() || !(self.folders)(&folder) {
                return Vec::new();
            }
            if folder.region.is_some() {
                return self.region(&path, &folder).await;
            }
            let prefix = with_slash(&path);
            let page = match self.remote.level(&prefix).await {
                Ok(page) => page,
                Err(error) => return vec![self.failed(error, &prefix)],
            };
            let known = depth(&folder);
            let folders = page.folders.into_iter().map(|folder| without_slash(&folder));
            let ours =
                folders.filter(|path| Folder::parse(path).is_some_and(|f| depth(&f) > known));
            let below = stream::iter(ours).map(|path| self.below(path)).buffered(LEVELS);
            below.concat().await
        })
    }

    /// The wanted parts of a Region's folder, or of a folder below one.
    async fn region(&self, path: &str, folder: &Folder<'_>) -> Vec<Part> {
        let prefix = with_slash(path);
        if folder.date.0.is_some() {
            return vec![Part::Range(KeyRange::below(&prefix))];
        }
        let Some(days) = self.days(folder) else { return Vec::new() };
        if days.are_few() {
            return vec![Part::Range(days.range(&prefix))];
        }
        let page = match self.remote.level(&prefix).await {
            Ok(page) => page,
            Err(error) => return vec![self.failed(error, &prefix)],
        };
        let mut parts = vec![Part::Objects(page.objects)];
        for below in page.folders {
            let path = without_slash(&below);
            match Folder::parse(&path).and_then(|folder| folder.date.0) {
                Some(year) if YEARS.contains(&year) => parts.extend(days.months(&prefix, year)),
                // Not a year: its objects may be of any day.
                _ => parts.push(Part::Range(KeyRange::below(&below))),
            }
        }
        parts
    }

    /// The wanted days of a Region.
    fn days(&self, region: &Folder<'_>) -> Option<Days> {
        let wanted = |date| (self.folders)(&Folder { date, ..*region });
        let mut years = YEARS.filter(|&year| wanted((Some(year), None, None)));
        let first = years.next()?;
        let last = years.next_back().unwrap_or(first);
        let days = |year: i16| {
            let first = Date::new(year, 1, 1).ok();
            let days = first.into_iter().flat_map(|first| first.series(jiff::Span::new().days(1)));
            days.take_while(move |day| day.year() == year)
        };
        let is_wanted = |day: &Date| wanted((Some(day.year()), Some(day.month()), Some(day.day())));
        let first = days(first).find(is_wanted)?;
        let last = days(last).filter(is_wanted).last()?;
        let is_open = |day: Date, year: i16| day.year() == year;
        Some(Days {
            first: (!is_open(first, YEARS.start)).then_some(first),
            last: (!is_open(last, YEARS.end - 1)).then_some(last),
        })
    }
}

/// The days from a first to a last one; either end may be open.
struct Days {
    first: Option<Date>,
    last: Option<Date>,
}

impl Days {
    /// Whether to list them in one go, which takes the fewest requests.
    fn are_few(&self) -> bool {
        let Some(first) = self.first else { return false };
        self.last.is_none_or(|last| (last - first).get_days() < SHORT)
    }

    /// The keys of all these days in the folder of a Region.
    fn range(&self, region: &str) -> KeyRange {
        let (after, before) = (self.after(region), self.before(region));
        KeyRange { prefix: region.to_owned(), after, before }
    }

    fn after(&self, region: &str) -> String {
        self.first.map_or(String::new(), |day| format!("{region}{}", day.strftime("%Y/%m/%d")))
    }

    /// The zero is the character after the slash that follows the last day.
    fn before(&self, region: &str) -> Option<String> {
        self.last.map(|day| format!("{region}{}0", day.strftime("%Y/%m/%d")))
    }

    /// The keys of a year in ranges of a month, without gaps: a key that belongs to no day is in the
    /// range of the month before it.
    fn months(&self, region: &str, year: i16) -> impl Iterator<Item = Part> {
        let prefix = format!("{region}{year:04}/");
        let (after, before) = (self.after(region), self.before(region));
        (1..=12).filter_map(move |month| {
            let start = if month == 1 { prefix.clone() } else { format!("{prefix}{month:02}") };
            // A range contains neither of its ends; the key at the boundary is in the first.
            let end = (month < 12).then(|| format!("{prefix}{:02}\0", month + 1));
            let after = after.clone().max(start);
            let before = [end, before.clone()].into_iter().flatten().min();
            let is_empty = before.as_ref().is_some_and(|before| *before <= after);
            let range = KeyRange { prefix: prefix.clone(), after, before };
            (!is_empty).then_some(Part::Range(range))
        })
    }
}

/// How many components of a folder's path are known.
fn depth(folder: &Folder<'_>) -> usize {
    [folder.organization, folder.account, folder.service, folder.region].iter().flatten().count()
}

fn with_slash(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") }
}

fn without_slash(folder: &str) -> String {
    folder.strip_suffix('/').unwrap_or(folder).to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const REGION: &str = "AWSLogs/111122223333/CloudTrail/eu-west-1/";

    const KEYS: [&str; 15] = [
        "2025/12/31/z",
        "2026/",
        "2026/01/01/a",
        "2026/1/2/a",
        "2026/10/31/z",
        "2026/11/08/z",
        "2026/11/09/a",
        "2026/11/10/a",
        "2026/11/20/z",
        "2026/11/21/a",
        "2026/11/x",
        "2026/12",
        "2026/12/31/z",
        "2026/99/x",
        "2026/note.txt",
    ];

    /// The keys of a year in the ranges, each once for every range that contains it.
    fn contained(ranges: &[KeyRange]) -> Vec<&'static str> {
        let contains = |range: &KeyRange, rest: &str| {
            let key = format!("{REGION}{rest}");
            key.starts_with(&range.prefix) && key > range.after && !range.ends_before(&key)
        };
        let keys = |range| KEYS.into_iter().filter(move |key| contains(range, key));
        ranges.iter().flat_map(keys).collect()
    }

    fn months(days: &Days) -> Vec<KeyRange> {
        let range = |part| match part {
            Part::Range(range) => range,
            other => panic!("{other:?}"),
        };
        days.months(REGION, 2026).map(range).collect()
    }

    #[test]
    fn a_folder_of_logs_may_have_any_prefix() {
        let region = without_slash(REGION);
        for prefix in ["", "a/", "/", "//", "a//", "AWSLogs/", "a b/c?d/"] {
            for path in ["AWSLogs", "AWSLogs/111122223333", &region, &format!("{region}/2026/11")] {
                assert!(is_folder(&format!("{prefix}{path}")), "{prefix}{path}");
            }
            for path in ["", "x", "xAWSLogs", "AWSLogs/x", &format!("{region}/2026/x")] {
                assert!(!is_folder(&format!("{prefix}{path}")) || prefix == "AWSLogs/", "{path}");
            }
        }
    }

    #[test]
    fn only_wanted_days_are_listed() {
        let days = Days { first: Some(date(2026, 11, 9)), last: Some(date(2026, 11, 20)) };
        let wanted = ["2026/11/09/a", "2026/11/10/a", "2026/11/20/z"];
        assert!(days.are_few());
        assert_eq!(contained(&[days.range(REGION)]), wanted);
        assert_eq!(contained(&months(&days)), wanted);
    }

    #[test]
    fn monthly_ranges_have_no_gaps_and_no_overlaps() {
        let open = Days { first: None, last: None };
        // The folder's own marker is not an object to list.
        let of_the_year: Vec<_> = KEYS.into_iter().filter(|key| *key > "2026/").collect();
        assert_eq!(contained(&months(&open)), of_the_year);
        let open_end = Days { first: Some(date(2026, 11, 10)), last: None };
        let expected = [
            "2026/11/10/a",
            "2026/11/20/z",
            "2026/11/21/a",
            "2026/11/x",
            "2026/12",
            "2026/12/31/z",
            "2026/99/x",
            "2026/note.txt",
        ];
        assert_eq!(contained(&months(&open_end)), expected);
        assert_eq!(contained(&[open_end.range(REGION)]), expected);
    }
}
