//! Conditions and records for the property tests, made from records of `fixtures/events`.

use super::*;
use crate::event::schema::{FIELDS, top_level};

/// All values of a record with the paths to them, as `--where` would write them, and its derived
/// fields.
pub(super) fn leaves(record: &[u8]) -> Vec<(String, String)> {
    fn walk(path: &str, value: crate::event::Value<'_>, found: &mut Vec<(String, String)>) {
        for (name, value) in value.members() {
            let name = crate::event::Value::new(name).text().into_owned();
            if !name.contains('"') {
                walk(&format!("{path}.\"{name}\""), value, found);
            }
        }
        value.elements().for_each(|element| walk(&format!("{path}[]"), element, found));
        if !value.is_object() && !value.is_array() {
            found.push((path.to_owned(), value.text().into_owned()));
        }
    }
    let mut found = Vec::new();
    let event = crate::event::Value::new(record);
    for (name, value) in event.members() {
        let name = crate::event::Value::new(name).text();
        let dot = if top_level().any(|known| known == name) { "" } else { "." };
        walk(&format!("{dot}{name}"), value, &mut found);
    }
    let mut index = crate::event::json::Index::default();
    let event = Event::parse(record, &mut index).unwrap();
    for field in FIELDS {
        if let Some(cell) = field.derived().and_then(|derived| derived.first(&event)) {
            found.push((field.name.to_owned(), cell.text().into_owned()));
        }
    }
    found
}

/// A glob or plain text that was made from a value, so that it often matches.
pub(super) fn pattern_from(value: &str, cut: (Index, Index), shape: u8) -> Pattern {
    let characters: Vec<char> = value.chars().collect();
    let (a, b) = (cut.0.index(characters.len() + 1), cut.1.index(characters.len() + 1));
    let (a, b) = (a.min(b), a.max(b));
    let part: String = characters[a..b].iter().collect();
    let part = part.replace(['*', '?', '[', ']', '{', '}', '\\'], "?");
    let text = match shape % 4 {
        0 => value.to_owned(),
        1 => format!("*{part}*"),
        2 => format!(
            "{}*",
            characters[..b]
                .iter()
                .collect::<String>()
                .replace(['*', '?', '[', ']', '{', '}', '\\'], "?")
        ),
        _ => format!("{{{},x*}}", part.replace(',', "?")),
    };
    // As names are typed, in another case than the record has.
    let built = match shape / 4 % 3 {
        0 => Pattern::new(&text),
        1 => Pattern::name(&text.to_ascii_lowercase()),
        _ => Pattern::name(&text.to_ascii_uppercase()),
    };
    built.unwrap_or_else(|_| Pattern::new("*").unwrap())
}

pub(super) fn condition_from(kind: u8, pattern: Pattern, leaf: &(String, String)) -> Condition {
    let quoted = leaf.1.replace('\'', "?").replace(['[', ']', '{', '}', '\\'], "?");
    let operator = ["=", "in", ">=", "~"][usize::from(kind / 16 % 4)];
    let is_name = ["eventName", "eventSource", "errorCode", "eventType"].contains(&leaf.0.as_str());
    let value = match operator {
        "~" => regex::escape(&quoted),
        "=" | "in" if is_name => quoted.to_ascii_uppercase(),
        _ => quoted,
    };
    let expression = Expression::parse(&format!("{} {operator} '{value}'", leaf.0));
    let patterns = vec![pattern];
    match (kind % 16, expression) {
        (0, _) => Condition::Field("eventName", patterns),
        (1, _) => Condition::Source(patterns),
        (2, _) => Condition::User(patterns),
        (3, _) => Condition::Account(patterns),
        (4, _) => Condition::Region(patterns),
        (5, _) => Condition::AccessKey(patterns),
        (6, _) => Condition::Resource(patterns),
        (7, _) => Condition::Id(patterns),
        (8, _) => Condition::Category(patterns),
        (9, _) => Condition::Error,
        (10, _) => Condition::Field("userAgent", patterns),
        (11, _) => SourceAddress::new(&leaf.1)
            .map_or(Condition::Error, |place| Condition::SourceIp(vec![place])),
        (12, Ok(e)) => {
            Condition::Where(Expression::Or(vec![e, Expression::parse("readOnly = true").unwrap()]))
        }
        (13, Ok(e)) => Condition::Exclude(Expression::Not(Box::new(e))),
        (_, Ok(e)) => Condition::Where(e),
        (_, Err(_)) => Condition::Text(vec![Text::literal(&leaf.1)]),
    }
}

/// The same record with some characters of its strings spelled as escapes.
pub(super) fn respelled(record: &[u8], choices: &[Index]) -> Vec<u8> {
    let text = std::str::from_utf8(record).unwrap();
    let characters: Vec<char> = text.chars().collect();
    let (mut inside, mut escaped, mut digits) = (false, false, 0);
    let mut spelled = String::new();
    let chosen: std::collections::HashSet<_> =
        choices.iter().map(|c| c.index(characters.len())).collect();
    for (at, c) in characters.iter().copied().enumerate() {
        let plain = inside && !escaped && digits == 0 && c != '\\' && c != '"';
        match plain && chosen.contains(&at) {
            true if c == '/' => spelled.push_str("\\/"),
            true if u32::from(c) < 0x1_0000 => {
                spelled.extend(format!("\\u{:04x}", u32::from(c)).chars());
            }
            _ => spelled.push(c),
        }
        inside ^= c == '"' && !escaped;
        digits = if escaped && c == 'u' { 4 } else { digits.max(1) - 1 };
        escaped = c == '\\' && !escaped;
    }
    spelled.into_bytes()
}

/// Conditions that hold, or may hold, for an event whose field has this value.
pub(super) fn derived_conditions(name: &str, value: &str, cut: (Index, Index)) -> Vec<String> {
    let quoted = |text: &str| text.replace('\'', "?");
    let mut conditions = vec![
        format!("{name} exists"),
        format!("{name} = '{}'", quoted(value)),
        format!("{name} >= '{}'", quoted(value)),
        format!("{name} ~ '{}'", regex::escape(&quoted(value))),
    ];
    for shape in 0..4 {
        let pattern = pattern_from(value, cut, shape);
        conditions.push(format!("{name} in '{}'", quoted(pattern.written())));
    }
    conditions
}
