//! The command line: one file a command, with its flags, its help and its `run`.
//!
//! The only code that says clap, prints, reads the clock or asks about the terminal. Errors become
//! one line `ct: …` and, where there is something to do, a second line `help: …`.

#![expect(clippy::doc_markdown, reason = "the comments on flags are the help text, in plain words")]

mod args;
mod check;
mod completions;
mod fetch;
mod follow;
mod grep;
mod hints;
mod history;
mod ls;
mod policy;
mod progress;
mod queue;
mod summary;
mod trail;
mod validate;
mod which;

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anstream::ColorChoice;
use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::aws::{self, Session};
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};

/// CloudTrail answers you can stand behind: search, prove and keep AWS audit logs.
///
/// Every answer says what it covers. Data goes to the standard output, talk to the standard error.
#[derive(Debug, Parser)]
#[command(name = "ct", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = EXIT_CODES, after_long_help = EXAMPLES)]
pub struct App {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    globals: Globals,
}

const EXIT_CODES: &str = "Exit codes: 0 yes, 1 no, 2 could not tell";

const EXAMPLES: &str = "\
Exit codes: 0 yes (something matched), 1 no (nothing did), 2 could not tell (wrong usage, or not \
everything could be read)

Examples:
  ct grep --event-name PutObject ./logs
  ct grep --user alice --errors --since 7d ./logs
  ct completions zsh > ~/.zfunc/_ct";

/// Flags that every command has.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Globals {
    /// Say more: always what was covered, and callers by their ARN.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Say only what went wrong.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// When to use colour; the environment variable NO_COLOR also turns it off.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", env = "CT_COLOR")]
    color: Colour,
    /// Threads to work with; as many as the machine has if not given.
    #[arg(long, value_name = "N", global = true, env = "CT_THREADS")]
    threads: Option<NonZeroUsize>,
    /// Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given.
    #[arg(long, value_name = "N", global = true, env = "CT_CONCURRENCY")]
    concurrency: Option<NonZeroUsize>,
    /// The profile of the AWS configuration to use.
    #[arg(long, value_name = "NAME", global = true)]
    profile: Option<String>,
    /// Send requests here in place of AWS; buckets are then named in the path.
    #[arg(long, value_name = "URL", global = true)]
    endpoint_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Grep(Box<grep::Grep>),
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

/// What came of a command, the same for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Yes, or done.
    Yes,
    /// No: nothing matched.
    No,
    /// It could not be told.
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

/// An error that the user can do something about.
#[derive(Debug)]
struct UserError {
    message: String,
    /// Lines that show the place.
    marked: Option<String>,
    help: String,
}

fn user_error(message: impl fmt::Display, help: impl fmt::Display) -> anyhow::Error {
    UserError { message: message.to_string(), marked: None, help: help.to_string() }.into()
}

fn marked_error(message: String, marked: String, help: &str) -> anyhow::Error {
    UserError { message, marked: Some(marked), help: help.to_owned() }.into()
}

impl std::error::Error for UserError {}

impl fmt::Display for UserError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::convert::From<aws::Error> for UserError {
    fn from(error: aws::Error) -> Self {
        Self { message: error.message, marked: None, help: error.help }
    }
}

/// What a command may use.
struct Context {
    globals: Globals,
    session: OnceCell<Arc<Session>>,
}

impl Context {
    fn new(globals: Globals) -> Self {
        Self { globals, session: OnceCell::new() }
    }

    /// The way to AWS, made when it is first asked for. `region`: the one to ask about trails, if
    /// it is not the configured one.
    fn aws(&self, region: Option<&str>) -> anyhow::Result<&Arc<Session>> {
        if let Some(session) = self.session.get() {
            return Ok(session);
        }
        let settings = aws::Settings {
            profile: self.globals.profile.clone(),
            region: region.map(str::to_owned),
            endpoint: self.globals.endpoint_url.clone(),
            concurrency: self.concurrency(),
        };
        let session = Session::start(&settings).map_err(UserError::from)?;
        Ok(self.session.get_or_init(|| session))
    }

    fn concurrency(&self) -> usize {
        let machine = || (64 * available()).min(256);
        self.globals.concurrency.map_or_else(machine, NonZeroUsize::get)
    }

    fn threads(&self) -> usize {
        self.globals.threads.map_or_else(available, NonZeroUsize::get)
    }

    /// Whether lines on the standard output may have colour.
    fn colour(&self) -> bool {
        match self.globals.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }
}

/// Threads that the machine can run at once.
fn available() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Makes a file that the user named.
fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).map_err(|error| uncreated(path, error))
}

/// A file that the user named cannot be made.
fn uncreated(path: &Path, error: io::Error) -> anyhow::Error {
    let message = SourceError::new(path, Fault::from(error));
    user_error(message, "name a file in a folder that exists and that you may write to")
}

/// Writes a line to the standard error, with the colours that it can show.
fn tell(line: &str) {
    // Nobody is left to be told if this fails.
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Runs the command line; whatever goes wrong was told when this returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let app = match App::try_parse_from(&arguments) {
        Ok(app) => app,
        Err(error) => return misused(&error, &arguments),
    };
    let context = Context::new(app.globals);
    let result = match app.command {
        Command::Grep(command) => command.run(&context),
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
    result.unwrap_or_else(|error| failed(&error))
}

/// Tells of an error. A reader that has seen enough and closed the pipe is no error.
fn failed(error: &anyhow::Error) -> Outcome {
    let closed = |cause: &(dyn std::error::Error + 'static)| {
        let error = cause.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(closed) {
        return Outcome::Yes;
    }
    tell(&format!("{} {}", red("ct:"), shown(&format!("{error:#}"))));
    if let Some(error) = error.downcast_ref::<UserError>() {
        error.marked.iter().for_each(|marked| tell(marked));
        if error.help.is_empty() {
            return Outcome::Unsure;
        }
        tell(&format!("{} {}", bold("help:"), shown(&error.help)));
    }
    Outcome::Unsure
}

/// Shows help, or says in the form of all other errors what is wrong with the arguments.
fn misused(error: &clap::Error, arguments: &[OsString]) -> Outcome {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match error.print() {
            Ok(()) => Outcome::Yes,
            Err(error) => failed(&anyhow::Error::new(error).context("cannot write")),
        };
    }
    let text = error.render().to_string();
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        tell(text.trim_end());
        return Outcome::Unsure;
    }
    let message = text.split("\n\n").next().unwrap_or("").trim_start_matches("error: ");
    let message = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    tell(&format!("{} {}", red("ct:"), shown(&message)));
    let mut tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: "));
    let app = <App as clap::CommandFactory>::command();
    let (mut at, mut command) = (&app, String::new());
    for argument in arguments.iter().filter_map(|argument| argument.to_str()) {
        if let Some(found) = at.find_subcommand(argument) {
            at = found;
            command = format!("{command}{argument} ");
        }
    }
    let help = match tips.find(|tip| tip.contains("similar")) {
        Some(tip) => tip.to_owned(),
        None => format!("all flags: ct {command}--help"),
    };
    tell(&format!("{} {}", bold("help:"), shown(&help)));
    Outcome::Unsure
}

fn red(text: &str) -> String {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

fn yellow(text: &str) -> String {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    format!("{style}{text}{style:#}")
}

fn bold(text: &str) -> String {
    let style = anstyle::Style::new().bold();
    format!("{style}{text}{style:#}")
}

/// A number as people read it: `2,204,118`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for at in (first..digits.len()).step_by(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&digits[at..at + 3]);
    }
    text
}

/// A moment for people.
fn second(time: Timestamp) -> Timestamp {
    time.round(jiff::Unit::Second).unwrap_or(time)
}

/// `1 object`, `2 objects`.
fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        <App as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn people_read_numbers_in_groups() {
        let table = [(0, "0"), (999, "999"), (1_000, "1,000"), (2_204_118, "2,204,118")];
        for (number, text) in table {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(
            (counted(1, "event"), counted(2, "event")),
            ("1 event".to_owned(), "2 events".to_owned())
        );
    }
}
