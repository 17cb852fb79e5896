//! Checks as a table for people: failed and unknown checks with their next step, and a count of the rest.

use std::fmt::Write as _;

use comfy_table::Table;
use comfy_table::presets::NOTHING;

use super::count;
use crate::commands::{Context, counted, red, yellow};
use crate::policy::arn::ArnParts;
use crate::sink::safe::shown;
use crate::trail::posture::{Check, Severity, State};

/// One line per check with its next step below; then one line for all others.
pub(super) fn text(checks: &[Check], context: &Context) -> String {
    let is_verbose = context.globals.verbose;
    let is_listed = |check: &&Check| {
        is_verbose || matches!(check.state, State::Fail | State::Unknown) || is_note(check)
    };
    let listed: Vec<&Check> = checks.iter().filter(is_listed).collect();
    let mut text = String::new();
    if !listed.is_empty() {
        let table = table(&listed, is_verbose);
        let mut lines = table.lines().map(|line| line.trim().to_owned());
        text.extend(lines.next().map(|head| head + "\n"));
        let next = listed.iter().skip(1).map(Some).chain([None]);
        for ((check, line), next) in listed.iter().zip(lines).zip(next) {
            add(&mut text, check, &line, context.colour());
            // A step that several checks share is printed once, below the last of them.
            if !check.fix.is_empty() && next.is_none_or(|next| next.fix != check.fix) {
                let _ = writeln!(text, "  {}", shown(&check.fix));
            }
        }
    }
    let passed = counted(count(checks, State::Pass) as u64, "check");
    let nothing = count(checks, State::NotApplicable);
    let others = if nothing == 0 { String::new() } else { format!(", {nothing} not applicable") };
    text + &format!("{passed} passed{others}\n")
}

/// Whether a check that does not apply is worth printing.
fn is_note(check: &Check) -> bool {
    check.state == State::NotApplicable && check.severity == Severity::Info
}

fn table(checks: &[&Check], is_verbose: bool) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["STATE", "SEVERITY", "CHECK", "OF", "FOUND"]);
    for check in checks {
        let subject = if is_verbose { &check.subject } else { short(&check.subject) };
        let cis = check.cis.filter(|_| is_verbose);
        // The reason of a passed check makes sense only with its title.
        let title = (check.state == State::Pass).then_some(check.title);
        let parts = title.into_iter().chain([&*check.why]).chain(cis);
        let why = parts.collect::<Vec<_>>().join(" · ");
        table.add_row([
            word(check),
            &check.severity.to_string(),
            check.id,
            &shown(subject),
            &shown(&why),
        ]);
    }
    table
}

fn add(text: &mut String, check: &Check, line: &str, in_colour: bool) {
    let word = word(check);
    let rest = line.strip_prefix(word).unwrap_or(line);
    let word = match check.state {
        State::Fail if in_colour => red(word),
        State::Unknown if in_colour => yellow(word),
        _ => word.to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{word}{rest}");
}

fn word(check: &Check) -> &'static str {
    match check.state {
        State::Fail => "FAIL",
        State::Unknown => "UNKNOWN",
        State::Pass => "pass",
        State::NotApplicable if is_note(check) => "note",
        State::NotApplicable => "n/a",
    }
}

/// The name in an ARN.
fn short(subject: &str) -> &str {
    let name = ArnParts::parse(subject).map_or(subject, |parts| parts.resource);
    name.split_once('/').map_or(name, |(_, name)| name)
}
