//! The reports that a user names, and one tile of them.
//!
//! Reads definitions of files. Knows no flags but by their names.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::Path;

use super::settings::Selected;
use super::{BUILTIN, Report};
use crate::error::UserError;

type Result<T> = std::result::Result<T, UserError>;

/// Whether a leading argument is a report.
pub fn is_report(text: &str) -> bool {
    let is_file = Path::new(text).extension().is_some_and(|extension| extension == "toml");
    text == "all" || text == "show" || is_file || BUILTIN.iter().any(|(name, _)| *name == text)
}

/// The named reports, each once.
///
/// # Errors
/// A definition cannot be read, or is wrong.
pub fn reports(names: &[String]) -> Result<Vec<Report>> {
    let mut reports: Vec<Report> = Vec::new();
    for name in names {
        let found = match name.as_str() {
            "all" => {
                BUILTIN.iter().filter(|(name, _)| *name != "new").map(|(name, _)| *name).collect()
            }
            name => vec![name],
        };
        for name in found {
            if reports.iter().all(|report| report.name() != name) {
                reports.push(match Report::builtin(name) {
                    Some(report) => report,
                    None => read(name)?,
                });
            }
        }
    }
    Ok(reports)
}

/// Reads a definition.
fn read(path: &str) -> Result<Report> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound => "ct report lists the built-in reports",
            _ => "name a TOML file that you can read; docs/reports.md says what is in it",
        };
        UserError::new(format_args!("cannot read {path}: {error}"), help)
    })?;
    Report::parse(path, &text).map_err(|error| {
        let (line, column) = error.position(&text);
        UserError::new(format_args!("{path}:{line}:{column}: {error}"), &error.help)
    })
}

/// All of these reports, or the one tile: `REPORT.ID`, or `ID` of the only report. `is_of_one_tile`:
/// the output has room for one tile only.
///
/// # Errors
/// There is no such tile, or one must be named.
pub fn select<'r>(
    reports: &'r [Report],
    tile: Option<&'r str>,
    is_of_one_tile: bool,
) -> Result<Vec<Selected<'r>>> {
    let Some(wanted) = tile else {
        if is_of_one_tile {
            let ids = all_tiles(reports);
            return Err(UserError::new("csv has one tile", format_args!("add --tile: {ids}")));
        }
        return Ok(reports.iter().map(|report| Selected { report, tile: None }).collect());
    };
    let found = reports.iter().find_map(|report| {
        let of_this = wanted.strip_prefix(report.name()).and_then(|rest| rest.strip_prefix('.'));
        let id = of_this.or((reports.len() == 1).then_some(wanted))?;
        let tile = report.tile_ids().find(|known| *known == id)?;
        Some(Selected { report, tile: Some(tile) })
    });
    let error = || {
        let tiles = format!("tiles are {}", all_tiles(reports));
        let help = match similar_tile(reports, wanted) {
            Some(similar) => format!("a similar tile exists: {similar}; {tiles}"),
            None => tiles,
        };
        UserError::new(format_args!("unknown tile: {wanted}"), help)
    };
    found.map(|one| vec![one]).ok_or_else(error)
}

/// The tiles of these reports, as `--tile` takes them.
fn all_tiles(reports: &[Report]) -> String {
    tile_names(reports).collect::<Vec<_>>().join(", ")
}

fn tile_names(reports: &[Report]) -> impl Iterator<Item = String> {
    let is_alone = reports.len() == 1;
    let names = move |report: &Report| {
        let name =
            |id: &str| if is_alone { id.to_owned() } else { format!("{}.{id}", report.name()) };
        report.tile_ids().map(name).collect::<Vec<_>>()
    };
    reports.iter().flat_map(names)
}

/// A tile that is named almost so, or whose report is missing in the name.
fn similar_tile(reports: &[Report], wanted: &str) -> Option<String> {
    let distance = |name: &String| {
        let id = name.rsplit('.').next().unwrap_or(name);
        strsim::levenshtein(name, wanted).min(strsim::levenshtein(id, wanted))
    };
    tile_names(reports).min_by_key(distance).filter(|name| distance(name) <= 2)
}

/// The error for a first argument that is no report.
pub fn unknown(first: &Path) -> UserError {
    let is_path = first.exists() || first.components().count() > 1;
    let first = first.display().to_string();
    let distance = |name: &str| strsim::levenshtein(name, &first);
    let near = BUILTIN.iter().map(|(name, _)| *name).min_by_key(|name| distance(name));
    let help = match near.filter(|name| !is_path && distance(name) <= 2) {
        Some(near) => format!("a similar report exists: {near}"),
        None => "name a report before the sources: ct report overview ./logs; ct report lists all"
            .into(),
    };
    UserError::new(format_args!("unknown report: {first}"), help)
}

/// The built-in reports and what they answer, a line each.
pub fn list() -> String {
    let mut text = String::new();
    for (name, _) in BUILTIN {
        let summary = Report::builtin(name).map(|report| report.summary().to_owned());
        // Writing to a text never fails.
        _ = writeln!(text, "{name:<18}{}", summary.unwrap_or_default());
    }
    text + &format!("{:<18}All of these but new, in one pass.\n", "all")
}

/// The definitions of built-in reports.
///
/// # Errors
/// None is named, or one is unknown.
pub fn definitions(names: &[String]) -> Result<String> {
    if names.is_empty() {
        return Err(UserError::new("no report is named", "write: ct report show overview"));
    }
    let definition = |name: &String| {
        let known = BUILTIN.iter().find(|(known, _)| known == name);
        known.map(|(_, text)| *text).ok_or_else(|| unknown(Path::new(name)))
    };
    names.iter().map(definition).collect()
}
