//! Completion scripts and manual pages: those in `completions/`, and one page for each command.

use std::fs;

use super::COMMANDS;
use crate::harness::{Ct, is_update, root};

/// Files in `completions/`, and the command that writes each.
const WRITTEN: [(&str, &str); 6] = [
    ("ct.bash", "completions bash"),
    ("_ct", "completions zsh"),
    ("ct.fish", "completions fish"),
    ("_ct.ps1", "completions powershell"),
    ("ct.elv", "completions elvish"),
    ("ct.1", "man"),
];

#[test]
fn completions_and_the_manual_page_are_what_the_program_writes() {
    let folder = root().join("completions");
    for (name, command) in WRITTEN {
        let written = Ct::new(command).run().expect_silent_yes().stdout;
        assert!(written.len() > 500, "{name} is too short to be a script");
        if is_update() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(name), &written).unwrap();
        }
        let found = fs::read(folder.join(name)).unwrap_or_default();
        assert!(found == written, "completions/{name} is out of date: UPDATE=1 rewrites it");
    }
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    for name in names {
        assert!(WRITTEN.iter().any(|(known, _)| name == *known), "what is {name:?}?");
    }
}

#[test]
fn man_writes_one_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    Ct::new("man").arg(folder.path()).run().expect_silent_yes();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let page = |command: &String| format!("ct {command}").trim().replace(' ', "-") + ".1";
    let mut expected: Vec<String> = COMMANDS.iter().map(page).collect();
    // `ct validate` has commands that its help names in its own way.
    expected.extend(["ct-validate-merge.1".to_owned(), "ct-validate-report.1".to_owned()]);
    expected.sort_unstable();
    assert_eq!(names, expected);
    let page = fs::read_to_string(folder.path().join("ct-trail-create.1")).unwrap();
    assert!(page.contains(".TH ct-trail-create 1"), "{page}");
    assert!(page.trim_end().ends_with("\\-\\-endpoint\\-url"), "{page}");
}

#[test]
fn man_names_a_directory_that_cannot_be_created() {
    let ran = Ct::new("man README.md/man1").run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.starts_with("ct: cannot write README.md/man1: "), "{ran}");
}

#[test]
fn completions_propose_fields_categories_and_event_types() {
    let script = Ct::new("completions bash").run().expect_silent_yes();
    let proposed = [
        ("--category", "Management Data NetworkActivity Insight Aggregated"),
        ("--event-type", "AwsApiCall AwsServiceEvent"),
        ("--fields", "eventTime eventName"),
        ("--output", "text jsonl json csv tsv"),
    ];
    for (flag, values) in proposed {
        let offer = format!("{flag})\n                    COMPREPLY=($(compgen -W \"{values}");
        assert!(script.text().contains(&offer), "{flag}: {values}");
    }
}
