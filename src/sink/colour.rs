//! Colours of words in messages. Whether they are shown is decided where the message is printed.

use anstyle::{AnsiColor, Style};

/// For errors.
pub fn red(text: &str) -> String {
    let style = AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// For what is incomplete, and warnings.
pub fn yellow(text: &str) -> String {
    let style = AnsiColor::Yellow.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// For headings.
pub fn bold(text: &str) -> String {
    let style = Style::new().bold();
    format!("{style}{text}{style:#}")
}
