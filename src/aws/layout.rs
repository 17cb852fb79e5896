//! Which ranges of a bucket's keys hold what is wanted: found level by level below `AWSLogs/`, so
//! that nothing else of the bucket is ever listed.
//!
//! ```text
//! [prefix/]AWSLogs/[o-orgid/]ACCOUNT/KIND/REGION/YYYY/MM/DD/FILE
//! ```
//! From "Finding your CloudTrail log files", AWS CloudTrail User Guide. A level that may not be
//! listed is told of, and the others are read.

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;
use jiff::civil::Date;

use super::error::{Error, Kind};
use super::listing::{Lister, Page};
use crate::event::key::Folder;
use crate::source::{Fault, Listed, SourceError, Wanted};

/// Levels that are asked about at once.
const LEVELS: usize = 32;
/// A range of days up to this long is listed in one go, a longer one month by month.
const SHORT: i32 = 45;
/// CloudTrail began in 2013; and nobody reads this in 2100.
const YEARS: std::ops::Range<i16> = 2013..2100;
/// How many folders above `AWSLogs/` are looked into, and how deep.
const SEARCHED: usize = 100;
const DEEP: usize = 2;

/// Where to begin.
#[derive(Clone, Debug)]
pub(super) enum Start {
    /// Here, or somewhere below: what the user typed, without its last slash.
    Search(String),
    /// In this folder, which is or lies below an `AWSLogs` folder.
    Folder(String),
}

/// A part of a bucket, in the order of the keys.
#[derive(Debug)]
pub(super) enum Part {
    /// A range of keys that is to be listed.
    Span(Span),
    /// Objects that were met on the way.
    Objects(Vec<Listed>),
    /// What could not be looked into.
    Failed(SourceError),
}

/// A range of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    /// What they begin with.
    pub(super) prefix: String,
    /// The range begins behind this key.
    pub(super) after: String,
    /// It ends before this key.
    pub(super) before: Option<String>,
}

impl Span {
    /// Whether the range ends before this key.
    pub(super) fn is_over(&self, key: &str) -> bool {
        self.before.as_deref().is_some_and(|before| key >= before)
    }
}

/// The parts of a bucket that hold what is wanted.
pub(super) async fn parts(lister: &Lister, start: &Start, wanted: Wanted<'_>) -> Vec<Part> {
    let search = Search { lister, wanted };
    match start {
        Start::Folder(path) => search.below(path.clone()).await,
        Start::Search(path) if Folder::parse(path).is_some() => search.below(path.clone()).await,
        Start::Search(path) => search.roots(path).await,
    }
}

struct Search<'s> {
    lister: &'s Lister,
    wanted: Wanted<'s>,
}

impl Search<'_> {
    /// Looks for `AWSLogs` folders below a path. Where there is none, a path that the user named
    /// is taken for a folder of logs as it is; a whole bucket is not.
    async fn roots(&self, path: &str) -> Vec<Part> {
        let mut parts = Vec::new();
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
            for (found, folders) in pages {
                parts.extend(found);
                level.extend(folders);
            }
        }
        if parts.is_empty() && path.is_empty() {
            let fault = Fault::Other("no AWSLogs folder found; name a prefix".to_owned());
            parts.push(Part::Failed(SourceError { name: self.lister.name(""), fault }));
        } else if parts.is_empty() {
            parts.push(Part::Span(Span { prefix: with_slash(path), ..Span::default() }));
        }
        parts
    }

    fn too_many(&self, path: &str) -> Part {
        let why =
            format!("more than {SEARCHED} folders to look for AWSLogs in; name a longer prefix");
        Part::Failed(SourceError { name: self.lister.name(path), fault: Fault::Other(why) })
    }

    /// What is wanted of one folder above `AWSLogs`, and which folders to look into next.
    async fn root(&self, prefix: String) -> (Vec<Part>, Vec<String>) {
        let logs = format!("{prefix}AWSLogs/");
        match self.lister.level(&prefix).await {
            Ok(Page { folders, .. }) if folders.contains(&logs) => {
                let others = folders.into_iter().filter(|folder| *folder != logs).collect();
                (self.below(without_slash(&logs)).await, others)
            }
            Ok(Page { folders, .. }) => (Vec::new(), folders),
            // Whoever may read only the logs may not list what is above them.
            Err(error) if error.kind == Kind::Denied => {
                let mut parts = self.below(without_slash(&logs)).await;
                if let [Part::Failed(failed)] = &mut *parts {
                    *failed = error.at(self.lister.name(&prefix));
                }
                (parts, Vec::new())
            }
            Err(error) => (vec![self.failed(error, &prefix)], Vec::new()),
        }
    }

    fn failed(&self, error: Error, prefix: &str) -> Part {
        Part::Failed(error.at(self.lister.name(prefix)))
    }

    /// What is wanted of a folder that is or lies below `AWSLogs`.
    fn below(&self, path: String) -> BoxFuture<'_, Vec<Part>> {
        Box::pin(async move {
            let folder = Folder::parse(&path).unwrap_or_default();
            if folder.is_foreign() || !(self.wanted.folder)(&folder) {
                return Vec::new();
            }
            if folder.region.is_some() {
                return self.region(&path, &folder).await;
            }
            let prefix = with_slash(&path);
            let page = match self.lister.level(&prefix).await {
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

    /// What is wanted of a region's folder, or of one below it.
    async fn region(&self, path: &str, folder: &Folder<'_>) -> Vec<Part> {
        let prefix = with_slash(path);
        if folder.date.0.is_some() {
            return vec![Part::Span(Span { prefix, ..Span::default() })];
        }
        let Some((first, last)) = self.days(folder) else { return Vec::new() };
        if (last - first).get_days() < SHORT {
            return vec![Part::Span(span(&prefix, &prefix, first, last))];
        }
        let page = match self.lister.level(&prefix).await {
            Ok(page) => page,
            Err(error) => return vec![self.failed(error, &prefix)],
        };
        let mut parts = vec![Part::Objects(page.objects)];
        for below in page.folders {
            let path = without_slash(&below);
            match Folder::parse(&path).and_then(|folder| folder.days()) {
                None => parts.push(Part::Span(Span { prefix: below, ..Span::default() })),
                Some((start, end)) => {
                    parts.extend(months(&prefix, start.max(first), end.min(last)));
                }
            }
        }
        parts
    }

    /// The first and the last day that are wanted of a region.
    fn days(&self, region: &Folder<'_>) -> Option<(Date, Date)> {
        let wanted = |date| (self.wanted.folder)(&Folder { date, ..*region });
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
        Some((first, last))
    }
}

/// How many parts of a folder's path are known.
fn depth(folder: &Folder<'_>) -> usize {
    [folder.organisation, folder.account, folder.service, folder.region].iter().flatten().count()
}

/// The days from `first` to `last` of a region, as far as they lie below `prefix`.
fn span(region: &str, prefix: &str, first: Date, last: Date) -> Span {
    Span {
        prefix: prefix.to_owned(),
        after: format!("{region}{}", first.strftime("%Y/%m/%d")),
        // Behind the slash of the last day comes the zero.
        before: Some(format!("{region}{}0", last.strftime("%Y/%m/%d"))),
    }
}

/// A range for each month from `first` to `last`, both in one year.
fn months(region: &str, first: Date, last: Date) -> Vec<Part> {
    let month = |month| {
        let start = Date::new(first.year(), month, 1).ok()?;
        let prefix = format!("{region}{}/", start.strftime("%Y/%m"));
        Some(Part::Span(span(region, &prefix, start.max(first), start.last_of_month().min(last))))
    };
    if first > last {
        return Vec::new();
    }
    (first.month()..=last.month()).filter_map(month).collect()
}

fn with_slash(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{path}/") }
}

fn without_slash(folder: &str) -> String {
    folder.strip_suffix('/').unwrap_or(folder).to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const REGION: &str = "AWSLogs/111122223333/CloudTrail/eu-west-1/";

    #[test]
    fn a_span_holds_its_days_and_no_others() {
        let span = span(REGION, REGION, date(2026, 11, 9), date(2026, 11, 20));
        let holds = |rest: &str| {
            let key = format!("{REGION}{rest}");
            key.starts_with(&span.prefix) && key > span.after && !span.is_over(&key)
        };
        for day in ["2026/11/09/a", "2026/11/10/a", "2026/11/20/z"] {
            assert!(holds(day), "{day}");
        }
        for day in ["2026/11/08/z", "2026/11/21/a", "2026/12/01/a", "2025/11/10/a"] {
            assert!(!holds(day), "{day}");
        }
    }

    #[test]
    fn months_end_where_the_range_does() {
        let parts = months(REGION, date(2026, 1, 31), date(2026, 3, 1));
        let spans: Vec<_> = parts
            .into_iter()
            .map(|part| match part {
                Part::Span(span) => {
                    let cut = |text: &str| text.strip_prefix(REGION).unwrap().to_owned();
                    [cut(&span.prefix), cut(&span.after), cut(&span.before.unwrap())].join(" ")
                }
                _ => panic!("not a span"),
            })
            .collect();
        assert_eq!(
            spans,
            [
                "2026/01/ 2026/01/31 2026/01/310",
                "2026/02/ 2026/02/01 2026/02/280",
                "2026/03/ 2026/03/01 2026/03/010"
            ]
        );
        assert!(months(REGION, date(2026, 3, 2), date(2026, 3, 1)).is_empty());
    }
}
