//! The command line: one file for each command, with its flags, its help and its `run`.
//!
//! The only code that names clap, prints, reads the clock or looks at the terminal. This file is the
//! list of commands and starts the one that the arguments name. What commands share: `context` (the
//! session, threads, colours), `errors` and `usage` (how errors are printed), `help` (`-h`, `--help`,
//! manual pages), `args` (flags and values), `message` and `stdout` (what is printed where).

#![expect(clippy::doc_markdown, reason = "the comments on flags are the help text, in plain words")]

mod app;
mod args;
mod check;
mod completions;
mod context;
mod count;
mod errors;
mod fetch;
mod filter_args;
mod follow;
mod grep;
mod help;
mod ls;
mod message;
mod policy;
mod progress;
mod queue;
mod report;
mod scan;
mod sources;
mod stdout;
mod table;
mod trail;
mod usage;
mod validate;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Subcommand};

use self::app::{App, with_environment};
use self::context::Context;
use self::errors::{UserError, report_error, user_error};
use self::message::{print_lines, print_message};
use crate::sink::colour::{bold, red, yellow};
use crate::sink::numbers::counted;

#[derive(Debug, Subcommand)]
enum Command {
    Grep(Box<grep::Grep>),
    Count(Box<count::Count>),
    Report(Box<report::ReportArgs>),
    Ls(ls::Ls),
    Fetch(fetch::Fetch),
    Follow(Box<follow::Follow>),
    Validate(Box<validate::Validate>),
    Trail(trail::Trail),
    Queue(queue::Queue),
    Policy(policy::Policy),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// Runs the command line. Errors are on stderr when this returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = with_environment(App::command()).try_get_matches_from(&arguments);
    let app = match matches.and_then(|matches| App::from_arg_matches(&matches)) {
        Ok(app) => app,
        Err(error) => return usage::report(&error, &arguments),
    };
    let context = Context::new(app.globals);
    let result = match app.command {
        Command::Grep(command) => command.run(&context),
        Command::Count(command) => command.run(&context),
        Command::Report(command) => command.run(&context),
        Command::Ls(command) => command.run(&context),
        Command::Fetch(command) => command.run(&context),
        Command::Follow(command) => command.run(&context),
        Command::Validate(command) => command.run(&context),
        Command::Trail(command) => command.run(&context),
        Command::Queue(command) => command.run(&context),
        Command::Policy(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    result.unwrap_or_else(|error| report_error(&error))
}

/// How a command ended, the same for all commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Yes, or done.
    Yes,
    /// No: nothing matched, something is INVALID, or a check failed.
    No,
    /// Could not tell: wrong usage, or not everything could be read.
    Unsure,
}

impl Outcome {
    /// The exit code: 0, 1 or 2.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Unsure => 2,
        })
    }
}

fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}
