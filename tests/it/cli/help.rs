//! Help texts: `-h` fits a screen, `--help` has examples that work and names the global options.

use super::{COMMANDS, expect_answers, own_parts};
use crate::harness::Ct;

#[test]
fn help_ends_with_examples_that_work() {
    for command in COMMANDS.iter() {
        let help = Ct::new(command).arg("--help").run().expect_silent_yes();
        let (head, rest) = help.text().split_once("\nUsage: ").unwrap();
        let (_, examples) = rest.split_once("\nExamples:\n").expect("help has examples");
        let (examples, last) = examples.split_once("\n\n").unwrap_or((examples, ""));
        let is_last = last.is_empty() || last.starts_with("Global options: ");
        assert!(is_last, "something follows the examples of ct {command}: {last}");
        let own = examples.lines().filter(|line| !own_parts(line).is_empty());
        assert!(own.count() >= 2, "ct {command} has less than two examples");
        for line in head.lines().chain(examples.lines()) {
            let calls = own_parts(line);
            let is_own = calls.first().is_none_or(|call| call.starts_with(command));
            assert!(is_own, "an example of another command: {line}");
            expect_answers(&calls);
        }
    }
}

/// Lines of the screen that `-h` must fit, and its columns.
const SCREEN: (usize, usize) = (40, 80);

/// The options that every command has.
const GLOBAL: [&str; 8] = [
    "--verbose",
    "--quiet",
    "--color",
    "--threads",
    "--max-memory",
    "--concurrency",
    "--profile",
    "--endpoint-url",
];

/// Whether a line of help begins the description of an option.
fn is_option(line: &str) -> bool {
    line.starts_with("  -") || line.starts_with("      --")
}

fn short_help(command: &str) -> String {
    let (_, columns) = SCREEN;
    let ct = Ct::new(command).arg("-h").env("COLUMNS", &columns.to_string());
    ct.run().expect_silent_yes().text().to_owned()
}

#[test]
fn short_help_fits_a_screen() {
    let (lines, columns) = SCREEN;
    for command in COMMANDS.iter() {
        let help = short_help(command);
        assert!(help.lines().count() <= lines, "ct {command} -h:\n{help}");
        // clap does not break the usage line.
        let mut prose = help.lines().filter(|line| !line.starts_with("Usage: "));
        assert!(prose.all(|line| line.chars().count() <= columns), "{help}");
    }
}

#[test]
fn short_help_has_a_use_and_names_the_full_help() {
    for command in COMMANDS.iter() {
        let help = short_help(command);
        let uses = help.lines().filter(|line| line.starts_with("  ct ")).count();
        assert!((2..=3).contains(&uses), "ct {command} -h has {uses} examples:\n{help}");
        let whole = format!("ct {command}");
        let last = format!("All options and details: {} --help", whole.trim());
        assert_eq!(help.lines().last(), Some(&*last), "ct {command} -h");
    }
}

#[test]
fn short_help_leaves_global_options_out() {
    for command in COMMANDS.iter() {
        let help = short_help(command);
        for option in GLOBAL {
            let (_, options) = help.split_once("\nOptions:\n").unwrap_or_default();
            let mut lines = options.lines().filter(|line| is_option(line));
            assert!(!lines.any(|line| line.contains(option)), "ct {command} -h: {option}\n{help}");
        }
    }
}

#[test]
fn short_help_shows_at_most_ten_options() {
    for command in COMMANDS.iter() {
        let help = short_help(command);
        let (_, options) = help.split_once("\nOptions:\n").unwrap_or_default();
        let options = options.lines().filter(|line| is_option(line)).count();
        assert!(options <= 10, "ct {command} -h lists {options} options:\n{help}");
    }
}

#[test]
fn full_help_ends_with_the_names_of_the_global_options() {
    let last = "Global options: -v -q --color --threads --max-memory --concurrency --profile \
                --endpoint-url";
    for command in COMMANDS.iter().filter(|command| !command.is_empty()) {
        let help = Ct::new(command).arg("--help").run().expect_silent_yes();
        assert_eq!(help.text().lines().last(), Some(last), "ct {command} --help");
        let described = help.text().lines().any(|line| line.trim_start().starts_with("-v, "));
        assert!(!described, "ct {command} --help describes the global options");
    }
    let help = Ct::new("--help").run().expect_silent_yes();
    let (_, globals) = help.text().split_once("\nGlobal options:\n").unwrap();
    for option in GLOBAL {
        assert!(globals.contains(option), "ct --help does not describe {option}");
    }
}

#[test]
fn help_as_a_subcommand_is_the_full_help() {
    let text = |line: &str| Ct::new(line).run().expect_silent_yes().text().to_owned();
    assert_eq!(text("help trail create"), text("trail create --help"));
}

#[test]
fn help_shows_no_values_of_environment_variables() {
    let names = [
        "CT_SOURCE",
        "CT_COLOR",
        "CT_THREADS",
        "CT_CONCURRENCY",
        "CT_MAX_OBJECT_SIZE",
        "CT_QUEUE",
        "CT_SUMMARY",
        "CT_SINCE",
        "CT_UNTIL",
        "CT_FIELDS",
        "CT_LATE",
        "CT_GEOIP",
        "CT_LS_FORMAT",
        "CT_VALIDATE_FORMAT",
        "CT_CHECK_FORMAT",
        "CT_FORMAT",
        "AWS_REGION",
    ];
    for command in COMMANDS.iter() {
        let ct = Ct::new(&format!("{command} --help"));
        let ran = names.into_iter().fold(ct, |ct, name| ct.env(name, "s3cret-value")).run();
        assert_eq!(ran.code, 0, "{command}: {ran}");
        assert!(!ran.text().contains("s3cret"), "{command}: {ran}");
    }
}
