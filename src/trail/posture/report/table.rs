//! Checks as a table for people: failed and unknown checks with their next step, and a count of the rest.

use std::fmt::Write as _;

use anstyle::AnsiColor;
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use indicatif::HumanCount;

use crate::policy::arn::ArnParts;
use crate::sink::safe::shown;
use crate::trail::posture::{Check, Severity, State};

/// One line per check with its next step below; then one line for all others, of which `passed` passed
/// and `skipped` do not apply.
pub(super) fn text(
    checks: &[Check],
    [passed, skipped]: [usize; 2],
    is_verbose: bool,
    in_colour: bool,
) -> String {
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
            text += &painted(check, &line, in_colour);
            // A step that several checks share is printed once, below the last of them.
            if !check.fix.is_empty() && next.is_none_or(|next| next.fix != check.fix) {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "  {}", shown(&check.fix));
            }
        }
    }
    let s = if passed == 1 { "" } else { "s" };
    let others = if skipped == 0 { String::new() } else { format!(", {skipped} not applicable") };
    text + &format!("{} check{s} passed{others}\n", HumanCount(passed as u64))
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
        let (severity, subject, why) = (check.severity.to_string(), shown(subject), shown(&why));
        table.add_row([word(check), &severity, check.id, &subject, &why]);
    }
    table
}

/// A line of the table, with the state in its colour.
fn painted(check: &Check, line: &str, in_colour: bool) -> String {
    let colour = match check.state {
        State::Fail if in_colour => AnsiColor::Red,
        State::Unknown if in_colour => AnsiColor::Yellow,
        _ => return format!("{line}\n"),
    };
    let (word, style) = (word(check), colour.on_default().bold());
    format!("{style}{word}{style:#}{}\n", line.strip_prefix(word).unwrap_or(line))
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
