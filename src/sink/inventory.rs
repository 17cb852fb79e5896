//! The inventory of a source as a table, as JSON and as csv, and its totals.
//!
//! Knows nothing of flags, nor of how objects are listed.

use std::borrow::Cow;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use indicatif::HumanBytes;
use jiff::civil::Date;
use serde::Serialize;

use super::csv::{self, Separator};
use super::numbers::{counted, grouped};
use super::safe::json_document;
use crate::source::inventory::{FolderCount, Inventory};

/// The document of `-o json`.
#[derive(Serialize)]
struct Document<'d> {
    version: u32,
    complete: bool,
    folders: Vec<&'d FolderCount>,
    /// Objects whose keys are not CloudTrail's.
    others: u64,
    errors: &'d [String],
}

/// One JSON document.
///
/// # Errors
/// None: all of it can be serialized.
pub fn json(inventory: &Inventory) -> serde_json::Result<String> {
    json_document(&Document::new(inventory))
}

impl<'d> Document<'d> {
    fn new(inventory: &'d Inventory) -> Self {
        Self {
            version: 1,
            complete: inventory.is_complete(),
            folders: inventory.folders().collect(),
            others: inventory.others,
            errors: &inventory.errors,
        }
    }
}

/// The message that there are no logs, and how many other objects there are.
pub fn nothing(inventory: &Inventory, names: &str) -> String {
    let none = format!("no CloudTrail logs in {names}");
    match inventory.others {
        0 => none,
        others => format!("{none}: {} not named as logs", counted(others, "object")),
    }
}

/// One line a folder, for other programs.
pub fn lines(inventory: &Inventory, separator: Separator, has_header: bool) -> String {
    const NAMES: [&str; 9] = [
        "organisation",
        "account",
        "kind",
        "region",
        "first",
        "last",
        "objects",
        "bytes",
        "archived",
    ];
    let mut out = Vec::new();
    if has_header {
        csv::line(NAMES.into_iter().map(Cow::Borrowed), separator, &mut out);
    }
    for row in inventory.folders() {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let numbers = [row.objects, row.bytes, row.archived].map(|number| number.to_string());
        let names = [
            row.organization.clone().unwrap_or_default(),
            row.account.clone(),
            row.kind.to_owned(),
            row.region.clone(),
            day(row.first),
            day(row.last),
        ];
        csv::line(names.into_iter().chain(numbers).map(Cow::Owned), separator, &mut out);
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A table for people.
pub fn table(inventory: &Inventory) -> String {
    let has_organizations = inventory.folders().any(|row| row.organization.is_some());
    if inventory.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(NOTHING);
    let mut header = vec!["ACCOUNT", "KIND", "REGION", "FIRST", "LAST", "OBJECTS", "BYTES"];
    if has_organizations {
        header.insert(0, "ORGANIZATION");
    }
    let numbers = header.len() - 2..header.len();
    table.set_header(header);
    for row in inventory.folders() {
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let mut cells = vec![
            row.account.clone(),
            row.kind.to_owned(),
            row.region.clone(),
            day(row.first),
            day(row.last),
            grouped(row.objects),
            HumanBytes(row.bytes).to_string(),
        ];
        if has_organizations {
            cells.insert(0, row.organization.clone().unwrap_or_default());
        }
        table.add_row(cells);
    }
    for number in numbers {
        table.column_mut(number).into_iter().for_each(|column| {
            column.set_cell_alignment(CellAlignment::Right);
        });
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim()));
    lines.collect()
}

/// The totals, and how much is missing from them; `mark` is for the latter.
pub fn totals(inventory: &Inventory, mark: fn(&str) -> String) -> String {
    let mut parts = vec![
        counted(inventory.sum(|folder| folder.objects), "object"),
        HumanBytes(inventory.sum(|folder| folder.bytes)).to_string(),
        counted(inventory.sum(FolderCount::logs), "log"),
    ];
    let archived = inventory.sum(|folder| folder.archived);
    if archived > 0 {
        parts.push(format!("{} archived", grouped(archived)));
    }
    if inventory.others > 0 {
        parts.push(format!("{} not CloudTrail's", grouped(inventory.others)));
    }
    let unlisted = inventory.errors.len() as u64 - inventory.unreadable;
    let missing =
        [(unlisted, "folder", "not listed"), (inventory.unreadable, "object", "not read")];
    let missing = missing.into_iter().filter(|(count, ..)| *count > 0);
    let missing: Vec<String> =
        missing.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect();
    if !missing.is_empty() {
        parts.push(format!("{} {}", mark("INCOMPLETE:"), missing.join(", ")));
    }
    parts.join(" · ")
}
