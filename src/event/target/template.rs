//! Templates of the table: text with paths to values in it.
//!
//! Does not know which calls there are.

use std::borrow::Cow;

use super::{Event, Value, policy, rules};

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

    /// The text for an event; `None` if it has none of the values. `short` shows a value.
    pub(super) fn text(
        &self,
        event: &Event<'_>,
        short: &dyn Fn(Cow<'_, str>) -> String,
    ) -> Option<String> {
        let (mut text, mut is_filled) = (String::new(), false);
        for group in &self.0 {
            let mut shown = String::new();
            let mut is_whole = true;
            for part in &group.parts {
                let values = match part {
                    Part::Text(literal) => {
                        shown.push_str(literal);
                        continue;
                    }
                    Part::Values(alternatives) => any(alternatives, event),
                    Part::Rules => vec![Cow::Owned(rules::text(event))],
                    Part::Principals(path) => {
                        path.value(event).map(policy::principals).unwrap_or_default()
                    }
                };
                let values: Vec<_> = values.into_iter().map(short).collect();
                let value = values.join(",");
                is_whole &= !value.is_empty();
                is_filled |= !value.is_empty() && !group.is_optional;
                shown.push_str(&value);
            }
            if is_whole || !group.is_optional {
                text.push_str(&shown);
            }
        }
        is_filled.then(|| text.trim().to_owned())
    }
}

fn parts(mut text: &'static str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    while let Some((literal, rest)) = text.split_once('{') {
        let (inside, behind) = rest.split_once('}')?;
        parts.push(Part::Text(literal));
        parts.push(match inside.strip_prefix('@') {
            None => Part::Values(inside.split('|').map(together).collect()),
            Some("rules") => Part::Rules,
            Some(principals) => {
                Part::Principals(Path::parse(principals.strip_prefix("principals ")?))
            }
        });
        text = behind;
    }
    parts.push(Part::Text(text));
    Some(parts)
}

fn together(paths: &'static str) -> Vec<Path> {
    paths.split(',').map(Path::parse).collect()
}

/// The values of the first alternative that has any.
fn any<'a>(alternatives: &[Vec<Path>], event: &Event<'a>) -> Vec<Cow<'a, str>> {
    let all = |paths: &Vec<Path>| -> Vec<_> {
        paths.iter().flat_map(|path| path.values(event)).collect()
    };
    alternatives.iter().map(all).find(|values| !values.is_empty()).unwrap_or_default()
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

    /// The texts at the end of the path.
    fn values<'a>(&self, event: &Event<'a>) -> Vec<Cow<'a, str>> {
        event.get(self.field).map(|value| values(value, &self.names)).unwrap_or_default()
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

/// The texts at the end of a path below a value; lists are entered, objects and nothing are no text.
pub(super) fn values<'a>(value: Value<'a>, names: &[&str]) -> Vec<Cow<'a, str>> {
    let mut texts = Vec::new();
    walk(value, names, &mut |value| {
        let text = value.text();
        if !value.is_object() && !text.is_empty() {
            texts.push(text);
        }
    });
    texts
}

/// Hands on each value at the end of a path below a value, and the elements of lists one by one.
pub(super) fn walk<'a>(value: Value<'a>, names: &[&str], found: &mut dyn FnMut(Value<'a>)) {
    if value.is_array() {
        value.elements().for_each(|element| walk(element, names, found));
        return;
    }
    match names.split_first() {
        None => found(value),
        Some((first, rest)) => {
            if let Some(member) = member(value, first) {
                walk(member, rest, found);
            }
        }
    }
}

/// A member by its name in any case: services differ in how they write the same one.
pub(super) fn member<'a>(value: Value<'a>, name: &str) -> Option<Value<'a>> {
    let is_named = |written: &[u8]| match written {
        [b'"', inner @ .., b'"'] => inner.eq_ignore_ascii_case(name.as_bytes()),
        _ => false,
    };
    value.members().find(|(written, _)| is_named(written)).map(|(_, value)| value)
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

/// The text before and behind the n-th colon.
fn nth(text: &str, n: usize) -> Option<(&str, &str)> {
    let (at, _) = text.match_indices(':').nth(n - 1)?;
    Some((&text[..at], &text[at + 1..]))
}
