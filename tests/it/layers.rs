//! The map of `src/lib.rs` as a test: which module may name which, words that belong to one folder, no
//! circles between files, and how long a file may be.

mod circles;
mod lexer;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{files_below, root};
use circles::circles;
use rules::{Source, faults};

/// Lines that a file of `src/` may have.
const LONGEST: usize = 450;
/// Lines that `main.rs` may have.
const LONGEST_MAIN: usize = 40;

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let read = |path: &Path| Source {
        path: path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(path).unwrap(),
    };
    let files = files_below(&folder);
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|p| read(p))
        .collect()
}

/// What is wrong with the shape of a file.
fn shape(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let most = if source.path == "main.rs" { LONGEST_MAIN } else { LONGEST };
    let mut faults = Vec::new();
    if lines > most {
        faults.push(format!("{}: {lines} lines, at most {most} are allowed", source.path));
    }
    if !source.text.starts_with("//!") {
        faults.push(format!("{}: does not open with //! and what it is", source.path));
    }
    faults
}

#[test]
fn modules_name_only_modules_on_lower_floors() {
    let sources = sources();
    assert!(sources.len() > 30, "src/ was not found");
    let faults: Vec<String> = sources.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_name_each_other_in_no_circle() {
    let sources = sources();
    let found: Vec<String> = circles(&sources).into_iter().map(|files| files.join(" ")).collect();
    assert!(found.is_empty(), "circles:\n{}", found.join("\n"));
}

#[test]
fn every_file_is_short_and_says_what_it_is() {
    let faults: Vec<String> = sources().iter().flat_map(shape).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_test_file_is_forgotten() {
    let tests = root().join("tests/it");
    // Expected output is read by its name, so that it cannot be forgotten.
    let is_program =
        |path: &PathBuf| path.extension().is_some_and(|kind| kind == "rs" || kind == "py");
    for path in files_below(&tests).into_iter().filter(is_program) {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let folder = path.parent().unwrap();
        let (name, parent) = match stem {
            "main" => continue,
            "mod" => (folder.file_name().unwrap().to_str().unwrap(), folder.parent().unwrap()),
            _ => (stem, folder),
        };
        let beside = parent.with_extension("rs");
        let lists = [parent.join("main.rs"), parent.join("mod.rs"), beside];
        let list = lists.iter().find_map(|list| fs::read_to_string(list).ok()).unwrap();
        let declared = list.lines().any(|line| line.trim_end().ends_with(&format!("mod {name};")));
        assert!(declared, "{} is not part of the test crate", path.display());
    }
}

/// A file that breaks a rule, and a word that its fault must have.
const PLANTED: [(&str, &str, &str); 27] = [
    ("event/mod.rs", "use crate::filter::Filter;", "filter"),
    ("event/mod.rs", "fn f() -> crate :: scan::Settings { todo() }", "scan"),
    ("filter/mod.rs", "use crate::{sink::csv, event::Event};", "sink"),
    (
        "filter/mod.rs",
        "use crate::{\n    event::{key::{Key, Kind}, time},\n    source::{self, local},\n};",
        "source",
    ),
    ("sink/text.rs", "use {std::fmt, crate::{coverage}};", "coverage"),
    ("coverage.rs", "use super::scan;", "scan"),
    ("coverage.rs", "use super::{event::key, filter};", "filter"),
    ("source/mod.rs", "mod tests { use super::*; use crate::sink; }", "sink"),
    ("source/local.rs", "pub use crate::commands as edge;", "commands"),
    ("source/local.rs", "use crate as everything;", "crate as"),
    ("scan.rs", "use crate::*;", "*"),
    ("lib.rs", "use commands::run;\nfn f() { crate::commands::run(); }", "commands"),
    ("filter/term.rs", "use clap::ValueEnum;", "clap"),
    ("sink/text.rs", "use std::io::IsTerminal as _;", "IsTerminal"),
    ("event/decode.rs", "pub async fn f() {}", "async"),
    ("scan.rs", "fn f() { g() . await }", "await"),
    ("source/s3.rs", "use aws_sdk_s3::Client;", "aws_sdk_s3"),
    ("commands/grep.rs", "fn f() { tokio::spawn(g()); }", "tokio"),
    ("commands/grep.rs", "fn f() { println!(\"\"); }", "println !"),
    ("sink/text.rs", "fn f() { eprintln !(\"\"); }", "eprintln !"),
    ("event/mod.rs", "use super::super::filter;", "super :: super"),
    ("elsewhere/mod.rs", "use crate::event;", "elsewhere"),
    ("aws/bucket.rs", "use crate::filter::Filter;", "filter"),
    ("mirror/mod.rs", "use crate::aws::Bucket;", "aws"),
    ("mirror/mod.rs", "fn f() { tokio::spawn(g()); }", "tokio"),
    ("policy/mod.rs", "use crate::aws::Bucket;", "aws"),
    ("policy/bucket.rs", "use clap::Args;", "clap"),
];

#[test]
fn planted_faults_are_found() {
    for (path, text, word) in PLANTED {
        let found = faults(&Source { path: path.to_owned(), text: text.to_owned() });
        assert!(found.iter().any(|fault| fault.contains(word)), "{path}: {text}\n{found:?}");
    }
    let long = "//! A file.\n".to_owned() + &"fn f() {}\n".repeat(LONGEST);
    let shapes = [("main.rs", "//! M.\n\n".repeat(21)), ("a.rs", long), ("b.rs", "use x;".into())];
    for (path, text) in shapes {
        assert_eq!(shape(&Source { path: path.to_owned(), text }).len(), 1, "{path}");
    }
}

#[test]
fn comments_strings_and_similar_names_are_no_faults() {
    let harmless = [
        ("event/mod.rs", "//! Not crate::filter, not clap, no `async fn`.\n/* crate::sink */"),
        ("event/mod.rs", "const S: &str = \"crate::filter \\\" println!\"; const C: char = '\"';"),
        ("event/mod.rs", "const S: &str = r#\"crate::filter \" clap\"#; fn f<'a>(x: &'a str) {}"),
        ("event/key.rs", "use super::filter; use super::Event;"),
        ("event/mod.rs", "mod tests { use super::filter; }"),
        ("scan.rs", "use crate::{coverage, event::{Event, json}, filter, sink, source};"),
        ("commands/grep.rs", "use clap::Args; use crate::scan; use crate::source::Store;"),
        ("commands/mod.rs", "fn f() { let clapped = 1; let asynchronous = awaited; }"),
    ];
    for (path, text) in harmless {
        let found = faults(&Source { path: path.to_owned(), text: text.to_owned() });
        assert!(found.is_empty(), "{path}: {text}\n{found:?}");
    }
}
