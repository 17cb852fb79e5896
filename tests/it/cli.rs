//! What the repository says about the program, compared with the program: completions, the manual
//! page, help texts and their examples, and every console block of README.md and `docs/`. The
//! examples read from accounts of their own ([`World`]) and write to temporary folders, which stand
//! for `./`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::Regex;
use serde_json::json;

use crate::aws::{ACME, World};
use crate::harness::{Ct, is_update, root};
use crate::trail::Account;

/// Files in `completions/`, and the command that writes each.
const WRITTEN: [(&str, &str); 6] = [
    ("ct.bash", "completions bash"),
    ("_ct", "completions zsh"),
    ("ct.fish", "completions fish"),
    ("_ct.ps1", "completions powershell"),
    ("ct.elv", "completions elvish"),
    ("ct.1", "man"),
];

/// Every command line that has a help text.
const COMMANDS: [&str; 32] = [
    "",
    "grep",
    "ls",
    "fetch",
    "follow",
    "validate",
    "trail",
    "trail create",
    "trail list",
    "trail describe",
    "trail status",
    "trail start",
    "trail stop",
    "trail update",
    "trail delete",
    "trail events",
    "trail insights",
    "trail tag",
    "trail untag",
    "trail check",
    "queue",
    "queue check",
    "policy",
    "policy bucket",
    "policy key",
    "policy topic",
    "policy queue",
    "policy delivery-role",
    "policy reader",
    "policy cross-account-role",
    "completions",
    "man",
];

/// The account of the examples of `ct trail` in README.md: empty at first, and its trails always
/// delivered at the same time.
static TRAILS: LazyLock<Account> = LazyLock::new(|| {
    let account = Account::new("111122223333");
    account.fares(&json!({
        "IsLogging": true, "StartLoggingTime": 1_795_161_600,
        "LatestDeliveryTime": 1_795_165_500, "LatestDigestDeliveryTime": 1_795_164_000,
    }));
    account
});

/// The account of the examples in help texts. Some of its logs were delivered just now, so that
/// `--since 7d` finds something in any year.
static MY_LOGS: LazyLock<World> = LazyLock::new(|| {
    World::new("210987654322", "my-logs").with_prefix("prefix/").with_news().with_queue("new-logs")
});

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
fn every_command_is_known_here() {
    let known = |above: &str| -> Vec<&str> {
        let below = COMMANDS.iter().filter_map(|command| command.strip_prefix(above));
        below.map(str::trim).filter(|it| !it.is_empty() && !it.contains(' ')).collect()
    };
    assert_eq!(listed("", "Commands"), known(""));
    assert_eq!(listed("trail", "Commands"), known("trail"));
    assert_eq!(listed("queue", "Commands"), known("queue"));
    assert_eq!(listed("policy", "Kinds"), known("policy"));
}

/// The commands that a help text lists under a heading.
fn listed(command: &str, heading: &str) -> Vec<String> {
    let help = Ct::new(command).arg("--help").run().expect_silent_yes();
    let list = help.text().split(&format!("{heading}:\n")).nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap().lines();
    let names = list.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn help_ends_with_examples_that_work() {
    for command in COMMANDS {
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

/// The arguments of each `ct` in a line: `aws … | ct grep -` has `grep -`.
fn own_parts(line: &str) -> Vec<&str> {
    let call = Regex::new(r#"(?:^|\| )\s*ct ((?:'[^']*'|"[^"]*"|[^'"|>])*)"#).unwrap();
    let parts = line.split(" && ").filter_map(|part| call.captures(part)?.get(1));
    parts.map(|part| part.as_str().trim()).collect()
}

/// Runs one command after the other. If none of them writes to `./logs`, that is an object that no
/// key dates, so that `--since 7d` reads it in any year.
fn expect_answers(calls: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let writes = ["fetch ", "follow "];
    let is_fetched = calls.iter().any(|call| writes.iter().any(|it| call.starts_with(it)));
    let found = fs::read(root().join("fixtures/objects/lookup-events.json")).unwrap();
    for call in calls {
        if call.starts_with("man ./") {
            Ct::new(call).at(folder.path()).run().expect_silent_yes();
            continue;
        }
        if let Some(call) = call.strip_prefix("trail") {
            expect_trail(call.trim());
            continue;
        }
        if call.starts_with("queue") {
            expect_queue(call);
            continue;
        }
        let there = if call.starts_with("validate") { "trail" } else { "objects/records.json.gz" };
        let object = || call.replace("./logs", &format!("fixtures/{there}"));
        let line = if is_fetched { below(folder.path(), call) } else { object() };
        // What has no end is ended.
        let is_endless = line.starts_with("follow ") && !line.contains("--until-idle");
        let line = if is_endless { line + " --until-idle 1s" } else { line };
        let ran = MY_LOGS.ct(&line).input(found.as_slice()).run();
        // The fixture ends long before now, which validation is right to say.
        let is_open = call.starts_with("validate") && !call.contains("--end-time");
        let is_said = is_open && ran.code == 2 && ran.text().contains("Coverage of");
        // It was not fetched on this machine, which is right to say, too.
        let is_own = ran.code == 2 && ran.text().contains("valid against the keys in this mirror");
        assert!(ran.code < 2 || is_said || is_own, "ct {call}\n{ran}");
    }
}

/// Runs an example of `ct trail` in an account of its own, which has the trail that is named.
fn expect_trail(call: &str) {
    static ACCOUNTS: AtomicU32 = AtomicU32::new(0);
    let number = ACCOUNTS.fetch_add(1, Ordering::Relaxed);
    let account = Account::new(&format!("61{number:010}"));
    let bucket = format!("example-{number}");
    // Buckets that the examples name are there.
    let _ = (&*MY_LOGS, &*ACME);
    account.with_key("alias/logs");
    let mut words = call.split(' ').skip(1);
    let named = words.next().filter(|name| !name.starts_with('-'));
    if let Some(name) = named.filter(|_| !call.starts_with("create")) {
        let tags = "--tag stage=prod --tag team=security";
        account.done(&format!("create {name} --bucket {bucket} --create-bucket {tags} --yes"));
    }
    let asks = ["create", "update", "stop", "delete", "events", "insights"];
    let is_asked = asks.iter().any(|command| call.starts_with(command));
    let is_agreed = ["--yes", "--dry-run"].iter().any(|flag| call.contains(flag));
    let agreed = if is_asked && !is_agreed { " --yes" } else { "" };
    // One that is to be created must not be there.
    let created = format!("--bucket {bucket}-new --create-bucket");
    let line = call.replace("--bucket acme-trail --create-bucket", &created);
    let ran = account.trail(&format!("{line}{agreed}"));
    // What is checked fails in moto for more than one reason.
    let most = i32::from(call.starts_with("check"));
    assert!(ran.code <= most, "ct trail {call}: {ran}");
}

/// Runs an example of `ct queue` in an account of its own, which has the trails and the bucket that
/// the examples name, and a queue that is told.
fn expect_queue(call: &str) {
    static ACCOUNT: LazyLock<Account> = LazyLock::new(|| {
        let account = Account::new("820000000090");
        let bucket = "--bucket example-queue --create-bucket --queue new-logs";
        account.done(&format!("create management-events {bucket} --yes"));
        account
    });
    let ran = ACCOUNT.ct(call);
    assert!(ran.code < 2, "ct {call}: {ran}");
}

/// The line with a folder for `./` that is not the repository's.
fn below(folder: &Path, line: &str) -> String {
    line.replace(" ./", &format!(" '{}'/", folder.display()))
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
    for command in COMMANDS {
        let help = short_help(command);
        assert!(help.lines().count() <= lines, "ct {command} -h:\n{help}");
        assert!(help.lines().all(|line| line.chars().count() <= columns), "{help}");
    }
}

#[test]
fn short_help_has_a_use_and_names_the_full_help() {
    for command in COMMANDS {
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
    for command in COMMANDS {
        let help = short_help(command);
        for option in GLOBAL {
            let mut lines = help.lines().filter(|line| is_option(line));
            assert!(!lines.any(|line| line.contains(option)), "ct {command} -h: {option}\n{help}");
        }
    }
}

#[test]
fn short_help_shows_at_most_ten_options() {
    for command in COMMANDS {
        let help = short_help(command);
        let options = help.lines().filter(|line| is_option(line)).count();
        assert!(options <= 10, "ct {command} -h lists {options} options:\n{help}");
    }
}

#[test]
fn full_help_ends_with_the_names_of_the_global_options() {
    let last = "Global options: -v -q --color --threads --max-memory --concurrency --profile \
                --endpoint-url";
    for command in COMMANDS.into_iter().filter(|command| !command.is_empty()) {
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
fn man_writes_one_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    Ct::new("man").arg(folder.path()).run().expect_silent_yes();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let page = |command: &&str| format!("ct {command}").trim().replace(' ', "-") + ".1";
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

#[test]
fn version_is_printed() {
    let version = concat!("ct ", env!("CARGO_PKG_VERSION"), "\n");
    for line in ["--version", "-V"] {
        assert_eq!(Ct::new(line).run().expect_silent_yes().text(), version);
    }
}

/// A command of a console block, and what the block says it prints.
struct Example {
    command: String,
    printed: String,
}

/// The commands of all console blocks that call `ct`.
fn examples(markdown: &str) -> Vec<Vec<Example>> {
    let blocks = markdown.split("```console\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap_or(""));
    blocks.filter(|block| block.lines().any(|line| line.starts_with("$ ct "))).map(block).collect()
}

fn block(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for line in text.replace("\\\n", " ").lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            examples.push(Example { command: command.trim().to_owned(), printed: String::new() });
        } else {
            let example = examples.last_mut().expect("a block begins with a command");
            writeln!(example.printed, "{line}").unwrap();
        }
    }
    examples
}

/// What a command really prints; `code` is that of the command before, and then of this one.
fn printed(command: &str, folder: &Path, code: &mut i32) -> String {
    if command == "echo $?" {
        return format!("{}\n", std::mem::take(code));
    }
    let line = command.strip_prefix("ct ").unwrap_or_else(|| panic!("cannot run: $ {command}"));
    assert_eq!(own_parts(command), [line], "cannot run pipes: $ {command}");
    let ran = match line.split(' ').next() {
        Some("trail" | "queue") => TRAILS.ct(line),
        _ => ACME.ct(&below(folder, line)).run(),
    };
    *code = ran.code;
    let talk = ran.stderr.lines().map(|line| format!("│ {line}").trim_end().to_owned() + "\n");
    let told = ran.text().to_owned() + &talk.collect::<String>();
    told.replace(&folder.display().to_string(), ".")
}

/// README.md and the pages of `docs/`, with the page first that creates the trail of the others.
fn documents() -> Vec<String> {
    let mut pages: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().into_string().unwrap()))
        .filter(|name| name.ends_with(".md"))
        .collect();
    pages.sort_unstable_by_key(|name| (name != "docs/trails.md", name.clone()));
    pages.insert(0, "README.md".to_owned());
    pages
}

fn text_of(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap().replace("\r\n", "\n")
}

#[test]
fn examples_in_the_documents_print_what_they_show() {
    let mut wrong = String::new();
    for name in documents() {
        let folder = tempfile::tempdir().unwrap();
        for block in examples(&text_of(&name)) {
            let mut code = 0;
            for Example { command, printed: expected } in block {
                let real = printed(&command, folder.path(), &mut code);
                if real != expected {
                    write!(wrong, "$ {command}\n--- {name}\n{expected}--- really\n{real}\n")
                        .unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn cookbook_answers_twenty_questions_with_one_command_each() {
    let text = text_of("docs/cookbook.md");
    let questions: Vec<&str> = text.split("\n### ").skip(1).collect();
    assert_eq!(questions.len(), 20);
    for (at, question) in questions.into_iter().enumerate() {
        assert!(question.starts_with(&format!("{}. ", at + 1)), "{question}");
        let blocks = examples(question);
        let commands = blocks.iter().flatten().filter(|example| example.command != "echo $?");
        assert_eq!(commands.count(), 1, "{question}");
        assert!(blocks[0].iter().any(|example| !example.printed.is_empty()), "{question}");
    }
}

#[test]
fn readme_has_a_table_of_all_commands_with_examples_that_work() {
    let text = text_of("README.md");
    assert!(text.lines().count() <= 250, "README.md is too long");
    let row = Regex::new(r"(?m)^\| `ct ([a-z]+)` \| [^|]+ \| `ct ([^`|]+)` \|$").unwrap();
    let rows: Vec<(String, String)> =
        row.captures_iter(&text).map(|row| (row[1].to_owned(), row[2].to_owned())).collect();
    let commands: Vec<&str> = rows.iter().map(|(command, _)| &**command).collect();
    assert_eq!(commands, listed("", "Commands"));
    for (command, example) in &rows {
        assert!(example.starts_with(command), "an example of another command: {example}");
        expect_answers(&[example]);
    }
}

#[test]
fn links_in_the_documents_lead_to_files_and_headings() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut wrong = Vec::new();
    for name in documents() {
        let folder = root().join(&name).parent().unwrap().to_owned();
        for target in link.captures_iter(&text_of(&name)).map(|found| found[1].to_owned()) {
            if target.contains("://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let file = if file.is_empty() { root().join(&name) } else { folder.join(file) };
            let has_heading = || {
                let text = fs::read_to_string(&file).unwrap_or_default();
                text.lines()
                    .filter(|line| line.starts_with('#'))
                    .any(|line| anchor(line) == heading)
            };
            if !file.exists() || (!heading.is_empty() && !has_heading()) {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    text.chars().filter(is_kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn docs_index_names_every_page() {
    let index = text_of("docs/README.md");
    for name in documents().iter().filter_map(|name| name.strip_prefix("docs/")) {
        assert!(name == "README.md" || index.contains(&format!("]({name})")), "docs/{name}");
    }
}

#[test]
fn console_blocks_are_read_as_they_are_meant() {
    let text = "a\n```console\n$ cargo install\n```\n```console\n$ ct grep \\\n  -n 1 x\none\n│ two\n$ echo $?\n0\n```\n";
    let blocks = examples(text);
    assert_eq!(blocks.len(), 1);
    let [first, second] = blocks[0].as_slice() else { panic!("two commands") };
    assert_eq!(
        (first.command.as_str(), first.printed.as_str()),
        ("ct grep    -n 1 x", "one\n│ two\n")
    );
    assert_eq!((second.command.as_str(), second.printed.as_str()), ("echo $?", "0\n"));
    let (mut code, object) = (0, "fixtures/objects/not-json.json");
    let folder = tempfile::tempdir().unwrap();
    let told = printed(&format!("ct grep --count {object}"), folder.path(), &mut code);
    assert_eq!(told.lines().next(), Some("0"));
    assert!(told.lines().skip(1).all(|line| line.starts_with("│ ")) && told.contains(object));
    assert_eq!(printed("echo $?", folder.path(), &mut code), "2\n");
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
        "CT_LS_FORMAT",
        "CT_VALIDATE_FORMAT",
        "CT_CHECK_FORMAT",
        "CT_FORMAT",
        "AWS_REGION",
    ];
    for command in COMMANDS {
        let ct = Ct::new(&format!("{command} --help"));
        let ran = names.into_iter().fold(ct, |ct, name| ct.env(name, "s3cret-value")).run();
        assert_eq!(ran.code, 0, "{command}: {ran}");
        assert!(!ran.text().contains("s3cret"), "{command}: {ran}");
    }
}

#[test]
fn endpoints_on_other_machines_without_tls_are_warned_of() {
    let ls = |flags: &str| Ct::new(&format!("ls s3://logs {flags}")).env("AWS_REGION", "us-east-1");
    let warning = "warning: http://storage.invalid: not encrypted, ";
    let flag = ls("--endpoint-url http://me:s3cret@storage.invalid").run();
    let service = ls("").env("AWS_ENDPOINT_URL_S3", "http://storage.invalid").run();
    for ran in [flag, service] {
        assert_eq!(ran.code, 2, "{ran}");
        assert!(ran.stderr.starts_with(warning) && !ran.stderr.contains("s3cret"), "{ran}");
    }
    for flags in ["-q --endpoint-url http://storage.invalid", "--endpoint-url http://127.0.0.1:1"] {
        let ran = ls(flags).run();
        assert!(ran.code == 2 && !ran.stderr.contains("warning"), "{ran}");
    }
}
