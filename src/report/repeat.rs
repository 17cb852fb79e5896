//! The command lines that repeat a run, or one tile of it, quoted for a shell.
//!
//! Knows flags by their names only.

use std::ffi::OsString;

use jiff::Timestamp;

use super::run::Tile;
use super::select::is_report;
use super::settings::RunSettings;

/// Flags with a value that a repeated command does not have.
const DROPPED: [&str; 8] = [
    "-o",
    "--output",
    "--tile",
    "--summary",
    "--color",
    "--threads",
    "--max-memory",
    "--concurrency",
];
/// Flags without a value that it does not have.
const DROPPED_ALONE: [&str; 7] =
    ["-q", "--quiet", "-v", "--verbose", "--fail-if-rows", "--local", "--no-header"];
/// Flags that only `ct report` has.
const OF_REPORTS: [&str; 1] = ["--baseline"];
/// Flags with a time.
const TIMES: [&str; 4] = ["--since", "--start-time", "--until", "--end-time"];

/// The words of a command line, sorted by what a repeated one needs.
pub struct Repeat {
    /// All words, without the name of the program.
    words: Vec<String>,
    /// Sources and filters, with absolute times.
    rest: Vec<String>,
    /// Flags of reports alone.
    of_reports: Vec<String>,
}

impl Repeat {
    /// Sorts the words of a command line, the name of the program among them.
    pub fn new(words: impl IntoIterator<Item = OsString>, settings: RunSettings) -> Self {
        let words: Vec<String> =
            words.into_iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        let mut repeat = Self { words: words.clone(), rest: Vec::new(), of_reports: Vec::new() };
        let mut next = words.into_iter();
        let mut is_leading = true;
        while let Some(word) = next.next() {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) if flag.starts_with("--") => (flag, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            if TIMES.contains(&flag) {
                let value = value.or_else(|| next.next()).unwrap_or_default();
                let is_start = matches!(flag, "--since" | "--start-time");
                let time = if is_start { settings.since } else { settings.until };
                let text = time.map_or(value, |time| time.to_string());
                repeat.rest.extend([if is_start { "--since" } else { "--until" }.to_owned(), text]);
            } else if DROPPED.contains(&flag) {
                _ = value.or_else(|| next.next());
            } else if OF_REPORTS.contains(&flag) {
                let value = value.or_else(|| next.next()).unwrap_or_default();
                repeat.of_reports.extend([flag.to_owned(), value]);
            } else if is_leading && (word == "report" || is_report(&word)) {
                // The reports, which come again with each tile.
            } else if !DROPPED_ALONE.contains(&flag) && !flag.starts_with("-o") {
                is_leading &= word.starts_with('-');
                repeat.rest.push(word);
            }
        }
        repeat
    }

    /// This run.
    pub fn command(&self) -> String {
        quoted(self.words.iter().map(String::as_str))
    }

    /// The commands that repeat a tile. `span`: the time that it covers by default.
    pub fn commands(
        &self,
        report: &str,
        tile: Tile<'_>,
        span: Option<(Timestamp, Timestamp)>,
    ) -> Vec<String> {
        let times = span.map(|(from, end)| {
            ["--since".to_owned(), from.to_string(), "--until".to_owned(), end.to_string()]
        });
        let times: Vec<String> = times.into_iter().flatten().collect();
        let rest = || self.rest.iter().chain(&times).map(String::as_str);
        let of_reports = self.of_reports.iter().map(String::as_str);
        let own = ["ct", "report", report, "--tile", tile.id()].into_iter();
        let mut commands = vec![quoted(own.chain(of_reports).chain(rest()))];
        if let Some(words) = tile.as_command() {
            let words = words.iter().map(String::as_str);
            commands.push(quoted(["ct"].into_iter().chain(words).chain(rest())));
        }
        commands
    }
}

/// Words as a POSIX shell reads them.
fn quoted<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    let quote = |word: &str| {
        if !word.is_empty() && word.chars().all(is_safe) {
            return word.to_owned();
        }
        format!("'{}'", word.replace('\'', r"'\''"))
    };
    words.map(quote).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::aggregate::Newness;
    use crate::report::Report;

    fn settings() -> RunSettings {
        RunSettings {
            now: "2026-11-20T00:00:00Z".parse().unwrap(),
            has_default_spans: false,
            since: Some("2026-11-13T00:00:00Z".parse().unwrap()),
            until: None,
            newness: Newness::BeforeLast(SignedDuration::ZERO),
            baseline: SignedDuration::ZERO,
            has_geoip: false,
        }
    }

    #[test]
    fn a_tile_is_repeated_with_the_filters_and_absolute_times_of_the_run() {
        let words = [
            "ct",
            "report",
            "errors",
            "operations",
            "-o",
            "html",
            "--since=7d",
            "-e",
            "it's",
            "./logs",
        ];
        let repeat = Repeat::new(words.map(OsString::from), settings());
        let report = Report::builtin("operations").unwrap();
        let tile = report.tile("top-10-events").unwrap();
        assert_eq!(
            repeat.commands("operations", tile, None),
            [
                r"ct report operations --tile top-10-events --since 2026-11-13T00:00:00Z -e 'it'\''s' ./logs",
                r"ct count --by eventName --sort events:desc,eventName --top 10 --since 2026-11-13T00:00:00Z -e 'it'\''s' ./logs",
            ]
        );
    }

    #[test]
    fn a_source_named_like_a_report_is_no_report() {
        let words = ["ct", "report", "errors", "./errors", "errors"];
        let repeat = Repeat::new(words.map(OsString::from), settings());
        assert_eq!(repeat.rest, ["./errors", "errors"]);
    }
}
