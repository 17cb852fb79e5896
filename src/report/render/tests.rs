//! Documents built by hand, and what must hold in every format.

use jiff::{Span, Timestamp};

use super::{csv, json};
use crate::report::result::{
    CoverageNote, Document, ReportResult, TileKind, TileResult, TooManyGroups,
};
use crate::sink::csv::Separator;
use crate::sink::safe::is_steering;
use crate::table::{Column, Kind, More, Table, Value};

/// What an attacker would write into every field.
pub(super) const HOSTILE: &str = "</style></svg><script>alert(1)</script><img src=//evil.example/x \
                                  onerror=alert(1)>\"'`|\\|@alice {{7*7}} [a](//b)\u{202e}\u{1b}[31m\n\0=1";

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub(super) fn tile(id: &str, kind: TileKind, table: Table) -> TileResult {
    TileResult {
        id: id.to_owned(),
        title: format!("Title of {id}"),
        kind,
        note: "A note.".to_owned(),
        span: Some((time("2026-11-20T00:00:00Z"), time("2026-11-22T00:00:00Z"))),
        outside: 7,
        table: Ok(table),
        gaps: Vec::new(),
        commands: vec![format!("ct report sample --tile {id} ./logs")],
    }
}

/// Events by name, most first.
pub(super) fn top(names: &[&str]) -> Table {
    let columns =
        vec![Column::key("eventName", Kind::Text), Column::measure("events", Kind::Integer)];
    let row = |(at, name): (usize, &&str)| vec![text(name), Value::Integer(6_000 >> at)];
    let rows = names.iter().enumerate().map(row).collect();
    Table { columns, rows, sorted_by: Some(1), more: More { groups: 312, events: 4_201 } }
}

/// Events and errors of each hour.
pub(super) fn over_time(hours: i64) -> Table {
    let columns = vec![
        Column::key("time", Kind::Time),
        Column::measure("events", Kind::Integer),
        Column::measure("errors", Kind::Integer),
        Column::measure("error_percent", Kind::Percent),
    ];
    let row = |hour: i64| {
        let events = hour * 37 % 100;
        let percent = if events == 0 { Value::Null } else { Value::Number(50.0) };
        let start = time("2026-11-20T00:00:00Z") + Span::new().hours(hour);
        let (events, errors) = (i128::from(events), i128::from(events / 2));
        vec![Value::Time(start), Value::Integer(events), Value::Integer(errors), percent]
    };
    Table { columns, rows: (0..hours).map(row).collect(), ..Table::default() }
}

/// Events of each day and Region.
pub(super) fn by_region(days: i64, regions: &[&str]) -> Table {
    let columns = vec![
        Column::key("date", Kind::Date),
        Column::key("awsRegion", Kind::Text),
        Column::measure("events", Kind::Integer),
    ];
    let first: jiff::civil::Date = "2026-11-01".parse().unwrap();
    let rows = (0..days).flat_map(|day| {
        let row = move |(at, region): (usize, &&str)| {
            let events = Value::Integer(i128::from(day) * 10 + 100 * at as i128);
            vec![Value::Date(first + Span::new().days(day)), text(region), events]
        };
        regions.iter().enumerate().map(row)
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// Every weekday and hour.
pub(super) fn weekdays() -> Table {
    let columns = vec![
        Column::key("weekday", Kind::Integer),
        Column::key("hour", Kind::Integer),
        Column::measure("events", Kind::Integer),
    ];
    let pairs = (1..=7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour)));
    let row = |(weekday, hour): (i128, i128)| {
        let events = if weekday > 5 { 0 } else { hour * (24 - hour) };
        vec![Value::Integer(weekday), Value::Integer(hour), Value::Integer(events)]
    };
    Table { columns, rows: pairs.map(row).collect(), ..Table::default() }
}

/// One row of figures.
pub(super) fn figures() -> Table {
    let columns = vec![
        Column::measure("accounts", Kind::Integer),
        Column::measure("first", Kind::Time),
        Column::measure("events", Kind::Integer),
        Column::measure("error_percent", Kind::Percent),
    ];
    let row = vec![
        Value::Integer(2),
        Value::Time(time("2026-11-20T00:00:03Z")),
        Value::Integer(1_204_118),
        Value::Number(2.5),
    ];
    Table { columns, rows: vec![row], ..Table::default() }
}

/// Logins by country.
pub(super) fn countries() -> Table {
    let columns =
        vec![Column::key("geo.country", Kind::Text), Column::measure("logins", Kind::Integer)];
    let rows = vec![
        vec![text("DE"), Value::Integer(40)],
        vec![text("US"), Value::Integer(12)],
        vec![Value::Null, Value::Integer(1)],
    ];
    Table { columns, rows, sorted_by: Some(1), ..Table::default() }
}

/// Single events with a list and a JSON value.
pub(super) fn events(value: &str, rows: usize) -> Table {
    let columns = vec![
        Column::key("eventTime", Kind::Time),
        Column::key("eventName", Kind::Text),
        Column::key("requestParameters", Kind::Json),
        Column::measure("values:resource", Kind::List),
    ];
    let json = serde_json::json!({ "name": value }).to_string();
    let list = Value::List { values: vec![text(value), Value::Null], more: 3 };
    let row = vec![Value::Time(time("2026-11-20T09:14:07Z")), text(value), Value::Json(json), list];
    Table { columns, rows: vec![row; rows], ..Table::default() }
}

/// A report with a tile of each kind.
pub(super) fn report() -> ReportResult {
    let mut broken = tile("too-many", TileKind::Table, Table::default());
    broken.table = Err(TooManyGroups { groups: 10_000_001, are_rows: false });
    let empty = Table { rows: Vec::new(), more: More::default(), ..top(&[]) };
    ReportResult {
        name: "sample".to_owned(),
        title: "Sample".to_owned(),
        summary: "A tile of each kind.".to_owned(),
        accounts: vec![("111122223333".to_owned(), 1_200_000), ("444455556666".to_owned(), 4_118)],
        notes: vec!["No --geoip database: addresses are listed, not countries.".to_owned()],
        missing: None,
        tiles: vec![
            tile("span", TileKind::Number, figures()),
            tile("top", TileKind::Bars, top(&["PutObject", "GetObject", "Decrypt"])),
            tile("table", TileKind::Table, top(&["PutObject", "GetObject"])),
            tile("line", TileKind::Line, over_time(48)),
            tile("stacked", TileKind::Stacked, by_region(20, &["us-east-1", "eu-west-1"])),
            tile("weekdays", TileKind::Heatmap, weekdays()),
            tile("map", TileKind::Map, countries()),
            tile("events", TileKind::Events, events("RunInstances", 2)),
            tile("empty", TileKind::Bars, empty),
            broken,
        ],
    }
}

pub(super) fn document(reports: Vec<ReportResult>) -> Document {
    Document {
        reports,
        coverage: CoverageNote {
            line: "1,204,118 of 1,204,118 events in 61 objects".to_owned(),
            is_complete: false,
            json: "{\"listed\":63,\n \"read\":61}".to_owned(),
            notes: vec!["./logs/a.json.gz: unexpected end of file".to_owned()],
            inputs_sha256: "ab".repeat(32),
            inputs: 63,
        },
        made: time("2026-11-22T10:00:00Z"),
        command: "report sample ./logs".to_owned(),
    }
}

/// A report with hostile text in every field, in tiles of every kind.
pub(super) fn hostile() -> Document {
    let names = [HOSTILE, "PutObject", ""];
    let mut countries = countries();
    countries.rows[0][0] = text(HOSTILE);
    let mut tables = vec![
        (TileKind::Bars, top(&names)),
        (TileKind::Table, top(&names)),
        (TileKind::Stacked, by_region(3, &names)),
        (TileKind::Line, by_region(3, &names)),
        (TileKind::Heatmap, top(&names)),
        (TileKind::Line, top(&names)),
        (TileKind::Number, top(&names)),
        (TileKind::Events, events(HOSTILE, 2)),
        (TileKind::Map, countries),
    ];
    for (_, table) in &mut tables {
        table.columns.iter_mut().for_each(|column| column.name += HOSTILE);
    }
    let mut tiles: Vec<TileResult> =
        tables.into_iter().map(|(kind, table)| tile(HOSTILE, kind, table)).collect();
    for tile in &mut tiles {
        tile.note = HOSTILE.to_owned();
        tile.commands = vec![HOSTILE.to_owned()];
    }
    let mut document = document(vec![ReportResult {
        name: HOSTILE.to_owned(),
        title: HOSTILE.to_owned(),
        summary: HOSTILE.to_owned(),
        accounts: vec![(HOSTILE.to_owned(), 1), (HOSTILE.to_owned(), 2)],
        notes: vec![HOSTILE.to_owned()],
        missing: Some(HOSTILE.to_owned()),
        tiles,
    }]);
    document.command = HOSTILE.to_owned();
    document.coverage.line = HOSTILE.to_owned();
    document.coverage.notes = vec![HOSTILE.to_owned()];
    document
}

/// What a renderer writes.
pub(super) fn written(
    document: &Document,
    write: impl Fn(&Document, &mut dyn std::io::Write) -> std::io::Result<()>,
) -> String {
    let mut out = Vec::new();
    write(document, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn parsed(document: &Document) -> serde_json::Value {
    serde_json::from_str(&written(document, json::write)).unwrap()
}

#[test]
fn json_of_one_report_has_its_tiles() {
    let json = parsed(&document(vec![report()]));
    assert_eq!((json["version"].as_u64(), json["report"].as_str()), (Some(1), Some("sample")));
    assert_eq!(json["coverage"]["summary"]["read"], 61);
    assert_eq!(json["coverage"]["complete"], false);
    assert_eq!(json["accounts"][1]["events"], 4_118);
    let top = &json["tiles"][1];
    assert_eq!(top["id"], "top");
    assert_eq!(top["span"][1], "2026-11-22T00:00:00Z");
    assert_eq!(top["columns"][1], serde_json::json!({"name": "events", "type": "integer"}));
    assert_eq!(top["rows"][2], serde_json::json!(["Decrypt", 1_500]));
    assert_eq!((&top["outside"], &top["more"]["groups"]), (&7.into(), &312.into()));
}

#[test]
fn json_of_several_reports_has_a_list_of_them() {
    let json = parsed(&document(vec![report(), report()]));
    assert_eq!(json["reports"].as_array().unwrap().len(), 2);
    assert_eq!(json["reports"][1]["tiles"][0]["columns"][1]["type"], "timestamp");
    assert!(json["report"].is_null());
    assert_eq!(parsed(&document(Vec::new()))["reports"], serde_json::json!([]));
}

#[test]
fn json_says_which_tile_has_too_many_groups() {
    let json = parsed(&document(vec![report()]));
    assert_eq!(json["tiles"][9]["error"], "too many groups (10,000,001)");
    assert_eq!(json["tiles"][9]["groups"], 10_000_001);
    assert_eq!(json["tiles"][9]["rows"], serde_json::json!([]));
    assert!(json["tiles"][8]["error"].is_null());
}

#[test]
fn json_lists_say_in_a_column_how_many_values_are_left_out() {
    let tile = &parsed(&document(vec![report()]))["tiles"][7];
    let names: Vec<&str> =
        tile["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    let wanted =
        ["eventTime", "eventName", "requestParameters", "values:resource", "values:resource_more"];
    assert_eq!(names, wanted);
    let row = &tile["rows"][0];
    assert_eq!((&row[2]["name"], &row[3][0], &row[4]), (&row[1], &row[1], &3.into()));
}

#[test]
fn hostile_text_stays_text_in_json_and_csv() {
    let document = hostile();
    let json = parsed(&document);
    assert_eq!(json["tiles"][0]["rows"][0][0], HOSTILE);
    let raw = written(&document, json::write);
    assert!(!raw.contains(|c| is_steering(c) && c != '\n'), "{raw}");
    let tile = &document.reports[0].tiles[0];
    let csv = written(&document, |_, out| csv::write(tile, Separator::Comma, out));
    assert_eq!(csv.lines().count(), 4);
    assert!(!csv.contains(|c| is_steering(c) && c != '\n'), "{csv}");
}
