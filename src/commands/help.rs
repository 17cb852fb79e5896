//! Help texts: `-h` on one screen, `--help` in full, and the manual pages, all made from the
//! definitions of the flags.
//!
//! `-h` shows the three commonest uses and the ten commonest options of a command. Global options
//! are described by `ct --help`; every other `--help` and manual page ends with a line that names
//! them. Knows no command but for the names in [`COMMON`].

use std::ffi::OsString;
use std::io::Write as _;

use anyhow::Context as _;
use clap::builder::{Resettable, StyledStr};
use clap::{Arg, Args as _, Command, CommandFactory as _};

use super::Outcome;
use super::app::{App, Globals};
use super::errors::report_error;
use super::stdout::UntilClosed;

/// Options that `-h` shows.
const MOST_OPTIONS: usize = 10;
/// Uses that `-h` shows.
const MOST_USES: usize = 3;
/// Values of an option that `-h` lists; an option with more lists none.
const MOST_VALUES: usize = 8;

/// The layout of `-h`. The uses are the text before the help.
const SHORT: &str = "\
{about-with-newline}
{usage-heading} {usage}

{before-help}{all-args}{after-help}";

/// The commonest options of commands that have more than ten. A command that is not listed here
/// shows its first ten.
const COMMON: [(&str, &str); 6] = [
    ("grep", "event-name user source-ip resource errors where since output fields count"),
    ("follow", "queue every ledger event-name user errors to exec output until-idle"),
    ("validate", "start-time end-time region keys trust-mirror-keys strict report output"),
    (
        "trail create",
        "multi-region organization bucket create-bucket kms-key queue data tag dry-run yes",
    ),
    (
        "trail update",
        "multi-region organization bucket kms-key sns-topic queue cloudwatch-log-group data dry-run yes",
    ),
    ("trail events", "management exclude data network advanced output dry-run yes"),
];

/// The subcommands that the arguments name, from the outermost to the innermost.
pub(super) fn path<'a>(app: &'a Command, arguments: &[OsString]) -> Vec<&'a Command> {
    let (mut at, mut path) = (app, Vec::new());
    for argument in arguments.iter().skip(1).filter_map(|argument| argument.to_str()) {
        if let Some(found) = at.find_subcommand(argument).filter(|it| it.get_name() != "help") {
            at = found;
            path.push(found);
        }
    }
    path
}

/// Prints the help that the arguments ask for: `-h` the short one, `--help` and `help` the full one.
pub(super) fn print(arguments: &[OsString]) -> Outcome {
    let is_full = arguments.iter().any(|argument| argument == "--help" || argument == "help");
    print_text(&if is_full { full(arguments) } else { short(arguments) })
}

/// Prints help or a version. A reader that closes the pipe early is no error.
pub(super) fn print_text(text: &StyledStr) -> Outcome {
    let mut out = UntilClosed::new(anstream::stdout().lock());
    let written = write!(out, "{}", text.ansi()).and_then(|()| out.flush());
    match written.context("cannot write to the standard output") {
        Ok(()) => Outcome::Yes,
        Err(error) => report_error(&error),
    }
}

/// The text of `-h`.
pub(super) fn short(arguments: &[OsString]) -> StyledStr {
    let app = built();
    let (name, command) = named(&app, arguments);
    shortened(&name, command).render_help()
}

/// The text of `--help`.
fn full(arguments: &[OsString]) -> StyledStr {
    let app = completed(built());
    named(&app, arguments).1.render_long_help()
}

/// `ct` with all its commands, each of which knows its whole name and the global options.
fn built() -> Command {
    let mut app = super::app::with_environment(App::command());
    app.build();
    app
}

/// `ct` as `--help` and the manual pages describe it: each command names the global options in the
/// last line instead of listing them.
pub(super) fn documented() -> Command {
    completed(built())
}

/// The command that the arguments name, and its name below `ct`.
fn named(app: &Command, arguments: &[OsString]) -> (String, Command) {
    let path = path(app, arguments);
    let names: Vec<&str> = path.iter().map(|command| command.get_name()).collect();
    (names.join(" "), path.last().copied().unwrap_or(app).clone())
}

fn completed(app: Command) -> Command {
    let globals = globals();
    let line = format!("Global options: {}", names(&globals).join(" "));
    app.mut_subcommands(|command| without_globals(command, &globals, &line))
}

fn without_globals(command: Command, globals: &[Arg], line: &str) -> Command {
    let after = command.get_after_long_help().or_else(|| command.get_after_help());
    let after = after.map(|text| format!("{text}\n\n")).unwrap_or_default();
    command
        .mut_args(|argument| {
            let is_hidden = argument.is_hide_set() || is_global(&argument, globals);
            argument.hide(is_hidden)
        })
        .after_long_help(format!("{after}{line}"))
        .version(Resettable::Reset)
        .mut_subcommands(|command| without_globals(command, globals, line))
}

/// The options that every command has.
fn globals() -> Vec<Arg> {
    Globals::augment_args(Command::new("ct")).get_arguments().cloned().collect()
}

fn is_global(argument: &Arg, globals: &[Arg]) -> bool {
    let is_same = |global: &Arg| global.get_id() == argument.get_id();
    argument.get_id() == "version" || globals.iter().any(is_same)
}

/// `-v` or `--threads`.
fn names(arguments: &[Arg]) -> Vec<String> {
    let name = |argument: &Arg| match (argument.get_short(), argument.get_long()) {
        (Some(short), _) => format!("-{short}"),
        (None, long) => format!("--{}", long.unwrap_or_default()),
    };
    arguments.iter().map(name).collect()
}

/// A command with what `-h` shows of it.
fn shortened(name: &str, command: Command) -> Command {
    let globals = globals();
    let is_optional = |argument: &&Arg| {
        let is_own = !is_global(argument, &globals) && argument.get_id() != "help";
        is_own && !argument.is_positional() && !argument.is_hide_set()
    };
    let all: Vec<&str> =
        command.get_arguments().filter(is_optional).filter_map(Arg::get_long).collect();
    let shown: Vec<String> = match COMMON.iter().find(|(command, _)| *command == name) {
        Some((_, common)) => common.split(' ').map(str::to_owned).collect(),
        None => all.iter().take(MOST_OPTIONS).map(|&name| name.to_owned()).collect(),
    };
    let whole = if name.is_empty() { "ct".to_owned() } else { format!("ct {name}") };
    let uses = uses(&command).join("\n");
    let is_shown = |argument: &Arg| {
        let is_listed = |long| shown.iter().any(|name| name == long);
        argument.is_positional() || argument.get_long().is_some_and(is_listed)
    };
    command
        .mut_args(|argument| {
            let is_hidden = argument.is_hide_set() || !is_shown(&argument);
            let has_many = argument.get_possible_values().len() > MOST_VALUES;
            let heading = if argument.is_positional() { "Arguments" } else { "Options" };
            argument
                .hide(is_hidden)
                .hide_short_help(is_hidden)
                .hide_possible_values(has_many)
                .hide_env(true)
                .help_heading(heading)
        })
        .before_help(format!("Examples:\n{uses}"))
        .after_help(format!("All options and details: {whole} --help"))
        .help_template(SHORT)
        .mut_subcommands(|command| {
            let is_hidden = command.is_hide_set() || command.get_name() == "help";
            command.hide(is_hidden)
        })
        .subcommand_help_heading(Resettable::Reset)
}

/// The commonest uses of a command: the command lines at the head of its description, then those of
/// its examples.
fn uses(command: &Command) -> Vec<String> {
    let texts = [command.get_long_about(), command.get_after_help()];
    let texts: Vec<String> = texts.into_iter().flatten().map(StyledStr::to_string).collect();
    let mut uses: Vec<String> = Vec::new();
    let lines = texts.iter().flat_map(|text| text.lines());
    for line in lines.filter(|line| line.starts_with("  ct ")) {
        if uses.len() < MOST_USES && !uses.iter().any(|known| known == line) {
            uses.push(line.to_owned());
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_options_exist() {
        let app = built();
        for (name, options) in COMMON {
            let words = format!("ct {name}");
            let arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
            let (_, command) = named(&app, &arguments);
            for option in options.split(' ') {
                let has = |argument: &Arg| argument.get_long() == Some(option);
                assert!(command.get_arguments().any(has), "ct {name} has no --{option}");
            }
        }
    }
}
