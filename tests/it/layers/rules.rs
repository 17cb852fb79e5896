//! The table of floors, and what a file does that its floor does not allow.

use super::lexer::tokens;

/// A file of `src/`, its path below that folder with slashes.
pub(super) struct Source {
    pub(super) path: String,
    pub(super) text: String,
}

/// Each module at the top of the crate, and which others it may name; the map is in `src/lib.rs`.
const FLOORS: [(&str, &[&str]); 26] = [
    ("error", &[]),
    ("geo", &[]),
    ("event", &["error", "geo"]),
    ("filter", &["error", "event", "geo"]),
    ("source", &["event", "filter"]),
    ("sink", &["error", "event", "source"]),
    ("coverage", &["event", "source", "sink"]),
    ("table", &["sink"]),
    ("aggregate", &["error", "event", "filter", "source", "sink", "table"]),
    ("report", &["error", "event", "filter", "source", "sink", "coverage", "table", "aggregate"]),
    ("scan", &["event", "filter", "source", "sink", "coverage"]),
    ("progress", &["sink", "scan"]),
    ("digest", &["event", "source"]),
    ("keyring", &["digest"]),
    ("mirror", &["error", "event", "source"]),
    ("policy", &["error", "event"]),
    ("trail", &["event", "sink", "policy"]),
    ("aws", &["error", "event", "source", "policy", "trail"]),
    (
        "fetch",
        &[
            "error", "event", "filter", "source", "sink", "scan", "digest", "keyring", "mirror",
            "aws",
        ],
    ),
    (
        "sources",
        &["error", "event", "geo", "filter", "source", "sink", "coverage", "scan", "policy", "aws"],
    ),
    (
        "follow",
        &[
            "error", "event", "filter", "source", "sink", "coverage", "scan", "mirror", "policy",
            "trail", "aws", "sources",
        ],
    ),
    ("manage", &["error", "source", "sink", "policy", "trail", "aws"]),
    (
        "verify",
        &[
            "error", "event", "source", "sink", "digest", "keyring", "mirror", "policy", "aws",
            "sources",
        ],
    ),
    (
        "commands",
        &[
            "error",
            "event",
            "geo",
            "filter",
            "source",
            "sink",
            "coverage",
            "scan",
            "digest",
            "keyring",
            "mirror",
            "policy",
            "trail",
            "aws",
            "fetch",
            "follow",
            "manage",
            "sources",
            "verify",
            "progress",
            "table",
            "aggregate",
            "report",
        ],
    ),
    ("lib", &[]),
    ("main", &["commands"]),
];

/// Words and signs, and the modules that alone may have them. `*` stands for the rest of a word.
const WORDS: [(&str, &[&str]); 18] = [
    ("clap", &["commands"]),
    ("clap_*", &["commands"]),
    ("Timestamp :: now", &["commands"]),
    ("IsTerminal", &["commands"]),
    ("async", &["aws"]),
    (". await", &["aws"]),
    ("tokio", &["aws"]),
    ("aws_sdk_*", &["aws"]),
    ("aws_config", &["aws"]),
    ("aws_smithy_*", &["aws"]),
    ("aws_sigv4", &["aws"]),
    ("aws_types", &["aws"]),
    ("println !", &[]),
    ("eprintln !", &[]),
    ("print !", &[]),
    ("eprint !", &[]),
    ("super :: super", &[]),
    ("crate as", &[]),
];

/// What a file names or contains that it must not.
pub(super) fn faults(source: &Source) -> Vec<String> {
    let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let module: Vec<&str> = path.split('/').collect();
    let Some((_, may_name)) = FLOORS.iter().find(|(name, _)| *name == module[0]) else {
        return vec![format!("{}: no floor in tests/it/layers/rules.rs", source.path)];
    };
    let tokens = tokens(&source.text);
    let mut faults = Vec::new();
    for (name, words) in named(&module, &tokens) {
        if name != module[0] && !may_name.contains(&name) {
            faults.push(format!("{}: may not name {name}: {words}", source.path));
        }
    }
    for (words, owners) in WORDS {
        if !owners.contains(&module[0])
            && let Some(said) = said(&tokens, words)
        {
            faults.push(format!("{}: may not contain {said}", source.path));
        }
    }
    faults
}

/// The modules at the top of the crate that a file names, and how.
fn named<'t>(module: &[&str], tokens: &[&'t str]) -> Vec<(&'t str, String)> {
    let mut found = Vec::new();
    // How deep in braces, and at which depths a module inside the file began.
    let (mut depth, mut inside) = (0_usize, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" if at >= 2 && tokens[at - 2] == "mod" => {
                inside.push(depth);
                depth += 1;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inside.pop_if(|began| *began == depth);
            }
            _ => {}
        }
        let is_root = match *token {
            "crate" => true,
            "ct" => module == ["main"],
            // Of each module at the top of the crate.
            "super" => module.len() == 1 && inside.is_empty(),
            _ => false,
        };
        if is_root && tokens.get(at + 1) == Some(&"::") {
            let words = tokens[at..].iter().take(12).copied().collect::<Vec<_>>().join(" ");
            found.extend(heads(&tokens[at + 2..]).into_iter().map(|name| (name, words.clone())));
        }
    }
    found
}

/// The first names of a path, or of each path in a group: `{a::{b, c}, d}` has `a` and `d`.
fn heads<'t>(tokens: &[&'t str]) -> Vec<&'t str> {
    let Some((&"{", group)) = tokens.split_first() else {
        return tokens.first().copied().into_iter().collect();
    };
    let (mut heads, mut depth, mut is_next) = (Vec::new(), 0_usize, true);
    for &token in group {
        match token {
            "{" => depth += 1,
            "}" if depth == 0 => break,
            "}" => depth -= 1,
            "," if depth == 0 => is_next = true,
            name if is_next => {
                heads.push(name);
                is_next = false;
            }
            _ => {}
        }
    }
    heads
}

/// These words and signs, if they stand in a row somewhere.
fn said(tokens: &[&str], words: &str) -> Option<String> {
    let words: Vec<&str> = words.split(' ').collect();
    let is_said = |row: &&[&str]| row.iter().zip(&words).all(|(token, word)| is_like(token, word));
    tokens.windows(words.len()).find(is_said).map(|row| row.join(" "))
}

fn is_like(token: &str, word: &str) -> bool {
    word.strip_suffix('*').map_or(token == word, |start| token.starts_with(start))
}
