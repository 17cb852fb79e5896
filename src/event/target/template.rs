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
    root: Root,
    names: Vec<&'static str>,
}

/// The top-level field that a path begins with.
#[derive(Clone, Copy, Debug)]
enum Root {
    Request,
    Response,
    Additional,
    Details,
    Record(&'static str),
}

impl Root {
    fn value<'a>(self, event: &Event<'a>) -> Option<Value<'a>> {
        match self {
            Self::Request => event.get("requestParameters"),
            Self::Response => event.get("responseElements"),
            Self::Additional => event.get("additionalEventData"),
            Self::Details => event.get("serviceEventDetails"),
            Self::Record(field) => event.get(field),
        }
    }
}

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
    pub(super) fn text(&self, display: &Display<'_, '_>) -> Option<Vec<u8>> {
        let (mut text, mut is_filled) = (Vec::with_capacity(USUAL_LENGTH), false);
        for group in &self.0 {
            let start = text.len();
            let mut is_whole = true;
            for part in &group.parts {
                if let Part::Text(literal) = part {
                    text.extend_from_slice(literal.as_bytes());
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
        text.truncate(text.trim_ascii_end().len());
        is_filled.then(|| match text.trim_ascii_start() {
            trimmed if trimmed.len() < text.len() => trimmed.to_vec(),
            _ => text,
        })
    }
}

impl Part {
    /// Appends the values of the part with commas between them.
    fn write(&self, display: &Display<'_, '_>, out: &mut Vec<u8>) {
        let event = display.event;
        let mut is_first = true;
        let mut add = |value: &[u8]| {
            if !std::mem::take(&mut is_first) {
                out.push(b',');
            }
            out.extend_from_slice(display.short(value));
        };
        match self {
            Self::Text(literal) => add(literal.as_bytes()),
            Self::Values(alternatives) => {
                // The values of the first alternative that has any.
                let mut is_found = false;
                for paths in alternatives {
                    for path in paths {
                        path.each(event, &mut |value| {
                            is_found = true;
                            add(&value.bytes());
                        });
                    }
                    if is_found {
                        break;
                    }
                }
            }
            Self::Rules => add(rules::text(event).as_bytes()),
            Self::Principals(path) => {
                let principals = path.value(event).map(policy::principals).unwrap_or_default();
                for principal in &principals {
                    add(principal.as_bytes());
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
        let (root, names) = match first {
            "response" => (Root::Response, rest),
            "additional" => (Root::Additional, rest),
            "details" => (Root::Details, rest),
            "record" => {
                let (field, rest) = rest.split_once('.').unwrap_or((rest, ""));
                (Root::Record(field), rest)
            }
            _ => (Root::Request, text),
        };
        Self { root, names: names.split('.').filter(|name| !name.is_empty()).collect() }
    }

    /// Hands on the values at the end of the path that have a text.
    fn each<'a>(&self, event: &Event<'a>, found: &mut dyn FnMut(Value<'a>)) {
        if let Some(value) = self.root.value(event) {
            texts(value, &self.names, found);
        }
    }

    /// The first value at the end of the path.
    fn value<'a>(&self, event: &Event<'a>) -> Option<Value<'a>> {
        let mut found = None;
        walk(self.root.value(event)?, &self.names, &mut |value| {
            found.get_or_insert(value);
        });
        found
    }
}

/// An ARN without the parts that the reader knows: `arn:aws:iam::111122223333:role/deploy` is
/// `role/deploy` in that account, and `111122223333:role/deploy` in another. The caller checks that
/// the text begins with `arn:`.
pub(super) fn shortened<'t>(text: &'t [u8], own: &[u8]) -> &'t [u8] {
    // Before the account stand `arn`, partition, service and Region.
    let Some((_, from_account)) = cut_at_colon(text, 4) else { return text };
    match cut_at_colon(from_account, 1) {
        Some((account, resource)) if !resource.is_empty() => {
            let is_known = account.is_empty() || account == own || account == b"aws";
            if is_known { resource } else { from_account }
        }
        _ => text,
    }
}

/// The text before and after the n-th colon.
fn cut_at_colon(text: &[u8], n: usize) -> Option<(&[u8], &[u8])> {
    // The parts are short: a search with vectors would cost more.
    let mut colons = text.iter().enumerate().filter(|(_, byte)| **byte == b':');
    let (at, _) = colons.nth(n - 1)?;
    Some((&text[..at], &text[at + 1..]))
}
