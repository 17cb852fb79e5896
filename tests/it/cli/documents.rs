//! README.md and `docs/`: console blocks print what they show, links lead somewhere, the cookbook and
//! the table of commands are complete. UPDATE=1 rewrites what the blocks print.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::{below, expect_answers, listed, own_parts};
use crate::aws::ACME;
use crate::harness::{is_update, root};
use crate::trail::Account;

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

/// A command of a console block, and what the block says it prints.
struct Example {
    command: String,
    /// The command as the block has it, with its line breaks.
    written: String,
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
    let mut is_open = false;
    for line in text.lines() {
        if line.starts_with("$ ") && !is_open {
            examples.push(Example {
                command: String::new(),
                written: String::new(),
                printed: String::new(),
            });
            is_open = true;
        }
        let example = examples.last_mut().expect("a block begins with a command");
        if !is_open {
            writeln!(example.printed, "{line}").unwrap();
            continue;
        }
        writeln!(example.written, "{line}").unwrap();
        is_open = line.ends_with('\\');
        let part = line.strip_prefix("$ ").unwrap_or(line).trim_end_matches('\\').trim();
        if !example.command.is_empty() {
            example.command.push(' ');
        }
        example.command.push_str(part);
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
    let messages = ran.stderr.lines().map(|line| format!("│ {line}").trim_end().to_owned() + "\n");
    let printed = ran.text().to_owned() + &messages.collect::<String>();
    printed.replace(&folder.display().to_string(), ".")
}

/// README.md and the pages of `docs/`, with the page first that creates the trail of the others.
fn documents() -> Vec<String> {
    let mut pages: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| format!("docs/{}", path.file_name().unwrap().to_str().unwrap()))
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
        let mut text = text_of(&name);
        for block in examples(&text) {
            let mut code = 0;
            for Example { command, written, printed: expected } in block {
                let real = printed(&command, folder.path(), &mut code);
                if real == expected {
                    continue;
                }
                text = text.replacen(&(written.clone() + &expected), &(written + &real), 1);
                write!(wrong, "$ {command}\n--- {name}\n{expected}--- really\n{real}\n").unwrap();
            }
        }
        if is_update() {
            fs::write(root().join(&name), text).unwrap();
        }
    }
    assert!(wrong.is_empty() || is_update(), "UPDATE=1 rewrites these examples:\n{wrong}");
}

#[test]
fn cookbook_answers_thirty_questions_with_one_command_each() {
    let text = text_of("docs/cookbook.md");
    let questions: Vec<&str> = text.split("\n### ").skip(1).collect();
    assert_eq!(questions.len(), 30);
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
fn console_blocks_are_commands_with_their_output() {
    let text = "a\n```console\n$ cargo install\n```\n```console\n$ ct grep \\\n  -n 1 x\none\n│ two\n$ echo $?\n0\n```\n";
    let blocks = examples(text);
    assert_eq!(blocks.len(), 1);
    let [first, second] = blocks[0].as_slice() else { panic!("two commands") };
    assert_eq!((&*first.command, &*first.printed), ("ct grep -n 1 x", "one\n│ two\n"));
    assert_eq!(first.written, "$ ct grep \\\n  -n 1 x\n");
    assert_eq!((&*second.command, &*second.printed), ("echo $?", "0\n"));
}

#[test]
fn examples_print_stdout_then_stderr_then_the_exit_code() {
    let (mut code, object) = (0, "fixtures/objects/not-json.json");
    let folder = tempfile::tempdir().unwrap();
    let text = printed(&format!("ct grep --count {object}"), folder.path(), &mut code);
    assert_eq!(text.lines().next(), Some("0"));
    assert!(text.lines().skip(1).all(|line| line.starts_with("│ ")) && text.contains(object));
    assert_eq!(printed("echo $?", folder.path(), &mut code), "2\n");
}
