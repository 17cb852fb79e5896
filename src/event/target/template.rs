//! Templates of the table: text with paths to values in it.
//!
//! Does not know which calls there are.

use super::path::{texts, walk};
use super::{Display, Event, Value, policy, rules};

/// Room for most texts.
const USUAL_LENGTH: usize = 128;

/// A row's text, read once.
#[derive(Clone, Debug)]
pub(super) struct Template(Vec<Group>);

/// Parts that are shown together, or not at all if it may be left out.
#[derive(Clone, Debug)]
struct Group {
    is_optional: bool,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(&'static str),
    /// Alternatives, each of one or more paths whose values are put together.
    Values(Vec<Vec<Path>>),
    Rules,
    Principals(Path),
}

/// From a top-level field to values in it.
#[derive(Clone, Debug)]
struct Path {
    field: &'static str,
    names: Vec<&'static str>,
}

/// What paths may begin with; without one of these a path leads into `requestParameters`.
const ROOTS: [(&str, &str); 4] = [
    ("response", "responseElements"),
    ("additional", "additionalEventData"),
    ("details", "serviceEventDetails"),
    ("record", ""),
];

impl Template {
    /// Reads a template; `None` if its brackets do not match.
    pub(super) fn parse(mut text: &'static str) -> Option<Self> {
        let mut groups = Vec::new();
        while !text.is_empty() {
            let is_optional = text.starts_with('[');
            let (group, rest) = if is_optional {
                text[1..].split_once(']')?
            } else {
                text.split_at(text.find('[').unwrap_or(text.len()))
            };
            groups.push(Group { is_optional, parts: parts(group)? });
            text = rest;
        }
        Some(Self(groups))
    }

    /// The text for an event; `None` if it has none of the values.
    pub(super) fn text(&self, display: &Display<'_, '_>) -> Option<String> {
        let (mut text, mut is_filled) = (String::with_capacity(USUAL_LENGTH), false);
        for group in &self.0 {
            let start = text.len();
            let mut is_whole = true;
            for part in &group.parts {
                if let Part::Text(literal) = part {
                    text.push_str(literal);
                    continue;
                }
                let before = text.len();
                part.write(display, &mut text);
                is_whole &= text.len() > before;
                is_filled |= text.len() > before && !group.is_optional;
            }
            if group.is_optional && !is_whole {
                text.truncate(start);
            }
        }
        text.truncate(text.trim_end().len());
        is_filled.then(|| match text.trim_start() {
            trimmed if trimmed.len() < text.len() => trimmed.to_owned(),
            _ => text,
        })
    }
}

impl Part {
    /// Appends the values of the part with commas between them.
    fn write(&self, display: &Display<'_, '_>, out: &mut String) {
        let event = display.event;
        let mut is_first = true;
        let mut add = |value: &str| {
            if !std::mem::take(&mut is_first) {
                out.push(',');
            }
            out.push_str(display.short(value));
        };
        match self {
            Self::Text(literal) => add(literal),
            Self::Values(alternatives) => {
                // The values of the first alternative that has any.
                let mut is_found = false;
                for paths in alternatives {
                    for path in paths {
                        path.each(event, &mut |text| {
                            is_found = true;
                            add(text);
                        });
                    }
                    if is_found {
                        break;
                    }
                }
            }
            Self::Rules => add(&rules::text(event)),
            Self::Principals(path) => {
                let principals = path.value(event).map(policy::principals).unwrap_or_default();
                for principal in &principals {
                    add(principal);
                }
            }
        }
    }
}

fn parts(mut text: &'static str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    while let Some((literal, rest)) = text.split_once('{') {
        let (inside, after) = rest.split_once('}')?;
        parts.push(Part::Text(literal));
        parts.push(match inside.strip_prefix('@') {
            None => Part::Values(inside.split('|').map(together).collect()),
            Some("rules") => Part::Rules,
            Some(principals) => {
                Part::Principals(Path::parse(principals.strip_prefix("principals ")?))
            }
        });
        text = after;
    }
    parts.push(Part::Text(text));
    Some(parts)
}

fn together(paths: &'static str) -> Vec<Path> {
    paths.split(',').map(Path::parse).collect()
}

impl Path {
    fn parse(text: &'static str) -> Self {
        let (first, rest) = text.split_once('.').unwrap_or((text, ""));
        match ROOTS.iter().find(|(root, _)| *root == first) {
            Some((_, "")) => {
                let (field, rest) = rest.split_once('.').unwrap_or((rest, ""));
                Self { field, names: rest.split('.').filter(|name| !name.is_empty()).collect() }
            }
            Some((_, field)) => Self { field, names: rest.split('.').collect() },
            None => Self { field: "requestParameters", names: text.split('.').collect() },
        }
    }

    /// Hands on the texts at the end of the path.
    fn each(&self, event: &Event<'_>, found: &mut dyn FnMut(&str)) {
        if let Some(value) = event.get(self.field) {
            texts(value, &self.names, &mut |text| found(&text));
        }
    }

    /// The first value at the end of the path.
    fn value<'a>(&self, event: &Event<'a>) -> Option<Value<'a>> {
        let mut found = None;
        walk(event.get(self.field)?, &self.names, &mut |value| {
            found.get_or_insert(value);
        });
        found
    }
}

/// An ARN without what the reader knows: `arn:aws:iam::111122223333:role/deploy` is `role/deploy` in
/// that account, and `111122223333:role/deploy` in another.
pub(super) fn shortened<'t>(text: &'t str, own: &str) -> &'t str {
    let Some(rest) = text.strip_prefix("arn:") else { return text };
    // Partition, service, Region; then the account, and the resource.
    let Some((_, from_account)) = nth(rest, 3) else { return text };
    match from_account.split_once(':') {
        Some((account, resource)) if !resource.is_empty() => {
            let is_known = account.is_empty() || account == own || account == "aws";
            if is_known { resource } else { from_account }
        }
        _ => text,
    }
}

/// The text before and after the n-th colon.
fn nth(text: &str, n: usize) -> Option<(&str, &str)> {
    // The parts are short: a search with vectors would cost more.
    let mut colons = text.bytes().enumerate().filter(|(_, byte)| *byte == b':');
    let (at, _) = colons.nth(n - 1)?;
    Some((&text[..at], &text[at + 1..]))
}
