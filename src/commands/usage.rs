//! Errors of the command line: what is wrong with the arguments, in the form of all other errors.
//!
//! Reads the kind and the context of clap's errors, never the text that clap renders.

use std::ffi::OsString;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::app::App;
use super::errors::report_help;
use super::message::print_message;
use super::red;
use super::{Outcome, help};
use crate::sink::safe::shown;

/// Prints help or the version where the arguments ask for it, else what is wrong with them.
pub(super) fn report(error: &clap::Error, arguments: &[OsString]) -> Outcome {
    match error.kind() {
        ErrorKind::DisplayHelp => help::print(arguments),
        ErrorKind::DisplayVersion => help::print_text(&error.render()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            print_message(help::short(arguments).to_string().trim_end());
            Outcome::Unsure
        }
        kind => {
            print_message(&format!("{} {}", red("ct:"), shown(&message(error))));
            report_help(&advice(error, kind, arguments));
            Outcome::Unsure
        }
    }
}

/// What is wrong, on one line.
fn message(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(text);
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue).unwrap_or_default();
    match (error.kind(), argument) {
        (ErrorKind::ArgumentConflict, Some(argument)) => conflict(error, &argument),
        (ErrorKind::InvalidValue, Some(argument)) => {
            let what = if value.is_empty() {
                format!("a value is required for '{argument}' but none was supplied")
            } else {
                format!("invalid value '{value}' for '{argument}'")
            };
            match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(values)) if !values.is_empty() => {
                    format!("{what} [possible values: {}]", values.join(", "))
                }
                _ => what,
            }
        }
        (ErrorKind::ValueValidation, Some(argument)) => {
            let why = std::error::Error::source(error).map(|why| format!(": {why}"));
            format!("invalid value '{value}' for '{argument}'{}", why.unwrap_or_default())
        }
        (ErrorKind::MissingRequiredArgument, Some(arguments)) => {
            format!("the following required arguments were not provided: {arguments}")
        }
        (ErrorKind::UnknownArgument, Some(argument)) => {
            format!("unexpected argument '{argument}' found")
        }
        (ErrorKind::TooManyValues, Some(argument)) => {
            format!("unexpected value '{value}' for '{argument}' found; no more were expected")
        }
        (ErrorKind::InvalidSubcommand, _) => {
            let name = of(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("unrecognized subcommand '{name}'")
        }
        (kind, _) => kind.to_string(),
    }
}

/// Flags that exclude each other, or one that is given twice.
fn conflict(error: &clap::Error, argument: &str) -> String {
    let start = format!("the argument '{argument}' cannot be used");
    match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(prior)) if prior == argument => format!("{start} multiple times"),
        Some(ContextValue::String(prior)) => format!("{start} with '{prior}'"),
        Some(ContextValue::Strings(prior)) => format!("{start} with: {}", prior.join(" ")),
        _ => format!("{start} with one or more of the other specified arguments"),
    }
}

/// What to do: a similar name, the commands there are, or where the flags are listed.
fn advice(error: &clap::Error, kind: ErrorKind, arguments: &[OsString]) -> String {
    let similar = [
        (ContextKind::SuggestedSubcommand, "subcommand"),
        (ContextKind::SuggestedArg, "argument"),
        (ContextKind::SuggestedValue, "value"),
    ];
    for (context, noun) in similar {
        match error.get(context) {
            Some(ContextValue::Strings(names)) if names.len() > 1 => {
                let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
                return format!("some similar {noun}s exist: {}", names.join(", "));
            }
            Some(name) => return format!("a similar {noun} exists: '{}'", text(name)),
            None => {}
        }
    }
    let app = App::command();
    let path = help::path(&app, arguments);
    let line: String = path.iter().flat_map(|command| [command.get_name(), " "]).collect();
    if kind == ErrorKind::InvalidSubcommand {
        let parent = path.last().copied().unwrap_or(&app);
        let names: Vec<&str> = parent.get_subcommands().map(clap::Command::get_name).collect();
        return format!("commands are {}; see ct {line}--help", names.join(", "));
    }
    format!("all flags: ct {line}--help")
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join(" "),
        other => other.to_string(),
    }
}
