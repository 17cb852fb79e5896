//! Prints text on standard output.

use std::io::{self, Write as _};

use anyhow::Context as _;

use crate::sink::safe::shown_lines;
pub(super) use crate::sink::until_closed::UntilClosed;

/// Prints text; control characters in it never reach a terminal.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = UntilClosed::new(io::stdout().lock());
    out.write_all(shown_lines(text).as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write to the standard output")
}
