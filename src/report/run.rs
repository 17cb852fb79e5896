//! Runs reports: one plan of questions for all of them, and the document of their answers.
//!
//! Knows nothing of sources: a command scans, and brings answers and coverage.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use toml::Spanned;

use super::Report;
use super::definition::{MeasureDefinition, TileDefinition};
use super::result::{ReportResult, TileKind, TileResult, TooManyGroups};
use super::settings::{RunSettings, Selected};
use super::tile::{self, Conditions};
use crate::aggregate::{
    Answered, Fields, Interval, Key, Measure, Newness, NoTable, Plan, Query, Question, Remark,
};
use crate::coverage::Coverage;
use crate::table::{Column, Kind, Table, Value};

/// Days without logs that are named for each account and Region.
const NAMED_DAYS: usize = 5;

/// Reports that are run in one pass.
#[derive(Debug)]
pub struct Run<'r> {
    selected: Vec<Selected<'r>>,
    settings: RunSettings,
    plan: Plan,
}

/// The command lines that repeat a tile, which covers this time by default.
pub type Commands<'c> =
    dyn Fn(&Report, Tile<'_>, Option<(Timestamp, Timestamp)>) -> Vec<String> + 'c;

/// What answers a question of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    /// All events by account.
    Accounts,
    /// Events of each account and Region by day.
    Days,
}

impl<'r> Run<'r> {
    /// Plans a run of these reports.
    ///
    /// # Errors
    /// A definition is wrong; those of [`Report::parse`] are not.
    pub fn new(
        selected: Vec<Selected<'r>>,
        settings: RunSettings,
    ) -> Result<Self, super::DefinitionError> {
        let mut plan = Plan::default();
        for hidden in [Hidden::Accounts, Hidden::Days] {
            let is_needed = hidden == Hidden::Accounts
                || selected.iter().any(|selected| selected.report.is_about_new());
            if is_needed {
                let question = hidden.question(&mut plan.fields);
                plan.questions.push(Query::Groups(Box::new(question)));
            }
        }
        let mut run = Self { selected, settings, plan };
        for selected in run.selected.clone() {
            if let Some(require) = &selected.report.definition.require {
                let condition = tile::condition_of(&require.condition, &mut run.plan.fields)?;
                let question = Question {
                    condition: Some(condition),
                    measures: vec![Measure::events()],
                    ..Question::default()
                };
                run.plan.questions.push(Query::Groups(Box::new(question)));
            }
            for tile in selected.tiles() {
                let conditions = run.conditions(tile);
                let query = tile::query(tile, conditions, &mut run.plan.fields)?;
                run.plan.questions.push(query);
            }
        }
        Ok(run)
    }

    /// The questions, for the sink.
    pub fn plan(&self) -> Plan {
        self.plan.clone()
    }

    /// The time that a tile covers if the user gave no start.
    fn default_span(&self, tile: &TileDefinition) -> Option<(Timestamp, Timestamp)> {
        let settings = &self.settings;
        let span = tile::span(tile).ok().flatten();
        let span = span.filter(|_| settings.has_default_spans && !tile.new)?;
        let end = settings.until.unwrap_or(settings.now);
        Some((end.checked_sub(span).ok()?, end))
    }

    fn conditions(&self, tile: &TileDefinition) -> Conditions {
        let settings = &self.settings;
        // A baseline that another tile needs is read, too.
        let reads_baseline = self.selected.iter().any(|one| one.report.is_about_new());
        let since = settings.since.filter(|_| reads_baseline && !tile.new);
        let given = since.map(|since| (since, settings.until.unwrap_or(Timestamp::MAX)));
        Conditions {
            span: self.default_span(tile).or(given),
            newness: tile.new.then_some(settings.newness),
            has_geoip: settings.has_geoip,
        }
    }

    /// The reports' results. `commands` gives the command lines that repeat a tile.
    pub fn results(
        &self,
        answers: Vec<Answered>,
        coverage: &Coverage,
        commands: &Commands<'_>,
    ) -> Vec<ReportResult> {
        let mut answers = answers.into_iter().zip(&self.plan.questions);
        let mut next = move || answers.next();
        let all = next().and_then(|(answered, _)| answered.table.ok()).unwrap_or_default();
        let data = data_span(&all);
        let is_about_new = self.selected.iter().any(|selected| selected.report.is_about_new());
        let days = if is_about_new { next().and_then(|(days, _)| days.table.ok()) } else { None };
        let mut results = Vec::new();
        for selected in &self.selected {
            let report = selected.report;
            let definition = &report.definition;
            let mut result = ReportResult {
                name: report.name.clone(),
                title: report.title().to_owned(),
                summary: report.summary().to_owned(),
                accounts: accounts(&all),
                notes: definition.notes.clone(),
                ..ReportResult::default()
            };
            if let Some(require) = &definition.require {
                let has_none = next().is_none_or(|(answered, _)| answered.matched == 0);
                if has_none {
                    result.missing = Some(require.message.clone());
                }
            }
            if report.uses_geoip() && !self.settings.has_geoip {
                result
                    .notes
                    .push("no --geoip database: addresses are listed, not countries".into());
            }
            if let Some(days) = days.as_ref().filter(|_| report.is_about_new()) {
                result.notes.extend(self.days_without_logs(days, data));
            }
            for tile in selected.tiles() {
                let Some((answered, query)) = next() else { continue };
                let span = self.default_span(tile);
                let commands =
                    commands(report, Tile { tile, has_geoip: self.settings.has_geoip }, span);
                let remarks = answered.remarks(query);
                let found = self.tile(tile, answered, data, coverage, commands);
                result.tiles.push(found.with_remarks(&remarks));
            }
            results.push(result);
        }
        results
    }

    fn tile(
        &self,
        tile: &TileDefinition,
        answered: Answered,
        data: Option<(Timestamp, Timestamp)>,
        coverage: &Coverage,
        commands: Vec<String>,
    ) -> TileResult {
        let settings = &self.settings;
        let read = || {
            let (first, last) = data?;
            Some((settings.since.unwrap_or(first), settings.until.unwrap_or(last)))
        };
        let table = answered.table.map_err(|error| match error {
            NoTable::OverBudget(over) => TooManyGroups { groups: over.groups, are_rows: false },
            NoTable::TooManyRows(rows) => TooManyGroups {
                groups: (rows.groups as u64).saturating_mul(rows.buckets as u64),
                are_rows: true,
            },
        });
        TileResult {
            id: tile.id.get_ref().clone(),
            title: if tile.title.is_empty() { tile.id.get_ref() } else { &tile.title }.clone(),
            kind: tile::kind(tile, settings.has_geoip),
            note: tile.note.clone(),
            gaps: Vec::new(),
            span: self.default_span(tile).or_else(read),
            outside: answered.outside,
            table: table
                .map(|table| if tile.coverage { with_coverage(table, coverage) } else { table }),
            commands,
        }
    }

    /// Notes on days of the baseline for which an account and Region has no event.
    fn days_without_logs(&self, days: &Table, data: Option<(Timestamp, Timestamp)>) -> Vec<String> {
        let Some((first, last)) = data else { return Vec::new() };
        let new = match self.settings.newness {
            Newness::Since(time) => Some(time),
            Newness::BeforeLast(age) => last.checked_sub(age).ok(),
        };
        let Some(new) = new else { return Vec::new() };
        let start = new.checked_sub(self.settings.baseline).unwrap_or(first);
        let day = |time: Timestamp| Offset::UTC.to_datetime(time).date();
        let baseline: Vec<Date> = day(start)
            .series(jiff::Span::new().days(1))
            .take_while(|date| *date < day(new))
            .collect();
        let mut found: BTreeMap<(String, String), Vec<Date>> = BTreeMap::new();
        for row in &days.rows {
            if let [Value::Date(date), account, region, events] = row.as_slice() {
                let days = found.entry((text(account), text(region))).or_default();
                if *events != Value::Integer(0) {
                    days.push(*date);
                }
            }
        }
        let notes = found.into_iter().filter_map(|((account, region), found)| {
            let missing: Vec<String> =
                baseline.iter().filter(|date| !found.contains(date)).map(Date::to_string).collect();
            let named = missing.iter().take(NAMED_DAYS).cloned().collect::<Vec<_>>().join(", ");
            let rest = if missing.len() > NAMED_DAYS { ", …" } else { "" };
            (!missing.is_empty()).then(|| {
                let (count, all) = (missing.len(), baseline.len());
                format!(
                    "{account} {region}: {count} of {all} baseline days without logs: {named}{rest}"
                )
            })
        });
        notes.collect()
    }
}

impl TileResult {
    /// Notes what the table does not show.
    fn with_remarks(mut self, remarks: &[Remark]) -> Self {
        for remark in remarks {
            if !self.note.is_empty() {
                self.note.push(' ');
            }
            self.note += &remark.text;
            self.note.push('.');
            self.gaps.extend(remark.is_gap.then(|| remark.text.clone()));
        }
        self
    }
}

impl<'r> Selected<'r> {
    fn tiles(&self) -> impl Iterator<Item = &'r TileDefinition> + use<'r> {
        let only = self.tile;
        let tiles = self.report.definition.tiles.iter().map(Spanned::get_ref);
        tiles.filter(move |tile| only.is_none_or(|id| id == tile.id.get_ref()))
    }
}

impl Hidden {
    fn question(self, fields: &mut Fields) -> Question {
        let mut key = |name: &str| Key::parse(name, fields).ok();
        match self {
            Self::Accounts => {
                let keys = key("account").into_iter().collect();
                let measures = ["events", "first", "last"];
                let measure = |text: &&str| Measure::parse(text, fields).ok();
                let measures = measures.iter().filter_map(measure).collect();
                Question { keys, measures, ..Question::default() }
            }
            Self::Days => Question {
                keys: [key("account"), key("awsRegion")].into_iter().flatten().collect(),
                interval: "1d".parse::<Interval>().ok(),
                measures: vec![Measure::events()],
                ..Question::default()
            },
        }
    }
}

impl Report {
    /// The tile with this id.
    pub fn tile(&self, id: &str) -> Option<Tile<'_>> {
        let mut tiles = self.definition.tiles.iter().map(Spanned::get_ref);
        let found = tiles.find(|tile| tile.id.get_ref() == id);
        found.map(|tile| Tile { tile, has_geoip: false })
    }
}

/// A tile, as the command line sees it.
#[derive(Clone, Copy, Debug)]
pub struct Tile<'d> {
    tile: &'d TileDefinition,
    /// It shows countries.
    has_geoip: bool,
}

impl Tile<'_> {
    /// Its id.
    pub fn id(&self) -> &str {
        self.tile.id.get_ref()
    }

    /// The arguments of a `ct count` or `ct grep` that gives the same rows, without sources and
    /// filters of the run; `None` if none does.
    pub fn as_command(&self) -> Option<Vec<String>> {
        let tile = self.tile;
        let with_geoip = tile.with_geoip.as_ref().filter(|_| self.has_geoip);
        let (by, sort) = with_geoip.map_or((&tile.by, &tile.sort), |with| (&with.by, &with.sort));
        let is_plain = tile.define.is_empty()
            && tile.known.is_none()
            && tile.unless_seen.is_none()
            && !(tile.new || tile.coverage || tile.fill)
            && tile.limit.as_ref().is_none_or(|limit| *limit.get_ref() > 0);
        if !is_plain {
            return None;
        }
        let mut words = Vec::new();
        let mut add = |flag: &str, text: String| words.extend([flag.to_owned(), text]);
        let list = |texts: &[Spanned<String>]| {
            texts.iter().map(|text| text.get_ref().as_str()).collect::<Vec<_>>().join(",")
        };
        if let Some(condition) = &tile.condition {
            let one_line = condition.get_ref().split_whitespace().collect::<Vec<_>>().join(" ");
            add("--where", one_line);
        }
        if tile.kind == TileKind::Events {
            add("--fields", list(&tile.fields));
            add("-o", "csv".to_owned());
            words.insert(0, "grep".to_owned());
            return Some(words);
        }
        let measure = |measure: &Spanned<MeasureDefinition>| match measure.get_ref() {
            MeasureDefinition::Text(text) => Some(text.clone()),
            MeasureDefinition::Table(_) => None,
        };
        let measures: Vec<String> = tile.measures.iter().map(measure).collect::<Option<_>>()?;
        let measures: Vec<String> = measures.into_iter().filter(|text| text != "events").collect();
        if let Some(every) = &tile.every {
            add("--every", every.get_ref().clone());
        }
        if !by.is_empty() {
            add("--by", list(by));
        }
        if !measures.is_empty() {
            add("-m", measures.join(","));
        }
        if !sort.is_empty() {
            add("--sort", list(sort));
        }
        if let Some(having) = &tile.having {
            add("--having", having.get_ref().clone());
        }
        if let Some(limit) = &tile.limit {
            add("--top", limit.get_ref().to_string());
        }
        words.insert(0, "count".to_owned());
        Some(words)
    }
}

/// The first and the last event of all.
fn data_span(all: &Table) -> Option<(Timestamp, Timestamp)> {
    let times = |column: usize| {
        all.rows.iter().filter_map(move |row| match row.get(column) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        })
    };
    Some((times(2).min()?, times(3).max()?))
}

/// Accounts and their events, most events first.
fn accounts(all: &Table) -> Vec<(String, u64)> {
    let account = |row: &Vec<Value>| match row.as_slice() {
        [account, Value::Integer(events), ..] => {
            Some((text(account), u64::try_from(*events).ok()?))
        }
        _ => None,
    };
    all.rows.iter().filter_map(account).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => "-".to_owned(),
    }
}

/// The table, with columns of what was read.
fn with_coverage(mut table: Table, coverage: &Coverage) -> Table {
    let counts = [
        ("objects_listed", coverage.listed()),
        ("objects_read", coverage.read()),
        ("objects_skipped", coverage.skipped()),
        ("objects_not_read", coverage.unreadable()),
        ("malformed_records", coverage.events().malformed),
    ];
    for (name, count) in counts {
        table.columns.push(Column { name: name.to_owned(), kind: Kind::Integer, is_key: false });
        for row in &mut table.rows {
            row.push(Value::Integer(count.into()));
        }
    }
    table
}
