//! The definition of the command line: `ct` itself, the flags of every command, and the variables
//! of the environment that stand for flags. Knows nothing of what a command does.

use std::num::NonZeroUsize;

use clap::{Args, Parser, ValueEnum};

use super::Command;
use super::args::size;
use crate::source::memory::LEAST;

/// CloudTrail answers you can stand behind: search, verify and mirror AWS audit logs.
///
/// Every answer states its coverage: what was read, and what was not. Results go to stdout, messages
/// to stderr. The environment variable CT_FORMAT sets the default output format of every command.
#[derive(Debug, Parser)]
#[command(name = "ct", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = EXIT_CODES, after_long_help = EXAMPLES)]
pub(super) struct App {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) globals: Globals,
}

const EXIT_CODES: &str = "\
Exit codes: 0 yes or done, 1 no, 2 could not tell

Examples:
  ct grep --event-name PutObject ./logs
  ct validate s3://my-logs --start-time 2026-11-20 --end-time 2026-11-20T12:00:00Z
  ct trail check";

const EXAMPLES: &str = "\
Exit codes: 0 yes or done, 1 no (nothing matched, something is INVALID, a check failed), 2 could not \
tell (wrong usage, or not everything could be read)

Examples:
  ct grep --event-name PutObject ./logs
  ct grep --user alice --errors --since 7d ./logs
  ct completions zsh > ~/.zfunc/_ct";

/// Flags that every command has.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = GLOBAL_HEADING)]
pub(super) struct Globals {
    /// Verbose output: always print the coverage line, show principals as ARNs, list every verdict,
    /// cut nothing.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Print errors only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// When to use colour; the environment variable NO_COLOR also turns it off.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", env = "CT_COLOR")]
    pub(super) color: Colour,
    /// Number of threads; default: one for each core.
    #[arg(long, value_name = "N", global = true, env = "CT_THREADS", value_parser = at_least_one)]
    pub(super) threads: Option<NonZeroUsize>,
    /// Memory for objects; default: a quarter of the memory of the cgroup or machine, and at least
    /// 512M. An object larger than a thread's share is read alone.
    #[arg(long, value_name = "SIZE", global = true, env = "CT_MAX_MEMORY")]
    #[arg(value_parser = memory_budget)]
    pub(super) max_memory: Option<usize>,
    /// Number of concurrent requests to AWS; default: 64 for each core, up to 256.
    #[arg(long, value_name = "N", global = true, env = "CT_CONCURRENCY")]
    #[arg(value_parser = at_least_one)]
    pub(super) concurrency: Option<NonZeroUsize>,
    /// Profile of the AWS configuration to use.
    #[arg(long, value_name = "NAME", global = true)]
    pub(super) profile: Option<String>,
    /// Send requests to this URL instead of AWS; buckets are then addressed path-style.
    #[arg(long, value_name = "URL", global = true)]
    pub(super) endpoint_url: Option<String>,
}

/// The heading above these flags in `ct --help`.
const GLOBAL_HEADING: &str = "Global options";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    Auto,
    Always,
    Never,
}

fn at_least_one(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "a whole number from 1 on")
}

/// Parses `--max-memory`.
fn memory_budget(text: &str) -> Result<usize, String> {
    match size(text)? {
        size if size < LEAST => Err("at least 512M".to_owned()),
        size => Ok(size),
    }
}

/// The formats of all commands, each by one name.
const FORMATS: [&str; 9] = ["text", "json", "jsonl", "csv", "tsv", "md", "html", "junit", "sarif"];

/// Makes the format in `CT_FORMAT` the default of each command that has it, and hides the values of
/// environment variables from help: they may be secret.
pub(super) fn with_environment(command: clap::Command) -> clap::Command {
    let command = super::report::with_report_names(without_values(command));
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn a_budget_has_at_least_512_mebibytes() {
        assert_eq!(memory_budget("512M"), Ok(LEAST));
        assert_eq!(memory_budget("511M"), Err("at least 512M".to_owned()));
        assert!(memory_budget("much").is_err());
    }

    #[test]
    fn the_command_line_is_consistent_with_every_default_format() {
        App::command().debug_assert();
        for format in FORMATS {
            with_format(App::command(), format).debug_assert();
        }
    }
}
