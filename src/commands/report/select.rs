//! Which arguments are reports, and the reports that they name.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use crate::commands::stdout::UntilClosed;
use crate::commands::{Outcome, user_error};
use crate::report::{BUILTIN, Report};

/// Whether a leading argument is a report.
pub(super) fn is_report(text: &str) -> bool {
    let is_file = Path::new(text).extension().is_some_and(|extension| extension == "toml");
    text == "all" || text == "show" || is_file || BUILTIN.iter().any(|(name, _)| *name == text)
}

/// The named reports, each once.
pub(super) fn reports(names: &[String]) -> anyhow::Result<Vec<Report>> {
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
fn read(path: &str) -> anyhow::Result<Report> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        user_error(format!("cannot read {path}: {error}"), "ct report lists the built-in reports")
    })?;
    Report::parse(path, &text).map_err(|error| {
        let (line, column) = error.position(&text);
        user_error(format!("{path}:{line}:{column}: {error}"), &error.help)
    })
}

/// The tiles of these reports, as `--tile` takes them.
pub(super) fn all_tiles(reports: &[Report]) -> String {
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
pub(super) fn similar_tile(reports: &[Report], wanted: &str) -> Option<String> {
    let distance = |name: &String| {
        let id = name.rsplit('.').next().unwrap_or(name);
        strsim::levenshtein(name, wanted).min(strsim::levenshtein(id, wanted))
    };
    tile_names(reports).min_by_key(distance).filter(|name| distance(name) <= 2)
}

pub(super) fn unknown(first: &Path) -> anyhow::Error {
    let is_path = first.exists() || first.components().count() > 1;
    let first = first.display().to_string();
    let distance = |name: &str| strsim::levenshtein(name, &first);
    let near = BUILTIN.iter().map(|(name, _)| *name).min_by_key(|name| distance(name));
    let help = match near.filter(|name| !is_path && distance(name) <= 2) {
        Some(near) => format!("a similar report exists: {near}"),
        None => "name a report before the sources: ct report overview ./logs; ct report lists all"
            .into(),
    };
    user_error(format!("unknown report: {first}"), help)
}

/// Lists the reports.
pub(super) fn list() -> anyhow::Result<Outcome> {
    let mut out = BufWriter::new(UntilClosed::new(io::stdout().lock()));
    for (name, _) in BUILTIN {
        let summary = Report::builtin(name).map(|report| report.summary().to_owned());
        writeln!(out, "{name:<18}{}", summary.unwrap_or_default())?;
    }
    writeln!(out, "{:<18}All of these but new, in one pass.", "all")?;
    out.flush()?;
    Ok(Outcome::Yes)
}

/// Prints definitions.
pub(super) fn show(names: &[String]) -> anyhow::Result<Outcome> {
    if names.is_empty() {
        return Err(user_error("no report is named", "write: ct report show overview"));
    }
    let mut out = UntilClosed::new(io::stdout().lock());
    for name in names {
        let Some((_, text)) = BUILTIN.iter().find(|(known, _)| known == name) else {
            return Err(unknown(Path::new(name)));
        };
        out.write_all(text.as_bytes())?;
    }
    Ok(Outcome::Yes)
}

/// Leading arguments may be reports, so the environment names no source instead of them.
pub(in crate::commands) fn with_report_names(command: clap::Command) -> clap::Command {
    command.mut_subcommand("report", |report| {
        report.mut_arg("sources", |sources| sources.env(None::<&str>).value_name("REPORT|SOURCE"))
    })
}
