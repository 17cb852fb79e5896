//! The command line: one file a command, with its flags, its help and its `run`.
//!
//! The only code that says clap, prints, reads the clock or asks about the terminal. Errors become
//! one line `ct: …` and, where there is something to do, a second line `help: …`.

#![expect(clippy::doc_markdown, reason = "the comments on flags are the help text, in plain words")]

mod args;
mod check;
mod completions;
mod fetch;
mod filter_args;
mod follow;
mod grep;
mod hints;
mod history;
mod junit;
mod ls;
mod memory;
mod message;
mod new_file;
mod policy;
mod progress;
mod queue;
mod sources;
mod stdout;
mod summary;
mod trail;
mod validate;

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anstream::ColorChoice;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use self::message::{bold, in_place, red, tell, yellow};
use self::new_file::NewFile;
use crate::aws::{self, Session};
use crate::mirror::files::Access;
use crate::sink::safe::shown;
use crate::source::interrupt::Interrupt;
use crate::source::{Fault, SourceError};

/// CloudTrail answers you can stand behind: search, prove and keep AWS audit logs.
///
/// Every answer says what it covers. Results go to stdout, messages to stderr. CT_FORMAT names the
/// format (-o) of every command that has it.
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
    /// All detail: always what was covered, ARNs whole, every verdict, nothing cut or left out.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Errors only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// When to use colour; the environment variable NO_COLOR also turns it off.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", env = "CT_COLOR")]
    color: Colour,
    /// Threads to work with; as many as the machine has if not given.
    #[arg(long, value_name = "N", global = true, env = "CT_THREADS", value_parser = at_least_one)]
    threads: Option<NonZeroUsize>,
    /// Memory for objects: a quarter of what the cgroup or machine has, and at least 512M, if not
    /// given. Larger objects than a thread's share are read one at a time.
    #[arg(long, value_name = "SIZE", global = true, env = "CT_MAX_MEMORY")]
    #[arg(value_parser = memory::budget)]
    max_memory: Option<usize>,
    /// Requests to AWS that may be under way at once; 64 for each core, up to 256, if not given.
    #[arg(long, value_name = "N", global = true, env = "CT_CONCURRENCY")]
    #[arg(value_parser = at_least_one)]
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
    interrupt: OnceCell<Interrupt>,
}

impl Context {
    fn new(globals: Globals) -> Self {
        Self { globals, session: OnceCell::new(), interrupt: OnceCell::new() }
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
            memory: self.memory(),
            limits: aws::Limits::default(),
            interrupt: self.interrupt.get().cloned(),
        };
        let session = Session::start(&settings).map_err(UserError::from)?;
        session.cleartext_endpoints().iter().for_each(|url| self.warn_if_cleartext(url));
        Ok(self.session.get_or_init(|| session))
    }

    /// The flag that the first SIGINT (ctrl-C), SIGTERM or SIGHUP sets from now on; the second ends
    /// the process.
    /// Commands that read begin with this: all that waits for AWS afterwards ends with the flag.
    fn interrupt(&self) -> anyhow::Result<&Interrupt> {
        if self.interrupt.get().is_none() {
            let interrupt = Interrupt::default();
            aws::listen(&interrupt).map_err(UserError::from)?;
            // Only this thread sets it.
            let _ = self.interrupt.set(interrupt);
        }
        Ok(self.interrupt.get_or_init(Interrupt::default))
    }

    /// Warns of an endpoint that is reached without encryption over a network.
    fn warn_if_cleartext(&self, url: &str) {
        if aws::is_cleartext(url) && !self.globals.quiet {
            let url = aws::without_user_info(url);
            let what = "not encrypted, others on the network can read and change it; use https://";
            tell(&format!("{} {}: {what}", yellow("warning:"), shown(&url)));
        }
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
fn create(path: &Path) -> anyhow::Result<NewFile> {
    NewFile::create(path, Access::Usual).map_err(|error| uncreated(path, error))
}

/// A file that the user named cannot be made.
fn uncreated(path: &Path, error: io::Error) -> anyhow::Error {
    let message = SourceError::new(path, Fault::from(error));
    user_error(
        format!("cannot write {message}"),
        "name a file in a folder that exists and that you may write to; a file that ct did not \
         write is not replaced",
    )
}

/// The formats of all commands, each by one name.
const FORMATS: [&str; 7] = ["text", "json", "jsonl", "csv", "tsv", "junit", "sarif"];

/// Makes the format in `CT_FORMAT` the usual one of each command that has it; help names variables
/// of the environment without their values.
fn with_environment(command: clap::Command) -> clap::Command {
    let command = without_values(command);
    let wanted = std::env::var("CT_FORMAT").unwrap_or_default();
    match FORMATS.into_iter().find(|name| *name == wanted) {
        Some(format) => with_format(command, format),
        None => command,
    }
}

fn without_values(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| argument.hide_env_values(true)).mut_subcommands(without_values)
}

fn with_format(command: clap::Command, format: &'static str) -> clap::Command {
    let has_format = command.get_arguments().any(|argument| {
        let mut values = argument.get_possible_values().into_iter();
        argument.get_id() == "output" && values.any(|value| value.matches(format, false))
    });
    let command = if has_format {
        command.mut_arg("output", |argument| argument.default_value(format))
    } else {
        command
    };
    command.mut_subcommands(|command| with_format(command, format))
}

fn at_least_one(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "a whole number from 1 on")
}

/// Runs the command line; whatever goes wrong was told when this returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = with_environment(App::command()).try_get_matches_from(&arguments);
    let app = match matches.and_then(|matches| App::from_arg_matches(&matches)) {
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

/// Prints an error.
fn failed(error: &anyhow::Error) -> Outcome {
    tell(&format!("{} {}", red("ct:"), shown(&format!("{error:#}"))));
    let is_full = |cause: &(dyn std::error::Error + 'static)| {
        let error = cause.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
    };
    if error.chain().any(is_full) {
        tell(&format!("{} make room on the disk, or write elsewhere", bold("help:")));
    }
    if let Some(error) = error.downcast_ref::<UserError>() {
        error.marked.iter().for_each(|marked| tell(&in_place(marked)));
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
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                failed(&anyhow::Error::new(error).context("cannot write to the standard output"))
            }
            _ => Outcome::Yes,
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
    let app = App::command();
    let (mut at, mut command) = (&app, String::new());
    for argument in arguments.iter().filter_map(|argument| argument.to_str()) {
        if let Some(found) = at.find_subcommand(argument) {
            at = found;
            command = format!("{command}{argument} ");
        }
    }
    let help = match tips.find(|tip| tip.contains("similar")) {
        Some(tip) => tip.to_owned(),
        None if error.kind() == ErrorKind::InvalidSubcommand => {
            let names = at.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>();
            format!("commands are {}; see ct {command}--help", names.join(", "))
        }
        None => format!("all flags: ct {command}--help"),
    };
    tell(&format!("{} {}", bold("help:"), shown(&help)));
    Outcome::Unsure
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
        App::command().debug_assert();
        for format in FORMATS {
            with_format(App::command(), format).debug_assert();
        }
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
