//! Messages: lines on the standard error, and their colours.
//!
//! Keeps whatever a message quotes from steering the terminal; knows nothing of what it says.

use std::io::Write as _;

use crate::sink::safe::{is_steering, shown_lines};

/// Writes a line to the standard error, with the colours that it can show. Nothing else in it can
/// steer a terminal, wherever it comes from.
pub(super) fn tell(line: &str) {
    let line = shown_lines(line);
    // If this fails, there is no other place for messages.
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Lines with a sign in place of each character that could steer a terminal, so that marks stay
/// below what they mark.
pub(super) fn in_place(lines: &str) -> String {
    let is_replaced = |c: char| is_steering(c) && c != '\n';
    lines.replace(is_replaced, "\u{fffd}")
}

pub(super) fn red(text: &str) -> String {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

pub(super) fn yellow(text: &str) -> String {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    format!("{style}{text}{style:#}")
}

pub(super) fn bold(text: &str) -> String {
    let style = anstyle::Style::new().bold();
    format!("{style}{text}{style:#}")
}
