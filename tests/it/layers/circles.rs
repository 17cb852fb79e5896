//! Circles between files of `src/`: files that name each other, directly or by way of others.
//!
//! A file names another by a path: `crate::a::b`, `super::b`, or `b::…` for its own module `b`. What a
//! file takes from the modules above it (`super::Name`) is not counted: they are the doors of their
//! folders. Tests are not counted either.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::tokens;
use super::rules::Source;

/// Files by module path, and the files that each names.
type Edges<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// The circles, each as its files in order.
pub(super) fn circles(sources: &[Source]) -> Vec<Vec<&str>> {
    let edges = edges(sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        edges.keys().map(|&from| (from, reachable(&edges, from))).collect();
    let mut circles = BTreeSet::new();
    for (&file, there) in &reached {
        let both: Vec<&str> =
            there.iter().copied().filter(|other| reached[other].contains(file)).collect();
        if there.contains(file) {
            circles.insert(both);
        }
    }
    circles.into_iter().collect()
}

/// The files that one leads to, itself only if a path leads back.
fn reachable<'s>(edges: &Edges<'s>, from: &'s str) -> BTreeSet<&'s str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        next.extend(edges[file].iter().copied().filter(|&to| reached.insert(to)));
    }
    reached
}

fn edges(sources: &[Source]) -> Edges<'_> {
    let files: BTreeMap<Vec<&str>, &str> = sources
        .iter()
        .filter(|source| !is_test(&source.path))
        .map(|source| (module(&source.path), &*source.path))
        .collect();
    let named = sources.iter().filter(|source| !is_test(&source.path)).map(|source| {
        let own = module(&source.path);
        let tokens = without_tests(&tokens(&source.text));
        let mut named = BTreeSet::new();
        for path in paths(&own, &tokens, &files) {
            let file = (1..=path.len()).rev().find_map(|length| files.get(&path[..length]));
            // What stands above is the door.
            let is_above = |file: &str| own.starts_with(&module(file));
            named.extend(file.copied().filter(|file| !is_above(file)));
        }
        (&*source.path, named)
    });
    named.collect()
}

/// `a/b.rs` and `a/b/mod.rs` are the module `a::b`.
fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').collect()
}

fn is_test(path: &str) -> bool {
    module(path).contains(&"tests")
}

/// Without the modules inside the file that only tests have.
fn without_tests<'t>(tokens: &[&'t str]) -> Vec<&'t str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_tests = kept.ends_with(&["cfg", "(", "test", ")", "]"])
            && tokens[at] == "mod"
            && tokens.get(at + 2) == Some(&"{");
        if is_tests {
            let mut depth = 0_usize;
            at += 2;
            loop {
                match tokens.get(at) {
                    Some(&"{") => depth += 1,
                    Some(&"}") => depth -= 1,
                    None => break,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            continue;
        }
        kept.push(tokens[at]);
        at += 1;
    }
    kept
}

/// Every path in a file that may lead to another, from the root of the crate.
fn paths<'t>(
    own: &[&'t str],
    tokens: &[&'t str],
    files: &BTreeMap<Vec<&'t str>, &str>,
) -> Vec<Vec<&'t str>> {
    let mut found = Vec::new();
    for (at, &token) in tokens.iter().enumerate() {
        let is_head = at == 0 || tokens[at - 1] != "::";
        if !is_head || tokens.get(at + 1) != Some(&"::") {
            continue;
        }
        let base = match token {
            "crate" => Vec::new(),
            "self" => own.to_vec(),
            "super" => own[..own.len() - 1].to_vec(),
            name => {
                let child: Vec<&str> = own.iter().copied().chain([name]).collect();
                if !files.contains_key(&child) {
                    continue;
                }
                child
            }
        };
        found.extend(branches(&tokens[at + 2..], base));
    }
    found
}

/// The paths of `a::b`, or of `{a::b, c}`, each behind the same base.
fn branches<'t>(tokens: &[&'t str], base: Vec<&'t str>) -> Vec<Vec<&'t str>> {
    match tokens.first() {
        Some(&"{") => {
            let (mut found, mut depth, mut is_next) = (Vec::new(), 0_usize, true);
            for (at, &token) in tokens.iter().enumerate().skip(1) {
                match token {
                    "}" if depth == 0 => break,
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    "," if depth == 0 => is_next = true,
                    _ if is_next => {
                        found.extend(branches(&tokens[at..], base.clone()));
                        is_next = false;
                    }
                    _ => {}
                }
            }
            found
        }
        Some(&name) => {
            let path: Vec<&str> = base.into_iter().chain([name]).collect();
            match tokens.get(1) {
                Some(&"::") => branches(&tokens[2..], path),
                _ => vec![path],
            }
        }
        None => vec![base],
    }
}

#[test]
fn circles_of_files_are_found() {
    let circle = |files: &[(&str, &str)]| {
        let source = |&(path, text): &(&str, &str)| Source { path: path.into(), text: text.into() };
        let sources: Vec<Source> = files.iter().map(source).collect();
        circles(&sources).into_iter().map(|files| files.join(" ")).collect::<Vec<_>>()
    };
    let siblings = [("a/b.rs", "use super::c::C;"), ("a/c.rs", "fn f() { crate::a::b::f() }")];
    assert_eq!(circle(&siblings), ["a/b.rs a/c.rs"]);
    let by_a_third = [
        ("a/b.rs", "use super::{c::{self, C}, x};"),
        ("a/c.rs", "use crate::{d, e};"),
        ("d.rs", "mod e; fn f() { e::f() }"),
        ("d/e.rs", "use crate::a::b;"),
    ];
    assert_eq!(circle(&by_a_third), ["a/b.rs a/c.rs d.rs d/e.rs"]);
    let door = [("a/mod.rs", "mod b; pub use b::B;"), ("a/b.rs", "use super::Door;")];
    assert_eq!(circle(&door), [""; 0]);
    let tests = "use super::c; #[cfg(test)] mod tests { use crate::a::d; }";
    let of_tests =
        [("a/b.rs", tests), ("a/d.rs", "use super::b;"), ("a/c/tests.rs", "super::b::f")];
    assert_eq!(circle(&of_tests), [""; 0]);
}
