//! Messages: lines on stderr.
//!
//! Control characters in quoted text never reach the terminal. Knows nothing of what a message says.

use std::io::Write as _;

use crate::sink::safe::{is_steering, shown_lines};

/// Writes a line to stderr, with colours if stderr shows them; all other control characters are
/// spelled out.
pub(super) fn print_message(line: &str) {
    let line = shown_lines(line);
    // If this fails, there is no other place to report it.
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Writes lines as [`print_message`] does.
pub(super) fn print_lines(lines: &[String]) {
    for line in lines {
        print_message(line);
    }
}

/// Replaces each control character by one sign, so that the marks below a line stay in place.
pub(super) fn in_place(lines: &str) -> String {
    let is_replaced = |c: char| is_steering(c) && c != '\n';
    lines.replace(is_replaced, "\u{fffd}")
}
